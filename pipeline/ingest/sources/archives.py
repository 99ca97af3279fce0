"""Zip, tar, gzip and WARC files: the files inside, each under its address, taken out within limits.

A member has a limit of its size, and of its size against what it was packed in; all members together, over all depths,
have a Budget. Whatever a library stumbles over costs the archive, not the run.
"""

import gzip
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr
from dataclasses import replace
from io import BytesIO, StringIO
from typing import IO, Any, cast

from pipeline.ingest.sources import zip_names
from pipeline.ingest.sources.clutter import is_clutter
from pipeline.ingest.sources.places import (
    MIB,
    Item,
    Place,
    Spent,
    Stream,
    Unpack,
    Whole,
    is_json_lines,
    json_lines,
)
from pipeline.records import Source

TAR_NAMES = (".tar", ".tgz", ".tbz2", ".txz", ".tar.gz", ".tar.bz2", ".tar.xz")
_WEB = ("text/html", "application/xhtml+xml", "text/plain", "application/pdf")
_TAR_BLOCK = 512
_ENCRYPTED = 1
"""The flag of a zip member that asks for a password."""
type Opener = Callable[[Stream, Place, Unpack], Iterator[Item | Whole]]
"""Gives what lies in a container; its third argument does that for what lies in its members."""


def is_tar(head: bytes) -> bool:
    """Whether the first bytes are those of a tape archive that is not packed."""
    return head[257:262] == b"ustar"


# zip ---------------------------------------------------------------------------------------------------------------


def open_zip(stream: Stream, place: Place, within: Unpack) -> Iterator[Item | Whole]:
    """The members of a zip archive; the file itself where it is one document (Office Open XML, OpenDocument)."""
    file = cast("IO[bytes]", stream)
    if not zipfile.is_zipfile(file):
        yield Whole()
        return
    try:
        file.seek(0)
        with zip_names.opened(file) as archive:
            names = archive.namelist()
            if "[Content_Types].xml" in names or "mimetype" in names[:1]:
                yield Whole()
                return
            place.take(members=len(names))
            members = [one for one in archive.infolist() if not (one.is_dir() or is_clutter(one.filename))]
            if not members:
                yield place.failure("empty", "the archive is empty")
            for info in members:
                yield from _zipped(archive, info, place.member(info.filename), within)
    except (Spent, MemoryError):
        raise
    except Exception as error:  # noqa: BLE001 - zipfile lets out whatever a broken header makes it stumble over
        yield place.failure("corrupt", f"the archive cannot be read: {error}")


def _zipped(archive: zipfile.ZipFile, info: zipfile.ZipInfo, place: Place, within: Unpack) -> Iterator[Item]:
    if info.file_size > place.limits.source_bytes:
        yield place.too_large(info.file_size)
        return
    if info.file_size > max(MIB, place.limits.archive_ratio * info.compress_size):
        yield place.failure("bomb", f"{info.compress_size:,} bytes would unpack to {info.file_size:,}")
        return
    if info.flag_bits & _ENCRYPTED:
        yield place.failure("encrypted", "the archive member asks for a password")
        return
    place.take(info.file_size)
    try:
        with archive.open(info) as stream:
            data = stream.read(info.file_size + 1)
    except NotImplementedError as error:
        yield place.failure("unsupported", f"the archive member is packed in a way that is not read here: {error}")
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - zipfile raises zlib.error, BadZipFile, LZMAError and more
        yield place.failure("corrupt", f"the archive member cannot be unpacked: {error}")
    else:
        yield from within(BytesIO(data), place)


# tar and gzip ------------------------------------------------------------------------------------------------------


def open_tar(stream: Stream, place: Place, within: Unpack) -> Iterator[Item | Whole]:
    """The files of a tape archive; its links and devices are left out."""
    files = others = 0
    try:
        with tarfile.open(fileobj=cast("IO[bytes]", stream), mode="r|*", encoding="utf-8") as archive:
            for info in archive:
                place.take(info.size + _TAR_BLOCK, members=1)
                if not info.isfile() or is_clutter(info.name):
                    others += not (info.isfile() or info.isdir())
                    continue
                files += 1
                inside = place.member(_tar_name(info.name))
                if info.size > place.limits.source_bytes:
                    yield inside.too_large(info.size)
                    continue
                member = archive.extractfile(info)
                yield from within(BytesIO(member.read() if member else b""), inside)
    except (Spent, MemoryError):
        raise
    except Exception as error:  # noqa: BLE001 - tarfile lets out whatever a broken header makes it stumble over
        yield place.failure("corrupt", f"the archive cannot be read: {error}")
        return
    if not files:
        yield place.failure("empty", "the archive holds links only" if others else "the archive is empty")


def _tar_name(name: str) -> str:
    """A name as it was meant: bytes that are not UTF-8 are of the code page of Persian and Arabic Windows.

    >>> _tar_name("گزارش.txt".encode("cp1256").decode("utf-8", "surrogateescape"))
    'گزارش.txt'
    """
    data = name.encode("utf-8", "surrogateescape")
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("cp1256", "replace")


def open_gzip(stream: Stream, place: Place, within: Unpack) -> Iterator[Item | Whole]:
    """One packed file, under the same address: ``articles.jsonl.gz`` is read as ``articles.jsonl``."""
    size = stream.seek(0, 2)
    stream.seek(0)
    most = min(place.limits.source_bytes, max(MIB, place.limits.archive_ratio * size))
    name = place.name[:-3] if place.name.lower().endswith(".gz") else place.name
    inner = replace(place, name=name, depth=place.depth + 1)
    try:
        with gzip.open(cast("IO[bytes]", stream)) as unpacked:
            if is_json_lines(name):
                yield from json_lines(cast("Stream", _Counted(unpacked, place)), inner)
                return
            data = unpacked.read(_TAR_BLOCK)
            tar = is_tar(data)
            if not tar:
                data += unpacked.read(most + 1 - len(data))
    except (OSError, EOFError, zlib.error) as error:
        yield place.failure("corrupt", f"the file cannot be unpacked: {error}")
        return
    if tar:
        stream.seek(0)
        yield from open_tar(stream, place, within)
    elif len(data) > most:
        yield place.failure("bomb", f"{size:,} bytes unpack to more than {most:,}")
    else:
        place.take(len(data), members=1)
        yield from within(BytesIO(data), inner)


class _Counted:
    """Reads lines of a stream, and takes their bytes from the budget of a place."""

    def __init__(self, stream: gzip.GzipFile, place: Place) -> None:
        self._stream, self._place = stream, place

    def readline(self, size: int = -1, /) -> bytes:
        """See IOBase; raises Spent."""
        line = self._stream.readline(size)
        self._place.take(len(line))
        return line


# web archives ------------------------------------------------------------------------------------------------------


def open_warc(stream: Stream, place: Place, within: Unpack) -> Iterator[Item | Whole]:  # noqa: ARG001 - the seam's
    """The pages of a web archive, each under the address that it was fetched from; scripts and pictures left out."""
    from warcio.archiveiterator import ArchiveIterator

    found = 0
    try:
        for record in _quietly(ArchiveIterator(stream)):
            place.take(members=1)
            if not _is_page(record):
                continue
            found += 1
            address = str(record.rec_headers.get_header("WARC-Target-URI")).strip("<>")
            data = record.content_stream().read(place.limits.source_bytes + 1)
            place.take(len(data))
            if len(data) > place.limits.source_bytes:
                yield replace(place, uri=address).too_large(len(data))
            else:
                yield Source(address, address.rstrip("/").rsplit("/", 1)[-1], data, place.source)
    except (Spent, MemoryError):
        raise
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
