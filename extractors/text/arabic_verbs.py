"""Arabic verbs that are known by their form or from a list, where a noun could stand as well."""

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
    if not exact.endswith("ت") or len(exact) < _LEAST:
        return False
    if exact.endswith(_NOUNS):
        return exact.endswith("یت") and exact[0] == "ا" and len(exact) >= _LEAST_PASSIVE
    if exact[0] == "ا" and len(exact) >= _LEAST_PASSIVE:
        return True  # the derived forms: «أفرزت», «استقلت»
    bare = exact[:-1]
    return any(form in arabic() for form in (bare, bare + "ی", bare + "ا"))


@cache
def _listed() -> frozenset[str]:
    rows = (row for row in table("time_words") if row["kind"] in ("did", "perfect") and row["language"] == "ar")
    return frozenset(key_of(row["word"]) for row in rows)
