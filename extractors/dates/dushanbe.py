"""The Persian Monday that is a town, the capital of Tajikistan: by what governs it, stands beside it or follows it.

What has a cue of a day («روز دوشنبه», «دوشنبه شب», «دوشنبه ۱۴ آبان», «یکشنبه و دوشنبه») is one in any case.
"""

import re
from functools import cache

from corpora.tables import table
from extractors.text.aligned import AlignedText
from extractors.text.characters import ZWNJ
from extractors.text.lexicon import key_of

TOWN = "دوشنبه"
_COUNTRY = "تاجیک"
_REACH = 45


def is_town(key: str, start: int, end: int) -> bool:
    """Whether a Monday in the key of a Persian passage is the capital of Tajikistan."""
    if key[start:end] != TOWN:
        return False
    before, behind = key[max(0, start - _REACH) : start], key[end : end + _REACH]
    if _day_before().search(before) or _day_behind().match(behind):
        return False
    told = _COUNTRY in key
    return (
        bool(_governed().search(before) or _capital().match(behind))
        or (told and _is_called_so(before, behind))
        or _is_inside(before, behind, told=told)
        or _is_gone_to(before, behind)
        or _is_beside(before, behind, told=told)
        or _is_of_two(before, behind)
    )


def _words(spelt: str) -> str:
    """A pattern for any of some words as they stand in a key; what joins their parts may be lacking."""
    words = sorted((AlignedText.of(word).key for word in spelt.split()), key=len, reverse=True)
    return "|".join(re.escape(word).replace(ZWNJ, rf"[\s{ZWNJ}]?") for word in words)


@cache
def _day_before() -> re.Pattern[str]:
    """«روز دوشنبه», «امروز (دوشنبه», «یکشنبه و دوشنبه», «این دوشنبه»."""
    days = _words("روز روزهای عصر صبح شب ظهر شامگاه بامداد غروب بعدازظهر امروز دیروز فردا این آن هر همان نخستین")
    return re.compile(rf"(?:(?<!\w)(?:{days})|شنبه|جمعه)\s?(?:[،,و(]\s?)?$|\(\s?$")


@cache
def _day_behind() -> re.Pattern[str]:
    """«دوشنبه شب», «دوشنبه هفته آینده», «دوشنبه (۱۴ آبان», «دوشنبه و سه‌شنبه», «دوشنبه سیاه»."""
    days = _words("شب صبح عصر ظهر شامگاه بامداد بعدازظهر هفته گذشته آینده جاری اول آخر پیش بعد سیاه ها های ای")
    return re.compile(rf"\s?(?:{days})\b|\s?[،,(]?\s?\d|\s?(?:و|تا|،|یا)\s?\w*\s?شنبه|\)")


@cache
def _governed() -> re.Pattern[str]:
    """What a town has or one makes for («شهر دوشنبه», «راهی دوشنبه»)."""
    heads = _words("شهر مرکز فرودگاه پایتخت وارد راهی عازم مقصد ساکن مقیم حومه")
    airport = rf"فرودگاه\s(?:{_words('بین‌المللی')})"
    return re.compile(rf"(?<!\w)(?:{heads}|{airport})\s$")


@cache
def _capital() -> re.Pattern[str]:
    return re.compile(r"\s?[،,(–-]?\s?(?:پایتخت|مرکز)\s(?:جمهوری\s|کشور\s)?تاجیکستان")


@cache
def _bodies() -> str:
    return _words("شهرداری شهردار دانشگاه استانداری بیانیه اعلامیه پیمان قطعنامه بازار هتل ورزشگاه مردم اهالی مقامات")


def _is_called_so(before: str, behind: str) -> bool:
    """Whether a text of the Tajiks names a body or a paper by it, or begins with it («شهرداری دوشنبه»)."""
    dateline = not before[before.rfind("\n") + 1 :].strip() and re.match(r"\s?[،,(–-]\s?خبرگزاری", behind)
    return bool(dateline or re.search(rf"(?<!\w)(?:{_bodies()})\s$", before))


def _is_inside(before: str, behind: str, *, told: bool) -> bool:
    """«در دوشنبه» with no noun behind that Monday could be of, or in a text of envoys and Tajiks."""
    if not re.search(r"(?<!\w)در\s$", before):
        return False
    envoys = _words("سفیر سفارت سفارتخانه رایزن رایزنی کنسول کنسولگری نمایندگی")
    open_ended = re.match(
        rf"\s?(?:[،,.؛:»)]|$|(?:{_words('به با از برای که و است بود شد برگزار بر تا نیز هم')})\b)", behind
    )
    return told or bool(open_ended) or re.search(rf"(?<!\w)(?:{envoys})(?!\w)", before) is not None


def _is_gone_to(before: str, behind: str) -> bool:
    """«به دوشنبه رسید», «سفر به دوشنبه», «از دوشنبه به …»."""
    if not re.search(r"(?<!\w)به\s$", before):
        return False
    going = _words("سفر پرواز پروازهای اعزام ورود بازگشت عزیمت سفرش")
    went = _words("رسید رسیدند رفت رفتند سفر آمد آمدند بازگشت بازگشتند پرواز می‌رود می‌روند اعزام رفته آمده")
    led = re.search(rf"(?<!\w)(?:{going})(?:\s\w+)?\sبه\s$", before)
    return bool(led or re.match(rf"\s(?:{went})\b", behind))


def _is_beside(before: str, behind: str, *, told: bool) -> bool:
    """«روابط تهران و دوشنبه», «شهرهای بخارا، سمرقند و دوشنبه», «مسیر مشهد - دوشنبه», «دوشنبه و تهران»."""
    joined = re.search(r"(?P<led>.*?)(?P<town>\w+)\s?(?P<joint>[–-]|(?<=\s)و)\s$", before)
    if joined and joined["town"] in _towns():
        among = re.search(rf"(?<!\w)(?:{_shared()})(?!\w)", joined["led"])
        if joined["joint"] != "و":
            return bool(among)
        placed = re.search(r"(?<!\w)(?:در|به|از)\s$", joined["led"]) or re.match(r"\sدر\s\w+\s\w*$", behind)
        return bool(among) or (not placed and (told or joined["town"] in _capitals()))
    from_here = re.search(r"(?<!\w)از\s$", before)  # «از دوشنبه به تاشکند»
    follows = re.match(rf"\s{'به' if from_here else 'و'}\s(?P<town>\w+)", behind)
    return follows is not None and follows["town"] in _capitals() and not re.search(r"(?<!\w)تا\s$", before)


@cache
def _shared() -> str:
    """What two towns have between them, or are told as."""
    return _words(
        "میان بین روابط پرواز پروازهای مسیر خط شهرهای مقامات تجار بازرگانان همکاری همکاری‌های مناسبات مذاکرات"
        " گفتگوهای گفت‌وگوهای شهرداری‌های شهرداران دانشگاه‌های قطار راه‌آهن ریلی هوایی جاده شهروندان مردم"
    )


def _is_of_two(before: str, behind: str) -> bool:
    """Two bodies of one kind («شهرداری دوشنبه و شهرداری …»), or a paper that is signed («بیانیه دوشنبه»)."""
    of_one = re.search(rf"(?<!\w)(?P<head>{_bodies()})\s$", before)
    if not of_one:
        return False
    head = of_one["head"]
    other = re.search(rf"(?<!\w){head}\s\w+(?:\s\w+)?\sو\s{head}\s$", before)
    return bool(other or re.match(rf"\sو\s{head}\s\w|\s(?:که\sبه|به|را)\s(?:امضای|امضا|تصویب)\b", behind))


@cache
def _towns() -> frozenset[str]:
    """Keys of the Persian names of towns, of one word."""
    return frozenset(key_of(row["word"]) for row in table("place_names") if row["kind"] == "city") | _capitals()


@cache
def _capitals() -> frozenset[str]:
    return frozenset(key_of(row["word"]) for row in table("capitals") if row["language"] == "fa")
