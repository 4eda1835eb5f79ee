"""Large JSON piece by piece: the members of the outermost objects, and the items of chosen members one at a time.

Only one item is in memory at a time, and every item has its line, so that a wrong one can be told. Several
documents may follow one another in a file (the pages of an answer, joined).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from graph.importing.source_file import SourceFile, UnreadableError
from graph.problems import Problem

LARGEST_ITEM = 16_000_000
"""Characters. The largest item of the files at hand has about 6,000."""
MOST_NAMES = 1_000_000
"""In one object. They are held in memory, so that one that stands twice is found; the files have some hundreds."""
_SPACE = re.compile(r"[ \t\r\n]*")


@dataclass(frozen=True)
class Piece:
    """`member` of document number `document` (from 0); `key`: index or name of the item within it, or None.

    A member that is not spread comes whole, with key None.
    """

    document: int
    member: str
    key: int | str | None
    line: int
    value: Any


class _NotPlainError(ValueError):
    """A number such as NaN, or a name that stands twice in one object."""


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _NotPlainError("a name stands twice in one object")
    return found


def _refuse_constant(word: str) -> Any:
    raise _NotPlainError(f"{word} is no number")


def _whole(digits: str) -> Any:
    return int(digits) if len(digits) < 40 else Decimal(digits)


_DECODER = json.JSONDecoder(
    parse_float=Decimal, parse_int=_whole, parse_constant=_refuse_constant, object_pairs_hook=_members
)


def json_pieces(file: SourceFile, spread: frozenset[str]) -> Iterator[Piece]:
    """The pieces of a file whose documents are objects; members named in `spread` come item by item.

    Numbers come as int or Decimal, so that no digit is lost. Raises UnreadableError with the line for a file that
    is cut off, is no JSON or no object, and for an item beyond LARGEST_ITEM.
    """
    walk = _Walk(file, file.text_blocks())
    document = 0
    while walk.peek():
        yield from _document(walk, document, spread)
        document += 1
    if not document:
        raise walk.unreadable("nothing in it")


def _document(walk: _Walk, document: int, spread: frozenset[str]) -> Iterator[Piece]:
    walk.take("{", "the file does not begin with an object {...}")
    for name in walk.names("}"):
        if name in spread and walk.peek() == "[":
            walk.take("[")
            for index, _ in enumerate(walk.items()):
                yield Piece(document, name, index, walk.line, walk.value())
        elif name in spread and walk.peek() == "{":
            walk.take("{")
            for key in walk.names("}"):
                yield Piece(document, name, key, walk.line, walk.value())
        else:
            yield Piece(document, name, None, walk.line, walk.value())


@dataclass
class _Walk:
    """A place in the text: `buffer` from `at` on is not read yet; `line` is the line of that place."""

    file: SourceFile
    blocks: Iterator[str]
    buffer: str = ""
    at: int = 0
    line: int = 1
    ended: bool = field(default=False)

    def peek(self) -> str:
        """The next character that is no white space, or "" at the end."""
        while True:
            end = _SPACE.match(self.buffer, self.at).end()  # type: ignore[union-attr]  # it matches nothing, too
            if end > self.at:
                self._pass(end)
            if self.at < len(self.buffer):
                return self.buffer[self.at]
            if not self._more():
                return ""

    def take(self, sign: str, otherwise: str = "") -> None:
        """Pass `sign`, which must come next."""
        if (found := self.peek()) != sign:
            raise self.unreadable(otherwise or f"{found!r} where {sign!r} must stand" if found else "it is cut off")
        self._pass(self.at + 1)

    def items(self) -> Iterator[None]:
        """Stop at each item of an array whose [ was taken; the caller reads the item."""
        if self.peek() == "]":
            self.take("]")
            return
        while True:
            self.peek()
            yield
            if self.peek() == "]":
                self.take("]")
                return
            self.take(",")

    def names(self, end: str) -> Iterator[str]:
        """Stop at each value of an object whose { was taken, giving its name; the caller reads the value."""
        if self.peek() == end:
            self.take(end)
            return
        seen: set[str] = set()
        while True:
            if self.peek() != '"':
                self.take('"')
            name = self.value()
            if name in seen:
                raise self.unreadable(f"the name {name[:60]!r} stands twice in one object")
            if len(seen) >= MOST_NAMES:
                raise self.unreadable(f"more than {MOST_NAMES:,} names in one object")
            seen.add(name)
            self.take(":")
            self.peek()
            yield name
            if self.peek() == end:
                self.take(end)
                return
            self.take(",")

    def value(self) -> Any:
        """The value that comes next, whole."""
        self.peek()
        while True:
            try:
                value, end = _DECODER.raw_decode(self.buffer, self.at)
            except _NotPlainError as error:
                raise self.unreadable(str(error)) from error
            except RecursionError as error:
                raise self.unreadable("nested too deep") from error
            except json.JSONDecodeError as error:
                if len(self.buffer) - self.at > LARGEST_ITEM:
                    raise self.unreadable("an item that never ends") from error
                if not self._more():
                    raise self._broken(error) from error
                continue
            # A number may go on in the next block.
            if end < len(self.buffer) or not self._more():
                self._pass(end)
                return value

    def _broken(self, error: json.JSONDecodeError) -> UnreadableError:
        line = self.line + self.buffer.count("\n", self.at, error.pos)
        cut = error.pos >= len(self.buffer.rstrip()) or error.msg.startswith("Unterminated")
        said = "it is cut off" if cut else f"no JSON: {error.msg}"
        return UnreadableError(Problem(self.file.name, line, said, "get the file again, as the source gives it"))

    def unreadable(self, message: str) -> UnreadableError:
        """An error at this place."""
        return UnreadableError(Problem(self.file.name, self.line, message, "the file as the source gives it"))

    def _pass(self, end: int) -> None:
        self.line += self.buffer.count("\n", self.at, end)
        self.at = end

    def _more(self) -> bool:
        """Read on, at least as much again as is held, so that a long item costs no square of its length."""
        wanted, parts = max(1, len(self.buffer) - self.at), [self.buffer[self.at :]]
        while wanted > 0 and (block := next(self.blocks, "")):
            parts.append(block)
            wanted -= len(block)
        self.ended = len(parts) == 1
        self.buffer, self.at = "".join(parts), 0
        return not self.ended
