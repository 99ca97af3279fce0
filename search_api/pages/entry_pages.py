"""What the pages of agreements, appointments and meetings share: choices, marks, and what a reviewer sent."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal, Protocol

from fastapi import Depends, Form, Request, Response
from fastapi.responses import RedirectResponse

from corpora.document import Span
from extractors.dates.calendars import parts
from pipeline.errors import EntryNotFound, RefusedDecision
from pipeline.people.principal import Principal
from pipeline.registry.deciding import WholeReview
from pipeline.registry.entries import Judged, Witness
from search_api.pages.conflicts import sides_of
from search_api.pages.refusals import told_to
from search_api.pages.shell import page

_MOST_VALUES = 200
_LONGEST_NUMBER = 18


class Entered(Protocol):
    """An entry of any kind, as a page needs it for judging."""

    @property
    def witnesses(self) -> tuple[Witness, ...]:
        """The places of documents that tell of it."""

    @property
    def judged(self) -> tuple[Judged, ...]:
        """What people last said of it."""

    @property
    def rejected(self) -> bool:
        """Whether they said that there is none."""


def may_judge(who: Principal, entry: Entered) -> bool:
    """Whether somebody is reviewer of a collection with a document that tells of an entry."""
    return any(who.may("reviewer", one.collection) for one in entry.witnesses)


def rejection(entry: Entered) -> int:
    """The number of the decision that rejected an entry that is right or none; 0 where it is not rejected."""
    return entry.judged[0].id if entry.rejected and entry.judged else 0


def years_of(days: Iterable[str], calendar: str) -> list[tuple[str, int]]:
    """The years of ISO days in a calendar, the newest first, each with its number of days; no day, no year."""
    found: Counter[str] = Counter()
    for day in days:
        try:
            found[str(parts(calendar, date.fromisoformat(day))[0])] += 1
        except (ValueError, OverflowError):
            continue
    return sorted(found.items(), reverse=True)


def frequent(names: Iterable[str]) -> list[str]:
    """The names that come most often, in order of letters, to choose from."""
    return sorted(name for name, _ in Counter(names).most_common(_MOST_VALUES))


def collections_of(entries: Iterable[Entered]) -> list[str]:
    """The collections whose documents tell of some entries."""
    return sorted({one.collection for entry in entries for one in entry.witnesses})


def marks(places: Iterable[Span], sentence: Span) -> list[Span]:
    """The places that lie in a sentence, in order, none over another.

    Of those that overlap the first one stays, and of those that begin together the longest.
    """
    found: list[Span] = []
    for one in sorted(places, key=lambda span: (span.start, -span.end)):
        if sentence.covers(one) and (not found or one.start >= found[-1].end):
            found.append(one)
    return found


def shown_of(witness: Witness) -> Span:
    """The part of its document that a witness's text is: a long sentence is shown cut."""
    return Span(witness.span.start, witness.span.start + len(witness.text))


def number_of(text: str) -> int:
    """The number of a decision; 0, which none has, where the text is none."""
    return int(text) if text.isdecimal() and len(text) <= _LONGEST_NUMBER else 0


@dataclass(frozen=True, slots=True)
class Sent:
    """What the form of an entry that is right or none sends: of an undo ``value`` is the number of the decision."""

    verdict: Literal["accept", "reject", "undo"]
    value: str = ""
    seq: int | None = None


def _sent(
    verdict: Annotated[Literal["accept", "reject", "undo"], Form()],
    value: Annotated[str, Form(max_length=40)] = "",
    seq: Annotated[int | None, Form(ge=0, le=2**31 - 1)] = None,
) -> Sent:
    return Sent(verdict, value, seq)


type SentDep = Annotated[Sent, Depends(_sent)]


def decided(
    request: Request, who: Principal, review: WholeReview[Any], identity: str, sent: Sent, *, there: str, missing: str
) -> Response:
    """Keeps what somebody sent of an entry, or takes it back, and leads to the entry as it is then.

    ``there`` is the address before its id, ``missing`` the message where there is no such entry.
    """
    try:
        if sent.verdict == "undo":
            entry = review.undo_of(who, identity, number_of(sent.value))
        else:
            entry = review.judge(who, identity, sent.verdict, sent.seq)
    except EntryNotFound:
        return page(request, "problem.html", 404, message=missing, detail=identity)
    except RefusedDecision as error:
        return page(
            request, "problem.html", 409, message="problem", detail=told_to(request, error), sides=sides_of(error)
        )
    return RedirectResponse(f"{there}/{entry.id}", 303)
