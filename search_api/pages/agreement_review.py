"""What a reviewer says of an entry of the register, on its page: of each field, of the entry, of its documents."""

from typing import Any

from pipeline.people.principal import Principal
from pipeline.registry.entries import Entry
from pipeline.registry.views import Made
from pipeline.workspace import Workspace
from search_api.pages.agreement_texts import title_of
from search_api.pages.entry_pages import Refused, judging
from search_api.pages.language import Interface

_MOST_NEAR = 8


def reviewing(
    ui: Interface, workspace: Workspace, who: Principal, entry: Entry, made: Made, refused: Refused | None
) -> dict[str, Any]:
    """What the page of an entry needs for judging it, for joining it, and for showing what was decided."""
    found = judging(ui, who, "entry", entry, workspace.deciding.of_entry(who, entry.id), refused)
    near = made.near(entry, _MOST_NEAR) if found["may_judge"] else []
    return {**found, "near": [(one, title_of(ui, one)) for one in near]}
