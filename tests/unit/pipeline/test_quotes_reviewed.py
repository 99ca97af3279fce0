"""Quotations as people judge and look for them: marked, given another speaker, found by words and by who said them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from corpora.document import Document, Mention, Span
from pipeline.query.parser import parse
from pipeline.review.reviewed import Asked
from pipeline.review.suggesting import value_of
from pipeline.settings import Settings
from pipeline.workspace import Workspace
from search_api.pages.judging import fields_of, value_from
from tests.makers import ME

TEXT = "علی رضایی گفت: مدرسه تازه باز شد. شهردار هم حرف زد و از «جاده نو» گفت."


@pytest.fixture
def space(tmp_path: Path) -> Iterator[Workspace]:
    (tmp_path / "خبر.txt").write_text(TEXT, encoding="utf-8")
    with Workspace(Settings(workspace=tmp_path / "ws", workers=1)) as made:
        made.ingest(ME, [tmp_path / "خبر.txt"])
        yield made


def quoted(space: Workspace) -> tuple[Document, Mention]:
    (document,) = space.documents(ME)
    return document, next(one for one in document.mentions if one.label == "QUOTE")


def found(space: Workspace, query: str) -> int:
    return space.searches.number(ME, parse(query))


def test_a_quotation_is_found_by_its_words_and_by_who_says_them(space: Workspace) -> None:
    _, quote = quoted(space)
    assert (quote.surface, quote.value["speaker"]) == ("مدرسه تازه باز شد", "علی رضایی")
    assert [found(space, query) for query in ("quote:مدرسه", "گوینده:رضایی", "quote:شهردار", "speaker:شهردار")] == [
        1,
        1,
        0,
        0,
    ]


def test_another_speaker_is_found_once_a_person_says_so(space: Workspace) -> None:
    document, quote = quoted(space)
    value = value_from("QUOTE", quote.value, {"speaker": "مریم احمدی", "kind": "direct"})
    assert "speaker_span" not in value
    space.mentions.decide(ME, document.key, Asked("correct", quote.id, value=value, judged=dict(quote.value)))
    space.upkeep.finish()
    assert [found(space, query) for query in ("speaker:احمدی", "speaker:رضایی")] == [1, 0]
    assert quoted(space)[1].verdict == "corrected"


def test_a_form_shows_speaker_office_and_kind() -> None:
    fields = fields_of("QUOTE", {"kind": "indirect", "office": "شهردار"})
    assert [(one.name, one.text) for one in fields] == [("speaker", ""), ("office", "شهردار"), ("kind", "indirect")]
    assert fields[2].choices == ("direct", "indirect")


def test_words_that_a_person_marks_are_somebodys_own_behind_a_mark(space: Workspace) -> None:
    document, _ = quoted(space)
    own, told = document.text.index("جاده"), document.text.index("شهردار")
    assert value_of(lambda one: one, document, Span(own, own + 7), "QUOTE") == {"kind": "direct"}
    assert value_of(lambda one: one, document, Span(told, told + 13), "QUOTE") == {"kind": "indirect"}
