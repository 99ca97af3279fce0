"""OpenDocument text, sheets and slides (ODT, ODS, ODP): headings, paragraphs, rows, notes, in order."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from pipeline.errors import UnreadableSource
from pipeline.ingest.formats.office import draft_of, inspect
from pipeline.records import Draft, Source

_NAMES = "urn:oasis:names:tc:opendocument:xmlns"
_TEXT, _TABLE, _OFFICE, _DRAW = (f"{{{_NAMES}:{name}:1.0}}" for name in ("text", "table", "office", "drawing"))
_STYLE = f"{{{_NAMES}:style:1.0}}"
_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_BLOCKS = (f"{_TEXT}p", f"{_TEXT}h")
_OUT = frozenset((f"{_TEXT}tracked-changes", f"{_OFFICE}annotation", f"{_TEXT}sequence-decls", f"{_OFFICE}forms"))
_MOST_REPEATED = 100
"""A sheet says of empty cells that they are repeated to its edge."""


class OdfIngestor:
    """Reads OpenDocument files."""

    name = "odf"

    def claims(self, source: Source) -> int:
        """A zip archive that begins with the type of an OpenDocument file."""
        marked = source.data.startswith(b"PK") and b"application/vnd.oasis.opendocument." in source.data[:200]
        return (
            95
            if marked or (source.data.startswith(b"PK") and source.name.lower().endswith((".odt", ".ods", ".odp")))
            else 0
        )

    def read(self, source: Source) -> Draft:
        """Raises UnreadableSource: ``corrupt``, ``bomb``, ``refused``, ``encrypted``, ``empty``."""
        from lxml import etree

        inspect(source.data, "OpenDocument file")
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
        try:
            with zipfile.ZipFile(io.BytesIO(source.data)) as archive:
                names = archive.namelist()
                if b"manifest:encryption-data" in (
                    archive.read("META-INF/manifest.xml") if "META-INF/manifest.xml" in names else b""
                ):
                    raise UnreadableSource("encrypted", "the OpenDocument file asks for a password")
                content = etree.fromstring(archive.read("content.xml"), parser)
                meta = etree.fromstring(archive.read("meta.xml"), parser) if "meta.xml" in names else None
        except (KeyError, etree.XMLSyntaxError, zipfile.BadZipFile, EOFError) as error:
            raise UnreadableSource("corrupt", f"the OpenDocument file cannot be read: {error}") from error
        title = "".join(meta.itertext(_TITLE)) if meta is not None else ""
        body = content.find(f"{_OFFICE}body")
        _leave_out_hidden(content)
        return draft_of(list(_lines(body)) if body is not None else [], "odf", title=title)


def _leave_out_hidden(content: Any) -> None:
    """Empties what the document does not show: text whose style hides it, and hidden sections."""
    styles = content.iter(f"{_STYLE}style")
    hiding = {
        style.get(f"{_STYLE}name")
        for style in styles
        if any(part.get(f"{_TEXT}display") == "none" for part in style.iter(f"{_STYLE}text-properties"))
    }
    shown = (f"{_TEXT}span", *_BLOCKS)
    sections = (one for one in content.iter(f"{_TEXT}section") if one.get(f"{_TEXT}display") == "none")
    styled = (one for one in content.iter(*shown) if one.get(f"{_TEXT}style-name") in hiding)
    for element in [*sections, *styled]:
        element.text = None
        for child in list(element):
            element.remove(child)


def _lines(root: Any) -> Iterator[str]:
    """Paragraphs and rows in order, without recursion into deep markup beyond that of tables and lists."""
    stack = [root]
    while stack:
        element = stack.pop()
        if not isinstance(element.tag, str) or element.tag in _OUT:
            continue
        if element.tag in _BLOCKS:
            yield _text(element)
            yield from _note_lines(element)
        elif element.tag == f"{_TABLE}table-row":
            line = "\t".join(_cells(element)).rstrip("\t")
            if line:
                yield line
        else:
            stack.extend(reversed(element))


def _cells(row: Any) -> Iterator[str]:
    for cell in row:
        if cell.tag == f"{_TABLE}table-cell":
            text = " ".join(" ".join(map(_text, _blocks(cell))).split())
            repeated = cell.get(f"{_TABLE}number-columns-repeated") or "1"
            yield from [text] * min(int(repeated) if repeated.isdigit() else 1, _MOST_REPEATED)


def _blocks(cell: Any) -> Iterator[Any]:
    """The paragraphs of a cell, less those of what is said about it."""
    stack = [cell]
    while stack:
        element = stack.pop()
        if element.tag in _BLOCKS:
            yield element
        elif element.tag not in _OUT:
            stack.extend(reversed(element))


def _text(paragraph: Any) -> str:
    parts: list[str] = []
    stack: list[Any] = [paragraph]
    while stack:
        element = stack.pop()
        if isinstance(element, str):
            parts.append(element)
            continue
        tag = element.tag
        inside = isinstance(tag, str) and tag not in _OUT and tag != f"{_TEXT}note"
        if element is not paragraph and element.tail:
            stack.append(element.tail)
        if inside:
            stack.extend(reversed(element))
            parts.append(_sign(element) + (element.text or ""))
    return "".join(parts)


def _sign(element: Any) -> str:
    if element.tag == f"{_TEXT}s":
        count = element.get(f"{_TEXT}c") or "1"
        return " " * min(int(count) if count.isdigit() else 1, _MOST_REPEATED)
    return {f"{_TEXT}tab": "\t", f"{_TEXT}line-break": " "}.get(element.tag, "")


def _note_lines(paragraph: Any) -> Iterator[str]:
    for note in paragraph.iter(f"{_TEXT}note-body"):
        yield from (_text(part) for part in note.iter(*_BLOCKS))
