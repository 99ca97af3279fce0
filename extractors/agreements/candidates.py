"""What is read of one agreement in one document: each value with the places that say it.

A field that the text does not state is None; ``Candidate.looked_for`` tells it from one that nobody looked for.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date

from corpora.document import Span

STATES = (
    "planned",
    "under_review",
    "signed",
    "in_force",
    "renewed",
    "suspended",
    "expired",
    "terminated",
    "downgraded",
    "upgraded",
)
MODALITIES = ("asserted", "reported", "planned", "conditional", "denied")
PARTY_ROLES = ("party", "principal", "guarantor", "beneficiary", "witness", "host")
RENEWALS = ("none", "tacit", "express")
AMOUNTS = ("value", "ceiling", "guarantee", "project")
FLAGS = (
    "draft",
    "blanks",
    "contradicting_dates",
    "party_unresolved",
    "one_party_named",
    "count_only",
    "two_languages",
)
FORMS = ("news", "text")
"""Whether a document tells of an agreement or is the text of one."""


@dataclass(frozen=True, slots=True)
class Field[T]:
    """A value with where the text says it.

    ``spans`` are never empty. ``confidence`` is 0…1. ``derived_from`` names the fields that a value was reckoned from
    («valid_until» from «valid_from» and «duration»); it is empty where the text states the value itself.
    """

    value: T
    spans: tuple[Span, ...]
    confidence: float = 1.0
    derived_from: tuple[str, ...] = ()

    @property
    def span(self) -> Span:
        """The first place that says it."""
        return self.spans[0]


@dataclass(frozen=True, slots=True)
class When:
    """A day, month or year as the text has it: first and last Gregorian day (ISO), both included.

    ``value`` is how it is written in ``calendar`` («1404-09-14»), empty for a relative date.
    """

    start: str
    end: str
    precision: str
    calendar: str = "gregorian"
    value: str = ""

    @property
    def day(self) -> date | None:
        """The day that it is; None of a month, a year or an interval."""
        if self.start != self.end:
            return None
        try:
            return date.fromisoformat(self.start)
        except ValueError:
            return None

    @property
    def iso(self) -> str:
        """Its ISO form at its precision: a day, a month, a year, or an interval with a slash.

        >>> When("2014-01-01", "2014-12-31", "year").iso, When("2020-06-08", "2020-06-08", "day").iso
        ('2014', '2020-06-08')
        """
        if self.start == self.end:
            return self.start
        if (self.start[5:], self.end) == ("01-01", f"{self.start[:4]}-12-31"):
            return self.start[:4]
        if self.start[8:] == "01" and self.end[:7] == self.start[:7] and self.precision == "month":
            return self.start[:7]
        return f"{self.start}/{self.end}"


@dataclass(frozen=True, slots=True)
class Signatory:
    """A person who signs, with his title where it stands beside him."""

    name: str
    span: Span
    title: str = ""


@dataclass(frozen=True, slots=True)
class Party:
    """A body that signs. ``name`` is how it is called in full, ``surface`` what stands at ``span``.

    ``entity`` is the key or id of who it is, where that is known; ``called`` the word that the text gives it
    («طرف اول», «المورد»). A person who signs stands for his body; a government for its country.
    """

    name: str
    surface: str
    span: Span
    entity: str = ""
    role: str = "party"
    called: str = ""
    signatory: Signatory | None = None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Renewal:
    """How an agreement goes on: ``mode`` is one of RENEWALS, ``term`` and ``notice`` ISO 8601 or empty."""

    mode: str
    term: str = ""
    notice: str = ""


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount of money and what it is of: ``of`` is one of AMOUNTS."""

    amount: float
    currency: str
    modifier: str = "exact"
    of: str = "value"


@dataclass(frozen=True, slots=True)
class Tally:
    """How many agreements one statement speaks of."""

    number: float
    modifier: str = "exact"


@dataclass(frozen=True, slots=True)
class Statement:
    """A state that a text gives an agreement, on the day it gives for it, else on the day it was published.

    ``state`` is one of STATES, ``modality`` of MODALITIES; ``party`` is a party's name where it is said of one alone.
    ``at`` is an ISO day, month or year, empty where neither is known; ``dated`` tells whether the text gives it.
    """

    state: str
    modality: str
    span: Span
    at: str = ""
    dated: bool = False
    party: str = ""
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Section:
    """An article of an agreement's text: its number («3», «3-1»), heading and whole span, heading included."""

    number: str
    heading: Span
    span: Span
    word: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An agreement as one document tells of it.

    ``anchor`` is the first word for it, by whose mention it is known; ``evidence`` the statement that says most,
    ``mentions`` every other; ``word`` is what the text calls it.
    ``relations`` pair one of RELATIONS with the place of the other candidate in the document's list.
    """

    kind: Field[str]
    word: str
    anchor: Span
    evidence: Span
    form: str = "news"
    mentions: tuple[Span, ...] = ()
    parties: tuple[Party, ...] = ()
    title: Field[str] | None = None
    number: Field[str] | None = None
    subject: Field[str] | None = None
    place: Field[str] | None = None
    signed: Field[When] | None = None
    valid_from: Field[When] | None = None
    valid_until: Field[When] | None = None
    duration: Field[str] | None = None
    renewal: Field[Renewal] | None = None
    amount: Field[Amount] | None = None
    count: Field[Tally] | None = None
    statements: tuple[Statement, ...] = ()
    sections: tuple[Section, ...] = ()
    flags: tuple[str, ...] = ()
    relations: tuple[tuple[str, int], ...] = ()
    looked_for: frozenset[str] = frozenset()

    @property
    def places(self) -> tuple[Span, ...]:
        """Where the document has the words for it."""
        return self.anchor, *self.kind.spans

    @property
    def state(self) -> str:
        """The state that the text gives it last; empty where it gives none."""
        return self.statements[-1].state if self.statements else ""

    @property
    def modality(self) -> str:
        """How that state is said."""
        return self.statements[-1].modality if self.statements else "asserted"

    def stated(self) -> Iterator[tuple[str, Field[object]]]:
        """The fields that have a value, by name."""
        for part in fields(self):
            value = getattr(self, part.name)
            if isinstance(value, Field):
                yield part.name, value


RELATIONS = (
    "amends",
    "annex_of",
    "renews",
    "replaces",
    "terminates",
    "implements",
    "follows",
    "translation_of",
    "same_text_as",
)
