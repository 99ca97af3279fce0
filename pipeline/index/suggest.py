"""Did you mean: words of the index that are one slip away from a word that it does not have."""

from collections.abc import Callable, Iterator
from functools import cache

from corpora.tables import table
from extractors.text.analyzer import Token
from pipeline.query.parser import Query

_LETTERS = "ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی"
_LEAST = 3
"""Letters of a word that is looked at; of each half, two."""
_CONFUSED = 20
"""How many times likelier a letter of the same sound is than any other slip."""
_RARE, _TIMES = 2, 100
"""A word in at most two documents is a slip where another is in a hundred times as many."""

type Frequency = Callable[[str], int]
"""How many documents have an exact form."""


@cache
def _confusions() -> dict[str, frozenset[str]]:
    """Letter → the letters that sound as it does."""
    groups = [frozenset(row["letters"]) for row in table("confusions")]
    return {letter: group - {letter} for group in groups for letter in group}


def _edits(word: str) -> Iterator[tuple[str, int]]:
    """All words one slip away, with how likely the slip is."""
    for at in range(len(word) + 1):
        before, after = word[:at], word[at:]
        if after:
            yield before + after[1:], 1
        if len(after) > 1:
            yield before + after[1] + after[0] + after[2:], 1
        for letter in _LETTERS:
            yield before + letter + after, 1
            if after:
                yield before + letter + after[1:], _CONFUSED if letter in _confusions().get(after[0], ()) else 1


def _halves(word: str) -> Iterator[tuple[str, str]]:
    return ((word[:at], word[at:]) for at in range(2, len(word) - 1))


def _may_be_slip(word: str) -> bool:
    return len(word) >= _LEAST and not word.isascii()


def asked_of(query: Query) -> list[str]:
    """Every word whose frequency ``suggestion`` may ask for, to be looked up at once."""
    words: dict[str, None] = {}
    for word in {token.exact for each in query.phrases() if not each.spelling for token in each.tokens}:
        if _may_be_slip(word):
            words |= dict.fromkeys(
                [word, *(edited for edited, _ in _edits(word)), *(w for half in _halves(word) for w in half)]
            )
    return list(words)


def better(word: str, frequency: Frequency) -> str:
    """The likeliest word, or two words, that were meant; "" where the index has none, or the word itself is there.

    >>> there = {"گزارش": 40, "گزاره": 2, "سازمان": 9, "ملل": 5}
    >>> [better(word, lambda key: there.get(key, 0)) for word in ("گذارش", "سازمانملل", "گزارش", "نشست")]
    ['گزارش', 'سازمان ملل', '', '']
    """
    known = frequency(word)
    if not _may_be_slip(word) or known > _RARE:
        return ""
    most, best = max(0, _TIMES * known), ""
    seen: set[str] = set()
    for candidate, weight in _edits(word):
        if candidate in seen or candidate == word:
            continue
        seen.add(candidate)
        score = frequency(candidate) * weight
        if score > most:
            most, best = score, candidate
    if known:
        return best
    for first, second in _halves(word):
        score = min(frequency(first), frequency(second))
        if score > most:
            most, best = score, f"{first} {second}"
    return best


def suggestion(query: Query, frequency: Frequency, written: Callable[[str], str]) -> str:
    """The query with words in place of those that the index does not have; "" where nothing better is known.

    ``written`` gives an exact form as some document writes it.
    """
    tokens = {token.start: token for words in query.phrases() if not words.spelling for token in words.tokens}
    text = query.text
    for token in sorted(tokens.values(), key=_start, reverse=True):
        instead = better(token.exact, frequency)
        if instead:
            shown = " ".join(written(word) for word in instead.split(" "))
            text = text[: token.start] + shown + text[token.end :]
    return text if text != query.text else ""


def _start(token: Token) -> int:
    return token.start
