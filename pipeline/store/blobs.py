"""Raw bytes, content-addressed: the name of a file is the SHA-256 of what it holds."""

import os
import secrets
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from corpora.ids import digest, place_of
from pipeline.errors import WorkspaceError


class Blobs(Protocol):
    """Where raw bytes are kept. All raise StoreUnavailable where the place does not answer."""

    def put(self, data: bytes) -> str:
        """Keeps bytes, once; gives their name."""

    def put_many(self, all_data: Sequence[bytes]) -> list[str]:
        """Keeps the bytes of many, durably when it is done; gives their names."""

    def names(self, older: float) -> Iterator[str]:
        """The names of all that is there, and was written so many seconds ago."""

    def get(self, name: str) -> bytes:
        """The bytes of a name; raises FileNotFoundError."""

    def has(self, name: str) -> bool:
        """Whether the bytes of a name are there."""

    def size(self, name: str) -> int | None:
        """How many bytes a name has; None where they are not there."""

    def remove(self, name: str) -> None:
        """Forgets the bytes of a name, if there are any."""

    def sweep(self) -> None:
        """Removes what was left half-written."""


def blobs_at(place: str | Path) -> Blobs:
    """The blobs under a folder, or an address that fsspec knows (``s3://bucket/folder``); raises WorkspaceError.

    A text is a folder where it is its whole path: which one another path is depends on where a program is started.
    """
    if isinstance(place, Path) or Path(place).is_absolute():
        return BlobStore(Path(place))
    if "://" not in place:
        raise WorkspaceError(
            "ASNAD_BLOBS is no place for raw bytes: it takes an address (s3://bucket/folder) "
            "or the whole path of a folder (/srv/asnad/blobs)"
        )
    from pipeline.store.remote_blobs import RemoteBlobs

    return RemoteBlobs(place)


class BlobStore:
    """Files under a folder, in 256 sub-folders. A blob is whole or absent: it is renamed into place."""

    def __init__(self, folder: Path) -> None:
        """The folder is made when the first blob comes."""
        self._folder = folder
        self._incoming = folder / "incoming"

    def path(self, name: str) -> Path:
        """Where a blob lies."""
        return self._folder / place_of(name)

    def put(self, data: bytes) -> str:
        """Keeps bytes; the same bytes are kept once."""
        return self.put_many([data])[0]

    def put_many(self, all_data: Sequence[bytes]) -> list[str]:
        """See Blobs. Written, synced, renamed, and the folders synced: after a power cut a blob is whole or absent."""
        names = [digest(data) for data in all_data]
        written: dict[Path, Path] = {}
        try:
            for name, data in zip(names, all_data, strict=True):
                target = self.path(name)
                if target not in written and not self._is_there(target):
                    written[target] = self._written(data)
            for target, temporary in written.items():
                target.parent.mkdir(parents=True, exist_ok=True)
                temporary.replace(target)
        except BaseException:
            for temporary in written.values():
                temporary.unlink(missing_ok=True)
            raise
        for folder in {target.parent for target in written} | ({self._folder} if written else set()):
            _sync(folder)
        return names

    @staticmethod
    def _is_there(target: Path) -> bool:
        """Whether it is; it is young again then, so that nobody collects what is about to be named."""
        try:
            os.utime(target)
        except FileNotFoundError:
            return False
        return True

    def _written(self, data: bytes) -> Path:
        """A file of these bytes that no power cut undoes."""
        self._incoming.mkdir(parents=True, exist_ok=True)
        temporary = self._incoming / f"{os.getpid()}-{secrets.token_hex(6)}"
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(handle, "wb") as out:
                out.write(data)
                out.flush()
                os.fsync(out.fileno())
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
        return temporary

    def names(self, older: float) -> Iterator[str]:
        """See Blobs."""
        until = time.time() - older
        for path in self._folder.glob("??/*"):
            with suppress(FileNotFoundError):  # others remove some meanwhile
                if path.stat().st_mtime <= until:
                    yield path.parent.name + path.name

    def sweep(self) -> None:
        """Removes what processes that are gone were in the middle of writing."""
        for left in self._incoming.glob("*-*"):
            if not _is_alive(int(left.name.split("-")[0])):
                left.unlink(missing_ok=True)

    def get(self, name: str) -> bytes:
        """The bytes of a blob; raises FileNotFoundError."""
        return self.path(name).read_bytes()

    def has(self, name: str) -> bool:
        """Whether there is such a blob."""
        return bool(name) and self.path(name).exists()

    def size(self, name: str) -> int | None:
        """See Blobs."""
        with suppress(FileNotFoundError):
            return self.path(name).stat().st_size if name else None
        return None

    def remove(self, name: str) -> None:
        """Forgets a blob; nothing happens where there is none."""
        if name:
            self.path(name).unlink(missing_ok=True)


def _sync(folder: Path) -> None:
    """Makes the names in a folder durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
