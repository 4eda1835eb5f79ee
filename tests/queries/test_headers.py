"""Headers of .rq files: what they say is held against the query below them, and every lie is named."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from queries.codes import codes
from queries.question import Question, QuestionError
from queries.registry import load_questions, questions
from queries.times import LOCALES
from tests.ontology.chinese import foreign, half_width, is_chinese

HONEST = """\
#: theme: claims
#: title: {en: Apps, zh-Hant: 應用, zh-Hans: 应用}
#: question: {en: "Which apps are there?", zh-Hant: "有哪些應用？", zh-Hans: "有哪些应用？"}
#: parameters:
#:   company: {type: iri, class: Organization, label: {en: Company, zh-Hant: 公司, zh-Hans: 公司}}
#: clocks: [known-by]
#: columns:
#:   app: {kind: entity, label: {en: App, zh-Hant: 應用, zh-Hans: 应用}}
#:   users: {kind: number, unit: unit, label: {en: Users, zh-Hant: 使用者, zh-Hans: 用户}}
#:   unit: {kind: entity, label: {en: Unit, zh-Hant: 單位, zh-Hans: 单位}}
#: answer: {en: "{app}[: {users} {unit}]", zh-Hant: "{app}[：{users} {unit}]", zh-Hans: "{app}[：{users} {unit}]"}
#: needs: {en: a claim, zh-Hant: 一則主張, zh-Hans: 一条主张}
SELECT ?app (COUNT(?user) AS ?users) ?unit WHERE {
  VALUES ?company { UNDEF }  # bind
  VALUES ?knownBy { UNDEF }  # bind
  ?company aif:operatesApp ?app .
}
"""


def test_an_honest_header_becomes_a_question(tmp_path: Path) -> None:
    (tmp_path / "apps.rq").write_text(HONEST, encoding="utf-8")
    (found,) = load_questions(tmp_path).values()
    assert (found.name, found.title["zh-Hant"], found.clocks) == ("apps", "應用", ("known-by",))
    assert [column.name for column in found.columns] == ["app", "users", "unit"]
    parameter = found.parameter("company")
    assert parameter is not None
    assert (parameter.type, parameter.kind, parameter.required) == ("iri", "Organization", False)


LIES = {
    "a column that is not selected": ("?unit WHERE", "WHERE", "selects ['app', 'users'], the header declares"),
    "a selected variable that is no column": ("?unit WHERE", "?unit ?more WHERE", "'more'], the header"),
    "columns in another order": ("SELECT ?app", "SELECT ?unit ?app", "selects ['unit', 'app', 'users', 'unit']"),
    "a parameter without a place": (
        "?company { UNDEF }  # bind",
        "?company { UNDEF }",
        "no marked place for ?company",
    ),
    "a clock without a place": ("VALUES ?knownBy { UNDEF }  # bind", "", "no marked place for ?knownBy"),
    "a place that nobody declares": (
        "clocks: [known-by]",
        "clocks: []",
        "a marked place for ?knownBy, which the header does not declare",
    ),
    "a unit column that does not exist": ("unit: unit,", "unit: units,", "the unit column units of users"),
    "an answer that names no column": ("{app}[: {users}", "{apps}[: {users}", "en answer names {apps}"),
    "one language missing": (", zh-Hant: 一則主張,", ",", "needs: 'zh-Hant' is a required property"),
    "the other script missing": (", zh-Hans: 一条主张}", "}", "needs: 'zh-Hans' is a required property"),
    "a label in one script only": (
        ", zh-Hans: 单位}",
        "}",
        "columns/unit/label: 'zh-Hans' is a required property",
    ),
    "one language too many": (
        "{en: Apps,",
        "{en: Apps, fr: Applis,",
        "question is not in the languages of the title",
    ),
    "a parameter's label in one language less": (
        "en: Company, zh-Hant: 公司, zh-Hans: 公司",
        "en: Company, zh-Hans: 公司",
        "parameters/company/label: 'zh-Hant' is a required property",
    ),
    "a choice without words": (
        "type: iri, class: Organization",
        "type: choice, values: [open, ajar]",
        "the choice ajar of company has no words in codes.yaml",
    ),
    "no theme": ("#: theme: claims\n", "", "'theme' is a required property"),
    "an iri without its class": ("class: Organization, ", "", "'class' is a required property"),
    "a kind that there is not": ("kind: number", "kind: numeral", "columns/users/kind: 'numeral' is not one of"),
    "a key that there is not": ("#: clocks:", "#: color: red\n#: clocks:", "'color' was unexpected"),
    "a clock that there is not": ("[known-by]", "[known-by, seen-by]", "clocks/1: 'seen-by' is not one of"),
}


@pytest.mark.parametrize(("right", "wrong", "told"), LIES.values(), ids=LIES)
def test_a_lying_header_is_refused(tmp_path: Path, right: str, wrong: str, told: str) -> None:
    assert right in HONEST
    (tmp_path / "apps.rq").write_text(HONEST.replace(right, wrong, 1), encoding="utf-8")
    with pytest.raises(QuestionError) as refused:
        load_questions(tmp_path)
    assert "queries/apps.rq: " in str(refused.value)
    assert told in str(refused.value)


def test_the_chart_of_a_question_without_one_is_refused(tmp_path: Path) -> None:
    text = HONEST.replace("#: clocks:", "#: chart-of: {name}\n#: clocks:", 1)
    for name in ("apps", "nobody"):
        (tmp_path / "apps.rq").write_text(text.replace("{name}", name), encoding="utf-8")
        with pytest.raises(QuestionError, match=f"chart-of: {name} is no question with a chart"):
            load_questions(tmp_path)


def test_all_lies_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    several = HONEST
    for name in (
        "a selected variable that is no column",
        "a clock without a place",
        "an answer that names no column",
    ):
        right, wrong, _ = LIES[name]
        several = several.replace(right, wrong, 1)
    (tmp_path / "first.rq").write_text(several, encoding="utf-8")
    (tmp_path / "second.rq").write_text(HONEST.replace("unit: unit,", "unit: units,"), encoding="utf-8")
    (tmp_path / "third.rq").write_text(HONEST, encoding="utf-8")
    with pytest.raises(QuestionError) as refused:
        load_questions(tmp_path)
    first, second = str(refused.value).splitlines()
    assert first.startswith("queries/first.rq: ")
    for told in ("'more']", "no marked place for ?knownBy", "en answer names {apps}"):
        assert told in first
    assert second.startswith("queries/second.rq: ")
    assert "the unit column units" in second


@pytest.mark.parametrize("header", ["#: title: {en: Apps\n", "#: - Apps\n"])
def test_a_header_that_is_no_mapping_is_refused_by_its_file(tmp_path: Path, header: str) -> None:
    (tmp_path / "apps.rq").write_text(header + "SELECT ?app WHERE {}\n", encoding="utf-8")
    with pytest.raises(QuestionError, match=r"apps\.rq: the header"):
        load_questions(tmp_path)


def worded(question: Question) -> Iterator[Mapping[str, str]]:
    """All words of a header: language -> text."""
    yield from (question.title, question.question, question.answer, question.needs)
    yield from (parameter.label for parameter in question.parameters)
    yield from (column.label for column in question.columns)


@pytest.mark.parametrize("question", questions().values(), ids=list(questions()))
def test_a_header_speaks_three_languages_each_in_its_script(question: Question) -> None:
    for words in worded(question):
        assert set(words) == set(LOCALES), words
        for language in ("zh-Hant", "zh-Hans"):
            text = words[language]
            said = re.sub(r"{\w+}", "", text)
            assert foreign(said, language) == "", text
            # A pattern may be made of cells and signs alone.
            assert is_chinese(said) or "{" in text, text
            assert half_width(said) == [], text


def test_every_code_is_worded_in_each_language_in_its_script() -> None:
    for code, words in codes().items():
        assert set(words) == set(LOCALES), code
        for language in ("zh-Hant", "zh-Hans"):
            assert is_chinese(words[language]), code
            assert (foreign(words[language], language), half_width(words[language])) == ("", []), code


@pytest.mark.parametrize("question", questions().values(), ids=list(questions()))
def test_an_answer_names_the_same_columns_in_each_language(question: Question) -> None:
    named = {language: set(re.findall(r"{(\w+)}", pattern)) for language, pattern in question.answer.items()}
    assert named["zh-Hans"] == named["zh-Hant"] == named["en"]


@pytest.mark.parametrize("question", questions().values(), ids=list(questions()))
def test_no_two_columns_share_a_label(question: Question) -> None:
    for language in LOCALES:
        labels = [column.label[language] for column in question.columns]
        assert sorted(labels) == sorted(set(labels)), language
