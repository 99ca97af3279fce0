"""``asnad review assign``: who is to review what, and how far each person is."""

from pathlib import Path
from typing import Any

import click

from corpora.document import LABELS
from pipeline.commands.common import (
    actor,
    emit,
    json_option,
    opened,
    or_said,
    plain,
    plain_errors,
    say,
    workspace_option,
)


@click.group()
def assign() -> None:
    """Give documents in which mentions wait to people, and see how far each is."""


@assign.command()
@click.argument("user", nargs=-1, required=True)
@click.option("--query", "q", default="", help="Only documents that this query finds.")
@click.option("--collection", default="", help="Only documents of this collection.")
@click.option("--label", type=click.Choice(LABELS), default=None, help="Only where mentions of this label wait.")
@click.option(
    "--limit", type=click.IntRange(1), default=None, help="So many documents at most, the least certain first."
)
@click.option("--sure", is_flag=True, help="Also where certain mentions alone wait.")
@click.option("--again", is_flag=True, help="Also what is somebody's already.")
@click.option("--dry-run", is_flag=True, help="Say who would get how much, and keep nothing.")
@workspace_option
@json_option
@plain_errors
def to(user: tuple[str, ...], workspace: Path | None, as_json: bool, **asked: Any) -> None:
    """Share documents among USERs: the next one always goes to who has the least to look at."""
    from pipeline.store.unseen import Which

    within = frozenset({asked["collection"]}) if asked["collection"] else None
    which = Which(asked["label"] or "", within=within, doubtful=not asked["sure"])
    how = {"limit": asked["limit"] or 0, "again": asked["again"], "dry": asked["dry_run"]}
    with opened(workspace, must_exist=True) as space:
        done = space.assignments.assign(actor(space), user, which, asked["q"], **how)
    if as_json:
        emit({"batch": done.batch, "documents": dict(done.documents), "mentions": dict(done.mentions)})
        return
    for name, number in done.documents.items():
        click.echo(plain(f"{number:>7,} documents  {done.mentions[name]:>8,} mentions  {name}"))
    if not done.documents:
        say("there is no such document in which anything waits, or it is somebody's already")
    if done.batch:
        say(f"all of it is taken back by: asnad review assign undo {done.batch}")


@assign.command("list")
@workspace_option
@json_option
@plain_errors
def list_(workspace: Path | None, as_json: bool) -> None:
    """List how far each person is with what was assigned to him."""
    with opened(workspace, must_exist=True) as space:
        for one in or_said(space.assignments.progress(actor(space)), "nothing is assigned to anybody"):
            if as_json:
                told = {"user": one.user, "documents": one.documents, "done": one.done, "waiting": one.waiting}
                emit(told)
            else:
                far = f"{one.done:>7,} of {one.documents:>7,} documents  {one.waiting:>8,} mentions wait"
                click.echo(plain(f"{far}  {one.user}"))


@assign.command()
@click.argument("batch")
@workspace_option
@plain_errors
def undo(batch: str, workspace: Path | None) -> None:
    """Take assignments back, by the BATCH that was printed: each document is again whose it was."""
    with opened(workspace, must_exist=True) as space:
        say(f"taken back: {space.assignments.undo_all(actor(space), batch)} documents")
