"""Idioms: each has a title and an explanation in every language, runs on the shipped graph and has rows."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.snapshot import Snapshot
from graph.store import EmbeddedStore
from queries.idioms import Idiom, IdiomError, idioms, load_idioms
from tests.ontology.chinese import half_width

HEADER = "#: order: 1\n#: title: {en: a, zh-Hant: b, zh-Hans: c}\n#: explanation: {en: a, zh-Hant: b, zh-Hans: c}\n"


@pytest.fixture(scope="module")
def store(snapshot: Snapshot) -> EmbeddedStore:
    return snapshot.open_in_memory(overlay=False)


@pytest.mark.parametrize("idiom", idioms(), ids=lambda idiom: idiom.name)
def test_an_idiom_has_rows(idiom: Idiom, store: EmbeddedStore) -> None:
    rows = list(store.engine.query(idiom.runnable))  # type: ignore[arg-type]
    assert rows


@pytest.mark.parametrize("idiom", idioms(), ids=lambda idiom: idiom.name)
def test_an_idiom_is_explained_in_chinese_as_chinese_is_set(idiom: Idiom) -> None:
    for words in (idiom.title, idiom.explanation):
        assert words["zh-Hant"] != words["en"]
        for tag in ("zh-Hant", "zh-Hans"):
            assert half_width(words[tag]) == []


@pytest.mark.parametrize(
    "needed",
    [
        *("aif:claimPredicate", "oa:hasSelector", "aif:holdsFrom", "aif:saidOn", "aif:comparedWith"),
        *("aif:onInstrument", "COALESCE", "<<(", "FROM NAMED", "CONSTRUCT"),
    ],
)
def test_the_idioms_show_what_this_graph_has_and_others_do_not(needed: str) -> None:
    assert any(needed in idiom.query for idiom in idioms())


def test_idioms_stand_in_their_order() -> None:
    places = [idiom.order for idiom in idioms()]
    assert places == sorted(set(places))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("SELECT * {}", "the header has nothing"),
        (HEADER.replace("order: 1", "order: first") + "ASK {}", "order is no whole number"),
        (HEADER.replace(", zh-Hans: c}", "}", 1) + "ASK {}", "title is not in en, zh-Hant, zh-Hans"),
        ("#: [\nASK {}", "not YAML"),
    ],
)
def test_a_header_that_will_not_do_is_named_with_its_file(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "bad.rq").write_text(text, encoding="utf-8")
    (tmp_path / "good.rq").write_text(HEADER + "ASK {}", encoding="utf-8")
    with pytest.raises(IdiomError, match=said) as error:
        load_idioms(tmp_path)
    assert "bad.rq" in str(error.value)
    assert "good.rq" not in str(error.value)
