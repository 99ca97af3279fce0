"""Files that were made to harm: small, written when a test asks for them."""

import gzip
import io
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from email.header import Header

MIB = 1024 * 1024


def packed(pieces: Iterator[bytes]) -> bytes:
    """A gzip file of what need not fit in memory."""
    packer = zlib.compressobj(1, wbits=31)
    return b"".join(packer.compress(piece) for piece in pieces) + packer.flush()


def zeros(size: int) -> Iterator[bytes]:
    """So many bytes."""
    for _ in range(size // MIB):
        yield bytes(MIB)


def tar_with_a_long_name(size: int) -> bytes:
    """A tar.gz whose only member has a name of so many bytes."""
    info = tarfile.TarInfo("././@LongLink")
    info.type, info.size = tarfile.GNUTYPE_LONGNAME, size

    def pieces() -> Iterator[bytes]:
        yield info.tobuf(tarfile.GNU_FORMAT)
        yield from zeros(size)

    return packed(pieces())


def tar_with_slow_headers(digits: int) -> bytes:
    """A tar whose PAX header is digits: Pythons before 3.12.6 look at it from each of them again."""
    info = tarfile.TarInfo("pax")
    info.type, info.size = tarfile.XHDTYPE, digits
    return info.tobuf(tarfile.PAX_FORMAT) + b"1" * digits + bytes(-digits % 512 + 1024)


def tar_of_nothing(members: int) -> bytes:
    """A tar.gz of so many empty files."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz", compresslevel=1) as archive:
        for number in range(members):
            archive.addfile(tarfile.TarInfo(str(number)))
    return out.getvalue()


def tar_of_names(*names: bytes) -> bytes:
    """A tar of members whose names are any bytes, each with the text «متن»."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", encoding="utf-8") as archive:
        for name in names:
            info = tarfile.TarInfo(name.decode("utf-8", "surrogateescape"))
            data = "متن".encode()
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def warc_with_a_long_line(size: int) -> bytes:
    """A WARC whose first record has a header of so many bytes."""

    def pieces() -> Iterator[bytes]:
        yield b"WARC/1.0\r\nWARC-Type: response\r\nX: "
        yield from zeros(size)

    return packed(pieces())


def zip_of_one(data: bytes, name: str, copies: int = 1) -> bytes:
    """A zip archive whose directory names one packed member so many times."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    whole = out.getvalue()
    directory, end = whole.index(b"PK\1\2"), whole.index(b"PK\5\6")
    entry = whole[directory:end] * copies
    tail = bytearray(whole[end:])
    struct.pack_into("<HHII", tail, 8, copies, copies, len(entry), directory)
    return whole[:directory] + entry + bytes(tail)


def nested_zips(depth: int = 3, copies: int = 1000) -> bytes:
    """A zip of a thousand zips of a thousand zips of a thousand texts, all of them the same few bytes."""
    data, name = bytes(MIB), "a.txt"
    for _ in range(depth):
        data, name = zip_of_one(data, name, copies), "a.zip"
    return data


def zip_of_a_later_version() -> bytes:
    """A zip whose member asks for version 9.0 of the format."""
    data = bytearray(zip_of_one(b"x", "a.txt"))
    data[data.index(b"PK\1\2") + 6] = 90
    return bytes(data)


def zip_with_a_bad_name() -> bytes:
    """A zip whose name is said to be UTF-8 and is not."""
    data = bytearray(zip_of_one(b"x", "a.txt"))
    at = data.index(b"PK\1\2")
    data[at + 8 : at + 10] = struct.pack("<H", 0x800)
    data[at + 46] = 0xFF
    return bytes(data)


def zip_packed_oddly(method: int = 97) -> bytes:
    """A zip whose member is packed by a method that Python does not know."""
    data = bytearray(zip_of_one(b"x", "a.txt"))
    struct.pack_into("<H", data, 8, method)
    struct.pack_into("<H", data, data.index(b"PK\1\2") + 10, method)
    return bytes(data)


def mail_with_a_long_name(words: int) -> bytes:
    """A mail with an attachment whose name is so many encoded words."""
    word = Header("گزارش", "utf-8").encode()
    name = f"\r\n {word}" * words
    return (
        "From: a@example.org\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
        f'--b\r\n\r\nsalam\r\n--b\r\nContent-Disposition: attachment; filename="{name}"\r\n\r\nmatn\r\n--b--\r\n'
    ).encode()


def many_layers(data: bytes, layers: int) -> bytes:
    """Bytes packed by gzip so many times."""
    for _ in range(layers):
        data = gzip.compress(data, mtime=0)
    return data


def tar_that_leads_out(outside: str) -> bytes:
    """A backup with links in the place of its folders, files behind them, and names that climb."""
    out = io.BytesIO()
    blob = "a" * 62
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, target in (("blobs/ab", outside), ("blobs/cd", "../../.."), ("store.db", f"{outside}/store.db")):
            link = tarfile.TarInfo(name)
            link.type, link.linkname = tarfile.SYMTYPE, target
            archive.addfile(link)
        for name in (f"blobs/ab/{blob}", f"blobs/cd/{blob}", "../evil", f"{outside}/evil", "blobs/ab/../../evil"):
            info = tarfile.TarInfo(name)
            info.size = 4
            archive.addfile(info, io.BytesIO(b"evil"))
    return out.getvalue()
