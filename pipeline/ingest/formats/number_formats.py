"""Number formats of spreadsheets: what a cell shows of the number that it holds.

Of the language of formats that is read which changes what a reader takes for said: percent, the signs between
thousands, decimals, leading zeros, and words and currencies around the number. What else there is (fractions,
exponents, scaled thousands) shows the number as it is.
"""

import re
from functools import lru_cache

_GENERAL = ("", "general", "@")
_SECTIONS = re.compile(r'((?:[^;"\\\[]|"[^"]*"|\\.|\[[^\]]*\])*)(?:;|$)')
_PART = re.compile(r'"([^"]*)"|\\(.)|[_*].|\[\$([^\]-]*)[^\]]*\]|\[[^\]]*\]|([#0?][#0?,.]*)|(.)', re.DOTALL)
_NOT_READ = re.compile(r"[eE][+-]|[#0?]\s*/|[#0?],+(?![#0?,])|[ymdhs]", re.IGNORECASE)
_LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|[_*].')
_MOST_DIGITS = 15
"""Digits of a number that a spreadsheet keeps."""


def plain(value: int | float) -> str:
    """A number as it is, without the noise that binary fractions have.

    >>> plain(12.0), plain(0.1 + 0.2), plain(8420)
    ('12', '0.3', '8420')
    """
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else f"{value:.{_MOST_DIGITS}g}"
    return str(value)


def formatted(value: float, form: str) -> str:
    """A number as a format shows it.

    >>> formatted(0.25, "0%"), formatted(12750000, "#,##0"), formatted(78912345, "0000000000")
    ('25%', '12,750,000', '0078912345')
    >>> formatted(1250.5, '#,##0.00\\\\ "ریال"'), formatted(-3, "0;(0)"), formatted(7, ";;;"), formatted(1.5, "# ?/?")
    ('1,250.50 ریال', '(3)', '', '1.5')
    """
    sections = _sections(form)
    if form.lower() in _GENERAL or not sections:
        return plain(value)
    at = 1 if value < 0 and len(sections) > 1 else 2 if value == 0 and len(sections) > 2 else 0
    section = sections[at]
    if not section.strip():
        return ""
    if not _is_read(section):
        return plain(value)
    shown = _filled(abs(value), section)
    return shown if at == 1 or value >= 0 else f"-{shown}"


@lru_cache(maxsize=1 << 10)
def _sections(form: str) -> tuple[str, ...]:
    """The parts of a format: for what is over zero, under it, and zero."""
    found = [match[1] for match in _SECTIONS.finditer(form)]
    return tuple(found[: form.count(";") + 1])


@lru_cache(maxsize=1 << 10)
def _is_read(section: str) -> bool:
    """Whether a section asks for nothing but digits and signs: no date, no fraction."""
    return not _NOT_READ.search(_LITERAL.sub("", section))


@lru_cache(maxsize=1 << 10)
def _parts(section: str) -> tuple[re.Match[str], ...]:
    return tuple(_PART.finditer(section))


def _filled(value: float, section: str) -> str:
    """A section with the number in the place of its digits; the number as it is where they are not in one place."""
    parts = _parts(section)
    places = [part[4] for part in parts if part[4]]
    if len(places) > 1:
        return plain(value)
    percent = any(part[5] == "%" for part in parts)
    shown = ""
    for part in parts:
        literal = part[1] or part[2] or part[3] or part[5] or ""
        shown += _digits(value * 100 if percent else value, part[4]) if part[4] else literal
    return " ".join(shown.split())


def _digits(value: float, places: str) -> str:
    whole, _, decimals = places.partition(".")
    shown = f"{value:{',' if ',' in whole else ''}.{len(decimals)}f}"
    optional = len(decimals) - len(decimals.rstrip("#?"))
    for _ in range(optional):
        shown = shown.removesuffix("0")
    shown = shown.removesuffix(".")
    least = whole.count("0")
    head, dot, tail = shown.partition(".")
    return head.zfill(least if "," not in whole else 0) + dot + tail
