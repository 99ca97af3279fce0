"""Arabic nouns with the pronoun of their owner («إصاباتهم», «إفلاسها»), which are definite without an article."""

import re
from functools import lru_cache

from extractors.text.lexicon import HAMZA, arabic

_POSSESSED = re.compile(r"(?P<noun>\w{4,}?)(?:هم|هن|هما|ها)")
_MOST_COMMON = 5
"""Weights: a word that is some three times as frequent as its noun is a word of its own («متهم»)."""


@lru_cache(maxsize=1 << 13)
def is_possessed(exact: str) -> bool:
    """Whether a word in its exact form is a known noun with a pronoun of the third person, not of «him».

    >>> [is_possessed(word) for word in ("اصاباتهم", "افلاسها", "جامعتها", "اصدقاوهم", "متهم", "جهات", "مساهم")]
    [True, True, True, True, False, False, False]
    """
    match = _POSSESSED.fullmatch(exact)
    if match is None:
        return False
    known = arabic()
    weight = max(known.get(form, 0) for form in _bare(match["noun"]))
    return weight > max(0, known.get(exact, 0) - _MOST_COMMON)


def _bare(noun: str) -> tuple[str, ...]:
    """A noun without its pronoun: as it stands, with the ه that becomes ت, or its bare hamza."""
    if noun.endswith(("او", "ای")):
        return noun, noun[:-1] + HAMZA
    return (noun, noun.removesuffix("ت") + "ه") if noun.endswith("ت") else (noun,)
