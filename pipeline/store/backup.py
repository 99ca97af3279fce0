"""Moving a store, and backups: a backup is a workspace of its own, in a folder or a tar file.

``store.db`` and ``blobs/`` are those of an embedded workspace; ``backup.json`` says what they are. The index is not
in it: it is built anew from the store.
"""

import io
import json
import re
import shutil
import tarfile
import tempfile
from contextlib import closing
from importlib.metadata import version
from pathlib import Path
from typing import Any

from corpora.ids import place_of
from pipeline.errors import WorkspaceError
from pipeline.store.blobs import Blobs, BlobStore
from pipeline.store.clock import now
from pipeline.store.copying import Copied, OnRows, copy_rows, whole_blobs
from pipeline.store.documents import Store
from pipeline.store.tables import SCHEMA

_FORMAT = 1
_DATABASE, _BLOBS, _ABOUT = "store.db", "blobs", "backup.json"
_PARTIAL = ".partial"
_IN_BACKUP = re.compile(r"store\.db|backup\.json|blobs/[0-9a-f]{2}/[0-9a-f]{62}")
"""All that a backup has: what else a file holds is not taken out."""


def copy(source: Store, blobs: Blobs, target: Store, into: Blobs, on_rows: OnRows | None = None) -> Copied:
    """Copies rows and raw bytes to a store that is empty. Raises WorkspaceError."""
    copied = copy_rows(source, target, on_rows)
    for _, data in whole_blobs(target, blobs, copied):
        into.put(data)
    return copied


def back_up(store: Store, blobs: Blobs, target: Path, on_rows: OnRows | None = None) -> Copied:
    """Writes a backup, a tar file where the name ends so, else a folder; it is whole or absent.

    Raises WorkspaceError where the target is there already or cannot be written.
    """
    partial = target.with_name(target.name + _PARTIAL)
    if target.exists():
        raise WorkspaceError(f"{target} is there already; a backup does not write over another")
    try:
        _clear(partial)
        copied = (
            _as_tar(store, blobs, partial, on_rows) if _is_tar(target) else _as_folder(store, blobs, partial, on_rows)
        )
        partial.rename(target)
    except OSError as error:
        _clear(partial)
        raise WorkspaceError(f"the backup cannot be written: {error}") from error
    except BaseException:
        _clear(partial)
        raise
    return copied


def _is_tar(path: Path) -> bool:
    return path.suffix.lower() == ".tar"


def _clear(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    path.unlink(missing_ok=True)


def _about(copied: Copied) -> bytes:
    said = {"format": _FORMAT, "asnad": version("asnad"), "schema": SCHEMA, "at": now(), "seq": copied.seq}
    told: dict[str, Any] = {**said, "rows": copied.rows, "blobs": copied.blobs, "missing": copied.missing}
    return json.dumps(told, indent=1).encode()


def _as_folder(store: Store, blobs: Blobs, folder: Path, on_rows: OnRows | None) -> Copied:
    folder.mkdir(parents=True)
    with closing(store.elsewhere(folder / _DATABASE)) as target:
        copied = copy(store, blobs, target, BlobStore(folder / _BLOBS), on_rows)
    (folder / _ABOUT).write_bytes(_about(copied))
    return copied


def _as_tar(store: Store, blobs: Blobs, path: Path, on_rows: OnRows | None) -> Copied:
    with tempfile.TemporaryDirectory(prefix="asnad-backup-", dir=path.parent) as name, tarfile.open(path, "x") as tar:
        database = Path(name) / _DATABASE
        with closing(store.elsewhere(database)) as target:
            copied = copy_rows(store, target, on_rows)
            for blob, data in whole_blobs(target, blobs, copied):
                _add(tar, f"{_BLOBS}/{place_of(blob)}", data)
        tar.add(database, _DATABASE)
        _add(tar, _ABOUT, _about(copied))
    return copied


def _add(tar: tarfile.TarFile, name: str, data: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size = len(data)
    tar.addfile(member, io.BytesIO(data))


def restore(source: Path, store: Store, blobs: Blobs, on_rows: OnRows | None = None) -> Copied:
    """Copies a backup into a store that is empty; one of an older schema is brought up on the way.

    Raises WorkspaceError where it is no backup, or the store holds something.
    """
    with tempfile.TemporaryDirectory(prefix="asnad-restore-") as name:
        folder = _unpacked(source, Path(name))
        try:
            about = json.loads((folder / _ABOUT).read_bytes())
        except (OSError, ValueError) as error:
            raise WorkspaceError(f"{source} is not a backup: {error}") from error
        if about.get("format") != _FORMAT:
            raise WorkspaceError(f"{source} is a backup of format {about.get('format')}, this program knows {_FORMAT}")
        database = Path(name) / f"copy-{_DATABASE}"
        shutil.copy(folder / _DATABASE, database)
        with closing(store.elsewhere(database)) as kept:
            return copy(kept, BlobStore(folder / _BLOBS), store, blobs, on_rows)


def _unpacked(source: Path, folder: Path) -> Path:
    if source.is_dir():
        return source
    try:
        with tarfile.open(source) as tar:
            for member in tar:
                if member.isreg() and _IN_BACKUP.fullmatch(member.name):
                    _take_out(tar, member, folder / member.name)
    except (OSError, tarfile.TarError, ValueError, OverflowError) as error:
        raise WorkspaceError(f"{source} is not a backup: {error}") from error
    return folder


def _take_out(tar: tarfile.TarFile, member: tarfile.TarInfo, target: Path) -> None:
    """Writes what a member holds, and nothing else that it says: no link, owner or mode.

    ``extractall`` was led out of its folder by links of links, its filters notwithstanding (CVE-2025-4517).
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    stream = tar.extractfile(member)
    with target.open("wb") as out:
        if stream:
            shutil.copyfileobj(stream, out)
