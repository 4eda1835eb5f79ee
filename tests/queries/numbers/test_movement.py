"""How far an answer moves: each other choice is the same question asked anew, held against the answer as asked."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from graph.observation import ScoreRow
from graph.store import Row
from queries.answer import Source
from queries.movement import Movement, movement
from queries.registry import load_questions, question, questions
from tests.queries.numbers.tables import CN, REST, US, row, source_of, table
from tests.queries.reading import answer_of, short
from tests.queries.test_headers import HONEST

ROWS = (
    row(US, "Able", 0, "10"),
    row(US, "Baker", 30, "20"),
    row(US, "Baker", 40, "25", version="high"),
    row(US, "Charlie", 90, "30", weights="closed"),
    row(REST, "Eva", 20, "22"),
    row(CN, "Jia", 10, "9"),
    row(CN, "Yi", 60, "18"),
    row(CN, "Bing", 200, "24.6", weights="restricted"),
)
CHOICES = {"leader", "unit", "values", "weights", "dates", "precision"}


def cells(of: Row) -> dict[str, str | None]:
    return {name: short(term) for name, term in of.items()}


def moved(source: Source, name: str, **given: str) -> Movement:
    answer = answer_of(source, name, **given)
    found = movement(source, answer)
    assert found is not None
    return found


def under(found: Movement, parameter: str, value: str) -> tuple[dict[str, str | None] | None, dict[str, Decimal]]:
    (one,) = (v for v in found.variations if (v.parameter, v.value) == (parameter, value))
    return None if one.row is None else cells(one.row), dict(one.differences)


@pytest.mark.parametrize("name", ["gap-computed", "gap-daily", "gap-points", "open-weights-lead", "lead-changes"])
def test_every_choice_of_a_gap_question_is_varied(name: str) -> None:
    moves = question(name).moves
    assert moves is not None
    assert set(moves.by) >= CHOICES


def test_a_variation_is_the_question_asked_with_that_choice() -> None:
    source = source_of(table(*ROWS))
    for name in ("gap-computed", "gap-daily", "gap-points", "frontier", "open-weights-lead", "lead-changes"):
        found = moved(source, name)
        assert found.variations
        for each in found.variations:
            asked = answer_of(source, name, **{each.parameter: each.value})
            assert each.count == len(asked.rows)
            if each.row is not None:
                assert each.row in asked.rows


def test_differences_are_of_the_same_record() -> None:
    found = moved(source_of(table(*ROWS)), "gap-computed")
    assert cells(found.row)["release"] == "Bing"
    assert cells(found.row)["lag"] == "160"  # Baker, high, on day 40
    there, difference = under(found, "leader", "group/rest")
    assert there is not None
    assert there["state"] == "open"
    assert "lag" not in difference
    there, difference = under(found, "precision", "integer")
    assert there is not None
    assert (there["lag"], difference["lag"]) == ("160", 0)
    assert under(found, "weights", "unrestricted") == (None, {})


def test_a_figure_moved_moves_the_difference() -> None:
    def days(of: tuple[ScoreRow, ...]) -> Decimal:
        return under(moved(source_of(table(*of)), "gap-computed"), "values", "all")[1]["lag"]

    guess = row(US, "Adam", 25, "24.9", basis="estimated")
    assert days((*ROWS, guess)) == 15
    assert days((*ROWS, replace(guess, score=Decimal("24.5"), reported="24.5"))) == 0


def test_points_that_turn_round_with_the_values_left_out_are_not_supported() -> None:
    rows = (row(US, "Able", 0, "10"), row(CN, "Jia", 10, "12"))
    assert not moved(source_of(table(*rows)), "gap-points").overturned
    guess = row(US, "Adam", 5, "13", basis="estimated")
    assert moved(source_of(table(*rows, guess)), "gap-points").overturned
    less = replace(guess, score=Decimal("11"), reported="11")
    assert not moved(source_of(table(*rows, less)), "gap-points").overturned


def test_another_holder_of_the_lead_is_not_supported() -> None:
    rows = (row(US, "Able", 0, "10"), row(CN, "Jia", 10, "12"))
    guess = row(US, "Adam", 50, "13", basis="estimated")
    assert not moved(source_of(table(*rows)), "open-weights-lead").overturned
    assert moved(source_of(table(*rows, guess)), "open-weights-lead").overturned
    assert not moved(source_of(table(*rows, guess)), "open-weights-lead", values="all").overturned


def test_a_question_without_choices_or_without_an_answer_does_not_move() -> None:
    source = source_of(table(*ROWS))
    assert movement(source, answer_of(source, "gap-claims")) is None
    assert movement(source, answer_of(source, "gap-computed", instrument="instrument/aa-ii-v2")) is None


@pytest.mark.parametrize(
    ("moves", "told"),
    {
        "{by: [company], of: [users]}": "moves by company, which is no parameter with values to choose from",
        "{by: [company], of: [heads]}": "moves: heads is no column",
        "{by: [company], of: [users], row: name}": "moves: name is no column",
    }.items(),
)
def test_a_header_that_lies_about_its_moves_is_refused(tmp_path: Path, moves: str, told: str) -> None:
    text = HONEST.replace("#: clocks:", f"#: moves: {moves}\n#: clocks:", 1)
    (tmp_path / "apps.rq").write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=told):
        load_questions(tmp_path)


def test_what_speaks_of_the_whole_answer_is_the_same_in_every_row() -> None:
    source = source_of(table(*ROWS))
    seen = 0
    for each in questions().values():
        for name in (column.name for column in each.columns if column.once):
            values = {row.get(name) for row in answer_of(source, each.name).rows}
            assert len(values) <= 1, f"{each.name}: {name}"
            seen += len(values)
    assert seen > 40
