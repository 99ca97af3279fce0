"""Two texts of an agreement side by side: articles aligned by number, then by likeness; what differs word by word.

Spelling is folded before the difference is taken: ZWNJ, ي and ی, «تفاهم نامه» and «تفاهم‌نامه», ۳ and 3 and «سه» are no
difference. Where a text has no articles its paragraphs are compared.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from rapidfuzz.distance import Indel

from corpora.document import Document, Span
from extractors.agreements.articles import articles, label_length
from extractors.text.analyzer import analyze
from pipeline.originals.words import Word, words

type Status = Literal["same", "figures", "changed", "missing", "added"]
"""What became of a part: nothing but spelling; only numbers or dates differ; words differ; one side lacks it."""
STATUSES: tuple[Status, ...] = ("same", "figures", "changed", "missing", "added")
_SURE, _ALIKE, _NUMBERED = 0.5, 0.6, 0.25
"""How alike parts are that belong together: of one number; whatever their numbers; of one number, and none closer."""
_REACH = 300
"""Places that a part may have moved: beyond it two long texts without articles are not searched."""


@dataclass(frozen=True)
class Part:
    """A part of a text: an article, or what stands before the first one (number "0"), or a paragraph (no number)."""

    number: str
    heading: str
    span: Span
    text: str
    words: tuple[Word, ...]

    @cached_property
    def forms(self) -> list[str]:
        """What is compared of it, with hundreds of others."""
        return [word.form for word in self.words]

    @property
    def title(self) -> str:
        """Its number and heading in one line, or its first words."""
        return " ".join((self.heading or self.text[:60]).split())


@dataclass(frozen=True, slots=True)
class Change:
    """Words of one side that the other has not, or has others for. Either side may be empty.

    Spans are code points of the texts compared; ``figures`` says that nothing but numbers and dates differ.
    """

    left: tuple[Span, str] | None
    right: tuple[Span, str] | None
    figures: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A part of each text that belong together; None where one has no such part."""

    status: Status
    left: Part | None
    right: Part | None
    changes: tuple[Change, ...] = ()

    @property
    def renumbered(self) -> bool:
        """Whether it has another number on each side."""
        return bool(self.left and self.right and self.left.number != self.right.number)


def compare(left: str, right: str) -> list[Row]:
    """The parts of both texts in the order of the second, those that it lacks where the first has them.

    >>> old = "ماده ۱- مدت\\nسه سال است.\\nماده ۲- محل\\nیزد است."
    >>> new = "ماده 1- مدت\\nپنج سال است.\\nماده 2- محل\\nيزد است."
    >>> [row.status for row in compare(old, new)]
    ['figures', 'same']
    """
    one, other = parts(left), parts(right)
    pairs = _pairs(one, other)
    lefts = {j: i for i, j in pairs.items()}
    rows, at = list[tuple[tuple[int, int], Row]](), -1
    for i, part in enumerate(one):
        if i in pairs:
            at = pairs[i]
        else:
            rows.append(((at, i + 1), Row("missing", part, None)))
    for j, part in enumerate(other):
        rows.append(((j, 0), _row(one[lefts[j]], part) if j in lefts else Row("added", None, part)))
    return [row for _, row in sorted(rows, key=lambda placed: placed[0])]


def text_of(document: Document) -> str:
    """The text of a document for comparing: its furniture (page heads, menus) is spaces, so that no offset moves."""
    held = list(document.text)
    for span in document.furniture:
        held[span.start : span.end] = (letter if letter == "\n" else " " for letter in held[span.start : span.end])
    return "".join(held)


def record_of(row: Row) -> dict[str, Any]:
    """A row as a record; offsets are code points of each text."""
    return {
        "status": row.status,
        "left": row.left and _record(row.left),
        "right": row.right and _record(row.right),
        "changes": [
            {"left": one.left and one.left[1], "right": one.right and one.right[1], "figures": one.figures}
            for one in row.changes
        ],
    }


def _record(part: Part) -> dict[str, Any]:
    about = {"number": part.number, "heading": part.heading, "text": part.text}
    return {**about, "start": part.span.start, "end": part.span.end}


def parts(text: str) -> list[Part]:
    """What a text is compared by, without a gap: its articles and what stands before them, or its paragraphs."""
    found = articles(text)
    if not found:
        return [_part(text, "", None, span) for span in _paragraphs(text)]
    first = found[0].span.start
    before = [_part(text, "0", None, Span(0, first))] if text[:first].strip() else []
    return [*before, *(_part(text, one.number, one.heading, one.span) for one in found)]


def _paragraphs(text: str) -> Iterator[Span]:
    at = 0
    for line in text.splitlines(keepends=True):
        if line.strip():
            yield Span(at, at + len(line.rstrip()))
        at += len(line)


def _part(text: str, number: str, heading: Span | None, span: Span) -> Part:
    held = text[span.start : span.end]
    title = text[heading.start : heading.end] if heading else ""
    body = span.start + label_length(title)
    return Part(number, title, span, held, tuple(words(text[body : span.end], body)))


def _likeness(one: Part, other: Part, least: float) -> float:
    """How alike two parts are, 0 to 1; 0 for less than the least."""
    return float(Indel.normalized_similarity(one.forms, other.forms, score_cutoff=least))


def _pairs(one: Sequence[Part], other: Sequence[Part]) -> dict[int, int]:
    """Which part belongs to which: place in the first text → place in the second."""
    numbered = _same_number(one, other)
    made = {i: j for i, j in numbered if _likeness(one[i], other[j], _SURE)}
    taken = set(made.values())
    alike = sorted(
        (-score, abs(i - j), i, j)
        for i, part in enumerate(one)
        if i not in made
        for j in range(max(0, i - _REACH), min(len(other), i + _REACH + 1))
        if j not in taken and (score := _likeness(part, other[j], _ALIKE))
    )
    for _, _, i, j in alike:
        if i not in made and j not in taken:
            made[i] = j
            taken.add(j)
    for i, j in numbered:
        if (
            i not in made
            and j not in taken
            and (_likeness(one[i], other[j], _NUMBERED) or _same_heading(one[i], other[j]))
        ):
            made[i] = j
            taken.add(j)
    return made


def _same_number(one: Sequence[Part], other: Sequence[Part]) -> list[tuple[int, int]]:
    """Places of parts of one number; where a number comes twice, the first with the first and so on."""
    places = {key: j for j, key in enumerate(_addresses(other))}
    found = ((i, places.get(key)) for i, key in enumerate(_addresses(one)))
    return [(i, j) for i, j in found if j is not None and one[i].number]


def _addresses(held: Sequence[Part]) -> list[tuple[str, int]]:
    seen, made = dict[str, int](), list[tuple[str, int]]()
    for part in held:
        seen[part.number] = seen.get(part.number, 0) + 1
        made.append((part.number, seen[part.number]))
    return made


def _same_heading(one: Part, other: Part) -> bool:
    forms = [[token.exact for token in analyze(part.heading[label_length(part.heading) :])] for part in (one, other)]
    return bool(forms[0]) and forms[0] == forms[1]


def _row(left: Part, right: Part) -> Row:
    changes = tuple(_changes(left, right))
    if not changes:
        return Row("same", left, right)
    return Row("figures" if all(one.figures for one in changes) else "changed", left, right, changes)


def _changes(left: Part, right: Part) -> Iterator[Change]:
    gone, come = list[Word](), list[Word]()
    for step in Indel.opcodes(left.forms, right.forms):
        if step.tag == "equal":
            yield from _change(left, right, gone, come)
            gone, come = [], []
        else:
            gone += left.words[step.src_start : step.src_end]
            come += right.words[step.dest_start : step.dest_end]
    yield from _change(left, right, gone, come)


def _change(left: Part, right: Part, gone: Sequence[Word], come: Sequence[Word]) -> Iterator[Change]:
    if gone or come:
        figures = all(word.figure for word in (*gone, *come))
        yield Change(_stretch(left, gone), _stretch(right, come), figures)


def _stretch(part: Part, held: Sequence[Word]) -> tuple[Span, str] | None:
    if not held:
        return None
    span = Span(held[0].span.start, held[-1].span.end)
    return span, part.text[span.start - part.span.start : span.end - part.span.start]
