"""Numbers and days of mails, as those who read a language write them: Jalali in Persian, Gregorian elsewhere."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from corpora.tables import table
from extractors.dates.calendars import parts

LANGUAGES = ("fa", "ar", "en")
RIGHT_TO_LEFT = ("fa", "ar")
_DIGITS = {"fa": "۰۱۲۳۴۵۶۷۸۹", "ar": "٠١٢٣٤٥٦٧٨٩", "en": "0123456789"}
_MONTHS = {"fa": ("jalali", "jalali"), "ar": ("gulf", "gregorian"), "en": ("english", "gregorian")}
"""Language → whose names of months, and the calendar that they are of."""


@cache
def _months(language: str) -> tuple[str, ...]:
    wanted = _MONTHS[language][0]
    rows = (row for row in table("interface_months") if (row["set"], row["language"]) == (wanted, language))
    return tuple(next(rows)["names"].split("، "))


@dataclass(frozen=True, slots=True)
class Wording:
    """How one of LANGUAGES writes numbers and days."""

    language: str

    @property
    def direction(self) -> str:
        """The side that it is read from."""
        return "rtl" if self.language in RIGHT_TO_LEFT else "ltr"

    def number(self, value: float) -> str:
        """A number with its thousands parted.

        >>> Wording("fa").number(12500), Wording("en").number(3.0), Wording("ar").number(1.5)
        ('۱۲٬۵۰۰', '3', '١٫٥')
        """
        shown = f"{int(value) if value == int(value) else value:,}"
        if self.language != "en":
            shown = shown.replace(",", "٬").replace(".", "٫")
        return self.digits(shown)

    def digits(self, text: str) -> str:
        """Text with the digits of the language."""
        return text.translate(str.maketrans(_DIGITS["en"], _DIGITS[self.language]))

    def day(self, iso: str) -> str:
        """A day; what is none as it is.

        >>> Wording("fa").day("2026-11-27"), Wording("ar").day("2026-11-27T10:00:00"), Wording("en").day("2026")
        ('۶ آذر ۱۴۰۵', '٢٧ نوفمبر ٢٠٢٦', '2026')
        """
        try:
            year, month, number = parts(_MONTHS[self.language][1], date.fromisoformat(iso[:10]))
        except (ValueError, OverflowError):
            return self.digits(iso)
        return self.digits(f"{number} {_months(self.language)[month - 1]} {year}")
