"""The register as people ask for it: entries chosen by what they have, the values there are to choose from, tables."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from extractors.agreements.candidates import When
from extractors.dates.calendars import interval, parts
from extractors.text.lexicon import key_of
from pipeline.registry.entries import Entry, EntryParty

CALENDARS = ("jalali", "gregorian", "hijri")
_FIRST_GREGORIAN = 1600
_AHEAD = 5
"""Years after this one that a Jalali year may lie; what is later is a Hijri year (1447, while it is 1405)."""
UNDATED = "none"
"""In place of a year: entries whose signing no text dates."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which entries are wanted; "" is all. ``partner`` is a name or an id, ``umbrella`` the id of an entry."""

    kind: str = ""
    state: str = ""
    partner: str = ""
    year: str = ""
    calendar: str = ""
    place: str = ""
    umbrella: str = ""
    collection: str = ""
    q: str = ""
    total: str = ""
    """Those that a number of the totals counts: «partner:…», «year:jalali:1404»."""


FIELDS = ("kind", "state", "partner", "year", "place", "umbrella", "collection")
"""The parts of Asked that have values to choose from."""


def chosen(entries: Iterable[Entry], asked: Asked, today: date) -> list[Entry]:
    """The entries that have all that is asked for, in their order."""
    span = year_span(asked.year, asked.calendar, today) if asked.year not in ("", UNDATED) else None
    if asked.year not in ("", UNDATED) and span is None:
        return []
    found = list(entries)
    for test in _tests(asked, span):
        found = [one for one in found if test(one)]
    return found


def values(entries: Sequence[Entry], calendar: str) -> dict[str, list[tuple[str, int]]]:
    """What there is to choose from in each of FIELDS, and in how many entries: the most first, of years the newest."""
    return {name: in_order(name, held) for name, held in counted(entries, calendar).items()}


def counted(entries: Sequence[Entry], calendar: str) -> dict[str, Counter[str]]:
    """In how many entries each value of each of FIELDS is."""
    return {name: Counter(value for entry in entries for value in values_of(entry, name, calendar)) for name in FIELDS}


def in_order(field: str, counted: Mapping[str, int]) -> list[tuple[str, int]]:
    """Values of a field with their numbers: the most first, of years the newest."""
    if field == "year":
        return sorted(counted.items(), key=lambda one: one[0] if one[0] != UNDATED else "", reverse=True)
    return sorted(counted.items(), key=lambda one: (-one[1], one[0]))


def values_of(entry: Entry, field: str, calendar: str) -> list[str]:
    """What an entry has in one of FIELDS, each once; of a partner its key."""
    match field:
        case "kind":
            return [entry.kind.value]
        case "state":
            return [state_of(entry)]
        case "partner":
            return list(dict.fromkeys(partner_key(party) for party in entry.parties))
        case "year":
            return [year_of(entry, calendar)]
        case "place":
            return [entry.place.value] if entry.place else []
        case "umbrella":
            return list(dict.fromkeys(one.entry for one in entry.relations if one.kind == "implements"))
        case _:
            return list(dict.fromkeys(one.collection for one in entry.witnesses))


def state_of(entry: Entry) -> str:
    """The state that an entry is shown with: that which its dates tell, or else that which a text gives; "" is none."""
    return entry.derived_state or entry.state


def partner_key(party: EntryParty) -> str:
    """What a party is told by: the entity where it is known, else the name."""
    return party.entity or party.name


def partner_names(entries: Iterable[Entry]) -> dict[str, str]:
    """The name of each partner by its key."""
    return {partner_key(party): party.name for entry in entries for party in entry.parties}


def year_of(entry: Entry, calendar: str) -> str:
    """The year of signing in a calendar; UNDATED where no text gives it, or gives more than one year."""
    if entry.signed is None:
        return UNDATED
    first, last = (year_in(calendar, day) for day in (entry.signed.value.start, entry.signed.value.end))
    return first if first == last else UNDATED


def year_in(calendar: str, day: str) -> str:
    """The year of an ISO day in a calendar; UNDATED of what is no day.

    >>> year_in("jalali", "2025-07-16"), year_in("hijri", "2025-07-16"), year_in("jalali", "")
    ('1404', '1447', 'none')
    """
    try:
        return str(parts(calendar, date.fromisoformat(day))[0])
    except (ValueError, OverflowError):
        return UNDATED


def year_span(year: str, calendar: str, today: date) -> tuple[str, str] | None:
    """First and last Gregorian day of a year; of none of a calendar's years None.

    Without a calendar the number tells: 2025 is Gregorian, 1404 Jalali, 1447 Hijri as long as no Jalali year is near.

    >>> year_span("1404", "", date(2026, 1, 1)), year_span("1447", "", date(2026, 1, 1))
    (('2025-03-21', '2026-03-20'), ('2025-06-26', '2026-06-15'))
    """
    digits = key_of(year)
    if not digits.isdecimal() or len(digits) > 4:
        return None
    number = int(digits)
    if calendar not in CALENDARS:
        jalali = number <= parts("jalali", today)[0] + _AHEAD
        calendar = "gregorian" if number >= _FIRST_GREGORIAN else "jalali" if jalali else "hijri"
    found = interval(calendar, number)
    return (found[0].isoformat(), found[1].isoformat()) if found else None


def total_of(by: str, value: str, calendar: str) -> str:
    """What a list takes for those that a value of the totals counts: what ``parted`` parts."""
    return f"{by}:{calendar}:{value}" if by == "year" else f"{by}:{value}"


def parted(total: str) -> tuple[str, str, str]:
    """What is counted by, of years the calendar, and the value.

    >>> parted("year:jalali:1404"), parted("act:resigned")
    (('year', 'jalali', '1404'), ('act', '', 'resigned'))
    """
    by, _, value = total.partition(":")
    calendar, _, year = value.partition(":") if by == "year" else ("", "", value)
    return by, calendar, year


type _Test = Callable[[Entry], bool]


def _counted_as(total: str) -> _Test:
    """Whether an entry is one of those that a number counts; one that stands for several («۲۷ تفاهم‌نامه») is none."""
    by, calendar, value = parted(total)
    if by == "partner":  # of the many that there are the test that makes no list of each
        return lambda one: one.count is None and any(partner_key(party) == value for party in one.parties)
    return lambda one: one.count is None and value in values_of(one, by, calendar)


def _tests(asked: Asked, span: tuple[str, str] | None) -> list[_Test]:
    """A test for each part that is asked for."""
    tests: dict[str, _Test] = {
        "kind": lambda one: one.kind.value == asked.kind,
        "state": lambda one: asked.state in (one.state, one.derived_state),
        "partner": lambda one: any(asked.partner in (party.entity, party.name) for party in one.parties),
        "place": lambda one: one.place is not None and one.place.value == asked.place,
        "umbrella": lambda one: any(
            (each.kind, each.entry) == ("implements", asked.umbrella) for each in one.relations
        ),
        "collection": lambda one: any(each.collection == asked.collection for each in one.witnesses),
    }
    wanted = [test for field, test in tests.items() if getattr(asked, field)]
    if asked.total:
        wanted.append(_counted_as(asked.total))
    if asked.year == UNDATED:
        wanted.append(lambda one: one.signed is None)
    if span is not None:
        wanted.append(lambda one: one.signed is not None and _is_within(one.signed.value, span))
    return [*wanted, *(_says(key_of(word)) for word in asked.q.split())]


def _is_within(signed: When, span: tuple[str, str]) -> bool:
    return signed.start <= span[1] and signed.end >= span[0]


def _says(word: str) -> _Test:
    """Whether parties, title, subject, number and place have a word, in any spelling."""
    return lambda one: word in (one.folded or folded_of(one))


def folded_of(entry: Entry) -> str:
    """The words of an entry that are looked for, folded."""
    return key_of(" ".join(_texts(entry)))


def _texts(entry: Entry) -> Iterator[str]:
    yield from (party.name for party in entry.parties)
    yield from (held.value for held in (entry.title, entry.subject, entry.number, entry.place) if held)
    yield entry.word


COLUMNS = (
    "id",
    "kind",
    "word",
    "title",
    "number",
    "parties",
    "subject",
    "place",
    "signed",
    "valid_from",
    "valid_until",
    "duration",
    "renewal",
    "notice",
    "amount",
    "currency",
    "count",
    "state",
    "flags",
    "relations",
    "documents",
    "sentence",
)
"""Columns of the register as a table."""


def row_of(entry: Entry) -> list[str]:
    """An entry as a row of COLUMNS; what no text says is empty."""
    renewal = entry.renewal.value if entry.renewal else None
    amount = entry.amount.value if entry.amount else None
    dates = [held.value.iso if held else "" for held in (entry.signed, entry.valid_from, entry.valid_until)]
    named = [held.value if held else "" for held in (entry.title, entry.number)]
    about = [held.value if held else "" for held in (entry.subject, entry.place)]
    return [
        entry.id,
        entry.kind.value,
        entry.word,
        *named,
        "; ".join(party.name for party in entry.parties),
        *about,
        *dates,
        entry.duration.value if entry.duration else "",
        renewal.mode if renewal else "",
        renewal.notice if renewal else "",
        f"{amount.amount:.15g}" if amount else "",
        amount.currency if amount else "",
        str(entry.count.value) if entry.count else "",
        state_of(entry),
        " ".join(entry.flags),
        "; ".join(f"{one.kind} {one.entry}" for one in entry.relations),
        "; ".join(dict.fromkeys(one.id for one in entry.witnesses)),
        next((one.text for one in entry.witnesses if one.text), ""),
    ]
