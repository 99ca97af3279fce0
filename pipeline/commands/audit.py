"""``asnad audit``: who did what, and whether the log of it is whole."""

from dataclasses import asdict
from datetime import date
from pathlib import Path

import click

from pipeline.commands.common import ERROR, actor, emit, json_option, opened, plain_errors, say, workspace_option
from pipeline.commands.typed import DAY


@click.group(invoke_without_command=True)
@click.option("--user", default="", help="Only what this user did.")
@click.option("--since", type=DAY, help="Only from this day on.")
@workspace_option
@json_option
@click.pass_context
@plain_errors
def audit(context: click.Context, user: str, since: date | None, workspace: Path | None, as_json: bool) -> None:
    """Show who searched, read, exported, decided, signed in or failed to: a line an act, oldest first."""
    context.obj = workspace
    if context.invoked_subcommand:
        return
    with opened(workspace, must_exist=True) as space:
        found = space.audit.entries(actor(space), user, since.isoformat() if since else "")
    for entry in found:
        if as_json:
            emit(asdict(entry))
        else:
            told = (entry.at, entry.user, entry.act, entry.collection, entry.subject)
            click.echo("\t".join(" ".join(one.split()) for one in told))


@audit.command()
@workspace_option
@json_option
@click.pass_context
@plain_errors
def verify(context: click.Context, workspace: Path | None, as_json: bool) -> None:
    """Walk along the chain of hashes; the exit code is 1 where a row was changed or taken out.

    It prints the hash of the last row: who keeps it elsewhere can tell later that nothing before it was changed.
    """
    with opened(workspace or context.obj, must_exist=True) as space:
        found = space.audit.verify(actor(space))
    if as_json:
        emit(asdict(found))
    say(f"{found.rows:,} rows, the last with the hash {found.head or '(none)'}")
    if found.broken is not None:
        say(f"the row {found.broken} is not as it was written, or one before it is gone")
        raise SystemExit(ERROR)
    say("the chain is whole")
