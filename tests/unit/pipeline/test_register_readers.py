"""What is read of documents for the register: several kinds in one pass, each by its own reader."""

from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from corpora.document import Document, Span
from pipeline.annotate import annotated
from pipeline.registry.readers import READERS, Anchored, Reader, told, version

SIGNED = "دانشگاه میبد و شهرداری یزد روز ۱۴ آذر ۱۴۰۴ تفاهم‌نامه همکاری امضا کردند."


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text."""

    anchor: Span
    evidence: Span


def signed() -> Document:
    """A document that tells of one agreement."""
    return annotated(
        Document(key="a" * 32, id="a", uri="file:///a", text=SIGNED, language="fa", published="2025-12-06")
    )


def first_word(found: Document) -> Sequence[Anchored]:
    """The first word of a document."""
    return [Word(Span(0, found.text.index(" ")), Span(0, len(found.text)))]


def broken(_: Document) -> Sequence[Anchored]:
    """Reads nothing."""
    raise ValueError("broken")


def test_a_document_is_read_by_every_reader_in_order() -> None:
    one = signed()
    found = told(one, (*READERS, Reader("word", "WORD", 1, first_word)))
    assert [kind for kind, *_ in found] == ["agreement", "word"]
    assert found[1][2] == {"said": {"anchor": [0, 7], "evidence": [0, len(SIGNED)]}, "text": SIGNED}
    assert len({identity for _, identity, _ in found}) == 2


def test_a_reader_that_fails_costs_only_its_own_kind(caplog: pytest.LogCaptureFixture) -> None:
    one = signed()
    found = told(one, (Reader("word", "WORD", 1, broken), *READERS))
    assert [kind for kind, *_ in found] == ["agreement"]
    assert "a document could not be read for words" in caplog.text


def test_a_withdrawn_document_tells_of_nothing() -> None:
    assert told(None) == []


def test_the_version_changes_with_any_reader() -> None:
    one, two = Reader("a", "A", 1, first_word), Reader("b", "B", 1, first_word)
    versions = [version(readers) for readers in ((one,), (two, two), (one, Reader("b", "B", 2, first_word)))]
    assert len(set(versions)) == 3
