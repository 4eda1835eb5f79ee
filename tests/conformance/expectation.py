"""What a case expects: the answer in its result file, the form to ask for, and whether the order of rows counts."""

from __future__ import annotations

from pathlib import Path

from queries.outside.tokens import Kind, significant
from tests.conformance import answers
from tests.conformance.answers import Answer, read_answer, read_result_set
from tests.conformance.suite import ADDRESS, Case

_ASKED_AS = {
    ".srx": answers.XML,
    ".srj": answers.JSON,
    ".tsv": answers.TSV,
    ".csv": answers.CSV,
    ".nt": answers.N_TRIPLES,
}


def expected(case: Case, top: Path) -> tuple[Answer, str]:
    """The answer of the suite, and the media type in which to ask for ours. In: the folder w3c/sparql.

    Raises ValueError for an evaluation test without a result file.
    """
    if case.result is None:
        raise ValueError(f"{case.name} gives no result")
    body = case.result.read_bytes()
    media_type = _ASKED_AS.get(case.result.suffix)
    if media_type:
        return read_answer(body, media_type), media_type
    answer = read_result_set(body, ADDRESS + case.result.relative_to(top).as_posix())
    return answer, answers.TURTLE if isinstance(answer, answers.Graph) else answers.JSON


def is_ordered(case: Case, answer: Answer) -> bool:
    """Whether the result itself numbers its rows, or ORDER BY stands in the query outside all brackets."""
    if isinstance(answer, answers.Table) and answer.numbered:
        return True
    depth = 0
    for token in significant(case.query):
        if token.kind is Kind.PUNCTUATION:
            depth += {"{": 1, "(": 1, "}": -1, ")": -1}.get(token.text, 0)
        if depth == 0 and token.kind is Kind.WORD and token.text.upper() == "ORDER":
            return True
    return False
