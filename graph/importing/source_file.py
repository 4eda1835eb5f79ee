"""A source's file: its name, its bytes as a stream, and the guards without which reading could fill the memory."""

from __future__ import annotations

import codecs
import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from graph.importing.words import is_day
from graph.problems import Problem

LONGEST_LINE = 4_000_000
"""Bytes. The longest line of the files at hand has about 40,000; a binary file may have no line break at all."""
HEAD = 64 * 1024
_DAY = re.compile(r"(?<![0-9])([0-9]{4})-?([0-9]{2})-?([0-9]{2})(?![0-9])")


class UnreadableError(Exception):
    """Reading cannot go on; `problem` says where and why."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(str(problem))


@dataclass(frozen=True)
class SourceFile:
    """`name` is shown to people; `open` starts the bytes anew each time."""

    name: str
    open: Callable[[], BinaryIO]

    @classmethod
    def at(cls, path: Path) -> SourceFile:
        """The file at `path`."""
        return cls(path.name, lambda: path.open("rb"))

    def sha256(self) -> str:
        """The digest of the bytes, in hex."""
        with self.open() as stream:
            digest = hashlib.sha256()
            while block := stream.read(1 << 20):
                digest.update(block)
        return digest.hexdigest()

    def head(self) -> str:
        """The first 64 KiB as text, by which an importer knows its own files; what is no text is dropped."""
        with self.open() as stream:
            return stream.read(HEAD).decode("utf-8-sig", errors="ignore")

    def beginning(self) -> str:
        """In words what a file begins with that is of no source."""
        with self.open() as stream:
            raw = stream.read(400)
        if not raw:
            return "it is empty"
        if raw.startswith((b"\x1f\x8b", b"PK\x03\x04", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd")):
            return "it is packed"
        if b"\x00" in raw:
            return "it is no UTF-8 text"
        line = raw.decode("utf-8-sig", errors="replace").strip().partition("\n")[0].strip()
        return f"it begins with {line[:80]!r}"

    def day_in_name(self) -> str:
        """The day of the calendar that the file's name carries (2025-08-06 or 20250806), else ""."""
        found = [f"{year}-{month}-{day}" for year, month, day in _DAY.findall(self.name)]
        return found[-1] if found and is_day(found[-1]) else ""

    def lines(self) -> Iterator[str]:
        """The lines with their line breaks.

        Raises UnreadableError for what is not UTF-8, for a line beyond LONGEST_LINE, and for a last line without
        a line break: a file that was cut off between two cells cannot be told from a whole one otherwise.
        """
        number = 0
        with self.open() as stream:
            while raw := stream.readline(LONGEST_LINE):
                number += 1
                if not raw.endswith(b"\n"):
                    raise UnreadableError(self._unfinished(number, raw))
                try:
                    text = raw.decode("utf-8")
                except UnicodeDecodeError as error:
                    message = f"not UTF-8 (byte {error.start} of the line)"
                    raise UnreadableError(
                        Problem(self.name, number, message, "get the file again, or save it as UTF-8")
                    ) from error
                yield text.removeprefix("\ufeff") if number == 1 else text

    def _unfinished(self, number: int, raw: bytes) -> Problem:
        if len(raw) >= LONGEST_LINE:
            return Problem(
                self.name, number, f"a line of more than {LONGEST_LINE:,} bytes", "is it the right file?"
            )
        mend = "get the file again; if it is whole, end it with a line break"
        return Problem(self.name, number, "the file ends within a line: it is cut off", mend)

    def text_blocks(self, size: int = HEAD) -> Iterator[str]:
        """The text in blocks, for formats without lines; raises UnreadableError for what is not UTF-8."""
        decoder = codecs.getincrementaldecoder("utf-8-sig")()
        line = 1
        with self.open() as stream:
            while True:
                raw = stream.read(size)
                try:
                    text = decoder.decode(raw, final=not raw)
                except UnicodeDecodeError as error:
                    problem = Problem(self.name, line, "not UTF-8 from here on", "get the file again")
                    raise UnreadableError(problem) from error
                line += text.count("\n")
                if text:
                    yield text
                if not raw:
                    return
