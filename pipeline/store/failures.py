"""What could not be read or indexed, and why."""

from collections.abc import Sequence

from sqlalchemy import delete, insert, select

from pipeline.records import Failure
from pipeline.store import tables as t
from pipeline.store.clock import now
from pipeline.store.documents import Store


def add_failures(store: Store, failures: Sequence[Failure]) -> None:
    """Keeps one row for each address: a newer failure stands in for an older one."""
    with store.writing() as connection:
        for failure in failures:
            connection.execute(delete(t.failures).where(t.failures.c.uri == failure.uri))
            row = {"stage": failure.stage, "code": failure.code, "message": failure.message, "blob": failure.blob}
            connection.execute(insert(t.failures).values(uri=failure.uri, at=now(), **row))


def failures(store: Store, ids: Sequence[int] = (), code: str = "") -> list[Failure]:
    """The failures, newest last; of some ids, or of one code."""
    query = select(t.failures).order_by(t.failures.c.id)
    if ids:
        query = query.where(t.failures.c.id.in_(ids))
    if code:
        query = query.where(t.failures.c.code == code)
    with store.engine.connect() as connection:
        rows = connection.execute(query).mappings().all()
    return [Failure(**row) for row in rows]
