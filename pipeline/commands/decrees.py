"""``asnad decrees``: who was appointed to what, by whom and since when."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.commands.common import actor, emit, json_option, opened, plain, plain_errors, say, workspace_option
from pipeline.commands.judging import add_judging

if TYPE_CHECKING:
    from pipeline.registry.appointments import Appointment
    from pipeline.registry.decree_totals import By

_KINDS = (
    *("appointed", "reappointed", "elected", "replaced", "dismissed", "resigned", "retired"),
    *("acting", "member", "representative"),
)


@click.group(invoke_without_command=True)
@click.option("--person", default="", help="Only of this person: a name, or a part of one.")
@click.option("--body", default="", help="Only in this body: a name, or the key of an entity.")
@click.option("--office", default="", help="Only to offices that have these words.")
@click.option("--year", default="", help="Only of this year, of any of the three calendars.")
@click.option(
    "--act", type=click.Choice(_KINDS), help="Only this: appointed, resigned, acting, representative and so on."
)
@click.option("--collection", default="", help="Only what documents of this collection say.")
@click.option(
    "--list",
    "listed",
    type=click.Choice(("holders", "representatives", "rejected")),
    help="Who holds which office now, who represents whom where, or what a person said to be none.",
)
@click.option("--calendar", type=click.Choice(("jalali", "gregorian", "hijri")), help="That of --year and --by year.")
@click.option("--by", type=click.Choice(("office", "body", "year", "act")), help="Count them by this instead.")
@click.option("--csv", "as_csv", is_flag=True, help="Print a table for spreadsheets.")
@workspace_option
@json_option
@click.pass_context
@plain_errors
def decrees(
    context: click.Context, /, workspace: Path | None, as_json: bool, as_csv: bool, by: "By | None", **asked: Any
) -> None:
    """Show the appointments that the documents tell of, each once, with person, office, body, issuer and days.

    With a command: decide on one of them, or on a field of it, by its ID in ``--json``.
    """
    from pipeline.registry.decrees import Wanted

    if context.invoked_subcommand is not None:
        return
    if as_json and as_csv:
        raise click.UsageError("--json or --csv, not both")
    with opened(workspace, must_exist=True) as space:
        space.register.sync()
        found = space.decrees.entries(actor(space), Wanted(**{name: value or "" for name, value in asked.items()}))
    if not found:
        say("no document tells of such an appointment")
    if by:
        _totals(found, by, asked["calendar"] or "jalali", as_json=as_json, as_csv=as_csv)
        return
    if as_csv:
        _csv(found)
        return
    for entry in found:
        if as_json:
            emit(entry.record())
        else:
            click.echo(_line(entry))


def _totals(found: "Sequence[Appointment]", by: "By", calendar: str, *, as_json: bool, as_csv: bool) -> None:
    from pipeline.registry.decree_totals import csv_of_totals, totals

    counted = totals(found, by, calendar)
    if as_csv:
        sys.stdout.write(csv_of_totals(counted))
        return
    for one in counted:
        if as_json:
            emit(one.record())
        else:
            turns = "  ".join(f"{turn} {number}" for turn, number in sorted(one.turns.items()))
            click.echo(f"{one.decrees:>8,}  {plain(one.name)}  {turns}")


def _csv(found: "Sequence[Appointment]") -> None:
    from corpora.tabular import csv_of
    from pipeline.registry.appointments import COLUMNS, row_of

    sys.stdout.write(csv_of([COLUMNS]))
    for entry in found:
        sys.stdout.write(csv_of([row_of(entry)]))


def _line(entry: "Appointment") -> str:
    day = entry.date.value.iso if entry.date else f"({entry.published or '—'})"
    parts = (entry.person.value.name, *(held.value for held in (entry.office, entry.body, entry.place) if held))
    sure = "" if entry.modality == "asserted" else f"  [{entry.modality}]"
    return f"{day:12}  {entry.act:11}  {' · '.join(map(plain, parts))}{sure}"


add_judging(
    decrees,
    "an appointment",
    "1404-06-16, P2Y, a name",
    lambda space: space.appointing,
    _line,
)
