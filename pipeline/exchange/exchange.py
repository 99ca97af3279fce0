"""Documents to and from other tools, as somebody may see and judge them."""

import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import batched
from typing import Any

from corpora.document import Document
from corpora.ids import digest
from pipeline.errors import PipelineError
from pipeline.exchange.changes import changes
from pipeline.exchange.conll import letters, placed
from pipeline.exchange.formats import FORMATS
from pipeline.exchange.marks import UNSEEN, Marked, Returned, Skipped, flattened, marked
from pipeline.exchange.offsets import Unit
from pipeline.exchange.planning import Plan, Trouble, Value, planned
from pipeline.exchange.rows import Rows
from pipeline.people.audit import Audit
from pipeline.people.principal import Principal
from pipeline.records import Annotate
from pipeline.review.mentions import MentionReview, Opened
from pipeline.review.reviewed import Reviewed
from pipeline.review.suggesting import value_of

_BATCH = 100
_TOGETHER = 50
"""Documents of a file that are kept in one transaction."""


@dataclass(frozen=True, slots=True)
class Taking:
    """How a file is taken over: in which unit its offsets are where it does not say so, and under which labels.

    ``accept`` counts what came back unchanged as accepted, ``partly`` keeps what can be kept of a document in which
    something clashes, ``dry`` keeps nothing and says what would be. ``batch`` is the name of all its judgements in the
    log.
    """

    unit: Unit = "codepoints"
    labels: Mapping[str, str] = field(default_factory=dict)
    accept: bool = False
    partly: bool = False
    dry: bool = False
    batch: str = field(default_factory=lambda: uuid.uuid4().hex[:12])


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one document of a file.

    ``state`` is taken, partly, unchanged, conflict (nothing of it was kept), or skipped with a reason; ``wrong`` where
    somebody has to look.
    """

    where: str
    document: str
    state: str
    verdicts: Mapping[str, int]
    troubles: tuple[Trouble, ...] = ()
    wrong: bool = False

    def record(self) -> dict[str, Any]:
        """It as JSON has it."""
        said = {"where": self.where, "document": self.document, "state": self.state, "decisions": dict(self.verdicts)}
        return {**said, "troubles": [trouble.record() for trouble in self.troubles]}


class Exchange:
    """What goes out to other tools, and what people marked there."""

    def __init__(self, mentions: MentionReview, annotate: Annotate, settle: Callable[[], None], audit: Audit) -> None:
        """Takes what keeps judgements, what finds a value for words, what to do after a file, and where to note it."""
        self._mentions, self._annotate, self._settle, self._audit = mentions, annotate, settle, audit

    def export(
        self,
        documents: Iterable[Document],
        how: str,
        unit: Unit = "codepoints",
        *,
        judged: bool = False,
        rejected: bool = False,
        left_out: Callable[[Document], None] = lambda _: None,
    ) -> Iterator[bytes]:
        """The effective documents, which somebody may see, as one of FORMATS.

        ``judged`` gives those on which people judged mentions, with these mentions alone. A format without a way to
        leave a word unjudged then has only those in which everything was judged; ``left_out`` is told of the others.
        ``rejected`` gives what people rejected as well.
        """
        form = FORMATS[how]
        going = self._going(documents, judged=judged, whole=form.whole, left_out=left_out)
        return form.write((one.with_rejected() if rejected else one for one in going), unit)

    def shown(self, documents: Iterable[Document], *, judged: bool, rejected: bool) -> Iterator[Document]:
        """The effective documents, with or without what is parted from them as for ``export``."""
        if not (judged or rejected):
            yield from documents
            return
        for document, reviewed in self.reviewed(documents):
            no = [gone for one in reviewed if one.judgement and (gone := one.judgement.rejected)]
            kept = [mention for mention in document.mentions if not judged or mention.verdict != UNSEEN]
            if kept or no or not judged:
                yield document.with_mentions([*kept, *no] if rejected else kept)

    def _going(
        self, documents: Iterable[Document], *, judged: bool, whole: bool, left_out: Callable[[Document], None]
    ) -> Iterator[Marked]:
        for document, reviewed in self.reviewed(documents):
            one = marked(document, reviewed, judged=judged)
            if judged and not one.marks and not one.rejected:
                continue
            if whole and one.left_out:
                left_out(document)
            else:
                yield one

    def reviewed(self, documents: Iterable[Document]) -> Iterator[tuple[Document, list[Reviewed]]]:
        """Documents with what the machine says of each mention, and what was judged."""
        for some in batched(documents, _BATCH):
            yield from zip(some, self._mentions.of_documents(some), strict=True)

    # what comes back ------------------------------------------------------------------------------------------

    def take(
        self,
        who: Principal,
        data: bytes,
        how: str,
        taking: Taking,
        candidates: Callable[[], Iterable[Document]],
    ) -> Iterator[Taken]:
        """Keeps as decisions of somebody what was changed in a file, document by document, each whole or not at all.

        ``candidates`` gives the documents that one may be which does not say whose text it has. All judgements have
        ``taking.batch``, by which they can be taken back. Raises UnreadableExchange where the file cannot be read.
        """
        read = FORMATS[how].read
        kept = Counter[str]()
        try:
            for taken in self._each(who, read(data, taking.unit), taking, candidates):
                kept.update(documents=bool(taken.verdicts), mentions=sum(taken.verdicts.values()))
                yield taken
        finally:
            if kept["mentions"] and not taking.dry:
                self._audit.note(who, "decide", taking.batch, mentions=kept["mentions"], documents=kept["documents"])
                self._settle()

    def _each(
        self,
        who: Principal,
        found: Iterable[Returned | Skipped],
        taking: Taking,
        candidates: Callable[[], Iterable[Document]],
    ) -> Iterator[Taken]:
        taking_over = _TakingOver(self._mentions, who, taking, candidates, self._planned)
        for some in batched(found, _TOGETHER):
            yield from taking_over.some(some)

    def _planned(self, document: Document, reviewed: list[Reviewed], one: Returned, taking: Taking) -> Plan:
        meant: Value = lambda span, label: value_of(self._annotate, document, span, label)  # noqa: E731
        if one.rows:
            shown, unit = marked(document, reviewed), one.unit or taking.unit
            rows = Rows(document.text, shown, unit, taking.labels, looked=taking.accept)
            found, troubles = rows.changes(one.rows)
            plan = planned(found, reviewed, meant)
            plan.troubles.extend(troubles)
            return plan
        marks = [replace(mark, label=taking.labels.get(mark.label, mark.label)) for mark in one.marks]
        if one.letters_only:
            places = letters(document.text)[1]
            marks = [replace(mark, span=placed(mark, places)) for mark in marks]
        base = one.base
        if base is None:
            base = marked(document, reviewed).marks
            base = tuple(flattened(base)) if one.flat else base
        found = changes(base, marks, looked=one.looked or taking.accept)
        return planned(found, reviewed, meant)


type _Planned = Callable[[Document, list[Reviewed], Returned, Taking], Plan]


@dataclass(slots=True)
class _TakingOver:
    """What is done with the documents of one file: some of them together."""

    mentions: MentionReview
    who: Principal
    taking: Taking
    candidates: Callable[[], Iterable[Document]]
    planned: _Planned
    _known: Mapping[str, Sequence[str]] | None = None

    def some(self, found: Sequence[Returned | Skipped]) -> Iterator[Taken]:
        """Takes documents over, in their order; one that comes twice is looked at again once the first is kept."""
        while found:
            taken = self._group(found)
            yield from taken
            found = found[len(taken) :]

    def _group(self, found: Sequence[Returned | Skipped]) -> list[Taken]:
        """Takes documents over, up to the first that comes again: by its key, or known by its text."""
        references = [self._reference(one) for one in found]
        opened = self._opened([one for one in references if isinstance(one, str)])
        plans: dict[int, tuple[Document, Plan]] = {}
        told: dict[int, Taken] = {}
        for at, (one, reference) in enumerate(zip(found, references, strict=True)):
            there = reference if isinstance(reference, Taken) else opened[reference]
            if isinstance(there, Taken):
                told[at] = replace(there, where=one.where)
                continue
            assert isinstance(one, Returned)
            if any(there.document.key == document.key for document, _ in plans.values()):
                break
            text = letters(there.document.text)[0] if one.letters_only else there.document.text
            if one.rows or text == one.text:
                plans[at] = there.document, self.planned(there.document, there.reviewed, one, self.taking)
            else:
                why = "its text is not the document's; it was changed here or there"
                told[at] = _told(one.where, there.document.key, why)
        refused = self._kept([(document.key, plan) for document, plan in plans.values()])
        told |= {at: self._taken(found[at].where, *pair, refused) for at, pair in plans.items()}
        return [told[at] for at in range(len(told))]

    def _reference(self, one: Returned | Skipped) -> str | Taken:
        """Which document it is, or why that cannot be said."""
        if isinstance(one, Skipped):
            return _told(one.where, "", one.why, wrong=one.wrong)
        if one.key:
            return one.key
        if self._known is None:
            self._known = _by_letters(self.candidates())
        keys = self._known.get(_letters_of(one.text), [])
        if len(keys) == 1:
            return keys[0]
        why = f"its text is that of {len(keys)} documents: {', '.join(keys)}" if keys else "no document has its text"
        return _told(one.where, "", why)

    def _opened(self, references: Sequence[str]) -> Mapping[str, Opened | Taken]:
        """The documents, or why one of them cannot be judged."""
        found: dict[str, Opened | Taken] = {}
        try:
            found |= self.mentions.for_review(self.who, references)
        except PipelineError:  # one of them: the others can
            for reference in references:
                try:
                    found |= self.mentions.for_review(self.who, [reference])
                except PipelineError as error:
                    found[reference] = _told("", reference, str(error))
        for reference in references:
            if reference not in found:
                found[reference] = _told("", reference, f"there is no document {reference!r}")
        return found

    def _kept(self, plans: Sequence[tuple[str, Plan]]) -> Mapping[str, str]:
        """Keeps what can be kept; why the rest was refused, by document."""
        taking = self.taking
        asked = {
            key: [replace(each, batch=taking.batch) for each in plan.asked]
            for key, plan in plans
            if plan.asked and not (plan.troubles and not taking.partly)
        }
        return dict(self.mentions.decide_many(self.who, asked)) if asked and not taking.dry else {}

    def _taken(self, where: str, document: Document, plan: Plan, refused: Mapping[str, str]) -> Taken:
        verdicts = Counter[str](asked.verdict for asked in plan.asked)
        held = bool(plan.troubles) and not self.taking.partly
        if document.key in refused:
            held = True
            plan.troubles.append(Trouble(refused[document.key]))
        state = "conflict" if held else "partly" if plan.troubles else "taken" if plan.asked else "unchanged"
        kept = Counter[str]() if held else verdicts
        return Taken(where, document.key, state, kept, tuple(plan.troubles), wrong=bool(plan.troubles))


def _told(where: str, key: str, why: str, *, wrong: bool = True) -> Taken:
    return Taken(where, key, "skipped", {}, (Trouble(why),), wrong=wrong)


def _letters_of(text: str) -> str:
    return digest(letters(text)[0].encode("utf-8", "surrogatepass"))


def _by_letters(documents: Iterable[Document]) -> dict[str, list[str]]:
    """Digest of the letters of a text → the keys of the documents that have it."""
    found: dict[str, list[str]] = {}
    for document in documents:
        found.setdefault(_letters_of(document.text), []).append(document.key)
    return found
