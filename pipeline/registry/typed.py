"""The value of a field of an entry as a person types it."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any

from corpora.values import AGREEMENTS
from extractors.agreements.candidates import RENEWALS, STATES, Amount, Renewal, When
from extractors.dates.calendars import day, interval
from pipeline.errors import RefusedDecision
from pipeline.registry.codec import encoded
from pipeline.registry.deadlines import Length

_LONGEST = 500
_MOST_PARTIES = 50
_MOST_FIGURES = 24
_GREGORIAN = 1700
"""Years before this one are of the Jalali calendar, or of the Hijri one where that is said («1447h»)."""
_DAY = re.compile(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?(h)?")
_AMOUNT = re.compile(r"(\d+(?:\.\d+)?)\s*([A-Z]{3})")


def typed(name: str, text: str) -> Any:
    """The value that a text is of a field, as JSON has it; raises RefusedDecision.

    >>> typed("duration", "P2Y"), typed("parties", "دانشگاه میبد\\nشهرداری میبد")
    ('P2Y', [{'name': 'دانشگاه میبد'}, {'name': 'شهرداری میبد'}])
    >>> typed("signed", "1404-06-16")["start"], typed("amount", "120000 IRT")
    ('2025-09-07', {'amount': 120000.0, 'currency': 'IRT'})
    """
    if not text.strip():
        raise RefusedDecision("a value is needed")
    if len(text) > _LONGEST * (_MOST_PARTIES if name == "parties" else 1):
        raise RefusedDecision("the value is too long")
    return _READ.get(name, _line)(text)


def _line(text: str) -> str:
    """One line without control characters."""
    shown = "".join(char for char in " ".join(text.split()) if unicodedata.category(char) not in ("Cc", "Cs"))
    if not shown:
        raise RefusedDecision("a value is needed")
    return shown


def _digits(text: str) -> str:
    """A line with its digits as ASCII has them."""
    return "".join(str(unicodedata.decimal(char, char)) for char in _line(text))


def _parties(text: str) -> list[dict[str, str]]:
    names = list(dict.fromkeys(_line(line) for line in text.splitlines() if line.strip()))
    if not names or len(names) > _MOST_PARTIES:
        raise RefusedDecision("the parties are one a line, {most} at most", most=_MOST_PARTIES)
    return [{"name": name} for name in names]


def _when(text: str) -> Any:
    match = _DAY.fullmatch(_digits(text).replace("/", "-").lower())
    if not match:
        raise RefusedDecision(
            "a date is YYYY-MM-DD, YYYY-MM or YYYY; Jalali where the year is below 1700, Hijri with h"
        )
    year, month, number = (int(part) if part else None for part in match.groups()[:3])
    assert year is not None
    calendar = "hijri" if match[4] else "gregorian" if year >= _GREGORIAN else "jalali"
    if month and number:
        one = day(calendar, year, month, number)
        span = (one, one) if one else None
    else:
        span = interval(calendar, year, month)
    if span is None or span[0] is None:
        raise RefusedDecision("there is no such day")
    precision = "day" if number else "month" if month else "year"
    written = "-".join(f"{part:02}" for part in (year, month, number) if part)
    return encoded(When(span[0].isoformat(), span[1].isoformat(), precision, calendar, written))


def _length(text: str) -> str:
    written = _digits(text).upper()
    if Length.of(written) is None:
        raise RefusedDecision("a length is ISO 8601, as P2Y, P18M or P90D")
    return written


def _amount(text: str) -> Any:
    match = _AMOUNT.fullmatch(_digits(text).replace(",", "").replace("٬", "").upper())
    if not match or len(match[1]) > _MOST_FIGURES:
        raise RefusedDecision("an amount is a number and a currency, as 120000 IRR")
    return encoded(Amount(float(match[1]), match[2]))


def _count(text: str) -> int:
    written = _digits(text)
    if not written.isascii() or not written.isdigit() or not 1 <= int(written) <= 1_000_000:
        raise RefusedDecision("a count is a whole number")
    return int(written)


def _renewal(text: str) -> Any:
    return encoded(Renewal(_one_of(RENEWALS)(text)))


def _one_of(words: tuple[str, ...]) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text.strip() not in words:
            raise RefusedDecision("the value is one of {words}", words=words)
        return text.strip()

    return read


_READ: Mapping[str, Callable[[str], Any]] = {
    "kind": _one_of(tuple(AGREEMENTS)),
    "state": _one_of(STATES),
    "parties": _parties,
    "signed": _when,
    "valid_from": _when,
    "valid_until": _when,
    "duration": _length,
    "renewal": _renewal,
    "amount": _amount,
    "count": _count,
}
