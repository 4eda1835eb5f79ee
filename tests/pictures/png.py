"""The words that a picture shows, carried inside it: a PNG's text chunks, written and read.

A picture of a page can quote what the page quotes. So whatever makes a picture puts the page's visible words
into it, and the guard against copied text reads them there. The format: PNG, third edition, 5 and 11.3.3.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

SIGNATURE = b"\x89PNG\r\n\x1a\n"
KEYWORD = b"Text"


class NotPngError(ValueError):
    """The bytes are no PNG, or a chunk of it is broken."""


def embed_words(png: bytes, words: str) -> bytes:
    """The same picture with `words`, the visible words of the page it shows, as its only chunk named "Text".

    Raises NotPngError.
    """
    data = KEYWORD + b"\0\1\0\0\0" + zlib.compress(words.encode(), 9)
    kept = [(kind, body) for kind, body in _chunks(png) if not _is_words(kind, body)]
    header, *rest = kept
    return SIGNATURE + b"".join(_chunk(kind, body) for kind, body in (header, (b"iTXt", data), *rest))


def words_of(png: bytes) -> str | None:
    """The words embedded in a picture, or None where it carries none. Raises NotPngError."""
    found = [_text(kind, body)[1] for kind, body in _chunks(png) if _is_words(kind, body)]
    return "\n".join(found) if found else None


def texts_of(png: bytes) -> str:
    """Everything that the text chunks of a picture say, whatever they are named. Raises NotPngError."""
    return "\n".join(_text(kind, body)[1] for kind, body in _chunks(png) if kind in (b"tEXt", b"zTXt", b"iTXt"))


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    if not png.startswith(SIGNATURE):
        raise NotPngError("no PNG: it does not begin with the signature")
    at = len(SIGNATURE)
    while at < len(png):
        length, kind = struct.unpack_from(">I4s", png.ljust(at + 8, b"\0"), at)
        body, check = png[at + 8 : at + 8 + length], png[at + 8 + length : at + 12 + length]
        if check != struct.pack(">I", zlib.crc32(kind + body)):
            raise NotPngError(f"the chunk at byte {at} is broken")
        yield kind, body
        at += 12 + length


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _is_words(kind: bytes, body: bytes) -> bool:
    return kind in (b"tEXt", b"zTXt", b"iTXt") and body.split(b"\0", 1)[0] == KEYWORD


def _text(kind: bytes, body: bytes) -> tuple[bytes, str]:
    """Keyword and words of a text chunk."""
    try:
        keyword, rest = body.split(b"\0", 1)
        if kind == b"tEXt":
            return keyword, rest.decode("latin-1")
        if kind == b"zTXt":
            return keyword, zlib.decompress(rest[1:]).decode("latin-1")
        compressed = rest[0] == 1
        words = rest[2:].split(b"\0", 2)[2]
        return keyword, (zlib.decompress(words) if compressed else words).decode()
    except (ValueError, IndexError, zlib.error) as error:
        raise NotPngError(f"a text chunk cannot be read: {error}") from None
