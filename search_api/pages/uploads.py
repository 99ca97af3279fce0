"""The page where documents are sent in: files, folders, addresses of the web and pasted text."""

import re
from typing import Annotated, Any

from fastapi import APIRouter, File, Form, HTTPException, Request, Response, UploadFile, status
from fastapi.responses import HTMLResponse, RedirectResponse

from corpora.document import MAIN
from pipeline.jobs.uploads import Sent
from pipeline.people.principal import Principal
from pipeline.workspace import Workspace
from search_api.deps import UploadsDep, WorkspaceDep
from search_api.pages.language import LANGUAGES
from search_api.pages.shell import page
from search_api.principals import WhoDep

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
_RUNS = 10
_ADDRESSES = 100
_LONGEST_NAME = 60
MOST_FILES = 1000
"""Files in one form, as its parser takes them."""


@router.get("/upload")
def upload_page(request: Request, workspace: WorkspaceDep, who: WhoDep) -> Response:
    """The form, and the newest runs."""
    return _page(request, workspace, who)


@router.post("/upload")
def upload_form(
    request: Request,
    workspace: WorkspaceDep,
    who: WhoDep,
    uploads: UploadsDep,
    file: Annotated[list[UploadFile], File()] = [],  # noqa: B006 - FastAPI copies it
    folder: Annotated[list[UploadFile], File()] = [],  # noqa: B006
    addresses: Annotated[str, Form()] = "",
    text: Annotated[str, Form()] = "",
    title: Annotated[str, Form(max_length=200)] = "",
    source: Annotated[str, Form(max_length=200)] = "",
    language: Annotated[str, Form(max_length=8)] = "",
    collection: Annotated[str, Form(max_length=64)] = MAIN,
) -> Response:
    """Queues all that was sent as one run, and shows it."""
    try:
        files = _files(workspace, [*file, *folder])
        if text.strip():
            files.append((f"{_called(title or text)}.txt", _titled(title.strip(), text).encode("utf-8", "replace")))
        pages = _addresses(addresses)
        if not files and not pages:
            raise HTTPException(status.HTTP_422_UNPROCESSABLE_CONTENT, "upload_nothing")
    except HTTPException as error:
        return _page(request, workspace, who, str(error.detail), error.status_code)
    spoken = language if language in LANGUAGES else ""
    sent = Sent(files, pages, source.strip(), spoken, title.strip())
    return RedirectResponse(f"/runs/{uploads.add_all(who, sent, collection)}", 303)


def _page(request: Request, workspace: Workspace, who: Principal, error: str = "", code: int = 200) -> Response:
    values: dict[str, Any] = {
        "error": error,
        "runs": workspace.runs.all(who, _RUNS),
        "collections": workspace.collections.where(who, "editor"),
        "languages": LANGUAGES,
        "most_bytes": workspace.settings.upload_bytes,
        "most_megabytes": workspace.settings.upload_bytes // 1024 // 1024 or 1,
        "most_files": MOST_FILES,
        "most_addresses": _ADDRESSES,
    }
    return page(request, "upload.html", code, **values)


def _files(workspace: Workspace, sent: list[UploadFile]) -> list[tuple[str | None, bytes]]:
    """The files with their bytes; raises HTTPException where all together are too large, or one has nothing in it."""
    left = workspace.settings.upload_bytes
    found: list[tuple[str | None, bytes]] = []
    for one in sent:
        data = one.file.read(left + 1)
        if not one.filename and not data:  # a field that was left empty
            continue
        left -= len(data)
        if left < 0:
            raise HTTPException(status.HTTP_413_CONTENT_TOO_LARGE, "upload_too_large")
        found.append((one.filename, data))
    if found and not any(data for _, data in found):
        raise HTTPException(status.HTTP_422_UNPROCESSABLE_CONTENT, "upload_empty")
    return found


def _addresses(text: str) -> list[str]:
    """The addresses of the web, one a line or parted by blanks; raises HTTPException for what is none."""
    found = list(dict.fromkeys(text.split()))
    if len(found) > _ADDRESSES or any(not one.lower().startswith(("http://", "https://")) for one in found):
        raise HTTPException(status.HTTP_422_UNPROCESSABLE_CONTENT, "upload_addresses_wrong")
    return found


def _titled(title: str, text: str) -> str:
    """A pasted text under the title that was given, which is its first line where it is not there yet.

    >>> _titled("نشست شورا", "نشست شورا آغاز شد."), _titled("نشست شورا", "نشست شورا")
    ('نشست شورا\\n\\nنشست شورا آغاز شد.', 'نشست شورا')
    """
    return text if not title or text.strip().split("\n")[0].strip() == title else f"{title}\n\n{text}"


def _called(text: str) -> str:
    """A name for pasted text: its title, or its first words, without stops at its ends.

    >>> _called("گزارش نشست شورا."), _called("# نشست ۱۴۰۴/۵"), _called("…")
    ('گزارش نشست شورا', 'نشست ۱۴۰۴ ۵', 'text')
    """
    first = " ".join(re.sub(r'[\\/:*?"<>|]', " ", text[: 4 * _LONGEST_NAME]).split())
    if len(first) > _LONGEST_NAME:
        first = first[:_LONGEST_NAME].rpartition(" ")[0] or first[:_LONGEST_NAME]
    return first.strip(" .…!؟?،؛,;-_#") or "text"
