"""Two versions of a text, paragraph by paragraph and word by word: what stayed, what moved, what went and what came.

Another spelling is no change, as where two agreements are compared (``words.py``); another mark is one.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from rapidfuzz.distance import Indel

from extractors.text.aligned import AlignedText
from extractors.text.characters import ZWNJ
from pipeline.originals.words import words

type How = Literal["same", "gone", "new"]
_WORDS = re.compile(r"\s+|\S+")
_UNSEEN = r"\s\N{LEFT-TO-RIGHT MARK}\N{RIGHT-TO-LEFT MARK}\N{ARABIC LETTER MARK}\N{ZERO WIDTH NO-BREAK SPACE}"
_BETWEEN = re.compile(rf"[{_UNSEEN}]+|[\w{ZWNJ}]+|[^{_UNSEEN}]")
"""What stands between two words: white space, which is all one, and marks, each for itself."""
_BLANK = re.compile(f"[{_UNSEEN}]*")
_MOST_WORDS = 4000
"""Words of a paragraph beyond which it is shown whole on both sides: comparing words costs the square of them."""
_ALIKE = 0.5
"""How alike two paragraphs are that are one, 0 to 1."""
_REACH, _MOST_PAIRS = 300, 60_000
"""Paragraphs that one may have moved past, fewer in long texts; pairs that are looked at before they are too many."""
_FAR_FEWER = 2
"""How many times fewer letters change where lines were broken elsewhere."""
_AROUND = 12
"""Words that are shown of what stayed, before and after a change."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text, and whether it stayed, went or came; ``cut`` says that some of what stayed is left out."""

    how: How
    text: str
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of either version; ``moved``: it stood elsewhere, ``after_cut``: some before it stayed."""

    pieces: tuple[Piece, ...]
    moved: bool = False
    after_cut: bool = False

    @property
    def changed(self) -> int:
        """Letters that went or came."""
        return sum(len(piece.text) for piece in self.pieces if piece.how != "same")

    @property
    def stayed(self) -> bool:
        """Whether it stands where it stood, as it was."""
        return not self.moved and not self.changed


def compared(old: str, new: str) -> list[Paragraph]:
    """The paragraphs of the new text in their order, and those that it lacks where the old one had them.

    >>> old = "نشست شورای شهر\\nبودجه تصویب شد\\nاعضا آمدند"
    >>> for one in compared(old, "اعضا آمدند\\nنشست شورای استان\\nبودجه تصویب شد"):
    ...     print(one.moved, [(piece.how, piece.text) for piece in one.pieces])
    True [('same', 'اعضا آمدند')]
    False [('same', 'نشست شورای '), ('gone', 'شهر'), ('new', 'استان')]
    False [('same', 'بودجه تصویب شد')]
    """
    before, after = _paragraphs(old), _paragraphs(new)
    steps = SequenceMatcher(None, _folded(before), _folded(after), autojunk=False).get_opcodes()
    pairs = {j1 + n: i1 + n for how, i1, i2, j1, _ in steps if how == "equal" for n in range(i2 - i1)}
    changed = [(range(i1, i2), range(j1, j2)) for how, i1, i2, j1, j2 in steps if how != "equal"]
    pairs |= _pairs(
        {i: before[i] for lefts, _ in changed for i in lefts}, {j: after[j] for _, rs in changed for j in rs}
    )
    texts = _Texts(before, after, pairs, frozenset(pairs.values()), _in_order(pairs))
    return [one for _, i1, i2, j1, j2 in steps for one in texts.told(range(i1, i2), range(j1, j2))]


def shortened(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """The same without most of what stayed: a paragraph on either side of a change, and a few words beside it.

    Where the end is left out, a paragraph without pieces says so.
    """
    found, cut = list[Paragraph](), False
    for number, one in enumerate(paragraphs):
        if all(other.stayed for other in paragraphs[max(0, number - 1) : number + 2]):
            cut = True
            continue
        found.append(Paragraph(tuple(_short(one.pieces)), one.moved, cut))
        cut = False
    return [*found, Paragraph((), after_cut=True)] if found and cut else found


def _short(pieces: Sequence[Piece]) -> Iterator[Piece]:
    for number, piece in enumerate(pieces):
        held = _WORDS.findall(piece.text)
        if piece.how != "same" or len(held) <= 4 * _AROUND:
            yield piece
            continue
        if number or len(pieces) == 1:
            yield Piece("same", "".join(held[: 2 * _AROUND]))
        last = number + 1 == len(pieces) and number
        yield Piece("same", "" if last else "".join(held[-2 * _AROUND :]), cut=True)


@dataclass(frozen=True, slots=True)
class _Texts:
    """The paragraphs of both, which of the new were which of the old, which of the old have one, and which follow."""

    before: Sequence[str]
    after: Sequence[str]
    pairs: Mapping[int, int]
    paired: frozenset[int]
    kept: frozenset[int]

    def told(self, lefts: range, rights: range) -> list[Paragraph]:
        """A stretch of both by paragraphs; as one, where lines were only broken elsewhere: far fewer words change then.

        A few fewer are chance: paragraphs of which one came and one went have some words in common.
        """
        each = list(self._each(lefts, rights))
        if len(lefts) + len(rights) < 3 or not self._stands(lefts, rights):
            return each
        texts = (" ".join(self.before[i] for i in lefts), " ".join(self.after[j] for j in rights))
        whole = Paragraph(tuple(_words(*texts)))
        return [whole] if _FAR_FEWER * whole.changed < sum(one.changed for one in each) else each

    def _stands(self, lefts: range, rights: range) -> bool:
        """Whether nothing of a stretch came from elsewhere or went there."""
        ours = [j for j in rights if j in self.pairs]
        return self.kept.issuperset(ours) and {self.pairs[j] for j in ours} == self.paired.intersection(lefts)

    def _each(self, lefts: range, rights: range) -> Iterator[Paragraph]:
        gone = [i for i in lefts if i not in self.paired]
        for j in rights:
            was = self.pairs.get(j)
            while gone and was is not None and j in self.kept and gone[0] < was:
                yield Paragraph((Piece("gone", self.before[gone.pop(0)]),))
            if was is None:
                yield Paragraph((Piece("new", self.after[j]),))
            else:
                yield Paragraph(tuple(_words(self.before[was], self.after[j])), moved=j not in self.kept)
        yield from (Paragraph((Piece("gone", self.before[i]),)) for i in gone)


def _folded(paragraphs: Sequence[str]) -> list[str]:
    return [AlignedText.of(text).key.replace(ZWNJ, "") for text in paragraphs]


def _paragraphs(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]


def _pairs(lefts: Mapping[int, str], rights: Mapping[int, str]) -> dict[int, int]:
    """Place in the new text → place in the old one, of the paragraphs that changed or moved; the most alike first."""
    reach = min(_REACH, _MOST_PAIRS // max(1, len(lefts)))
    ours, theirs = ({n: AlignedText.of(text).key.split() for n, text in some.items()} for some in (lefts, rights))
    alike = sorted(
        (-score, abs(i - j), i, j)
        for i, held in ours.items()
        for j in range(i - reach, i + reach + 1)
        if j in theirs and (score := Indel.normalized_similarity(held, theirs[j], score_cutoff=_ALIKE))
    )
    made, taken = dict[int, int](), set[int]()
    for _, _, i, j in alike:
        if j not in made and i not in taken:
            made[j] = i
            taken.add(i)
    return made


def _in_order(pairs: Mapping[int, int]) -> frozenset[int]:
    """Places in the new text of the most paragraphs that follow each other as they did; the others moved.

    >>> sorted(_in_order({0: 3, 1: 0, 2: 1, 3: 2}))
    [1, 2, 3]
    """
    ends, places, before = list[int](), list[int](), dict[int, int]()
    for j in sorted(pairs):
        at = bisect_left(ends, pairs[j])
        ends[at : at + 1], places[at : at + 1] = [pairs[j]], [j]
        if at:
            before[j] = places[at - 1]
    kept, last = set[int](), places[-1] if places else None
    while last is not None:
        kept.add(last)
        last = before.get(last)
    return frozenset(kept)


def _words(old: str, new: str) -> Iterator[Piece]:
    """What differs in a paragraph; changes with only white space between them are one. What stayed is as it is now."""
    before, after = _tokens(old), _tokens(new)
    if old != new and max(len(before), len(after)) > _MOST_WORDS:
        yield from (Piece("gone", old), Piece("new", new))
        return
    gone = come = ""
    forms, others = ([form for form, _ in side] for side in (before, after))
    for how, i1, i2, j1, j2 in SequenceMatcher(None, forms, others, autojunk=False).get_opcodes():
        was, now = ("".join(text for _, text in side) for side in (before[i1:i2], after[j1:j2]))
        if how == "equal" and not ((gone or come) and _is_blank(now) and i2 < len(before)):
            yield from _change(gone, come)
            yield Piece("same", now)
            gone = come = ""
        else:
            gone, come = gone + was, come + now
    yield from _change(gone, come)


def _tokens(text: str) -> list[tuple[str, str]]:
    """What a paragraph is put together from, without a gap: what is compared of each, and how it is written.

    None ends between two letters, which would be drawn apart, or join others across a change.

    >>> _tokens("سال1373، والتدريب")
    [('سال', 'سال'), ('1373', '1373'), ('،', '،'), (' ', ' '), ('والتدریب', 'والتدريب')]
    """
    found, at = list[tuple[str, str]](), 0
    for word in words(text):
        if word.span.start >= at:
            _add(found, _between(text[at : word.span.start]))
            _add(found, [(word.form, text[word.span.start : word.span.end])])
            at = word.span.end
    _add(found, _between(text[at:]))
    return found


def _between(text: str) -> list[tuple[str, str]]:
    return [(" " if _is_blank(held) else held, held) for held in _BETWEEN.findall(text)]


def _add(found: list[tuple[str, str]], more: Sequence[tuple[str, str]]) -> None:
    for form, text in more:
        if found and _is_of_word(found[-1][1][-1]) and _is_of_word(text[0]):
            before, written = found.pop()
            found.append((before + form, written + text))
        else:
            found.append((form, text))


def _is_of_word(letter: str) -> bool:
    return letter == ZWNJ or unicodedata.category(letter)[0] in "LM"


def _is_blank(text: str) -> bool:
    return bool(_BLANK.fullmatch(text))


def _change(gone: str, come: str) -> Iterator[Piece]:
    """What went and what came; white space alone is no change."""
    if _is_blank(gone) and _is_blank(come):
        if come:
            yield Piece("same", come)
        return
    if gone:
        yield Piece("gone", gone)
    if come:
        yield Piece("new", come)
