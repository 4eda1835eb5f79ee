"""What every importer is: a pure reader that knows its own files and yields rows and problems."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from graph.importing.rows import Item
from graph.importing.source_file import SourceFile


@dataclass(frozen=True)
class Wishes:
    """What a person asks for besides the file: `dates` (YYYY-MM-DD) and the version of an index."""

    dates: tuple[str, ...] = ()
    index_version: str = ""


@dataclass(frozen=True)
class Head:
    """What table.yaml says before a row is read. `observed_on` "" means the latest day of the rows."""

    id: str
    kind: str
    label: Mapping[str, str]
    licence: str
    attribution: str
    address: str
    publisher: str = ""
    pass_on: bool = True
    observed_on: str = ""
    said: tuple[str, ...] = field(default=())
    """What was assumed rather than read, for the person to know: told in the summary."""


class RefusedError(Exception):
    """A file or a wish that cannot be met: `message`, the `mend`, and the line where there is one."""

    def __init__(self, message: str, mend: str, line: int = 1) -> None:
        self.message, self.mend, self.line = message, mend, line
        super().__init__(message)


class Importer(Protocol):
    """One source. Both readings are pure: the same bytes give the same rows, nothing else is looked at."""

    @property
    def source(self) -> str:
        """The word on the command line."""

    @property
    def several_benchmarks(self) -> bool:
        """Whether a version has scores on several instruments: a row's key then names the instrument, too."""

    def recognises(self, head: str) -> bool:
        """Whether a file that begins so is one of this source."""

    def heads(self, file: SourceFile, wishes: Wishes) -> list[Head]:
        """The tables that the file makes. Raises RefusedError for a wish that cannot be met."""

    def read(self, file: SourceFile, head: Head) -> Iterator[Item]:
        """The rows of one of those tables, in file order. Raises UnreadableError where reading cannot go on."""
