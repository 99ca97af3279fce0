"""What the pages of agreements, appointments and meetings share: choices, marks, and what a reviewer sent."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal, Protocol

from fastapi import Depends, Form, Response

from corpora.document import Span
from corpora.values import AGREEMENTS
from extractors.agreements.candidates import RENEWALS, STATES, When
from extractors.decrees.candidates import ACTS, ROLES
from extractors.decrees.candidates import MODALITIES as CERTAINTIES
from extractors.meetings.candidates import KINDS, MODALITIES
from pipeline.errors import DecisionConflict, EntryNotFound, RefusedDecision, RefusedValue
from pipeline.people.principal import Principal
from pipeline.registry.deciding import FieldReview, Judgeable
from pipeline.registry.entries import Judged, Value, Witness
from pipeline.registry.fields import (
    JUDGED,
    JUDGED_DECREE,
    JUDGED_MEETING,
    NEEDED,
    WHOLE,
    EntryKind,
    value_in,
    with_value,
)
from pipeline.registry.portfolio import UNDATED, year_in
from pipeline.registry.reviewing import EntryDecision, from_and_to
from pipeline.registry.typed import LISTED, written
from search_api.pages.agreement_texts import date_of
from search_api.pages.conflicts import Sides
from search_api.pages.language import Interface
from search_api.pages.refusals import isolated, told
from search_api.pages.shell import done

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
    """The number of the decision that rejected an entry; 0 where it is not rejected."""
    return next((one.id for one in entry.judged if one.field == WHOLE and entry.rejected), 0)


def years_of(days: Iterable[str], calendar: str) -> list[tuple[str, int]]:
    """The years of ISO days in a calendar, the newest first, each with its number of days; no day, no year."""
    found = Counter(year_in(calendar, day) for day in days)
    return sorted(((year, number) for year, number in found.items() if year != UNDATED), reverse=True)


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


def judging(
    ui: Interface,
    who: Principal,
    kind: EntryKind,
    entry: Entered,
    decisions: Sequence[EntryDecision],
    refused: "Refused | None" = None,
) -> dict[str, Any]:
    """What the page of an entry needs for judging it and its fields, and for showing what was decided.

    Where a decision was refused it is told, and what was typed stands in the form still.
    """
    forms = _FORMS[kind]
    return {
        "refused": refused.sent if refused else None,
        "why": told(ui, refused.error) if refused else "",
        "sides": _sides(ui, forms, entry, refused) if refused else None,
        "changes": {one.decision.id: _change(ui, forms, entry, one, decisions) for one in decisions},
        "may_judge": may_judge(who, entry),
        "decisions": decisions,
        "forms": forms,
        "typed": {name: written(getattr(entry, name)) for name in forms.fields},
        "needed": NEEDED,
        "listed": LISTED,
        "examples": _EXAMPLES,
        "choices": {
            name: [(one, ui(prefix + one)) for one in values] for name, (prefix, values) in forms.choices.items()
        },
    }


def _change(
    ui: Interface, forms: "Forms", entry: Entered, one: EntryDecision, decisions: Sequence[EntryDecision]
) -> str:
    """From what to what a decision made a field; «» where it is on the entry, or accepts what is there."""
    if one.field not in forms.fields or one.verdict == "accept":
        return ""
    old, new = (said(ui, forms, entry, one.field, value) for value in from_and_to(one, decisions))
    if old == new:
        return ""
    return ui("entry_changed", old=old or ui("entry_nothing"), new=new or ui("entry_nothing"))


def said(ui: Interface, forms: "Forms", entry: Entered, field: str, value: Any) -> str:
    """A value of a field as a decision has it, on one line; "" for none."""
    if value is None:
        return ""
    held = getattr(with_value(entry, field, value), field)
    if isinstance(held, Value) and isinstance(held.value, When):
        return date_of(ui, held.value)
    text = written(held)
    if field in forms.choices:
        return ui(forms.choices[field][0] + text) if text else ""
    return isolated(ui.digits(ui("list_comma").join(text.splitlines())))


def _sides(ui: Interface, forms: "Forms", entry: Entered, refused: "Refused") -> Sides | None:
    """What a field is by now, who said so and when; and what was to stand there. None where nobody was faster."""
    if not isinstance(refused.error, DecisionConflict):
        return None
    sent, now = refused.sent, list[str]()
    if sent.field in forms.fields:
        now.append(said(ui, forms, entry, sent.field, value_in(entry, sent.field)) or ui("entry_nothing"))
    for one in refused.error.now["decisions"]:
        now.append(f"{isolated(one['user'])} · {ui.moment(one['at'])}")
    asked = sent.value if sent.verdict == "correct" else ui(f"verdict_{sent.verdict}")
    return now, asked.splitlines()


@dataclass(frozen=True, slots=True)
class Forms:
    """How the forms of a kind of entry are: where they lead, what texts begin with, which fields have choices."""

    at: str
    label: str
    whole: str
    fields: Sequence[str]
    choices: Mapping[str, tuple[str, Sequence[str]]]


_FORMS: Mapping[EntryKind, Forms] = {
    "entry": Forms(
        "/agreements",
        "field_",
        "entry",
        JUDGED,
        {"kind": ("kind_", AGREEMENTS), "state": ("state_", STATES), "renewal": ("renewal_", RENEWALS)},
    ),
    "decree": Forms(
        "/decrees",
        "decree_",
        "decree",
        JUDGED_DECREE,
        {"act": ("act_", ACTS), "role": ("act_", ROLES[1:]), "modality": ("modality_", CERTAINTIES)},
    ),
    "meeting": Forms(
        "/meetings",
        "meeting_",
        "meeting",
        JUDGED_MEETING,
        {"kind": ("meeting_kind_", KINDS), "modality": ("meeting_mode_", MODALITIES)},
    ),
}
_EXAMPLES: Mapping[str, str] = {
    **dict.fromkeys(("signed", "valid_from", "date"), "1404-06-16"),
    **dict.fromkeys(("valid_until", "until"), "2027-09"),
    **dict.fromkeys(("duration", "term"), "P2Y"),
    "recurrence": "P3M",
    "amount": "120000 IRR",
    "count": "3",
    "time": "09:30",
    "counts": "31 نفر",
    "follow_ups": "شهرداری | تعمیر قنات | 1404-06-16",
}


@dataclass(frozen=True, slots=True)
class Sent:
    """What the form of an entry sends: of an undo ``value`` is the number of the decision."""

    verdict: Literal["accept", "correct", "reject", "undo", "join", "part"]
    field: str = ""
    value: str = ""
    seq: int | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """What somebody sent of an entry that was not kept, and why."""

    sent: Sent
    error: EntryNotFound | RefusedDecision

    @property
    def status(self) -> int:
        """That of the answer."""
        if isinstance(self.error, EntryNotFound):
            return 404
        return 422 if isinstance(self.error, RefusedValue) else 409


def _sent(
    verdict: Annotated[Literal["accept", "correct", "reject", "undo"], Form()],
    field: Annotated[str, Form(max_length=20)] = "",
    value: Annotated[str, Form(max_length=25_000)] = "",
    seq: Annotated[int | None, Form(ge=0, le=2**31 - 1)] = None,
) -> Sent:
    return Sent(verdict, field, value, seq)


type SentDep = Annotated[Sent, Depends(_sent)]


def kept[E: Judgeable](review: FieldReview[E], who: Principal, identity: str, sent: Sent) -> E:
    """Keeps what somebody sent of an entry, or takes it back; gives the entry as it is then."""
    match sent.verdict:
        case "accept" | "correct" | "reject" as verdict:
            return review.judge(who, identity, sent.field, verdict, sent.value, sent.seq)
        case _:
            return review.undo_of(who, identity, number_of(sent.value))


def decided(keep: Callable[[], Judgeable], sent: Sent, again: Callable[[Refused], Response], *, there: str) -> Response:
    """Keeps a decision on an entry, and leads to the entry as it is then; ``there`` is the address before its id.

    Where it is refused ``again`` shows the entry with what was sent, to be put right.
    """
    try:
        entry = keep()
    except (EntryNotFound, RefusedDecision) as error:
        return again(Refused(sent, error))
    return done(f"{there}/{entry.id}", "undone" if sent.verdict == "undo" else "saved")
