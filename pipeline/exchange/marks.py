"""Marks: the mentions of a document as a tool has them, and what is kept beside them to know them again."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from corpora.document import Document, Mention, Span
from corpora.ids import digest
from corpora.values import Quote, plain
from pipeline.errors import UnreadableExchange
from pipeline.exchange.offsets import Unit
from pipeline.review.reviewed import Reviewed

UNSEEN = "unseen"


@dataclass(frozen=True, slots=True)
class Mark:
    """A labelled part of a text. What a tool does not tell is empty: id and value of what somebody marked there.

    ``verdict`` is what people said of it, ``seen`` the number of the decision that says so, and ``machine`` and
    ``known`` tell by a few letters which value the extractors, and which one people, saw there.
    """

    label: str
    span: Span
    id: str = ""
    value: Mapping[str, Any] | None = None
    score: float = 1.0
    verdict: str = UNSEEN
    seen: int = 0
    machine: str = ""
    known: str = ""
    extractor: str = ""
    version: str = ""

    @property
    def place(self) -> tuple[str, Span]:
        """What tells two marks of a text apart."""
        return self.label, self.span


@dataclass(frozen=True, slots=True)
class Marked:
    """A document as it goes out: what people see, and beside it what they rejected."""

    document: Document
    marks: tuple[Mark, ...]
    rejected: tuple[Mark, ...] = ()
    left_out: tuple[Mark, ...] = ()
    """What nobody judged, where only what was judged goes out."""

    def with_rejected(self) -> "Marked":
        """The same with what people rejected among the marks, in text order."""
        return replace(self, marks=tuple(sorted((*self.marks, *self.rejected), key=lambda one: (one.span, one.label))))


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one mention, as they are written; ``where`` names the line."""

    where: str
    mention: str
    label: str
    start: str
    end: str
    surface: str
    value: str
    verdict: str
    seen: str


@dataclass(frozen=True, slots=True)
class Returned:
    """A document as a tool gives it back.

    ``where`` names its place in the file. ``base`` are the marks that went out, None where the file does not say it;
    then they are those of the document as it stands. ``flat`` says that the tool has no marks one over another, so
    that those which did not go out for that are not missed; ``looked`` that a person went through all that is marked.
    """

    where: str
    key: str
    text: str
    marks: tuple[Mark, ...]
    base: tuple[Mark, ...] | None = None
    flat: bool = False
    looked: bool = False
    letters_only: bool = field(default=False)
    """Whether ``text`` is the words alone, as of a format that does not keep what stands between them."""
    rows: tuple[Row, ...] = ()
    """In place of text and marks, of a table: each has its own words, and says of its mention alone."""
    unit: Unit | None = None
    """What the offsets of rows count, where the file says so by itself."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A part of a file that says nothing to be taken over, and why; ``wrong`` where it should have."""

    where: str
    why: str
    wrong: bool = True


def digest_of(value: Mapping[str, Any] | None) -> str:
    """A few letters by which a value is known again; what says where something stands, or who it is, is left out.

    >>> digest_of({"name": "یزد", "entity": "x"}) == digest_of({"name": "یزد"}), digest_of(None)
    (True, '')
    """
    if value is None:
        return ""
    return digest(json.dumps(plain(value), sort_keys=True).encode())[:12]


def marked(document: Document, reviewed: Sequence[Reviewed], *, judged: bool = False) -> Marked:
    """The effective document with what was said of each of its mentions; ``judged`` parts what nobody looked at."""
    of = {mention.id: one for one in reviewed if (mention := one.known)}
    marks = [_mark(mention, of.get(mention.id)) for mention in document.mentions]
    no = [_mark(gone, one) for one in reviewed if one.judgement and (gone := one.judgement.rejected)]
    if not judged:
        return Marked(document, tuple(marks), tuple(no))
    said = [mark for mark in marks if mark.verdict != UNSEEN]
    return Marked(document, tuple(said), tuple(no), tuple(mark for mark in marks if mark.verdict == UNSEEN))


def _mark(mention: Mention, one: Reviewed | None) -> Mark:
    return Mark(
        mention.label,
        mention.span,
        mention.id,
        mention.value,
        mention.score,
        mention.verdict,
        one.seen if one else 0,
        digest_of(one.judged) if one else "",
        digest_of(mention.value),
        mention.extractor,
        mention.version,
    )


def flattened(marks: Iterable[Mark]) -> list[Mark]:
    """The marks less those that lie over another, in text order: a longer one stays, then the one that begins first.

    A quotation stays only where nothing was found in it: it would take the place of every name in it.

    >>> [mark.span.end for mark in flattened([Mark("ORG", Span(0, 4)), Mark("PLACE", Span(2, 9))])]
    [9]
    """
    kept, taken = list[Mark](), set[int]()
    for mark in sorted(
        marks, key=lambda one: (one.label == Quote.LABEL, one.span.start - one.span.end, one.span.start, one.label)
    ):
        place = range(mark.span.start, mark.span.end)
        if taken.isdisjoint(place):
            kept.append(mark)
            taken.update(place)
    return sorted(kept, key=lambda one: one.span)


def base_record(one: Marked, offsets: str) -> dict[str, Any]:
    """What goes out beside the marks: which document they are of, and how each was; offsets in code points."""
    rows = [
        [mark.id, mark.label, mark.span.start, mark.span.end, mark.verdict, mark.seen, mark.machine, mark.known]
        for mark in one.marks
    ]
    return {"key": one.document.key, "offsets": offsets, "mentions": rows}


def base_of(record: Any) -> dict[str, Any]:
    """What went out beside the marks, wherever a tool has put it; {} where it kept nothing."""
    if not isinstance(record, dict):
        return {}
    for holder in (record, record.get("meta"), record.get("metadata"), record.get("data")):
        found = holder.get("asnad") if isinstance(holder, dict) else None
        if isinstance(found, str):
            try:
                found = json.loads(found)
            except ValueError:
                found = None
        if isinstance(found, dict) and isinstance(found.get("key"), str):
            return found
    return {}


def marks_of(base: Mapping[str, Any]) -> tuple[Mark, ...] | None:
    """The marks that went out; None where that was not kept. Raises UnreadableExchange where it was changed."""
    rows = base.get("mentions")
    if rows is None:
        return None
    try:
        return tuple(
            Mark(
                str(label),
                Span(int(start), int(end)),
                str(own),
                verdict=str(verdict),
                seen=int(seen),
                machine=str(machine),
                known=str(known),
            )
            for own, label, start, end, verdict, seen, machine, known in rows
        )
    except (TypeError, ValueError) as error:
        raise UnreadableExchange("what went out with it was changed: {reason}", reason=error) from error
