"""``asnad delete``: takes documents out, by name, by what finds them, or as a run brought them."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.commands.common import (
    ERROR,
    WITH_FAILURES,
    actor,
    emit,
    json_option,
    opened,
    plain,
    plain_errors,
    say,
    workspace_option,
)
from pipeline.commands.typed import DAY

if TYPE_CHECKING:
    from pipeline.workspace import Workspace


@click.command()
@click.argument("documents", nargs=-1, metavar="[ID…]")
@click.option("--query", default="", help="All documents that this query finds.")
@click.option("--source", default="", help="All documents of this source.")
@click.option("--since", type=DAY, help="All documents that came in since this day (UTC).")
@click.option("--run", default="", help="What this run brought; what it changed returns to the version before.")
@click.option("--dry-run", "dry", is_flag=True, help="Only say which documents those are.")
@workspace_option
@json_option
@plain_errors
def delete(
    documents: tuple[str, ...],
    query: str,
    source: str,
    since: date | None,
    run: str,
    dry: bool,
    workspace: Path | None,
    as_json: bool,
) -> None:
    """Withdraw documents from store, index and raw bytes, by id, key or address, or all that an option names.

    Options hold together: --source S --since DAY is what came from S since then. That it was done is kept; asnad
    ingest --restore takes in again what was withdrawn. Names that are not there are passed over; the exit code is 3
    then, and 1 where none was.
    """
    day = since.isoformat() if since else ""
    chosen = bool(query or source or day)
    if [bool(documents), chosen, bool(run)].count(True) != 1:
        raise click.UsageError("say which: some IDs, or --query, --source and --since together, or --run ID")
    with opened(workspace, must_exist=True) as space:
        if documents:
            _named(space, documents, dry, as_json)
        else:
            _chosen(space, (query, source, day), run, dry, as_json)


def _named(space: "Workspace", documents: tuple[str, ...], dry: bool, as_json: bool) -> None:
    from pipeline.errors import AmbiguousDocument, DocumentNotFound

    left = 0
    for reference in documents:
        try:
            key = space.removal.one(actor(space), reference, dry=dry)
        except (DocumentNotFound, AmbiguousDocument) as error:
            left += 1
            say(str(error))
            if as_json:
                emit({"id": reference, "key": None, "deleted": False, "error": str(error)})
            continue
        if as_json:
            emit({"id": reference, "key": key, "deleted": not dry})
    told = "would be withdrawn" if dry else "withdrawn"
    say(f"{len(documents) - left:,} {told}" + (f", {left:,} could not be" if left else ""))
    if left:
        raise SystemExit(WITH_FAILURES if left < len(documents) else ERROR)


def _chosen(space: "Workspace", wanted: tuple[str, str, str], run: str, dry: bool, as_json: bool) -> None:
    from pipeline.runs.removal import Wanted

    who = actor(space)
    removed = space.removal.run(who, run, dry=dry) if run else space.removal.chosen(who, Wanted(*wanted), dry=dry)
    if as_json:
        counts = {"withdrawn": len(removed.withdrawn), "returned": len(removed.returned)}
        emit({**counts, "dry_run": dry, "keys": [*removed.withdrawn, *removed.returned]})
    elif dry:
        for told, keys in (("withdrawn", removed.withdrawn), ("returned", removed.returned)):
            for document in space.store.get_some(keys):
                click.echo(f"{told}\t{document.key}\t{plain(document.title)}\t{plain(document.uri)}")
    verb = "would be " if dry else ""
    back = f", {len(removed.returned):,} {verb}returned to the version before" if run else ""
    say(f"{len(removed.withdrawn):,} {verb}withdrawn{back}")
    if not removed.withdrawn and not run:
        say("no document is so; asnad runs lists what came in, and asnad search finds what a query does")
        raise SystemExit(ERROR)
