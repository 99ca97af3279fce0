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
    Quantity,
    Quote,
)
from search_api.pages.language import Interface
from search_api.pages.render import SEPARATOR, amount, lit, money

_NAMES = ("ORG", "PERSON", "PLACE")
_QUOTES = re.compile(r"[\"«»“”„]")
_LETTERS = re.compile(r"\w*")
_LONGEST = 40
"""Letters of a word that a mention begins or ends in."""
_MOST_WORDS = 12
"""Words of a sentence that find it in all documents that have it."""
_ESCAPED = str.maketrans({" ": "+", '"': "%22", "&": "%26", "#": "%23", "+": "%2B", "%": "%25"})
"""Letters of a query in an address; those of Persian and Arabic stand as they are, a sixth as long."""
_MOST_SHOWN = 140
"""Letters of a quotation in a list."""
_DURATION = re.compile(r"PT?(\d+)([YMWDH])")
_PANEL = (*_NAMES, "QUOTE", "DATE", "COUNT", "AGREEMENT", "MONEY", "PERCENT")
"""Labels in the order of the panel."""


@dataclass(slots=True)
class Fact:
    """A row of the panel: a value, what is said beside it, where it leads, how often it was found, and where first.

    ``number`` is another for each row of a panel: its links are called by the row, without saying it again.
    ``everywhere`` is the query that finds all documents that have it; a name that is an entity has a page of its own.
    """

    text: Markup | str
    note: Markup | str
    href: str
    entity: str
    mention: str
    number: int
    everywhere: str
    count: int = 0

    @property
    def leads(self) -> str:
        """The page with all documents that have it."""
        return f"/entities/{self.entity}" if self.entity else f"/?q={self.everywhere.translate(_ESCAPED)}"


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
                href = lit(mention.span, mention.surface) if mention.label == Quote.LABEL else f"#m-{mention.id}"
                asked = "" if entity else everywhere(mention, document.text)
                rows[same] = Fact(text, note, href, entity, mention.id, next(numbers), asked)
            rows[same].count += 1
            rows[same].note = rows[same].note or note
    return [(label, _in_order(label, rows.values())) for label, rows in panel.items() if rows]


def _in_order(label: str, rows: Iterable[Fact]) -> list[Fact]:
    """Names by how often they were found, all others as they stand in the text."""
    return sorted(rows, key=lambda row: -row.count) if label in _NAMES else [*rows]


def _fact(mention: Mention, ui: Interface) -> tuple[str, str]:
    match TYPES[mention.label].of(mention.value):
        case Organisation() as body:
            return ui.called("ORG", body.name, body.english), body.parent or ""
        case Person() as person:
            return person.name, " ".join(filter(None, (person.role, person.organisation)))
        case Place() as place:
            return ui.called("PLACE", place.name, place.english), ""
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


def everywhere(mention: Mention, text: str) -> str:
    """The query that finds all documents that have what a mention says: its value, or else its words, whole ones.

    >>> from corpora.document import Span
    >>> day = {"calendar": "jalali", "value": "1404-09-14", "start": "2025-12-05", "end": "2025-12-05"}
    >>> everywhere(Mention("1", "DATE", Span(0, 9), "۱۴ آذر ۱۴", {**day, "precision": "day"}, "x", "1"), "۱۴ آذر ۱۴۰۴")
    'date:2025-12-05'
    >>> body = {"number": 27, "modifier": "about", "unit": "ستاد"}
    >>> everywhere(Mention("2", "COUNT", Span(0, 7), "۲۷ ستاد", body, "x", "1"), "۲۷ ستاد")
    'count:"ستاد"=27'
    >>> share = {"percent": 3, "modifier": "about"}
    >>> everywhere(Mention("3", "PERCENT", Span(1, 13), "نحو 3 بالمئة", share, "x", "1"), "بنحو 3 بالمئة")
    '"بنحو 3 بالمئة"'
    """
    match TYPES[mention.label].of(mention.value):
        case Date() as date if date.start and date.end:
            return f"date:{date.start}" if date.start == date.end else f"date:{date.start}..{date.end}"
        case Count() as count:
            return f'count:"{_words(count.unit)}"{_compared(count)}'
        case Money() as money if money.currency:
            return f"amount:{money.currency}{_compared(money)}"
        case Organisation() | Person() | Place() as named:
            return f'{mention.label.lower()}:"{_words(named.name)}"'
        case _:
            start, end = mention.span.start, mention.span.end
            start -= len(_letters(text[max(0, start - _LONGEST) : start][::-1]))
            end += len(_letters(text[end : end + _LONGEST]))
            return f'"{_words(text[start:end])}"'


def _letters(text: str) -> str:
    """The letters that a text begins with."""
    found = _LETTERS.match(text)
    return found[0] if found else ""


def _compared(quantity: Quantity) -> str:
    if quantity.min is not None and quantity.max is not None:
        return f":{quantity.min}..{quantity.max}"
    return f"={quantity.figure}"


def _words(text: str) -> str:
    """The first words of a text, to stand between quotation marks."""
    return " ".join(_QUOTES.sub(" ", text).split()[:_MOST_WORDS])


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
