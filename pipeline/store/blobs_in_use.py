"""Which raw bytes the store speaks of, or work that is not done still needs."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, insert, select

from pipeline.store import tables as t
from pipeline.store.clock import now

_BLOB = 3
"""Where a source that waits in a part names its bytes (``parts.QueuedSource``)."""

REDACTION = "redact"
"""The kind of jobs whose result is bytes."""


def blobs_of(detail: Mapping[str, Any]) -> list[str]:
    """What a job that waits is to read: the bytes of one file, as older programs wrote it, or of several."""
    return [detail.get("blob", ""), *(blob for _, blob, _ in detail.get("files", ()))]


def by_work(connection: Connection) -> set[str]:
    """The names of what uploads and bulk loads have yet to read, and of the redacted copies that were made."""
    j, p = t.jobs, t.job_parts
    details = connection.execute(select(j.c.detail).where(j.c.state.in_(t.UNDER_WAY))).scalars()
    found = {str(name) for detail in details for name in blobs_of(detail)}
    made = connection.execute(select(j.c.detail).where(j.c.kind == REDACTION, j.c.state == "done")).scalars()
    found |= {str(detail.get("result", "")) for detail in made}
    parts = connection.execute(select(p.c.sources).where(p.c.state.in_(t.OPEN))).scalars()
    return (found | {str(named[_BLOB]) for sources in parts for named in sources}) - {""}


def among(connection: Connection, names: Collection[str]) -> set[str]:
    """Those of some names that anything needs."""
    used = set[str]()
    for table in (t.versions, t.failures, t.evidence):
        used |= set(connection.execute(select(table.c.blob).where(table.c.blob.in_(names))).scalars())
    return used | by_work(connection)


def named(connection: Connection) -> set[str]:
    """All names of raw bytes."""
    found = set[str]()
    for table in (t.versions, t.failures, t.evidence):
        found |= set(connection.execute(select(table.c.blob).distinct()).scalars())
    return (found | by_work(connection)) - {""}


def note_unneeded(connection: Connection, names: Iterable[str]) -> None:
    """Notes names of bytes to be removed."""
    wanted = {name for name in names if name}
    noted = set(connection.execute(select(t.erased.c.blob).where(t.erased.c.blob.in_(wanted))).scalars())
    rows = [{"blob": name, "at": now()} for name in sorted(wanted - noted)]
    if rows:
        connection.execute(insert(t.erased), rows)
