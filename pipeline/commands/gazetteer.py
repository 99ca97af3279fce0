"""``asnad gazetteer``: the names of organisations that this workspace knows beside the tables."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from corpora.document import MAIN
from pipeline.commands.common import (
    actor,
    emit,
    json_option,
    opened,
    options,
    or_said,
    plain,
    plain_errors,
    say,
    workspace_option,
)

if TYPE_CHECKING:
    from pipeline.gazetteer.entries import Entry

_collection = click.option("--collection", default=MAIN, show_default=True, help="Of which collection.")
_word = options(
    plain_errors,
    workspace_option,
    click.option("--note", default="", help="Why, for whoever reads the log."),
    _collection,
    click.argument("name"),
)


@click.group()
def gazetteer() -> None:
    """Names of organisations that people confirmed or brought as lists; later documents are read with them."""


@gazetteer.command("list")
@click.argument("text", default="")
@click.option("--collection", default="", help="Only those of this collection.")
@click.option(
    "--state", type=click.Choice(["used", "waits", "avoided"]), default=None, help="Only those in this state."
)
@workspace_option
@json_option
@plain_errors
def list_(text: str, collection: str, state: str | None, workspace: Path | None, as_json: bool) -> None:
    """List the names, or those with a TEXT: who said so first, when, and whether they are looked for."""
    with opened(workspace, must_exist=True) as space:
        for one in or_said(
            space.gazetteer.entries(actor(space), collection, state or "", text), "there is no such name"
        ):
            _show(one, as_json=as_json)


@gazetteer.command()
@_word
def use(workspace: Path | None, **said: str) -> None:
    """Look for a NAME from now on, also where it was in doubt."""
    _judge(workspace, "use", **said)


@gazetteer.command()
@_word
def avoid(workspace: Path | None, **said: str) -> None:
    """Look for a NAME no more."""
    _judge(workspace, "avoid", **said)


def _judge(workspace: Path | None, verdict: str, **said: str) -> None:
    with opened(workspace, must_exist=True) as space:
        click.echo(space.gazetteer.judge(actor(space), verdict=verdict, **said).id)


@gazetteer.command("import")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@_collection
@click.option("--dry-run", is_flag=True, help="Say what the list would bring, and keep nothing.")
@workspace_option
@json_option
@plain_errors
def import_(file: Path, collection: str, dry_run: bool, workspace: Path | None, as_json: bool) -> None:
    """Take the names of a CSV or XLSX FILE in: columns name, aliases (a|b), kind, english, id, or names alone."""
    with opened(workspace, must_exist=True) as space:
        done = space.gazetteer.bring(actor(space), file.read_bytes(), collection, dry=dry_run)
    if as_json:
        doubts = [{"name": one.name, "reason": one.reason} for one in done.doubts]
        wrong = [{"row": one.row, "name": one.said, "why": one.why} for one in done.wrong]
        emit({"batch": done.batch, "new": done.new, "known": done.known, "doubts": doubts, "wrong": wrong})
    else:
        for doubt in done.doubts:
            click.echo(plain(f"waits   {doubt.reason:9}  {doubt.name}"))
        for wrong_one in done.wrong:
            click.echo(plain(f"row {wrong_one.row}  {wrong_one.said}: {wrong_one.why}"))
    would, number = "would be " if dry_run else "", len(done.doubts)
    say(f"{done.new:,} {would}new, {done.known:,} known already, {number:,} in doubt, {len(done.wrong):,} wrong")
    if done.batch:
        say(f"all of it is taken back by: asnad gazetteer undo {done.batch}")


@gazetteer.command()
@click.argument("batch")
@workspace_option
@plain_errors
def undo(batch: str, workspace: Path | None) -> None:
    """Take a list back, by the BATCH that its import printed; one name is taken back by asnad review undo."""
    with opened(workspace, must_exist=True) as space:
        say(f"taken back: {space.gazetteer.undo_list(actor(space), batch)} names")


@gazetteer.command()
@workspace_option
@plain_errors
def apply(workspace: Path | None) -> None:
    """Read stored documents again in which other names would be found by now."""
    with opened(workspace, must_exist=True) as space:
        say(f"{space.apply_names(actor(space)):,} documents changed")


def _show(one: "Entry", *, as_json: bool) -> None:
    if as_json:
        emit(record(one))
        return
    doubt = f" ({one.reason})" if one.reason and one.state == "waits" else ""
    told = f"{one.decision:>6}  {one.state:7}{doubt}  {one.collection}  {one.at[:10]}  {one.user}  {one.name}"
    click.echo(plain(told))


def record(one: "Entry") -> dict[str, object]:
    """An entry as JSON has it."""
    told = {"name": one.name, "collection": one.collection, "state": one.state, "reason": one.reason or None}
    more = {"kind": one.kind or None, "english": one.english or None, "ref": one.ref or None}
    return {**told, **more, "user": one.user, "at": one.at, "decision": one.decision, "said": one.said}
