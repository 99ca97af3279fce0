"""Arabic plurals of people that a noun follows, without their nun («لاعبي الفريق», «مزارعي الوادي»)."""

from functools import lru_cache

from extractors.text.lexicon import arabic

_LEAST = 5
"""Letters of such a word: of a root and two of its endings."""


@lru_cache(maxsize=1 << 13)
def are_annexed(exact: str) -> bool:
    """Whether a word in its exact form is the plural of people that another noun follows.

    >>> are_annexed("لاعبی"), are_annexed("مستثمری"), are_annexed("تجاری"), are_annexed("علی")
    (True, True, False, False)
    """
    if not exact.endswith("ی") or len(exact) < _LEAST:
        return False
    return any(form in arabic() for form in (f"{exact}ن", f"ال{exact}ن", f"{exact[:-1]}ون"))
