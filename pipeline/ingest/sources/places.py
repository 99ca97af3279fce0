"""Where a file lies, how much what is inside it may come to, and what its lines of JSON are."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Protocol
from urllib.parse import quote

from corpora.ids import digest
from pipeline.errors import UnreadableSource
from pipeline.ingest.jsonlines import record_of
from pipeline.records import Failure, Limits, Source

JSON_LINES = (".jsonl", ".ndjson", ".jsonlines")
MIB = 1024 * 1024
_LONGEST_NAME = 1000
"""Letters of a member's name; a header may give it a gigabyte of them."""
_BAD_LINES = 1000
"""So many lines in a row that are no JSON make a file that is none."""
_HOPELESS = 64
"""A line of so many times the limit ends its file: it is not looked for another."""
type Item = Source | Failure


class Stream(Protocol):
    """A file that can be sought in."""

    def read(self, size: int = -1, /) -> bytes:
        """See IOBase."""
        ...

    def readline(self, size: int = -1, /) -> bytes:
        """See IOBase."""
        ...

    def seek(self, offset: int, whence: int = 0, /) -> int:
        """See IOBase."""
        ...

    def tell(self) -> int:
        """See IOBase."""
        ...


class Whole:
    """Says that a file is no container: it is itself the source."""


class Spent(Exception):
    """Raised where what lies in a file comes to more than it may; the message says of what."""


class Budget:
    """What all that lies in one file may come to, however deep one container lies in another."""

    def __init__(self, size: int, limits: Limits) -> None:
        """``size`` is that of the outermost file."""
        self._members = self._most = limits.archive_members
        self._bytes = max(64 * MIB, limits.archive_ratio * size)

    def take(self, size: int = 0, *, members: int = 0) -> None:
        """Takes so many bytes and members; raises Spent."""
        self._bytes -= size
        self._members -= members
        if self._bytes < 0:
            raise Spent("the archive unpacks to more than its size allows")
        if self._members < 0:
            raise Spent(f"the archive has more members than the limit of {self._most:,}")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a file lies: its address and name, the source it is taken in under, and how deep in other files."""

    uri: str
    name: str
    source: str
    limits: Limits
    depth: int = 0
    budget: Budget | None = None

    def member(self, name: str, address: str = "") -> "Place":
        """A file of that name inside this one."""
        last = _short(name).replace("\\", "/").rsplit("/", 1)[-1]
        uri = f"{self.uri}!/{quote(_short(address or name), errors='replace')}"
        return replace(self, uri=uri, name=last, depth=self.depth + 1)

    def take(self, size: int = 0, *, members: int = 0) -> None:
        """Takes from what is left; raises Spent."""
        if self.budget is not None:
            self.budget.take(size, members=members)

    def failure(self, code: str, message: str) -> Failure:
        """Why this file cannot be had."""
        return Failure(self.uri, "read", code, message)

    def too_large(self, size: int) -> Failure:
        """The failure of a file that is over the limit."""
        return self.failure("refused", f"{size:,} bytes are more than the limit of {self.limits.source_bytes:,}")

    def itself(self, stream: Stream) -> Item:
        """The file as a source, from a stream that is read to the limit and no further."""
        stream.seek(0)
        data = stream.read(self.limits.source_bytes + 1)
        if len(data) > self.limits.source_bytes:
            return self.too_large(stream.seek(0, 2))
        return Source(self.uri, self.name, data, self.source)


type Unpack = Callable[[Stream, Place], Iterator[Item]]
"""Gives the sources that lie in a container, which is opened where a hostile one can do no harm."""


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else f"{name[:_LONGEST_NAME]}…{digest(name.encode('utf-8', 'replace'))}"


def is_json_lines(name: str) -> bool:
    """Whether a name is that of a file of JSON lines."""
    return name.lower().endswith(JSON_LINES)


def json_lines(stream: Stream, place: Place) -> Iterator[Item]:
    """The records of a file of JSON lines, which may be of any length."""
    most = place.limits.line_bytes
    number = bad = 0
    while line := stream.readline(most + 1):
        number += 1
        address = f"{place.uri}#{number}"
        if len(line) > most:
            message = f"the line is longer than the limit of {most:,} bytes"
            yield Failure(address, "read", "refused", message)
            if not _skipped(stream, line, most):
                yield place.failure("refused", f"line {number} has no end; what follows it is not read")
                return
            continue
        if not line.strip():
            continue
        item = line_source(line.strip(), address, place)
        yield item
        bad = bad + 1 if isinstance(item, Failure) else 0
        if bad == _BAD_LINES:
            yield place.failure(
                "corrupt", f"{bad:,} lines in a row are no records; what follows line {number:,} is not read"
            )
            return
    if not number:
        yield place.failure("empty", "the file is empty")


def _skipped(stream: Stream, line: bytes, most: int) -> bool:
    """Whether the rest of a line that is too long came to an end, within a bound of its own."""
    left = _HOPELESS * most
    while line and not line.endswith(b"\n"):
        line = stream.readline(MIB)
        left -= len(line)
        if left < 0:
            return False
    return True


def line_source(line: bytes, uri: str, place: Place) -> Item:
    """The source of a line of JSON, under the address that it gives itself; or why it is none."""
    try:
        record = record_of(line)
    except UnreadableSource as error:
        return Failure(uri, "read", error.code, error.message, data=line)
    return Source(record.get("url") or uri, place.name, line, place.source, record, line=True)
