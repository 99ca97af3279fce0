"""``asnad ingest``: reads files, folders, archives and JSON lines into a workspace."""

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import SplitResult, urlsplit

import click

from pipeline.commands.common import (
    WITH_FAILURES,
    Progress,
    actor,
    emit,
    json_option,
    made_collection,
    opened,
    plain,
    plain_errors,
    say,
    workspace_option,
)

if TYPE_CHECKING:
    from pipeline.records import IngestReport


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH|URL…")
@click.option(
    "--source", default="", help="Name of where the documents come from; ids of JSON lines are unique within it."
)
@click.option("--name", default="", help="What this run is called in asnad runs (default: the paths).")
@click.option("--collection", default="main", show_default=True, help="The part of the archive that they go into.")
@click.option("--restore", is_flag=True, help="Take in again what was withdrawn with asnad delete.")
@click.option("--enqueue", is_flag=True, help="Only keep the bytes, and leave the reading to asnad worker.")
@workspace_option
@json_option
@plain_errors
def ingest(
    paths: tuple[str, ...],
    source: str,
    name: str,
    collection: str,
    restore: bool,
    enqueue: bool,
    workspace: Path | None,
    as_json: bool,
) -> None:
    """Read files, folders, archives, JSON lines and pages of the web into store and index.

    The same bytes change nothing; a changed page is a new version of the same document. What cannot be read
    becomes a row of asnad failures, and the exit code is then 3. A workspace is never read. Each call is a run
    with a name: asnad runs lists them, and asnad delete --run ID takes one back.
    """
    _must_be_there(paths)
    total = _files(paths)
    with opened(workspace, reads=not enqueue) as space, Progress("queueing" if enqueue else "reading", total) as bar:
        who = actor(space)
        made_collection(space, who, collection)
        how: dict[str, Any] = {"source": source, "collection": collection, "restore": restore}
        how["on_progress"] = lambda so_far: bar.at(so_far.seen)
        if enqueue:
            from pipeline.jobs.queue import needed_queue

            report = needed_queue(space).enqueue(who, paths, name=name, **how)
        else:
            from pipeline.ingestion import named
            from pipeline.runs.runs import Told

            report = space.ingest(who, paths, told=Told(name or named(paths), expected=total), **how)
        bar.total(report.seen)
    _tell(report, as_json, queued=enqueue)


def _tell(report: "IngestReport", as_json: bool, *, queued: bool) -> None:
    """Says what became of the sources, and ends with the code that says so."""
    names = ("added", "unchanged", "failed") if queued else ("added", "changed", "unchanged", "failed")
    counts = {"queued" if queued and name == "added" else name: getattr(report, name) for name in names}
    if as_json:
        left_out = {"left_out": report.left_out} if report.left_out else {}
        emit({"job" if queued else "run": report.run, **counts, **left_out})
    for path in report.left_out:
        say(f"left out: {path} (a workspace keeps its own files there)")
    told = ", ".join(f"{number:,} {name}" for name, number in counts.items())
    say(f"{told} as {'job' if queued else 'run'} {report.run}")
    if report.failed:
        say("failed: " + ", ".join(f"{number:,} {code}" for code, number in report.reasons.most_common()))
        say("see: asnad failures")
        raise SystemExit(WITH_FAILURES)


def _must_be_there(paths: tuple[str, ...]) -> None:
    """Refuses what names nothing, before anything is written."""
    for path in paths:
        if not path.strip():
            raise click.UsageError("a path is empty; to read the folder that you are in say: asnad ingest .")
        address = urlsplit(path) if _ADDRESS.match(path) else None
        if address is None and not os.path.lexists(path):
            raise click.UsageError(f"there is no file or folder {plain(path)}")
        if address is None and _is_special(Path(path)):
            raise click.UsageError(f"{plain(path)} is neither a file nor a folder; give what it brings as a file")
        if address and address.scheme.lower() not in ("http", "https"):
            raise click.UsageError(f"only addresses of http and https are read, not {plain(path)}")
        if address and not _host(address):
            raise click.UsageError(f"{plain(path)} names no site")


_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")


def _is_special(path: Path) -> bool:
    """Whether it is a device, a pipe or a socket; a link that leads nowhere is a failure of its run."""
    return path.exists() and not path.is_file() and not path.is_dir()


def _host(address: SplitResult) -> str:
    """The site of an address; "" where it names none, or a port that is no number."""
    try:
        return (address.hostname or "") if address.port is None or address.port else ""
    except ValueError:
        return ""


_MANY = (".zip", ".jsonl", ".ndjson", ".jsonlines", ".tar", ".tgz", ".gz", ".bz2", ".xz", ".warc", ".eml")


def _files(paths: tuple[str, ...]) -> int | None:
    """How many documents there will be; None where archives or JSON lines hide it."""
    total = 0
    for given in paths:
        path = Path(given)
        found = path.rglob("*") if path.is_dir() else iter((path,))
        for each in found:
            if each.suffix.lower() in _MANY:
                return None
            total += each.is_file() or each == path
    return total
