"""What the gazetteer and the rules add to the tagger, as far as something else speaks for it."""

from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from corpora.tables import words
from extractors.names.afghan import bodies_of
from extractors.names.called import called
from extractors.names.candidates import Candidate, common, exacts, weight
from extractors.names.chartered import is_chartered, ordinals
from extractors.names.clitics import bare, bare_forms
from extractors.names.cue_words import headed_by, reviewed
from extractors.names.naming import bodies
from extractors.names.places import key, places
from extractors.names.seats import is_seated
from extractors.names.sources import sources
from extractors.names.tagging import TaggerOutput
from extractors.organisations.closing import is_deed
from extractors.organisations.gazetteer import (
    cues,
    heads,
    loose,
    names,
    offices,
    reported_by,
    state_bodies,
    weak,
    whole_bodies,
)
from extractors.organisations.rules import ruled
from extractors.protocols import Passage
from extractors.sequences import Match

_KNOWN, _ALONE, _REPORTED, _RULED, _CALLED = 0.85, 0.6, 0.9, 0.5, 0.8
_SURE_WORDS = 3
"""Words of a gazetteer name that needs no word of the tagger."""
_SURE_RULE = 5
"""Words of a name by rule that needs none either."""
_KNOWN_DOUBT, _ALONE_DOUBT, _RULED_DOUBT = 0.95, 0.98, {"fa": 0.6, "ar": 0.9}
"""Up to how much doubt of the tagger a proposal stands; found on the development data."""
_AND_HAMZA = ("وأ", "وإ")
_CLOSED = {"نادی": "club", "قناه": "channel", "اذاعه": "channel"}
"""Heads whose names are closed by an adjective, and the cue of those adjectives."""
_LONGEST = 14
"""Words of a name of the gazetteer."""


def proposed(passage: Passage, seen: TaggerOutput) -> Iterator[Candidate]:
    """What gazetteer and rules add, as far as something else speaks for it."""
    yield from reporters(passage)
    yield from sources(passage)
    yield from headed_by(passage)
    yield from reviewed(passage)
    yield from bodies_of(passage)
    yield from called(passage, seen)
    frequent = Counter(word.exact for word in passage.words)
    sport = passage.language == "ar" and len(cues("sport") & frequent.keys()) >= _SPORT
    yield from (name for name in known(passage) if _stands_known(passage, seen, name, sport=sport))
    ruled_names = list(by_rule(passage))
    again = Counter(_key(passage, name) for name in ruled_names)
    for name in ruled_names:
        size = name.last - name.first
        limit = _ALONE_DOUBT if size == 1 else _RULED_DOUBT.get(passage.language, 1.0)
        sure = (
            (size >= _SURE_RULE and bare(passage.words[name.first].exact) not in loose(passage.language))
            or name.origin == "called"
            or is_numbered(passage, name)
            or seen.doubt(name) <= limit
            or (size > 1 and (is_office(passage, name) or is_club(passage, name) or _is_owner(passage, name)))
            or _is_national(passage, name)
            or is_chartered(passage, name)
            or _is_of_doing(passage, name)
            or is_seated(passage, name)
        )
        if sure or (size > 1 and (again[_key(passage, name)] > 1 or _is_pointed_at(passage, name, frequent))):
            yield name


def _stands_known(passage: Passage, seen: TaggerOutput, name: Candidate, *, sport: bool) -> bool:
    """Of the gazetteer: always a long name, one with the head of a body, one that is no word, a club in ``sport``."""
    first = bare(passage.words[name.first].exact)
    headed = first in whole_bodies() or first.removeprefix("ال") in whole_bodies()
    size = name.last - name.first
    long = size >= (2 if headed else _SURE_WORDS)
    alone = size == 1 and not weight(first, passage.language)
    coined = (first if size == 1 else "".join(exacts(passage, name.first, name.last))) in cues("coined")
    told = seen.doubt(name) < _KNOWN_DOUBT or _is_speaking(passage, name)
    return long or alone or coined or told or (size > 1 and _is_of_state_or_club(passage, name, sport=sport))


_SPORT = 3
"""Words of sport that make a text a report of it."""


def _is_speaking(passage: Passage, name: Candidate) -> bool:
    """Whether a headline begins with it as who speaks («الأرصاد: أمطار على الجنوب»)."""
    begins = not name.first or "\n" in passage.between(name.first)
    return begins and name.last < len(passage.words) and passage.between(name.last).strip(" ") == ":"


def _is_of_state_or_club(passage: Passage, name: Candidate, *, sport: bool) -> bool:
    """Whether an Arabic name of the gazetteer is a state's («الدفاع المدني»), or a club's in a report of sport."""
    if passage.language != "ar":
        return False
    match = names().at(bare_forms(passage.words[name.first : name.last]), 0)
    if match is None:
        return False
    return match.entry in state_bodies() or (sport and bodies()[match.entry].kind == "club")


def is_office(passage: Passage, name: Candidate) -> bool:
    """Whether an Arabic name begins with the head of an office («بلدية طرابلس»), which ANERcorp leaves unlabelled.

    A definite head needs two words more («المؤسسة الأمنية» is none), another one a definite word or a place («شركة
    إنتاج» is none).
    """
    first = bare(passage.words[name.first].exact)
    kind = first.removeprefix("ال")
    if passage.language != "ar" or (kind not in offices() and kind not in cues("national")):
        return False
    rest = [word.exact for word in passage.words[name.first + 1 : name.last]]
    if first.startswith("ال"):
        return name.last - name.first >= _SURE_WORDS or _is_one_of_a_place(passage, name, first[2:], rest[0])
    if first in loose("ar"):
        headed = name.first > 0 and passage.words[name.first - 1].exact in _headed()
        seated = all(exact.startswith(("ال", "وال", "و")) for exact in rest) and _has_seat(passage, name.last)
        seated = seated or (len(rest) == 1 and rest[0] in cues("service") and _is_inside(passage, name.last))
        return headed or seated or _is_unit(rest) or any((exact,) in places() for exact in rest)
    joined = rest[0] in cues("joiner")  # «مستشفى شرق عرفات», «مدرسة ابن خلدون»
    return joined or any(
        exact.startswith(("ال", "لل")) or exact in cues("area") or (exact,) in places() for exact in rest
    )


def _is_one_of_a_place(passage: Passage, name: Candidate, head: str, said: str) -> bool:
    """Whether a place has one such body: its seat follows («المجلس البلدي بالخبر»), or a country's adjective."""
    if head in cues("national") and said in cues("nisba"):
        return True
    described = said.endswith(("ی", "یه")) or said.removeprefix("ال") in weak()
    if not described or head in loose("ar") or said in ordinals():
        return False
    return _has_seat(passage, name.last) or _is_inside(passage, name.last)


def _is_inside(passage: Passage, at: int) -> bool:
    """Whether «في» and a town, area or body stand at a word («إدارة التعليم | في بيشة»)."""
    return at + 1 < len(passage.words) and passage.words[at].exact == _IN and _is_seat(passage, at + 1, 0)


def _is_unit(rest: list[str]) -> bool:
    """Whether what follows a doubtful head makes it a unit («إدارة شؤون الموظفين», not «إدارة شؤون البلاد»)."""
    return len(rest) > 1 and rest[0] in cues("unit") and rest[1].startswith("ال") and rest[1] not in cues("region")


def _has_seat(passage: Passage, at: int) -> bool:
    """Whether a word is «بـ» with the town, area or body that the name before it belongs to («بجامعة», «بتبوك»)."""
    return at < len(passage.words) and passage.words[at].exact.startswith("ب") and _is_seat(passage, at, 1)


def _is_seat(passage: Passage, at: int, clitic: int) -> bool:
    """Whether a town, an area or a body begins with a word, without the letters of its clitic."""
    if passage.between(at) != " ":
        return False
    seat = passage.words[at].exact[clitic:]
    head = seat in offices() or seat in cues("area")
    return head or (seat, *(word.exact for word in passage.words[at + 1 : at + 2])) in places() or (seat,) in places()


_IN = "فی"


def _is_national(passage: Passage, name: Candidate) -> bool:
    """Whether a country's adjective closes an Arabic name that a definite noun goes on with («دار الإفتاء المصرية»)."""
    first = bare(passage.words[name.first].exact)
    if (
        passage.language != "ar"
        or name.last - name.first < _SURE_WORDS
        or first in loose("ar")
        or first.startswith("ال")
    ):
        return False
    inside = [word.exact for word in passage.words[name.first + 1 : name.last]]
    return inside[0].startswith("ال") and inside[-1] in cues("nisba")


def _is_of_doing(passage: Passage, name: Candidate) -> bool:
    """Whether an Arabic body is called after what it does to something («لجنة رعاية أسر الشهداء»)."""
    inside = [word.exact for word in passage.words[name.first : name.last]]
    if passage.language != "ar" or len(inside) < _SURE_WORDS or inside[0].startswith("ال"):
        return False
    if len(inside) == _SURE_WORDS and (inside[1] not in cues("cause") or bare(inside[0]) in loose("ar")):
        return False
    doing = inside[1] in cues("doing") or (
        len(inside) > _SURE_WORDS and not inside[1].startswith("ال") and is_deed(inside[1])
    )
    return doing and inside[-1].startswith("ال") and inside[-1] not in cues("region")


def is_club(passage: Passage, name: Candidate) -> bool:
    """Whether a club or a channel stands whole, with what closes it («نادي الوداد الرياضي», «قناة المجد الفضائية»)."""
    closing = _CLOSED.get(bare(passage.words[name.first].exact), "")
    last = passage.words[name.last - 1].exact
    closed = bool(closing) and (last in cues(closing) or last in cues("nisba"))
    return closed and name.last - name.first >= _SURE_WORDS


def _is_owner(passage: Passage, name: Candidate) -> bool:
    """Whether another body belongs to it («التابع لصندوق الاستثمارات العامة»)."""
    return bool(name.first) and passage.words[name.first - 1].exact in cues("belongs")


@cache
def _headed() -> frozenset[str]:
    """The last words of Arabic offices («مدير عام»)."""
    return frozenset(key(word)[-1] for word in words("person_roles", kind="role", language="ar"))


def is_numbered(passage: Passage, name: Candidate) -> bool:
    """Whether its number names it («لشکر ۲۰»)."""
    first, *rest = passage.words[name.first : name.last]
    head = heads(passage.language).get(first.exact)
    return bool(head and head.numbered and rest) and rest[0].exact.isdecimal()


def _key(passage: Passage, name: Candidate) -> tuple[str, ...]:
    return tuple(word.exact.removeprefix("ال") for word in passage.words[name.first : name.last])


def _is_pointed_at(passage: Passage, name: Candidate, frequent: Counter[str]) -> bool:
    """Whether the document comes back to a body by its head («الوزارة»)."""
    head = passage.words[name.first].exact
    return not head.startswith("ال") and frequent["ال" + head] > 0


def known(passage: Passage) -> Iterator[Candidate]:
    """The organisations of the gazetteer; a single common word is none by itself («الاتفاق», «تایم»)."""
    forms, at = names().forms(passage.words), 0
    while at < len(forms):
        match = None if _is_and(passage, at) else names().at(forms, at) or _written(passage, forms, at)
        alone = match and match.last - at == 1
        if match and not (alone and common(forms[at], passage.language) and forms[at] not in cues("coined")):
            yield Candidate(at, match.last, "ORG", _ALONE if alone else _KNOWN, "gazetteer")
        at = match.last if match else at + 1


def _is_and(passage: Passage, at: int) -> bool:
    """Whether an Arabic word is «و» and a word that begins with a hamza («وأم درمان»), and no agency («وام»)."""
    start = passage.words[at].start
    return passage.language == "ar" and passage.folded.text[start : start + 2] in _AND_HAMZA


def _written(passage: Passage, forms: list[str], at: int) -> Match | None:
    """The name that begins with a word once a clitic or a courtesy is left out."""
    return _uncourtly(forms, at) if passage.language == "fa" else _after_clitic(passage, forms, at)


def _uncourtly(forms: list[str], at: int) -> Match | None:
    """The name that a courtesy stands in («شرکت محترم گاز»)."""
    if at + 1 >= len(forms) or forms[at + 1] not in cues("courtesy"):
        return None
    match = names().at([forms[at], *forms[at + 2 : at + _LONGEST]], 0)
    return Match(at, at + match.last + 1, match.entry) if match and match.last > 1 else None


def _after_clitic(passage: Passage, forms: list[str], at: int) -> Match | None:
    """The name that begins with a word once its clitic is off («لوزارة العدل»)."""
    if passage.language != "ar" or bare(forms[at]) == forms[at]:
        return None
    rest = [bare(forms[at]), *forms[at + 1 : at + _LONGEST]]
    match = names().at(rest, 0)
    return Match(at, at + match.last, match.entry) if match else None


def reporters(passage: Passage) -> Iterator[Candidate]:
    """«به گزارش خبرنگار مهر»: the agency, not the month."""
    for at, (before, word) in enumerate(pairwise(passage.words), 1):
        if before.exact in cues("reporter") and word.exact in reported_by():
            yield Candidate(at, at + 1, "ORG", _REPORTED, "reporter")


def by_rule(passage: Passage) -> Iterator[Candidate]:
    """Organisations that the rules extend from a head word."""
    for name in ruled(passage):
        score, origin = (_CALLED, "called") if name.called else (_RULED, "rule")
        yield Candidate(name.first, name.last, "ORG", score, origin)
