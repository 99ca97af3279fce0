"""Editing a document as a whole: each field is a decision, which survives another version and can be taken back."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from corpora.document import Document
from extractors.text.aligned import AlignedText
from pipeline.errors import DecisionConflict, DocumentNotFound, RefusedDecision
from pipeline.people.access import collection_for, key_for
from pipeline.people.audit import Audit
from pipeline.people.principal import Principal
from pipeline.query.dates import days
from pipeline.records import Annotate
from pipeline.review.edited import EXTRACTED_BY, FIELDS, edited, edits
from pipeline.store import collections
from pipeline.store.changes import Reason, bump_seq
from pipeline.store.decisions import Decision, Decisions, alive, standing
from pipeline.store.documents import Store
from pipeline.store.stored import as_read
from pipeline.store.transaction import Connection

_LONGEST_TITLE = 500
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_KIND = re.compile(r"[a-z][a-z0-9_]{0,19}")


@dataclass(frozen=True, slots=True)
class Edit:
    """What is to stand in a field, and what the one who asks saw there."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Edited:
    """A decision on a field and what became of it: applied, replaced by a newer one, or undone."""

    decision: Decision
    state: str


class DocumentReview:
    """What people say of documents as a whole. ``annotate`` finds the mentions again where a date or language moved."""

    def __init__(self, store: Store, annotate: Annotate, settle: Callable[[], None], audit: Audit) -> None:
        """Takes the store, what a decision starts, and where to note it."""
        self._store, self._annotate, self._settle, self._audit = store, annotate, settle, audit

    def edit(self, who: Principal, reference: str, asked: Sequence[Edit], note: str = "") -> Document:
        """Keeps edits, all or none; gives the document with them.

        Raises DocumentNotFound, AmbiguousDocument, Forbidden, CollectionNotFound; RefusedDecision for what cannot be
        meant; and DecisionConflict where something else stands there by now than was seen.
        """
        key = key_for(self._store, who, reference, "reviewer")
        document = self._store.get(key)
        made = [self._decision(who, document, edit, note) for edit in asked]
        made = [one for one in made if one.after != one.before]
        if not made:
            raise RefusedDecision("that is what stands there already")
        return self._kept(who, document, made)

    def undo(self, who: Principal, reference: str, number: int) -> Document:
        """Takes an edit back, or one that took back: what stood before stands again. Raises as ``edit`` does."""
        key = key_for(self._store, who, reference, "reviewer")
        document = self._store.get(key)
        with self._store.engine.connect() as connection:
            said = alive(Decisions(connection).of_document(key, "document"))
        one = next((one for one in said if one.id == number), None)
        if one is None:
            raise RefusedDecision("there is no decision {number} in force", number=number)
        newer = [other.id for other in said if other.subject == one.subject and other.id > number and not other.undoes]
        if newer:
            raise RefusedDecision("decision {number} was made on it since; take that back first", number=newer[-1])
        if one.subject == "collection":
            self._may_move(who, document, str(one.before["value"]))
        return self._kept(who, document, [one.undone()])

    def history(self, who: Principal, reference: str) -> list[Edited]:
        """All edits of a document, the newest first; raises DocumentNotFound, AmbiguousDocument."""
        key = key_for(self._store, who, reference)
        with self._store.engine.connect() as connection:
            said = Decisions(connection).of_document(key, "document")
        force = {one.id for one in edits(standing(said)).values()}
        states = {one.id: "undone" if one.undoes else "applied" if one.id in force else "replaced" for one in said}
        return [Edited(one, states[one.id]) for one in said[::-1]]

    def _decision(self, who: Principal, document: Document, edit: Edit, note: str) -> Decision:
        if edit.field not in FIELDS:
            raise RefusedDecision("what can be edited is {edits}", edits=FIELDS)
        now = getattr(document, edit.field)
        after = valid(edit.field, edit.after)
        if edit.field == "collection":
            self._may_move(who, document, after)
        if now != edit.before:
            told = {"field": edit.field, "value": now}
            asked = {"field": edit.field, "value": after}
            raise DecisionConflict("something else stands there by now; look at it again", told, asked)
        return Decision("document", edit.field, {"value": now}, {"value": after}, document.key, note=note)

    def _may_move(self, who: Principal, document: Document, collection: str) -> None:
        who.must("editor", document.collection)
        collection_for(self._store, who, collection, "editor")

    def _kept(self, who: Principal, seen: Document, made: Sequence[Decision]) -> Document:
        key = seen.key
        before = {one.subject: getattr(seen, one.subject) for one in made}
        found = self._found(key, made) if any(one.subject in EXTRACTED_BY for one in made) else None
        with self._store.writing() as connection:
            self._must_stand(connection, key, before, made)
            Decisions(connection).add(made, who.name)
            for one in made:
                if one.subject == "collection":
                    collections.move(connection, [key], str(one.after["value"]))
            if found is not None and found[0] == self._store.extracted(connection, key):
                self._store.put_extraction(connection, found[1], self._store.newest(connection, key), "decision")
            elif found is not None:  # its text or its mentions are others since
                extract_again(self._store, connection, key, self._annotate)
            self._store.project_mentions(connection, [key])
            bump_seq(connection, [key], "decision")
        fields = sorted(one.subject for one in made)
        self._audit.note(who, "decide", key, seen.collection, fields=",".join(fields))
        self._settle()
        return self._store.get(key)

    def _found(self, key: str, made: Sequence[Decision]) -> tuple[Document, Document] | None:
        """The document as the machine has it, and with what is found once more is decided: before anybody waits."""
        with self._store.engine.connect() as connection:
            read = self._store.extracted(connection, key)
            said = Decisions(connection).of_document(key, "document")
        if read is None:
            return None
        last = max((one.id for one in said), default=0)
        new = [replace(one, id=number) for number, one in enumerate(made, last + 1)]
        return read, as_read(self._annotate(edited(read, standing([*said, *new]))), read)

    def _must_stand(self, connection: Connection, key: str, seen: Mapping[str, str], made: Sequence[Decision]) -> None:
        """Raises DecisionConflict where somebody else was there since it was looked at."""
        document = self._store.on(connection, key)
        if document is None:
            raise DocumentNotFound("there is no document {key!r}", key=key)
        for one in made:
            now = getattr(document, one.subject)
            if now != seen[one.subject]:
                told, wanted = ({"field": one.subject, "value": value} for value in (now, one.after.get("value")))
                raise DecisionConflict("something else stands there by now; look at it again", told, wanted)


def extract_again(
    store: Store, connection: Connection, key: str, annotate: Annotate, reason: Reason = "decision"
) -> None:
    """Puts in place of a document's mentions what the extractors find in it as people say that it is."""
    read = store.extracted(connection, key)
    assert read is not None
    said = standing(Decisions(connection).of_document(key, "document"))
    found = as_read(annotate(edited(read, said)), read)
    store.put_extraction(connection, found, store.newest(connection, key), reason)


def valid(field: str, value: str) -> str:
    """The value as it is kept; raises RefusedDecision.

    >>> valid("published", "۱۴۰۴/۰۵/۲۲"), valid("title", " نشست\\n شورا ")
    ('2025-08-13', 'نشست شورا')
    >>> valid("published", "۱۴ آذر ۱۴۰۴ ۲۱:۴۷"), valid("published", "5 December 2025")
    ('2025-12-05T21:47', '2025-12-05')
    """
    kept = " ".join(value.split())
    if field == "published":
        return _day(kept)
    if field == "title" and len(kept) > _LONGEST_TITLE:
        raise RefusedDecision("a title has {longest} letters at most", longest=_LONGEST_TITLE)
    if field == "language" and kept != "und" and not _LANGUAGE.fullmatch(kept):
        raise RefusedDecision("a language is a code such as fa, ar or en; und where it is not known")
    if field == "kind" and not _KIND.fullmatch(kept):
        raise RefusedDecision("a kind is one Latin word such as text, html or pdf")
    return kept


def _day(value: str) -> str:
    """A day or a time as ISO has it, of a day in any of three calendars; "" where there is none."""
    if not value:
        return ""
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\dT.+", value):
            return datetime.fromisoformat(value).isoformat(timespec="minutes")
        timed = _TIMED.fullmatch(AlignedText.of(value).key)
        return f"{_single(timed[1])}T{time(int(timed[2]), int(timed[3])):%H:%M}" if timed else _single(value)
    except ValueError as error:
        raise RefusedDecision(
            "a publication date is one day, as 22 Mordad 1404, 1404-05-22 or 2025-08-13: {reason}", reason=error
        ) from error


_TIMED = re.compile(r"(.+?)[\s،,]+(?:(?:ساعت|الساعه|at)\s+)?(\d{1,2}):(\d\d)")
"""A day with the time of it behind it, as pages show both."""


def _single(value: str) -> str:
    first, last = days(value.replace("/", "-"))
    if first != last:
        raise ValueError(f"{value} is more than a day")
    return date.fromordinal(first).isoformat()
