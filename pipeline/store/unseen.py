"""Mentions that nobody judged yet, in an order to judge them in: rows of the newest versions of what is there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, exists, func, literal_column, not_, or_, select

from corpora.document import Mention
from pipeline.records import Within
from pipeline.store import tables as t
from pipeline.store.column_types import inside
from pipeline.store.counting import counted
from pipeline.store.spoken import dead
from pipeline.store.stored import PERSON, mention_from

DOUBT = 0.9
"""The score below which a mention is doubtful; the index ``mentions_doubt`` has those rows alone."""
_FEW = 20


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
    wanted = [d.withdrawn_at.is_(None), inside(d.collection, which.within), m.extractor != PERSON]
    wanted.append(m.judged == literal_column("0"))  # as the indexes of what waits say it
    if which.doubtful:
        wanted += _doubtful(which.sure)
    if which.label:
        wanted.append(m.label == which.label)
    if which.surface:
        wanted.append(m.surface == which.surface)
    if which.keys is not None:
        wanted.append(m.key.in_(which.keys))
    if which.assigned:
        wanted.append(_assigned(which.assigned, dead(connection)))
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
    label, score = t.mentions.c.label, t.mentions.c.score
    bounds = [and_(label == each, score < bound) for each, bound in sorted(sure.items())]
    first = [score < max((DOUBT, *sure.values()))]
    return [*first, or_(*bounds, and_(label.not_in(sorted(sure)), score < DOUBT))] if sure else first


def _from(query: Select[Any]) -> Select[Any]:
    m, d = t.mentions, t.documents
    return query.select_from(m.join(d, (d.c.key == m.c.key) & (d.c.version == m.c.version)))


def unseen(connection: Connection, which: Which, limit: int, offset: int = 0, *, newest: bool = False) -> list[Unseen]:
    """Those of the lowest score first, or of what was stored last."""
    if not (newest or which.doubtful or _narrow(which)):
        # the doubtful have an index, and come before what is certain
        first = unseen(connection, replace(which, doubtful=True, sure={}), limit, offset)
        if len(first) == limit:
            return first
    if newest and not _narrow(which):
        which = replace(which, keys=_newest(connection, which, limit + offset))
    m, d = t.mentions, t.documents
    order = (d.c.seq.desc(), m.c.start, m.c.id) if newest else (m.c.score, m.c.key, m.c.start, m.c.id)
    query = _from(select(m)).where(*_wanted(connection, which)).order_by(*order).limit(limit).offset(offset)
    return [Unseen(row["key"], mention_from(row)) for row in connection.execute(query).mappings()]


def _newest(connection: Connection, which: Which, most: int) -> list[str]:
    """The documents stored last in which such mentions are, so many at most."""
    m, d = t.mentions.c, t.documents.c
    there = select(m.id).where(m.key == d.key, m.version == d.version, *_wanted(connection, which))
    query = select(d.key).where(exists(there.correlate(t.documents))).order_by(d.seq.desc()).limit(most)
    return list(connection.execute(query).scalars())


def _narrow(which: Which) -> bool:
    """Whether few mentions are asked for, so that what is certain among them is no walk over all."""
    return bool(which.surface or which.keys is not None or which.named is not None)


def alike(connection: Connection, which: Which, limit: int, offset: int = 0) -> list[Alike]:
    """Words that several mentions of a label have, the most frequent first.

    An index alone says which may be that; only those are counted where somebody may see them, and more of them where
    that leaves fewer.
    """
    end, most = offset + limit, offset + limit + _FEW
    while True:
        likely = [] if _narrow(which) or which.assigned else _likely(connection, which, most + 1)
        whole = len(likely) <= most
        found = _alike(connection, which, None if whole else sorted({surface for surface, _ in likely[:most]}))
        if whole or (len(found) >= end and found[end - 1].mentions >= likely[most][1]):
            return found[offset:end]
        most *= 4


def _likely(connection: Connection, which: Which, most: int) -> list[tuple[str, int]]:
    """Words and how many mentions have them at most, the most frequent first: old versions count, too."""
    m, number = t.mentions.c, func.count()
    query = select(m.surface, number).where(m.judged == literal_column("0"))
    query = query.where(m.label == which.label) if which.label else query
    query = query.where(*_doubtful(which.sure)) if which.doubtful else query
    query = query.group_by(m.surface, m.label).having(number > 1).order_by(number.desc(), m.label, m.surface)
    return [(str(row[0]), int(row[1])) for row in connection.execute(query.limit(most))]


def _alike(connection: Connection, which: Which, words: Sequence[str] | None) -> list[Alike]:
    m = t.mentions.c
    number, documents = func.count(), func.count(m.key.distinct())
    query = _from(select(m.label, m.surface, number, documents, func.min(m.score))).where(*_wanted(connection, which))
    query = query if words is None else query.where(m.surface.in_(words))
    query = query.group_by(m.label, m.surface).having(number > 1).order_by(number.desc(), m.label, m.surface)
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


def count(connection: Connection, which: Which, most: int = 0) -> int:
    """How many there are, or (``most``) that or one more where there are more."""
    return counted(connection, _from(select(t.mentions.c.key)).where(*_wanted(connection, which)), most)


def _in_force(said: Any, dead: Sequence[int]) -> ColumnElement[bool]:
    """Whether a decision decides something, and was not taken back; ``dead`` are undos that were taken back."""
    undone = t.decisions.alias()
    holds = [undone.c.id.not_in(dead)] if dead else []
    return and_(said.undoes.is_(None), not_(exists(select(undone.c.id).where(undone.c.undoes == said.id, *holds))))
