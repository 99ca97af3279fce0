"""States that a sentence names by other words than their names: governments, offices and sides of a country."""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import NamedTuple

from corpora.tables import table
from extractors.agreements.sentences import Sentence
from extractors.names.places import places
from extractors.organisations.gazetteer import called, heads
from extractors.text.characters import ZWNJ
from extractors.text.exact import exact_of
from extractors.text.lexicon import key_of

_AND = "و"
_ADJECTIVE = ("یه", "ی")
_GOVERNMENT = "الحكومة"
_MINISTRY = "وزارة"
_NAME = 6
"""Words between two adjectives of countries: the name and title of who holds the first office."""
_OFFICE = 4
"""Words between «وزیران» and the countries that they are of."""


class Nation(NamedTuple):
    """A state in words ``[first, last)`` of a sentence; an empty name is what stands there."""

    first: int
    last: int
    name: str


def nations(sentence: Sentence) -> Iterator[Nation]:
    """The states that a sentence names by their governments, powers and offices."""
    for at in sentence.cued(0, len(sentence.words), "powers", "collective"):
        if sentence.has(at, "powers") or _is_side(sentence, at):
            name = _text(sentence, at, sentence.ends(at)).removeprefix(_AND) if _is_glued(sentence, at) else ""
            yield Nation(at, sentence.ends(at), name)
    if sentence.language == "ar":
        yield from _two_sides(sentence)
        yield from _of_state(sentence)
        yield from _two_governments(sentence)
        yield from _of_ministers(sentence)
        yield from _of_committees(sentence)
    else:
        yield from _of_offices(sentence)


def _is_glued(sentence: Sentence, at: int) -> bool:
    """Whether «و» is written together with an Arabic side («ودائنوها», «وست قوى عالمية»)."""
    return sentence.language == "ar" and sentence.exacts[at].startswith(_AND)


def _is_side(sentence: Sentence, at: int) -> bool:
    """Whether creditors, rebels and the like stand where a side of an agreement does («مع الدائنين», «بین … و …»)."""
    if at == 0 or sentence.has(at - 1, "with", "between", "and", "sign_verb", "agrees", "reaches"):
        return True
    named = any(one.last == at for one in sentence.of("AGREEMENT"))  # «اتفاقية المجتمع الدولي مع …»
    if named or _is_glued(sentence, at):
        return True
    series = sentence.exacts[sentence.ends(at) : sentence.ends(at) + 1]
    leads = sentence.exacts[at - 1] in _THAT and bool(series) and series[0].startswith(_AND)
    return sentence.exacts[at - 1] in (_AND, _BETWEEN) or leads  # «بأن الدائنين وزامبيا وقعوا»


_THAT = ("ان", "بان", "که")
_BETWEEN = "بین"


def _of_state(sentence: Sentence) -> Iterator[Nation]:
    """«الحكومة السعودية», «الرئيس الفرنسي»: an office that stands for its country, with the adjective of it."""
    for at in sentence.cued(0, len(sentence.words) - 1, "own_government", "of_state"):
        end = sentence.ends(at)
        last = adjective_ends(sentence, end)
        if last:
            yield Nation(at, last, nationality(sentence, end, last))
        elif end < len(sentence.words) and sentence.has(at, "own_government") and _is_adjective(sentence, end):
            yield Nation(at, end + 1, "")
    for at in sentence.cued(0, len(sentence.words) - 1, "government"):
        if sentence.has(at + 1, "own_country") and not sentence.is_parted(at + 1):  # «حكومة المملكة وشركة …»
            yield Nation(at, at + 2, "")


def _is_adjective(sentence: Sentence, at: int) -> bool:
    exact = sentence.exacts[at]
    if sentence.has(at, "stop", "which"):  # «الحكومة إلى …»
        return False
    return exact.startswith("ال") and exact.endswith(_ADJECTIVE) and not sentence.is_parted(at)


def _two_governments(sentence: Sentence) -> Iterator[Nation]:
    """«الحكومتين اليمنية والإيرانية» are two."""
    for at in sentence.cued(0, len(sentence.words) - 3, "two_governments"):
        if is_country(sentence, at + 1) and sentence.exacts[at + 2] == _AND:  # «حكومتا السودان وجنوب السودان»
            last = next((one for one in (at + 4, at + 5) if _is_country_in(sentence, at + 3, one)), 0)
            if last:
                yield Nation(at, at + 2, _text(sentence, at + 1))
                yield Nation(at + 3, last, "")
        if sentence.exacts[at + 2] == _AND and all(_is_adjective(sentence, one) for one in (at + 1, at + 3)):
            for first, word in ((at, at + 1), (at + 3, at + 3)):
                adjective = sentence.place(word, word + 1)
                yield Nation(first, word + 1, f"{_GOVERNMENT} {sentence.text[adjective.start : adjective.end]}")


def _two_sides(sentence: Sentence) -> Iterator[Nation]:
    """«الجانبان السعودي والكويتي», «الرئيسين التركي فلان والأميركي فلان»."""
    for at in sentence.cued(0, len(sentence.words) - 2, "two_sides"):
        if sentence.has(at, "two_governments"):
            continue
        first = sentence.ends(at)
        closed = adjective_ends(sentence, first)
        for joint in range(closed, min(closed + _NAME, len(sentence.words) - 1) if closed else 0):
            last = adjective_ends(sentence, joint + 1) if sentence.exacts[joint] == _AND else 0
            if last:
                yield Nation(at, closed, nationality(sentence, first, closed))
                yield Nation(joint + 1, last, nationality(sentence, joint + 1, last))
                break


def _of_offices(sentence: Sentence) -> Iterator[Nation]:
    """«وزیران نیروی ایران، عراق و ترکمنستان», «دولت‌های عراق و ترکیه» are so many countries."""
    for at in sentence.cued(0, len(sentence.words) - 3, "of_offices"):
        first = sentence.ends(at)
        for joint in range(first + 1, min(first + _OFFICE + 1, len(sentence.words) - 1)):
            joined = sentence.exacts[joint] == _AND
            if not is_country(sentence, joint - 1) or not (joined or sentence.has_comma(joint)):
                continue
            if is_country(sentence, joint + joined):
                yield Nation(at, joint, _text(sentence, joint - 1))
                yield Nation(joint + joined, joint + joined + 1, _text(sentence, joint + joined))
                break


def _of_ministers(sentence: Sentence) -> Iterator[Nation]:
    """«وزراء الطاقة الأردني والسوري واللبناني»: states by the adjectives of those who hold one office."""
    for at in (one for one, exact in enumerate(sentence.exacts) if exact in _HOLDERS):
        field = range(at + 1, min(at + _OFFICE, len(sentence.words)))
        first = next((one for one in field if adjective_ends(sentence, one)), 0)
        found, begins = list[Nation](), at
        while first and (last := adjective_ends(sentence, first)):
            found.append(Nation(begins, last, nationality(sentence, first, last)))
            first = begins = last + 1 if sentence.exacts[last : last + 1] == [_AND] else 0
        yield from found if len(found) > 1 else ()


def _of_committees(sentence: Sentence) -> Iterator[Nation]:
    """«اللجنة السعودية البرازيلية المشتركة»: the two states of a joint committee."""
    for at in (one for one, exact in enumerate(sentence.exacts) if exact in _COMMITTEES):
        last = at + 2 if at + 1 < len(sentence.words) and nationality(sentence, at + 1, at + 2) else 0
        if last and last < len(sentence.words) and nationality(sentence, last, last + 1):
            yield Nation(at, last, nationality(sentence, at + 1, last))
            yield Nation(last, last + 1, nationality(sentence, last, last + 1))


def is_of_states(sentence: Sentence, first: int, last: int) -> bool:
    """Whether what was taken for one body is of states: «وزیران انرژی ایران، …», «اللجنة السعودية | البرازيلية …»."""
    if sentence.has(first, "of_offices") and is_country(sentence, last - 1):
        return True
    return any(one.first == first for one in _of_committees(sentence)) if sentence.language == "ar" else False


def ministry_of(name: str, adjective: str) -> str:
    """The name of an Arabic ministry with the adjective of another country; empty where it is of none.

    >>> ministry_of("وزارة النقل الأردنية", "العراقي"), ministry_of("جامعة قطر", "العراقي")
    ('وزارة النقل العراقية', '')
    """
    words = name.split(" ")
    if words[0] != _MINISTRY:
        return ""
    own = words[:-1] if key_of(words[-1]) in nationalities("ar") else words
    return " ".join((*own, adjective if adjective.endswith("ة") else adjective + "ة"))


_COMMITTEES = frozenset(map(key_of, ("اللجنة", "واللجنة", "للجنة", "باللجنة")))
_HOLDERS = frozenset(map(key_of, "وزراء وزيرا وزيري رؤساء رئيسا رئيسي قادة زعماء ممثلو ممثلي حكومات وزارات".split()))


def two_ministries(sentence: Sentence) -> Iterator[Nation]:
    """«وزيري التعليم والصحة», «وزارتا النقل والمالية», «وزرای نیرو و نفت»: two ministries that one word heads."""
    if sentence.language != "ar":
        yield from _persian_ministries(sentence)
        yield from _town_halls(sentence)
        return
    yield from _twins(sentence)
    for at in sentence.cued(0, len(sentence.words) - 3, "two_offices"):
        joint = next((one for one in range(at + 2, at + 4) if sentence.exacts[one : one + 1] == [_AND]), 0)
        fields = [(at + 1, joint), (joint + 1, _field_ends(sentence, joint + 1))] if joint else []
        if fields and all(sentence.exacts[first].startswith("ال") for first, last in fields if first < last):
            for (first, last), begins in zip(fields, (at, joint + 1), strict=True):
                yield Nation(begins, last, f"{_MINISTRY} {_text(sentence, first, last)}")


def _twins(sentence: Sentence) -> Iterator[Nation]:
    """«جامعتي الملك عبدالعزيز وجدة», «قبيلتا التبو والطوارق»: two bodies that the dual of one word heads."""
    for at in range(len(sentence.words) - 3):
        exact = sentence.exacts[at].removeprefix("ل")
        head = exact[:-2] + "ه" if exact.endswith(_DUALS) else ""
        if not head or sentence.has(at, "two_offices") or not (head in heads("ar") or head in _PEOPLES):
            continue
        joint = next((one for one in range(at + 2, at + _TWIN) if sentence.exacts[one : one + 1] == [_AND]), 0)
        if not joint or joint + 1 >= len(sentence.words) or sentence.cued(at + 1, joint, "stop", "with", "between"):
            continue
        one_of = _text(sentence, at).removeprefix("ل")[:-2] + "ة"
        placed = (one.last for one in sentence.of("PLACE", "ORG") if one.first == joint + 1)
        last = next(placed, _field_ends(sentence, joint + 1))
        yield Nation(at, joint, f"{one_of} {_text(sentence, at + 1, joint)}")
        yield Nation(joint + 1, last, f"{one_of} {_text(sentence, joint + 1, last)}")


_DUALS = ("تی", "تا")
_TWIN = 6
"""Words behind a dual before «و» and the second name, at the most."""
_PEOPLES = ("قبیله", "عشیره", "بلده", "منطقه")


def _persian_ministries(sentence: Sentence) -> Iterator[Nation]:
    """«وزرای نیرو و جهاد کشاورزی», each by a field that the list of bodies has."""
    for at in (one for one, exact in enumerate(sentence.exacts) if exact in _MINISTERS):
        yield from _headed(sentence, at, _MINISTRY_FA, lambda first: _ministry_ends(sentence, first))


def _town_halls(sentence: Sentence) -> Iterator[Nation]:
    """«شهرداران اصفهان و رم»: the town halls of two or more mayors."""
    towns = {one.first: one.last for one in sentence.of("PLACE")}
    for at in (one for one, exact in enumerate(sentence.exacts) if exact in _MAYORS):
        yield from _headed(sentence, at, _MAYORS[sentence.exacts[at]], lambda first: towns.get(first, 0))


def _headed(sentence: Sentence, at: int, head: str, ends: Callable[[int], int]) -> Iterator[Nation]:
    """The bodies of a series that the plural at a word heads, two or more; ``ends``: where the name at a word ends."""
    found, first = list[Nation](), at + 1
    while last := ends(first):
        found.append(Nation(first if found else at, last, f"{head} {_text(sentence, first, last)}"))
        joined = sentence.exacts[last : last + 1] == [_AND]
        if not joined and not sentence.has_comma(last):
            break
        first = last + joined
    yield from found if len(found) > 1 else ()


_MAYORS = {"شهرداران": "شهرداری", "استانداران": "استانداری", "فرمانداران": "فرمانداری"}
_MINISTERS = ("وزرای", "وزیران")
_MINISTRY_FA = "وزارت"


def _ministry_ends(sentence: Sentence, at: int) -> int:
    """Where the longest field of a ministry that begins at a word ends; 0 where none begins."""
    ends = range(min(at + _NAME, len(sentence.words)), at, -1)
    return next((end for end in ends if tuple(sentence.exacts[at:end]) in _fields()), 0)


@cache
def _fields() -> frozenset[tuple[str, ...]]:
    """Exact forms of the words of what Persian ministries are of."""
    names = (name.split(" ")[1:] for name, _ in called() if name.startswith(_MINISTRY_FA + " "))
    return frozenset(tuple(map(exact_of, map(key_of, name))) for name in names)


def _field_ends(sentence: Sentence, at: int) -> int:
    """Where the second field ends: behind its noun, and an adjective of that («والموارد البشرية»)."""
    last = at + 1
    return last + (last < len(sentence.words) and _is_adjective(sentence, last))


def _text(sentence: Sentence, first: int, last: int = 0) -> str:
    """What is written at words ``[first, last)``; at one word, without ``last``."""
    span = sentence.place(first, last or first + 1)
    return sentence.text[span.start : span.end]


def _is_country_in(sentence: Sentence, first: int, last: int) -> bool:
    """Whether some words are the name of a country."""
    return any((one.first, one.last) == (first, last) for one in sentence.of("PLACE")) and is_called(
        sentence.text[sentence.place(first, last).start : sentence.place(first, last).end], sentence.language
    )


def is_country(sentence: Sentence, at: int) -> bool:
    """Whether a word is the whole name of a country."""
    return names_country(sentence.exacts[at], sentence.language)


def is_another_country(sentence: Sentence, at: int) -> bool:
    """Whether an Arabic word is «و» and the name of a country («الأردن وموزمبيق»)."""
    exact = sentence.exacts[at]
    return exact.startswith(_AND) and len(exact) > _SHORT and names_country(exact.removeprefix(_AND), "ar")


_SHORT = 4
"""Letters of «و» and a name that may be another word («ومالي»)."""


def names_country(exact: str, language: str) -> bool:
    """Whether an exact form is the whole name of a country, or one that texts have for it."""
    return places().get((exact,), {}).get("kind") == "country" or exact in _called(language)


def is_called(name: str, language: str) -> bool:
    """Whether a name is one that texts have for a country, and lists have not («آمریکا», «بريطانيا»).

    >>> is_called("آمریکا", "fa"), is_called("آمل", "fa")
    (True, False)
    """
    return key_of(name) in _called(language) or name in _UNIONS


_UNIONS = ("اروپا",)
"""Parts of the world that agree as states do («توافق ایران و اروپا»)."""


@cache
def _called(language: str) -> frozenset[str]:
    rows = [row for row in table("nationalities") if row["language"] == language]
    named = {row["country"] for row in rows} | {row["word"] for row in rows if _is_name(row["word"], language)}
    return frozenset(map(key_of, named))


def _is_name(word: str, language: str) -> bool:
    return not word.startswith("ال") if language == "ar" else not word.endswith(("ی", "ای"))


def two_in_one(sentence: Sentence, first: int, last: int) -> int:
    """The «و» of a name in words ``[first, last)`` that is of two bodies; 0 where it is of one.

    They are two where both begin with the same word for a body («کتابخانه ملی و کتابخانه آستان»), or where a country
    alone follows what is of none («اتحادیه اروپا و مصر»; «اتاق مشترک ایران و عراق» is one).
    """
    if sentence.language != "fa":
        return 0
    for joint in range(first + 1, last - 1):
        if sentence.exacts[joint] != _AND:
            continue
        same = sentence.exacts[joint + 1] == sentence.exacts[first] and joint - first > 1 and last - joint > 2
        alone = joint + 2 == last and is_country(sentence, joint + 1)
        headed = sentence.has(first, "of_offices", "government")  # «دولت ایران | و یونان»
        if same or (alone and (headed or not is_country(sentence, joint - 1))):
            return joint
    return 0


def adjective_ends(sentence: Sentence, at: int) -> int:
    """Where the adjective of a country that begins with a word ends; 0 where none begins."""
    for last in (at + 2, at + 1):
        if last <= len(sentence.words) and not sentence.is_parted(at) and nationality(sentence, at, last):
            return last
    return 0


def nationality(sentence: Sentence, first: int, last: int) -> str:
    """The country of the adjective in some words; "" where they are none."""
    return nationalities(sentence.language).get(" ".join(sentence.exacts[first:last]), "")


@cache
def nationalities(language: str) -> Mapping[str, str]:
    """Exact form of an adjective of a country, an Arabic one with its article → the country («الليبية» of «ليبيا»)."""
    named = {key_of(row["word"]): row["country"] for row in table("nationalities") if row["language"] == language}
    countries = [row["word"] for row in table("place_names") if row["kind"] == "country" and language == "ar"]
    for country in sorted(countries, key=lambda word: not word.startswith("ال")):  # «الأردن» before Persian «اردن»
        if " " not in country and _PERSIAN.isdisjoint(country):
            stem = _COUNTRY_END.sub("", country.removeprefix("ال")) + "ي"
            for ending in ("", "ة"):
                named.setdefault(key_of(f"ال{stem}{ending}"), country)
    return named


_PERSIAN = frozenset("یکگپچژ")
"""Letters that the list of countries has in Persian names alone."""
_COUNTRY_END = re.compile("(?:يا|ا|ة)$")


@cache
def capitals(language: str) -> Mapping[str, str]:
    """Exact form of the name of a capital → its state."""
    rows = (row for row in table("capitals") if row["language"] == language)
    return {plain(row["word"]): row["state"] for row in rows}


def plain(name: str) -> str:
    """A name without spaces and joints, as capitals are compared."""
    return key_of(name).replace(" ", "").replace(ZWNJ, "")
