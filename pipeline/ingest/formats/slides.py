"""PPTX: slide by slide the text of its shapes, tables and charts from the top, then its notes.

Slides that are hidden are furniture: kept, and no part of what the document says.
"""

import io
from collections.abc import Iterable, Iterator
from typing import Any

from pipeline.errors import UnreadableSource
from pipeline.ingest.formats.office import draft_of, inspect, transitional
from pipeline.records import Draft, Source

_BODY = b"ppt/presentation.xml"
_DEEPEST_GROUP = 20
_NOT_SHOWN = ("0", "false", "off")


class SlidesIngestor:
    """Reads PowerPoint presentations of the Office Open XML kind."""

    name = "pptx"

    def claims(self, source: Source) -> int:
        """A zip archive that holds a presentation."""
        if not source.data.startswith(b"PK"):
            return 0
        return 95 if _BODY in source.data or source.name.lower().endswith((".pptx", ".pptm")) else 0

    def read(self, source: Source) -> Draft:
        """Raises UnreadableSource: ``corrupt``, ``bomb``, ``refused``, ``empty``."""
        inspect(source.data, "presentation")
        import pptx

        lines: list[str] = []
        pages: list[int] = []
        hidden: list[str] = []
        try:
            show = pptx.Presentation(io.BytesIO(transitional(source.data)))
            for slide in show.slides:
                found = [*_shapes(slide.shapes), *_notes(slide)]
                if slide._element.get("show") in _NOT_SHOWN:
                    hidden += found
                elif found:
                    pages.append(len(lines))
                    lines += found
            title = str(show.core_properties.title or "")
        except MemoryError:
            raise
        except Exception as error:  # python-pptx and lxml raise whatever the broken part makes them stumble over
            raise UnreadableSource("corrupt", f"the presentation cannot be read: {error}") from error
        return draft_of(
            lines, "pptx", title="" if title == "PowerPoint Presentation" else title, pages=pages, after=hidden
        )


def _shapes(shapes: Iterable[Any], depth: int = 0) -> Iterator[str]:
    """The lines of shapes, from the top, what stands level in the order of the file."""
    for shape in sorted(shapes, key=_top):
        if getattr(shape, "shapes", None) is not None and depth < _DEEPEST_GROUP:
            yield from _shapes(shape.shapes, depth + 1)
        elif getattr(shape, "has_table", False) and shape.has_table:
            for row in shape.table.rows:
                yield "\t".join(" ".join(cell.text_frame.text.split()) for cell in row.cells)
        elif getattr(shape, "has_chart", False) and shape.has_chart:
            yield from _chart(shape.chart)
        elif shape.has_text_frame:
            yield from (line for part in shape.text_frame.paragraphs if (line := _line(part.text)))


def _chart(chart: Any) -> Iterator[str]:
    """What is written in a chart: its title and those of its axes, then its categories and its series."""
    drawing = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
    for title in chart._chartSpace.iter("{http://schemas.openxmlformats.org/drawingml/2006/chart}title"):
        for part in title.iter(f"{drawing}p"):
            if line := _line("".join(text.text or "" for text in part.iter(f"{drawing}t"))):
                yield line
    for plot in chart.plots:
        if names := [_line(str(one)) for one in plot.categories if str(one).strip()]:
            yield "\t".join(names)
        yield from (line for series in plot.series if (line := _line(series.name)))


def _top(shape: Any) -> int:
    try:
        return int(shape.top or 0)
    except KeyError:  # it stands where the layout of its slide says, and there is none
        return 0


def _line(text: str) -> str:
    return " ".join(text.replace("\v", " ").split())


def _notes(slide: Any) -> list[str]:
    frame = slide.notes_slide.notes_text_frame if slide.has_notes_slide else None
    return [line for part in frame.paragraphs if (line := _line(part.text))] if frame else []
