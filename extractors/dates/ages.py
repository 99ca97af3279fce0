"""How old somebody is, which is no length of time in Persian: «پسرش سه ساله است», «مرد ۴۰ ساله»."""

import re
from functools import cache

from extractors.dates import grammar
from extractors.dates.grammar import SPACE
from extractors.dates.lexis import kind
from extractors.dates.scope import Scope
from extractors.patterns import END, JOINT, START

_LOOK_BACK = 16
_CLAUSE = 60
_OLDEST = 12
"""Years that a contract or plan may last where nothing says whose they are."""
_STOP = re.compile(r"[.!؟?\n؛،,:]")


def is_age(match: re.Match[str], number: float, scope: Scope) -> bool:
    """Whether a number of years is how old a person is. Arabic words are the same for both, and TIMEX3 has ages too."""
    if not (match["unit"] or "").endswith("ساله"):
        return False
    before = scope.before(match.start(), _LOOK_BACK)
    if _person().search(before):
        return True
    if grammar.after("lasts", scope.language).search(before):
        return False
    return number > _OLDEST or (_is().match(scope.key, match.end()) is not None and not _lasts(match, scope))


def _lasts(match: re.Match[str], scope: Scope) -> bool:
    """Whether the clause before is about something that lasts («این قرارداد سه ساله است»)."""
    clause = _STOP.split(scope.before(match.start(), _CLAUSE))[-1]
    return bool(_lasting().search(clause))


@cache
def _person() -> re.Pattern[str]:
    """Ends with a person, also somebody's («پسرش», «فرزندان او»)."""
    whose = rf"(?:{JOINT}(?:ان|ها|های))?(?:{JOINT}(?:ش|شان|م|مان|ت|تان|ی))?"
    return re.compile(rf"{START}{kind('person', 'fa')}{whose}[\s(«\"]{{1,2}}$")


@cache
def _is() -> re.Pattern[str]:
    return re.compile(rf"{SPACE}{kind('is', 'fa')}{END}")


@cache
def _lasting() -> re.Pattern[str]:
    return re.compile(rf"{START}{kind('lasts', 'fa')}")
