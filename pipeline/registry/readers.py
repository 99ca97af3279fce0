"""What is read of each document for the register, by kind."""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from corpora.document import Document, Span
from corpora.ids import mention_id
from extractors.agreements import reader as agreements
from extractors.decrees import reader as decrees
from extractors.meetings import reader as meetings
from extractors.organisations import facts as bodies
from pipeline.registry.codec import encoded

log = logging.getLogger(__name__)
AGREEMENT, BODY, DECREE, MEETING = "agreement", "body", "decree", "meeting"
_LONGEST = 400
"""Code points of a statement that are kept to be shown."""
_MOST = 1000
"""Versions of one reader."""


class Anchored(Protocol):
    """What a document tells of: known by its first word, with the statement that says most; its fields are data."""

    @property
    def anchor(self) -> Span:
        """The place of the first word for it."""

    @property
    def evidence(self) -> Span:
        """The statement that says most of it."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads one kind of thing out of a document with mentions, as a pure function of it.

    ``version`` is raised whenever what is read changes; then all documents are read again. Ids are made like those of
    mentions of a ``label``.
    """

    kind: str
    label: str
    version: int
    read: Callable[[Document], Sequence[Anchored]]


READERS = (
    Reader(AGREEMENT, "AGREEMENT", agreements.VERSION, agreements.candidates),
    Reader(BODY, "ORG", bodies.VERSION, bodies.facts),
    Reader(DECREE, "DECREE", decrees.VERSION, decrees.decrees),
    Reader(MEETING, "MEETING", meetings.VERSION, meetings.meetings),
)


def version(readers: Sequence[Reader] = READERS) -> int:
    """One number for the versions of all readers: another one where one of them is raised or added."""
    number = 0
    for reader in readers:
        number = number * _MOST + reader.version
    return number


def told(document: Document | None, readers: Sequence[Reader] = READERS) -> list[tuple[str, str, Mapping[str, Any]]]:
    """Kind, id and value of all that a document tells of, in order of kind and place; nothing where there is none.

    Where a reader fails the document tells of nothing of its kind, and the others go on.
    """
    if document is None:
        return []
    found: list[tuple[str, str, Mapping[str, Any]]] = []
    for reader in readers:
        try:
            found += [(reader.kind, *_row(document, reader.label, one)) for one in reader.read(document)]
        except Exception:
            log.exception("a document could not be read for %ss", reader.kind, extra={"key": document.key})
    return found


def _row(document: Document, label: str, found: Anchored) -> tuple[str, Mapping[str, Any]]:
    anchor, evidence = found.anchor, found.evidence
    identity = mention_id(document.key, label, anchor, document.text[anchor.start : anchor.end])
    return identity, {"said": encoded(found), "text": document.text[evidence.start : evidence.end][:_LONGEST]}
