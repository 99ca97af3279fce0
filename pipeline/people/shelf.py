"""The shelf of each person: documents with a star, tags or a note, saved searches, and what he looked for lately."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, replace

from pipeline.errors import RefusedDecision
from pipeline.people.access import key_for
from pipeline.people.principal import Principal
from pipeline.store import shelf as kept
from pipeline.store.documents import Store
from pipeline.store.shelf import Kept as Kept  # search_api shows them
from pipeline.store.shelf import Saved as Saved
from pipeline.store.shelf import Searched as Searched

MOST_TAGS = 20
LONGEST_TAG = 60
LONGEST_NOTE = 4000
LONGEST_ADDRESS = 4000
MOST_SEARCHES = 200
_LOOKED_AT = 500
"""Rows of the audit log in which a person's searches are looked for."""
_COMMAS = str.maketrans({"،": ",", "؛": ",", ";": ",", "\n": ","})


def tags_of(text: str) -> tuple[str, ...]:
    """The tags that somebody wrote, parted by commas of any script; each once.

    >>> tags_of("نفت، قرارداد ,نفت, to  read")
    ('نفت', 'قرارداد', 'to read')
    """
    found = (" ".join(part.split()) for part in text.translate(_COMMAS).split(","))
    return tuple(dict.fromkeys(tag for tag in found if tag))


@dataclass(frozen=True, slots=True)
class Change:
    """What a person changes of what he keeps of a document; None leaves it."""

    starred: bool | None = None
    tags: tuple[str, ...] | None = None
    note: str | None = None


class Shelf:
    """What each person keeps for himself: nobody else sees it, whatever his role. Documents stay under their access."""

    def __init__(self, store: Store) -> None:
        """Takes the store."""
        self._store = store

    def keep(self, who: Principal, reference: str, change: Change) -> Kept:
        """Changes what somebody keeps of a document; raises DocumentNotFound, RefusedDecision."""
        if len(change.tags or ()) > MOST_TAGS or any(len(tag) > LONGEST_TAG for tag in change.tags or ()):
            raise RefusedDecision(
                "a document has {most} tags at most, of {longest} characters", most=MOST_TAGS, longest=LONGEST_TAG
            )
        if len(change.note or "") > LONGEST_NOTE:
            raise RefusedDecision("a note has {longest} characters at most", longest=LONGEST_NOTE)
        key = key_for(self._store, who, reference)
        said = {name: value for name in ("starred", "tags", "note") if (value := getattr(change, name)) is not None}
        with self._store.writing() as connection:
            held = kept.among(connection, who.name, [key]).get(key, Kept(key))
            fresh = replace(held, **said)
            kept.keep(connection, who.name, fresh)
        return fresh

    def among(self, who: Principal, keys: Collection[str]) -> dict[str, Kept]:
        """What somebody keeps of some documents, by key."""
        with self._store.engine.connect() as connection:
            return kept.among(connection, who.name, keys)

    def documents(self, who: Principal, tag: str = "") -> list[Kept]:
        """What somebody keeps of documents that he may see, what he changed last first; those with one tag."""
        with self._store.engine.connect() as connection:
            found = kept.everything(connection, who.name, who.within())
        return [one for one in found if not tag or tag in one.tags]

    def tags(self, who: Principal) -> list[tuple[str, int]]:
        """The tags of somebody with the number of documents that have each, the most first."""
        counted = Counter(tag for one in self.documents(who) for tag in one.tags)
        return sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))

    def save(self, who: Principal, name: str, address: str) -> str:
        """Keeps a search under a name; gives its id. Raises RefusedDecision."""
        if not name.strip() or len(name) > LONGEST_TAG * 2 or len(address) > LONGEST_ADDRESS:
            raise RefusedDecision("a saved search has a name and an address that is not too long")
        with self._store.writing() as connection:
            if len(kept.searches(connection, who.name)) >= MOST_SEARCHES:
                raise RefusedDecision("a person saves {most} searches at most", most=MOST_SEARCHES)
            return kept.save(connection, who.name, name.strip(), address)

    def searches(self, who: Principal) -> list[Saved]:
        """The searches that somebody keeps, the newest first."""
        with self._store.engine.connect() as connection:
            return kept.searches(connection, who.name)

    def forget(self, who: Principal, identity: str) -> bool:
        """Takes away one of somebody's own searches; whether there was one."""
        with self._store.writing() as connection:
            return kept.forget(connection, who.name, identity)

    def history(self, who: Principal, limit: int) -> list[Searched]:
        """What somebody looked for lately, the newest first, as the audit log has it."""
        with self._store.engine.connect() as connection:
            return kept.searched(connection, who.name, _LOOKED_AT)[:limit]
