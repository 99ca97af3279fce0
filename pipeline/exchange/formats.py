"""The formats by name: who writes one, who reads it back."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from pipeline.exchange import conll, docbin, doccano, followthemoney, label_studio, prodigy, table
from pipeline.exchange.marks import Marked, Returned, Skipped
from pipeline.exchange.offsets import Unit

type Write = Callable[[Iterable[Marked], Unit], Iterator[bytes]]
type Read = Callable[[bytes, Unit], Iterator[Returned | Skipped]]


@dataclass(frozen=True, slots=True)
class Format:
    """How a tool has documents: the media type and ending of its files.

    ``whole`` says that it has no way to leave a word unjudged.
    """

    write: Write
    read: Read
    media: str
    suffix: str
    whole: bool = False


FORMATS: dict[str, Format] = {
    "csv": Format(table.write, table.read, "text/csv; charset=utf-8", "csv"),
    "doccano": Format(doccano.write, doccano.read, "application/x-ndjson", "jsonl"),
    "label-studio": Format(label_studio.write, label_studio.read, "application/json", "json"),
    "prodigy": Format(prodigy.write, prodigy.read, "application/x-ndjson", "jsonl"),
    "conll": Format(conll.write, conll.read, "text/plain; charset=utf-8", "conll", whole=True),
    "spacy": Format(docbin.write, docbin.read, "application/octet-stream", "spacy"),
    "ftm": Format(followthemoney.write, followthemoney.read, "application/x-ndjson", "ftm.json"),
}
