"""The page where many queries are asked at once: a pasted list or a file, and how many documents each finds."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Literal
from urllib.parse import quote

from fastapi import APIRouter, File, Form, Request, Response, UploadFile
from fastapi.responses import HTMLResponse

from pipeline.errors import QuerySyntaxError, UnreadableSource
from pipeline.index.results import View
from pipeline.ingest.encoding import decode, looks_binary
from pipeline.originals.media import disposition
from pipeline.people.principal import Principal
from pipeline.query.lists import MOST, of_lines, of_table
from pipeline.workspace import Workspace
from search_api.deps import WorkspaceDep
from search_api.pages.language import Interface, interface_of
from search_api.pages.refusals import told_to
from search_api.pages.shell import page
from search_api.principals import WhoDep
from search_api.tables import table

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
COLUMNS = ("query", "documents", "problem", "address")
_COUNTED = View(limit=1, passages=False)


@dataclass(frozen=True, slots=True)
class Counted:
    """A query of a list: how many documents it finds, or why it cannot be asked."""

    query: str
    total: int
    problem: str

    @property
    def href(self) -> str:
        """The search of it."""
        return f"/?q={quote(self.query, safe='')}"


@router.get("/batch")
def batch_page(request: Request, q: str = "") -> Response:
    """The form, with a query that was searched for in it."""
    return page(request, "batch.html", queries=q.strip(), rows=None, most=MOST)


@router.post("/batch")
def asked(
    request: Request,
    workspace: WorkspaceDep,
    who: WhoDep,
    queries: Annotated[str, Form()] = "",
    file: Annotated[UploadFile | None, File()] = None,
    format: Annotated[Literal["", "csv", "xlsx"], Form()] = "",
) -> Response:
    """Asks each query, and shows how many documents it finds, or gives that as a file."""
    ui = interface_of(request)
    try:
        found = list(dict.fromkeys([*of_lines(queries), *(_read(file) if file and file.size else ())]))
    except UnreadableSource as error:
        told = ui("batch_unreadable", why=told_to(request, error))
        return page(request, "batch.html", 422, queries=queries, rows=None, most=MOST, problem=told)
    wrong = "" if 0 < len(found) <= MOST else ui("batch_many" if found else "batch_nothing", n=ui.number(MOST))
    if wrong:
        return page(request, "batch.html", 422, queries=queries, rows=None, most=MOST, problem=wrong)
    rows = list(_counted(workspace, who, ui, found))
    if format:
        named = {"Content-Disposition": disposition(f"asnad-batch.{format}")}
        base = str(request.base_url).rstrip("/")
        lines = ([row.query, "" if row.problem else str(row.total), row.problem, base + row.href] for row in rows)
        return table(format, COLUMNS, lines, named)
    return page(request, "batch.html", queries="\n".join(found), rows=rows, most=MOST)


def _read(file: UploadFile) -> Sequence[str]:
    """The queries of a file: of a table where its name says so, else a query a line; raises UnreadableSource."""
    data = file.file.read()
    if looks_binary(data):
        raise UnreadableSource("unsupported", "it is no text")
    text = decode(data).text
    return (of_table if (file.filename or "").lower().endswith((".csv", ".tsv")) else of_lines)(text)


def _counted(workspace: Workspace, who: Principal, ui: Interface, queries: Sequence[str]) -> Iterator[Counted]:
    for query in queries:
        try:
            total = workspace.search(who, query, _COUNTED, relax=False).total
        except QuerySyntaxError as error:
            yield Counted(query, 0, ui(f"query_{error.reason}"))
        else:
            yield Counted(query, total, "")
