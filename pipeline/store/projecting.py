"""Mentions as rows: what machines found in documents, and whom they name as people see it, so that lists are quick."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert

from corpora.document import Document, Mention
from pipeline.store import entities
from pipeline.store import tables as t
from pipeline.store.decisions import Decision, Decisions
from pipeline.store.stored import Effective, Stored, stored


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
    }


def put_mentions(connection: Connection, documents: Sequence[tuple[Document, int]]) -> None:
    """Keeps the mentions of versions of documents, and makes the entities that they name."""
    rows = [mention_row(one.key, version, mention) for one, version in documents for mention in one.mentions]
    if rows:
        entities.register(connection, [one for one, _ in documents])
        connection.execute(insert(t.mentions), rows)


def project_mentions(connection: Connection, keys: Sequence[str], effective: Effective) -> None:
    """Brings up whom the mentions of some documents name, where people judged any: entities are counted by it."""
    decided = Decisions(connection).of_documents(keys)
    judged = [key for key, said in decided.items() if any(one.kind == "mention" for one in said)]
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
    new, gone, changed = list[dict[str, Any]](), list[dict[str, Any]](), list[Document]()
    for key, one in parts.items():
        now = _without_entities(replace(one, decisions=(*one.decisions, *made[key])), effective)
        rows, before = _rows(one, now), _rows(one, _without_entities(one, effective))
        others = [identity for identity in {**before, **rows} if before.get(identity) != rows.get(identity)]
        new += [rows[identity] for identity in others if identity in rows]
        gone += [before[identity] for identity in others if identity in before]
        changed += [now] if others else []
    entities.register(connection, changed)
    m = t.mentions
    if gone:
        own = ("key", "version", "id")
        same = (m.c[name] == bindparam(f"of_{name}") for name in own)
        connection.execute(delete(m).where(*same), [{f"of_{name}": row[name] for name in own} for row in gone])
    if new:
        connection.execute(insert(m), new)


def _without_entities(one: Stored, effective: Effective) -> Document:
    """The effective document with the keys of mentions as they are: to whom they lead is no matter of its own."""
    return effective(one.read, one.extraction, one.decisions, {})


def _rows(one: Stored, document: Document) -> dict[str, dict[str, Any]]:
    """The rows of a document's mentions, by their ids: what machines found, and what people found beside it."""
    key, version = one.read.key, one.extraction.version
    shown = {mention.id: mention for mention in document.mentions}
    machine = {mention.id: mention for mention in one.extraction.mentions}
    seen = {i: shown[i].value.get("entity") if i in shown else None for i in machine}
    rows = {i: shown_row(key, version, mention, seen[i]) for i, mention in machine.items()}
    return rows | {i: mention_row(key, version, shown[i]) for i in sorted(shown.keys() - machine.keys())}
