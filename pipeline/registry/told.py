"""One thing of the register as one document tells of it, with its id and what is shown of the document."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, Self

from corpora.document import Span
from pipeline.registry.codec import decoded
from pipeline.store.told import Kept


class Placed(Protocol):
    """What is read of a document: an agreement, an appointment, a meeting."""

    @property
    def places(self) -> Sequence[Span]:
        """Where the document has the words for it."""


@dataclass(frozen=True, slots=True)
class Told[T: Placed]:
    """``said`` is what the document tells; ``given`` what its user calls it."""

    id: str
    said: T
    document: str
    given: str
    title: str = ""
    published: str = ""
    collection: str = "main"
    text: str = ""

    @classmethod
    def of(cls, kept: Kept, kind: type[T]) -> Self:
        """What a row of the store holds."""
        about = (kept.document, kept.given, kept.title, kept.published, kept.collection)
        return cls(kept.id, decoded(kind, kept.value["said"]), *about, str(kept.value["text"]))

    @property
    def places(self) -> Sequence[Span]:
        """Where the document has the words for it."""
        return self.said.places
