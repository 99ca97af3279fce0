"""Arabic verbs that are known by their form, by their frequency or from a list, where a noun could stand as well."""

import re
from functools import cache, lru_cache

from corpora.tables import table
from extractors.text.lexicon import arabic, key_of

_LEAST, _LEAST_PASSIVE = 4, 5
_NOUNS = ("ات", "وت", "یت")
"""Endings that nouns have with a ت of their own or as a plural (سيارات, بيوت, تصويت)."""


@lru_cache(maxsize=1 << 13)
def is_perfect(exact: str) -> bool:
    """Whether a word in its exact form is a verb of the past: of the list, or a feminine one («غادرت», «أجريت»).

    >>> [is_perfect(key_of(word)) for word in ("غادرت", "نالت", "أجريت", "سيارات", "بيوت", "أفرزت", "كتاب", "تصويت")]
    [True, True, True, False, False, True, False, False]
    """
    if exact in _listed():
        return True
    if _is_derived(exact):
        return True
    if not exact.endswith("ت") or len(exact) < _LEAST:
        return False
    if exact.endswith(_NOUNS):
        return exact.endswith("یت") and exact[0] == "ا" and len(exact) >= _LEAST_PASSIVE
    if exact[0] == "ا" and len(exact) >= _LEAST_PASSIVE:
        return True  # the derived forms: «أفرزت», «استقلت»
    bare = exact[:-1]
    return any(form in arabic() for form in (bare, bare + "ی", bare + "ا"))


def _is_derived(exact: str) -> bool:
    """Whether a word is a verb of the seventh, eighth or tenth form, which its own noun in the lexicon tells.

    >>> [_is_derived(key_of(word)) for word in ("انسحب", "انضم", "انتهى", "استقال", "انتحار", "استاد", "اسرة")]
    [True, True, True, True, False, False, False]
    """
    if not _DERIVED.match(exact) or (exact.startswith("ال") and exact[2:] in arabic()):
        return False
    last, known = exact[-1], arabic()
    if exact not in known and _SOUND.match(exact):
        return True
    noun = exact[:-1] + "اء" if last == "ی" else f"{exact[:-1]}ا{last}"
    if (noun in known and len(exact) >= _LEAST_PASSIVE) or f"{exact}ا{last}" in known:  # the latter of «انضم», «احتل»
        return True
    return bool(_HOLLOW.match(exact)) and known.get(exact + "ه", 0) > known.get(exact, 0)


_DERIVED = re.compile(r"ا(?:ن|ت\w|\wت|زد|[صض]ط)\w{1,4}\Z")
_SOUND = re.compile(r"ا(?:ن|ست)[^اویه]{3}\Z")
_HOLLOW = re.compile(r"است\wا\w\Z")


@lru_cache(maxsize=1 << 13)
def is_imperfect(exact: str) -> bool:
    """Whether a word in its exact form is a verb of the present with ت, whose form with ي is as frequent («ترفع»).

    Nouns of doing that begin with ت as well («تراجع», «تجارب») have no such twin, or a far rarer one.

    >>> [is_imperfect(key_of(word)) for word in ("ترفع", "توافق", "تنتظر", "تقارير", "تجارب", "تراجع", "تهم")]
    [True, True, True, False, False, False, False]
    """
    if exact[0] != "ت" or len(exact) < _LEAST or exact.endswith(("ه", "ا", "ات")):
        return False
    return _has_twin(exact, "ی")


def _has_twin(exact: str, person: str) -> bool:
    """Whether a word is about as frequent with another first letter, or more, which nouns are not."""
    known = arabic()
    return known.get(f"{person}{exact[1:]}", 0) > max(0, known.get(exact, 0) - _AS_FREQUENT)


_AS_FREQUENT = 5
_FUTURE, _PERSONS = "س", ("ت", "ی")


def is_present(exact: str) -> bool:
    """Whether a word in its exact form is a verb of the present or the future with ت or ي («تنتج», «سيفتتح»).

    >>> [is_present(key_of(word)) for word in ("تنتج", "ستفتتح", "ينتج", "يوسف", "ينبع", "تنظيم")]
    [True, True, True, False, False, False]
    """
    if exact[0] == _FUTURE and exact[1:2] in _PERSONS and exact not in arabic():
        return is_present(exact[1:])
    if exact[0] == "ی" and len(exact) >= _LEAST and not exact.endswith(("ه", "ا")):
        return _has_twin(exact, "ت")
    return is_imperfect(exact)


@cache
def _listed() -> frozenset[str]:
    rows = (row for row in table("time_words") if row["kind"] in ("did", "perfect") and row["language"] == "ar")
    return frozenset(key_of(row["word"]) for row in rows)
