"""``asnad indicators``: how many of something, over time."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from pipeline.commands.common import actor, emit, json_option, opened, plain, plain_errors, say, workspace_option

if TYPE_CHECKING:
    from pipeline.registry.indicators import Point
    from pipeline.registry.totals import By


@click.command()
@click.argument("unit", default="")
@click.option(
    "--by",
    type=click.Choice(("body", "year", "kind", "state", "partner", "place")),
    help="body: the bodies that sentences of UNIT name; without a UNIT count agreements by this.",
)
@click.option("--calendar", type=click.Choice(("jalali", "gregorian", "hijri")), default="jalali", help="Of years.")
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV.")
@workspace_option
@json_option
@plain_errors
def indicators(
    unit: str, by: 'By | Literal["body"] | None', calendar: str, as_csv: bool, workspace: Path | None, as_json: bool
) -> None:
    """Show the counts of UNIT («تفاهم‌نامه») in all documents by date, each with its sentence.

    With --by how many agreements the register holds instead, beside the most that one sentence claims.
    """
    if bool(unit) == (by not in (None, "body")):
        raise click.UsageError("name a UNIT, with --by body or alone, or say by what agreements are counted")
    if by and by != "body":
        _totals(by, calendar, as_csv=as_csv, workspace=workspace, as_json=as_json)
        return
    with opened(workspace, must_exist=True) as space:
        space.indexing.sync()
        found = space.indicators(actor(space), unit)
    if not found and not as_csv:
        say(f"no document counts «{plain(unit)}»")
    show = _bodies if by else _points
    show(found, as_csv=as_csv, as_json=as_json)


def _points(found: "Sequence[Point]", *, as_csv: bool, as_json: bool) -> None:
    from pipeline.registry.indicators import csv_of_records, record_of

    records = [record_of(point) for point in found]
    if as_csv:
        click.echo(csv_of_records(records), nl=False)
        return
    for record in records:
        if as_json:
            emit(record)
        else:
            day = (record["published"] or "          ")[:10]
            click.echo(f"{day}  {record['number']:>12,}  {plain(record['sentence'])}")


def _bodies(found: "Sequence[Point]", *, as_csv: bool, as_json: bool) -> None:
    from pipeline.registry.indicators import BODY_COLUMNS, by_body, csv_of_records

    bodies = by_body(found)
    if as_csv:
        click.echo(csv_of_records([one.record() for one in bodies], BODY_COLUMNS), nl=False)
        return
    for one in bodies:
        if as_json:
            emit(one.record())
        else:
            click.echo(f"{one.counts:>8,}  {plain(one.name)}  (at most {one.most.number:,})")


def _totals(by: "By", calendar: str, *, as_csv: bool, workspace: Path | None, as_json: bool) -> None:
    from pipeline.registry.totals import csv_of_totals, record_of, totals

    with opened(workspace, must_exist=True) as space:
        space.register.sync()
        found = totals(space.register.entries(actor(space)), by, calendar)
    if as_csv:
        click.echo(csv_of_totals(found), nl=False)
        return
    if not found:
        say("no document tells of an agreement")
    for total in found:
        if as_json:
            emit(record_of(total))
        else:
            claimed = f"  (one sentence claims {total.claimed:,})" if total.claimed else ""
            click.echo(f"{total.agreements:>8,}  {plain(total.name) or '—'}{claimed}")
