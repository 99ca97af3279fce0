"""Bars as a drawing and as a picture: one plan, letters joined and ordered."""

from io import BytesIO

import pytest
from PIL import Image, features

from extractors.text.characters import ZWNJ
from pipeline.errors import MissingPackage
from search_api.pages.bars import NamedBar, Placed, Plan, Spot, drawing, laid_out
from search_api.pages.bars_png import picture

BARS = [NamedBar("دانشگاه یزد", 12, "۱۲"), NamedBar("شرکت Siemens (آلمان)", 3, "۳")]


def ink(name: str) -> tuple[int, int]:
    """From where to where the name of a lone bar reaches in a Persian picture."""
    made = Image.open(BytesIO(picture(laid_out("", [NamedBar(name, 1, "")], "rtl"), "fa", "rtl"))).convert("L")
    box = made.crop((900, 104, made.width, 164)).point(lambda grey: 255 * (grey < 128)).getbbox()
    assert box is not None
    return box[0] + 900, box[2] + 900


def test_letters_of_a_picture_are_joined() -> None:
    joined, apart = ink("بهشت"), ink(ZWNJ.join("بهشت"))
    assert joined[1] - joined[0] < apart[1] - apart[0]


def test_a_picture_reads_from_the_right() -> None:
    first, whole = ink("دانشگاه"), ink("دانشگاه یزد")
    assert abs(first[1] - whole[1]) <= 2
    assert whole[0] < first[0] - 20


def test_drawing_and_picture_have_one_plan() -> None:
    plan = laid_out("شمار", BARS, "rtl")
    made = Image.open(BytesIO(picture(laid_out("شمار", BARS, "rtl"), "fa", "rtl")))
    assert made.size == (2 * plan.width, 2 * plan.height)
    for box in plan.boxes:
        inside = int(2 * (box.x + box.width / 2)), int(2 * (box.y + box.height / 2))
        assert made.getpixel(inside) == (11, 93, 87)
        assert f'x="{box.x}"' in drawing(plan, "fa", "rtl")


def test_any_plan_is_drawn() -> None:
    plan = Plan("", 100, 60, (), [Placed("پایان", 20, 50, ends=True)], [Spot(50, 20)], [10.0])
    made = Image.open(BytesIO(picture(plan, "fa", "rtl")))
    assert made.getpixel((100, 40)) == (11, 93, 87)
    assert made.getpixel((4, 20)) == (196, 201, 207)
    words = made.convert("L").crop((0, 70, 200, 120)).point(lambda grey: 255 * (grey < 128)).getbbox()
    assert words is not None
    assert abs(words[0] - 40) < 6, "in a language from the right a text ends on the left"
    shown = drawing(plan, "fa", "rtl")
    assert 'cx="50"' in shown
    assert 'text-anchor="end"' in shown


def test_no_bars_are_a_title_alone() -> None:
    assert Image.open(BytesIO(picture(laid_out("Totals", [], "ltr"), "en", "ltr"))).size == (1520, 136)
    assert NamedBar("هیچ", 0, "۰").name in drawing(laid_out("شمار", [NamedBar("هیچ", 0, "۰")], "rtl"), "fa", "rtl")


def test_letters_that_cannot_be_joined_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(features, "check", lambda _: False)
    with pytest.raises(MissingPackage, match="libfribidi0"):
        picture(laid_out("شمار", BARS, "rtl"), "fa", "rtl")
