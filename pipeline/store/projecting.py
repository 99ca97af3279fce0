"""Mentions as rows: what machines found in documents, and whom they name as people see it, so that lists are quick."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import batched
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, update

from corpora.document import Document, Mention
from pipeline.store import entities, judgements
from pipeline.store import tables as t
from pipeline.store.decisions import Decision, Decisions, standing
from pipeline.store.stored import Effective, Stored, stored

type _Row = dict[str, Any]
_OWN = ("key", "version", "id")
"""The columns by which a mention is known."""
_MANY = 100
"""Documents that are read at once."""


def mention_row(key: str, version: int, mention: Mention) -> dict[str, Any]:
    """A mention as it is kept: the key of its entity beside the value."""
    return shown_row(key, version, mention, mention.value.get("entity"))


def shown_row(key: str, version: int, mention: Mention, shown: str | None) -> dict[str, Any]:
    """The same where people see another entity in it, or none: what the machine saw stays with the value."""
    own = mention.value.get("entity")
    value = {name: part for name, part in mention.value.items() if name != "entity"}
    return {
        "key": key,
        "version": version,
        "id": mention.id,
        "label": mention.label,
        "start": mention.span.start,
        "end": mention.span.end,
        "surface": mention.surface,
        "value": value if own == shown else {**value, "entity": own},
        "entity_key": shown,
        "score": mention.score,
        "extractor": mention.extractor,
        "extractor_version": mention.version,
        "judged": 0,
    }


def put_mentions(connection: Connection, documents: Sequence[tuple[Document, int]]) -> None:
    """Keeps the mentions of versions of documents, and makes the entities that they name."""
    rows = [mention_row(one.key, version, mention) for one, version in documents for mention in one.mentions]
    if rows:
        entities.register(connection, [one for one, _ in documents])
        connection.execute(insert(t.mentions), rows)


def project_mentions(connection: Connection, keys: Sequence[str], effective: Effective) -> None:
    """Brings up whom the mentions of some documents name, where people judged any: entities are counted by it."""
    for some in batched(keys, _MANY):
        _project_some(connection, some, effective)


def _project_some(connection: Connection, keys: Sequence[str], effective: Effective) -> None:
    decided = Decisions(connection).of_documents(keys)
    judged = [key for key, said in decided.items() if any(one.kind == "mention" for one in said)]
    judgements.project(connection, {key: decided[key] for key in judged})
    for key, one in stored(connection, judged).items():
        document = _without_entities(one.whole(), effective)
        entities.register(connection, [document])
        rows, version = _rows(one, document), one.extraction.version
        m = t.mentions
        connection.execute(delete(m).where(m.c.key == key, m.c.version == version))
        if rows:
            connection.execute(insert(m), list(rows.values()))


def project_decided(
    connection: Connection, parts: Mapping[str, Stored], made: Mapping[str, Sequence[Decision]], effective: Effective
) -> None:
    """The same for documents once some decisions were added to those of ``parts``: only what changes is written."""
    new, gone, told, changed = list[_Row](), list[_Row](), list[_Row](), list[Document]()
    grown = {key: replace(one, decisions=(*one.decisions, *made[key])) for key, one in parts.items()}
    _project_judgements(connection, parts, grown, made)
    for key, one in parts.items():
        then = grown[key]
        now = _without_entities(then, effective)
        rows, before = _rows(then, now), _rows(one, _without_entities(one, effective))
        others = [identity for identity in {**before, **rows} if before.get(identity) != rows.get(identity)]
        only_judged = {
            i for i in others if i in before and i in rows and before[i] | {"judged": rows[i]["judged"]} == rows[i]
        }
        told += [rows[identity] for identity in sorted(only_judged)]
        others = [identity for identity in others if identity not in only_judged]
        new += [rows[identity] for identity in others if identity in rows]
        gone += [before[identity] for identity in others if identity in before]
        changed += [now] if others else []
    entities.register(connection, changed)
    m = t.mentions
    same = [m.c[name] == bindparam(f"of_{name}") for name in _OWN]
    if gone:
        connection.execute(delete(m).where(*same), [_named(row) for row in gone])
    if told:
        judged = update(m).where(*same).values(judged=bindparam("now_judged"))
        connection.execute(judged, [{**_named(row), "now_judged": row["judged"]} for row in told])
    if new:
        connection.execute(insert(m), new)


def _project_judgements(
    connection: Connection,
    before: Mapping[str, Stored],
    after: Mapping[str, Stored],
    made: Mapping[str, Sequence[Decision]],
) -> None:
    """Brings up what people say of the mentions that some decisions are of."""
    subjects = {(key, one.subject) for key, said in made.items() for one in said}
    old, new = (
        judgements.rows_of(d for key, one in parts.items() for d in one.decisions if (key, d.subject) in subjects)
        for parts in (before, after)
    )
    differ = {place for place in {**old, **new} if old.get(place) != new.get(place)}
    if differ:
        judgements.put(connection, old.keys() & differ, {place: row for place, row in new.items() if place in differ})


def _named(row: _Row) -> _Row:
    return {f"of_{name}": row[name] for name in _OWN}


def _without_entities(one: Stored, effective: Effective) -> Document:
    """The effective document with the keys of mentions as they are: to whom they lead is no matter of its own."""
    return effective(one.read, one.extraction, one.decisions, {})


def _rows(one: Stored, document: Document) -> dict[str, _Row]:
    """The rows of a document's mentions, by their ids: what machines found, and what people found beside it."""
    key, version = one.read.key, one.extraction.version
    shown = {mention.id: mention for mention in document.mentions}
    machine = {mention.id: mention for mention in one.extraction.mentions}
    said = {decision.subject for decision in standing(one.decisions) if decision.kind == "mention"}
    rows = dict[str, _Row]()
    for identity, mention in machine.items():
        seen = shown.get(identity)
        # also where it was judged under another id, in another text or at its place
        judged = identity in said or seen is None or seen.verdict != "unseen"
        rows[identity] = shown_row(key, version, mention, seen.value.get("entity") if seen else None)
        rows[identity]["judged"] = int(judged)
    beside = {i: mention_row(key, version, shown[i]) | {"judged": 1} for i in sorted(shown.keys() - machine.keys())}
    return rows | beside
