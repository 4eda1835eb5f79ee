"""Answers in words for pages: each row as a sentence with its names linked, and what it rests on."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup
from pyoxigraph import Literal, NamedNode

from graph.names import Said
from graph.store import Row
from queries.answer import Answer, claims_in
from queries.wording import headline, opening
from webui.language import language
from webui.words.marked_names import MarkedNames


@dataclass(frozen=True)
class Told:
    """What an answer says in the same words: the sentence, its voices and documents (IRIs) and its claims."""

    words: Markup
    voices: tuple[str, ...]
    documents: tuple[str, ...]
    claims: tuple[str, ...]


def told(answer: Answer) -> list[Told]:
    """Each row by the question's sentence pattern; rows that read the same are told once, with all that say so."""
    lines: dict[str, Told] = {}
    for row in answer.rows:
        names = MarkedNames(answer.names)
        quoted = [
            Said(term.value, term.language)
            for term in row.values()
            if isinstance(term, Literal) and term.language and term.value
        ]
        words = names.markup(headline(answer.question, [row], names, language(), opened=False), quoted=quoted)
        claims = [claim for column in answer.question.columns for claim in claims_in(column, row)]
        before = lines.get(words, Told(words, (), (), ()))
        lines[words] = Told(
            words,
            _all(before.voices, _iri(row, "voice")),
            _all(before.documents, _iri(row, "document")),
            _all(before.claims, *claims),
        )
    return list(lines.values())


def opened(answer: Answer) -> Markup:
    """What is said once before the rows; empty for most questions."""
    if not answer.rows:
        return Markup("")
    names = MarkedNames(answer.names)
    return names.markup(opening(answer.question, answer.rows[0], names, language()))


def _all(before: tuple[str, ...], *more: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*before, *filter(None, more))))


def _iri(row: Row, name: str) -> str:
    term = row.get(name)
    return term.value if isinstance(term, NamedNode) else ""
