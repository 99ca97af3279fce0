"""What the register of organisations asks of the tables: how bodies are called, and what documents tell of one."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, select

from pipeline.records import Within
from pipeline.store import tables as t
from pipeline.store.column_types import inside

_LABEL = "ORG"


@dataclass(frozen=True, slots=True)
class Called:
    """How an organisation is called: ``met`` is the name that it was first met by, ``language`` that of the text.

    ``merged_into`` is the one that it is part of by a decision, "" where it is one itself.
    """

    id: str
    name: str
    met: str
    language: str
    merged_into: str


@dataclass(frozen=True, slots=True)
class ToldOf:
    """Something that a document tells of an organisation, as JSON has it, and what is shown of the document."""

    value: Mapping[str, Any]
    document: str
    given: str
    title: str
    published: str


def called(connection: Connection) -> dict[str, Called]:
    """Every organisation that documents or lists named, by its id, also those that are part of another one."""
    e = t.entities.c
    query = select(e.id, e.name, e.met, e.language, e.merged_into).where(e.label == _LABEL)
    return {row[0]: Called(*row) for row in connection.execute(query)}


def told_of(connection: Connection, identity: str, kind: str, within: Within, limit: int) -> list[ToldOf]:
    """What documents of some collections tell of an organisation, of a kind, the newest documents first."""
    e, a, d, v = t.entity_documents.c, t.told.c, t.documents.c, t.versions.c
    joined = t.entity_documents.join(t.told, a.document == e.document).join(t.documents, d.key == e.document)
    joined = joined.join(t.versions, (v.key == d.key) & (v.version == d.version))
    title, published = (func.coalesce(v.head[name].as_string(), "") for name in ("title", "published"))
    query = select(a.value, d.key, d.id, title, published).select_from(joined)
    query = query.where(e.entity == identity, inside(e.collection, within), a.kind == kind, d.withdrawn_at.is_(None))
    mine = query.where(a.value["said"]["entity"].as_string() == identity)
    return [ToldOf(*row) for row in connection.execute(mine.order_by(published.desc(), d.key, a.number).limit(limit))]
