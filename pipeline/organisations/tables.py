"""Organisations as rows of a table, for spreadsheets and for lists that are brought again."""

from collections.abc import Iterable, Sequence

from pipeline.organisations.databank import FIELDS
from pipeline.organisations.views import Organisation

_BETWEEN = " | "
_OF_LISTS = tuple(name for name in FIELDS if name not in ("kind", "place", "parent"))
COLUMNS = (
    *("name", "aliases", "english", "kind", "place", "parent", *_OF_LISTS),
    *("id", "documents", "mentions", "agreements", "lists"),
)


def columns(found: Iterable[Organisation]) -> list[str]:
    """The columns of a table of some organisations: COLUMNS, and the further ones of their lists."""
    more = dict.fromkeys(heading for one in found for row in one.rows for heading, _ in row.more)
    return [*COLUMNS, *(heading for heading in more if heading not in COLUMNS)]


def row_of(one: Organisation, headings: Sequence[str]) -> list[str]:
    """The cells of an organisation; of what several lists say the newest word."""
    said = {
        "name": one.name,
        "aliases": "|".join(one.aliases),
        "english": one.english,
        "kind": one.field("kind") or one.kind.value,
        "place": one.place.value if one.place else "",
        "parent": one.parent.value if one.parent else "",
        **{name: one.field(name) for name in _OF_LISTS},
        "id": one.id,
        **{name: str(getattr(one, name)) for name in ("documents", "mentions", "agreements")},
        "lists": _BETWEEN.join(f"{row.called}:{row.row}" for row in one.rows if row.called),
    }
    more = {heading: cell for row in one.rows for heading, cell in row.more}
    return [said.get(heading, more.get(heading, "")) for heading in headings]
