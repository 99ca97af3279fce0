"""What is stored of a document, in the parts from which the effective one is made."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, Row, RowMapping, select, true

from corpora.codec import document_of
from corpora.document import Document, Mention, Span
from corpora.errors import InvalidDocument, InvalidValue
from corpora.values import validate
from pipeline.errors import DamagedDocument
from pipeline.records import Extraction
from pipeline.store import collections, entities
from pipeline.store import tables as t
from pipeline.store.decisions import Decision, Decisions
from pipeline.store.entities import Entity

type Effective = Callable[[Document, Extraction, Sequence[Decision], Mapping[str, Entity]], Document]
"""Makes a document as people see it of its parts (``pipeline.review.effective``)."""

type Labels = Sequence[str] | None
"""Labels of which mentions are wanted; None for all."""

PERSON = "person"
"""The extractor of what a person found or put right. Its rows are what entities are counted by, no extraction."""


UNDATED = "no_published"
"""The flag of a document whose publication date is not known."""


@dataclass(frozen=True, slots=True)
class Stored:
    """The newest version as it was read, what was found in it, what was decided on it, and to whom its keys lead.

    ``decisions`` has that by which its collection asks for two reviewers, too.
    """

    read: Document
    extraction: Extraction
    decisions: tuple[Decision, ...]
    entities: Mapping[str, Entity]
    damaged: str = ""
    """What is wrong with a mention that had to be left out."""

    def whole(self) -> "Stored":
        """The same, once it was seen that nothing is left out; raises DamagedDocument."""
        if self.damaged:
            raise DamagedDocument(self.read.key, self.damaged)
        return self


def stored(
    connection: Connection, keys: Sequence[str], unseen: Sequence[str] | None = None, labels: Labels = None
) -> dict[str, Stored]:
    """The parts of some documents, by their keys; those that were withdrawn are left out.

    A mention whose value is none of its label is left out; ``Stored.damaged`` says so. With ``unseen``, ids of mentions
    that nobody judged, all others are left out, and so is what was said of them. With ``labels`` mentions of others are
    left out where nobody judged any mention of the document.
    """
    if not keys:
        return {}
    d, v, m = t.documents, t.versions, t.mentions
    joined = v.join(d, (d.c.key == v.c.key) & (d.c.version == v.c.version))
    columns = v.c.key, v.c.version, v.c.head, v.c.extraction, d.c.collection
    versions = connection.execute(select(*columns).select_from(joined).where(v.c.key.in_(keys))).all()
    decisions = Decisions(connection).of_documents(keys, but=None if unseen is None else "mention")
    judged = [key for key, said in decisions.items() if any(one.kind == "mention" for one in said)]
    current = m.join(d, (d.c.key == m.c.key) & (d.c.version == m.c.version))
    found = (
        select(*(m.c[name] for name in _COLUMNS))
        .select_from(current)
        .where(m.c.key.in_(keys), m.c.extractor != PERSON)
        .where(true() if unseen is None else m.c.id.in_(unseen))
        .where(true() if labels is None else m.c.label.in_(labels) | m.c.key.in_(judged))
        .order_by(m.c.key, m.c.start, m.c.end, m.c.label)
    )
    mentions, damaged = _sound(connection.execute(found))
    twice = {name: (said,) for name, said in collections.asking_two(connection).items()}
    known = entities.resolved(connection, _keys(mentions, decisions))
    return {
        row.key: Stored(
            document_of({**row.head, "collection": row.collection}),
            _extraction(row.version, tuple(mentions.get(row.key, ())), row.extraction),
            (*decisions.get(row.key, ()), *twice.get(row.collection, ())),
            known,
            damaged.get(row.key, ""),
        )
        for row in versions
    }


def _sound(rows: Iterable[Row[Any]]) -> tuple[dict[str, list[Mention]], dict[str, str]]:
    """The mentions of rows by their documents, and what is wrong with those that had to be left out."""
    mentions: dict[str, list[Mention]] = {}
    damaged: dict[str, str] = {}
    for key, *parts in map(tuple, rows):
        try:
            mentions.setdefault(key, []).append(_mention(*parts))
        except InvalidDocument as error:
            damaged[key] = str(error)
    return mentions, damaged


_COLUMNS = (
    *("key", "id", "label", "start", "end", "surface", "value", "score"),
    *("extractor", "extractor_version", "entity_key"),
)


def _mention(
    identity: str,
    label: str,
    start: int,
    end: int,
    surface: str,
    value: dict[str, Any],
    score: float,
    extractor: str,
    version: str,
    entity: str | None,
) -> Mention:
    """A mention of the parts of a row, the key of its entity in its value; documents have thousands."""
    whole = value if "entity" in value or not entity else {"entity": entity, **value}
    if "entity" in whole and not whole["entity"]:
        del whole["entity"]
    try:
        validate(label, whole)
    except InvalidValue as error:
        raise InvalidDocument(f"mention {identity}: {error}") from error
    return Mention(identity, label, Span(start, end), surface, whole, extractor, version, score)


def as_read(found: Document, read: Document) -> Document:
    """What extractors found in a document as people say that it is, with the fields that the machine read."""
    flags = (set(found.flags) - {UNDATED}) | (set(read.flags) & {UNDATED})
    fields = {name: getattr(read, name) for name in ("title", "published", "language", "kind", "collection")}
    return replace(found, **fields, flags=tuple(sorted(flags)))


def mentions_of(connection: Connection, key: str, version: int) -> tuple[Mention, ...]:
    """What the machine found in a version of a document."""
    m = t.mentions
    query = select(m).where(m.c.key == key, m.c.version == version, m.c.extractor != PERSON)
    rows = connection.execute(query.order_by(m.c.start, m.c.end, m.c.label)).mappings()
    return tuple(mention_from(row) for row in rows)


def _keys(mentions: Mapping[str, Sequence[Mention]], decisions: Mapping[str, Sequence[Decision]]) -> set[str]:
    """The keys of all entities that are named, by machines or by people."""
    values = [mention.value for some in mentions.values() for mention in some]
    for some in decisions.values():
        # what was accepted stands as it was judged, also where the machine says something else since
        values += [side.get("value") or {} for one in some if one.kind == "mention" for side in (one.before, one.after)]
    return {value["entity"] for value in values if value.get("entity")}


def _extraction(version: int, mentions: tuple[Mention, ...], said: Mapping[str, Any] | None) -> Extraction:
    if said is None:
        return Extraction(version, mentions)
    return Extraction(version, mentions, tuple(said["flags"]), said["published"])


def mention_from(row: RowMapping) -> Mention:
    """A mention as the machine found it; raises InvalidDocument for one whose value is none of its label."""
    return _mention(*(row[name] for name in _COLUMNS[1:]))
