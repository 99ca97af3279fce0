"""Uploads: bytes that a person sent are kept first and read as a job, here or by a worker."""

import logging
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import quote

from corpora.unicode import storable
from pipeline.errors import PipelineError, StoreUnavailable
from pipeline.ingest.sources.files import Walk, file_uri, walk
from pipeline.ingestion import UPLOADED
from pipeline.people import access
from pipeline.people.principal import Principal
from pipeline.records import Failure, Source
from pipeline.store import blobs_in_use, erasing, failures, jobs
from pipeline.store.jobs import Job
from pipeline.store.parts import Progress as Progress  # search_api shows it
from pipeline.workspace import Workspace

log = logging.getLogger(__name__)

_MOST_ENDED = 2
"""Programs that may end over an upload before it is taken for what ended them."""
_LOOK = 1.0
"""Seconds after which it is looked again whether a person cancelled it."""
_NAME_BYTES = 200
"""A file system takes 255 bytes, which are 127 Persian letters."""


def safe_name(name: str | None) -> str:
    """The last part of a file name that a browser sent, never a path.

    >>> safe_name("..\\\\..\\\\گزارش.txt"), safe_name("")
    ('گزارش.txt', 'upload')
    """
    last = PurePosixPath(storable(name or "").replace("\\", "/")).name.strip(". ")
    end = PurePosixPath(last).suffix if len(PurePosixPath(last).suffix.encode()) < _NAME_BYTES / 4 else ""
    stem = last.removesuffix(end).encode()[: _NAME_BYTES - len(end.encode())].decode("utf-8", "ignore")
    return stem + end or "upload"


def keep(workspace: Workspace, who: Principal, name: str | None, data: bytes, collection: str) -> str:
    """Keeps the bytes and makes a job that waits; gives its id. Raises CollectionNotFound, Forbidden."""
    access.collection_for(workspace.store, who, collection, "editor")
    blob = workspace.blobs.put(data)
    detail = {"name": safe_name(name), "blob": blob, "bytes": len(data)}
    return workspace.add_job(who, "upload", detail, collection)


def take_up(workspace: Workspace) -> list[str]:
    """The uploads that an earlier process left, oldest first; one that was under way when two ended has failed."""
    left = []
    for job in jobs.unfinished_uploads(workspace.store):
        ended = int(job.detail.get("ended", 0)) + (job.state == "running")
        if ended >= _MOST_ENDED:
            message = {"message": "the program that read it ended before it was done, more than once"}
            jobs.change_job(workspace.store, job.id, "failed", {**job.detail, **message})
            continue
        jobs.change_job(workspace.store, job.id, "queued", {**job.detail, "ended": ended})
        left.append(job.id)
    return left


def read(workspace: Workspace, identity: str) -> None:
    """Reads what was uploaded, and notes in the job what became of it; one that has ended stays as it is.

    Whatever goes wrong ends this job alone; raises StoreUnavailable where it is to be read later.
    """
    job = jobs.job(workspace.store, identity)
    if job is None or not jobs.change_job(workspace.store, identity, "running", job.detail):
        return
    state, told = _read(workspace, job)
    jobs.change_job(workspace.store, identity, state, {**job.detail, **told})
    with workspace.store.writing() as connection:  # each document has its own; what was deleted must not stay in here
        blobs_in_use.note_unneeded(connection, [job.detail["blob"]])
    erasing.erase(workspace.store, workspace.blobs)


def _read(workspace: Workspace, job: Job) -> tuple[str, dict[str, Any]]:
    found: list[str] = []
    who = access.acting(job.user, job.collection)
    try:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / job.detail["name"]
            path.write_bytes(workspace.blobs.get(job.detail["blob"]))
            with workspace.ingestion(who, job.collection).looking() as how:
                items = _renamed(workspace, path, how, job, found)
                report = workspace.ingest_sources(who, items, job.collection, upload=True)
    except StoreUnavailable:
        raise
    except Exception as error:
        log.exception("an upload broke")
        return "failed", {"message": str(error) or type(error).__name__}
    counts = {"added": report.added, "changed": report.changed, "unchanged": report.unchanged}
    state = "done" if not report.failed else "failed"
    failed = failures.of_addresses(workspace.store, found, job.collection)
    reasons = [{"uri": f.uri, "code": f.code, "message": f.message} for f in failed]
    keys = [key for uri in found[:100] if (key := _key(workspace, who, uri))]
    return state, {**counts, "failed": report.failed, "failures": reasons, "documents": keys}


def _key(workspace: Workspace, who: Principal, uri: str) -> str:
    try:
        return access.key_for(workspace.store, who, uri)
    except PipelineError:
        return ""


def _renamed(workspace: Workspace, path: Path, how: Walk, job: Job, found: list[str]) -> Iterator[Source | Failure]:
    """What lies in the file, under an address that says that it was uploaded; nothing more once it is cancelled."""
    blob, name = job.detail["blob"][:16], job.detail["name"]
    there, here = file_uri(path), f"{UPLOADED}/{blob}/{quote(name)}"
    looked_at = time.monotonic()
    for item in walk(path, how):
        if time.monotonic() - looked_at > _LOOK:
            looked_at, now = time.monotonic(), jobs.job(workspace.store, job.id)
            if now is None or not now.under_way:
                return
        named = replace(item, uri=item.uri.replace(there, here, 1))
        found.append(named.uri)
        yield named
