"""Why a mention was suggested, as a page of its own and as a part of the page on which it is judged."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import HTMLResponse

from corpora.document import Mention
from extractors.reasons.reason import Reason
from pipeline.errors import AmbiguousDocument, DocumentNotFound, UnreadableSource
from pipeline.review.why import Why
from search_api.deps import WorkspaceDep
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
    row: str


@dataclass(frozen=True, slots=True)
class Told:
    """The reasons of a mention in the reader's language: how it stands, and each rule with its words."""

    mention: Mention
    standing: str
    rules: list[tuple[str, str, str, list[Clue]]]
    """The rule in words, its name, what a tagger says, and the words it went by."""

    @classmethod
    def of(cls, why: Why, ui: Interface) -> "Told":
        """In the language of a page."""
        return cls(why.mention, _standing(why, ui), [_rule(why, one, ui) for one in why.reasons])


def _standing(why: Why, ui: Interface) -> str:
    found = why.machine
    then, now = ui.digits(found.version if found else ""), ui.digits(why.version)
    if why.standing == "same" and then != now:
        return ui("why_newer", then=then, now=now)
    extractor = found.extractor if found else ""
    return ui(f"why_{why.standing}", then=then, now=now, extractor=extractor, number=ui.number(why.decision))


def _rule(why: Why, one: Reason, ui: Interface) -> tuple[str, str, str, list[Clue]]:
    """A rule in words; of dates, a word for the kind of their rules."""
    said = ui("why_" + "_".join(one.rule.split(".")[:2]))
    chance = "" if one.chance is None else ui("why_chance", share=ui.number(round(one.chance * 100)))
    clues = [Clue(why.words(c.span), ui(f"why_part_{c.part}"), c.table, c.row) for c in one.clues]
    return said, one.rule, chance, clues


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
