"""Why a DATE was found: which of the rules of written time, and which of its words."""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from typing import NamedTuple

from corpora.document import Span
from extractors.dates.extractor import RULES, DateExtractor, longest
from extractors.dates.lexis import eras
from extractors.dates.scope import Scope
from extractors.patterns import flat
from extractors.protocols import Found, Passage
from extractors.reasons.reason import Clue, Reason, Told, clue_of
from extractors.text.characters import ZWNJ

_OF_GROUP = {
    "month": ("months", "relative_dates", "time_words"),
    "other": ("months",),
    "weekday": ("weekdays",),
    "which": ("month_years", "relative_dates"),
    "day": ("ordinals", "numerals"),
    "nth": ("ordinals", "numerals", "time_words"),
    "number": ("numerals", "ordinals"),
    "unit": ("time_units", "time_words"),
    "week": ("relative_dates",),
}
"""Named group of a pattern → the tables that its words are of, the likeliest first."""
_OF_RULE = {"clock": ("hours",), "relative": ("relative_dates",), "occasions": ("named_days",)}
_EVERY = (
    "months",
    "weekdays",
    "relative_dates",
    "time_units",
    "named_days",
    "time_words",
    "ordinals",
    "numerals",
    "month_years",
)
_FIGURES = re.compile(r"\d+")
_ERAS = ("era", "era2")
_LEAST = 3
"""Letters of a word that says more than where it stands («تا», «في»)."""


class _Noting(Scope):
    """A scope that remembers the match that a rule looks at."""

    last: re.Match[str] | None = None

    def find(self, pattern: re.Pattern[str], *kinds: str) -> Iterator[re.Match[str]]:
        """The matches as ever."""
        for match in super().find(pattern, *kinds):
            self.last = match
            yield match


class _Noted(NamedTuple):
    found: Found
    rule: str
    match: re.Match[str] | None


def told(passage: Passage, earlier: Sequence[Found]) -> list[Told]:
    """The dates of a passage; one that several rules made together has the reason of each."""
    standing = cache(lambda: _standing(passage))
    return [
        (item, partial(_told, item, standing, passage.language)) for item in DateExtractor().extract(passage, earlier)
    ]


def _standing(passage: Passage) -> list[_Noted]:
    noted = list(_noted(passage))
    kept = {id(item) for item in longest(one.found for one in noted)}
    return [one for one in noted if id(one.found) in kept]


def _told(item: Found, standing: Callable[[], Sequence[_Noted]], language: str) -> tuple[Reason, ...]:
    return tuple(_reasons(item, standing(), language)) or (_beside(item),)


def _beside(item: Found) -> Reason:
    """Of a date that no rule finds by itself: another date beside it makes it one."""
    return Reason("dates.beside", (Clue("words", item.span),))


def _noted(passage: Passage) -> Iterator[_Noted]:
    """What each rule finds, with the match that it found it in."""
    scope = _Noting(passage)
    for rule in RULES:
        scope.last = None
        name = f"{rule.__module__.rpartition('.')[2]}.{rule.__name__.removeprefix('_')}"
        for item in rule(scope):
            yield _Noted(item, name, scope.last)


def _reasons(item: Found, standing: Sequence[_Noted], language: str) -> Iterator[Reason]:
    for one in standing:
        if one.found.span.overlaps(item.span):
            clues = tuple(_clues(one.match, one.rule.partition(".")[0], language)) if one.match else ()
            yield Reason(f"dates.{one.rule}", clues or (Clue("words", one.found.span),))


def _clues(match: re.Match[str], module: str, language: str) -> Iterator[Clue]:
    """The groups of a match that a table has, or that are figures, in the order of the text, none inside another."""
    end = 0
    spans = sorted(((name, Span(*match.span(name))) for name in match.re.groupindex), key=lambda one: one[1])
    for name, span in spans:
        clue = _clue(match, name, module, language) if end <= span.start < span.end else None
        if clue:
            yield clue
            end = span.end


def _clue(match: re.Match[str], name: str, module: str, language: str) -> Clue | None:
    said, span = match[name], _trimmed(match, name)
    if _FIGURES.fullmatch(said):
        return Clue("figures", span)
    if name in _ERAS:
        return Clue("era", span) if flat(said) in eras() else None
    if name not in _OF_GROUP and len(flat(said)) < _LEAST:
        return None
    tables = _OF_GROUP.get(name, (*_OF_RULE.get(module, ()), *_EVERY))
    return clue_of("", match.string, span, tables, language)


def _trimmed(match: re.Match[str], name: str) -> Span:
    """Where a group stands, without the joints at its ends."""
    said, at = match[name], match.start(name)
    first = len(said) - len(said.lstrip(_JOINTS))
    return Span(at + first, at + max(first, len(said.rstrip(_JOINTS))))


_JOINTS = f" {ZWNJ}"
