"""The day and the hour of a meeting, and after how long it comes again, where its sentence gives them for it."""

from collections.abc import Iterator
from datetime import date, timedelta

from extractors.agreements.candidates import Field, When
from extractors.agreements.dating import is_misdated, when
from extractors.agreements.sentences import Placed
from extractors.meetings.phrases import is_adjective
from extractors.meetings.tellings import Telling

_NEAR, _LENGTH = 26, 8
"""Words between the word for a meeting, or its verb, and its day; between its day and how long it lasts."""
_OTHER = ("deadline", "valid_from", "valid_until", "signed")
_WIDE = ("decade", "century", "season", "time")
_DAYS = {"P1D": 1, "P2D": 2, "P3D": 3, "P4D": 4, "P5D": 5, "P6D": 6, "P7D": 7, "P1W": 7, "P10D": 10}
_SET_NEAR = 3
_AGAIN = "MYW"
"""Units of a length that says how often a meeting comes again («سه‌ماهه»), and not how long it lasts («دوروزه»)."""


def day_of(one: Telling) -> Field[When] | None:
    """The day, month or interval that stands with it; of several the nearest day."""
    found = [(_rank(one, placed, told), placed, told) for placed, told in _dates(one)]
    if not found:
        return None
    _, placed, told = min(found, key=lambda each: each[0])
    sure = 0.9 if placed.mention.value.get("role") == "meeting" else 0.8
    spans = [placed.mention.span]
    length = _length(one, placed)
    if told.day and length:
        spans.append(length.mention.span)
        last = told.day + timedelta(days=_DAYS[length.mention.value["duration"]] - 1)
        told = When(told.start, last.isoformat(), "day", told.calendar, told.value)
    return Field(told, tuple(spans), sure)


def _dates(one: Telling) -> Iterator[tuple[Placed, When]]:
    sentence = one.sentence
    for placed in sentence.of("DATE"):
        value = placed.mention.value
        if not one.first <= placed.first < one.last or value.get("role") in _OTHER:
            continue
        told = when(placed.mention) if "duration" not in value else None
        if told is None or told.precision in _WIDE or is_misdated(placed.mention):
            continue
        if _far(one, placed) <= _NEAR and not _is_other(one, placed):
            yield placed, told


def _far(one: Telling, placed: Placed) -> int:
    """The words between a date and the nearest of the word for the meeting and its verb."""
    ends = [(one.at, one.end)]
    if one.verb >= 0:
        ends.append((one.verb, one.verb + 1))
    return min(first - placed.last if placed.last <= first else max(0, placed.first - last) for first, last in ends)


def _rank(one: Telling, placed: Placed, told: When) -> tuple[bool, bool, int]:
    behind = one.how == "scene" and one.sentence.language == "fa" and placed.first >= one.end
    return told.precision != "day" or behind, placed.mention.value.get("role") != "meeting", _far(one, placed)


def _is_other(one: Telling, placed: Placed) -> bool:
    """Whether a date is of something else: of what was said or came before, of a time up to now."""
    sentence = one.sentence
    before = placed.first - 1
    if before >= 0 and sentence.has(before, "since", "until_when", "until", "from") and sentence.language == "fa":
        return not sentence.cued(placed.last, placed.last + 4, "phase", "hold")
    if before >= 0 and sentence.language == "ar" and sentence.has(before, "since", "until"):
        return True
    if sentence.language == "fa" and one.verb >= 0 and one.verb >= one.at and placed.first > one.verb:
        return True
    between = (placed.last, one.at) if placed.last <= one.at else (max(one.end, one.verb), placed.first)
    if placed.first < one.end and placed.first > one.at:
        return False
    says = sentence.cued(*between, "say")
    if sentence.language == "fa" and one.points and one.at and sentence.has(one.at - 1, "this"):
        return bool(says)
    if sentence.language == "ar":
        ahead = placed.last <= (one.at if one.verb < 0 else min(one.at, one.verb))
        if one.how != "scene" and ahead and sentence.cued(one.first, placed.first, "say", "tells"):
            return True
        parted = sentence.cued(*between, "meet_verb") if placed.last <= one.at else []
        return bool(says) or bool([at for at in parted if at != one.verb and at != one.at])
    verbs = [at for at in sentence.cued(*between, "done", "to_do", "not_done") if at > one.verb + 3 or at < one.at]
    return bool(says or verbs)


def _length(one: Telling, placed: Placed) -> Placed | None:
    """How many days it lasts, said right beside its day («به مدت سه روز», «لمدة يومين»)."""
    for each in one.sentence.of("DATE"):
        value = each.mention.value
        near = 0 <= each.first - placed.last <= _LENGTH or is_adjective(each, one.after)
        if near and _DAYS.get(value.get("duration", "")) and not value.keys() & {"start", "set", "relative"}:
            return each
    return None


def time_of(one: Telling) -> Field[str] | None:
    """The clock time at which it begins («ساعت ۱۶»)."""
    for placed in one.sentence.of("DATE"):
        clock = placed.mention.value.get("time")
        if clock and one.first <= placed.first < one.last and _far(one, placed) <= _NEAR and not _is_other(one, placed):
            return Field(str(clock), (placed.mention.span,), 0.85)
    return None


def recurrence_of(one: Telling) -> Field[str] | None:
    """After how long it comes again («نشست سه‌ماهه», «الاجتماع الشهري»)."""
    for placed in one.sentence.of("DATE"):
        value = placed.mention.value
        inside = one.at <= placed.first <= one.end + _SET_NEAR
        comes = value.get("set") or (is_adjective(placed, one.after) and str(value["duration"])[-1] in _AGAIN)
        if comes and inside and value.get("duration"):
            return Field(str(value["duration"]), (placed.mention.span,), 0.8)
    return None


def days_after(day: date, length: str) -> date | None:
    """The day a length of days, weeks, months or years after another; None of another length, or beyond the calendar.

    >>> days_after(date(2025, 1, 31), "P1M"), days_after(date(2025, 1, 1), "P2W"), days_after(date(2025, 1, 1), "PT2H")
    (datetime.date(2025, 2, 28), datetime.date(2025, 1, 15), None)
    >>> days_after(date(2025, 1, 1), "P9000Y"), days_after(date(2025, 1, 1), "P3000000000D")
    (None, None)
    """
    try:
        return _day_after(day, length)
    except (ValueError, OverflowError):
        return None


def _day_after(day: date, length: str) -> date | None:
    number, unit = length[1:-1], length[-1:]
    if not number.isdecimal() or unit not in "DWMY":
        return None
    many = int(number)
    if unit in "DW":
        return day + timedelta(days=many * (7 if unit == "W" else 1))
    months = day.year * 12 + day.month - 1 + many * (12 if unit == "Y" else 1)
    year, month = divmod(months, 12)
    following = date(year + month // 11, (month + 1) % 12 + 1, 1)
    return min(date(year, month + 1, 1) + timedelta(days=day.day - 1), following - timedelta(days=1))
