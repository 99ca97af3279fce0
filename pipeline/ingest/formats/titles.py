"""The title of a text that states none: the first line that says what it is about."""

import re
from collections.abc import Iterable
from functools import cache

from corpora.tables import table
from extractors.patterns import folded
from pipeline.ingest.formats.furniture import furniture_lines
from pipeline.ingest.formats.published import published_in_head

_LONGEST = 200
_FEWEST_LETTERS = 5
_LOOKED_AT = 30
"""Lines among which a title is looked for."""
_LONGEST_DATELINE = 60
_PARTS = re.compile(r"\s*[|•·»›/]\s*|\t+|\s{3,}")
_MENU = 4
"""Parts of a line, of three words at most, from which it is a menu."""
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+\.\w+", re.IGNORECASE)
_HEADING = re.compile(r"#{1,6}[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*")
_BOLD = re.compile(r"(?:\*\*|__)(?=\S)(.*\S)(?:\*\*|__)")
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_MARKS = re.compile(r"\*\*|__|`|(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w)")


@cache
def _formulas() -> frozenset[str]:
    return frozenset(folded(row["text"]) for row in table("title_formulas"))


def title_of(lines: Iterable[str], fewest: int = _FEWEST_LETTERS) -> str:
    """The first line that can be a title; the first with letters where none can.

    >>> title_of(["جمعه ۱۴ آذر ۱۴۰۴ - ۲۱:۴۷", "خانه | اخبار | ورزش | تماس با ما", "به نام خدا", "بیانیهٔ پایانی نشست"])
    'بیانیهٔ پایانی نشست'
    >>> title_of(["۱۴۰۴/۰۹/۱۴", "جمعه ۱۴ آذر ۱۴۰۴"])
    'جمعه ۱۴ آذر ۱۴۰۴'
    >>> title_of(["---", "## **گزارش** [شورای شهر](https://example.ir/1) ##"])
    'گزارش شورای شهر'
    """
    first, seen = "", 0
    for line in lines:
        bare = unmarked(line.strip())
        if not bare or sum(letter.isalpha() for letter in bare) < fewest:
            continue
        if can_be_title(bare):
            return bare[:_LONGEST]
        first, seen = first or bare[:_LONGEST], seen + 1
        if seen == _LOOKED_AT:
            break
    return first


def unmarked(line: str) -> str:
    """A line without the marks of Markdown, where they make all of it a heading or bold.

    >>> unmarked("# نشست شورا"), unmarked("**بیانیه**"), unmarked("#انتخابات ۱۴۰۳"), unmarked("بند ۲ * ۳")
    ('نشست شورا', 'بیانیه', '#انتخابات ۱۴۰۳', 'بند ۲ * ۳')
    """
    found = _HEADING.fullmatch(line) or _BOLD.fullmatch(line)
    if found is None:
        return line
    return _MARKS.sub("", _LINK.sub(r"\1", found[1])).strip() or line


def can_be_title(line: str) -> bool:
    """Whether a line is more than a date, a menu, an address or a formula that opens letters.

    >>> [can_be_title(line) for line in ("بسمه تعالی", "www.example.ir", "خانه | اخبار | گفتگو | عکس", "نشست خبری")]
    [False, False, False, True]
    """
    if len(line) < _LONGEST_DATELINE and published_in_head(line).value:
        return False
    parts = [part for part in _PARTS.split(line) if part]
    if len(parts) >= _MENU and all(len(part.split()) <= 3 for part in parts):
        return False
    if _ADDRESS.fullmatch(line) or folded(line).strip(" .:") in _formulas():
        return False
    return not furniture_lines(line)
