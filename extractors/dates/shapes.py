"""Figures that are written as a date is, though no calendar has that day: they count nothing."""

import re
from functools import cache

from extractors.dates import grammar
from extractors.dates.lexis import of
from extractors.patterns import END, GLUED, JOINT

_LONGEST_MONTH = 24
_FIGURES = re.compile(rf"\d{{1,4}}\s?({grammar.MARK})\s?\d{{1,2}}\s?\1\s?\d{{2,4}}(?!\d)")
_REACH = 12


@cache
def _month_before() -> re.Pattern[str]:
    return re.compile(rf"{GLUED}{of('months', '')}(?:{JOINT}ماه)?{END}[\s,،]{{1,2}}(?:سال\s|عام\s)?$")


def in_a_date(key: str, start: int, end: int) -> bool:
    """Whether the figures of a folded text at a place are a year after a month, or part of «1404/13/01».

    >>> in_a_date("در 30 اسفند 1404 برگزار", 12, 16), in_a_date("1404-13-01 نفر", 8, 10), in_a_date("در 1404 نفر", 3, 7)
    (True, True, False)
    """
    if (
        end - start == len("1404")
        and key[start:end].isdigit()
        and _month_before().search(key[max(0, start - _LONGEST_MONTH) : start])
    ):
        return True
    around = key[max(0, start - _REACH) : end + _REACH]
    place = start - max(0, start - _REACH)
    return any(match.start() <= place < match.end() for match in _FIGURES.finditer(around))
