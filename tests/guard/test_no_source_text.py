"""The repository holds no sentence of a source: every file of the tree, compared with every source text."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.guard.names import is_cjk, terms_of
from tests.guard.runs import Sources
from tests.guard.tree import NoRepositoryError, files_of, words_in

TERMS = Path(__file__).parent / "terms.txt"


@pytest.fixture(scope="module")
def files(root: Path) -> list[str]:
    try:
        return files_of(root)
    except NoRepositoryError as error:
        pytest.skip(str(error))


@pytest.mark.sources
def test_no_file_shares_a_run_with_a_source(root: Path, files: list[str], guard: Sources) -> None:
    found = [
        f"{name}:{run.line}: {run.length} letters in a row of a source text, from {run.shown!r}"
        for name in files
        for run in (*guard.runs_in(name), *guard.runs_in(words_in(root, name).text))
    ]
    if found:
        # Without a traceback: it would print the texts.
        pytest.fail("say it in other words:\n" + "\n".join(found), pytrace=False)


def test_every_picture_carries_its_words_and_no_other_file_is_unreadable(root: Path, files: list[str]) -> None:
    faults = [f"{name}: {words.fault}" for name in files if (words := words_in(root, name)).fault]
    assert faults == []


def test_the_terms_are_short_and_say_why_they_are_free() -> None:
    terms = terms_of(TERMS)
    assert terms
    for term, why in terms.items():
        letters = [char for char in term if char.isalnum()]
        assert why, term
        assert len(letters) <= (12 if any(map(is_cjk, letters)) else 30), term


@pytest.mark.sources
def test_every_term_is_needed(source_texts: list[str]) -> None:
    everything = "".join(source_texts).casefold()
    assert [term for term in terms_of(TERMS) if term.casefold() not in everything] == []
