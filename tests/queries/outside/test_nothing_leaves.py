"""Whatever passes the guard calls nobody: shown on the engine by itself, with its network, beside an open socket.

More examples at night: pytest --hypothesis-profile=nightly.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, Store

from queries.outside.dataset import Dataset
from queries.outside.errors import OutsideQueryError, RemoteAccessRefused
from queries.outside.evaluation import GRAPHS, RESULTS, evaluate
from queries.outside.frames import Request
from queries.outside.guard import query_form, refuse_remote
from tests.queries.outside.listening import listening

SHARED = settings(max_examples=max(400, settings().max_examples), deadline=None)
Heard = tuple[str, list[object]]


@pytest.fixture(scope="module")
def heard() -> Iterator[Heard]:
    with listening() as found:
        yield found


@pytest.fixture(scope="module")
def store() -> Store:
    store = Store()
    for graph in (None, "http://e/g"):
        place = (NamedNode(graph),) if graph else ()
        store.add(Quad(NamedNode("http://e/s"), NamedNode("http://e/p"), Literal(1), *place))
    return store


def run(store: Store, query: str, dataset: Dataset | None = None) -> None:
    """Evaluate a query to its end, whatever comes of it; the guard is not asked."""
    kind = next(iter(GRAPHS if query_form(query) in ("CONSTRUCT", "DESCRIBE") else RESULTS))
    with contextlib.suppress(OutsideQueryError):
        evaluate(store, Request(query, kind, 50, 1 << 20, {}, dataset or Dataset()), lambda piece: None)


def passes(query: str) -> bool:
    try:
        refuse_remote(query)
    except OutsideQueryError:
        return False
    return True


HERE = "http://127.0.0.1:1/"
"""Stands for the address that listens, which is known only when the test runs."""


def there(query: str, address: str) -> str:
    return query.replace(HERE.partition("//")[2], address.partition("//")[2])


SPELLINGS = [
    f"SERVICE <{HERE}> {{ ?s ?p ?o }}",
    f"SERVICE SILENT <{HERE}> {{ ?s ?p ?o }}",
    f"sErViCe<{HERE}>{{}}",
    f"SERVICE # why <\n silent# not\r<{HERE}> {{}}",
    "SERVICE:x{ ?s ?p ?o }",
    "service here:x {}",
    "SERVICE SILENT :{}",
    f"?s ?p 1SERVICE<{HERE}>{{}}",
    f"?s ?p ?o.SERVICE<{HERE}>{{}}",
    f"?s ?p trueSERVICE<{HERE}>{{}}",
    f"?s ?p 1e0SERVICE<{HERE}>{{}}",
    "?s ?p falseservice:x{}",
    f"VALUES ?x {{UNDEF}}SERVICE<{HERE}>{{}}",
    f"SERVICESILENT<{HERE}>{{}}",
    "SERVICESILENThere:x{}",
    f"{{}} UNION {{ SERVICE <{HERE}> {{}} }}",
    f"{{ SELECT * {{ SERVICE <{HERE}> {{ ?s ?p ?o }} }} }}",
    f"OPTIONAL {{ SERVICE <{HERE}> {{ ?s ?p ?o }} }}",
    f"{{}} MINUS {{ SERVICE <{HERE}> {{ ?s ?p ?o }} }}",
    f"GRAPH <http://e/g> {{ ?s ?p ?o SERVICE <{HERE}> {{ ?s ?p ?o }} }}",
    f"FILTER EXISTS {{ SERVICE <{HERE}> {{ ?s ?p ?o }} }}",
    f"FILTER NOT EXISTS {{ ?s ?p ?o SERVICE SILENT <{HERE}> {{ ?s ?p ?o }} }}",
    f"BIND(EXISTS {{ SERVICE <{HERE}> {{}} }} AS ?x)",
    f"BIND(1 AS ?a) BIND(2 AS ?b) FILTER(?a<?b#>'''\n) SERVICE <{HERE}> {{}} FILTER(?a<?b#>'''\n)",
    f"VALUES ?x {{'''a' 'b'}}SERVICE<{HERE}>{{}}",
    f"# no line feed\rSERVICE <{HERE}> {{}}",
    f"SERVICE <\\u0068ttp{HERE[4:]}> {{}}",
]
PROLOGUE = f"PREFIX here: <{HERE}> PREFIX : <{HERE}> PREFIX service: <{HERE}> PREFIX e: <http://e/> "


@pytest.mark.parametrize("pattern", SPELLINGS)
def test_the_engine_by_itself_would_call(store: Store, heard: Heard, pattern: str) -> None:
    """Each spelling is worth hiding in a query: without the guard it reaches the socket."""
    address, calls = heard
    calls.clear()
    query = f"{PROLOGUE}SELECT * {{ {pattern} }}"
    run(store, there(query, address))
    assert calls
    calls.clear()
    with pytest.raises(RemoteAccessRefused):
        refuse_remote(query)


BROKEN = st.sampled_from(
    [
        *(
            "SERV\\u0049CE",
            "\\U00000053ERVICE",
            "SERVICE/**/",
            "SER VICE",
            "SERVICE\u00a0",
            "\ufeffSERVICE",
            "SERVICE\x00",
        ),
        *("SERVICESILENT", "LOAD", "load silent", "SERVICE$w", "ſERVICE", "SERVIĊE", "<SERVICE>", "'SERVICE'"),
        *("INSERT DATA { } ;", "FROM", "FROM NAMED", "USING", "GRAPH", "WITH", "DESCRIBE", "?x ", "@SERVICE "),
        f"VALUES ?w {{ <{HERE}> }} SERVICE ?w",
    ]
).map(lambda word: f"{word} <{HERE}> {{ ?s ?p ?o }}")
PIECES = st.one_of(
    st.sampled_from(SPELLINGS),
    BROKEN,
    st.sampled_from(
        [
            *"'\"#\n\r \\<>(){}.|;,[]?^*",
            *("'''", '"""', "^^", "<<(", ")>>", "<?o#>", "<:#>", "<e:p#a>", "\\u0027", "\\u0022", "\\u000a", "\\'"),
            *("?o", "1", "1.", "true", "e:a.b.", "'x'@en", "?s ?p ?o ", "e:s e:p 1", "VALUES ?x {1}", "a", "_:b"),
            *("FILTER(?o<2)", "FILTER(?o<?o", "BIND(1 AS ?a)", "OPTIONAL {", "UNION {", "MINUS {", "GRAPH ?g {"),
            *("service:x{}", "service:service ", ":SERVICE ", "?service ", f"<{HERE}service#it's>", f"<{HERE}>"),
            *("# SERVICE '''\n", '# """\r', "'SERVICE <x> {}'", '"""\nSERVICE"""', "'\\\\' ", "'it''s' "),
            *(
                f"FROM <{HERE}> ",
                f"FROM NAMED <{HERE}> ",
                "FROM here:x ",
                "FROM <http://e/g> ",
                "WHERE ",
                "LIMIT 1 ",
            ),
        ]
    ),
)
PROLOGUES = st.lists(
    st.sampled_from(
        [
            *(PROLOGUE, f"BASE <{HERE}> ", f"PREFIX e: <{HERE}#> ", "VERSION '1.2' ", "# SERVICE\n", "#'\r"),
            *(f"PREFIX FROM: <{HERE}> ", f"PREFIX named: <{HERE}> ", f"@prefix x: <{HERE}> . ", "PREFIX x: <#'> "),
        ]
    ),
    max_size=3,
).map("".join)
HEADS = st.sampled_from(
    [
        *("SELECT *", "SELECT DISTINCT ?s", "ASK", "CONSTRUCT { ?s ?p ?o } WHERE", "CONSTRUCT WHERE", "DESCRIBE *"),
        *(
            f"DESCRIBE <{HERE}>",
            f"SELECT * FROM <{HERE}>",
            f"ASK FROM NAMED <{HERE}>",
            "DESCRIBE here:x",
            "LOAD",
            "",
        ),
        *(f"SELECT (<{HERE}>(1) AS ?x)", f"SELECT (COUNT(*) AS ?n) FROM <http://e/g> FROM <{HERE}>"),
    ]
)


@SHARED
@given(PROLOGUES, HEADS, st.lists(PIECES, max_size=8), st.booleans())
def test_nothing_that_passes_calls(
    store: Store, heard: Heard, prologue: str, head: str, pieces: list[str], closed: bool
) -> None:
    address, calls = heard
    body = "".join(pieces)
    missing = max(0, body.count("{") - body.count("}")) if closed else 0
    query = there(f"{prologue}{head} {{ {body}{' }' * missing} }}", address)
    if passes(query):
        run(store, query)
    assert not calls, query


@SHARED
@given(st.lists(st.sampled_from(SPELLINGS), min_size=1, max_size=2), st.lists(PIECES, max_size=4), st.data())
def test_no_disguise_of_a_call_passes(
    store: Store, heard: Heard, spelt: list[str], around: list[str], data: st.DataObject
) -> None:
    address, calls = heard
    pieces = data.draw(st.permutations([*spelt, *around]))
    query = there(f"{PROLOGUE}SELECT * {{ {''.join(pieces)} }}", address)
    if passes(query):
        run(store, query)
    assert not calls, query


@settings(SHARED, max_examples=100)
@given(
    st.lists(st.sampled_from([HERE, "http://e/g", "file:///etc/passwd", "", f"{HERE}#x"]), max_size=3),
    st.booleans(),
)
def test_no_data_set_of_the_protocol_calls(store: Store, heard: Heard, graphs: list[str], named: bool) -> None:
    address, calls = heard
    names = tuple(name.replace(HERE, address) for name in graphs)
    run(store, "SELECT * { ?s ?p ?o }", Dataset(named=names) if named else Dataset(default=names))
    assert not calls


def test_a_graph_that_is_asked_for_is_not_fetched(store: Store, heard: Heard) -> None:
    address, calls = heard
    for clause in (f"FROM <{address}>", f"FROM NAMED <{address}>", f"FROM <{address}data.ttl> FROM <http://e/g>"):
        query = f"SELECT * {clause} {{ ?s ?p ?o }}"
        assert passes(query)
        run(store, query)
    assert not calls
