"""Raw bytes, content-addressed: the name of a file is the SHA-256 of what it holds."""

import hashlib
import os
import secrets
from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

from corpora.ids import digest, place_of
from pipeline.errors import WorkspaceError

_CHUNK = 1 << 20


class Blobs(Protocol):
    """Where raw bytes are kept. All raise StoreUnavailable where the place does not answer."""

    def put(self, data: bytes) -> str:
        """Keeps bytes, once; gives their name."""

    def put_file(self, source: Path) -> str:
        """Keeps the bytes of a file; "" where it cannot be read."""

    def get(self, name: str) -> bytes:
        """The bytes of a name; raises FileNotFoundError."""

    def has(self, name: str) -> bool:
        """Whether the bytes of a name are there."""

    def remove(self, name: str) -> None:
        """Forgets the bytes of a name, if there are any."""

    def sweep(self) -> None:
        """Removes what was left half-written."""


def blobs_at(place: str | Path) -> Blobs:
    """The blobs under a folder, or an address that fsspec knows (``s3://bucket/folder``); raises WorkspaceError."""
    if isinstance(place, Path):
        return BlobStore(place)
    if "://" not in place:
        raise WorkspaceError("ASNAD_BLOBS is no place for raw bytes: it takes an address like s3://bucket/folder")
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
        name = digest(data)
        target = self.path(name)
        if not target.exists():
            self._place(data, target)
        return name

    def put_file(self, source: Path) -> str:
        """Keeps the bytes of a file without holding them in memory; "" where it cannot be read."""
        try:
            with source.open("rb") as stream:
                name = hashlib.file_digest(stream, "sha256").hexdigest()
                target = self.path(name)
                if not target.exists():
                    stream.seek(0)
                    self._place(b"", target, iter(lambda: stream.read(_CHUNK), b""))
        except OSError:
            return ""
        return name

    def _place(self, data: bytes, target: Path, chunks: Iterable[bytes] = ()) -> None:
        target.parent.mkdir(parents=True, exist_ok=True)
        self._incoming.mkdir(exist_ok=True)
        temporary = self._incoming / f"{os.getpid()}-{secrets.token_hex(6)}"
        try:
            with temporary.open("xb") as out:
                out.write(data)
                out.writelines(chunks)
            temporary.replace(target)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise

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

    def remove(self, name: str) -> None:
        """Forgets a blob; nothing happens where there is none."""
        if name:
            self.path(name).unlink(missing_ok=True)


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
