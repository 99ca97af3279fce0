"""Extends an Arabic head word to the full name: annexation, definite adjectives, «و» and «لـ» inside it."""

import re
from collections.abc import Iterator

from extractors.organisations.chains import link_at
from extractors.organisations.closing import begins_sentence, is_deed, is_deed_for, is_plain_noun, is_verb_behind
from extractors.organisations.coordination import (
    are_fields,
    coordinates,
    is_definite,
    is_several,
    joins_on,
    second_field_until,
)
from extractors.organisations.gazetteer import (
    Head,
    callings,
    cues,
    heads,
    loose,
    names,
    pacts,
    persons,
    places,
    stops,
    weak,
)
from extractors.protocols import Passage
from extractors.text.arabic_verbs import is_perfect, is_present
from extractors.text.lexicon import arabic as lexicon
from extractors.text.lexicon import listed_first_names

_GAP = re.compile(r"[ ]{0,2}")
_MOST_WORDS = 12
_CLITICS = ("ب", "ل", "ک", "ف")


def head_at(passage: Passage, index: int) -> tuple[Head, int, bool] | None:
    """The head at a word, how many letters of clitic stand before it, and whether it is definite.

    Also of a word that is a body's only with what follows («الوحدة التنفيذية لـ…», «سلطة ضبط المحروقات»).
    """
    known, doubtful = heads("ar"), None
    for word, clitic, definite in _forms(passage.words[index].exact):
        if word in known:
            return known[word], clitic, definite
        if doubtful is None and word in cues("head"):
            doubtful = _DOUBTFUL, clitic, definite
    return doubtful if doubtful and _has_purpose(passage, index, definite=doubtful[2]) else None


def _forms(exact: str) -> Iterator[tuple[str, int, bool]]:
    """A word without article and clitic, the letters of clitic before it, and whether it has the article."""
    yield exact, 0, False
    if exact.startswith("ال"):
        yield exact[2:], 0, True
    if exact.startswith("لل"):
        yield exact[2:], 1, True
    if exact[:1] in _CLITICS:
        yield exact[1:], 1, False
        if exact[1:3] == "ال":
            yield exact[3:], 1, True


def _has_purpose(passage: Passage, index: int, *, definite: bool) -> bool:
    """Whether what makes a doubtful head a body follows it: its adjective and «لـ…», or what it does to something."""
    if index + 2 >= len(passage.words) or not all(_GAP.fullmatch(passage.between(index + inner)) for inner in (1, 2)):
        return False
    said, then = passage.words[index + 1].exact, passage.words[index + 2].exact
    if definite:
        described = said.endswith(_RELATED) and said.startswith("ال")
        return described and then.startswith("ل") and then not in stops() and then not in cues("errand")
    return (said in cues("doing") or said in cues("cause")) and (is_definite(then) or then in lexicon())


_DOUBTFUL = Head(alone=False, joins=True)
_RELATED = ("ی", "یه")


def extent(passage: Passage, first: int, head: Head, *, definite: bool) -> int:
    """The word index after the last of the name whose head is at ``first``; ``first`` where there is no name."""
    words = passage.words
    forms = places().forms(words[first : first + _MOST_WORDS + 4])
    last = at = first + 1
    while at < min(len(words), first + _MOST_WORDS):
        exact = words[at].exact
        if link := link_at(passage, at, first):
            last = at = at + link
            continue
        if _ends(passage, at, first, definite=definite):
            break
        place = places().at(forms, at - first) if not definite or at > first + 1 else None
        if place:
            last = _described_until(passage, first + place.last, first)
            if not (_is_of_world(passage, at, first) or _is_for(passage, last, head)):
                return last
            at = last
            continue
        if exact == "و":
            if second := last == at and second_field_until(passage, head, first, at):
                return second
            alone = definite and at == first + 1
            if alone or last != at or not (coordinates(passage, head, at + 1) or are_fields(passage, at)):
                break
        elif _continues(passage, at, first, definite=definite) or joins_on(passage, head, at):
            last = at + 1
        else:
            break
        at += 1
    return last if last > first + 1 else first


def _is_of_world(passage: Passage, at: int, first: int) -> bool:
    """Whether a word begins the United Nations behind an organ of theirs («مكتب | الأمم المتحدة لتنسيق …»)."""
    said = tuple(word.exact for word in passage.words[at : at + len(_UNITED)])
    return at == first + 1 and said == _UNITED and passage.words[first].exact in cues("of world")


_UNITED = ("الامم", "المتحده")


def _is_for(passage: Passage, at: int, head: Head) -> bool:
    """Whether a body says what it is for behind its country («الجمعية العربية السعودية | للثقافة والفنون»)."""
    if at >= len(passage.words) or not _GAP.fullmatch(passage.between(at)):
        return False
    exact = passage.words[at].exact
    office = exact[2:] in heads("ar") and exact[2:] not in loose("ar")
    known = exact[2:] in lexicon() and not office and exact[2:] not in persons()
    return head.joins and exact.startswith("لل") and len(exact) > _ROOT and known and exact not in cues("addressed")


def _ends(passage: Passage, at: int, first: int, *, definite: bool) -> bool:
    """Whether a name ends before a word: a mark, a word that ends one, or what its body did something to."""
    if not _GAP.fullmatch(passage.between(at)) or _is_object(passage, at, first):
        return True
    exact = passage.words[at].exact
    head, before = passage.words[first].exact, passage.words[at - 1].exact
    deed = is_deed_for(head, exact, before) and not (before == _UNITED[-1] and _is_of_world(passage, first + 1, first))
    if begins_sentence(exact) or deed or (not definite and is_verb_behind(exact, before)):
        return True
    if exact not in stops():
        return False
    if at == first + 1:
        return (definite and not _is_for_all(passage, at)) or (not definite and exact not in cues("honorific"))
    return not (_is_general(passage, at) or _closes(passage, first, exact) or _is_regnal(passage, at, first))


def _described_until(passage: Passage, at: int, first: int) -> int:
    """The end of the adjectives that close a name after its place («حركة تركستان | الشرقية الإسلامية»)."""
    last = at
    while at > first + 1 and last < len(passage.words) and _GAP.fullmatch(passage.between(last)):
        exact = passage.words[last].exact
        known = exact in cues("nisba") or exact in stops() or exact[2:] in persons() or exact[2:] in heads("ar")
        closing = _closes(passage, first, exact) or (last == at and exact in cues("quarter"))
        if not closing and (not is_definite(exact) or not exact.endswith("یه") or known):
            break
        last += 1
    return last


def _closes(passage: Passage, first: int, exact: str) -> bool:
    """Whether an adjective closes the name of a hospital, bank or centre behind its place («مستشفى عرفات العام»)."""
    return exact in cues("seated closed") and passage.words[first].exact.endswith(_SEATED)


_SEATED = ("مستشفی", "بنک", "مصرف", "مرکز", "معهد", "مجمع")


def _is_for_all(passage: Passage, at: int) -> bool:
    """Whether «العام» is the adjective of a head, with whom it is for («الاتحاد العام | للفلاحين»)."""
    further = passage.words[at + 1].exact if at + 1 < len(passage.words) else ""
    return passage.words[at].exact == _GENERAL and further.startswith("ل") and passage.between(at + 1) == " "


def _is_general(passage: Passage, at: int) -> bool:
    """Whether «العام» is the adjective of the definite noun before it («دائرة الإفتاء العام»), and no year."""
    words = passage.words
    if (
        words[at].exact != _GENERAL
        or not words[at - 1].exact.startswith(("ال", "وال"))
        or words[at - 1].exact[-1] == "ه"
    ):
        return False
    further = words[at + 1].exact if at + 1 < len(words) and _GAP.fullmatch(passage.between(at + 1)) else ""
    return not (further[:1].isdigit() or further in cues("of year"))


_GENERAL = "العام"


def _continues(passage: Passage, at: int, first: int, *, definite: bool) -> bool:
    """Whether a word goes on with the name whose head is at ``first``."""
    exact, before = passage.words[at].exact, passage.words[at - 1].exact
    follower = passage.words[at + 1].exact if at + 1 < len(passage.words) else ""
    annexed = at == first + 1
    if is_definite(exact):
        if annexed and definite and not _agree(before, exact):
            return names().has_begun((before.removeprefix("ال"), exact))  # «الوزارة العدل», as some write it
        called = definite and exact in callings() and not follower.startswith("لل")
        if called or (not annexed and _is_another(exact, before)):
            return False
        unnamed = annexed and exact[2:] in heads("ar") and exact[2:] not in loose("ar")
        return not unnamed or (not definite and is_definite(follower))
    if exact.startswith("لل") and len(exact) > _ROOT and exact not in stops():
        return not annexed and exact not in cues("befalls") and exact not in cues("addressed")
    if exact[0].isalpha() and _is_of_person(passage, at, first):
        return True
    if before in cues("honorific") or before in cues("area") or (before in cues("joiner") and at == first + 2):
        return True
    if annexed:
        return not definite and exact[0].isalpha() and not _is_with_preposition(exact)
    if (exact in cues("many") and is_definite(follower)) or exact in cues("tail") or _is_of_court(passage, at, first):
        return True
    if exact[0] == "ل" and (exact[1:] in heads("ar") or (is_definite(follower) and exact[1:] in lexicon())):
        return not (exact[1:] in cues("doing") and _is_said_for(passage, at, first))
    company = passage.words[first].exact in cues("company") and exact.isalpha()
    called = at == first + 2 and not _is_accusative(passage, at) and not (is_definite(before) and _is_told(exact))
    return company and (exact.isascii() or called)


def _is_told(exact: str) -> bool:
    """Whether a word behind «شركة الكهرباء» goes on with the sentence: a verb or a deed («توقيع», «لتمويل»)."""
    return is_deed(exact) or (exact[0] == "ل" and is_deed(exact[1:])) or is_present(exact) or is_perfect(exact)


def _is_said_for(passage: Passage, at: int, first: int) -> bool:
    """Whether a name has said what its body is for («الهيئة العامة للرياضة والشباب | لتطوير الملعب»)."""
    return any(word.exact.startswith("لل") for word in passage.words[first + 1 : at])


def _is_with_preposition(exact: str) -> bool:
    """Whether a word is another with a preposition («جمعية | بمقاضاة المكتب»), and no name («جمعية بسمة»)."""
    noun = exact[1:]
    usual = lexicon().get(noun, 0) > lexicon().get(exact, 0) + _RARER
    return exact[0] in "بل" and (noun in heads("ar") or (exact[0] == "ب" and len(noun) > _ROOT and usual))


_RARER = 10
"""Of weights: some three times as rare."""


def _is_of_court(passage: Passage, at: int, first: int) -> bool:
    """Whether a word says what kind a court is («محكمة صلح | جزاء | عمان»)."""
    return passage.words[at].exact in cues("court") and passage.words[first].exact.endswith(_COURT)


def _is_accusative(passage: Passage, at: int) -> bool:
    """Whether a word is an indefinite noun in the accusative, which no name has («شركة تاكيدا | عقارا»)."""
    exact = passage.words[at].exact
    return exact.endswith("ا") and exact[:-1] in lexicon() and lexicon().get(exact, 0) < lexicon()[exact[:-1]]


def _is_object(passage: Passage, at: int, first: int) -> bool:
    """Whether a definite noun is none of a name: what a body does, or what one named after somebody does it to.

    «جهاز الأمن | الاستعداد», «دارة الملك عبدالعزيز | المخطوطات».
    """
    words = passage.words
    exact, before = words[at].exact, words[at - 1].exact
    if not exact.startswith("ال") or at < first + 2:
        return False
    if at > first + 2 and (words[first + 1].exact in cues("honorific") or is_after_person(passage, first)):
        return exact.endswith(_SEVERAL) or exact[2:] in pacts()
    closed = before.startswith(("ال", "لل")) and before not in stops()
    if not closed:
        return False
    agent = exact.startswith("الم") and words[at + 1 : at + 2] and words[at + 1].exact.startswith("لل")
    agreeing = exact in cues("agreeing") and is_several(before)  # «المعهد العالي للفنون | المسرحية»
    plain = not agent and not agreeing and is_plain_noun(exact)  # «اللجنة العليا المنظمة للمؤتمر» has a participle
    return plain or is_deed(exact[2:]) or exact[2:] in pacts()


_COURT, _MINISTRY = "محکمه", ("وزاره", "مدیریه")
_ROOT = 3
"""Letters of a verb's root, which a noun has as often («أسر», «غسل»)."""
_SEVERAL = "ات"


def _agree(head: str, exact: str) -> bool:
    """Whether a definite word may be the adjective of a definite head: of its gender («الوزارة | الملف» is not)."""
    feminine = head.endswith("ه")
    return exact.endswith(("ه", "ا", "ی")) if feminine else not exact.endswith("ه")


def _is_another(exact: str, before: str) -> bool:
    """Whether a definite word is somebody or a body of its own after a definite word («الدوري الإسباني اللاعب»).

    An adjective that people have as well is none («الدفاع المدني»).
    """
    if exact in cues("holder") and before.startswith(("ال", "لل")):
        return True
    if not before.startswith("ال") or before[2:] in persons():
        return False
    agreeing = _FEMININE if before.endswith("ه") else _MASCULINE
    if before in cues("nisba") and not exact.endswith(agreeing) and exact[2:] not in weak():
        return True  # «حركة الشباب الصومالية الهجوم»: a country's adjective closes the name, and this is an object
    adjective = exact.endswith("ی") and not before.endswith("ی")
    return (exact[2:] in persons() and not adjective) or (before.endswith("ی") and exact[2:] in heads("ar"))


_FEMININE, _MASCULINE = ("ه", "ی", "ا", "ت"), ("ی",)


def _is_of_person(passage: Passage, at: int, first: int) -> bool:
    """Whether a word goes on with the person whom a body is named after («مركز الملك عبدالله بن عبدالعزيز»)."""
    words = passage.words
    honoured = next((index for index in range(at - 1, first, -1) if words[index].exact in cues("honorific")), 0)
    if at < (honoured or first) + 2 or not (honoured or is_after_person(passage, first)):
        return False
    exact = words[at].exact
    return exact in _OF_NAMES or words[at - 1].exact in _OF_NAMES or _is_regnal(passage, at, first)


def _is_regnal(passage: Passage, at: int, first: int) -> bool:
    """Whether it is the number of the ruler whom a body is named after («صندوق الملك عبدالله الثاني»)."""
    named = at > first + 2 and passage.words[first + 1].exact in cues("honorific")
    return named and passage.words[at].exact in cues("regnal")


def is_after_person(passage: Passage, first: int) -> bool:
    """Whether somebody's name with his father's stands after a head («جامعة سلمان بن عبدالعزيز»)."""
    following = [word.exact for word in passage.words[first + 1 : first + 3]]
    return len(following) == 2 and following[0] in listed_first_names() and following[1] in _SON_OF


_SON_OF = ("بن", "ابن", "بنت")
_OF_NAMES = ("بن", "ابن", "بنت", "ال", "ابو", "عبد")
