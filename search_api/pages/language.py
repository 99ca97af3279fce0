"""The language of the interface: its texts, digits and dates."""

import csv
import re
from datetime import date
from functools import cache
from pathlib import Path

from fastapi import Request

from extractors.dates.calendars import parts

LANGUAGES = ("fa", "ar", "en")
COOKIE = "ui"
_MONTH = re.compile("([0-9]{4})-(0[1-9]|1[0-2])")
_DIGITS = {"fa": str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"), "ar": str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"), "en": {}}


@cache
def _texts() -> dict[str, dict[str, str]]:
    path = Path(__file__).with_name("texts.tsv")
    with path.open(encoding="utf-8", newline="") as stream:
        return {row["key"]: row for row in csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)}


class Interface:
    """Texts, numbers and dates in one language."""

    def __init__(self, language: str) -> None:
        """Takes one of LANGUAGES."""
        self.language = language
        self.direction = "ltr" if language == "en" else "rtl"

    def __call__(self, key: str) -> str:
        """A text; the key itself where there is none, so that nothing is blank."""
        row = _texts().get(key)
        return row[self.language] if row else key

    def number(self, value: float) -> str:
        """A number with its thousands parted, in the language's digits."""
        shown = f"{value:,}"
        if self.language != "en":
            shown = shown.replace(",", "٬").replace(".", "٫")
        return shown.translate(_DIGITS[self.language])

    def digits(self, value: str) -> str:
        """Text with the language's digits, and nothing else changed."""
        return value.translate(_DIGITS[self.language])

    def period(self, value: str) -> str:
        """A year or a month of a calendar that the language uses."""
        found = _MONTH.fullmatch(value)
        if found is None or (int(found[1]) < 1800) != (self.language == "fa"):
            return self.digits(value)
        return self.digits(f"{self('months').split()[int(found[2]) - 1]} {found[1]}")

    def day(self, iso: str) -> str:
        """A day as its readers write it: Jalali in Persian, else Gregorian."""
        try:
            when = date.fromisoformat(iso[:10])
            year, month, number = parts("jalali" if self.language == "fa" else "gregorian", when)
        except (ValueError, OverflowError):
            return iso
        return self.digits(f"{number} {self('months').split()[month - 1]} {year}")


def interface_of(request: Request) -> Interface:
    """The language asked for in the address, kept in a cookie, or preferred by the browser; else Persian."""
    asked = request.query_params.get(COOKIE) or request.cookies.get(COOKIE) or ""
    if asked not in LANGUAGES:
        accepted = [part.split(";")[0].strip()[:2] for part in request.headers.get("accept-language", "").split(",")]
        asked = next((language for language in accepted if language in LANGUAGES), "fa")
    return Interface(asked)
