"""Any bytes become a document or one explained failure; the samples, mutated, too."""

import os
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpora.document import Document
from pipeline.errors import CODES
from pipeline.ingest.sources.containers import contents
from pipeline.ingest.sources.files import Walk, walk
from pipeline.records import Failure, Limits, Source
from pipeline.sandbox.worker import read_source
from tests.makers import one_of_each
from tests.property.strategies import texts

_SAMPLES = sorted((Path(__file__).parent.parent.parent / "corpora/samples").iterdir())


def _explained(answer: Document | Failure) -> None:
    if isinstance(answer, Failure):
        assert answer.code in CODES
        assert answer.code != "internal", answer.message
        assert answer.message


@given(st.binary(max_size=400), st.sampled_from(["a.txt", "a.html", "a.pdf", "a.docx"]))
def test_any_bytes(data: bytes, name: str) -> None:
    _explained(read_source(Source(f"file:///{name}", name, data)))


@given(texts, st.sampled_from(["utf-8", "utf-16", "cp1256"]))
def test_any_text_as_a_page(text: str, encoding: str) -> None:
    page = f"<html><body><h1>{text[:20]}</h1><p>{text}</p></body></html>".encode(encoding, "replace")
    _explained(read_source(Source("file:///a.html", "a.html", page)))


_FILES = {path.name: path.read_bytes() for path in _SAMPLES} | one_of_each()
_ROUNDS = 100 if os.environ.get("HYPOTHESIS_PROFILE") == "long" else 8


def _mutated(data: bytes, chance: random.Random) -> bytes:
    """Cut off, bytes changed, a piece taken out or doubled, numbers set to their ends."""
    broken = bytearray(data)
    at, how = chance.randrange(len(broken)), chance.randrange(5)
    if how == 0:
        del broken[at:]
    elif how == 1:
        for _ in range(chance.choice((1, 3, 20, 200))):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
    elif how == 2:
        del broken[at : at + chance.randrange(1, 400)]
    elif how == 3:
        broken[at:at] = broken[chance.randrange(len(broken)) :][: chance.randrange(1, 2000)]
    else:
        broken[at : at + 4] = chance.choice((b"\xff\xff\xff\xff", bytes(4), b"\x7f\xff\xff\xff"))
    return bytes(broken)


@pytest.mark.parametrize("name", _FILES)
def test_mutated_files_are_documents_or_explained(name: str, tmp_path: Path) -> None:
    chance = random.Random(name)
    path = tmp_path / name
    for _ in range(_ROUNDS):
        path.write_bytes(_mutated(_FILES[name], chance))
        items = list(walk(path, Walk("", Limits(), contents)))
        assert items
        for item in items:
            _explained(item if isinstance(item, Failure) else read_source(item))
