"""What is read and found in every sample, beside it as JSON. ``make golden`` writes it anew; read the difference."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from corpora.document import Document
from pipeline.records import Source
from pipeline.sandbox.worker import read_source

SAMPLES = Path(__file__).parent.parent.parent / "corpora" / "samples"
EXPECTED = Path(__file__).parent / "expected"
REWRITE = os.environ.get("ASNAD_REWRITE_GOLDEN") == "1"


def told(document: Document) -> dict[str, Any]:
    """What a reader can check."""
    text = document.text
    return {
        "title": document.title,
        "site": document.site,
        "language": document.language,
        "published": document.published,
        "flags": list(document.flags),
        "furniture": [text[s.start : s.end] for s in document.furniture],
        "body": document.body_text().split("\n"),
        "mentions": [[m.label, m.surface, _value(dict(m.value))] for m in document.mentions],
    }


def _value(value: dict[str, Any]) -> dict[str, Any]:
    return {name: (True if name == "same_as" else part) for name, part in value.items() if name != "number_span"}


@pytest.mark.parametrize("path", sorted(p for p in SAMPLES.iterdir() if p.suffix != ".md"), ids=lambda p: p.name)
def test_a_sample_is_read_as_expected(path: Path) -> None:
    document = read_source(Source(f"file:///{path.name}", path.name, path.read_bytes()))
    assert isinstance(document, Document), document
    expected = EXPECTED / f"{path.name}.json"
    if REWRITE:
        expected.parent.mkdir(exist_ok=True)
        expected.write_text(json.dumps(told(document), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    assert told(document) == json.loads(expected.read_text(encoding="utf-8"))


def test_the_flag_is_off_in_ci() -> None:
    assert not (REWRITE and os.environ.get("ASNAD_REQUIRE_SERVICES") == "1")


def test_there_are_enough_samples() -> None:
    names = [p.name for p in SAMPLES.iterdir()]
    enough = {"fa-": 12, "ar-": 8, "agreement-fa": 2, "agreement-ar": 2}
    counts = {start: sum(name.startswith(start) for name in names) for start in enough}
    assert [start for start in enough if counts[start] < enough[start]] == []
