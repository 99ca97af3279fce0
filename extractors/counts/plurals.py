"""Whether an Arabic noun is a plural: by its ending, or by the table of broken ones."""

from functools import cache

from corpora.tables import table, words
from extractors.counts.rules import units
from extractors.text.lexicon import is_word, key_of


def is_plural(exact: str, *, known: bool) -> bool:
    """Whether a noun without its article is the plural of what is counted, and no time; broken ones must be ``known``.

    >>> is_plural("مدیرین", known=False), is_plural("قانون", known=True), is_plural("ایام", known=True)
    (True, False, False)
    """
    if not _times().isdisjoint((exact, exact + "ه")):
        return False
    if exact.endswith(("ات", "ین", "ون")):
        return (is_word(exact) or is_word("ال" + exact)) and exact not in _singular()
    return known and (exact in _broken() or exact + "ه" in units("ar"))


@cache
def _broken() -> frozenset[str]:
    """Exact forms of broken plurals of what is counted («دول», «أندية», «طلاب»)."""
    return frozenset(key_of(form) for row in table("irregular") for form in row["forms"].split())


@cache
def _times() -> frozenset[str]:
    return frozenset(map(key_of, words("time_units")))


@cache
def _singular() -> frozenset[str]:
    """Words that end as plurals do and are none."""
    return frozenset(map(key_of, ("تموين", "قانون", "تأمين", "تمرين", "زيتون", "سنين", "مليون", "صابون")))
