"""docs/conformance.md from a survey: passes by folder, every miss with its reason, and what is left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from tests.conformance.running import Ran
from tests.conformance.suite import SUITES
from tests.conformance.survey import TESTS, Cause, Miss, Survey

TITLES = {"sparql11": "SPARQL 1.1", "sparql12": "SPARQL 1.2"}
_WHOSE = {Cause.ENGINE: "engine", Cause.CHOICE: "our choice"}

_HEAD = """\
# Conformance

How the endpoint fares on the W3C's SPARQL tests (https://github.com/w3c/rdf-tests). This page is generated:
`.venv/bin/python -m tests.conformance.make`; a test holds that it is what would be generated.

Each test goes the way of a visitor's query: an HTTP request to `/sparql` of the application, over a snapshot that
holds the test's data and nothing else, answered by a worker process in the form that the test's result has (XML,
JSON, CSV, TSV, Turtle, N-Triples). Rows are compared as bags, or in their order where the query ends in ORDER BY;
blank nodes up to their names, columns by their names, graphs up to isomorphism.

Counted are all tests on the evaluation and the syntax of queries and on result formats, whether approved or
only proposed; what is left out, and why, stands at the end. A test that is not run counts as missed.
"""

_NOTES = """\
- *By value*: a term of the answer is written otherwise than in the suite and denotes the same: the store keeps the
  value of a number, not its spelling (20.0 becomes 20), makes xsd:int and its like xsd:integer, and writes language
  tags in small letters. An integer is never taken for a decimal, nor a float for a double.
- *Engine alone*: the same tests, compared by the same rules, put to the engine without the application. The tests
  with SERVICE are not put to it: it would call the network.
- A query that holds relative IRIs is sent with a BASE line in front that tells the address of its file.
- A file that a query names with FROM stands in the store under that name; a graph that it names, and for which the
  suite has no data, is there and empty (by itself the endpoint refuses a graph that it does not have).
- A syntax test that ought to be read passes unless the endpoint says that it cannot be read; one that ought to be
  refused passes only if it says so. The eight negative tests of `delete-insert` are updates, which the endpoint
  refuses as such.
"""


def document(found: Survey, known: Mapping[str, Miss]) -> str:
    """The page, whole."""
    parts = [_HEAD, _summary(found)]
    for name in SUITES:
        parts += [f"## {TITLES[name]}\n", _folders(ran for ran in found.ran if ran.case.suite == name)]
    parts += [_NOTES, "## Misses\n", _misses(found.ran, known)]
    parts += ["## Equal by value\n", _by_value(found.ran)]
    parts += ["## Protocol\n", _protocol(found), "## Left out\n", _left_out(found)]
    return "\n".join(parts)


def _summary(found: Survey) -> str:
    rows = []
    for name in SUITES:
        ran = [one for one in found.ran if one.case.suite == name]
        passed = sum(one.passed for one in ran)
        rows.append((f"{TITLES[name]}: queries, syntax, result formats", TESTS[name], passed, TESTS[name] - passed))
    good = sum(not fault for fault in found.protocol.values())
    rows.append(("SPARQL 1.1 Protocol: queries", len(found.protocol), good, len(found.protocol) - good))
    return _table(("tests", "number", "passed", "missed"), rows)


def _folders(ran: Iterable[Ran]) -> str:
    folders: dict[str, list[Ran]] = {}
    for one in ran:
        folders.setdefault(one.case.folder, []).append(one)
    rows = [(f"`{folder}`", *_counts(folders[folder])) for folder in sorted(folders)]
    rows.append(("**all**", *_counts([one for folder in folders.values() for one in folder])))
    return _table(("folder", "tests", "passed", "of them by value", "missed", "engine alone"), rows)


def _counts(ran: Sequence[Ran]) -> tuple[object, ...]:
    passed, asked = sum(one.passed for one in ran), [one for one in ran if one.alone is not None]
    alone = sum(bool(one.alone) for one in asked)
    told = f"{alone}" if len(asked) == len(ran) else f"{alone} of {len(asked)} asked" if asked else "not asked"
    return len(ran), passed, sum(one.by_value for one in ran), len(ran) - passed, told


def _misses(ran: Iterable[Ran], known: Mapping[str, Miss]) -> str:
    rows = []
    for one in ran:
        if not one.passed:
            miss = known[one.case.name]
            rows.append((f"`{miss.name}`", _WHOSE[miss.cause], miss.reason))
    return _table(("test", "whose", "why"), rows)


def _by_value(ran: Iterable[Ran]) -> str:
    folders: dict[str, list[str]] = {}
    for one in ran:
        if one.by_value:
            suite, folder, name = one.case.name.split("/")
            folders.setdefault(f"`{suite}/{folder}`", []).append(name)
    rows = [(folder, len(names), ", ".join(names)) for folder, names in folders.items()]
    return _table(("folder", "tests", "which"), rows)


def _protocol(found: Survey) -> str:
    rows = [(f"`{name}`", fault or "passed") for name, fault in found.protocol.items()]
    told = (
        f"The {len(found.protocol)} tests that concern queries, as requests over a socket. The other "
        f"{found.protocol_updates} concern updates, which this endpoint does not take. Six requests name a graph "
        "(`data0.rdf`) for which the suite has no data: it is there and empty.\n\n"
    )
    return told + _table(("test", "how it fared"), rows)


def _left_out(found: Survey) -> str:
    counts = Counter(found.left_out)
    rows = [
        (f"`{suite}/{folder}`", kind, number, _reason(folder, kind))
        for (suite, folder, kind), number in sorted(counts.items())
    ]
    rows.append(("`sparql11/protocol`", "ProtocolTest", found.protocol_updates, _UPDATE))
    rows.append(("**all**", "", counts.total() + found.protocol_updates, ""))
    return _table(("folder", "kind", "tests", "why"), rows)


_UPDATE = "the endpoint takes no updates"
_REASONS = {
    "entailment": "entailment regimes: conclusions are drawn when the graph is built",
    "service": "federation: the endpoint calls no other one",
    "service-description": "described in prose only; the description has tests of our own",
    "http-rdf-update": "the graph store protocol is not offered",
}


def _reason(folder: str, kind: str) -> str:
    return _UPDATE if "Update" in kind else _REASONS[folder]


def _table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    def lines() -> Iterator[str]:
        yield f"| {' | '.join(head)} |"
        yield "|" + "---|" * len(head)
        for row in rows:
            yield f"| {' | '.join(str(cell) for cell in row)} |"

    return "\n".join(lines()) + "\n"
