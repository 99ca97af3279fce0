"""The text of a decree itself: «جناب آقای …، به موجب این حکم جنابعالی را به سمت … منصوب می‌نمایم»."""

from collections.abc import Iterator, Sequence

from extractors.decrees.lines import Line, is_cued
from extractors.decrees.people import Named, named
from extractors.decrees.persian import post_end
from extractors.decrees.posts import post_in
from extractors.decrees.told import Told

_BACK, _AHEAD = 6, 20
"""Sentences before and behind the one that appoints, among which its addressee and its signature stand."""
_SHORT = 9
"""Words of a line that holds nothing but a name with its office."""
_OFFICE_REACH = 40


def letters(held: Sequence[Line], language: str) -> Iterator[Told]:
    """The appointments of the persons that letters are addressed to."""
    if language != "fa":
        return
    for at, line in enumerate(held):
        text = line.text[line.span.start : line.span.end]
        if is_cued(text, language) and (line.cued(0, len(line.words), "you") or line.cued(0, len(line.words), "do")):
            yield from _letter(held, at)


def _letter(held: Sequence[Line], at: int) -> Iterator[Told]:
    line = held[at]
    for verb in line.cued(0, len(line.words), "appoint", "introduce", "keep"):
        done = [on for on in range(verb + 1, min(len(line.words), verb + 3)) if line.has(on, "do", "done", "did")]
        marks = line.cued(max(0, verb - _OFFICE_REACH), verb, "as")
        if not done or not marks or not line.cued(0, verb, "you"):
            continue
        first = line.end_of(marks[-1], "as")
        post = post_in(line, first, post_end(line, first, verb))
        to = _addressee(held, at)
        if post and to:
            act = "reappointed" if line.has(verb, "keep") else "appointed"
            yield Told(line, act, verb, done[0] + 1, to, post, "asserted", _signature(held, at, to))


def _addressee(held: Sequence[Line], at: int) -> Named | None:
    """The last person that a line before, or the sentence itself before «جنابعالی», begins with."""
    line = held[at]
    you = line.cued(0, len(line.words), "you")[0]
    own = [one for one in line.persons if one.last <= you]
    if own:
        return named(own[-1])
    for before in reversed(held[max(0, at - _BACK) : at]):
        if before.persons and len(before.words) <= _SHORT + 3:
            return named(before.persons[-1])
    return None


def _signature(held: Sequence[Line], at: int, to: Named) -> Named | None:
    """Who signs: the last short line with a name behind, with the office in it or in the next."""
    found: Named | None = None
    for place in range(at + 1, min(len(held), at + _AHEAD)):
        line = held[place]
        if not line.persons or len(line.words) > _SHORT:
            continue
        one = named(line.persons[0])
        if one.name == to.name:
            continue
        title = _title(line, one) or (_title_line(held[place + 1]) if place + 1 < len(held) else "")
        found = Named(one.first, one.last, one.name, one.span, title or one.title, one.entity)
    return found


def _title(line: Line, one: Named) -> str:
    return line.spelt(one.last, len(line.words)) if line.office_at(one.last) else ""


def _title_line(line: Line) -> str:
    """A short line that is an office."""
    return line.spelt(0, len(line.words)) if line.words and line.office_at(0) and len(line.words) <= _SHORT else ""
