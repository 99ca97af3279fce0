"""What could not be read or indexed, and why."""

from collections.abc import Sequence

from sqlalchemy import bindparam, delete, insert, select

from pipeline.records import Failure, Within
from pipeline.store import tables as t
from pipeline.store.clock import now
from pipeline.store.column_types import inside
from pipeline.store.documents import Store


def add_failures(store: Store, failures: Sequence[Failure]) -> None:
    """Keeps one row for each address in a collection: a newer failure stands in for an older one."""
    newest = {(failure.uri, failure.collection): failure for failure in failures}
    columns = ("uri", "stage", "code", "message", "blob", "collection")
    rows = [{name: getattr(failure, name) for name in columns} | {"at": now()} for failure in newest.values()]
    if not rows:
        return
    f = t.failures.c
    same = (f.uri == bindparam("address", type_=f.uri.type)) & (f.collection == bindparam("there"))
    with store.writing() as connection:
        connection.execute(delete(t.failures).where(same), [{"address": a, "there": there} for a, there in newest])
        connection.execute(insert(t.failures), rows)


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
