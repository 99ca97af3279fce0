"""``asnad decisions``: the log of what people decided."""

from pathlib import Path

import click

from pipeline.commands.common import actor, emit, json_option, opened, plain, plain_errors, workspace_option


@click.command()
@click.argument("document", default="")
@workspace_option
@json_option
@plain_errors
def decisions(document: str, workspace: Path | None, as_json: bool) -> None:
    """List what people decided, oldest first: on a DOCUMENT, by id, key or address, or all of it."""
    with opened(workspace, must_exist=True) as space:
        for one in space.decisions(actor(space), document):
            if as_json:
                emit(one.record())
                continue
            said = one.after.get("verdict") or f"{one.before.get('text', '')} → {one.after.get('text', '')}"
            said = f"takes back {one.undoes}" if one.undoes else said
            click.echo(f"{one.id:>5}  {one.at}  {one.kind:8}  {plain(f'{one.subject}  {said}  {one.user}')}")
