"""The tokeniser: every text is cut without loss, and each terminal of SPARQL is known."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queries.outside.tokens import Kind, place, significant, tokenise

SPARQL_TEXT = st.text(
    alphabet=st.sampled_from("SERVICEservice<>'\"#\\\n\r?$@:.{}()|^_-+*/=!&~ \t,;%0eu字é\x00\u00a0")
)


@given(st.one_of(st.text(), SPARQL_TEXT))
def test_the_tokens_give_the_text_back(text: str) -> None:
    tokens = list(tokenise(text))
    assert "".join(token.text for token in tokens) == text
    assert [token.start for token in tokens] == [sum(len(t.text) for t in tokens[:n]) for n in range(len(tokens))]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("'a'", Kind.STRING),
        ('"a\\"b"', Kind.STRING),
        ("'''a'b''c\nd'''", Kind.STRING),
        ('"""a""b\r\n\\""""', Kind.STRING),
        ("''", Kind.STRING),
        ("'字\\u5B57\\U00005B57'", Kind.STRING),
        ("<http://example.org/SERVICE#x'y>", Kind.IRI),
        ("<>", Kind.IRI),
        ("<http://example.org/\\u5B57>", Kind.IRI),
        ('# it\'s <a> "comment"', Kind.COMMENT),
        ("?service", Kind.VARIABLE),
        ("$字節", Kind.VARIABLE),
        ("service:x", Kind.NAME),
        ("ex:SERVICE", Kind.NAME),
        ("ex:a\\-b\\'c\\#d", Kind.NAME),
        ("ex:a.b..c", Kind.NAME),
        ("ex:%27%23", Kind.NAME),
        (":", Kind.NAME),
        ("模型:字節", Kind.NAME),
        ("_:b1.c", Kind.BLANK_NODE),
        ("@zh-Hant", Kind.LANGUAGE),
        ("@ar--rtl", Kind.LANGUAGE),
        ("1", Kind.NUMBER),
        (".5", Kind.NUMBER),
        ("1.5e-10", Kind.NUMBER),
        ("1.e3", Kind.NUMBER),
        ("SERVICE", Kind.WORD),
        ("<<(", Kind.PUNCTUATION),
        ("^^", Kind.PUNCTUATION),
    ],
)
def test_a_terminal_is_one_token(text: str, kind: Kind) -> None:
    assert [(token.kind, token.text) for token in tokenise(text)] == [(kind, text)]


@pytest.mark.parametrize(
    ("text", "texts"),
    [
        ("?a<?b", ["?a", "<", "?b"]),
        ("?a<=?b", ["?a", "<=", "?b"]),
        ("ex:a.", ["ex:a", "."]),
        ("_:a. ", ["_:a", "."]),
        ("1.", ["1", "."]),
        ("'''a''''b'", ["'''a'''", "'b'"]),
        ("'a\n'", ["'", "a", "\n", "'"]),
        ("'a\\q'", ["'", "a", "\\", "q", "'"]),
        ("# one\r# two\n", ["# one", "\r", "# two", "\n"]),
        ("'a'@en^^", ["'a'", "@en", "^^"]),
        ("1SERVICE", ["1", "SERVICE"]),
        ("ex:a?b", ["ex:a", "?b"]),
        ("<<ex:a ex:b ex:c>>", ["<<", "ex:a", "ex:b", "ex:c", ">>"]),
    ],
)
def test_neighbours_are_told_apart(text: str, texts: list[str]) -> None:
    assert [token.text for token in tokenise(text) if token.text != " "] == texts


def test_white_space_and_comments_can_be_left_out() -> None:
    assert [token.text for token in significant("ASK # no\n { }")] == ["ASK", "{", "}"]


@pytest.mark.parametrize("text", ["a." * 20_000, "_:a.." * 8_000, "'''\\q" * 8_000, "<a" * 20_000])
def test_time_grows_with_the_length_and_not_with_its_square(text: str) -> None:
    began = time.process_time()
    list(tokenise(text))
    assert time.process_time() - began < 2  # the square takes much longer


def test_a_place_counts_lines_and_columns_from_one_in_code_points() -> None:
    assert place("字節\n 𠮷x", 0) == (1, 1)
    assert place("字節\n 𠮷x", 2) == (1, 3)
    assert place("字節\n 𠮷x", 5) == (2, 3)
