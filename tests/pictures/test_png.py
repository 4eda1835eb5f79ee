"""Words in a picture: what is embedded is read back, and nothing else of the picture changes."""

from __future__ import annotations

import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.pictures.png import SIGNATURE, NotPngError, embed_words, texts_of, words_of


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


HEADER = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
DATA = chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")
# One black point.
PICTURE = SIGNATURE + HEADER + DATA


@given(st.text())
def test_embedded_words_are_read_back(words: str) -> None:
    assert words_of(embed_words(PICTURE, words)) == words


def test_a_picture_without_words_says_so() -> None:
    assert words_of(PICTURE) is None


def test_new_words_take_the_place_of_old_ones_and_nothing_else_changes() -> None:
    once = embed_words(PICTURE, "new 中文")
    assert embed_words(embed_words(PICTURE, "old"), "new 中文") == once
    assert once.startswith(SIGNATURE + HEADER)
    assert once.endswith(DATA)


def test_every_kind_of_text_chunk_is_read_whatever_its_name() -> None:
    chunks = (
        chunk(b"tEXt", b"Comment\0caf\xe9"),
        chunk(b"zTXt", b"Title\0\0" + zlib.compress(b"a title")),
        chunk(b"iTXt", b"Text\0\0\0en\0\0" + "文".encode()),
    )
    picture = SIGNATURE + HEADER + b"".join(chunks) + DATA
    assert texts_of(picture) == "caf\u00e9\na title\n文"
    assert words_of(picture) == "文"


@pytest.mark.parametrize(
    "broken",
    [
        b"GIF89a",
        PICTURE[:-1],
        PICTURE[:20],
        PICTURE[:-5] + b"\0" * 5,
        SIGNATURE + HEADER + chunk(b"iTXt", b"Text\0\1\0\0\0no zlib") + DATA,
        SIGNATURE + HEADER + chunk(b"tEXt", b"no keyword") + DATA,
    ],
)
def test_a_broken_picture_is_refused(broken: bytes) -> None:
    with pytest.raises(NotPngError):
        texts_of(broken)
