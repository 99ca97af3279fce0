"""RTF: the text that striprtf finds, Arabic code pages and Unicode escapes decoded; footnotes behind the text."""

import re
from collections.abc import Iterator

from pipeline.errors import UnreadableSource
from pipeline.ingest.formats.office import draft_of
from pipeline.records import Draft, Source

_CELL = re.compile(r"(\\\\)|\\(?:nest)?cell(?![a-z])")
_TOKEN = re.compile(r"\\[a-z]{1,32}-?\d{0,10} ?|\\'[0-9a-f]{2}|\\.|[{}]", re.IGNORECASE | re.DOTALL)
_NOTE = re.compile(r"\\footnote(?![a-z])")
_FONT = re.compile(r"\\f\d+ ?")
_RAW = re.compile(r"[\x80-\xff]")
_HIDDEN = re.compile(r"\\(?:v|deleted)(?![a-z])")
_HIDING = re.compile(r"\\(v|deleted)(-?\d+)? ?")
_OF_TEXT = re.compile(
    r"\\(?:u-?\d|(?:par|line|tab|emdash|endash|bullet|[lr]d?quote|zwn?j|ltrmark|rtlmark)(?![a-z])|[^a-z])"
)
"""What stands for text among marks; all others say how it looks."""
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_UTF8 = re.compile(rb"\\ansicpg65001(?!\d)")


class RtfIngestor:
    """Reads Rich Text Format."""

    name = "rtf"

    def claims(self, source: Source) -> int:
        """By the mark at its head."""
        return 95 if source.data.lstrip()[:5] == b"{\\rtf" else 0

    def read(self, source: Source) -> Draft:
        """Raises UnreadableSource: ``corrupt``, ``empty``."""
        from striprtf.striprtf import rtf_to_text

        # striprtf ends a cell with a stroke, which could not be told from one that the text has
        markup = _CELL.sub(lambda found: found[1] or r"\tab", _with_notes_behind(_shown(_escaped(source.data))))
        try:
            text = str(rtf_to_text(markup, errors="replace"))  # type: ignore[no-untyped-call]
        except (ValueError, LookupError, IndexError, TypeError, AttributeError, OverflowError) as error:
            raise UnreadableSource("corrupt", f"the RTF file cannot be read: {error}") from error
        lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        return draft_of([line.rstrip("\t") for line in lines], "rtf")


def _escaped(data: bytes) -> str:
    """The markup with its bytes beyond ASCII as escapes, which striprtf decodes as the code page of their font.

    >>> _escaped(bytes((0xC8,))), _escaped("\\\\ansicpg65001 é".encode())
    ("\\\\'c8", '\\\\ansicpg65001 {\\\\uc0\\\\u233 }')
    """
    if b"\\bin" in data:
        return data.decode("latin-1")
    if _UTF8.search(data[:1000]):
        try:
            return _NOT_ASCII.sub(lambda found: rf"{{\uc0\u{ord(found[0])} }}", data.decode("utf-8"))
        except UnicodeDecodeError:
            pass
    return _RAW.sub(lambda found: rf"\'{ord(found[0]):02x}", data.decode("latin-1"))


def _shown(markup: str) -> str:
    """The markup without the text that is hidden, or taken out as a tracked change.

    >>> print(_shown(r"{\\rtf1 a{\\v b}\\v c\\'c8\\v0 d{\\deleted e}}"))
    {\\rtf1 a{\\v }\\v \\v0 d{\\deleted }}
    """
    if not _HIDDEN.search(markup) or "\\bin" in markup:
        return markup
    kept: list[str] = []
    stack: list[frozenset[str]] = []
    hides: frozenset[str] = frozenset()
    at = 0
    for token in _TOKEN.finditer(markup):
        said = token.group()
        kept.append("" if hides else markup[at : token.start()])
        at = token.end()
        if said == "{":
            stack.append(hides)
        elif said == "}":
            hides = stack.pop() if stack else hides
        elif change := _HIDING.fullmatch(said):
            hides = hides - {change[1]} if change[2] == "0" else hides | {change[1]}
        elif said.rstrip() == r"\plain":
            hides = frozenset()
        kept.append("" if hides and _OF_TEXT.match(said) else said)
    return "".join(kept) + markup[at:]


def _with_notes_behind(markup: str) -> str:
    """The markup with its footnotes as paragraphs behind the text, in the font that they stand in."""
    if not _NOTE.search(markup):
        return markup
    kept, notes, at = "", [], 0
    for start, end, font in _notes(markup):
        kept += markup[at:start]
        at = end
        notes.append(rf"{{\par{font} " + _NOTE.sub(r"\\pard", markup[start + 1 : end], count=1))
    body = (kept + markup[at:]).rstrip("\x00\r\n\t ")
    return body.removesuffix("}") + "".join(notes) + "}"


def _notes(markup: str) -> Iterator[tuple[int, int, str]]:
    """Where each group that is a footnote begins and ends, and the font before it."""
    stack: list[tuple[int, str]] = []
    note, font = -1, ""
    for token in _TOKEN.finditer(markup):
        said = token.group()
        if said == "{":
            stack.append((token.start(), font))
        elif said == "}" and stack:
            start, font = stack.pop()
            if start == note:
                yield start, token.end(), font.strip()
                note = -1
        elif _FONT.fullmatch(said):
            font = said
        elif note < 0 and stack and _NOTE.match(said):
            note = stack[-1][0]
