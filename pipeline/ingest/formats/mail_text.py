"""The words of mail as their writers meant them: bodies and headers whose encoding is wrong, missing or mixed."""

import quopri
import re
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import EmailMessage

from pipeline.errors import UnreadableSource
from pipeline.ingest.encoding import Decoded, decode
from pipeline.ingest.formats.visible import parse, visible_lines

_LONGEST_HEADER = 20_000
"""Letters of a header that is decoded; taking encoded words apart costs the square of them."""
_BLANK = re.compile(r"[\s\u00A0\u200B-\u200F\u202A-\u202E\u2060\uFEFF]*")
_SOFT_BREAK = re.compile(r"=[ \t]+(?=\r?\n)")
_BETWEEN_WORDS = re.compile(r"(=\?[^?\s]+\?[bBqQ]\?[^?]*\?=)\s+(?==\?)")


def header_of(message: EmailMessage, name: str) -> str:
    """A header in one line, decoded; "" where it is absent.

    Programs write raw bytes where RFC 2047 asks for encoded words, and cut those inside a letter.
    """
    raw = next((str(value) for key, value in message.raw_items() if key.lower() == name.lower()), "")
    return " ".join(decoded_header(raw[:_LONGEST_HEADER]).split())


def decoded_header(raw: str) -> str:
    """The text of a header as it stands in a mail; bytes that are not ASCII stand in it as lone surrogates.

    >>> decoded_header("=?utf-8?Q?=D9=86=D8?= =?utf-8?Q?=B4=D8=B3=D8=AA?= (2)")
    'نشست (2)'
    """
    text = raw
    if any("\udc80" <= char <= "\udcff" for char in raw):
        text = _text(raw.encode("utf-8", "surrogateescape"), "").text
    if "=?" not in text:
        return text
    try:
        parts = decode_header(_BETWEEN_WORDS.sub(r"\1", text))
    except (HeaderParseError, ValueError):
        return text
    return "".join(_joined(parts))


def _joined(parts: list[tuple[bytes | str, str | None]]) -> list[str]:
    """The pieces of a header as text; those in one encoding are decoded together, for a letter may be cut in two."""
    shown: list[str] = []
    for part, charset in parts:
        if isinstance(part, str):
            shown.append(part)
        elif charset is None:
            shown.append(part.decode("raw-unicode-escape", "replace") if part.isascii() else _text(part, "").text)
        else:
            shown.append(_text(part, charset).text)
    return shown


def body_of(message: EmailMessage) -> tuple[list[str], tuple[str, ...]]:
    """The lines of what a mail says and its flags: of its plain form, or of its HTML form where that says nothing."""
    for kind in ("plain", "html"):
        for part in _parts(message, kind):
            found = decode_part(part)
            lines = _lines(found.text, kind)
            if not _BLANK.fullmatch("".join(lines)):
                return lines, found.flags
    return [], ()


def _parts(message: EmailMessage, kind: str) -> list[EmailMessage]:
    """The parts of a kind that are the mail's own text, the one that programs show first; then odd ones."""
    shown = message.get_body((kind,))
    first = [shown] if isinstance(shown, EmailMessage) else []
    others = (part for part in message.walk() if part is not shown and part.get_content_type() == f"text/{kind}")
    return first + [part for part in others if isinstance(part, EmailMessage) and not part.is_attachment()]


def decode_part(part: EmailMessage) -> Decoded:
    """The text of a part: its bytes in the encoding that it names, if that is one and can be meant."""
    data = part.get_payload(decode=True)
    typed = part.get_payload()
    if isinstance(typed, str) and str(part.get("Content-Transfer-Encoding", "")).strip().lower() == "quoted-printable":
        # blanks behind a soft break are no text (RFC 2045, 6.7), and Python's decoder keeps both
        data = quopri.decodestring(_SOFT_BREAK.sub("=", typed).encode("utf-8", "surrogateescape"))
    if not isinstance(data, bytes):
        return Decoded("")
    return _text(data, part.get_content_charset() or "", markup=part.get_content_subtype() == "html")


def _text(data: bytes, named: str, *, markup: bool = False) -> Decoded:
    try:
        return decode(data, markup=markup, named=named)
    except UnreadableSource:
        return Decoded(data.decode("utf-8", "replace"), ("damaged_bytes",))


def _lines(text: str, kind: str) -> list[str]:
    if kind == "html":
        root = parse(text) if text.strip() else None
        return visible_lines(root) if root is not None else []
    return [line.rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
