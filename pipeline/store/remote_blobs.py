"""Raw bytes on any file system that fsspec knows: S3 and what speaks like it, SFTP, SMB, a cloud."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from hashlib import file_digest
from pathlib import Path

import fsspec

from corpora.ids import digest, place_of
from pipeline.errors import StoreUnavailable, WorkspaceError, without_secrets

_WHOLE = {"s3", "s3a", "gs", "gcs", "abfs", "abfss", "az", "adl", "oss", "memory"}
"""Places that show an object when all of it is there; elsewhere it is written aside and renamed."""


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

    def put_file(self, source: Path) -> str:
        """See Blobs."""
        try:
            with source.open("rb") as stream:
                name = file_digest(stream, "sha256").hexdigest()
        except OSError:
            return ""
        self._place(name, lambda path: self._files.put_file(str(source), path))
        return name

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
