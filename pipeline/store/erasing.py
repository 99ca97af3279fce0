"""Raw bytes that nothing needs any more: noted in the transaction that let go of them, then removed.

A crash between both, or a place that does not answer, leaves the note, and the next run removes them.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from sqlalchemy import delete, select

from corpora.ids import digest
from pipeline.store import blobs_in_use
from pipeline.store import tables as t
from pipeline.store.blobs import Blobs
from pipeline.store.documents import Store

_BATCH = 200
_YOUNG = 3600.0
"""Seconds that bytes which no row names are left alone: who keeps them may be about to name them."""


def erase(store: Store, blobs: Blobs) -> int:
    """Removes what was noted, where nothing came to need it since; gives how many.

    It has the writer's turn meanwhile: who stores a document looks behind itself whether its bytes are still there.
    """
    done = 0
    while True:
        with store.writing() as connection:
            names = set(connection.execute(select(t.erased.c.blob).limit(_BATCH)).scalars())
            if not names:
                return done
            for name in sorted(names - blobs_in_use.among(connection, names)):
                blobs.remove(name)
                done += 1
            connection.execute(delete(t.erased).where(t.erased.c.blob.in_(names)))


@dataclass(slots=True)
class Checked:
    """What raw bytes are like: how many are named, those that are gone or damaged, how many nobody names."""

    named: int = 0
    gone: list[str] = field(default_factory=list)
    damaged: list[str] = field(default_factory=list)
    unnamed: list[str] = field(default_factory=list)


def check(store: Store, blobs: Blobs, on_blob: Callable[[], None] | None = None) -> Checked:
    """Reads all raw bytes that the store speaks of, and compares them with their names."""
    with store.engine.connect() as connection:
        named = blobs_in_use.named(connection)
    checked = Checked(len(named), unnamed=sorted(set(blobs.names(_YOUNG)) - named))
    for name in sorted(named):
        try:
            if digest(blobs.get(name)) != name:
                checked.damaged.append(name)
        except FileNotFoundError:
            checked.gone.append(name)
        if on_blob:
            on_blob()
    return checked


def collect(store: Store, blobs: Blobs) -> int:
    """Removes what was noted, and what no row of the store names; gives how many."""
    blobs.sweep()
    found = list(blobs.names(_YOUNG))
    with store.writing() as connection:
        blobs_in_use.note_unneeded(connection, set(found) - blobs_in_use.named(connection))
    return erase(store, blobs)
