"""The tokeniser: every text is cut without loss, and each terminal of SPARQL is known."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queries.outside import tokens
from queries.outside.tokens import Kind, place, significant, tokenise

SPARQL_TEXT = st.text(
    alphabet=st.sampled_from("SERVICEservice<>'\"#\\\n\r?$@:.{}()|^_-+*/=!&~ \t,;%0eu字é\x00\u00a0")
)


@given(st.one_of(st.text(), SPARQL_TEXT))
def test_the_tokens_give_the_text_back(text: str) -> None:
    cut = list(tokenise(text))
    assert "".join(token.text for token in cut) == text
    assert [token.start for token in cut] == [sum(len(t.text) for t in cut[:n]) for n in range(len(cut))]


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


class Counted:
    """An expression that counts the characters it has read."""

    def __init__(self, expression: re.Pattern[str]) -> None:
        self._expression = expression
        self.read = 0

    def match(self, text: str, position: int) -> re.Match[str] | None:
        found = self._expression.match(text, position)
        self.read += found.end() - position if found else 1
        return found


@pytest.mark.parametrize(
    "part",
    [
        *("a.", "_:a..", "<a", "'''\\q", "\\'", '\\"', "\\'''", '\\"""', "\\\"'", "\\\"\\'", "\"'", '\\"\n'),
        '"""\\"\\',
    ],
)
@pytest.mark.parametrize("opening", ["", '"', "'", '"""', "'''", "'\""])
@pytest.mark.parametrize("times", [500, 1000, 2000])
def test_what_is_read_grows_with_the_length_and_not_with_its_square(
    part: str, opening: str, times: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    strings = {marks: Counted(expression) for marks, expression in tokens._strings().items()}
    run = Counted(tokens._run())
    terminals = {names: Counted(tokens._terminals(names=names)) for names in (True, False)}
    monkeypatch.setattr(tokens, "_strings", lambda: strings)
    monkeypatch.setattr(tokens, "_run", lambda: run)
    monkeypatch.setattr(tokens, "_terminals", lambda names: terminals[names])
    text = opening + part * times
    assert "".join(token.text for token in tokenise(text)) == text
    assert sum(each.read for each in (*strings.values(), run, *terminals.values())) <= 8 * len(text)


@given(st.text(st.sampled_from("\"\"\"'''\\\\\n\ranu0 #<>?:.")))
def test_what_is_remembered_of_unclosed_strings_changes_no_token(text: str) -> None:
    for token in tokenise(text):
        if token.text[0] in "\"'":
            afresh = tokens._StringEnds(text).end(token.start)
            assert afresh == (token.end if token.kind is Kind.STRING else None)


def test_a_place_counts_lines_and_columns_from_one_in_code_points() -> None:
    assert place("字節\n 𠮷x", 0) == (1, 1)
    assert place("字節\n 𠮷x", 2) == (1, 3)
    assert place("字節\n 𠮷x", 5) == (2, 3)
