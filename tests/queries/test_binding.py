"""Parameters and clocks: bound as single terms that read back as they were given, or refused, all at once."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pyoxigraph
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, RdfFormat

from graph.store import EmbeddedStore
from ontology.namespaces import ID, XSD
from ontology.rq import QueryFile
from queries.answer import Source, ask
from queries.binding import Bound, ParameterError, bind
from queries.question import Question, question_of
from queries.registry import question, questions

_WORDS = {"en": "x", "zh-Hant": "x", "zh-Hans": "x"}
_TYPES: dict[str, dict[str, object]] = {
    "company": {"type": "iri", "class": "Organization"},
    "claim": {"type": "iri", "class": "Claim"},
    "thing": {"type": "iri", "class": "Thing"},
    "day": {"type": "date"},
    "count": {"type": "integer"},
    "share": {"type": "decimal"},
    "words": {"type": "string"},
    "side": {"type": "choice", "values": ["behind", "ahead"]},
}
EVERY_TYPE: Question = question_of(
    QueryFile(
        "every-type",
        "SELECT ?s WHERE {\n"
        + "".join(f"  VALUES ?{name} {{ UNDEF }}  # bind\n" for name in (*_TYPES, "asOf", "words"))
        + "  ?s ?p ?o # the end\n}\n",
        {
            "theme": "claims",
            "title": _WORDS,
            "question": _WORDS,
            "answer": _WORDS,
            "needs": _WORDS,
            "clocks": ["as-of"],
            "columns": {"s": {"kind": "text", "label": _WORDS}},
            "parameters": {name: {**kind, "label": _WORDS} for name, kind in _TYPES.items()},
        },
    )
)
"""A question with a parameter of each type; one of them has two places."""

HOSTILE = (
    '"} UNION {',
    '" } } # ',
    "<img src=x onerror=alert(1)>",
    "org/bytedance> . ?s ?p ?o",
    "org/bytedance> } SERVICE <http://127.0.0.1/> { ?s ?p ?o } #",
    "org/bytedance\n",
    "org/bytedance\\",
    "claim/cnyes-2025-08-14/16> . ?s ?p ?o",
    '2025-06-30" ^^<x>',
    "2025-06-30\n",
    "7 8",
    "UNDEF",
    "?words",
    "\\u0022 }",
    "'''",
    "aif:Claim id:x",
    "#",
    "\x00",
    "\r\n# bind\n",
    "٣",
    "⁷",
)

_PLACE = re.compile(r"VALUES \?(\w+) \{ UNDEF \}  # bind")
_values = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(max_size=40),
    st.from_regex(r"[A-Za-z0-9./+\-]{1,12}", fullmatch=True),
    st.dates().map(str),
    st.integers().map(str),
    st.decimals(allow_nan=False, allow_infinity=False).map(str),
    st.sampled_from(["behind", "ahead", "org/bytedance", f"{ID}org/bytedance", "claim/cnyes-2025-08-14/16"]),
)


def places_of(bound: Bound) -> Iterator[tuple[str, str]]:
    """Variable and content of each marked place of a bound query; what lies between must be the file's own text."""
    rest = bound.query
    pieces = _PLACE.split(bound.question.query.text)
    head, found = rest.split(pieces[0], 1)
    assert all(re.fullmatch(r"PREFIX \w+: <[^<>\s]+>", line) for line in head.splitlines())
    for name, after in zip(pieces[1::2], pieces[2::2], strict=True):
        terms = bound.terms.get(name)
        block = f"VALUES ?{name} {{ {' '.join(map(str, terms)) if terms else 'UNDEF'} }}"
        assert found.startswith(block + after)
        found = found.removeprefix(block + after)
        yield name, block
    assert found == ""


def reads_as_one_term(term: NamedNode | Literal) -> bool:
    """Whether the engine's own spelling of a term is exactly one term, and the same."""
    (triple,) = pyoxigraph.parse(f"<urn:s> <urn:p> {term} .".encode(), format=RdfFormat.N_TRIPLES)
    return bool(triple.object == term)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(name="words", text='"} UNION {')
@example(name="company", text="org/bytedance> . ?s ?p ?o")
@example(name="thing", text="<img src=x onerror=alert(1)>")
@given(name=st.sampled_from([*_TYPES, "as-of"]), text=_values)
def test_any_value_is_one_term_at_its_place_or_refused(source: Source, name: str, text: str) -> None:
    try:
        bound = bind(EVERY_TYPE, {name: text}, source.names)
    except ParameterError as error:
        refused = [problem[0] for problem in error.problems]
    else:
        refused = []
    if refused:
        assert refused == [name]
        return
    for terms in bound.terms.values():
        assert len(terms) == 1
        assert reads_as_one_term(terms[0])
    assert len(list(places_of(bound))) == len(_TYPES) + 2
    pyoxigraph.Store().query(bound.query)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(min_size=1))
def test_words_reach_the_engine_as_they_were_given(source: Source, text: str) -> None:
    bound = bind(EVERY_TYPE, {"words": text}, source.names)
    query = f"SELECT ?w {{ VALUES ?w {{ {bound.terms['words'][0]} }} }}"
    assert EmbeddedStore().select(query) == [{"w": Literal(text)}]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("name", sorted(questions()))
def test_every_shipped_question_refuses_hostile_values(source: Source, name: str, text: str) -> None:
    asked = question(name)
    given = {parameter.name: text for parameter in asked.parameters} | dict.fromkeys(asked.clocks, text)
    with pytest.raises(ParameterError) as refused:
        ask(source, asked, given)
    # Words may be any words.
    words = {parameter.name for parameter in asked.parameters if parameter.type == "string"}
    assert set(given) - words <= {problem[0] for problem in refused.value.problems} <= set(given)


@pytest.mark.parametrize("name", sorted(questions()))
def test_every_shipped_query_keeps_its_text_around_what_is_bound(source: Source, name: str) -> None:
    asked = question(name)
    given = {parameter.name: str(parameter.example) for parameter in asked.parameters}
    bound = bind(asked, given | dict.fromkeys(asked.clocks, "2026-01-31"), source.names)
    assert {place for place, _ in places_of(bound)} == set(bound.terms)
    unbound = bind(asked, {p.name: given[p.name] for p in asked.parameters if p.required}, source.names)
    assert all("UNDEF" in block for place, block in places_of(unbound) if place not in unbound.terms)


@pytest.mark.parametrize(
    ("name", "text", "term"),
    [
        ("company", "org/bytedance", NamedNode(f"{ID}org/bytedance")),
        ("company", f"{ID}org/bytedance", NamedNode(f"{ID}org/bytedance")),
        ("claim", "claim/cnyes-2025-08-14/16", NamedNode(f"{ID}claim/cnyes-2025-08-14/16")),
        ("thing", "app/doubao", NamedNode(f"{ID}app/doubao")),
        ("day", "2025-06-30", Literal("2025-06-30", datatype=NamedNode(f"{XSD}date"))),
        ("count", "-7", Literal("-7", datatype=NamedNode(f"{XSD}integer"))),
        ("share", "5.3", Literal("5.3", datatype=NamedNode(f"{XSD}decimal"))),
        ("words", "字節 跳動", Literal("字節 跳動")),
        ("side", "ahead", Literal("ahead")),
    ],
)
def test_a_value_becomes_a_term_of_its_type(
    source: Source, name: str, text: str, term: NamedNode | Literal
) -> None:
    bound = bind(EVERY_TYPE, {name: text}, source.names)
    assert (bound.terms, bound.given) == ({name: (term,)}, {name: text})


@pytest.mark.parametrize(
    ("name", "text", "wrong", "mend"),
    [
        ("company", "org/bytedanse", "no 'org/bytedanse' in this graph", "did you mean org/bytedance?"),
        ("company", "country/CN", "country/CN is no Organization", "search for it"),
        ("claim", "claim/16", "'claim/16' is not a claim", "search for it"),
        ("thing", "app/nothing-like-it", "no 'app/nothing-like-it' in this graph", "search for it"),
        ("day", "2025-02-30", "'2025-02-30' is not a day", "such as 2025-06-30"),
        ("day", "20250630", "'20250630' is not a day", "such as 2025-06-30"),
        ("count", "7.5", "'7.5' is not a whole number", "such as 7"),
        ("share", "1e3", "'1e3' is not a number", "such as 5.3"),
        ("side", "ahed", "'ahed' is not one of its values", "did you mean ahead?"),
        ("as-of", "yesterday", "'yesterday' is not a day", "such as 2025-06-30"),
        ("known-by", "2025-06-30", "this question has no such clock", "leave it out"),
        ("compny", "org/bytedance", "no such parameter", "did you mean company?"),
    ],
)
def test_what_will_not_do_is_told_with_its_mend(
    source: Source, name: str, text: str, wrong: str, mend: str
) -> None:
    with pytest.raises(ParameterError) as refused:
        bind(EVERY_TYPE, {name: text}, source.names)
    ((where, told, how),) = refused.value.problems
    assert (where, told) == (name, wrong)
    assert how.startswith(mend)


def test_everything_wrong_is_told_at_once(source: Source) -> None:
    given = {"lb": "org/bytedance", "as-of": "2025-06-30", "known-by": "2025-02-30"}
    with pytest.raises(ParameterError) as refused:
        ask(source, question("lab-trajectory"), given)
    assert refused.value.problems == (
        ("as-of", "this question has no such clock", "leave it out"),
        ("lb", "no such parameter", "did you mean lab?"),
        ("lab", "is needed", "lab=org/deepseek"),
        ("known-by", "'2025-02-30' is not a day", "such as 2025-06-30"),
    )
    for name, wrong, mend in refused.value.problems:
        assert f"{name}: {wrong} ({mend})" in str(refused.value)


def test_an_empty_value_is_no_value(source: Source) -> None:
    answer = ask(source, question("gap-claims"), {"gap": "", "as-of": "", "known-by": ""})
    assert len(answer.rows) == 8
    with pytest.raises(ParameterError, match="entity: is needed"):
        ask(source, question("claims-about"), {"entity": ""})


def test_a_claim_that_nobody_made_has_no_evidence_and_says_what_it_would_need(source: Source) -> None:
    answer = ask(source, question("evidence"), {"claim": "claim/cnyes-2025-08-14/9999"})
    assert answer.rows == []
    assert "a claim with this IRI" in answer.headline("en")
