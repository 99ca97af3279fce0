"""Weekdays that are the surname of a person («محمد الخميس», «خالد الجمعة») or a town («شهر دوشنبه»)."""

import re
from functools import cache

from corpora.tables import words
from extractors.dates.scope import Scope
from extractors.text.lexicon import arabic, key_of

_COMMON = 20
"""Weight from which a word is too common to be known as a name."""
_BEFORE = re.compile(r"(?:(?P<before>\w+)\s)?(?P<given>\w+)\s$")
_REACH = 30


@cache
def _given() -> frozenset[str]:
    """Arabic first names that are hardly anything else, folded."""
    usual = map(key_of, words("well_known_names", kind="usual", language="ar"))
    first = (*words("person_names", kind="first"), *words("well_known_names", kind="first"))
    return frozenset([*usual, *(name for name in map(key_of, first) if arabic().get(name, 0) < _COMMON)])


def is_surname(scope: Scope, start: int) -> bool:
    """Whether one first name stands right before an Arabic weekday, and no other name before that.

    A person is seldom named by a first name alone, so that «محمد الخميس» is one; «محمد مرسي الخميس» tells when.
    """
    if scope.language != "ar":
        return False
    match = _BEFORE.search(scope.before(start, _REACH))
    return match is not None and match["given"] in _given() and (match["before"] or "") not in _given()


_TOWN = "دوشنبه"
_TOWN_BEFORE = re.compile(r"(?<!\w)(?:شهر|مرکز|فرودگاه|پایتخت|وارد|راهی|عازم|مقصد)\s$")
_BODY_BEFORE = re.compile(r"(?<!\w)(?:شهرداری|شهردار|دانشگاه|استانداری)\s$")
_COUNTRY = "تاجیک"
_TOWN_BEHIND = re.compile(r"\s?[،,(–-]?\s?(?:پایتخت|مرکز)\s(?:جمهوری\s)?تاجیکستان")


def is_town(scope: Scope, start: int, end: int) -> bool:
    """Whether a Persian Monday is the capital of Tajikistan: by the word before it, or what is said of it behind."""
    if scope.language != "fa" or scope.key[start:end] != _TOWN:
        return False
    before = scope.before(start, _REACH)
    if _BODY_BEFORE.search(before):
        return _COUNTRY in scope.key
    return bool(_TOWN_BEFORE.search(before) or _TOWN_BEHIND.match(scope.key, end))
