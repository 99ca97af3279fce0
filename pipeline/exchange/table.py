"""CSV for a spreadsheet: a row a mark, no cell a formula; what somebody wrote into the cells comes back."""

from collections.abc import Iterable, Iterator, Mapping

from corpora.codec import json_text
from corpora.tabular import BOM, Unclosed, csv_of, rows_of, written
from pipeline.errors import UnreadableExchange
from pipeline.exchange.marks import Marked, Returned, Row, Skipped
from pipeline.exchange.offsets import Offsets, Unit
from pipeline.exchange.rows import seen_of
from pipeline.ingest.encoding import decode

COLUMNS = ("id", "uri", "title", "published", "label", "start", "end", "surface", "value", "score")
MORE = ("mention", "verdict", "extractor", "version", "seen")
_NEEDED = ("label", "start", "end")
_DOCUMENT = ("id", "uri")


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
            rows.append((*head, *said, mark.id, mark.verdict, mark.extractor, mark.version, seen_of(mark)))
        yield csv_of(rows).encode()


def read(data: bytes, unit: Unit) -> Iterator[Returned | Skipped]:  # noqa: ARG001 - the text tells what they count
    """The rows of a table by their documents, as a spreadsheet saved them; raises UnreadableExchange for no table.

    Columns are known by their names, in any order; a row without ``mention`` marks something new. What has no row is
    left as it is: a table may be a part of what went out.
    """
    heading, rows = _table(data)
    by: dict[str, list[Row]] = {}
    for number, cells in rows:
        said = {name: written(cells[at]) for name, at in heading.items() if at < len(cells)}
        reference = next((said[name] for name in _DOCUMENT if said.get(name)), "")
        if reference:
            by.setdefault(reference, []).append(_row(number, said))
        elif any(cell.strip() for cell in cells):
            yield Skipped(f"row {number}", "it names no document (id or uri)")
    for reference, found in by.items():
        yield Returned(found[0].where, reference, "", (), rows=tuple(found))


def _table(data: bytes) -> tuple[dict[str, int], list[tuple[int, list[str]]]]:
    try:
        rows = rows_of(decode(data).text.removeprefix(BOM))
    except Unclosed as error:
        raise UnreadableExchange("the file is no table: {reason}", reason=error) from error
    names = [cell.strip().lower() for cell in rows[0]] if rows else []
    heading = {name: at for at, name in reversed(list(enumerate(names)))}
    missing = [name for name in _NEEDED if name not in heading]
    missing += [" or ".join(_DOCUMENT)] if not any(name in heading for name in _DOCUMENT) else []
    if missing:
        raise UnreadableExchange("the table has no column {names}", names=", ".join(missing))
    return heading, list(enumerate(rows[1:], 2))


def _row(number: int, said: Mapping[str, str]) -> Row:
    cells = {name: said.get(name, "") for name in ("label", "start", "end", "surface", "value", "verdict", "seen")}
    return Row(f"row {number}", said.get("mention", ""), **cells)
