"""Charts as pictures (PNG), for programs that take no drawing."""

from functools import cache
from io import BytesIO
from typing import Any

from pipeline.errors import MissingPackage
from search_api.pages.bars import BAR, DOT, INK, PAPER, RULE, Box, Placed, Plan
from search_api.pages.printing import FONT

_SCALE = 2
"""Pixels a unit of the drawing: sharp on paper too."""
_BOLD, _PLAIN = 700, 400


def picture(plan: Plan, language: str, direction: str) -> bytes:
    """What ``drawing`` draws, as a PNG; raises MissingPackage where Arabic letters cannot be joined and ordered."""
    from PIL import Image, ImageDraw, features

    if not features.check("raqm"):
        raise MissingPackage(
            "PNG with Persian and Arabic letters wants the library FriBidi: apt install libfribidi0 (a drawing, SVG, "
            "wants nothing)"
        )
    made = Image.new("RGB", (plan.width * _SCALE, plan.height * _SCALE), PAPER)
    pen = ImageDraw.Draw(made)
    for box in (*(Box(0, y, plan.width, 1, RULE) for y in plan.rules), *plan.boxes):
        left, top = box.x * _SCALE, box.y * _SCALE
        pen.rectangle((left, top, left + box.width * _SCALE - 1, top + box.height * _SCALE - 1), fill=box.fill)
    for dot in plan.dots:
        pen.circle((dot.x * _SCALE, dot.y * _SCALE), DOT * _SCALE, fill=BAR)
    for text in plan.texts:
        _write(pen, text, language, direction)
    kept = BytesIO()
    made.save(kept, "PNG", optimize=True)
    return kept.getvalue()


def _write(pen: Any, text: Placed, language: str, direction: str) -> None:
    pen.text(
        (text.x * _SCALE, text.y * _SCALE),
        text.isolated,
        fill=INK,
        font=_font(text.size * _SCALE, bold=text.bold),
        anchor="ls" if (direction == "ltr") is not text.ends else "rs",
        direction=direction,
        language=language,
    )


@cache
def _font(size: int, *, bold: bool) -> Any:
    """The letters of the pages, whose weight can be chosen."""
    from PIL import ImageFont

    font = ImageFont.truetype(FONT, size, layout_engine=ImageFont.Layout.RAQM)
    font.set_variation_by_axes([_BOLD if bold else _PLAIN])
    return font
