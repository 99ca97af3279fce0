"""What a model suggests, put into documents beside what the extractors found; without it nothing is lost."""

import logging
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from corpora.document import LABELS, MAIN, Document, Mention, Span
from corpora.errors import InvalidValue
from corpora.ids import mention_id
from corpora.values import NAMES, validate
from pipeline.annotate import with_suggestions
from pipeline.people.principal import Principal
from pipeline.recommender.client import Client, Model, Unanswered
from pipeline.records import Annotate, Failure
from pipeline.review.judged import context, moved_value, place_of
from pipeline.store import failures
from pipeline.store.decisions import Decisions, standing
from pipeline.store.documents import Store

log = logging.getLogger(__name__)

_TOGETHER = 16
_LETTERS = 500_000
"""Of the texts in one question, unless one alone has more."""
_REST_SECONDS = 30.0
"""How long a model that does not answer is left alone."""


class Recommender:
    """A model, where a setting names one; without it documents stay as they are. Safe to use from several threads."""

    def __init__(
        self,
        store: Store,
        model: Model | None,
        added: Callable[[Sequence[Document]], list[Document]] = list,
        least: Mapping[str, float] = MappingProxyType({}),
    ) -> None:
        """Takes the store, which knows what was suggested before, and what adds the names that the workspace knows.

        ``least`` is the score by label under which a mention that nobody judged is not kept.
        """
        self._store, self._model, self._added, self._least = store, model, added, least
        self._client = Client(model) if model else None
        self._turn = threading.Lock()
        self._rests_until = 0.0
        self._why = Unanswered("unreadable", "")

    def close(self) -> None:
        """Gives the connections back."""
        if self._client:
            self._client.close()

    def suggested(self, documents: Sequence[Document]) -> tuple[list[Document], list[Failure]]:
        """The documents with what the model finds in them, and what is to be told of those that it did not answer.

        Those keep what it suggested before, as far as it still stands there. Names of the workspace come first.
        """
        documents = self._added(documents)
        if self._model is None:
            return self._sifted(documents), []
        done: list[Document] = []
        told: list[Failure] = []
        for some in _parts(documents):
            made, failed = self._part(self._model, some)
            done += made
            told += failed
        return self._sifted(done), told

    def tell(self, documents: Sequence[Document], told: Sequence[Failure]) -> None:
        """Keeps the failures of documents that are stored, and forgets those of the others."""
        if self._model is None:
            return
        still = {failure.key for failure in told}
        failures.forget(self._store, failures.SUGGEST, [one.key for one in documents if one.key not in still])
        failures.add_failures(self._store, told)

    def again(self, who: Principal, failed: Sequence[Failure]) -> tuple[int, int]:
        """Asks once more about documents of failures; gives how many it answered, and how many not."""
        keys = [one.key for one in failed if who.may("editor", one.collection)]
        with self._store.engine.connect() as connection:
            found = self._store.extracted_many(connection, keys)
        documents, told = self.suggested([found[key] for key in keys if key in found])
        for document in documents:
            self._store.replace_extraction(document)
        self.tell(documents, told)
        failures.forget(self._store, failures.SUGGEST, [key for key in keys if key not in found])
        return len(documents) - len(told), len(told)

    def keeping(self, annotate: Annotate) -> Annotate:
        """Finds mentions anew in a text that people put right, and keeps what was suggested where it still stands."""
        if self._model is None:
            return lambda document: self._sifted(self._added([annotate(document)]))[0]
        return lambda document: self._sifted(map(self._with_former, self._added([annotate(document)])))[0]

    def _sifted(self, found: Iterable[Document]) -> list[Document]:
        """The documents without mentions of too low a score, but for those that people judged."""
        documents = list(found)
        low = [one for one in documents if any(self._is_low(mention) for mention in one.mentions)]
        if not low:
            return documents
        with self._store.engine.connect() as connection:
            said = Decisions(connection).of_documents([one.key for one in low])
        judged = {one.subject for some in said.values() for one in standing(some) if one.kind == "mention"}
        return [
            one.with_mentions(m for m in one.mentions if m.id in judged or not self._is_low(m)) for one in documents
        ]

    def _is_low(self, mention: Mention) -> bool:
        return mention.score < self._least.get(mention.label, 0.0)

    def _part(self, model: Model, documents: Sequence[Document]) -> tuple[list[Document], list[Failure]]:
        try:
            version, found = self._asked(documents)
        except Unanswered as error:
            log.warning("no suggestions: %s", error, extra={"documents": [one.key for one in documents]})
            told = [_failure(one, error.code, str(error)) for one in documents]
            return [self._with_former(one) for one in documents], told
        done: list[Document] = []
        told = []
        for document in documents:
            if document.key not in found:
                told.append(_failure(document, "empty", f"the model {model.name} says nothing of it"))
                done.append(self._with_former(document))
                continue
            made, wrong = _mentions(document, found[document.key], model.name, version)
            own = [mention for mention in document.mentions if mention.extractor != model.name]
            done.append(with_suggestions(document.with_mentions(own), made))
            if wrong:
                told.append(_failure(document, "refused", f"{len(wrong)} suggestions are left out: {wrong[0]}"))
        return done, told

    def _asked(self, documents: Sequence[Document]) -> tuple[str, dict[str, Sequence[Mapping[str, Any]]]]:
        assert self._client is not None
        with self._turn:
            if time.monotonic() < self._rests_until:
                raise Unanswered(self._why.code, str(self._why))
            try:
                return self._client.ask(documents)
            except Unanswered as error:
                self._why, self._rests_until = error, time.monotonic() + _REST_SECONDS
                raise

    def _with_former(self, document: Document) -> Document:
        """The document with what was suggested of it before, where the same words still stand."""
        assert self._model is not None
        with self._store.engine.connect() as connection:
            before = self._store.extracted_many(connection, [document.key]).get(document.key)
        if before is None:
            return document
        own = [mention for mention in before.mentions if mention.extractor == self._model.name]
        kept = [moved for mention in own if (moved := _moved(mention, before, document))]
        return with_suggestions(document, kept)


def _parts(documents: Sequence[Document]) -> Iterator[list[Document]]:
    part: list[Document] = []
    letters = 0
    for document in documents:
        if part and (len(part) == _TOGETHER or letters + len(document.text) > _LETTERS):
            yield part
            part, letters = [], 0
        part.append(document)
        letters += len(document.text)
    if part:
        yield part


def _failure(document: Document, code: str, message: str) -> Failure:
    where = document.collection or MAIN
    return Failure(document.uri, failures.SUGGEST, code, message, key=document.key, collection=where)


def _moved(mention: Mention, before: Document, now: Document) -> Mention | None:
    place = {"surface": mention.surface, "start": mention.span.start, "context": context(before.text, mention.span)}
    span = place_of(now.text, place)
    if span is None:
        return None
    identity = mention_id(now.key, mention.label, span, mention.surface)
    value = {name: part for name, part in mention.value.items() if name != "entity"}
    return replace(mention, id=identity, span=span, value=moved_value(value, span.start - mention.span.start))


def _mentions(
    document: Document, found: Sequence[Mapping[str, Any]], name: str, version: str
) -> tuple[list[Mention], list[str]]:
    """What a model suggests as mentions, and why others are none."""
    made: dict[tuple[str, Span], Mention] = {}
    wrong: list[str] = []
    for one in found:
        try:
            mention = _mention(document, one, name, version)
        except (ValueError, KeyError, TypeError, AttributeError, InvalidValue) as error:
            wrong.append(f"{type(error).__name__}: {error}")
            continue
        made.setdefault((mention.label, mention.span), mention)
    return list(made.values()), wrong


def _mention(document: Document, one: Mapping[str, Any], name: str, version: str) -> Mention:
    label, span, score = one["label"], Span(one["start"], one["end"]), one.get("score", 1.0)
    if label not in LABELS:
        raise ValueError(f"a label is one of {', '.join(LABELS)}, not {label!r}")
    if not 0 <= span.start < span.end <= len(document.text):
        raise ValueError(f"{span.start}–{span.end} is no part of the text")
    surface = document.text[span.start : span.end]
    if surface != surface.strip() or not 0 <= score <= 1:
        raise ValueError("a mention has no blank at its ends, and a score of 0 to 1")
    value = one.get("value")
    if value is None and label in NAMES:
        value = {"name": " ".join(surface.split())}
    if not isinstance(value, dict):
        raise TypeError(f"a value is wanted of {label}")
    value = {part: said for part, said in value.items() if part != "entity"}
    validate(label, value)
    return Mention(
        mention_id(document.key, label, span, surface), label, span, surface, value, name, version, float(score)
    )
