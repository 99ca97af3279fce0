"""What routes ask for."""

from typing import Annotated

from fastapi import Depends, Request

from pipeline.workspace import Workspace
from search_api.uploads import UploadQueue


def _workspace(request: Request) -> Workspace:
    workspace: Workspace = request.app.state.workspace
    return workspace


def _uploads(request: Request) -> UploadQueue:
    uploads: UploadQueue = request.app.state.uploads
    return uploads


WorkspaceDep = Annotated[Workspace, Depends(_workspace)]
UploadsDep = Annotated[UploadQueue, Depends(_uploads)]
