"""Makes the server's application of a workspace."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI, Response
from fastapi.staticfiles import StaticFiles
from starlette.middleware.trustedhost import TrustedHostMiddleware

from pipeline.people.openid import Provider
from pipeline.workspace import Workspace
from search_api import metrics, pages, problems, routes
from search_api.guard import HEADERS, Compressed, Guard
from search_api.openapi import describe
from search_api.principals import Gate, WhoDep
from search_api.uploads import UploadQueue
from search_api.warming import Warming

_LOOPBACK = ["127.0.0.1", "localhost", "[::1]"]
_STATIC = Path(__file__).parent / "pages" / "static"
_LISTS = (
    "/sources/list",
    "/api/v1/sources/import",
    "/organisations/lists",
    "/api/v1/organisations/lists",
    "/gazetteer",
    "/api/v1/gazetteer/lists",
)
_UPLOADS = frozenset(("/upload", "/api/v1/documents", "/monitors/names", "/api/v1/monitors/names", *_LISTS))
"""Where files are sent, which may be larger than what people type."""


@asynccontextmanager
async def _running(app: FastAPI) -> AsyncIterator[None]:
    app.state.uploads.start()
    app.state.warming.start()
    yield
    app.state.warming.stop()
    app.state.uploads.stop()
    app.state.workspace.close()


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
    openid = workspace.settings.openid()
    app.state.openid = Provider(openid) if openid else None
    app.state.metrics = metrics.Metrics(workspace)
    app.state.warming = Warming(workspace)
    app.add_middleware(Gate, workspace=workspace, refuse=problems.answer)
    app.add_middleware(Compressed)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=[*_LOOPBACK, *workspace.settings.host_names()])
    app.add_middleware(Guard, upload_bytes=workspace.settings.upload_bytes, upload_paths=_UPLOADS)
    app.add_middleware(metrics.Watch, metrics=app.state.metrics, warming=app.state.warming)
    problems.install(app, HEADERS)
    for router in (metrics.router, *routes.ROUTERS, *pages.ROUTERS):
        # as they are: to include a router builds each of its routes again, which whoever asks first would wait for
        app.router.routes.extend(router.routes)
    app.mount("/static", StaticFiles(directory=_STATIC), name="static")

    @app.get("/metrics", include_in_schema=False)
    def read_metrics(who: WhoDep) -> Response:
        """Metrics for Prometheus; for an admin, or a key with the scope ``admin``."""
        who.must("admin")
        return metrics.metrics_response(app.state.metrics)

    describe(app)
    return app
