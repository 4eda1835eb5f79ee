"""The guard: nothing that would reach out passes, nothing else is held up."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, Store

from queries.outside import guard
from queries.outside.beginning import plain_beginning
from queries.outside.errors import QuerySyntaxError
from queries.outside.guard import (
    FromClause,
    QueryRefused,
    RemoteAccessRefused,
    UpdateRefused,
    dataset_clauses,
    declared_prefixes,
    prologue,
    query_form,
    refuse_remote,
    refuse_unencodable,
)

# The engine refuses this port before it opens a socket, so it shows that the engine would go there.
CLOSED = "<http://127.0.0.1:1/>"
PROLOGUE = f"PREFIX : {CLOSED} PREFIX ex: {CLOSED} PREFIX service: {CLOSED} PREFIX e: <http://e/> "

REACHING_OUT = [
    f"SERVICE {CLOSED} {{}}",
    f"SERVICE{CLOSED}{{}}",
    f"sErViCe\n\r\t{CLOSED} {{}}",
    f"SERVICE # why not\n{CLOSED} {{}}",
    f"SERVICE#{CLOSED}\r{CLOSED}{{}}",
    "SERVICE ex:x {}",
    "SERVICE ex: {}",
    "SERVICE:x{}",
    "service:x {}",
    "service:x # a name?\n {}",
    f"?s ?p 1SERVICE{CLOSED}{{}}",
    f"?s ?p 1.SERVICE{CLOSED}{{}}",
    f"# no line feed\rSERVICE {CLOSED} {{}}",
    f"{{ ?s ?p 2 }} UNION {{ SERVICE {CLOSED} {{}} }}",
    f"{{ SELECT * {{ SERVICE {CLOSED} {{}} }} }}",
    f"BIND(1 AS ?a) BIND(2 AS ?b) FILTER(?a<?b#>'''\n) SERVICE {CLOSED} {{}} FILTER(?a<?b#>'''\n)",
    f'BIND(1 AS ?a) BIND(2 AS ?b) FILTER(1<?b#)>>"""\n)SERVICE {CLOSED} {{}} #)>>"""\n',
    f"VALUES ?x {{'''a' 'b'}}SERVICE{CLOSED}{{}}",
]


@pytest.fixture(scope="module")
def store() -> Store:
    store = Store()
    store.add(Quad(NamedNode("http://e/s"), NamedNode("http://e/p"), Literal(1)))
    return store


def would_reach_out(store: Store, query: str) -> bool:
    """Whether the engine, left to itself, tries to call another server."""
    try:
        store.query(query)
    except OSError as error:
        return "port 1 is not allowed" in str(error)
    except (SyntaxError, RuntimeError, ValueError):
        return False
    return False


@pytest.mark.parametrize("pattern", REACHING_OUT)
def test_what_the_engine_would_call_is_refused(store: Store, pattern: str) -> None:
    query = f"{PROLOGUE} ASK {{ {pattern} }}"
    assert would_reach_out(store, query)
    with pytest.raises(RemoteAccessRefused):
        refuse_remote(query)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE SILENT <http://h/> { ?s ?p ?o } }",
        "SELECT * { SERVICESILENT<http://h/>{ ?s ?p ?o } }",
        "SELECT * { SERVICE ?where { ?s ?p ?o } }",
        "CONSTRUCT { ?s ?p ?o } WHERE { SERVICE <http://h/> { ?s ?p ?o } }",
        "DESCRIBE ?s { SERVICE <http://h/> { ?s ?p ?o } }",
        "SELECT * { ?s ?p trueSERVICE <http://h/> {} }",
        "SELECT * { ?s ?p ex:a.b.SERVICE <http://h/> {} }",
        "SELECT * { SERV\\u0049CE <http://h/> {} }",
        "SELECT * { \\U00000053ERVICE <http://h/> {} }",
        "SELECT * { ?s ?p '\\u0027 SERVICE <http://h/> { #' }",
        "SELECT * { ?s ?p 'not closed }\n SERVICE <http://h/> {}",
        "SELECT * { ?s ?p ?o FILTER EXISTS { SERVICE <http://h/> {} } }",
        "SELECT * { ?s ?p ?o OPTIONAL { SERVICE <http://h/> {} } }",
        "LOAD <http://h/data>",
        "load silent <http://h/data> into graph <http://g/>",
        "INSERT DATA { <a:a> <a:b> 1 } ; LOAD <http://h/data>",
    ],
)
def test_whatever_may_be_read_as_remote_access_is_refused(query: str) -> None:
    with pytest.raises(RemoteAccessRefused):
        refuse_remote(query)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?service $SERVICE { ?service ?p $SERVICE }",
        "PREFIX service: <http://h/> SELECT * { ?s service:SERVICE ?o . ?s service: service:x }",
        "PREFIX service: <http://h/> SELECT * FROM service:g { GRAPH service:g { ?s ?p ?o } }",
        "PREFIX service: <http://h/> DESCRIBE service:x { ?s ?p ?o }",
        "SELECT * { ?s ?p 'SERVICE', \"SERVICE <http://h/> {}\", '''SERVICE''', \"\"\"a\nSERVICE\"\"\" }",
        "SELECT * { ?s <http://h/service/SERVICE#service> <urn:service#it's> }",
        "SELECT * { VALUES (?a ?b) { ('x' <http://h/service#service>) } }",
        "# SERVICE <http://h/> { }\nSELECT * { } # LOAD <http://h/>",
        "SELECT * { ?s ?p 'x'@service, 'x'@SERVICE-en }",
        "SELECT * { ?s ex:SERVICE\\-x _:SERVICE }",
        "SELECT (COUNT(*) AS ?load) { ?s ex:load 'LOAD' FILTER(?s<?load&&?load>1) }",
        "SELECT * { ?s ?p ?o FILTER(?o<'#'&&?o>1) } # a harmless doubt",
        "ASK { ?s ?p '\\u0053ERVICE' }",
    ],
)
def test_the_word_alone_is_no_harm(query: str) -> None:
    refuse_remote(query)


def test_a_refusal_names_place_keyword_and_mend() -> None:
    with pytest.raises(RemoteAccessRefused) as refused:
        refuse_remote("ASK { ?s ?p '字' .\n  service <http://h/> {} }")
    assert (refused.value.line, refused.value.column, refused.value.keyword) == (2, 3, "SERVICE")
    assert "leave SERVICE out" in refused.value.mend


def test_the_place_is_that_of_the_query_as_sent_also_behind_escapes() -> None:
    with pytest.raises(RemoteAccessRefused) as refused:
        refuse_remote("ASK { ?s ?p '\\u5B57\\u5B57' .\n {} SERV\\u0049CE <http://h/> {} }")
    assert (refused.value.line, refused.value.column) == (2, 5)


@pytest.mark.parametrize(
    "update",
    [
        "INSERT DATA { <a:a> <a:b> 1 }",
        "delete where { ?s ?p ?o }",
        "PREFIX ex: <http://h/> # first\nBASE <http://h/> VERSION '1.2' CLEAR ALL",
        "CREATE GRAPH <http://h/>",
        "DROP DEFAULT",
        "COPY <a:a> TO <a:b>",
        "MOVE <a:a> TO <a:b>",
        "ADD <a:a> TO <a:b>",
        "WITH <a:a> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    ],
)
def test_an_update_is_refused_and_told_where_facts_enter(update: str) -> None:
    with pytest.raises(UpdateRefused, match="facts enter through documents"):
        refuse_remote(update)


def test_the_names_of_updates_are_free_within_a_query() -> None:
    refuse_remote("PREFIX add: <http://h/> SELECT ?insert { ?insert add:drop 'DELETE', <http://h/clear> } # COPY")


GAPS = st.lists(
    st.sampled_from([" ", "\n", "\r\n", "\t", "# SERVICE '''\n", '# """\r', "#<\n"]), min_size=1, max_size=3
).map("".join)
BEFORE = st.lists(
    st.sampled_from(
        [
            "?s ?p 'it''s' . ",
            '?s ?p """a " \\" SERVICE """ . ',
            "?s ?p <http://h/#'> . ",
            "# '''\n",
            "FILTER(?o < 1 || ?o > 2) ",
            "FILTER(?a<?b) ",
            "?s ex:a\\'b\\#c 1.5e3 . ",
            "{ ?s a/b* ?o } UNION { } ",
            "<<( ?s ?p ?o )>> ?q '\\u0022'@en . ",
            "BIND('\\\\' AS ?x) ",
        ]
    ),
    max_size=5,
).map("".join)


@given(
    BEFORE,
    st.lists(st.booleans(), min_size=7, max_size=7),
    GAPS,
    st.sampled_from(["", "SILENT ", "silent# x\n"]),
    st.sampled_from(["<http://h/>", "ex:a", "?where", ":"]),
    BEFORE,
)
def test_a_planted_service_is_refused_in_any_disguise(
    before: str, capitals: list[bool], gap: str, silent: str, where: str, after: str
) -> None:
    keyword = "".join(c.upper() if up else c.lower() for c, up in zip("service", capitals, strict=True))
    with pytest.raises(RemoteAccessRefused) as refused:
        refuse_remote(f"SELECT * {{ {before}{keyword}{gap}{silent}{where} {{ ?s ?p ?o }} {after}}}")
    assert refused.value.keyword == "SERVICE"


TERMS = st.sampled_from(
    [
        "?service",
        "service:service",
        "ex:SERVICE",
        "<http://service/SERVICE>",
        "<http://h/#service>",
        "'SERVICE'",
        '"a \\" SERVICE {}"@en',
        "'''it's\nSERVICE <x> {}'''",
        "12.5",
        "true",
        "'\\u5B57'^^ex:service",
    ]
)


@given(
    st.lists(st.tuples(TERMS, TERMS, TERMS, st.sampled_from([" ", "\n", " # SERVICE <x> {}\n"])), max_size=6),
    st.sampled_from(["SELECT *", "ASK", "CONSTRUCT {} WHERE", "SELECT ?service FROM service:g WHERE"]),
)
def test_a_query_without_the_keyword_passes(triples: list[tuple[str, str, str, str]], head: str) -> None:
    body = "".join(f"{gap}{s} {p} {o} .{gap}" for s, p, o, gap in triples)
    refuse_remote(f"PREFIX service: <http://h/service#> {head} {{{body}}}")


FRAGMENTS = st.sampled_from(
    [
        *"'\"#\n\r \\<>(){}.|",
        *("'''", '"""', "^^", "<<(", ")>>", "<?o#>", "<:#>", "<e:p#a>", "\\u0027", "\\u000a", "\\'"),
        *("?o", "1", "1.", "true", "ex:a.b.", "'x'@en", "?s ?p ?o ", "e:s e:p 1", "VALUES ?x {1}"),
        *("FILTER(?o<2)", "FILTER(?o<?o", "BIND(1 AS ?a)"),
        *("service:x{}", f"SERVICE {CLOSED}{{}}", "SERVICE:{}", f"service#\n{CLOSED}{{}}", "SERVICEex:a{}"),
    ]
)


@settings(max_examples=400)
@given(st.lists(FRAGMENTS, max_size=8), st.lists(FRAGMENTS, max_size=4), st.sampled_from(REACHING_OUT))
def test_nothing_that_passes_makes_the_engine_reach_out(before: list[str], after: list[str], planted: str) -> None:
    store = Store()
    store.add(Quad(NamedNode("http://e/s"), NamedNode("http://e/p"), Literal(1)))
    query = f"{PROLOGUE} ASK {{ {''.join(before)}{planted}{''.join(after)} }}"
    if would_reach_out(store, query):
        with pytest.raises(RemoteAccessRefused):
            refuse_remote(query)


BEGINNINGS = st.sampled_from(
    [
        *(
            "PREFIX ",
            "prefix",
            "BASE ",
            "base",
            "ex:",
            ":",
            "é:",
            "a.b:",
            "a.:",
            "1:",
            "<http://e/>",
            "<#a'b>",
            "<a b>",
        ),
        *("SELECT", "ask", "Construct", "DESCRIBE", "INSERT", "LOAD", "WITH", "VERSION '1.2'", "SELECTED", "ASK:x"),
        *(" ", "\n", "\r", "\t", "\f", "# ask\n", "#PREFIX e: <x>\n", "#", "*", "{", "(", "?x", "<", "\u017f", "'"),
        *("SERVICE", "\\u0053ERVICE", "Lo\\u0041D", "servi\u00e7e", "\u212aload"),
    ]
)


@settings(max_examples=600)
@given(st.lists(BEGINNINGS, max_size=9).map("".join))
def test_a_plain_beginning_and_a_harmless_text_are_what_the_tokens_say(text: str) -> None:
    """The short ways against the long ones: what they tell without tokens is what the tokens tell."""
    if (plain := plain_beginning(text)) is not None:
        operation = guard._operation(text)
        assert operation is not None
        assert (operation.text, operation.start) == (plain[1], plain.start(1))
    if guard._is_harmless(text):
        guard._refuse_remote(text)


@given(st.text())
def test_any_text_is_either_passed_or_refused(text: str) -> None:
    with contextlib.suppress(QueryRefused):
        refuse_remote(text)
    assert query_form(text) in (None, "SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
    assert all(clause.iri in text for clause in dataset_clauses(text))
    assert all(prefix in text for prefix in declared_prefixes(text))


def test_the_w3c_test_queries_pass_unless_they_federate(sources: Path) -> None:
    files = sorted((sources / "w3c").rglob("*.rq"))
    assert len(files) > 1000
    refused = set()
    for file in files:
        try:
            refuse_remote(file.read_text(encoding="utf-8"))
        except QueryRefused:
            refused.add(file.parent.name)
    assert refused == {"service", "syntax-fed"}


@pytest.mark.parametrize(
    ("query", "form"),
    [
        ("SELECT*{}", "SELECT"),
        ("# ASK\nPREFIX select: <http://h/> base <http://h/> ask{}", "ASK"),
        ("Construct where {}", "CONSTRUCT"),
        ("VERSION '1.2' DESCRIBE <a:a>", "DESCRIBE"),
        ("INSERT DATA {}", None),
        ("'SELECT'", None),
        ("", None),
        ("PREFIX", None),
    ],
)
def test_the_form_is_the_first_keyword_behind_the_prologue(query: str, form: str | None) -> None:
    assert query_form(query) == form


def test_dataset_clauses_come_as_written() -> None:
    query = """PREFIX g: <http://h/> # FROM <http://no/>
    CONSTRUCT { ?s ?p 'FROM <http://no/>' } FROM <http://h/a#b> from # why
      Named g:rdf12 WHERE { ?from ?p <http://no/FROM> FILTER(?from IN (<http://no/>)) }"""
    assert dataset_clauses(query) == (
        FromClause("http://h/a#b", named=False, line=2, column=50),
        FromClause("g:rdf12", named=True, line=3, column=13, prefixed=True),
    )


def test_declared_prefixes_come_as_written() -> None:
    query = "PREFIX g: <http://h/> BASE <http://b/> prefix : <#> SELECT * { ?s ?p 'PREFIX x: <http://no/>' }"
    assert declared_prefixes(query) == {"g": "http://h/", "": "#"}


@pytest.mark.parametrize(
    ("query", "before"),
    [
        (
            "# PREFIX\nPREFIX g: <http://h/> # ASK\n base<#> ASK {}",
            "# PREFIX\nPREFIX g: <http://h/> # ASK\n base<#> ",
        ),
        ("ASK {}", ""),
        ("PREFIX", "PREFIX"),
        ("PREFIX g: <http://h/>", "PREFIX g: <http://h/>"),
        ("", ""),
    ],
)
def test_the_prologue_ends_where_the_query_begins(query: str, before: str) -> None:
    assert prologue(query) == before


def test_a_verdict_is_the_same_the_second_time() -> None:
    for _ in range(2):
        refuse_remote("ASK { ?s ?p 'SERVICE' }")
        with pytest.raises(RemoteAccessRefused):
            refuse_remote("ASK { SERVICE <http://h/> {} }")
        with pytest.raises(RemoteAccessRefused):
            refuse_remote(f"ASK {{ SERVICE <http://h/> {{}} }} #{'x' * 5000}")


def test_half_a_surrogate_pair_is_refused_with_its_place() -> None:
    refuse_unencodable("ASK { ?s ?p '𠮷' }")
    with pytest.raises(QuerySyntaxError) as refused:
        refuse_unencodable("ASK {\n ?s ?p '\ud842' }")
    assert (refused.value.line, refused.value.column) == (2, 9)
