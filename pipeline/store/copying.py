"""Copies a store, row by row, into another that is empty: between SQLite and PostgreSQL, for a move or a backup."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from sqlalchemy import Connection, Table, delete, func, insert, select, text

from corpora.ids import digest
from pipeline.errors import WorkspaceError
from pipeline.store import blobs_in_use, changes
from pipeline.store import tables as t
from pipeline.store.blobs import Blobs
from pipeline.store.documents import Store

_ROWS = 500
type OnRows = Callable[[int], None]


@dataclass(slots=True)
class Copied:
    """What was copied: rows of each table, the ``seq`` that the copy is as of, and what is wrong with raw bytes."""

    seq: int
    rows: dict[str, int] = field(default_factory=dict)
    blobs: int = 0
    missing: list[str] = field(default_factory=list)
    """Names of raw bytes that were not there, or are not what their name says."""


def copy_rows(source: Store, target: Store, on_rows: OnRows | None = None) -> Copied:
    """Copies all tables in one transaction, as they were in one moment; who writes to the source goes on.

    Raises WorkspaceError where the target holds anything.
    """
    with source.engine.connect() as here, target.writing() as there:
        _must_be_empty(there)
        seq = changes.last_seq(here)
        copied = Copied(seq)
        there.execute(delete(t.collections))  # the one that every store begins with comes along too
        for table in t.metadata.sorted_tables:
            if table is not t.counter:
                copied.rows[table.name] = _copy(here, there, table, on_rows)
        changes.skip_to(there, seq)
    return copied


def rows(store: Store) -> int:
    """How many rows a copy will have."""
    tables = [table for table in t.metadata.sorted_tables if table is not t.counter]
    with store.engine.connect() as connection:
        return sum(int(connection.execute(select(func.count()).select_from(table)).scalar_one()) for table in tables)


def _must_be_empty(connection: Connection) -> None:
    for table in (t.documents, t.failures, t.jobs, t.entities):
        if connection.execute(select(table).limit(1)).first() is not None:
            raise WorkspaceError("the place to copy to holds something already; choose an empty one")


def _copy(here: Connection, there: Connection, table: Table, on_rows: OnRows | None) -> int:
    done = 0
    found = here.execution_options(stream_results=True, yield_per=_ROWS).execute(
        select(table).order_by(*table.primary_key)
    )
    for some in found.mappings().partitions(_ROWS):
        there.execute(insert(table), [dict(row) for row in some])
        done += len(some)
        if on_rows:
            on_rows(len(some))
    if there.dialect.name == "postgresql" and table.autoincrement_column is not None:
        last = f'(SELECT coalesce(max(id), 0) + 1 FROM "{table.name}")'  # noqa: S608 - a name of ours
        there.execute(text(f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), {last}, false)"))
    return done


def blob_names(store: Store) -> list[str]:
    """The names of all raw bytes that a store speaks of."""
    with store.engine.connect() as connection:
        return sorted(blobs_in_use.named(connection))


def whole_blobs(store: Store, blobs: Blobs, copied: Copied) -> Iterator[tuple[str, bytes]]:
    """The raw bytes that a store speaks of; those that are gone, or damaged, are noted instead."""
    for name in blob_names(store):
        try:
            data = blobs.get(name)
        except FileNotFoundError:
            data = b""
        if digest(data) == name:
            copied.blobs += 1
            yield name, data
        else:
            copied.missing.append(name)
