"""What the bytes of a document are to a browser: their type, a name for the file, and whether they may be shown.

Only what cannot run anything is shown: pages of other sites, mail and office files are handed over as files.
"""

import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import quote, unquote

_SHOWN = (
    (b"\x89PNG\r\n", "image/png", ".png"),
    (b"\xff\xd8\xff", "image/jpeg", ".jpg"),
    (b"GIF8", "image/gif", ".gif"),
)
"""Marks of pictures that every browser shows; others are handed over as files."""
_FILES = {
    "html": ("text/html", (".html", ".htm", ".xhtml", ".mhtml", ".mht")),
    "record": ("application/json", (".json",)),
    "mail": ("message/rfc822", (".eml",)),
    "text": ("text/plain", (".txt", ".md", ".csv", ".tsv", ".log", ".text")),
    "pdf": ("application/pdf", (".pdf",)),
}
"""Kind of a document → its type, and how names of such files end; the first where a name does not end so."""
_LINE = re.compile(r"^(.*)\.(?:jsonl|ndjson|jsonlines)#(\d+)$", re.IGNORECASE)
_NOT_IN_A_NAME = re.compile(r'[\x00-\x1f\x7f-\x9f"\\/:*?<>|\u200e\u200f\u202a-\u202e\u2066-\u2069]')
"""What file systems refuse, or what would show a name otherwise than it is."""
_LONGEST = 150


@dataclass(frozen=True, slots=True)
class Original:
    """The bytes of a document as they came. ``shown`` says whether a browser may show them rather than keep them."""

    data: bytes
    media_type: str
    name: str
    shown: bool

    @property
    def disposition(self) -> str:
        """The header Content-Disposition.

        >>> Original(b"", "text/plain", "گزارش.txt", True).disposition
        'inline; filename="_____.txt"; filename*=UTF-8\\'\\'%DA%AF%D8%B2%D8%A7%D8%B1%D8%B4.txt'
        """
        return disposition(self.name, "inline" if self.shown else "attachment")


def disposition(name: str, how: str = "attachment") -> str:
    """The header Content-Disposition (RFC 6266): the name for old programs, and for those that read RFC 8187.

    >>> disposition("نفت.csv")
    'attachment; filename="___.csv"; filename*=UTF-8\\'\\'%D9%86%D9%81%D8%AA.csv'
    """
    plain = "".join(char if " " <= char <= "~" else "_" for char in name)
    return f"{how}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def original_of(data: bytes, kind: str, uri: str) -> Original:
    """What a document's bytes are, by their mark first and then by what they were read as.

    >>> original_of(b"%PDF-1.7", "pdf", "file:///a/%D8%B3%D9%86%D8%AF.pdf").name
    'سند.pdf'
    >>> original_of(b"{}", "record", "file:///a.jsonl#12").name, original_of(b"<p>", "html", "https://x.example/1").name
    ('a-12.json', '1.html')
    """
    for mark, media_type, end in (*_SHOWN, (b"%PDF-", "application/pdf", ".pdf")):
        if data.startswith(mark):
            return Original(data, media_type, _name(uri, (end, ".jpeg", ".jpe") if end == ".jpg" else (end,)), True)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return Original(data, "image/webp", _name(uri, (".webp",)), True)
    media_type, ends = _FILES.get(kind, ("application/octet-stream", ()))
    if kind == "pdf":  # its mark is not at its beginning, where a viewer looks for it
        return Original(data, "application/octet-stream", _name(uri, ends), False)
    if kind == "text":
        return Original(data, f"text/plain{_charset(data)}", _name(uri, ends), True)
    return Original(data, media_type, _name(uri, ends), False)


def _charset(data: bytes) -> str:
    """What a browser is told of the letters of a text; nothing where it has to find out."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return ""
    return "; charset=utf-8"


def _name(uri: str, ends: tuple[str, ...]) -> str:
    """The last part of an address as a file name; with another end where it has none of the right ones."""
    last = uri.rsplit("/", 1)[-1]
    line = _LINE.match(last)
    if line:
        last = f"{line[1]}-{line[2]}"
    elif "://" in uri and not uri.startswith("file:"):
        last = re.split("[?#]", last, maxsplit=1)[0]
    name = _NOT_IN_A_NAME.sub("_", unquote(last, errors="replace")).strip(" .") or "document"
    end = PurePosixPath(name).suffix
    if ends and end.lower() not in ends:
        name, end = name + ends[0], ends[0]
    return name if len(name) <= _LONGEST else name[: _LONGEST - len(end)] + end[:_LONGEST]
