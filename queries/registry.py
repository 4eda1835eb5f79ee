"""All named questions: loaded from queries/*.rq, each checked against its own query."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from graph.problems import nearest
from ontology.rq import QueryFileError, load_rq
from queries.question import THEMES, Question, QuestionError, question_of

_FOLDER = Path(__file__).parent


class UnknownQuestionError(KeyError):
    """There is no question of this name."""

    def __init__(self, name: str, mend: str) -> None:
        super().__init__(name)
        self.name, self.mend = name, mend

    def __str__(self) -> str:
        return f"no question {self.name!r} ({self.mend})"


def load_questions(folder: Path = _FOLDER) -> Mapping[str, Question]:
    """Every question of a folder by name.

    Raises QuestionError that names every file whose header does not fit its query.
    """
    found: dict[str, Question] = {}
    wrong: list[str] = []
    for path in sorted(folder.glob("*.rq")):
        try:
            found[path.stem] = question_of(load_rq(path))
        except (QuestionError, QueryFileError) as error:
            wrong.append(str(error))
    wrong += [
        f"queries/{each.name}.rq: chart-of: {each.chart_of} is no question with a chart"
        for each in found.values()
        if each.chart_of is not None and (each.chart_of not in found or found[each.chart_of].chart is None)
    ]
    if wrong:
        raise QuestionError("\n".join(wrong))
    return found


@lru_cache
def questions() -> Mapping[str, Question]:
    """The questions that the package ships."""
    return load_questions()


def by_theme() -> Mapping[str, tuple[Question, ...]]:
    """The shipped questions by what they are about, in the order of THEMES; a theme without one is left out."""
    found = {theme: tuple(q for q in questions().values() if q.theme == theme) for theme in THEMES}
    return {theme: asked for theme, asked in found.items() if asked}


def question(name: str) -> Question:
    """The shipped question of this name; raises UnknownQuestionError with the nearest name."""
    known = questions()
    if name not in known:
        raise UnknownQuestionError(name, nearest(name, known) or f"one of {', '.join(known)}")
    return known[name]
