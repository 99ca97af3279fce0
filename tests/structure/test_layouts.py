"""What an index holds has a number: whoever changes it raises that, or archives that are there cannot be opened."""

import hashlib
import json
from pathlib import Path

import tantivy

from pipeline.index.elastic import backend as elastic
from pipeline.index.elastic.mapping import mappings, settings
from pipeline.index.embedded import backend as embedded
from pipeline.index.embedded.schema import schema

EMBEDDED = (20, "4f0b92299fd46a1a")
ELASTIC = (14, "516183c1ab6745ea")
"""The number of the layout, and what the fields of it come to."""


def sum_of(fields: object) -> str:
    return hashlib.sha256(json.dumps(fields, sort_keys=True).encode()).hexdigest()[:16]


def test_fields_change_with_the_number_of_their_layout(tmp_path: Path) -> None:
    """Where this fails: raise LAYOUT in the backend, then write number and sum here."""
    tantivy.Index(schema(), path=str(tmp_path))
    fields = json.loads((tmp_path / "meta.json").read_text(encoding="utf-8"))["schema"]
    assert (embedded.LAYOUT, sum_of(fields)) == EMBEDDED
    assert (elastic.LAYOUT, sum_of([mappings(), settings(1, 0)])) == ELASTIC
