"""The constituents of a compound that is written with a space: «هیئت وزیران» is one word, and is found by هیئت too.

Only what the writer parted is found by its constituents; a constituent that stands in many compounds is an affix
(بی, هم, نامه, کننده) and finds nothing.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cache, lru_cache

from extractors.text.affixes import endings, prefixes
from extractors.text.analyzer import Forms, Token, analyze, forms_of
from extractors.text.characters import ZWNJ
from extractors.text.lexicon import compounds, persian, question_words

_MOST_AS_FIRST, _MOST_AS_LAST = 30, 10
"""Compounds of the word lists that a constituent may begin, or end."""
_LEAST = 3
"""Letters of a constituent."""
_BESIDE = 2
"""Words on either side that a phrase with a constituent may have."""

type Piece = tuple[int, Token]
"""The position of a word, and the word or one of its constituents."""


@cache
def _firsts() -> frozenset[str]:
    counts = Counter(word.partition(ZWNJ)[0] for word in compounds().values())
    barred = prefixes() | question_words()
    return frozenset(
        word
        for word, count in counts.items()
        if len(word) >= _LEAST and count <= _MOST_AS_FIRST and word not in barred and word in persian()
    )


@cache
def _lasts() -> frozenset[str]:
    counts = Counter(word.rpartition(ZWNJ)[2] for word in compounds().values())
    return frozenset(
        word
        for word, count in counts.items()
        if len(word) >= _LEAST and count <= _MOST_AS_LAST and word not in endings() and word not in question_words()
    )


@cache
def _any() -> frozenset[str]:
    return _firsts() | _lasts()


def may_be_one(token: Token) -> bool:
    """Whether a word may be a constituent; no other is looked for as one.

    >>> [may_be_one(analyze(word)[0]) for word in ("هیئت", "هم")]
    [True, False]
    """
    return token.exact in _any() or token.stem in _any()


@lru_cache(maxsize=1 << 14)
def constituents(surface: str) -> tuple[Forms | None, ...]:
    """The first and the last constituent of a compound with a space; None for one that is not found by itself.

    >>> [part and part.exact for part in constituents("هیئت وزیران")], constituents("کتاب ها"), constituents("کتاب")
    (['هییت', 'وزیران'], (), ())
    >>> [part and part.exact for part in constituents("تفاهم نامه ها")]
    ['تفاهم', None]
    """
    first, _, last = surface.partition(" ")
    whole = forms_of(surface)
    if not last or not {whole.exact, whole.stem} & compounds().keys():
        return ()
    parts = _word(first), _word(last)
    if not all(parts):
        return ()
    found = tuple(
        part if part and {part.exact, part.stem} & words else None
        for part, words in zip(parts, (_firsts(), _lasts()), strict=True)
    )
    return found if any(found) else ()


@lru_cache(maxsize=1 << 14)
def _word(part: str) -> Forms | None:
    """The terms of a part that is one word; None for others."""
    words = analyze(part)
    return Forms(*words[0][2:]) if len(words) == 1 else None


def stretches(text: str, tokens: Sequence[Token]) -> Iterator[list[Piece]]:
    """Of each compound with a space its constituents between the words beside it, as an index has them.

    >>> text = "اعضای هیئت وزیران آمدند"
    >>> [[word.exact for _, word in stretch] for stretch in stretches(text, analyze(text))]
    [['اعضای', 'هییت', 'وزیران', 'امدند']]
    """
    for at, token in enumerate(tokens):
        if token.end - token.start != len(token.exact) and " " in text[token.start : token.end]:
            yield from stretch(text[token.start : token.end], at, len(tokens), tokens.__getitem__)


def stretch(surface: str, at: int, size: int, token_at: Callable[[int], Token]) -> Iterator[list[Piece]]:
    """The same of the word at one of ``size`` places, which is written so; ``token_at`` gives the words beside it."""
    found = constituents(surface)
    if not found:
        return
    token = token_at(at)
    before = [(i, token_at(i)) for i in range(max(0, at - _BESIDE), at)] if found[0] else []
    after = [(i, token_at(i)) for i in range(at + 1, min(size, at + _BESIDE + 1))] if found[-1] else []
    parts = [(at, Token(token.start, token.end, *part)) for part in found if part is not None]
    yield [*before, *parts, *after]
