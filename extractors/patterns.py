"""Word tables made into regular expressions over folded text (``AlignedText.key``)."""

import re
from collections.abc import Iterable

from extractors.text.aligned import AlignedText
from extractors.text.characters import ZWNJ

JOINT = f"[ {ZWNJ}]{{0,2}}"
"""Between the parts of one word: a ZWNJ, a space, both, or nothing."""
_SPACE = rf"[\s{ZWNJ}]+"
START = rf"(?<![^\W_{ZWNJ}])(?<!{ZWNJ})"
"""No letter or digit before."""
END = rf"(?![^\W_])(?!{ZWNJ}[^\W_])"
"""No letter or digit after."""


GLUED = rf"(?:{START}|(?<=[رزوبلفک])(?:(?<=\bدر)|(?<=\bاز)|(?<=\b[وبلفک])))"
"""No letter before but those of a preposition or conjunction that was glued to the word (درژوئن, ومارس).

Most letters are none that these end with, so that one look refuses them.
"""


GLUED_FA = rf"(?:{START}|(?<=[رزو])(?:(?<=\bدر)|(?<=\bاز)|(?<=\bو)))"
"""The same for Persian words of two or three letters, of which other words end («کنیم», «بده»)."""


def folded(word: str) -> str:
    """A table word as the key of a text has it."""
    return AlignedText.of(word).key


def word_pattern(word: str) -> str:
    """A pattern that meets every joint of a word: ZWNJ is any joint, a space is white space.

    >>> bool(re.fullmatch(word_pattern("تفاهم‌نامه"), "تفاهم نامه"))
    True
    """
    parts = (part.split(" ") for part in folded(word).split(ZWNJ))
    return JOINT.join(_SPACE.join(map(re.escape, pieces)) for pieces in parts)


def any_of(words: Iterable[str]) -> str:
    """One alternation of word patterns, longest first."""
    unique = sorted(set(words), key=lambda w: (-len(w), w))
    return "(?:" + "|".join(map(word_pattern, unique)) + ")"


def flat(key: str) -> str:
    """A matched piece without its joints and spaces, for looking it up.

    >>> flat("تفاهم نامه")
    'تفاهمنامه'
    """
    return re.sub(rf"[\s{ZWNJ}]", "", key)
