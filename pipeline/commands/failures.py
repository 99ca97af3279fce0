"""``asnad failures``: what could not be read, and why."""

from pathlib import Path

import click

from pipeline.commands.common import (
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


@click.group(invoke_without_command=True)
@workspace_option
@json_option
@click.pass_context
@plain_errors
def failures(context: click.Context, workspace: Path | None, as_json: bool) -> None:
    """List what could not be read: one line a failure, {"uri","stage","code","message","at"}."""
    context.obj = workspace
    if context.invoked_subcommand:
        return
    with opened(workspace, must_exist=True) as space:
        found = space.failures(actor(space))
    for failure in found:
        if as_json:
            row = {"id": failure.id, "uri": failure.uri, "stage": failure.stage, "code": failure.code}
            emit(
                {
                    **row,
                    "message": failure.message,
                    "at": failure.at,
                    "blob": failure.blob or None,
                    "collection": failure.collection,
                }
            )
        else:
            click.echo(f"{failure.id}\t{failure.code}\t{failure.stage}\t{plain(failure.uri)}\t{plain(failure.message)}")
    if not as_json:
        say(f"{len(found):,} failures")


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
