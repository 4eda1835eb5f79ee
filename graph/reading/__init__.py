"""Files -> Knowledge: all is read and checked before anything is refused, so that all errors come at once."""

from __future__ import annotations

from graph.inputs import Inputs
from graph.model import Knowledge
from graph.problems import DataError
from graph.reading.checks import check
from graph.reading.files import load_files
from graph.reading.records import knowledge
from graph.reading.tables import read_tables
from ontology.vocabulary import Vocabulary


def read(inputs: Inputs, vocabulary: Vocabulary) -> Knowledge:
    """Read all inputs.

    Raises DataError with every problem of form and of reference, each with file, line and mend.
    """
    files = load_files(inputs)
    tables, wrong = read_tables(files)
    problems = [*files.problems, *check(files, vocabulary), *wrong]
    if problems:
        raise DataError(problems)
    return knowledge(files, tables)
