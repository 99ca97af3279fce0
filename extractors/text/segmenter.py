"""One position for each lexical word, whether its parts are joined by ZWNJ, a space or nothing.

Segmentation is lossless: words lie in order, never overlap, and every letter and digit of the text is in one.
"""

from functools import cache, lru_cache
from typing import NamedTuple

from corpora.tables import table
from extractors.text.aligned import AlignedText
from extractors.text.characters import ZWNJ
from extractors.text.lexicon import arabic, compounds, is_word, persian, variants
from extractors.text.stemmer import inflected, stem
from extractors.text.tokens import WrittenToken, tokens

_GLUED = ("در", "از", "به", "با", "بر")
_TO = f"به{ZWNJ}"
"""The preposition with a joint («به‌عنوان»): a word of its own, unless the whole is a known compound."""
_LEAST_REST = 4
_COMMON = 30
_FREQUENT = 40
"""Weight (ten thousand in hazm's counts) that the second of two glued words must have."""


class Word(NamedTuple):
    """A lexical word: ``[start, end)`` in the folded text and its exact form."""

    start: int
    end: int
    exact: str


@cache
def _affixes() -> tuple[dict[str, str], frozenset[str]]:
    rows = table("affixes")
    suffixes = {r["word"]: r["needs"] for r in rows if r["kind"] == "suffix"}
    return suffixes, frozenset(r["word"] for r in rows if r["kind"] == "prefix")


def _conjunction(key: str) -> bool:
    """Whether the first letter is the conjunction و: the rest is a word, and a more common one.

    >>> _conjunction("والامانه"), _conjunction("ونظام"), _conjunction("وزاره"), _conjunction("واقع")
    (True, True, False, False)
    """
    rest = key[1:]
    if key[0] != "و" or len(rest) < 3 or persian().get(key, 0) >= _COMMON:
        return False
    known, alone = arabic().get(key, 0), arabic().get(rest, 0)
    return alone > known or (not known and len(rest) >= _LEAST_REST and _frequent(rest))


def _frequent(key: str) -> bool:
    return persian().get(key, 0) >= _FREQUENT or persian().get(stem(key), 0) >= _FREQUENT


@lru_cache(maxsize=1 << 17)
def _cuts(key: str) -> int:
    """How many letters of a glued preposition or conjunction stand before a word; 0 for a word that is whole.

    >>> _cuts("درفرمانداری"), _cuts("ونظام"), _cuts("درمان"), _cuts("والامانه")
    (2, 1, 0, 1)
    """
    if _conjunction(key):
        return 1
    if len(key) < _LEAST_REST + 2 or ZWNJ in key or is_word(key) or inflected(key):
        return 0
    for glued in _GLUED:
        rest = key[len(glued) :]
        if key.startswith(glued) and len(rest) >= _LEAST_REST and _frequent(rest):
            return len(glued)
    return 0


def exact_of(key: str) -> str:
    """The exact form of a folded word: without joints, in the spelling that stands for its variants.

    A hamza between vowels sits on و or on ی as the writer likes, or is left out (مسئول، مسؤول، مسوول).

    >>> exact_of("مسوول"), exact_of("سیاستگزاری"), exact_of("قانونگزار")
    ('مسیول', 'سیاستگذاری', 'قانونگزار')
    """
    joined = key.replace(ZWNJ, "")
    if "وو" in joined[1:]:
        joined = joined[0] + joined[1:].replace("وو", "یو")
    return variants().get(joined, joined)


def _pieces(folded: AlignedText, token: WrittenToken) -> list[Word]:
    key = folded.key[token.start : token.end]
    if token.kind == "number":
        return [Word(token.start, token.end, key.replace(",", ""))]
    if key.startswith(_TO) and key.replace(ZWNJ, "") not in compounds():
        middle = token.start + len(_TO) - 1
        return [Word(token.start, middle, key[:2]), Word(middle + 1, token.end, exact_of(key[len(_TO) :]))]
    cut = _cuts(key)
    if cut:
        middle = token.start + cut
        return [Word(token.start, middle, key[:cut]), Word(middle, token.end, exact_of(key[cut:]))]
    return [Word(token.start, token.end, exact_of(key))]


def _joins(first: Word, second: Word) -> bool:
    """Whether a space between both is a joint: an inflection, or the parts of a known compound."""
    suffixes, prefixes = _affixes()
    if second.exact in suffixes:
        return first.exact.endswith(suffixes[second.exact]) and not first.exact.isascii()
    if first.exact in prefixes:
        return not second.exact.isascii()
    both = first.exact + second.exact
    return both in compounds() or first.exact + stem(second.exact) in compounds()


def words(folded: AlignedText) -> list[Word]:
    """The lexical words of a text, in order.

    >>> [w.exact for w in words(AlignedText.of("تفاهم نامه های سازمان مردم نهاد درفرمانداری"))]
    ['تفاهمنامههای', 'سازمان', 'مردمنهاد', 'در', 'فرمانداری']
    """
    found: list[Word] = []
    for token in tokens(folded):
        for piece in _pieces(folded, token):
            last = found[-1] if found else None
            if last and folded.key[last.end : piece.start] == " " and _joins(last, piece):
                found[-1] = Word(last.start, piece.end, exact_of(last.exact + piece.exact))
            else:
                found.append(piece)
    return found
