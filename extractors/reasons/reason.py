"""A reason: the rule that found something, and the words that it went by."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from corpora.document import Span
from corpora.tables import table
from extractors.patterns import flat, folded
from extractors.protocols import Found, Passage


class Clue(NamedTuple):
    """Words that carried a find: what they were taken for, where they stand, and the row of a table that has them."""

    part: str
    span: Span
    table: str = ""
    row: str = ""


class Reason(NamedTuple):
    """A rule by the name of its extractor and its own, what it went by, and how likely a tagger took it for a name."""

    rule: str
    clues: tuple[Clue, ...] = ()
    chance: float | None = None


type Told = tuple[Found, Callable[[], Iterable[Reason]]]
"""A find, and what gives its reasons when they are asked for: of thousands of finds people ask about one."""
type Teller = Callable[[Passage, Sequence[Found]], Iterable[Told]]
"""What an extractor finds in a passage, in its order, each find with what gives its reasons."""


@cache
def _rows(name: str, language: str) -> dict[str, str]:
    """Word, flat → how a table writes it; of words that are flat alike, a row of the language comes first."""
    rows = sorted(table(name), key=lambda row: row.get("language", "") not in ("", language))
    found: dict[str, str] = {}
    for row in rows:
        found.setdefault(flat(folded(row["word"])), row["word"])
    return found


def row_of(name: str, key: str, language: str = "") -> str:
    """The word of a table, as it is written there, that has a piece of folded text; "" where none has.

    >>> row_of("months", "مرداد", "fa"), row_of("months", "سنگ")
    ('مرداد', '')
    """
    return _rows(name, language).get(flat(key), "")


def clue_of(part: str, key: str, span: Span, tables: Iterable[str], language: str = "") -> Clue | None:
    """The clue of a piece of folded text, with the first of some tables that has it; None where none has."""
    piece = key[span.start : span.end]
    rows: Iterator[tuple[str, str]] = ((name, row_of(name, piece, language)) for name in tables)
    found = next(((name, row) for name, row in rows if row), None)
    return Clue(part or found[0], span, *found) if found else None
