"""On which side of its publication a sentence places a day that it gives no year."""

import re
from functools import cache

from extractors.dates.lexis import kind
from extractors.dates.scope import Scope
from extractors.patterns import END, GLUED

_SENTENCE = re.compile(r"[.!؟?\n؛]")
_CLAUSE = re.compile(r"[.!؟?\n؛،,:»]")
_REACH = 70
_REPORTED = re.compile(r"(?:اعلام|مقرر|قرار|عنوان|مطرح|گفته|تعیین|اعلان)\s?$")
"""Before «شد»: it is not the day's event that has happened."""
_NEXT = re.compile(r"\s?[)»]?\s?[،,]?\s?")


@cache
def cue(language: str) -> re.Pattern[str]:
    """A verb that tells on which side of the publication date its clause is."""
    return re.compile(rf"{GLUED}(?:(?P<will>{kind('will', language)})|{kind('did', language)}){END}")


def leaning(scope: Scope, start: int, end: int) -> str:
    """ "past" or "future" by the verb that a date belongs to, "" where none is known.

    A Persian verb ends the sentence, an Arabic one begins its clause.
    """
    if scope.published is None:
        return ""
    verb = cue(scope.language)
    if scope.language != "ar":
        after = _SENTENCE.split(scope.key[end : end + _REACH])[0]
        verbs = (match for match in verb.finditer(after) if not _REPORTED.search(after[: match.start()]))
        return _side(next(verbs, None))
    before = _CLAUSE.split(scope.before(start, _REACH))[-1]
    last = list(verb.finditer(before))[-1:]
    following = verb.match(scope.key, _end_of(_NEXT.match(scope.key, end), end))
    return _side(last[0] if last else following)


def _end_of(match: re.Match[str] | None, default: int) -> int:
    return match.end() if match else default


def _side(match: re.Match[str] | None) -> str:
    if match is None:
        return ""
    return "future" if match["will"] else "past"
