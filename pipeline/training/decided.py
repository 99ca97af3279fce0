"""Documents that people judged as sentences to learn from: what each word may be by what they said, and no more."""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from corpora.document import Document, Span
from corpora.ids import digest
from extractors.extraction import passages
from extractors.names.model import TAGS
from extractors.names.units import Unit, sentences
from extractors.protocols import Passage
from pipeline.annotate import day_of
from pipeline.evaluation.decisions import Judged, Place

LABELS = ("ORG", "PERSON", "PLACE")
_AND = "و"

type Allowed = NDArray[np.bool_]


def share_of(document: Document, what: str) -> float:
    """A number from 0 to 1 that a document always has, and others under its title: into which part it falls."""
    named = " ".join(document.title.split()) or document.key
    return int(digest(f"{what} {named}".encode("utf-8", "surrogatepass"))[:8], 16) / 0xFFFFFFFF


def names_in(judged: Judged) -> int:
    """How many names somebody judged: the places that stand, and those that do not."""
    return len({place for place in (*_right(judged), *judged.wrong) if place[0] in LABELS})


def known(document: Document, judged: Judged, language: str) -> Iterator[tuple[list[Unit], Allowed | None]]:
    """The sentences of a document in one language, with what each unit may be; None where nothing was judged in it.

    A name that stands is its units, and ends there; where one was rejected no unit is of its label. Whatever nobody
    judged may be anything.
    """
    for passage in passages(document.text, document.language, day_of(document.published), document.furniture):
        if passage.language == language:
            for units in sentences(passage):
                yield units, _allowed(passage, units, judged)


def _right(judged: Judged) -> list[Place]:
    return [(mention.label, mention.span) for mention in judged.right]


def _allowed(passage: Passage, units: Sequence[Unit], judged: Judged) -> Allowed | None:
    spans = [passage.folded.span(unit.start, unit.end) for unit in units]
    whole = Span(spans[0].start, spans[-1].end)
    allowed = np.ones((len(units), len(TAGS)), dtype=bool)
    right = [place for place in _here(_right(judged), whole) if whole.covers(place[1])]
    for label, span in _here(judged.wrong, whole):
        begins = TAGS.index(f"B-{label}")
        allowed[_inside(spans, span), begins : begins + 2] = False
    taken: set[int] = set()
    for label, span in sorted(right, key=lambda place: place[1].start - place[1].end):
        inside = _inside(spans, span)
        if len(inside) > 1 and units[inside[0]].exact == _AND:
            inside = inside[1:]
        if inside and taken.isdisjoint(inside):
            taken.update(inside)
            _stands(allowed, inside, TAGS.index(f"B-{label}"))
    return None if allowed.all() else allowed


def _here(places: Iterable[Place], whole: Span) -> list[Place]:
    return [place for place in places if place[0] in LABELS and place[1].overlaps(whole)]


def _inside(spans: Sequence[Span], span: Span) -> list[int]:
    return [at for at, own in enumerate(spans) if own.overlaps(span)]


def _stands(allowed: Allowed, inside: Sequence[int], begins: int) -> None:
    """Units ``inside`` are one name, whatever else was said of them, and the unit behind does not go on with it."""
    for at in inside:
        allowed[at] = False
        allowed[at, begins if at == inside[0] else begins + 1] = True
    if inside[-1] + 1 < len(allowed):
        allowed[inside[-1] + 1, begins + 1] = False
