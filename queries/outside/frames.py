"""What server and worker say to each other: frames of a 4-byte big-endian length and that many bytes.

Server to worker: one frame, a request: a head of fixed size, and the query behind it. Worker to server: one frame
that begins with a letter, WHOLE_RESULT with rows and body, BEGUN_RESULT with the first bytes of one, or else is an
error in JSON. Behind BEGUN_RESULT come chunks, an empty frame, and one of JSON, which is an error or tells the
rows. Before the first request the worker says hello in one frame of JSON.

What a small query needs takes one write and one read each way, and no JSON, which takes as long as some queries.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, BinaryIO, NamedTuple

from queries.outside.dataset import Dataset
from queries.outside.errors import (
    MediaTypeRefused,
    OutsideQueryError,
    QueryEvaluationError,
    QuerySyntaxError,
    ResultTooLarge,
    UnknownGraph,
    WorkerDied,
)

LENGTH = struct.Struct(">I")
# Row cap, byte cap, and how long the media type and the JSON behind it are; the rest is the query.
_REQUEST = struct.Struct(">QQHI")
_FRAMED_REQUEST = struct.Struct(">IQQHI")
BEGUN_RESULT, WHOLE_RESULT = b"B", b"W"
WHOLE_HEAD = struct.Struct(">cQ?")
"""WHOLE_RESULT, how many rows, and whether the cap cut them; the body stands behind it."""
_FRAMED_WHOLE = struct.Struct(">IcQ?")
WHOLE = 1 << 20
"""A result up to so many bytes is sent whole; of a longer one that much comes with the first frame."""


_NO_PREFIXES: Mapping[str, str] = MappingProxyType({})
_NO_DATASET = Dataset()


class Request(NamedTuple):
    """A query to run: caps are in rows (or triples) and bytes; `prefixes` are for writing Turtle and its kin."""

    query: str
    media_type: str
    row_cap: int
    byte_cap: int
    prefixes: Mapping[str, str] = _NO_PREFIXES
    dataset: Dataset = _NO_DATASET

    def to_frame(self) -> bytes:
        """The request as one frame."""
        query, media_type, more = self.query.encode(), self.media_type.encode(), b""
        if self.prefixes or self.dataset:
            more = json.dumps([dict(self.prefixes), [self.dataset.default, self.dataset.named]]).encode()
        size = _REQUEST.size + len(media_type) + len(more) + len(query)
        head = _FRAMED_REQUEST.pack(size, self.row_cap, self.byte_cap, len(media_type), len(more))
        return b"".join((head, media_type, more, query))

    @classmethod
    def from_content(cls, content: bytes) -> Request:
        """The request that a frame's content holds."""
        row_cap, byte_cap, kind, extra = _REQUEST.unpack_from(content)
        kind += _REQUEST.size
        extra += kind
        media_type, query = content[_REQUEST.size : kind].decode(), content[extra:].decode()
        if extra == kind:
            return cls(query, media_type, row_cap, byte_cap)
        prefixes, (default, named) = json.loads(content[kind:extra])
        return cls(query, media_type, row_cap, byte_cap, prefixes, Dataset(tuple(default), tuple(named)))


@dataclass(frozen=True, slots=True)
class Answer:
    """A serialised result: `rows` counts solutions or triples (1 for ASK); `truncated` when the row cap cut it."""

    media_type: str
    body: bytes
    rows: int
    truncated: bool


# The errors that a worker can report: what each is called in a frame, and the arguments that make it again.
_ERRORS: dict[str, tuple[type[OutsideQueryError], tuple[str, ...]]] = {
    "syntax": (QuerySyntaxError, ("line", "column", "message")),
    "graph": (UnknownGraph, ("graph", "line", "column", "graphs")),
    "evaluation": (QueryEvaluationError, ("message",)),
    "media_type": (MediaTypeRefused, ("media_type", "offered")),
    "too_large": (ResultTooLarge, ("limit",)),
    "died": (WorkerDied, ("cause",)),
}


def error_to_json(error: OutsideQueryError) -> bytes:
    """An error as the content of the frame that stands in an answer's place.

    Raises KeyError for an error that is not a worker's to report.
    """
    names = {kind: name for name, (kind, _) in _ERRORS.items()}
    name = names[type(error)]
    return json.dumps({"error": name} | {key: getattr(error, key) for key in _ERRORS[name][1]}).encode()


def error_from_json(said: Mapping[str, Any]) -> OutsideQueryError:
    """The error that a worker's frame reports."""
    kind, attributes = _ERRORS[said["error"]]
    return kind(*(said[key] for key in attributes))


def whole_frame(rows: int, body: Sequence[bytes], *, truncated: bool) -> bytes:
    """The frame of a result that is sent whole; `body` in pieces."""
    size = WHOLE_HEAD.size + sum(map(len, body))
    return b"".join((_FRAMED_WHOLE.pack(size, WHOLE_RESULT, rows, truncated), *body))


def write_frame(stream: BinaryIO, content: bytes) -> None:
    """Write one frame; whoever writes the last one of several flushes. BrokenPipeError where nobody reads."""
    stream.write(LENGTH.pack(len(content)))
    stream.write(content)


def read_frame(stream: BinaryIO) -> bytes | None:
    """The content of the next frame; None where the stream ends, within a frame too."""
    length = stream.read(LENGTH.size)
    if len(length) < LENGTH.size:
        return None
    (expected,) = LENGTH.unpack(length)
    content = stream.read(expected)
    return content if len(content) == expected else None
