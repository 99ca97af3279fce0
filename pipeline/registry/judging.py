"""Entries of the register as people say that they are; pure.

A decision is on the agreement of one document (its ``subject``), and goes with it into whatever entry that is part of:
who does not see the document does not see what was decided on it. Decisions that stand are gone through in the order
of the log, so that to take one back leaves what would be there without it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Protocol

from corpora.document import Span
from pipeline.registry.entries import Judged
from pipeline.registry.fields import WHOLE, with_value
from pipeline.store.decisions import Decision, alive, standing

VERDICTS = ("accept", "correct", "reject")


class Telling(Protocol):
    """One entry as one document tells of it."""

    @property
    def id(self) -> str:
        """Its id."""

    @property
    def document(self) -> str:
        """The key of the document."""

    @property
    def places(self) -> Sequence[Span]:
        """Where the document has the words for it."""


@dataclass(frozen=True)
class Said:
    """The decisions of the log on entries, with the agreements that they are on by now."""

    rows: tuple[Decision, ...]
    """Every one, also those that were taken back, and those that took back; oldest first."""
    homes: Mapping[str, str]
    """Id of an agreement as a decision has it → its id now; those that somebody does not see are left out."""

    @classmethod
    def of(cls, rows: Iterable[Decision], told: Sequence[Telling]) -> "Said":
        """Finds the agreements again: by their ids, else in their document at the place of the word for it."""
        known = tuple(sorted(rows, key=lambda one: one.id))
        ids = {one.id for one in told}
        homes: dict[str, str] = {}
        by_document: dict[str, list[Telling]] = {}
        for held in told:
            by_document.setdefault(held.document, []).append(held)
        for one in known:
            for identity, document, anchor in _named(one):
                if identity in ids:
                    homes[identity] = identity
                elif identity not in homes and (found := _at(by_document.get(document, ()), anchor)):
                    homes[identity] = found
        return cls(known, homes)

    def home(self, identity: str) -> str:
        """The id of an agreement now; «» where it is not there, or not to be seen."""
        return self.homes.get(identity, "")

    @cached_property
    def standing(self) -> list[Decision]:
        """Those in force whose agreement is there, oldest first."""
        return [one for one in standing(self.rows) if self.home(one.subject)]

    @cached_property
    def _standing_on(self) -> Mapping[str, list[Decision]]:
        """Id of an agreement → those in force on it, oldest first."""
        found: dict[str, list[Decision]] = {}
        for one in self.standing:
            found.setdefault(self.home(one.subject), []).append(one)
        return found

    @cached_property
    def _rows_on(self) -> Mapping[str, list[Decision]]:
        """Id of an agreement → every row on it, oldest first."""
        found: dict[str, list[Decision]] = {}
        for one in self.rows:
            mine, theirs = self.home(one.subject), self.home(_other(one))
            if mine and (theirs or not _other(one)):
                for identity in {mine, theirs} - {""}:
                    found.setdefault(identity, []).append(one)
        return found

    def on(self, ids: Iterable[str]) -> list[Decision]:
        """Every row on some agreements, the newest first."""
        found = {one.id: one for identity in ids for one in self._rows_on.get(identity, ())}
        return [found[number] for number in sorted(found, reverse=True)]

    def numbers(self, ids: Sequence[str]) -> tuple[int, ...]:
        """The numbers of the rows on some agreements, and of those in force: what follows from them is told by both."""
        if not any(identity in self._rows_on for identity in ids):
            return ()
        stand = (one.id for identity in ids for one in self._standing_on.get(identity, ()))
        return (*(one.id for one in self.on(ids)), 0, *sorted(stand))

    def in_force_on(self, ids: Iterable[str]) -> list[Decision]:
        """Those in force on some agreements, oldest first."""
        found = (one for identity in ids for one in self._standing_on.get(identity, ()))
        return sorted(found, key=lambda one: one.id)

    @cached_property
    def alive(self) -> set[int]:
        """The numbers of those that can be taken back."""
        return {one.id for one in alive(self.rows)}


NOTHING = Said((), {})


def _other(one: Decision) -> str:
    return str({**one.before, **one.after}.get("other", ""))


def _named(one: Decision) -> Iterable[tuple[str, str, Sequence[int]]]:
    said = {**one.before, **one.after}
    yield one.subject, one.document or "", said.get("anchor", ())
    if "other" in said:
        yield str(said["other"]), str(said.get("other_document", "")), said.get("other_anchor", ())


def _at(held: Sequence[Telling], anchor: Sequence[int]) -> str:
    """The agreement of a document that speaks of itself at a place; «» where none or several do."""
    if not anchor:
        return ""
    span = Span(*anchor)
    found = [one.id for one in held if any(place.overlaps(span) for place in one.places)]
    return found[0] if len(found) == 1 else ""


def regrouped[T: Telling](groups: Sequence[list[T]], said: Said) -> list[list[T]]:
    """The groups of agreements that are one, as people say: joined, or one of them taken apart."""
    made = [list(group) for group in groups]
    home = {one.id: group for group in made for one in group}
    for one in said.standing:
        verdict = one.after.get("verdict")
        mine, theirs = home[said.home(one.subject)], home.get(said.home(_other(one)))
        if verdict == "join" and theirs is not None and theirs is not mine:
            mine += theirs
            theirs_ids = [held.id for held in theirs]
            theirs.clear()
            home |= dict.fromkeys(theirs_ids, mine)
        elif verdict == "part" and len(mine) > 1:
            alone = [held for held in mine if held.id == said.home(one.subject)]
            mine[:] = [held for held in mine if held.id != said.home(one.subject)]
            made.append(alone)
            home[alone[0].id] = alone
    return [group for group in made if group]


class Whole(Protocol):
    """An entry of whatever kind."""

    @property
    def id(self) -> str:
        """That of what the oldest document tells."""

    @property
    def rejected(self) -> bool:
        """Whether people said that there is none."""

    @property
    def ids(self) -> tuple[str, ...]:
        """All that lead to it."""


def judged[E: Whole](entry: E, said: Said) -> E:
    """The entry with its fields as people say; the last word on each holds."""
    in_force = said.in_force_on(entry.ids)
    last = {judged_field(one): one for one in in_force if one.after.get("verdict") in VERDICTS}
    for name, one in last.items():
        entry = _with(entry, name, one)
    marks = tuple(Judged(name, str(one.after["verdict"]), one.user, one.at, one.id) for name, one in last.items())
    seen = max((one.id for one in said.on(entry.ids)), default=0)
    return replace(entry, judged=marks, seen=seen)  # type: ignore[type-var]


def judged_field(one: Decision) -> str:
    """The field that a judgement is on; «» where it is on the entry."""
    return str({**one.before, **one.after}.get("field", WHOLE))


def all_judged[E: Whole](entries: Iterable[E], said: Said, judge: Callable[[E, Said], E] = judged) -> list[E]:
    """Entries as people say: those on which nobody decided as they are."""
    return [judge(one, said) if said.on(one.ids) else one for one in entries]


def _with[E](entry: E, name: str, one: Decision) -> E:
    rejects = one.after["verdict"] == "reject"
    if name == WHOLE:
        return replace(entry, rejected=rejects)  # type: ignore[type-var]
    return with_value(entry, name, None if rejects else one.after["value"])
