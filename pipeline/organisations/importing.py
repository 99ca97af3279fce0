"""Lists of organisations in and out: what a list would bring, taking it in, taking it back, and giving it again.

Each row is a decision on a name, as a row of the gazetteer's lists is: its names are looked for in later documents, and
an undo leaves nothing of it.
"""

import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from corpora.codec import json_text
from corpora.ids import digest, entity_id
from extractors.text.language import language_of
from extractors.text.lexicon import key_of
from pipeline.errors import RefusedDecision
from pipeline.gazetteer.entries import folded_name
from pipeline.gazetteer.gazetteer import Gazetteer
from pipeline.gazetteer.list_files import Tables, list_rows
from pipeline.gazetteer.lists import LONGEST, Wrong
from pipeline.organisations.databank import MOST_BYTES, Databank, Row, databank
from pipeline.organisations.describing import KINDS, OTHER, kind_of_word
from pipeline.organisations.listed import Listed
from pipeline.organisations.matching import Known, Match, Wanted, counted_rows, place_of
from pipeline.organisations.organisations import Organisations
from pipeline.organisations.views import Bodies
from pipeline.people.access import collection_for
from pipeline.people.audit import Audit
from pipeline.people.principal import Principal
from pipeline.review.called import key_of_called
from pipeline.store import entities as kept
from pipeline.store.decisions import Decision, Decisions
from pipeline.store.documents import Store
from pipeline.store.spoken import LABEL
from pipeline.store.transaction import Connection

type State = Literal["new", "joined", "doubtful", "changed", "known"]
_SAID = ("kind", "place", "parent")
"""What a person may say of an organisation by hand."""
STATES: tuple[State, ...] = ("new", "joined", "doubtful", "changed", "known")


@dataclass(frozen=True, slots=True)
class Judged:
    """What becomes of a row: new, joined to a body that is known, doubtful, changed, or known as it is."""

    row: Row
    state: State
    entity: str
    near: tuple[tuple[str, str], ...] = ()
    before: Listed | None = None
    name: str = ""
    """What the body is called that it is joined to, or the first that it may be."""


@dataclass(frozen=True, slots=True)
class Brought:
    """What a list would bring, or brought; ``batch`` is what it is taken back by, "" where nothing was kept."""

    batch: str
    called: str
    bank: Databank
    rows: Sequence[Judged]
    wrong: Sequence[Wrong]
    states: Mapping[State, int]

    def record(self) -> dict[str, Any]:
        """It as JSON has it; rows that are as they were are only counted."""
        rows = [
            {"row": one.row.number, "name": one.row.name, "state": one.state, "organisation": one.entity or None}
            for one in self.rows
            if one.state != "known"
        ]
        wrong = [{"row": one.row, "name": one.said, "why": one.why} for one in self.wrong]
        columns = {column: self.bank.headings[at] for column, at in self.bank.columns.items()}
        states = {str(state): self.states.get(state, 0) for state in STATES}
        return {
            "batch": self.batch or None,
            "list": self.called,
            "columns": columns,
            **states,
            "wrong": wrong,
            "rows": rows,
        }


@dataclass(frozen=True, slots=True)
class BroughtList:
    """A list that stands: what it is called, who brought it and when, and its rows, in their order."""

    batch: str
    called: str
    collection: str
    user: str
    at: str
    rows: Sequence[Listed] = field(repr=False)

    def record(self) -> dict[str, Any]:
        """It as JSON has it, without its rows."""
        told = {"batch": self.batch, "list": self.called, "rows": len(self.rows), "collection": self.collection}
        return {**told, "user": self.user, "at": self.at}

    def table(self) -> tuple[list[str], list[list[str]]]:
        """Its headings and cells, as they were brought."""
        headings = list(self.rows[0].headings)
        return headings, [list(row.cells) for row in self.rows]


class OrganisationLists:
    """The lists of organisations of a workspace. Safe to use from several threads."""

    def __init__(
        self, store: Store, organisations: Organisations, gazetteer: Gazetteer, audit: Audit, tables: Tables
    ) -> None:
        """Takes the store, what is known, whose log lists are of, where to note who asked, and what reads workbooks."""
        self._store, self._organisations, self._gazetteer = store, organisations, gazetteer
        self._audit, self._tables = audit, tables

    def bring(
        self,
        who: Principal,
        data: bytes,
        name: str,
        collection: str,
        given: Mapping[str, str] | None = None,
        *,
        dry: bool = False,
    ) -> Brought:
        """Takes a list in, or says what that would bring; ``given`` says which heading a column has.

        Raises CollectionNotFound, Forbidden, RefusedDecision.
        """
        collection_for(self._store, who, collection, "editor")
        bank = databank(self._rows(data), given or {})
        bodies = self._organisations.bodies(who)
        batch, called = uuid.uuid4().hex[:12], " ".join(name.split())[:200]
        with self._store.engine.connect() as connection:
            judged, wrong = self._judged(connection, bodies, bank, collection)
        fresh = [one for one in judged if one.state != "known"]
        if fresh and not dry:
            made = [_decision(bank, one, called, collection, batch) for one in fresh]
            with self._store.writing() as connection:
                _register(connection, bank, fresh)
                Decisions(connection).add(made, who.name)
            self._audit.note(who, "decide", batch, collection, organisations=len(made))
        states = Counter(one.state for one in judged)
        return Brought(batch if fresh and not dry else "", called, bank, judged, [*bank.wrong, *wrong], states)

    def lists(self, who: Principal) -> list[BroughtList]:
        """The lists of the collections that somebody may see, the newest first."""
        found: dict[str, list[Listed]] = {}
        within = who.within()
        with self._store.engine.connect() as connection:
            rows = self._organisations.rows(connection)
        for row in rows:
            if row.row and row.cells and (within is None or row.collection in within):
                found.setdefault(row.batch, []).append(row)
        made = [_list(batch, some) for batch, some in found.items()]
        return sorted(made, key=lambda one: one.at, reverse=True)

    def get(self, who: Principal, batch: str) -> BroughtList:
        """A list by what it is taken back by; raises RefusedDecision."""
        one = next((one for one in self.lists(who) if one.batch == batch), None)
        if one is None:
            raise RefusedDecision("there is no list {batch!r} in force", batch=batch)
        self._audit.note(who, "export", batch, one.collection)
        return one

    def undo(self, who: Principal, batch: str) -> int:
        """Takes a list back; gives how many rows. Raises RefusedDecision, Forbidden."""
        return self._gazetteer.undo_list(who, batch)

    def say(self, who: Principal, identity: str, collection: str, told: Mapping[str, str]) -> Decision:
        """Keeps what a person says of an organisation: kind, place or parent; taken back as any decision on a name.

        Raises OrganisationNotFound, CollectionNotFound, Forbidden, RefusedDecision.
        """
        one = self._organisations.get(who, identity)
        collection_for(self._store, who, collection, "editor")
        told = {column: " ".join(text.split()) for column, text in told.items() if text.strip()}
        if not told or not told.keys() <= set(_SAID) or any(len(text) > LONGEST for text in told.values()):
            raise RefusedDecision("say the kind, the place or the parent")
        if told.get("kind", OTHER) not in KINDS:
            raise RefusedDecision("a kind is one of {kinds}", kinds=KINDS)
        headings = ("name", *told)
        row = Row(0, one.name, (), (one.name, *told.values()))
        bank = Databank(headings, {heading: at for at, heading in enumerate(headings)}, (row,), ())
        said = _decision(bank, Judged(row, "new", one.id), "", collection, uuid.uuid4().hex[:12])
        with self._store.writing() as connection:
            (made,) = Decisions(connection).add([said], who.name)
        self._audit.note(who, "decide", one.id, collection)
        return made

    # matching -------------------------------------------------------------------------------------------------

    def _rows(self, data: bytes) -> list[list[str]]:
        if len(data) > MOST_BYTES:
            raise RefusedDecision("a list has {most} MiB at most", most=MOST_BYTES // 1024 // 1024)
        return list_rows(data, self._tables)

    def _judged(
        self, connection: Connection, bodies: Bodies, bank: Databank, collection: str
    ) -> tuple[list[Judged], list[Wrong]]:
        wanted = [_wanted(bank, row) for row in bank.rows]
        led = {key: one.id for key, one in kept.resolved(connection, {one.key for one in wanted}).items()}
        known, alike = Known(bodies, led), counted_rows(wanted)
        before: dict[str, list[Listed]] = {}
        for listed in self._organisations.rows(connection):
            if listed.collection == collection:
                before.setdefault(key_of(listed.name), []).append(listed)
        found, wrong, names, taken = list[Judged](), list[Wrong](), set[str](), set[str]()
        seen = dict[tuple[str, str, str], Row]()
        for row, one in zip(bank.rows, wanted, strict=True):
            own = key_of(one.name), key_of(one.number), key_of(one.place)
            if own in seen:
                first = seen[own].number
                wrong.append(Wrong(row.number, row.name, f"it stands in row {first} already", "twice", first))
                continue
            seen[own] = row
            judged = _judge(bank, row, one, known, before, alike, first=own[0] not in names)
            if judged.state == "joined" and judged.entity in taken:
                judged = _doubted(bank, row, one, judged)
            taken.add(judged.entity)
            found.append(judged)
            names.add(own[0])
        return found, wrong


def _judge(
    bank: Databank,
    row: Row,
    wanted: Wanted,
    known: Known,
    before: Mapping[str, Sequence[Listed]],
    alike: Mapping[tuple[str, str], int],
    *,
    first: bool,
) -> Judged:
    same = [one for one in before.get(key_of(row.name), ()) if _is_again(one, wanted)]
    equal = next((one for one in same if _is_equal(one, bank, row)), None)
    if equal is not None:
        return Judged(row, "known", equal.entity, before=equal)
    if len(same) == 1:
        return Judged(row, "changed", same[0].entity, same[0].near, same[0])
    name, place = place_of(wanted)
    match = known.match(wanted, alike[name, ""], alike.get((name, place), 1))
    if match.entity:
        return Judged(row, "joined", match.entity, name=known.bodies.by_id[match.entity].name)
    entity = entity_id(_own_key(bank, row, wanted, match, first=first))
    called = known.bodies.by_id[match.near[0][0]].name if match.near else ""
    return Judged(row, "doubtful" if match.near else "new", entity, match.near, name=called)


def _doubted(bank: Databank, row: Row, wanted: Wanted, judged: Judged) -> Judged:
    """A row of a body of which another row of the list is already: two rows are two bodies, unless people say not."""
    near = ((judged.entity, "name"),)
    own = entity_id(_own_key(bank, row, wanted, Match(near=near), first=False))
    return Judged(row, "doubtful", own, near, name=judged.name)


def _own_key(bank: Databank, row: Row, wanted: Wanted, match: Match, *, first: bool) -> str:
    """The key of a body that is none that is known: that of its name, unless another one has that name."""
    if first and all(why != "name" for _, why in match.near):
        return wanted.key
    told = bank.told(row, "number") or bank.told(row, "place") or digest(json_text(list(row.cells)).encode())[:12]
    return f"{wanted.key}@{folded_name(told)}"


def _wanted(bank: Databank, row: Row) -> Wanted:
    place, number = bank.told(row, "place"), bank.told(row, "number")
    key = key_of_called(LABEL, row.name)
    if key.endswith("@"):  # an office that every place has
        key = (
            key_of_called(LABEL, f"{row.name} {place}")
            if place
            else key + (folded_name(number) or digest(key.encode()))
        )
    return Wanted(row.name, row.aliases, place, number, key)


def _is_again(one: Listed, wanted: Wanted) -> bool:
    """Whether a row that was brought before is of the same body: nothing in place and number is another."""
    pairs = ((one.fields.get("number", ""), wanted.number), (one.fields.get("place", ""), wanted.place))
    return all(not mine or not theirs or key_of(mine) == key_of(theirs) for mine, theirs in pairs)


def _is_equal(one: Listed, bank: Databank, row: Row) -> bool:
    same = (one.headings, one.columns) == (bank.headings, tuple(sorted(bank.columns.items())))
    return same and (one.name, one.aliases, one.cells) == (row.name, row.aliases, row.cells)


# keeping ----------------------------------------------------------------------------------------------------------


def _decision(bank: Databank, one: Judged, called: str, collection: str, batch: str) -> Decision:
    row = one.row
    told = {
        "kind": kind_of_word(bank.told(row, "kind")),
        "english": bank.told(row, "english"),
        "ref": bank.told(row, "number"),
        "names": list(row.aliases),
        "near": [list(pair) for pair in one.near],
        "replaces": one.before.decision if one.before else 0,
    }
    source = {"list": called, "row": row.number}
    bank_says = {**source, "headings": list(bank.headings), "cells": list(row.cells), "columns": dict(bank.columns)}
    after = {"verdict": "list", "label": LABEL, "name": row.name, **{part: said for part, said in told.items() if said}}
    kept_by = {"collection": collection, "batch": batch, "entity": one.entity, "bank": bank_says}
    return Decision("name", f"{collection}/{folded_name(row.name)}", {}, {**after, **kept_by})


def _register(connection: Connection, bank: Databank, rows: Sequence[Judged]) -> None:
    """Makes entities for the bodies that are new, so that documents and decisions lead to them."""
    named, languages = dict[str, str](), dict[str, str]()
    for one in rows:
        wanted = _wanted(bank, one.row)
        for key in (wanted.key, _own_key(bank, one.row, wanted, Match(near=(("", "name"),)), first=False)):
            if entity_id(key) == one.entity:
                named[key], languages[key] = one.row.name, language_of(one.row.name)
    kept.register_names(connection, named, languages)


def _list(batch: str, rows: Sequence[Listed]) -> BroughtList:
    first = rows[0]
    ordered = sorted(rows, key=lambda row: row.row)
    return BroughtList(batch, first.called, first.collection, first.user, first.at, ordered)
