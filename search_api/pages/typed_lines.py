"""Lines of a page as somebody typed them, and those that stand there by now: which is which, and which was changed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Protocol, Self

type Line = tuple[int, str, str]
"""A line of the form: where it begins, what stood there when it was shown, what was typed."""


class Standing(Protocol):
    """A line as it stands."""

    @property
    def start(self) -> int:
        """Where it begins."""
        ...

    @property
    def text(self) -> str:
        """What it says."""
        ...


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed into a line; ``user`` is who was faster with another text for it, and ``at`` when."""

    text: str
    user: str = ""
    at: str = ""
    late: bool = False
    """Whether what he saw there when he typed stands there no more."""

    def by(self, user: str, at: str) -> Self:
        """The same, with who was faster."""
        return replace(self, user=user, at=at)


def met(form: Sequence[Line], standing: Sequence[Standing]) -> dict[int, Typed]:
    """What was typed, by the beginning of the line that stands there now; below 0 where none does any more.

    Lines that were left as they were, or are by now as they were meant, are none. Lines behind one that became longer
    or shorter are the same lines, elsewhere.
    """
    at, found = dict(_pairs(form, standing)), dict[int, Typed]()
    for number, (_, before, after) in enumerate(form):
        there = at.get(number)
        if before == after or after == (there.text if there else ""):
            continue
        found[there.start if there else -1 - number] = Typed(after, late=there is None or there.text != before)
    return found


def _pairs(form: Sequence[Line], standing: Sequence[Standing]) -> Iterator[tuple[int, Standing]]:
    seen, now = [line[1] for line in form], [line.text for line in standing]
    for how, i, j, k, n in SequenceMatcher(None, seen, now, autojunk=False).get_opcodes():
        if how == "equal" or (how == "replace" and j - i == n - k):
            yield from zip(range(i, j), standing[k:n], strict=True)
        elif how == "replace":  # some came or went: by their places
            left = list(standing[k:n])
            for number in reversed(range(i, j)):
                begun = [line for line in left if line.start <= form[number][0]] or (left if number == i else [])
                if begun and (number == i or begun[-1].start > form[number - 1][0]):
                    left.remove(begun[-1])
                    yield number, begun[-1]


def lost(typed: Mapping[int, Typed]) -> list[str]:
    """What was typed into lines that are there no more."""
    return [one.text for start, one in typed.items() if start < 0]
