"""CSV for a spreadsheet: a row a mark, with the words around it; no cell is a formula."""

from collections.abc import Iterable, Iterator

from corpora.codec import json_text
from corpora.tabular import BOM, csv_of
from pipeline.exchange.marks import Marked
from pipeline.exchange.offsets import Offsets, Unit

COLUMNS = ("id", "uri", "title", "published", "label", "start", "end", "surface", "value", "score")
MORE = ("mention", "verdict", "extractor", "version")


def write(documents: Iterable[Marked], unit: Unit) -> Iterator[bytes]:
    """A heading, then a row a mark."""
    yield (BOM + csv_of([(*COLUMNS, *MORE)])).encode()
    for one in documents:
        document, offsets = one.document, Offsets(one.document.text, unit)
        head = (document.id, document.uri, document.title, document.published)
        rows = []
        for mark in one.marks:
            surface = document.text[mark.span.start : mark.span.end]
            said = (mark.label, *offsets.out(mark.span), surface, json_text(dict(mark.value or {})), mark.score)
            rows.append((*head, *said, mark.id, mark.verdict, mark.extractor, mark.version))
        yield csv_of(rows).encode()
