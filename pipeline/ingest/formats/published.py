"""When a page was published: machine-readable first, then what it shows; absent rather than guessed."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import NamedTuple

from extractors.dates.extractor import DateExtractor
from extractors.protocols import Found, Passage
from extractors.text.language import language_of

_HEAD_LINES = 8
_HEAD_LINE_LENGTH = 120
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?\s*(Z|[+-]\d{2}:?\d{2})?)?")
_LABEL = re.compile(r"(?:تاریخ|تاريخ|التاريخ)\s*:")
_OLDEST = 1900
_ONE_DAY = 1


class Published(NamedTuple):
    """An ISO 8601 date or time, or "", and the flags that go with it."""

    value: str
    flags: tuple[str, ...] = ()


ABSENT = Published("", ("no_published",))


def _day_finds(text: str) -> list[Found]:
    """Full days that a text states in digits or names; none that is relative or without its year."""
    languages = ("ar", "fa") if language_of(text) == "ar" else ("fa", "ar")
    for language in languages:  # a line with Arabic letters may be Persian
        found = DateExtractor().extract(Passage.of(text, language), ())
        full = (f for f in found if f.value.get("precision") == "day")
        days = [f for f in full if f.value.get("start", "?") == f.value.get("end")]
        if days:
            return days
    return []


def _stamp(found: Sequence[Found]) -> str:
    day = str(found[0].value["start"])
    time = next((str(f.value["time"]) for f in found if "time" in f.value), "")
    return f"{day}T{time}" if time else day


def machine_date(value: str) -> str:
    """The ISO form of a date that a page states for machines; also where it holds Jalali digits; "" where it is none.

    >>> machine_date("۱۳۹۹/۰۲/۲۱ - ۱۸:۵۹"), machine_date("2020-08-24T10:00:00+02:00"), machine_date("soon")
    ('2020-05-10T18:59', '2020-08-24T10:00:00+02:00', '')
    """
    match = _ISO.match(value.strip())
    if match and int(match[1]) >= _OLDEST:
        try:
            datetime.fromisoformat(
                f"{match[1]}-{match[2]}-{match[3]}T{match[4] or 0:0>2}:{match[5] or 0:0>2}:{match[6] or 0:0>2}"
            )
        except ValueError:
            return ""
        zone = match[7] or ""
        clock = f"T{match[4]}:{match[5]}" + (f":{match[6]}" if match[6] else "") if match[4] else ""
        return f"{match[1]}-{match[2]}-{match[3]}{clock}" + (
            zone if ":" in zone or zone == "Z" else _colon(zone) if clock else ""
        )
    found = _day_finds(value)
    return _stamp(found) if found else ""


def _colon(zone: str) -> str:
    return f"{zone[:3]}:{zone[3:]}" if zone else ""


def agreeing(values: Iterable[str]) -> Published:
    """One date of several that name one day, give or take a day; absent where they do not."""
    known = [value for value in values if value]
    if not known:
        return ABSENT
    days = [date.fromisoformat(value[:10]) for value in known]
    if (max(days) - min(days)).days > _ONE_DAY:
        return ABSENT
    return Published(max(known, key=len))


def published_in_head(text: str) -> Published:
    """The date that the first short lines of a copied page state; absent where they state none, or two.

    >>> published_in_head("۲۲ مرداد ۱۴۰۴، ۲۲:۰۶")
    Published(value='2025-08-13T22:06', flags=())
    """
    lines = [line for line in text.split("\n", 40)[:40] if line.strip()][:_HEAD_LINES]
    stamps = []
    for line in lines:
        found = _day_finds(line) if len(line) <= _HEAD_LINE_LENGTH else []
        share = sum(f.end - f.start for f in found) / len(line.strip())
        if found and (share > _DATE_SHARE or _LABEL.search(line)):
            stamps.append(_stamp(found))
    return agreeing(stamps)


_DATE_SHARE = 0.3
"""How much of a dateline is its date; a sentence that mentions a day has less."""
