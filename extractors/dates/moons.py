"""Iran's own lunar months where it is known when they began; they follow the moon as it is seen there."""

import re
from datetime import date, timedelta
from functools import cache
from typing import Any

from corpora.tables import table

_LEAST_DAYS = 29
"""Of a lunar month; it has this many or one more."""
_DAY = re.compile(r"(\d{4})-(\d\d)(?:-(\d\d))?")


@cache
def _begins() -> dict[tuple[int, int], date]:
    """Hijri year and month → its first day in Iran."""
    return {(int(r["year"]), int(r["month"])): date.fromisoformat(r["begins"]) for r in table("lunar_months_ir")}


def as_seen(value: dict[str, Any]) -> dict[str, Any]:
    """The value of a Hijri day or month with the days that it has in Iran; as it is where they are not known.

    >>> as_seen({"calendar": "hijri", "value": "1447-01-10", "start": "2025-07-05", "end": "2025-07-05"})["start"]
    '2025-07-06'
    """
    match = _DAY.fullmatch(value.get("value", "")) if value["calendar"] == "hijri" else None
    if not match or "start" not in value:
        return value
    year, month = int(match[1]), int(match[2])
    first = _begins().get((year, month))
    following = _begins().get((year + month // 12, month % 12 + 1))
    if first and match[3]:
        day = first + timedelta(days=int(match[3]) - 1)
        if following and day >= following:
            return value
        return {**value, "start": day.isoformat(), "end": day.isoformat()}
    if first and following:
        return {**value, "start": first.isoformat(), "end": (following - timedelta(days=1)).isoformat()}
    return value


def may_have_thirty(year: int, month: int) -> bool:
    """Whether a lunar month may have had thirty days in Iran, by when those known around it began.

    Nothing is known of those before the first one, so they may; what is still to come has not been seen.

    >>> may_have_thirty(1446, 9), may_have_thirty(1447, 2), may_have_thirty(1400, 2)
    (False, True, True)
    """
    at = year * 12 + month
    known = {y * 12 + m: begins for (y, m), begins in _begins().items()}
    before = max((one for one in known if one <= at), default=None)
    behind = min((one for one in known if one > at), default=None)
    if before is None or behind is None:
        return before is None
    return (known[behind] - known[before]).days > (behind - before) * _LEAST_DAYS
