"""Only right answers are measured, and kept ones only where a miss and a hit are proved."""

from __future__ import annotations

import pytest

from bench.endpoint.asking import Told
from bench.endpoint.document import MARK, renewed
from bench.endpoint.load import Load
from bench.endpoint.measuring import Figures, expectation, fault
from bench.endpoint.promises import HELD, NOT_MEASURED
from bench.endpoint.report import Measured, Report
from bench.endpoint.servers.server import Memory
from bench.endpoint.workloads import CSV, JSON

TWO_ROWS = b'{"head":{"vars":["a"]},"results":{"bindings":[{},{}]}}'


def told(status: int = 200, kind: str = JSON, body: bytes = TWO_ROWS, **headers: str) -> Told:
    return Told(status, {"content-type": kind} | headers, body, 0.1)


@pytest.mark.parametrize(
    ("answer", "rows"),
    [
        (told(), 2),
        (told(kind=f"{CSV}; charset=utf-8", body=b"a\r\n1\r\n2\r\n3\r\n"), 3),
        (told(status=503), None),
        (told(body=TWO_ROWS[:-3]), None),
        (told(kind="text/html"), None),
    ],
)
def test_rows_are_counted_in_what_came(answer: Told, rows: int | None) -> None:
    assert answer.rows == rows


def test_most_servers_say_what_is_expected_and_who_differs_is_not_measured() -> None:
    expected = expectation([[0, 0], [2, 2], [2, 2], [None, 2]])
    assert expected == [2, 2]
    assert fault([told(), told()], expected) == ""
    assert "0" in fault([told(body=b'{"results":{"bindings":[]}}')] * 2, expected)
    assert "503" in fault([told(status=503), told()], expected)


@pytest.mark.parametrize(
    ("header", "kept"), [("aifrontier; hit", True), ("aifrontier; fwd=uri-miss", False), ("hit-or-miss", False)]
)
def test_a_hit_is_what_the_header_calls_one(header: str, kept: bool) -> None:
    assert told(**{"cache-status": header}).kept is kept
    assert told().kept is None


def report(ours: float) -> Report:
    def figures(rate: float) -> Figures:
        return Figures([Load(round(rate * 10), 10.0, 1.0, 2.0)] * 3)

    found = {
        ("aifrontier", "point"): figures(ours),
        ("oxigraph serve", "point"): figures(1000),
        ("Virtuoso", "point"): Figures(why="other answers"),
    }
    memory = {"aifrontier": Memory(2_000_000, 1_000_000)}
    one = Measured("82k", 82_006, found, memory, {"rdflib-endpoint": "not there"})
    return Report({"machine": "one"}, {"aifrontier": "1"}, [one])


@pytest.mark.parametrize(("ours", "verdict"), [(300.0, "0.30x (0.30 to 0.30) | held"), (200.0, "| not held")])
def test_the_report_tells_ratio_verdict_and_reasons(ours: float, verdict: str) -> None:
    text = report(ours).as_markdown()
    (row,) = [line for line in text.splitlines() if line.startswith("| oxigraph serve | point")]
    assert verdict in row
    assert "| Virtuoso | point | each asked anew | 1x | – | not measured: other answers |" in text
    assert "| rdflib-endpoint | point | each asked anew | 3x | – | not measured: not there |" in text


def test_the_json_has_every_run_and_every_verdict() -> None:
    (one,) = report(300).as_json()["graphs"]
    assert len(one["figures"][0]["loads"]) == 3
    states = {(v["promise"]["peer"], v["promise"]["workload"]): v["state"] for v in one["verdicts"]}
    assert states["oxigraph serve", "point"] == HELD
    assert states["Virtuoso", "point"] == NOT_MEASURED


def test_a_page_keeps_its_text_and_gets_new_tables() -> None:
    assert renewed(f"Words.\n{MARK}\nold\n", "new\n") == f"Words.\n{MARK}\nnew\n"
    with pytest.raises(ValueError, match="mark"):
        renewed("Words without a place.\n", "new")
