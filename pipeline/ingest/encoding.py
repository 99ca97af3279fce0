"""Bytes to text: byte-order mark, declared encoding, UTF-8, then detection among those that Persian and Arabic use."""

import codecs
import re

from pipeline.errors import UnreadableSource

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)
_XML = re.compile(rb"""^\s*<\?xml[^>]{0,100}encoding\s*=\s*["']([\w.:-]{2,40})""")
_CANDIDATES = ["cp1256", "iso8859_6", "utf_8", "utf_16_le", "utf_16_be", "cp1252"]
_CONTROL = re.compile(rb"[\x00-\x08]")
_SAMPLE = 64 * 1024
_ARABIC_LETTER = re.compile(r"[\u0620-\u06D3]")


def looks_binary(data: bytes) -> bool:
    """Whether the first bytes are no text in any encoding that is read here.

    >>> looks_binary(b"\\x00\\x01\\x02\\x03" * 20), looks_binary("متن".encode("utf-16-le"))
    (True, False)
    """
    head = data[:4096]
    if any(head.startswith(bom) for bom, _ in _BOMS):
        return False
    if _utf16(head):
        return False
    controls = sum(byte < 32 and byte not in (9, 10, 12, 13, 27) for byte in head)
    return controls > len(head) // 50


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
    name = match.group(1).decode("ascii") if match else ""
    try:
        return codecs.lookup(name).name if name else ""
    except LookupError:
        return ""


def _detected(data: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(data[:_SAMPLE], cp_isolation=_CANDIDATES).best()
    return best.encoding if best else ""


def decode(data: bytes, *, markup: bool = False) -> str:
    """The text of bytes; raises UnreadableSource where no encoding fits.

    A declared encoding is believed only where it decodes every byte and, for a one-byte encoding,
    detection does not know better: pages name the wrong one.
    """
    for bom, name in _BOMS:
        if data.startswith(bom):
            return data.decode(name, "replace")
    nameless = _utf16(data)
    if nameless:
        return data.decode(nameless, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    named = declared(data) if markup else ""
    for name in (named, _detected(data), "cp1256"):
        text = _tried(data, name)
        if text and _ARABIC_LETTER.search(text):
            return text
    return _mostly_utf8(data)


def _tried(data: bytes, name: str) -> str:
    if not name or name.startswith(("utf-8", "utf_8", "ascii")):
        return ""
    try:
        return data.decode(name)
    except (UnicodeDecodeError, LookupError):
        return ""


def _mostly_utf8(data: bytes) -> str:
    """Text with a few broken bytes, each shown as U+FFFD; raises UnreadableSource where they are not few."""
    text = data.decode("utf-8", "replace")
    if text.count("\N{REPLACEMENT CHARACTER}") > len(text) / 20:
        raise UnreadableSource("unreadable", "the text is in no encoding that is known here")
    return text
