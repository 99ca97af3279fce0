"""Raw bytes on any file system that fsspec knows: S3 and what speaks like it, SFTP, SMB, a cloud."""

import secrets
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import UTC, datetime

import fsspec

from corpora.ids import digest, place_of
from pipeline.errors import StoreUnavailable, WorkspaceError, without_secrets

_WHOLE = {"s3", "s3a", "gs", "gcs", "abfs", "abfss", "az", "adl", "oss", "memory"}
"""Places that show an object when all of it is there; elsewhere it is written aside and renamed."""

_AT_ONCE = 8
_WRITTEN = ("LastModified", "mtime", "last_modified", "updated", "created")


class RemoteBlobs:
    """Objects under an address, in 256 folders. Keys and endpoints come from fsspec's own configuration."""

    def __init__(self, address: str) -> None:
        """Raises WorkspaceError where fsspec has nothing for the address."""
        try:
            self._files, self._root = fsspec.url_to_fs(address)
        except (ImportError, ValueError) as error:
            raise WorkspaceError(without_secrets(f"raw bytes cannot be kept in {address}: {error}")) from error
        protocol = self._files.protocol
        self._whole = bool(_WHOLE & ({protocol} if isinstance(protocol, str) else set(protocol)))

    def _path(self, name: str) -> str:
        return f"{self._root}/{place_of(name)}"

    def put(self, data: bytes) -> str:
        """See Blobs."""
        name = digest(data)
        self._place(name, lambda path: self._files.pipe_file(path, data))
        return name

    def put_many(self, all_data: Sequence[bytes]) -> list[str]:
        """See Blobs."""
        with ThreadPoolExecutor(_AT_ONCE) as beside:
            return list(beside.map(self.put, all_data))

    def names(self, older: float) -> Iterator[str]:
        """See Blobs; what does not say when it was written is left out."""
        until = datetime.now(UTC).timestamp() - older
        with self._answering():
            found = self._files.find(self._root, detail=True)
        for path, about in found.items():
            folder, _, name = path.removeprefix(self._root).strip("/").partition("/")
            written = next((about[key] for key in _WRITTEN if about.get(key)), None)
            at = written.timestamp() if isinstance(written, datetime) else written
            if len(folder) == 2 and isinstance(at, int | float) and at <= until:
                yield folder + name

    def _place(self, name: str, write: Callable[[str], None]) -> None:
        with self._answering():
            target = self._path(name)
            if self._files.exists(target):
                return
            if self._whole:
                write(target)
                return
            aside = f"{self._root}/incoming/{secrets.token_hex(8)}"
            for path in (aside, target):
                self._files.makedirs(path.rpartition("/")[0], exist_ok=True)
            write(aside)
            self._files.mv(aside, target)

    def get(self, name: str) -> bytes:
        """See Blobs."""
        with self._answering():
            return bytes(self._files.cat_file(self._path(name)))

    def has(self, name: str) -> bool:
        """See Blobs."""
        with self._answering():
            return bool(name) and bool(self._files.exists(self._path(name)))

    def size(self, name: str) -> int | None:
        """See Blobs."""
        with self._answering(), suppress(FileNotFoundError):
            return int(self._files.size(self._path(name))) if name else None
        return None

    def remove(self, name: str) -> None:
        """See Blobs."""
        if name:
            with self._answering(), suppress(FileNotFoundError):
                self._files.rm_file(self._path(name))

    def sweep(self) -> None:
        """See Blobs; who wrote what was left cannot be known here, so it stays."""

    @contextmanager
    def _answering(self) -> Iterator[None]:
        try:
            yield
        except FileNotFoundError:
            raise
        except Exception as error:  # each file system has errors of its own
            raise StoreUnavailable(without_secrets(f"the place of raw bytes does not answer: {error}")) from error
