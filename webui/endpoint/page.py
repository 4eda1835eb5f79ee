"""The SPARQL page: what its template is told about a query, its result, and what can be asked."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol
from urllib.parse import urlencode

from flask import render_template, request

from ontology.namespaces import PREFIXES
from ontology.rq import with_prefixes
from queries.binding import ParameterError, bind
from queries.idioms import idioms
from queries.outside.guard import query_form
from queries.question import Question
from queries.registry import by_theme, questions
from webui.answers.citation import Citation
from webui.endpoint import results
from webui.endpoint.chart import ResultChart, result_chart
from webui.endpoint.formats import FORMATS, PAGE, offered
from webui.endpoint.hints import Note, notes, reasons, slow_parts
from webui.endpoint.picture import Line, lines_of
from webui.endpoint.problems import QueryProblem
from webui.endpoint.request import Asked
from webui.endpoint.results import Results, ResultTable, View, read_results, table_of
from webui.explorer.words import explorer_words
from webui.language import language, translate
from webui.site import Site, site

ENDPOINT = "/sparql"
PICTURE = f"{ENDPOINT}/graph.json"
Pairs = Sequence[tuple[str, str]]
"""Parameters of an address: name and value, a name as often as it has values."""

_QUOTED = 300
"""Characters of a query that a citation repeats; its address has all of it."""
_SLOW = ("query-timeout", "query-memory")
_SUFFIX = 16
"""Characters of a snapshot's version that name it."""


class Answered(Protocol):
    """What a query was answered with: the body as the engine wrote it, its rows, whether they were cut off."""

    @property
    def body(self) -> bytes:
        """The result."""

    @property
    def rows(self) -> int:
        """How many rows it has."""

    @property
    def truncated(self) -> bool:
        """Whether there were more."""

    @property
    def seconds(self) -> float:
        """How long it took."""


@dataclass(frozen=True)
class Shown:
    """A result as the page shows it: the table, beside it a chart or a picture where there is something to draw."""

    table: ResultTable
    chart: ResultChart | None
    edges: Mapping[int, str]
    """Row of the table -> name of the line that it is in the picture; empty where there is no picture."""
    drawn: int
    """Triples that the picture shows as lines."""


def sparql_page(
    asked: Asked | None,
    *,
    outcome: Answered | None = None,
    written: str = "",
    problem: QueryProblem | None = None,
) -> str:
    """The page as HTML: with a result (`written`: the media type of its body), with a problem, or to begin with."""
    at = site()
    query, graphs = (asked.query, dataset_pairs(asked)) if asked else ("", ())
    too_large = len(outcome.body) if outcome is not None and len(outcome.body) > results.MOST_READ else 0
    readable = outcome is not None and not too_large
    shown = _shown(read_results(outcome.body, written), query, at) if outcome and readable else None
    empty = shown is not None and not shown.table.rows and shown.table.answer is not True
    return render_template(
        "sparql.html",
        query=query,
        asked=asked,
        problem=problem,
        outcome=outcome,
        shown=shown,
        hints=_hints(query, at, problem, empty=empty),
        too_large=too_large,
        most_shown=results.MOST_READ,
        downloads=_downloads(query, graphs) if outcome else {},
        graphs=graphs,
        permalink=address(query, graphs, snapshot=at.snapshot.version[:_SUFFIX]) if query else "",
        picture=address(query, graphs, at=PICTURE),
        all_graphs=address(query),
        written_out=address(with_prefixes(query), graphs) if asked and asked.added else "",
        link=lambda **more: address(query, graphs, **{**_kept(asked), **more}),
        citation=_citation(query, graphs, at) if outcome else None,
        other_snapshot=_other_snapshot(at),
        begin=_begin(at),
        idioms=idioms(),
        themes=by_theme(),
        budget=at.settings.query_seconds,
        row_cap=at.settings.query_rows,
        prefixes=PREFIXES,
        words=editor_words(),
        explorer=explorer_words(),
    )


def address(query: str, graphs: Pairs = (), /, *, at: str = ENDPOINT, **more: str) -> str:
    """The address of a query on this endpoint, asked of these graphs, with further parameters."""
    given = [("query", query), *graphs, *((name, value) for name, value in more.items() if value)]
    return f"{at}?{urlencode(given)}"


def dataset_pairs(asked: Asked) -> Pairs:
    """The graphs that the protocol asks for, as the parameters that name them."""
    default, named = asked.dataset.default, asked.dataset.named
    return (*(("default-graph-uri", each) for each in default), *(("named-graph-uri", each) for each in named))


def _shown(read: Results, query: str, at: Site) -> Shown:
    table = table_of(read, _view(), at.names, language())
    lines = {line.key for line in lines_of(read)}
    rows = {number: key for number, row in enumerate(table.terms) if (key := _key(row)) in lines} if lines else {}
    return Shown(table, result_chart(read, query, at), rows, len(lines))


def _key(row: Any) -> str:
    return Line(*row).key


def _view() -> View:
    """The page and the order that the address asks for; what makes no sense there is as if it were not given."""
    page, sort = request.args.get("page", ""), request.args.get("sort", "")
    number = int(page) if page.isascii() and page.isdigit() and len(page) < 7 else 1
    return View(number, sort.removeprefix("-"), sort.startswith("-"))


def _kept(asked: Asked | None) -> dict[str, str]:
    """What was asked for goes along from one page of a result to another, and so does the view of it."""
    kept = {name: request.args[name] for name in ("page", "sort", "snapshot") if name in request.args}
    return {**kept, "timeout": f"{asked.timeout:g}"} if asked and asked.timeout else kept


def _downloads(query: str, graphs: Pairs) -> dict[str, str]:
    kinds = offered(query_form(query))
    names = (name for name, kind in FORMATS.items() if kind in kinds and kind != PAGE)
    return {name: address(query, graphs, format=name) for name in names}


def _hints(query: str, at: Site, problem: QueryProblem | None, *, empty: bool) -> list[Note]:
    """What may help: where nothing was found, and where the query took more than it gets."""
    if problem is not None:
        return [*slow_parts(query), *notes(query, at)] if problem.kind in _SLOW else []
    return reasons(query, at) if empty else []


def _other_snapshot(at: Site) -> str:
    """The snapshot that the address speaks of, where it is not the one that is served now."""
    named = request.args.get("snapshot", "")
    return named if named and not at.snapshot.version.startswith(named) else ""


def _citation(query: str, graphs: Pairs, at: Site) -> Citation:
    version = at.snapshot.version
    told = " ".join(query.split())
    told = f"{told[:_QUOTED]}…" if len(told) > _QUOTED else told
    digest = hashlib.sha256("\n".join((query, *(value for pair in graphs for value in pair))).encode()).hexdigest()[
        :8
    ]
    return Citation(
        statement=translate("Answer to the SPARQL query %(query)s") % {"query": told},
        address=request.url_root.rstrip("/") + address(query, graphs, snapshot=version[:_SUFFIX]),
        key=f"aifrontier-sparql-{digest}",
        version=version,
        accessed=datetime.now(UTC).date(),
    )


def _begin(at: Site) -> str:
    """The query in the editor before one was asked: of the named question that the address names, else an idiom."""
    asked = questions().get(request.args.get("question", ""))
    return (_example(asked, at) if asked else idioms()[0].query).rstrip()


def _example(question: Question, at: Site) -> str:
    """A named question with the values of its own examples, or open where this graph has none of them."""
    given = {p.name: p.example for p in question.parameters if p.required and p.example}
    try:
        return bind(question, given, at.names).query
    except ParameterError:
        return question.query.bind({})


def editor_words() -> dict[str, Any]:
    """What the modules of the page say, by their own keys."""
    return {
        "run": {
            "running": translate("Running …"),
            "cancelled": translate("Cancelled."),
            "failed": translate("The query could not be sent: {reason}"),
            "empty": translate("There is no query."),
        },
        "editor": {
            "placeholder": translate("A query, for instance SELECT * WHERE { ?s ?p ?o } LIMIT 10"),
            "uses": translate("in {n} triples"),
            "keys": translate("Tab indents; Escape and then Tab leaves the editor."),
            "kinds": {
                "property": translate("property"),
                "class": translate("class"),
                "individual": translate("value of a closed set"),
                "thing": translate("thing"),
                "graph": translate("named graph"),
                "prefix": translate("prefix"),
            },
            "phrases": {
                "Completions": translate("Suggestions"),
                "Diagnostics": translate("What is wrong in the query"),
                "No diagnostics": translate("Nothing is wrong"),
                "close": translate("Close"),
                "Fold line": translate("Fold"),
                "Unfold line": translate("Unfold"),
                "folded code": translate("folded part"),
                "unfold": translate("Unfold"),
            },
        },
    }
