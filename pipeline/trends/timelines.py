"""The timeline of an entity: the days that sentences name beside it, each with its sentence."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from corpora.document import Document, Mention, Span
from corpora.values import Date
from pipeline.registry.indicators import Cited, sentence_of

_PUBLISHED = "published"
"""The role of a dateline, which says when a text was printed and not when something was."""


@dataclass(frozen=True, slots=True)
class Event:
    """Days, ``first`` to ``last``, that a sentence names beside an entity, in the document that told of it first.

    ``mention`` is the id of the date, ``precision`` how exactly the text says it (day, month, year), ``role`` what was
    on it ("" where nothing says it), ``also`` how many other documents of the same story have these days.
    """

    first: str
    last: str
    precision: str
    role: str
    document: Cited
    mention: str
    sentence: Span
    text: str
    also: int = 0

    def record(self) -> dict[str, Any]:
        """As JSON has it; ``start`` and ``end`` are code points of the document's text."""
        about = {"document": self.document.key, "uri": self.document.uri, "title": self.document.title}
        return {
            **{"first": self.first, "last": self.last, "precision": self.precision, "role": self.role or None},
            **{"sentence": self.text, "start": self.sentence.start, "end": self.sentence.end},
            **about,
            **{"published": self.document.published, "mention": self.mention, "also": self.also},
        }


def timeline(documents: Iterable[Document], entity: str, stories: Mapping[str, int]) -> list[Event]:
    """The events of an entity, by day: each once a story, where it was told first.

    ``stories`` has the story of documents by key; one that is not in it tells its own.
    """
    first: dict[tuple[str, str, object], Event] = {}
    told: dict[tuple[str, str, object], set[str]] = {}
    for event in (one for document in documents for one in _events(document, entity)):
        key = event.first, event.last, stories.get(event.document.key, event.document.key)
        told.setdefault(key, set()).add(event.document.key)
        known = first.get(key)
        if known is None or _when(event) < _when(known):
            first[key] = event
    events = (replace(event, also=len(told[key]) - 1) for key, event in first.items())
    return sorted(events, key=lambda event: (event.first, event.last, _when(event)))


def _when(event: Event) -> tuple[str, str, int]:
    """The order in which documents told of it; those without a day of publication last."""
    return event.document.published or "9999", event.document.key, event.sentence.start


def _events(document: Document, entity: str) -> Iterator[Event]:
    """One event a sentence and date that stand together; datelines, hours and lengths of time are none."""
    named = [mention.span for mention in document.mentions if mention.value.get("entity") == entity]
    if not named:
        return
    cited, seen = Cited.of(document), set[tuple[str, str, int]]()
    for mention in document.mentions:
        days = _days(mention)
        if days is None:
            continue
        sentence = sentence_of(document.text, mention.span)
        key = str(days.start), str(days.end), sentence.start
        if key not in seen and any(sentence.start <= span.start and span.end <= sentence.end for span in named):
            seen.add(key)
            text = document.text[sentence.start : sentence.end]
            about = days.precision or "", days.role or ""
            yield Event(str(days.start), str(days.end), *about, cited, mention.id, sentence, text)


def _days(mention: Mention) -> Date | None:
    """The value of a date that names days."""
    if mention.label != "DATE":
        return None
    value = Date.of(mention.value)
    is_day = value.start is not None and value.value is not None and value.set is None
    return value if is_day and value.role != _PUBLISHED else None
