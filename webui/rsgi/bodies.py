"""Bodies of requests, received by the event loop, so that one that comes by halves keeps no thread."""

from __future__ import annotations

import asyncio
import logging
from io import BufferedReader, BytesIO, RawIOBase
from typing import Any, BinaryIO

from werkzeug.exceptions import RequestTimeout

from webui.rsgi.protocol import Exchange

AT_ONCE = 64
"""Bodies that are received at once; others wait for their turn."""
SECONDS = 20.0
"""A body has to be there by then."""

log = logging.getLogger(__name__)


class Bodies:
    """Receives bodies of at most `most` bytes: of a longer one, one byte more, by which whoever reads it tells."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._places = asyncio.Semaphore(AT_ONCE)

    async def received(self, exchange: Exchange) -> BinaryIO:
        """The body to be read. One that did not come in time raises RequestTimeout when it is read."""
        pieces: list[bytes] = []
        try:
            async with asyncio.timeout(SECONDS), self._places:
                left = self._most + 1
                async for piece in exchange:
                    pieces.append(bytes(piece[:left]))
                    left -= len(pieces[-1])
                    if not left:
                        break
        except TimeoutError:
            return BufferedReader(_Late())
        except Exception:  # each server has an error of its own for it
            log.debug("a client has gone before the end of its body", exc_info=True)
        return BytesIO(b"".join(pieces))


class _Late(RawIOBase):
    """In the place of a body that has not come."""

    def readable(self) -> bool:
        """It is, so that it is read."""
        return True

    def readinto(self, buffer: Any, /) -> int:
        """Raise RequestTimeout, whatever is asked for."""
        raise RequestTimeout
