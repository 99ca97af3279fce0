"""What could not be read or indexed, and why."""

from collections.abc import Sequence
from itertools import batched

from sqlalchemy import bindparam, delete, insert, select

from pipeline.records import Failure, Within
from pipeline.store import tables as t
from pipeline.store.clock import now
from pipeline.store.column_types import inside
from pipeline.store.documents import Store

INDEX = "index"
"""The stage of failures of documents that are stored, and that an index or what makes its records refuses."""
_MANY = 500


def add_failures(store: Store, failures: Sequence[Failure]) -> None:
    """Keeps one row for each address (and document) in a collection: a newer failure stands in for an older one."""
    newest = {(failure.uri, failure.collection, failure.key): failure for failure in failures}
    columns = ("uri", "stage", "code", "message", "blob", "collection", "key")
    rows = [{name: getattr(failure, name) for name in columns} | {"at": now()} for failure in newest.values()]
    if not rows:
        return
    f = t.failures.c
    same = (f.uri == bindparam("address", type_=f.uri.type)) & (f.collection == bindparam("there"))
    same &= f.key == bindparam("of")
    before = [{"address": address, "there": there, "of": key} for address, there, key in newest]
    with store.writing() as connection:
        connection.execute(delete(t.failures).where(same), before)
        connection.execute(insert(t.failures), rows)


def of_addresses(store: Store, uris: Sequence[str], collection: str) -> list[Failure]:
    """The failures of some addresses in a collection."""
    found: list[Failure] = []
    with store.engine.connect() as connection:
        for some in batched(uris, _MANY):
            f = t.failures.c
            query = select(t.failures).where(f.uri.in_(some), f.collection == collection)
            found += [Failure(**row) for row in connection.execute(query).mappings()]
    return found


def index_failures(store: Store, keys: Sequence[str] = ()) -> list[Failure]:
    """The documents that no index takes: all, or those of some keys."""
    f = t.failures
    query = select(f).where(f.c.stage == INDEX).order_by(f.c.id)
    if keys:
        query = query.where(f.c.key.in_(keys))
    with store.engine.connect() as connection:
        return [Failure(**row) for row in connection.execute(query).mappings()]


def forget_index_failures(store: Store, keys: Sequence[str]) -> None:
    """Takes away the failures of documents that are indexed by now, or withdrawn."""
    if mended := [failure.id for failure in index_failures(store, keys)]:
        with store.writing() as connection:
            connection.execute(delete(t.failures).where(t.failures.c.id.in_(mended)))


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
