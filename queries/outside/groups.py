"""The groups of patterns of a query and what stands in them, as far as tokens tell.

No grammar is checked: of a text that is no query some groups or none are found, never an error.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from queries.outside.tokens import Kind, Token

_CLAUSES = frozenset({"FILTER", "BIND", "VALUES", "OPTIONAL", "MINUS", "UNION", "GRAPH", "SERVICE", "LATERAL"})
_DEEPEST = 50


@dataclass(slots=True)
class Group:
    """A group of patterns { ... }: the words before it, its own tokens without nested groups, and these.

    In `tokens`, a nested group stands as its opening brace alone, in the order of `groups`.
    """

    before: tuple[str, ...]
    tokens: list[Token] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)

    @property
    def within(self) -> Iterator[Group]:
        """The group and all in it, outer ones first."""
        yield self
        for group in self.groups:
            yield from group.within

    @property
    def variables(self) -> set[str]:
        """The variables and blank nodes of the group and all in it."""
        return {variable(token) for group in self.within for token in group.tokens if is_variable(token)}


@dataclass(slots=True)
class Statement:
    """Triple patterns with one subject, or one thing that is no triple pattern (then `patterns` is 0)."""

    tokens: list[Token]
    variables: set[str]
    patterns: int


def pattern_groups(tokens: tuple[Token, ...]) -> Iterator[Group]:
    """All groups of patterns of a query, outer ones first; not templates, nor the rows of VALUES.

    None at all where they are nested deeper than anybody writes them.
    """
    root = Group(())
    open_groups = [root]
    for index, token in enumerate(tokens):
        if token.text == "{":
            before = tuple(word.text.upper() for word in tokens[max(0, index - 3) : index])
            group = Group(before)
            open_groups[-1].tokens.append(token)
            open_groups[-1].groups.append(group)
            open_groups.append(group)
            if len(open_groups) > _DEEPEST:
                return
        elif token.text == "}":
            if len(open_groups) > 1:
                open_groups.pop()
        else:
            open_groups[-1].tokens.append(token)
    for outer in root.groups:
        for group in outer.within:
            if not (group.before[-1:] == ("CONSTRUCT",) or "VALUES" in group.before or _is_rows(group)):
                yield group


def _is_rows(group: Group) -> bool:
    return group.before[-1:] == (")",) and not any(token.text in (".", ";") for token in group.tokens)


def is_variable(token: Token) -> bool:
    """Whether it stands for what may be anything: a variable or a blank node."""
    return token.kind in (Kind.VARIABLE, Kind.BLANK_NODE)


def variable(token: Token) -> str:
    """The name of a variable in one of its two spellings, or that of a blank node."""
    return "?" + token.text[1:] if token.kind is Kind.VARIABLE else token.text


def statements(group: Group) -> list[Statement]:
    """What a group consists of; a sub-select is one thing. Filters are left out."""
    if group.tokens and group.tokens[0].text.upper() == "SELECT":
        return [Statement(group.tokens[:1], group.variables, 0)]
    found: list[Statement] = []
    nested = iter(group.groups)
    current: list[Token] = []
    tokens = iter(group.tokens)

    def end() -> None:
        if current:
            names = {variable(token) for token in current if is_variable(token)}
            found.append(Statement(list(current), names, _patterns(current)))
            current.clear()

    depth = 0
    for token in tokens:
        word = token.text.upper() if token.kind is Kind.WORD else ""
        depth += _step(token)
        if token.text == "{":
            end()
            found.append(Statement([token], next(nested).variables, 0))
        elif word in _CLAUSES:
            end()
            found.append(_clause(word, token, tokens, nested))
        elif token.text == "." and depth == 0:
            end()
        else:
            current.append(token)
    end()
    return [statement for statement in found if statement.tokens]


def _clause(word: str, keyword: Token, tokens: Iterator[Token], nested: Iterator[Group]) -> Statement:
    """One clause behind its keyword, taken from `tokens`; a filter comes without tokens: it joins nothing."""
    names: set[str] = set()
    depth = 0
    for token in tokens:
        depth += _step(token)
        if is_variable(token):
            names.add(variable(token))
        if token.text == "{":
            names |= next(nested).variables
        # A clause ends with its group, and an expression with its last bracket.
        if depth == 0 and (token.text == "{" or (token.text == ")" and word in ("FILTER", "BIND"))):
            break
    return Statement([] if word == "FILTER" else [keyword], names, 0)


def _step(token: Token) -> int:
    return (token.text in ("(", "[", "<<(", "<<", "{|")) - (token.text in (")", "]", ")>>", ">>", "|}"))


def _patterns(statement: list[Token]) -> int:
    """How many triple patterns one subject has, at least."""
    if len(statement) < 3:
        return 0
    count, depth = 1, 0
    for token, after in zip(statement, [*statement[1:], None], strict=True):
        depth += _step(token)
        if depth == 0 and (token.text == "," or (token.text == ";" and after is not None and after.text != ";")):
            count += 1
    return count
