"""Pages to one text: furniture of pages, paragraphs that go on over them, and where each piece stands."""

from pathlib import Path
from types import SimpleNamespace

from corpora.codec import decode, encode
from corpora.document import Document
from pipeline.ingest.formats.paged import Piece, ReadPage, assembled
from pipeline.ingest.formats.pdf_pictures import Need, needs_ocr

BOX = (1000, 1000, 9000, 1300)
LONG = "شورای برنامه‌ریزی استان در نشست امروز تصویب کرد که دستگاه‌های اجرایی گزارش خود را هر سه ماه یک بار به"


def page(*paragraphs: str, number: int = 1) -> ReadPage:
    return ReadPage([[Piece(text, BOX)] for text in paragraphs], str(number))


def test_headers_and_page_numbers_are_furniture() -> None:
    numbered = ((1, "نخست"), (2, "دوم"), (3, "سوم"))
    pages = [page("سازمان اسناد استان", f"متن صفحه {word}.", f"صفحه {n} از ۳") for n, word in numbered]
    found = assembled(pages)
    assert [found.text[s.start : s.end] for s in found.furniture] == [
        "سازمان اسناد استان", "صفحه 1 از ۳", "سازمان اسناد استان", "صفحه 2 از ۳", "سازمان اسناد استان", "صفحه 3 از ۳",
    ]  # fmt: skip


def test_articles_that_begin_pages_are_not_furniture() -> None:
    parties = ((3, "کارفرما"), (5, "پیمانکار"), (8, "ناظر"))
    pages = [page(f"ماده {n}", f"{word} متعهد است گزارش دهد.") for n, word in parties]
    assert assembled(pages).furniture == ()


def test_a_paragraph_goes_on_over_the_page() -> None:
    found = assembled([page("عنوان", LONG), page("دبیرخانه بدهند.", "پایان")])
    assert found.text == f"عنوان\n{LONG} دبیرخانه بدهند.\nپایان"
    assert [found.text[p.span.start : p.span.end] for p in found.pages] == [f"عنوان\n{LONG}", "دبیرخانه بدهند.\nپایان"]


def test_a_finished_page_ends_its_line() -> None:
    assert assembled([page("متن نخست."), page("متن دوم.")]).text == "متن نخست.\nمتن دوم."


def test_blank_pages_stay_pages() -> None:
    found = assembled([page(), page("متن."), page()])
    assert found.text == "متن."
    assert [(p.span.start, p.span.end) for p in found.pages] == [(0, 0), (0, 4), (4, 4)]


def test_regions_survive_the_codec() -> None:
    found = assembled([ReadPage([[Piece("متن", BOX, 0.5), Piece("سند", BOX, 1.0)]], "1", 0.75)])
    document = Document(key="k", id="k", uri="u", text=found.text, pages=found.pages)
    assert decode(encode(document)) == document
    assert [found.text[r.span.start : r.span.end] for r in found.pages[0].regions] == ["متن", "سند"]


def layer(*, pictures: float = 0.0, curves: int = 0) -> SimpleNamespace:
    """What pdfplumber says of a page that is 100 points wide and high."""
    return SimpleNamespace(width=100, height=100, images=[{"width": 100, "height": pictures}], curves=[None] * curves)


def test_a_page_is_recognised_where_its_layer_says_nothing() -> None:
    assert needs_ocr(page(), layer()) is Need.NONE
    assert needs_ocr(page(), layer(pictures=90)) is Need.MUST
    assert needs_ocr(page("۱۲"), layer(curves=300)) is Need.MAYBE
    assert needs_ocr(page(LONG), layer(pictures=90, curves=300)) is Need.NONE


def test_a_layer_that_cannot_be_true_is_not_believed(samples: Path) -> None:
    text = (samples / "fa-03.txt").read_text(encoding="utf-8")
    assert needs_ocr(page(text), layer()) is Need.NONE
    assert needs_ocr(page(" ".join(word[::-1] for word in text.split())), layer()) is Need.MUST
    assert needs_ocr(page(text.replace("ا", "\ue001")), layer()) is Need.MUST
    assert needs_ocr(page("The agreement between both parties was signed in Yazd."), layer()) is Need.NONE
