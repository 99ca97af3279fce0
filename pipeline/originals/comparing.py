"""Two versions of a text, word by word: what stayed, what went and what came."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

type How = Literal["same", "gone", "new"]
_WORDS = re.compile(r"\s+|[^\s]+")
_MOST_WORDS = 4000
"""Words of a stretch beyond which its lines are told apart, not its words: comparing costs the square of them."""
_AROUND = 12
"""Words that are shown of what stayed, before and after a change."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text, and whether it stayed, went or came; ``cut`` says that some of what stayed is left out."""

    how: How
    text: str
    cut: bool = False


def compared(old: str, new: str) -> list[Piece]:
    """The pieces of both texts in order.

    >>> [(p.how, p.text) for p in compared("نشست شورای شهر", "نشست شورای استان")]
    [('same', 'نشست شورای '), ('gone', 'شهر'), ('new', 'استان')]
    """
    return list(_joined(_lines(old.splitlines(keepends=True), new.splitlines(keepends=True))))


def shortened(pieces: Sequence[Piece]) -> list[Piece]:
    """The same without most of what stayed: a few words beside each change."""
    found: list[Piece] = []
    for number, piece in enumerate(pieces):
        words = _WORDS.findall(piece.text)
        if piece.how != "same" or len(words) <= 4 * _AROUND:
            found.append(piece)
            continue
        head = words[: 2 * _AROUND] if number else []
        tail = words[-2 * _AROUND :] if number + 1 < len(pieces) else []
        found += [Piece("same", "".join(head), cut=True)] if head else []
        found += [Piece("same", "".join(tail), cut=not head)] if tail else []
    return found


def _lines(old: Sequence[str], new: Sequence[str]) -> Iterator[Piece]:
    for how, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        before, after = "".join(old[i1:i2]), "".join(new[j1:j2])
        if how == "equal":
            yield Piece("same", before)
        else:
            yield from _words(before, after)


def _words(old: str, new: str) -> Iterator[Piece]:
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    if max(len(before), len(after)) > _MOST_WORDS:
        yield from (Piece("gone", old), Piece("new", new))
        return
    for how, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if how == "equal":
            yield Piece("same", "".join(before[i1:i2]))
        else:
            yield from (Piece("gone", "".join(before[i1:i2])), Piece("new", "".join(after[j1:j2])))


def _joined(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """The pieces that have letters, neighbours of one sort as one."""
    last: Piece | None = None
    for piece in pieces:
        if not piece.text:
            continue
        if last and last.how == piece.how:
            last = Piece(last.how, last.text + piece.text)
            continue
        if last:
            yield last
        last = piece
    if last:
        yield last
