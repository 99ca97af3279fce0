"""Documents, their versions and mentions, failures and jobs, behind one class.

Every change that alters what people see of a document gives it a new ``seq``, in commit order.
"""

import logging
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from itertools import batched
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Select, bindparam, delete, func, insert, select, update

from corpora.codec import document_of
from corpora.document import Document
from corpora.ids import canonical_uri, key_within
from pipeline.errors import AmbiguousDocument, DocumentNotFound, StoreUnavailable
from pipeline.records import Within
from pipeline.store import changes, entities, sizes
from pipeline.store import tables as t
from pipeline.store.changes import Change, Reason, bump_seq, change_of, next_seq
from pipeline.store.column_types import inside
from pipeline.store.decisions import Decision
from pipeline.store.engine import SQLITE, locked, open_engine, quick_check, writable
from pipeline.store.entity_counts import recount
from pipeline.store.near_duplicates.clusters import Signed, give_stories, signatures
from pipeline.store.projecting import project_decided, project_mentions, put_mentions
from pipeline.store.rows import BATCH, Known, Outcome, document_row, in_batches, outcome_of, version_row
from pipeline.store.sizes import SizeOf
from pipeline.store.stored import Effective, Labels, Stored, as_read, stored
from pipeline.store.withdrawing import withdraw

log = logging.getLogger(__name__)

type Carry = Callable[["Store", Connection, Sequence[str]], object]
"""What is done with documents that have a new version, in the transaction that keeps it."""
_TURN = select(t.counter.c.value).where(t.counter.c.name == "seq").with_for_update()
"""Waits for the writer before; SQLite, which has one writer at a time, has waited already."""


class Store:
    """One workspace's documents. Safe to use from several threads and processes."""

    def __init__(self, engine: Engine, effective: Effective, size_of: SizeOf = lambda _: None) -> None:
        """Takes an engine whose schema is current, what makes a document of what is stored, and what measures blobs."""
        self._engine, self._effective, self._size_of = engine, effective, size_of
        # SQLite polls for its lock, up to a tenth of a second apart; the threads of one process need not
        self._turn: AbstractContextManager[object] = (
            threading.Lock() if engine.dialect.name == SQLITE else nullcontext()
        )

    @classmethod
    def open(cls, database: str | Path, effective: Effective, size_of: SizeOf = lambda _: None) -> "Store":
        """Opens or makes the SQLite store at a path, or that of a ``postgresql://`` address.

        Raises WorkspaceError, StoreUnavailable.
        """
        return cls(open_engine(database), effective, size_of)

    def elsewhere(self, database: str | Path) -> "Store":
        """Opens another store, whose documents are made in the same way; raises as ``open`` does."""
        return Store.open(database, self._effective)

    def close(self) -> None:
        """Gives the connections back."""
        self._engine.dispose()

    @property
    def engine(self) -> Engine:
        """The engine, for the parts of the store that live in files of their own."""
        return self._engine

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A write transaction: taken in turn, committed at the end, rolled back on an error."""
        with self._turn, writable(self._engine.connect()) as connection, connection.begin():
            connection.execute(_TURN)
            yield connection

    def locked(self, name: str) -> AbstractContextManager[bool]:
        """Tries to take a lock that all processes on a PostgreSQL store share, as ``engine.locked`` says."""
        return locked(self._engine, name)

    def known(self, identity: str, collection: str) -> Known | None:
        """What a collection holds of an identity, or what was moved out of it; None where there is neither."""
        d = t.documents.c
        query = select(d.key, d.content_hash, d.withdrawn_at, d.collection, d.uri)
        with self._engine.connect() as connection:
            here = query.where(d.identity == identity, d.collection == collection)
            row = connection.execute(here).first()
            row = row or connection.execute(query.where(d.key == key_within(collection, identity))).first()
        if row is None:
            return None
        return Known(row.key, row.content_hash, row.withdrawn_at is not None, row.collection, row.uri)

    def put(
        self, documents: Iterable[tuple[Document, str]], carry: Carry | None = None, run: str = ""
    ) -> list[Outcome]:
        """Keeps documents, each with the digest of its bytes, in one transaction; says what became of each.

        ``carry`` is called in it with the keys of those that have a new version. ``run`` is the run that read them.
        """
        batches = list(in_batches(documents))
        signed = [signatures([one for one, _ in some]) for some in batches]
        outcomes: list[Outcome] = []
        with self.writing() as connection:
            for some, each in zip(batches, signed, strict=True):
                made = self.put_some(connection, some, each, run)
                outcomes += made
                changed = [one.key for (one, _), outcome in zip(some, made, strict=True) if outcome == "changed"]
                if changed and carry:
                    carry(self, connection, changed)
                if changed:
                    self.project_mentions(connection, changed)
                recount(connection, [one.key for one, _ in some])
        return outcomes

    def put_some(
        self, connection: Connection, some: Sequence[tuple[Document, str]], signed: Signed, run: str
    ) -> list[Outcome]:
        """The same for documents with different keys: few statements, however many they are."""
        d, f = t.documents, t.failures
        query = select(d.c.key, d.c.version, d.c.content_hash, d.c.withdrawn_at, d.c.added_at)
        old = {row.key: row for row in connection.execute(query.where(d.c.key.in_([one.key for one, _ in some])))}
        named = f.c.uri.in_([one.uri for one, _ in some]), f.c.key == ""
        connection.execute(delete(f).where(*named, f.c.collection.in_({one.collection for one, _ in some})))
        outcomes = [outcome_of(one, old.get(one.key)) for one, _ in some]
        fresh = [pair for pair, outcome in zip(some, outcomes, strict=True) if outcome != "unchanged"]
        if not fresh:
            return outcomes
        first = next_seq(connection, len(fresh)) - len(fresh) + 1
        stories = give_stories(connection, {one.key: signed[one.key] for one, _ in fresh})
        rows = [
            document_row(one, old.get(one.key), seq, stories[one.key], run) for seq, (one, _) in enumerate(fresh, first)
        ]
        # where it is stays: somebody may have moved it while it was read
        again = [{name: value for name, value in row.items() if name != "collection"} for row in rows]
        if known := [{"at": row["key"], **row} for row in again if row["key"] in old]:
            connection.execute(update(d).where(d.c.key == bindparam("at")), known)
        if new := [row for row in rows if row["key"] not in old]:
            connection.execute(insert(d), new)
        versions = [(one, row["version"], blob) for (one, blob), row in zip(fresh, rows, strict=True)]
        connection.execute(insert(t.versions), [version_row(*version, run) for version in versions])
        put_mentions(connection, [(one, version) for one, version, _ in versions])
        return outcomes

    def blob_of(self, key: str) -> str:
        """The digest of the bytes that the newest version was read from; "" where there is none."""
        v, d = t.versions.c, t.documents.c
        query = select(v.blob).join(t.documents, (d.key == v.key) & (d.version == v.version)).where(v.key == key)
        with self._engine.connect() as connection:
            return str(connection.execute(query).scalar_one_or_none() or "")

    def replace_extraction(self, document: Document) -> bool:
        """Puts newer mentions and flags in place of the newest version's; False where all are the same."""
        with self.writing() as connection:
            one = stored(connection, [document.key]).get(document.key)
            if one is None:
                return False
            kept = self.extracted_of(one)
            document = as_read(document, kept)
            if kept == document and not one.damaged:
                return False
            if (kept.content_hash, kept.text) != (document.content_hash, document.text):
                return False  # it was changed since the extractors saw it
            self.put_extraction(connection, document, self.newest(connection, document.key))
        return True

    def put_extraction(
        self, connection: Connection, document: Document, version: int, reason: Reason = "extraction"
    ) -> None:
        """Puts mentions, flags and publication date of a document in place of its newest version's; the text stays."""
        where = (t.mentions.c.key == document.key) & (t.mentions.c.version == version)
        connection.execute(delete(t.mentions).where(where))
        put_mentions(connection, [(document, version)])
        v = t.versions
        at = (v.c.key == document.key) & (v.c.version == version)
        found = {"flags": list(document.flags), "published": document.published}
        connection.execute(update(v).where(at).values(extraction=found))
        self.project_mentions(connection, [document.key])
        bump_seq(connection, [document.key], reason)

    def project_mentions(self, connection: Connection, keys: Sequence[str]) -> None:
        """Brings up whom the mentions of some documents name, where people judged any."""
        project_mentions(connection, keys, self._effective)

    def project_decided(
        self, connection: Connection, parts: Mapping[str, Stored], made: Mapping[str, Sequence[Decision]]
    ) -> None:
        """The same once decisions were added to what is stored of some documents: only what changes is written."""
        project_decided(connection, parts, made, self._effective)

    def newest(self, connection: Connection, key: str) -> int:
        """The number of the newest version of a document that is there."""
        return int(connection.execute(select(t.documents.c.version).where(t.documents.c.key == key)).scalar_one())

    def withdraw(self, key: str, user: str) -> list[str]:
        """Takes a document out, and keeps that and when it was; gives the blobs that are to be erased.

        Raises DocumentNotFound.
        """
        with self.writing() as connection:
            gone, free = withdraw(connection, [key], user)
        if not gone:
            raise DocumentNotFound("there is no document {key!r}", key=key)
        return free

    def key_of(self, reference: str, within: Within = None) -> str:
        """The key of a document named by key, id or address; raises DocumentNotFound or AmbiguousDocument."""
        d = t.documents
        with self._engine.connect() as connection:
            live = d.c.withdrawn_at.is_(None), inside(d.c.collection, within)
            ways = (d.c.key, reference), (d.c.id, reference), (d.c.uri, reference), (d.c.uri, canonical_uri(reference))
            for column, wanted in ways:
                query = select(d.c.key).where(column == wanted, *live).limit(10)
                keys = tuple(connection.execute(query).scalars())
                if len(keys) > 1:
                    raise AmbiguousDocument(reference, keys)
                if keys:
                    return str(keys[0])
        raise DocumentNotFound("there is no document {key!r}", key=reference)

    def get(self, key: str) -> Document:
        """The effective document of a key; raises DocumentNotFound."""
        with self._engine.connect() as connection:
            found = self.on(connection, key)
        if found is None:
            raise DocumentNotFound("there is no document {key!r}", key=key)
        return found

    def on(self, connection: Connection, key: str) -> Document | None:
        """The effective document as a transaction sees it; None where there is none."""
        return self._documents(connection, [key]).get(key)

    def get_some(self, keys: Sequence[str], labels: Labels = None) -> list[Document]:
        """The effective documents of some keys, in order; no withdrawn ones. ``labels`` are as ``stored`` has them."""
        with self._engine.connect() as connection:
            found = self._documents(connection, keys, labels)
        return [found[key] for key in keys if key in found]

    def _documents(self, connection: Connection, keys: Sequence[str], labels: Labels = None) -> dict[str, Document]:
        """The effective documents of some keys."""
        return {key: self.effective_of(one.whole()) for key, one in stored(connection, keys, labels=labels).items()}

    def parts(self, connection: Connection, keys: Sequence[str]) -> dict[str, Stored]:
        """What is stored of documents that are there, by their keys; raises DamagedDocument."""
        return {key: one.whole() for key, one in stored(connection, keys).items()}

    def effective_of(self, one: Stored) -> Document:
        """The effective document of what is stored."""
        return self._effective(one.read, one.extraction, one.decisions, one.entities)

    def extracted(self, connection: Connection, key: str) -> Document | None:
        """As ``extracted_many`` has it, or None."""
        return self.extracted_many(connection, [key]).get(key)

    def extracted_many(self, connection: Connection, keys: Sequence[str]) -> dict[str, Document]:
        """The newest versions with their text as it was put right and what extractors found in it, by their keys.

        What people judged of that, and who is who, is left out. Raises DamagedDocument.
        """
        return {key: self.extracted_of(one) for key, one in self.parts(connection, keys).items()}

    def extracted_of(self, one: Stored, *also: str) -> Document:
        """What ``extracted_many`` has of a document, of what is stored; ``also`` are kinds of decisions to follow."""
        said = [d for d in one.decisions if d.kind == "text" or d.kind in also]
        return self._effective(one.read, one.extraction, said, {})

    def as_read(self, connection: Connection, key: str) -> Document | None:
        """The newest version as it was read, without mentions; None where there is none."""
        v, d = t.versions.c, t.documents.c
        joined = select(v.head, d.collection).join(t.documents, (d.key == v.key) & (d.version == v.version))
        row = connection.execute(joined.where(v.key == key)).first()
        return document_of({**row.head, "collection": row.collection}) if row else None

    def text_of(self, connection: Connection, key: str, version: int) -> str:
        """The text of a version as it was read; "" where there is none."""
        v = t.versions.c
        found = connection.execute(select(v.head).where(v.key == key, v.version == version)).scalar_one_or_none()
        return str(found["text"]) if found else ""

    def bump_seq_of_entities(self, connection: Connection, keys: Sequence[str]) -> int:
        """Gives a new ``seq`` to the documents that mention entities by some keys; says how many they are."""
        touched = entities.documents_of(connection, keys)
        bump_seq(connection, touched, "entity")
        return len(touched)

    def last_seq(self) -> int:
        """The highest ``seq`` given."""
        with self._engine.connect() as connection:
            return changes.last_seq(connection)

    def last_decided(self) -> int:
        """The highest ``seq`` that a document has because of what a person decided; 0 where there is none."""
        with self._engine.connect() as connection:
            return changes.last_decided(connection)

    def identity(self) -> str:
        """What this store has and no other: an index says by it whose it is."""
        with self._engine.connect() as connection:
            return changes.identity(connection)

    def damage(self) -> str:
        """What SQLite finds wrong with its file; "" where nothing is, or a server looks after its own."""
        with self._engine.connect() as connection:
            return quick_check(connection)

    def changes(self, after: int, limit: int = BATCH) -> list[Change]:
        """What changed after a ``seq``, oldest first; at most ``limit`` documents."""
        with self._engine.connect() as connection:
            return self._changes(connection, changes.after(after, limit))

    def decided(self, after: int, until: int, limit: int = BATCH) -> list[Change]:
        """What people decided after a ``seq`` and until one, oldest first; at most ``limit`` documents."""
        with self._engine.connect() as connection:
            return self._changes(connection, changes.decided(changes.after(after, limit), until))

    def _changes(self, connection: Connection, query: Select[Any]) -> list[Change]:
        rows = connection.execute(query).all()
        keys = [row.key for row in rows if not row.withdrawn_at]
        broken: dict[str, str] = {}
        try:
            found = self._documents(connection, keys)
        except StoreUnavailable:
            raise
        except Exception:  # one of them cannot be put together: the others can
            log.exception("a stored document is broken")
            found = self._one_by_one(connection, keys, broken)
        return [change_of(row, found.get(row.key), broken.get(row.key, "")) for row in rows]

    def _one_by_one(self, connection: Connection, keys: Sequence[str], broken: dict[str, str]) -> dict[str, Document]:
        found: dict[str, Document] = {}
        for key in keys:
            try:
                found |= self._documents(connection, [key])
            except Exception as error:  # noqa: BLE001 - what is stored can be broken in any way
                broken[key] = f"{type(error).__name__}: {error}"
        return found

    def give_stories(self, documents: Sequence[Document]) -> dict[str, int]:
        """The stories of documents that were stored before stories were given; they are kept."""
        signed = signatures(documents)
        with self.writing() as connection:
            given = give_stories(connection, signed)
            for key, story in given.items():
                connection.execute(update(t.documents).where(t.documents.c.key == key).values(story=story))
        return given

    def give_sizes(self, keys: Sequence[str]) -> dict[str, int]:
        """How many bytes documents were read from that nobody has counted yet; it is kept."""
        found = sizes.measured(self._engine, keys, self._size_of)
        if found:
            with self.writing() as connection:
                sizes.keep(connection, found)
        return {one.key: one.bytes for one in found}

    def live(self) -> Sequence[tuple[str, int]]:
        """Key and ``seq`` of every document that was not withdrawn."""
        with self._engine.connect() as connection:
            return changes.live(connection)

    def sample_seqs(self, number: int) -> list[int]:
        """``seq`` of at most so many documents, from the oldest to the newest."""
        with self._engine.connect() as connection:
            return changes.sample_seqs(connection, number)

    def documents(self, since: str = "", within: Within = None, damaged: bool = False) -> Iterator[Document]:
        """Every document that was not withdrawn, once, as their texts came; those stored since an ISO day, if given.

        Raises DamagedDocument, unless what is whole of ``damaged`` ones is asked for.
        """
        d, v = t.documents, t.versions
        joined = d.join(v, (v.c.key == d.c.key) & (v.c.version == d.c.version))
        wanted = v.c.at >= since, inside(d.c.collection, within)
        query = select(d.c.key).select_from(joined).where(*wanted).order_by(d.c.content_seq, d.c.key)
        with self._engine.connect() as connection:
            keys = list(connection.execute(query).scalars())
        for batch in batched(keys, BATCH):
            yield from self._given(batch) if damaged else self.get_some(batch)

    def _given(self, keys: Sequence[str]) -> list[Document]:
        with self._engine.connect() as connection:
            found = stored(connection, keys)
        return [self.extracted_of(found[key], "document") for key in keys if key in found]

    def count(self, within: Within = None) -> int:
        """How many documents are not withdrawn."""
        d = t.documents.c
        query = select(func.count()).where(d.withdrawn_at.is_(None), inside(d.collection, within))
        with self._engine.connect() as connection:
            return int(connection.execute(query).scalar_one())

    def versions(self, key: str) -> list[tuple[int, str, str]]:
        """Number, content hash and time of every version, oldest first."""
        v = t.versions
        query = select(v.c.version, v.c.content_hash, v.c.at).where(v.c.key == key).order_by(v.c.version)
        with self._engine.connect() as connection:
            return [(row[0], row[1], row[2]) for row in connection.execute(query)]
