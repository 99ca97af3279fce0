"""``asnad meetings``: when and where there were meetings, who was there, what was decided, what follows by when."""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.commands.common import actor, emit, json_option, opened, plain, plain_errors, say, workspace_option
from pipeline.commands.judging import add_judging

if TYPE_CHECKING:
    from pipeline.registry.gatherings import Gathering
    from pipeline.registry.quarters import Due, Quarter

_SHOWN = 80
"""Letters of what has to follow that a line shows."""


@click.group(invoke_without_command=True)
@click.option("--body", default="", help="Only those that this body held or was at: a name, or the key of an entity.")
@click.option("--year", default="", help="Only of this year, of any of the three calendars; none: undated.")
@click.option("--place", default="", help="Only in a town or building that has these words.")
@click.option("--from", "since", default="", metavar="DAY", help="From this day, month or year on (1404-05-01).")
@click.option("--until", default="", metavar="DAY", help="Up to this day, month or year.")
@click.option("--kind", type=click.Choice(("meeting", "talks", "conference", "workshop", "summit")), help="Only these.")
@click.option("--modality", type=click.Choice(("held", "planned", "postponed", "cancelled")), help="Only these.")
@click.option("--collection", default="", help="Only what documents of this collection say.")
@click.option(
    "--list",
    "listed",
    type=click.Choice(("ahead", "due", "rejected", "quarters")),
    help="What lies ahead, what has to follow by when, what a person said to be none, or how many by quarter.",
)
@click.option("--calendar", type=click.Choice(("jalali", "gregorian", "hijri")), help="That of --year and of quarters.")
@click.option("--csv", "as_csv", is_flag=True, help="Print a table for spreadsheets.")
@workspace_option
@json_option
@click.pass_context
@plain_errors
def meetings(
    context: click.Context,
    /,
    workspace: Path | None,
    as_json: bool,
    as_csv: bool,
    listed: str | None,
    **asked: Any,
) -> None:
    """Show the meetings that the documents tell of, each once: day, place, attendance, decisions, follow-ups.

    With a command: decide on one of them, or on a field of it, by its ID in ``--json``.
    """
    from pipeline.registry.meetings import Wanted

    if context.invoked_subcommand is not None:
        return
    if as_json and as_csv:
        raise click.UsageError("--json or --csv, not both")
    given = {name: value or "" for name, value in asked.items()}
    with opened(workspace, must_exist=True) as space:
        space.register.sync()
        wanted = Wanted(**given, listed="" if listed in (None, "quarters") else str(listed))
        found = space.meetings.entries(actor(space), wanted)
    if not found:
        say("no document tells of such a meeting")
    if listed == "quarters":
        _quarters(found, given["calendar"] or "jalali", as_json=as_json, as_csv=as_csv)
    elif listed == "due" and not as_csv:
        _dues(found, as_json=as_json)
    else:
        _entries(found, as_json=as_json, as_csv=as_csv)


def _entries(found: "Iterable[Gathering]", *, as_json: bool, as_csv: bool) -> None:
    from corpora.tabular import csv_of
    from pipeline.registry.gatherings import COLUMNS, row_of

    if as_csv:
        sys.stdout.write(csv_of([COLUMNS]))
    for entry in found:
        if as_csv:
            sys.stdout.write(csv_of([row_of(entry)]))
        elif as_json:
            emit(entry.record())
        else:
            click.echo(_line(entry))


def _line(entry: "Gathering") -> str:
    day = entry.date.value.iso if entry.date else f"({entry.published or '—'})"
    named = entry.name.value if entry.name else entry.word
    people = () if entry.name else tuple(one.attendee.name for one in (*entry.hosts, *entry.attendees))[:2]
    places = tuple(held.value for held in (entry.venue, entry.town) if held)
    counts = tuple(f"{one.value.number:.15g} {one.value.unit}".strip() for one in entry.counts)
    parts = (" ".join(named.split()), *people, *places, *counts)
    return f"{day:12}  {entry.kind.value:10}  {entry.modality.value:9}  {' · '.join(map(plain, parts))}"


def _dues(found: "Iterable[Gathering]", *, as_json: bool) -> None:
    from datetime import date

    from pipeline.registry.quarters import dues

    for one in dues(found, date.today()):  # noqa: DTZ011 - the day where the office is
        if as_json:
            emit(_due(one))
        else:
            who = f"{plain(one.task.who.value)}: " if one.task.who else ""
            late = "late" if one.late else ""
            click.echo(f"{one.task.day}  {late:4}  {who}{plain(one.task.what.value)[:_SHOWN]}  ({one.entry.id})")


def _due(one: "Due") -> dict[str, Any]:
    task = one.task
    who = task.who.value if task.who else None
    return {"meeting": one.entry.id, "what": task.what.value, "who": who, "due": task.day, "late": one.late}


def _quarters(found: "Iterable[Gathering]", calendar: str, *, as_json: bool, as_csv: bool) -> None:
    from pipeline.registry.quarters import csv_of_quarters, quarters, record_of

    counted: list[Quarter] = quarters(found, calendar)
    if as_csv:
        sys.stdout.write(csv_of_quarters(counted))
        return
    for one in counted:
        if as_json:
            emit(record_of(one))
        else:
            modes = "  ".join(f"{mode} {number}" for mode, number in sorted(one.modes.items()))
            click.echo(f"{one.name:10}  {one.meetings:>5}  {modes}")


add_judging(
    meetings,
    "a meeting",
    "1404-06-16, 09:30, «31 نفر», those present one a line, what follows as «who | what | day»",
    lambda space: space.convening,
    _line,
)
