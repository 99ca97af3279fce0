"""Any bytes become a document or one explained failure; the samples, mutated, too."""

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpora.document import Document
from pipeline.errors import CODES
from pipeline.ingest.html import HtmlIngestor
from pipeline.reading import read_source
from pipeline.records import Failure, Source
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
    assert HtmlIngestor().claims(Source("file:///a.html", "a.html", page)) >= 0


@pytest.mark.parametrize("path", _SAMPLES, ids=lambda p: p.name)
def test_mutated_samples(path: Path) -> None:
    chance = random.Random(path.name)
    data = path.read_bytes()
    for _ in range(6):
        broken = bytearray(data)
        for _ in range(chance.randrange(1, 30)):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        if chance.random() < 0.5:
            del broken[chance.randrange(len(broken)) :]
        _explained(read_source(Source(f"file:///{path.name}", path.name, bytes(broken))))
