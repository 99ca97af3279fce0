"""The sign for percent on a scan, and numbers in Latin digits beside it, drawn here."""

from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from pipeline.ingest.ocr.digits import read_number, shipped, with_digits
from pipeline.ingest.ocr.glyphs import glyphs
from pipeline.ingest.ocr.images import Box, black
from pipeline.ingest.ocr.percent import sign_parts
from pipeline.ingest.ocr.tesseract import Line, Word


def font(size: int) -> ImageFont.FreeTypeFont:
    for name in ("DejaVuSans.ttf", "Vazirmatn-Regular.ttf"):
        try:
            return ImageFont.truetype(name, size)
        except OSError:
            continue
    pytest.skip("no font with Persian digits")


def drawn(visual: str, size: int = 34, blur: float = 0.0) -> tuple[Image.Image, Box]:
    """A picture of characters in the order that they stand in, and the box around them."""
    image = Image.new("L", (500, 120), 255)
    face = ImageFont.truetype(str(Path(str(font(size).path))), size, layout_engine=ImageFont.Layout.BASIC)
    ImageDraw.Draw(image).text((120, 40), visual, font=face, fill=10)
    left, top, right, bottom = face.getbbox(visual)
    picture = image.filter(ImageFilter.GaussianBlur(blur)) if blur else image
    return picture, (120 + left, 40 + top, 120 + right, 40 + bottom)


@pytest.mark.parametrize("blur", [0.0, 0.8])
@pytest.mark.parametrize("size", [28, 34, 46])
@pytest.mark.parametrize(
    ("visual", "number"),
    [
        ("%35", "35%"),
        ("35%", "35%"),
        ("٪۴۲", "۴۲٪"),
        ("٪۹۶", "۹۶٪"),
        ("17/03/2021", "17/03/2021"),
        ("48,600", "48,600"),
        ("1998", "1998"),
        ("۱۳۹۷", "۱۳۹۷"),
    ],
)
def test_a_number_is_read_with_its_sign(visual: str, number: str, size: int, blur: float) -> None:
    picture, box = drawn(visual, size, blur)
    found = read_number(picture, box, shipped())
    assert found is not None
    assert found.text == number


@pytest.mark.parametrize("visual", ["96", "69", "88", "08", "۰/۰", "1/2", "۹/۶"])
def test_digits_are_no_sign(visual: str) -> None:
    picture, box = drawn(f"{visual}5")
    marks = glyphs(black(picture, box))
    assert sign_parts(marks) == 0
    assert sign_parts(marks[::-1]) == 0


@pytest.mark.parametrize("said", ["35؟", "9035", "35"])
def test_what_tesseract_makes_of_the_sign_gives_way_and_is_not_sure(said: str) -> None:
    picture, box = drawn("%35")
    (line,) = with_digits(picture, [Line((Word(said, box, 0.5),))], "ara")
    (word,) = line.words
    assert word.text == "35%"
    assert word.confidence < 0.9


def test_what_both_read_is_sure() -> None:
    picture, box = drawn("%35")
    (line,) = with_digits(picture, [Line((Word("35%", box, 0.5),))], "ara")
    assert line.words[0].confidence > 0.9
