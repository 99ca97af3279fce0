"""Where entities are spoken of: for each a sentence or two, with its document, to tell namesakes apart."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, case, func, or_, select

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


@dataclass(frozen=True, slots=True)
class Naming:
    """In how many documents some names stand, how often, and sentences that have them."""

    documents: int
    mentions: int
    evidence: list[Evidence]


def naming(connection: Connection, keys: Sequence[str], within: Within, limit: int) -> Naming:
    """The same of the keys of names, whichever entity they lead to, in documents of some collections."""
    d, m = t.documents.c, t.mentions.c
    current = (d.key == m.key) & (d.version == m.version)
    wanted = m.entity_key.in_(keys), inside(d.collection, within), d.withdrawn_at.is_(None)
    both = select(func.count(m.key.distinct()), func.count()).join(t.documents, current).where(*wanted)
    documents, mentions = connection.execute(both).one()
    query = select(m.key, m.version, func.min(m.start)).join(t.documents, current).where(*wanted)
    first: dict[str, tuple[int, int, str]] = {}
    for key, version, start in connection.execute(query.group_by(m.key, m.version).order_by(m.key).limit(limit)).all():
        place = m.key == key, m.version == version, m.start == start, m.entity_key.in_(keys)
        first[key] = version, start, connection.execute(select(m.surface).where(*place).limit(1)).scalar_one()
    return Naming(documents, mentions, [one for one in _sentences(connection, first) if one is not None])


def most_named(connection: Connection, keys: Sequence[str], within: Within) -> str:
    """That of some keys which is named most often in documents of some collections; "" where none is."""
    d, m = t.documents.c, t.mentions.c
    current = (d.key == m.key) & (d.version == m.version)
    wanted = m.entity_key.in_(keys), inside(d.collection, within), d.withdrawn_at.is_(None)
    query = select(m.entity_key).join(t.documents, current).where(*wanted).group_by(m.entity_key)
    found = connection.execute(query.order_by(func.count().desc(), m.entity_key).limit(1)).scalar_one_or_none()
    return str(found or "")


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
    return [one for one in _sentences(connection, first) if one is not None]


def _sentences(connection: Connection, first: Mapping[str, tuple[int, int, str]]) -> Iterator[Evidence | None]:
    """The sentences of mentions: by the key of each document its version, and place and words of the mention."""
    if not first:
        return
    v = t.versions.c
    starts = {key: max(0, start - _AROUND) for key, (_, start, _) in first.items()}
    sizes = {key: start - starts[key] + len(surface) + _AROUND for key, (_, start, surface) in first.items()}
    at, size = (case(numbers, value=v.key) for numbers in ({k: n + 1 for k, n in starts.items()}, sizes))
    piece = func.substr(v.head["text"].as_string(), at, size)
    head = [v.head[name].as_string() for name in ("title", "published", "source", "site")]
    versions = or_(*((v.key == key) & (v.version == version) for key, (version, _, _) in first.items()))
    rows = {row[0]: row[1:] for row in connection.execute(select(v.key, piece, *head).where(versions))}
    for key, (_, start, surface) in first.items():
        yield _sentence(key, rows[key], start, surface) if key in rows else None


def _sentence(key: str, row: Sequence[str], start: int, surface: str) -> Evidence | None:
    """The sentence of a mention; None where its text was put right since, so that its place is another one."""
    text, low = row[0] or "", max(0, start - _AROUND)
    at = start - low
    if text[at : at + len(surface)] != surface:
        return None
    before, after = text[:at], text[at + len(surface) :]
    ends = [match.end() for match in _END.finditer(before)]
    begun = before[ends[-1] :] if ends else ("…" if low else "") + before
    end = _END.search(after)
    ended = after[: end.end()] if end else after + ("…" if len(after) == _AROUND else "")
    return Evidence(key, row[1] or "", row[2] or "", row[3] or row[4] or "", begun.lstrip(), surface, ended.rstrip())
