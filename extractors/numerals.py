"""Numbers in digits, in Persian and Arabic words, and mixed («۶ هزار و ۱۲۷», «مائة وسبعون»)."""

import re
from functools import cache
from typing import NamedTuple

from corpora.tables import table
from extractors.patterns import END, START, any_of, flat, folded
from extractors.text.characters import ARABIC_LETTERS, ZWNJ

_MEASURE = "درصد|%|هزار|میلیون|میلیارد|تریلیون|دلار|تومان|ریال|یورو|برابر|ریشتر|تن|متر|کیلو|لیتر|هکتار|سانتی"
"""What follows a decimal number that is written with a slash («۲/۵ درصد»)."""
_SLASHED = rf"(?<![\d.,/:])\d{{1,3}}/\d{{1,2}}(?=\s?(?:{_MEASURE}))"
DIGITS = (
    r"(?<![\d.,/:])\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d/:])"
    rf"|{_SLASHED}"
    r"|(?<![\d.,/:])\d+(?:\.\d{3}){2,}(?![\d/:]|[.,]\d)"
    r"|(?<![\d.,/:])\d+(?:\.\d+)?(?![\d/:]|[.,]\d)"
)


class Number(NamedTuple):
    """A number as found: ``[start, end)`` in the folded text, and whether it was written in words only."""

    start: int
    end: int
    value: float
    spelled: bool


@cache
def _lexicon() -> dict[str, tuple[float, str]]:
    return {flat(folded(r["word"])): (float(r["value"]), r["kind"]) for r in table("numerals")}


def _words(language: str, kind: str) -> str:
    known = language in ("fa", "ar")
    rows = [r for r in table("numerals") if r["kind"] == kind and (not known or r["language"] == language)]
    return any_of(r["word"] for r in rows)


@cache
def _pattern(language: str) -> re.Pattern[str]:
    """A number: groups that end in a scale and what follows the last («۶ هزار و ۱۲۷»), or units alone.

    Figures join figures only after a scale: «۱۲ و ۱۵ نفر» are two numbers.
    """
    unit, scale, part = (_words(language, kind) for kind in ("unit", "scale", "part"))
    gap = rf"[ {ZWNJ}]{{0,2}}"
    and_ = rf"{gap}و{gap}"
    digits = rf"(?<![A-Za-z])(?:{DIGITS})"
    number = rf"(?:(?:{unit}(?:{and_}{unit})*|{digits})(?:{and_}{part})?|{part}(?={gap}{scale}))"
    end = rf"(?:{END}|(?={_CURRENCIES})|{_BEFORE_WORD})"
    scales = rf"{gap}{scale}(?:{gap}{scale})*(?:{and_}{part}{END}(?:{gap}(?:ال)?{scale})?)?"
    group = rf"(?:{number}{scales}|{scale}(?:{gap}{scale})*)"
    whole_number = rf"(?:{group}(?:{and_}{group})*(?:{and_}{number})?|{number})"
    return re.compile(rf"(?:{START}|(?<=\bو)|(?=\d))(?:{whole_number}){end}")


_CURRENCIES = "تومان|ریال|دلار|یورو"
_BEFORE_WORD = rf"(?<=\d)(?=[{ARABIC_LETTERS}]{{3}})(?!ا?مین)"
"""Figures are read before a word that is glued to them («41پایگاه»), not in an ordinal («۵امین»)."""


@cache
def _atoms() -> re.Pattern[str]:
    return re.compile(rf"\d+(?:[.,/]\d+)*|{any_of(r['word'] for r in table('numerals'))}")


def value_of(text: str) -> float | None:
    """The value of a folded number phrase; None where it has none.

    A scale multiplies what stands before it, also another scale; a part (half) after one is a part of it.

    >>> value_of("6 هزار و 127"), value_of("صد و هفتاد و هفت"), value_of(folded("مائة وسبعون"))
    (6127.0, 177.0, 170.0)
    >>> value_of("12 هزار میلیارد"), value_of("یک و نیم میلیون"), value_of("2 میلیارد و 300 میلیون")
    (12000000000000.0, 1500000.0, 2300000000.0)
    """
    total, current, last_scale, seen = 0.0, 0.0, 0.0, False
    for match in _atoms().finditer(text):
        piece = match.group()
        value, kind = _lexicon().get(flat(piece), (0.0, "digits"))
        if kind == "scale":
            if total and value > last_scale > 0 and current:
                total, current = 0.0, total + current
            current, last_scale = _scaled(current, value, piece, seen=seen), value
        elif kind == "part" and last_scale and current >= last_scale:
            current += value * last_scale
        else:
            if current and last_scale and current >= last_scale:
                total, current = total + current, 0.0
            current += _figures(piece) if kind == "digits" else value
        seen = True
    return total + current if seen else None


def _scaled(current: float, scale: float, word: str, *, seen: bool) -> float:
    """What a scale makes of the number before it; a dual in construct («ألفا جندي») holds its two."""
    if not seen and flat(word) == _TWO_THOUSAND:
        return 2 * scale
    return (current or 1.0) * scale


_TWO_THOUSAND = flat(folded("ألفا"))


def _figures(piece: str) -> float:
    """Figures as a number; a slash is a decimal mark, a dot before three figures a thousands mark."""
    plain = piece.replace(",", "").replace("/", ".")
    if _THOUSANDS.fullmatch(plain):
        plain = plain.replace(".", "")
    return float(plain)


_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+")


def whole(value: float) -> int | float:
    """An integer where the number is one."""
    return int(value) if value == int(value) else value


def numbers(key: str, language: str) -> list[Number]:
    """The numbers of a folded text, longest phrases, in order.

    >>> [(n.value, n.spelled) for n in numbers("بیش از27 ستاد و سه عنصر و سیصد و بیست هزار نفر", "fa")]
    [(27.0, False), (3.0, True), (320000.0, True)]
    """
    found = []
    for match in _pattern(language).finditer(key):
        value = value_of(match.group())
        if value is not None and value < 1e15:
            found.append(Number(match.start(), match.end(), value, not re.search(r"\d", match.group())))
    return found
