"""Brings an index up to its store: everything after the checkpoint, in ``seq`` order, any number of times."""

from collections.abc import Callable
from itertools import batched

from pipeline.index.records import IndexRecord, SearchBackend
from pipeline.query import parse_or_all
from pipeline.store.store import Store

_BATCH = 200
_COMPARED = 5000


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


def repair(store: Store, backend: SearchBackend) -> tuple[int, int]:
    """Compares what index and store hold, and mends the index.

    Gives how many documents the index lacked, or had as they were before, and how many it had too many.
    """
    catch_up(store, backend)
    wanted, held, seq = dict(store.live()), dict[str, int](), 0
    everything = parse_or_all("")
    while found := backend.after(everything, seq, _COMPARED):
        held |= {key: at for at, key in found}
        seq = found[-1][0]
    extra = held.keys() - wanted.keys()
    wrong = sorted(key for key, at in wanted.items() if held.get(key) != at)
    backend.delete(extra)
    if extra:
        backend.refresh(backend.checkpoint())
    for some in batched(wrong, _BATCH):
        with store.writing() as connection:
            store.renew(connection, some)  # with a seq that is higher than any that the index has seen
    catch_up(store, backend)
    return len(wrong), len(extra)
