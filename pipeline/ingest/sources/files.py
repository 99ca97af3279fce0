"""Walks files, folders, what holds other files, JSON lines; yields sources, or failures where one cannot be had."""

import logging
import os
import stat
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import IO
from urllib.parse import quote

from pipeline.errors import PipelineError
from pipeline.ingest.marks import HEAD
from pipeline.ingest.sources.clutter import is_clutter
from pipeline.ingest.sources.containers import holds_others, may_be_large
from pipeline.ingest.sources.places import Item, Place, Unpack, is_json_lines, json_lines
from pipeline.records import Failure, Limits

log = logging.getLogger(__name__)

_PSEUDO = ("/proc", "/sys", "/sys/kernel/debug", "/sys/kernel/tracing", "/sys/fs/cgroup")


def file_uri(path: Path) -> str:
    """The percent-encoded ``file:`` address of a path."""
    return "file://" + quote(os.fsencode(os.path.abspath(path)))  # noqa: PTH100 - Path.resolve would follow links


@dataclass(frozen=True, slots=True)
class Walk:
    """How files are looked for: the source they are taken in under, limits, who opens containers, what is left out."""

    source: str
    limits: Limits
    unpack: Unpack
    left_out: frozenset[Path] = field(default_factory=frozenset)
    """Real paths of folders that are not read: the workspace itself."""
    on_left_out: Callable[[Path], None] = lambda _: None
    """Is told what is not read."""

    def leaves_out(self, path: Path) -> bool:
        """Whether a path is, or lies in, what is not read; tells of it then."""
        real = path.resolve()
        out = any(real.is_relative_to(folder) for folder in self.left_out)
        if out:
            self.on_left_out(path)
        return out


def walk(path: Path, how: Walk) -> Iterator[Item]:
    """The sources under a path, in a fixed order.

    Hidden files, those of systems, and workspaces in a folder are left out.
    """
    yield from _guarded(path, _found(path, how))


def _guarded(path: Path, items: Iterator[Item]) -> Iterator[Item]:
    """What is found; one file that breaks this program is one failure."""
    try:
        yield from items
    except PipelineError:  # it is not the file's doing
        raise
    except OSError as error:
        yield Failure(file_uri(path), "read", "unreadable", f"the file cannot be read: {error.strerror or error}")
    except Exception as error:
        log.exception("a file broke the walk", extra={"uri": file_uri(path)})
        why = f"{type(error).__name__}: {error}"
        yield Failure(file_uri(path), "read", "internal", why, trace=traceback.format_exc())


def _found(path: Path, how: Walk) -> Iterator[Item]:
    if how.leaves_out(path):
        return
    if path.is_dir():
        yield from _folder(path, path.resolve(), how)
    else:
        yield from _file(path, path, how, follow=True)


def _folder(path: Path, root: Path, how: Walk) -> Iterator[Item]:
    if how.leaves_out(path):
        return
    try:
        entries = sorted(path.iterdir(), key=lambda p: os.fsencode(p.name))
    except OSError as error:
        yield Failure(file_uri(path) + "/", "read", "unreadable", f"the folder cannot be opened: {error.strerror}")
        return
    if _is_workspace(entries):
        how.on_left_out(path)
        return
    for entry in entries:
        if entry.name.startswith(".") or is_clutter(entry.name):
            continue
        link, folder = entry.is_symlink(), entry.is_dir()
        if folder and not link:
            yield from _folder(entry, root, how)
        elif link and not folder:
            yield from _guarded(entry, _linked(entry, root, how))
        elif not folder:
            yield from _guarded(entry, _file(entry, entry, how))


def _is_workspace(entries: list[Path]) -> bool:
    """Whether a folder is one that Asnad keeps its own things in."""
    names = {entry.name for entry in entries}
    return "writer.lock" in names or {"store.db", "blobs"} <= names


def _linked(path: Path, root: Path, how: Walk) -> Iterator[Item]:
    """The file that a link leads to, under the link's address, where it lies in the same folder."""
    real = path.resolve()
    if how.leaves_out(path):
        return
    if real.is_relative_to(root):
        yield from _file(path, real, how)
    else:
        why = "it is a link that leads out of the folder; name the file itself to have it read"
        yield Failure(file_uri(path), "read", "refused", why)


def _file(path: Path, real: Path, how: Walk, *, follow: bool = False) -> Iterator[Item]:
    """The sources in a file that is opened as ``real``; through a link only where a person named it."""
    uri = file_uri(path)
    place = Place(uri, path.name, how.source, how.limits)
    try:
        # a pipe would wait for who writes to it, and a link may have been put there since it was looked at
        handle = os.open(real, os.O_RDONLY | os.O_NONBLOCK | (0 if follow else os.O_NOFOLLOW))
    except FileNotFoundError:
        yield place.failure("unreadable", "there is no such file")
        return
    with os.fdopen(handle, "rb") as stream:
        about = os.fstat(stream.fileno())
        if not stat.S_ISREG(about.st_mode) or about.st_dev in _pseudo():
            yield place.failure("unreadable", "it is not a regular file")
            return
        yield from _sources(stream, about.st_size, place, how)


@cache
def _pseudo() -> frozenset[int]:
    """The file systems whose files are no files: reading one may wait for ever, or tell of other processes."""
    return frozenset(Path(name).stat().st_dev for name in _PSEUDO if Path(name).is_mount())


def _sources(stream: IO[bytes], size: int, place: Place, how: Walk) -> Iterator[Item]:
    if is_json_lines(place.name):
        yield from json_lines(stream, place)
        return
    head = stream.read(HEAD)
    if size > place.limits.source_bytes and not may_be_large(head, place.name):
        yield place.too_large(size)
    elif not holds_others(head, place.name):
        yield place.itself(stream)
    else:
        for item in how.unpack(stream, place):
            yield _with_bytes(item, stream, size, place)


def _with_bytes(item: Item, stream: IO[bytes], size: int, place: Place) -> Item:
    """The item; the failure of a container as a whole with its bytes, so that they are kept."""
    if not isinstance(item, Failure) or item.uri != place.uri or item.data or size > place.limits.source_bytes:
        return item
    stream.seek(0)
    return replace(item, data=stream.read(size))
