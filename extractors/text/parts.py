"""Words written together or apart where no list knows the compound: محمدعلی and محمد علی, گل‌گهر and گل گهر.

The index has each text as its writer parted it; who asks tries both ways (decision 0015).
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import pairwise

from corpora.tables import words
from extractors.text.affixes import endings
from extractors.text.analyzer import Token, analyze
from extractors.text.characters import ZWNJ
from extractors.text.lexicon import arabic, compounds, key_of, persian
from extractors.text.stemmer import stem

type Tokens = tuple[Token, ...]

_MOST = 12
"""Ways to write one phrase that are tried."""
_LONGEST = 3
"""Parts that one word may have."""
_TOGETHER = {"", "_", " ", "-", ZWNJ}
"""What may stand between parts that can be one word elsewhere."""
_FREQUENT, _VERY_FREQUENT = 45, 55
"""Weight of both halves of a glued word that no list has; of what follows a first name (امیرکبیر)."""
_KNOWN = 30
_AND, _TO = "و", "به"
_JOINED_AND = re.compile(f"{ZWNJ}و{ZWNJ}?(?=..)")


@cache
def _little() -> frozenset[str]:
    """Words that are no part of a compound by themselves; على in Arabic is written as the name علی."""
    return frozenset(map(key_of, words("question_words"))) - _names()


@cache
def _names() -> frozenset[str]:
    return frozenset(key_of(word) for word in words("person_names", kind="first") if " " not in word)


@cache
def _name_parts(where: str) -> frozenset[str]:
    return frozenset(map(key_of, words("name_parts", where=where)))


def _is_part(token: Token) -> bool:
    exact = token.exact
    return len(exact) > 1 and not exact.isascii() and exact not in _little() and exact not in endings()


@lru_cache(maxsize=1 << 14)
def _one(written: str) -> Tokens:
    """The token of a text that is one word; none where it is more."""
    tokens = tuple(analyze(written))
    return tokens if len(tokens) == 1 and not tokens[0].exact.isdecimal() else ()


def together(parts: Sequence[str]) -> list[Token]:
    """The words that parts may be written as, with joints and without.

    >>> [token.exact for token in together(["گل", "گهر"])], [token.exact for token in together(["به", "عنوان"])]
    (['گلگهر'], ['بعنوان'])
    """
    writings = [ZWNJ.join(parts), "".join(parts)]
    if parts[0] == _TO:
        writings = ["ب" + "".join(parts[1:])]
    found = {token.stem: token for writing in writings for token in _one(writing)}
    return list(found.values())


@lru_cache(maxsize=1 << 14)
def apart(surface: str, exact: str) -> tuple[Tokens, ...]:
    """The other ways to write one word: in parts.

    >>> [[part.exact for part in parts] for parts in apart("محمدعلی", "محمدعلی")]
    [['محمد', 'علی']]
    >>> [[part.exact for part in parts] for parts in apart(f"گل{ZWNJ}گهر", "گلگهر")], apart("سازمان", "سازمان")
    ([['گل', 'گهر']], ())
    """
    if ZWNJ in surface.strip(ZWNJ):
        # و needs no joint before the next part: «کسب‌وکار» is «کسب و کار»
        written = (surface, _JOINED_AND.sub(" و ", surface))
        ways = [tuple(analyze(each.replace(ZWNJ, " "))) for each in dict.fromkeys(written)]
        return tuple(way for way in ways if len(way) > 1)
    if exact in compounds() or exact.isascii() or " " in surface:
        return ()
    return tuple(tuple(analyze(f"{exact[:at]} {exact[at:]}")) for at in _cuts(exact))


def _cuts(exact: str) -> Iterator[int]:
    """Where a word may be two: a name of two names, or two frequent words that are no word together."""
    unknown = persian().get(exact, 0) < _KNOWN and exact not in arabic() and stem(exact) == exact
    for at in range(2, len(exact) - 1):
        left, right = exact[:at], exact[at:]
        if _is_name(left, right) or (unknown and min(len(left), len(right)) > 2 and _are_frequent(left, right)):
            yield at


def _is_name(left: str, right: str) -> bool:
    """Whether the halves make a name of their own.

    >>> _is_name("عبد", "الله"), _is_name("ابو", "ظبی"), _is_name("نور", "الدین"), _is_name("سا", "زمان")
    (True, True, True, False)
    """
    if right in _name_parts("last") or (left in _name_parts("first") and right.startswith("ال")):
        return True
    if left in _names():
        return right in _names() or (len(right) > 2 and persian().get(right, 0) >= _VERY_FREQUENT)
    return left in _name_parts("any") and len(right) > 2 and (right in arabic() or right in persian())


def _are_frequent(left: str, right: str) -> bool:
    return all(persian().get(half, 0) >= _FREQUENT and half not in _little() for half in (left, right))


def neighbours(text: str, tokens: Sequence[Token], at: int) -> Iterator[tuple[int, int, Token]]:
    """The words that a word and those beside it may be written as: ``[first, last)`` and the word."""
    for size in range(2, _LONGEST + 1):
        for first in range(max(0, at - size + 1), min(at, len(tokens) - size) + 1):
            for token in _joined(text, tuple(tokens[first : first + size])):
                yield first, first + size, token


def _joined(text: str, parts: Tokens) -> list[Token]:
    gaps = [text[one.end : other.start] for one, other in pairwise(parts)]
    middle = len(parts) == _LONGEST and parts[1].exact == _AND
    fit = [_is_part(part) or (middle and part is parts[1]) for part in parts]
    fit[0] = fit[0] or (len(parts) == 2 and parts[0].exact == _TO)
    if not all(fit) or any(gap not in _TOGETHER for gap in gaps):
        return []
    return together([text[part.start : part.end] for part in parts])


def writings(text: str, tokens: Tokens) -> tuple[Tokens, ...]:
    """The other ways to write a phrase: some neighbours in one word, some words in parts.

    >>> text = "محمد علی رضایی"
    >>> [[token.exact for token in way] for way in writings(text, tuple(analyze(text)))][:2]
    [['محمدعلیرضایی'], ['محمدعلی', 'رضایی']]
    """
    found: dict[tuple[str, ...], Tokens] = {}
    for way in _ways(text, tokens):
        found.setdefault(tuple(token.stem for token in way), way)
        if len(found) > _MOST:
            break
    found.pop(tuple(token.stem for token in tokens), None)
    return tuple(found.values())


def _ways(text: str, tokens: Tokens) -> Iterator[Tokens]:
    if not tokens:
        yield ()
        return
    for size in range(min(_LONGEST, len(tokens)), 1, -1):
        for token in _joined(text, tokens[:size]):
            yield from ((token, *rest) for rest in _ways(text, tokens[size:]))
    first = tokens[0]
    for parts in apart(text[first.start : first.end], first.exact):
        yield from ((*parts, *rest) for rest in _ways(text, tokens[1:]))
    yield from ((first, *rest) for rest in _ways(text, tokens[1:]))
