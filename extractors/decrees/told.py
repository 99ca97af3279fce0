"""One statement of an appointment, before those of one appointment are joined."""

from dataclasses import dataclass, replace

from extractors.agreements.candidates import Field, When
from extractors.agreements.dating import when
from extractors.decrees.candidates import Decree
from extractors.decrees.lines import Line
from extractors.decrees.people import Named
from extractors.decrees.posts import Post

_REACH = 14
"""Words from the verb among which the day stands."""
_TOO_WIDE = ("decade", "century", "week", "season")
_BEFORE_UNTIL = 3


@dataclass(frozen=True, slots=True)
class Told:
    """An act told by words ``[first, last)`` of a line, of one person."""

    line: Line
    act: str
    first: int
    last: int
    person: Named
    post: Post | None
    modality: str
    issuer: Named | None = None
    predecessor: Named | None = None
    headline: bool = False
    begins: int = -1
    """The first word of a row of persons that it is told of."""

    def decree(self, published: str) -> Decree:
        """The statement as a decree of its document."""
        line, post = self.line, self.post
        act = Field(self.act, (line.place(self.first, self.last),), 0.9)
        made = Decree(
            act,
            self.person.field,
            self.person.span,
            line.span,
            post.role if post else "",
            self.modality,
            entity=self.person.entity,
            issuer=self.issuer.field if self.issuer else None,
            predecessor=self.predecessor.field if self.predecessor else None,
        )
        if post:
            made = replace(made, office=post.office, body=post.body, body_entity=post.body_entity, place=post.place)
        day = _day(self, published)
        return replace(made, date=day, until=_until(self), term=_term(self))


def _near(told: Told) -> tuple[int, int]:
    first = min(told.person.first, told.first, told.begins if told.begins >= 0 else told.first)
    last = max(told.last, told.post.last if told.post else 0, told.person.last)
    return first - _REACH, last + _REACH


def _day(told: Told, published: str) -> Field[When] | None:
    """The day of the decree: the nearest that stands with the verb or the person, not behind the day of the news."""
    line, best = told.line, list[tuple[int, Field[When]]]()
    first, last = _near(told)
    for one in line.of("DATE"):
        found = when(one.mention)
        if found is None or found.precision in _TOO_WIDE or "duration" in one.mention.value:
            continue
        if one.mention.value.get("role") in ("deadline", "valid_until", "meeting") or _is_until(line, one.first):
            continue
        ahead = bool(published) and found.start > published
        if not first <= one.first < last or ahead != (told.modality == "planned"):
            continue
        if _is_of_other(told, one.first, one.last):
            continue
        far = min(abs(one.first - told.last), abs(told.first - one.last))
        best.append((far, Field(found, (one.mention.span,), 0.75)))
    return min(best, key=lambda pair: pair[0])[1] if best else None


def _is_of_other(told: Told, first: int, last: int) -> bool:
    """Whether a day is of something else: of saying it, of what was before, or behind another clause."""
    line = told.line
    low, high = (last, min(told.first, told.person.first)) if last <= told.first else (told.last, first)
    inside = range(low, high)
    if any(line.ends_clause(at) for at in inside):
        return True
    if line.language == "ar" and last <= told.first and any(line.has_comma(at) for at in range(low, high + 1)):
        return True
    return (
        bool(line.cued(low, high, "say", "past", "earlier"))
        or "که" in line.exacts[low:high]
        or "التی" in line.exacts[low:high]
    )


def _is_until(line: Line, at: int) -> bool:
    return bool(line.cued(at - _BEFORE_UNTIL, at + 1, "until"))


def _until(told: Told) -> Field[When] | None:
    line = told.line
    first, last = _near(told)
    for one in line.of("DATE"):
        found = when(one.mention)
        if found is not None and first <= one.first < last and "duration" not in one.mention.value:
            role = one.mention.value.get("role")
            if role == "valid_until" or (_is_until(line, one.first) and one.first >= told.first - _REACH):
                return Field(found, (one.mention.span,), 0.75)
    return None


def _term(told: Told) -> Field[str] | None:
    """For how long: a length behind «به مدت» or «لمدة»."""
    line = told.line
    first, last = _near(told)
    for one in line.of("DATE"):
        length = one.mention.value.get("duration")
        if length and first <= one.first < last and line.cued(one.first - 2, one.first + 1, "term"):
            return Field(str(length), (one.mention.span,), 0.8)
    return None
