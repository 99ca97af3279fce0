"""``asnad review log`` and ``asnad decisions``: who decided what, and what became of it, as lines, JSON or CSV."""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.commands.common import (
    actor,
    emit,
    json_option,
    opened,
    options,
    or_said,
    plain,
    plain_errors,
    workspace_option,
)

if TYPE_CHECKING:
    from pipeline.review.log import Logged

_KINDS = ("text", "mention", "entity", "document", "entry", "decree", "meeting", "name", "assign", "collection")


log_options = options(
    click.argument("document", default=""),
    click.option("--user", default="", help="Only what this person decided."),
    click.option("--entity", default="", help="Only what is of this entity, by its id, or of mentions that name it."),
    click.option("--kind", type=click.Choice(_KINDS), default=None, help="Only decisions of this kind."),
    click.option("--batch", default="", help="Only what was decided together under this name."),
    click.option("--since", default="", help="From this day on (UTC), as 2025-07-23 or 1404-05-01."),
    click.option("--until", default="", help="Until the end of this day."),
    click.option("--csv", "as_csv", is_flag=True, help="Print a table for spreadsheets."),
    json_option,
    workspace_option,
)
"""The document, what narrows the log, and its forms."""


@click.command("log")
@log_options
@plain_errors
def log(workspace: Path | None, as_json: bool, as_csv: bool, since: str, until: str, **asked: Any) -> None:
    """List what people decided on a DOCUMENT, or everything, oldest first, each with what became of it."""
    show(workspace, since, until, asked, as_json=as_json, as_csv=as_csv)


def show(workspace: Path | None, since: str, until: str, asked: dict[str, Any], *, as_json: bool, as_csv: bool) -> None:
    """Prints the decisions that are asked for."""
    from pipeline.review.log import filtered

    if as_json and as_csv:
        raise click.UsageError("--json and --csv are two forms: choose one")
    wanted = filtered(since, until, **{name: part or "" for name, part in asked.items()})
    with opened(workspace, must_exist=True) as space:
        found = space.log.entries(actor(space), wanted)
        if as_csv:
            _csv(found)
        else:
            show_log(or_said(found, "nobody has decided anything like that"), as_json=as_json)


def _csv(found: "Iterable[Logged]") -> None:
    from corpora.tabular import BOM, csv_of
    from pipeline.review.log import COLUMNS

    out = sys.stdout.buffer
    out.write((BOM + csv_of([COLUMNS])).encode())
    for logged in found:
        out.write(csv_of([logged.row()]).encode())
    out.flush()


def show_log(entries: "Iterable[Logged]", *, as_json: bool) -> None:
    """Prints decisions, a line each."""
    for logged in entries:
        one = logged.decision
        if as_json:
            emit(logged.record())
            continue
        said = one.after.get("verdict") or f"{_short(one.before)} → {_short(one.after)}"
        said = f"takes back {one.undoes}" if one.undoes else said
        told = plain(f"{one.subject}  {said}  {one.user}" + (f"  ({one.note})" if one.note else ""))
        click.echo(f"{one.id:>5}  {one.at}  {one.kind:8}  {logged.state:8}  {told}")


def _short(side: Any) -> str:
    return str(side.get("text", side.get("value", "")))
