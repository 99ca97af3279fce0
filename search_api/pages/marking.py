"""The page on which a document's mentions are judged: its text with all of them, and one at a time to decide on."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from corpora.codec import json_text
from corpora.document import LABELS, Document, Mention, Span
from pipeline.errors import AmbiguousDocument, DocumentNotFound, RefusedDecision
from pipeline.people.principal import Principal
from pipeline.review.judged import Verdict
from pipeline.review.queue import around
from pipeline.review.reviewed import Asked, Reviewed, Told
from pipeline.review.suggesting import parsed
from pipeline.review.why import not_there, row_of
from pipeline.workspace import Workspace
from search_api.deps import WorkspaceDep
from search_api.pages.conflicts import sides_of
from search_api.pages.judging import Field, fields_of, moved, snapped, value_from
from search_api.pages.language import interface_of
from search_api.pages.page_images import sheets
from search_api.pages.refusals import told_to
from search_api.pages.render import Overlay, paragraphs
from search_api.pages.shell import page
from search_api.pages.why import Told as Because
from search_api.principals import WhoDep

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
_LABELS = frozenset(LABELS)
_PLAIN: Mapping[str, Verdict] = {"accept": "accept", "reject": "reject", "ignore": "ignore"}
_SHOWN_LOG = 30
type Identity = Annotated[str, Query(max_length=64)]
type Words = Annotated[str, Form(max_length=1000)]
type Offset = Annotated[int, Form(ge=0, le=2**31 - 1)]


@dataclass(frozen=True, slots=True)
class Marking:
    """What the page shows: all mentions in text order, which of them is looked at, and those before and after it."""

    document: Document
    rows: Sequence[Reviewed]
    history: Sequence[Told]
    at: int
    lost: DocumentNotFound | None = None
    """Why the mention that somebody asked for is not there."""

    @classmethod
    def of(cls, workspace: Workspace, who: Principal, key: str, wanted: str) -> "Marking":
        """With a mention, by its id or by that under which it was judged in an older text.

        Without one that is there, with the first that nobody judged. Raises DocumentNotFound.
        """
        opened = workspace.mentions.opened(who, key)
        document, history = opened.document, opened.told
        workspace.audit.note(who, "read", document.key, document.collection)
        rows = [one for one in opened.reviewed if one.marked is not None]
        sought = row_of(opened.reviewed, wanted) if wanted else None
        if sought and sought.marked:
            return cls(document, rows, history, rows.index(sought))
        lost = not_there(wanted, sought.judgement if sought else None) if wanted else None
        unseen = next((at for at, one in enumerate(rows) if one.judgement is None), 0)
        return cls(document, rows, history, unseen, lost)

    @property
    def current(self) -> Reviewed | None:
        """The mention that is looked at."""
        return self.rows[self.at] if self.rows else None

    @property
    def whole(self) -> Document:
        """The document with all mentions, those that were rejected too."""
        return self.document.with_mentions(one for row in self.rows if (one := row.marked))

    @property
    def said(self) -> list[Told]:
        """What was judged of the mention that is looked at, the newest first; of all where there is none."""
        mention = self.current.marked if self.current else None
        said = (told for told in self.history if mention is None or told.decision.subject == mention.id)
        return list(islice(said, _SHOWN_LOG))

    def neighbour(self, by: int) -> str:
        """The id of the mention so many further on; "" where there is none."""
        return identity(self.rows[self.at + by]) if self.rows and 0 <= self.at + by < len(self.rows) else ""

    def following(self) -> str:
        """The id of the next one that nobody judged, from here on, then from the beginning; "" where none is left."""
        order = [*self.rows[self.at + 1 :], *self.rows[: self.at]]
        return next((identity(one) for one in order if one.judgement is None), "")

    @property
    def progress(self) -> list[tuple[str, int, int]]:
        """Label, how many of its mentions were judged, and how many there are."""
        labels = [(one.label, row.judgement is not None) for row in self.rows if (one := row.marked)]
        total, done = Counter(label for label, _ in labels), Counter(label for label, judged in labels if judged)
        return [(label, done[label], total[label]) for label in LABELS if total[label]]


def identity(one: Reviewed) -> str:
    """The id of a mention."""
    return one.known.id if one.known else ""


@router.get("/review/{key}")
def marking_page(
    request: Request, workspace: WorkspaceDep, who: WhoDep, key: str, m: Identity = "", why: bool = False
) -> Response:
    """The mentions of a document, one of them to judge; where he asks for it, with why it was suggested.

    One that is not there is said to be none: another one in its place would be judged for it.
    """
    try:
        marking = Marking.of(workspace, who, key, m)
    except (DocumentNotFound, AmbiguousDocument):
        return page(request, "problem.html", 404, message="not_found", detail=key)
    if marking.lost:
        leads = (f"/review/{key}", interface_of(request)("review_title"))
        detail = told_to(request, marking.lost)
        return page(request, "problem.html", 404, message="not_found", detail=detail, leads=leads)
    return _page(request, workspace, who, marking, why=why)


def _page(
    request: Request,
    workspace: Workspace,
    who: Principal,
    marking: Marking,
    problem: RefusedDecision | None = None,
    typed: Mapping[str, str] | None = None,
    *,
    why: bool = False,
) -> Response:
    who.must("reviewer", marking.document.collection)
    ui, current = interface_of(request), marking.current
    mention = current.marked if current else None
    names = {label: ui(f"label_{label}") for label in LABELS}
    overlay = Overlay(names=names, leads=f"/review/{marking.document.key}?m=", now=mention.id if mention else "")
    values: dict[str, Any] = {
        "document": marking.document,
        "marking": marking,
        "current": current,
        "mention": mention,
        "around": around(marking.document, mention) if mention else None,
        **_form(current, typed or {}),
        "lines": list(paragraphs(marking.whole, overlay)),
        "sheet": _sheet(marking.document, mention),
        "labels": LABELS,
        "history": marking.said,
        "last": _last(marking.history, who),
        "why": Because.of(workspace.reasons.of(who, marking.document.key, identity(current)), ui)
        if why and current
        else None,
        "problem": told_to(request, problem),
        "sides": sides_of(request, problem),
    }
    return page(request, "marking.html", 409 if problem else 200, **values)


def _form(current: Reviewed | None, typed: Mapping[str, str]) -> dict[str, Any]:
    """What the form of a mention has in it: what was seen, and its value, as somebody typed it where he did."""
    mention = current.marked if current else None
    fields = fields_of(mention.label, mention.value) if mention else []
    return {
        "judged": json_text(current.judged if current else None),
        "seen": current.seen if current else 0,
        "fields": [_as_typed(one, typed) for one in fields],
        "value": json_text({name: part for name, part in mention.value.items() if name != "entity"}) if mention else "",
        "typed": typed,
    }


def _as_typed(one: Field, typed: Mapping[str, str]) -> Field:
    """A field with what somebody typed, of which it is not known yet which day it is."""
    text = typed.get(f"v_{one.name}", one.text)
    return replace(one, text=text, iso=one.iso if text == one.text else "")


def _last(history: Sequence[Told], who: Principal) -> Told | None:
    """The newest judgement of whoever asks that can be taken back."""
    return next(
        (told for told in history if told.decision.user == who.name and told.state in ("applied", "stale")), None
    )


def _sheet(document: Document, mention: Mention | None) -> int:
    """The number of the page of a scan on which a mention stands; 0 where there is no picture."""
    if mention is None:
        return 0
    found = (sheet for sheet in sheets(document) if sheet.confidence is not None)
    spans = {sheet.number: document.pages[sheet.number - 1].span for sheet in found}
    return next((number for number, span in spans.items() if span.covers(mention.span)), 0)


@router.post("/review/{key}")
async def judge(request: Request, workspace: WorkspaceDep, who: WhoDep, key: str) -> Response:
    """Keeps a judgement, a correction or what was missed; goes on to the next mention that nobody judged."""
    from fastapi.concurrency import run_in_threadpool

    form = {name: str(value) for name, value in (await request.form()).items()}
    return await run_in_threadpool(_judged, request, workspace, who, key, form)


def _judged(request: Request, workspace: Workspace, who: Principal, key: str, form: Mapping[str, str]) -> Response:
    wanted = form.get("mention", "")
    try:
        marking = Marking.of(workspace, who, key, wanted)
        goes_to = _decided(workspace, who, marking, form)
    except (DocumentNotFound, AmbiguousDocument):
        return page(request, "problem.html", 404, message="not_found", detail=key)
    except RefusedDecision as error:
        return _page(request, workspace, who, Marking.of(workspace, who, key, wanted), error, form)
    address = f"/review/{marking.document.key}" + (f"?{urlencode({'m': goes_to})}" if goes_to else "")
    return RedirectResponse(address + "#now", 303)


def _decided(workspace: Workspace, who: Principal, marking: Marking, form: Mapping[str, str]) -> str:
    """Does what a form asks for; gives the id of the mention to go on with. Raises RefusedDecision."""
    key, verdict = marking.document.key, form.get("verdict", "")
    if verdict == "undo":
        number = _whole(form.get("decision", ""))
        said = workspace.log.undo(who, number)
        return "" if Marking.of(workspace, who, key, said.subject).lost else said.subject
    if verdict == "add":
        return _added(workspace, who, marking, form)
    asked = Asked("accept", form.get("mention", ""), _judged_value(form), _whole(form.get("seen", "0") or "0"))
    asked = replace(asked, note=form.get("note", "")[:2000])
    if verdict in _PLAIN:
        workspace.mentions.keep(who, key, replace(asked, verdict=_PLAIN[verdict]))
        return marking.following() if verdict != "ignore" else asked.mention
    workspace.mentions.keep(who, key, _corrected(marking, asked, form))
    return asked.mention


def _corrected(marking: Marking, asked: Asked, form: Mapping[str, str]) -> Asked:
    """A correction: of the label, of an edge, or of the parts of the value."""
    mention = marking.current.marked if marking.current else None
    if mention is None or mention.id != asked.mention:
        raise RefusedDecision("there is no mention {mention!r} in the text as it stands", mention=asked.mention)
    asked = replace(asked, verdict="correct")
    if form.get("label") in _LABELS:
        return replace(asked, label=form["label"])
    if form.get("edge"):
        return replace(asked, span=moved(marking.document.text, mention.span, form["edge"]))
    if form.get("verdict") != "correct":
        raise RefusedDecision("say what it is: right, wrong, or what is to stand there")
    whole = {name: part for name, part in mention.value.items() if name != "entity"}
    if form.get("value", "").strip() and parsed(form["value"]) != whole:
        return replace(asked, value=parsed(form["value"]))
    typed = {name[2:]: text for name, text in form.items() if name.startswith("v_")}
    span = Span(_whole(form.get("start", "")), _whole(form.get("end", "")))
    value = value_from(mention.label, whole, typed, marking.document.language)
    if span != mention.span:
        return replace(asked, span=snapped(marking.document.text, span), value=None if value == whole else value)
    return replace(asked, value=value)


def _added(workspace: Workspace, who: Principal, marking: Marking, form: Mapping[str, str]) -> str:
    """What was missed: by its place, or by its words where they stand once."""
    text, words, label = marking.document.text, form.get("words", "").strip(), form.get("label", "")
    if form.get("start", "").strip():
        span = Span(_whole(form["start"]), _whole(form.get("end", "")))
    elif words and text.count(words) == 1:
        span = Span(text.index(words), text.index(words) + len(words))
    else:
        raise _not_once(words, text.count(words) if words else 0)
    span = snapped(text, span)
    value = parsed(form["value"]) if form.get("value", "").strip() else None
    found = workspace.mentions.decide(who, marking.document.key, Asked("add", label=label, span=span, value=value))
    return next(one.id for one in found.mentions if (one.label, one.span) == (label, span))


def _not_once(words: str, count: int) -> RefusedDecision:
    """Why words do not say which place of the text is meant."""
    if not count:
        return RefusedDecision("{words!r} stands 0 times in the text: mark it there", words=words)
    return RefusedDecision("{words!r} stands {count} times in the text: mark it there", words=words, count=count)


def _judged_value(form: Mapping[str, str]) -> Mapping[str, Any] | None:
    text = form.get("judged", "null")
    return None if text == "null" else parsed(text)


def _whole(text: str) -> int:
    """A number of a form; raises RefusedDecision."""
    if not text.isdecimal() or len(text) > 9:  # of any set of digits
        raise RefusedDecision("{text!r} is no number", text=text)
    return int(text)
