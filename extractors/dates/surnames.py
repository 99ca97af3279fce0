"""Days that are the name of a person («محمد الخميس», «خالد الجمعة», «نوروز احمدی»)."""

import re
from functools import cache

from corpora.tables import words
from extractors.dates.scope import Scope
from extractors.text.lexicon import arabic, key_of, listed_first_names, persian

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


_ALSO_GIVEN = ("نوروز", "یلدا")
"""Days that people are called by."""
_NEXT = re.compile(r" (?P<name>\w+)")
_RARE = 30
"""Weight up to which a Persian word that is a name is hardly anything else («احمدی», not «جهانی»)."""


@cache
def _family() -> frozenset[str]:
    names = listed_first_names() | frozenset(map(key_of, words("person_names", kind="last")))
    return frozenset(name for name in names if persian().get(name, 0) < _RARE)


def is_given(scope: Scope, start: int, end: int) -> bool:
    """Whether a day is the first name of a person: a name behind it or a title before it says so («نوروز احمدی»)."""
    following = _NEXT.match(scope.key, end)
    if following is None or scope.key[start:end] not in _ALSO_GIVEN:
        return False
    before = _BEFORE.search(scope.before(start, _REACH))
    if before and before["given"] in _ranks():
        return True
    return following["name"] in (_given() if scope.language == "ar" else _family())


@cache
def _ranks() -> frozenset[str]:
    return frozenset(map(key_of, words("person_roles", kind="rank")))
