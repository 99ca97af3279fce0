"""``asnad failures``: what could not be read, and why."""

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

import click

from pipeline.commands.common import (
    ERROR,
    WITH_FAILURES,
    actor,
    emit,
    json_option,
    opened,
    plain,
    plain_errors,
    say,
    workspace_option,
)

if TYPE_CHECKING:
    from pipeline.runs.failing import By, Group


@click.group(invoke_without_command=True)
@click.option("--by", type=click.Choice(["code", "source"]), help="Count them by reason, or by where they came from.")
@workspace_option
@json_option
@click.pass_context
@plain_errors
def failures(context: click.Context, by: "By | None", workspace: Path | None, as_json: bool) -> None:
    """List what could not be read: one line a failure, {"uri","stage","code","message","at"}."""
    context.obj = workspace
    if context.invoked_subcommand:
        return
    with opened(workspace, must_exist=True) as space:
        if by:
            _counted(space.failing.groups(actor(space), by), by, as_json)
            return
        found = space.failures(actor(space))
    for failure in found:
        if as_json:
            row = {name: getattr(failure, name) for name in ("id", "uri", "stage", "code", "message", "at")}
            more = {"blob": failure.blob or None, "collection": failure.collection, "run": failure.run or None}
            emit(row | more)
        else:
            named = plain(unquote(failure.uri))
            click.echo(f"{failure.id}\t{failure.code}\t{failure.stage}\t{named}\t{plain(failure.message)}")
    if not as_json:
        say(f"{len(found):,} failures")


def _counted(groups: "list[Group]", by: str, as_json: bool) -> None:
    for group in groups:
        if as_json:
            emit({by: group.name, "count": group.count, "newest": group.newest})
        else:
            click.echo(f"{group.count:>7,}\t{plain(group.name)}\t{group.newest}")
    if not as_json:
        say(f"{sum(group.count for group in groups):,} failures")


@failures.command()
@click.argument("ids", nargs=-1, type=int, metavar="[ID…]")
@click.option("--code", default="", help="All failures of this code.")
@workspace_option
@click.pass_context
@plain_errors
def dismiss(context: click.Context, ids: tuple[int, ...], code: str, workspace: Path | None) -> None:
    """Forget failures that nobody will look at again, with the bytes that were kept of them."""
    if bool(ids) == bool(code):
        raise click.UsageError("say which: some IDs, or --code CODE")
    with opened(workspace or context.obj, must_exist=True) as space:
        gone = space.failing.dismiss(actor(space), ids, code)
    say(f"{gone:,} failures dismissed")
    if not gone:
        raise SystemExit(ERROR)


@failures.command()
@click.argument("ids", nargs=-1, type=int, metavar="[ID…]")
@click.option("--code", default="", help="Only failures of this code.")
@click.option("--all", "everything", is_flag=True, help="All failures.")
@workspace_option
@click.pass_context
@plain_errors
def retry(context: click.Context, ids: tuple[int, ...], code: str, everything: bool, workspace: Path | None) -> None:
    """Read again what failed, from the bytes that were kept."""
    if not (ids or code or everything):
        raise click.UsageError("say which: some IDs, --code CODE or --all")
    with opened(workspace or context.obj, must_exist=True) as space:
        report = space.retry(actor(space), ids, code)
    say(f"{report.added + report.changed:,} read, {report.failed:,} failed again")
    if report.failed:
        raise SystemExit(WITH_FAILURES)
