"""One request at a time, looked at: whether servers agree, and whether an answer was kept or made."""

from __future__ import annotations

import gzip
import json
import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass

from bench.endpoint.body import Reply
from bench.endpoint.workloads import CSV, JSON


@dataclass(frozen=True)
class Told:
    """One answer: status 0 when there was none; `seconds` from the request to its end."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    seconds: float

    @property
    def rows(self) -> int | None:
        """How many rows it has, as JSON or CSV; None when it is neither or no table."""
        kind = self.headers.get("content-type", "").partition(";")[0]
        if self.status != 200 or kind not in (JSON, CSV):
            return None
        if kind == CSV:
            return self.body.count(b"\n") - 1
        try:
            return len(json.loads(self.body)["results"]["bindings"])
        except (ValueError, KeyError):
            return None

    @property
    def kept(self) -> bool | None:
        """Whether a cache gave it, by the server's own word (Cache-Status, RFC 9211); None when it says nothing."""
        said = self.headers.get("cache-status") or self.headers.get("x-cache")
        if said is None:
            return None
        words = [word.strip().lower() for word in said.replace(",", ";").split(";")]
        return "hit" in words


def ask(address: tuple[str, int], path: str, headers: Mapping[str, str], *, patience: float = 60.0) -> Told:
    """Ask once, on a connection of its own; a compressed body is told as it was before."""
    began = time.perf_counter()
    reply = Reply()
    try:
        with socket.create_connection(address, timeout=patience) as link:
            head = f"GET {path} HTTP/1.1\r\nHost: {address[0]}:{address[1]}\r\n"
            head += "".join(f"{name}: {value}\r\n" for name, value in headers.items())
            link.sendall(f"{head}Connection: close\r\n\r\n".encode())
            while not reply.whole:
                chunk = link.recv(1 << 18)
                reply.take(chunk)
                if not chunk:
                    break
    except OSError:
        return Told(0, {}, b"", time.perf_counter() - began)
    took = time.perf_counter() - began
    if not reply.whole:
        return Told(0, reply.headers, bytes(reply.body), took)
    coded = reply.headers.get("content-encoding") == "gzip"
    return Told(reply.status, reply.headers, gzip.decompress(reply.body) if coded else bytes(reply.body), took)
