"""From the visual order of a right-to-left line back to the order it is read in.

Glyphs come sorted from right to left; runs of digits and Latin letters were laid out left to right, and are
turned back (the inverse of UAX #9 rules W2, W4, W7 and L2 for one embedding).
"""

import re
import unicodedata
from collections.abc import Sequence

MIRRORED = {"(": ")", ")": "(", "[": "]", "]": "[", "«": "»", "»": "«", "{": "}", "}": "{", "<": ">", ">": "<"}
_RIGHT = ("R", "AL")
_NUMBER = ("EN", "AN")
_INSIDE_NUMBER = re.compile(r"[.,/:٫٬٪%\-–]")
PERCENT = ("%", "٪")
_INSIDE_NUMBER_AFTER_ARABIC = re.compile(r"[.,/:٫٬٪%]")


def _direction(unit: str) -> str:
    for char in unit:
        kind = unicodedata.bidirectional(char)
        if kind in (*_RIGHT, *_NUMBER, "L"):
            return "R" if kind in _RIGHT else ("N" if kind in _NUMBER else "L")
    return ""


def is_right_to_left(units: Sequence[str], *, within: bool = False) -> bool:
    """Whether right-to-left letters are at least as many as left-to-right ones.

    ``within`` a right-to-left page one is enough, and a line without letters is as the page is.
    """
    kinds = [_direction(unit) for unit in units]
    if within:
        return "R" in kinds or "L" not in kinds
    return kinds.count("R") >= max(1, kinds.count("L"))


def _left_runs(units: Sequence[str]) -> list[tuple[int, int]]:
    """The runs of a right-to-left ordered line that read left to right: numbers with their marks, Latin phrases."""
    # a tab parts cells, which are read from the right, each by itself
    kinds = ["R" if unit == "\t" else _direction(unit) for unit in units]
    runs, at = list[tuple[int, int]](), 0
    while at < len(units):
        if kinds[at] not in ("L", "N"):
            at += 1
            continue
        end, latin = at + 1, kinds[at] == "L"
        after_arabic = next((kind for kind in reversed(kinds[:at]) if kind in ("R", "L")), "") == "R"
        if kinds[at] == "N" and _follows(units, at) and (not runs or runs[-1][1] < at):
            at -= 1
        probe = end
        while probe < len(units) and kinds[probe] != "R":
            latin = latin or kinds[probe] == "L"
            if kinds[probe] in ("L", "N"):
                if not _joined(units, end, probe, latin=latin, after_arabic=after_arabic):
                    break
                end = probe + 1
            probe += 1
        runs.append((at, end))
        at = end
    return runs


def _follows(units: Sequence[str], at: int) -> bool:
    """Whether a percent sign stands right of a number that no letter of its cell leads: it was laid out behind it.

    A sign goes with a number as long as no Arabic letter makes it one of another kind (UAX #9, W2 and W5).
    """
    if not at or units[at - 1] not in PERCENT:
        return False
    for unit in reversed(units[: at - 1]):
        if unit == "	" or _direction(unit):
            return unit == "	"
    return True


def _joined(units: Sequence[str], start: int, end: int, *, latin: bool, after_arabic: bool) -> bool:
    """Whether what lies between two numbers or letters leaves them in one run.

    A hyphen joins no numbers after an Arabic letter (UAX #9, W2 and W4): «021-88» was laid out as «88-021».
    """
    between = units[start:end]
    if latin:
        return all(not _direction(u) for u in between)
    inside = _INSIDE_NUMBER_AFTER_ARABIC if after_arabic else _INSIDE_NUMBER
    return len(between) <= 1 and all(inside.fullmatch(u) for u in between)


def reading_order(units: Sequence[str]) -> tuple[list[int], set[int]]:
    """The places of units sorted from right to left, in reading order; and those that stand in left-to-right runs."""
    order, inside = list(range(len(units))), set[int]()
    for start, end in _left_runs(units):
        order[start:end] = order[start:end][::-1]
        inside.update(order[start:end])
    return order, inside


def logical(units: Sequence[str], *, mirrored: bool) -> list[str]:
    """Units sorted from right to left, in reading order.

    ``mirrored`` says that the file stores brackets as they look, so those of right-to-left runs turn round.

    >>> "".join(logical(list("22/50/4041 ریخ"), mirrored=False)[::1])
    '1404/05/22 ریخ'
    """
    order, inside = reading_order(units)
    if mirrored:
        return [units[i] if i in inside else MIRRORED.get(units[i], units[i]) for i in order]
    return [units[i] for i in order]


def brackets_are_visual(lines: Sequence[Sequence[str]]) -> bool:
    """Whether a page stores brackets as they look: read from the right, an opening one should come before its word.

    Votes by the blank beside each bracket: in reading order an opening bracket has its blank before it.
    """
    votes = 0
    for units in lines:
        for at, unit in enumerate(units):
            if unit not in MIRRORED:
                continue
            before = at == 0 or units[at - 1].isspace()
            after = at + 1 == len(units) or units[at + 1].isspace()
            if before != after:
                votes += 1 if before == (unit in ")]»}>") else -1
    return votes > 0
