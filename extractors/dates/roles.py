"""What a date is for, by the words beside it in its clause: when something is signed, due, valid, held."""

import re
from functools import cache

from corpora.tables import table, words
from extractors.dates import tense
from extractors.dates.lexis import kind
from extractors.patterns import END, START, any_of, word_pattern
from extractors.protocols import Found
from extractors.text.arabic_verbs import is_perfect

_SENTENCE = re.compile(r"[.!؟?\n؛]")
_BEFORE, _AFTER = 130, 90
_AGAIN = re.compile(r"\s(?:و|ثم\s)(?P<verb>\w{3,})")
"""A verb that «و» or «ثم» puts beside another one."""


_WHOLE = ("meeting",)
"""Roles whose words are whole («عقد» is not in «عقدين»); others are taken in every form («حررت»)."""


_OF_DAYS = ("meeting", "signed")
"""Roles of a day or of hours: how long a contract lasts is neither («منعقد شد به مدت سه سال»)."""
_TERM = re.compile(r"P\d*\.?\d+[YMW]")


def _is_term(item: Found) -> bool:
    """Whether a date is weeks, months or years long, from no day that is known."""
    return "start" not in item.value and "set" not in item.value and bool(_TERM.match(item.value.get("duration", "")))


@cache
def _cues() -> tuple[tuple[re.Pattern[str], str, bool, int], ...]:
    return tuple(
        (
            re.compile(word_pattern(r["word"]) + (END if r["role"] in _WHOLE else "")),
            r["role"],
            r["where"] == "before",
            int(r["reach"]),
        )
        for r in table("date_roles")
        if r["role"] != "none"
    )


@cache
def _others() -> re.Pattern[str]:
    """Words of a role that mean something else («وقع حادث»)."""
    return re.compile(any_of(words("date_roles", role="none")))


def role_of(key: str, item: Found, language: str) -> str:
    """The role of a date, "" where nothing tells one.

    What stands in another clause tells none: «وقع الاتفاقية وافتتح المعرض في 4 يونيو», «۱۲ مهر افتتاح شد و … امضا شد».
    """
    before = _SENTENCE.split(key[max(0, item.start - _BEFORE) : item.start])[-1]
    after = _SENTENCE.split(key[item.end : item.end + _AFTER])[0]
    for pattern, role, comes_before, reach in _cues():
        side = before[-reach:] if comes_before else after[:reach]
        match = next(reversed(list(pattern.finditer(side))), None) if comes_before else pattern.search(side)
        if match is None:
            continue
        between = side[match.end() :] if comes_before else side[: match.start()]
        if _is_parted(between, language, comes_before=comes_before) or _others().match(side, match.start()):
            continue
        if role in _OF_DAYS and _is_term(item):
            continue
        if role == "valid_until" and _is_due(before, after):
            return "deadline"
        return role
    return ""


def _is_parted(between: str, language: str, *, comes_before: bool) -> bool:
    """Whether another verb stands between a cue and its date."""
    if comes_before:
        return language == "ar" and any(is_perfect(match["verb"]) for match in _AGAIN.finditer(between))
    return language == "fa" and bool(tense.cue("fa").search(between))


@cache
def _due() -> tuple[re.Pattern[str], re.Pattern[str]]:
    return re.compile(rf"{START}{kind('obliged', 'fa')}{END}"), re.compile(rf"{START}{kind('valid', 'fa')}")


def _is_due(before: str, after: str) -> bool:
    """Whether something has to be done until a date, and is not what is valid until then."""
    obliged, valid = _due()
    return bool(obliged.search(after)) and not (valid.search(before) or valid.search(after))
