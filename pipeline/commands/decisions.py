"""``asnad decisions``: the log of what people decided."""

from pathlib import Path

import click

from pipeline.commands.common import actor, json_option, opened, plain_errors, workspace_option
from pipeline.commands.review import show_log


@click.command()
@click.argument("document", default="")
@workspace_option
@json_option
@plain_errors
def decisions(document: str, workspace: Path | None, as_json: bool) -> None:
    """List what people decided, oldest first: on a DOCUMENT, by id, key or address, or all of it."""
    with opened(workspace, must_exist=True) as space:
        show_log(space.log.entries(actor(space), document), as_json=as_json)
