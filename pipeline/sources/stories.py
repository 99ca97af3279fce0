"""The stories that a listing names, as the store keeps them: which are new, which are said otherwise than before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from corpora.codec import json_text
from corpora.ids import canonical_uri, digest
from corpora.unicode import storable
from pipeline.ingest.listings.listing import Listed
from pipeline.ingest.sources.web import Answer
from pipeline.records import Source
from pipeline.sources.dates import stated
from pipeline.store import source_items
from pipeline.store.clock import stamp
from pipeline.store.source_items import Item, State
from pipeline.store.sources import Kept

FIRST = 100
"""Stories of a source's first listing that are fetched; older ones are taken for known."""
_SOONEST = timedelta(hours=1)
"""The least time until a page is read again whose listing says something else."""
OLDER: State = "older"


@dataclass(frozen=True, slots=True)
class Part:
    """Items with the answer that listed them; a channel is read in several."""

    answer: Answer
    items: Sequence[Listed]


def name_of(listed: Listed) -> str:
    """What the store knows a story by that a source lists."""
    return digest(storable(listed.id or _address(listed) or listed.title).encode())[:32]


def _address(listed: Listed) -> str:
    return storable(canonical_uri(listed.url)) if listed.url else ""


def items_of(source: Kept, kind: str, listed: Sequence[Listed], at: datetime) -> list[Item]:
    """What is listed, each story once, in the order of the listing.

    Dates are no part of what makes a story another one, as they may be made anew at each look; but for sitemaps,
    which say nothing else.
    """
    found: dict[str, Item] = {}
    for one in listed:
        url, name = _address(one), name_of(one)
        date, _ = stated(one.published or one.updated, at)
        said = {"id": storable(one.id), "title": storable(one.title), "text": storable(one.text), "published": date}
        version = one.updated if kind in ("sitemap", "sitemap_index") else ""
        made = digest(json_text([said["title"], said["text"], version]).encode())[:32]
        record: dict[str, Any] = {**said, "whole": one.whole}
        address = digest((url or f"{source.id} {name}").encode())[:32]
        now = stamp(at)
        found.setdefault(name, Item(source.id, name, address, url, record, made, next_at=now, at=now))
    return list(found.values())


@dataclass(slots=True)
class Recorded:
    """What recording came to: stories that are new, and those that are said otherwise."""

    fresh: int = 0
    changed: int = 0


def record(
    connection: Connection, source: Kept, items: Sequence[Item], evidence: Mapping[str, int], at: datetime
) -> Recorded:
    """Keeps what is new, and what is said otherwise, to be fetched; what has no page of its own is at hand already.

    ``evidence`` has the numbers of what was fetched for those, by item.
    """
    held = source_items.held(connection, source.id, [one.item for one in items])
    fresh = [one for one in items if one.item not in held]
    first = not source.new_at
    ready = [_ready(one, evidence) for one in fresh]
    if first:
        ready = [replace(one, state=OLDER, record={}) if n >= FIRST else one for n, one in enumerate(ready)]
    source_items.put(connection, ready)
    told = Recorded(sum(one.state != OLDER for one in ready))
    for one in items:
        before = held.get(one.item)
        if before and before.stamp != one.stamp and before.state in ("read", "failed"):
            told.changed += 1
            _again(connection, before, _ready(one, evidence), at)
    return told


def _ready(item: Item, evidence: Mapping[str, int]) -> Item:
    if item.record["whole"]:
        return replace(item, state="fetched", evidence=evidence.get(item.item))
    return item


def _again(connection: Connection, before: Item, item: Item, at: datetime) -> None:
    """Lets a story be read again: later each time, as a listing may say something else at each look."""
    read = datetime.fromisoformat(before.read_at or before.at)
    soonest = read + max(_SOONEST, read - datetime.fromisoformat(before.at))
    later = at if item.state == "fetched" else max(at, soonest)
    values = {"stamp": item.stamp, "record": dict(item.record), "state": item.state, "evidence": item.evidence}
    source_items.change(connection, before, **values, tries=0, trouble="", next_at=stamp(later))


def source_of(item: Item, source: Kept) -> Source:
    """A story as its listing has it, ready to be read: what has no page of its own, or one that cannot be had."""
    said = item.record
    title, text = str(said.get("title", "")), str(said.get("text", ""))
    record: dict[str, Any] = {"title": title, "text": text or title, "published": said.get("published", "")}
    if item.url:
        record["url"] = item.url
    else:
        record["id"] = said.get("id") or item.item
    uri = item.url or f"{source.url}#{item.item}"
    return Source(uri, uri.rsplit("/", 1)[-1] or uri, json_text(record).encode(), source.name, record, line=True)


def page_source(answer_uri: str, name: str, data: bytes, item: Item, source: Kept) -> Source:
    """The page of a story, ready to be read; its feed's date stands where the page states none."""
    return Source(answer_uri, name, data, source.name, published=str(item.record.get("published", "")))
