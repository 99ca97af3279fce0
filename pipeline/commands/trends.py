"""``asnad trends``: what is told of more than before, when, and with whom."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.commands.common import actor, emit, json_option, opened, plain, plain_errors, say, workspace_option

if TYPE_CHECKING:
    from pipeline.trends.trends import Label, TrendReport


@click.command()
@click.argument("query", default="")
@click.option("--monitor", default="", metavar="NAME", help="Of a monitor, in place of a query.")
@click.option("--since", default="", metavar="DAY", help="First day, 2025-07-23 or 1404-05-01 (default: seven days).")
@click.option(
    "--label", type=click.Choice(("ORG", "PERSON", "PLACE")), default="ORG", help="Which names (default: ORG)."
)
@workspace_option
@json_option
@plain_errors
def trends(query: str, monitor: str, since: str, label: "Label", workspace: Path | None, as_json: bool) -> None:
    """Show what the documents that QUERY finds (all, without one) tell of more than in the weeks before.

    Bursts of volume, names that come up, names told of together, and who is quoted; all numbers are of stories.
    """
    with opened(workspace, must_exist=True) as space:
        space.upkeep.settle()
        made = space.trends.make(actor(space), query, monitor=monitor, since=since, label=label)
    if as_json:
        emit(made.record())
    else:
        _print(made)


def _print(made: "TrendReport") -> None:
    """For people: the surest first."""
    say(f"{made.stories:,} stories from {made.first} to {made.last}; {made.before:,} from {made.since} on before them")
    for burst in made.bursts:
        click.echo(f"burst  {burst.first} – {burst.last}  {burst.stories:,} stories, {burst.expected:,.1f} expected")
    for one in made.rising:
        known = "  new" if one.new else ""
        click.echo(f"{one.stories:>6,}  {plain(one.name)}  (before: {one.before:,}; since {one.first}){known}")
    for pair in made.together:
        click.echo(f"{pair.stories:>6,}  {plain(pair.names[0])} + {plain(pair.names[1])}  (before: {pair.before:,})")
    for quoted in made.quoted:
        office = f", {plain(quoted.office)}" if quoted.office else ""
        click.echo(f"{quoted.stories:>6,}  «…» {plain(quoted.speaker)}{office}")
    if not (made.bursts or made.rising or made.together or made.quoted):
        say("nothing is told of more than before, and nobody is quoted")
