"""DOCX: paragraphs, tables and text boxes in order, notes behind them, headers and footers as furniture.

Tracked changes are taken as accepted: what was put in is there, what was taken out is not.
"""

import io
from collections.abc import Iterable, Iterator
from typing import Any

from pipeline.errors import UnreadableSource
from pipeline.ingest.formats.office import draft_of, inspect
from pipeline.records import Draft, Source

_BODY = "word/document.xml"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_OUT = frozenset((f"{_W}del", f"{_W}moveFrom", f"{_W}instrText", f"{_W}pPr", f"{_W}rPr", _FALLBACK))
_BOX = f"{_W}txbxContent"
_SIGNS = {f"{_W}tab": "\t", f"{_W}br": " ", f"{_W}cr": " ", f"{_W}noBreakHyphen": "\N{NON-BREAKING HYPHEN}"}
_NOTES = ("footnotes", "endnotes", "comments")
_NOT_NOTES = ("separator", "continuationSeparator", "continuationNotice")


class DocxIngestor:
    """Reads Word documents of the Office Open XML kind."""

    name = "docx"

    def claims(self, source: Source) -> int:
        """A zip archive that holds a Word body; a name that ends in .docx claims a broken one."""
        if not source.data.startswith(b"PK"):
            return 0
        return 95 if _BODY.encode() in source.data or source.name.lower().endswith((".docx", ".docm")) else 0

    def read(self, source: Source) -> Draft:
        """Raises UnreadableSource: ``corrupt``, ``bomb``, ``refused`` for an entity definition, ``empty``."""
        inspect(source.data, "Word document")
        import docx

        try:
            document = docx.Document(io.BytesIO(source.data))
            body = [*_lines(document.element.body), *_notes(document)]
            headers = [line for section in document.sections for line in _edge(section, "header")]
            footers = [line for section in document.sections for line in _edge(section, "footer")]
            title = str(document.core_properties.title or "")
        except MemoryError:
            raise
        except Exception as error:  # python-docx and lxml raise whatever the broken part makes them stumble over
            raise UnreadableSource("corrupt", f"the Word document cannot be read: {error}") from error
        before, after = dict.fromkeys(headers), dict.fromkeys(footers)
        return draft_of(body, "docx", title=title, before=before, after=after)


def _lines(root: Any) -> Iterator[str]:
    """Paragraphs as lines, table rows as lines with tabs between cells; text boxes behind their paragraph."""
    for block in root:
        if block.tag == f"{_W}p":
            yield _text(block)
            for box in block.iter(_BOX):
                if not any(above.tag == _FALLBACK for above in box.iterancestors()):
                    yield from _lines(box)
        elif block.tag == f"{_W}tbl":
            for row in block.findall(f"{_W}tr"):
                cells = [*row.findall(f"{_W}tc"), *row.findall(f"{_W}sdt/{_W}sdtContent/{_W}tc")]
                yield "\t".join(" ".join(" ".join(_lines(cell)).split()) for cell in cells)
        elif block.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml"):
            yield from _lines(block)


def _text(paragraph: Any) -> str:
    """What a paragraph shows, less what was taken out; without recursion, since markup nests deep."""
    parts: list[str] = []
    stack = [paragraph]
    while stack:
        element = stack.pop()
        if element.tag in _OUT or element.tag == _BOX:
            continue
        if element.tag == f"{_W}t":
            parts.append(element.text or "")
        parts.append(_SIGNS.get(element.tag, ""))
        stack.extend(reversed(element))
    return "".join(parts)


def _notes(document: Any) -> Iterator[str]:
    """Footnotes, endnotes and comments, a line each."""
    from lxml import etree

    for relation in document.part.rels.values():
        if not relation.is_external and relation.reltype.rsplit("/", 1)[-1] in _NOTES:
            root = etree.fromstring(relation.target_part.blob, etree.XMLParser(resolve_entities=False))
            for note in root:
                if note.get(f"{_W}type") not in _NOT_NOTES and (line := " ".join(_lines(note)).strip()):
                    yield line


def _edge(section: Any, which: str) -> Iterable[str]:
    edges = [which, f"first_page_{which}", f"even_page_{which}"]
    parts = [getattr(section, name) for name in edges]
    return [line for part in parts if not part.is_linked_to_previous for line in _lines(part._element)]
