"""Counting the rows of a result while it is written, and cutting it behind the last one that is wanted.

The engine has no cap on rows. It writes each format in one shape, so that the end of a row can be told in the bytes
without reading them as a document: each class below says by which rule, and why nothing else looks like it. Reading
the result back and writing it anew would take half as long again.
"""

from __future__ import annotations

import re


class Rows:
    """Passes a result on, piece by piece, up to `cap` rows (at least 1).

    `rows` is how many were passed on, right once end() was called or `truncated` is true; then nothing more is
    passed on and `closing` is what the document still needs; it tells of the cut, where the format lets it.
    """

    def __init__(self, cap: int) -> None:
        if cap < 1:
            raise ValueError(f"a cap of {cap} rows")
        self.cap = cap
        self.rows = 0
        self.truncated = False

    def pass_on(self, piece: bytes) -> bytes:
        """What may be written of the next piece."""
        raise NotImplementedError

    def end(self) -> bytes:
        """What was held back, once the last piece was passed on."""
        return b""

    def closing(self) -> bytes:
        """What ends a document that was cut."""
        return b""


class Lines(Rows):
    """TSV, N-Triples and N-Quads: literals have their line feeds escaped, so each line feed ends a row.

    `heading`: lines that are no rows.
    """

    def __init__(self, cap: int, heading: int = 1, notice: bytes = b"") -> None:
        super().__init__(cap)
        self._room = cap + heading
        self._heading = heading
        self._notice = notice

    def pass_on(self, piece: bytes) -> bytes:
        ends = self._count(piece)
        if ends < self._room:
            self._room -= ends
        else:
            cut = self._behind(piece, self._room)
            self._room = 0
            self.truncated = cut < len(piece)
            piece = piece[:cut]
        self.rows = max(0, self.cap - self._room)
        return piece

    def closing(self) -> bytes:
        return self._notice

    def _count(self, piece: bytes) -> int:
        """How many lines end in the next piece."""
        return piece.count(b"\n")

    def _behind(self, piece: bytes, line: int) -> int:
        """The offset behind so many ends of lines in the piece that was counted last."""
        return len(piece) - len(piece.split(b"\n", line)[-1])


class CsvLines(Lines):
    """CSV: a field with a line feed stands in quotation marks, where a quotation mark is two.

    So a line feed ends a row where the marks before it are even in number.
    """

    def __init__(self, cap: int) -> None:
        super().__init__(cap)
        self._open = 0
        self._was_open = 0

    def _count(self, piece: bytes) -> int:
        self._was_open = self._open
        if b'"' not in piece:
            return 0 if self._open else piece.count(b"\n")
        between = piece.split(b'"')
        self._open ^= (len(between) - 1) & 1
        return b"".join(between[self._was_open :: 2]).count(b"\n")

    def _behind(self, piece: bytes, line: int) -> int:
        if line == 0:
            return 0
        offset = 0
        for number, part in enumerate(piece.split(b'"')):
            ends = part.count(b"\n") if (number ^ self._was_open) & 1 == 0 else 0
            if ends >= line:
                return offset + super()._behind(part, line)
            line -= ends
            offset += len(part) + 1
        raise AssertionError("more lines than were counted")


class XmlRows(Rows):
    """SPARQL results in XML: in text and attributes < is escaped, so the tags of two neighbours are no text.

    A carriage return is written as a reference: the engine leaves it bare, and readers of XML take it for a line
    feed.
    """

    _BOUNDARY = b"</result><result>"
    _EMPTY = b"<results></results></sparql>"

    def __init__(self, cap: int) -> None:
        super().__init__(cap)
        self._held = b""

    def pass_on(self, piece: bytes) -> bytes:
        piece = self._held + piece
        found = piece.count(self._BOUNDARY)
        if self.rows + found >= self.cap:
            cut = -1
            for _ in range(self.cap - self.rows):
                cut = piece.index(self._BOUNDARY, cut + 1)
            self.rows, self.truncated = self.cap, True
            return piece[: cut + len(b"</result>")].replace(b"\r", b"&#13;")
        self.rows += found
        # A boundary that was counted may reach into what is held, but then lacks its beginning there.
        keep = max(len(piece) - len(self._EMPTY), 0)
        if (last := piece.rfind(self._BOUNDARY)) >= 0:
            keep = max(keep, last + len(self._BOUNDARY))
        self._held = piece[keep:]
        return piece[:keep].replace(b"\r", b"&#13;")

    def end(self) -> bytes:
        if not (self.rows == 0 and self._held.endswith(self._EMPTY)):
            self.rows += 1
        return self._held.replace(b"\r", b"&#13;")

    def closing(self) -> bytes:
        return b"</results></sparql><!-- " + cut_notice(self.cap, "rows") + b" -->"


class JsonRows(Rows):
    """SPARQL results in JSON: outside of strings },{ stands between two rows and nowhere else.

    Where neither row is empty it is }},{" with no comma or bracket behind; in a string that " would end it, and one
    of the two would follow. So only where {} stands in a piece the strings have to be told from the rest. Whether
    one is open where the piece begins is known from the quotation marks since the last boundary.
    """

    _FULL_ROWS = b'}},{"'
    _BETWEEN_FULL = re.compile(rb'\}\},\{"[^,}]')
    _STRING_OR_BETWEEN = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*(?:"|\\?\Z)|(\},\{)', re.DOTALL)
    _REST_OF_STRING = re.compile(rb'[^"\\]*(?:\\.[^"\\]*)*(?:"|\\?\Z)', re.DOTALL)
    _EMPTY = b"[]}}"
    # A boundary is judged when all that tells it is in sight: one byte in front of it, and two behind its three.
    _IN_SIGHT = 4

    def __init__(self, cap: int) -> None:
        super().__init__(cap)
        self._held = b""
        # Whether a string is open where the held bytes begin; they never begin within an escape.
        self._open = False

    def pass_on(self, piece: bytes) -> bytes:
        piece = self._held + piece
        limit = len(piece) - self._IN_SIGHT
        if limit < 1:
            self._held = piece
            return b""
        # rfind, because it takes a third of the time of `in`.
        boundaries = self._in_any(piece, limit) if piece.rfind(b"{}") >= 0 else None
        found = len(self._BETWEEN_FULL.findall(piece)) if boundaries is None else len(boundaries)
        if self.rows + found >= self.cap:
            if boundaries is None:
                boundaries = [between.start() + 1 for between in self._BETWEEN_FULL.finditer(piece)]
            cut = boundaries[self.cap - self.rows - 1] + 1
            self.rows, self.truncated = self.cap, True
            return piece[:cut]
        self.rows += found
        keep = limit - 1
        if piece.endswith(b"\\", 0, keep):
            keep = len(piece[:keep].rstrip(b"\\"))
        last = -1 if boundaries is not None else piece.rfind(self._FULL_ROWS, 0, limit)
        if last >= 0 and piece[last + len(self._FULL_ROWS)] not in b",}":  # no string is open between two rows
            self._open = _string_is_open(piece[last:keep], before=False)
        else:
            self._open = _string_is_open(piece[:keep], before=self._open)
        self._held = piece[keep:]
        return piece[:keep]

    def end(self) -> bytes:
        if not (self.rows == 0 and self._held.endswith(self._EMPTY)):
            self.rows += 1
        return self._held

    def closing(self) -> bytes:
        # Some readers, the engine's among them, refuse a member that the specification does not have.
        return b"]}}"

    def _in_any(self, piece: bytes, limit: int) -> list[int]:
        """Where the boundaries begin that are in sight, by reading all strings."""
        rest = self._REST_OF_STRING.match(piece) if self._open else None
        tokens = self._STRING_OR_BETWEEN.finditer(piece, rest.end() if rest else 0)
        return [token.start(1) for token in tokens if 1 <= token.start(1) < limit]


def _string_is_open(piece: bytes, *, before: bool) -> bool:
    """Whether a JSON string is open behind a piece that does not begin within an escape."""
    if b"\\" in piece:
        piece = piece.replace(b"\\\\", b"").replace(b'\\"', b"")
    return before ^ bool(piece.count(b'"') & 1)


def cut_notice(cap: int, what: str) -> bytes:
    """What a document says of its own cut, free of signs that would need an escape anywhere."""
    return f"cut: only the first {cap} {what} are here, there are more".encode()
