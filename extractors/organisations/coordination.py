"""What «و» joins inside an Arabic organisation's name: a second field, a second adjective, people beside people."""

import re

from extractors.organisations.closing import is_deed, is_plain_noun
from extractors.organisations.gazetteer import Head, cues, heads, places, stops
from extractors.protocols import Passage
from extractors.text.lemmas import lemmas
from extractors.text.lexicon import arabic as lexicon

_GAP = re.compile(r"[ ]{0,2}")
_LEAST_COORDINATE = 5
_PEOPLE = ("ین", "ون")
_MINISTRY = ("وزاره", "مدیریه")
_ROOT = 3
"""Letters of a verb's root, which a noun has as often («أسر», «غسل»)."""
_THIRD = 3


def is_definite(exact: str) -> bool:
    """Whether an exact form has the article.

    >>> is_definite("الصحه"), is_definite("الان"), is_definite("صحه")
    (True, False, False)
    """
    return exact.startswith("ال") and len(exact) > _THIRD + 1


def is_several(exact: str) -> bool:
    """Whether a definite noun is a plural of things («الفنون», «للدراسات»).

    >>> is_several("للفنون"), is_several("الدراسات"), is_several("الشرکه")
    (True, True, False)
    """
    noun = exact.removeprefix("لل").removeprefix("ال")
    return noun.endswith("ات") or lemmas().get(noun, noun) != noun


def joins_on(passage: Passage, head: Head, at: int) -> bool:
    """Whether a word is joined to the one before it: a glued «و», or its own «بـ» («الاتجار | بالأشخاص»)."""
    exact, before = passage.words[at].exact, passage.words[at - 1].exact
    governed = exact.startswith("بال") and before.removeprefix("لل").removeprefix("ال") + "ب" in cues("governs")
    second = before == "و" and are_fields(passage, at - 1)  # «غرفة تجارة و | صناعة عمان»
    return governed or second or _is_coordinate(passage, head, at)


def _is_second_adjective(passage: Passage, at: int) -> bool:
    """Whether «و» joins a second adjective to one of a noun («مجلس البحوث العلمية | والتكنولوجية»)."""
    if at < _THIRD or passage.between(at - 1) != " " or passage.words[at - 1].exact != "و":
        return False
    noun, first, exact = (passage.words[index].exact for index in (at - 3, at - 2, at))
    related = all(word.endswith("یه") and is_definite(word) and not is_plain_noun(word) for word in (first, exact))
    none = exact in cues("ministry field") or exact[2:] in heads("ar") or exact in stops() or exact in cues("nisba")
    return related and is_definite(noun) and passage.between(at - 2) == " " and not none


def coordinates(passage: Passage, head: Head, after: int) -> bool:
    """Whether the word after «و» still belongs to the name: definite, not the head of another body, no new people."""
    if after >= len(passage.words):
        return False
    if _is_second_adjective(passage, after):
        return True
    exact, before = passage.words[after].exact, passage.words[after - 2].exact
    field = before.startswith(("ال", "لل")) and exact[2:] in cues("field")
    purpose = before.startswith("لل") or passage.words[after - 3].exact[:1] == "ل"
    if not (head.joins or field or purpose):
        return False  # what a body is for is coordinated with any head: «جامعة … للعلوم والتقنية»
    if _are_new_people(exact, before) or exact in cues("holder"):
        return False
    portfolio = exact in cues("ministry field")  # «وزارة الزراعة | والري»
    return (is_definite(exact) or portfolio) and not _is_body(exact, before) and (field or exact not in stops())


def _are_people(exact: str) -> bool:
    """Whether a word is the definite plural of people («المنسقين», «للمسنين»), not «القوانين», «الفنون», «التعدين»."""
    singular = exact[2:-2]
    definite = exact.startswith(("ال", "لل")) and exact.endswith(_PEOPLE) and len(singular) >= _ROOT
    broken = lemmas().get(exact[2:], singular) != singular
    return definite and not broken and singular in lexicon() and not is_deed(exact[2:])


def _are_new_people(exact: str, before: str) -> bool:
    """Whether «و» adds people to what no people are («مركز الأبحاث والعاملون»); «للمعوقين والمسنين» are both."""
    return _are_people(exact) and not before.endswith(_PEOPLE)


def _is_coordinate(passage: Passage, head: Head, at: int) -> bool:
    """Whether «و» is glued to a second noun after a definite one («للنشر والإشهار», «كلية التربية والآداب»)."""
    exact, before = passage.words[at].exact, passage.words[at - 1].exact
    inner = heads("ar").get(passage.words[at - 2].exact)  # «فرع جمعية | الثقافة والفنون»
    joins = head.joins or (inner is not None and inner.joins) or exact[3:] in cues("field")
    if not before.startswith(("لل", "ال") if joins else "لل") or not exact.startswith("وال"):
        return False
    start = passage.folded.span(passage.words[at].start, passage.words[at].end).start
    if not passage.folded.raw.startswith("وال", start):
        return False  # «وآليات»
    if _are_new_people(exact[1:], before) or exact[1:] in cues("holder"):
        return False
    long = len(exact) > _LEAST_COORDINATE or exact[1:] in cues("ministry field")
    return long and not _is_body(exact[1:], before) and exact[1:] not in stops()


def _is_body(exact: str, before: str) -> bool:
    """Whether a definite word behind «و» begins another body, and says not what the one is for as well.

    «وزارة الداخلية | والجمارك», but «المؤسسة العامة للموانئ والجمارك».
    """
    bare = exact[2:]
    return (bare in heads("ar") or bare in cues("head")) and not (before.startswith("لل") and bare in cues("field"))


def are_fields(passage: Passage, at: int) -> bool:
    """Whether «و» joins two fields that a place or a noun follows («غرفة تجارة | وصناعة عمان»)."""
    words = passage.words
    if at + 2 >= len(words) or not _GAP.fullmatch(passage.between(at + 2)):
        return False
    closed = is_definite(words[at + 2].exact) or places().at(places().forms((words[at + 2],)), 0) is not None
    return closed and words[at - 1].exact in cues("field") and words[at + 1].exact in cues("field")


def agreeing_until(passage: Passage, at: int) -> int:
    """The end of the feminine adjectives that follow («كفالة الأسر | المتعففة»)."""
    words = passage.words
    while at < len(words) and _GAP.fullmatch(passage.between(at)) and is_definite(words[at].exact):
        exact = words[at].exact
        if not exact.endswith("ه") or exact in stops() or exact[2:] in heads("ar") or is_plain_noun(exact):
            break
        at += 1
    return at


def second_field_until(passage: Passage, head: Head, first: int, at: int) -> int:
    """The end of a second field of words of its own that «و» joins; 0 where it joins none.

    «كلية علوم الحاسوب | وتكنولوجيا المعلومات», «الهيئة العمانية للاعتماد الأكاديمي | وضمان جودة التعليم».
    """
    words = passage.words
    if not head.joins or at + 2 >= len(words):
        return 0
    links = 1 + (not is_definite(words[at + 2].exact) and words[at + 2].exact in cues("field"))
    end = at + links + 2
    apart = any(not _GAP.fullmatch(passage.between(index)) for index in range(at + 1, min(end, len(words))))
    if end > len(words) or apart or not is_definite(words[end - 1].exact):
        return 0
    joined = _is_second_field(passage, first, at) if links == 1 else _is_for_second(passage, first, at)
    return agreeing_until(passage, end) if joined else 0


def _is_second_field(passage: Passage, first: int, at: int) -> bool:
    """Whether a noun behind «و» is a field like the one before it."""
    words = passage.words
    second = words[at + 1].exact
    if words[first].exact.endswith(_MINISTRY) and words[at - 1].exact.startswith("ال") and second not in heads("ar"):
        return second in cues("doing") or second in cues("field")  # «مديرية التجارة الداخلية وحماية المستهلك»
    if at == first + 3 and not is_definite(words[first + 1].exact):
        return second in cues("field")
    if at == first + 2 and is_definite(words[first + 1].exact):
        return second in cues("doing")  # «هيئة الرقابة ومكافحة الفساد»
    return _is_for_second(passage, first, at)


def _is_for_second(passage: Passage, first: int, at: int) -> bool:
    """Whether a body is for something else, too («الرئاسة العامة للأرصاد | وحماية البيئة»)."""
    words, second = passage.words, passage.words[at + 1].exact
    purpose = words[at - 1].exact.startswith("لل") or (at > first + 3 and words[at - 2].exact.startswith("ل"))
    return purpose and (second in cues("doing") or (second in cues("field") and second not in heads("ar")))
