"""Makes the server's application of a workspace."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI, Request, Response
from fastapi.staticfiles import StaticFiles
from starlette.middleware.trustedhost import TrustedHostMiddleware

from pipeline.workspace import Workspace
from search_api import metrics, pages, problems, routes
from search_api.routes.documents import is_same_origin
from search_api.uploads import UploadQueue

_LOOPBACK = ["127.0.0.1", "localhost", "[::1]", "testserver"]
_STATIC = Path(__file__).parent / "pages" / "static"
_POLICY = "default-src 'self'; img-src 'self' data:; style-src 'self'; script-src 'self'; frame-ancestors 'none'"
type Next = Callable[[Request], Awaitable[Response]]


@asynccontextmanager
async def _running(app: FastAPI) -> AsyncIterator[None]:
    app.state.uploads.start()
    yield
    app.state.uploads.stop()
    app.state.workspace.close()


async def _guard(request: Request, call_next: Next) -> Response:
    """Refuses changes that another site's page asks for, and says what browsers may do with ours."""
    if request.method not in ("GET", "HEAD", "OPTIONS") and not is_same_origin(request):
        return problems.problem(403, "Refused", "a page of another site may not change this archive")
    response = await call_next(request)
    if not request.url.path.startswith("/api/docs"):
        response.headers.setdefault("Content-Security-Policy", _POLICY)
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "same-origin")
    return response


def create_app(workspace: Workspace) -> FastAPI:
    """The application; it closes the workspace when it ends."""
    app = FastAPI(
        title="Asnad",
        version="1",
        summary="Persian and Arabic documents: search, and what was extracted.",
        openapi_url="/api/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=_running,
    )
    app.state.workspace = workspace
    app.state.uploads = UploadQueue(workspace)
    app.state.metrics = metrics.Metrics(workspace)
    app.middleware("http")(_guard)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=[*_LOOPBACK, *workspace.settings.host_names()])
    app.add_middleware(metrics.Watch, metrics=app.state.metrics)
    problems.install(app)
    app.include_router(metrics.router)
    for router in (*routes.ROUTERS, *pages.ROUTERS):
        app.include_router(router)
    app.mount("/static", StaticFiles(directory=_STATIC), name="static")

    @app.get("/metrics", include_in_schema=False)
    def read_metrics() -> Response:
        """Metrics for Prometheus."""
        return metrics.metrics_response(app.state.metrics)

    return app
