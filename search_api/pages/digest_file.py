"""A digest as a file of its own: HTML with all that it needs, and the same as PDF."""

from pathlib import Path
from typing import Any, Literal

from corpora.document import Document
from pipeline.monitors.digests import Digest
from search_api.pages.agreement_texts import date_of, title_of
from search_api.pages.language import Interface, direction, whole
from search_api.pages.printing import font
from search_api.pages.shell import rendered
from search_api.pages.volume import SIZE, Bar, columns

type Form = Literal["html", "pdf"]
_STATIC = Path(__file__).with_name("static")
_COUNTERS = {"persian": "persian", "arabic": "arabic-indic", "latin": "decimal"}


def values(ui: Interface, digest: Digest) -> dict[str, Any]:
    """What the templates of a digest show."""
    return {
        "digest": digest,
        "columns": columns(ui, _bars(ui, digest)),
        "most": max((bar.documents for bar in digest.volume), default=0),
        "size": SIZE,
        "direction": lambda language: direction(language, ui.direction),
        "agreements": [
            (one, title_of(ui, one), date_of(ui, one.signed.value) if one.signed else "") for one in digest.agreements
        ],
        "counts": [(one, ui.number(whole(one.greatest.number))) for one in digest.counts],
    }


def _bars(ui: Interface, digest: Digest) -> list[Bar]:
    said = (ui.count("n_documents", bar.documents) for bar in digest.volume)
    return [Bar(bar.first, bar.last, bar.documents, told) for bar, told in zip(digest.volume, said, strict=True)]


def html(ui: Interface, digest: Digest) -> str:
    """A digest as one file of HTML: style and letters lie in it, and it asks for nothing from elsewhere."""
    style = (_STATIC / "digest.css").read_text(encoding="utf-8")
    shown = {"font": font(), "style": style, "link": address, "digits": _COUNTERS[ui.digit_set]}
    return rendered("digest_file.html", ui, **shown, **values(ui, digest))


def address(document: Document) -> str:
    """Where a document stands on the web; "" where it does not."""
    return document.uri if document.uri.startswith(("http://", "https://")) else ""
