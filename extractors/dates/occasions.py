"""Days that have a name: «عید فطر», «شب یلدا», «عيد الأضحى»."""

import re
from collections.abc import Iterator
from functools import cache

from extractors.dates import grammar, lexis, reading, resolve
from extractors.dates.lexis import of
from extractors.dates.scope import Scope
from extractors.dates.surnames import is_given
from extractors.patterns import END, GLUED, flat
from extractors.protocols import Found


@cache
def _named(language: str) -> re.Pattern[str]:
    return re.compile(rf"{GLUED}(?P<name>{of('named_days', language)}){END}{grammar.year_after(language)}")


def named(scope: Scope) -> Iterator[Found]:
    """«عید فطر», «شب یلدا», «نوروز ۱۴۰۰», «عيد الأضحى»: of the year that is said, else of the nearest."""
    for match in scope.find(_named(scope.language), "named"):
        if is_given(scope, *match.span("name")):
            continue
        calendar, month, first, last = lexis.named_days()[flat(match["name"])]
        year = _year_of(match, calendar, month, first, scope)
        counted = match["year"] and (year is None or reading.is_count(scope, match.end("year"), year))
        year = None if counted else year
        start = resolve.day_value(calendar, year, month, first, scope.published)
        if start is None:
            continue
        # the last day is of the year of the first: of half a year away the nearest one may be another
        of_first = str(start["value"])[:4]
        of_last = int(of_first) if year is None and of_first.isdigit() else year
        end = resolve.day_value(calendar, of_last, month, last, scope.published)
        if end is None:
            continue
        value = dict(start)
        if last > first:
            value["value"] = f"{start['value']}/{end['value']}"
            if "end" in end:
                value["end"] = end["end"]
        yield reading.mention(scope, match.start(), match.end("whole") if counted else match.end(), value, 0.75)


def _year_of(match: re.Match[str], calendar: str, month: int, day: int, scope: Scope) -> int | None:
    which = lexis.year_words().get(flat(match["which"] or ""), "same")
    if which not in resolve.IN_TEXT and scope.published:
        return resolve.which_year(which, calendar, month, day, scope.published)
    return reading.year_in_figures(match, match["year"], (calendar, month, day), scope) if match["year"] else None


RULES = (named,)
