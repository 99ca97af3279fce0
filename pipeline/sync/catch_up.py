"""Brings an index up to its store: everything after the checkpoint, in ``seq`` order, any number of times."""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from itertools import batched

from extractors.text.aligned import AlignedText
from extractors.text.segmenter import words
from pipeline.errors import WorkspaceError
from pipeline.index.backend import SearchBackend
from pipeline.index.preparing import Prepare, preparing
from pipeline.index.records import IndexRecord
from pipeline.query.parser import Query, parse, parse_or_all
from pipeline.store.documents import Change, Store

log = logging.getLogger(__name__)

_BATCH = 200
_COMPARED = 5000
_ASKED = 50
"""Documents that a new index must find before it takes the place of the old one."""
_PHRASE = 4
_HEAD = 400
_PAUSE = 1.0
type Writer = Callable[[], AbstractContextManager[bool]]


def behind(store: Store, checkpoint: int) -> int:
    """How many changes an index lacks; raises WorkspaceError where it was filled from another store.

    The checkpoint is asked for before: what others do meanwhile makes the store run ahead.
    """
    lacks = store.last_seq() - checkpoint
    if lacks < 0:
        raise WorkspaceError("the index is ahead of the store, it was filled from another one: run asnad reindex")
    return lacks


def catch_up(
    store: Store, backend: SearchBackend, on_batch: Callable[[int], None] | None = None, workers: int = 1
) -> int:
    """Indexes what changed since the checkpoint; gives how many documents that were.

    The checkpoint moves once a batch is durable, so a crash costs at most a batch done twice. Many documents are made
    ready by ``workers`` processes, a batch ahead. Raises WorkspaceError where the index was filled from another store.
    """
    done, at = 0, backend.checkpoint()
    with preparing(behind(store, at), workers) as prepare:
        changes, records = _next(store, at, prepare)
        while changes:
            following = _next(store, changes[-1].seq, prepare)
            backend.delete((change.key, change.seq) for change in changes if change.document is None)
            backend.index(records())
            backend.refresh(changes[-1].seq)
            done += len(changes)
            if on_batch:
                on_batch(len(changes))
            changes, records = following if following[0] else _next(store, changes[-1].seq, prepare)
    return done


def _next(store: Store, after: int, prepare: Prepare) -> tuple[list[Change], Callable[[], list[IndexRecord]]]:
    """The changes after a ``seq``, and what gives their records."""
    changes = store.changes(after, limit=_BATCH)
    return changes, prepare([(change.document, change.seq) for change in changes if change.document is not None])


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
    until = backend.checkpoint()  # what others store meanwhile is not lacking, it comes later
    wrong = sorted(key for key, at in wanted.items() if held.get(key) != at and at <= until)
    backend.delete((key, held[key]) for key in extra)
    if extra:
        backend.refresh(backend.checkpoint())
    for some in batched(wrong, _BATCH):
        with store.writing() as connection:
            store.renew(connection, some)  # with a seq that is higher than any that the index has seen
    catch_up(store, backend)
    return len(wrong), len(extra)


def rebuild(
    store: Store,
    backend: SearchBackend,
    writer: Writer,
    on_batch: Callable[[int], None] | None = None,
    workers: int = 1,
) -> int:
    """Builds an index beside the one that is searched, checks it, and puts it in its place; gives how many it indexed.

    Others write to store and index meanwhile; the last step waits until none of them holds the writer lock.
    Raises WorkspaceError where the new index does not find what it should: the old one stays.
    """
    fresh = backend.beside()
    if fresh.checkpoint() > store.last_seq():  # begun for another store
        backend.abandon(fresh)
        fresh = backend.beside()
    done = catch_up(store, fresh, on_batch, workers)
    while not _taken(store, backend, fresh, writer):
        log.warning("the new index is ready; it waits for another process that is writing")
        time.sleep(_PAUSE)
        done += catch_up(store, fresh, on_batch)
    return done


def _taken(store: Store, backend: SearchBackend, fresh: SearchBackend, writer: Writer) -> bool:
    """The last step, where the lock can be had."""
    with writer() as ours:
        if ours:
            lacked, extra = repair(store, fresh)
            if lacked or extra:
                log.warning("the new index lacked %d documents and had %d too many; mended", lacked, extra)
            for query, key, seq in _questions(store, fresh.checkpoint()):
                if (seq, key) not in fresh.after(query, seq - 1, 1):
                    backend.abandon(fresh)
                    raise WorkspaceError(f"the new index does not find {key}; the old one stays in its place")
            backend.take(fresh)
    return ours


def _questions(store: Store, until: int) -> Iterator[tuple[Query, str, int]]:
    """Phrases from documents spread over the store, each with the key and ``seq`` of the document that has it."""
    for seq in store.spread(_ASKED):
        for change in store.changes(seq - 1, limit=1):
            if change.document is None or change.seq > until:
                continue
            text = change.document.body_text()
            first = words(AlignedText.of(text[:_HEAD]))[:_PHRASE]
            if first:
                yield parse(f'"{" ".join(word.exact for word in first)}"'), change.key, change.seq
