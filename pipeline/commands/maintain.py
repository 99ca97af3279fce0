"""``asnad reindex``, ``index`` and ``reprocess``: upkeep of what is stored."""

from datetime import date
from pathlib import Path

import click

from pipeline.commands.common import (
    Progress,
    actor,
    emit,
    json_option,
    opened,
    plain_errors,
    say,
    workspace_option,
)
from pipeline.commands.typed import DAY


@click.command()
@workspace_option
@json_option
@plain_errors
def reindex(workspace: Path | None, as_json: bool) -> None:
    """Build the index anew from the store, beside the one that answers; it takes its place when it is whole."""
    with (
        opened(workspace, must_exist=True, whole=True) as space,
        Progress("indexing", space.count(actor(space))) as bar,
    ):
        count = space.indexing.reindex(bar.more)
    if as_json:
        emit({"indexed": count})
    say(f"{count:,} documents indexed")


@click.group()
def index() -> None:
    """Bring the index up to the store, or compare both."""


@index.command()
@workspace_option
@json_option
@plain_errors
def sync(workspace: Path | None, as_json: bool) -> None:
    """Index what was stored while the engine was away."""
    with opened(workspace, must_exist=True, whole=True) as space:
        count = space.indexing.sync()
        behind = space.indexing.lag()
    if as_json:
        emit({"indexed": count, "behind": behind})
    say(f"{count:,} changes indexed" + (f"; {behind:,} are left to another process" if behind else ""))


@index.command()
@workspace_option
@json_option
@plain_errors
def verify(workspace: Path | None, as_json: bool) -> None:
    """Compare index and store document by document, and repair the index."""
    with opened(workspace, must_exist=True, whole=True) as space:
        damage = space.indexing.inspect()
        missing, extra = space.indexing.verify()
    if as_json:
        emit({"missing": missing, "extra": extra} | ({"damage": damage} if damage else {}))
    if damage:
        say(f"the index was damaged and is filled anew: {damage}")
    say(f"{missing:,} documents were missing or old in the index, {extra:,} were too many; now both agree")


@index.command()
@workspace_option
@json_option
@plain_errors
def rollback(workspace: Path | None, as_json: bool) -> None:
    """Go back to the index that the last reindex replaced (Elasticsearch keeps one), and bring it up."""
    with opened(workspace, must_exist=True, whole=True) as space:
        space.indexing.roll_back()
        behind = space.indexing.lag()
    if as_json:
        emit({"behind": behind})
    say("the earlier index answers again")


@click.command()
@click.option(
    "--stage", type=click.Choice(["extract"]), default="extract", show_default=True, help="What to run again."
)
@click.option("--since", type=DAY, help="Only documents stored since this day.")
@workspace_option
@json_option
@plain_errors
def reprocess(stage: str, since: date | None, workspace: Path | None, as_json: bool) -> None:
    """Run the present extractors over stored documents."""
    with (
        opened(workspace, must_exist=True, reads=True) as space,
        Progress("extracting", space.count(actor(space))) as bar,
    ):
        changed = space.reprocess(actor(space), since.isoformat() if since else "", bar.more)
    if as_json:
        emit({"changed": changed, "seen": bar.done})
    say(f"{changed:,} of {bar.done:,} documents changed")
