"""From which side a line of a document is read: its document says that, its letters only where they all differ."""

import re

from search_api.pages.language import RIGHT_TO_LEFT

_RIGHT = re.compile(
    r"[\u05d0-\u05ea\u0620-\u064a\u066e-\u06d3\u06d5\u06ee\u06ef\u06fa-\u06ff\u0750-\u077f\u08a0-\u08c9\ufb1d-\ufdff\ufe70-\ufefc]"
)
_LEFT = re.compile(r"[A-Za-z\u00c0-\u024f\u0370-\u052f]")


def line_side(text: str, language: str) -> str:
    """The direction of a line: "rtl" or "ltr"; "auto", by its first letter, where its language is not known.

    A date in figures has no letter, and a sentence that begins with a foreign name is one of its document.

    >>> line_side("۱۳۹۱/۱۰/۲۶", "fa"), line_side("OPEC نشست دارد", "fa"), line_side("Annex", "fa"), line_side("آ", "en")
    ('rtl', 'rtl', 'ltr', 'rtl')
    """
    if language in RIGHT_TO_LEFT:
        return "rtl" if _RIGHT.search(text) or not _LEFT.search(text) else "ltr"
    if language == "und":
        return "auto"
    return "ltr" if _LEFT.search(text) or not _RIGHT.search(text) else "rtl"


def known_language(text: str, language: str) -> str:
    """A language whose direction lines without letters have: that of the text where its own is not known.

    >>> known_language("۱۳۹۱/۱۰/۲۶ نشست", "und"), known_language("2024-01-01", "en")
    ('fa', 'en')
    """
    if language != "und":
        return language
    right, left = _RIGHT.search(text), _LEFT.search(text)
    return "fa" if right and (not left or right.start() < left.start()) else "en"
