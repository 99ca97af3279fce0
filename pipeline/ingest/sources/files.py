"""Walks files, folders, what holds other files, JSON lines; yields sources, or failures where one cannot be had."""

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

from pipeline.ingest.sources.archives import JSON_LINES, Item, Place, contents, is_container, record_of
from pipeline.records import Failure, Limits

_MIB = 1024 * 1024
_HEAD = 560


def file_uri(path: Path) -> str:
    """The percent-encoded ``file:`` address of a path."""
    return "file://" + quote(os.fsencode(os.path.abspath(path)))  # noqa: PTH100 - Path.resolve would follow links


def walk(path: Path, source: str, limits: Limits) -> Iterator[Item]:
    """The sources under a path, in a fixed order; hidden files of a folder are left out."""
    if path.is_dir():
        yield from _folder(path, source, limits)
    else:
        yield from _file(path, source, limits)


def _folder(path: Path, source: str, limits: Limits) -> Iterator[Item]:
    try:
        entries = sorted(path.iterdir(), key=lambda p: os.fsencode(p.name))
    except OSError as error:
        yield Failure(file_uri(path) + "/", "read", "unreadable", f"the folder cannot be opened: {error.strerror}")
        return
    for entry in entries:
        if not entry.name.startswith(".") and not (entry.is_symlink() and entry.is_dir()):
            yield from walk(entry, source, limits)


def _file(path: Path, source: str, limits: Limits) -> Iterator[Item]:
    uri = file_uri(path)
    place = Place(uri, path.name, source, limits)
    try:
        if not path.is_file():
            reason = "there is no such file" if not path.exists() else "it is not a regular file"
            yield Failure(uri, "read", "unreadable", reason)
            return
        if path.suffix.lower() in JSON_LINES:
            yield from _lines(path, place)
            return
        size = path.stat().st_size
        with path.open("rb") as stream:
            head = stream.read(_HEAD)
            stream.seek(0)
            if size > limits.source_bytes and not is_container(head, path.name):
                yield replace(place.too_large(size), path=str(path))
                return
            yield from contents(stream, place)
    except OSError as error:
        yield Failure(uri, "read", "unreadable", f"the file cannot be read: {error.strerror or error}")


def _lines(path: Path, place: Place) -> Iterator[Item]:
    with path.open("rb") as stream:
        number = 0
        while line := stream.readline(place.limits.line_bytes + 1):
            number += 1
            address = f"{place.uri}#{number}"
            if len(line) > place.limits.line_bytes:
                while line and not line.endswith(b"\n"):
                    line = stream.readline(_MIB)
                message = f"the line is longer than the limit of {place.limits.line_bytes:,} bytes"
                yield Failure(address, "read", "refused", message, path=str(path))
            elif line.strip():
                yield record_of(line.strip(), address, place)
        if not number:
            yield place.failure("empty", "the file is empty")
