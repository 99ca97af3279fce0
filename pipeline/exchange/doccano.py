"""doccano's JSON lines: a text with ``label``, a list of ``[start, end, label]``; marks may lie one over another."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from corpora.codec import json_text
from pipeline.exchange.json_lines import lines, text_in
from pipeline.exchange.marks import Mark, Marked, Returned, Skipped, base_of, base_record, marks_of
from pipeline.exchange.offsets import Offsets, Unit, unit_of


def write(documents: Iterable[Marked], unit: Unit) -> Iterator[bytes]:
    """A line a document. What doccano does not know it keeps as metadata, and gives back."""
    for one in documents:
        offsets = Offsets(one.document.text, unit)
        label = [[*offsets.out(mark.span), mark.label] for mark in one.marks]
        record = {"text": one.document.text, "label": label, "asnad": base_record(one, unit)}
        yield json_text(record).encode() + b"\n"


def read(data: bytes, unit: Unit) -> Iterator[Returned | Skipped]:
    """What a file of doccano's export holds, also one of a project with relations (``entities``)."""

    def one(where: str, record: Mapping[str, Any]) -> Returned:
        base = base_of(record)
        text = text_in(record, "text", "data")
        offsets = Offsets(text, unit_of(base, unit))
        marks = [Mark(str(label), offsets.back(start, end)) for start, end, label in _labels(record)]
        return Returned(where, str(base.get("key", "")), text, tuple(marks), marks_of(base))

    return lines(data, one)


def _labels(record: Mapping[str, Any]) -> list[tuple[int, int, str]]:
    if isinstance(record.get("entities"), list):
        return [(one["start_offset"], one["end_offset"], one["label"]) for one in record["entities"]]
    found = record["label"] if "label" in record else record["labels"]
    return [(start, end, label) for start, end, label in found]
