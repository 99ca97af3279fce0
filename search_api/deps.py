"""What routes ask for. What takes no time is ``async``: others are sent to a thread, and wait for its turn."""

from typing import Annotated

from fastapi import Depends, Request

from pipeline.workspace import Workspace
from search_api.uploads import UploadQueue


async def _workspace(request: Request) -> Workspace:
    workspace: Workspace = request.app.state.workspace
    return workspace


async def _uploads(request: Request) -> UploadQueue:
    uploads: UploadQueue = request.app.state.uploads
    return uploads


WorkspaceDep = Annotated[Workspace, Depends(_workspace)]
UploadsDep = Annotated[UploadQueue, Depends(_uploads)]
