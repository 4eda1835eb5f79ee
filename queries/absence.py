"""Why an answer is empty: which of the parameters and clocks given leaves nothing, and what there is without it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from queries.question import Question


@dataclass(frozen=True)
class Without:
    """The fewest parameters (and clocks) without which there is an answer, and how many rows it then has.

    `given` is what remains to be asked with.
    """

    dropped: tuple[str, ...]
    rows: int
    given: Mapping[str, str]


def without(
    question: Question, given: Mapping[str, str], rows: Callable[[Mapping[str, str]], Sequence[object]]
) -> tuple[Without, ...]:
    """For an empty answer: each smallest set of what was given that leaves nothing; empty where nothing else helps.

    In: what was given (name -> text), and how to get the rows for some of it. What a question needs, and what
    has its default, stays. Sets are tried from single ones upward and only as far as one size answers.
    """
    free = [name for name in given if _is_free(question, name, given[name])]
    for size in range(1, len(free) + 1):
        found = tuple(_answering(free, size, given, rows))
        if found:
            return found
    return ()


def _answering(
    free: Sequence[str],
    size: int,
    given: Mapping[str, str],
    rows: Callable[[Mapping[str, str]], Sequence[object]],
) -> Iterator[Without]:
    for dropped in combinations(free, size):
        kept = {name: text for name, text in given.items() if name not in dropped}
        if count := len(rows(kept)):
            yield Without(dropped, count, kept)


def _is_free(question: Question, name: str, text: str) -> bool:
    parameter = question.parameter(name)
    return parameter is None or not (parameter.required or text == parameter.default)
