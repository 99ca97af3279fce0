"""Putting recognised text right: a decision that is kept, from which a corrected document and its mentions follow."""

import logging
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from typing import Any

from corpora.corrections import Alignment, Correction, anchored, corrected, in_force
from corpora.document import Document, Span
from pipeline.errors import DocumentNotFound, RefusedDecision
from pipeline.ingest.formats.published import ABSENT, published_in_head
from pipeline.people.access import key_for
from pipeline.people.audit import Audit
from pipeline.people.principal import Principal
from pipeline.store import corrections as kept
from pipeline.store.corrections import TextDecision
from pipeline.store.documents import Store

log = logging.getLogger(__name__)

type Annotate = Callable[[Document], Document]
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
    """A decision and what became of it: ``state`` is applied, replaced, undone, or stale: of an older version."""

    decision: TextDecision
    state: str

    def record(self) -> dict[str, Any]:
        """It as JSON has it, its place beside its words."""
        one, said = self.decision, self.decision.correction
        place = {**asdict(said.span), "before": said.before, "after": said.after}
        return {"id": one.id, "version": one.version, **place, "user": one.user, "at": one.at, "state": self.state}


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

        Raises DocumentNotFound, AmbiguousDocument, Forbidden, and RefusedDecision where the text is another one by
        now, was not recognised from a picture, or is to be what it is.
        """
        state = _State.of(self._store, key_for(self._store, who, reference, "reviewer"))
        return self._kept(who, state, list(_as_corrections(state, changes)))

    def undo(self, who: Principal, reference: str, identity: int) -> Document:
        """Takes a correction back: what was read stands there again. Raises as ``correct`` does."""
        state = _State.of(self._store, key_for(self._store, who, reference, "reviewer"))
        for judged in state.judged():
            if judged.decision.id == identity and judged.state == "applied":
                one = judged.decision.correction
                return self._kept(who, state, [Correction(one.span, one.before, one.before)])
        raise RefusedDecision(f"there is no correction {identity} in force")

    def history(self, who: Principal, reference: str) -> list[Judged]:
        """All decisions on a document's text, the newest first; raises DocumentNotFound, AmbiguousDocument."""
        return _State.of(self._store, key_for(self._store, who, reference)).judged()[::-1]

    def _kept(self, who: Principal, state: "_State", made: Sequence[Correction]) -> Document:
        if not made:
            raise RefusedDecision("that is what stands there already")
        _keep(self._store, state, made, self._annotate, who.name)
        self._audit.note(who, "decide", state.read.key, state.read.collection, corrections=len(made))
        self._settle()
        return self._store.get(state.read.key)


def carry_over(store: Store, keys: Sequence[str], annotate: Annotate) -> int:
    """Puts right again what people put right in the version before, where the newest one of a document has it still.

    Known by the words around it; what is not found stays, stale. Says of how many documents.
    """
    with store.engine.connect() as connection:
        decided = kept.ever_corrected(connection, keys)
    done = 0
    for key in decided:
        try:
            done += _carried(store, _State.of(store, key), annotate)
        except (DocumentNotFound, RefusedDecision) as error:  # somebody was there in between
            log.info("corrections were not carried over: %s", error, extra={"document": key})
    return done


def _carried(store: Store, state: "_State", annotate: Annotate) -> bool:
    old = [one for one in state.decisions if one.version == state.version - 1]
    if not old or any(one.version == state.version for one in state.decisions):
        return False
    before = store.text_of(state.read.key, state.version - 1)
    found = [(one, anchored(before, one.span, state.read.text)) for one in in_force(d.correction for d in old)]
    made = [Correction(span, one.before, one.after) for one, span in found if span]
    if made:
        _keep(store, state, made, annotate, old[-1].user)
    return bool(made)


def _keep(store: Store, state: "_State", made: Sequence[Correction], annotate: Annotate, user: str) -> None:
    """Keeps corrections, and with them the mentions of the text that follows, in one transaction.

    Raises RefusedDecision where somebody else was there since.
    """
    after = _dated(corrected(state.read, in_force([*state.corrections, *made])), state.now)
    found, key = annotate(after), after.key
    with store.writing() as connection:
        known = len(kept.decisions(connection, key))
        if store.newest(connection, key) != state.version or known != len(state.decisions):
            raise RefusedDecision("the text was changed meanwhile; look at it again")
        kept.add(connection, key, state.version, made, user)
        store.put_extraction(connection, found, state.version)


def _dated(after: Document, before: Document) -> Document:
    """The publication date follows the corrected text where it was read from the text before."""
    if before.published != published_in_head(before.text).value:
        return after
    found = published_in_head(after.text)
    flags = {flag for flag in after.flags if flag not in ABSENT.flags}.union(found.flags)
    return replace(after, published=found.value, flags=tuple(sorted(flags)))


@dataclass(frozen=True)
class _State:
    """A document as read, without mentions, and what was said of its text."""

    read: Document
    version: int
    decisions: tuple[TextDecision, ...]

    @classmethod
    def of(cls, store: Store, key: str) -> "_State":
        """As they are now; raises DocumentNotFound."""
        with store.engine.connect() as connection:
            read = store.as_read(connection, key)
            if read is None:
                raise DocumentNotFound(f"there is no document {key!r}")
            return cls(read, store.newest(connection, key), tuple(kept.decisions(connection, key)))

    @cached_property
    def corrections(self) -> list[Correction]:
        """Those in force."""
        return in_force(one.correction for one in self.decisions if one.version == self.version)

    @cached_property
    def now(self) -> Document:
        """The document with them."""
        return corrected(self.read, self.corrections)

    def judged(self) -> list[Judged]:
        """The decisions, oldest first, each with what became of it."""
        newest = {one.correction: one.id for one in self.decisions if one.version == self.version}
        applied = {newest[one] for one in self.corrections}
        return [Judged(one, self._state(one, applied)) for one in self.decisions]

    def _state(self, one: TextDecision, applied: set[int]) -> str:
        if one.correction.after == one.correction.before:
            return "undone"
        if one.id in applied:
            return "applied"
        return "replaced" if one.version == self.version else "stale"


def _as_corrections(state: _State, changes: Sequence[Change]) -> Iterator[Correction]:
    """What changes of the text as it stands say about the text as read: whole words, what touches one as one."""
    moved = Alignment(state.corrections)
    now = state.now
    for change in changes:
        if _at(now.text, change.span) != change.before:
            raise RefusedDecision("something else stands there by now; look at it again")
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
        raise RefusedDecision(f"a correction may have {MOST_LETTERS:,} letters at most")
    return after


def _plain(text: str) -> str:
    """What a person typed, in one line, without control characters."""
    return "".join(
        " " if char.isspace() else char for char in text if char.isspace() or unicodedata.category(char) != "Cc"
    )
