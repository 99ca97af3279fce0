"""Names of organisations that the rules extend from a head word, as ranges of words."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from extractors.organisations import arabic, persian
from extractors.organisations.gazetteer import Head, cues, determiners, heads, number_words, stops, weak, with_names
from extractors.protocols import Passage
from extractors.text.lexicon import listed_first_names

_OPENED = re.compile(r" {0,2}([(«\"“])")
_CLOSING = {"(": ")", "«": "»", '"': '"', "“": "”"}
_MOST_CALLED = 4


class RuleMatch(NamedTuple):
    """Words ``[first, last)`` of a passage are a name; ``clitic`` letters of the first are none of it.

    ``called``: the text itself marks the name, so that nothing else has to speak for it («عيادة (شفاء)»).
    """

    first: int
    last: int
    clitic: int
    called: bool = False


def ruled(passage: Passage) -> Iterator[RuleMatch]:
    """The names in text order, none overlapping another."""
    return _arabic(passage) if passage.language == "ar" else _persian(passage)


def _persian(passage: Passage) -> Iterator[RuleMatch]:
    place_ends, known, at = persian.place_ends(passage), heads("fa"), 0
    while at < len(passage.words):
        named = passage.words[at].exact in known and not is_common(passage, at) and not _is_province(passage, at)
        end = persian.extent(passage, at, place_ends) if named else at
        if end > at:
            yield RuleMatch(at, end, 0)
        at = max(at + 1, end)


def _is_province(passage: Passage, at: int) -> bool:
    """Whether «استان» is written, which is one with «آستان» where spelling is folded («در سطح استان | خبر داد»)."""
    word = passage.words[at]
    return word.exact == _SHRINE and not passage.folded.text[word.start : word.end].startswith("آ")


_SHRINE = "استان"


def _arabic(passage: Passage) -> Iterator[RuleMatch]:
    at = 0
    while at < len(passage.words):
        if _is_board(passage, at):
            at += _BOARD
            continue
        led = passage.words[at].exact in _LED_BY or is_common(passage, at)
        head = None if led else arabic.head_at(passage, at)
        end = _extent(passage, at, head) if head else at
        marked = (_marked(passage, at, head[1]) if end == at and not head[2] else at) if head else _campus(passage, at)
        if max(end, marked) > at:
            clitic = head[1] if head else 0
            called = marked > at or _is_agency(passage, at, end) or _is_named_after(passage, at, end)
            yield RuleMatch(at, max(end, marked), clitic, called=called)
        at = max(at + 1, end, marked)


def _extent(passage: Passage, at: int, head: tuple[Head, int, bool]) -> int:
    """The end of a name; that of a country's one body is its adjective («الشرطة التركية | للتحقيق»)."""
    known, clitic, definite = head
    said = passage.words[at + 1].exact if at + 1 < len(passage.words) else ""
    if said in _ONE:
        return at  # «معهد واحد في الجوف»
    national = definite and said in cues("nisba") and passage.words[at].exact[clitic:].endswith(tuple(cues("national")))
    plain = national and passage.between(at + 1) == " "
    return at + 2 if plain else arabic.extent(passage, at, known, definite=definite)


def _is_board(passage: Passage, at: int) -> bool:
    """Whether it is the board of a body that is named behind it («رئيس مجلس إدارة | الجمعية الخيرية»)."""
    exact = passage.words[at].exact.removeprefix("ل").removeprefix("ب")
    following = [one.exact for one in passage.words[at + 1 : at + _BOARD + 1]]
    if exact != "مجلس" or not following:
        return False
    behind = following[1] if len(following) == _BOARD else ""
    return following[0] == "اداره" or (following[0] in _TRUSTEES and behind[:1] == "ل" and behind[1:] in heads("ar"))


_BOARD = 2
_TRUSTEES = ("المفوضین", "الامناء", "المحافظین", "المدیرین", "الاداره")
"""«مجلس المفوضين لهيئة …»: the body is the one that is named behind its board."""
_LED_BY = ("بقیاده",)
"""«التحالف بقيادة السعودية»: who leads, and no body."""
_ONE = ("واحد", "واحده")


def _marked(passage: Passage, at: int, clitic: int) -> int:
    """The end of a name in quotation marks or brackets right after its head («مركز «أمان»»); the head where none is.

    An adjective is none («شركة (وطنية)», «مركز (مؤقت)»).
    """
    opened = _OPENED.fullmatch(passage.between(at + 1)) if at + 1 < len(passage.words) else None
    if not opened or passage.words[at].exact[clitic:] not in with_names():
        return at
    closing = _CLOSING[opened[1]]
    for last in range(at + 2, min(at + 2 + _MOST_CALLED, len(passage.words) + 1)):
        gap, exact = passage.between(last), passage.words[last - 1].exact
        if exact in stops() or exact[0].isdigit():
            return at
        if gap.lstrip(" ").startswith(closing):
            return at if last == at + 2 and _describes(exact) else last
        if gap.strip(" -"):
            return at
    return at


def _describes(exact: str) -> bool:
    """Whether a word alone is an adjective: from a noun («وهمية», not «حماية»), or one that any body may have."""
    related = exact.endswith(("ی", "یه")) and not exact.endswith("ایه")
    return related or exact in weak() or exact in cues("passing")


def _campus(passage: Passage, at: int) -> int:
    """The end of a city that is a body, called after a person («مدينة الملك فهد الطبية»); its first word if none is."""
    honoured = passage.words[at].exact.endswith(_CITY) and passage.words[at + 1 : at + 2]
    if not honoured or honoured[0].exact not in cues("honorific"):
        return at
    last = arabic.extent(passage, at, Head(alone=False, joins=False), definite=False)
    closed = (index for index in range(at + _CALLED, last) if passage.words[index].exact in cues("campus"))
    end = next(closed, at - 1) + 1
    while at < end < last and passage.words[end].exact.startswith("ال"):
        end += 1
    return end


_CITY, _CALLED = "مدینه", 3


def _is_agency(passage: Passage, first: int, last: int) -> bool:
    """Whether it is a news agency with its name («وكالة أنباء البحرين»)."""
    return last - first > _AGENCY and passage.words[first + 1].exact in cues("news")


_AGENCY = 2


def _is_named_after(passage: Passage, first: int, last: int) -> bool:
    """Whether a body has a person's name («جامعة سلمان بن عبدالعزيز», «دارة الملك عبدالعزيز»)."""
    if last - first <= _AGENCY:
        return False
    who = passage.words[first + 2].exact
    honoured = passage.words[first + 1].exact in cues("honorific") and (
        who in listed_first_names() or who.startswith("عبد")
    )
    return (honoured and passage.words[first].exact in cues("named after")) or arabic.is_after_person(passage, first)


def is_common(passage: Passage, at: int) -> bool:
    """Whether a determiner or a number before the head makes it a common noun («۲۸ جامعة», «هر سازمان», «دو مرکز»).

    The number of an item is none («2 - أمانة منطقة الرياض», «(2) أمانة منطقة الرياض» where a line begins).
    """
    if not at:
        return False
    before = passage.words[at - 1].exact
    if before in determiners(passage.language) or (before in number_words() and passage.between(at) == " "):
        return True
    gap = passage.between(at)
    begins = at == 1 or "\n" in passage.between(at - 1)
    return before[0].isdigit() and not _ITEM.search(gap) and not (begins and gap.startswith(")"))


_ITEM = re.compile(r"[-\N{EN DASH}\N{EM DASH}.:/\n\N{ARABIC TATWEEL}]")
