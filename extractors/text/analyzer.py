"""The analyzer: text in, one token a lexical word out, with one term in each of three streams.

The same at index and at query time, for every engine. Terms hold no white space and at most ``TERM_BYTES`` bytes.
"""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from extractors.text.aligned import AlignedText
from extractors.text.characters import BIDI_CONTROLS, HARAKAT, JOINABLE, TATWEEL, ZWNJ
from extractors.text.diacritics import agree, diacritics_of
from extractors.text.exact import exact_of
from extractors.text.segmenter import words
from extractors.text.stemmer import stem

TERM_BYTES = 200
_GRAM = 3
_MARKED = re.compile(f"[أإآٱ{''.join(sorted(HARAKAT))}]")
_JOINED = str.maketrans(dict.fromkeys(JOINABLE, ZWNJ))
"""What stands between the parts of a word → ZWNJ."""
_RAW_DROPPED = {ord(c): None for c in (*BIDI_CONTROLS, TATWEEL)}
_SPACE = "\N{SYMBOL FOR SPACE}"
_BELOW = "\N{ARABIC LETTER ALEF WITH HAMZA BELOW}"


class Token(NamedTuple):
    """A lexical word: its place in the text, its term in each stream, and how it was written.

    ``diacritics`` is the stem with what was written on its letters, "" where nothing was (``text.diacritics``).
    ``boundaries`` is the exact form with a hyphen where its affixes were joined, "" where none were.
    """

    start: int
    end: int
    raw: str
    exact: str
    stem: str
    diacritics: str = ""
    boundaries: str = ""


class Forms(NamedTuple):
    """What a token has without its place."""

    raw: str
    exact: str
    stem: str
    diacritics: str
    boundaries: str


def meets(asked: Token, there: Token | Forms) -> bool:
    """Whether a word of a query finds a word of a document: one stem, and no different written mark.

    A bare letter meets any mark, on either side.

    >>> [meets(analyze("إعلام")[0], analyze(word)[0]) for word in ("الإعلام", "اعلام", "أعلام")]
    [True, True, False]
    """
    return asked.stem == there.stem and agree(asked.diacritics, there.diacritics)


def _term(text: str) -> str:
    """At most TERM_BYTES bytes of UTF-8, cut between characters; lone surrogates replaced."""
    data = text.encode("utf-8", "replace")
    return data.decode() if len(data) <= TERM_BYTES else data[:TERM_BYTES].decode("utf-8", "ignore")


def _raw_term(surface: str) -> str:
    """The term of a written word in the ``raw`` stream."""
    return _term(unicodedata.normalize("NFC", _SPACE.join(surface.translate(_RAW_DROPPED).split())))


@lru_cache(maxsize=90_000)
def _forms(surface: str, exact: str) -> Forms:
    """What is the same for a word wherever it stands."""
    folded = AlignedText.of(surface)
    exact, written = _term(exact), folded.key.translate(_JOINED)
    stemmed = _term(stem(exact, written if ZWNJ in written else "", below=_BELOW in surface))
    raw = _raw_term(surface) or exact
    diacritics = diacritics_of(surface, exact, stemmed) if _MARKED.search(surface) else ""
    parts = [part for part in written.split(ZWNJ) if part]
    boundaries = _term("-".join(parts)) if len(parts) > 1 else ""
    # one object for equal terms: the cache holds many
    return Forms(exact if raw == exact else raw, exact, exact if stemmed == exact else stemmed, diacritics, boundaries)


def analyze(text: str, start: int = 0) -> list[Token]:
    """The tokens of any string; offsets are code points of ``text`` plus ``start``.

    >>> [(t.start, t.end, t.exact, t.stem) for t in analyze("سازمان هاي بزرگ")]
    [(0, 10, 'سازمانهای', 'سازمان'), (11, 15, 'بزرگ', 'بزرگ')]
    """
    folded = AlignedText.of(text)
    aligned = folded.starts is None
    found = []
    for first, last, exact in words(folded):
        if not aligned:
            first, last = folded.bounds(first, last)
        found.append(Token(start + first, start + last, *_forms(text[first:last], exact)))
    return found


@lru_cache(maxsize=1 << 14)
def forms_of(surface: str) -> Forms:
    """The terms of a word that was cut out of a text at a token's offsets.

    >>> forms_of("سازمان هاي").stem
    'سازمان'
    """
    parts = analyze(surface) if " " in surface else []
    if len(parts) == 1:
        return Forms(*parts[0][2:])  # each part in its own spelling: «هیأت وزیران»
    return _forms(surface, exact_of(AlignedText.of(surface).key.translate(_JOINED).replace(",", "")))


def grams(exact: str) -> list[str]:
    """The runs of three letters of an exact form, its edges counted as letters.

    >>> grams("نامه"), grams("و")
    (['_نا', 'نام', 'امه', 'مه_'], ['_و_'])
    """
    padded = f"_{exact}_"
    return [padded[i : i + _GRAM] for i in range(len(padded) - _GRAM + 1)]
