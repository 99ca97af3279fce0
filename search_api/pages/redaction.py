"""The page where a copy of a document is made from which labels, words or names are blacked out, and its files."""

from collections import Counter
from typing import Annotated, Any, Literal
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Depends, Form, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from corpora.document import LABELS
from pipeline.errors import AmbiguousDocument, DocumentNotFound, InvalidRedaction
from pipeline.people.principal import Principal
from pipeline.redaction.places import LONGEST_WORDS, Wanted
from pipeline.redaction.redactions import Redacted
from pipeline.workspace import Workspace
from search_api.deps import UploadsDep, WorkspaceDep
from search_api.pages.language import Interface, direction, interface_of
from search_api.pages.printing import font, pdf
from search_api.pages.refusals import told_to
from search_api.pages.shell import page, rendered
from search_api.principals import WhoDep

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
type As = Literal["txt", "html", "pdf"]
FORMS: dict[str, As] = {".txt": "txt", ".html": "html", ".pdf": "pdf"}
"""How names of files end → what is written into them."""
_TYPES: dict[As, str] = {
    "txt": "text/plain; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
}


def _wanted(
    label: Annotated[list[str], Query(max_length=len(LABELS))] = [],  # noqa: B006 - FastAPI copies it
    words: Annotated[str, Query(max_length=2 * LONGEST_WORDS)] = "",
) -> Wanted:
    """What the form asks for: a word or name a line."""
    return Wanted(tuple(dict.fromkeys(label)), (), tuple(filter(str.strip, words.splitlines())))


type WantedDep = Annotated[Wanted, Depends(_wanted)]


def html(ui: Interface, made: Redacted) -> str:
    """A copy as one file of HTML that asks for nothing from elsewhere."""
    sides = direction(made.language, ui.direction)
    return rendered("redacted_file.html", ui, made=made, font=font(), direction=sides)


def file_of(
    workspace: Workspace, who: Principal, ui: Interface, reference: str, wanted: Wanted, form: As
) -> tuple[Redacted, bytes]:
    """A copy, and the same as a file: as PDF its pages as pictures where it has some, else its text.

    Raises what ``pipeline.redaction.redactions`` says, and MissingPackage.
    """
    if form == "pdf":
        made, pages = workspace.redactions.pages(who, reference, wanted)
        return made, pages or pdf(html(ui, made))
    made = workspace.redactions.copy(who, reference, wanted)
    return made, (made.text() if form == "txt" else html(ui, made)).encode()


@router.get("/documents/{reference:path}/redact")
def redaction_page(
    request: Request, workspace: WorkspaceDep, who: WhoDep, reference: str, wanted: WantedDep
) -> Response:
    """What can be blacked out, and how the copy would read."""
    try:
        document = workspace.document(who, reference)
    except (DocumentNotFound, AmbiguousDocument) as error:
        return page(request, "problem.html", 404, message="not_found", detail=told_to(request, error))
    ui = interface_of(request)
    counted = Counter(mention.label for mention in document.mentions)
    shared: dict[str, Any] = {
        "document": document,
        "labels": [(one, counted[one]) for one in LABELS if counted[one]],
        "chosen": wanted.labels,
        "words": "\n".join(wanted.words),
        "direction": direction(document.language, ui.direction),
        "made": None,
        "files": [],
    }
    if wanted == Wanted():
        return page(request, "redaction.html", **shared)
    try:
        made = workspace.redactions.copy(who, document.key, wanted)
    except InvalidRedaction as error:
        return page(request, "redaction.html", 422, **shared, error=told_to(request, error))
    asked = urlencode([*(("label", one) for one in wanted.labels), ("words", shared["words"])])
    long = workspace.redactions.takes_long(made)
    files = [
        (form, f"/documents/{document.key}/redacted.{form}?{asked}") for form in _TYPES if not (long and form == "pdf")
    ]
    return page(request, "redaction.html", **shared | {"made": made, "files": files, "long": long})


@router.post("/documents/{reference:path}/redact")
def begin(
    request: Request,
    workspace: WorkspaceDep,
    who: WhoDep,
    uploads: UploadsDep,
    reference: str,
    label: Annotated[list[str], Form(max_length=len(LABELS))] = [],  # noqa: B006 - FastAPI copies it
    words: Annotated[str, Form(max_length=2 * LONGEST_WORDS)] = "",
) -> Response:
    """Makes the PDF of a long document as a job."""
    try:
        identity = workspace.redactions.jobs.begin(who, reference, _wanted(label, words))
    except (DocumentNotFound, AmbiguousDocument) as error:
        return page(request, "problem.html", 404, message="not_found", detail=told_to(request, error))
    except InvalidRedaction as error:
        return page(request, "problem.html", 422, message="redact_refused", detail=told_to(request, error))
    uploads.redact(identity)
    return RedirectResponse(f"/redactions/{identity}", 303)


@router.get("/redactions/{identity}")
def job_page(request: Request, workspace: WorkspaceDep, who: WhoDep, identity: str) -> Response:
    """How far a copy is, and the copy."""
    one = workspace.redactions.jobs.job(who, identity)
    document = workspace.document(who, one.document)
    return page(request, "redaction_job.html", one=one, document=document, why=told_to(request, one.why or None))


@router.post("/redactions/{identity}")
def let_go(workspace: WorkspaceDep, who: WhoDep, identity: str) -> Response:
    """Ends a copy that is made, or lets go of it."""
    document = workspace.redactions.jobs.job(who, identity).document
    workspace.redactions.jobs.cancel(who, identity)
    return RedirectResponse(f"/documents/{document}/redact", 303)


@router.get("/redactions/{identity}/redacted.pdf")
def job_file(workspace: WorkspaceDep, who: WhoDep, identity: str) -> Response:
    """The copy as a file."""
    return _file(workspace.redactions.jobs.file(who, identity), "pdf")


@router.get("/documents/{reference:path}/redacted.{form}")
def redacted_file(
    request: Request,
    workspace: WorkspaceDep,
    who: WhoDep,
    reference: str,
    form: As,
    wanted: WantedDep,
) -> Response:
    """The copy as a file; a PDF of many pages is made as a job, where the page says so."""
    if form == "pdf" and workspace.redactions.takes_long(workspace.redactions.copy(who, reference, wanted)):
        asked = urlencode([*(("label", one) for one in wanted.labels), ("words", "\n".join(wanted.words))])
        return RedirectResponse(f"/documents/{quote(reference)}/redact?{asked}", 303)
    _, data = file_of(workspace, who, interface_of(request), reference, wanted, form)
    return _file(data, form)


def _file(data: bytes, form: As) -> Response:
    named = {"Content-Disposition": f'attachment; filename="redacted.{form}"', "Content-Type": _TYPES[form]}
    return Response(data, headers=named)
