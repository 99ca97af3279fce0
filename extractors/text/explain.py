"""Why two spellings meet in the index, or do not."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.text.aligned import AlignedText
from extractors.text.analyzer import Token, analyze, meets
from extractors.text.characters import JOINABLE, ZWNJ
from extractors.text.parts import writings

KINDS = ("letters", "fold", "joints", "spelling", "stem")
"""Lossless folding, lossy folding, parts joined, the spelling that stands for its variants, inflection cut off."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that the analyzer did to a word, and what the word was after it."""

    kind: str
    after: str


def steps(text: str, token: Token) -> list[Step]:
    """What changed a word on its way from the text to its stem.

    >>> text = "تفاهم نامه هاي"
    >>> [(step.kind, step.after) for step in steps(text, analyze(text)[0])]
    [('letters', 'تفاهم نامه های'), ('joints', 'تفاهمنامههای'), ('stem', 'تفاهمنامه')]
    """
    surface = text[token.start : token.end]
    folded = AlignedText.of(surface)
    joined = re.sub(rf"[{ZWNJ},{re.escape(JOINABLE)}]", "", folded.key)
    stages = (surface, folded.text, folded.key, joined, token.exact, token.stem)
    return [
        Step(kind, after) for kind, before, after in zip(KINDS, stages, stages[1:], strict=False) if before != after
    ]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Whether the words of two texts find each other, and the reason in plain words."""

    meet: bool
    reason: str


def compare(one: str, other: str) -> Comparison:
    """Compares what the index sees of two texts.

    >>> compare("تفاهمنامه", "تفاهم نامه ها").meet, compare("إعلام", "أعلام").reason
    (True, '«إعلام» and «أعلام» are written with different marks')
    """
    asked, there = analyze(one), analyze(other)
    if _are_parted(one, asked, there) or _are_parted(other, there, asked):
        return Comparison(True, "they are one word, or the same words, written together and apart")
    if len(asked) != len(there):
        return _longer(*sorted((asked, there), key=len))
    for first, second in zip(asked, there, strict=True):
        if first.stem != second.stem:
            return Comparison(False, f"«{first.exact}» has the stem «{first.stem}», «{second.exact}» «{second.stem}»")
        if not meets(first, second):
            return Comparison(False, f"«{first.raw}» and «{second.raw}» are written with different marks")
    same = all(first.exact == second.exact for first, second in zip(asked, there, strict=True))
    what = "have one exact form" if same else "have one stem"
    return Comparison(bool(asked), f"all words {what}" if asked else "there is no word")


def are_alike(one: str, other: str) -> bool:
    """Whether two texts are spellings of the same words: all of them, none more.

    >>> are_alike("محمد علی", "محمدعلی"), are_alike("کتاب", "کتاب بزرگ")
    (True, False)
    """
    asked, there = analyze(one), analyze(other)
    if len(asked) == len(there) and all(map(meets, asked, there)):
        return True
    return _are_parted(one, asked, there) or _are_parted(other, there, asked)


def _are_parted(text: str, tokens: list[Token], there: list[Token]) -> bool:
    ways = [way for way in writings(text, tuple(tokens)) if len(way) == len(there)]
    return any(all(map(meets, way, there)) for way in ways)


def _longer(fewer: Sequence[Token], more: Sequence[Token]) -> Comparison:
    size = len(fewer)
    for at in range(len(more) - size + 1):
        if fewer and all(map(meets, fewer, more[at : at + size])):
            rest = "، ".join(token.exact for token in (*more[:at], *more[at + size :]))
            return Comparison(True, f"the shorter finds the longer, which has more words: {rest}")
    return Comparison(False, f"one has {len(more)} words, the other {size}")
