"""What those who run a server look at: readiness, metrics for Prometheus, a line of log and an id for each request."""

import logging
import re
import secrets
import time
from collections.abc import Iterator
from dataclasses import replace

from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pipeline.errors import PipelineError
from pipeline.logs import request_id
from pipeline.workspace import Workspace
from search_api.deps import UploadsDep, WorkspaceDep
from search_api.principals import is_admin
from search_api.warming import Warming

log = logging.getLogger(__name__)
router = APIRouter(tags=["health"])

_GIVEN_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_METHODS = frozenset(("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"))
"""Methods that have a label of their own: a label that anybody can make up costs memory for ever."""
_AWAY = "does not answer"
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)


class Metrics:
    """The metrics of one server; what they say of store and index is asked for when they are read."""

    def __init__(self, workspace: Workspace) -> None:
        """Registers them, in a registry of their own."""
        self.registry = CollectorRegistry()
        names = ("method", "route", "status")
        self.requests = Counter("asnad_http_requests", "Requests that were answered.", names, registry=self.registry)
        self.seconds = Histogram(
            "asnad_http_request_seconds",
            "Time until the answer was sent.",
            ("method", "route"),
            buckets=_SECONDS,
            registry=self.registry,
        )
        self.registry.register(_State(workspace))

    def text(self) -> bytes:
        """All of them, as Prometheus reads them."""
        return generate_latest(self.registry)


class _State(Collector):
    """How store, index and queue are."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def collect(self) -> Iterator[Metric]:
        """See Collector; what does not answer is told as being down."""
        state = self._workspace.state()
        up = GaugeMetricFamily("asnad_up", "Whether a part answers.", labels=["part"])
        for part, trouble in (("store", state.store), ("index", state.index)):
            up.add_metric([part], 0.0 if trouble else 1.0)
        yield up
        down = GaugeMetricFamily(
            "asnad_trouble", "What could not be kept up with the store last time, and is tried again.", labels=["part"]
        )
        for part in state.troubles:
            down.add_metric([part], 1.0)
        yield down
        if state.seq is not None:
            yield GaugeMetricFamily("asnad_store_seq", "The last change of the store.", value=state.seq)
        if state.behind is not None:
            yield GaugeMetricFamily("asnad_index_lag", "Changes that the index lacks.", value=state.behind)
        if not state.store:
            try:
                counts = self._workspace.load()
            except PipelineError:
                return
            waiting = GaugeMetricFamily("asnad_queue_sources", "Sources of bulk loads, by state.", labels=["state"])
            for name, number in counts.items():
                waiting.add_metric([name], number)
            yield waiting

    def describe(self) -> Iterator[Metric]:
        """Nothing is asked when it is registered."""
        yield from ()


@router.get("/healthz")
def healthz() -> dict[str, str]:
    """Answers while the server runs."""
    return {"status": "ok"}


@router.get("/readyz", responses={503: {"description": "Store or index do not answer, or a thread has ended"}})
def readyz(
    request: Request, workspace: WorkspaceDep, uploads: UploadsDep, response: Response
) -> dict[str, str | int | dict[str, str] | None]:
    """Whether store and index answer; 503 where one of them does not, or a thread of the server has ended.

    "degraded" where what is kept up with the store could not be last time, or is being filled anew: searches answer,
    perhaps as of before. An admin is told what is wrong, and how many changes the index lacks.
    """
    state = workspace.state()
    ended = uploads.ended()
    good = not (state.store or state.index or ended)
    response.status_code = 200 if good else 503
    troubles = {**state.troubles, **ended}
    if not is_admin(request, workspace):
        hidden = (_AWAY if state.store else "", _AWAY if state.index else "")
        state = replace(state, store=hidden[0], index=hidden[1], behind=None)
        troubles = dict.fromkeys(troubles, _AWAY)
    return {
        "status": "not ready" if not good else "degraded" if troubles else "ready",
        "store": state.store or "ok",
        "index": state.index or "ok",
        "behind": state.behind,
        "troubles": troubles,
    }


class Watch:
    """Counts and times each request, gives it an id (or keeps the one that came with it), and logs a line of it.

    The line names the route, never the query: what people look for is theirs.
    """

    def __init__(self, app: ASGIApp, metrics: Metrics, warming: Warming) -> None:
        """Wraps an application; ``warming`` makes way for requests."""
        self._app, self._metrics, self._warming = app, metrics, warming

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = Headers(scope=scope).get("x-request-id", "")
        identity = given if _GIVEN_ID.fullmatch(given) else secrets.token_hex(8)
        token = request_id.set(identity)
        status, began = 500, time.perf_counter()

        async def marked(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)["X-Request-ID"] = identity
            await send(message)

        self._warming.begin()
        try:
            await self._app(scope, receive, marked)
        finally:
            self._warming.end()
            self._note(scope, status, time.perf_counter() - began)
            request_id.reset(token)

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        method = scope["method"] if scope["method"] in _METHODS else "other"
        route = getattr(scope.get("route"), "path", "other")
        self._metrics.requests.labels(method, route, status).inc()
        self._metrics.seconds.labels(method, route).observe(seconds)
        told = {"method": method, "route": route, "status": status, "milliseconds": round(seconds * 1000, 1)}
        log.info("answered", extra=told)


def metrics_response(metrics: Metrics) -> Response:
    """The metrics as an answer."""
    return Response(metrics.text(), media_type=CONTENT_TYPE_LATEST)
