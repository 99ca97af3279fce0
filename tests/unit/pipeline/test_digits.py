"""The second reader of numbers, on numbers of the samples whose text layer says what they are."""

import re
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from PIL import Image, ImageFont

from pipeline.ingest.ocr.digits import read_number, shipped, with_digits
from pipeline.ingest.ocr.glyphs import glyphs, numbers
from pipeline.ingest.ocr.images import Box
from pipeline.ingest.ocr.tesseract import Line, Word
from pipeline.training.digits import build

type Page = tuple[Image.Image, list[tuple[str, Box]]]

_SCALE = 200 / 72
_NUMBER = re.compile(r"[۰-۹]{2,}(?:[/٬][۰-۹]+)*")


@pytest.fixture
def page(samples: Path) -> Page:
    """The first page of an agreement in grey, and each of its numbers with its place."""
    document = pypdfium2.PdfDocument(samples / "agreement-fa-2.pdf")
    first = document[0]
    grey = first.render(scale=_SCALE, grayscale=True).to_pil().convert("L")
    text, found = first.get_textpage(), []
    for match in _NUMBER.finditer(text.get_text_range()):
        boxes = [text.get_charbox(at) for at in range(*match.span())]
        left, bottom, right, top = (f(b[i] for b in boxes) for i, f in enumerate((min, min, max, max)))
        upper, lower = (first.get_height() - top) * _SCALE, (first.get_height() - bottom) * _SCALE
        if right - left < first.get_width() / 3:
            found.append((match.group(), (left * _SCALE, upper, right * _SCALE, lower)))
    document.close()
    assert len(found) > 5
    return grey, found


def test_numbers_are_read_as_the_text_layer_has_them(page: Page) -> None:
    grey, true = page
    read = [read_number(grey, box, shipped()) for _, box in true]
    assert [number.text if number else "" for number in read] == [text for text, _ in true]


def test_a_number_that_was_misread_is_put_right_and_one_that_was_not_is_sure(
    page: Page,
) -> None:
    grey, true = page
    text, box = next((text, box) for text, box in true if len(text) > 3)
    doubled = Line((Word(text[0] + text, box, 0.93),))
    right = Line((Word(text, box, 0.6),))
    (put_right,), (sure,) = (line.words for line in with_digits(grey, [doubled, right], "fas"))
    assert (put_right.text, sure.text) == (text, text)
    assert put_right.confidence < sure.confidence


def test_a_torn_number_becomes_one_word(page: Page) -> None:
    grey, true = page
    text, (left, top, right, bottom) = next((text, box) for text, box in true if len(text) > 6)
    middle = (left + right) / 2
    torn = Line((Word("۳", (middle + 2, top, right, bottom), 0.4), Word("ات(", (left, top, middle, bottom), 0.04)))
    (line,) = with_digits(grey, [torn], "fas")
    assert [word.text for word in line.words] == [text]


def test_a_number_on_an_arabic_page_has_its_digits(page: Page) -> None:
    grey, true = page
    text, box = next((text, box) for text, box in true if len(text) > 3)
    (line,) = with_digits(grey, [Line((Word("٣", box, 0.4),))], "ara")
    assert line.words[0].text == text.translate(str.maketrans("۰۱۲۳۴۵۶۷۸۹", "٠١٢٣٤٥٦٧٨٩"))


def test_letters_are_no_number(page: Page) -> None:
    grey, true = page
    _, (left, top, right, bottom) = true[0]
    blank = Image.new("L", grey.size, 255)
    assert read_number(blank, (left, top, right, bottom), shipped()) is None
    word = Word("شماره", (left, top, right, bottom), 0.9)
    assert with_digits(grey, [Line((word,))], "fas")[0].words == (word,)


def test_marks_are_parted_and_a_colon_is_one() -> None:
    ink = np.zeros((20, 30), dtype=np.bool_)
    ink[2:18, 2:8] = True
    ink[4:7, 14:17] = True
    ink[12:15, 14:17] = True
    ink[2:18, 22:27] = True
    ink[19, 29] = True
    found = glyphs(ink)
    assert [(glyph.left, glyph.top, glyph.right, glyph.bottom) for glyph in found] == [
        (2, 2, 8, 18),
        (14, 4, 17, 15),
        (22, 2, 27, 18),
    ]
    assert numbers(found).shape[0] == 3
    assert glyphs(np.zeros((5, 5), dtype=np.bool_)) == []


def test_the_reader_is_built_from_fonts(tmp_path: Path) -> None:
    fonts = _fonts()
    network = build(fonts, 1, lambda _: None, count=400)
    network.save(tmp_path / "digits.npz")
    again = network.read(tmp_path / "digits.npz")
    assert again.inner.shape == shipped().inner.shape


def _fonts() -> list[Path]:
    for name in ("DejaVuSans.ttf", "Vazirmatn-Regular.ttf", "NotoNaskhArabic-Regular.ttf"):
        try:
            return [Path(str(ImageFont.truetype(name).path))]
        except OSError:
            continue
    pytest.skip("no font with Persian digits")
