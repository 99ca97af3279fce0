"""All matches of a search as rows of a table, for spreadsheets: what each document is, its days, entities, passages."""

import re
from collections.abc import Iterable
from datetime import date

from corpora.document import Document
from extractors.dates.calendars import parts
from pipeline.index.results import Passage

COLUMNS = (
    *("id", "key", "uri", "title", "language", "published", "source", "site", "kind"),
    *("collection", "jalali", "hijri", "organisations", "persons", "places", "passages"),
)
_NAMED = ("ORG", "PERSON", "PLACE")
BETWEEN = " | "
_LONGEST_NAME = 60
_NOT_IN_A_NAME = re.compile(r"[^\w\N{ZERO WIDTH NON-JOINER}]+")


def row_of(document: Document, passages: Iterable[Passage]) -> list[str]:
    """The cells of a document, in the order of COLUMNS; days are ISO 8601 in form in each calendar."""
    plain = [getattr(document, name) for name in COLUMNS[:10]]
    named = [BETWEEN.join(_names(document, label)) for label in _NAMED]
    days = [day_in(calendar, document.published) for calendar in ("jalali", "hijri")]
    return [*plain, *days, *named, BETWEEN.join(" ".join(passage.text.split()) for passage in passages)]


def _names(document: Document, label: str) -> Iterable[str]:
    """The names of a label, each once, in the order of the text."""
    return dict.fromkeys(str(m.value["name"]) for m in document.mentions if m.label == label)


def day_in(calendar: str, iso: str) -> str:
    """A Gregorian day in another calendar; nothing where there is no day.

    >>> day_in("jalali", "2025-12-05"), day_in("hijri", "2025-12-05"), day_in("jalali", "")
    ('1404-09-14', '1447-06-14', '')
    """
    try:
        year, month, number = parts(calendar, date.fromisoformat(iso[:10]))
    except (ValueError, OverflowError):
        return ""
    return f"{year:04}-{month:02}-{number:02}"


def file_name(query: str, end: str, longest: int = _LONGEST_NAME) -> str:
    """What a file with the matches of a query is called.

    >>> file_name('org:"وزارت نفت" -قطر', "csv"), file_name("*", "xlsx")
    ('asnad-org-وزارت-نفت-قطر.csv', 'asnad.xlsx')
    """
    words = _NOT_IN_A_NAME.sub("-", query).strip("-_")[:longest].strip("-_")
    return f"asnad-{words}.{end}" if words else f"asnad.{end}"
