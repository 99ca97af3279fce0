"""The files of a tantivy index: its checkpoint beside it, what a crash left among them, and whether they are whole."""

import fcntl
import json
import logging
import secrets
import shutil
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

log = logging.getLogger(__name__)

_FOOTER = struct.Struct("<II")
_MAGIC = 1337
"""At the end of each file of an index, after the length of its footer."""
_PIECE = 1 << 20
_SEGMENT = 32
"""Letters of the name of a segment."""
_META_LOCK = ".tantivy-meta.lock"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """How far an index is, whose it is, and what its last commit was: ``opstamp``, with so many documents."""

    seq: int = 0
    ahead: int = 0
    origin: str = ""
    opstamp: int = 0
    documents: int = 0


def read_checkpoint(path: Path) -> Checkpoint:
    """The checkpoint in a file; that of an empty index where there is none, or it cannot be read."""
    try:
        kept = json.loads(path.read_text(encoding="ascii"))
        numbers = {name: int(kept.get(name, 0)) for name in ("seq", "ahead", "opstamp", "documents")}
        return Checkpoint(origin=str(kept.get("origin", "")), **numbers)
    except (OSError, ValueError, TypeError, AttributeError):
        return Checkpoint()


def write_checkpoint(path: Path, checkpoint: Checkpoint) -> None:
    """Puts a checkpoint in place of the one before, whole or not at all."""
    fresh = path.with_suffix(".new")
    fresh.write_text(json.dumps(asdict(checkpoint)), encoding="ascii")
    fresh.replace(path)


def opstamp(folder: Path) -> int:
    """The last commit of an index; -1 where it has no list of its segments."""
    try:
        return int(_meta(folder)["opstamp"])
    except (OSError, ValueError, KeyError, TypeError):
        return -1


def _meta(folder: Path) -> dict[str, Any]:
    meta: dict[str, Any] = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    return meta


def _wanted(folder: Path) -> set[str]:
    """The beginnings of the names of all files that the last commit knows."""
    names = set[str]()
    for segment in _meta(folder)["segments"]:
        stem = segment["segment_id"].replace("-", "")
        names |= {f"{stem}.{kind}" for kind in ("idx", "pos", "term", "store", "fast", "fieldnorm", "temp")}
        if segment["deletes"]:
            names.add(f"{stem}.{segment['deletes']['opstamp']}.del")
    return names


def begin_writing(folder: Path, note: Path) -> None:
    """Removes the files that no commit knows, and notes in a file what the index is made of now.

    Only for who holds the lock of the engine's writer: what another one has begun would be taken for left over. Most
    are what a later commit superseded, of which an engine in another process did not know. Where the note of who wrote
    last is still there it did not come to its end: a writer that wants the names of its files could not go on.
    """
    try:
        wanted = _wanted(folder)
    except (OSError, ValueError, KeyError, TypeError):
        return
    with _no_reader_opens(folder):
        gone = [path for path in folder.iterdir() if _is_of_segment(path) and path.name not in wanted]
        for path in gone:
            path.unlink(missing_ok=True)
    began_with = _noted(note)
    if began_with is not None and (left := sorted({path.name for path in gone} - began_with)):
        log.warning("removed %d files that an interrupted commit had left in the index: %s", len(left), " ".join(left))
    note.write_text("\n".join(sorted(wanted)), encoding="ascii")


def end_writing(note: Path) -> None:
    """Takes the note away: whoever began to write has come to an end."""
    note.unlink(missing_ok=True)


def _noted(note: Path) -> set[str] | None:
    """The files that a writer began with; nothing where it ended, or none has begun."""
    try:
        return set(note.read_text(encoding="ascii", errors="replace").split("\n"))
    except OSError:
        return None


def _is_of_segment(path: Path) -> bool:
    return len(path.name.partition(".")[0]) == _SEGMENT


@contextmanager
def _no_reader_opens(folder: Path) -> Iterator[None]:
    """Holds the lock that a reader of any process takes while it opens the files of a list of segments."""
    with (folder / _META_LOCK).open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def inspected(folder: Path) -> str:
    """What is wrong with the files of an index, by the checksum at the end of each; "" where they are whole."""
    try:
        wanted = sorted(_wanted(folder))
    except (OSError, ValueError, KeyError, TypeError) as error:
        return f"its list of segments cannot be read ({type(error).__name__})"
    for name in wanted:
        path = folder / name
        if path.suffix == ".temp" or (path.suffix == ".pos" and not path.exists()):
            continue
        try:
            whole = _is_whole(path)
        except (OSError, ValueError, KeyError, TypeError, struct.error) as error:
            return f"{name} cannot be read ({type(error).__name__})"
        if not whole:
            return f"{name} is not as it was written"
    return ""


def _is_whole(path: Path) -> bool:
    """Whether a file has the checksum that its footer names."""
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(size - _FOOTER.size)
        length, magic = _FOOTER.unpack(file.read(_FOOTER.size))
        left = size - _FOOTER.size - length
        if magic != _MAGIC or left < 0:
            return False
        file.seek(left)
        promised = json.loads(file.read(length))["crc"]
        file.seek(0)
        found = 0
        while left > 0:
            piece = file.read(min(_PIECE, left))
            found, left = zlib.crc32(piece, found), left - len(piece)
    return bool(found == promised)


def remove(path: Path) -> None:
    """Takes a folder or file away at once, by another name, then for good."""
    if path.is_dir():
        aside = path.with_name(f"gone-{secrets.token_hex(4)}")
        path.rename(aside)
        shutil.rmtree(aside, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
