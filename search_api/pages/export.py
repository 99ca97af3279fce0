"""What a list shows as a table for people: in their language, with days as days, and what they keep of each."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import batched
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response

from corpora.document import Document
from pipeline.index.results import Passage
from pipeline.originals.media import disposition
from pipeline.people.principal import Principal
from pipeline.people.shelf import Kept
from pipeline.search.tables import BETWEEN, day_in, file_name
from pipeline.search.workbook import Look
from pipeline.workspace import Workspace
from search_api.deps import WorkspaceDep
from search_api.pages.asked import AskedDep
from search_api.pages.facets import Reader, chips_of
from search_api.pages.language import Interface, interface_of
from search_api.pages.shell import Items
from search_api.principals import WhoDep
from search_api.tables import table

router = APIRouter(include_in_schema=False)
COLUMNS = {
    **{"title": 50, "published": 12, "jalali": 12, "hijri": 12, "source": 24, "site": 24, "kind": 14, "language": 12},
    **{"collection": 14, "organisations": 40, "persons": 30, "places": 30, "passages": 80, "starred": 10, "tags": 24},
    **{"note": 40, "page": 50, "uri": 50, "id": 36},
}
"""The columns in their order, each with its width in letters."""
_NAMED = ("ORG", "PERSON", "PLACE")
_BATCH = 200
_LONGEST_NAME = 120
type Format = Literal["csv", "xlsx"]
type Row = list[str | float | date]
type Found = tuple[Document, Sequence[Passage]]


@router.get("/export")
def export(
    request: Request, workspace: WorkspaceDep, who: WhoDep, asked: AskedDep, format: Format = "xlsx"
) -> Response:
    """All matches of a search, in the order of the list, in a file named after its words and filters."""
    ui, items = interface_of(request), Items.of(request).cut("format", "cursor", "interval", "view")
    found = workspace.searches.ordered(who, asked.q, asked.filters, asked.order, spelling=asked.same_spelling)
    chips = chips_of(Reader(workspace, who, items, ui))
    told = [f"{ui('without') if chip.excluded else ''} {chip.field} {chip.value}" for chip in chips]
    return _file(request, format, " ".join([asked.q, *told]), _rows(request, workspace, who, found))


@router.get("/shelf/export")
def export_shelf(
    request: Request,
    workspace: WorkspaceDep,
    who: WhoDep,
    tag: Annotated[str, Query(max_length=100)] = "",
    starred: bool = False,
    format: Format = "xlsx",
) -> Response:
    """What somebody keeps of documents, as the shelf lists it; those with a tag, or with a star."""
    keys = [one.document for one in workspace.shelf.documents(who, tag) if one.starred or not starred]
    found = ((document, ()) for document in workspace.searches.kept(who, keys))
    name = " ".join([interface_of(request)("shelf"), tag])
    return _file(request, format, name, _rows(request, workspace, who, found))


def _file(request: Request, format: Format, name: str, rows: Iterable[Row]) -> Response:
    ui = interface_of(request)
    headers = {"Content-Disposition": disposition(file_name(name, format, _LONGEST_NAME))}
    look = Look(name.strip(), ui.direction == "rtl", tuple(COLUMNS.values()))
    return table(format, [ui(f"export_{column}") for column in COLUMNS], rows, headers, look)


def _rows(request: Request, workspace: Workspace, who: Principal, found: Iterable[Found]) -> Iterator[Row]:
    ui, here = interface_of(request), f"{str(request.base_url).rstrip('/')}/documents/"
    for some in batched(found, _BATCH):
        kept = workspace.shelf.among(who, [document.key for document, _ in some])
        for document, passages in some:
            yield row_of(ui, document, passages, kept.get(document.key, Kept(document.key)), here + document.key)


def row_of(ui: Interface, document: Document, passages: Iterable[Passage], kept: Kept, page: str) -> Row:
    """The cells of a document, in the order of COLUMNS."""
    day = document.published[:10]
    names = [BETWEEN.join(_names(ui, document, label)) for label in _NAMED]
    shown = BETWEEN.join(" ".join(passage.text.split()) for passage in passages)
    words = [ui(f"kind_{document.kind}"), ui(f"lang_{document.language}"), document.collection]
    star = ui("starred") if kept.starred else ""
    return [
        *(
            document.title,
            _day(document.published),
            day_in("jalali", day),
            day_in("hijri", day),
            document.source,
            document.site,
        ),
        *(*words, *names, shown, star, BETWEEN.join(kept.tags), kept.note, page, document.uri, document.id),
    ]


def _day(published: str) -> str | date:
    """The day of publication as a day; what is none as it is."""
    try:
        return date.fromisoformat(published[:10])
    except ValueError:
        return published


def _names(ui: Interface, document: Document, label: str) -> Iterable[str]:
    """The names of a label, each once, in the order of the text."""
    said = (mention.value for mention in document.mentions if mention.label == label)
    return dict.fromkeys(ui.called(label, str(value["name"]), value.get("english")) for value in said)
