"""The sign for percent on a scan, drawn here beside Latin and Persian digits."""

from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from pipeline.ingest.ocr.digits import with_digits
from pipeline.ingest.ocr.glyphs import glyphs
from pipeline.ingest.ocr.images import Box, black
from pipeline.ingest.ocr.percent import parted
from pipeline.ingest.ocr.tesseract import Line, Word


def font(size: int) -> ImageFont.FreeTypeFont:
    for name in ("DejaVuSans.ttf", "Vazirmatn-Regular.ttf"):
        try:
            found = ImageFont.truetype(name, size)
        except OSError:
            continue
        return ImageFont.truetype(str(Path(str(found.path))), size, layout_engine=ImageFont.Layout.BASIC)
    pytest.skip("no font with Persian digits")


def drawn(visual: str, size: int = 34) -> tuple[Image.Image, Box]:
    """A picture of characters in the order that they stand in, and the box around them."""
    image, face = Image.new("L", (500, 120), 255), font(size)
    ImageDraw.Draw(image).text((120, 40), visual, font=face, fill=10)
    left, top, right, bottom = face.getbbox(visual)
    return image, (120 + left, 40 + top, 120 + right, 40 + bottom)


@pytest.mark.parametrize("size", [24, 34, 60])
@pytest.mark.parametrize(
    ("visual", "digits"), [("%35", 2), ("35%", 2), ("%7.5", 3), ("%8", 1), ("٪۴۲", 2), ("۱۰۰٪", 3), (")٪۳۰(", 2)]
)
def test_the_sign_is_taken_from_the_digits(visual: str, digits: int, size: int) -> None:
    picture, box = drawn(visual, size)
    found = parted(glyphs(black(picture, box)))
    assert found.signed
    assert len(found.marks) == digits


@pytest.mark.parametrize("size", [24, 34, 60])
@pytest.mark.parametrize("visual", ["965", "1/25", "9/6", "0/08", "۰/۰۵", "۹/۶", "۱۴۰۲/۰۵/۱۷", "17/03/2021", "48,600"])
def test_digits_and_strokes_are_no_sign(visual: str, size: int) -> None:
    picture, box = drawn(visual, size)
    marks = glyphs(black(picture, box))
    assert parted(marks) == (marks, False, marks[0].left, max(mark.right for mark in marks))


@pytest.mark.parametrize("said", ["9035", "35؟", "35", "9/035", "35%"])
def test_what_tesseract_makes_of_the_sign_gives_way(said: str) -> None:
    picture, box = drawn("%35")
    (line,) = with_digits(picture, [Line((Word(said, box, 0.8),))], "ara")
    assert line.text == "35%"


@pytest.mark.parametrize(
    ("said", "language", "text"), [("۴۲/", "fas", "۴۲٪"), ("۸۴۲", "fas", "۴۲٪"), ("٤٢", "ara", "٤٢٪")]
)
def test_so_it_does_beside_persian_and_arabic_digits(said: str, language: str, text: str) -> None:
    picture, box = drawn("٪۴۲")
    (line,) = with_digits(picture, [Line((Word(said, box, 0.8),))], language)
    assert line.text == text


@pytest.mark.parametrize("said", ["9036", "1835", "967835"])
def test_digits_that_the_two_readers_see_otherwise_are_not_sure(said: str) -> None:
    picture, box = drawn("%36" if said != "9036" else "%35")
    (line,) = with_digits(picture, [Line((Word(said, box, 0.9),))], "ara")
    assert line.text == said
    assert line.words[0].confidence <= 0.5
