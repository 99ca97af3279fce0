"""The words of dates: what the tables of ``corpora/data`` say of each, and patterns of those of one language."""

import re
from functools import cache

from corpora.tables import table
from extractors.patterns import any_of, flat, folded
from extractors.text.characters import ZWNJ

ERAS = {
    "jalali": ("ه.ش", "ه ش", "ش", "شمسی", "خورشیدی", "هجری شمسی", "هجری خورشیدی", "ه.خ", "خ"),
    "hijri": ("ه.ق", "ه ق", "ق", "قمری", "هجری قمری", "ه", "هجرية", "هجريا", "للهجرة", "هجری", "هـ.ق", "هجرى"),
    "gregorian": ("م", "میلادی", "ميلادية", "للميلاد", "ميلاديا"),
}
_ONES = ("یک", "دو", "سه", "چهار", "پنج", "شش", "هفت", "هشت", "نه")
_TEENS = ("ده", "یازده", "دوازده", "سیزده", "چهارده", "پانزده", "شانزده", "هفده", "هجده", "نوزده")


def is_of(row: dict[str, str], language: str) -> bool:
    """Whether a row is of a language, or of both; text in neither can hold words of either."""
    return not row["language"] or row["language"] == language or language not in ("fa", "ar")


@cache
def of(name: str, language: str, **where: str) -> str:
    """A pattern of the words of a table that a language has and whose other columns have these values."""
    rows = [row for row in table(name) if is_of(row, language) and all(row[k] == v for k, v in where.items())]
    return any_of(row["word"] for row in rows) if rows else _NOTHING


_NOTHING = "(?!)"
"""A pattern that nothing matches."""


@cache
def kind(kind: str, language: str) -> str:
    """A pattern of the words of ``time_words`` that do one thing; one that nothing matches where there are none."""
    return of("time_words", language, kind=kind)


@cache
def values(kind: str) -> dict[str, str]:
    """Words of ``time_words`` that do one thing, flat → value."""
    return {flat(folded(row["word"])): row["value"] for row in table("time_words") if row["kind"] == kind}


@cache
def eras() -> dict[str, str]:
    """Era word, flat → calendar."""
    return {flat(folded(word)): calendar for calendar, group in ERAS.items() for word in group}


def era_of(match: re.Match[str]) -> str:
    """The calendar that a match names by its era; "" where it names none."""
    given = match.groupdict()
    return eras().get(flat(given.get("era") or given.get("era2") or ""), "")


@cache
def months(language: str = "") -> dict[str, tuple[str, int, bool]]:
    """Month name of a language, flat → calendar, month, whether the name can hardly be another word."""
    rows = (row for row in table("months") if is_of(row, language))
    return {flat(folded(r["word"])): (r["calendar"], int(r["month"]), r["solo"] == "yes") for r in rows}


@cache
def weekdays() -> dict[str, int]:
    """Weekday name, flat → ``date.weekday()``."""
    return {flat(folded(r["word"])): int(r["day"]) for r in table("weekdays")}


@cache
def ordinals() -> dict[str, int]:
    """Ordinal, flat → day of the month."""
    return {flat(folded(r["word"])): int(r["value"]) for r in table("ordinals")}


@cache
def _cardinals() -> dict[str, int]:
    tens = [f"بیست{ZWNJ}و{ZWNJ}{word}" for word in _ONES]
    spelled = (*_ONES, *_TEENS, "بیست", *tens, "سی", f"سی{ZWNJ}و{ZWNJ}یک")
    return dict(zip(spelled, range(1, 32), strict=True))


@cache
def cardinals() -> dict[str, int]:
    """Persian number in words, flat → day of the month («بیست و دو مهر»)."""
    return {flat(folded(word)): value for word, value in _cardinals().items()}


@cache
def days_in_words(language: str) -> str:
    """A pattern of days of the month in words."""
    own = [row["word"] for row in table("ordinals") if is_of(row, language)]
    return any_of([*own, *(() if language == "ar" else _cardinals())])


@cache
def year_words() -> dict[str, str]:
    """What names the year of a month beside it, flat → this, last, next, past (the last that was) or coming."""
    return {flat(folded(r["word"])): r["year"] for r in table("month_years")}


@cache
def relatives() -> dict[str, tuple[str, int]]:
    """Deictic word, flat → unit and offset."""
    return {flat(folded(r["word"])): (r["unit"], int(r["offset"])) for r in table("relative_dates")}


@cache
def units() -> dict[str, tuple[str, int, int]]:
    """Unit of a duration, flat → ISO letter, the number it holds itself (0 for none), and how many of it it is."""
    return {
        flat(folded(r["word"])): (r["unit"], int(r["number"] or 0), int(r["times"] or 1)) for r in table("time_units")
    }


@cache
def hours() -> dict[str, int]:
    """Hour in words, flat → number."""
    return {flat(folded(r["word"])): int(r["hour"]) for r in table("hours")}


@cache
def hour_words(language: str, *, late: bool) -> str:
    """A pattern of hours in words: those of a clock's face, or (``late``) all of the day, which want «ساعت»."""
    rows = [r for r in table("hours") if is_of(r, language) and (late or int(r["hour"]) <= _NOON)]
    return any_of(row["word"] for row in rows) if rows else _NOTHING


_NOON = 12


@cache
def named_days() -> dict[str, tuple[str, int, int, int]]:
    """Name, flat → calendar, month, first and last day."""
    return {
        flat(folded(r["word"])): (r["calendar"], int(r["month"]), int(r["day"]), int(r["last"] or r["day"]))
        for r in table("named_days")
    }


@cache
def number_words(language: str, least: float = 0, most: float = 1000) -> str:
    """A pattern of the number words of a language in a range of values."""
    rows = [r for r in table("numerals") if is_of(r, language) and least <= float(r["value"]) <= most]
    return any_of(r["word"] for r in rows)


@cache
def chained_words(language: str) -> str:
    """A pattern of the forms that are numbers only beside another number («خمسا وعشرين»)."""
    rows = [r for r in table("numeral_parts") if r["kind"] == "chained" and is_of(r, language)]
    return any_of(r["word"] for r in rows) if rows else _NOTHING


@cache
def units_of(language: str, *, dual: bool) -> str:
    """A pattern of units of a duration: those that hold their number (duals), or the others."""
    rows = [r for r in table("time_units") if is_of(r, language) and bool(r["number"]) is dual]
    return any_of(r["word"] for r in rows) if rows else _NOTHING
