"""Years and months told from the day of publication with their calendar: «سال جاری میلادی», «العام الهجري الماضي»."""

import re
from collections.abc import Iterator
from functools import cache

from extractors.dates import lexis, resolve
from extractors.dates.grammar import SPACE
from extractors.dates.lexis import kind, of
from extractors.dates.scope import Scope, found
from extractors.patterns import END, GLUED, flat
from extractors.protocols import Found

_UNITS = {"سال": "year", "العام": "year", "السنه": "year", "ماه": "month", "الشهر": "month"}
_OFFSETS = {"this": 0, "past": -1, "last": -1, "before": -2, "coming": 1, "next": 1, "after": 2}


@cache
def _named(language: str) -> re.Pattern[str]:
    """«سال جاری میلادی», «سال میلادی آینده», «ماه قمری جاری», «السنة الميلادية المقبلة»."""
    units = "سال|ماه" if language == "fa" else "العام|السنه|الشهر"
    calendar, which = kind("calendar_named", language), of("month_years", language)
    first = rf"(?P<calendar>{calendar}){SPACE}(?P<which>{which})"
    last = rf"(?P<which2>{which}){SPACE}(?P<calendar2>{calendar})"
    return re.compile(rf"{GLUED}(?P<unit>{units}){SPACE}(?:{first}|{last}){END}")


def named_calendars(scope: Scope) -> Iterator[Found]:
    """A year or month of the calendar that is said of it, not of the one that the text's language suggests."""
    for match in scope.find(_named(scope.language), "relative", "unit", "year"):
        calendar = lexis.values("calendar_named")[flat(match["calendar"] or match["calendar2"])]
        offset = _OFFSETS.get(lexis.year_words()[flat(match["which"] or match["which2"])])
        if offset is not None:
            value = resolve.relative_value(calendar, _UNITS[match["unit"]], offset, scope.published)
            yield from found(match, value, 0.85)


RULES = (named_calendars,)
