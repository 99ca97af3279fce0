"""Walks files, folders, zip archives and JSON lines files; yields sources, or failures where one cannot be had."""

import json
import os
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from urllib.parse import quote

from pipeline.records import Failure, Limits, Source

_JSON_LINES = (".jsonl", ".ndjson", ".jsonlines")
_MIB = 1024 * 1024
_DEEPEST_ARCHIVE = 2
type Item = Source | Failure


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
    try:
        if not path.is_file():
            reason = "there is no such file" if not path.exists() else "it is not a regular file"
            yield Failure(uri, "read", "unreadable", reason)
            return
        if path.suffix.lower() in _JSON_LINES:
            yield from _lines(path, uri, source, limits)
            return
        size = path.stat().st_size
        if size > limits.source_bytes and not zipfile.is_zipfile(path):
            yield _too_large(uri, size, limits, path)
            return
        if zipfile.is_zipfile(path) and not _is_office(path):
            yield from _archive(path, uri, source, limits, depth=1)
            return
        yield Source(uri, path.name, path.read_bytes(), source)
    except OSError as error:
        yield Failure(uri, "read", "unreadable", f"the file cannot be read: {error.strerror or error}")


def _too_large(uri: str, size: int, limits: Limits, path: Path | None = None) -> Failure:
    message = f"{size:,} bytes are more than the limit of {limits.source_bytes:,}"
    return Failure(uri, "read", "refused", message, path=str(path or ""))


def _is_office(path: Path | BytesIO) -> bool:
    """Whether a zip archive is one document (Office Open XML, OpenDocument) and not a bag of files."""
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
    return "[Content_Types].xml" in names or "mimetype" in names[:1]


def _lines(path: Path, uri: str, source: str, limits: Limits) -> Iterator[Item]:
    with path.open("rb") as stream:
        number = 0
        while line := stream.readline(limits.line_bytes + 1):
            number += 1
            address = f"{uri}#{number}"
            if len(line) > limits.line_bytes:
                while line and not line.endswith(b"\n"):
                    line = stream.readline(_MIB)
                message = f"the line is longer than the limit of {limits.line_bytes:,} bytes"
                yield Failure(address, "read", "refused", message, path=str(path))
            elif line.strip():
                yield _record(line.strip(), address, path.name, source)
        if not number:
            yield Failure(uri, "read", "empty", "the file is empty")


def _record(line: bytes, uri: str, name: str, source: str) -> Item:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        return Failure(uri, "read", "corrupt", f"the line is not JSON: {error}", data=line)
    if not isinstance(record, dict):
        return Failure(uri, "read", "corrupt", "the line is not a JSON object", data=line)
    url = record.get("url")
    return Source(url if isinstance(url, str) and url else uri, name, line, source, record)


def _archive(where: Path | BytesIO, uri: str, source: str, limits: Limits, depth: int) -> Iterator[Item]:
    try:
        with zipfile.ZipFile(where) as archive:
            members = [info for info in archive.infolist() if not info.is_dir()]
            if len(members) > limits.archive_members:
                message = f"the archive has {len(members):,} members, more than the limit of {limits.archive_members:,}"
                yield Failure(uri, "read", "bomb", message)
                return
            if not members:
                yield Failure(uri, "read", "empty", "the archive is empty")
            for info in members:
                yield from _member(archive, info, f"{uri}!/{quote(info.filename)}", source, limits, depth)
    except (zipfile.BadZipFile, OSError, EOFError) as error:
        yield Failure(uri, "read", "corrupt", f"the archive cannot be read: {error}")


def _member(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, uri: str, source: str, limits: Limits, depth: int
) -> Iterator[Item]:
    if info.file_size > limits.source_bytes:
        yield _too_large(uri, info.file_size, limits)
        return
    if info.file_size > max(_MIB, limits.archive_ratio * info.compress_size):
        yield Failure(uri, "read", "bomb", f"{info.compress_size:,} bytes would unpack to {info.file_size:,}")
        return
    try:
        with archive.open(info) as stream:
            data = stream.read(info.file_size + 1)
    except RuntimeError:
        yield Failure(uri, "read", "encrypted", "the archive member asks for a password")
        return
    except Exception as error:  # noqa: BLE001 - zipfile raises zlib.error, BadZipFile, NotImplementedError and more
        yield Failure(uri, "read", "corrupt", f"the archive member cannot be unpacked: {error}")
        return
    name = info.filename.rsplit("/", 1)[-1]
    inner = BytesIO(data)
    if Path(name).suffix.lower() in _JSON_LINES:
        for number, line in enumerate(data.splitlines(), 1):
            if line.strip():
                yield _record(line.strip(), f"{uri}#{number}", name, source)
    elif depth < _DEEPEST_ARCHIVE and data.startswith(b"PK") and zipfile.is_zipfile(inner) and not _is_office(inner):
        yield from _archive(inner, uri, source, limits, depth + 1)
    else:
        yield Source(uri, name, data, source)
