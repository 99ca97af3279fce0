"""Where entities are spoken of: for each a sentence or two, with its document, to tell namesakes apart."""

import re
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from pipeline.records import Within
from pipeline.store import tables as t
from pipeline.store.column_types import inside

_AROUND = 160
"""Letters before and behind a mention among which its sentence is looked for."""
_END = re.compile(r"[.!?؟\n]")


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence that names an entity, parted at the name, and the document that it stands in."""

    document: str
    title: str
    published: str
    source: str
    before: str
    surface: str
    after: str


def evidence(connection: Connection, identity: str, within: Within, limit: int) -> list[Evidence]:
    """The sentences of the first mentions of an entity in a few documents of some collections."""
    e, d, m, k = t.entity_documents.c, t.documents.c, t.mentions.c, t.entity_keys.c
    some = select(e.document).where(e.entity == identity, inside(e.collection, within)).order_by(e.document)
    query = (
        select(m.key, m.version, m.start, m.surface)
        .join(t.documents, (d.key == m.key) & (d.version == m.version))
        .join(t.entity_keys, k.key == m.entity_key)
        .where(m.key.in_(some.limit(limit)), k.entity == identity)
        .order_by(m.key, m.start)
    )
    first: dict[str, tuple[int, int, str]] = {}
    for key, version, start, surface in connection.execute(query):
        first.setdefault(key, (version, start, surface))
    found = (_sentence(connection, key, *at) for key, at in first.items())
    return [one for one in found if one is not None]


def _sentence(connection: Connection, key: str, version: int, start: int, surface: str) -> Evidence | None:
    """The sentence of a mention; None where its text was put right since, so that its place is another one."""
    v, low = t.versions.c, max(0, start - _AROUND)
    piece = func.substr(v.head["text"].as_string(), low + 1, start - low + len(surface) + _AROUND)
    head = [v.head[name].as_string() for name in ("title", "published", "source", "site")]
    row = connection.execute(select(piece, *head).where(v.key == key, v.version == version)).first()
    if row is None or row[0][start - low : start - low + len(surface)] != surface:
        return None
    before, after = row[0][: start - low], row[0][start - low + len(surface) :]
    ends = [match.end() for match in _END.finditer(before)]
    begun = before[ends[-1] :] if ends else ("…" if low else "") + before
    end = _END.search(after)
    ended = after[: end.end()] if end else after + ("…" if len(after) == _AROUND else "")
    return Evidence(key, row[1] or "", row[2] or "", row[3] or row[4] or "", begun.lstrip(), surface, ended.rstrip())
