"""``asnad agreements``: the register of agreements."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from corpora.values import AGREEMENTS
from pipeline.commands.common import actor, emit, json_option, opened, plain, plain_errors, say, workspace_option

if TYPE_CHECKING:
    from pipeline.people.principal import Principal
    from pipeline.registry.deciding import EntryReview, Verdict
    from pipeline.registry.entries import Entry


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
    from pipeline.registry.register import Wanted

    if context.invoked_subcommand is not None:
        return
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
        day = entry.signed.value.iso if entry.signed else "—"
        names = " · ".join(plain(one.name) for one in entry.parties) or "—"
        number = f" × {entry.count.value}" if entry.count else ""
        click.echo(f"{day:10}  {entry.kind.value + number:9}  {entry.derived_state or entry.state:12}  {names}")


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


def _say(entry: "Entry") -> None:
    names = " · ".join(plain(one.name) for one in entry.parties) or "—"
    day = entry.signed.value.iso if entry.signed else "—"
    away = "  (rejected)" if entry.rejected else ""
    say(f"{entry.id}  {entry.kind.value}  {entry.state or '—'}  {day}  {names}{away}")


def _decide(workspace: Path | None, decided: "Callable[[EntryReview, Principal], Entry]") -> None:
    """Keeps a decision on the entries as they are by now, and shows the entry that it makes."""
    with opened(workspace, must_exist=True) as space:
        space.register.sync()
        _say(decided(space.deciding, actor(space)))


def _judge(identity: str, field: str, verdict: "Verdict", value: str, workspace: Path | None) -> None:
    _decide(workspace, lambda review, who: review.judge(who, identity, field, verdict, value))


@agreements.command("accept")
@click.argument("identity", metavar="ID")
@click.argument("field", default="")
@workspace_option
@plain_errors
def accept(identity: str, field: str, workspace: Path | None) -> None:
    """Accept a FIELD of an entry as it is, or the entry: another reading of its documents does not change it."""
    _judge(identity, field, "accept", "", workspace)


@agreements.command("correct")
@click.argument("identity", metavar="ID")
@click.argument("field")
@click.argument("value")
@workspace_option
@plain_errors
def correct(identity: str, field: str, value: str, workspace: Path | None) -> None:
    """Put a VALUE in a FIELD of an entry: 1404-06-16, P2Y, «120000 IRR», parties one a line."""
    _judge(identity, field, "correct", value, workspace)


@agreements.command("reject")
@click.argument("identity", metavar="ID")
@click.argument("field", default="")
@workspace_option
@plain_errors
def reject(identity: str, field: str, workspace: Path | None) -> None:
    """Say that a FIELD of an entry is wrong and nothing is known of it, or that there is no such agreement."""
    _judge(identity, field, "reject", "", workspace)


@agreements.command("join")
@click.argument("identity", metavar="ID")
@click.argument("other")
@workspace_option
@plain_errors
def join(identity: str, other: str, workspace: Path | None) -> None:
    """Make the entry OTHER part of ID: both are one agreement."""
    _decide(workspace, lambda review, who: review.join(who, identity, other))


@agreements.command("part")
@click.argument("identity", metavar="ID")
@click.argument("told")
@workspace_option
@plain_errors
def part(identity: str, told: str, workspace: Path | None) -> None:
    """Take what one document tells out of an entry, by the id TOLD that ``asnad agreements log`` prints."""
    _decide(workspace, lambda review, who: review.part(who, identity, told))


@agreements.command("undo")
@click.argument("identity", metavar="ID")
@click.argument("number", type=click.IntRange(1, 2**31 - 1))
@workspace_option
@plain_errors
def undo(identity: str, number: int, workspace: Path | None) -> None:
    """Take the decision of a NUMBER on an entry back, or the one that took it back."""
    _decide(workspace, lambda review, who: review.undo_of(who, identity, number))


@agreements.command("log")
@click.argument("identity", metavar="ID")
@workspace_option
@json_option
@plain_errors
def log(identity: str, workspace: Path | None, as_json: bool) -> None:
    """Show what was decided on an entry, the newest first, and by which ids its documents tell of it."""
    with opened(workspace, must_exist=True) as space:
        space.register.sync()
        entry = space.register.entry(actor(space), identity)
        found = space.deciding.of_entry(actor(space), identity)
    for one in found:
        if as_json:
            emit({**one.decision.record(), "state": one.state})
        else:
            said = one.decision
            click.echo(
                f"{said.id:>6}  {said.at[:16]}  {plain(said.user)}  {one.verdict:8}  {one.field:12}  {one.state}"
            )
    if not as_json:
        for told, document in dict.fromkeys((one.told, one.id) for one in entry.witnesses):
            click.echo(f"told {told}  by {plain(document)}")
