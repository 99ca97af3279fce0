"""One look at one source, kept: what its server said goes to the log, what is new waits for its page."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from pipeline.ingest.listings.listing import Listed
from pipeline.ingest.sources.warc import warc_of
from pipeline.ingest.sources.web import Fetcher
from pipeline.sources.dates import stated
from pipeline.sources.discovery import discovered
from pipeline.sources.fetching import Bench
from pipeline.sources.looking import Looked, Read, looked
from pipeline.sources.schedule import DAY
from pipeline.sources.states import is_dead, is_silent, state_of
from pipeline.sources.stories import Part, Recorded, items_of, name_of, record, source_of
from pipeline.store import evidence, source_items
from pipeline.store import sources as kept
from pipeline.store.clock import stamp
from pipeline.store.evidence import Evidence
from pipeline.store.source_items import Item
from pipeline.store.sources import Kept

_EARLIER = 10
"""Further parts of a channel that are read, where none of what the last one shows is known yet."""
_SHOWN = 80
"""Letters of a date that cannot be read."""
_PAYWALLED = 3
"""Stories among the last ones that only those who pay can read, from which on the source is said to be so."""
_LAST = 5
_HEADER = 1000
"""Letters that are kept of an ETag or a Last-Modified."""


class Looker:
    """Looks at sources, and keeps what that came to."""

    def __init__(self, bench: Bench, read: Read) -> None:
        """Takes what it works with, and what reads listings."""
        self._bench, self._read = bench, read

    def look(self, fetcher: Fetcher, source: Kept) -> None:
        """One look; whatever its server does, the source is due later then."""
        with self._bench.turns.of(source.url):
            source, found = self._asked(fetcher, source)
            parts = list(self._parts(fetcher, source, found)) if found.listing else []
        if found.trouble or found.answer is None:
            self.failed(source, found)
        else:
            self._kept(source, found, parts)

    def _asked(self, fetcher: Fetcher, source: Kept) -> tuple[Kept, Looked]:
        """What the server says; a source of which it is not known what it is may turn out to be elsewhere."""
        at = self._bench.clock()
        if source.kind:
            known = source.etag, source.modified
            return source, _listing(looked(fetcher, self._read, source.url, at, source.selector, known))
        found = discovered(fetcher, self._read, source.url, at, source.selector)
        return replace(source, url=found.url), found.look

    def _parts(self, fetcher: Fetcher, source: Kept, found: Looked) -> Iterator[Part]:
        """What is listed; of a channel also what came before, back to what is known."""
        assert found.listing is not None
        assert found.answer is not None
        yield Part(found.answer, found.listing.items)
        for _ in range(_EARLIER):
            listing = found.listing
            if not source.new_at or listing is None or not listing.earlier or self._knows(source, listing.items):
                return
            found = looked(fetcher, self._read, listing.earlier, self._bench.clock())
            if found.listing and found.answer:
                yield Part(found.answer, found.listing.items)

    def _knows(self, source: Kept, items: Sequence[Listed]) -> bool:
        with self._bench.store.engine.connect() as connection:
            return bool(source_items.held(connection, source.id, [name_of(one) for one in items]))

    # what it came to ------------------------------------------------------------------------------------------

    def failed(self, source: Kept, found: Looked) -> None:
        """Keeps that a look brought nothing: the source is due later each time, and dead in the end."""
        at = self._bench.clock()
        now, failures = stamp(at), source.failures + 1
        trouble = found.trouble or "empty"
        failed = replace(source, failures=failures, failing_since=source.failing_since or now, polled_at=now)
        dead = is_dead(failed, at)
        wait = max(found.wait, DAY if dead else 0.0)
        following = self._bench.next_look(source, at, failures, wait)
        values = {"failing_since": failed.failing_since, "trouble": trouble, "detail": dict(found.detail)}
        with self._bench.store.writing() as connection:
            there = kept.change(connection, source.id, **values, failures=failures, polled_at=now, next_at=following)
            if there:
                kept.note(connection, source.id, now, trouble, found.detail)
            if there and dead and state_of(source) != "dead":
                kept.note(connection, source.id, now, "dead", {"failures": failures})

    def _kept(self, source: Kept, found: Looked, parts: Sequence[Part]) -> None:
        at = self._bench.clock()
        kind = found.listing.kind if found.listing else source.kind
        listed = [(part, items_of(source, kind, part.items, at)) for part in parts]
        proofs = [proof for part, items in listed for proof in self._proofs(source, part, items, at)]
        items = list({one.item: one for _, some in reversed(listed) for one in some}.values())
        with self._bench.store.writing() as connection:
            if kept.source(connection, source.id) is None:
                return
            numbers = {item: evidence.add(connection, proof) for item, proof in proofs}
            told = record(connection, source, items, numbers, at)
            values = self._values(connection, source, found, told, at)
            kept.change(connection, source.id, **values, kind=kind)
            for code, detail in _lines(source, found, told, values, at):
                kept.note(connection, source.id, stamp(at), code, detail)

    def _proofs(self, source: Kept, part: Part, items: Sequence[Item], at: datetime) -> Iterator[tuple[str, Evidence]]:
        """What was fetched for stories that have no page of their own: what listed them, kept once for all."""
        whole = [one for one in items if one.record["whole"]]
        if not whole:
            return
        with self._bench.store.engine.connect() as connection:
            held = source_items.held(connection, source.id, [one.item for one in whole])
        fresh = [one for one in whole if one.item not in held or held[one.item].stamp != one.stamp]
        blob = self._bench.blobs.put(warc_of(part.answer, stamp(at))) if fresh else ""
        for one in fresh:
            key = self._bench.key_of(source_of(one, source), source.collection)
            yield one.item, Evidence(0, key, part.answer.uri, stamp(at), source.id, "", blob)

    def _values(
        self, connection: Connection, source: Kept, found: Looked, told: Recorded, at: datetime
    ) -> dict[str, Any]:
        """How the source is after a look that its server answered."""
        now, answer = stamp(at), found.answer
        assert answer is not None
        fresh = replace(source, new_at=now if told.fresh else source.new_at)
        paid = [one.trouble for one in source_items.newest(connection, source.id, _LAST)].count("paywalled")
        trouble = "paywalled" if paid >= _PAYWALLED else "silent" if is_silent(fresh, at) else ""
        values: dict[str, Any] = {"polled_at": now, "new_at": fresh.new_at, "failures": 0, "failing_since": ""}
        values |= {"trouble": trouble, "detail": {}, "url": found.moved_to or source.url}
        if found.listing:
            values |= {"etag": answer.header("etag")[:_HEADER], "modified": answer.header("last-modified")[:_HEADER]}
        return values | {"next_at": self._bench.next_look(source, at)}


def _listing(found: Looked) -> Looked:
    """A look at what listed stories once; a page in its place is a trouble."""
    kind = found.listing.kind if found.listing else ""
    if kind == "page" and found.answer:
        said = found.answer.header("content-type").split(";")[0].strip()
        return replace(found, listing=None, trouble="wrong_type", detail={"type": said})
    return found


def _lines(
    source: Kept, found: Looked, told: Recorded, values: dict[str, Any], at: datetime
) -> Iterator[tuple[str, dict[str, Any]]]:
    """What the log says of a look that its server answered."""
    if values["url"] != source.url:
        yield "moved", {"from": source.url, "to": values["url"]}
    if found.listing is None:
        yield "not_modified", {"status": 304}
    elif not found.listing.items:
        yield "empty", {}
    if found.listing:
        odd = {}
        for one in found.listing.items:
            date = one.published or one.updated
            trouble = stated(date, at)[1]
            if trouble and trouble not in odd:
                odd[trouble] = {"said": date[:_SHOWN]}
        yield from odd.items()
    if told.fresh or told.changed:
        yield "new", {"stories": told.fresh, "changed": told.changed}
    if values["trouble"] == "silent" and source.trouble != "silent":
        yield "silent", {"since": source.new_at or source.at}
