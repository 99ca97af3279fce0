"""Values of the register in its reader's words: titles of entries, dates as exact as they are, events of a calendar."""

import re

from markupsafe import Markup

from corpora.values import Money
from extractors.agreements.candidates import Amount, Renewal, When
from pipeline.registry.dues import Due
from pipeline.registry.entries import Entry, Place, Value
from pipeline.registry.portfolio import UNDATED
from search_api.pages.language import Interface
from search_api.pages.render import lit, money

_PART = re.compile(r"(\d+)([YMWD])")
_SENTENCE = 600
"""Code points of a sentence that a calendar shows."""


def title_of(ui: Interface, entry: Entry) -> str:
    """What an entry is called: its own title, or its kind and parties."""
    if entry.title:
        return " ".join(entry.title.value.split())
    names = ui("list_comma").join(party.name for party in entry.parties)
    kind = ui(f"kind_{entry.kind.value}")
    return f"{kind}: {names}" if names else kind


def named_value(ui: Interface, field: str, value: str, name: str) -> str:
    """A value that lists are chosen and counted by; ``name`` is what a partner, umbrella or place is called."""
    match field:
        case "kind" | "state":
            return ui(f"{field}_{value}")
        case "year":
            return ui("undated") if value == UNDATED else ui.digits(value)
        case _:
            return name


def date_of(ui: Interface, when: When) -> str:
    """A date as exact as the text gives it: a day, a month, a year or an interval."""
    if when.start == when.end:
        return ui.day(when.start)
    if when.value and len(when.value) in (4, 7) and when.calendar in ("jalali", "gregorian"):
        return ui.period(when.value)
    return f"{ui.day(when.start)} – {ui.day(when.end)}"


def duration_of(ui: Interface, duration: str) -> str:
    """An ISO 8601 duration in words; the duration itself where it has other parts.

    >>> duration_of(Interface("en"), "P1Y6M")
    '1 year, 6 months'
    """
    found = _PART.findall(duration)
    if "".join(number + unit for number, unit in found) != duration.removeprefix("P"):
        return ui.digits(duration)
    return ui("list_comma").join(ui.count(f"unit_{unit}", int(number)) for number, unit in found)


def shown(ui: Interface, name: str, held: Value[object]) -> str:
    """The value of a field in words."""
    match held.value:
        case When() as when:
            return date_of(ui, when)
        case Renewal() as renewal:
            return renewal_of(ui, renewal)
        case Amount() as amount:
            said = money(ui, Money(amount=amount.amount, currency=amount.currency, modifier=amount.modifier))
            return said + (Markup(" ({})").format(ui(f"amount_{amount.of}")) if amount.of != "value" else "")
        case int() as number:
            return ui.number(number)
        case value if name == "kind":
            return ui(f"kind_{value}")
        case value if name == "duration":
            return duration_of(ui, str(value))
        case value:
            return str(value)


def renewal_of(ui: Interface, renewal: Renewal) -> str:
    """How an agreement goes on, for how long, and with which notice."""
    parts = [ui(f"renewal_{renewal.mode}")]
    if renewal.term:
        parts.append(ui("renewal_term", term=duration_of(ui, renewal.term)))
    if renewal.notice:
        parts.append(ui("renewal_notice", notice=duration_of(ui, renewal.notice)))
    return ui("list_comma").join(parts)


def place_href(place: Place) -> str:
    """Where a document shows a place lit up."""
    return f"/documents/{place.document}{lit(place.span)}"


def event_texts(ui: Interface, due: Due, url: str) -> tuple[str, str]:
    """Title and description of a day in a calendar: what happens, the sentence behind it, and where to read on."""
    field = "renewed" if due.field == "valid_until" and due.renews else due.field
    title = title_of(ui, due.entry)
    sentence = next((one.text for one in due.entry.witnesses if one.text), "")
    lines = (title, " ".join(sentence.split())[:_SENTENCE], url)
    return ui(f"event_{field}", title=title), "\n".join(line for line in lines if line)
