"""What is read of one meeting in one document: each value with the places that say it.

A field that the text does not state is None or empty; ``Meeting.looked_for`` tells it from one nobody looked for.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields

from corpora.document import Span
from extractors.agreements.candidates import Field, When

KINDS = ("meeting", "talks", "conference", "workshop", "summit")
"""«نشست، جلسه، اجتماع», «دیدار، لقاء», «همایش، مؤتمر، ندوة», «کارگاه، ورشة», «نشست سران، قمة»."""
MODALITIES = ("held", "planned", "postponed", "cancelled")
FORMS = ("news", "minutes")
"""Whether a document tells of a meeting or is its minutes («صورت‌جلسه», «محضر اجتماع»)."""
ROLES = ("person", "body")


@dataclass(frozen=True, slots=True)
class Attendee:
    """Somebody who takes part, leads or hosts: ``name`` in full, ``surface`` what stands at ``span``.

    ``role`` is one of ROLES; ``title`` is the office or title that stands beside a person; ``entity`` is the key or id
    of who it is, where that is known.
    """

    name: str
    surface: str
    span: Span
    role: str = "person"
    title: str = ""
    entity: str = ""


@dataclass(frozen=True, slots=True)
class Headcount:
    """How many of what took part: «۳۱ نفر», «أكثر من 40 شركة»; ``modifier`` as that of a COUNT."""

    number: float
    unit: str
    modifier: str = "exact"


@dataclass(frozen=True, slots=True)
class FollowUp:
    """Something that has to be done after a meeting: ``what`` as the text has it, by whom and until when.

    ``due`` names «date» or «published» in ``derived_from`` where the day was reckoned from the day of the meeting or
    of the text («ظرف مدت یک ماه آینده», «خلال أسبوعين»).
    """

    what: Field[str]
    who: Field[str] | None = None
    due: Field[When] | None = None


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting as one document tells of it.

    ``anchor`` is the first word for it, by which it is known; ``evidence`` the sentence that says most, ``mentions``
    every place that speaks of it; ``word`` is what the text calls it. ``venue`` is a building or hall, ``town`` a town
    or country. ``time`` is a clock time («17:00»), ``recurrence`` the length after which it comes again («P3M»).
    """

    kind: Field[str]
    word: str
    anchor: Span
    evidence: Span
    form: str = "news"
    mentions: tuple[Span, ...] = ()
    name: Field[str] | None = None
    subject: Field[str] | None = None
    date: Field[When] | None = None
    time: Field[str] | None = None
    venue: Field[str] | None = None
    town: Field[str] | None = None
    recurrence: Field[str] | None = None
    modality: Field[str] | None = None
    chair: tuple[Attendee, ...] = ()
    hosts: tuple[Attendee, ...] = ()
    attendees: tuple[Attendee, ...] = ()
    counts: tuple[Field[Headcount], ...] = ()
    decisions: tuple[Field[str], ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()
    looked_for: frozenset[str] = frozenset()

    @property
    def places(self) -> tuple[Span, ...]:
        """Where the document has the words for it."""
        return (self.anchor, *self.mentions)

    def stated(self) -> Iterator[tuple[str, Field[object]]]:
        """The single fields that have a value, by name."""
        for part in fields(self):
            value = getattr(self, part.name)
            if isinstance(value, Field):
                yield part.name, value


LOOKED_FOR = frozenset(
    (
        "kind name subject date time venue town recurrence modality chair hosts attendees counts decisions follow_ups"
    ).split()
)
