"""A server that does nothing: what the load generator itself can do at most.

python -m bench.endpoint.ceiling PORT SIZE
"""

from __future__ import annotations

import selectors
import socket
import sys


def main() -> int:
    """Answer whatever comes, with the same SIZE bytes, until killed."""
    size = int(sys.argv[2])
    answer = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % size + b"x" * size
    selector = selectors.DefaultSelector()
    door = socket.create_server(("127.0.0.1", int(sys.argv[1])), backlog=64)
    selector.register(door, selectors.EVENT_READ)
    while True:
        for key, _ in selector.select():
            link = key.fileobj
            assert isinstance(link, socket.socket)
            if link is door:
                selector.register(door.accept()[0], selectors.EVENT_READ)
            else:
                _answer(link, answer, selector)


def _answer(link: socket.socket, answer: bytes, selector: selectors.BaseSelector) -> None:
    try:
        if link.recv(1 << 16):
            link.sendall(answer)
            return
    except ConnectionError:  # the generator has ended with requests under way
        pass
    selector.unregister(link)
    link.close()


if __name__ == "__main__":
    sys.exit(main())
