"""Who reports, where an Arabic text says it in its own ways: bylines, brackets, and «لـ«عكاظ»»."""

import re
from collections.abc import Iterator
from functools import cache

from extractors.names.candidates import Candidate, exacts
from extractors.names.places import key
from extractors.names.stretches import CLOSED, OPEN, Line, lines, quotations
from extractors.organisations.gazetteer import called, cues, reported_by
from extractors.protocols import Passage
from extractors.text.lexicon import key_of

_REPORTED, _TOLD = 0.9, 0.85
_SEPARATORS = frozenset("-–—/:|")
_BYLINE = 8
"""Words of a line among which its byline stands."""
_LONGEST = 3
_BEFORE = 14
_TO = ("ل", "الی")
_ADJECTIVE = re.compile("ال.*یه$")
"""«(الفرنسية)» is more often said of a picture than of the agency."""


def sources(passage: Passage) -> Iterator[Candidate]:
    """Agencies and papers that their place in the text gives away."""
    if passage.language != "ar":
        return
    for line in lines(passage):
        for at in range(line.first, line.last):
            for last in range(at + 1, min(at + _LONGEST, line.last) + 1):
                name = "".join(exacts(passage, at, last))
                apart = name in reported_by() and (
                    _stands_apart(passage, at, last, in_byline=at < line.first + _BYLINE)
                    or _closes_dateline(passage, line, at, last)
                )
                if apart:
                    yield Candidate(at, last, "ORG", _REPORTED, "reporter")
    for first, last in quotations(passage):
        speaks = _is_told(passage, first) or _has_learnt(passage, first, last) or _has_copy(passage, first, last)
        if last - first <= _LONGEST and speaks:
            yield Candidate(first, last, "ORG", _TOLD, "told")


def _stands_apart(passage: Passage, first: int, last: int, *, in_byline: bool) -> bool:
    """Whether words stand in brackets or quotation marks of their own, or between the marks of a byline."""
    before, after = passage.between(first), passage.between(last)
    if before[-1:] in OPEN and after[:1] in CLOSED:
        return True
    if "(" in before and ")" in after:
        return not _ADJECTIVE.match(passage.words[first].exact)
    begins = (
        not first or "\n" in before or passage.words[first - 1].exact.isascii() or not _SEPARATORS.isdisjoint(before)
    )
    return in_byline and begins and not _SEPARATORS.isdisjoint(after)


def _closes_dateline(passage: Passage, line: Line, first: int, last: int) -> bool:
    """Whether words end a short line after a year («الرياض 10 أغسطس 2015 م واس»)."""
    if last != line.last or line.last - line.first > _DATELINE:
        return False
    return any(exact.isdecimal() and len(exact) == _YEAR for exact in exacts(passage, line.first, first))


_DATELINE, _YEAR = 14, 4


@cache
def papers() -> frozenset[tuple[str, ...]]:
    """The names of Arabic papers by themselves, exact («عكاظ», «الوطن»)."""
    names = (name.split(" ", 1) for name, _ in called())
    return frozenset(key(rest[0]) for first, *rest in names if rest and key_of(first) in ("صحیفه", "جریده"))


def _has_learnt(passage: Passage, first: int, last: int) -> bool:
    """Whether a paper in quotation marks says something of its own («وعلمت «الوطن» أن»)."""
    if not first or exacts(passage, first, last) not in papers():
        return False
    before = passage.words[first - 1].exact
    return any(exact in cues("learnt") or exact in cues("told") for exact in (before, before.removeprefix("و")))


def _has_copy(passage: Passage, first: int, last: int) -> bool:
    """Whether what stands in quotation marks got a copy of what it reports («في بيان وصل "معا" نسخة عنه»)."""
    if not first or exacts(passage, last, last + 1) != (_COPY,):
        return False
    before = passage.words[first - 1].exact
    return before in cues("learnt") or before in cues("receives")


_COPY = "نسخه"


def _is_told(passage: Passage, first: int) -> bool:
    """Whether someone speaks to what stands in quotation marks («وأوضح لـ"الاقتصادية"»)."""
    if not first or passage.words[first - 1].exact not in _TO:
        return False
    before = exacts(passage, max(0, first - _BEFORE), first)
    return any(exact in cues("told") or exact.removeprefix("و") in cues("told") for exact in before)
