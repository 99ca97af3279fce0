"""``asnad runs``: what was read in when, and what it brought."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.commands.common import actor, emit, json_option, opened, plain, plain_errors, say, workspace_option

if TYPE_CHECKING:
    from pipeline.store.runs import Run


@click.command()
@click.argument("identity", required=False, default="", metavar="[ID]")
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True, help="How many, newest first.")
@workspace_option
@json_option
@plain_errors
def runs(identity: str, limit: int, workspace: Path | None, as_json: bool) -> None:
    """List the runs that read documents in, newest first; with an ID also the documents that it brought.

    run:ID in a query finds them, asnad delete --run ID takes them back.
    """
    with opened(workspace, must_exist=True) as space:
        who = actor(space)
        found = [space.runs.one(who, identity)] if identity else space.runs.all(who, limit)
        documents = space.runs.brought(who, identity, limit) if identity else ([], 0)
    for run in found:
        if as_json:
            documented = {"documents": [asdict(one) for one in documents[0]]} if identity else {}
            emit(_record(run) | documented)
        else:
            click.echo(_line(run))
    if not as_json:
        for one in documents[0]:
            click.echo(f"  {one.key}\t{plain(one.title)}\t{plain(one.uri)}")
        if identity:
            say(f"{len(documents[0]):,} of {documents[1]:,} documents are of this run still")
        elif not found:
            say("nothing was read in yet")


def _record(run: "Run") -> dict[str, Any]:
    names = ("id", "name", "kind", "source", "collection", "started", "ended")
    counts = {name: getattr(run, name) for name in ("added", "changed", "unchanged", "failed", "waiting", "expected")}
    state = {"by": run.user, "state": _state(run), "outcome": run.outcome, "taken_back_at": run.taken_back_at}
    if run.taken_back_at:
        state |= {name: getattr(run, name) for name in ("withdrawn", "returned", "forgotten")}
    return {name: getattr(run, name) for name in names} | state | counts


def _state(run: "Run") -> str:
    if run.taken_back_at:
        return "taken back"
    return run.state if run.under_way or run.ended else "interrupted"


def _line(run: "Run") -> str:
    counts = ", ".join(f"{getattr(run, name):,} {name}" for name in ("added", "changed", "unchanged", "failed"))
    if run.taken_back_at and run.withdrawn is not None:
        counts += f"; {run.withdrawn:,} withdrawn, {run.returned:,} returned, {run.forgotten:,} failures forgotten"
    elif run.failed > run.waiting and not run.under_way and not run.taken_back_at:
        counts += f" ({run.waiting:,} still)"
    where = f"{run.source or '-'} → {run.collection}"
    parts = [run.id, run.started, run.outcome.replace("_", " "), plain(run.name), plain(where), plain(run.user), counts]
    return "\t".join(parts)
