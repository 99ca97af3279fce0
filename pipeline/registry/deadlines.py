"""When an agreement ends, when it ends next, and until when notice can be given: one pure function of its terms.

The conventions, each with where it comes from:

* **A term includes its first day**, and its end is the last day on which the agreement holds: a year from 1 Farvardin
  1404 ends on 29 Esfand 1404, not on 1 Farvardin 1405. So BGB §§ 187 (2), 188 (2) for a period that runs from the
  beginning of a day. A law that leaves the first day out (Egypt: Code of Civil Procedure, art. 15; European Convention
  on the Calculation of Time-Limits, ETS 76, art. 3) ends it a day later; ours is the earlier of the two.
* **Months and years are those of a calendar**, and end on the day before the one that corresponds to the first. Where
  the last month has no such day, the term ends with that month (BGB § 188 (3), ETS 76 art. 4 (2)): a month from 31
  January ends on 28 or 29 February, a year from 30 Esfand 1403 on 29 Esfand 1404. A month is not thirty days: Iran's
  Code of Civil Procedure, art. 443, says so of periods of the law alone.
* **The calendar is the one in which the first day is written**; who knows the law that governs a text may say another.
  Egypt's Civil Code, art. 3, counts in Gregorian months, Syria's Code of Procedure, art. 34 (5), in those of the sun.
  Weeks and days are the same in all.
* Of a length in several units years and months are counted first, weeks and days last (BGB § 189 (2)).
* **A renewal runs on from the end before it**, and all are counted from the first day: twelve renewals of a month from
  31 January do not slip to the 28th.
* **Notice is counted back from the end that comes next**, not from the first one (GLPI had both wrong, in turn: its
  issues 2596, 6004, 14703, 15893, 23084). Its last day is the one that corresponds to that end, so many units before,
  and where there is none the last day of that month. ETS 76, art. 1 (1), leaves periods that are counted backwards to
  the parties; counted forwards from its last day a period of notice ends on the day of expiry or before, so that who
  keeps to it is in time under either reading.
* Holidays move nothing. Laws that put an end off (Iran: Code of Civil Procedure, art. 444) speak of courts and offices.
* **Nothing is guessed**: what cannot be counted is None, and ``refused`` says why. Only a *tacit* renewal is counted;
  an express one is known when somebody says that it happened, as a later ``until``.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, NamedTuple, Self

from extractors.dates.calendars import moved, parts

type Mode = Literal["", "none", "express", "tacit"]
"""Whether an agreement renews itself; "" where the text does not say."""
type Refusal = Literal["no_begin", "no_term", "no_period", "no_notice", "bad_length", "out_of_range"]
"""Why a day is not given: the text does not say from when, how long, for how long anew, or when notice is due."""
_LENGTH = re.compile(r"P(?=\d)(?:(\d{1,4})Y)?(?:(\d{1,4})M)?(?:(\d{1,4})W)?(?:(\d{1,5})D)?")
_MOST_RENEWALS = 5000
"""Renewals that are looked through; a day's renewal reaches no further than some years."""
_DAY = timedelta(days=1)


class Length(NamedTuple):
    """A length of time in months and in days, which no calendar turns into each other."""

    months: int
    days: int

    @classmethod
    def of(cls, duration: str) -> Self | None:
        """Of an ISO 8601 duration; None for what is none, or has hours, or is nothing.

        >>> Length.of("P1Y6M"), Length.of("P2W"), Length.of("PT4H"), Length.of("P0D")
        (Length(months=18, days=0), Length(months=0, days=14), None, None)
        """
        found = _LENGTH.fullmatch(duration)
        if not found:
            return None
        years, months, weeks, days = (int(part or 0) for part in found.groups())
        made = cls(years * 12 + months, weeks * 7 + days)
        return made if any(made) else None

    def times(self, number: int) -> "Length":
        """So many of it."""
        return Length(self.months * number, self.days * number)

    def plus(self, other: "Length") -> "Length":
        """Both, one after the other."""
        return Length(self.months + other.months, self.days + other.days)


@dataclass(frozen=True, slots=True)
class Terms:
    """What an agreement says of its time. Lengths are ISO 8601 durations; "" and None are what it does not say.

    ``until`` is a last day that is stated, and goes before one that is counted. ``most`` is how often it renews itself.
    """

    begin: date | None = None
    term: str = ""
    mode: Mode = ""
    period: str = ""
    notice: str = ""
    until: date | None = None
    most: int | None = None
    calendar: str = "gregorian"


@dataclass(frozen=True, slots=True)
class Deadlines:
    """``end`` is the last day of the first term, ``expiry`` that of the term under way, ``notice`` the last day for it.

    Where an agreement does not renew itself ``expiry`` is ``end``, also when that has passed. ``renewals`` is how often
    it renewed itself. ``contradicts`` says that a stated last day is another than the one that its term gives.
    """

    end: date | None = None
    expiry: date | None = None
    notice: date | None = None
    renewals: int = 0
    contradicts: bool = False
    refused: tuple[Refusal, ...] = ()


def deadlines(terms: Terms, on: date) -> Deadlines:
    """The deadlines of an agreement as they stand on a day.

    >>> of = Terms(date(2024, 1, 31), "P1Y", "tacit", "P1Y", "P3M")
    >>> found = deadlines(of, date(2026, 5, 1))
    >>> found.end.isoformat(), found.expiry.isoformat(), found.notice.isoformat(), found.renewals
    ('2025-01-30', '2027-01-30', '2026-10-30', 2)
    """
    end, counted, refused = _first_end(terms)
    if end is None:
        return Deadlines(refused=refused)
    expiry, renewals = _expiry(terms, end, on) if terms.mode == "tacit" else (end, 0)
    if expiry is None:
        why: Refusal = "no_period" if not terms.period else _why(terms.period)
        return Deadlines(end, contradicts=_contradict(terms, counted), refused=(why,))
    notice = _back(terms.calendar, expiry, terms.notice)
    missing: tuple[Refusal, ...] = () if notice else ("no_notice" if not terms.notice else _why(terms.notice),)
    return Deadlines(end, expiry, notice, renewals, _contradict(terms, counted), missing)


def last_day(calendar: str, begin: date, length: Length) -> date | None:
    """The last day of a length that begins with a day; None outside the years of a calendar.

    >>> last_day("gregorian", date(2025, 1, 31), Length(1, 0)), last_day("gregorian", date(2025, 3, 1), Length(0, 90))
    (datetime.date(2025, 2, 28), datetime.date(2025, 5, 29))
    """
    try:
        last = begin - _DAY
        if length.months:
            there = moved(calendar, begin, "M", length.months)
            if there is None:
                return None
            is_whole = parts(calendar, there)[2] < parts(calendar, begin)[2]
            last = there if is_whole else there - _DAY
        return last + timedelta(days=length.days)
    except (ValueError, OverflowError):
        return None


def _first_end(terms: Terms) -> tuple[date | None, date | None, tuple[Refusal, ...]]:
    """The last day of the first term, the one that is counted, and why there is none."""
    length = Length.of(terms.term)
    counted = last_day(terms.calendar, terms.begin, length) if terms.begin and length else None
    if terms.until or counted:
        return terms.until or counted, counted, ()
    if not terms.term:
        return None, None, ("no_term",)
    if length is None:
        return None, None, ("bad_length",)
    return None, None, ("no_begin",) if terms.begin is None else ("out_of_range",)


def _expiry(terms: Terms, end: date, on: date) -> tuple[date | None, int]:
    """The end of the term under way, and how often it was renewed; none where no term of renewal is said."""
    period = Length.of(terms.period)
    if end >= on:
        return end, 0
    if period is None:
        return None, 0
    most = _MOST_RENEWALS if terms.most is None else terms.most
    expiry = end
    for number in range(1, most + 1):
        there = _renewed(terms, end, period, number)
        if there is None:
            return None, 0
        expiry = there
        if expiry >= on:
            return expiry, number
    return (expiry, most) if terms.most is not None else (None, 0)


def _renewed(terms: Terms, end: date, period: Length, number: int) -> date | None:
    """The end after so many renewals: counted from the first day where the first end was, else from that end."""
    length = Length.of(terms.term)
    if terms.begin and length and last_day(terms.calendar, terms.begin, length) == end:
        return last_day(terms.calendar, terms.begin, length.plus(period.times(number)))
    return last_day(terms.calendar, end + _DAY, period.times(number))


def _back(calendar: str, end: date, notice: str) -> date | None:
    length = Length.of(notice)
    if length is None:
        return None
    try:
        there = end - timedelta(days=length.days)  # days first: they are what a period counted forwards ends with
    except OverflowError:
        return None
    return moved(calendar, there, "M", -length.months) if length.months else there


def _why(duration: str) -> Refusal:
    return "bad_length" if Length.of(duration) is None else "out_of_range"


def _contradict(terms: Terms, counted: date | None) -> bool:
    return bool(terms.until and counted and terms.until != counted)
