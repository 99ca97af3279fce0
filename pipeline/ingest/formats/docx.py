"""DOCX: paragraphs, tables and text boxes in order, notes behind them, headers and footers as furniture.

Tracked changes are taken as accepted: what was put in is there, what was taken out is not. The numbers that Word sets
before clauses are there; text that is hidden is not.
"""

import io
from collections.abc import Iterable, Iterator
from typing import Any

from pipeline.errors import UnreadableSource
from pipeline.ingest.formats.docx_hidden import Hiding
from pipeline.ingest.formats.docx_numbers import Numbering, W
from pipeline.ingest.formats.office import draft_of, inspect, transitional
from pipeline.records import Draft, Source

_BODY = "word/document.xml"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_OUT = frozenset((f"{W}del", f"{W}moveFrom", f"{W}instrText", f"{W}pPr", f"{W}rPr", _FALLBACK))
_BOX = f"{W}txbxContent"
_SIGNS = {f"{W}tab": "\t", f"{W}br": " ", f"{W}cr": " ", f"{W}noBreakHyphen": "\N{NON-BREAKING HYPHEN}"}
_NOTES = ("footnotes", "endnotes", "comments")
_WRAPPERS = (f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}customXml")
_NO_TITLE = "Word Document"
"""The title that Word gives a document which has none."""
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
            document = docx.Document(io.BytesIO(transitional(source.data)))
            styles = _part(document, "styles")
            hiding, numbering = Hiding(styles), Numbering(_part(document, "numbering"), styles)
            body = [*_lines(document.element.body, hiding, numbering), *_notes(document, hiding)]
            headers = [line for section in document.sections for line in _edge(section, "header", hiding)]
            footers = [line for section in document.sections for line in _edge(section, "footer", hiding)]
            title = str(document.core_properties.title or "")
        except MemoryError:
            raise
        except Exception as error:  # python-docx and lxml raise whatever the broken part makes them stumble over
            raise UnreadableSource("corrupt", f"the Word document cannot be read: {error}") from error
        before, after = dict.fromkeys(headers), dict.fromkeys(footers)
        return draft_of(body, "docx", title="" if title == _NO_TITLE else title, before=before, after=after)


def _lines(root: Any, hiding: Hiding, numbering: Numbering | None = None) -> Iterator[str]:
    """Paragraphs as lines, table rows as lines with tabs between cells; text boxes behind their paragraph."""
    for block in root:
        if block.tag == f"{W}p":
            number, text = numbering.before(block) if numbering else "", _text(block, hiding)
            yield number + text if text.strip() else text
            for box in block.iter(_BOX):
                if not any(above.tag == _FALLBACK for above in box.iterancestors()):
                    yield from _lines(box, hiding, numbering)
        elif block.tag == f"{W}tbl":
            for row in _inside(block, f"{W}tr"):
                cells = (" ".join(_lines(cell, hiding, numbering)) for cell in _inside(row, f"{W}tc"))
                yield "\t".join(" ".join(cell.split()) for cell in cells)
        elif block.tag in _WRAPPERS:
            yield from _lines(block, hiding, numbering)


def _inside(element: Any, tag: str) -> Iterator[Any]:
    """The rows of a table or the cells of a row, also those that content controls or changes are around."""
    stack = list(reversed(element))
    while stack:
        child = stack.pop()
        if child.tag == tag:
            yield child
        elif child.tag in _WRAPPERS:
            stack.extend(reversed(child))


def _text(paragraph: Any, hiding: Hiding) -> str:
    """What a paragraph shows, less what was taken out; without recursion, since markup nests deep."""
    parts: list[str] = []
    stack = [paragraph]
    while stack:
        element = stack.pop()
        if element.tag in _OUT or element.tag == _BOX or (element.tag == f"{W}r" and hiding.hides(element)):
            continue
        if element.tag == f"{W}t":
            parts.append(element.text or "")
        parts.append(_SIGNS.get(element.tag, ""))
        stack.extend(reversed(element))
    return "".join(parts)


def _part(document: Any, name: str) -> Any:
    """The root of a part of the document; None where it has none."""
    from lxml import etree

    for relation in document.part.rels.values():
        if not relation.is_external and relation.reltype.rsplit("/", 1)[-1] == name:
            return etree.fromstring(relation.target_part.blob, etree.XMLParser(resolve_entities=False))
    return None


def _notes(document: Any, hiding: Hiding) -> Iterator[str]:
    """Footnotes, endnotes and comments, a line each."""
    from lxml import etree

    for relation in document.part.rels.values():
        if not relation.is_external and relation.reltype.rsplit("/", 1)[-1] in _NOTES:
            root = etree.fromstring(relation.target_part.blob, etree.XMLParser(resolve_entities=False))
            for note in root:
                if note.get(f"{W}type") not in _NOT_NOTES and (line := " ".join(_lines(note, hiding)).strip()):
                    yield line


def _edge(section: Any, which: str, hiding: Hiding) -> Iterable[str]:
    edges = [which, f"first_page_{which}", f"even_page_{which}"]
    parts = [getattr(section, name) for name in edges]
    return [line for part in parts if not part.is_linked_to_previous for line in _lines(part._element, hiding)]
