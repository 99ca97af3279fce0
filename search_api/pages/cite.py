"""How a document, or a passage of it, is cited: in plain words, for BibTeX, as a footnote in the reader's language."""

import re
from dataclasses import dataclass

from corpora.document import Document
from search_api.pages.language import Interface

_NOT_OF_A_KEY = re.compile(r"[^A-Za-z0-9]+")
_TEX = str.maketrans({c: f"\\{c}" for c in "&%$#_{}"} | {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}"})


@dataclass(frozen=True, slots=True)
class Citation:
    """One citation, by the name of its style."""

    style: str
    text: str


def citations(document: Document, address: str, today: str, ui: Interface, quoted: str = "") -> list[Citation]:
    """The document in three styles; ``address`` is where it can be read, ``quoted`` a passage of it."""
    return [
        Citation("plain", _plain(document, address, ui, quoted)),
        Citation("bibtex", _bibtex(document, address, today)),
        Citation("footnote", _footnote(document, address, today, ui, quoted)),
    ]


def _origin(document: Document) -> str:
    return document.site or document.source


def _source(document: Document) -> str:
    """The address that the document came from, where it is one of the web."""
    return document.uri if document.uri.startswith(("http://", "https://")) else ""


def _plain(document: Document, address: str, ui: Interface, quoted: str) -> str:
    said = [
        f"«{quoted}»" if quoted else "",
        document.title or ui("untitled"),
        document.about.get("author", ""),
        _origin(document),
        ui.day(document.published) if document.published else ui("unknown_date"),
        _source(document),
        address,
    ]
    return "\n".join(line for line in said if line)


def _bibtex(document: Document, address: str, today: str) -> str:
    fields = {
        "title": "{" + document.title.translate(_TEX) + "}",
        "author": document.about.get("author", "").translate(_TEX),
        "organization": _origin(document).translate(_TEX),
        "date": document.published[:10],
        "url": _source(document) or address,
        "note": address if _source(document) else "",
        "urldate": today,
        "langid": {"fa": "persian", "ar": "arabic", "en": "english"}.get(document.language, ""),
    }
    key = _NOT_OF_A_KEY.sub("", document.key)[:16]
    rows = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@online{{asnad{key},", *rows, "}"])


def _footnote(document: Document, address: str, today: str, ui: Interface, quoted: str) -> str:
    """As a note at the foot of a page has it in the reader's language."""
    parts = [
        document.about.get("author", ""),
        ui("cite_title", title=document.title or ui("untitled")),
        _origin(document),
        ui.day(document.published) if document.published else ui("unknown_date"),
        ui("cite_seen", day=ui.day(today)),
        _source(document) or address,
    ]
    note = ui("comma") + " "
    return note.join(part for part in parts if part) + (f" — «{quoted}»" if quoted else "")
