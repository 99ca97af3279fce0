"""Appointments in their reader's words: what a list is narrowed by, and what a number of them is called."""

from pipeline.people.principal import Principal
from pipeline.registry.decree_totals import BY, NONE, By
from pipeline.registry.decrees import Wanted
from pipeline.registry.portfolio import parted
from pipeline.workspace import Workspace
from search_api.pages.language import Interface
from search_api.pages.shell import Items

ASKED = ("act", "person", "body", "office", "year", "collection")
_ALL = (*ASKED, "total", "turn")


def named_total(ui: Interface, by: By, value: str, name: str) -> str:
    """What a value of the totals is called in the reader's language."""
    if value == NONE:
        return ui("undated" if by == "year" else "decrees_unnamed")
    match by:
        case "act":
            return ui(f"act_{value}")
        case "year":
            return ui.digits(value)
        case _:
            return name


def chips(
    ui: Interface, items: Items, workspace: Workspace, who: Principal, wanted: Wanted
) -> list[tuple[str, str, str, bool]]:
    """The filters in force, each with the address without it."""
    found = []
    for field in _ALL:
        if value := getattr(wanted, field):
            name, text = _shown(ui, workspace, who, field, value)
            found.append((name, text, items.cut("at").with_value(field, ""), False))
    return found


def _shown(ui: Interface, workspace: Workspace, who: Principal, field: str, value: str) -> tuple[str, str]:
    """A filter and its value as a reader knows them."""
    match field:
        case "collection":
            return ui("facet_collection"), value
        case "act":
            return ui("decree_act"), ui(f"act_{value}")
        case "year":
            return ui("decree_year"), ui.digits(value)
        case "turn":
            return ui("decree_turn"), ui(f"decrees_{value}")
        case "total":
            by, calendar, key = parted(value)
            known = next(known for known in BY if known == by)
            every = workspace.decrees.totals(who, known, calendar) if known in ("office", "body") else []
            name = next((one.name for one in every if one.value == key), key)
            return ui(f"decree_{by}"), named_total(ui, known, key, name)
        case _:
            return ui(f"decree_{field}"), value
