"""What a writer wrote over and under the letters of a stem: the seat of its first alef, vowels and shadda.

A mark means something, its absence nothing: a bare letter meets any mark, two different written marks do not meet.
The vowel of a word's last letter is its case and does not count.
"""

import re
import unicodedata

from extractors.text.characters import HARAKAT, JOINABLE, JOINT_SIGNS, ZWNJ, lossless, lossy
from extractors.text.variants import either_seat

_ALEF = "\N{ARABIC LETTER ALEF}"
_SEATS = "".join(sorted(seat for seat, bare in lossy().items() if bare == _ALEF))
_SHADDA = "\N{ARABIC SHADDA}"
_VOWELS = "\N{ARABIC FATHA}\N{ARABIC DAMMA}\N{ARABIC KASRA}\N{ARABIC SUKUN}"
_BETWEEN = frozenset((ZWNJ, *JOINT_SIGNS, *JOINABLE))
_OTHER = "="
"""Before marks of a word whose stem is another one's letters."""
_LETTER = re.compile(rf"(.)({_SHADDA}?)([{_VOWELS}]?)", re.DOTALL)


def _letters(surface: str) -> list[tuple[str, str]]:
    """The folded letters of a word without its joints, each with the marks on it, shadda first."""
    letters: list[tuple[str, str]] = []
    fold = lossless()
    for char in unicodedata.normalize("NFC", surface):
        to = fold.get(char, char)
        if to:
            letters += [(letter, "") for letter in to if letter not in _BETWEEN]
        elif char in HARAKAT and letters:
            letter, diacritics = letters[-1]
            letters[-1] = letter, "".join(sorted({*diacritics, char} & {_SHADDA, *_VOWELS}, key=_LETTER_ORDER.index))
    return letters


_LETTER_ORDER = _SHADDA + _VOWELS


def diacritics_of(surface: str, exact: str, stemmed: str) -> str:
    """The stem with the diacritics that its writer put on it; "" where there is none.

    >>> diacritics_of("الإعلام", "الاعلام", "اعلام"), diacritics_of("ملك", "ملک", "ملک")
    ('إعلام', '')
    >>> diacritics_of("مَلِكِ", "ملک", "ملک") == "مَلِک"
    True
    """
    letters, at = _letters(surface), exact.find(stemmed)
    if len(letters) != len(exact):
        return ""
    if at < 0:  # a table says what stands for the word: رسل is of رسول
        whole = diacritics_of(surface, exact, exact)
        return _OTHER + whole if any(mark in whole for mark in _VOWELS) else ""
    parts = [letter + diacritics for letter, (_, diacritics) in zip(exact[:-1], letters[:-1], strict=True)] + [
        exact[-1:]
    ]
    if exact[at] == _ALEF and stemmed not in either_seat():
        parts[at] = letters[at][0] + parts[at][1:]
    written = "".join(parts[at : at + len(stemmed)])
    return "" if written == stemmed else written


def agree(one: str, other: str) -> bool:
    """Whether no letter has two different marks; both are marks of one stem.

    >>> agree("إعلام", "أعلام"), agree("إعلام", ""), agree("عَلَم", "علّم"), agree("عَلَم", "عَلم")
    (False, True, False, True)
    """
    if not one or not other or one.startswith(_OTHER) != other.startswith(_OTHER):
        return True
    return re.fullmatch(pattern(one), other) is not None


def pattern(diacritics: str) -> str:
    """A regular expression of all marks that agree with these, the empty ones aside."""
    if diacritics.startswith(_OTHER):
        return _OTHER + pattern(diacritics[1:])
    return "".join(_alternatives(*match.groups()) for match in _LETTER.finditer(diacritics))


def _alternatives(letter: str, shadda: str, vowel: str) -> str:
    if letter in _SEATS:
        letter = f"[{letter}{_ALEF}]"
    elif letter == _ALEF:
        letter = f"[{_ALEF}{_SEATS}]"
    if not shadda and not vowel:
        return f"{letter}{_SHADDA}?[{_VOWELS}]?"
    after = f"{vowel}?" if vowel else f"[{_VOWELS}]?"
    return f"{letter}({_SHADDA}{after})?" if shadda else f"{letter}{after}"
