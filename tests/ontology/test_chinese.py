"""The check of the two Chinese scripts finds what it is for, and nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.ontology.chinese import OTHERS, PAIR_LIST, PAIRS, foreign, half_width, is_chinese

LANGUAGES = {"en", "zh-Hant", "zh-Hans"}


def test_a_pair_is_two_characters_of_two_scripts() -> None:
    assert {len(pair) for pair in PAIRS.split()} == {2}
    assert len(set(PAIRS.split())) == len(PAIRS.split())
    for traditional, simplified in PAIR_LIST:
        assert foreign(traditional, "zh-Hant") == "", traditional
        assert foreign(simplified, "zh-Hans") == "", simplified
        assert foreign(traditional, "zh-Hans") == traditional
    assert not OTHERS["zh-Hant"] & OTHERS["zh-Hans"]


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("zh-Hant", "國家的數據", ""),
        ("zh-Hans", "国家的数据", ""),
        ("zh-Hant", "国家的數据", "国据"),
        ("zh-Hans", "國家的数據", "國據"),
        ("zh-Hant", "几个机体，于后适用", "几个机体于后适"),
        ("zh-Hans", "於是後來", "於後來"),
        ("zh-Hant", "阿里巴巴的系列只有一里", ""),
        ("zh-Hans", "阿里巴巴的系列，著名", ""),
        ("zh-Hant", "“引號”與「引號」", "“”"),
        ("zh-Hans", "「引号」与“引号”", "「」"),
        ("zh-Hant", "SHA-256, R1–V3", ""),
    ],
)
def test_what_belongs_to_the_other_script_is_found(language: str, text: str, found: str) -> None:
    assert foreign(text, language) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("模型，版本；數字（單位）。", []),
        ("模型, 版本", ["型,"]),
        ("模型: 版本(帶日期)", ["型:", "本(", "期)"]),
        ("版本 (帶日期)", ["本 (", "期)"]),
        ("完了.", ["了."]),
        ("aif:walkable 的 20.0，UTF-8、NFC", []),
    ],
)
def test_half_width_signs_beside_chinese_are_found(text: str, found: list[str]) -> None:
    assert half_width(text) == found


def test_a_text_left_in_english_is_not_chinese() -> None:
    assert [is_chinese(text) for text in ("a word", "R1 的版本", "「」")] == [False, True, False]


def test_what_the_house_names_itself_has_a_name_in_each_language_in_its_script(root: Path) -> None:
    """A name of a source may stand in its own language alone; our own words may not."""
    entities: list[dict[str, Any]] = []
    for path in sorted((root / "graph" / "registry").glob("*.yaml")):
        entities += yaml.safe_load(path.read_text(encoding="utf-8"))["entities"]
    assert len(entities) > 150
    for entity in entities:
        labels, definition = entity["labels"], entity.get("definition", {})
        if any(label["source"] == "editorial" for label in labels.values()):
            assert set(labels) == LANGUAGES, entity["id"]
        assert set(definition) in (set(), LANGUAGES), entity["id"]
        for words in ({language: str(label["text"]) for language, label in labels.items()}, definition):
            for language in {"zh-Hant", "zh-Hans"} & set(words):
                assert foreign(words[language], language) == "", entity["id"]
