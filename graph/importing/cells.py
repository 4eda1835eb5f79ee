"""Names as cells that a spreadsheet does not run.

A spreadsheet takes a cell that begins with = + - @, a tab or a carriage return for a formula. A name that begins
so, or with the guard itself, is written with an apostrophe before it; reading takes one apostrophe off again. No
name changes by it, and nothing runs.
"""

from __future__ import annotations

GUARD = "'"
_STARTS = ("=", "+", "-", "@", "\t", "\r", GUARD)


def guarded(name: str) -> str:
    """A name as a cell.

    >>> guarded('=HYPERLINK("http://example.org")')
    '\\'=HYPERLINK("http://example.org")'
    >>> guarded("o1")
    'o1'
    """
    return GUARD + name if name.startswith(_STARTS) else name


def unguarded(cell: str) -> str:
    """The name of a cell: what `guarded` was given."""
    return cell[1:] if cell.startswith(GUARD) and cell[1:].startswith(_STARTS) else cell
