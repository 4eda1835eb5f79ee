"""What server and worker say to each other: frames of a 4-byte big-endian length and that many bytes.

Server to worker: one frame, a request in JSON. Worker to server: one frame of JSON, which is an error or says "ok".
Behind "ok" comes the body: where it is "whole" in one frame; else in chunks, an empty frame, and again one of JSON,
which is an error or tells the rows. Before the first request the worker says hello in one frame of JSON.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO

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
WHOLE = 1 << 20
"""A result up to so many bytes is sent whole; of a longer one that much comes with the first frame."""


@dataclass(frozen=True, slots=True)
class Request:
    """A query to run: caps are in rows (or triples) and bytes; `prefixes` are for writing Turtle and its kin."""

    query: str
    media_type: str
    row_cap: int
    byte_cap: int
    prefixes: Mapping[str, str] = field(default_factory=dict)
    dataset: Dataset = field(default_factory=Dataset)

    def to_json(self) -> bytes:
        """The request as one frame's content."""
        said: list[Any] = [self.query, self.media_type, self.row_cap, self.byte_cap]
        if self.prefixes or self.dataset:
            said += [dict(self.prefixes), [self.dataset.default, self.dataset.named]]
        return json.dumps(said).encode()

    @classmethod
    def from_json(cls, content: bytes) -> Request:
        """The request that a frame's content holds."""
        said = json.loads(content)
        if len(said) == 4:
            return cls(*said)
        query, media_type, row_cap, byte_cap, prefixes, (default, named) = said
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
