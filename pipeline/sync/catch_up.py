"""Brings an index up to its store: everything after the checkpoint, in ``seq`` order, any number of times."""

import logging
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace

from corpora.document import Document
from extractors.text.aligned import AlignedText
from extractors.text.segmenter import words
from pipeline.errors import WorkspaceError
from pipeline.index.backend import Rebuild, SearchBackend, Writer
from pipeline.index.preparing import Dated, Prepare, Records, preparing
from pipeline.index.records import IndexRecord, Refused
from pipeline.query.parser import Query, parse, parse_or_all
from pipeline.records import Failure, Filing
from pipeline.store.changes import Change, bump_seq
from pipeline.store.collections import collection_of
from pipeline.store.documents import Store
from pipeline.store.failures import INDEX, add_failures, forget_index_failures, index_failures

log = logging.getLogger(__name__)

_BATCH = 200
_COMPARED = 5000
_ASKED = 50
"""Documents that a new index must find before it takes the place of the old one."""
_PHRASE = 4
_HEAD = 400
_PAUSE = 1.0
type Lock = Callable[[], AbstractContextManager[bool]]
"""Takes the writer lock for a while; gives whether it could be had."""


def behind(store: Store, checkpoint: int) -> int:
    """How many changes an index lacks; raises WorkspaceError where it was filled from another store.

    The checkpoint is asked for before: what others do meanwhile makes the store run ahead.
    """
    lacks = store.last_seq() - checkpoint
    if lacks < 0:
        raise WorkspaceError("the index is ahead of the store, it was filled from another one: run asnad reindex")
    return lacks


def dated(store: Store, changes: Sequence[Change]) -> list[Dated]:
    """The documents of changes with ``seq`` and filing, as records are made of them."""
    without = [change.document for change in changes if change.document is not None and change.filed.story is None]
    stories = store.give_stories(without) if without else {}
    uncounted = [change.key for change in changes if change.document is not None and change.filed.bytes is None]
    sizes = store.give_sizes(uncounted) if uncounted else {}
    return [
        (change.document, change.seq, _completed(change, stories, sizes))
        for change in changes
        if change.document is not None
    ]


def _completed(change: Change, stories: Mapping[str, int], sizes: Mapping[str, int]) -> Filing:
    """The filing of a change with what was given or measured only now."""
    filed, key = change.filed, change.key
    return replace(filed, story=stories.get(key, filed.story), bytes=sizes.get(key, filed.bytes))


def put(store: Store, index: Writer, changes: Sequence[Change], records: Records) -> None:
    """Indexes changes whose records were made; visible after ``refresh``.

    What maker or engine refuses becomes a failure with the stage ``index``, and is not found as it was before either.
    """
    refused = [record for record in records if isinstance(record, Refused)]
    refused += [Refused(change.key, change.seq, change.broken) for change in changes if change.broken]
    refused += index.index(record for record in records if isinstance(record, IndexRecord))
    withdrawn = [(change.key, change.seq) for change in changes if change.document is None and not change.broken]
    index.delete([*withdrawn, *((each.key, each.seq) for each in refused)])
    _note(store, changes, refused)


def _note(store: Store, changes: Sequence[Change], refused: Sequence[Refused]) -> None:
    """Keeps what was refused as failures, and forgets those of documents that are indexed now."""
    why = {each.key: each.message for each in refused}
    forget_index_failures(store, [change.key for change in changes if change.key not in why])
    if why:
        addresses = {change.key: change.document for change in changes}
        add_failures(store, [_failure(store, key, addresses[key], message) for key, message in why.items()])
        log.error("documents that cannot be indexed", extra={"documents": sorted(why)})


def _failure(store: Store, key: str, document: Document | None, message: str) -> Failure:
    if document is None:  # what is stored of it cannot be read, but for where it is
        with store.engine.connect() as connection:
            there = collection_of(connection, key)
        return Failure(key, INDEX, "internal", message, key=key, collection=there)
    return Failure(document.uri, INDEX, "internal", message, key=key, collection=document.collection)


def catch_up(
    store: Store,
    index: Writer,
    on_batch: Callable[[int], None] | None = None,
    workers: int = 1,
    lock: Lock = lambda: nullcontext(True),
) -> int:
    """Indexes what changed since the checkpoint; gives how many documents that were.

    The checkpoint moves once a batch is durable, so a crash costs at most a batch done twice. Many documents are made
    ready by ``workers`` processes, a batch ahead. The lock is taken a batch; where it cannot be had, others go on.
    Raises WorkspaceError where the index was filled from another store.
    """
    done, at = 0, index.checkpoint()
    with preparing(behind(store, at), workers) as prepare:
        changes, records = _next(store, at, prepare)
        while changes:
            following = _next(store, changes[-1].seq, prepare)
            made = records()
            with lock() as ours:
                if not ours or index.checkpoint() < at:  # another process is at it, or it was set aside just now
                    break
                put(store, index, changes, made)
                at = max(changes[-1].seq, index.checkpoint())
                index.refresh(at, max(at, index.ahead()))
            done += len(changes)
            if on_batch:
                on_batch(len(changes))
            changes, records = following if following[0] else _next(store, changes[-1].seq, prepare)
    return done


def _next(store: Store, after: int, prepare: Prepare) -> tuple[list[Change], Callable[[], Records]]:
    """The changes after a ``seq``, and what gives their records."""
    changes = store.changes(after, limit=_BATCH)
    return changes, prepare(dated(store, changes))


def repair(store: Store, index: SearchBackend | Rebuild) -> tuple[int, int]:
    """Compares what index and store hold, and mends the index.

    Gives how many documents the index lacked, or had as they were before, and how many it had too many.
    """
    catch_up(store, index)
    wanted, held, seq = dict(store.live()), dict[str, int](), 0
    everything = parse_or_all("")
    while found := index.after(everything, seq, _COMPARED):
        held |= {key: at for at, key in found}
        seq = found[-1][0]
    extra = held.keys() - wanted.keys()
    until = index.checkpoint()  # what others store meanwhile is not lacking, it comes later
    refused = {failure.key for failure in index_failures(store)}
    wrong = sorted(key for key, at in wanted.items() if held.get(key) != at and at <= until and key not in refused)
    index.delete((key, held[key]) for key in extra)
    if extra:
        index.refresh(until, index.ahead())
    if wrong:
        with store.writing() as connection:
            bump_seq(connection, wrong, "extraction")  # a seq that is higher than any that the index has seen
    catch_up(store, index)
    return len(wrong), len(extra)


def rebuild(
    store: Store,
    backend: SearchBackend,
    lock: Lock,
    on_batch: Callable[[int], None] | None = None,
    workers: int = 1,
) -> int:
    """Builds an index beside the one that is searched, checks it, and promotes it; gives how many it indexed.

    Others write to store and index meanwhile; the last step waits until none of them holds the writer lock.
    Raises WorkspaceError where the new index does not find what it should: the old one stays.
    """
    fresh = backend.rebuild()
    if fresh.checkpoint() > store.last_seq() or fresh.origin() not in ("", store.identity()):  # of another store
        fresh.discard()
        fresh = backend.rebuild()
    fresh.adopt(store.identity())
    done = catch_up(store, fresh, on_batch, workers)
    while not _promoted(store, fresh, lock):
        log.warning("the new index is ready; it waits for another process that is writing")
        time.sleep(_PAUSE)
        done += catch_up(store, fresh, on_batch)
    return done


def _promoted(store: Store, fresh: Rebuild, lock: Lock) -> bool:
    """The last step, where the lock can be had."""
    with lock() as ours:
        if ours:
            lacked, extra = repair(store, fresh)
            if lacked or extra:
                log.warning("the new index lacked %d documents and had %d too many; mended", lacked, extra)
            for query, key, seq in _questions(store, fresh.checkpoint()):
                if (seq, key) not in fresh.after(query, seq - 1, 1):
                    fresh.discard()
                    raise WorkspaceError(f"the new index does not find {key}; the old one stays in its place")
            fresh.promote()
    return ours


def _questions(store: Store, until: int) -> Iterator[tuple[Query, str, int]]:
    """Phrases from documents spread over the store, each with the key and ``seq`` of the document that has it."""
    refused = {failure.key for failure in index_failures(store)}
    for seq in store.sample_seqs(_ASKED):
        for change in store.changes(seq - 1, limit=1):
            if change.document is None or change.seq > until or change.key in refused:
                continue
            text = change.document.body_text()
            first = words(AlignedText.of(text[:_HEAD]))[:_PHRASE]
            if first:
                yield parse(f'"{" ".join(word.exact for word in first)}"'), change.key, change.seq
