"""Decisions on who is who, kept in the log, with the tables that follow from it, in the transaction of the caller."""

from collections.abc import Callable, Sequence
from typing import Any

from corpora.sentences import sentence_of
from pipeline.errors import DecisionConflict, RefusedDecision
from pipeline.records import Within
from pipeline.review.identities import Identities, after_undo, facts_said, made_for, replayed, touched
from pipeline.store import entities as kept
from pipeline.store import identities as tables
from pipeline.store.decisions import Decision, Decisions, in_force
from pipeline.store.entities import register_again
from pipeline.store.transaction import Connection

OF_PAIRS = ("same", "different", "unsure")
"""Verdicts on two entities, which say nothing but ids."""
type Make = Callable[[Identities], Decision]


def decide(
    connection: Connection, make: Make, identities: Sequence[str], key: str, user: str, seen: int | None
) -> tuple[Decision, list[str]]:
    """Keeps a decision on entities and a key; gives it, and the keys whose entity or its name is another one now.

    ``seen`` is the number of the last decision on these entities that the person saw, 0 for none. Raises
    RefusedDecision, and DecisionConflict where there is a newer one.
    """
    log = Decisions(connection)
    ids, keys = ([*identities, *made_for(key)], [key]) if key else (identities, [])
    before = tables.around(connection, ids, keys)
    different = log.standing_of("entity", verdict="different")
    apart = {one.id: frozenset((one.after["one"], one.after["other"])) for one in different}
    state = Identities({one.id: one for one in before[0]}, {one.key: one for one in before[1]}, apart)
    state.given = {one.after["entity"]: one.after["name"] for one in log.standing_of("entity", verdict="name")}
    state.said = facts_said(log.ever("entity", verdict="apart")) if key else {}
    if seen is not None:
        _must_be_seen(log.of_kind("entity", seen), state, identities, make)
    made = make(state)
    state.apply(made)
    moved = tables.write(connection, before, (state.entities.values(), state.leads.values()))
    (kept,) = log.add([made], user)
    return kept, moved


def _must_be_seen(newer: Sequence[Decision], state: Identities, identities: Sequence[str], make: Make) -> None:
    mine = set(identities).union(*(state.keys(identity) for identity in identities))
    late = [one for one in newer if mine & named(one)]
    if late:
        names = {identity: state.entities[identity].name for identity in identities}
        said = [{"id": one.id, "verdict": verdict(one), "user": one.user, "at": one.at} for one in late]
        try:
            asked: dict[str, Any] = make(state).record()
        except RefusedDecision as error:
            raise DecisionConflict(sentence_of(error), {"names": names, "decisions": said}, {}) from error
        raise DecisionConflict(
            "somebody decided on it since; look at it again", {"names": names, "decisions": said}, asked
        )


def undo(connection: Connection, number: int, user: str) -> tuple[Decision, list[str]]:
    """Takes a decision back, or one that took back; gives the decision that does, and the keys as ``decide`` does.

    Raises RefusedDecision where it is not in force, or a later one rests on it.
    """
    log = Decisions(connection).of_kind("entity")
    one = in_force(log, number)
    identities, keys, _ = touched(log)
    after = after_undo(tables.said_of(connection, identities, keys), log, one)
    (kept,) = Decisions(connection).add([one.undone()], user)
    return kept, _written(connection, tables.around(connection, identities, keys), after, log)


def rebuild(connection: Connection) -> list[str]:
    """Makes the tables again from what documents said and the log; gives the keys for which that changed something."""
    log = Decisions(connection).of_kind("entity")
    entities, leads = tables.everyone(connection)
    return _written(connection, (entities, leads), replayed(entities, log), log)


def _written(
    connection: Connection, now: tuple[list[tables.Who], list[tables.Lead]], after: Identities, log: Sequence[Decision]
) -> list[str]:
    """Brings the tables from what they hold to a state; what neither documents nor the log speak of stays."""
    made = touched(log)[2]
    entities = [one for one in now[0] if one.id in after.entities or (one.id in made and not one.key)]
    leads = [one for one in now[1] if one.key in after.leads or one.key in made]
    moved = tables.write(connection, (entities, leads), (after.entities.values(), after.leads.values()))
    register_again(connection, sorted({one.key for one in leads} - after.leads.keys()))
    return moved


def verdict(one: Decision) -> str:
    """What was said."""
    return "undo" if one.undoes else str(one.after["verdict"])


def named(decision: Decision) -> set[str]:
    """The ids and keys that a decision is about."""
    said = {**decision.before, **decision.after}
    return {str(said[part]) for part in ("one", "other", "entity", "key", "to") if part in said}


def parts(one: Decision) -> list[str]:
    """Which parts of a decision are ids of entities."""
    said = {**one.before, **one.after}
    return [part for part in ("one", "other", "entity") if part in said]


def unhidden(connection: Connection, user: str, within: Within) -> set[int]:
    """The numbers of the decisions on entities of some collections that tell a person no name that he may not see.

    Names that others typed may be from anywhere: of those he sees what says nothing but which entities are one.
    """
    log = Decisions(connection).of_kind("entity")
    said = {one.id: one for one in log}
    about = {one.id: {str({**one.before, **one.after}[part]) for part in parts(one)} for one in log}
    now = {identity: kept.current(connection, identity) for identity in set[str]().union(*about.values())}
    known = {one.entity.id for one in kept.counted(connection, sorted(set(now.values())), within)}
    found = set[int]()
    for one in log:
        first = one
        while first.undoes is not None:
            first = said[first.undoes]
        told = first.after["verdict"] in OF_PAIRS or {first.user, one.user} == {user}
        if told and about[one.id] and {now[identity] for identity in about[one.id]} <= known:
            found.add(one.id)
    return found
