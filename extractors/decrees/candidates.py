"""What is read of one appointment in one document: each value with the places that say it.

A field that the text does not state is None. Persons are named as the text has them, with office or title.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields

from corpora.document import Span
from extractors.agreements.candidates import Field, Signatory, When

ACTS = ("appointed", "reappointed", "elected", "replaced", "dismissed", "resigned", "retired")
"""What is done: ``replaced`` where a text says no more than that one comes in another's place."""
LEAVING = ("dismissed", "resigned", "retired")
ROLES = ("", "acting", "member", "representative")
"""What kind of office: any, for the time being, in a board or council, for a body or country somewhere else."""
MODALITIES = ("asserted", "reported", "planned", "denied")


@dataclass(frozen=True, slots=True)
class Decree:
    """An appointment, or the end of one, as one document tells of it.

    ``anchor`` is the place by which it is known, ``evidence`` the sentence that says most, ``mentions`` every other.
    ``body`` is the one that the office is in or, of a representative, that he stands for; then ``place`` is where.
    ``until`` may be reckoned from ``date`` and ``term``, which it names then.
    """

    act: Field[str]
    person: Field[Signatory]
    anchor: Span
    evidence: Span
    role: str = ""
    modality: str = "asserted"
    mentions: tuple[Span, ...] = ()
    entity: str = ""
    office: Field[str] | None = None
    body: Field[str] | None = None
    body_entity: str = ""
    place: Field[str] | None = None
    issuer: Field[Signatory] | None = None
    date: Field[When] | None = None
    until: Field[When] | None = None
    term: Field[str] | None = None
    predecessor: Field[Signatory] | None = None

    @property
    def places(self) -> tuple[Span, ...]:
        """Where the document has the words for it."""
        return (self.anchor,)

    def stated(self) -> Iterator[tuple[str, Field[object]]]:
        """The fields that have a value, by name."""
        for part in fields(self):
            value = getattr(self, part.name)
            if isinstance(value, Field):
                yield part.name, value
