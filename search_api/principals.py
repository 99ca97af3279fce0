"""Who asks over HTTP: each route that reads or decides takes a Principal, and hands it on to the workspace."""

from typing import Annotated

from fastapi import Depends, Request

from pipeline.people.principal import Principal, local


def principal_of(request: Request) -> Principal:
    """Who asks; the local user where the server answers on loopback and has no users."""
    return local(request.app.state.workspace.settings.user)


WhoDep = Annotated[Principal, Depends(principal_of)]
