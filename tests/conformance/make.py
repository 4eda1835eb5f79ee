"""Runs the W3C tests and writes docs/conformance.md: `python -m tests.conformance.make`.

The tests are looked for where pytest looks for them: w3c/sparql in AIFRONTIER_SOURCES, or in ../shared.
"""

from __future__ import annotations

import os
from pathlib import Path

from tests.conformance.document import document
from tests.conformance.survey import misses, survey

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "conformance.md"


def main() -> None:
    """Write the page; ends with what missed and is not in misses.tsv."""
    sources = Path(os.environ.get("AIFRONTIER_SOURCES", ROOT.parent / "shared")).resolve()
    found, known = survey(sources / "w3c" / "sparql"), misses()
    unknown = [f"{one.case.name}: {one.said}" for one in found.ran if not one.passed and one.case.name not in known]
    if unknown:
        raise SystemExit("\n".join(["Missed, and not in misses.tsv:", *unknown]))
    PAGE.write_text(document(found, known), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
