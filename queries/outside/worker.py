"""The program of one worker process: runs queries on a snapshot, one at a time, until its input ends.

    python -m queries.outside.worker STORE [--memory BYTES] [--parent PID]

It is started afresh, never forked from a server with threads, and is killed rather than asked to stop.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
from collections.abc import Sequence
from dataclasses import asdict
from typing import BinaryIO

from pyoxigraph import Store

from queries.outside.confinement import ParentGone, confine
from queries.outside.errors import DeathCause, OutsideQueryError, WorkerDied
from queries.outside.evaluation import evaluate
from queries.outside.frames import Request, error_to_json, read_frame, write_frame


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve queries; exit code 0 when the input ends, 1 if the store can't be opened, 3 if the parent is gone."""
    options = _options(arguments)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the server decides
    requests, replies = _private_streams()
    try:
        confinement = confine(options.memory, options.parent)
    except ParentGone:
        return 3
    try:
        store = Store.read_only(options.store)
    except (OSError, ValueError, MemoryError) as error:
        write_frame(replies, json.dumps({"error": f"{options.store}: {error}"}).encode())
        return 1
    write_frame(replies, json.dumps({"pid": os.getpid(), **asdict(confinement)}).encode())
    try:
        while (content := read_frame(requests)) is not None:
            _reply(store, Request.from_json(content), replies)
    except BrokenPipeError:
        return 0
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="queries.outside.worker", description=__doc__)
    parser.add_argument("store", help="folder of the snapshot's store")
    parser.add_argument("--memory", type=int, metavar="BYTES", help="limit of the address space")
    parser.add_argument("--parent", type=int, default=os.getppid(), metavar="PID", help="end when this one has")
    return parser.parse_args(arguments)


def _private_streams() -> tuple[BinaryIO, BinaryIO]:
    """Take standard input and output for the frames alone: a stray print then goes to standard error."""
    requests, replies = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    return requests, replies


def _reply(store: Store, request: Request, replies: BinaryIO) -> None:
    try:
        answer = evaluate(store, request)
    except OutsideQueryError as error:
        write_frame(replies, error_to_json(error))
    except MemoryError:
        write_frame(replies, error_to_json(WorkerDied(DeathCause.MEMORY)))
        raise  # what is left of this process is not to be trusted
    else:
        write_frame(replies, answer.header())
        write_frame(replies, answer.body)


if __name__ == "__main__":
    sys.exit(main())
