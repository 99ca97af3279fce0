"""Prodigy's JSON lines: a task with ``spans``, and with ``answer`` once somebody answered it."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from corpora.codec import json_text
from pipeline.exchange.json_lines import lines, text_in
from pipeline.exchange.marks import Mark, Marked, Returned, Skipped, base_of, base_record, marks_of
from pipeline.exchange.offsets import Offsets, Unit, unit_of
from pipeline.exchange.tokens import covering, tokens


def write(documents: Iterable[Marked], unit: Unit) -> Iterator[bytes]:
    """A task a document, with tokens at whose edges every mark begins and ends."""
    for one in documents:
        text, offsets = one.document.text, Offsets(one.document.text, unit)
        cut = tokens(text, (mark.span for mark in one.marks))
        words = [_token(number, text[t.start : t.end], *offsets.out(t)) for number, t in enumerate(cut)]
        for word, token, after in zip(words, cut, [*cut[1:], None], strict=True):
            word["ws"] = after is not None and text[token.end : after.start] == " "
        spans = [_span(mark, offsets, *covering(cut, mark.span)) for mark in one.marks]
        meta = {"title": one.document.title, "asnad": base_record(one, unit)}
        record = {"text": text, "tokens": words, "spans": spans, "meta": meta}
        yield json_text(record).encode() + b"\n"


def _token(number: int, text: str, start: int, end: int) -> dict[str, Any]:
    return {"text": text, "start": start, "end": end, "id": number}


def _span(mark: Mark, offsets: Offsets, first: int, last: int) -> dict[str, Any]:
    start, end = offsets.out(mark.span)
    at = {"start": start, "end": end, "token_start": first, "token_end": last}
    return {**at, "label": mark.label, "id": mark.id, "value": dict(mark.value or {})}


def read(data: bytes, unit: Unit) -> Iterator[Returned | Skipped]:
    """What a dataset of Prodigy holds (``db-out``): answers of «accept» are judged, others are told."""

    def one(where: str, record: Mapping[str, Any]) -> Returned | Skipped:
        answer = record.get("answer")
        if answer not in (None, "accept"):
            return Skipped(where, f"it was answered «{answer}», which says nothing of its mentions", wrong=False)
        base = base_of(record)
        text = text_in(record, "text")
        offsets = Offsets(text, unit_of(base, unit))
        marks = [_mark(span, offsets) for span in record.get("spans") or ()]
        return Returned(where, str(base.get("key", "")), text, tuple(marks), marks_of(base), looked=answer is not None)

    return lines(data, one)


def _mark(span: Mapping[str, Any], offsets: Offsets) -> Mark:
    value = span.get("value")
    given = value if isinstance(value, dict) else None
    return Mark(str(span["label"]), offsets.back(span["start"], span["end"]), str(span.get("id") or ""), given)
