"""Judging what was found: decisions that are kept, and from which the mentions that people see follow."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from corpora.document import LABELS, Document, Mention
from corpora.sentences import Sentence, sentence_of
from pipeline.errors import Forbidden, RefusedDecision
from pipeline.people.access import key_for, keys_for
from pipeline.people.audit import Audit
from pipeline.people.principal import Principal
from pipeline.records import Annotate
from pipeline.review.effective import led
from pipeline.review.reviewed import Asked, Reviewed, Told
from pipeline.review.state import MOST_LETTERS, MentionState
from pipeline.review.suggesting import value_of
from pipeline.store.changes import bump_seq
from pipeline.store.decisions import Decision, Decisions
from pipeline.store.documents import Store
from pipeline.store.entities import Entity
from pipeline.store.stored import Stored
from pipeline.store.transaction import Connection

type Closing = Callable[[Connection, int, int], None]
"""Is told, before a transaction ends, how many judgements it keeps and how many were refused; may raise."""
__all__ = ["MOST_LETTERS", "Closing", "MentionReview", "Opened"]


@dataclass(frozen=True, slots=True)
class Opened:
    """A document for whoever reviews it: the effective one, its mentions, and what was said, of one moment."""

    document: Document
    reviewed: list[Reviewed]
    told: list[Told]


class MentionReview:
    """The judgements of a workspace; ``settle`` is called after a decision, so that the index takes it up."""

    def __init__(
        self, store: Store, annotate: Annotate, settle: Callable[[], None], audit: Audit, soon: Callable[[], None]
    ) -> None:
        """Takes the store, what finds a value for words, what to do after a decision, and where to note it.

        ``soon`` is done instead of ``settle`` where whoever decided goes on to the next, and waits for no search.
        """
        self._store, self._annotate, self._settle, self._audit, self._soon = store, annotate, settle, audit, soon

    def reviewed(self, who: Principal, reference: str) -> list[Reviewed]:
        """The mentions of a document in text order, also those that were rejected; what lost its place comes last.

        Raises DocumentNotFound, AmbiguousDocument.
        """
        return self.opened(who, reference).reviewed

    def opened(self, who: Principal, reference: str) -> Opened:
        """The document with what ``reviewed`` and ``history`` have, of one moment; raises as they do.

        Who is named in a mention is said as exports say it: by the id and the name of the entity.
        """
        key = key_for(self._store, who, reference)
        with self._store.engine.connect() as connection:
            state = MentionState.on(self._store, connection, key)
        rows = [named(one, state.parts.entities) for one in state.rows]
        return Opened(self._store.effective_of(state.parts), rows, state.told())

    def for_review(self, who: Principal, references: Sequence[str]) -> dict[str, Opened]:
        """Documents that somebody may judge, by what they were asked for by; what is not there is left out.

        Raises Forbidden, AmbiguousDocument.
        """
        keys = keys_for(self._store, who, references, "reviewer")
        with self._store.engine.connect() as connection:
            states = MentionState.of_many(self._store, connection, list(dict.fromkeys(keys.values())))
        opened = {key: Opened(self._store.effective_of(one.parts), one.rows, one.told()) for key, one in states.items()}
        return {reference: opened[key] for reference, key in keys.items() if key in opened}

    def of_documents(self, documents: Sequence[Document]) -> list[list[Reviewed]]:
        """The mentions of documents that somebody may see, for each as ``reviewed`` gives them."""
        keys = [document.key for document in documents]
        with self._store.engine.connect() as connection:
            states = MentionState.of_many(self._store, connection, keys)
        return [states[key].rows if key in states else [] for key in keys]

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
        key, _ = self._decided(who, reference, asked)
        return self._done(who, key)

    def keep(self, who: Principal, reference: str, *asked: Asked) -> list[Decision]:
        """Keeps judgements as ``decide`` does, for whoever goes on to the next: gives them as the log has them.

        Searches see them a moment later, for which nobody waits.
        """
        key, made = self._decided(who, reference, asked)
        self._audit.note(who, "decide", key)
        self._soon()
        return made

    def _decided(self, who: Principal, reference: str, asked: Sequence[Asked]) -> tuple[str, list[Decision]]:
        key = key_for(self._store, who, reference, "reviewer")
        asked = tuple(self._with_value(key, one) for one in asked)
        with self._store.writing() as connection:
            state = MentionState.on(self._store, connection, key)
            return key, self._keep(connection, {key: state.parts}, state.decisions(asked), who)

    def decide_many(
        self, who: Principal, asked: Mapping[str, Sequence[Asked]], closing: Closing | None = None
    ) -> list[tuple[str, str]]:
        """Keeps judgements on documents by their keys, of one document all or none; gives those refused, with why.

        With ``closing``, which is told how many are kept and how many refused before the transaction ends, each mention
        is judged by itself. One transaction, and who asks sees to it that the index takes it up. Raises Forbidden.
        """
        refused, made = list[tuple[str, str]](), list[Decision]()
        mine = keys_for(self._store, who, list(asked), "reviewer")
        groups = [(key, [one]) for key, some in asked.items() for one in some] if closing else list(asked.items())
        with self._store.writing() as connection:
            states = MentionState.of_many(self._store, connection, list(mine.values()))
            for key, some in groups:
                try:
                    made += states[key].decisions(some)
                except KeyError:
                    refused.append((key, Sentence("it is not there any more")))
                except RefusedDecision as error:
                    refused.append((key, sentence_of(error)))
            self._keep(connection, {key: one.parts for key, one in states.items()}, made, who)
            if closing:
                closing(connection, len(made), len(refused))
        return refused

    def _with_value(self, key: str, asked: Asked) -> Asked:
        moved = asked.verdict == "correct" and (asked.span or asked.label)
        if asked.value is not None or not (moved or asked.verdict == "add"):
            return asked
        with self._store.engine.connect() as connection:
            state = MentionState.on(self._store, connection, key)
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
            state = MentionState.on(self._store, connection, key)
            self._keep(connection, {key: state.parts}, [state.undone(number, who)], who)
        return self._done(who, key)

    def undo_many(self, who: Principal, numbers: Mapping[str, Sequence[int]], closing: Closing | None = None) -> int:
        """Takes judgements back, by document and number, in one transaction; gives how many.

        Those on which somebody decided since stay, and those of others where he is no editor. Who asks sees to it that
        the index takes it up. Raises Forbidden.
        """
        mine = keys_for(self._store, who, list(numbers), "reviewer")
        made: list[Decision] = []
        with self._store.writing() as connection:
            states = MentionState.of_many(self._store, connection, list(mine.values()))
            for key, state in states.items():
                for number in numbers[key]:
                    with suppress(RefusedDecision, Forbidden):
                        made.append(state.undone(number, who))
            self._keep(connection, {key: one.parts for key, one in states.items()}, made, who)
            if closing:
                closing(connection, len(made), sum(map(len, numbers.values())) - len(made))
        return len(made)

    def history(self, who: Principal, reference: str) -> list[Told]:
        """All judgements in a document, the newest first; raises DocumentNotFound, AmbiguousDocument."""
        key = key_for(self._store, who, reference)
        with self._store.engine.connect() as connection:
            return MentionState.on(self._store, connection, key).told()

    def histories(self, who: Principal, references: Sequence[str]) -> dict[str, list[Told]]:
        """The same of several documents, by what they were asked for by; what is not there for him is left out."""
        keys = keys_for(self._store, who, references)
        with self._store.engine.connect() as connection:
            states = MentionState.of_many(self._store, connection, list(dict.fromkeys(keys.values())))
        return {reference: states[key].told() for reference, key in keys.items() if key in states}

    def _keep(
        self, connection: Connection, parts: Mapping[str, Stored], made: Sequence[Decision], who: Principal
    ) -> list[Decision]:
        """Keeps decisions on documents of which ``parts`` has what stood in this transaction before."""
        kept: dict[str, list[Decision]] = {}
        added = Decisions(connection).add(made, who.name)
        for one in added:
            kept.setdefault(str(one.document), []).append(one)
        self._store.project_decided(connection, {key: parts[key] for key in sorted(kept)}, kept)
        bump_seq(connection, sorted(kept), "decision")
        return added

    def _done(self, who: Principal, key: str) -> Document:
        self._audit.note(who, "decide", key)
        self._settle()
        return self._store.get(key)


def named(one: Reviewed, entities: Mapping[str, Entity]) -> Reviewed:
    """The same with the id of the entity in place of the key of each mention; what people see has its name too.

    The machine's value keeps the name that it found: judgements say which value was looked at.
    """
    shown = one.shown and led(one.shown, entities)
    machine = shown
    if one.machine is not one.shown or (shown and one.machine and _name(shown) != _name(one.machine)):
        machine = one.machine and led(one.machine, entities, called=False)
    if one.judgement is None:
        return Reviewed(machine, None, shown)
    return Reviewed(machine, replace(one.judgement, machine=machine, mention=shown), shown)


def _name(mention: Mention) -> object:
    return mention.value.get("name")
