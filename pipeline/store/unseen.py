"""Mentions that nobody judged yet, in an order to judge them in: rows of the newest versions of what is there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, exists, func, not_, or_, select

from corpora.document import Mention
from pipeline.records import Within
from pipeline.store import collections
from pipeline.store import tables as t
from pipeline.store.column_types import inside
from pipeline.store.decisions import Decision, Decisions, standing
from pipeline.store.stored import PERSON, mention_from

DOUBT = 0.9
"""The score below which a mention is doubtful; the index ``mentions_doubt`` has those rows alone."""


@dataclass(frozen=True, slots=True)
class Unseen:
    """A mention that nobody judged, as the machine has it, in a document."""

    key: str
    mention: Mention


@dataclass(frozen=True, slots=True)
class Alike:
    """Mentions of a label with the same words: how many nobody judged, in how many documents, and the lowest score."""

    label: str
    surface: str
    mentions: int
    documents: int
    score: float


@dataclass(frozen=True, slots=True)
class Which:
    """Which mentions are asked for; what is empty asks for all."""

    label: str = ""
    surface: str = ""
    keys: Sequence[str] | None = None
    within: Within = None
    doubtful: bool = True
    named: Sequence[str] | None = None
    """The keys of an entity."""
    sure: Mapping[str, float] = field(default_factory=dict)
    """Label → the score from which a mention is not doubtful, where that is another than DOUBT."""
    assigned: str = ""
    """In documents that were assigned to somebody of this name."""


def _wanted(connection: Connection, which: Which) -> list[ColumnElement[bool]]:
    m, d = t.mentions.c, t.documents.c
    said, dead = t.decisions.alias("said"), _dead(connection)
    mine = and_(said.c.document == m.key, said.c.kind == "mention", said.c.subject == m.id, _in_force(said.c, dead))
    wanted = [d.withdrawn_at.is_(None), inside(d.collection, which.within), m.extractor != PERSON]
    wanted.append(not_(exists(select(said.c.id).where(mine))))
    if which.doubtful:
        wanted += _doubtful(which.sure)
    if which.label:
        wanted.append(m.label == which.label)
    if which.surface:
        wanted.append(m.surface == which.surface)
    if which.keys is not None:
        wanted.append(m.key.in_(which.keys))
    if which.assigned:
        wanted.append(_assigned(which.assigned, dead))
    if which.named is not None:
        wanted.append(m.entity_key.in_(which.named))
    return wanted


def _assigned(user: str, dead: Sequence[int]) -> ColumnElement[bool]:
    """Whether the newest assignment of a document that stands is to somebody."""
    one, newer = t.decisions.alias("assigned"), t.decisions.alias("reassigned")
    later = and_(newer.c.document == one.c.document, newer.c.kind == "assign", newer.c.id > one.c.id)
    his = and_(one.c.document == t.mentions.c.key, one.c.kind == "assign", one.c.after["user"].as_string() == user)
    replaced = exists(select(newer.c.id).where(later, _in_force(newer.c, dead)))
    return exists(select(one.c.id).where(his, _in_force(one.c, dead), not_(replaced)))


def _doubtful(sure: Mapping[str, float]) -> list[ColumnElement[bool]]:
    """What is doubtful by its label; one bound for all comes first, by which the index is used."""
    m = t.mentions.c
    bounds = [and_(m.label == label, m.score < bound) for label, bound in sorted(sure.items())]
    first = [m.score < max((DOUBT, *sure.values()))]
    return [*first, or_(*bounds, and_(m.label.not_in(sorted(sure)), m.score < DOUBT))] if sure else first


def _from(query: Select[Any]) -> Select[Any]:
    m, d = t.mentions, t.documents
    return query.select_from(m.join(d, (d.c.key == m.c.key) & (d.c.version == m.c.version)))


def unseen(connection: Connection, which: Which, limit: int, offset: int = 0, *, newest: bool = False) -> list[Unseen]:
    """Those of the lowest score first, or of what was stored last."""
    m, d = t.mentions, t.documents
    order = (d.c.seq.desc(), m.c.start, m.c.id) if newest else (m.c.score, m.c.key, m.c.start, m.c.id)
    query = _from(select(m)).where(*_wanted(connection, which)).order_by(*order).limit(limit).offset(offset)
    return [Unseen(row["key"], mention_from(row)) for row in connection.execute(query).mappings()]


def alike(connection: Connection, which: Which, limit: int, offset: int = 0) -> list[Alike]:
    """Words that several mentions of a label have, the most frequent first."""
    m = t.mentions.c
    number, documents = func.count(), func.count(m.key.distinct())
    query = _from(select(m.label, m.surface, number, documents, func.min(m.score))).where(*_wanted(connection, which))
    query = query.group_by(m.label, m.surface).having(number > 1)
    query = query.order_by(number.desc(), m.label, m.surface).limit(limit).offset(offset)
    return [Alike(*row) for row in connection.execute(query)]


def documents(connection: Connection, which: Which, limit: int) -> list[tuple[str, str, int]]:
    """Key, collection and number of mentions of documents with such mentions, those with the least certain first."""
    m, d = t.mentions.c, t.documents.c
    query = (
        _from(select(m.key, d.collection, func.count()))
        .where(*_wanted(connection, which))
        .group_by(m.key, d.collection)
    )
    query = query.order_by(func.min(m.score), m.key).limit(limit)
    return [(str(key), str(collection), int(number)) for key, collection, number in connection.execute(query)]


def count(connection: Connection, which: Which) -> int:
    """How many there are."""
    return int(connection.execute(_from(select(func.count())).where(*_wanted(connection, which))).scalar_one())


def judged_by(connection: Connection, within: Within) -> list[tuple[str, str, str, int]]:
    """User, label, verdict and how many mentions are judged so by his word, in documents that are there.

    Of a mention the last judgement counts that was not taken back; one that leaves it to the machine is none.
    """
    s, d, dead = t.decisions, t.documents, _dead(connection)
    newer = t.decisions.alias("newer")
    same = and_(newer.c.document == s.c.document, newer.c.kind == "mention", newer.c.subject == s.c.subject)
    replaced = exists(select(newer.c.id).where(same, newer.c.id > s.c.id, _in_force(newer.c, dead)))
    label, verdict = s.c.before["label"].as_string(), s.c.after["verdict"].as_string()
    query = select(s.c.user, label, verdict, func.count()).select_from(s.join(d, d.c.key == s.c.document))
    query = query.where(s.c.kind == "mention", _in_force(s.c, dead), not_(replaced), verdict != "ignore")
    query = query.where(d.c.withdrawn_at.is_(None), inside(d.c.collection, within))
    query = query.group_by(s.c.user, label, verdict).order_by(s.c.user, label)
    return [(user, label, verdict, int(n)) for user, label, verdict, n in connection.execute(query)]


def judgements(connection: Connection, within: Within, keys: Sequence[str] | None = None) -> list[Decision]:
    """The judgements in force, oldest first, of documents of some collections; of some of those where ``keys`` says."""
    said = standing(Decisions(connection).of_kind("mention"))
    wanted = {str(one.document) for one in said}
    if keys is not None:
        wanted &= set(keys)
    seen = collections.those_in(connection, sorted(wanted), within)
    return [one for one in said if one.document in seen]


def _in_force(said: Any, dead: Sequence[int]) -> ColumnElement[bool]:
    """Whether a decision decides something, and was not taken back; ``dead`` are undos that were taken back."""
    undone = t.decisions.alias()
    holds = [undone.c.id.not_in(dead)] if dead else []
    return and_(said.undoes.is_(None), not_(exists(select(undone.c.id).where(undone.c.undoes == said.id, *holds))))


def _dead(connection: Connection) -> list[int]:
    """The numbers of the rows that took back and were taken back, so that what they took back holds again."""
    undo, back = t.decisions.alias("undo"), t.decisions.alias("back")
    pairs = select(undo.c.id, back.c.id).join(back, back.c.undoes == undo.c.id).where(undo.c.undoes.is_not(None))
    dead = set[int]()
    for one, other in sorted(((row[0], row[1]) for row in connection.execute(pairs)), key=lambda pair: -pair[1]):
        if other not in dead:
            dead.add(one)
    return sorted(dead)
