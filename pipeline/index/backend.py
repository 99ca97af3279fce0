"""What an engine can do: the seam between Asnad and tantivy or Elasticsearch, in three roles.

``Searcher`` answers, ``Writer`` takes records, ``Rebuild`` is a new index that is filled before it takes its place.
"""

from collections.abc import Iterable, Sequence
from typing import Protocol

from pipeline.index.records import IndexRecord, Refused
from pipeline.index.results import Results, View
from pipeline.index.shown import Stored
from pipeline.query.parser import Query


class Searcher(Protocol):
    """An index as queries see it: what was visible at the last refresh. Raises BackendUnavailable."""

    def search(self, query: Query, view: View) -> Results:
        """The matches in the order asked for; ties by key."""
        ...

    def after(self, query: Query, seq: int, limit: int) -> Sequence[tuple[int, str]]:
        """``seq`` and key of the matches that have a higher ``seq``, in its order: all of them, a batch at a time."""
        ...

    def suggestion(self, query: Query) -> str:
        """The query with the words that were probably meant, from this index's own; "" where it is as good as any."""
        ...

    def stored(self, key: str) -> Stored | None:
        """A document as this index holds it; None where it is not visible."""
        ...

    def count(self) -> int:
        """How many documents are visible."""
        ...


class Writer(Protocol):
    """An index as it is filled: versioned by ``seq``, with a checkpoint. Raises BackendUnavailable.

    A record or a deletion with a lower ``seq`` than what is held of its document changes nothing.
    """

    def index(self, records: Iterable[IndexRecord]) -> list[Refused]:
        """Puts records in place of what they were; visible after ``refresh``. Gives those that the engine refuses."""
        ...

    def delete(self, withdrawn: Iterable[tuple[str, int]]) -> None:
        """Takes documents out, by key and the ``seq`` as of which they are gone; visible after ``refresh``."""
        ...

    def refresh(self, checkpoint: int, ahead: int = 0) -> None:
        """Commits: makes everything until here durable and visible, and keeps the checkpoint and how far it is ahead.

        The checkpoint is the ``seq`` up to which all changes are indexed; ``ahead`` that up to which all changes are
        that a person waits for.
        """
        ...

    def checkpoint(self) -> int:
        """The last checkpoint, 0 for an empty index."""
        ...

    def ahead(self) -> int:
        """The ``ahead`` of the last refresh, 0 for an empty index."""
        ...

    def origin(self) -> str:
        """The identity of the store that it is filled from; "" where nobody said so."""
        ...

    def adopt(self, origin: str) -> None:
        """Says of which store it is; kept with the next checkpoint."""
        ...

    def damage(self) -> str:
        """What is wrong with what it keeps, so far as it was noticed; "" where nothing was."""
        ...

    def inspect(self) -> str:
        """The same after all of it was read; "" where nothing is wrong."""
        ...

    def reset(self) -> None:
        """Sets aside what it holds, and begins with an empty index, at checkpoint 0."""
        ...

    def release_writer(self) -> None:
        """Gives back what only a writer needs; it is taken again when something is written."""
        ...

    def close(self) -> None:
        """Gives back what it holds."""
        ...


class Rebuild(Searcher, Writer, Protocol):
    """A new index beside the one that answers, which no search sees until it is promoted."""

    def promote(self) -> None:
        """Takes the place of the index that it was begun for, and is closed."""
        ...

    def discard(self) -> None:
        """Is thrown away."""
        ...


class SearchBackend(Searcher, Writer, Protocol):
    """An engine: one index that answers and is written to, and a way to build it anew."""

    def rebuild(self) -> Rebuild:
        """A new index to fill from the store: empty, or as an interrupted rebuild left it."""
        ...

    def roll_back(self) -> None:
        """Puts back what the last promotion replaced, to be brought up again; raises BackendUnavailable."""
        ...
