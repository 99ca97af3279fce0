"""Where what was learnt from decisions lies: one small file a language in a folder."""

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import WorkspaceError

if TYPE_CHECKING:
    from extractors.names.heads import Head

_NAMED = "names_{language}.npz"
_MOST = 4 * 1024 * 1024
"""Bytes of a file; what was learnt has some tens of thousands."""


def write_head(head: "Head", folder: Path) -> Path:
    """Puts what was learnt of a language in the place of what lay there; gives the file. Raises WorkspaceError."""
    path = folder / _NAMED.format(language=head.language)
    fresh = path.with_suffix(".new")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        fresh.write_bytes(head.data())
        fresh.replace(path)
    except OSError as error:
        raise WorkspaceError(f"{path} cannot be written: {error.strerror or error}") from error
    return path


def read_heads(folder: Path) -> tuple[bytes, ...]:
    """The files of a folder, each looked at; raises WorkspaceError where there is none or one does not fit."""
    found = []
    for path in sorted(folder.glob(_NAMED.format(language="*"))):
        try:
            data = path.read_bytes() if path.stat().st_size <= _MOST else b""
        except OSError as error:
            raise WorkspaceError(f"ASNAD_MODELS: {path} cannot be read: {error.strerror or error}") from error
        found.append((path, data))
    if not found:
        raise WorkspaceError(f"ASNAD_MODELS: there is no {_NAMED.format(language='*')} in {folder}")
    languages = [_language(path, data) for path, data in found]
    if len(set(languages)) < len(languages):
        raise WorkspaceError(f"ASNAD_MODELS: two files in {folder} are for one language")
    return tuple(data for _, data in found)


def _language(path: Path, data: bytes) -> str:
    from extractors.names.model import NoModel

    try:
        return _of(data)
    except NoModel as error:
        raise WorkspaceError(f"ASNAD_MODELS: {path}: {error}") from error


@lru_cache(maxsize=8)
def _of(data: bytes) -> str:
    from extractors.names.heads import head_of

    return head_of(data).language
