"""Putting recognised text right: a decision that is kept, from which a corrected document and its mentions follow."""

import logging
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from types import MappingProxyType
from typing import Any

from corpora.corrections import Alignment, Correction, anchored, corrected, in_force
from corpora.document import Document, Span
from pipeline.errors import DecisionConflict, DocumentNotFound, RefusedDecision, UnreadableSource
from pipeline.ingest.formats.published import ABSENT, published_in_head
from pipeline.people.access import key_for
from pipeline.people.audit import Audit
from pipeline.people.principal import Principal
from pipeline.records import Annotate
from pipeline.review.documents import extract_again
from pipeline.review.edited import EXTRACTED_BY, edited, edits
from pipeline.review.effective import correction, corrections
from pipeline.store.decisions import Decision, Decisions, alive, standing
from pipeline.store.documents import Store
from pipeline.store.rows import Outcome
from pipeline.store.stored import as_read
from pipeline.store.transaction import Connection

log = logging.getLogger(__name__)
MOST_LETTERS = 2000
"""Of a correction: a paragraph; who wants to write more has another text."""


@dataclass(frozen=True, slots=True)
class Change:
    """What a person wants at a span of the text as it stands: ``after`` for ``before``."""

    span: Span
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Judged:
    """A decision on a text and what became of it.

    ``state`` is applied, replaced (by a newer one, or taken back), undone (it takes back one before it), or stale: of
    an older version.
    """

    decision: Decision
    state: str

    @property
    def correction(self) -> Correction:
        """What it says, and where in the text as read."""
        return correction(self.decision)

    def record(self) -> dict[str, Any]:
        """It as JSON has it, its place beside its words."""
        one, said = self.decision, self.correction
        place = {**asdict(said.span), "before": said.before, "after": said.after}
        return {"id": one.id, "version": _version(one), **place, "user": one.user, "at": one.at, "state": self.state}


class TextReview:
    """The corrections of a workspace. ``annotate`` finds the mentions of a corrected text; ``settle`` then indexes."""

    def __init__(self, store: Store, annotate: Annotate, settle: Callable[[], None], audit: Audit) -> None:
        """Takes the store, what a decision starts, and where to note it."""
        self._store = store
        self._audit = audit
        self._annotate = annotate
        self._settle = settle

    def correct(self, who: Principal, reference: str, changes: Sequence[Change]) -> Document:
        """Keeps changes of the text as it stands, all or none; gives the document with them.

        Raises DocumentNotFound, AmbiguousDocument, Forbidden; RefusedDecision where the text was not recognised from a
        picture, or is to be what it is; and DecisionConflict where it is another one by now.
        """
        state = _State.of(self._store, key_for(self._store, who, reference, "reviewer"))
        made = [_decision(state.read.key, state.version, one) for one in _as_corrections(state, changes)]
        if not made:
            raise RefusedDecision("that is what stands there already")
        return self._kept(who, state, made)

    def undo(self, who: Principal, reference: str, identity: int) -> Document:
        """Takes a correction back, or one that took back: the text is what it would be without it.

        Raises as ``correct`` does.
        """
        state = _State.of(self._store, key_for(self._store, who, reference, "reviewer"))
        one = state.alive().get(identity)
        if one is None or _version(one) != state.version:
            raise RefusedDecision("there is no correction {number} in force", number=identity)
        for later in state.standing:
            there = _version(later) == state.version and correction(later).span.overlaps(correction(one).span)
            if there and later.id > identity:
                raise RefusedDecision("correction {number} was made there since; take that back first", number=later.id)
        return self._kept(who, state, [one.undone()])

    def history(self, who: Principal, reference: str) -> list[Judged]:
        """All decisions on a document's text, the newest first; raises DocumentNotFound, AmbiguousDocument."""
        return _State.of(self._store, key_for(self._store, who, reference)).judged()[::-1]

    def said_at(self, who: Principal, reference: str, span: Span) -> list[Judged]:
        """Who decided on a place of the text as it stands, the newest first, also what was taken back since.

        Raises DocumentNotFound, AmbiguousDocument.
        """
        state = _State.of(self._store, key_for(self._store, who, reference))
        moved = Alignment(state.corrections)
        mine = [one for one in state.judged() if _version(one.decision) == state.version]
        return [one for one in mine if _touch(moved.corrected(one.correction.span), span)][::-1]

    def _kept(self, who: Principal, state: "_State", made: Sequence[Decision]) -> Document:
        found = state.found(self._annotate, made)
        with self._store.writing() as connection:
            state.must_be_current(self._store, connection, made)
            Decisions(connection).add(made, who.name)
            self._store.put_extraction(connection, found, state.version, "decision")
        self._audit.note(who, "decide", state.read.key, state.read.collection, corrections=len(made))
        self._settle()
        return self._store.get(state.read.key)


class CarryOver:
    """Puts right again what people put right in the version before, where the newest one of a document has it still.

    Known by the words around it; what is not found stays, stale. What takes time, finding the mentions of the text that
    was put right, is done by ``foresee`` before the transaction that keeps the versions. In it only is looked whether
    that is still so: somebody may have decided meanwhile.
    """

    def __init__(self, annotate: Annotate, also: Mapping[str, int] = MappingProxyType({})) -> None:
        """Takes what finds mentions, and by key an earlier version, to which a document returns, to look at too."""
        self._annotate, self._also = annotate, also
        self._foreseen: dict[str, _Carried] = {}
        self.patient = True
        """Whether what was not foreseen is to be foreseen first; else it is done in the transaction."""

    def foresee(self, store: Store, documents: Sequence[Document]) -> None:
        """Works out what is carried over to new versions of documents, which are not kept yet."""
        fresh = {document.key: document for document in documents}
        with store.engine.connect() as connection:
            said = Decisions(connection).of_documents(list(fresh))
            now = [_State.on(store, connection, key) for key in said if _texts(said[key])]
        for state in now:
            read = fresh[state.read.key]
            if read.content_hash != state.read.content_hash:
                there = replace(read, mentions=(), collection=state.read.collection)
                following = replace(state, read=there, version=state.version + 1)
                self._foreseen[read.key] = self._carried(following, {state.version: state.read.text})

    def __call__(self, store: Store, connection: Connection, keys: Sequence[str]) -> None:
        """Keeps it, in the transaction that keeps the versions of these keys; raises _Overtaken."""
        for key, said in Decisions(connection).of_documents(keys).items():
            if _texts(said) and self._kept(store, connection, key):
                continue
            if any(field in EXTRACTED_BY for field in edits(standing(said))):  # relative dates follow what people say
                extract_again(store, connection, key, self._annotate, "content")

    def _kept(self, store: Store, connection: Connection, key: str) -> bool:
        state = _State.on(store, connection, key)
        carried = self._foreseen.get(key)
        if carried is None or not carried.state.is_as(state):
            if self.patient:
                raise _Overtaken
            versions = {self._also.get(key, 0), state.version - 1} - {0}
            carried = self._carried(state, {v: store.text_of(connection, key, v) for v in sorted(versions)})
        if carried.found is not None:
            Decisions(connection).add(carried.decisions)
            store.put_extraction(connection, carried.found, state.version, "content")
        return carried.found is not None

    def _carried(self, state: "_State", texts: Mapping[int, str]) -> "_Carried":
        made: dict[Correction, Decision] = {}
        for version, before in texts.items():
            old = [one for one in state.standing if _version(one) == version]
            force = set(in_force(map(correction, old)))
            for one in old:
                said = correction(one)
                if said in force and (span := anchored(before, said.span, state.read.text)):
                    here = Correction(span, said.before, said.after)
                    again = _decision(state.read.key, state.version, here)
                    made.setdefault(here, replace(again, user=one.user, note=f"carried over from {one.id}"))
        if not made:
            return _Carried(state, (), None)
        try:
            return _Carried(state, tuple(made.values()), state.found(self._annotate, list(made.values())))
        except UnreadableSource as error:
            log.warning("the corrections of %s are not carried over: %s", state.read.key, error.message)
            return _Carried(state, (), None)


class _Overtaken(Exception):
    """Raised where somebody decided on a text, or brought another version, since it was foreseen what is carried."""


_TRIES = 3  # times that it is foreseen what is carried over; after that the others wait until it is worked out


def put_with_corrections(
    store: Store, documents: Sequence[tuple[Document, str]], annotate: Annotate, run: str = ""
) -> list[Outcome]:
    """Keeps documents as the store does, with what people put right in the versions before; says what became of each.

    Versions and what is carried over to them are one transaction, which is short: nobody's decision waits for the
    extractors.
    """
    carry = CarryOver(annotate)
    for turn in range(_TRIES):
        carry.foresee(store, [document for document, _ in documents])
        carry.patient = turn < _TRIES - 1
        with suppress(_Overtaken):
            return store.put(documents, carry, run)
    raise AssertionError("the last turn is not overtaken")


def _decision(key: str, version: int, said: Correction) -> Decision:
    place = {"version": version, **asdict(said.span), "text": said.before}
    subject = f"{said.span.start}-{said.span.end}"
    return Decision("text", subject, place, {"text": said.after}, key)


def _version(one: Decision) -> int:
    return int(one.before["version"])


def _texts(said: Sequence[Decision]) -> tuple[Decision, ...]:
    return tuple(one for one in said if one.kind == "text")


def _dated(after: Document, read: Document, now: Document) -> Document:
    """The publication date follows the corrected text where it was read from the text as it was."""
    if read.published not in (published_in_head(read.text).value, published_in_head(now.text).value):
        return after
    found = published_in_head(after.text)
    flags = {flag for flag in after.flags if flag not in ABSENT.flags}.union(found.flags)
    return replace(after, published=found.value, flags=tuple(sorted(flags)))


@dataclass(frozen=True)
class _State:
    """A document as read, without mentions, and what was said of its text."""

    read: Document
    version: int
    decisions: tuple[Decision, ...]
    edits: tuple[Decision, ...] = ()

    @classmethod
    def of(cls, store: Store, key: str) -> "_State":
        """As they are now; raises DocumentNotFound."""
        with store.engine.connect() as connection:
            return cls.on(store, connection, key)

    @classmethod
    def on(cls, store: Store, connection: Connection, key: str) -> "_State":
        """As they are in a transaction; raises DocumentNotFound."""
        read = store.as_read(connection, key)
        if read is None:
            raise DocumentNotFound("there is no document {key!r}", key=key)
        log = Decisions(connection)
        edits = tuple(standing(log.of_document(key, "document")))
        return cls(read, store.newest(connection, key), tuple(log.of_document(key, "text")), edits)

    @cached_property
    def standing(self) -> list[Decision]:
        """The decisions that were not taken back, of all versions."""
        return standing(self.decisions)

    @cached_property
    def corrections(self) -> list[Correction]:
        """Those in force."""
        return corrections(self.standing, self.version)

    @cached_property
    def now(self) -> Document:
        """The document with them."""
        return corrected(self.read, self.corrections)

    def after(self, made: Sequence[Decision]) -> Document:
        """The document once more decisions are kept, dated by its text."""
        last = max((one.id for one in self.decisions), default=0)
        new = [replace(one, id=number) for number, one in enumerate(made, last + 1)]
        said = corrections(standing([*self.decisions, *new]), self.version)
        return _dated(corrected(self.read, said), self.read, self.now)

    def found(self, annotate: Annotate, made: Sequence[Decision]) -> Document:
        """The same with its mentions, as extractors find them in what people say that it is."""
        after = self.after(made)
        return as_read(annotate(edited(after, self.edits)), after)

    def must_be_current(self, store: Store, connection: Connection, made: Sequence[Decision]) -> None:
        """Raises DecisionConflict, with what stands and what was asked, where somebody else was there since."""
        other = _State.on(store, connection, self.read.key)
        if (other.version, other.decisions) != (self.version, self.decisions):
            late = [one.record() for one in other.decisions if one not in self.decisions]
            asked = [one.record() for one in made]
            raise DecisionConflict("the text was changed meanwhile; look at it again", late, asked)

    def is_as(self, other: "_State") -> bool:
        """Whether another one has the same text as read, in the same version, and nothing was said of it since."""
        same = (self.version, self.decisions, self.edits) == (other.version, other.decisions, other.edits)
        return same and (self.read.content_hash, self.read.text) == (other.read.content_hash, other.read.text)

    def alive(self) -> dict[int, Decision]:
        """The decisions that can be taken back, by their numbers: also those that take back."""
        return {one.id: one for one in alive(self.decisions)}

    def judged(self) -> list[Judged]:
        """The decisions, oldest first, each with what became of it."""
        newest = {correction(one): one.id for one in self.standing if _version(one) == self.version}
        applied = {newest[one] for one in self.corrections}
        return [Judged(one, self._state(one, applied)) for one in self.decisions]

    def _state(self, one: Decision, applied: set[int]) -> str:
        if one.undoes or one.after["text"] == one.before["text"]:
            return "undone"
        if one.id in applied:
            return "applied"
        return "replaced" if _version(one) == self.version else "stale"


@dataclass(frozen=True, slots=True)
class _Carried:
    """What is carried over to a version of a document, with the mentions of it then; None where nothing is."""

    state: _State
    decisions: tuple[Decision, ...]
    found: Document | None


def _as_corrections(state: _State, changes: Sequence[Change]) -> Iterator[Correction]:
    """What changes of the text as it stands say about the text as read: whole words, what touches one as one."""
    moved = Alignment(state.corrections)
    now = state.now
    for change in changes:
        there = _at(now.text, change.span)
        if there != change.before:
            asked = {"start": change.span.start, "end": change.span.end, "before": change.before, "after": change.after}
            standing_now = {"start": change.span.start, "end": change.span.end, "text": there}
            raise DecisionConflict("something else stands there by now; look at it again", standing_now, asked)
    widened = [(_whole_words(state.read, moved.as_read(change.span)), change) for change in changes]
    groups: list[tuple[Span, list[Change]]] = []
    for span, change in sorted(widened, key=lambda pair: (pair[0], pair[1].span)):
        if groups and groups[-1][0].overlaps(span):
            last, some = groups[-1]
            groups[-1] = Span(last.start, max(last.end, span.end)), [*some, change]
        else:
            groups.append((span, [change]))
    for span, some in groups:
        here = moved.corrected(span)
        after = _changed(now.text, here, some)
        if after != _at(now.text, here):
            yield Correction(span, _at(state.read.text, span), after)


def _touch(one: Span, other: Span) -> bool:
    """Whether two places have something in common, if only an edge: words that were taken out stand between two."""
    return one.start <= other.end and other.start <= one.end


def _at(text: str, span: Span) -> str:
    return text[span.start : span.end]


def _whole_words(document: Document, span: Span) -> Span:
    """The span as far as the words that were recognised there go; raises RefusedDecision where it cannot be judged."""
    touched = [page for page in document.pages if page.span.overlaps(span)]
    recognised = (region for page in touched for region in page.regions if region.confidence is not None)
    under = [region.span for region in recognised if region.span.overlaps(span)]
    if not under:
        raise RefusedDecision("only text that was recognised from a picture can be put right")
    if len(touched) > 1:
        raise RefusedDecision("a correction is of one page; make two of it")
    return Span(min(span.start, under[0].start), max(span.end, under[-1].end))


def _changed(text: str, span: Span, changes: Sequence[Change]) -> str:
    """What stands at a span after changes in it; raises RefusedDecision for ones that overlap or are too long."""
    parts, at = [], span.start
    for change in changes:
        if change.span.start < at:
            raise RefusedDecision("two changes are of the same place")
        parts += [text[at : change.span.start], _plain(change.after)]
        at = change.span.end
    after = "".join([*parts, text[at : span.end]]).strip()
    if len(after) > MOST_LETTERS:
        raise RefusedDecision("a correction may have {most:,} letters at most", most=MOST_LETTERS)
    return after


def _plain(text: str) -> str:
    """What a person typed, in one line, without control characters."""
    return "".join(
        " " if char.isspace() else char for char in text if char.isspace() or unicodedata.category(char) != "Cc"
    )
