"""How many bytes documents were read from: asked of the blobs once, and kept beside each version."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from sqlalchemy import Connection, Engine, bindparam, select, update

from pipeline.store import tables as t

type SizeOf = Callable[[str], int | None]
"""How many bytes a blob has; None where it is not there."""
GONE = -1
"""Of a blob that was not there when it was asked for: it is not asked for again."""


class Measured(NamedTuple):
    """How many bytes a version of a document was read from."""

    key: str
    version: int
    bytes: int


def measured(engine: Engine, keys: Sequence[str], size_of: SizeOf) -> list[Measured]:
    """The newest versions of some documents whose bytes nobody has counted; blobs are asked while nobody waits."""
    d, v = t.documents.c, t.versions.c
    newest = t.versions.join(t.documents, (d.key == v.key) & (d.version == v.version))
    query = select(v.key, v.version, v.blob).select_from(newest).where(v.key.in_(keys), v.bytes.is_(None))
    with engine.connect() as connection:
        rows = connection.execute(query).all()
    sizes = [size_of(row.blob) for row in rows]
    return [
        Measured(row.key, row.version, GONE if size is None else size) for row, size in zip(rows, sizes, strict=True)
    ]


def keep(connection: Connection, found: Sequence[Measured]) -> None:
    """Keeps what was measured."""
    v = t.versions
    where = v.c.key == bindparam("of_key"), v.c.version == bindparam("of_version")
    rows = [{"of_key": one.key, "of_version": one.version, "size": one.bytes} for one in found]
    connection.execute(update(v).where(*where).values(bytes=bindparam("size")), rows)
