"""Runs the cases of the suite through the application and tells how each fared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.conformance import alone
from tests.conformance.answers import read_answer
from tests.conformance.comparison import Likeness, likeness
from tests.conformance.expectation import expected, is_ordered
from tests.conformance.served import serving
from tests.conformance.suite import Case, Data, Sort

ENDPOINT = "/sparql"


@dataclass(frozen=True)
class Ran:
    """A case and how it fared through the application; `said` is what was seen where it missed.

    `alone`: whether the engine passes without the application (None: it was not asked).
    """

    case: Case
    passed: bool
    said: str = ""
    by_value: bool = False
    alone: bool | None = None


def run(cases: Iterable[Case], top: Path) -> list[Ran]:
    """Run every case; those with the same data share an application. In: the folder w3c/sparql."""
    by_data: dict[Data, list[Case]] = defaultdict(list)
    for case in cases:
        by_data[case.data].append(case)
    ran = []
    for data, sharing in by_data.items():
        store = alone.opened(data, top)
        with serving(data, top) as client:
            for case in sharing:
                ran.append(replace(_through(client, case, top), alone=alone.passes(case, store, top)))
    return sorted(ran, key=lambda one: one.case.name)


def _through(client: FlaskClient, case: Case, top: Path) -> Ran:
    if case.sort is Sort.EVALUATION:
        return _evaluated(client, case, top)
    response = _ask(client, case, "*/*")
    kind = problem_kind(response)
    if case.sort is Sort.POSITIVE:
        # What fails only when it is evaluated (a function that nobody knows) has been read.
        return Ran(case, response.status_code == 200 or kind == "query-evaluation", kind)
    # An update is no query: the endpoint says so before it reads further.
    refusals = ("query-syntax", "update-refused") if case.is_update else ("query-syntax",)
    return Ran(case, kind in refusals, kind or "read without a complaint")


def _evaluated(client: FlaskClient, case: Case, top: Path) -> Ran:
    wanted, media_type = expected(case, top)
    response = _ask(client, case, media_type)
    if response.status_code != 200 or response.mimetype != media_type:
        return Ran(case, False, problem_kind(response) or f"answered as {response.mimetype}, not as {media_type}")
    got = read_answer(response.data, media_type)
    like = likeness(wanted, got, ordered=is_ordered(case, wanted))
    if like is Likeness.DIFFERENT:
        return Ran(case, False, f"wanted {wanted}, got {got}")
    return Ran(case, True, by_value=like is Likeness.VALUE)


def _ask(client: FlaskClient, case: Case, accept: str) -> TestResponse:
    headers = {"Content-Type": "application/sparql-query", "Accept": accept}
    return client.post(ENDPOINT, data=case.sent.encode(), headers=headers)


def problem_kind(response: TestResponse) -> str:
    """The kind of problem that a response tells; empty where it tells none."""
    if response.status_code < 400:
        return ""
    said = response.get_json(silent=True) or {}
    return str(said.get("type", response.status_code)).rpartition("/")[2]
