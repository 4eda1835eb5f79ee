"""What a client asks the SPARQL endpoint for (SPARQL 1.1 Protocol, section 2.1): read once, decoded once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import Request
from werkzeug.datastructures import MultiDict

from ontology.rq import with_prefixes
from webui.language import translate
from webui.negotiation import choose

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
LONGEST = 1_000_000
"""Bytes of a query: one that a person or a program writes is far shorter."""

PAGE = "text/html"
JSON, XML = "application/sparql-results+json", "application/sparql-results+xml"
CSV, TSV = "text/csv", "text/tab-separated-values"
TURTLE, N_TRIPLES, RDF_XML = "text/turtle", "application/n-triples", "application/rdf+xml"
JSON_LD = "application/ld+json"

BOOLEANS: Mapping[str, str] = {JSON: JSON, "application/json": JSON, XML: XML, "application/xml": XML, PAGE: JSON}
TABLES: Mapping[str, str] = {
    JSON: JSON,
    "application/json": JSON,
    XML: XML,
    "application/xml": XML,
    CSV: CSV,
    TSV: TSV,
    PAGE: JSON,
}
GRAPHS: Mapping[str, str] = {t: t for t in (TURTLE, N_TRIPLES, RDF_XML, JSON_LD)} | {PAGE: N_TRIPLES}
"""What each form of query can be answered as: media type offered -> media type that the engine writes."""

FORMATS: Mapping[str, str] = {
    "json": JSON,
    "xml": XML,
    "csv": CSV,
    "tsv": TSV,
    "ttl": TURTLE,
    "nt": N_TRIPLES,
    "rdf": RDF_XML,
    "jsonld": JSON_LD,
    "html": PAGE,
}
"""Values of format=, for links that cannot send an Accept header."""

_DATASET = ("default-graph-uri", "named-graph-uri", "using-graph-uri", "using-named-graph-uri")


class RequestRefusedError(ValueError):
    """The request itself will not do: HTTP status, kind and mend go into the problem; the message says what."""

    def __init__(self, status: int, kind: str, message: str, mend: str) -> None:
        super().__init__(message)
        self.status, self.kind, self.mend = status, kind, mend


@dataclass(frozen=True)
class Asked:
    """One query as it came. `timeout` in seconds and `format` are None where the client leaves them to us."""

    query: str
    timeout: float | None
    format: str | None

    @property
    def prefixed(self) -> str:
        """The query with our prefixes in front where it uses them undeclared."""
        return with_prefixes(self.query)

    @property
    def added(self) -> tuple[str, ...]:
        """The prefixes that were put in front, each on a line of its own."""
        front = self.prefixed[: len(self.prefixed) - len(self.query)]
        return tuple(line.split()[1].rstrip(":") for line in front.splitlines())


def read_request(request: Request) -> Asked | None:
    """The query of a request; None where it has none.

    Flask has decoded the query string or the form, once; the body of a direct POST is the query itself. Raises
    RequestRefusedError for what this endpoint does not take: an update, a data set of the client's choice, a body
    of another type, two queries at once, a timeout or format that is none.
    """
    direct = request.method == "POST" and request.mimetype != FORM
    if direct:
        _refuse_body(request.mimetype)
    given = MultiDict(request.args.items(multi=True))
    if request.method == "POST" and not direct:
        given.poplist("query")  # by the protocol, the query of a form is in the form
        given.update(request.form)
    _refuse_parameters(given)
    query = _body(request) if direct else _single(given, "query")
    if not query or not query.strip():
        return None
    return Asked(query, _timeout(given.get("timeout")), _format(given.get("format")))


def media_type(asked: Asked, accept: str, form: str | None) -> tuple[str, str] | None:
    """The media type of the answer and the one that the engine writes for it; None when none of them is accepted.

    In: the Accept header and the query's form (SELECT, ASK, CONSTRUCT, DESCRIBE; None for what is no query, which
    the engine will refuse in its own words).
    """
    offers = GRAPHS if form in ("CONSTRUCT", "DESCRIBE") else BOOLEANS if form == "ASK" else TABLES
    wanted = choose(FORMATS[asked.format] if asked.format else accept, tuple(offers))
    return (wanted, offers[wanted]) if wanted else None


def offered(form: str | None) -> Sequence[str]:
    """The media types in which a form of query can be answered."""
    return tuple(GRAPHS if form in ("CONSTRUCT", "DESCRIBE") else BOOLEANS if form == "ASK" else TABLES)


def _refuse_body(kind: str) -> None:
    if kind == UPDATE:
        raise _no_updates()
    if kind != QUERY:
        raise RequestRefusedError(
            415,
            "unsupported-body",
            translate("This endpoint does not read a body of type %(type)s.") % {"type": kind or "?"},
            translate("Send the query as %(form)s or as %(direct)s.") % {"form": FORM, "direct": QUERY},
        )


def _no_updates() -> RequestRefusedError:
    return RequestRefusedError(
        403,
        "update-refused",
        translate("This endpoint takes no updates."),
        translate("Facts enter through documents; send a query."),
    )


def _refuse_parameters(given: MultiDict[str, str]) -> None:
    if "update" in given:
        raise _no_updates()
    for name in _DATASET:
        if name in given:
            raise RequestRefusedError(
                400,
                "data-set-parameter",
                translate("This endpoint does not take the parameter %(name)s.") % {"name": name},
                translate("Name the graphs in the query: FROM <...> and FROM NAMED <...>."),
            )


def _body(request: Request) -> str:
    try:
        return request.get_data().decode("utf-8")
    except UnicodeDecodeError as error:
        raise RequestRefusedError(
            400, "not-utf-8", translate("The query is not UTF-8."), translate("Send it as UTF-8.")
        ) from error


def _single(given: MultiDict[str, str], name: str) -> str | None:
    found = given.getlist(name)
    if len(found) > 1:
        raise RequestRefusedError(
            400, "several-queries", translate("There is more than one query."), translate("Send one query.")
        )
    return found[0] if found else None


def _timeout(text: str | None) -> float | None:
    if not text:
        return None
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < float("inf"):
        raise RequestRefusedError(
            400,
            "timeout",
            translate("%(text)s is no time budget.") % {"text": repr(text)},
            translate("Give seconds, such as timeout=5."),
        )
    return seconds


def _format(name: str | None) -> str | None:
    if name and name not in FORMATS:
        raise RequestRefusedError(
            400,
            "format",
            translate("%(text)s is no format of this endpoint.") % {"text": repr(name)},
            translate("One of: %(known)s") % {"known": ", ".join(FORMATS)},
        )
    return name or None
