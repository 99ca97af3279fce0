"""The page where a person puts right what was recognised on a scan: line by line, each under its picture."""

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from corpora.document import Document, Page, Region, Span
from pipeline.errors import AmbiguousDocument, DecisionConflict, DocumentNotFound, RefusedDecision, UnreadableSource
from pipeline.people.principal import Principal
from pipeline.review.texts import Change
from pipeline.workspace import Workspace
from search_api.deps import WorkspaceDep
from search_api.pages.language import interface_of
from search_api.pages.refusals import told_to
from search_api.pages.shell import page
from search_api.pages.typed_lines import Typed, lost, met
from search_api.principals import WhoDep

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
_WORD = re.compile(r"\S+")
_WIDTH = 1600
"""Pixels that the picture of a page is wide, from which those of its lines are cut."""
_DOUBT = 0.7
"""Confidence under which a word is shown as doubtful; the documents of pages that are less sure have a flag."""
_MARGIN = 0.35
"""Heights of a line that are shown above and below it."""
_BACK = 0.4
"""Parts of the width of a page's text that the first word of a line stands to the right of the last one before it.

A Latin phrase in a line from the right goes back by its own width."""
_SLANT = 0.04
"""How much lines of a page that lies askew may rise: three degrees, in parts of its width and height."""
_MOST_LINES = 300
_LONGEST_LINE = 2000
type Box = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class ProofLine:
    """A line of a page; ``view`` is the part of the picture that shows it: left, top, width and height in pixels."""

    start: int
    text: str
    view: tuple[int, int, int, int]
    doubtful: tuple[str, ...]
    corrected: bool


@router.get("/pages/{key}/{number}")
def proof_page(request: Request, workspace: WorkspaceDep, who: WhoDep, key: str, number: int) -> Response:
    """The lines of a recognised page, to be put right."""
    return _shown(request, workspace, who, key, number)


@router.post("/pages/{key}/{number}")
def keep_corrections(
    request: Request,
    workspace: WorkspaceDep,
    who: WhoDep,
    key: str,
    number: int,
    start: Annotated[list[int], Form()],
    before: Annotated[list[str], Form()],
    after: Annotated[list[str], Form()],
) -> Response:
    """Keeps what was changed in the lines, and shows the page again."""
    typed: dict[int, Typed] = {}
    try:
        if not len(start) == len(before) == len(after) <= _MOST_LINES:
            raise RefusedDecision("the form came in parts; send it again")
        document = workspace.document(who, key)
        form = list(zip(start, before, after, strict=True))
        lines = _standing(document, number)
        typed = {at: _by_whom(workspace, who, document, at, one) for at, one in met(form, lines).items()}
        if any(one.late for one in typed.values()):
            raise DecisionConflict("the line was changed meanwhile; look at it again", [], [])
        now = {line.start: line.text for line in lines}
        changes = [change for at, one in typed.items() for change in _line_changes(at, now[at], one.text)]
        if changes:
            workspace.texts.correct(who, document.key, changes)
    except RefusedDecision as error:
        return _shown(request, workspace, who, key, number, error, typed)
    except (DocumentNotFound, AmbiguousDocument) as error:
        return page(request, "problem.html", 404, message="not_found", detail=told_to(request, error))
    return RedirectResponse(f"/pages/{key}/{number}{f'?saved=1#line-{min(typed)}' if typed else ''}", 303)


def _standing(document: Document, number: int) -> list[ProofLine]:
    """The lines of a page as they stand; none where there is no such page."""
    pages = document.pages[number - 1 : number] if number > 0 else ()
    return lines_of(document, pages[0], (1, 1))[:_MOST_LINES] if pages else []


def _by_whom(workspace: Workspace, who: Principal, document: Document, start: int, typed: Typed) -> Typed:
    """What was typed, where somebody was faster with who that was."""
    if not typed.late or start < 0:
        return typed
    end = document.text.find("\n", start)
    line = Span(start, len(document.text) if end < 0 else end)
    said = workspace.texts.said_at(who, document.key, line)[:1]
    return typed.by(said[0].decision.user, said[0].decision.at) if said else typed


def _line_changes(start: int, before: str, after: str) -> list[Change]:
    """What was changed in a line that is known to be one of the document's; raises RefusedDecision where it is long."""
    if len(after) > _LONGEST_LINE or len(before) > _LONGEST_LINE:
        raise RefusedDecision("a line may have {longest:,} letters at most", longest=_LONGEST_LINE)
    return list(changed_words(start, before, after))


@router.post("/pages/{key}/{number}/undo")
def undo(
    request: Request,
    workspace: WorkspaceDep,
    who: WhoDep,
    key: str,
    number: int,
    correction: Annotated[int, Form()],
) -> Response:
    """Takes a correction back, and shows the page again."""
    try:
        workspace.texts.undo(who, key, correction)
    except RefusedDecision as error:
        return _shown(request, workspace, who, key, number, error)
    except DocumentNotFound:
        return page(request, "problem.html", 404, message="not_found", detail=key)
    return RedirectResponse(f"/pages/{key}/{number}?saved=1", 303)


def _shown(
    request: Request,
    workspace: Workspace,
    who: Principal,
    key: str,
    number: int,
    problem: RefusedDecision | None = None,
    typed: Mapping[int, Typed] = {},
) -> Response:
    """The page, with why something was refused, what was typed, and both sides where somebody was faster."""
    from PIL import Image

    try:
        document = workspace.document(who, key)
        size = Image.open(io.BytesIO(workspace.originals.picture(who, key, number, _WIDTH))).size
    except (DocumentNotFound, AmbiguousDocument) as error:
        return page(request, "problem.html", 404, message="no_sheet", detail=told_to(request, error))
    except UnreadableSource as error:
        return page(request, "problem.html", 422, message="problem", detail=told_to(request, error))
    lines = lines_of(document, document.pages[number - 1], size)[:_MOST_LINES]
    return page(
        request,
        "proof.html",
        409 if problem else 200,
        document=document,
        number=number,
        size=size,
        width=_WIDTH,
        lines=lines,
        typed=typed,
        lost=lost(typed),
        history=workspace.texts.history(who, document.key),
        problem=_told(request, problem),
        saved=problem is None and request.query_params.get("saved") == "1",
        pages=[at for at, one in enumerate(document.pages, 1) if one.image and one.confidence is not None],
    )


def _told(request: Request, problem: RefusedDecision | None) -> str:
    """Why something was refused; that somebody was faster in the reader's language."""
    return (
        interface_of(request)("judgement_conflict")
        if isinstance(problem, DecisionConflict)
        else told_to(request, problem)
    )


def lines_of(document: Document, sheet: Page, size: tuple[int, int]) -> list[ProofLine]:
    """The lines that were recognised on a page, in reading order; ``size`` is that of its picture in pixels."""
    recognised = [region for region in sheet.regions if region.confidence is not None]
    left = min((region.box[0] for region in recognised), default=0)
    right = max((region.box[2] for region in recognised), default=0)
    rows = _rows(document.text, recognised, _BACK * (right - left))
    return [_line(document, words, (left, right), size) for words in rows]


def _rows(text: str, regions: Sequence[Region], back: float) -> Iterator[list[Region]]:
    row: list[Region] = []
    for region in regions:
        if row and ("\n" in text[row[-1].span.end : region.span.start] or _is_below(row[-1].box, region.box, back)):
            yield row
            row = []
        row.append(region)
    if row:
        yield row


def _is_below(one: Box, following: Box, back: float) -> bool:
    """Whether a word begins a line: it stands lower or higher, or so far back that only a new line explains it."""
    height = max(one[3] - one[1], following[3] - following[1])
    apart = abs(one[1] + one[3] - following[1] - following[3]) / 2
    slant = _SLANT * abs(one[0] + one[2] - following[0] - following[2]) / 2
    return apart > height / 2 + slant or following[0] - one[2] > back


def _line(document: Document, words: Sequence[Region], edges: tuple[int, int], size: tuple[int, int]) -> ProofLine:
    start, end = words[0].span.start, words[-1].span.end
    top, bottom = min(word.box[1] for word in words), max(word.box[3] for word in words)
    margin = _MARGIN * (bottom - top)
    across, down = size[0] / 10_000, size[1] / 10_000
    view = edges[0] * across, (top - margin) * down, (edges[1] - edges[0]) * across, (bottom - top + 2 * margin) * down
    x, y, width, height = (round(number) for number in view)
    said = [(document.text[word.span.start : word.span.end], word.confidence or 0.0) for word in words]
    return ProofLine(
        start=start,
        text=document.text[start:end],
        view=(x, y, max(1, width), max(1, height)),
        doubtful=tuple(text for text, sure in said if sure < _DOUBT),
        corrected=any(sure == 1.0 for _, sure in said),
    )


def changed_words(start: int, before: str, after: str) -> Iterator[Change]:
    """The words of a line that differ, each run as one change; what is added belongs to the word before it.

    >>> [(c.span.start, c.before, c.after) for c in changed_words(10, "در سال ۱۴۰۳ امضا", "در سال ۱۴۰۴ امضا شد")]
    [(17, '۱۴۰۳', '۱۴۰۴'), (22, 'امضا', 'امضا شد')]
    """
    old = [Span(found.start(), found.end()) for found in _WORD.finditer(before)]
    new = _WORD.findall(after)
    words = [before[span.start : span.end] for span in old]
    for kind, first, last, there, until in SequenceMatcher(None, words, new, autojunk=False).get_opcodes():
        if kind == "equal" or not old:
            continue
        said = new[there:until]
        if first == last:  # something was added
            said = [words[first - 1], *said] if first else [*said, words[0]]
            first = max(0, first - 1)
            last = first + 1
        span = Span(old[first].start, old[last - 1].end)
        yield Change(Span(start + span.start, start + span.end), before[span.start : span.end], " ".join(said))
