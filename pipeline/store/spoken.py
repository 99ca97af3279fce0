"""What judgements say of the names of organisations, as columns of the log: a million of them are no walk.

Which names a workspace knows follows from it (``pipeline.gazetteer``).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import batched
from typing import Any

from sqlalchemy import Connection, func, select

from pipeline.store import tables as t

LABEL = "ORG"
"""The label whose names are entries: those of persons are shared, those of places are in the tables."""
AGAINST, SAID, GIVEN = -1, 1, 2
"""The words are no such name; they are that name; a person gave that name to them."""
_NAMING = ("name", "alias")
"""Words on entities that give a name."""
_MANY = 400
_NOTHING = {"speaks": 0, "name": "", "surface": ""}


@dataclass(frozen=True, slots=True)
class Spoken:
    """A name in a collection, its words, what so many judgements that stand say of it, and the number of the first."""

    collection: str
    speaks: int
    name: str
    surface: str
    number: int
    first: int


def spoken(row: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of a row of the log: what it says of a name, ``speaks`` 0 where it says nothing.

    >>> place = {"label": "ORG", "surface": "بنیاد سپهر", "value": {"name": "بنیاد سپهر"}}
    >>> said = {"kind": "mention", "document": "d", "undoes": None, "before": place}
    >>> spoken({**said, "after": {"verdict": "accept"}})
    {'speaks': 1, 'name': 'بنیاد سپهر', 'surface': 'بنیاد سپهر'}
    >>> spoken({**said, "after": {"verdict": "reject"}})["speaks"], spoken({**said, "after": {}})["speaks"]
    (-1, 0)
    """
    before, after = row["before"], row["after"]
    verdict = after.get("verdict")
    if row["kind"] != "mention" or row["document"] is None or row["undoes"] is not None:
        return _NOTHING
    if verdict == "reject":
        surface = str(before["surface"]) if before["label"] == LABEL else ""
        return {"speaks": AGAINST, "name": surface, "surface": ""} if surface else _NOTHING
    stands = before if verdict == "accept" else after
    if verdict not in ("accept", "correct", "add") or stands.get("label") != LABEL:
        return _NOTHING
    name = str((stands["value"] or {}).get("name", ""))
    given = verdict == "correct" and name != str((before["value"] or {}).get("name", ""))
    if not name:
        return _NOTHING
    return {"speaks": GIVEN if given else SAID, "name": name, "surface": "" if given else str(stands["surface"])}


def names(connection: Connection, only: Collection[str] | None = None) -> list[Spoken]:
    """What stands of all that was said of names (or of some alone), by collection; of documents that are there."""
    d, documents, back = t.decisions.c, t.documents.c, t.decisions.alias("back").c
    undone = select(back.undoes).where(back.undoes.is_not(None), back.id.not_in(dead(connection)))
    said = documents.collection, d.speaks, d.name, d.surface
    query = select(*said, func.count(), func.min(d.id)).join(t.documents, documents.key == d.document)
    query = query.where(t.SPEAKS, d.id.not_in(undone), documents.withdrawn_at.is_(None)).group_by(*said)
    if only is None:
        return [Spoken(*row) for row in connection.execute(query)]
    some = (query.where(d.speaks.in_((AGAINST, SAID, GIVEN)), d.name.in_(part)) for part in batched(only, _MANY))
    return [Spoken(*row) for each in some for row in connection.execute(each)]


def renewed(connection: Connection, after: int) -> tuple[int, set[str] | None]:
    """How many rows are newer than a number, and of which names they speak.

    None of those where a row is a word on names that is no judgement: what follows from it is not told by one name.
    """
    d = t.decisions.c
    columns = (d.kind, d.undoes, d.document, d.speaks, d.name, d.after)
    rows = connection.execute(select(*columns).where(d.id > after)).all()
    number, found, moved = len(rows), set[str](), set[str]()
    while rows:
        for row in rows:
            if row.kind == "name" or (row.kind == "entity" and row.after.get("verdict") in _NAMING):
                return number, None
            found |= {row.name} if row.speaks else set()
            moved |= {row.document} if row.kind == "document" else set()
        back = [row.undoes for row in rows if row.undoes is not None]
        rows = [
            row for some in batched(back, _MANY) for row in connection.execute(select(*columns).where(d.id.in_(some)))
        ]
    for some in batched(moved, _MANY):
        speaking = select(d.name).where(t.SPEAKS, d.document.in_(some)).distinct()
        found |= set(connection.execute(speaking).scalars())
    return number, found


def dead(connection: Connection) -> list[int]:
    """The numbers of the rows that took back and were taken back, so that what they took back holds again."""
    undo, back = t.decisions.alias("undo"), t.decisions.alias("back")
    pairs = select(undo.c.id, back.c.id).join(back, back.c.undoes == undo.c.id).where(undo.c.undoes.is_not(None))
    found = set[int]()
    for one, other in sorted(((row[0], row[1]) for row in connection.execute(pairs)), key=lambda pair: -pair[1]):
        if other not in found:
            found.add(one)
    return sorted(found)
