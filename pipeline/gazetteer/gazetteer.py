"""The names that a workspace knows, for people and for whoever reads: entries, words on them, and lists."""

import threading
import time
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from corpora.document import Document
from pipeline.errors import RefusedDecision
from pipeline.gazetteer.entries import Entry, entries, folded_name
from pipeline.gazetteer.following import Extent, Following
from pipeline.gazetteer.list_files import Tables
from pipeline.gazetteer.lists import Listed, Wrong, rows_of
from pipeline.gazetteer.matching import EXTRACTOR, Names, with_names
from pipeline.people.access import collection_for
from pipeline.people.audit import Audit
from pipeline.people.principal import Principal
from pipeline.review.judged import upheld
from pipeline.review.state import must_take_back
from pipeline.store.decisions import Decision, Decisions, in_force, standing
from pipeline.store.documents import Store
from pipeline.store.spoken import LABEL
from pipeline.store.transaction import Connection

_SHARE = 10
"""Of the time at most a tenth goes into reading the log again, while people decide and documents come in."""


@dataclass(frozen=True, slots=True)
class Brought:
    """What a list would bring, or brought: how many names are new, known already or in doubt, and which rows are none.

    ``batch`` is the name by which it is taken back; "" where nothing was kept.
    """

    batch: str
    new: int
    known: int
    doubts: Sequence[Entry]
    wrong: Sequence[Wrong]
    names: Sequence[Listed]


class Gazetteer:
    """The names of a workspace. Safe to use from several threads."""

    def __init__(self, store: Store, audit: Audit, tables: Tables | None = None) -> None:
        """Takes the store, whose log everything follows from, where to note what is done, and what reads workbooks."""
        self._store, self._audit, self._tables = store, audit, tables
        self._lock = threading.Lock()
        self._following = Following()
        self._next = 0.0

    def entries(self, who: Principal, collection: str = "", state: str = "", text: str = "") -> list[Entry]:
        """The names of collections that somebody may see, by name; of one collection, state, or with some letters.

        Raises CollectionNotFound, Forbidden.
        """
        if collection:
            collection_for(self._store, who, collection, "viewer")
        within, wanted = who.within(), folded_name(text)
        return [
            one
            for one in self._entries(fresh=True)
            if (within is None or one.collection in within)
            and collection in ("", one.collection)
            and state in ("", one.state)
            and wanted in one.key
        ]

    def judge(self, who: Principal, collection: str, name: str, verdict: str, note: str = "") -> Decision:
        """Keeps that a name of a collection is looked for (use), or is not (avoid), whatever was said before.

        Raises CollectionNotFound, Forbidden, RefusedDecision.
        """
        collection_for(self._store, who, collection, "reviewer")
        shown = " ".join(name.split())
        if verdict not in ("use", "avoid") or not folded_name(shown):
            raise RefusedDecision("a name with letters is used or avoided")
        known = [one for one in self.entries(who, collection) if one.key == folded_name(shown)]
        if verdict == "avoid" and not known:
            raise RefusedDecision("{shown!r} is no name of the collection", shown=shown)
        if known and known[0].state == {"use": "used", "avoid": "avoided"}[verdict]:
            raise RefusedDecision("that is what holds already")
        after = {"verdict": verdict, "label": LABEL, "name": shown, "collection": collection}
        with self._store.writing() as connection:
            (made,) = Decisions(connection).add([_said(collection, shown, after, note)], who.name)
        self._decided(who, made.subject, collection)
        return made

    def bring(self, who: Principal, data: bytes, collection: str, *, dry: bool = False) -> Brought:
        """Takes the names of a list in, or says what that would bring; those in doubt wait for a word.

        Raises CollectionNotFound, Forbidden, RefusedDecision.
        """
        collection_for(self._store, who, collection, "editor")
        listed, wrong = rows_of(data, self._tables)
        there = {one.key for one in self.entries(who, collection)}
        batch = uuid.uuid4().hex[:12]
        made = [_listed(collection, one, batch) for one in listed]
        fresh = {folded_name(one.name) for one in listed} - there
        made = [one for one, row in zip(made, listed, strict=True) if folded_name(row.name) in fresh]
        come = [one for one in entries(made, {}, {}) if one.key not in there]
        doubts = [one for one in come if one.state == "waits"]
        new, known = len({one.key for one in come} & fresh), len(listed)
        if made and not dry:
            with self._store.writing() as connection:
                Decisions(connection).add(made, who.name)
            self._decided(who, batch, collection, names=len(made))
        kept = batch if made and not dry else ""
        return Brought(kept, new, known - new, doubts, wrong, listed)

    def undo(self, who: Principal, number: int) -> None:
        """Takes a word on a name, or a row of a list, back; raises RefusedDecision, Forbidden."""
        with self._store.writing() as connection:
            one = in_force(Decisions(connection).of_kind("name"), number, lambda each: _seen_by(who, each))
            must_take_back(who, one, place_of(one))
            Decisions(connection).add([one.undone()], who.name)
        self._decided(who, one.subject, place_of(one))

    def undo_list(self, who: Principal, batch: str) -> int:
        """Takes a whole list back; gives how many names. Raises RefusedDecision, Forbidden."""
        with self._store.writing() as connection:
            mine = [one for one in Decisions(connection).together("name", batch) if _seen_by(who, one)]
            if not mine:
                raise RefusedDecision("there is no list {batch!r} in force", batch=batch)
            for one in mine:
                must_take_back(who, one, place_of(one))
            Decisions(connection).add([one.undone() for one in mine], who.name)
        self._decided(who, batch, undone=len(mine))
        return len(mine)

    def _decided(self, who: Principal, subject: str, collection: str = "", **more: Any) -> None:
        """Notes a decision, from which the next document is read by the names that hold then."""
        self._audit.note(who, "decide", subject, collection, **more)
        self._next = 0.0

    # reading --------------------------------------------------------------------------------------------------

    def added(self, documents: Sequence[Document]) -> list[Document]:
        """Documents with the names of their collections beside what extractors found in them; asks the log once."""
        self._entries()
        names = self._following.names
        keys = [document.key for document in documents if document.collection in names]
        with self._store.engine.connect() as connection:
            said = Decisions(connection).of_documents(keys) if keys else {}
        return [_read_with(document, names, said.get(document.key, ())) for document in documents]

    def outdated(self, who: Principal) -> Iterator[Document]:
        """Documents that somebody may edit in which other names would be found by now: they are to be read again.

        Raises Forbidden.
        """
        who.must_somewhere("editor")
        self._entries(fresh=True)
        for document in self._store.documents(within=who.within("editor")):
            with self._store.engine.connect() as connection:
                found = self._store.extracted(connection, document.key)
                said = Decisions(connection).of_document(document.key)
            if found is not None and _mine(_read_with(found, self._following.names, said)) != _mine(found):
                yield document

    def _entries(self, *, fresh: bool = False) -> list[Entry]:
        """All entries; where the log is another one, all of it is read again, but for ``fresh`` not too often.

        In between what is new in it is read, so that a document that comes in is read by all that was decided.
        """
        with self._lock:
            with self._store.engine.connect() as connection:
                now = Decisions(connection).extent()
                if now != self._following.extent:
                    self._read(connection, now, fresh=fresh)
            return self._following.all

    def _read(self, connection: Connection, now: Extent, *, fresh: bool) -> None:
        began = time.monotonic()
        if not fresh and began < self._next and self._following.follow(connection, now):
            return
        if fresh or began >= self._next:
            self._following.read(connection, now)
            self._next = time.monotonic() + (time.monotonic() - began) * _SHARE


def _read_with(document: Document, names: Mapping[str, Names], said: Sequence[Decision]) -> Document:
    """A document with the names of its collection, where people decided this of it."""
    return with_names(document, names.get(document.collection), upheld(document.text, standing(said)))


def place_of(one: Decision) -> str:
    """The collection of a decision on a name."""
    return str({**one.before, **one.after}["collection"])


def _seen_by(who: Principal, one: Decision) -> bool:
    within = who.within()
    return within is None or place_of(one) in within


def _said(collection: str, name: str, after: Mapping[str, object], note: str = "") -> Decision:
    return Decision("name", f"{collection}/{folded_name(name)}", {}, dict(after), note=note)


def _listed(collection: str, one: Listed, batch: str) -> Decision:
    told = {"kind": one.kind, "english": one.english, "ref": one.ref, "names": list(one.aliases)}
    more = {part: said for part, said in told.items() if said}
    after = {"verdict": "list", "label": LABEL, "name": one.name, **more, "collection": collection, "batch": batch}
    return _said(collection, one.name, after)


def _mine(document: Document) -> set[tuple[int, int, str]]:
    """Where the names of the workspace are in a document, and which those are."""
    own = [mention for mention in document.mentions if mention.extractor == EXTRACTOR]
    return {(one.span.start, one.span.end, str(one.value["name"])) for one in own}
