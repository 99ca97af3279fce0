"""What an engine can do: the seam between Asnad and tantivy or Elasticsearch."""

from collections.abc import Iterable, Sequence
from typing import Protocol

from pipeline.index.records import IndexRecord
from pipeline.index.results import Results, View
from pipeline.query.parser import Query


class SearchBackend(Protocol):
    """An engine that holds index records. A record with a lower ``seq`` than the one it holds changes nothing."""

    def index(self, records: Iterable[IndexRecord]) -> None:
        """Puts records in place of what they were; visible after ``refresh``."""
        ...

    def delete(self, withdrawn: Iterable[tuple[str, int]]) -> None:
        """Takes documents out, by key and the ``seq`` as of which they are gone; visible after ``refresh``."""
        ...

    def refresh(self, checkpoint: int) -> None:
        """Makes everything until here durable and visible, and remembers the ``seq`` below which all is indexed."""
        ...

    def checkpoint(self) -> int:
        """The last checkpoint, 0 for an empty index."""
        ...

    def search(self, query: Query, view: View) -> Results:
        """The matches in the order asked for; ties by key."""
        ...

    def after(self, query: Query, seq: int, limit: int) -> Sequence[tuple[int, str]]:
        """``seq`` and key of the matches that have a higher ``seq``, in its order: all of them, a batch at a time."""
        ...

    def suggestion(self, query: Query) -> str:
        """The query with the words that were probably meant, from this index's own; "" where it is as good as any."""
        ...

    def beside(self) -> "SearchBackend":
        """An engine to fill anew from the store, which no search sees: empty, or as an interrupted rebuild left it."""
        ...

    def take(self, fresh: "SearchBackend") -> None:
        """Puts what ``beside`` gave, full by now, in the place of what this engine searches, and closes it."""
        ...

    def abandon(self, fresh: "SearchBackend") -> None:
        """Throws away what ``beside`` gave."""
        ...

    def roll_back(self) -> None:
        """Puts what ``take`` replaced back in its place, to be brought up again; raises BackendUnavailable."""
        ...

    def end_writing(self) -> None:
        """Gives back what only a writer needs; it is taken again when something is written."""
        ...

    def close(self) -> None:
        """Gives back what it holds."""
        ...
