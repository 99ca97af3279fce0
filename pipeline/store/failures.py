"""What could not be read or indexed, and why."""

from collections.abc import Sequence
from itertools import batched
from typing import Any
from urllib.parse import unquote

from sqlalchemy import Row, bindparam, delete, func, insert, select

from pipeline.records import Failure, Within
from pipeline.store import blobs_in_use
from pipeline.store import tables as t
from pipeline.store.clock import now
from pipeline.store.column_types import inside
from pipeline.store.documents import Store

INDEX = "index"
"""The stage of failures of documents that are stored, and that an index or what makes its records refuses."""
SUGGEST = "suggest"
"""The stage of failures of an outside model: the document is stored, without what the model might have found in it."""
_MANY = 500


def add_failures(store: Store, failures: Sequence[Failure]) -> None:
    """Keeps one row for each address (and document) in a collection: a newer failure stands in for an older one."""
    newest = {(failure.uri, failure.collection, failure.key): failure for failure in failures}
    columns = ("uri", "stage", "code", "message", "blob", "collection", "key", "run")
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


def forget(store: Store, stage: str, keys: Sequence[str]) -> None:
    """Takes away the failures of a stage that some documents have."""
    f = t.failures.c
    with store.writing() as connection:
        for some in batched(keys, _MANY):
            connection.execute(delete(t.failures).where(f.stage == stage, f.key.in_(some)))


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


def page(store: Store, within: Within, code: str, run: str, limit: int, offset: int) -> tuple[list[Failure], int]:
    """Some failures of some collections, the newest first, and how many there are; of a code or of a run."""
    f = t.failures.c
    wanted = [inside(f.collection, within)]
    wanted += [f.code == code] if code else []
    wanted += [f.run == run] if run else []
    query = select(t.failures).where(*wanted).order_by(f.id.desc()).limit(limit).offset(offset)
    with store.engine.connect() as connection:
        total = int(connection.execute(select(func.count()).select_from(t.failures).where(*wanted)).scalar_one())
        return [Failure(**row) for row in connection.execute(query).mappings()], total


def places(store: Store, within: Within) -> Sequence[Row[*tuple[Any, ...]]]:
    """Code, address and time of each failure, and the source of its run."""
    f, r = t.failures.c, t.runs.c
    joined = t.failures.outerjoin(t.runs, r.id == f.run)
    query = select(f.code, f.uri, f.at, func.coalesce(r.source, "").label("source")).select_from(joined)
    with store.engine.connect() as connection:
        return connection.execute(query.where(inside(f.collection, within))).all()


def place_of(uri: str) -> str:
    """Where a failure without a source came from: the host of a page, the folder or the archive of a file.

    >>> place_of("https://news.example.org/a/1"), place_of("file:///srv/%D8%AE%D8%A8%D8%B1/a.pdf")
    ('news.example.org', '/srv/خبر')
    >>> place_of("file:///srv/all.zip!/a/b.pdf"), place_of("file:///srv/lines.jsonl#7"), place_of("upload:/1/a.pdf")
    ('/srv/all.zip', '/srv/lines.jsonl', 'upload')
    """
    scheme, _, rest = uri.partition(":")
    if scheme in ("http", "https"):
        return rest.removeprefix("//").partition("/")[0]
    if scheme != "file":
        return scheme
    path = unquote(rest.removeprefix("//"))
    for cut in ("!/", "#"):
        if cut in path:
            return path.partition(cut)[0]
    return path.rpartition("/")[0]


def dismiss(store: Store, ids: Sequence[int], code: str, within: Within) -> list[Failure]:
    """Forgets failures of some ids, or of one code, but those of the index; notes bytes that nothing needs any more."""
    gone = [failure for failure in failures(store, ids, code, within) if failure.stage != INDEX] if ids or code else []
    for some in batched(gone, _MANY):
        blobs = {failure.blob for failure in some} - {""}
        with store.writing() as connection:
            connection.execute(delete(t.failures).where(t.failures.c.id.in_([failure.id for failure in some])))
            blobs_in_use.note_unneeded(connection, blobs - blobs_in_use.among(connection, blobs))
    return gone
