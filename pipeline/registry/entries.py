"""An entry of the register: one agreement, whatever number of documents tell of it."""

from dataclasses import dataclass, field
from typing import Any

from corpora.document import Span
from extractors.agreements.candidates import Amount, Renewal, When

DERIVED_STATES = ("", "expired_by_date")
"""«Expired by its date, no source says so» is another value than the state «expired» that a source gives."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a document says something: its key, and a span of its text."""

    document: str
    span: Span


@dataclass(frozen=True, slots=True)
class Value[T]:
    """The value of a field, with every place that says it; ``others`` are values that other places give instead.

    ``derived_from`` names the fields that it was reckoned from; it is empty where a text states it.
    """

    value: T
    places: tuple[Place, ...]
    confidence: float = 1.0
    derived_from: tuple[str, ...] = ()
    others: tuple[tuple[T, tuple[Place, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class EntryParty:
    """A party of an entry: ``name`` as people are shown it, ``entity`` who it is, where that is known."""

    name: str
    entity: str
    surface: str
    places: tuple[Place, ...]
    role: str = "party"
    called: str = ""
    signatory: str = ""
    title: str = ""
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class DatedState:
    """What one document says of the state of an agreement, and since when."""

    state: str
    modality: str
    at: str
    place: Place
    dated: bool = False
    party: str = ""
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Witness:
    """A document that tells of an agreement, and its sentence.

    ``document`` is the document's key, ``id`` what its user calls it; ``fields`` are those that it states.
    """

    document: str
    id: str
    title: str
    published: str
    collection: str
    span: Span
    text: str = ""
    form: str = "news"
    fields: tuple[str, ...] = ()
    told: str = ""
    """The id of the agreement as this document tells of it."""


@dataclass(frozen=True, slots=True)
class Judged:
    """The last word of a person on a field («» for the entry itself); ``id`` is the number of the decision."""

    field: str
    verdict: str
    user: str
    at: str
    id: int


@dataclass(frozen=True, slots=True)
class Relation:
    """One of RELATIONS, to the entry of that id."""

    kind: str
    entry: str


@dataclass(frozen=True, slots=True)
class Entry:
    """An agreement of the register.

    ``ids`` are those of all that was joined to it: each leads here. ``state`` is the newest that a text asserts,
    ``derived_state`` one of DERIVED_STATES. What no text says is None.
    """

    id: str
    kind: Value[str]
    word: str
    parties: tuple[EntryParty, ...]
    state: str
    modality: str
    history: tuple[DatedState, ...]
    witnesses: tuple[Witness, ...]
    ids: tuple[str, ...] = ()
    derived_state: str = ""
    title: Value[str] | None = None
    number: Value[str] | None = None
    subject: Value[str] | None = None
    place: Value[str] | None = None
    signed: Value[When] | None = None
    valid_from: Value[When] | None = None
    valid_until: Value[When] | None = None
    duration: Value[str] | None = None
    renewal: Value[Renewal] | None = None
    amount: Value[Amount] | None = None
    count: Value[int] | None = None
    count_modifier: str = "exact"
    flags: tuple[str, ...] = ()
    relations: tuple[Relation, ...] = ()
    judged: tuple[Judged, ...] = ()
    rejected: bool = False
    """Whether a person said that there is no such agreement; lists and figures leave it out."""
    seen: int = 0
    """The number of the last decision on it."""
    folded: str = field(default="", compare=False, repr=False)
    """The words of it that are looked for, folded; "" where they were not yet."""

    @property
    def renews(self) -> bool:
        """Whether it renews itself."""
        return self.renewal is not None and self.renewal.value.mode == "tacit"

    def record(self) -> dict[str, Any]:
        """The entry as ``asnad agreements --json`` prints it."""
        return {
            "id": self.id,
            "kind": self.kind.value,
            "parties": [_party(party) for party in self.parties],
            "signed": self.signed and self.signed.value.iso,
            "place": self.place and self.place.value,
            "valid_from": self.valid_from and self.valid_from.value.iso,
            "valid_until": self.valid_until and self.valid_until.value.iso,
            "duration": self.duration and self.duration.value,
            "state": self.state or None,
            "amount": self.amount and {"amount": self.amount.value.amount, "currency": self.amount.value.currency},
            "subject": self.subject and self.subject.value,
            **({"number": self.number.value} if self.number else {}),
            **({"count": self.count.value} if self.count else {}),
            "witnesses": [{"document": one.id, "start": one.span.start, "end": one.span.end} for one in self.witnesses],
            "flags": list(self.flags),
            **({"relations": [_relation(one) for one in self.relations]} if self.relations else {}),
        }


def _relation(relation: Relation) -> dict[str, str]:
    return {"kind": relation.kind, "entry": relation.entry}


def _party(party: EntryParty) -> dict[str, Any]:
    entity = {"entity": party.entity} if party.entity else {}
    surface = {"surface": party.surface} if party.surface != party.name else {}
    return {"name": party.name, **entity, **surface}
