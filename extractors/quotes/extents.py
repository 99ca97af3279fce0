"""How far what is said goes: to the closing mark, the end of a sentence or line, or where something else is opened."""

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from extractors.quotes.layout import Layout
from extractors.quotes.openings import Opening
from extractors.quotes.words import openers
from extractors.sequences import Sequences

_SHORTEST, _WHOLE_SIGNED = 2, 4
_LONGEST = 1500
"""Code points of a quotation without marks that goes on over several sentences."""


class Extent(NamedTuple):
    """Words ``[first, last)`` that are said; ``signed`` where they are in quotation marks."""

    first: int
    last: int
    signed: bool


@cache
def _unquoting(language: str) -> Sequences:
    return openers("unquote", language)


def extent(layout: Layout, one: Opening, later: Sequence[Opening]) -> Extent | None:
    """The words that an opening opens; None where there are too few. ``later`` are the openings behind it."""
    if one.form == "heard":
        return None
    if one.form in ("while", "rest", "before"):
        found = Extent(one.at, one.end, signed=False)
        inner = signed(layout, one.at) if layout.opened(one.at) else None
        found = inner if inner and inner.last <= one.end else found
    elif layout.opened(one.at) and (whole := signed(layout, one.at)):
        found = whole
    elif one.form == "colon":
        found = Extent(one.at, _line_end(layout, one, later), signed=False)
    else:
        found = Extent(one.at, _clause_end(layout, one, later), signed=False)
    return found if found.last - found.first >= _SHORTEST else None


def signed(layout: Layout, at: int) -> Extent | None:
    """What is between quotation marks; None where it is a word or two of a longer sentence."""
    end = layout.closing(at)
    whole = end - at >= _WHOLE_SIGNED or layout.ends_after(end)
    return Extent(at, end, signed=True) if whole else None


def _clause_end(layout: Layout, one: Opening, later: Sequence[Opening]) -> int:
    """The end of the sentence, or where one more clause of saying begins in it."""
    last = layout.sentence(one.at)[1]
    cut = next((other.first for other in later if other.initial and one.at < other.first < last), last)
    return _before_joints(layout, cut, one.at) if cut < last else last


def _line_end(layout: Layout, one: Opening, later: Sequence[Opening]) -> int:
    """The end of the line, or of the sentence before the one in which somebody else, or the reporter, goes on."""
    last = layout.line(one.at)[1]
    bounds = [*layout.sentences(one.at, last), last]
    opening = {layout.sentence(other.first)[0]: other for other in reversed(later) if other.initial}
    for start in bounds:
        if start == last:
            break
        if start in opening or _unquoting(layout.passage.language).at(layout.exacts, start):
            return start
        if layout.words[start - 1].end - layout.words[one.at].start > _LONGEST:
            return start
    within = layout.sentence(one.at)[1]
    if layout.passage.language == "fa":
        return last
    beside = next((o.first for o in later if o.initial and one.at < o.first < within), None)
    return last if beside is None else _before_joints(layout, beside, one.at)


def _before_joints(layout: Layout, at: int, first: int) -> int:
    """Before «كما» in front of a clause."""
    return at - 1 if at - 1 > first and layout.exacts[at - 1] == "کما" else at
