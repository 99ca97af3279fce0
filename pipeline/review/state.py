"""A document as the machine has it beside what people said of its mentions: what a judgement is checked against."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

from corpora.document import LABELS, Document, Mention, Span
from corpora.errors import InvalidValue
from corpora.ids import mention_id
from corpora.sentences import sentence_of
from corpora.values import Date, Quote, plain, validate
from extractors.text.aligned import AlignedText
from extractors.text.segmenter import words
from pipeline.errors import DecisionConflict, DocumentNotFound, RefusedDecision
from pipeline.index.records import NAMED
from pipeline.people.principal import Principal
from pipeline.review.called import key_of_called
from pipeline.review.checking import filled, must_be_whole, must_exist
from pipeline.review.judged import VERDICTS, Judgement, context, judged, moved_value
from pipeline.review.reviewed import Asked, Reviewed, Told
from pipeline.store.decisions import Decision, alive, standing
from pipeline.store.documents import Store
from pipeline.store.stored import Stored
from pipeline.store.transaction import Connection

MOST_LETTERS, MOST_QUOTED = 500, 3000
"""Of a mention that a person marks, and of a quotation."""
_LONGEST_VALUE = 4000
_CONTROL = re.compile(r"\\u00[01][0-9a-f]")
"""A control character as JSON has it."""


def _place(reviewed: Reviewed) -> tuple[bool, int, int, int]:
    mention = reviewed.known
    if mention is None:
        return True, 0, 0, reviewed.seen
    return False, mention.span.start, mention.span.end, 0


def must_take_back(who: Principal, one: Decision, collection: str) -> None:
    """Raises Forbidden where somebody may not take a decision back: his own a reviewer may, another's an editor."""
    who.must("reviewer" if one.user == who.name else "editor", collection)


@dataclass(frozen=True)
class MentionState:
    """A document as the machine has it, and what was said of its mentions."""

    parts: Stored
    document: Document
    said: tuple[Decision, ...]
    judged: tuple[Judgement, ...]

    @classmethod
    def on(cls, store: Store, connection: Connection, key: str) -> "MentionState":
        """Of one document; raises DocumentNotFound."""
        found = cls.of_many(store, connection, [key])
        if not found:
            raise DocumentNotFound("there is no document {key!r}", key=key)
        return found[key]

    @classmethod
    def of_many(cls, store: Store, connection: Connection, keys: Sequence[str]) -> "dict[str, MentionState]":
        """Of those documents that are there, by their keys."""
        found = dict[str, MentionState]()
        for key, parts in store.parts(connection, keys).items():
            said = tuple(one for one in parts.decisions if one.kind == "mention")
            document = store.extracted_of(parts)
            found[key] = cls(parts, document, said, tuple(judged(document, standing(said))))
        return found

    @property
    def version(self) -> int:
        """The number of the newest version."""
        return self.parts.extraction.version

    @cached_property
    def rows(self) -> list[Reviewed]:
        """The mentions in text order, also those that were rejected; what lost its place comes last."""
        return sorted(self._reviewed(), key=_place)

    @cached_property
    def _known(self) -> dict[str, Reviewed]:
        return {one.known.id: one for one in self.rows if one.known is not None}

    @cached_property
    def _seen(self) -> dict[tuple[str, Span], Reviewed]:
        return {(one.shown.label, one.shown.span): one for one in self.rows if one.shown}

    def _reviewed(self) -> Iterator[Reviewed]:
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
        for one in self.rows:
            mention = one.shown or one.machine
            if mention is not None and mention.id == asked.mention:
                return asked.label or mention.label, asked.span or mention.span
        return asked.label, asked.span

    def decisions(self, asked: Sequence[Asked]) -> list[Decision]:
        """What is kept of what was asked, all or none; raises RefusedDecision, DecisionConflict."""
        made = [self.decision(one) for one in asked]
        if len({one.subject for one in made}) < len(made):
            raise RefusedDecision("one mention has one judgement at a time")
        return made

    def undone(self, number: int, who: Principal) -> Decision:
        """The decision by which somebody takes one back; raises Forbidden where it is another's and he is no editor.

        Raises RefusedDecision where it is not in force, or a newer one stands.
        """
        force = alive(self.said)
        one = next((one for one in force if one.id == number), None)
        if one is None:
            raise RefusedDecision("there is no decision {number} in force", number=number)
        must_take_back(who, one, self.document.collection)
        newer = [other.id for other in force if other.subject == one.subject and other.id > number and not other.undoes]
        if newer:
            raise RefusedDecision("decision {number} was made on it since; take that back first", number=newer[-1])
        return one.undone()

    def decision(self, asked: Asked) -> Decision:
        """What is kept of what was asked; raises RefusedDecision, DecisionConflict."""
        if asked.verdict not in VERDICTS:
            raise RefusedDecision("a verdict is one of {verdicts}", verdicts=VERDICTS)
        if asked.verdict == "add":
            return self._added(asked)
        one = self._known.get(asked.mention)
        if one is not None and one.known is not None:
            return self._judged(asked, one, one.known)
        raise RefusedDecision("there is no mention {mention!r} in the text as it stands", mention=asked.mention)

    def _judged(self, asked: Asked, one: Reviewed, mention: Mention) -> Decision:
        last, machine = one.seen, one.judged
        if asked.judged is None and machine is not None and asked.seen == last:
            raise RefusedDecision("say which value of the machine was looked at: judged")
        if (
            asked.seen != last
            or (asked.judged is None) != (machine is None)
            or (machine is not None and not self._is_seen(asked.judged or {}, machine))
        ):
            now = {"decision": one.judgement.decision.record() if one.judgement else None, "machine": machine}
            raise DecisionConflict("something else stands there by now; look at it again", now, asked.record())
        before = self._place(mention.label, mention.span, dict(machine if machine is not None else mention.value))
        if asked.settles:
            # by the name that it had then: who disputes it is found by that
            said = self._again(asked.settles, one)
            after = self._moved(said, mention.span.start - int(said.before["start"]))
            return self._kept(said.subject, before, after, asked)
        if asked.verdict != "correct":
            return self._kept(mention.id, before, {"verdict": asked.verdict}, asked)
        shown = one.shown or mention
        label = asked.label or shown.label
        value = asked.value if asked.value is not None else shown.value
        after = self._stands(label, asked.span or shown.span, value, machine)
        if asked.span not in (None, shown.span, mention.span) and not asked.elsewhere:
            must_be_whole(self.document.text, asked.span or shown.span, self.document.mentions)
        if after == self._stands(shown.label, shown.span, shown.value, machine):
            raise RefusedDecision("that is what stands there already")
        return self._kept(mention.id, before, {"verdict": "correct", **after}, asked)

    def _is_seen(self, judged: Mapping[str, Any], machine: Mapping[str, Any]) -> bool:
        """Whether a value is the machine's, or that which lists show of it: with the name of the entity by now."""
        entity = self.parts.entities.get(machine.get("entity", ""))
        shown = {**machine, "name": entity.name} if entity else machine
        return plain(judged) in (plain(machine), plain(shown))

    def _again(self, number: int, one: Reviewed) -> Decision:
        """A decision on a mention that is said again; raises RefusedDecision."""
        subjects = {one.known and one.known.id, one.judgement and one.judgement.decision.subject}
        said = next((other for other in standing(self.said) if other.id == number and other.subject in subjects), None)
        if said is None or said.after["verdict"] not in ("accept", "reject", "correct"):
            raise RefusedDecision("decision {number} is not in force on that mention", number=number)
        return said

    def _moved(self, said: Decision, by: int) -> dict[str, Any]:
        """What it says is to stand, in a text where its mention stands further on."""
        after = {name: part for name, part in said.after.items() if name != "batch"}
        if by and after["verdict"] == "correct":
            after |= {"start": after["start"] + by, "end": after["end"] + by, "value": moved_value(after["value"], by)}
        return after

    def _added(self, asked: Asked) -> Decision:
        if asked.span is None or asked.value is None:
            raise RefusedDecision("a mention that is added has a span and a value")
        after = self._stands(asked.label, asked.span, asked.value, None)
        if not asked.elsewhere:
            must_be_whole(self.document.text, asked.span, self.document.mentions)
        one = self._seen.get((asked.label, asked.span))
        if one and one.shown:
            now, wanted = {"value": dict(one.shown.value)}, {"value": after["value"]}
            raise DecisionConflict("there is such a mention already", now, wanted)
        own = mention_id(self.document.key, asked.label, asked.span, after["surface"])
        earlier = next((one for one in self.judged if one.decision.subject == own), None)
        if earlier is not None:  # it would stand in for what was said of the mention that was here
            told = earlier.decision.record()
            raise DecisionConflict(
                "decision {number} is of a mention at this place; take that back first",
                told,
                {"label": asked.label, "value": after["value"]},
                number=earlier.decision.id,
            )
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
            raise RefusedDecision("a label is one of {labels}", labels=LABELS)
        most = MOST_QUOTED if label == Quote.LABEL else MOST_LETTERS
        if not 0 <= span.start < span.end <= len(text) or surface != surface.strip() or len(surface) > most:
            raise RefusedDecision("a mention is of 1 to {most} letters of the text, no blank at its ends", most=most)
        kept = {name: part for name, part in value.items() if name != "entity"}
        try:
            said = json.dumps(kept, ensure_ascii=False, allow_nan=False)
            kept = dict(json.loads(said))
        except (TypeError, ValueError) as error:
            raise RefusedDecision("a value is what JSON can say: {reason}", reason=error) from error
        if len(said) > _LONGEST_VALUE or _CONTROL.search(said):
            raise RefusedDecision(
                "a value has {longest} letters at most, none of them a control character", longest=_LONGEST_VALUE
            )
        if label in NAMED.values():
            kept["entity"] = _entity(label, str(kept.get("name", "")), machine or {})
        try:
            validate(label, kept)
        except InvalidValue as error:
            raise RefusedDecision(sentence_of(error)) from error
        if label == Date.LABEL:
            must_exist(kept)
            kept = kept if self._is_found(kept) else filled(kept, self.document.language)
        return {"label": label, **asdict(span), "surface": surface, "value": kept}

    def _is_found(self, value: Mapping[str, Any]) -> bool:
        """Whether a value is as the machine or a person has it in the document: it may say more than its figures."""
        shown = (mention for row in self.rows for mention in (row.machine, row.shown) if mention)
        return any(plain(mention.value) == plain(value) for mention in shown)


def _entity(label: str, name: str, machine: Mapping[str, Any]) -> str:
    """The key of a name: that which the machine gave it, where it has the same name; raises RefusedDecision."""
    if not words(AlignedText.of(name)):
        raise RefusedDecision("a value of this label has a name, with letters")
    if machine.get("entity") and machine.get("name") == name:
        return str(machine["entity"])
    return key_of_called(label, name)
