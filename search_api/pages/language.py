"""The language of the interface: its texts with their plurals, digits, months and dates, as one person wants them."""

import gettext
import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from fastapi import Request
from markupsafe import Markup, escape

from corpora.tables import table
from extractors.dates.calendars import parts
from extractors.names.spoken import called
from pipeline.errors import RefusedDecision
from pipeline.monitors.rhythm import ZONES
from pipeline.sources.schedule import zone_name, zone_of

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

LANGUAGES = ("fa", "ar", "en")
RIGHT_TO_LEFT = ("fa", "ar", "ckb", "ps", "ur", "he")
COOKIE = "ui"
SHOWN = "shown"
"""The cookie of how dates and digits are shown, apart from the language: ``MONTHS.DIGITS.COLOURS``."""
_LOCALE = Path(__file__).with_name("locale")
_DAY = re.compile(r"(?:hijri:)?[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MONTH = re.compile("(hijri:)?([0-9]{4})(?:-(0[1-9]|1[0-2]))?")
_PLACE = re.compile(r"(\{[a-z]+\})")
"""Where a value comes to stand in a text."""
_LATIN_RUN = re.compile(r"""[\[{"+-]*[A-Za-z0-9](?:[A-Za-z0-9 .,:;+/@=_|"…*\[\]-]*[A-Za-z0-9\]}"])?\]*""")
DIGITS = {"persian": "۰۱۲۳۴۵۶۷۸۹", "arabic": "٠١٢٣٤٥٦٧٨٩", "latin": "0123456789"}
_OF_LANGUAGE = {"fa": ("jalali", "persian"), "ar": ("gulf", "arabic"), "en": ("english", "latin")}
"""Language → whose months and which digits are shown where a person has not said otherwise."""
_LATIN = "0123456789"
_FIRST_GREGORIAN = 1800


@cache
def catalogue(language: str) -> gettext.GNUTranslations:
    """The texts of a language, from ``locale/LANGUAGE/LC_MESSAGES/asnad.po``."""
    return _read(language, "asnad", _readable)


@cache
def refusals(language: str) -> gettext.GNUTranslations:
    """What errors say in a language that is not English, by the template of the English sentence; "" for no other."""
    held = _read(language, "refusals", _isolated)
    held.add_fallback(_Nothing())
    return held


@cache
def unread(language: str) -> gettext.GNUTranslations:
    """Why something could not be read, in a language that is not English, by the template of the English sentence."""
    return _read(language, "unread", _isolated)


@cache
def unread_templates() -> tuple[str, ...]:
    """The templates of all sentences that say why something could not be read."""
    return tuple(str(message.id) for message in _messages("fa", "unread") if message.id)


class _Nothing(gettext.NullTranslations):
    """Says nothing for a text that no catalogue has."""

    def gettext(self, message: str) -> str:  # noqa: ARG002 - whatever it is
        """Nothing."""
        return ""

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:  # noqa: ARG002 - whatever it is
        """Nothing."""
        return ""


def _read(language: str, name: str, readable: Callable[[str], str]) -> gettext.GNUTranslations:
    from babel.messages.mofile import write_mo

    read = _messages(language, name)
    if language != "en":
        for message in read:
            held = message.string
            message.string = readable(held) if isinstance(held, str) else tuple(map(readable, held or ()))
    compiled = io.BytesIO()
    write_mo(compiled, read)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def _messages(language: str, name: str) -> "Catalog":
    from babel.messages.pofile import read_po

    with (_LOCALE / language / "LC_MESSAGES" / f"{name}.po").open("rb") as stream:
        return read_po(stream, locale=language, abort_invalid=True)


def _readable(text: str) -> str:
    """A text in which days in digits stand from left to right: after a letter from right to left they would turn."""
    return _DAY.sub("\N{LEFT-TO-RIGHT ISOLATE}\\g<0>\N{POP DIRECTIONAL ISOLATE}", text)


def _isolated(text: str) -> str:
    """A text in which all that is Latin, and not a value's place, stands from left to right.

    >>> _isolated("مانند +03:30 یا {name}").encode("ascii", "namereplace").count(b"ISOLATE")
    2
    """
    mark = "\N{LEFT-TO-RIGHT ISOLATE}\\g<0>\N{POP DIRECTIONAL ISOLATE}"
    return "".join(part if _PLACE.fullmatch(part) else _LATIN_RUN.sub(mark, part) for part in _PLACE.split(text))


def direction(language: str, other: str) -> str:
    """The side that a text in a language is read from: said, as what makes PDF does not look for it in the text."""
    if language in RIGHT_TO_LEFT:
        return "rtl"
    return other if language == "und" else "ltr"


@dataclass(frozen=True, slots=True)
class Months:
    """Twelve names of months of a calendar, as some countries have them."""

    calendar: str
    names: tuple[str, ...]


@cache
def month_sets(language: str) -> dict[str, Months]:
    """Whose months a reader of a language may ask for, by name."""
    rows = (row for row in table("interface_months") if row["language"] == language)
    return {row["set"]: Months(row["calendar"], tuple(row["names"].split("، "))) for row in rows}


def whole(number: float) -> float:
    """A number without a fraction as one.

    >>> whole(450.0), whole(1.5)
    (450, 1.5)
    """
    return int(number) if number == int(number) else number


class Interface:
    """Texts, numbers and dates in one language, with the months, digits and time zone that its reader prefers."""

    def __init__(
        self, language: str, months: str = "", digits: str = "", *, colours: bool = True, zone: str = ""
    ) -> None:
        """Takes one of LANGUAGES; whose months (of ``month_sets``), digits and zone where not the language's own."""
        own_months, own_digits = _OF_LANGUAGE[language]
        self.language = language
        self.direction = "ltr" if language == "en" else "rtl"
        self.months = months if months in month_sets(language) else own_months
        self.digit_set = digits if digits in DIGITS else own_digits
        self.colours = colours
        self.zone = zone or ZONES[language]
        self._digits = str.maketrans(_LATIN, DIGITS[self.digit_set])

    @property
    def calendar(self) -> str:
        """The calendar of the months: ``jalali``, ``hijri`` or ``gregorian``."""
        return month_sets(self.language)[self.months].calendar

    def __call__(self, key: str, **values: object) -> str:
        """A text, with values in its braces; the key itself where there is none, so that nothing is blank."""
        text = catalogue(self.language).gettext(key)
        if not values:
            return text
        if any(isinstance(value, Markup) for value in values.values()):
            return escape(text).format(**values)
        return text.format(**values)

    def count(self, key: str, number: int) -> str:
        """A text about so many of something, in the plural that the language has for it; ``{n}`` is the number."""
        return catalogue(self.language).ngettext(key, key, number).format(n=self.number(number))

    def extractor(self, name: str) -> str:
        """What finds mentions, in words; a model from outside has the name that it was given."""
        return self(f"extractor_{name}") if self.has(f"extractor_{name}") else name

    def has(self, key: str) -> bool:
        """Whether there is a text of that name."""
        return catalogue(self.language).gettext(key) != key

    def currency(self, code: str) -> str:
        """A currency as the language calls it behind a number; the code where it has no name.

        >>> Interface("fa").currency("CAD"), Interface("en").currency("CAD"), Interface("ar").currency("XYZ")
        ('دلار کانادا', 'Canadian dollars', 'XYZ')
        """
        from babel.numbers import get_currency_name

        if self.has(f"currency_{code}"):
            return self(f"currency_{code}")
        return get_currency_name(code, count=2 if self.language == "en" else None, locale=self.language)

    def country(self, code: str) -> str:
        """A country as the language calls it; the code where it has no name.

        >>> Interface("fa").country("SA"), Interface("ar").country("IQ"), Interface("en").country("AQX")
        ('عربستان سعودی', 'العراق', 'AQX')
        """
        from babel import Locale

        return str(Locale.parse(self.language).territories.get(code, code))

    def called(self, label: str, name: str, english: str | None = "") -> str:
        """A place or an organisation as the language calls it; what the gazetteer does not know as it was met.

        >>> Interface("fa").called("PLACE", "الهند", "India"), Interface("ar").called("PLACE", "تهران")
        ('هند', 'طهران')
        """
        return called(self.language, label, name, english or "")

    def number(self, value: float) -> str:
        """A number with its thousands parted, in the reader's digits."""
        shown = f"{value:,}"
        if self.digit_set != "latin":
            shown = shown.replace(",", "٬").replace(".", "٫")
        return shown.translate(self._digits)

    def digits(self, value: str) -> str:
        """Text with the reader's digits, and nothing else changed."""
        return value.translate(self._digits)

    def version(self, version: str) -> str:
        """The version of an extractor: its number with the reader's digits, the name of what it learnt as it is."""
        number, plus, learnt = version.partition("+")
        return self.digits(number) + plus + learnt

    def month(self, number: int, calendar: str = "") -> str:
        """The name of a month, from 1, of the reader's calendar or of another one."""
        sets = month_sets(self.language)
        own = sets[self.months]
        if calendar not in ("", own.calendar):
            own = next(each for each in sets.values() if each.calendar == calendar)
        return own.names[number - 1]

    def period(self, value: str) -> str:
        """A year, or a month of it by name: Jalali or Gregorian, as the year tells, or Hijri where that is said.

        A Hijri year says that it is one where its reader has another calendar.

        >>> Interface("fa").period("1404-05"), Interface("ar", "levant").period("2025-08")
        ('مرداد ۱۴۰۴', 'آب ٢٠٢٥')
        >>> Interface("ar", "hijri").period("hijri:1447-02"), Interface("fa").period("hijri:1447")
        ('صفر ١٤٤٧', '۱۴۴۷ قمری')
        """
        found = _MONTH.fullmatch(value)
        if found is None:
            return self.digits(value)
        said, year, month = found.groups()
        if month is None:
            return self.digits(year if not said or self.calendar == "hijri" else self("year_hijri", year=year))
        calendar = "hijri" if said else "jalali" if int(year) < _FIRST_GREGORIAN else "gregorian"
        return self.digits(f"{self.month(int(month), calendar)} {year}")

    def day(self, iso: str) -> str:
        """A day in the reader's calendar: Jalali in Persian and Gregorian elsewhere, unless he asked for another."""
        try:
            year, month, number = parts(self.calendar, date.fromisoformat(iso[:10]))
        except (ValueError, OverflowError):
            return iso
        return self.digits(f"{number} {self.month(month)} {year}")

    def dated(self, iso: str) -> str:
        """A day in the reader's calendar, with its time where it has one; what is none as it is.

        >>> Interface("fa").dated("2025-12-05T21:47"), Interface("en").dated("2025-12-05"), Interface("fa").dated("")
        ('۱۴ آذر ۱۴۰۴ ۲۱:۴۷', '5 December 2025', '')
        """
        shown, (_, parted, time) = self.day(iso), iso.partition("T")
        return f"{shown} {self.digits(time[:5])}" if parted and shown != iso else shown

    def here(self, at: str) -> str:
        """A moment by the reader's clock; what is none, or has no zone, as it is.

        >>> Interface("fa").here("2025-08-13T21:15:00+00:00"), Interface("fa").here("2025-08-13")
        ('2025-08-14T00:45:00+03:30', '2025-08-13')
        """
        try:
            moment = datetime.fromisoformat(at)
            return moment.astimezone(zone_of(self.zone)).isoformat() if moment.tzinfo else at
        except (ValueError, OverflowError):
            return at

    def since(self, at: str) -> str:
        """The day of a moment by the reader's clock, in his calendar.

        >>> Interface("fa").since("2025-08-13T21:15:00+00:00")
        '۲۳ مرداد ۱۴۰۴'
        """
        return self.day(self.here(at))

    def moment(self, at: str) -> str:
        """Day and time of a moment by the reader's clock."""
        here = self.here(at)
        return f"{self.day(here)} {self.digits(here[11:16])}".strip()


def interface_of(request: Request) -> Interface:
    """The language asked for in the address, kept in a cookie, or preferred by the browser; else Persian."""
    asked = request.query_params.get(COOKIE) or request.cookies.get(COOKIE) or ""
    if asked not in LANGUAGES:
        accepted = [part.split(";")[0].strip()[:2] for part in request.headers.get("accept-language", "").split(",")]
        asked = next((language for language in accepted if language in LANGUAGES), "fa")
    months, digits, colours, zone = preferences(request)
    return Interface(asked, months, digits, colours=colours != "plain", zone=zone)


def preferences(request: Request) -> tuple[str, str, str, str]:
    """Months, digits, colours and time zone as a person asked for them; "" for what he left to the language."""
    months, digits, colours, zone, *_ = (*request.cookies.get(SHOWN, "").split("."), "", "", "", "")
    try:
        zone = zone_name(zone) if zone else ""
    except RefusedDecision:
        zone = ""
    return months, digits, colours, zone
