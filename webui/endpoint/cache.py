"""Whole answers of the endpoint, kept within a number of bytes: the oldest that nobody asked for goes first.

A snapshot never changes, so an answer holds as long as its key does: the query's text, its data set, what the
engine writes, the row cap, and the snapshot with or without its private layer. Two ways lead to one: by that key,
and, shorter, by a request that was answered from it before, told by its bytes.
"""

from __future__ import annotations

import hashlib
import re
import sys
import zlib
from collections import OrderedDict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import NamedTuple

from ontology.namespaces import BASE
from queries.outside.dataset import Dataset
from webui.endpoint.formats import JSON

CUT = f"{BASE}problem/result-cut"
GZIP = "gzip"
CODINGS = (GZIP,)
"""Codings a body can be had in, besides as it is."""

SMALLEST_CODED = 1024
"""Bytes: a body below this fits in a packet or two anyhow."""

_LEVEL = 5
_OVERHEAD = 600
"""Bytes that an entry costs beside its bodies, and a shortcut beside its request: measured, rounded up."""
_SHORTCUTS = 8
"""Different requests (headers included) that may lead to one answer the short way."""
_LARGEST = 4
"""An answer may take one part in so many of the cache."""
_TAGS = 16_384
"""Keys whose tags are remembered longer than their answers: a client that has the answer need not wait for it."""
# A word may be glued to the one before it (ORDER BYRAND()); ?brand then only costs its place in the cache.
_VOLATILE = re.compile(r"(?<![?$:])(?:NOW|RAND|UUID|STRUUID)(?![\w:])", re.IGNORECASE | re.ASCII)


class Key(NamedTuple):
    """What an answer depends on. `snapshot` names the folder, and so the private layer's content as well."""

    snapshot: str
    overlay: bool
    query: str
    dataset: Hashable
    written: str
    row_cap: int

    @property
    def held(self) -> int:
        """Bytes that it keeps in memory: the texts that a client sends."""
        return sys.getsizeof(self.query) + (_held(self.dataset) if self.dataset else 0)

    @property
    def name(self) -> int:
        """Its hash, by which it can be remembered without what it holds.

        Of 64 bits, and salted for each process. Were two keys ever to share one, a client would still have to send
        the tag of the other query's answer with this query.
        """
        return hash(self)


@dataclass(slots=True, eq=False)
class Kept:
    """A whole answer: what the engine wrote, how many rows, whether the cap cut it, seconds in the worker."""

    media_type: str
    body: bytes
    rows: int
    truncated: bool
    seconds: float
    digest: str = ""
    coded: dict[str, bytes] | None = None
    shortcuts: list[Hashable] | None = None
    size: int = 0

    def __post_init__(self) -> None:
        if self.truncated and self.media_type == JSON:
            self.body = with_notice(self.body)
        self.digest = hashlib.sha256(self.body).hexdigest()[:32]
        self.size = len(self.body) + _OVERHEAD

    def coded_in(self, coding: str) -> bytes:
        """The body in a coding; the work is done once."""
        if coding == "identity":
            return self.body
        if self.coded is None:  # most answers are asked for once, and as they are
            self.coded = {}
        if coding not in self.coded:
            self.coded[coding] = compressor(coding).whole(self.body)
        return self.coded[coding]


@dataclass(frozen=True, slots=True)
class Ready:
    """A response as it went out: headers and body, and the tag by which a client knows it."""

    headers: list[tuple[str, str]]
    body: bytes
    tag: str


class Compressor:
    """Compresses a body piece by piece."""

    def __init__(self) -> None:
        self._engine = zlib.compressobj(_LEVEL, zlib.DEFLATED, zlib.MAX_WBITS | 16)

    def piece(self, content: bytes) -> bytes:
        """What is ready of the compressed body once `content` has been added."""
        return self._engine.compress(content)

    def end(self) -> bytes:
        """The rest."""
        return self._engine.flush()

    def whole(self, content: bytes) -> bytes:
        """A body that is all there."""
        return self.piece(content) + self.end()


def with_notice(body: bytes) -> bytes:
    """A result in JSON that was cut, with a link in its head that says so.

    SPARQL 1.1 Query Results JSON Format, 3.1.2: "link" names where more is said of the results. Readers refuse
    members that the specification does not have (the engine's own one does).
    """
    head, end, rest = body.partition(b"]}")
    return head + b'],"link":["' + CUT.encode() + b'"]}' + rest if end and b'"results"' in rest[:20] else body


def compressor(coding: str) -> Compressor:
    """The compressor of one of CODINGS."""
    if coding != GZIP:
        raise ValueError(f"no coding {coding}")
    return Compressor()


def tag_of(digest: str, media_type: str, coding: str = "identity") -> str:
    """The strong entity tag of one representation of an answer: its bytes, its type, its coding."""
    kind = media_type.rpartition("/")[2]
    return f'"{digest}.{kind}"' if coding == "identity" else f'"{digest}.{kind}.{coding}"'


def holds(if_none_match: str, tags: Sequence[str]) -> bool:
    """Whether a client that sent this If-None-Match has one of these representations (RFC 9110, section 13.1.2)."""
    given = if_none_match.strip()
    if given == "*":
        return True
    return any(tag in given for tag in tags if tag)


class AnswerCache:
    """Answers by key, at most `limit` bytes of them (0: none is kept); safe to use from many threads."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.largest = limit // _LARGEST
        self.bytes = self.hits = self.misses = 0
        self._lock = Lock()
        self._kept: OrderedDict[Key, Kept] = OrderedDict()
        self._ready: dict[Hashable, tuple[Key, Ready]] = {}
        self._tags: OrderedDict[int, str] = OrderedDict()

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, key: Key) -> Kept | None:
        """The answer of a key, which counts as a hit or a miss."""
        with self._lock:
            found = self._kept.get(key)
            if found is None:
                self.misses += 1
                return None
            self.hits += 1
            self._kept.move_to_end(key)
            return found

    def digest(self, key: Key) -> str:
        """The digest of a key's answer, also when the answer itself had to go; "" where it was never known."""
        name = key.name
        with self._lock:
            return self._tags.get(name, "")

    def put(self, key: Key, kept: Kept) -> bool:
        """Keep an answer, unless it is too large or depends on more than its key; whether it was kept."""
        return is_repeatable(key.query) and self.keep(key, kept)

    def keep(self, key: Key, kept: Kept) -> bool:
        """Keep an answer that depends on its key alone, unless it is too large; whether it was kept."""
        name = key.name
        with self._lock:
            self._tags[name] = kept.digest
            self._tags.move_to_end(name)
            if len(self._tags) > _TAGS:
                self._tags.popitem(last=False)
            kept.size += key.held
            if kept.size > self.largest:
                return False
            if key in self._kept:
                self._drop(key)
            self._kept[key] = kept
            self.bytes += kept.size
            self._shrink()
            return True

    def ready(self, request: Hashable) -> Ready | None:
        """The response to a request that was answered just so before; counts as a hit when there is one."""
        found = self._ready.get(request)
        if found is None:
            return None
        key, response = found
        with self._lock:
            if key not in self._kept:
                return None
            self._kept.move_to_end(key)
            self.hits += 1
        return response

    def shorten(self, request: Hashable, length: int, key: Key, response: Ready) -> None:
        """Let a request of `length` characters lead to its response the short way, as long as the answer stays."""
        with self._lock:
            kept = self._kept.get(key)
            if kept is None or request in self._ready:
                return
            if kept.shortcuts is None:
                kept.shortcuts = []
            if len(kept.shortcuts) >= _SHORTCUTS:
                return
            cost = 2 * length + _OVERHEAD
            kept.shortcuts.append(request)
            self._ready[request] = (key, response)
            self._grow(kept, cost)

    def coded(self, key: Key, kept: Kept, coding: str) -> bytes:
        """The body of an answer in a coding, which stays beside it."""
        if coding == "identity":
            return kept.body
        there = kept.coded is not None and coding in kept.coded
        body = kept.coded_in(coding)
        if not there:
            with self._lock:
                if self._kept.get(key) is kept:
                    self._grow(kept, len(body))
        return body

    def _grow(self, kept: Kept, more: int) -> None:
        kept.size += more
        self.bytes += more
        self._shrink()

    def _shrink(self) -> None:
        while self.bytes > self.limit and self._kept:
            self._drop(next(iter(self._kept)))

    def _drop(self, key: Key) -> None:
        gone = self._kept.pop(key)
        self.bytes -= gone.size
        for request in gone.shortcuts or ():
            self._ready.pop(request, None)


def _held(part: object) -> int:
    """Bytes of the texts in a part of a key."""
    if isinstance(part, Dataset):
        return _held(part.default) + _held(part.named)
    return sys.getsizeof(part) + (sum(map(_held, part)) if isinstance(part, tuple) else 0)


def is_repeatable(query: str) -> bool:
    """Whether a query asks of the snapshot alone: not for the time, and not for something new each time."""
    lowered = query.lower()  # the words by themselves are found in a tenth of the time
    if "now" not in lowered and "rand" not in lowered and "uuid" not in lowered:
        return True
    return _VOLATILE.search(query) is None
