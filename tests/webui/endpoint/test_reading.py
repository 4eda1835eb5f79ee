"""What is read of a request the short way is what the long way reads."""

from __future__ import annotations

from urllib.parse import unquote_to_bytes

from hypothesis import given, settings
from hypothesis import strategies as st

from ontology.namespaces import PREFIXES
from ontology.rq import with_prefixes
from queries.outside.guard import query_form
from webui.endpoint import request
from webui.endpoint.request import Asked

ESCAPES = st.sampled_from(
    ["%20", "%3d", "%3D", "%0A", "%0d", "%", "%%", "%4", "%zz", "=", "==", "=\n", "\r", "+", "a", "é"]
)


@settings(max_examples=400)
@given(st.lists(ESCAPES, max_size=8).map("".join))
def test_a_value_is_decoded_as_the_standard_library_does_it(text: str) -> None:
    assert request._unquoted(text) == unquote_to_bytes(text.replace("+", " ").encode("latin-1"))


PIECES = st.sampled_from(
    [
        *("PREFIX skos: <http://e/> ", "prefix aif:<http://e/>\n", "PREFIX : <http://e/> ", "# PREFIX rdfs: <x>\n"),
        *("BASE <http://e/skos:x> ", "SELECT * ", "ASK", "{", "}", " ", "\n", "'skos:x'", "<skos:x>", "# skos:x\n"),
        *(
            "skos:prefLabel",
            "aif:Claim",
            "x.skos:y",
            "-skos:y",
            "?skos:y",
            "rdfs:label",
            "a:b:skos:c",
            "<relative>",
        ),
    ]
)


@settings(max_examples=400)
@given(st.lists(PIECES, max_size=10).map("".join))
def test_a_query_gets_the_prefixes_in_front_that_it_uses_undeclared(query: str) -> None:
    asked = Asked(query)
    assert asked.prefixed.removeprefix(request._BASE) == with_prefixes(query)
    assert asked.form == query_form(query)
    assert asked.front + query == asked.prefixed


def test_none_of_our_prefixes_has_a_dot() -> None:
    """By which a name read backwards would end too soon."""
    assert not [name for name in PREFIXES if "." in name]
