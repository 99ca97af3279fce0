"""What could not be read or indexed, and why."""

from collections.abc import Sequence

from sqlalchemy import delete, insert, select

from pipeline.records import Failure, Within
from pipeline.store import tables as t
from pipeline.store.clock import now
from pipeline.store.column_types import inside
from pipeline.store.documents import Store


def add_failures(store: Store, failures: Sequence[Failure]) -> None:
    """Keeps one row for each address in a collection: a newer failure stands in for an older one."""
    with store.writing() as connection:
        for failure in failures:
            f, there = t.failures.c, failure.collection
            connection.execute(delete(t.failures).where(f.uri == failure.uri, f.collection == there))
            row = {"stage": failure.stage, "code": failure.code, "message": failure.message, "blob": failure.blob}
            connection.execute(insert(t.failures).values(uri=failure.uri, at=now(), collection=there, **row))


def failures(store: Store, ids: Sequence[int] = (), code: str = "", within: Within = None) -> list[Failure]:
    """The failures of some collections, newest last; of some ids, or of one code."""
    query = select(t.failures).where(inside(t.failures.c.collection, within)).order_by(t.failures.c.id)
    if ids:
        query = query.where(t.failures.c.id.in_(ids))
    if code:
        query = query.where(t.failures.c.code == code)
    with store.engine.connect() as connection:
        rows = connection.execute(query).mappings().all()
    return [Failure(**row) for row in rows]
