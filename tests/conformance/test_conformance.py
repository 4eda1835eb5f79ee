"""The W3C tests through the application: as many as there are, as many as the engine passes, each miss by name."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tests.conformance.document import document
from tests.conformance.running import Ran
from tests.conformance.suite import SUITES, cases
from tests.conformance.survey import (
    FLOOR,
    PROTOCOL_TESTS,
    PROTOCOL_UPDATES,
    TESTS,
    UPDATES,
    Cause,
    Survey,
    misses,
)

pytestmark = pytest.mark.sources


def test_every_test_of_the_suite_is_run_once(survey: Survey, suite_folder: Path) -> None:
    ran = Counter(one.case.name for one in survey.ran)
    assert Counter(name.split("/")[0] for name in ran.elements()) == TESTS
    assert ran == Counter(case.name for case in cases(suite_folder))
    assert set(ran.values()) == {1}


def test_update_tests_are_left_out_and_counted(survey: Survey) -> None:
    updates: Counter[str] = Counter()
    for (suite, _, kind), number in survey.left_out.items():
        updates[suite] += number * ("Update" in kind)
    assert updates == UPDATES
    assert survey.protocol_updates == PROTOCOL_UPDATES


def test_every_miss_is_known_and_every_known_miss_is_one(survey: Survey) -> None:
    missed = {one.case.name: one.said for one in survey.ran if not one.passed}
    known = misses()
    assert {name: said for name, said in missed.items() if name not in known} == {}, "not in misses.tsv"
    assert sorted(set(known) - set(missed)) == [], "in misses.tsv, and passes"
    assert list(known) == sorted(known)
    assert all(miss.reason.endswith(".") for miss in known.values())


@pytest.mark.parametrize("suite", SUITES)
def test_as_many_pass_as_the_engine_passes_alone(survey: Survey, suite: str) -> None:
    passed = [one.case.name for one in survey.ran if one.case.suite == suite and one.passed]
    assert len(passed) >= FLOOR[suite]


def test_what_the_engine_passes_alone_passes_through_the_application(survey: Survey) -> None:
    """Only what the endpoint refuses on purpose differs, and the engine was not asked for that."""
    asked = [one for one in survey.ran if one.alone is not None]
    assert [one.case.name for one in asked if one.alone is not one.passed] == []
    refused = {miss.name for miss in misses().values() if miss.cause is Cause.CHOICE}
    assert {one.case.name for one in survey.ran if one.alone is None} == refused


def test_what_is_refused_on_purpose_is_refused_for_that(survey: Survey) -> None:
    ran: dict[str, Ran] = {one.case.name: one for one in survey.ran}
    said = {ran[miss.name].said for miss in misses().values() if miss.cause is Cause.CHOICE}
    assert said == {"remote-access-refused"}


def test_every_protocol_test_on_queries_passes(survey: Survey) -> None:
    assert len(survey.protocol) == PROTOCOL_TESTS
    assert {name: fault for name, fault in survey.protocol.items() if fault} == {}


def test_the_page_is_what_would_be_generated(survey: Survey, root: Path) -> None:
    written = (root / "docs" / "conformance.md").read_text(encoding="utf-8")
    assert written == document(survey, misses()), "run: python -m tests.conformance.make"
