"""The two clocks of questions: places in a query and a graph brought to the day say the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from graph.clocks import Clocks, History
from graph.store import Row
from queries.answer import Answer, Source, ask, claims_in
from queries.binding import ParameterError, read_clocks
from queries.registry import questions
from tests.queries.reading import EXAMPLES, answer_of, rows

DAYS = ("2024-12-01", "2025-05-01", "2025-06-30", "2025-12-31", "2026-01-31")
OF_WHAT_WAS_SPOKEN_OF = {"coverage-holes", "unlinked"}
"""They pass over things of which nobody had spoken; the graph of a day has the registry's things all the same."""
ON_FIGURES = (
    "frontier",
    "gap-computed",
    "gap-daily",
    "gap-points",
    "lead-changes",
    "open-weights-lead",
    "sensitivity",
)
EVENTS = {(name, "as-of") for name in ("open-weights-takeover", *ON_FIGURES)}
"""They ask what had happened by the day, as a figure stays a figure; pages show what still held on it."""
CLOCKED = [
    (name, clock) for name, asked in questions().items() for clock in asked.clocks if (name, clock) not in EVENTS
]


@pytest.fixture(scope="module")
def history(source: Source) -> History:
    return History(source.store, kept=40)


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize(("name", "clock"), CLOCKED)
def test_the_query_and_the_graph_of_the_day_agree(
    source: Source, history: History, name: str, clock: str, day: str
) -> None:
    asked = questions()[name]
    clocks = read_clocks({clock: day})
    of_that_day = replace(source, store=history.at(clocks))
    by_query = ask(replace(source, history=history), asked, {**EXAMPLES[name], clock: day})
    by_graph = ask(of_that_day, asked, EXAMPLES[name])
    if name in OF_WHAT_WAS_SPOKEN_OF:
        assert set(told(by_query)) <= set(told(by_graph))
    else:
        assert told(by_query) == told(by_graph)


def told(answer: Answer) -> list[tuple[object, ...]]:
    """The rows; claims of one cell in any order, which the engine does not promise."""
    names = [column.name for column in answer.question.columns if column.kind != "claims"]
    return [(*(row.get(name) for name in names), *claims(answer, row)) for row in answer.rows]


def claims(answer: Answer, row: Row) -> list[str]:
    return [claim for column in answer.question.columns for claim in claims_in(column, row)]


def test_an_overtaking_counts_from_the_day_on_which_it_happened(source: Source) -> None:
    for day, there in (("2024-10-31", False), ("2024-11-30", True), ("2025-05-01", True)):
        assert bool(answer_of(source, "open-weights-takeover", as_of=day).rows) is there, day


def test_every_question_goes_by_what_had_been_said() -> None:
    assert [name for name, asked in questions().items() if "known-by" not in asked.clocks] == []


@pytest.mark.parametrize("name", sorted(questions()))
def test_before_the_first_word_no_claim_answers(source: Source, name: str) -> None:
    answer = ask(source, questions()[name], {**EXAMPLES[name], "known-by": "2000-01-01"})
    assert answer.claims() == []


def test_the_chain_of_a_company_follows_the_clock(source: Source) -> None:
    before = answer_of(source, "company-chain", company="org/bytedance", known_by="2025-08-13")
    after = answer_of(source, "company-chain", company="org/bytedance", known_by="2025-08-14")
    reached = ("app/doubao",)
    assert reached not in rows(before, "target")
    assert reached in rows(after, "target")


def test_a_day_that_no_calendar_has_is_told_of() -> None:
    with pytest.raises(ParameterError) as wrong:
        read_clocks({"as-of": "2025-02-30", "known-by": "yesterday"})
    assert [name for name, _, _ in wrong.value.problems] == ["as-of", "known-by"]
    assert read_clocks({"as-of": " 2025-02-28 ", "known-by": ""}) == Clocks(as_of=date(2025, 2, 28))
