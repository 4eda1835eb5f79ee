"""Queries from outside, run in processes that are killed at their budget.

What a caller sees of it: results whole or as a flow, limits, tickets to cancel by. The processes are the crew's.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType

from queries.outside.confinement import Confinement
from queries.outside.crew import Crew
from queries.outside.dataset import Dataset
from queries.outside.errors import (
    OutsideQueryError,
    PoolBusy,
    PoolClosed,
    QueryCancelled,
    TicketRefused,
    WorkerDied,
)
from queries.outside.evaluation import PREFIXED
from queries.outside.flow import Allowance, Drain, Flow
from queries.outside.frames import Request
from queries.outside.guard import refuse_remote, refuse_unencodable
from queries.outside.limits import QUEUE_BOUND, Limits
from queries.outside.line import Place
from queries.outside.order import Order, Outcome
from queries.outside.process import Beginning, WorkerGone

_START_SECONDS = 5.0
TICKET = re.compile(r"[A-Za-z0-9._~-]{16,128}")
_NO_DATASET = Dataset()


class WorkerPool:
    """Runs queries from outside on one snapshot; safe to use from many threads.

    `store_path`: the snapshot's store. `size`: processes, as many as cores by default. `budget_seconds`,
    `row_cap` (rows or triples, at least 1), `byte_cap` (of a body): the most that a query gets, and what it gets
    unless it asks for less. `memory_bytes`: address space of a worker; opening the store takes some 300 MB of it.
    `queue_bound`: callers that may wait at once; `wait_seconds`: how long each waits, by default one budget, but
    no less than a first worker may take to start. `kept_bytes`: what streamed results may keep in memory for slow
    clients, all together; one from which nothing was taken for `idle_seconds` is given up when another one needs
    the room. `prefixes`: prefix -> IRI for results in Turtle and its kin.
    A worker is replaced, once its successor is there, after `most_served` queries or when its own memory has grown
    to `most_private` bytes.

    Nothing is started before start() or the first query. Whoever makes a pool closes it.
    """

    def __init__(
        self,
        store_path: Path,
        size: int | None = None,
        *,
        budget_seconds: float = 10.0,
        memory_bytes: int | None = 2 << 30,
        row_cap: int = 10_000,
        byte_cap: int = 64 << 20,
        queue_bound: int = QUEUE_BOUND,
        wait_seconds: float | None = None,
        kept_bytes: int = 128 << 20,
        idle_seconds: float = 30.0,
        most_served: int = 100_000,
        most_private: int = 256 << 20,
        prefixes: Mapping[str, str] | None = None,
    ) -> None:
        self.size = size or os.cpu_count() or 1
        self.budget_seconds = budget_seconds
        self.row_cap = row_cap
        self.byte_cap = byte_cap
        self._prefixes = dict(prefixes or {})
        self._kept = Allowance(kept_bytes, idle_seconds)
        self._tickets: dict[str, Place] = {}
        wait = max(budget_seconds, _START_SECONDS) if wait_seconds is None else wait_seconds
        limits = Limits(self.size, memory_bytes, queue_bound, wait, most_served, most_private, budget_seconds)
        self._crew = Crew(store_path, limits)

    def __enter__(self) -> WorkerPool:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def running(self) -> int:
        """How many queries are with a worker."""
        return self._crew.running

    @property
    def waiting(self) -> int:
        """How many callers wait for a worker."""
        return self._crew.waiting

    @property
    def idle(self) -> int:
        """How many workers have no query."""
        return self._crew.idle

    @property
    def confinement(self) -> Confinement | None:
        """What the worker that was started last has given up; None before the first one has said so."""
        return self._crew.confinement

    def start(self) -> None:
        """Begin to start the workers, without waiting for them; raises PoolClosed."""
        self._crew.start()

    def close(self) -> None:
        """End every process and refuse what waits; returns when none is left. A second time does nothing."""
        self._crew.close()

    def run(
        self,
        query: str,
        media_type: str,
        budget: float | None = None,
        row_cap: int | None = None,
        *,
        dataset: Dataset | None = None,
        ticket: str | None = None,
        client: str | None = None,
    ) -> Outcome:
        """Run a query and give its serialised result, whole.

        `media_type` as in evaluation.RESULTS and evaluation.GRAPHS; `budget` in seconds and `row_cap` can only
        lower the pool's own. The time in the queue does not count. `dataset` replaces the query's own FROM.
        `ticket`: under which cancel() finds it. `client`: in whose turn it waits.
        Raises QueryRefused, QuerySyntaxError, UnknownGraph, QueryEvaluationError, MediaTypeRefused, ResultTooLarge,
        QueryTimedOut, QueryCancelled, TicketRefused, WorkerDied, WorkerStartFailed, PoolBusy or PoolClosed.
        """
        order = self.order(query, media_type, budget, row_cap, dataset=dataset, ticket=ticket, client=client)
        begun = self._begin(order)
        if begun.ending is not None:
            self.leave(order)
            took = time.monotonic() - order.began
            return Outcome(media_type, begun.first, begun.ending.rows, begun.ending.truncated, took)
        worker = order.worker
        pieces = [begun.first]
        try:
            while isinstance(further := worker.further(), bytes):
                pieces.append(further)
        except WorkerDied as death:
            raise self._instead_of(death, order.place) from None
        finally:
            self.leave(order)
        took = time.monotonic() - order.began
        return Outcome(media_type, b"".join(pieces), further.rows, further.truncated, took)

    def stream(
        self,
        query: str,
        media_type: str,
        budget: float | None = None,
        row_cap: int | None = None,
        *,
        dataset: Dataset | None = None,
        ticket: str | None = None,
        client: str | None = None,
    ) -> Flow:
        """Run a query and give its result as it is written; as run(), but that the Flow raises what comes later.

        The budget covers evaluation and writing. A client may take as long as it likes while the pool keeps what it
        has not yet taken, within `kept_bytes`.
        """
        return self.flow(
            self.order(query, media_type, budget, row_cap, dataset=dataset, ticket=ticket, client=client)
        )

    def order(
        self,
        query: str,
        media_type: str,
        budget: float | None = None,
        row_cap: int | None = None,
        *,
        dataset: Dataset | None = None,
        ticket: str | None = None,
        client: str | None = None,
    ) -> Order:
        """A query as run() takes it, to be carried out by flow(), or by an Attempt first.

        Raises QueryRefused, QuerySyntaxError or TicketRefused.
        """
        refuse_unencodable(query)
        refuse_remote(query)
        if ticket is not None and TICKET.fullmatch(ticket) is None:
            raise TicketRefused("has another form than asked for")
        seconds = self.budget_seconds if budget is None else min(budget, self.budget_seconds)
        rows = self.row_cap if row_cap is None else max(1, min(row_cap, self.row_cap))
        prefixes = self._prefixes if media_type in PREFIXED else {}
        request = Request(query, media_type, rows, self.byte_cap, prefixes, dataset or _NO_DATASET)
        return Order(request, seconds, Place(client, ticket))

    def flow(self, order: Order) -> Flow:
        """Carry out an order, from wherever it stands; as stream()."""
        begun = self._begin(order)
        if begun.ending is not None:
            self.leave(order)
            return Flow(begun, None, order.began)
        place = order.place
        try:
            drain = Drain(
                order.worker, self._kept, lambda error: self._drained(order, error), lambda: self._crew.end(place)
            )
        except RuntimeError:  # no thread could be started
            self._crew.end(place)
            self.leave(order)
            raise PoolBusy(max(1, round(self.budget_seconds))) from None
        return Flow(begun, drain, order.began)

    def join(self, order: Order) -> None:
        """Have an order wait for a worker, if none is free; its place is called then.

        Raises TicketRefused, PoolBusy, PoolClosed or QueryCancelled, and the order is not in the pool.
        """
        self._register(order)
        try:
            self._crew.join(order.place)
        except BaseException:
            self.leave(order)
            raise

    def send(self, order: Order) -> None:
        """Give an order to the worker of its place. Raises WorkerGone and what WorkerProcess.send raises."""
        order.began = time.monotonic()
        order.worker.send(order.request, order.seconds)
        order.sent = True

    def leave(self, order: Order) -> None:
        """An order has had its answer, or will have none: its worker is free, its ticket forgotten."""
        ticket = order.place.ticket
        if ticket is not None:
            self._tickets.pop(ticket, None)
        self._crew.give_back(order.place)

    def withdraw(self, order: Order) -> None:
        """Nobody wants it any more: it leaves the line, or its worker is killed; who waits sees QueryCancelled."""
        self._crew.revoke(order.place)

    def cancel(self, ticket: str) -> bool:
        """End the query with this ticket, or take it out of the queue; its caller sees QueryCancelled.

        False where there is no such query (any more). A worker that had it is killed and replaced.
        """
        place = self._tickets.get(ticket)
        if place is not None:
            self._crew.revoke(place)
        return place is not None

    def _begin(self, order: Order) -> Beginning:
        """The first bytes of a result. Where nothing is raised, the caller has the order leave()."""
        place = order.place
        if not order.sent and not place.queued and place.worker is None:
            self._register(order)
        try:
            while True:
                self._crew.take(place)
                try:
                    if not order.sent:
                        self.send(order)
                    return order.worker.first(order.request.media_type)
                except WorkerGone:
                    self._crew.give_back(place)
        except BaseException as error:
            self.leave(order)
            if isinstance(error, WorkerDied):
                raise self._instead_of(error, place) from None
            raise

    def _register(self, order: Order) -> None:
        """Have an order found by its ticket; raises TicketRefused where another one has it."""
        ticket = order.place.ticket
        if ticket is not None and self._tickets.setdefault(ticket, order.place) is not order.place:
            raise TicketRefused("is another query's")

    def _instead_of(self, death: WorkerDied, place: Place) -> OutsideQueryError:
        """What the end of a worker means to the caller: whoever ended it said why."""
        if place.cancelled:
            return QueryCancelled()
        return PoolClosed() if self._crew.closed else death

    def _drained(self, order: Order, error: OutsideQueryError | None) -> OutsideQueryError | None:
        self.leave(order)
        return self._instead_of(error, order.place) if isinstance(error, WorkerDied) else error
