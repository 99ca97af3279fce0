"""Links of an Arabic name's chain: nouns that only join what stands before them in it to a definite noun or place."""

import re

from extractors.organisations.closing import is_deed
from extractors.organisations.gazetteer import cues, heads, loose, places, stops
from extractors.protocols import Passage
from extractors.text.annexed import are_annexed
from extractors.text.arabic_verbs import is_perfect
from extractors.text.lexicon import arabic as lexicon

_GAP = re.compile(r"[ ]{0,2}")
_LINKS = (2, 3)
_SIDES = ("شرق", "غرب", "شمال", "جنوب", "وسط")
_IMPERFECT = ("ی", "ت")
_ROOT = 3
"""Letters of a verb's root, which a noun has as often («أسر», «غسل»)."""


def link_at(passage: Passage, at: int, first: int) -> int:
    """How many words from one on only join what stands before them in a name to what follows; 0 where they do not.

    The head of the name is at ``first``.
    """
    if at + 1 >= len(passage.words) or not all(_GAP.fullmatch(passage.between(index)) for index in (at, at + 1)):
        return 0
    if _is_governed(passage, at, first) or _is_negated(passage, at, first):
        return 2
    return _purpose(passage, at, first) or int(_is_chained(passage, at, first))


def _is_governed(passage: Passage, at: int, first: int) -> bool:
    """Whether a preposition is that of the word before it in a name («للرقابة على | الصادرات»)."""
    if at < first + 2:
        return False
    before = passage.words[at - 1].exact.removeprefix("لل").removeprefix("ال")
    return before + passage.words[at].exact in cues("governs") and passage.words[at + 1].exact.startswith("ال")


def _is_negated(passage: Passage, at: int, first: int) -> bool:
    """Whether «غير» denies an adjective of the definite noun before it («مكافحة الهجرة | غير الشرعية»).

    Of the head itself it says no name («المعهد غير الربحي»).
    """
    head, before, after = (passage.words[index].exact for index in (first, at - 1, at + 1))
    definite = before.startswith("ال") and after.startswith("ال")
    return passage.words[at].exact == "غیر" and definite and not head.startswith(("ال", "لل", "بال"))


def _purpose(passage: Passage, at: int, first: int) -> int:
    """How many words of what a body is for stand before its last noun («… لتثمين موارد | المحروقات»); 0 where none do.

    Only behind a definite head with its adjective: an indefinite one is annexed to what it is for.
    """
    inside = [word.exact for word in passage.words[first:at]]
    exact = passage.words[at].exact
    if len(inside) not in _LINKS or not all(one.startswith(("ال", "لل", "بال")) for one in inside):
        return 0
    deed = is_deed(exact[1:]) or any(exact[1:] in cues(kind) for kind in ("doing", "cause", "field", "members"))
    if exact[0] != "ل" or not deed or exact in cues("errand"):
        return 0
    if exact[1:] in cues("members") and _closes(passage, at + 1):
        return 1
    further = passage.words[at + 1].exact
    return 2 if _is_noun(further) and at + 2 < len(passage.words) and _closes(passage, at + 2) else 0


def _is_chained(passage: Passage, at: int, first: int) -> bool:
    """Whether a noun is a link of a name's chain («لجنة إعادة | إعمار | غزة», «عمادة شؤون | أعضاء | …»).

    One before it does something, or is of people («اتحاد مزارعي | مشروع | الجزيرة»).
    """
    inside = [word.exact for word in passage.words[first + 1 : at + 1]]
    if len(inside) not in _LINKS or any(exact.startswith(("ال", "لل")) or exact in stops() for exact in inside):
        return False
    closed = _closes(passage, at + 1)
    deed = inside[-1] in cues("doing") or (is_deed(inside[-1]) and inside[0] in heads("ar"))
    if deed and len(inside) == _LINKS[0]:
        return closed and not inside[0].endswith("یه")
    if inside[-1] in _SIDES and len(inside) == _LINKS[0]:
        return closed and inside[0] in heads("ar")  # «مديرية شرطة | غرب | إربد»
    if inside[-1] in cues("area") and len(inside) == _LINKS[0]:
        return closed and _is_noun(inside[0]) and not _is_loose(passage, first)  # «هيئة مياه | ولاية | كسلا»
    if not _is_noun(inside[-1]) or _closes(passage, at):
        return False
    if inside[0] in cues("doing"):
        return closed or passage.words[at + 1].exact in heads("ar")
    return closed and not _is_loose(passage, first) and (is_deed(inside[0]) or are_members(inside[0]))


def _is_loose(passage: Passage, first: int) -> bool:
    return any(passage.words[first].exact.endswith(head) for head in loose("ar"))


def are_members(exact: str) -> bool:
    """Whether an annexed word is of people who have bodies («طلبة», «مستثمري», «بلديات»).

    >>> are_members("طلبه"), are_members("مستثمری"), are_members("تجاری")
    (True, True, False)
    """
    return exact in cues("members") or are_annexed(exact)


def _is_noun(exact: str) -> bool:
    """Whether a word is a noun of the lexicon and no verb."""
    known = (exact in lexicon() or exact + "ء" in lexicon()) and exact not in stops()
    return known and not exact.startswith(_IMPERFECT) and not (len(exact) > _ROOT and is_perfect(exact))


def _closes(passage: Passage, at: int) -> bool:
    """Whether a word is definite or a place, with which a chain ends."""
    word = passage.words[at]
    definite = word.exact.startswith("ال") and word.exact not in stops()
    return bool(_GAP.fullmatch(passage.between(at))) and (definite or bool(places().at(places().forms((word,)), 0)))
