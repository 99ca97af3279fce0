"""``asnad ingest``: reads files, folders, archives and JSON lines into a workspace."""

from pathlib import Path
from typing import Any

import click

from pipeline.commands.common import (
    WITH_FAILURES,
    Progress,
    actor,
    emit,
    json_option,
    opened,
    plain_errors,
    say,
    workspace_option,
)


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH|URL…")
@click.option(
    "--source", default="", help="Name of where the documents come from; ids of JSON lines are unique within it."
)
@click.option("--collection", default="main", show_default=True, help="The part of the archive that they go into.")
@click.option("--restore", is_flag=True, help="Take in again what was withdrawn with asnad delete.")
@click.option("--enqueue", is_flag=True, help="Only keep the bytes, and leave the reading to asnad worker.")
@workspace_option
@json_option
@plain_errors
def ingest(
    paths: tuple[str, ...],
    source: str,
    collection: str,
    restore: bool,
    enqueue: bool,
    workspace: Path | None,
    as_json: bool,
) -> None:
    """Read files, folders, archives, JSON lines and pages of the web into store and index.

    The same bytes change nothing; a changed page is a new version of the same document. What cannot be read
    becomes a row of asnad failures, and the exit code is then 3.
    """
    counts: dict[str, int]
    with opened(workspace) as space, Progress("queueing" if enqueue else "reading", _files(paths)) as bar:
        who = actor(space)
        if who.may("admin"):
            space.collections.add(who, collection)
        how: dict[str, Any] = {"collection": collection, "restore": restore}
        how["on_progress"] = lambda so_far: bar.at(so_far.seen)
        if enqueue:
            from pipeline.jobs.queue import needed_queue

            job, report = needed_queue(space).enqueue(who, paths, source, **how)
            counts = {"queued": report.added, "unchanged": report.unchanged, "failed": report.failed}
        else:
            job = ""
            report = space.ingest(who, paths, source, **how)
            names = ("added", "changed", "unchanged", "failed")
            counts = {name: getattr(report, name) for name in names}
        bar.total(report.seen)
    if as_json:
        emit({"job": job, **counts} if job else counts)
    say(", ".join(f"{number:,} {name}" for name, number in counts.items()) + (f" as job {job}" if job else ""))
    if report.failed:
        say("see: asnad failures")
        raise SystemExit(WITH_FAILURES)


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
