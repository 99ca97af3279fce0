"""``asnad worker`` and ``asnad jobs``: bulk loads on many machines, and how far they are."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.commands.common import (
    ERROR,
    actor,
    emit,
    json_option,
    opened,
    plain_errors,
    say,
    settings_of,
    workspace_option,
)

if TYPE_CHECKING:
    from pipeline.settings import Settings
    from pipeline.store.parts import Progress
    from pipeline.workspace import Workspace


@click.command()
@click.option("-c", "--concurrency", type=click.IntRange(1, 256), default=None, help="Jobs at a time; one a core.")
@click.option("--once", is_flag=True, help="End when the queue is empty.")
@click.option(
    "--patience",
    type=click.FloatRange(1.0, 3600.0),
    default=30.0,
    show_default=True,
    help="Seconds without a sign of life after which another worker is taken for dead, and its jobs are taken up.",
)
@workspace_option
@plain_errors
def worker(concurrency: int | None, once: bool, patience: float, workspace: Path | None) -> None:
    """Read what asnad ingest --enqueue and people's uploads put into the queue, on this machine.

    It needs the shared store (ASNAD_DATABASE) and the shared raw bytes (ASNAD_BLOBS). Ctrl-C or SIGTERM lets the jobs
    under way end. A worker that dies loses nothing: another takes up its jobs.
    """
    from pipeline import logs
    from pipeline.jobs.queue import needed_queue
    from pipeline.workspace import Workspace

    settings = settings_of(workspace)
    logs.configure(settings.log)
    with Workspace(settings) as space:
        actor(space).must("admin")
        queue = needed_queue(space, patience)
        count = concurrency or space.settings.workers
        say(f"working on {count} jobs at a time " + ("until the queue is empty" if once else "(Ctrl-C ends it)"))
        for line in _does(settings):
            say(line)
        queue.work(count, wait=not once)
        if once:
            space.indexing.sync()


def _does(settings: "Settings") -> Iterator[str]:
    """What a worker does, and what it leaves undone."""
    yield "it reads bulk loads and uploads, keeps index and monitors up, and sends alerts and digests that are due"
    if settings.poll:
        yield "it looks at sources when they are due, where no other worker does"
    else:
        yield "it looks at no sources: ASNAD_POLL=1 lets it, asnad watch does"
    if not settings.smtp.get_secret_value():
        yield "it sends no e-mail: no server is set (ASNAD_SMTP, ASNAD_SMTP_FROM)"


@click.command()
@click.argument("identity", required=False, default="", metavar="[ID]")
@click.option(
    "--cancel", is_flag=True, help="End the upload ID, or take what waits from the bulk load ID; what was read stays."
)
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True, help="How many, newest first.")
@workspace_option
@json_option
@plain_errors
def jobs(identity: str, cancel: bool, limit: int, workspace: Path | None, as_json: bool) -> None:
    """Show how far bulk loads and uploads are: sources read, rate, time left, failures by reason."""
    if cancel and not identity:
        raise click.UsageError("say which bulk load: asnad jobs ID --cancel")
    with opened(workspace, must_exist=True) as space:
        if cancel:
            _cancel(space, identity)
        found = space.jobs(actor(space), identity, limit)
        behind = space.indexing.lag() if actor(space).may("admin") else None
    for one in found:
        if as_json:
            emit({**_record(one), "behind": behind})
        else:
            click.echo(_line(one))
    if not as_json and behind:
        say(f"the index lacks {behind:,} changes")
    if identity and not found:
        say(f"there is no job {identity}")
        raise SystemExit(ERROR)
    if not as_json and not found:
        say("there are no jobs; what was read is listed by: asnad runs")


def _cancel(space: "Workspace", identity: str) -> None:
    try:
        left = space.cancel(actor(space), identity)
    except LookupError as error:
        raise click.ClickException(str(error)) from error
    say(f"{left:,} sources will not be read; what was read stays")


def _record(one: "Progress") -> dict[str, Any]:
    left = one.seconds_left
    return {
        "id": one.job.id,
        "kind": one.job.kind,
        "state": one.job.state,
        "user": one.job.user,
        "collection": one.job.collection,
        "at": one.job.at,
        "changed_at": one.job.changed_at,
        "sources": one.sources,
        "read": one.read,
        **one.counts,
        "reasons": dict(one.reasons),
        "parts": dict(one.parts),
        "rate": round(one.rate, 2),
        "seconds_left": None if left is None else round(left),
    }


def _line(one: "Progress") -> str:
    counts = ", ".join(f"{number:,} {name}" for name, number in one.counts.items() if number)
    reasons = ", ".join(f"{code} {number:,}" for code, number in sorted(one.reasons.items()))
    left = one.seconds_left
    speed = f"{one.rate:,.1f}/s" + (f", {left / 60:,.0f} min left" if left and one.job.under_way else "")
    told = [one.job.id, one.job.kind, one.job.state, f"{one.read:,} of {one.sources:,} read", counts, speed, reasons]
    return "\t".join(part for part in told if part)
