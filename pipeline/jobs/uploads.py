"""Uploads: bytes that a person sent are kept first and read as a job, here or by a worker."""

import logging
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import quote

from pipeline.errors import PipelineError
from pipeline.ingest.sources.files import Walk, file_uri, walk
from pipeline.people import access
from pipeline.people.principal import Principal
from pipeline.records import Failure, Source
from pipeline.store import jobs
from pipeline.store.jobs import Job
from pipeline.workspace import Workspace

log = logging.getLogger(__name__)


def safe_name(name: str | None) -> str:
    """The last part of a file name that a browser sent, never a path.

    >>> safe_name("..\\\\..\\\\گزارش.txt"), safe_name("")
    ('گزارش.txt', 'upload')
    """
    last = PurePosixPath((name or "").replace("\\", "/").replace("\0", "")).name
    return last.strip(". ")[:200] or "upload"


def keep(workspace: Workspace, who: Principal, name: str | None, data: bytes, collection: str) -> str:
    """Keeps the bytes and makes a job that waits; gives its id. Raises CollectionNotFound, Forbidden."""
    access.collection_for(workspace.store, who, collection, "editor")
    blob = workspace.blobs.put(data)
    detail = {"name": safe_name(name), "blob": blob, "bytes": len(data)}
    return workspace.add_job(who, "upload", detail, collection)


def read(workspace: Workspace, identity: str) -> None:
    """Reads what was uploaded, and notes in the job what became of it; one that has ended stays as it is."""
    job = jobs.job(workspace.store, identity)
    if job is None or not job.under_way:
        return
    jobs.change_job(workspace.store, identity, "running", job.detail)
    state, told = _read(workspace, job)
    jobs.change_job(workspace.store, identity, state, {**job.detail, **told})


def _read(workspace: Workspace, job: Job) -> tuple[str, dict[str, Any]]:
    detail, who = job.detail, access.acting(job.user, job.collection)
    try:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / detail["name"]
            path.write_bytes(workspace.blobs.get(detail["blob"]))
            found: list[str] = []
            with workspace.ingestion(who, job.collection).looking() as how:
                items = _renamed(path, how, detail, found)
                report = workspace.ingest_sources(who, items, job.collection)
    except (OSError, PipelineError) as error:
        log.exception("an upload broke")
        return "failed", {"message": str(error)}
    counts = {"added": report.added, "changed": report.changed, "unchanged": report.unchanged}
    state = "done" if not report.failed else "failed"
    failed = [f for f in workspace.failures(who) if f.uri in found]
    reasons = [{"uri": f.uri, "code": f.code, "message": f.message} for f in failed]
    keys = [key for uri in found[:100] if (key := _key(workspace, who, uri))]
    return state, {**counts, "failed": report.failed, "failures": reasons, "documents": keys}


def _key(workspace: Workspace, who: Principal, uri: str) -> str:
    try:
        return access.key_for(workspace.store, who, uri)
    except PipelineError:
        return ""


def _renamed(path: Path, how: Walk, detail: Mapping[str, Any], found: list[str]) -> Iterator[Source | Failure]:
    """What lies in the file, under an address that says that it was uploaded."""
    there, here = file_uri(path), f"upload:/{detail['blob'][:16]}/{quote(detail['name'])}"
    for item in walk(path, how):
        named = replace(item, uri=item.uri.replace(there, here, 1))
        found.append(named.uri)
        yield named
