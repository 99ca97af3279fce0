"""``asnad agreements``: the register of agreements."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from corpora.values import AGREEMENTS
from pipeline.commands.common import actor, emit, json_option, opened, plain, plain_errors, say, workspace_option
from pipeline.commands.judging import add_judging, decide

if TYPE_CHECKING:
    from pipeline.registry.deciding import EntryReview
    from pipeline.registry.entries import Entry
    from pipeline.workspace import Workspace


@click.group(invoke_without_command=True)
@click.option("--kind", type=click.Choice(AGREEMENTS), help="Only of this kind.")
@click.option("--state", default="", help="Only in this state: planned, under_review, signed, in_force and so on.")
@click.option("--party", default="", help="Only with this party: a name, or the id of an entity.")
@click.option("--year", type=int, help="Only signed in this year, of any of the three calendars.")
@click.option("--collection", default="", help="Only what documents of this collection say.")
@click.option("--rejected", is_flag=True, help="Also those of which a person said that they are none.")
@click.option(
    "--format",
    "form",
    type=click.Choice(("csv", "ftm", "ocds")),
    help="CSV, FollowTheMoney's JSON lines, or of purchases a package of the Open Contracting Data Standard.",
)
@workspace_option
@json_option
@click.pass_context
@plain_errors
def agreements(
    context: click.Context,
    kind: str | None,
    state: str,
    party: str,
    year: int | None,
    collection: str,
    rejected: bool,
    form: str | None,
    workspace: Path | None,
    as_json: bool,
) -> None:
    """Show the agreements that the documents tell of, each once, with parties, dates, state and witnesses.

    With a command: decide on one of them, by its ID in ``--json``.
    """
    from extractors.agreements.candidates import STATES
    from pipeline.registry.entries import DERIVED_STATES
    from pipeline.registry.register import Wanted

    if context.invoked_subcommand is not None:
        return
    states = (*STATES, *filter(None, DERIVED_STATES))
    if state and state not in states:
        raise click.UsageError(f"a state is one of {', '.join(states)}")
    with opened(workspace, must_exist=True) as space:
        space.register.sync()
        found = space.register.entries(actor(space), Wanted(kind or "", state, party, year, collection, rejected))
    if form:
        _write(form, found)
        return
    if not found:
        say("no document tells of such an agreement")
    for entry in found:
        if as_json:
            emit(entry.record())
            continue
        click.echo(_line(entry))


def _line(entry: "Entry") -> str:
    day = entry.signed.value.iso if entry.signed else "—"
    names = " · ".join(plain(one.name) for one in entry.parties) or "—"
    number = f" × {entry.count.value}" if entry.count else ""
    return f"{day:10}  {entry.kind.value + number:9}  {entry.derived_state or entry.state:12}  {names}"


def _write(form: str, found: "Sequence[Entry]") -> None:
    """Prints entries in the form of another program, and nothing else."""
    from corpora.tabular import csv_of
    from pipeline.publishing import followthemoney, ocds
    from pipeline.registry.portfolio import COLUMNS, row_of

    if form == "ocds":
        emit(ocds.package(found, datetime.now(UTC)))
        return
    rows = [COLUMNS, *map(row_of, found)]
    for line in followthemoney.lines(found) if form == "ftm" else (csv_of([row]) for row in rows):
        click.echo(line, nl=False)


def _deciding(space: "Workspace") -> "EntryReview":
    return space.deciding


add_judging(
    agreements,
    "an agreement",
    "1404-06-16, P2Y, «120000 IRR», parties one a line",
    _deciding,
    _line,
)


@agreements.command("join")
@click.argument("identity", metavar="ID")
@click.argument("other")
@workspace_option
@plain_errors
def join(identity: str, other: str, workspace: Path | None) -> None:
    """Make the entry OTHER part of ID: both are one agreement."""
    decide(workspace, _deciding, _line, lambda review, who: review.join(who, identity, other))


@agreements.command("part")
@click.argument("identity", metavar="ID")
@click.argument("told")
@workspace_option
@plain_errors
def part(identity: str, told: str, workspace: Path | None) -> None:
    """Take what one document tells out of an entry, by the id TOLD that ``asnad agreements log`` prints."""
    decide(workspace, _deciding, _line, lambda review, who: review.part(who, identity, told))
