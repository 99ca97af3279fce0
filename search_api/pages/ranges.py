"""Values of facets that are ranges, as their reader knows them: days of arrival, file sizes, amounts of money."""

import math
import re
from datetime import date

from markupsafe import Markup

from extractors.dates.calendars import day
from pipeline.query.dates import NoValue, date_in
from pipeline.query.nodes import Amount, Sized
from pipeline.query.values import parted, value_of_field
from search_api.pages.language import Interface, whole

RANGED = ("added", "size", "amount")
_DAY = re.compile(r"(hijri:)?([0-9]{4})-([0-9]{2})-([0-9]{2})")
_BYTES = ((10**9, "gb"), (10**6, "mb"), (10**3, "kb"), (1, "b"))
_SUMS = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"))
_FIRST_GREGORIAN = 1800
_AS_TYPED, _DRAWN_SO = Markup(" data-figures"), Markup(' data-figures class="figures"')
_FIGURES = re.compile(r"[\d\s./-]+")


def ranged(ui: Interface, field: str, value: str) -> str:
    """One of RANGED as its reader knows it; the value itself where it is none.

    >>> ranged(Interface("fa"), "size", "10000..99999"), ranged(Interface("fa"), "amount", "USD:1000000..9999999.99")
    ('۱۰ تا ۱۰۰ کیلوبایت', '۱ میلیون تا ۱۰ میلیون دلار')
    >>> ranged(Interface("fa"), "added", "1405-09-06"), ranged(Interface("en"), "added", "2026-11")
    ('۶ آذر ۱۴۰۵', 'November 2026')
    """
    if field == "added":
        return _when(ui, value)
    try:
        found = value_of_field(field, value)
    except NoValue:
        return value
    match found:
        case Sized():
            return _size(ui, found)
        case Amount():
            return _amount(ui, found, parted(value)[0])
    return value


def _when(ui: Interface, value: str) -> str:
    found = _DAY.fullmatch(value)
    if found is None:
        return ui.period(value)
    year, month, number = map(int, found.groups()[1:])
    if year >= _FIRST_GREGORIAN:
        return ui.day(value)
    there = day("hijri" if found[1] else "jalali", year, month, number)
    return ui.day(there.isoformat()) if isinstance(there, date) else ui.digits(value)


def dated(ui: Interface, value: str) -> str:
    """A day, month or year that somebody typed as his reader knows it; what is more than one of them as it is.

    >>> dated(Interface("fa"), "2025-12-05"), dated(Interface("ar"), "1391-11"), dated(Interface("fa"), "July 2015")
    ('۱۴ آذر ۱۴۰۴', 'بهمن ١٣٩١', 'ژوئیه ۲۰۱۵')
    """
    try:
        there = date_in(value)
    except NoValue:
        return ui.digits(value)
    if there.precision == "day":
        return ui.day(there.first.isoformat())
    return ui.period(f"hijri:{there.text}" if there.calendar == "hijri" else there.text)


def figured(value: str) -> Markup:
    """What marks a field of days, of which one of figures alone is drawn from the left, whatever its digits.

    >>> str(figured("٢٠٢٥-٠٨-١٣")), str(figured("۱۲ آذر ۱۴۰۴"))
    (' data-figures class="figures"', ' data-figures')
    """
    return _DRAWN_SO if _FIGURES.fullmatch(value) else _AS_TYPED


def edit_said(ui: Interface, field: str, value: object) -> str:
    """What somebody said of a document as a whole, as his reader knows it.

    >>> edit_said(Interface("fa"), "published", "2025-12-05T21:47"), edit_said(Interface("en"), "language", "fa")
    ('۱۴ آذر ۱۴۰۴ ۲۱:۴۷', 'Persian')
    """
    if not value:
        return "—"
    if field == "published":
        return ui.dated(str(value))
    key = f"{'lang' if field == 'language' else field}_{value}"
    return ui(key) if field in ("language", "kind") and ui.has(key) else str(value)


def _size(ui: Interface, asked: Sized) -> str:
    least = asked.low
    most = None if asked.high is None else asked.high + 1
    if most is None:
        return ui("at_least", n=_bytes(ui, least))
    if not least:
        return ui("less_than", n=_bytes(ui, most))
    unit = _unit_of(least)
    if unit == _unit_of(most):
        return ui("from_until", least=ui.number(whole(least / unit[0])), most=_bytes(ui, most))
    return ui("from_until", least=_bytes(ui, least), most=_bytes(ui, most))


def _unit_of(number: int) -> tuple[int, str]:
    return next(((size, name) for size, name in _BYTES if number >= size), _BYTES[-1])


def _bytes(ui: Interface, number: int) -> str:
    size, name = _unit_of(number)
    return f"{ui.number(whole(number / size))} {ui('bytes_' + name)}"


def _amount(ui: Interface, asked: Amount, written: str) -> str:
    code = asked.unit.upper()
    unit = ui.currency(code) if asked.unit.isascii() and asked.unit else written
    if math.isinf(asked.low) and math.isinf(asked.high):
        return ui("tomans_and_rials") if code == "IRT" else unit
    least, most = asked.low, math.ceil(asked.high) if math.isfinite(asked.high) else math.inf
    if math.isinf(most):
        shown = ui("at_least", n=_sum(ui, least))
    elif least <= 0:
        shown = ui("less_than", n=_sum(ui, most))
    else:
        shown = ui("from_until", least=_sum(ui, least), most=_sum(ui, most))
    return f"{shown} {unit}".strip()


def _sum(ui: Interface, number: float) -> str:
    """An amount as people say it, in millions and more."""
    for size, name in _SUMS:
        if number >= size and (number * 1000) % size == 0:
            return f"{ui.number(whole(number / size))} {ui('scale_' + name)}"
    return ui.number(whole(number))
