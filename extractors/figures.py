"""Figures as people type them: every thousands and decimal mark, and what each of them is worth."""

import re
from fractions import Fraction
from functools import cache

from corpora.tables import words
from extractors.patterns import END, any_of
from extractors.text.aligned import AlignedText
from extractors.text.characters import ARABIC_LETTERS, ZWNJ

_DECIMAL_MARK = "\N{ARABIC DECIMAL SEPARATOR}"
_COMMA = "\N{ARABIC COMMA}"
_NARROW = "\N{THIN SPACE}\N{NARROW NO-BREAK SPACE}\N{FIGURE SPACE}\N{HAIR SPACE}\N{SIX-PER-EM SPACE}"
_SPACES = rf" {ZWNJ}{_NARROW}"
_APOSTROPHES = "'\N{RIGHT SINGLE QUOTATION MARK}\N{PRIME}\N{ACUTE ACCENT}`"
_MOST_FIGURES = 18
"""Figures of one number; what is longer is a string of figures that nobody counted."""

MEASURES = (
    r"درصد|در\s?صد|فیصد|%|هزار|میلیون|میلیارد|ملیون|ملیار|تریلیون|همت|برابر|ریشتر|متر|میلی|گرم|امتیاز|کیلو|لیتر|هکتار|سانتی|مگا|گیگا|درجه|نفر"
    r"|الف|ملایین|بلیون|بالمی|بالمای|فی الم|طن|برمیل|بشکه|تن(?!\w)|کلم|کم(?!\w)"
    "|تومان|تومن|ریال|دلار|یورو|پوند|دولار|دینار|درهم|جنیه|لیر"
)
"""What follows a decimal number that is written with a slash or a comma («۲/۵ درصد», «3,5 مليون»), folded."""


_OF_WHOLES = ("نفر", "امتیاز")
"""What comes in whole numbers: a comma before it parts two («بند ۳،۱۲ نفر»)."""


@cache
def _money() -> str:
    return any_of(word for word in words("currencies") if word.isalpha())


@cache
def _measured() -> str:
    """A decimal with a slash or a comma, before what is measured, or at the lower end of a range of it."""
    parted = "|".join(part for part in MEASURES.split("|") if part not in _OF_WHOLES)
    of, of_comma = (rf"\s?(?:{of}|{_money()}{END})" for of in (MEASURES, parted))
    end, decimal = (
        r"\s?(?:تا|الی|حتی|[-\u2010-\u2015\u2212~])\s?\d{1,3}(?:[./,،]\d{1,2})?",
        r"\s?و\s?\d{1,3}[./,،]\d{1,2}",
    )
    lower = rf"(?:{end}|{decimal}){of_comma}"
    comma = rf"(?<!\d[،,])(?<!\d[،,]\s)\d{{1,3}}،\d{{1,2}}(?={of_comma}|{lower})"
    return rf"\d{{1,3}}[/,]\d{{1,2}}(?={of}|{lower})|{comma}"


@cache
def figures() -> str:
    """A pattern of figures in folded text; thousands have one mark throughout.

    A colon behind a word joins nothing («اورژانس:۱۲ نفر»).

    >>> [m.group() for m in re.finditer(figures(), "12،220 و 5'000 و 12/500/000 و 1.5 و 3,5 درصد و 1403/9/1")]
    ['12،220', "5'000", '12/500/000', '1.5', '3,5']
    """
    free = rf"(?:(?<![\d.,:])|(?<=[{ARABIC_LETTERS}]:))"
    before = rf"{free}(?:(?<!/)|(?<=[-=]/))(?<!\d[{_COMMA}{_APOSTROPHES}](?=\d{{3}}(?!\d)))"
    after = rf"(?![\d:]|/(?![-=])|[.,]\d|[{_COMMA}{_APOSTROPHES}]\d{{3}}(?!\d))"
    thousand = r"[1-9]\d{0,2}"
    grouped = rf"{thousand}(?:,\d{{3}})+(?:[./]\d{{1,3}})?|{thousand}(?:{_COMMA}\d{{3}})+(?:[.,/]\d{{1,3}}(?!\d))?"
    marked = "|".join(rf"{thousand}(?:{mark}\d{{3}})+(?:[.,]\d{{1,2}})?" for mark in _APOSTROPHES)
    spaced = "|".join(rf"{thousand}(?:{mark}\d{{3}})+(?:[.,]\d{{1,2}})?" for mark in _SPACES)
    slashed = rf"{thousand}(?:/\d{{3}}){{2,}}|{thousand}/\d{{3}}(?=[/\s=-]{{0,3}}{_money()})"
    dotted = rf"{thousand}(?:\.\d{{3}}){{2,}}(?:,\d{{1,2}})?|{thousand}(?:\.\d{{3}})+,\d{{1,2}}"
    plain = rf"\d{{1,{_MOST_FIGURES}}}(?:\.\d{{1,9}})?"
    return rf"{before}(?:{grouped}|{marked}|{spaced}|{slashed}|{_measured()}|{dotted}|{plain}){after}"


_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:(?P<mark>[^\d])\d{3})(?:(?P=mark)\d{3})*(?=$|[^\d])")
_SLASH = re.compile(r"(\d{1,3})/(\d{1,2})")
_ONE_DOT = re.compile(r"[1-9]\d{0,2}\.\d{3}")


def is_dotted(piece: str) -> bool:
    """Whether figures are three after one dot, which is a thousands mark or, before a scale, a decimal mark."""
    return bool(_ONE_DOT.fullmatch(piece))


_LONGEST, _NO_NUMBER = 100, Fraction(10**100)
"""Figures longer than this are no number that anybody counts; Python makes none of more than 4,300."""


def figure_value(piece: str, *, decimal: bool = False, reversed_slash: bool = False) -> Fraction:
    """Figures as a number.

    ``decimal`` says that one dot before three figures is a decimal mark, ``reversed_slash`` that the part after a
    slash stands first (as in old pages whose figures ran from the right).

    >>> [float(figure_value(f)) for f in ("12،220", "26،013,94", "1.234,5", "2/5", "10.000", "0.770")]
    [12220.0, 26013.94, 1234.5, 2.5, 10000.0, 0.77]
    """
    if len(piece) > _LONGEST:
        return _NO_NUMBER
    slash = _SLASH.fullmatch(piece)
    if slash:
        first, last = slash.groups()[:: -1 if reversed_slash else 1]
        return Fraction(f"{first}.{last}")
    if decimal and is_dotted(piece):
        return Fraction(piece)
    thousands = _THOUSANDS.match(piece)
    if thousands and not (thousands["mark"] == "." and "." in piece[thousands.end() :]):
        head, rest = thousands.group(), piece[thousands.end() :]
    else:
        parts = re.split(r"[^\d]", piece, maxsplit=1)
        head, rest = parts[0], "." + parts[1] if len(parts) > 1 else ""
    return Fraction(re.sub(r"\D", "", head) + ("." + rest[1:] if rest else ""))


def says_decimal(folded: AlignedText, start: int, end: int) -> bool:
    """Whether the dot of folded figures is a decimal separator in the text itself, which is no thousands mark."""
    span = folded.span(start, end)
    return _DECIMAL_MARK in folded.raw[span.start : span.end]


_EVIDENCE = re.compile(rf"(?<![\d/])(?:(?P<right>0)/\d{{1,2}}|\d{{1,2}}/(?P<left>0))(?=\s?(?:{MEASURES}))")
_LAST_REVERSED = 2010


def slash_is_reversed(folded: AlignedText, year: int | None) -> bool:
    """Whether «6/1 میلیون» is 1.6 million in a text: pages of before 2011 in European figures put the fraction first.

    What has a zero on one side decides, else the year of publication.
    """
    for match in _EVIDENCE.finditer(folded.key):
        return bool(match["left"])
    return year is not None and year <= _LAST_REVERSED
