"""A digest as a file of its own: HTML with all that it needs, and the same as PDF."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from corpora.document import Document
from pipeline.monitors.digests import Digest
from search_api.pages.agreement_texts import date_of, title_of
from search_api.pages.language import Interface, direction, whole
from search_api.pages.printing import font
from search_api.pages.shell import rendered

type Form = Literal["html", "pdf"]
_STATIC = Path(__file__).with_name("static")
_COUNTERS = {"persian": "persian", "arabic": "arabic-indic", "latin": "decimal"}
_WIDTH, _HEIGHT, _GAP = 700.0, 90.0, 2.0


@dataclass(frozen=True, slots=True)
class Column:
    """A bar of the chart of volume, in its units; ``title`` says what it stands for."""

    x: float
    y: float
    width: float
    height: float
    title: str


def columns(ui: Interface, digest: Digest) -> list[Column]:
    """The bars of a digest; time goes the way that its language is read."""
    most = max((bar.documents for bar in digest.volume), default=0) or 1
    step = _WIDTH / len(digest.volume)
    found = []
    for at, bar in enumerate(digest.volume):
        start = at * step if ui.direction == "ltr" else _WIDTH - (at + 1) * step
        height = _HEIGHT * bar.documents / most
        days = ui.day(bar.first.isoformat())
        days += f" – {ui.day(bar.last.isoformat())}" if bar.last != bar.first else ""
        said = f"{days}: {ui.count('n_documents', bar.documents)}"
        sides = round(start, 1), round(_HEIGHT - height, 1), round(max(1.0, step - _GAP), 1), round(height, 1)
        found.append(Column(*sides, said))
    return found


def values(ui: Interface, digest: Digest) -> dict[str, Any]:
    """What the templates of a digest show."""
    return {
        "digest": digest,
        "columns": columns(ui, digest),
        "most": max((bar.documents for bar in digest.volume), default=0),
        "size": (_WIDTH, _HEIGHT),
        "direction": lambda language: direction(language, ui.direction),
        "agreements": [
            (one, title_of(ui, one), date_of(ui, one.signed.value) if one.signed else "") for one in digest.agreements
        ],
        "counts": [(one, ui.number(whole(one.greatest.number))) for one in digest.counts],
    }


def html(ui: Interface, digest: Digest) -> str:
    """A digest as one file of HTML: style and letters lie in it, and it asks for nothing from elsewhere."""
    style = (_STATIC / "digest.css").read_text(encoding="utf-8")
    shown = {"font": font(), "style": style, "link": address, "digits": _COUNTERS[ui.digit_set]}
    return rendered("digest_file.html", ui, **shown, **values(ui, digest))


def address(document: Document) -> str:
    """Where a document stands on the web; "" where it does not."""
    return document.uri if document.uri.startswith(("http://", "https://")) else ""
