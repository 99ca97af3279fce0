"""Zip archives with a name that is marked as UTF-8 and is none: the members are read, that name alone is misspelt."""

import io
import struct
import zipfile
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from typing import IO, cast

_END = b"PK\5\6"
_END_SIZE = 22
_LONGEST_COMMENT = 65_535
_ENTRY = struct.Struct("<4s4xH18xHHH8xI")
"""Signature, flags, how long name, further fields and comment are, and where the member begins."""
_DIRECTORY = struct.Struct("<12xII2x")
"""How long the directory is, and where it begins."""
_ENTRY_SIZE = 46
_UTF8 = 0x800
_FLAGS_AT, _LOCAL_FLAGS_AT = 8, 6


def opened(file: IO[bytes]) -> zipfile.ZipFile:
    """The archive; raises what zipfile raises, but not for such a name: what of it is UTF-8 stays."""
    try:
        return zipfile.ZipFile(file)
    except UnicodeDecodeError:
        unmarked, misspelt = _unmarked(file)
    archive = zipfile.ZipFile(unmarked)
    for number in misspelt:
        info = archive.infolist()[number]
        info.filename = info.filename.encode("cp437", "replace").decode("utf-8", "replace")
    return archive


def _unmarked(file: IO[bytes]) -> tuple[IO[bytes], list[int]]:
    """The archive as if names that are not UTF-8 had not been marked so, and which they are.

    zipfile takes what is not marked for cp437, which has a letter for every byte.
    """
    size = file.seek(0, io.SEEK_END)
    tail_at = max(0, size - _END_SIZE - _LONGEST_COMMENT)
    file.seek(tail_at)
    end_at = tail_at + file.read().rindex(_END)  # zipfile has found it
    file.seek(end_at)
    length, offset = _DIRECTORY.unpack(file.read(_END_SIZE))
    if length > end_at:
        raise zipfile.BadZipFile("its directory is longer than the archive")
    start = end_at - length
    file.seek(start)
    directory = bytearray(file.read())
    misspelt, patches = [], dict[int, int]()
    for number, (at, flags, name, member) in enumerate(_entries(directory)):
        try:
            name.decode()
        except UnicodeDecodeError:
            if flags & _UTF8:
                misspelt.append(number)
                struct.pack_into("<H", directory, at + _FLAGS_AT, flags & ~_UTF8)
                patches |= dict(enumerate(struct.pack("<H", flags & ~_UTF8), start - offset + member + _LOCAL_FLAGS_AT))
    return cast("IO[bytes]", io.BufferedReader(_Patched(file, start, bytes(directory), patches))), misspelt


def _entries(directory: bytearray) -> Iterator[tuple[int, int, bytes, int]]:
    """Where each entry begins, its flags, its name, and where its member begins."""
    at = 0
    while at + _ENTRY_SIZE <= len(directory):
        mark, flags, name, further, comment, member = _ENTRY.unpack_from(directory, at)
        if mark != b"PK\1\2":
            return
        yield at, flags, bytes(directory[at + _ENTRY_SIZE : at + _ENTRY_SIZE + name]), member
        at += _ENTRY_SIZE + name + further + comment


class _Patched(io.RawIOBase):
    """A file whose end is another one, and some bytes before it are others."""

    def __init__(self, file: IO[bytes], start: int, end: bytes, patches: Mapping[int, int]) -> None:
        self._file, self._start, self._end, self._patches = file, start, end, patches
        self._places = sorted(patches)
        self._at = 0

    def readable(self) -> bool:
        """See io."""
        return True

    def seekable(self) -> bool:
        """See io."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """See io."""
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._start + len(self._end)}[whence]
        if base + offset < 0:
            raise OSError("a place before the beginning")
        self._at = base + offset
        return self._at

    def read(self, size: int = -1) -> bytes:
        """See io."""
        most = self._start + len(self._end) - self._at if size < 0 else size
        if self._at >= self._start:
            data = self._end[self._at - self._start :][:most]
        else:
            self._file.seek(self._at)
            read = bytearray(self._file.read(min(most, self._start - self._at)))
            first, last = (bisect_left(self._places, at) for at in (self._at, self._at + len(read)))
            for at in self._places[first:last]:
                read[at - self._at] = self._patches[at]
            data = bytes(read)
        self._at += len(data)
        return data

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """See io."""
        data = self.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)
