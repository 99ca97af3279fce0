"""Fetches the pages of the stories that a source listed, one by one, and keeps each as it came before the next."""

import logging
import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from corpora.ids import digest, key_within
from pipeline.ingest.build import identity
from pipeline.ingest.sources.warc import page_of, warc_of
from pipeline.ingest.sources.web import Answer, Fetcher
from pipeline.records import Source
from pipeline.sources.looking import LATER, Looked, asked
from pipeline.sources.paywall import is_paywalled
from pipeline.sources.schedule import JITTER, next_look
from pipeline.sources.stories import page_source, source_of
from pipeline.sources.turns import Turns
from pipeline.store import evidence, source_items
from pipeline.store import sources as kept
from pipeline.store.blobs import Blobs
from pipeline.store.clock import Clock, stamp
from pipeline.store.documents import Store
from pipeline.store.evidence import Evidence
from pipeline.store.source_items import Item
from pipeline.store.sources import Kept

log = logging.getLogger(__name__)

_TRIES = 5
_FIRST_WAIT = 300
"""Seconds until a page that could not be had is asked for again; twice as long each time."""
_LONGEST = 500
"""Letters of an address in a log."""


@dataclass(frozen=True, slots=True)
class Bench:
    """What fetching works with."""

    store: Store
    blobs: Blobs
    clock: Clock
    turns: Turns
    chance: random.Random

    def key_of(self, source: Source, collection: str) -> str:
        """The key that the document of a page has, or will have."""
        own = identity(source)[0]
        known = self.store.known(own, collection)
        return known.key if known else key_within(collection, own)

    def next_look(self, source: Kept, at: datetime, failures: int = 0, wait: float = 0.0) -> str:
        """When a source is due again; see ``schedule.next_look``."""
        jitter = self.chance.uniform(-JITTER, JITTER)
        return stamp(next_look(at, source.every, failures, wait, source.hours, jitter))


def fetch(bench: Bench, fetcher: Fetcher, source: Kept, item: Item) -> bool:
    """Fetches the page of one story, in one transaction with what follows; whether the next may be fetched now.

    A page that another source brought is not fetched again. Where a page cannot be had for good, the story is taken as
    its listing has it.
    """
    with bench.turns.of(item.url):
        with bench.store.engine.connect() as connection:
            taken = source_items.is_taken(connection, item, source.collection)
        at = bench.clock()
        if taken:
            with bench.store.writing() as connection:
                source_items.change(connection, item, state="known", record={}, read_at=stamp(at))
            return True
        found = asked(fetcher, item.url, at)
        at = bench.clock()
        if found.answer and not found.trouble and found.answer.data.strip():
            _keep(bench, source, item, found.answer, at)
            return True
        return _without(bench, source, item, found, at)


def _keep(bench: Bench, source: Kept, item: Item, answer: Answer, at: datetime) -> None:
    """Keeps a page as it came: from here on nothing needs its server again."""
    blob = bench.blobs.put(warc_of(answer, stamp(at)))
    key = bench.key_of(page_source(answer.uri, answer.name, answer.data, item, source), source.collection)
    paid = is_paywalled(answer.data)
    with bench.store.writing() as connection:
        made = Evidence(0, key, answer.uri, stamp(at), source.id, digest(answer.data), blob)
        number = evidence.add(connection, made)
        record = {**item.record, "uri": answer.uri, "name": answer.name}
        trouble = "paywalled" if paid else ""
        source_items.change(connection, item, state="fetched", record=record, evidence=number, trouble=trouble)
        if paid:
            kept.note(connection, source.id, stamp(at), "paywalled", {"url": item.url[:_LONGEST]})


def _without(bench: Bench, source: Kept, item: Item, found: Looked, at: datetime) -> bool:
    """What becomes of a story whose page cannot be had: later, or as its listing has it."""
    trouble = found.trouble or "empty"
    wait = max(found.wait, _FIRST_WAIT * 2**item.tries) * (1 + bench.chance.uniform(0, 0.1))
    until = stamp(at + timedelta(seconds=wait))
    with bench.store.writing() as connection:
        if trouble in LATER and item.tries + 1 < _TRIES:
            source_items.change(connection, item, tries=item.tries + 1, next_at=until)
            if trouble == "too_many":
                source_items.postpone(connection, source.id, until)
                kept.note(connection, source.id, stamp(at), "too_many", {"status": 429, "wait": round(wait)})
            return trouble != "too_many"
        source_items.change(connection, item, state="fetched", trouble=trouble, evidence=None)
        _note_page(connection, source, item, trouble, at)
    return True


def _note_page(connection: Connection, source: Kept, item: Item, trouble: str, at: datetime) -> None:
    detail: dict[str, Any] = {"why": trouble, "url": item.url[:_LONGEST]}
    kept.note(connection, source.id, stamp(at), "page_failed", detail)


def at_hand(bench: Bench, source: Kept, item: Item) -> Source:
    """A story that was fetched, ready to be read: its page from what was kept, or as its listing has it."""
    if item.evidence is None or "uri" not in item.record:
        return source_of(item, source)
    with bench.store.engine.connect() as connection:
        found = evidence.one(connection, item.evidence)
    try:
        data = page_of(bench.blobs.get(found.blob)) if found else b""
    except FileNotFoundError:
        log.warning("the page of a story is not kept any more", extra={"uri": item.url})
        data = b""
    if not data:
        return source_of(item, source)
    return page_source(str(item.record["uri"]), str(item.record["name"]), data, item, source)
