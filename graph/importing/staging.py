"""Rows of one import on disk, before anything is published: doubles and keys are found without filling memory.

A temporary SQLite database beside the table to be; it is thrown away.
"""

from __future__ import annotations

import hashlib
import re
import sqlite3
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

_SCHEMA = """
CREATE TABLE new (
    identity TEXT PRIMARY KEY, n INTEGER, line INTEGER, base TEXT, value TEXT, cells TEXT, doubts TEXT,
    agrees INTEGER
);
CREATE TABLE again (n INTEGER PRIMARY KEY, line INTEGER, identity TEXT);
CREATE TABLE batch (
    n INTEGER PRIMARY KEY, line INTEGER, identity TEXT, base TEXT, value TEXT, cells TEXT, doubts TEXT
);
CREATE TABLE old (identity TEXT PRIMARY KEY, key TEXT, value TEXT) WITHOUT ROWID;
CREATE TABLE taken (key TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE next_suffix (base TEXT PRIMARY KEY, n INTEGER) WITHOUT ROWID;
CREATE TABLE open_name (release TEXT, version TEXT, n INTEGER, PRIMARY KEY (release, version)) WITHOUT ROWID;
"""
_BETWEEN = re.compile(r"[^a-z0-9.]+")
_STAGE = """
INSERT INTO new SELECT identity, n, line, base, value, cells, doubts, 1 FROM batch WHERE true ORDER BY n
ON CONFLICT (identity) DO UPDATE SET agrees = agrees AND value = excluded.value
"""
_STAGE_AGAIN = """
INSERT INTO again SELECT batch.n, batch.line, identity FROM batch JOIN new USING (identity) WHERE new.n <> batch.n
"""
SEPARATOR = "\x1f"
"""Between the parts of an identity and between cells: no cell has a control character."""


BATCH = 10_000
"""Rows, or open names, that are written at once."""


@dataclass(frozen=True)
class Staged:
    """A row to be written: its key, its cells without the key, its doubts."""

    key: str
    cells: tuple[str, ...]
    doubts: tuple[str, ...]


@dataclass
class Staging:
    """The database; `close` it when done. `different`: rows so far, doubles not counted, a batch late."""

    path: Path
    different: int = field(init=False, default=0)
    _count: int = field(init=False, default=0)
    _db: sqlite3.Connection = field(init=False)
    _batch: list[tuple[object, ...]] = field(init=False, default_factory=list)
    _open: list[tuple[str, str]] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        self._db = sqlite3.connect(self.path, isolation_level=None)
        for pragma in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -16000", "temp_store = FILE"):
            self._db.execute(f"PRAGMA {pragma}")
        self._db.executescript(_SCHEMA)

    def close(self) -> None:
        """Let the file go."""
        self._db.close()

    def add(
        self, line: int, identity: Sequence[str], base: str, value: str, rest: Sequence[str], doubts: Sequence[str]
    ) -> None:
        """One row. Rows with one identity are doubles; those with different `value` contradict one another."""
        self._count += 1
        row = (self._count, line, SEPARATOR.join(identity), base, value, SEPARATOR.join(rest), " ".join(doubts))
        self._batch.append(row)
        if len(self._batch) >= BATCH:
            self._flush()

    def add_open_name(self, release: str, version: str) -> None:
        """A name that is no model of the registry."""
        self._open.append((release, version))
        if len(self._open) >= BATCH:
            self._flush()

    def add_old(self, rows: Iterable[tuple[Sequence[str], str, str]]) -> None:
        """The rows that stand in the workspace: identity, key, value."""
        self._db.execute("BEGIN")
        self._db.executemany(
            "INSERT OR IGNORE INTO old VALUES (?, ?, ?)",
            ((SEPARATOR.join(i), key, value) for i, key, value in rows),
        )
        self._db.execute("COMMIT")

    def seal(self) -> None:
        """All rows are in."""
        self._flush()

    def keep_keys(self) -> None:
        """All rows of the workspace are in, too: no new row gets a key of theirs."""
        self._db.execute("INSERT OR IGNORE INTO taken SELECT key FROM old")

    def contradictions(self) -> Iterator[tuple[int, str]]:
        """Line and identity of every row that another row with its identity contradicts."""
        yield from self._db.execute(
            "SELECT line, identity FROM (SELECT n, line, identity FROM new WHERE NOT agrees UNION ALL "
            "SELECT again.n, again.line, identity FROM again JOIN new USING (identity) WHERE NOT agrees) ORDER BY n"
        )

    def doubles(self) -> Iterator[tuple[int, str]]:
        """Line and identity of every row that repeats an earlier one."""
        yield from self._db.execute(
            "SELECT again.line, identity FROM again JOIN new USING (identity) WHERE agrees ORDER BY again.n"
        )

    def rows(self) -> Iterator[Staged]:
        """The rows to write, in file order, each with a key that stays the same from import to import."""
        found = self._db.execute(
            "SELECT identity, base, cells, doubts, old.key FROM new LEFT JOIN old USING (identity) "
            "WHERE agrees ORDER BY n"
        )
        self._db.execute("BEGIN")
        for _, base, cells, doubts, key in found:
            yield Staged(key or self._key(base), tuple(cells.split(SEPARATOR)), tuple(doubts.split()))
        self._db.execute("COMMIT")

    def changes(self) -> Iterator[tuple[str, str, str, str]]:
        """(added | removed | changed, identity, old value, new value), against the rows that stood there."""
        kept = "(SELECT identity, value FROM new WHERE agrees)"
        yield from self._db.execute(
            f"SELECT 'added', k.identity, '', k.value FROM {kept} k LEFT JOIN old USING (identity) "
            f"WHERE old.key IS NULL UNION ALL "
            f"SELECT 'removed', old.identity, old.value, '' FROM old LEFT JOIN {kept} k USING (identity) "
            f"WHERE k.identity IS NULL UNION ALL "
            f"SELECT 'changed', old.identity, old.value, k.value FROM old JOIN {kept} k USING (identity) "
            f"WHERE old.value <> k.value"
        )

    def open_names(self, limit: int) -> tuple[int, list[tuple[str, str, int]]]:
        """How many names are open, and the first of them: release, version, rows."""
        [(count,)] = self._db.execute("SELECT count(*) FROM open_name")
        rows = self._db.execute(
            "SELECT release, version, n FROM open_name ORDER BY release, version LIMIT ?", (limit,)
        )
        return count, list(rows)

    def _key(self, base: str) -> str:
        """`base`, or where it is taken base-2, base-3 in file order."""
        key = base
        while not self._db.execute("INSERT OR IGNORE INTO taken VALUES (?)", (key,)).rowcount:
            [(n,)] = self._db.execute(
                "INSERT INTO next_suffix VALUES (?, 2) ON CONFLICT (base) DO UPDATE SET n = n + 1 RETURNING n",
                (base,),
            ).fetchall()
            key = f"{base}-{n}"
        return key

    def _flush(self) -> None:
        self._db.execute("BEGIN")
        self._db.executemany("INSERT INTO batch VALUES (?, ?, ?, ?, ?, ?, ?)", self._batch)
        self._db.execute(_STAGE)
        self.different += len(self._batch) - self._db.execute(_STAGE_AGAIN).rowcount
        self._db.execute("DELETE FROM batch")
        self._db.executemany(
            "INSERT INTO open_name VALUES (?, ?, 1) ON CONFLICT (release, version) DO UPDATE SET n = n + 1",
            self._open,
        )
        self._db.execute("COMMIT")
        self._batch.clear()
        self._open.clear()


def slug(name: str) -> str:
    """A key from a name: small ASCII letters, digits, dots and hyphens; a digest where nothing is left of it.

    >>> slug("Claude Opus 4.5 (32k thinking)")
    'claude-opus-4.5-32k-thinking'
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
    found = _BETWEEN.sub("-", plain).strip("-.")
    if found and len(found) <= 100:
        return found
    digest = hashlib.sha256(name.encode()).hexdigest()[:10]
    return f"{found[:80].rstrip('-.')}-{digest}" if found else f"x-{digest}"
