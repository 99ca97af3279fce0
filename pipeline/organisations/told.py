"""What one document tells of an organisation, with its sentence and its place in the text."""

from dataclasses import dataclass
from typing import Any

from corpora.document import Span
from extractors.organisations.facts import BodyFact
from pipeline.registry.codec import decoded
from pipeline.store.organisations import ToldOf


@dataclass(frozen=True, slots=True)
class Told:
    """A fact, the document (its key, id, title and day) that tells it, and the sentence."""

    fact: BodyFact
    document: str
    id: str
    title: str
    published: str
    text: str

    @classmethod
    def of(cls, row: ToldOf) -> "Told":
        """From a row of the store."""
        fact = decoded(BodyFact, row.value["said"])
        return cls(fact, row.document, row.given, row.title, row.published, str(row.value["text"]))

    @property
    def marked(self) -> list[Span]:
        """Where in its sentence it stands."""
        return [self.fact.anchor, self.fact.body]

    def record(self) -> dict[str, Any]:
        """As JSON has it; ``start`` and ``end`` are code points of the document's text."""
        fact = self.fact
        where = {"document": self.id, "start": fact.anchor.start, "end": fact.anchor.end, "sentence": self.text}
        told = {**where, "published": self.published or None}
        if fact.what == "person":
            who = {"name": fact.name, "entity": fact.person or None, "role": fact.role, "title": fact.title or None}
            return {**who, "since": fact.since or None, **told}
        ends = {"min": fact.least, "max": fact.most, "modifier": fact.modifier}
        return {"number": fact.number, **ends, "unit": fact.unit, **told}
