"""``asnad watch``: reads what sources bring, or what is put into a folder, as it comes."""

import threading
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.commands.common import (
    actor,
    emit,
    json_option,
    made_collection,
    opened,
    plain_errors,
    say,
    workspace_option,
)

if TYPE_CHECKING:
    from pipeline.records import IngestReport
    from pipeline.workspace import Workspace


@click.command()
@click.argument("folders", nargs=-1, type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--source", default="", help="Name of where the documents come from.")
@click.option("--collection", default="main", show_default=True, help="The part of the archive that they go into.")
@click.option(
    "--every", type=click.FloatRange(0.1, 3600), default=5.0, show_default=True, help="Seconds between two looks."
)
@click.option(
    "--settle",
    type=click.FloatRange(0, 3600),
    default=5.0,
    show_default=True,
    help="Seconds that a file has stayed as it is before it is read.",
)
@click.option("--once", is_flag=True, help="Read what is there and has settled, and end.")
@workspace_option
@json_option
@plain_errors
def watch(
    folders: tuple[Path, ...],
    source: str,
    collection: str,
    every: float,
    settle: float,
    once: bool,
    workspace: Path | None,
    as_json: bool,
) -> None:
    """Read what the sources bring when they are due (asnad sources), or what is put into FOLDERS; Ctrl-C ends it.

    A file is read once it stays as it is, and again when it changes; what is taken out of a folder stays in the
    archive. Started again it goes on where it ended. Alerts and digests that are due are sent.
    """
    if not folders:
        _sources(workspace, once, as_json)
        return
    from pipeline.jobs.watching import Watched, Watcher

    def told(report: "IngestReport") -> None:
        _tell(report, as_json)

    with opened(workspace) as space:
        who = actor(space)
        made_collection(space, who, collection)
        watcher = Watcher(space, who, Watched(folders, source, collection, settle), told)
        if once:
            watcher.look()
            watcher.look()
        if who.may("admin"):
            _send(space, once)
        if once:
            return
        say(f"watching {', '.join(map(str, folders))} (Ctrl-C ends it)")
        watcher.run(every, threading.Event())


def _tell(report: "IngestReport", as_json: bool, source: str = "") -> None:
    counts = {name: getattr(report, name) for name in ("added", "changed", "unchanged", "failed")}
    named = {"source": source} if source else {}
    if as_json:
        emit({"run": report.run, **named, **counts})
    said = ", ".join(f"{number:,} {name}" for name, number in counts.items())
    say(f"{source}: {said} as run {report.run}" if source else f"{said} as run {report.run}")


def _send(space: "Workspace", once: bool) -> None:
    """Sends the alerts and digests that are due, once or from now on."""
    if once:
        space.matching.catch_up()
        space.deliverer.run()
    else:
        space.deliverer.start()


def _sources(workspace: Path | None, once: bool, as_json: bool) -> None:
    """Looks at the sources that are due: once, or until somebody ends it."""
    from pipeline.jobs.polling import Poller

    with opened(workspace) as space:
        actor(space).must("admin")
        poller = Poller(space, on_report=lambda source, report: _tell(report, as_json, source.name))
        if not once:
            say("looking at sources when they are due (Ctrl-C ends it)")
            _send(space, once)
            poller.run()
            return
        poller.begin()
        due = poller.round()
        _send(space, once)
        if due is None:
            say("another program looks at the sources already")
        else:
            say(f"{due:,} sources were due; asnad sources list says how each is")
