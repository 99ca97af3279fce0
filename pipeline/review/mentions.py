"""Judging what was found: decisions that are kept, and from which the mentions that people see follow."""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from typing import Any

from corpora.document import LABELS, Document, Mention, Span
from corpora.errors import InvalidValue
from corpora.ids import mention_id
from corpora.values import plain, validate
from extractors.text.aligned import AlignedText
from extractors.text.segmenter import words
from pipeline.errors import DecisionConflict, DocumentNotFound, RefusedDecision
from pipeline.index.records import NAMED
from pipeline.people.access import key_for
from pipeline.people.audit import Audit
from pipeline.people.principal import Principal
from pipeline.review.entities import key_of_called
from pipeline.review.judged import VERDICTS, Judgement, context, judged
from pipeline.review.reviewed import Asked, Reviewed, Told
from pipeline.review.suggesting import Annotate, value_of
from pipeline.store.changes import bump_seq
from pipeline.store.decisions import Decision, Decisions, alive, standing
from pipeline.store.documents import Store
from pipeline.store.stored import newest_of
from pipeline.store.transaction import Connection

MOST_LETTERS = 500
"""Of a mention that a person marks."""
_LONGEST_VALUE = 4000
_CONTROL = re.compile(r"\\u00[01][0-9a-f]")
"""A control character as JSON has it."""


class MentionReview:
    """The judgements of a workspace; ``settle`` is called after a decision, so that the index takes it up."""

    def __init__(self, store: Store, annotate: Annotate, settle: Callable[[], None], audit: Audit) -> None:
        """Takes the store, what finds a value for words, what to do after a decision, and where to note it."""
        self._store, self._annotate, self._settle, self._audit = store, annotate, settle, audit

    def reviewed(self, who: Principal, reference: str) -> list[Reviewed]:
        """The mentions of a document in text order, also those that were rejected; what lost its place comes last.

        Raises DocumentNotFound, AmbiguousDocument.
        """
        return self.overview(who, reference)[0]

    def overview(self, who: Principal, reference: str) -> tuple[list[Reviewed], list[Told]]:
        """What ``reviewed`` and ``history`` have, of one moment; raises as they do."""
        key = key_for(self._store, who, reference)
        with self._store.engine.connect() as connection:
            state = _State.on(self._store, connection, key)
        return sorted(state.reviewed(), key=_place), state.told()

    def for_review(self, who: Principal, reference: str) -> tuple[Document, list[Reviewed]]:
        """The effective document that somebody wants to judge, and its mentions; raises as ``decide`` does."""
        key = key_for(self._store, who, reference, "reviewer")
        document = self._store.get(key)
        return document, self.of_documents([document])[0]

    def of_documents(self, documents: Sequence[Document]) -> list[list[Reviewed]]:
        """The mentions of documents that somebody may see, for each as ``reviewed`` gives them."""
        keys = [document.key for document in documents]
        with self._store.engine.connect() as connection:
            states = _State.of_many(self._store, connection, keys)
        return [sorted(states[key].reviewed(), key=_place) if key in states else [] for key in keys]

    def rejected(self, who: Principal, reference: str) -> list[Mention]:
        """What extractors found in a document and people rejected; raises as ``reviewed`` does."""
        return [
            one.judgement.rejected for one in self.reviewed(who, reference) if one.judgement and one.judgement.rejected
        ]

    def decide(self, who: Principal, reference: str, *asked: Asked) -> Document:
        """Keeps judgements, all or none; gives the document with them.

        Where another span or label comes without a value, it is what the extractors make of the words. Raises
        DocumentNotFound, AmbiguousDocument, Forbidden; RefusedDecision for what cannot be meant; and DecisionConflict
        where the machine, or another person, says something else by now than what was seen.
        """
        key = key_for(self._store, who, reference, "reviewer")
        asked = tuple(self._with_value(key, one) for one in asked)
        with self._store.writing() as connection:
            made = _judgements(_State.on(self._store, connection, key), asked)
            self._keep(connection, [key], made, who)
        return self._done(who, key)

    def decide_many(self, who: Principal, asked: Mapping[str, Sequence[Asked]]) -> list[tuple[str, str]]:
        """Keeps judgements on documents by their keys, of one document all or none; gives those refused, with why.

        One transaction, and who asks sees to it that the index takes it up. Raises Forbidden.
        """
        refused, made = list[tuple[str, str]](), list[Decision]()
        keys = [key_for(self._store, who, key, "reviewer") for key in asked]
        with self._store.writing() as connection:
            states = _State.of_many(self._store, connection, keys)
            for key in keys:
                try:
                    made += _judgements(states[key], asked[key])
                except KeyError:
                    refused.append((key, "it is not there any more"))
                except RefusedDecision as error:
                    refused.append((key, str(error)))
            changed = sorted({str(one.document) for one in made})
            self._keep(connection, changed, made, who)
        return refused

    def _with_value(self, key: str, asked: Asked) -> Asked:
        moved = asked.verdict == "correct" and (asked.span or asked.label)
        if asked.value is not None or not (moved or asked.verdict == "add"):
            return asked
        with self._store.engine.connect() as connection:
            state = _State.on(self._store, connection, key)
        label, span = state.marked(asked)
        if span is None:
            return asked
        if label not in LABELS or not 0 <= span.start < span.end <= len(state.document.text):
            return replace(asked, value={})  # it is refused for its label or its place
        return replace(asked, value=value_of(self._annotate, state.document, span, label))

    def undo(self, who: Principal, reference: str, number: int) -> Document:
        """Takes a judgement back, or one that took back: what stood before stands again. Raises as ``decide`` does."""
        key = key_for(self._store, who, reference, "reviewer")
        with self._store.writing() as connection:
            one = _undone(Decisions(connection).of_document(key, "mention"), number)
            self._keep(connection, [key], [one], who)
        return self._done(who, key)

    def undo_many(self, who: Principal, numbers: Mapping[str, Sequence[int]]) -> int:
        """Takes judgements back, by document and number, in one transaction; gives how many.

        Those on which somebody decided since stay; who asks sees to it that the index takes it up. Raises Forbidden.
        """
        keys = [key_for(self._store, who, key, "reviewer") for key in numbers]
        made: list[Decision] = []
        with self._store.writing() as connection:
            log = Decisions(connection).of_documents(keys)
            for key in keys:
                said = [one for one in log.get(key, ()) if one.kind == "mention"]
                for number in numbers[key]:
                    with suppress(RefusedDecision):
                        made.append(_undone(said, number))
            self._keep(connection, sorted({str(one.document) for one in made}), made, who)
        return len(made)

    def history(self, who: Principal, reference: str) -> list[Told]:
        """All judgements in a document, the newest first; raises DocumentNotFound, AmbiguousDocument."""
        return self.overview(who, reference)[1]

    def _keep(self, connection: Connection, keys: Sequence[str], made: Sequence[Decision], who: Principal) -> None:
        Decisions(connection).add(made, who.name)
        self._store.project_mentions(connection, keys)
        bump_seq(connection, keys, "decision")

    def _done(self, who: Principal, key: str) -> Document:
        self._audit.note(who, "decide", key)
        self._settle()
        return self._store.get(key)


def _undone(said: Sequence[Decision], number: int) -> Decision:
    """The decision that takes one back; raises RefusedDecision where it is not in force, or a newer one stands."""
    force = alive(said)
    one = next((one for one in force if one.id == number), None)
    if one is None:
        raise RefusedDecision(f"there is no decision {number} in force")
    newer = [other.id for other in force if other.subject == one.subject and other.id > number and not other.undoes]
    if newer:
        raise RefusedDecision(f"decision {newer[-1]} was made on it since; take that back first")
    return one.undone()


def _judgements(state: "_State", asked: Sequence[Asked]) -> list[Decision]:
    made = [state.decision(one) for one in asked]
    if len({one.subject for one in made}) < len(made):
        raise RefusedDecision("one mention has one judgement at a time")
    return made


def _place(reviewed: Reviewed) -> tuple[bool, int, int, int]:
    mention = reviewed.known
    if mention is None:
        return True, 0, 0, reviewed.seen
    return False, mention.span.start, mention.span.end, 0


@dataclass(frozen=True)
class _State:
    """A document as the machine has it, and what was said of its mentions."""

    document: Document
    version: int
    said: tuple[Decision, ...]
    judged: tuple[Judgement, ...]

    @classmethod
    def on(cls, store: Store, connection: Connection, key: str) -> "_State":
        found = cls.of_many(store, connection, [key])
        if not found:
            raise DocumentNotFound(f"there is no document {key!r}")
        return found[key]

    @classmethod
    def of_many(cls, store: Store, connection: Connection, keys: Sequence[str]) -> "dict[str, _State]":
        """Of those documents that are there, by their keys."""
        log = Decisions(connection).of_documents(keys)
        versions, found = newest_of(connection, keys), dict[str, _State]()
        for key, document in store.extracted_many(connection, keys).items():
            said = tuple(one for one in log.get(key, ()) if one.kind == "mention")
            found[key] = cls(document, versions[key], said, tuple(judged(document, standing(said))))
        return found

    def reviewed(self) -> Iterator[Reviewed]:
        """Machine mentions with what was judged of them, and judgements of what the machine does not find."""
        of = {judgement.machine.id: judgement for judgement in self.judged if judgement.machine}
        for mention in self.document.mentions:
            judgement = of.get(mention.id)
            yield Reviewed(mention, judgement, judgement.mention if judgement else mention)
        for judgement in self.judged:
            if judgement.machine is None:
                yield Reviewed(None, judgement, judgement.mention)

    def told(self) -> list[Told]:
        """All judgements, the newest first."""
        states = {judgement.decision.id: judgement.state for judgement in self.judged}
        found = [Told(one, "undone" if one.undoes else states.get(one.id, "replaced")) for one in self.said]
        return found[::-1]

    def marked(self, asked: Asked) -> tuple[str, Span | None]:
        """The label and the span that somebody asks for, those that stand there where he says nothing of one."""
        for one in self.reviewed():
            mention = one.shown or one.machine
            if mention is not None and mention.id == asked.mention:
                return asked.label or mention.label, asked.span or mention.span
        return asked.label, asked.span

    def decision(self, asked: Asked) -> Decision:
        """What is kept of what was asked; raises RefusedDecision, DecisionConflict."""
        if asked.verdict not in VERDICTS:
            raise RefusedDecision(f"a verdict is one of {', '.join(VERDICTS)}")
        if asked.verdict == "add":
            return self._added(asked)
        for one in self.reviewed():
            if one.known is not None and one.known.id == asked.mention:
                return self._judged(asked, one, one.known)
        raise RefusedDecision(f"there is no mention {asked.mention!r} in the text as it stands")

    def _judged(self, asked: Asked, one: Reviewed, mention: Mention) -> Decision:
        last, machine = one.seen, one.judged
        if asked.judged is None and machine is not None and asked.seen == last:
            raise RefusedDecision("say which value of the machine was looked at: judged")
        if (
            asked.seen != last
            or (asked.judged is None) != (machine is None)
            or (machine is not None and plain(machine) != plain(asked.judged or {}))
        ):
            now = {"decision": one.judgement.decision.record() if one.judgement else None, "machine": machine}
            wanted = {name: part for name, part in asdict(asked).items() if part is not None}
            raise DecisionConflict("something else stands there by now; look at it again", now, wanted)
        before = self._place(mention.label, mention.span, dict(machine if machine is not None else mention.value))
        if asked.verdict != "correct":
            return self._kept(mention.id, before, {"verdict": asked.verdict}, asked)
        shown = one.shown or mention
        label = asked.label or shown.label
        value = asked.value if asked.value is not None else shown.value
        after = self._stands(label, asked.span or shown.span, value, machine)
        if after == self._stands(shown.label, shown.span, shown.value, machine):
            raise RefusedDecision("that is what stands there already")
        return self._kept(mention.id, before, {"verdict": "correct", **after}, asked)

    def _added(self, asked: Asked) -> Decision:
        if asked.span is None or asked.value is None:
            raise RefusedDecision("a mention that is added has a span and a value")
        after = self._stands(asked.label, asked.span, asked.value, None)
        for one in self.reviewed():
            if one.shown and (one.shown.label, one.shown.span) == (asked.label, asked.span):
                now, wanted = {"value": dict(one.shown.value)}, {"value": after["value"]}
                raise DecisionConflict("there is such a mention already", now, wanted)
        own = mention_id(self.document.key, asked.label, asked.span, after["surface"])
        earlier = next((one for one in self.judged if one.decision.subject == own), None)
        if earlier is not None:  # it would stand in for what was said of the mention that was here
            told = earlier.decision.record()
            message = f"decision {earlier.decision.id} is of a mention at this place; take that back first"
            raise DecisionConflict(message, told, {"label": asked.label, "value": after["value"]})
        before = self._place(asked.label, asked.span, None)
        return self._kept(own, before, {"verdict": "add", **after}, asked)

    def _kept(self, subject: str, before: dict[str, Any], after: dict[str, Any], asked: Asked) -> Decision:
        if asked.batch:
            after = {**after, "batch": asked.batch}
        return Decision("mention", subject, before, after, self.document.key, note=asked.note)

    def _place(self, label: str, span: Span, value: dict[str, Any] | None) -> dict[str, Any]:
        text = self.document.text
        place = {"version": self.version, "label": label, **asdict(span), "surface": text[span.start : span.end]}
        return {**place, "context": context(text, span), "value": value}

    def _stands(
        self, label: str, span: Span, value: Mapping[str, Any], machine: Mapping[str, Any] | None
    ) -> dict[str, Any]:
        """A label, a place and a value that can be meant; raises RefusedDecision."""
        text = self.document.text
        surface = text[max(0, span.start) : span.end]
        if label not in LABELS:
            raise RefusedDecision(f"a label is one of {', '.join(LABELS)}")
        if not 0 <= span.start < span.end <= len(text) or surface != surface.strip() or len(surface) > MOST_LETTERS:
            raise RefusedDecision(f"a mention is of 1 to {MOST_LETTERS} letters of the text, no blank at its ends")
        kept = {name: part for name, part in value.items() if name != "entity"}
        try:
            said = json.dumps(kept, ensure_ascii=False, allow_nan=False)
            kept = dict(json.loads(said))
        except (TypeError, ValueError) as error:
            raise RefusedDecision(f"a value is what JSON can say: {error}") from error
        if len(said) > _LONGEST_VALUE or _CONTROL.search(said):
            raise RefusedDecision(f"a value has {_LONGEST_VALUE} letters at most, none of them a control character")
        if label in NAMED.values():
            kept["entity"] = _entity(label, str(kept.get("name", "")), machine or {})
        try:
            validate(label, kept)
        except InvalidValue as error:
            raise RefusedDecision(str(error)) from error
        return {"label": label, **asdict(span), "surface": surface, "value": kept}


def _entity(label: str, name: str, machine: Mapping[str, Any]) -> str:
    """The key of a name: that which the machine gave it, where it has the same name; raises RefusedDecision."""
    if not words(AlignedText.of(name)):
        raise RefusedDecision("a value of this label has a name, with letters")
    if machine.get("entity") and machine.get("name") == name:
        return str(machine["entity"])
    return key_of_called(label, name)
