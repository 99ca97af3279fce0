"""The panel of what was found in a document: a row a value, beside its text."""

import itertools
import re
from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup

from corpora.document import Document, Mention
from corpora.values import (
    TYPES,
    Agreement,
    Count,
    Date,
    Money,
    Organisation,
    Percent,
    Person,
    Place,
    Quote,
)
from search_api.pages.language import Interface
from search_api.pages.render import SEPARATOR, amount, lit, money

_NAMES = ("ORG", "PERSON", "PLACE")
_MOST_SHOWN = 140
"""Letters of a quotation in a list."""
_DURATION = re.compile(r"PT?(\d+)([YMWDH])")
_PANEL = (*_NAMES, "QUOTE", "DATE", "COUNT", "AGREEMENT", "MONEY", "PERCENT")
"""Labels in the order of the panel."""


@dataclass(slots=True)
class Fact:
    """A row of the panel: a value, what is said beside it, where it leads, how often it was found, and where first.

    ``number`` is another for each row of a panel: its links are called by the row, without saying it again.
    """

    text: Markup | str
    note: Markup | str
    href: str
    entity: str
    mention: str
    number: int
    count: int = 0


def facts(document: Document, ui: Interface) -> list[tuple[str, list[Fact]]]:
    """What the panel shows: for each label its distinct values, most frequent first, each with its first mention."""
    panel: dict[str, dict[str, Fact]] = {label: {} for label in _PANEL}
    numbers = itertools.count(1)
    for mention in document.mentions:
        rows = panel.get(mention.label)
        if rows is not None:
            text, note = _fact(mention, ui)
            entity = mention.value.get("entity", "")
            same = entity or f"{text}|{note}"
            if same not in rows:
                href = lit(mention.span) if mention.label == Quote.LABEL else f"#m-{mention.id}"
                rows[same] = Fact(text, note, href, entity, mention.id, next(numbers))
            rows[same].count += 1
            rows[same].note = rows[same].note or note
    return [(label, _in_order(label, rows.values())) for label, rows in panel.items() if rows]


def _in_order(label: str, rows: Iterable[Fact]) -> list[Fact]:
    """Names by how often they were found, all others as they stand in the text."""
    return sorted(rows, key=lambda row: -row.count) if label in _NAMES else [*rows]


def _fact(mention: Mention, ui: Interface) -> tuple[str, str]:
    match TYPES[mention.label].of(mention.value):
        case Organisation() as body:
            return body.name, body.parent or ""
        case Person() as person:
            return person.name, " ".join(filter(None, (person.role, person.organisation)))
        case Place() as place:
            return place.name, ""
        case Date() as date:
            return mention.surface, _days(date, ui)
        case Count() as count:
            return amount(ui, count, " / ".join(count.all_units)), ""
        case Money() as sum_of_money:
            return money(ui, sum_of_money), ""
        case Percent() as percent:
            return amount(ui, percent, "٪" if ui.direction == "rtl" else "%"), ""
        case Agreement() as agreement:
            return ui(f"kind_{agreement.kind}"), ""
        case Quote() as quote:
            who = [part for part in (quote.speaker, quote.office) if part] or [ui("quote_unsaid")]
            return _shortened(mention.surface), SEPARATOR.join([*who, ui(f"quote_{quote.kind}")])
        case _:
            return mention.surface, ""


def _shortened(text: str) -> str:
    """The beginning of a text, cut between two words.

    >>> _shortened("کتاب " * 40)[-6:]
    'کتاب …'
    """
    words = " ".join(text.split())
    return words if len(words) <= _MOST_SHOWN else words[:_MOST_SHOWN].rpartition(" ")[0] + " …"


def _days(date: Date, ui: Interface) -> Markup | str:
    if date.start is None or date.end is None:
        duration = date.duration or ""
        found = _DURATION.fullmatch(duration)
        unit = ("T" if duration.startswith("PT") else "") + found[2] if found else ""
        return ui.count(f"unit_{unit}", int(found[1])) if found else ui.digits(date.value or "")
    first, last = ui.day(date.start), ui.day(date.end)
    if first != last:
        return f"{first} – {last}"
    return Markup('{} <bdi dir="ltr">({})</bdi>').format(first, date.start)
