"""Bodies that a word for them and its field or place make: «وزارت امر به معروف», «پوهنتون هرات», «ریاست معارف بلخ»."""

from collections.abc import Iterator
from itertools import chain

from extractors.names.candidates import Candidate, common
from extractors.names.ministers import portfolio_until
from extractors.names.places import places
from extractors.names.settlements import own, place_until
from extractors.organisations.gazetteer import cues, number_words, seated
from extractors.protocols import Passage

_SCORE = 0.9
_GENERAL = "عمومی"
_MINISTRY = "وزارت"


def bodies_of(passage: Passage) -> Iterator[Candidate]:
    """Ministries, bodies of a town or province, and Afghan offices of a ministry in one, of a Persian passage."""
    if passage.language != "fa":
        return iter(())
    return chain(_ministries(passage), _seated(passage), _provincial_offices(passage), _districts(passage))


def _ministries(passage: Passage) -> Iterator[Candidate]:
    """«وزارت» with a portfolio of the tables, however many words it has («وزارت امر به معروف و نهی از منکر»)."""
    for at in range(len(passage.words) - 1):
        if passage.words[at].exact == _MINISTRY:
            last = portfolio_until(passage, at + 1)
            if last > at + 1:
                yield Candidate(at, last + _is_country(passage, last), "ORG", _SCORE, "ministry")


def _is_country(passage: Passage, at: int) -> bool:
    """Whether a country stands at a word, right after what is before it."""
    if at >= len(passage.words) or passage.between(at) != " ":
        return False
    return places().get((passage.words[at].exact,), {}).get("kind") == "country"


def _seated(passage: Passage) -> Iterator[Candidate]:
    """A body that has the name of its town or province («دانشگاه زنجان», «شاروالی مزار شریف»)."""
    for at in range(len(passage.words) - 1):
        if passage.words[at].exact in seated():
            last = place_until(passage, at + 1)
            if last > at + 1 and (last > at + 2 or _is_place(passage, at + 1)):
                yield Candidate(at, last, "ORG", _SCORE, "seated")


def _is_place(passage: Passage, at: int) -> bool:
    """Whether a word is a place of our own list, or one of another list that is no common word."""
    exact = passage.words[at].exact
    return own("fa").at([exact], 0) is not None or not common(exact, "fa")


def _provincial_offices(passage: Passage) -> Iterator[Candidate]:
    """An office, what it is for, and the province or town that it is in; also by its head («رئیس صحت عامه بادغیس»)."""
    for at in range(len(passage.words) - 2):
        if passage.words[at].exact in _HEADED_BY and (passage.between(at + 1) == " "):
            field = portfolio_until(passage, at + 1)
            last = place_until(passage, field) if field > at + 2 else field
            if last > field:
                yield Candidate(at + 1, last, "ORG", _SCORE, "gazetteer")
        if passage.words[at].exact in cues("province office"):
            first = at + 1 + (passage.words[at + 1].exact == _GENERAL)
            field = portfolio_until(passage, first)
            last = place_until(passage, field) if field > first else field
            if last > field:
                yield Candidate(at, last, "ORG", _SCORE, "gazetteer")


_HEADED_BY = ("رییس", "امر", "سرپرست", "معاون", "مدیر")


def _districts(passage: Passage) -> Iterator[Candidate]:
    """The office of a numbered district («منطقه سه شهرداری رشت»)."""
    words = passage.words
    for at in range(len(words) - 3):
        number = words[at + 1].exact
        numbered = number.isdecimal() or number in number_words() or number == "یک"
        if words[at].exact in _DISTRICT and numbered and words[at + 2].exact == _TOWN_HALL:
            last = place_until(passage, at + 3)
            if last > at + 3 and all(passage.between(at + inner) == " " for inner in (1, 2, 3)):
                yield Candidate(at, last, "ORG", _SCORE, "seated")


_DISTRICT, _TOWN_HALL = ("منطقه", "ناحیه"), "شهرداری"
