"""JSON piece by piece says what JSON at once says, however it comes in blocks; junk is refused, never a crash."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.importing import json_walk
from graph.importing.csv_rows import csv_rows
from graph.importing.importer import RefusedError, Wishes
from graph.importing.json_walk import json_pieces
from graph.importing.source_file import SourceFile, UnreadableError
from graph.importing.sources import IMPORTERS
from graph.problems import Problem
from tests.graph.importing import files
from tests.graph.importing.files import in_memory

SPREAD = frozenset({"data"})
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**6), 10**6) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=12,
)
documents = st.fixed_dictionaries(
    {"data": st.lists(values, max_size=6) | st.dictionaries(st.text(max_size=4), values, max_size=6)},
    optional={"other": values, "last": values},
)


class InSmallBlocks(SourceFile):
    """A file that comes a few characters at a time."""

    def text_blocks(self, size: int = 3) -> Iterator[str]:
        return super().text_blocks(3)


def together(file: SourceFile) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for piece in json_pieces(file, SPREAD):
        while len(found) <= piece.document:
            found.append({})
        if piece.key is None:
            found[-1][piece.member] = piece.value
        elif isinstance(piece.key, int):
            found[-1].setdefault(piece.member, []).append(piece.value)
        else:
            found[-1].setdefault(piece.member, {})[piece.key] = piece.value
    return found


@given(st.lists(documents, min_size=1, max_size=3), st.sampled_from([None, 1]))
@settings(deadline=None)
def test_pieces_put_together_are_the_document(made: list[dict[str, Any]], indent: int | None) -> None:
    text = "\n".join(json.dumps(document, indent=indent) for document in made)
    wanted = [{key: value for key, value in document.items() if key != "data" or value} for document in made]
    for kind in (SourceFile, InSmallBlocks):
        file = kind("x.json", in_memory("x.json", text).open)
        found = together(file)
        assert [document for document in found if document] == [document for document in wanted if document]


def test_every_item_has_its_line() -> None:
    text = '{"data": [\n{"a": 1},\n\n{"a":\n2}, {"a": 3}]\n, "other": 4}\n'
    assert [piece.line for piece in json_pieces(in_memory("x.json", text), SPREAD)] == [2, 4, 5, 6]


@pytest.mark.parametrize(
    "text",
    ["", "  ", "[1]", "1", '{"data": [1,]}', '{"data": [1 2]}', '{"data": {"a": 1, "a": 2}}', '{"x": 1, "x": 2}',
     '{"data": [NaN]}', '{"data": [{"a": 1, "a": 2}]}', '{"data": [1]', '{"data": [1]} x', '{data: 1}',
     '{"data": [' + "[" * 100_000],
)  # fmt: skip
def test_what_is_no_plain_json_is_refused_with_a_line(text: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        list(json_pieces(in_memory("x.json", text), SPREAD))
    assert caught.value.problem.line >= 1


def test_an_item_that_never_ends_is_not_read_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_walk, "LARGEST_ITEM", 1_000)
    with pytest.raises(UnreadableError, match="never ends"):
        list(json_pieces(in_memory("x.json", '{"data": ["' + "a" * 500_000), SPREAD))


@given(st.binary(max_size=300))
@settings(deadline=None)
def test_junk_is_a_problem_and_not_a_crash(junk: bytes) -> None:
    for content in (junk, files.ECI.encode() + junk, files.LEADERBOARD.encode() + junk):
        file = in_memory("x_2025-08-06.csv", content)
        with suppress(UnreadableError):
            assert all(isinstance(row, Problem) or row.line > 0 for row in csv_rows(file))


whole = {
    "epoch-eci": files.ECI,
    "epoch-models": files.MODELS,
    "lmarena": files.LEADERBOARD,
    "llm-stats": json.dumps(files.llm_stats()),
    "models-dev": json.dumps(files.models_dev()),
    "artificial-analysis": json.dumps(files.aa_new()),
}


@given(st.sampled_from(sorted(whole)), st.data())
@settings(deadline=None, max_examples=200)
def test_a_file_with_a_piece_of_it_overwritten_is_read_or_refused(source: str, data: st.DataObject) -> None:
    text = whole[source]
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 40)))
    broken = text[:start] + data.draw(st.text(max_size=10)) + text[end:]
    raw = broken.encode("utf-8", errors="surrogatepass")
    importer, file = IMPORTERS[source], in_memory("x_2026-07-02", raw)
    with suppress(UnreadableError, RefusedError):
        for head in importer.heads(file, Wishes()):
            for item in importer.read(file, head):
                assert item.line > 0
