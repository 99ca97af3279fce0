"""What an index record holds beside words: names, counts and days of the mentions, languages, times, how large."""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date, datetime
from itertools import chain

from corpora.document import Document, Mention
from corpora.values import NAMES, QUANTITIES, Count, Date, Money, Quantity, Quote
from extractors.counts.currencies import names_of
from extractors.dates.calendars import parts
from extractors.text.aligned import AlignedText
from extractors.text.analyzer import analyze
from extractors.text.constituents import stretches
from extractors.text.language import runs
from extractors.text.lexicon import key_of
from pipeline.index import intervals
from pipeline.index.terms import BREAK, term
from pipeline.query.units import unit_forms, unit_key

_PERCENT = ("درصد", "المئة", "المائة")
SECONDS = 24 * 3600
"""Of a day."""


def names(document: Document, label: str) -> tuple[str, ...]:
    """Distinct names of one label, as the first mention has them."""
    named: dict[str, str] = {}
    for mention in document.mentions:
        if mention.label == label:
            name = NAMES[label].of(mention.value).name
            named.setdefault(key_of(name), name)
    return tuple(named.values())


def speakers(document: Document) -> tuple[str, ...]:
    """Names and offices of those whom a document quotes, each once."""
    quotes = (Quote.of(mention.value) for mention in document.mentions if mention.label == Quote.LABEL)
    said = (part for quote in quotes for part in (quote.speaker, quote.office))
    return tuple(dict.fromkeys(part for part in said if part))


def entities(document: Document, label: str) -> tuple[str, ...]:
    """Ids of the entities of a label that a document names, each once."""
    named = (NAMES[label].of(m.value).entity for m in document.mentions if m.label == label)
    return tuple(dict.fromkeys(entity for entity in named if entity))


_ALPHABET = "0123456789ءابپتةثجچحخدذرزژسشصضطظعغفقکگلمنوهیabcdefghijklmnopqrstuvwxyz"
_ORDERED_LETTERS = 8
_NO_TITLE = 2**62


def title_order(title: str) -> int:
    """The place of a title among others in the alphabet, Persian and Arabic letters before Latin ones, none last.

    >>> sorted(["گزارش", "بیانیه", "Report", "پیمان", ""], key=title_order)
    ['بیانیه', 'پیمان', 'گزارش', 'Report', '']
    """
    places = [
        _ALPHABET.find(letter) + 2 for letter in AlignedText.of(title).key.lower() if letter.isalnum() or letter == " "
    ]
    if not places:
        return _NO_TITLE
    number = 0
    for place in (places + [0] * _ORDERED_LETTERS)[:_ORDERED_LETTERS]:
        number = number * 100 + place
    return number


def name_terms(names: Sequence[str]) -> str:
    """The stems of names, and of compounds in them their constituents, with a break between two."""
    analysed = [(name, analyze(name)) for name in names]
    found = [tokens for _, tokens in analysed]
    found += [[token for _, token in each] for name, tokens in analysed for each in stretches(name, tokens)]
    return f" {BREAK} ".join(" ".join(token.stem for token in tokens) for tokens in found)


def counts(mention: Mention) -> set[str]:
    """The terms of a count, none for another mention, each under its whole unit and under the first word of it."""
    if mention.label not in QUANTITIES:
        return set()
    quantity = QUANTITIES[mention.label].of(mention.value)
    low, high = (intervals.number_point(float(end)) for end in quantity.ends)
    terms = set()
    for key in _unit_keys(quantity):
        terms |= intervals.terms(low, max(low, high), intervals.NUMBER_BITS, term(key) + "|")
    return terms


def _unit_keys(quantity: Quantity) -> set[str]:
    """What a query may call the unit: for an amount every name of its currency."""
    if isinstance(quantity, Money):
        code = {quantity.currency.lower()} if quantity.currency else set[str]()
        return code | set(map(unit_key, names_of(quantity)))
    return unit_forms(quantity) if isinstance(quantity, Count) else set(map(unit_key, _PERCENT))


def units(document: Document) -> tuple[str, ...]:
    """What is counted, as the mentions name it."""
    counts = (Count.of(mention.value) for mention in document.mentions if mention.label == Count.LABEL)
    return tuple(dict.fromkeys(chain.from_iterable(count.all_units for count in counts)))


def days(mention: Mention) -> set[str]:
    """The terms of the days of a date."""
    if mention.label != Date.LABEL:
        return set()
    said = Date.of(mention.value)
    if said.start is None or said.end is None:
        return set()
    first, last = intervals.day_point(said.start), intervals.day_point(said.end)
    return intervals.terms(first, max(first, last), intervals.DAY_BITS)


def languages(document: Document) -> tuple[str, ...]:
    """That of the document, and of paragraphs in another one."""
    pieces = (piece for stretch in document.body() for piece in runs(document.text, stretch, document.language))
    return tuple(dict.fromkeys([document.language, *(language for _, language in pieces)]))


_PERIODS = {"gregorian": ("", ""), "jalali": ("jalali_", ""), "hijri": ("hijri_", "hijri:")}
"""Calendar → what its fields begin with, and what their values do."""


def periods(published: str) -> dict[str, str]:
    """Year and month in three calendars, Hijri ones with their calendar: their years are like Jalali ones.

    >>> [*periods("2025-08-13").values()]
    ['2025', '2025-08', '1404', '1404-05', 'hijri:1447', 'hijri:1447-02']
    """
    found = dict[str, str]()
    for calendar, (before, said) in _PERIODS.items():
        try:
            year, month, _ = parts(calendar, date.fromisoformat(published[:10]))
        except (ValueError, OverflowError):
            continue
        found |= {f"{before}year": f"{said}{year:04}", f"{before}month": f"{said}{year:04}-{month:02}"}
    return found


SIZES = (0, 10**4, 10**5, 10**6, 10**7)
"""Bytes with which the bands of the facet of sizes begin."""


def size_band(size: int) -> str:
    """The band of a number of bytes, as ``size:`` asks for it.

    >>> size_band(9_999), size_band(10_000), size_band(10**9)
    ('0..9999', '10000..99999', '>=10000000')
    """
    at = bisect_right(SIZES, size)
    return f"{SIZES[at - 1]}..{SIZES[at] - 1}" if at < len(SIZES) else f">={SIZES[-1]}"


def added(moment: str) -> dict[str, tuple[str, ...]]:
    """Month and day on which a document came in, in three calendars, as ``added:`` asks for them.

    >>> found = added("2025-08-13T10:00:00+00:00")
    >>> found["added_on"], found["jalali_added_on"], found["hijri_added_on"]
    (('2025-08', '2025-08-13'), ('1404-05', '1404-05-22'), ('hijri:1447-02', 'hijri:1447-02-19'))
    """
    months, found = periods(moment), dict[str, tuple[str, ...]]()
    for calendar, (before, _) in _PERIODS.items():
        if month := months.get(f"{before}month"):
            number = parts(calendar, date.fromisoformat(moment[:10]))[2]
            found[f"{before}added_on"] = (month, f"{month}-{number:02}")
    return found


def moment(published: str) -> int | None:
    """Seconds until an ISO time, as its clock shows it; None where there is none."""
    try:
        when = datetime.fromisoformat(published)
    except ValueError:
        return None
    return when.date().toordinal() * SECONDS + when.hour * 3600 + when.minute * 60 + when.second
