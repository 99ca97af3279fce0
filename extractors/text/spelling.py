"""A lexical word as a careful writer spells it: joints as ZWNJ, Persian letters in Persian.

For values, never for the text.
"""

import re
from functools import cache

from extractors.text.aligned import AlignedText
from extractors.text.characters import TATWEEL, ZWNJ
from extractors.text.lexicon import key_of, lexicon_fa, persian
from extractors.text.segmenter import Word

_HA = re.compile("(?<=[^اآدذرزژو])(?=(?:ها|های|هایی|هایش|هایشان)$)")


@cache
def _written() -> dict[str, str]:
    return {key: row.get("written") or row["word"] for key, row in lexicon_fa() if ZWNJ in row["word"]}


def spelling(folded: AlignedText, word: Word, language: str) -> str:
    """The spelling of a word of a text in ``language``.

    >>> text = AlignedText.of("حوزه هاي علميه")
    >>> spelling(text, Word(0, 8, "حوزههای"), "fa") == "حوزه\\u200cهای"
    True
    """
    if language != "fa":
        span = folded.span(word.start, word.end)
        return folded.raw[span.start : span.end].replace(TATWEEL, "")
    written = folded.text[word.start : word.end].replace(" ", ZWNJ)
    known = _written().get(word.exact)
    if known or ZWNJ in written or word.exact in persian():
        return known or written
    parted = _HA.split(written, maxsplit=1)
    stem = key_of(parted[0])
    if len(parted) == 2 and (stem in persian() or stem in _written()):
        return _written().get(stem, parted[0]) + ZWNJ + parted[1]
    return written


def phrase(folded: AlignedText, words: tuple[Word, ...], language: str) -> str:
    """The words of a name in their spelling, with the signs that stand between them."""
    parts: list[str] = []
    for before, word in zip((None, *words), words, strict=False):
        if before is not None:
            between = folded.text[before.end : word.start].replace("_", " ")  # «#مديرية_الأمن_العام»
            left_out = any(map(str.isalnum, between))
            parts.append(" " if left_out else between or ("" if language == "ar" else " "))
        parts.append(spelling(folded, word, language))
    return re.sub(r"\s+", " ", "".join(parts))
