"""What finds that stand beside each other say of each other: a time on a day, a weekday that a date explains."""

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache

from extractors.dates import lexis
from extractors.dates.lexis import kind, of
from extractors.patterns import flat
from extractors.protocols import Found

_TO_TIME = re.compile(r"[\s،,|()\[\]\u2013\u2014-]{0,4}(?:(?:در|فی|عند|علی|راس|تمام|حدود|حوالی|نحو|بعد|ان|من)\s){0,3}")
_TO_DAY = re.compile(r"\s?[،,)\u2013\u2014-]?\s?(?:(?:روز|یوم|من|فی|در|تاریخ|بتاریخ|مورخ|مورخه|صباح|مساء)\s){0,3}")
"""What may stand between a day and the time on it, whichever comes first."""


def with_times(key: str, found: Sequence[Found]) -> list[Found]:
    """The finds, where a time beside a day has become part of the day's value; a time before it also of its span."""
    out: list[Found] = []
    for item in found:
        last = out[-1] if out else None
        if last is None or not _are_beside(key, last, item):
            out.append(item)
            continue
        day, time = (last, item) if _is_time(item) else (item, last)
        out[-1] = replace(day, start=min(day.start, time.start), value={**day.value, "time": time.value["time"]})
    return out


def _is_time(item: Found) -> bool:
    return item.value.get("precision") == "time"


def _are_beside(key: str, first: Found, second: Found) -> bool:
    """Whether one is a day without a time and the other a time on it."""
    between = key[first.end : second.start]
    if " :" in key[first.start : second.end]:
        return False  # the tokens of a corpus
    if _is_time(second):
        return first.value.get("precision") == "day" and "time" not in first.value and bool(_TO_TIME.fullmatch(between))
    return _is_time(first) and second.value.get("precision") == "day" and bool(_TO_DAY.fullmatch(between))


def with_weekdays(key: str, found: Sequence[Found], language: str) -> list[Found]:
    """The finds, where a weekday before the date that it belongs to («يوم الأحد الموافق 28/11/2021») is that day."""
    out = list(found)
    for at, (item, following) in enumerate(itertools.pairwise(found)):
        joint = key[item.end : following.start]
        days = item.value.get("precision") == following.value.get("precision") == "day"
        if not days or not item.value.get("relative") or not _equals(language).fullmatch(joint):
            continue
        name = _weekday(language).search(key, item.start, item.end)
        day = following.value.get("start")
        if name and day and date.fromisoformat(day).weekday() == lexis.weekdays()[flat(name.group())]:
            known = {k: v for k, v in following.value.items() if k != "time"}
            out[at] = replace(item, value={**known, "relative": True}, score=max(item.score, following.score))
    return out


@cache
def _weekday(language: str) -> re.Pattern[str]:
    return re.compile(of("weekdays", language))


@cache
def _equals(language: str) -> re.Pattern[str]:
    return re.compile(rf"\s?[،,(-]?\s?(?:{kind('equals', language)})?\s?(?:ل|لـ)?\s?[(:]?\s?")
