"""The chart of a page of counts as a file for a report: a drawing (SVG) or a picture (PNG)."""

from collections.abc import Sequence
from typing import Literal

from fastapi import Response

from search_api.pages.bars import NamedBar, Plan, drawing, laid_out
from search_api.pages.bars_png import picture
from search_api.pages.language import Interface

type Form = Literal["svg", "png"]
FORMS: tuple[Form, ...] = ("svg", "png")
_MOST = 40
"""Bars of a chart."""


def chart(ui: Interface, form: Form, title: str, bars: Sequence[NamedBar], name: str) -> Response:
    """The bars that are not empty, the first forty, as a file to save; raises MissingPackage."""
    drawn = [bar for bar in bars if bar.number][:_MOST]
    return drawn_as(ui, form, laid_out(title, drawn, ui.direction), name)


def drawn_as(ui: Interface, form: Form, plan: Plan, name: str) -> Response:
    """A plan as a file to save; raises MissingPackage."""
    made = picture if form == "png" else drawing
    kind = "image/png" if form == "png" else "image/svg+xml"
    headers = {"Content-Disposition": f'attachment; filename="{name}.{form}"'}
    return Response(made(plan, ui.language, ui.direction), media_type=kind, headers=headers)
