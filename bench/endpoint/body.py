"""One HTTP/1.1 reply as it comes in: its status, and whether it has come whole."""

from __future__ import annotations


class Reply:
    """Fed with chunks of the connection; `whole` once the body's end is there.

    The body ends by its length, by the last chunk of a chunked one, or, with neither, by the connection's end.
    A body that ends too early never becomes whole.
    """

    def __init__(self) -> None:
        self.status = 0
        self.whole = False
        self.closes = False
        self.headers: dict[str, str] = {}
        self.body = bytearray()
        self._buffer = bytearray()
        self._left: int | None = None
        self._chunked = False

    def take(self, chunk: bytes) -> None:
        """Take the next bytes of the connection; none at all means that it has ended."""
        self._buffer += chunk
        if not self.status and not self._head():
            return
        if self._chunked:
            self._take_chunks()
        elif self._left is None:
            self.body += self._buffer
            self._buffer.clear()
            self.closes = True
            self.whole = not chunk
        else:
            self.body += self._buffer
            self._left -= len(self._buffer)
            self._buffer.clear()
            self.whole = self._left <= 0

    def _head(self) -> bool:
        end = self._buffer.find(b"\r\n\r\n")
        if end < 0:
            return False
        first, *lines = self._buffer[:end].decode("latin-1").split("\r\n")
        del self._buffer[: end + 4]
        pairs = (line.partition(":") for line in lines)
        self.headers = {name.strip().lower(): value.strip() for name, _, value in pairs}
        self.status = int(first.split()[1])
        self._chunked = self.headers.get("transfer-encoding", "").lower() == "chunked"
        length = self.headers.get("content-length")
        self._left = int(length) if length is not None else None
        self.closes = self.headers.get("connection", "").lower() == "close"
        return True

    def _take_chunks(self) -> None:
        while not self.whole:
            end = self._buffer.find(b"\r\n")
            if end < 0:
                return
            size = int(self._buffer[:end].split(b";")[0], 16)
            if len(self._buffer) < end + 2 + size + 2:
                return
            self.body += self._buffer[end + 2 : end + 2 + size]
            del self._buffer[: end + 2 + size + 2]
            self.whole = size == 0
