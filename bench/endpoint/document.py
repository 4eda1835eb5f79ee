"""docs/benchmarks.md: a fixed text for people, and below a mark the tables of the newest run."""

from __future__ import annotations

from pathlib import Path

PAGE = Path(__file__).resolve().parents[2] / "docs" / "benchmarks.md"
MARK = "<!-- Below: written by python -m bench.endpoint --write -->\n"


def renewed(page: str, tables: str) -> str:
    """The page with new tables below its mark; raises ValueError when the mark is not there once."""
    before, mark, after = page.partition(MARK)
    if not mark or MARK in after:
        raise ValueError("docs/benchmarks.md has no single mark for the tables")
    return f"{before}{MARK}\n{tables}"


def write(tables: str) -> None:
    """Put the tables into the page."""
    PAGE.write_text(renewed(PAGE.read_text(encoding="utf-8"), tables), encoding="utf-8")
