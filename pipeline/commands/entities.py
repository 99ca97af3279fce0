"""``asnad entities``: who is who, and what people decide about it."""

from dataclasses import asdict
from pathlib import Path

import click

from pipeline.commands.common import actor, emit, json_option, opened, plain, plain_errors, say, workspace_option


@click.group()
def entities() -> None:
    """Show organisations, persons and places, and decide which are the same."""


@entities.command("list")
@click.argument("name", default="")
@click.option("--label", type=click.Choice(["ORG", "PERSON", "PLACE"]), help="Only these.")
@click.option("--limit", type=click.IntRange(1, 10_000), default=50, show_default=True, help="Most entities to show.")
@workspace_option
@json_option
@plain_errors
def show_list(name: str, label: str | None, limit: int, workspace: Path | None, as_json: bool) -> None:
    """List entities in most documents first; with NAME those that are called so, in any spelling."""
    with opened(workspace, must_exist=True) as space:
        found = space.entities.find(actor(space), name, label or "", limit)
        if not found:
            say(f"nobody and nothing is called «{plain(name)}»" if name else "no entity is named in any document")
        for counted in found:
            if as_json:
                emit({**asdict(counted.entity), "documents": counted.documents, "mentions": counted.mentions})
            else:
                entity = counted.entity
                apart = ", ".join(plain(one) for one in (entity.parent, entity.place, entity.country) if one)
                name = f"{plain(entity.name)}  ({apart})" if apart else plain(entity.name)
                click.echo(f"{entity.id}  {entity.label:6}  {counted.documents:>6,}  {name}")


@entities.command("show")
@click.argument("identity", metavar="ID")
@workspace_option
@json_option
@plain_errors
def show_one(identity: str, workspace: Path | None, as_json: bool) -> None:
    """Show what is known of one entity."""
    with opened(workspace, must_exist=True) as space:
        profile = space.entities.profile(actor(space), identity)
    if as_json:
        emit(asdict(profile))
        return
    entity = profile.entity
    told = (entity.label, entity.english, entity.parent, entity.place, entity.country)
    click.echo("  ".join([plain(entity.name), *(plain(one) for one in told if one)]))
    click.echo(f"{profile.documents:,} documents, {profile.mentions:,} mentions")
    for alias in profile.aliases:
        click.echo(f"  {plain(alias.name)}  key: {plain(alias.key)}")


@entities.command("timeline")
@click.argument("identity", metavar="ID")
@workspace_option
@json_option
@plain_errors
def show_timeline(identity: str, workspace: Path | None, as_json: bool) -> None:
    """Show the days that sentences name beside an entity, by day, each with its sentence."""
    with opened(workspace, must_exist=True) as space:
        events = space.trends.timeline(actor(space), identity)
    if not events:
        say("no sentence names a day beside it")
    for event in events:
        if as_json:
            emit(event.record())
        else:
            days = event.first if event.first == event.last else f"{event.first} – {event.last}"
            click.echo(f"{days}  {plain(event.text)}")


@entities.command("suggest")
@click.option("--limit", type=click.IntRange(1, 1000), default=50, show_default=True, help="Most pairs to show.")
@workspace_option
@json_option
@plain_errors
def suggest(limit: int, workspace: Path | None, as_json: bool) -> None:
    """List pairs that may be the same; nothing is merged until somebody says so."""
    with opened(workspace, must_exist=True) as space:
        pairs = space.entities.suggestions(actor(space), limit)
        if not pairs:
            say("no two entities look like one")
        for pair in pairs:
            one, other = pair.one.entity, pair.other.entity
            if as_json:
                emit({"one": asdict(one), "other": asdict(other), "reason": pair.reason})
            else:
                click.echo(f"{one.id}  {other.id}  {pair.reason:8}  {plain(one.name)} | {plain(other.name)}")


@entities.command("same")
@click.argument("one")
@click.argument("other")
@workspace_option
@plain_errors
def same(one: str, other: str, workspace: Path | None) -> None:
    """Make the entity OTHER part of ONE, in the documents that are stored too."""
    with opened(workspace, must_exist=True) as space:
        say(f"{space.entities.same(actor(space), one, other).name}: one entity now")


@entities.command("different")
@click.argument("one")
@click.argument("other")
@workspace_option
@plain_errors
def different(one: str, other: str, workspace: Path | None) -> None:
    """Keep that ONE and OTHER are not the same, so that they are not suggested again."""
    with opened(workspace, must_exist=True) as space:
        space.entities.different(actor(space), one, other)
    say("kept")


@entities.command("apart")
@click.argument("identity", metavar="ID")
@click.argument("key")
@workspace_option
@plain_errors
def apart(identity: str, key: str, workspace: Path | None) -> None:
    """Part one of the names of an entity from it, by the KEY that ``asnad entities show`` prints."""
    with opened(workspace, must_exist=True) as space:
        say(f"{space.entities.apart(actor(space), identity, key).id}: an entity of its own now")


@entities.command("name")
@click.argument("identity", metavar="ID")
@click.argument("name")
@click.option("--also", is_flag=True, help="A further name; the main one stays.")
@workspace_option
@plain_errors
def name_it(identity: str, name: str, also: bool, workspace: Path | None) -> None:
    """Call an entity by another NAME."""
    with opened(workspace, must_exist=True) as space:
        entity = (
            space.entities.alias(actor(space), identity, name)
            if also
            else space.entities.rename(actor(space), identity, name)
        )
        say(f"{entity.name}: {name}")
