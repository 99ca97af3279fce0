"""``asnad agreements``: the register of agreements."""

from pathlib import Path

import click

from corpora.values import AGREEMENTS
from pipeline.commands.common import actor, emit, json_option, opened, plain, plain_errors, say, workspace_option


@click.command()
@click.option("--kind", type=click.Choice(AGREEMENTS), help="Only of this kind.")
@click.option("--state", default="", help="Only in this state: planned, under_review, signed, in_force and so on.")
@click.option("--party", default="", help="Only with this party: a name, or the id of an entity.")
@click.option("--year", type=int, help="Only signed in this year, of any of the three calendars.")
@click.option("--collection", default="", help="Only what documents of this collection say.")
@workspace_option
@json_option
@plain_errors
def agreements(
    kind: str | None, state: str, party: str, year: int | None, collection: str, workspace: Path | None, as_json: bool
) -> None:
    """Show the agreements that the documents tell of, each once, with parties, dates, state and witnesses."""
    from pipeline.registry.register import Wanted

    with opened(workspace, must_exist=True) as space:
        space.register.sync()
        found = space.register.entries(actor(space), Wanted(kind or "", state, party, year, collection))
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
