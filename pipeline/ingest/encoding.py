"""Bytes to text: byte-order mark, declared encoding, UTF-8, then detection among those that Persian and Arabic use."""

import codecs
import re
from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.errors import UnreadableSource
from pipeline.ingest.mojibake import ARABIC_LETTER, OFTEN, mended

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)
_XML = re.compile(rb"""^\s*<\?xml[^>]{0,100}encoding\s*=\s*["']([\w.:-]{2,40})""")
_CONTROL = re.compile(rb"[\x00-\x08]")
_CLEARLY = 0.7
"""Part of the best score that is enough for an encoding that was declared, or is more common."""
_NEVER_INSIDE = r"\u0080-\u00BF\u00C0-\u024F\u0192\u02C6\u2018-\u203A\u20AC\u2122"
_INSIDE_A_WORD = re.compile(rf"(?<=[\u0620-\u06D3])[{_NEVER_INSIDE}]+(?=[\u0620-\u06D3])")
_SEVERAL_BYTES = re.compile(r"[^\x00-\x7F]")
_LOST = "\N{REPLACEMENT CHARACTER}"
_MANY_MORE = 4
_LOOKED_AT = 20_000
_FEW = 20
"""Arabic letters of a text, more than which tell that it is one."""
_PART = 8
"""The same of either part of a text that is in two encodings, line by line."""
_KINDS = ("utf-8", "cp1256")
_ZEROS, _ZERO_BYTES = re.compile("\0+"), re.compile(b"\0+")
_ONE_BYTE = ("cp1256", "iso8859_6", "mac_arabic")
"""Encodings that Persian and Arabic texts are in where they are not in Unicode; of two that fit alike the first."""
_ALIASES = {
    "cp-1256": "cp1256",
    "x-cp1256": "cp1256",
    "win-1256": "cp1256",
    "windows1256": "cp1256",
    "ansi-1256": "cp1256",
    "ms-arab": "cp1256",
    "x-windows-1256": "cp1256",
    "x-mac-arabic": "mac_arabic",
    "macarabic": "mac_arabic",
    "x-mac-farsi": "mac_farsi",
    "utf8mb4": "utf-8",
    "utf8mb3": "utf-8",
    "unicode-1-1-utf-8": "utf-8",
    "x-utf-8": "utf-8",
    "utf-8n": "utf-8",
    "asmo-708": "iso8859_6",
    "iso-8859-6-i": "iso8859_6",
    "iso-8859-6-e": "iso8859_6",
    "dos-720": "cp720",
    "cp-720": "cp720",
    "cp-864": "cp864",
}
"""How mail programs, web servers and databases call encodings that Python knows by another name."""


def looks_binary(data: bytes) -> bool:
    """Whether the first bytes are no text in any encoding that is read here.

    >>> looks_binary(b"\\x00\\x01\\x02\\x03" * 20), looks_binary("متن".encode("utf-16-le"))
    (True, False)
    """
    head = data[:4096]
    if any(head.startswith(bom) for bom, _ in _BOMS):
        return False
    if _nameless(head) or _is_text_with_nuls(head):
        return False
    controls = sum(byte < 32 and byte not in (9, 10, 12, 13, 27) for byte in head)
    return controls > len(head) // 50


def _is_text_with_nuls(head: bytes) -> bool:
    """Whether bytes are Persian or Arabic text but for zeros, which a disk or a program has left in it."""
    bare = head.replace(b"\0", b"")
    if bare == head or _CONTROL.search(bare):
        return False
    text = bare.decode("utf-8", "ignore")
    if len(ARABIC_LETTER.findall(text)) > _FEW and 2 * len(text) >= len(bare) - 4:
        return True
    return plausibility(_most_plausible(bare, _ONE_BYTE)) > max(_FEW, len(bare) // 2)


def _nameless(data: bytes) -> str:
    """The form of UTF-16 or UTF-32 of text without a mark; "" for other text."""
    head = data[:4096]
    first, second, third, fourth = (head[at::4] for at in range(4))
    forms = ((third, fourth), (first, second), "utf-32-le"), ((first, second), (third, fourth), "utf-32-be")
    for zeros, letters, name in forms:
        if len(head) % 4 == 0 and len(head) > _FEW and not any(map(any, zeros)) and all(map(any, letters)):
            return name
    return _utf16(data)


def _utf16(data: bytes) -> str:
    """The UTF-16 form of text without a mark, by where its zero and Arabic high bytes lie; "" for other text."""
    if not _CONTROL.search(data[:4096]):
        return ""  # its ASCII, and U+0600 to U+06FF, hold bytes that no other text has
    even, odd = data[0:4096:2], data[1:4096:2]
    for high, low, name in ((odd, even, "utf-16-le"), (even, odd, "utf-16-be")):
        if (
            high
            and sum(byte in (0, 6, 0x20, 0xFB, 0xFE) for byte in high) > 0.95 * len(high)
            and low.count(0) < len(low) / 20
        ):
            return name
    return ""


def declared(data: bytes) -> str:
    """The encoding that an HTML or XML head names, or ""."""
    match = _XML.search(data[:200]) or _DECLARED.search(data[:4096])
    return codec_of(match.group(1).decode("ascii")) if match else ""


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of bytes; ``flags`` has ``damaged_bytes`` where some of them are none in its encoding."""

    text: str
    flags: tuple[str, ...] = ()


def decode(data: bytes, *, markup: bool = False, named: str = "") -> Decoded:
    """The text of bytes; raises UnreadableSource where no encoding fits.

    ``named`` is the encoding that a header beside the bytes names. A declared encoding is believed only where it
    decodes every byte and no other makes more of Arabic script of them: pages and mails name the wrong one. A few bytes
    that are no UTF-8 in a text that is otherwise do not change what the rest is.
    """
    for bom, name in _BOMS:
        if data.startswith(bom):
            return _replaced(data, name)
    nameless = _nameless(data)
    if nameless:
        return _replaced(data, nameless)
    try:
        return _mended(data.decode("utf-8"))
    except UnicodeDecodeError:
        pass
    if pieces := _of_two_encodings(data):
        return Decoded(pieces, ("damaged_bytes",))
    if _is_damaged_utf8(data):
        return _replaced(data, "utf-8")
    known = [codec_of(named), declared(data) if markup else ""]
    bare = _ZERO_BYTES.sub(b" ", data)
    best = _most_plausible(bare, [*known, *_ONE_BYTE])
    return Decoded(best, () if bare == data else ("damaged_bytes",)) if best else _mostly_utf8(data)


def _mended(text: str) -> Decoded:
    """Text that was UTF-8, with zeros in it as spaces, and read back where a program had taken it for another code."""
    flags: tuple[str, ...] = ()
    if "\0" in text:
        text, flags = _ZEROS.sub(" ", text), ("damaged_bytes",)
    again = mended(text)
    return Decoded(again.text, (*flags, *again.flags))


def _of_two_encodings(data: bytes) -> str:
    """The text of a file that was put together of one in UTF-8 and one in windows-1256, line by line; "" for others."""
    pieces = [piece for line in data.splitlines(keepends=True) for piece in _pieces(line)]
    letters = dict.fromkeys(_KINDS, 0)
    for text, kind in pieces:
        letters[kind] += len(ARABIC_LETTER.findall(text))
    return "".join(text for text, _ in pieces) if min(letters.values()) >= _PART else ""


def _pieces(line: bytes) -> list[tuple[str, str]]:
    """A line as texts and the encodings that they are in; where one file was put behind another it has two."""
    try:
        return [(line.decode("utf-8"), "utf-8")]
    except UnicodeDecodeError as error:
        start = error.start
    other = "" if _is_damaged_utf8(line[start:]) else _tried(line[start:], "cp1256")
    if other and (plausibility(other) > 0 or not ARABIC_LETTER.search(other)):
        return [(line[:start].decode("utf-8"), "utf-8"), (other, "cp1256")]
    return [(line.decode("utf-8", "replace"), "utf-8")]


def _most_plausible(data: bytes, names: Iterable[str]) -> str:
    """The text in the first of these encodings that no other surpasses clearly; "" where none makes Arabic script."""
    texts = [text for name in dict.fromkeys(names) if (text := _tried(data, name))]
    scored = [(plausibility(text), text) for text in texts if ARABIC_LETTER.search(text)]
    best = max((score for score, _ in scored), default=0.0)
    return next((text for score, text in scored if score >= _CLEARLY * best), "")


def codec_of(name: str) -> str:
    """Python's name of an encoding, also where it is called as some programs call it; "" for none.

    >>> codec_of("cp-1256"), codec_of("x-mac-arabic"), codec_of("utf8mb4"), codec_of("no such")
    ('cp1256', 'mac-arabic', 'utf-8', '')
    """
    bare = name.strip().strip("'\"").lower().replace("_", "-")
    try:
        return codecs.lookup(_ALIASES.get(bare, bare)).name if bare else ""
    except (LookupError, ValueError):
        return ""


def plausibility(text: str) -> float:
    """How much a text looks like Persian or Arabic: its Arabic letters, less what never stands beside them in a word.

    Bytes of one code page that are read in another give Latin letters with accents, drawing signs or rare letters in
    the middle of Arabic words.
    """
    sample = text[:_LOOKED_AT]
    letters = len(ARABIC_LETTER.findall(sample))
    return letters + len(OFTEN.findall(sample)) - 4 * len(_INSIDE_A_WORD.findall(sample))


def _replaced(data: bytes, name: str) -> Decoded:
    text = data.decode(name, "replace")
    damaged = text.count(_LOST) > data.count(_LOST.encode())
    return Decoded(text, ("damaged_bytes",) if damaged else ())


def _is_damaged_utf8(data: bytes) -> bool:
    """Whether bytes are UTF-8 but for a few: letters of several bytes are many more than what is none of them.

    In a text of a one-byte encoding hardly two bytes in a row look like a letter of UTF-8.
    """
    text = data.decode("utf-8", "replace")
    lost = text.count(_LOST)
    return len(_SEVERAL_BYTES.findall(text)) - lost > _MANY_MORE * lost


def _tried(data: bytes, name: str) -> str:
    if not name or name.startswith(("utf-8", "utf_8", "ascii")):
        return ""
    try:
        return data.decode(name)
    except (UnicodeDecodeError, LookupError):
        return ""


def _mostly_utf8(data: bytes) -> Decoded:
    """Text with a few broken bytes, each shown as U+FFFD; raises UnreadableSource where they are not few."""
    found = _replaced(data, "utf-8")
    if found.text.count(_LOST) > len(found.text) / 20:
        raise UnreadableSource("unreadable", "the text is in no encoding that is known here")
    return found
