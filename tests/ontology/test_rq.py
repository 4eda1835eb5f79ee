"""Query files: headers, marked places, prefixes."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

from ontology import rq
from ontology.namespaces import AIF, ID, PREFIXES
from ontology.rq import QueryFile, QueryFileError, load_folder, load_rq, with_prefixes

ECHO = QueryFile("echo", "SELECT ?x WHERE {\n  VALUES ?x { UNDEF }  # bind\n}\n")


def answer(query: str) -> list[object]:
    solutions = Store().query(query)
    assert isinstance(solutions, QuerySolutions)
    return [solution["x"] for solution in solutions]


@given(text=st.text(st.characters(codec="utf-8")))
def test_a_bound_text_comes_out_as_it_went_in(text: str) -> None:
    assert answer(ECHO.bind({"x": [Literal(text)]})) == [Literal(text)]


def test_a_text_that_looks_like_sparql_stays_a_text() -> None:
    attack = Literal('" } SERVICE <http://example.org/> { ?s ?p ?o } # VALUES ?x { UNDEF }  # bind')
    assert answer(ECHO.bind({"x": [attack, NamedNode(ID + "org/x")]})) == [attack, NamedNode(ID + "org/x")]


def test_an_open_place_matches_anything() -> None:
    assert ECHO.places == ("x",)
    assert answer(ECHO.bind()) == [None]


def test_a_value_without_a_place_and_a_place_without_a_term_are_refused() -> None:
    with pytest.raises(QueryFileError, match=r"echo\.rq has no marked place for \?y"):
        ECHO.bind({"y": [Literal("1")]})
    with pytest.raises(QueryFileError, match=r"no value given for \?x"):
        ECHO.bind({"x": []})


def test_prefixes_are_added_where_they_are_used_and_not_declared() -> None:
    query = 'PREFIX aif: <x#>\nSELECT * { ?s aif:p/org:q "skos:no" ; a <dct:no> } # prov:no'
    assert with_prefixes(query) == f"PREFIX org: <{PREFIXES['org']}>\n{query}"


@pytest.mark.parametrize(
    ("query", "added"),
    [
        ('SELECT * {?s ?p """\nPREFIX org: <x>""" . ?s ?q org:bytedance}', ["org"]),
        ("SELECT * {?s ?p '''it's org:x\n''' . ?s ?q aif:p}", ["aif"]),
        ('SELECT * {?s ?p """a\\"""org:x""", """b"c""d""" ; aif:p 1}', ["aif"]),
        ("SELECT * {?s ex:it\\'s aif:p}", ["aif"]),
        ("SELECT * {?s ?p ?o.org:x aif:p ?z}", ["aif", "org"]),
        ("SELECT * {?s ex:org:b ?org:c}", []),
        ('SELECT * {?s ?p "\\"org:x" , """""" , "" ; aif:p ?o}', ["aif"]),
    ],
)
def test_what_stands_in_a_string_neither_uses_nor_declares_a_prefix(query: str, added: list[str]) -> None:
    front = with_prefixes(query).removesuffix(query)
    assert [line.split()[1].rstrip(":") for line in front.splitlines()] == added


@pytest.mark.parametrize("times", [1000, 2000, 4000])
@pytest.mark.parametrize("unclosed", ['"', "'", '"""', "'''"])
def test_a_string_that_nobody_closes_is_read_once(unclosed: str, times: int) -> None:
    text = unclosed + f"\\{unclosed[0]}" * times
    assert [found.span() for found in rq._NOT_PREFIXES.finditer(text)] == [(0, len(text))]


@pytest.mark.parametrize("times", [1000, 2000, 4000])
@pytest.mark.parametrize("part", ["a.", "a-", "a.."])
def test_a_run_of_names_without_a_colon_is_read_once(part: str, times: int) -> None:
    assert [found.span() for found in rq._NAMES.finditer(part * times)] == [(0, len(part) * times)]


def test_a_header_is_yaml_and_stays_out_of_the_query(tmp_path: Path) -> None:
    file = tmp_path / "who.rq"
    file.write_text("#: title: Who\n#: needs: [a, b]\n# Plain words.\nASK { ?s aif:p ?o }\n", encoding="utf-8")
    query = load_rq(file)
    assert query.name == "who"
    assert dict(query.header) == {"title": "Who", "needs": ["a", "b"]}
    assert query.text == "# Plain words.\nASK { ?s aif:p ?o }\n"
    assert query.bind().startswith(f"PREFIX aif: <{AIF}>\n")
    assert [found.name for found in load_folder(tmp_path)] == ["who"]


@pytest.mark.parametrize("header", ["#: [a", "#: just words"])
def test_a_header_that_is_no_mapping_is_refused_with_its_file(tmp_path: Path, header: str) -> None:
    file = tmp_path / "bad.rq"
    file.write_text(header + "\nASK {}\n", encoding="utf-8")
    with pytest.raises(QueryFileError, match=r"bad\.rq"):
        load_rq(file)
