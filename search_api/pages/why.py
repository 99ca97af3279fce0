"""Why a mention was suggested, as a page of its own and as a part of the page on which it is judged."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import HTMLResponse

from corpora.document import Mention
from extractors.reasons.reason import Reason
from pipeline.errors import AmbiguousDocument, DocumentNotFound, UnreadableSource
from pipeline.review.judged import Judgement
from pipeline.review.why import Why
from search_api.deps import WorkspaceDep
from search_api.pages.judging import Field, fields_of
from search_api.pages.language import Interface, interface_of
from search_api.pages.refusals import told_to
from search_api.pages.shell import page
from search_api.principals import WhoDep

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
_RULED = ("same", "other")


@dataclass(frozen=True, slots=True)
class Clue:
    """Words that carried a find, what they were taken for, and the table with its row that has them."""

    words: str
    part: str
    table: str
    name: str
    """Of the table: what the data files call it."""
    row: str


@dataclass(frozen=True, slots=True)
class Told:
    """The reasons of a mention in the reader's language: how it stands, and each rule with its words."""

    mention: Mention
    judgement: Judgement | None
    found: "Seen | None"
    """What the machine had found, where people see something else."""
    shown: "Seen"
    standing: str
    rules: list[tuple[str, str, str, list[Clue]]]
    """The rule in words, its name, what a tagger says, and the words it went by."""

    @classmethod
    def of(cls, why: Why, ui: Interface) -> "Told":
        """In the language of a page."""
        found = Seen.of(why.machine, ui) if why.machine and why.standing == "corrected" else None
        rules = [_rule(why, one, ui) for one in why.reasons]
        return cls(why.mention, why.judgement, found, Seen.of(why.mention, ui), _standing(why, ui), rules)


@dataclass(frozen=True, slots=True)
class Seen:
    """A mention as somebody saw it: its label, its words, and the parts of its value with their names."""

    label: str
    words: str
    parts: list[tuple[str, str]]

    @classmethod
    def of(cls, mention: Mention, ui: Interface) -> "Seen":
        """In the language of a page."""
        fields = fields_of(mention.label, mention.value)
        return cls(mention.label, mention.surface, [(ui(f"part_{f.name}"), _part(f, ui)) for f in fields if f.text])


def _part(field: Field, ui: Interface) -> str:
    return ui.day(field.iso) if field.iso else ui.digits(field.text) if field.how == "number" else field.text


def _standing(why: Why, ui: Interface) -> str:
    found = why.machine
    then, now = ui.version(found.version if found else ""), ui.version(why.version)
    corrected = why.standing == "corrected"
    if why.finds == "same" and then != now and not corrected:
        return ui("why_newer", then=then, now=now)
    if why.finds == "gone" and not then:
        return ui("why_gone_since")
    extractor = ui.extractor(found.extractor) if found else ""
    finds = "found_still" if corrected and why.finds == "same" else why.finds
    return ui(f"why_{finds}", then=then, now=now, extractor=extractor, number=ui.number(why.decision))


def _rule(why: Why, one: Reason, ui: Interface) -> tuple[str, str, str, list[Clue]]:
    """A rule in words, its own name, and what it went by."""
    said = ui("why_" + one.rule.replace(".", "_"))
    chance = "" if one.chance is None else ui("why_chance", share=ui.number(round(one.chance * 100)))
    clues = [Clue(why.words(c.span), ui(f"why_part_{c.part}"), _table(c.table, ui), c.table, c.row) for c in one.clues]
    return said, one.rule, chance, clues


def _table(name: str, ui: Interface) -> str:
    return ui(f"why_table_{name}") if name else ""


@router.get("/why/{key}/{mention}")
def why_page(
    request: Request, workspace: WorkspaceDep, who: WhoDep, key: str, mention: Annotated[str, Path(max_length=64)]
) -> Response:
    """Who found a mention, by which rule, table or tagger, and which words carried it."""
    try:
        why = workspace.reasons.of(who, key, mention)
    except (DocumentNotFound, AmbiguousDocument) as error:
        return page(request, "problem.html", 404, message="not_found", detail=told_to(request, error))
    except UnreadableSource as error:
        return page(request, "problem.html", 503, message="problem", detail=told_to(request, error))
    told = Told.of(why, interface_of(request))
    return page(request, "why.html", why=told, document=why.document, machine=why.machine)
