"""What could not be read or indexed, and why."""

from collections.abc import Collection, Iterable, Sequence
from itertools import batched
from typing import Any
from urllib.parse import unquote

from sqlalchemy import ColumnElement, Connection, Row, bindparam, delete, func, insert, or_, select, update

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
RETRY = "retry"
"""The kind of runs that try failures again."""
_MANY = 500


_COLUMNS = ("uri", "stage", "code", "message", "blob", "collection", "key", "run")
_TOLD = ("source", "language", "published")
_TRIED = ("first_run", "tries", "tried_at")


def add_failures(store: Store, failures: Sequence[Failure]) -> None:
    """Keeps one row for each address (and document) in a collection: a newer failure stands in for an older one.

    One that was tried again is still of the run that met it first, and of what was said of it then.
    """
    newest = {(failure.uri, failure.collection, failure.key): failure for failure in failures}
    if not newest:
        return
    f = t.failures.c
    same = (f.uri == bindparam("address", type_=f.uri.type)) & (f.collection == bindparam("there"))
    same &= f.key == bindparam("of")
    before = [{"address": address, "there": there, "of": key} for address, there, key in newest]
    with store.writing() as connection:
        earlier, runs = _earlier(connection, newest), _runs(connection, newest.values())
        rows = [_row(one, earlier.get(key), runs.get(one.run)) for key, one in newest.items()]
        connection.execute(delete(t.failures).where(same), before)
        connection.execute(insert(t.failures), rows)


type _Key = tuple[str, str, str]
type _Rows = Row[*tuple[Any, ...]]


def _earlier(connection: Connection, newest: Collection[_Key]) -> dict[_Key, _Rows]:
    """The rows that failures stand in for, of those that were tried again."""
    f, found = t.failures.c, dict[_Key, _Rows]()
    for some in batched(sorted({uri for uri, _, _ in newest}), _MANY):
        for row in connection.execute(select(t.failures).where(f.uri.in_(some), f.tries > 0)):
            found[row.uri, row.collection, row.key] = row
    return found


def _runs(connection: Connection, failures: Iterable[Failure]) -> dict[str, _Rows]:
    names = {failure.run for failure in failures} - {""}
    query = select(t.runs.c.id, t.runs.c.kind, t.runs.c.source).where(t.runs.c.id.in_(names))
    return {row.id: row for row in connection.execute(query)} if names else {}


def _row(failure: Failure, earlier: _Rows | None, run: _Rows | None) -> dict[str, Any]:
    row = {name: getattr(failure, name) for name in (*_COLUMNS, *_TOLD)} | dict.fromkeys(_TRIED, "") | {"tries": 0}
    again = earlier is not None and (failure.stage in (INDEX, SUGGEST) or (run is not None and run.kind == RETRY))
    if earlier is not None and again:
        row |= {name: row[name] or getattr(earlier, name) for name in _TOLD}
        first = earlier.first_run or earlier.run
        row |= {
            "tries": earlier.tries,
            "tried_at": earlier.tried_at,
            "first_run": first if first != failure.run else "",
        }
    return row | {"source": row["source"] or (run.source if run is not None else ""), "at": now()}


def source_of(failures: Sequence[Failure]) -> str:
    """The source that all of some failures are of; "" where they are of several."""
    sources = {failure.source for failure in failures}
    return sources.pop() if len(sources) == 1 else ""


def tried(store: Store, ids: Sequence[int], code: str, within: Within) -> list[Failure]:
    """The failures of some ids, or of one code, that are tried again: it is noted that they are, now."""
    f, found = t.failures, failures(store, ids, code, within)
    with store.writing() as connection:
        for some in batched(found, _MANY):
            row = {"tries": f.c.tries + 1, "tried_at": now()}
            connection.execute(update(f).where(f.c.id.in_([one.id for one in some])).values(row))
    return found


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
    wanted += [of_run([run])] if run else []
    query = select(t.failures).where(*wanted).order_by(f.id.desc()).limit(limit).offset(offset)
    with store.engine.connect() as connection:
        total = int(connection.execute(select(func.count()).select_from(t.failures).where(*wanted)).scalar_one())
        return [Failure(**row) for row in connection.execute(query).mappings()], total


def of_run(runs: Collection[str]) -> ColumnElement[bool]:
    """That a failure was met by one of some runs, first or last."""
    f = t.failures.c
    return or_(f.run.in_(runs), f.first_run.in_(runs))


def places(store: Store, within: Within) -> Sequence[Row[*tuple[Any, ...]]]:
    """Code, address, time and source of each failure."""
    f = t.failures.c
    query = select(f.code, f.uri, f.at, f.source)
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


def dismissable(store: Store, ids: Sequence[int], code: str, within: Within) -> list[Failure]:
    """The failures of some ids, or of one code, but those of the index; none where nothing is named."""
    return [failure for failure in failures(store, ids, code, within) if failure.stage != INDEX] if ids or code else []


def dismiss(store: Store, ids: Sequence[int], code: str, within: Within) -> list[Failure]:
    """Forgets what ``dismissable`` gives; notes bytes that nothing needs any more."""
    gone = dismissable(store, ids, code, within)
    for some in batched(gone, _MANY):
        blobs = {failure.blob for failure in some} - {""}
        with store.writing() as connection:
            connection.execute(delete(t.failures).where(t.failures.c.id.in_([failure.id for failure in some])))
            blobs_in_use.note_unneeded(connection, blobs - blobs_in_use.among(connection, blobs))
    return gone
