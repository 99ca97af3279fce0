"""Lines of a page: those that Tesseract left out, their words in reading order, those that go on below."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from statistics import median

import numpy as np
from numpy.typing import NDArray

from extractors.text.characters import ARABIC_LETTERS
from pipeline.ingest.bidi import MIRRORED, is_right_to_left, reading_order
from pipeline.ingest.ocr.images import Box, Ink
from pipeline.ingest.ocr.tesseract import Line, Word

_PAD = 0.25
"""Line heights around a word that count as read with it: dots and tails that its box cut off."""
_THIN, _THICK = 0.35, 2.2
"""Line heights that a line which was left out may have."""
_SHORTEST = 3.0
"""Line heights that it is long, at least; a stray mark is shorter."""
_GAP = 4.0
"""Line heights of white between two things that stand on one level."""
_DENSITY = (0.04, 0.5)
"""Parts of its box that a line of text blackens; a rule or a picture more, dirt less."""
_FEWEST_ROWS = 5
_OTHER_SIZE = 1.6
_LEADING = 1.4
"""Line heights of white under a line that goes on below, at most."""
_HYPHENED = re.compile(r"\d-\d")
"""After Arabic letters «۰۲۱-۸۸۷۷» stands on the page as «۸۸۷۷-۰۲۱» (UAX #9, rules W2 and N1)."""
_LEFT_TO_RIGHT = re.compile(rf"(\W*)([^{ARABIC_LETTERS}]*?)(\W*)")
"""A word without Arabic letters, with the marks before and behind it."""


def rtl(line: Line) -> bool:
    """Whether a line is read from the right, as every line of these pages that has an Arabic letter."""
    return is_right_to_left([word.text for word in line.words], within=True)


def height(line: Line) -> float:
    """In pixels."""
    return max(1.0, line.box[3] - line.box[1])


def overlap(one: Box, other: Box) -> float:
    """The part of the first box that the second covers."""
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    area = (one[2] - one[0]) * (one[3] - one[1])
    return max(0.0, wide) * max(0.0, high) / area if area else 0.0


def height_of(lines: Sequence[Line]) -> float:
    """The middle height of a line in pixels; 0 where there is none."""
    return median(map(height, lines)) if lines else 0.0


def text_levels(ink: Ink) -> list[tuple[int, int]]:
    """The first and last rows of what may be lines of text, by rows that have ink."""
    least = max(2, ink.shape[1] // 100)
    return [(top, bottom) for top, bottom in _runs(ink.sum(axis=1) > least, 2) if bottom - top >= _FEWEST_ROWS]


def left_out(ink: Ink, lines: Sequence[Line], scale: float = 1.0) -> list[Box]:
    """The boxes of what looks like text and was not read, from top to bottom; ``ink`` is at a scale of the lines."""
    tall = scale * height_of(lines)
    if not tall:
        return []
    rest, pad = ink.copy(), round(_PAD * tall)
    for left, top, right, bottom in (word.scaled(scale).box for line in lines for word in line.words):
        rest[max(0, int(top) - pad) : int(bottom) + pad, max(0, int(left) - pad) : int(right) + pad] = False
    found = []
    for top, bottom in _runs(rest.sum(axis=1) > 2, round(tall / 8)):
        if _THIN * tall <= bottom - top <= _THICK * tall:
            for left, right in _runs(rest[top:bottom].any(axis=0), round(_GAP * tall)):
                share = float(rest[top:bottom, left:right].mean())
                if right - left >= _SHORTEST * tall and _DENSITY[0] <= share <= _DENSITY[1]:
                    found.append((left / scale, top / scale, right / scale, bottom / scale))
    return found


def _runs(marked: NDArray[np.bool_], bridge: int) -> Iterator[tuple[int, int]]:
    """The stretches that are marked; gaps up to ``bridge`` do not part them."""
    places = np.flatnonzero(marked)
    if not len(places):
        return
    cuts = np.flatnonzero(np.diff(places) > bridge + 1)
    for first, last in zip([0, *(cuts + 1)], [*cuts, len(places) - 1], strict=True):
        yield int(places[first]), int(places[last]) + 1


def inserted(lines: Sequence[Line], late: Line) -> list[Line]:
    """The lines with one that was read later: beside what stands on its level, or between those above and below."""
    middle = (late.box[1] + late.box[3]) / 2
    for at, line in enumerate(lines):
        if line.box[1] <= middle <= line.box[3] and _beside(line, late):
            return [*lines[:at], replace(line, words=(*line.words, *late.words)), *lines[at + 1 :]]
    above = [at for at, line in enumerate(lines) if line.box[3] <= middle + 2 and _over(line.box, late.box)]
    below = [at for at, line in enumerate(lines) if line.box[1] >= middle - 2 and _over(line.box, late.box)]
    nearest = max(above, key=lambda at: lines[at].box[3], default=None)
    place = nearest + 1 if nearest is not None else (below[0] if below else len(lines))
    block = lines[max(0, min(place, len(lines)) - 1)].block if lines else 0
    return [*lines[:place], replace(late, block=block), *lines[place:]]


def _over(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2]


def _beside(line: Line, late: Line) -> bool:
    one, other = line.box, late.box
    gap = max(one[0], other[0]) - min(one[2], other[2])
    return -2 <= gap <= _GAP * (one[3] - one[1])


def in_order(line: Line) -> Line:
    """The line with Latin phrases and their numbers whole, as bidi would read them.

    Tesseract gives words from the right, and what the English model read comes as it is seen: all characters are laid
    out in a row from the right, and turned.
    """
    if not any(word.as_seen or _HYPHENED.search(word.text) for word in line.words) or not rtl(line):
        return line
    units, owners = list[str](), list[Word]()
    for word in line.words:
        shown = f"{_from_the_right(word)} "
        units += shown
        owners += [word] * len(shown)
    order, inside = reading_order(units)
    found: list[Word] = []
    begun = False
    for at in order:
        char, owner = units[at], owners[at]
        if char == " ":
            begun = False
            continue
        char = MIRRORED.get(char, char) if owner.as_seen and at not in inside else char
        if begun:
            found[-1] = _longer(found[-1], char, owner)
        else:
            found.append(replace(owner, text=char))
        begun = True
    return replace(line, words=tuple(found))


def _longer(word: Word, char: str, owner: Word) -> Word:
    """A word with one more character, and the place of its first letter or digit."""
    whose = word if any(c.isalnum() for c in word.text) else owner
    return replace(whose, text=word.text + char)


def _from_the_right(word: Word) -> str:
    """The characters of a word as they stand on the page, from the right.

    >>> _from_the_right(Word("(24", (0, 0, 9, 9), 1.0)), _from_the_right(Word("(.Nik", (0, 0, 9, 9), 1.0, as_seen=True))
    ('(42', 'kiN.(')
    """
    if word.as_seen:
        return word.text[::-1]
    found = _LEFT_TO_RIGHT.fullmatch(word.text)
    return f"{found[1]}{found[2][::-1]}{found[3]}" if found else word.text


def paragraphs(lines: Sequence[Line]) -> list[list[Line]]:
    """The lines in paragraphs: a line goes on below where the next word had no room on it."""
    blocks: dict[int, list[Box]] = {}
    for line in lines:
        blocks.setdefault(line.block, []).append(line.box)
    margins = {block: (min(b[0] for b in boxes), max(b[2] for b in boxes)) for block, boxes in blocks.items()}
    found: list[list[Line]] = []
    for line in lines:
        above = found[-1][-1] if found else None
        if above and above.block == line.block and _goes_on(above, line, margins[line.block]):
            found[-1].append(line)
        else:
            found.append([line])
    return found


def _goes_on(above: Line, below: Line, margins: tuple[float, float]) -> bool:
    heights = above.box[3] - above.box[1], below.box[3] - below.box[1]
    if max(heights) > _OTHER_SIZE * min(heights) or below.box[1] - above.box[3] > _LEADING * max(heights):
        return False
    first: Word = below.words[0]
    width = first.box[2] - first.box[0] + 0.3 * min(heights)
    return (above.box[0] - margins[0] if rtl(above) else margins[1] - above.box[2]) < width
