"""What lies inside a file that holds others: zip, tar, gzip, WARC, the attachments of a mail; each under its address.

Everything is taken out within limits: the size of a member, its size against what it was packed in, their number,
how deep one container may lie in another.
"""

import gzip
import json
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr
from dataclasses import dataclass, replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from io import BytesIO, StringIO
from itertools import islice
from typing import IO, Any
from urllib.parse import quote

from pipeline.records import Failure, Limits, Source

JSON_LINES = (".jsonl", ".ndjson", ".jsonlines")
_MIB = 1024 * 1024
_DEEPEST = 3
_HEAD = 560
_TAR = (".tar", ".tgz", ".tbz2", ".txz", ".tar.gz", ".tar.bz2", ".tar.xz")
_WEB = ("text/html", "application/xhtml+xml", "text/plain", "application/pdf")
type Item = Source | Failure
type Stream = IO[bytes]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a file lies: its address and name, the source it is taken in under, and how deep in other files."""

    uri: str
    name: str
    source: str
    limits: Limits
    depth: int = 0

    def member(self, name: str, address: str = "") -> "Place":
        """A file of that name inside this one."""
        last = name.replace("\\", "/").rsplit("/", 1)[-1]
        return replace(self, uri=f"{self.uri}!/{quote(address or name)}", name=last, depth=self.depth + 1)

    def failure(self, code: str, message: str) -> Failure:
        """Why this file cannot be had."""
        return Failure(self.uri, "read", code, message)

    def too_large(self, size: int) -> Failure:
        """The failure of a file that is over the limit."""
        return self.failure("refused", f"{size:,} bytes are more than the limit of {self.limits.source_bytes:,}")


type _Opener = Callable[[Stream, Place], Iterator[Item]]


def is_container(head: bytes, name: str) -> bool:
    """Whether a file may be larger than a source, since what is inside it is read piece by piece."""
    return _opener(head, name) not in (None, _mail)


def contents(stream: Stream, place: Place) -> Iterator[Item]:
    """The sources in a file that can be sought in: those inside it, or the file itself where it is none of these."""
    head = stream.read(_HEAD)
    stream.seek(0)
    opener = _opener(head, place.name) if place.depth < _DEEPEST else None
    if opener:
        yield from opener(stream, place)
        return
    data = stream.read()
    if place.name.lower().endswith(JSON_LINES):
        for number, line in enumerate(data.splitlines(), 1):
            if line.strip():
                yield record_of(line.strip(), f"{place.uri}#{number}", place)
        return
    yield Source(place.uri, place.name, data, place.source)


def _opener(head: bytes, name: str) -> _Opener | None:
    lower = name.lower()
    if lower.endswith((".warc", ".warc.gz")) or head.startswith(b"WARC/"):
        return _warc
    if head.startswith(b"PK"):
        return _zip
    if head[257:262] == b"ustar" or lower.endswith(_TAR):
        return _tar
    if head.startswith(b"\x1f\x8b"):
        return _gzip
    return _mail if lower.endswith(".eml") else None


def _is_office(stream: Stream) -> bool:
    """Whether a zip archive is one document (Office Open XML, OpenDocument) and not a bag of files."""
    with zipfile.ZipFile(stream) as archive:
        names = archive.namelist()
    stream.seek(0)
    return "[Content_Types].xml" in names or "mimetype" in names[:1]


def record_of(line: bytes, uri: str, place: Place) -> Item:
    """The source of a JSON line of a file, or why it is none."""
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        return Failure(uri, "read", "corrupt", f"the line is not JSON: {error}", data=line)
    if not isinstance(record, dict):
        return Failure(uri, "read", "corrupt", "the line is not a JSON object", data=line)
    url = record.get("url")
    return Source(url if isinstance(url, str) and url else uri, place.name, line, place.source, record)


# zip ---------------------------------------------------------------------------------------------------------------


def _zip(stream: Stream, place: Place) -> Iterator[Item]:
    if not zipfile.is_zipfile(stream):
        size = stream.seek(0, 2)
        stream.seek(0)
        large = size > place.limits.source_bytes
        yield place.too_large(size) if large else Source(place.uri, place.name, stream.read(), place.source)
        return
    try:
        stream.seek(0)
        if _is_office(stream):
            yield Source(place.uri, place.name, stream.read(), place.source)
            return
        with zipfile.ZipFile(stream) as archive:
            members = [info for info in archive.infolist() if not info.is_dir()]
            if len(members) > place.limits.archive_members:
                yield place.failure(
                    "bomb", f"the archive has more members than the limit of {place.limits.archive_members:,}"
                )
                return
            if not members:
                yield place.failure("empty", "the archive is empty")
            for info in members:
                yield from _zipped(archive, info, place.member(info.filename))
    except (zipfile.BadZipFile, OSError, EOFError) as error:
        yield place.failure("corrupt", f"the archive cannot be read: {error}")


def _zipped(archive: zipfile.ZipFile, info: zipfile.ZipInfo, place: Place) -> Iterator[Item]:
    if info.file_size > place.limits.source_bytes:
        yield place.too_large(info.file_size)
        return
    if info.file_size > max(_MIB, place.limits.archive_ratio * info.compress_size):
        yield place.failure("bomb", f"{info.compress_size:,} bytes would unpack to {info.file_size:,}")
        return
    try:
        with archive.open(info) as stream:
            data = stream.read(info.file_size + 1)
    except RuntimeError:
        yield place.failure("encrypted", "the archive member asks for a password")
    except Exception as error:  # noqa: BLE001 - zipfile raises zlib.error, BadZipFile, NotImplementedError and more
        yield place.failure("corrupt", f"the archive member cannot be unpacked: {error}")
    else:
        yield from contents(BytesIO(data), place)


# tar and gzip ------------------------------------------------------------------------------------------------------


def _tar(stream: Stream, place: Place) -> Iterator[Item]:
    """The files of a tape archive; its links and devices are left out."""
    size = stream.seek(0, 2)
    stream.seek(0)
    most, taken, count = max(64 * _MIB, place.limits.archive_ratio * size), 0, 0
    try:
        with tarfile.open(fileobj=stream, mode="r|*") as archive:
            for info in archive:
                taken += info.size
                count += 1
                inside = place.member(info.name)
                if taken > most or count > place.limits.archive_members:
                    yield inside.failure("bomb", "the archive unpacks to more than its size allows")
                    return
                if not info.isfile():
                    continue
                if info.size > place.limits.source_bytes:
                    yield inside.too_large(info.size)
                    continue
                member = archive.extractfile(info)
                yield from contents(BytesIO(member.read() if member else b""), inside)
    except Exception as error:  # noqa: BLE001 - tarfile lets out whatever a broken header makes it stumble over
        yield place.failure("corrupt", f"the archive cannot be read: {error}")
        return
    if not count:
        yield place.failure("empty", "the archive is empty")


def _gzip(stream: Stream, place: Place) -> Iterator[Item]:
    """One packed file, under the same address: ``articles.jsonl.gz`` is read as ``articles.jsonl``."""
    size = stream.seek(0, 2)
    stream.seek(0)
    most = min(place.limits.source_bytes, max(_MIB, place.limits.archive_ratio * size))
    try:
        with gzip.open(stream) as unpacked:
            data = unpacked.read(most + 1)
    except (OSError, EOFError, zlib.error) as error:
        yield place.failure("corrupt", f"the file cannot be unpacked: {error}")
        return
    if len(data) > most:
        yield place.failure("bomb", f"{size:,} bytes unpack to more than {most:,}")
        return
    if data[257:262] == b"ustar":
        stream.seek(0)
        yield from _tar(stream, place)
        return
    inner = place.name[:-3] if place.name.lower().endswith(".gz") else place.name
    yield from contents(BytesIO(data), replace(place, name=inner, depth=place.depth + 1))


# web archives ------------------------------------------------------------------------------------------------------


def _warc(stream: Stream, place: Place) -> Iterator[Item]:
    """The pages of a web archive, each under the address that it was fetched from; scripts and pictures left out."""
    from warcio.archiveiterator import ArchiveIterator

    found = 0
    try:
        for record in islice(_quietly(ArchiveIterator(stream)), place.limits.archive_members):
            if not _is_page(record):
                continue
            found += 1
            address = str(record.rec_headers.get_header("WARC-Target-URI")).strip("<>")
            data = record.content_stream().read(place.limits.source_bytes + 1)
            if len(data) > place.limits.source_bytes:
                yield replace(place, uri=address).too_large(len(data))
            else:
                yield Source(address, address.rstrip("/").rsplit("/", 1)[-1], data, place.source)
    except Exception as error:  # noqa: BLE001 - warcio lets out whatever a broken record makes it stumble over
        yield place.failure("corrupt", f"the web archive cannot be read: {error}")
        return
    if not found:
        yield place.failure("empty", "the web archive holds no page")


def _quietly(records: Iterator[Any]) -> Iterator[Any]:
    """The records, without what warcio writes to stderr about odd ones."""
    while True:
        with redirect_stderr(StringIO()):
            record = next(records, None)
        if record is None:
            return
        yield record


def _is_page(record: Any) -> bool:
    if record.rec_type not in ("response", "resource") or not record.rec_headers.get_header("WARC-Target-URI"):
        return False
    headers = record.http_headers or record.rec_headers
    status = record.http_headers.get_statuscode() if record.http_headers else "200"
    kind = (headers.get_header("Content-Type") or "").split(";")[0].strip().lower()
    return bool(status == "200" and kind in _WEB)


# mail --------------------------------------------------------------------------------------------------------------


def _mail(stream: Stream, place: Place) -> Iterator[Item]:
    """A mail, and behind it its attachments, each a document of its own."""
    data = stream.read()
    yield Source(place.uri, place.name, data, place.source)
    try:
        message = message_from_bytes(data, policy=policy.default)
        assert isinstance(message, EmailMessage)
        parts = [part for part in message.iter_attachments() if isinstance(part, EmailMessage)]
        files = [file for number, part in enumerate(parts, 1) if (file := _attached(part, number))]
    except Exception as error:  # noqa: BLE001 - the mail parser lets out whatever it stumbles over
        inside = replace(place, uri=f"{place.uri}!/")
        yield inside.failure("corrupt", f"the attachments of the mail cannot be read: {error}")
        return
    for number, (title, content) in enumerate(files[: place.limits.archive_members], 1):
        inside = place.member(title, f"{number}/{title}")
        if len(content) > place.limits.source_bytes:
            yield inside.too_large(len(content))
        else:
            yield from contents(BytesIO(content), inside)


def _attached(part: EmailMessage, number: int) -> tuple[str, bytes] | None:
    """The name and bytes of an attachment; None for a picture that the mail's own text shows."""
    if part.get_content_disposition() != "attachment" and part.get("Content-ID"):
        return None
    title = part.get_filename() or f"{number}{'.eml' if part.get_content_maintype() == 'message' else ''}"
    content = part.get_content() if part.get_content_maintype() == "message" else part.get_payload(decode=True)
    data = content.as_bytes() if isinstance(content, EmailMessage) else content
    return (title, data) if isinstance(data, bytes) and data else None
