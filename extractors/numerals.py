"""Numbers in digits, in Persian and Arabic words, and mixed («۶ هزار و ۱۲۷», «مائة وسبعون»)."""

import re
from functools import cache
from typing import NamedTuple

from corpora.tables import table
from extractors.patterns import END, START, any_of, flat, folded
from extractors.text.characters import ZWNJ

DIGITS = r"(?<![\d.,/:])\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d/:])|(?<![\d.,/:])\d+(?:\.\d+)?(?![\d/:]|[.,]\d)"


class Number(NamedTuple):
    """A number as found: ``[start, end)`` in the folded text, and whether it was written in words only."""

    start: int
    end: int
    value: float
    spelled: bool


@cache
def _lexicon() -> dict[str, tuple[float, str]]:
    return {flat(folded(r["word"])): (float(r["value"]), r["kind"]) for r in table("numerals")}


@cache
def _pattern(language: str) -> re.Pattern[str]:
    rows = [r for r in table("numerals") if language not in ("fa", "ar") or r["language"] == language]
    unit = any_of(r["word"] for r in rows)
    scale = any_of(r["word"] for r in rows if r["kind"] == "scale")
    gap = rf"[ {ZWNJ}]"
    digits = f"(?:{DIGITS})"
    term = rf"(?:{digits}|{unit}(?![^\W_]))"
    more = rf"(?:{gap}{{0,2}}و{gap}{{0,2}}{term}|{gap}{{0,2}}{scale}{END})"
    return re.compile(rf"(?:(?:{START}|(?<=و)(?<!\w\wو)){unit}{END}|(?<![A-Za-z]){digits}){more}*")


@cache
def _term() -> re.Pattern[str]:
    return re.compile(rf"{DIGITS}|{any_of(r['word'] for r in table('numerals'))}{END}")


def value_of(text: str) -> float | None:
    """The value of a folded number phrase; None where it has none.

    >>> value_of("6 هزار و 127"), value_of("صد و هفتاد و هفت"), value_of(folded("مائة وسبعون"))
    (6127.0, 177.0, 170.0)
    """
    total, current, seen = 0.0, 0.0, False
    for match in _term().finditer(text):
        piece = match.group()
        value, kind = _lexicon().get(flat(piece), (0.0, "digits"))
        if kind == "digits":
            value = float(piece.replace(",", ""))
        if kind == "scale":
            total += (current or 1.0) * value
            current = 0.0
        else:
            current += value
        seen = True
    return total + current if seen else None


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
