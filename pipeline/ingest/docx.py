"""DOCX: paragraphs and tables in order, after the archive itself was looked at."""

import io
import zipfile
import zlib
from collections.abc import Iterator

from pipeline.errors import UnreadableSource
from pipeline.ingest.furniture import furniture_lines
from pipeline.ingest.published import published_in_head
from pipeline.records import Draft, Source

_MEMBER_BYTES = 64 * 1024 * 1024
_RATIO = 200
_BODY = "word/document.xml"


class DocxIngestor:
    """Reads Word documents of the Office Open XML kind."""

    name = "docx"

    def claims(self, source: Source) -> int:
        """A zip archive that holds a Word body; a name that ends in .docx claims a broken one."""
        if not source.data.startswith(b"PK"):
            return 0
        return 95 if _BODY.encode() in source.data or source.name.lower().endswith(".docx") else 0

    def read(self, source: Source) -> Draft:
        """Raises UnreadableSource: ``corrupt``, ``bomb``, ``refused`` for an entity definition, ``empty``."""
        _inspect(source.data)
        import docx

        try:
            document = docx.Document(io.BytesIO(source.data))
            lines = list(_lines(document))
            title = str(document.core_properties.title or "")
        except MemoryError:
            raise
        except Exception as error:  # python-docx and lxml raise whatever the broken part makes them stumble over
            raise UnreadableSource("corrupt", f"the Word document cannot be read: {error}") from error
        text = "\n".join(lines)
        if not text.strip():
            raise UnreadableSource("empty", "the Word document holds no text")
        published = published_in_head(text)
        return Draft(
            text=text,
            kind="docx",
            title=title.strip() or next((line.strip() for line in lines if line.strip()), "")[:200],
            published=published.value,
            flags=published.flags,
            furniture=furniture_lines(text),
        )


def _inspect(data: bytes) -> None:
    """Refuses an archive that unpacks to too much, or whose XML defines entities; raises UnreadableSource."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for info in archive.infolist():
                if info.file_size > _MEMBER_BYTES or info.file_size > _RATIO * max(info.compress_size, 5000):
                    raise UnreadableSource("bomb", f"{info.filename} unpacks to {info.file_size:,} bytes")
                if info.filename.endswith((".xml", ".rels")) and b"<!DOCTYPE" in archive.open(info).read(4096):
                    raise UnreadableSource("refused", f"{info.filename} defines entities, which no Word document does")
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as error:
        raise UnreadableSource("corrupt", f"the Word document is not a whole archive: {error}") from error
    except RuntimeError as error:
        raise UnreadableSource("encrypted", "the Word document asks for a password") from error


def _lines(document: object) -> Iterator[str]:
    """Paragraphs as lines, table rows as lines with tabs between cells; a merged cell once."""
    from docx.table import Table

    for block in document.iter_inner_content():  # type: ignore[attr-defined]
        if isinstance(block, Table):
            for row in block.rows:
                cells: list[str] = []
                for cell in row.cells:
                    text = " ".join(cell.text.split())
                    if not cells or cells[-1] != text:
                        cells.append(text)
                yield "\t".join(cells)
        else:
            yield block.text
