"""How a text of a document is printed: in one line or wrapped, its marks shown, its direction kept from the rest."""

import os
import shutil
import sys
import textwrap
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from corpora.document import Span
from pipeline.commands.common import plain

if TYPE_CHECKING:
    from pipeline.index.results import Passage

_OPEN, _CLOSE = "\N{START OF TEXT}", "\N{END OF TEXT}"
"""Stand for the two ends of a mark while lines are broken; `plain` leaves neither in a text of a document."""
_BOLD, _BACK = "\x1b[1;4m", "\x1b[0m"
"""Bold and underlined: seen on a white and on a black terminal."""
_MOST_COLUMNS = 110


def styled() -> bool:
    """Whether stdout is a terminal that wants styles; NO_COLOR (no-color.org) turns them off."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def marked(text: str, marks: Iterable[Span], start: int) -> str:
    """A text in one line with its marks in bold (in brackets where stdout is no terminal)."""
    return _styled(_with_ends(text, marks, start))


def excerpt(passage: "Passage", indent: str) -> str:
    """A passage in lines as wide as the terminal, each behind the indent; one line where stdout is no terminal."""
    line = "… " + _with_ends(passage.text, passage.marks, passage.span.start)
    if not sys.stdout.isatty():
        return indent + _styled(line)
    width = min(shutil.get_terminal_size().columns, _MOST_COLUMNS)
    lines = textwrap.wrap(line, max(width - len(indent), 20), break_long_words=False, break_on_hyphens=False)
    shown, inside = [], False
    for piece in lines:
        begun = (_OPEN if inside else "") + piece
        inside = begun.count(_OPEN) > begun.count(_CLOSE)
        shown.append(indent + isolated(_styled(begun + (_CLOSE if inside else ""))))
    return "\n".join(shown)


def isolated(text: str) -> str:
    """A text whose direction says nothing about what stands beside it; unchanged where stdout is no terminal.

    >>> isolated("تهران")
    'تهران'
    """
    if not sys.stdout.isatty():
        return text
    return f"\N{FIRST STRONG ISOLATE}{text}\N{POP DIRECTIONAL ISOLATE}"


def day_of(published: str, language: str) -> str:
    """The day of an ISO time in the calendar of the text, beside the Gregorian one.

    >>> day_of("2025-10-01T09:30:00Z", "fa"), day_of("2025-10-01", "ar"), day_of("", "fa")
    ('1404-07-09 = 2025-10-01', '2025-10-01', '')
    """
    day = published[:10]
    if language != "fa" or not day:
        return day
    from persiantools.jdatetime import JalaliDate

    try:
        return f"{JalaliDate(date.fromisoformat(day)).isoformat()} = {day}"  # type: ignore[no-untyped-call]
    except ValueError:
        return day


def _with_ends(text: str, marks: Iterable[Span], start: int) -> str:
    parts, at = [], 0
    for span in marks:
        first, last = span.start - start, span.end - start
        parts += [plain(text[at:first]), _OPEN, plain(text[first:last]), _CLOSE]
        at = last
    return "".join(parts) + plain(text[at:])


def _styled(text: str) -> str:
    opening, closing = (_BOLD, _BACK) if styled() else ("[", "]")
    return text.replace(_OPEN, opening).replace(_CLOSE, closing)
