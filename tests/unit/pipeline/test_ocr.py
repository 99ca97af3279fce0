"""Scans: pages of the samples, drawn as pictures, must read as their text layer does."""

import io
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from PIL import Image, ImageFilter
from rapidfuzz.distance import Levenshtein

from corpora.document import Page
from extractors.text.aligned import AlignedText
from pipeline.errors import UnreadableSource
from pipeline.ingest.ocr import library, tesseract
from pipeline.ingest.ocr.images import PageImage, grey_of, median, prepared
from pipeline.ingest.ocr.layout import in_order, inserted, left_out, paragraphs
from pipeline.ingest.ocr.tesseract import Line, Word
from pipeline.ingest.registry import read
from pipeline.records import Draft, Source
from tests.conftest import missing

ZWNJ = "\N{ZERO WIDTH NON-JOINER}"


@pytest.fixture
def ocr() -> None:
    if not set(tesseract.LANGUAGES.values()) <= tesseract.installed():
        missing("tesseract")


def draft(data: bytes, name: str = "scan") -> Draft:
    return read(Source(f"file:///{name}", name, data))


def picture(path: Path, page: int = 0) -> Image.Image:
    document = pypdfium2.PdfDocument(path)
    image: Image.Image = document[page].render(scale=200 / 72, grayscale=True).to_pil().convert("L")
    document.close()
    return image


def saved(image: Image.Image, form: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def error(true: str, found: str) -> float:
    one, other = (" ".join(AlignedText.of(text).text.replace(ZWNJ, "").split()) for text in (true, found))
    return Levenshtein.normalized_distance(one, other)


@pytest.mark.usefixtures("ocr")
@pytest.mark.parametrize("sample", ["fa-12.pdf", "ar-08.pdf"])
def test_a_scan_reads_as_the_text_layer_does(samples: Path, sample: str) -> None:
    true = draft((samples / sample).read_bytes())
    found = draft(saved(picture(samples / sample), "PNG", dpi=(200, 200)))
    assert error(true.text[: true.pages[0].span.end], found.text) < 0.05
    assert {"ocr", "low_ocr_confidence"} & {*found.flags} == {"ocr"}
    page: Page = found.pages[0]
    assert page.image == "1"
    assert (page.confidence or 0.0) > 0.75
    words = [found.text[r.span.start : r.span.end] for r in page.regions]
    assert " ".join(words).split() == found.text.split()
    assert all(0 <= r.box[0] < r.box[2] <= 10_000 and 0 <= r.box[1] < r.box[3] <= 10_000 for r in page.regions)


@pytest.mark.usefixtures("ocr")
def test_a_skewed_dirty_photo_on_its_side_is_read(samples: Path) -> None:
    clean = picture(samples / "fa-12.pdf")
    noise = np.random.default_rng(7).normal(0, 14, (clean.height, clean.width))
    shade = np.linspace(0, 60, clean.width)[None, :]
    dirty = Image.fromarray(np.clip(np.asarray(clean, dtype=float) - shade + noise, 0, 255).astype(np.uint8))
    turned = dirty.rotate(2.0, fillcolor=200, resample=Image.Resampling.BICUBIC).rotate(90, expand=True)
    found = draft(saved(turned, "JPEG", quality=70))
    true = draft((samples / "fa-12.pdf").read_bytes())
    assert error(true.text[: true.pages[0].span.end], found.text) < 0.12


@pytest.mark.usefixtures("ocr")
def test_pages_of_a_tiff_and_of_a_scanned_pdf_come_in_order(samples: Path) -> None:
    one, other = picture(samples / "fa-12.pdf"), picture(samples / "agreement-fa-2.pdf")
    tiff = draft(saved(one, "TIFF", save_all=True, append_images=[other], dpi=(200, 200)))
    pdf = draft(saved(one, "PDF", save_all=True, append_images=[other], resolution=200))
    assert [page.image for page in tiff.pages] == [page.image for page in pdf.pages] == ["1", "2"]
    assert (tiff.kind, pdf.kind) == ("image", "pdf")
    assert error(tiff.text, pdf.text) < 0.02
    second = pdf.pages[1].span
    assert "تفاهم" in pdf.text[second.start : second.end]


@pytest.mark.usefixtures("ocr")
def test_a_blank_page_is_empty() -> None:
    with pytest.raises(UnreadableSource) as caught:
        draft(saved(Image.new("L", (1654, 2339), 255), "PNG"))
    assert caught.value.code == "empty"


def test_without_tesseract_a_scan_waits(monkeypatch: pytest.MonkeyPatch, samples: Path) -> None:
    data = saved(picture(samples / "fa-12.pdf"), "PDF")
    monkeypatch.setenv("PATH", "")
    tesseract.installed.cache_clear()
    try:
        with pytest.raises(UnreadableSource, match="apt-get install tesseract-ocr") as caught:
            draft(data)
    finally:
        monkeypatch.undo()
        tesseract.installed.cache_clear()
    assert caught.value.code == "ocr_missing"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "corrupt"),
        (b"\xff\xd8\xff" + bytes(100), "corrupt"),
        (b"II*\0" + b"\xff" * 60, "corrupt"),
        (saved(Image.new("1", (40_000, 40_000)), "PNG"), "bomb"),
    ],
)
def test_bad_pictures_get_a_clear_code(data: bytes, code: str) -> None:
    with pytest.raises(UnreadableSource) as caught:
        draft(data)
    assert caught.value.code == code


def test_transparent_and_deep_pictures_become_grey() -> None:
    clear = Image.new("RGBA", (4, 4), (0, 0, 0, 0))
    assert grey_of(clear).getpixel((0, 0)) == 255
    deep = Image.fromarray(np.full((4, 4), 65_535, dtype=np.uint16))
    assert grey_of(deep).getpixel((0, 0)) == 255


def test_a_box_finds_its_way_back_to_a_page_that_was_turned() -> None:
    page = PageImage(Image.new("L", (1000, 2000), 255), 0.0)
    assert page.place((100, 200, 300, 400)) == (1000, 1000, 3000, 2000)
    upright = PageImage(Image.new("L", (1000, 2000), 255), 0.0, quarter=1)
    left, top, right, bottom = upright.place((100, 200, 300, 400))
    assert (left, top, right, bottom) == (8000, 1000, 9000, 3000)


def test_skew_is_found() -> None:
    page = np.full((1200, 1000), 255, dtype=np.uint8)
    for row in range(100, 1100, 40):
        page[row : row + 12, 100:900] = 0
    tilted = Image.fromarray(page).rotate(2.5, fillcolor=255)
    assert prepared(tilted, 200).angle == pytest.approx(2.5, abs=0.3)


def line(*words: tuple[str, float, float], top: float = 0.0, as_seen: bool = False, block: int = 0) -> Line:
    found = (Word(text, (left, top, right, top + 30), 0.9, as_seen) for text, left, right in words)
    return Line(tuple(found), block)


def test_a_latin_phrase_stays_whole_in_a_persian_line() -> None:
    """From the right: a word, then «(Nik Data Co.)» with its brackets as they look, then a word."""
    places = (("Co)", 300), ("Data", 240), ("(.Nik", 180))
    seen = [Word(text, (x, 0, x + 50, 30), 0.9, as_seen=True) for text, x in places]
    words = (Word("شرکت", (400, 0, 460, 30), 0.9), *seen, Word("گفت", (100, 0, 150, 30), 0.9))
    assert in_order(Line(words)).text == "شرکت (Nik Data Co.) گفت"


def test_a_line_that_was_left_out_is_found_and_put_in_its_place() -> None:
    ink = np.zeros((300, 1000), dtype=np.bool_)
    for top in (20, 120, 220):
        ink[top : top + 30, 100:900:3] = True
    lines = [line(("بالا", 100, 900), top=20), line(("پایین", 100, 900), top=220)]
    boxes = left_out(ink, lines)
    assert [(box[1], box[3]) for box in boxes] == [(120, 150)]
    late = line(("میان", 100, 900), top=120)
    assert [found.text for found in inserted(lines, late)] == ["بالا", "میان", "پایین"]


def test_a_line_that_is_full_goes_on_below() -> None:
    lines = [
        line(("نشست", 850, 900), ("استان", 100, 840)),
        line(("برگزار", 800, 900), ("شد.", 600, 780), top=45),
        line(("پایان", 820, 900), top=90),
    ]
    assert [[found.text for found in part] for part in paragraphs(lines)] == [["نشست استان", "برگزار شد."], ["پایان"]]


@pytest.mark.usefixtures("ocr")
def test_pages_in_two_languages_are_each_read_in_their_own(samples: Path) -> None:
    persian, arabic = picture(samples / "fa-12.pdf"), picture(samples / "ar-08.pdf")
    found = draft(saved(persian, "TIFF", save_all=True, append_images=[arabic], dpi=(200, 200)))
    spans = [found.text[page.span.start : page.span.end] for page in found.pages]
    for text, sample in zip(spans, ("fa-12.pdf", "ar-08.pdf"), strict=True):
        true = draft((samples / sample).read_bytes())
        assert error(true.text[: true.pages[0].span.end], text) < 0.05
    assert "\N{ARABIC LETTER YEH}" not in spans[0]
    assert "\N{ARABIC LETTER FARSI YEH}" not in spans[1]


@pytest.mark.usefixtures("ocr")
def test_the_library_gives_what_the_command_gives(samples: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = picture(samples / "fa-12.pdf")
    strip = page.crop((0, 300, page.width, 420))
    for images, language, mode in (([page], "fas", tesseract.PAGE), ([strip, strip], "eng", tesseract.STRIP)):
        inside = tesseract.read(images, language, mode)
        with monkeypatch.context() as without:
            without.setattr(library, "_MOST_PIXELS", 0)
            assert library.tables(images, language, mode, 200, 60.0) is None
            assert tesseract.read(images, language, mode) == inside
    assert len(inside) == 2
    assert sum(len(line.words) for line in tesseract.read([page], "fas", tesseract.PAGE)[0]) > 100


@pytest.mark.usefixtures("ocr")
def test_a_page_that_takes_too_long_is_told(samples: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = picture(samples / "fa-12.pdf")
    for most_pixels in (library._MOST_PIXELS, 0):
        monkeypatch.setattr(library, "_MOST_PIXELS", most_pixels)
        with monkeypatch.context() as hurried:
            hurried.setattr(tesseract, "_SECONDS", 0.02)
            with pytest.raises(UnreadableSource) as told:
                tesseract.read([page], "fas", tesseract.PAGE)
        assert told.value.code == "timeout"
        assert len(tesseract.read([page.crop((0, 300, page.width, 700))], "fas", tesseract.BLOCK)[0]) > 3


def test_the_median_is_that_of_pillow() -> None:
    noise = Image.fromarray(np.random.default_rng(3).integers(0, 256, (37, 23), dtype=np.uint8))
    assert median(noise).tobytes() == noise.filter(ImageFilter.MedianFilter(3)).tobytes()
