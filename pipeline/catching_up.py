"""Brings an index up to its store: everything after the checkpoint, in ``seq`` order, any number of times."""

from collections.abc import Callable

from pipeline.index.records import IndexRecord, SearchBackend
from pipeline.store.store import Store

_BATCH = 200


def catch_up(store: Store, backend: SearchBackend, on_batch: Callable[[int], None] | None = None) -> int:
    """Indexes what changed since the checkpoint; gives how many documents that were.

    The checkpoint moves once a batch is durable, so a crash costs at most a batch done twice.
    """
    done = 0
    while changes := store.changes(backend.checkpoint(), limit=_BATCH):
        backend.delete(change.key for change in changes if change.document is None)
        backend.index(IndexRecord.of(c.document, c.seq) for c in changes if c.document is not None)
        backend.refresh(changes[-1].seq)
        done += len(changes)
        if on_batch:
            on_batch(len(changes))
    return done
