"""DATE: the longest finds of all rules, with a clock time and a role where the text gives one."""

from collections.abc import Iterable, Sequence
from typing import Any

from extractors.dates import (
    anchored,
    beside,
    clock,
    days,
    durations,
    months,
    moons,
    named_calendars,
    nth_days,
    occasions,
    parts,
    periods,
    ranges,
    relative,
    seasons,
    vague,
    years,
)
from extractors.dates.roles import role_of
from extractors.dates.scope import Scope
from extractors.protocols import Found, Passage

RULES = (
    *days.RULES,
    *ranges.RULES,
    *months.RULES,
    *years.RULES,
    *relative.RULES,
    *named_calendars.RULES,
    *nth_days.RULES,
    *parts.RULES,
    *durations.RULES,
    *periods.RULES,
    *seasons.RULES,
    *occasions.RULES,
    *vague.RULES,
    *clock.RULES,
)


def longest(found: Iterable[Found]) -> list[Found]:
    """The finds that no longer (or, at one length, better) find overlaps, in text order."""
    kept: list[Found] = []
    taken: set[int] = set()
    for item in sorted(found, key=lambda f: (f.start - f.end, -f.score, f.start)):
        if taken.isdisjoint(range(item.start, item.end)):
            kept.append(item)
            taken.update(range(item.start, item.end))
    return sorted(kept, key=lambda f: f.start)


class DateExtractor:
    """Finds DATE mentions; see DESIGN.md for the value."""

    name = "dates"
    version = "26"

    def extract(self, passage: Passage, earlier: Sequence[Found]) -> list[Found]:
        """Dates in text order, none overlapping another."""
        key, scope = passage.folded.key, Scope(passage)
        found = beside.with_times(key, longest(item for rule in RULES for item in rule(scope)))
        found = anchored.in_named_years(scope, beside.with_years(key, found, passage.language))
        found = anchored.after_named_days(scope, beside.with_weekdays(key, found, passage.language))
        return [self._finished(key, item, passage) for item in found]

    def _finished(self, key: str, item: Found, passage: Passage) -> Found:
        value: dict[str, Any] = dict(item.value)
        end = item.end - (key[item.end - 1] == ")" and "(" not in key[item.start : item.end])
        if passage.language == "fa":
            value = moons.as_seen(value)
        if "role" not in value:
            shown = passage.published and value.get("start") == value.get("end") == passage.published.isoformat()
            at_head = shown and value["precision"] == "day" and not value.get("relative") and item.start < _HEAD
            role = "published" if at_head else role_of(key, item, passage.language)
            if role:
                value["role"] = role
        return Found(item.label, item.start, end, value, item.score)


_HEAD = 200
"""A date of the publication day within the first characters of a page is its dateline."""
