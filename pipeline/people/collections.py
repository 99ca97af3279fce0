"""The collections of a workspace, for people: which there are, making one, moving documents."""

import re
from collections.abc import Callable, Sequence

from pipeline.errors import RefusedDecision
from pipeline.people.access import collection_for, key_for
from pipeline.people.audit import Audit
from pipeline.people.principal import Principal, Role
from pipeline.store import collections as kept
from pipeline.store.changes import bump_seq
from pipeline.store.collections import Collection
from pipeline.store.documents import Store

_NAME = re.compile(r"[\w][\w.\N{ZERO WIDTH NON-JOINER}-]{0,63}")


class Collections:
    """The parts of an archive; ``settle`` is called after a move, so that the index takes it up."""

    def __init__(self, store: Store, audit: Audit, settle: Callable[[], None]) -> None:
        """Takes the store, where to note what is done, and what to do after a move."""
        self._store, self._audit, self._settle = store, audit, settle

    def all(self, who: Principal) -> list[Collection]:
        """Those that somebody may see, by name."""
        with self._store.engine.connect() as connection:
            return kept.collections(connection, who.within())

    def where(self, who: Principal, role: Role) -> list[str]:
        """The names of those in which somebody has a role, in order."""
        return [one.name for one in self.all(who) if who.may(role, one.name)]

    def add(self, who: Principal, name: str) -> bool:
        """Makes one; False where it was there. Raises Forbidden, RefusedDecision."""
        who.must("admin")
        if not _NAME.fullmatch(name):
            raise RefusedDecision("a collection is called by letters, digits, '-', '_' and '.', 64 at most")
        with self._store.engine.connect() as connection:
            there = kept.is_there(connection, name)
        if there:
            return False
        with self._store.writing() as connection:
            if kept.is_there(connection, name):
                return False
            kept.add(connection, name, who.name)
        self._audit.note(who, "collection", name, name, change="add")
        return True

    def move(self, who: Principal, references: Sequence[str], collection: str) -> int:
        """Puts documents into another collection, all or none; gives how many were elsewhere.

        Raises DocumentNotFound, AmbiguousDocument, CollectionNotFound and Forbidden.
        """
        target = collection_for(self._store, who, collection, "editor")
        keys = [key_for(self._store, who, reference, "editor") for reference in references]
        with self._store.writing() as connection:
            origins = {key: kept.collection_of(connection, key) for key in keys}
            moved = [key for key, origin in origins.items() if origin != target]
            kept.move(connection, moved, target)
            bump_seq(connection, moved, "decision")
        for key in moved:
            self._audit.note(who, "move", key, origins[key], to=target)
        self._settle()
        return len(moved)
