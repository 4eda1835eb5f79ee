"""What a client asks the SPARQL endpoint for (SPARQL 1.1 Protocol, section 2.1): read once, decoded once.

Nothing here needs the application's context: a request that is answered from the cache never gets that far.
"""

from __future__ import annotations

import re
from binascii import a2b_qp
from codecs import BOM_UTF8
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, unquote_to_bytes

from werkzeug.exceptions import RequestEntityTooLarge, UnsupportedMediaType
from werkzeug.wrappers import Request

from ontology.namespaces import ID, PREFIXES
from ontology.rq import with_prefixes
from queries.outside.beginning import plain_beginning
from queries.outside.dataset import Dataset
from queries.outside.errors import TicketRefused
from queries.outside.guard import query_form
from queries.outside.pool import TICKET
from webui.endpoint.formats import FORMATS

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
LONGEST = 200_000
"""Bytes of a query: one that a person or a program writes is far shorter."""
LONGEST_BODY = 3 * LONGEST
"""Bytes of a body: in a form each byte may take three characters."""

_MOST_PARAMETERS = 1000
_UPDATE_ONLY = ("using-graph-uri", "using-named-graph-uri")
_UTF_8 = ("", "utf-8", "utf8")
# What may be a relative IRI: between angle brackets, without a scheme. A comparison may look so too: no harm done.
_RELATIVE = re.compile(r'<(?![A-Za-z][A-Za-z0-9+.\-]*:)[^<>"{}|^`\\\s]*>')
_NAME_BACKWARDS = re.compile(r":([\w\-]+)")
_ALL_NAMES = " ".join(f"{name}:x" for name in PREFIXES)
_LONGEST_BEGINNING = 4096
_SECONDS = re.compile(r"(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_NO_DATASET = Dataset()
_BASE = f"BASE <{ID}>\n"


class RequestRefusedError(ValueError):
    """The request itself will not do: HTTP status, kind, and what the words about it need to name (`said`)."""

    def __init__(self, status: int, kind: str, said: str = "") -> None:
        super().__init__(f"{kind}: {said}" if said else kind)
        self.status, self.kind, self.said = status, kind, said


@dataclass(frozen=True, slots=True)
class Asked:
    """One query as it came.

    `timeout` in seconds and `format` are None where the client leaves them to us; `dataset` is what the protocol
    asks for (nothing: the query's own); `ticket` is what the query can be cancelled by.
    """

    query: str
    timeout: float | None = None
    format: str | None = None
    dataset: Dataset = _NO_DATASET
    ticket: str | None = None
    form: str | None = field(init=False, compare=False)
    """SELECT, ASK, CONSTRUCT or DESCRIBE; None for what is no query."""
    prefixed: str = field(init=False, compare=False, repr=False)
    """The query with our prefixes in front where it uses them undeclared, and our base where it needs one.

    A relative IRI is read against the ids of this graph: <org/bytedance> is the thing of that id, as on the
    command line. (SPARQL 1.1 Query, section 4.1.1.2: without BASE, the base is the service's to say.)
    """

    def __post_init__(self) -> None:
        query, plain = self.query, plain_beginning(self.query)
        text = query if plain is not None and _declares_all(query, plain.end()) else with_prefixes(query)
        set_once = object.__setattr__
        set_once(self, "form", query_form(query) if plain is None else plain[1].upper())
        set_once(self, "prefixed", _BASE + text if _RELATIVE.search(query) else text)

    @property
    def front(self) -> str:
        """What was put in front of the query: lines of their own."""
        return self.prefixed[: len(self.prefixed) - len(self.query)]

    @property
    def added_lines(self) -> int:
        """How many lines were put in front."""
        return self.front.count("\n")

    @property
    def added(self) -> tuple[str, ...]:
        """The prefixes that were put in front."""
        if self.prefixed is self.query:
            return ()
        declared = (line.split() for line in self.front.splitlines())
        return tuple(words[1].rstrip(":") for words in declared if words[0] == "PREFIX")


def _declares_all(query: str, end: int) -> bool:
    """Whether the query surely declares what it uses of our prefixes; `end` is where its plain beginning does.

    Read backwards a name is found by its colon, of which a query has few.
    """
    if end > _LONGEST_BEGINNING:
        return False
    return _undeclared(query[:end]).isdisjoint(_NAME_BACKWARDS.findall(query[:end:-1]))


@lru_cache(256)
def _undeclared(beginning: str) -> frozenset[str]:
    """Those of our prefixes, backwards, that would be put in front of a query that begins so and uses them all."""
    using_all = f"{beginning} {_ALL_NAMES}"
    front = with_prefixes(using_all).removesuffix(using_all)
    return frozenset(line.split()[1][-2::-1] for line in front.splitlines())


def read_request(environ: WSGIEnvironment) -> Asked | None:
    """The query of a request, given by its WSGI environment; None where it has none.

    The query string and the form are decoded here, once; the body of a direct POST is the query itself. Raises
    RequestRefusedError for what this endpoint does not take: an update, a body of another type or encoding, two
    queries at once, a timeout or format that is none; TicketRefused; and what body_within raises.
    """
    query_string = environ.get("QUERY_STRING", "")
    if environ["REQUEST_METHOD"] != "POST":
        if query_string.startswith("query=") and "&" not in query_string:  # as most are: a third of the time
            query = _decoded(_unquoted(query_string[6:]))
            return Asked(query) if query.strip() else None
        given = _pairs(query_string)
        return _asked(given, [value for name, value in given if name == "query"])
    given, request = _pairs(query_string), Request(environ)
    kind = request.mimetype
    if kind not in (FORM, QUERY):
        raise _no_updates() if kind == UPDATE else RequestRefusedError(415, "unsupported-body", kind or "?")
    if request.mimetype_params.get("charset", "").lower() not in _UTF_8:
        raise RequestRefusedError(415, "not-utf-8")
    body = body_within(environ, LONGEST if kind == QUERY else LONGEST_BODY)
    in_address = [value for name, value in given if name == "query"]
    if kind == QUERY:
        return _asked(given, [*in_address, _decoded(body.removeprefix(BOM_UTF8))])
    form = _pairs(body.decode("latin-1"))
    given += form
    # By the protocol, the query of a form is in the form; one in the address as well makes two.
    queries = [value for name, value in form if name == "query"]
    return _asked(given, [*in_address, *queries] if queries else [])


def body_within(environ: WSGIEnvironment, most: int) -> bytes:
    """The body of a request, which can be read again from `environ`.

    Raises RequestEntityTooLarge for more than `most` bytes, also where no Content-Length tells of them (a limit of
    werkzeug's own cuts such a body without a word), and UnsupportedMediaType for a compressed one.
    """
    coding = environ.get("HTTP_CONTENT_ENCODING", "").strip()
    if coding.lower() not in ("", "identity"):
        raise UnsupportedMediaType(f"a body is read as it is, not in the coding {coding!r}")
    request = Request(environ)
    request.max_content_length = most + 1
    body = request.get_data(cache=False)
    if len(body) > most:
        raise RequestEntityTooLarge
    environ |= {"wsgi.input": BytesIO(body), "wsgi.input_terminated": True, "CONTENT_LENGTH": str(len(body))}
    return body


def _asked(given: Sequence[tuple[str, str]], queries: Sequence[str]) -> Asked | None:
    for name, _ in given:
        if name == "update":
            raise _no_updates()
        if name in _UPDATE_ONLY:
            raise RequestRefusedError(400, "data-set-parameter", name)
    if len(queries) > 1:
        raise RequestRefusedError(400, "several-queries")
    if not queries or not queries[0].strip():
        return None
    if len(given) == 1 and given[0][0] == "query":
        return Asked(queries[0])
    first = dict(reversed(given))
    dataset = Dataset(_every(given, "default-graph-uri"), _every(given, "named-graph-uri"))
    timeout, form = _timeout(first.get("timeout")), _format(first.get("format"))
    return Asked(queries[0], timeout, form, dataset, _ticket(first.get("ticket")))


def _every(given: Sequence[tuple[str, str]], name: str) -> tuple[str, ...]:
    """All values of a parameter but empty ones, which forms send for a field that was left empty."""
    return tuple(value for key, value in given if key == name and value)


def _no_updates() -> RequestRefusedError:
    return RequestRefusedError(403, "update-refused")


def _pairs(text: str) -> list[tuple[str, str]]:
    """The parameters of a query string or form; `text` has a character for each byte, as WSGI gives it."""
    if not text:
        return []
    try:
        found = parse_qsl(text, keep_blank_values=True, encoding="latin-1", max_num_fields=_MOST_PARAMETERS)
    except ValueError:
        raise RequestRefusedError(400, "too-many-parameters", str(_MOST_PARAMETERS)) from None
    return [(_decoded(name.encode("latin-1")), _decoded(value.encode("latin-1"))) for name, value in found]


def _unquoted(text: str) -> bytes:
    """The bytes of a query string's value.

    What the standard library does for %3A in Python it does for =3A in C. That reads lines besides, and passes over
    what is malformed: then, told by the length, the slow way is taken.
    """
    text = text.replace("+", " ")
    if "\n" not in text and "\r" not in text:
        escaped = text.replace("=", "=3D").replace("%", "=").encode("latin-1")
        found = a2b_qp(escaped)
        if len(found) == len(escaped) - 2 * escaped.count(b"="):
            return found
    return unquote_to_bytes(text.encode("latin-1"))


def _decoded(text: bytes) -> str:
    try:
        return text.decode("utf-8")
    except UnicodeDecodeError:
        raise RequestRefusedError(400, "not-utf-8") from None


def _ticket(text: str | None) -> str | None:
    """Looked at here as well, so that it makes no difference whether the answer is kept and needs none."""
    if text and TICKET.fullmatch(text) is None:
        raise TicketRefused("has another form than asked for")
    return text or None


def _timeout(text: str | None) -> float | None:
    if not text:
        return None
    seconds = float(text) if _SECONDS.fullmatch(text) else 0.0
    if not 0 < seconds < float("inf"):
        raise RequestRefusedError(400, "timeout", repr(text))
    return seconds


def _format(name: str | None) -> str | None:
    if name and name not in FORMATS:
        raise RequestRefusedError(400, "format", repr(name))
    return name or None
