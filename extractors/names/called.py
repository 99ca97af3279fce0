"""Arabic bodies that have a name of their own: a day's («جامعة 6 أكتوبر»), a number's («اللواء 444»), a person's.

And a ministry that its field stands for where a headline begins («الداخلية تكشف …»).
"""

from collections.abc import Iterator
from functools import cache

from corpora.tables import words
from extractors.dates.lexis import months
from extractors.names.candidates import Candidate, common
from extractors.names.clitics import bare
from extractors.names.persons import known_names
from extractors.names.places import places
from extractors.names.tagging import TaggerOutput
from extractors.organisations.closing import is_plain_noun
from extractors.organisations.gazetteer import cues, pacts, stops
from extractors.patterns import flat
from extractors.protocols import Passage
from extractors.text.lexicon import key_of, listed_first_names

_SCORE = 0.8
_MOST_DAYS, _YEAR = 31, 4


def called(passage: Passage, seen: TaggerOutput) -> Iterator[Candidate]:
    """The bodies of an Arabic passage that a day, a number, a person or a headline names."""
    if passage.language != "ar":
        return
    for at in range(len(passage.words)):
        tells = (_dated_until, _unit_until, _headline_until, _person_until, _town_until)
        end = next((end for tell in tells if (end := tell(passage, at))), 0)
        if end:
            yield Candidate(at, end, "ORG", _SCORE, "called")
    persons = (name for name in seen.names if name.label == "PERSON")
    yield from (body for name in persons if (body := _after(passage, name)))


def _near(passage: Passage, at: int) -> str:
    """The exact form of a word that only a space parts from the one before; "" where there is none."""
    return passage.words[at].exact if at < len(passage.words) and passage.between(at) == " " else ""


def _closed(passage: Passage, at: int) -> int:
    """The end of a name with the adjectives and the purpose that follow it («للصناعات النسيجية», «الخيرية»)."""
    purposed = False
    while exact := _near(passage, at):
        purpose = not purposed and exact.startswith("لل") and exact[2:] in cues("field")
        other = exact in cues("nisba") | stops() or is_plain_noun(exact) or exact[2:] in pacts()
        adjective = exact.startswith("ال") and exact.endswith(("یه", "ی")) and not other
        if not (purpose or adjective or exact in cues("seated closed")):
            break
        purposed, at = purposed or purpose, at + 1
        at += purposed and _second(passage, at)
    return at


def _second(passage: Passage, at: int) -> int:
    """How many words are «و» and the second part of a purpose («للعلوم | والتكنولوجيا»); 0 where none is."""
    if _near(passage, at).startswith("وال"):
        return 1
    further = passage.words[at + 1] if _near(passage, at) == "و" and at + 1 < len(passage.words) else None
    return 2 if further and further.exact.startswith("ال") and not passage.between(at + 1) else 0


def _dated_until(passage: Passage, at: int) -> int:
    """The end of a body that is called after a day («حركة 20 فبراير», «جامعة 8 ماي 1945»); 0 where none begins."""
    day, month = _near(passage, at + 1), _near(passage, at + 2)
    if bare(passage.words[at].exact) not in cues("named by day") or not day.isdecimal() or int(day) > _MOST_DAYS:
        return 0
    if flat(month) not in months("ar"):
        return 0
    year = _near(passage, at + 3)
    return _closed(passage, at + 3 + (year.isdecimal() and len(year) == _YEAR))


def _unit_until(passage: Passage, at: int) -> int:
    """The end of a numbered unit of an army («الكتيبة 128 مشاة», «الفرقة التاسعة المدرعة»); 0 where none begins."""
    if bare(passage.words[at].exact).removeprefix("ال") not in cues("troop"):
        return 0
    number = _near(passage, at + 1)
    counted = number in _ordinals() or number.removesuffix("ه") in _ordinals()
    end = at + 2
    if counted and _near(passage, end) == "و" and passage.words[end + 1].exact in _tens():
        end += 2  # «الخامس والثلاثين»
    elif counted and _near(passage, end).removeprefix("و") in _tens():
        end += 1
    armed = _near(passage, end).removeprefix("ال") in cues("arm")
    team = bare(passage.words[at].exact).removeprefix("ال") == _TEAM
    if not (counted or number.isdecimal()) or (team and not armed):
        return 0
    while _near(passage, end).removeprefix("ال") in cues("arm"):
        end += 1
    return end


_TEAM = "فرقه"
"""A number alone makes no division of it, which are musicians as well."""


@cache
def _ordinals() -> frozenset[str]:
    return frozenset(map(key_of, words("ordinals", language="ar")))


@cache
def _tens() -> frozenset[str]:
    return frozenset(map(key_of, ("عشر", "عشرة", "العشرون", "العشرين", "الثلاثون", "الثلاثين", "الأربعين", "الخمسين")))


def _after(passage: Passage, person: Candidate) -> Candidate | None:
    """The body that is called after a person whom the tagger found («مؤسسة عبد الحميد شومان»); None where none is."""
    first = person.first
    while first and passage.words[first - 1].exact in cues("honorific") and passage.between(first) == " ":
        first -= 1
    if not first or passage.between(first) != " " or person.last - person.first < 2:
        return None
    head, last = bare(passage.words[first - 1].exact), passage.words[person.last - 1].exact
    if head not in cues("named after"):
        return None
    seated = last[0] == "ب" and (last[1:],) in places()  # «جامعة القاضي عياض | بمراكش»
    return Candidate(first - 1, person.last - 1 if seated else _closed(passage, person.last), "ORG", _SCORE, "called")


def _person_until(passage: Passage, at: int) -> int:
    """The end of a hospital or school that a person whom no tagger need see names («مستشفى ابن سينا»); else 0.

    An adjective may stand behind its head («المستشفى الجامعي | الهادي شاكر»).
    """
    head = bare(passage.words[at].exact)
    if head.removeprefix("ال") not in cues("after person"):
        return 0
    described = _near(passage, at + 1)
    first = at + 1 + (head.startswith("ال") and described.startswith("ال") and described.endswith("ی"))
    one, two = _near(passage, first), _near(passage, first + 1)
    if one.startswith(_SON) and len(one) > len(_SON) + 1 and not common(one, "ar"):
        return _closed(passage, first + 1)
    if not one or not two or {one, two} & stops() or (two,) in places() or (one + two).count("ال") > 1:
        return 0
    rare = two.isalpha() and not common(two, "ar") and two[0] not in "بوفلک"
    named = one in known_names() and two in known_names()
    return _closed(passage, first + 2) if named or (one in listed_first_names() and rare) else 0


_SON = "ابن"


def _town_until(passage: Passage, at: int) -> int:
    """The end of a local body of a town whose name has a person's form («محكمة سيدي امحمد»); 0 where none begins."""
    if bare(passage.words[at].exact) not in cues("local head") or _near(passage, at + 1) not in cues("town begun"):
        return 0
    named = _near(passage, at + 2)
    return at + 3 if named and named not in stops() else 0


def _headline_until(passage: Passage, at: int) -> int:
    """The end of a ministry's field that speaks or acts where a headline begins («الخارجية القطرية: …»); else 0."""
    begins = not at or "\n" in passage.between(at)
    if not begins or passage.words[at].exact not in cues("ministry field"):
        return 0
    end = at + 1 + (_near(passage, at + 1) in cues("nisba"))
    gap = passage.between(end).strip(' »"') if end < len(passage.words) else ""
    told = gap == ":" or (not gap and _near(passage, end) in cues("does"))
    return end if told else 0
