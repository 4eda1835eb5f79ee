"""The RSGI application: who answers what.

The loop answers what it can without waiting: results that are kept, and queries to which a worker has the answer
soon. A page, a body that has to be read, a query that takes its time, a long result: each takes a thread, of which
there are so many. What a thread takes over from the loop goes on from where it stands.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING

from queries.outside.attempt import Attempt, Attempts
from queries.outside.errors import OutsideQueryError
from queries.outside.flow import Flow
from queries.outside.order import Order
from queries.outside.pool import WorkerPool
from webui.endpoint.request import LONGEST_BODY
from webui.endpoint.service import PATHS, Endpoint
from webui.endpoint.steps import Job, Reached, Step, Steps, begun, continued, found_at, gone_through
from webui.rsgi.bodies import Bodies
from webui.rsgi.environ import environ_of
from webui.rsgi.protocol import Exchange, Scope
from webui.rsgi.threads import Said, answer

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

    Application = Callable[[StartResponse], Iterable[bytes]]

_SHORT = 8192
"""Bytes of an address whose query is read in no time."""
_QUERIES = PATHS[0]
_BODILESS = ("GET", "HEAD", "OPTIONS")


class RsgiApplication:
    """The site for a server that speaks RSGI.

    `pages`: the site as a WSGI application, its endpoint included. `endpoint`: that endpoint. `for_queries` and
    `for_pages`: how many requests below /sparql and elsewhere may be answered by threads at once. `close`: called
    when the server ends.
    """

    def __init__(
        self,
        pages: WSGIApplication,
        endpoint: Endpoint,
        *,
        for_queries: int,
        for_pages: int,
        close: Callable[[], object],
    ) -> None:
        self._pages = pages
        self._endpoint = endpoint
        self._close = close
        # Apart, so that neither has to wait for the other's: a query's budget goes on while it waits for a thread.
        self._for_queries = ThreadPoolExecutor(for_queries, thread_name_prefix="queries")
        self._for_pages = ThreadPoolExecutor(for_pages, thread_name_prefix="pages")
        self._loop: asyncio.AbstractEventLoop
        self._attempts: Attempts
        self._bodies: Bodies

    def __rsgi_init__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Called by the server before the first request."""
        self._loop = loop
        self._attempts = Attempts(loop)
        self._bodies = Bodies(LONGEST_BODY)

    def __rsgi_del__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Called by the server after the last one: what still runs is ended."""
        self._close()
        self._attempts.close()
        for threads in (self._for_queries, self._for_pages):
            threads.shutdown(wait=False, cancel_futures=True)

    async def __rsgi__(self, scope: Scope, exchange: Exchange) -> None:
        """Answer one request."""
        environ, said = environ_of(scope), Said()
        if environ["PATH_INFO"] not in PATHS:
            await self._in_thread(exchange, environ, said, partial(self._pages, environ))
            return
        steps = self._endpoint.steps(environ, said)
        watch = _Watch(exchange, self._loop)
        if scope.method == "GET" and len(environ["QUERY_STRING"]) <= _SHORT:
            reached = await self._soon(steps, watch)
            if isinstance(reached, list):
                exchange.response_bytes(said.status, said.headers, b"".join(reached))
                return
        else:
            reached = partial(begun, steps)
        try:
            await self._in_thread(exchange, environ, said, partial(self._later, environ, steps, reached, watch))
        finally:
            watch.end()

    async def _soon(self, steps: Steps, watch: _Watch) -> list[bytes] | Callable[[], Reached]:
        """The body, if there is one without waiting; else how a thread goes on."""
        reached = begun(steps)
        if isinstance(reached, Job):
            pool = reached.pool
            try:
                order = reached.asks(pool.order)
                flow = await self._attempted(pool, order)
            except OutsideQueryError as error:
                reached = continued(steps, partial(_raise, error))
            else:
                if flow is None:
                    watch.begin(pool, order)
                    return partial(continued, steps, partial(pool.flow, order))
                reached = continued(steps, lambda: flow)
        return reached if isinstance(reached, list) else lambda: reached

    async def _attempted(self, pool: WorkerPool, order: Order) -> Flow | None:
        found: asyncio.Future[Flow | None] = self._loop.create_future()
        attempt = Attempt(pool, order, self._attempts, found.set_result)
        attempt.start()
        try:
            return await found
        except asyncio.CancelledError:
            attempt.abandon()
            raise

    def _later(
        self,
        environ: WSGIEnvironment,
        steps: Steps,
        going_on: Callable[[], Reached],
        watch: _Watch,
        start_response: StartResponse,
    ) -> Iterable[bytes]:
        """The answer, all that is left of it in this thread."""
        body = gone_through(steps, going_on(), watch.found_at)
        return self._endpoint.pages(environ, start_response) if body is None else body

    async def _in_thread(
        self, exchange: Exchange, environ: WSGIEnvironment, said: Said, application: Application
    ) -> None:
        has_body = environ["REQUEST_METHOD"] not in _BODILESS
        environ["wsgi.input"] = await self._bodies.received(exchange) if has_body else BytesIO()
        threads = self._for_queries if environ["PATH_INFO"].startswith(_QUERIES) else self._for_pages
        await self._loop.run_in_executor(threads, partial(answer, exchange, self._loop, application, said))


class _Watch:
    """Sees whether a client goes away while a thread waits for its query, and takes the query back then."""

    def __init__(self, exchange: Exchange, loop: asyncio.AbstractEventLoop) -> None:
        self._exchange = exchange
        self._loop = loop
        self._task: asyncio.Task[None] | None = None

    def begin(self, pool: WorkerPool, order: Order) -> None:
        """Watch over an order, from the loop's thread."""
        self._task = self._loop.create_task(self._withdrawn(pool, order))

    def found_at(self, step: Step) -> Flow | None:
        """What has to be found at a step, watched over; from any thread."""
        if not isinstance(step, Job):
            return found_at(step)
        order = step.asks(step.pool.order)
        self._loop.call_soon_threadsafe(self.begin, step.pool, order)
        return step.pool.flow(order)

    def end(self) -> None:
        """Watch no more."""
        if self._task is not None:
            self._task.cancel()

    async def _withdrawn(self, pool: WorkerPool, order: Order) -> None:
        await self._exchange.client_disconnect()
        pool.withdraw(order)


def _raise(error: OutsideQueryError) -> None:
    raise error
