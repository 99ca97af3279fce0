"""What an index record holds beside words: names, counts and days of the mentions, languages, time of publication."""

from collections.abc import Sequence
from datetime import date, datetime

from corpora.document import Document, Mention
from extractors.counts.currencies import names_of
from extractors.dates.calendars import parts
from extractors.text.analyzer import analyze
from extractors.text.language import runs
from extractors.text.lexicon import key_of
from pipeline.index import intervals
from pipeline.index.terms import BREAK, term
from pipeline.query.values import unit_forms, unit_key

_COUNTED = ("COUNT", "MONEY", "PERCENT")
_PERCENT = ("درصد", "المئة", "المائة")
SECONDS = 24 * 3600
"""Of a day."""


def names(document: Document, label: str) -> tuple[str, ...]:
    """Distinct names of one label, as the first mention has them."""
    named: dict[str, str] = {}
    for mention in document.mentions:
        if mention.label == label:
            name = str(mention.value.get("name", mention.surface))
            named.setdefault(key_of(name), name)
    return tuple(named.values())


def entities(document: Document) -> tuple[str, ...]:
    """Ids of the entities that a document names, each once."""
    return tuple(dict.fromkeys(str(m.value["entity"]) for m in document.mentions if "entity" in m.value))


def name_terms(names: Sequence[str]) -> str:
    """The stems of names, with a break between two."""
    return f" {BREAK} ".join(" ".join(token.stem for token in analyze(name)) for name in names)


def counts(mention: Mention) -> set[str]:
    """The terms of a count, none for another mention, each under its whole unit and under the first word of it."""
    if mention.label not in _COUNTED:
        return set()
    value = mention.value
    number = value.get("number", value.get("amount", value.get("percent", 0)))
    low, high = (intervals.number_point(float(value.get(end, number))) for end in ("min", "max"))
    terms = set()
    for key in _unit_keys(mention):
        terms |= intervals.terms(low, max(low, high), intervals.NUMBER_BITS, term(key) + "|")
    return terms


def _unit_keys(mention: Mention) -> set[str]:
    """What a query may call the unit: for an amount every name of its currency."""
    value = mention.value
    if mention.label == "PERCENT":
        return set(map(unit_key, _PERCENT))
    if mention.label == "MONEY":
        code = {value["currency"].lower()} if value["currency"] else set[str]()
        return code | set(map(unit_key, names_of(value)))
    return unit_forms(value)


def units(document: Document) -> tuple[str, ...]:
    """What is counted, as the mentions name it."""
    counts = (mention.value for mention in document.mentions if mention.label == "COUNT")
    units = (str(unit) for value in counts for unit in value.get("units", [value["unit"]]))
    return tuple(dict.fromkeys(unit for unit in units if unit))


def days(mention: Mention) -> set[str]:
    """The terms of the days of a date."""
    if mention.label != "DATE" or "start" not in mention.value:
        return set()
    first, last = (intervals.day_point(mention.value[end]) for end in ("start", "end"))
    return intervals.terms(first, max(first, last), intervals.DAY_BITS)


def languages(document: Document) -> tuple[str, ...]:
    """That of the document, and of paragraphs in another one."""
    pieces = (piece for stretch in document.body() for piece in runs(document.text, stretch, document.language))
    return tuple(dict.fromkeys([document.language, *(language for _, language in pieces)]))


def periods(published: str) -> dict[str, str]:
    """Year and month in both calendars.

    >>> periods("2025-08-13")
    {'year': '2025', 'month': '2025-08', 'jalali_year': '1404', 'jalali_month': '1404-05'}
    """
    try:
        when = date.fromisoformat(published[:10])
        year, month, _ = parts("jalali", when)
    except (ValueError, OverflowError):
        return {}
    jalali = {"jalali_year": f"{year:04}", "jalali_month": f"{year:04}-{month:02}"}
    return {"year": f"{when.year:04}", "month": f"{when.year:04}-{when.month:02}"} | jalali


def moment(published: str) -> int | None:
    """Seconds until an ISO time, as its clock shows it; None where there is none."""
    try:
        when = datetime.fromisoformat(published)
    except ValueError:
        return None
    return when.date().toordinal() * SECONDS + when.hour * 3600 + when.minute * 60 + when.second
