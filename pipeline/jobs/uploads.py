"""Uploads: bytes that a person sent are kept first and read as a job, here or by a worker."""

import logging
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import quote, unquote

from corpora.unicode import storable
from pipeline.errors import PipelineError, StoreUnavailable
from pipeline.ingest.marks import HEAD
from pipeline.ingest.sources.containers import holds_others
from pipeline.ingest.sources.files import Walk, file_uri, walk
from pipeline.ingest.sources.places import is_json_lines
from pipeline.ingest.sources.web import Fetcher
from pipeline.ingestion import UPLOADED, shortened
from pipeline.jobs.judging import carry_out
from pipeline.people import access
from pipeline.people.principal import Principal
from pipeline.records import Failure, IngestReport, Source
from pipeline.runs.runs import Chosen
from pipeline.store import blobs_in_use, erasing, failures, jobs, judging, redacting
from pipeline.store.jobs import Job
from pipeline.store.parts import Progress as Progress  # search_api shows it
from pipeline.store.runs import COUNTS
from pipeline.workspace import Workspace

log = logging.getLogger(__name__)

_MOST_ENDED = 2
"""Programs that may end over an upload before it is taken for what ended them."""
_LOOK = 1.0
"""Seconds after which it is looked again whether a person cancelled it."""
_TURN = 5.0
"""Seconds of judging before another job has its turn."""
_DEEPEST = 20
"""Folders of a file that its address has."""
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


def safe_path(name: str | None) -> str:
    """The name of a file in a folder that a browser sent: its folders and its name, none of which leads out.

    >>> safe_path("گزارش‌ها/../1404//a.txt"), safe_path("C:\\\\a.txt")
    ('گزارش‌ها/1404/a.txt', 'C:/a.txt')
    """
    parts = [part for part in storable(name or "").replace("\\", "/").split("/") if part.strip(". ")]
    return "/".join(safe_name(part) for part in parts[-_DEEPEST:]) or "upload"


@dataclass(frozen=True, slots=True)
class Sent:
    """What a person sent at once: files with their names, addresses of the web, and what he says of all of it.

    ``language`` holds where a document does not tell its own; ``name`` is what the run is called.
    """

    files: Sequence[tuple[str | None, bytes]] = ()
    addresses: Sequence[str] = ()
    source: str = ""
    language: str = ""
    name: str = ""

    def called(self) -> str:
        """The name of the run: as given, that of the folder that all of it lies in, or of the first that was sent.

        >>> Sent([("news/a.txt", b""), ("news/1404/b.txt", b"")]).called(), Sent([("a.txt", b""), ("b", b"")]).called()
        ('news', 'a.txt…')
        """
        paths = [safe_path(name) for name, _ in self.files]
        folders = {path.partition("/")[0] if "/" in path else "" for path in paths}
        if self.name or (len(folders) == 1 and "" not in folders and not self.addresses):
            return self.name or folders.pop()
        names = [path.rsplit("/", 1)[-1] for path in paths] + list(self.addresses)
        return shortened(names)

    def expected(self) -> int | None:
        """How many documents there will be at most; None where a file may hold several."""
        for name, data in self.files:
            if is_json_lines(name or "") or holds_others(data[:HEAD], name or ""):
                return None
        return len(self.files) + len(self.addresses)


def keep(workspace: Workspace, who: Principal, name: str | None, data: bytes, collection: str) -> str:
    """Keeps the bytes of a file and makes a job that waits; gives its id. Raises CollectionNotFound, Forbidden."""
    return keep_all(workspace, who, Sent([(name, data)]), collection)


def keep_all(workspace: Workspace, who: Principal, sent: Sent, collection: str) -> str:
    """Keeps the bytes of all files and makes one job that waits; gives its id. Raises CollectionNotFound, Forbidden."""
    access.collection_for(workspace.store, who, collection, "editor")
    files = [[safe_path(name), workspace.blobs.put(data), len(data)] for name, data in sent.files]
    detail = {
        "name": sent.called(),
        "chosen": len(files) + len(sent.addresses),
        "files": files,
        "addresses": list(sent.addresses),
        "source": sent.source,
    }
    more = {"language": sent.language, "expected": sent.expected(), "bytes": sum(len(data) for _, data in sent.files)}
    return workspace.add_job(who, "upload", {**detail, **more}, collection)


def keep_retry(workspace: Workspace, who: Principal, ids: Sequence[int] = (), code: str = "") -> list[str]:
    """Makes jobs that read failures again, one a collection in which he is an editor; gives their ids.

    Raises Forbidden.
    """
    who.must_somewhere("editor")
    failed = failures.failures(workspace.store, ids, code, who.within("editor"))
    made = []
    for collection in dict.fromkeys(failure.collection for failure in failed):
        here = [failure for failure in failed if failure.collection == collection]
        detail = {"ids": [one.id for one in here], "expected": len(here), "source": failures.source_of(here)}
        made.append(workspace.add_job(who, failures.RETRY, {**detail, "name": code}, collection))
    return made


def take_up(workspace: Workspace) -> list[str]:
    """What an earlier process left, oldest first; an upload that was under way when two ended has failed."""
    left = workspace.bulk.waiting()
    for job in jobs.unfinished_uploads(workspace.store):
        ended = int(job.detail.get("ended", 0)) + (job.state == "running")
        if ended >= _MOST_ENDED:
            message = {"message": "the program that read it ended before it was done, more than once"}
            jobs.change_job(workspace.store, job.id, "failed", {**job.detail, **message})
            continue
        jobs.change_job(workspace.store, job.id, "queued", {**job.detail, "ended": ended})
        left.append(job.id)
    return left


def read(workspace: Workspace, identity: str) -> bool:
    """Reads what was uploaded, and notes in the job what became of it; one that has ended stays as it is.

    Of a job that judges it does what takes some seconds, so that others need not wait: True where more is left.
    Whatever goes wrong ends this job alone; raises StoreUnavailable where it is to be read later.
    """
    job = jobs.job(workspace.store, identity)
    if job is not None and job.kind == judging.KIND:
        return carry_out(workspace, identity, _TURN)
    if job is not None and job.kind == redacting.KIND:
        workspace.redactions.jobs.carry_out(identity)
        return False
    if job is None or not jobs.change_job(workspace.store, identity, "running", job.detail):
        return False
    state, told = _again(workspace, job) if job.kind == "retry" else _read(workspace, job)
    jobs.change_job(workspace.store, identity, state, {**job.detail, **told})
    with workspace.store.writing() as connection:  # each document has its own; what was deleted must not stay in here
        blobs_in_use.note_unneeded(connection, blobs_in_use.blobs_of(job.detail))
    erasing.erase(workspace.store, workspace.blobs)
    return False


def _again(workspace: Workspace, job: Job) -> tuple[str, dict[str, Any]]:
    """Reads again what failed."""
    who = access.acting(job.user, job.collection)
    try:
        report = workspace.retry(who, job.detail["ids"], run=job.id)
    except StoreUnavailable:
        raise
    except Exception as error:
        log.exception("a retry broke")
        return "failed", {"message": str(error) or type(error).__name__}
    return "done" if not report.failed else "failed", {name: getattr(report, name) for name in COUNTS}


def _read(workspace: Workspace, job: Job) -> tuple[str, dict[str, Any]]:
    found: list[str] = []
    who = access.acting(job.user, job.collection)
    source = str(job.detail.get("source", ""))
    report, chosen = IngestReport(), Chosen()
    try:
        with tempfile.TemporaryDirectory() as folder, workspace.ingestion(who, job.collection).looking(source) as how:
            items = _files(workspace, Path(folder), how, job, found, chosen)
            going = workspace.runs.going(who, job.id, chosen=chosen)
            report.add(workspace.ingest_sources(who, items, job.collection, run=going, upload=True))
        if addresses := job.detail.get("addresses"):
            with Fetcher(workspace.settings.fetch_limits()) as fetcher:
                pages = _pages(workspace, fetcher, addresses, job, found, chosen)
                going = workspace.runs.going(who, job.id, replace(report), chosen)
                report.add(workspace.ingest_sources(who, pages, job.collection, run=going))
    except StoreUnavailable:
        raise
    except Exception as error:
        log.exception("an upload broke")
        return "failed", {"message": str(error) or type(error).__name__}
    counts = {"added": report.added, "changed": report.changed, "unchanged": report.unchanged}
    state = "done" if not report.failed else "failed"
    if (instead := str(job.detail.get("instead", ""))) and report.changed + report.unchanged:
        _set_aside(workspace, who, instead)
    failed = failures.of_addresses(workspace.store, found, job.collection)
    reasons = [{"uri": f.uri, "code": f.code, "message": f.message} for f in failed]
    keys = [key for uri in found[:100] if (key := _key(workspace, who, uri))]
    return state, {**counts, "failed": report.failed, "failures": reasons, "documents": keys}


def _set_aside(workspace: Workspace, who: Principal, key: str) -> None:
    """Takes the document out whose bytes are a version of another one now; somebody may have done so meanwhile."""
    try:
        workspace.removal.aside(who, key)
    except PipelineError:
        log.info("there is nothing to set aside", extra={"key": key})


def name_of(uri: str) -> str:
    """The name, with folders, under which something was uploaded.

    >>> name_of("upload:/0123456789abcdef/a/%DA%AF%D8%B2%D8%A7%D8%B1%D8%B4.txt")
    'a/گزارش.txt'
    """
    return unquote(uri.removeprefix(f"{UPLOADED}/").partition("/")[2])


def _key(workspace: Workspace, who: Principal, uri: str) -> str:
    try:
        return access.key_for(workspace.store, who, uri)
    except PipelineError:
        return ""


def _files(
    workspace: Workspace, folder: Path, how: Walk, job: Job, found: list[str], chosen: Chosen
) -> Iterator[Source | Failure]:
    """What lies in the files, each under an address that says that it was uploaded; nothing more once cancelled."""
    looked_at = time.monotonic()
    for number, (name, blob, _) in enumerate(_sent(job)):
        path = folder / str(number) / PurePosixPath(name).name
        path.parent.mkdir()
        path.write_bytes(workspace.blobs.get(blob))
        there, here = file_uri(path), str(job.detail.get("uri") or f"{UPLOADED}/{blob[:16]}/{quote(name)}")
        for item in walk(path, how):
            if time.monotonic() - looked_at > _LOOK:
                looked_at, now = time.monotonic(), jobs.job(workspace.store, job.id)
                if now is None or not now.under_way:
                    return
            named = replace(item, uri=item.uri.replace(there, here, 1))
            found.append(named.uri)
            chosen.found()
            yield _in_language(named, job)
        chosen.end()
        path.unlink()


def _sent(job: Job) -> Sequence[tuple[str, str, int]]:
    """Name, blob and size of each file; older programs kept one."""
    files: Sequence[tuple[str, str, int]] = job.detail.get("files", ())
    one = job.detail.get("blob")
    return [(job.detail["name"], one, job.detail.get("bytes", 0))] if one else files


def _pages(
    workspace: Workspace, fetcher: Fetcher, addresses: Sequence[str], job: Job, found: list[str], chosen: Chosen
) -> Iterator[Source | Failure]:
    for address in addresses:
        now = jobs.job(workspace.store, job.id)
        if now is None or not now.under_way:
            return
        item = fetcher.fetch(address, str(job.detail.get("source", "")))
        found.append(item.uri)
        chosen.found()
        chosen.end()
        yield _in_language(item, job)


def _in_language(item: Source | Failure, job: Job) -> Source | Failure:
    language = str(job.detail.get("language", ""))
    return replace(item, language=language) if language and isinstance(item, Source) else item
