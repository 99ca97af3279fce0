"""What a date is for, by the words beside it in its clause: when something is signed, due, valid, held."""

import re
from collections.abc import Iterable
from functools import cache

from corpora.tables import table, words
from extractors.dates import tense
from extractors.dates.lexis import kind
from extractors.patterns import END, GLUED, START, any_of
from extractors.protocols import Found
from extractors.text.arabic_verbs import is_perfect

_SENTENCE = re.compile(r"[.!؟?\n؛]")
_BEFORE, _AFTER = 130, 90
_AGAIN = re.compile(r"\s(?:و|ثم\s)(?P<verb>\w{3,})")
"""A verb that «و» or «ثم» puts beside another one."""


_WHOLE = ("meeting",)
"""Roles whose words are whole («عقد» is not in «عقدين»); others are taken in every form («حررت»)."""


_OF_DAYS = ("meeting", "signed")
"""Roles of a day: how long a contract or a sitting lasts is neither («منعقد شد به مدت سه سال», «نشست سه ساعته»)."""


def _is_length(item: Found) -> bool:
    """Whether a date is how long something lasts, from no day that is known."""
    told = "start" in item.value or "set" in item.value or "relative" in item.value
    return not told and "duration" in item.value


@cache
def _cues() -> tuple[tuple[re.Pattern[str], str, bool, int], ...]:
    """The words of each role that stand on one side within one reach, in the order of the table."""
    told: dict[tuple[str, str, int], list[str]] = {}
    for row in table("date_roles"):
        if row["role"] != "none":
            told.setdefault((row["role"], row["where"], int(row["reach"])), []).append(row["word"])
    return tuple(
        (re.compile(_whole(words) if role in _WHOLE else any_of(words)), role, where == "before", reach)
        for (role, where, reach), words in told.items()
    )


def _whole(cues: Iterable[str]) -> str:
    return rf"{GLUED}(?:ال|ل)?{any_of(cues)}{END}"


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
        if role in _OF_DAYS and _is_length(item):
            continue
        side = before[-reach:] if comes_before else after[:reach]
        if any(_tells(match, side, language, comes_before=comes_before) for match in pattern.finditer(side)):
            return "deadline" if role == "valid_until" and _is_due(before, after) else role
    return ""


def _tells(cue: re.Match[str], side: str, language: str, *, comes_before: bool) -> bool:
    """Whether a cue means the role and stands in the clause of the date."""
    between = side[cue.end() :] if comes_before else side[: cue.start()]
    return not (_is_parted(between, language, comes_before=comes_before) or _others().match(side, cue.start()))


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
