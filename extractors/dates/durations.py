"""Lengths of time with a number: «ظرف یک ماه آینده», «لمدة ( 21 ) يوما», «العامين الماضيين», «قبل أسبوع»."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from extractors.dates import grammar, lexis, resolve
from extractors.dates.ages import is_age
from extractors.dates.grammar import CLAUSE_END, GAP, SPACE
from extractors.dates.lexis import kind
from extractors.dates.scope import Scope, found
from extractors.numerals import DIGITS, numbers, value_of
from extractors.patterns import END, GLUED, GLUED_FA, JOINT, flat
from extractors.protocols import Found
from extractors.text.lexicon import persian

type Match = re.Match[str]

_TWO_OF_MANY = "الفی|ملیونی"
"""Two thousand, two million: «ألفي عام», «مليوني سنة»."""
_WITHIN = ("ظرف", "فیغضون")
_REPEATED = re.compile(r"(?:جلسات|نشست[\s\u200c]?ها[یي]?|گزارش[\s\u200c]?ها[یي]?|دوره[\s\u200c]?ها[یي]?|هر)\s*$")
_LOOK_BACK = 14


def _begun(language: str) -> str:
    return GLUED_FA if language == "fa" else GLUED


_MANY = "هزار|الف|الاف|ملیون|ملایین|میلیون|ملیار|میلیارد"
_SCALES = f"{_MANY}|الفین"


def _long_number(language: str) -> str:
    """Three words and more, or a scale before the last («دو هزار و پانصد», «3 آلاف و200»); never again in brackets."""
    part = rf"(?:{_SCALES}|{lexis.number_words(language)}|{lexis.chained_words(language)}|\d+)"
    number = rf"{_begun(language)}{part}(?:(?:\s?و\s?|{SPACE}){part})+{END}"
    return rf"(?P<number>{number})(?P<again>(?!))?(?P<inside>(?!))?"


def _number(language: str) -> str:
    """«سه», «3», «الـ24», «12 (دوازده)», «دوازده (12)», «( 21 )»: the number, and the same again in brackets."""
    small = lexis.number_words(language)
    spoken = rf"(?:{lexis.chained_words(language)}\s?و\s?{small}|{small}(?:\s?و\s?{small}){{0,2}})"
    article, apart = (r"(?:ال)?", END) if language == "ar" else ("", "")
    many = rf"(?:{SPACE}(?:{_MANY}){END})?"
    words = rf"{_begun(language)}{article}(?:{spoken}{many}|{_TWO_OF_MANY}){apart}"
    digits = rf"(?<![A-Za-z]){article}(?:{DIGITS}){many}"
    again = rf"(?:\s?\(\s?(?P<again>{spoken}|\d{{1,4}})\s?\))?"
    return rf"(?:(?P<number>{words}|{digits}){again}|\(\s?(?P<inside>{small}|\d{{1,4}})\s?\))"


@cache
def _duration(language: str, *, long: bool = False) -> re.Pattern[str]:
    """Lead?, number, unit, half?, tail?: «سه‌ماهه», «نیم ساعت», «یک سال و نیم», «۳ یا ۴ شب», «منذ ثلاثة أشهر»."""
    small = lexis.number_words(language)
    other = rf"(?:(?:{SPACE}(?:یا|تا|الی|او){SPACE}|\s?{grammar.DASH}\s?)(?:{small}|\d+))?"
    near = rf"(?:{SPACE}(?P<second>{small})(?={GAP}))?"  # «سه چهار روز»
    half = rf"(?P<half>{_begun(language)}(?:نیم|نصف))"
    unit = rf"(?P<unit>{lexis.units_of(language, dual=False)})(?:{JOINT}ی|{JOINT}(?<!ه)ای)?"
    article = "(?P<definite>ال)?" if language == "ar" else "(?P<definite>)"
    # «نیمروز» is noon, and no half a day
    number = _long_number(language) if long else _number(language)
    counted = rf"(?!نیمروز)(?:{number}(?:{near}|{other})|{half}){GAP}(?:از{SPACE})?{article}{unit}"
    dual = rf"{GLUED}(?P<the>ال)?(?P<dual>{lexis.units_of(language, dual=True)})"
    lead = rf"(?:{GLUED}(?P<lead>{kind('duration_lead', language)}){SPACE})?"
    more = rf"(?:{SPACE}و{GAP}(?P<more>نیم|نصفا?|النصف){END}(?:{SPACE}(?:العام|الشهر|السنه|الاسبوع|الیوم){END})?)?"
    tail = rf"(?:{SPACE}(?P<tail>{kind('duration_tail', language)}){END})?"
    return re.compile(rf"{lead}(?:{counted}|{dual}){END}{more}{tail}")


def _side(match: Match) -> str:
    """On which side of the publication date a length of time lies, or ``set``; "" where nothing says it."""
    tail = lexis.values("duration_tail").get(flat(match["tail"] or ""), "")
    lead = lexis.values("duration_lead").get(flat(match["lead"] or ""), "")
    return lead if not tail or lead == "ago" else tail


def _number_and_unit(match: Match) -> tuple[float, str] | None:
    """How many of which ISO unit, halves and centuries counted in."""
    if match["dual"]:
        unit, number, times = lexis.units()[flat(match["dual"])]
        amount = float(number * times)
    else:
        unit, times = lexis.units()[flat(match["unit"])][::2]
        said = match["number"] or match["inside"]
        amount = (value_of(said) or 0.0 if said else 0.5) * times
    if match["more"]:
        amount += 0.5
    if unit in _HALVES and amount != int(amount):
        smaller, many = _HALVES[unit]
        amount, unit = amount * many, smaller
    longest = _LONGEST if unit == "Y" else _MOST
    return (amount, unit) if 0 < amount <= longest and amount == int(amount) else None


_HALVES = {"Y": ("M", 12), "M": ("D", 30), "W": ("TH", 168), "D": ("TH", 24), "TH": ("TM", 60)}
_MOST = 20_000
"""What more hours or days than that are is work that was done («خمسة ملايين ساعة عمل»): a COUNT."""
_LONGEST = 20_000_000_000
"""Years: the age of the universe is one length of time."""
_MOST_DEFINITE = 99


def _contradicts(match: Match) -> bool:
    """Whether the number in brackets is another than the one before it."""
    return bool(match["again"]) and value_of(match["again"]) != value_of(match["number"])


def durations(scope: Scope) -> Iterator[Found]:
    """Lengths of time, anchored where a word says on which side of the publication date they lie."""
    for part in scope.find(_duration(scope.language), "unit"):
        match = _whole(part, scope)
        counted = _number_and_unit(match) if match else None
        if match is None or counted is None or is_age(match, counted[0], scope):
            continue
        if _is_contract(match, scope) or _is_clock(match, scope):
            continue
        if match["definite"] and not ((match["number"] or "").startswith("ال") and counted[0] <= _MOST_DEFINITE):
            continue  # «12 الشهر الجاري» is a day, «85 بالمئة الشهر الماضي» a share; «الخمسة الأعوام» is a length
        if match["dual"] and _OF_SOMEBODY.search(scope.before(match.start(), _LOOK_BACK)):
            continue
        if match["the"] and not (match["tail"] or match["lead"]):
            continue
        if _contradicts(match):
            unknown = {"calendar": "gregorian", "duration": resolve.unknown_duration(counted[1])}
            yield from found(match, unknown, 0.4)
            continue
        yield from found(match, _value(match, int(counted[0]), counted[1], scope), 0.85)


def _whole(match: Match, scope: Scope) -> Match | None:
    """The match with all of its number, where the pattern met only the last words of a longer one.

    That is «دو هزار و پانصد سال» where «هزار و پانصد سال» was met, and the word that leads to it («قبل»). None where
    two numbers stand there that are no one length («بين ثلاث وخمس سنوات», «بیست پنج سال»).
    """
    if not match["number"]:
        return match
    if _is_inside_word(scope, match.start("number")):
        return None
    language = scope.language
    if match["second"] and not _are_near(match):
        return None
    end = match.end("number")
    joined = _joined(language).search(match["number"])
    if not joined and not number_before(scope, match.start("number")):
        return match
    first = max(0, end - _LONGEST_NUMBER)
    every = numbers(scope.key[first:end], language)
    start = first + every[-1].start if every else end
    if len(every) > 1 and start > match.start("number"):
        between = _BETWEEN.search(scope.before(match.start("number"), _LOOK_BACK))
        return None if between else _duration(language).match(scope.key, start) or match
    if start >= match.start("number"):
        return match
    lead = _lead_before(language).search(scope.before(start, _LOOK_BACK))
    begun = start - (len(lead.group()) if lead else 0)
    return _duration(language, long=True).match(scope.key, begun) or match


def _is_inside_word(scope: Scope, at: int) -> bool:
    """Whether what looks like a preposition glued to a number is a word of its own («درسی سال», not «درسه سال»)."""
    if not at or not scope.key[at - 1].isalpha():
        return False
    word = _AROUND.match(scope.key, max(0, at - len("در")))
    forms = (word.group(), word.group().removesuffix("ی")) if word else ()
    return any(persian().get(form, 0) >= _COMMON for form in forms)


_COMMON = 20
"""Weight of a Persian word that is no slip of the pen."""
_AROUND = re.compile(r"\w+")


def number_before(scope: Scope, at: int) -> bool:
    """Whether a number word or a figure stands right before a place, also with «و»."""
    return bool(_more_before(scope.language).search(scope.before(at, _LOOK_BACK)))


def _are_near(match: Match) -> bool:
    """Whether two number words side by side are the ends of about how many («سه چهار روز», «ده پانزده سال»)."""
    first, second = value_of(match["number"]) or 0, value_of(match["second"]) or 0
    return not any(map(str.isdigit, match["number"])) and first < second <= 2 * first and second - first in _STEPS


_BETWEEN = re.compile(r"(?<!\w)(?:ما\s)?بین\s\Z")
_STEPS = (1, 2, 3, 5, 10, 20)
_LONGEST_NUMBER = 90
"""Code points of a number in words."""


@cache
def _joined(language: str) -> re.Pattern[str]:
    return re.compile(r"\sو\s" if language == "fa" else r"\sو")


@cache
def _more_before(language: str) -> re.Pattern[str]:
    words = rf"{_SCALES}|{lexis.number_words(language)}|{lexis.chained_words(language)}"
    return re.compile(rf"(?:\d|{GLUED}(?:{words}))\s(?:و\s?)?\Z")


@cache
def _lead_before(language: str) -> re.Pattern[str]:
    return re.compile(rf"{GLUED}{kind('duration_lead', language)}{SPACE}\Z")


@cache
def _and_a_half() -> re.Pattern[str]:
    """«سنة ونصف السنة», «شهرا ونصف»: a unit alone and a half of it."""
    unit = rf"(?P<unit>{lexis.units_of('ar', dual=False)})ا?"
    again = rf"(?:{SPACE}(?:العام|السنه|الشهر|الاسبوع|الیوم|الساعه|القرن|العقد){END})?"
    return re.compile(rf"{GLUED}{unit}{SPACE}و{GAP}(?:نصفا?|النصف){END}{again}")


def halves(scope: Scope) -> Iterator[Found]:
    """One and a half of a unit, in Arabic without a number."""
    for match in scope.find(_and_a_half(), "unit") if scope.language == "ar" else ():
        if number_before(scope, match.start()):
            continue
        unit, _, times = lexis.units()[flat(match["unit"])]
        smaller, many = _HALVES.get(unit, ("", 0)) if times == 1 else ("", 0)
        if smaller:
            length = resolve.duration_value(scope.calendar, smaller, many * 3 // 2, "", scope.published)
            yield from found(match, length, 0.86)


def _is_clock(match: Match, scope: Scope) -> bool:
    """Whether a number is that of a clock («ساعت بیست و دو شب گذشته»), or no number («چهارده و سی دقیقه»)."""
    if scope.language != "fa" or not match["number"]:
        return False
    if scope.before(match.start("number"), len("ساعت ")) == "ساعت ":
        return True
    return " و " in match["number"] and len(numbers(match["number"], "fa")) != 1


_OF_SOMEBODY = re.compile(r"(?<!\w)[وبل]?(?:ابو|ابی|ابا|ذو|ذی|ذا|بن|ال)\s$")
"""Before a dual that is a name («محمد أبو قرنين»)."""
_CONTRACTS = ("عقود", "عقدین", "عقدان")
_SO_LONG = re.compile(r"(?:اکثر من|نحو|قرابه|حوالی|مدی|اقل من)\s$")
_OF_TIME = re.compile(r"\sمن\s(?:الزمن|الزمان)")


def _is_contract(match: Match, scope: Scope) -> bool:
    """Whether «عقود» may be contracts: only what leads to a length or follows one makes it decades."""
    if flat(match["dual"] or match["unit"] or "") not in _CONTRACTS or match["lead"] or match["tail"]:
        return False
    return not (_SO_LONG.search(scope.before(match.start(), 10)) or _OF_TIME.match(scope.key, match.end()))


def _value(match: Match, number: int, unit: str, scope: Scope) -> dict[str, Any]:
    side = _side(match)
    named = _calendar(match.end(), unit, scope)
    value = resolve.duration_value(named or scope.calendar, unit, number, side, scope.published)
    if named:
        value["calendar"] = named
    if side == "set" or _REPEATED.search(scope.before(match.start(), _LOOK_BACK)):
        value["set"] = True
    if flat(match["lead"] or "").startswith(_WITHIN):
        value["role"] = "deadline"
    return value


def _calendar(end: int, unit: str, scope: Scope) -> str:
    """The calendar that is said of a length in months or years («سه ماه قمری», «سنتان هجريتان»); "" of none."""
    match = _named(scope.language).match(scope.key, end) if unit in "MY" else None
    return lexis.values("of_calendar")[flat(match["calendar"])] if match else ""


@cache
def _named(language: str) -> re.Pattern[str]:
    return re.compile(rf"{SPACE}(?:هجری{SPACE})?(?P<calendar>{kind('of_calendar', language)}){END}")


@cache
def _single(language: str) -> re.Pattern[str]:
    """«قبل أسبوع», «منذ شهر», «خلال عام», «سنة واحدة», «(شهر واحد)»: one, that no number says."""
    units = lexis.of("time_units", language, number="", one="yes")
    lead = rf"(?P<lead>{kind('duration_lead', language)}){SPACE}"
    one = rf"{SPACE}(?:واحد|واحده|کامل|کامله){END}"
    half = rf"{SPACE}و{GAP}(?P<more>نصف|النصف){END}(?:{SPACE}ال(?:عام|شهر|سنه|یوم|ساعه){END})?"
    return re.compile(
        rf"{GLUED}(?:{lead}(?P<unit>{units})(?:{half}|{one}|{CLAUSE_END}|(?=\sو\w|{_GOES_ON}))|(?P<unit2>{units}){one})"
    )


def single_units(scope: Scope) -> Iterator[Found]:
    """One unit of time in Arabic, where the number one is not written."""
    if scope.language != "ar":
        return
    for match in scope.find(_single(scope.language), "unit"):
        unit = lexis.units()[flat(match["unit"] or match["unit2"])][0]
        times = lexis.units()[flat(match["unit"] or match["unit2"])][2]
        side = lexis.values("duration_lead").get(flat(match["lead"] or ""), "")
        number = times
        if match["more"] and unit in _HALVES:
            smaller, many = _HALVES[unit]
            number, unit = int(1.5 * times * many), smaller
        if match["unit2"] and flat(match["unit2"]) == _CONTRACT:
            continue
        if side == "set" or _DAY_AFTER_DAY.search(scope.before(match.start(), _LOOK_BACK)):
            continue
        yield from found(match, resolve.duration_value(scope.calendar, unit, number, side, scope.published), 0.8)


_GOES_ON = r"\s(?:[بل]\w{3,}|ضمن|لدی|فقط|تقریبا|نتیجه)(?!\w)"
"""What says more of what happened in a time («خلال شهر بفضل العيادة») and makes no name of it («شهر رمضان»)."""
_CONTRACT = "عقد"
_DAY_AFTER_DAY = re.compile(r"(?:یوما|شهرا|عاما)\s$")
RULES = (durations, single_units, halves)
