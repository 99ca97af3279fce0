"""Extends a Persian head word to the full name: an ezafe chain, with «و» inside it where the head allows."""

import re
from collections.abc import Sequence

from extractors.organisations.gazetteer import Head, classes, heads, places, stops
from extractors.protocols import Passage
from extractors.text.characters import ZWNJ
from extractors.text.lexicon import is_word, lemma_forms

_GAP = re.compile(rf"[ {ZWNJ}]{{0,3}}")
_MOST_WORDS = 14
_COMPLEMENT = {
    "ارتباط": "با",
    "مبارزه": "با",
    "مقابله": "با",
    "همکاری": "با",
    "حمایت": "از",
    "حفاظت": "از",
    "رسیدگی": "به",
}
"""Nouns whose preposition stays inside the name («مدیریت ارتباط با سازمان‌ها», «ستاد مبارزه با مواد مخدر»)."""
_PERSONS = ("ند", "یم")
_VERB_PREFIX = ("می", "نمی")


def is_verb(exact: str) -> bool:
    """Whether a Persian word is a verb, by its letters («می‌رود», «بکند») or by the table («فراخواندند»)."""
    if exact.endswith(_PERSONS) and exact in lemma_forms():
        return True
    if exact.startswith(_VERB_PREFIX) and len(exact) > 5 and exact[-1] in "دمی":
        return True
    return exact[0] == "ب" and len(exact) > 4 and exact[-1] == "د" and not is_word(exact)


def extent(passage: Passage, first: int, place_at: Sequence[int]) -> int:
    """The word index after the last of the name whose head is at ``first``; ``first`` where there is no name.

    ``place_at[i]`` is the index after the place name that begins at word i, or 0.
    """
    words = passage.words
    head = heads("fa")[words[first].exact]
    at, last = first + 1, first + 1
    while at < min(len(words), first + _MOST_WORDS):
        if not _GAP.fullmatch(passage.between(at)):
            break
        if place_at[at]:
            last = place_at[at]
            if words[last - 1].exact == "ایران":
                at = last
                continue
            break
        exact = words[at].exact
        before = heads("fa").get(words[at - 1].exact)
        if exact == "و":
            if not (last > first + 1 and _coordinates(passage, head, at + 1)):
                break
        elif _complements(words[at - 1].exact, exact):
            pass
        elif _ends(exact, before) or (at == first + 1 and exact in classes()):
            break
        else:
            last = at + 1
        at += 1
    if last == first + 1:
        return last if head.alone else first
    return last


def _ends(exact: str, before: Head | None) -> bool:
    """Whether a word is none of a name; a number of two digits may be that of a «لشکر»."""
    if exact[0].isdigit():
        return not (before and before.numbered and len(exact) > 1)
    return exact in stops() or is_verb(exact)


def _complements(before: str, exact: str) -> bool:
    return _COMPLEMENT.get(before) == exact


def _coordinates(passage: Passage, head: Head, after: int) -> bool:
    """Whether the word after «و» still belongs to the name: a modifier, not another body, a verb or a function word."""
    if not head.joins or after >= len(passage.words):
        return False
    exact = passage.words[after].exact
    return not (exact in heads("fa") or exact in stops() or is_verb(exact) or exact[0].isdigit())


def place_ends(passage: Passage) -> list[int]:
    """For each word, the index after the place name (with «استان», «شهرستان» before it) that begins there, or 0."""
    ends = [0] * (len(passage.words) + 1)
    for match in places().find(passage.words):
        ends[match.first] = match.last
        if match.first and passage.words[match.first - 1].exact in ("استان", "شهرستان", "شهر"):
            ends[match.first - 1] = match.last
    return ends
