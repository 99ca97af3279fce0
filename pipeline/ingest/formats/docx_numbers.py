"""The numbers of clauses that Word sets itself: «ماده ۱», «المادة (2)», «أ-», which no paragraph holds as text.

A paragraph or its style names a list and a level; the list says how the level counts, from what, and what stands around
the number. Lists that share a definition count on together.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LEVELS = 9
_DEEPEST = 20
"""Styles that are based on each other, at most."""
_ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"))
_ROMAN_ONES = ((9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
_LATIN = "abcdefghijklmnopqrstuvwxyz"
_ALPHA = "أ ب ت ث ج ح خ د ذ ر ز س ش ص ض ط ظ ع غ ف ق ك ل م ن هـ و ي".split()
_ABJAD = "أ ب ج د هـ و ز ح ط ي ك ل م ن س ع ف ص ق ر ش ت ث خ ذ ض ظ غ".split()
_ARABIC_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
_MOST = 100_000
"""Numbers beyond are shown as figures."""


def _lettered(letters: Any) -> Callable[[int], str]:
    return lambda number: letters[(number - 1) % len(letters)] * ((number - 1) // len(letters) + 1)


def _roman(number: int) -> str:
    said = ""
    for value, sign in (*_ROMAN, *_ROMAN_ONES):
        said += sign * (number // value)
        number %= value
    return said


_FORMS: Mapping[str, Callable[[int], str]] = {
    "decimalZero": lambda number: f"{number:02}",
    "hindiNumbers": lambda number: str(number).translate(_ARABIC_DIGITS),
    "arabicAlpha": _lettered(_ALPHA),
    "arabicAbjad": _lettered(_ABJAD),
    "lowerLetter": _lettered(_LATIN),
    "upperLetter": _lettered(_LATIN.upper()),
    "lowerRoman": lambda number: _roman(number).lower(),
    "upperRoman": _roman,
    "numberInDash": lambda number: f"- {number} -",
    "none": lambda _: "",
}


def shown(number: int, form: str) -> str:
    """A number as a format of Word shows it; in figures where no other way is known here.

    >>> shown(3, "arabicAbjad"), shown(2, "hindiNumbers"), shown(14, "lowerRoman"), shown(29, "arabicAlpha")
    ('ج', '٢', 'xiv', 'أأ')
    """
    return _FORMS.get(form, str)(number) if 0 < number < _MOST else str(number)


def value_of(element: Any, name: str, default: str = "") -> str:
    """What ``w:val`` of a child says."""
    child = element.find(f"{W}{name}") if element is not None else None
    return default if child is None else str(child.get(f"{W}val", default))


def _whole(said: str, default: int) -> int:
    return int(said) if said.lstrip("-").isascii() and said.lstrip("-").isdigit() and len(said) < 9 else default


class Numbering:
    """Counts the paragraphs of a document in their order."""

    def __init__(self, numbering: Any, styles: Any) -> None:
        """Takes the roots of the parts ``numbering`` and ``styles``; None for one that there is not."""
        parts = [] if numbering is None else list(numbering)
        self._abstract = {each.get(f"{W}abstractNumId"): each for each in parts if each.tag == f"{W}abstractNum"}
        self._lists = {each.get(f"{W}numId"): each for each in parts if each.tag == f"{W}num"}
        named = [] if styles is None else styles.findall(f"{W}style")
        self._styles = {style.get(f"{W}styleId"): style for style in named}
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[tuple[str, int]] = set()

    def before(self, paragraph: Any) -> str:
        """What Word shows before a paragraph, with the space behind it; "" for one without a number."""
        number, level = self._place(paragraph)
        chosen = self._lists.get(number)
        levels = self._levels(chosen) if chosen is not None else {}
        if chosen is None or level not in levels:
            return ""
        counts = self._counted(number, value_of(chosen, "abstractNumId"), level, levels)
        form = value_of(levels[level], "numFmt", "decimal")
        if form == "bullet":
            return ""
        legal = levels[level].find(f"{W}isLgl") is not None
        text = value_of(levels[level], "lvlText")
        for at in range(_LEVELS):
            if f"%{at + 1}" in text and at in levels:
                first = _whole(value_of(levels[at], "start"), 1)
                figure = counts[at] if counts[at] is not None else first
                kind = "decimal" if legal else value_of(levels[at], "numFmt", "decimal")
                text = text.replace(f"%{at + 1}", shown(figure or 0, kind))
        gap = "" if value_of(levels[level], "suff") == "nothing" else " "
        return text + gap if text.strip() else ""

    def _place(self, paragraph: Any) -> tuple[str, int]:
        """The list and the level that a paragraph names, or its style does."""
        about = paragraph.find(f"{W}pPr")
        own = about.find(f"{W}numPr") if about is not None else None
        number, level = value_of(own, "numId"), value_of(own, "ilvl")
        style = value_of(about, "pStyle")
        for each in self._based(style):
            if number:
                break
            listed = each.find(f"{W}pPr/{W}numPr")
            number, level = value_of(listed, "numId"), level or value_of(listed, "ilvl")
            style = str(each.get(f"{W}styleId"))
        return number, _whole(level, self._level_of(number, style))

    def _based(self, style: str) -> Iterator[Any]:
        for _ in range(_DEEPEST):
            if (found := self._styles.get(style)) is None:
                return
            yield found
            style = value_of(found, "basedOn")

    def _level_of(self, number: str, style: str) -> int:
        """The level that a list keeps for a style; the first where it keeps none."""
        levels = self._levels(self._lists[number]) if number in self._lists else {}
        return next((at for at, level in levels.items() if style and value_of(level, "pStyle") == style), 0)

    def _levels(self, chosen: Any) -> dict[int, Any]:
        """The levels of a list, also of one whose definition is that of a style, as the list changes them."""
        found: dict[int, Any] = {}
        abstract = self._abstract.get(value_of(chosen, "abstractNumId"))
        linked = self._styles.get(value_of(abstract, "numStyleLink"))
        if linked is not None:
            other = self._lists.get(value_of(linked.find(f"{W}pPr/{W}numPr"), "numId"))
            abstract = self._abstract.get(value_of(other, "abstractNumId"))
        changed = (each for each in chosen.findall(f"{W}lvlOverride/{W}lvl"))
        for level in (*(abstract.findall(f"{W}lvl") if abstract is not None else ()), *changed):
            found[_whole(level.get(f"{W}ilvl", ""), 0)] = level
        return found

    def _counted(self, number: str, shared: str, level: int, levels: Mapping[int, Any]) -> list[int | None]:
        """The counts of the levels, that of one of them a step on, and those under it begun anew."""
        counts = self._counts.setdefault(shared, [None] * _LEVELS)
        first = _whole(value_of(levels[level], "start"), 1)
        if (number, level) not in self._begun:
            self._begun.add((number, level))
            for change in self._lists[number].findall(f"{W}lvlOverride"):
                told = value_of(change, "startOverride")
                if told and _whole(change.get(f"{W}ilvl", ""), -1) == level:
                    counts[level], first = None, _whole(told, first)
        now = counts[level]
        counts[level] = first if now is None else now + 1
        for under in range(level + 1, _LEVELS):
            after = _whole(value_of(levels[under], "lvlRestart"), under) if under in levels else under
            if after and level < after:
                counts[under] = None
        return counts
