"""Looks at folders of mailboxes: notes what is new by its number, then reads each mail with what is attached to it."""

import imaplib
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from pipeline.ingest.sources.addresses import Refused
from pipeline.ingest.sources.imap import Folder, MailAddress, Noted
from pipeline.ingest.sources.places import Place
from pipeline.people.access import acting
from pipeline.records import Failure, IngestReport, Source
from pipeline.runs.runs import Told
from pipeline.sandbox.unpacking import Unpacker
from pipeline.sources.fetching import Bench
from pipeline.sources.looking import Looked
from pipeline.sources.states import is_silent
from pipeline.sources.watching import Looker
from pipeline.store import source_items
from pipeline.store import sources as kept
from pipeline.store.clock import stamp
from pipeline.store.source_items import Item
from pipeline.store.sources import Kept
from pipeline.workspace import Workspace

_AT_ONCE = 50
"""Mails of one folder that are read in a round, so that others have their turn."""
type OnReport = Callable[[Kept, IngestReport], None]


@dataclass(slots=True)
class _Taken:
    """What became of the mails of a round: those that were given to be read, and why others were not."""

    read: list[Item] = field(default_factory=list)
    failed: list[tuple[Item, str]] = field(default_factory=list)
    broken: Exception | None = None


@dataclass(frozen=True, slots=True)
class Mailboxes:
    """The folders of mailboxes among the sources. A mail is known by UIDVALIDITY and UID, and read once.

    A program that is killed while it reads asks for those mails again; the store finds that nothing is new in them.
    """

    space: Workspace
    bench: Bench
    looker: Looker
    reading: threading.Lock
    stop: threading.Event
    on_report: OnReport

    def look(self, source: Kept, *, due: bool) -> None:
        """One look, if it is due, then what waits to be read; whatever the server does, the source is due later."""
        try:
            address = MailAddress.of(source.url)
            with self.bench.turns.of(source.url), self.space.sources.mailbox(address) as folder:
                now = self._noted(source, folder) if due else source
                if now is not None:
                    self._read(now, address, folder)
        except Refused as error:
            self.looker.failed(source, Looked(trouble=error.reason, detail={"said": str(error)}))

    def _noted(self, source: Kept, folder: Folder) -> Kept | None:
        """Keeps the numbers of what is new; None where the source is not there any more."""
        validity, last = int(source.etag or 0), int(source.modified) if source.modified else None
        noted = folder.noted(validity, last)
        at, store = self.bench.clock(), self.bench.store
        items = [_item(source, noted, uid, stamp(at)) for uid in noted.uids]
        with store.writing() as connection:
            if kept.source(connection, source.id) is None:
                return None
            held = source_items.held(connection, source.id, [one.item for one in items])
            fresh = [one for one in items if one.item not in held]
            source_items.put(connection, fresh)
            now = replace(source, new_at=stamp(at) if fresh else source.new_at)
            values: dict[str, Any] = {"failures": 0, "failing_since": "", "detail": {}, "new_at": now.new_at}
            values |= {"trouble": "silent" if is_silent(now, at) else "", "polled_at": stamp(at)}
            values |= {"etag": str(noted.validity), "modified": str(noted.last)}
            kept.change(connection, source.id, **values, next_at=self.bench.next_look(source, at))
            if source.etag and validity != noted.validity:
                kept.note(connection, source.id, stamp(at), "renumbered", {"from": validity, "to": noted.validity})
            if fresh:
                kept.note(connection, source.id, stamp(at), "new", {"stories": len(fresh), "changed": 0})
        return now

    def _read(self, source: Kept, address: MailAddress, folder: Folder) -> None:
        """Reads what waits, as one run; a connection that breaks leaves the rest for the next look."""
        at = stamp(self.bench.clock())
        with self.bench.store.engine.connect() as connection:
            waiting = source_items.waiting(connection, source.id, at, _AT_ONCE)
        items = [one for one in waiting if one.record["validity"] == folder.validity]
        taken = _Taken(failed=[(one, "gone") for one in waiting if one not in items])
        if items:
            who = acting(source.user, source.collection)
            told = Told(source.name, "watch", source.name, source.collection, None)
            sources = self._sources(source, address, folder, items, taken)
            with self.reading, self.space.runs.reading(who, told) as going:
                report = self.space.ingest_sources(who, sources, source.collection, run=going.id, restore=False)
                report.run = going.id
            self.on_report(source, report)
        with self.bench.store.writing() as connection:
            for one in taken.read:
                source_items.change(connection, one, state="read", read_at=at)
            for one, trouble in taken.failed:
                source_items.change(connection, one, state="failed", read_at=at, trouble=trouble)
        if taken.broken:
            raise taken.broken

    def _sources(
        self, source: Kept, address: MailAddress, folder: Folder, items: Sequence[Item], taken: _Taken
    ) -> Iterator[Source | Failure]:
        """Each mail and what is attached to it; a mail is opened in a process with limits, as any container."""
        limits = self.space.settings.limits()
        with Unpacker(limits) as unpack:
            for item in items:
                if self.stop.is_set():
                    return
                uid = int(item.record["uid"])
                uri = address.mail(folder.validity, uid)
                try:
                    data = folder.mail(uid)
                except Refused as error:
                    taken.failed.append((item, error.reason))
                    yield Failure(uri, "read", error.code, str(error))
                    return  # what was announced and not taken still stands in the line
                except (OSError, imaplib.IMAP4.error) as error:
                    taken.broken = error
                    return
                if not data:
                    taken.failed.append((item, "gone"))
                    continue
                with tempfile.TemporaryFile() as file:
                    file.write(data)
                    file.flush()
                    yield from unpack(file, Place(uri, f"{uid}.eml", source.name, limits))
                taken.read.append(item)


def _item(source: Kept, noted: Noted, uid: int, at: str) -> Item:
    name = f"{noted.validity}/{uid:010}"
    record = {"validity": noted.validity, "uid": uid}
    return Item(source.id, name, f"{source.id}/{uid}"[:32], "", record, name, next_at=at, at=at)
