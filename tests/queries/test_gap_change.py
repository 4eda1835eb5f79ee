"""gap-change: from what to what a gap or a score moved, and where no difference can be told."""

from __future__ import annotations

from queries.answer import Source
from tests.queries.reading import answer_of, rows
from tests.queries.shipped import CNYES, all_statements

ARTICLE = f"claim/{CNYES}/"
GAP = "gap/cn-us-frontier-intelligence"


def test_every_claim_that_names_the_state_before_it_is_a_row(source: Source) -> None:
    wanted = {
        (f"claim/{claim['document']}/{claim['previous']}", claim["id"])
        for claim in all_statements()
        if "previous" in claim
    }
    found = rows(answer_of(source, "gap-change"), "earlierClaim", "claim")
    assert len(found) == len(set(found)) > 1
    assert set(found) == wanted


def test_the_gap_went_from_over_a_year_to_under_three_months(source: Source) -> None:
    answer = answer_of(source, "gap-change", gap=GAP)
    found = rows(
        answer,
        *("earlierComparator", "earlierValue", "earlierUnit", "earlierTime"),
        *("comparator", "value", "unit", "time", "change", "assertedBy", "voice", "claim"),
    )
    (row,) = (row for row in found if row[-1] == f"{ARTICLE}16")
    assert row[:4] == ("moreThan", "1", "unit/year", "../2025-Q2")
    assert row[4:8] == ("lessThan", "3", "unit/month", "2025-Q2")
    # How much "more than a year" less "less than three months" is, nobody says.
    assert row[8:11] == (None, "org/artificial-analysis", "voiceReport")
    assert set(rows(answer, "subject")) == {(GAP,)}


def test_deepseek_gained_48_points_on_one_instrument(source: Source) -> None:
    found = rows(
        answer_of(source, "gap-change"),
        *("claim", "subject", "earlierSubject", "earlierValue", "value", "change", "instrument"),
    )
    (row,) = (row for row in found if row[0] == f"{ARTICLE}82")
    assert row[1:] == (
        *("model/deepseek-r1-0528", "model/deepseek-llm-67b", "20", "68", "48"),
        "instrument/aa-ii-v2",
    )


def test_a_word_for_a_size_moves_as_a_figure_does(source: Source) -> None:
    answer = answer_of(source, "gap-change", gap=GAP)
    columns = ("predicate", "earlierValue", "value", "unit", "change", "assertedBy")
    assert ("gapSize", "label/significant", "label/very-small", None, None, "org/36kr") in rows(answer, *columns)
    assert "size of the gap: from significant (2022 to May 2025) to very small on" in answer.headline("en")


def test_points_on_two_instruments_have_no_difference(source: Source) -> None:
    found = rows(answer_of(source, "gap-change"), "predicate", "subject", "earlierSubject", "change")
    levels = [row for row in found if row[0] == "scoreLevel"]
    assert levels
    assert all(subject != earlier and change is None for _, subject, earlier, change in levels)


def test_days_of_one_definition_have_a_difference_and_other_units_have_none(briefing_source: Source) -> None:
    found = rows(answer_of(briefing_source, "gap-change", gap=GAP), "claim", "earlierValue", "value", "change")
    told = {row[0]: row[1:] for row in found}
    assert told["claim/aif-briefing-en/7"] == ("34", "162", "128")
    assert told["claim/aif-briefing-en/12"] == ("162", "231", "69")
    # "About 5.3 months" after 34 days.
    assert told["claim/aif-briefing-en/9"] == ("34", "5.3", None)


def test_it_reads_as_a_sentence(source: Source) -> None:
    answer = answer_of(source, "gap-change", gap=GAP, known_by="2025-08-14")
    assert (
        "China–US gap in frontier model intelligence, length of the gap: "
        "from more than 1 year (until Q2 2025) to less than 3 months (Q2 2025), says Artificial Analysis"
    ) in answer.headline("en")
    every = answer_of(source, "gap-change")
    assert "from between 70 and 79 points for" in every.headline("en")
    assert "由 Artificial Analysis 智慧指數的 70 至 79 分（至 2026 年 1 月）" in every.headline("zh-Hant")
    assert ("atLeast", "70", "79") in rows(every, "earlierComparator", "earlierValue", "earlierUpper")
    assert "由超過 1 年（至 2025 年第 2 季）變為不到 3 個月（2025 年第 2 季）" in answer.headline("zh-Hant")
