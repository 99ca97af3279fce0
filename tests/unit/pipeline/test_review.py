"""Corrections of recognised text: kept, in force, taken back, carried over to a newer version."""

from dataclasses import replace
from pathlib import Path

import pytest

from corpora.document import Document, Span
from corpora.ids import digest
from pipeline.annotate import annotated
from pipeline.errors import DocumentNotFound, RefusedDecision, UnreadableSource
from pipeline.people.audit import Audit
from pipeline.people.principal import local
from pipeline.review.texts import Change, TextReview, put_with_corrections
from pipeline.store import copying
from pipeline.store.documents import Store
from pipeline.workspace import Workspace
from tests.makers import ME, scanned

TEXT = "تفاهم‌نامه همکاری\nدانشگاه يزد و شرکت برق در تاریخ ۱۴۰۴/۵۱/۲۲ امضا کردند\nانجمن حمایث از کودکان نیز حضور داشت"


@pytest.fixture
def page(store: Store) -> Document:
    document = annotated(scanned(TEXT)[0])
    store.put([(document, "b")])
    return store.get(document.key)


@pytest.fixture
def review(store: Store, audit: Audit) -> TextReview:
    return TextReview(store, annotated, lambda: None, audit)


def change(text: str, before: str, after: str) -> Change:
    start = text.index(before)
    return Change(Span(start, start + len(before)), before, after)


def surfaces(document: Document, label: str) -> list[str]:
    return [m.surface for m in document.mentions if m.label == label]


def test_what_is_extracted_follows_from_the_corrected_text(store: Store, review: TextReview, page: Document) -> None:
    assert surfaces(page, "DATE") == []
    made = [change(TEXT, "۱۴۰۴/۵۱/۲۲", "۱۴۰۴/۰۵/۲۲"), change(TEXT, "حمایث", "حمایت")]
    found = review.correct(local("زهرا"), page.key, made)
    assert found.text == TEXT.replace("۵۱", "۰۵").replace("حمایث", "حمایت")
    assert surfaces(found, "DATE") == ["۱۴۰۴/۰۵/۲۲"]
    assert "انجمن حمایت از کودکان" in surfaces(found, "ORG")
    assert found == store.get(page.key)
    assert [c.document for c in store.changes(1)] == [found]
    with store.engine.connect() as connection:
        read = store.as_read(connection, page.key)
    assert read is not None
    assert read.text == TEXT
    history = review.history(ME, page.key)
    assert [(j.state, j.decision.user, j.correction.after) for j in history] == [
        ("applied", "زهرا", "حمایت"),
        ("applied", "زهرا", "۱۴۰۴/۰۵/۲۲"),
    ]


def test_a_correction_of_a_correction_and_back(review: TextReview, page: Document) -> None:
    first = review.correct(ME, page.key, [change(TEXT, "حمایث از", "حمایت‌ها از")])
    found = review.correct(ME, page.key, [change(first.text, "حمایت‌ها", "حمایت")])
    assert found.text == TEXT.replace("حمایث", "حمایت")
    assert [j.state for j in review.history(ME, page.key)] == ["applied", "replaced"]
    with pytest.raises(RefusedDecision, match="correction 2 was made there since"):
        review.undo(ME, page.key, 1)
    assert review.undo(ME, page.key, 2) == first
    back = review.undo(ME, page.key, 1)
    assert back == page
    assert [j.state for j in review.history(ME, page.key)] == ["undone", "undone", "replaced", "replaced"]
    with pytest.raises(RefusedDecision, match="no correction 1 in force"):
        review.undo(ME, page.key, 1)
    assert review.undo(ME, page.key, 4) == first
    assert review.undo(ME, page.key, 5) == page
    again = review.correct(ME, page.key, [change(TEXT, "حمایث", "")])
    assert "انجمن  از" in again.text


def test_the_publication_date_follows_where_the_text_gave_it(store: Store, review: TextReview) -> None:
    text = "تفاهم‌نامه همکاری\nتاریخ: ۱۴۰۴/۵۱/۲۲\nاین سند ظرف مدت یک ماه آینده امضا می‌شود"
    document = scanned(text)[0]
    store.put([(annotated(document), "b")])
    found = review.correct(ME, document.key, [change(text, "۱۴۰۴/۵۱/۲۲", "۱۴۰۴/۰۵/۲۲")])
    assert (found.published, found.flags) == ("2025-08-13", ("ocr",))
    (deadline,) = (m for m in found.mentions if m.surface.startswith("ظرف"))
    assert (deadline.value["start"], deadline.value["end"]) == ("2025-08-13", "2025-09-13")
    back = review.undo(ME, document.key, review.history(ME, document.key)[0].decision.id)
    assert (back.published, back.flags) == ("", ("no_published", "ocr"))
    stated = replace(scanned(text, "other")[0], published="2020-01-01")
    store.put([(annotated(stated), "b")])
    found = review.correct(ME, stated.key, [change(text, "۱۴۰۴/۵۱/۲۲", "۱۴۰۴/۰۵/۲۲")])
    assert found.published == "2020-01-01"


def test_two_changes_in_one_corrected_place_are_one(review: TextReview, page: Document) -> None:
    found = review.correct(ME, page.key, [change(TEXT, "شرکت برق", "شركت  برق و آب")])
    both = [change(found.text, "شركت", "شرکت"), change(found.text, "آب", "آبفا")]
    found = review.correct(ME, page.key, both)
    assert "و شرکت  برق و آبفا در" in found.text
    assert [j.state for j in review.history(ME, page.key)] == ["applied", "replaced"]


@pytest.mark.parametrize(
    ("wanted", "why"),
    [
        (Change(Span(0, 5), "نشست", "نشر"), "something else"),
        (change(TEXT, "حضور", "حضور"), "already"),
        (change(TEXT, "حضور", "ح" * 3000), "at most"),
    ],
)
def test_what_cannot_be_meant_is_refused_and_changes_nothing(
    wanted: Change, why: str, store: Store, review: TextReview, page: Document
) -> None:
    with pytest.raises(RefusedDecision, match=why):
        review.correct(ME, page.key, [change(TEXT, "حمایث", "حمایت"), wanted] if why != "already" else [wanted])
    assert (store.get(page.key), store.last_seq(), review.history(ME, page.key)) == (page, 1, [])


def test_text_that_was_not_recognised_stays(store: Store, review: TextReview) -> None:
    document = replace(scanned(TEXT)[0], pages=(), flags=())
    store.put([(document, "b")])
    with pytest.raises(RefusedDecision, match="recognised from a picture"):
        review.correct(ME, document.key, [change(TEXT, "حمایث", "حمایت")])
    with pytest.raises(DocumentNotFound):
        review.history(ME, "nobody")
    with pytest.raises(RefusedDecision, match="no correction"):
        review.undo(ME, document.key, 7)


def test_a_correction_is_of_one_page(store: Store, review: TextReview) -> None:
    whole = scanned(TEXT)[0]
    cut = TEXT.index("\n", 30)
    (page,) = whole.pages
    first = [region for region in page.regions if region.span.end <= cut]
    pages = (
        replace(page, span=Span(0, cut), regions=tuple(first)),
        replace(page, span=Span(cut + 1, len(TEXT)), regions=page.regions[len(first) :]),
    )
    store.put([(replace(whole, pages=pages), "b")])
    with pytest.raises(RefusedDecision, match="one page"):
        review.correct(ME, whole.key, [change(TEXT, "کردند\nانجمن", "کردند. انجمن")])
    found = review.correct(ME, whole.key, [change(TEXT, "حمایث", "حمایت")])
    assert found.pages[1].span.start == cut + 1


def test_somebody_else_was_faster(store: Store, audit: Audit, review: TextReview, page: Document) -> None:
    def slow(document: Document) -> Document:
        if len(calls) == 0:
            calls.append(1)
            review.correct(local("امید"), page.key, [change(TEXT, "حضور", "حظور")])
        return annotated(document)

    calls: list[int] = []
    with pytest.raises(RefusedDecision, match="meanwhile"):
        TextReview(store, slow, lambda: None, audit).correct(ME, page.key, [change(TEXT, "حمایث", "حمایت")])
    assert "حظور" in store.get(page.key).text
    assert "حمایث" in store.get(page.key).text


def test_an_extraction_of_the_text_before_is_not_kept(store: Store, review: TextReview, page: Document) -> None:
    old = annotated(page)
    found = review.correct(ME, page.key, [change(TEXT, "حمایث", "حمایت")])
    assert store.replace_extraction(old.with_mentions(old.mentions[:1])) is False
    assert store.get(page.key) == found
    assert store.replace_extraction(found.with_mentions(found.mentions[:1])) is True
    assert store.get(page.key).text == found.text


def test_a_newer_version_keeps_what_it_has_still(store: Store, review: TextReview, page: Document) -> None:
    review.correct(ME, page.key, [change(TEXT, "۱۴۰۴/۵۱/۲۲", "۱۴۰۴/۰۵/۲۲"), change(TEXT, "حمایث", "حمایت")])
    newer = scanned("نسخهٔ دوم\n" + TEXT.replace("۵۱", "۰۵"))[0]
    assert put_with_corrections(store, [(annotated(newer), "b2")], annotated) == ["changed"]
    found = store.get(page.key)
    assert found.text == "نسخهٔ دوم\n" + TEXT.replace("۵۱", "۰۵").replace("حمایث", "حمایت")
    assert "انجمن حمایت از کودکان" in surfaces(found, "ORG")
    assert [(j.state, j.decision.before["version"]) for j in review.history(ME, page.key)] == [
        ("applied", 2),
        ("stale", 1),
        ("stale", 1),
    ]
    assert [j.decision.note for j in review.history(ME, page.key)] == ["carried over from 2", "", ""]


def test_nobody_waits_while_it_is_worked_out_what_is_carried_over(
    store: Store, review: TextReview, page: Document
) -> None:
    """Extractors run outside the transaction: a decision that comes meanwhile is kept, and carried over too."""
    review.correct(ME, page.key, [change(TEXT, "حمایث", "حمایت")])
    newer = annotated(scanned("نسخهٔ دوم\n" + TEXT)[0])
    asked: list[str] = []

    def slow(document: Document) -> Document:
        asked.append(document.text)
        if len(asked) == 1:  # the store takes it, though a version is on its way
            now = store.get(page.key).text
            review.correct(local("امید"), page.key, [change(now, "حضور", "حظور")])
        return annotated(document)

    assert put_with_corrections(store, [(newer, "b2")], slow) == ["changed"]
    assert len(asked) == 2
    assert store.get(page.key).text == newer.text.replace("حمایث", "حمایت").replace("حضور", "حظور")
    assert [j.decision.user for j in review.history(ME, page.key) if j.state == "applied"] == ["امید", ME.name]


def test_a_text_of_which_too_much_is_said_meanwhile_is_carried_over_all_the_same(
    store: Store, review: TextReview, page: Document
) -> None:
    review.correct(ME, page.key, [change(TEXT, "حمایث", "حمایت")])
    newer = annotated(scanned("نسخهٔ دوم\n" + TEXT)[0])
    words = iter((("حضور", "حظور"), ("حظور", "حضور"), ("حضور", "حظور")))

    def slow(document: Document) -> Document:
        if pair := next(words, None):
            review.correct(local("امید"), page.key, [change(store.get(page.key).text, *pair)])
        return annotated(document)

    assert put_with_corrections(store, [(newer, "b2")], slow) == ["changed"]
    assert "حمایت" in store.get(page.key).text


def test_corrections_that_no_process_can_carry_over_stay_stale(
    store: Store, review: TextReview, page: Document
) -> None:
    def broken(document: Document) -> Document:
        raise UnreadableSource("memory", document.key)

    review.correct(ME, page.key, [change(TEXT, "حمایث", "حمایت")])
    newer = annotated(scanned("نسخهٔ دوم\n" + TEXT)[0])
    assert put_with_corrections(store, [(newer, "b2")], broken) == ["changed"]
    assert store.get(page.key).text == newer.text
    assert [j.state for j in review.history(ME, page.key)] == ["stale"]


def test_a_version_whose_corrections_cannot_be_carried_over_is_not_kept(
    store: Store, review: TextReview, page: Document
) -> None:
    def broken(document: Document) -> Document:
        raise MemoryError(document.key)

    found = review.correct(ME, page.key, [change(TEXT, "حمایث", "حمایت")])
    newer = annotated(scanned("نسخهٔ دوم\n" + TEXT)[0])
    with pytest.raises(MemoryError):
        put_with_corrections(store, [(newer, "b2")], broken)
    assert (store.get(page.key), len(store.versions(page.key))) == (found, 1)
    assert put_with_corrections(store, [(newer, "b2")], annotated) == ["changed"]
    assert "حمایت" in store.get(page.key).text


def test_corrections_go_with_a_copy_and_with_a_withdrawal(
    store: Store, review: TextReview, page: Document, tmp_path: Path
) -> None:
    found = review.correct(ME, page.key, [change(TEXT, "حمایث", "حمایت")])
    other = store.elsewhere(tmp_path / "other.db")
    copying.copy_rows(store, other)
    assert other.get(page.key) == found
    other.close()
    store.withdraw(page.key, "زهرا")
    store.put([(annotated(page), "b")])
    assert store.get(page.key) == page
    assert review.history(ME, page.key) == []


def test_a_workspace_finds_the_corrected_word(workspace: Workspace) -> None:
    document, picture = scanned(TEXT)
    workspace.store.put([(document, workspace.blobs.put(picture))])
    workspace.indexing.sync()
    assert workspace.search(ME, "حمایت").total == 0
    workspace.texts.correct(ME, document.key, [change(TEXT, "حمایث", "حمایت")])
    assert (workspace.search(ME, "حمایت").total, workspace.search(ME, "حمایث", relax=False).total) == (1, 0)
    assert workspace.reprocess(ME) == 0
    assert digest(TEXT.encode()) == workspace.document(ME, document.key).content_hash
