"""Label Studio's JSON: a task with ``predictions``, what the machine says, and ``annotations``, what people say."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from corpora.codec import json_text
from pipeline.errors import UnreadableExchange
from pipeline.exchange.json_lines import array, text_in
from pipeline.exchange.marks import UNSEEN, Mark, Marked, Returned, Skipped, base_of, base_record, marks_of
from pipeline.exchange.offsets import Offsets, Unit, unit_of

_BY_THE_MACHINE = (UNSEEN, "accepted")


def write(documents: Iterable[Marked], unit: Unit) -> Iterator[bytes]:
    """An array of tasks, for a labelling configuration with ``<Labels name="label" toName="text">``.

    What a document has an annotation for was judged by somebody; its regions say by ``origin`` which of them were.
    """
    opening = b"["
    for one in documents:
        yield opening + b"\n" + json_text(_task(one, unit)).encode()
        opening = b","
    yield b"[]\n" if opening == b"[" else b"\n]\n"


def _task(one: Marked, unit: Unit) -> dict[str, Any]:
    document, offsets = one.document, Offsets(one.document.text, unit)
    data = {"text": document.text, "title": document.title, "asnad": base_record(one, unit)}
    found = [mark for mark in (*one.marks, *one.left_out) if mark.verdict in _BY_THE_MACHINE]
    score = sum(mark.score for mark in found) / len(found) if found else 0.0
    versions = sorted({f"{mark.extractor} {mark.version}" for mark in found if mark.verdict == UNSEEN})
    predicted = {
        "model_version": "asnad" + "".join(f", {version}" for version in versions),
        "score": round(score, 4),
        "result": [_region(mark, document.text, offsets, "prediction") for mark in found],
    }
    judged = any(mark.verdict != UNSEEN for mark in one.marks) or one.rejected
    regions = [_region(m, document.text, offsets, "prediction" if m.verdict == UNSEEN else "manual") for m in one.marks]
    return {"data": data, "predictions": [predicted], "annotations": [{"result": regions}] if judged else []}


def _region(mark: Mark, text: str, offsets: Offsets, origin: str) -> dict[str, Any]:
    start, end = offsets.out(mark.span)
    surface = text[mark.span.start : mark.span.end]
    value = {"start": start, "end": end, "text": surface, "labels": [mark.label]}
    place = {"id": mark.id, "from_name": "label", "to_name": "text", "type": "labels"}
    return {**place, "value": value, "origin": origin, "score": mark.score}


def read(data: bytes, unit: Unit) -> Iterator[Returned | Skipped]:
    """What Label Studio exports as JSON: the newest annotation of each task that nobody cancelled."""

    def one(where: str, task: Mapping[str, Any]) -> Returned | Skipped:
        given = task.get("data") or {}
        base, text = base_of(given), text_in(given, "text")
        offsets = Offsets(text, unit_of(base, unit))
        done = [each for each in task.get("annotations") or () if not each.get("was_cancelled")]
        if not done:
            return Skipped(where, "nobody has annotated it yet", wrong=False)
        newest = max(done, key=_when)
        marks = [_mark(region, text, offsets) for region in newest["result"] if region.get("type") == "labels"]
        before = marks_of(base)
        # an annotation that went out has all the marks; one that was made of a prediction never had people's own
        made_there = before is not None and (newest.get("parent_prediction") or _unjudged(before))
        if newest.get("parent_prediction") and before is not None:
            before = tuple(mark for mark in before if mark.verdict in _BY_THE_MACHINE)
        return Returned(where, str(base.get("key", "")), text, tuple(marks), before, looked=bool(made_there))

    return array(data, one)


def _unjudged(base: Sequence[Mark]) -> bool:
    return all(mark.verdict == UNSEEN for mark in base)


def _when(annotation: Mapping[str, Any]) -> tuple[bool, str]:
    when = annotation.get("updated_at") or annotation.get("created_at") or ""
    return bool(annotation.get("ground_truth")), str(when)


def _mark(region: Mapping[str, Any], text: str, offsets: Offsets) -> Mark:
    value = region["value"]
    labels = value["labels"]
    if len(labels) != 1:
        raise UnreadableExchange("a region has {count} labels; one is wanted", count=len(labels))
    mark = Mark(str(labels[0]), offsets.back(value["start"], value["end"]))
    given = value.get("text")
    if isinstance(given, str) and given != text[mark.span.start : mark.span.end]:
        raise UnreadableExchange("its offsets do not lead to its words; are they counted otherwise (--offsets)?")
    return replace(mark, id=str(region.get("id") or ""))
