"""Whether a query can be read, told without running it on the data, with the place of what is wrong.

The engine offers no parser by itself, and reading can end it: some thousand brackets overflow its stack. So a
process of its own reads the query, as it would be run, on a store that has the graphs but no triple, within a short
budget. What that cannot tell in time is not called wrong.
"""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir
from typing import BinaryIO

from pyoxigraph import NamedNode, Store

from queries.outside.errors import OutsideQueryError, QueryRefused, QuerySyntaxError, UnknownGraph
from queries.outside.guard import query_form
from queries.outside.pool import WorkerPool
from queries.outside.tokens import Token, significant
from webui.endpoint.formats import JSON, N_TRIPLES
from webui.endpoint.request import Asked

LONGEST_READ = 100_000
"""Characters of a query that is read while somebody types."""
_PREFIX, _LOCK = "aifrontier-reader-", "lock"
_SECONDS = 1.0
_WAITING = 8


@dataclass(frozen=True)
class Fault:
    """What keeps a query from being run; line, column and the column behind it count from 1, in code points."""

    error: OutsideQueryError
    line: int
    column: int
    end: int


class Reader:
    """The process that reads queries; `graphs` are the named graphs that they may ask for.

    Nothing is started before the first query. Whoever makes one closes it.
    """

    def __init__(self, graphs: Iterable[str]) -> None:
        sweep()
        self._folder = TemporaryDirectory(prefix=_PREFIX)
        self._lock = _locked(Path(self._folder.name))
        path = Path(self._folder.name) / "store"
        store = Store(str(path))
        for graph in graphs:
            store.add_graph(NamedNode(graph))
        store.flush()
        del store  # lets go of the folder
        self._pool = WorkerPool(
            path, 1, budget_seconds=_SECONDS, row_cap=1, queue_bound=_WAITING, kept_bytes=1 << 20
        )

    def fault(self, query: str) -> Fault | None:
        """What is wrong with a query as a client would send it; None where nothing is, or nothing can be said."""
        if len(query) > LONGEST_READ:
            return None
        asked = Asked(query, None, None)
        written = N_TRIPLES if query_form(query) in ("CONSTRUCT", "DESCRIBE") else JSON
        try:
            self._pool.run(asked.prefixed, written)
        except (QuerySyntaxError, QueryRefused, UnknownGraph) as error:
            if error.line is None or error.column is None:
                return None
            line = max(1, error.line - asked.added_lines)
            return Fault(error, line, error.column, _end(query, line, error.column))
        except OutsideQueryError:
            return None
        return None

    def close(self) -> None:
        """End the process."""
        self._pool.close()
        self._folder.cleanup()
        self._lock.close()


def sweep() -> None:
    """Remove the folders that readers left behind which were killed: those whose lock nobody holds."""
    for lock in Path(gettempdir()).glob(f"{_PREFIX}*/{_LOCK}"):
        with suppress(OSError), lock.open("rb") as held:  # another's folder, or one that goes just now
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(lock.parent, ignore_errors=True)


def _locked(folder: Path) -> BinaryIO:
    """A file in the folder that is locked as long as this process lives; it has its name when it is locked."""
    new = folder / f"{_LOCK}.new"
    held = new.open("wb")
    fcntl.flock(held, fcntl.LOCK_EX)
    new.rename(folder / _LOCK)
    return held


def _end(query: str, line: int, column: int) -> int:
    """The column behind the token that begins at a place; that behind the place itself where none does."""
    offset = offset_of(query, line, column)
    found = token_at(significant(query), offset)
    length = found.end - offset if found is not None and "\n" not in found.text else 1
    return column + max(1, length)


def offset_of(query: str, line: int, column: int) -> int:
    """The offset of a line and column, both from 1."""
    start = 0
    for _ in range(line - 1):
        start = query.find("\n", start) + 1
    return start + column - 1


def token_at(tokens: tuple[Token, ...], offset: int) -> Token | None:
    """The token in which an offset lies."""
    return next((token for token in tokens if token.start <= offset < token.end), None)
