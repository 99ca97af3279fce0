"""The pages of the register of agreements: lists with filters, and an entry with each field beside its sentence."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import HTMLResponse

from corpora.document import Document
from pipeline.errors import EntryNotFound
from pipeline.people.principal import Principal
from pipeline.registry.dues import LISTS, SOON, deadlines_of
from pipeline.registry.entries import Entry, Value
from pipeline.registry.portfolio import CALENDARS, FIELDS, Asked, parted, state_of
from pipeline.registry.views import Made
from pipeline.workspace import Workspace
from search_api.deps import WorkspaceDep
from search_api.pages.agreement_review import reviewing
from search_api.pages.agreement_texts import date_of, named_value, shown, title_of
from search_api.pages.entry_pages import Refused, Sent, decided, kept, may_judge
from search_api.pages.language import Interface, interface_of
from search_api.pages.lists import Paging
from search_api.pages.quoted import Fact, documents_of, others_of, quotes, witnesses_of
from search_api.pages.relations_graph import related
from search_api.pages.shell import Items, page
from search_api.principals import CALENDAR, WhoDep
from search_api.routes.agreements import AskedDep, ListName, listed_of

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
_PAGE = 25
_MOST_VALUES = 200
_DATES = ("signed", "valid_from", "valid_until")
_FIELDS = ("kind", "title", "number", "subject", "place", *_DATES, "duration", "renewal", "amount", "count")
KEPT = (*FIELDS, "calendar", "q", "list", "total")
_DOWNLOADS = (("csv", "CSV"), ("xlsx", "XLSX"), ("json", "JSON"), ("ftm", "FollowTheMoney"), ("ocds", "OCDS"))
type _Names = Mapping[str, Mapping[str, str]]
"""Of the fields whose values are ids: what each of them is called."""


@router.get("/agreements")
def agreements_page(
    request: Request,
    workspace: WorkspaceDep,
    who: WhoDep,
    asked: AskedDep,
    list_name: ListName = "",
    at: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> Response:
    """The register, or one of its lists, a page of it."""
    ui, items, today = interface_of(request), Items.of(request), date.today()  # noqa: DTZ011
    made = workspace.register.made(who)
    found = listed_of(made, asked, list_name, today)
    part = found[at : at + _PAGE]
    counted = made.values(asked.calendar or ui.calendar)
    names = names_of(ui, made, asked, counted["umbrella"])
    values_of: dict[str, Any] = {
        "rows": [(entry, title_of(ui, entry), date_of_signing(ui, entry), day, state_of(entry)) for day, entry in part],
        "restored": _restored(who, (entry for _, entry in part)) if list_name == "rejected" else {},
        "paging": Paging.of(items, at, len(part), _PAGE, len(found)),
        "total": len(found),
        "asked": asked,
        "list_name": list_name,
        "lists": [(name, items.cut("at").with_value("list", name)) for name in ("", *LISTS, "rejected")],
        "soon": SOON,
        "choices": _choices(ui, counted, names),
        "calendars": CALENDARS,
        "chosen": chips(ui, items, asked, names),
        "clear": "/agreements",
        "numbers": "/counts/agreements" + items.cut("at").without(),
        "downloads": [(text, _download(items, how)) for how, text in _DOWNLOADS],
        "calendar": CALENDAR + items.only(*FIELDS, "calendar", "q", "total").with_value("lang", ui.language),
        "kept": items.only("list", "total").pairs(),
    }
    return page(request, "agreements.html", **values_of)


def date_of_signing(ui: Interface, entry: Entry) -> str:
    """When it was signed, in words; "" where no text says it."""
    return date_of(ui, entry.signed.value) if entry.signed else ""


def _download(items: Items, how: str) -> str:
    return "/api/v1/agreements/export" + items.only(*KEPT).with_value("format", how)


def _restored(who: Principal, entries: Iterable[Entry]) -> dict[str, int]:
    """The number of the decision that rejected each of the entries that somebody may judge."""
    mine = (one for one in entries if may_judge(who, one))
    return {entry.id: said.id for entry in mine for said in entry.judged if not said.field}


def _choices(
    ui: Interface, counted_of: Mapping[str, Sequence[tuple[str, int]]], names: _Names
) -> dict[str, list[tuple[str, str, int]]]:
    """The values of each filter: as an address has it, as a reader does, and how many entries have it."""
    made = {}
    for field, counted in counted_of.items():
        some = counted[:_MOST_VALUES]
        made[field] = [(value, _named(ui, field, value, names), number) for value, number in some if value]
    return made


def names_of(ui: Interface, made: Made, asked: Asked, umbrellas: Iterable[tuple[str, int]] = ()) -> _Names:
    """What partners are called, and umbrellas among those that are given and that which is asked for."""
    ids = {value for value, _ in umbrellas} | {asked.umbrella}
    known = {one: title_of(ui, made.by_id[one]) for one in ids if one in made.by_id}
    return {"partner": made.partner_names(), "umbrella": known}


def _named(ui: Interface, field: str, value: str, names: _Names) -> str:
    return named_value(ui, field, value, names.get(field, {}).get(value, value))


def chips(ui: Interface, items: Items, asked: Asked, names: _Names) -> list[tuple[str, str, str, bool]]:
    """The filters in force, each with the address without it."""
    found = []
    for field in FIELDS:
        if value := getattr(asked, field):
            text = ui("facet_collection") if field == "collection" else ui(f"filter_{field}")
            found.append((text, _named(ui, field, value, names), items.cut("at").with_value(field, ""), False))
    if asked.total:
        by, _, value = parted(asked.total)
        text = _named(ui, by, value, names)
        found.append((ui(f"filter_{by}"), text, items.cut("at").with_value("total", ""), False))
    return found


@router.get("/agreements/{identity}")
def agreement_page(request: Request, workspace: WorkspaceDep, who: WhoDep, identity: str) -> Response:
    """One entry: every field beside its sentence, its deadlines, what sources say of its state, its relations."""
    return _entry_page(request, workspace, who, identity)


def _entry_page(
    request: Request, workspace: Workspace, who: Principal, identity: str, refused: Refused | None = None
) -> Response:
    """The page of an entry, and what somebody sent of it that was refused."""
    try:
        entry = workspace.register.entry(who, identity)
    except EntryNotFound:
        return page(request, "problem.html", 404, message="no_agreement", detail=identity)
    ui = interface_of(request)
    documents = documents_of(workspace, who, entry.witnesses)
    made = workspace.register.made(who)
    found = deadlines_of(entry, date.today())  # noqa: DTZ011
    texts = list(dict.fromkeys(one.document for one in entry.witnesses if one.form == "text"))
    values_of: dict[str, Any] = {
        "entry": entry,
        "title": title_of(ui, entry),
        "state": state_of(entry),
        "facts": [_fact(ui, entry, name, documents) for name in _FIELDS if getattr(entry, name)],
        "unsaid": [name for name in _FIELDS if not getattr(entry, name)],
        "parties": [(party, list(quotes(party.places, documents))) for party in entry.parties],
        "deadlines": found,
        "history": [(said, next(quotes((said.place,), documents), None)) for said in reversed(entry.history)],
        "witnesses": witnesses_of(entry.witnesses, documents),
        **related(ui, made, entry),
        "compared": f"/compare?a={texts[0]}&b={texts[1]}" if len(texts) > 1 else "",
        **reviewing(ui, workspace, who, entry, made, refused),
    }
    return page(request, "agreement.html", refused.status if refused else 200, **values_of)


@router.post("/agreements/{identity}")
def decide(
    request: Request,
    workspace: WorkspaceDep,
    who: WhoDep,
    identity: str,
    verdict: Annotated[Literal["accept", "correct", "reject", "join", "part", "undo"], Form()],
    field: Annotated[str, Form(max_length=20)] = "",
    value: Annotated[str, Form(max_length=25_000)] = "",
    seq: Annotated[int | None, Form(ge=0, le=2**31 - 1)] = None,
) -> Response:
    """Keeps what was said of an entry, or takes it back, and shows the entry as it is then."""
    review, sent = workspace.deciding, Sent(verdict, field, value, seq)

    def keep() -> Entry:
        match verdict:
            case "join":
                return review.join(who, identity, value.strip(), seq)
            case "part":
                return review.part(who, identity, value, seq)
            case _:
                return kept(review, who, identity, sent)

    def again(refused: Refused) -> Response:
        return _entry_page(request, workspace, who, identity, refused)

    return decided(keep, sent, again, there="/agreements")


def _fact(ui: Interface, entry: Entry, name: str, documents: Mapping[str, Document]) -> Fact:
    held: Value[Any] = getattr(entry, name)
    others = others_of(held, lambda value: shown(ui, name, Value(value, held.places)), documents)
    text = shown(ui, name, held)
    if name == "count" and entry.count_modifier != "exact":
        text = f"{ui('mod_' + entry.count_modifier)} {text}"
    return Fact(name, text, list(quotes(held.places, documents)), others, held.derived_from)
