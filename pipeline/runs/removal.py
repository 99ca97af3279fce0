"""Taking documents out again: one, all that a query finds, all of a source or since a day, or what a run brought."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import batched

from pipeline.annotate import annotated
from pipeline.errors import DocumentNotFound, QuerySyntaxError
from pipeline.people.access import Found, key_for
from pipeline.people.audit import Audit
from pipeline.people.principal import Principal, said
from pipeline.review.texts import CarryOver
from pipeline.runs.runs import Runs
from pipeline.store import erasing, taking_back
from pipeline.store import runs as kept
from pipeline.store.blobs import Blobs
from pipeline.store.collections import collection_of
from pipeline.store.documents import Store
from pipeline.store.transaction import Connection
from pipeline.store.withdrawing import Aside, aside, bring_back, set_aside, withdraw

_BATCH = 100


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which documents are to go: those that all that is given here holds of. ``since`` is an ISO day."""

    query: str = ""
    source: str = ""
    since: str = ""


@dataclass(frozen=True, slots=True)
class Removed:
    """The keys of documents that went, or would, and of those that returned to the version before."""

    withdrawn: Sequence[str]
    returned: Sequence[str] = ()


class Removal:
    """Withdraws documents from store, index and bytes; ``settle`` is called after it, so that the index follows."""

    def __init__(
        self, store: Store, blobs: Blobs, runs: Runs, audit: Audit, settle: Callable[[], None], found: Found
    ) -> None:
        """Takes what it takes out of, what asks the index, and where to note what is done."""
        self._store, self._blobs, self._runs, self._audit = store, blobs, runs, audit
        self._settle, self._found = settle, found

    def one(self, who: Principal, reference: str, *, dry: bool = False) -> str:
        """Withdraws a document, and keeps that it did; gives its key. With ``dry`` it only says which.

        Raises DocumentNotFound, AmbiguousDocument, Forbidden.
        """
        key = key_for(self._store, who, reference, "editor")
        if dry:
            return key
        where = self._where(key)
        self._audit.note(who, "delete", key, where, reference=reference)
        self._store.withdraw(key, who.name)
        self._erase()
        return key

    def aside(self, who: Principal, reference: str) -> str:
        """Takes a document out of everything that people see, to be brought back; gives its key.

        Raises DocumentNotFound, AmbiguousDocument, Forbidden.
        """
        key = key_for(self._store, who, reference, "editor")
        where = self._where(key)
        with self._store.writing() as connection:
            set_aside(connection, [key], who.name)
        self._audit.note(who, "set_aside", key, where)
        self._settle()
        return key

    def set_aside(self, who: Principal, limit: int = 100) -> list[Aside]:
        """What was set aside in collections in which somebody is an editor, the last first."""
        with self._store.engine.connect() as connection:
            return aside(connection, who.within("editor"), limit)

    def bring_back(self, who: Principal, key: str) -> None:
        """Puts back what was set aside, as it was; raises DocumentNotFound, Forbidden."""
        self._aside(who, key)
        with self._store.writing() as connection:
            bring_back(connection, key)
        self._audit.note(who, "bring_back", key)
        self._settle()

    def erase(self, who: Principal, key: str) -> None:
        """Takes out for good what was set aside; raises DocumentNotFound, Forbidden."""
        self._aside(who, key)
        self._audit.note(who, "delete", key)
        with self._store.writing() as connection:
            withdraw(connection, [key], who.name, aside=True)
        self._erase()

    def _aside(self, who: Principal, key: str) -> None:
        """Raises DocumentNotFound where he may see no such document, Forbidden where he is no editor of it."""
        with self._store.engine.connect() as connection:
            found = aside(connection, who.within(), 1, key)
        if not found:
            raise DocumentNotFound("no document {key!r} was set aside", key=key)
        who.must("editor", found[0].collection)

    def chosen(self, who: Principal, wanted: Wanted, *, dry: bool = False) -> Removed:
        """Withdraws all that is wanted, in collections in which somebody is an editor; with ``dry`` only says which.

        Raises Forbidden, QuerySyntaxError.
        """
        who.must_somewhere("editor")
        with self._store.engine.connect() as connection:
            keys = kept.keys_of(connection, who.within("editor"), source=wanted.source, since=wanted.since)
        if wanted.query and not wanted.query.strip():
            raise QuerySyntaxError("nothing", 0)  # a blank one would be of everything
        if wanted.query:
            self._settle()
            asked = set(self._found(who, wanted.query))
            keys = [key for key in keys if key in asked]
        if dry:
            return Removed(keys)
        asked_for = {name: value for name in ("query", "source", "since") if (value := getattr(wanted, name))}
        self._audit.note(who, "delete_all", "", said(who.within("editor")), documents=len(keys), **asked_for)
        gone = list[str]()
        for some in batched(keys, _BATCH):
            with self._store.writing() as connection:
                gone += withdraw(connection, some, who.name)[0]
        self._erase()
        return Removed(gone)

    def run(self, who: Principal, identity: str, *, dry: bool = False) -> Removed:
        """Takes a run back: documents that it brought go, those that it changed are again what they were.

        What a later run changed stays. Its failures are forgotten. Raises RunNotFound, Forbidden.
        """
        run = self._runs.one(who, identity)
        who.must("editor", run.collection)
        within = who.within("editor")
        if dry:
            return Removed(*taking_back.plan(self._store, run.id, within))
        removed = Removed(*taking_back.take_back(self._store, run.id, within, who.name, carried_over))
        with self._store.writing() as connection:
            failures = kept.forget_failures(connection, run.id)
            kept.note_taken_back(connection, run.id, len(removed.withdrawn), len(removed.returned), failures)
        counts = {"withdrawn": len(removed.withdrawn), "returned": len(removed.returned), "failures": failures}
        self._audit.note(who, "take_back", run.id, run.collection, name=run.name, **counts)
        self._erase()
        return removed

    def _where(self, key: str) -> str:
        with self._store.engine.connect() as connection:
            return collection_of(connection, key)

    def _erase(self) -> None:
        erasing.erase(self._store, self._blobs)
        self._settle()


def carried_over(store: Store, connection: Connection, keys: Sequence[str], also: Mapping[str, int]) -> None:
    """Carries what people put right over to the versions that documents return to, in the transaction that does."""
    carry = CarryOver(annotated, also)
    carry.patient = False
    carry(store, connection, keys)
