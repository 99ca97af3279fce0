"""Moving a workspace and keeping it safe: copies, backups, and what is put back from them."""

from contextlib import closing
from pathlib import Path

from pipeline.store import backup, copying
from pipeline.store.blobs import Blobs
from pipeline.store.copying import Copied, OnRows
from pipeline.store.documents import Store
from pipeline.sync.indexing import Indexing


class Keeping:
    """Copies of all that a workspace holds; for those who run it."""

    def __init__(self, store: Store, blobs: Blobs, indexing: Indexing) -> None:
        """Takes what is copied, and the index that is built from a copy."""
        self._store, self._blobs, self._indexing = store, blobs, indexing

    def rows(self) -> int:
        """How many rows a copy of the store has."""
        return copying.rows(self._store)

    def copy_to(self, database: str | Path, blobs: Blobs, on_rows: OnRows | None = None) -> Copied:
        """Copies everything stored into an empty store, a folder or a database; raises WorkspaceError."""
        if isinstance(database, Path):
            database.mkdir(parents=True, exist_ok=True)
            database = database / "store.db"
        with closing(self._store.elsewhere(database)) as target:
            return backup.copy(self._store, self._blobs, target, blobs, on_rows)

    def back_up(self, target: Path, on_rows: OnRows | None = None) -> Copied:
        """Writes a backup while others read and write; raises WorkspaceError."""
        return backup.back_up(self._store, self._blobs, target, on_rows)

    def restore(self, source: Path, on_rows: OnRows | None = None) -> Copied:
        """Puts a backup into this workspace, which must be empty, and builds the index; raises WorkspaceError."""
        copied = backup.restore(source, self._store, self._blobs, on_rows)
        self._indexing.reindex()
        return copied
