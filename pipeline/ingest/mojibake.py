"""Text that a program read in the wrong code and saved so: read back where it is certain what it was.

Three ways to spoil Persian and Arabic are known here: UTF-8 taken for windows-1252 (Ø³Ù„Ø§Ù…), perhaps twice, UTF-8
taken for windows-1256 (ط³ظ„ط§ظ…), and windows-1256 taken for windows-1252 (ÓáÇã). Often only some lines of a file are
so: each is looked at by itself.
"""

import re
from typing import NamedTuple

from extractors.text.lexicon import is_word, key_of

ARABIC_LETTER = re.compile(r"[\u0620-\u06D3]")
OFTEN = re.compile("[\N{ARABIC LETTER ALEF}\N{ARABIC LETTER LAM}\N{ARABIC LETTER REH}\N{ARABIC LETTER NOON}]")
"""Letters that every fourth one of a Persian or an Arabic text is."""
_ONE_IN = 8
"""Letters of a text one of which at least is one of these; every fourth is, in a longer one."""
_FOLLOWS_1252 = (
    r"\u0080-\u00BF\u0152\u0153\u0160\u0161\u0178\u017D\u017E\u0192\u02C6\u02DC"
    r"\u2013\u2014\u2018-\u201A\u201C-\u201E\u2020-\u2022\u2026\u2030\u2039\u203A\u20AC\u2122"
)
"""Bytes 80 to BF of windows-1252, those that stand inside a letter of UTF-8."""
_RUN_1252 = re.compile(rf"(?:[\u00C2-\u00F4][{_FOLLOWS_1252}]{{1,3}})+")
_PAIR_1256 = re.compile(
    "[\N{ARABIC LETTER TAH}\N{ARABIC LETTER ZAH}\N{ARABIC LETTER AIN}\N{ARABIC LETTER GHAIN}]"
    rf"[{_FOLLOWS_1252}\u0640-\u06D2\u200C-\u200F\u060C\u061B\u061F]"
)
"""Two letters that the two bytes of an Arabic letter look like in windows-1256."""
_STRETCH = re.compile(r"[^\n<>]+")
"""What is read back as a whole: a line, or what stands between two tags."""
_WORD_OF_BYTES = re.compile(r"(?<![A-Za-z])[\u0081\u008D-\u0090\u0152\u02DC\u017D\u00C0-\u00FF]{3,}(?![A-Za-z])")
_ARABIC_WORD = re.compile(r"[\u0620-\u06D3]{3,}")
_TWICE = 2
_PAIRS, _FEW, _WORDS = 4, 8, 5
"""Pairs of a stretch in windows-1256; Arabic letters, and words of a list, of a text that was read back."""
_MANY_MORE = 4


class Mended(NamedTuple):
    """A text, and the flag ``mojibake`` where any of it was read back."""

    text: str
    flags: tuple[str, ...] = ()


def mended(text: str) -> Mended:
    """The text with what was read in the wrong code read back.

    >>> mended("عنوان\\nØ´Ù‡Ø±Ø¯Ø§Ø±ÛŒ Ù…Ø´Ù‡Ø¯"), mended("Ã©tÃ© ÓáÇã").flags
    (Mended(text='عنوان\\nشهرداری مشهد', flags=('mojibake',)), ())
    """
    for way in (_utf8_as_1252, _utf8_as_1256, _1256_as_1252):
        again = way(text)
        if again != text:
            return Mended(again, ("mojibake",))
    return Mended(text)


def _utf8_as_1252(text: str) -> str:
    """Run by run, since right text may stand beside it."""
    found = 0

    def read(run: re.Match[str]) -> str:
        nonlocal found
        again = run.group()
        for _ in range(_TWICE):
            again = _read_again(again, "cp1252", "utf-8") or again
            if ARABIC_LETTER.search(again):
                found += len(ARABIC_LETTER.findall(again))
                return again
        return again if _is_sign(again) else run.group()

    again = _RUN_1252.sub(read, text)
    return again if found >= _FEW else text


def _is_sign(text: str) -> bool:
    """Whether all that a run was is signs of Arabic script or of print: ZWNJ, a comma, quotation marks."""
    return all("\u0600" <= char <= "\u206f" or char in "\u00ab\u00bb\u00a0" for char in text)


def _utf8_as_1256(text: str) -> str:
    """Stretch by stretch: each has to be UTF-8 from end to end."""

    def read(stretch: re.Match[str]) -> str:
        there = stretch.group()
        pairs = len(_PAIR_1256.findall(there))
        if pairs < _PAIRS:
            return there
        again = _read_again(there, "cp1256", "utf-8")
        letters = len(ARABIC_LETTER.findall(again))
        usual = _ONE_IN * len(OFTEN.findall(again)) >= letters > 0
        return again if usual and _MANY_MORE * len(_PAIR_1256.findall(again)) < pairs else there

    if len(_PAIR_1256.findall(text)) < _PAIRS:
        return text
    return _STRETCH.sub(read, text)


def _1256_as_1252(text: str) -> str:
    """Stretch by stretch, if most of what comes out are words."""
    if len(_WORD_OF_BYTES.findall(text)) < _WORDS:
        return text

    def read(stretch: re.Match[str]) -> str:
        there = stretch.group()
        return (_read_again(there, "cp1252", "cp1256") or there) if _WORD_OF_BYTES.search(there) else there

    again = _STRETCH.sub(read, text)
    words = [key_of(word) for word in _ARABIC_WORD.findall(again)]
    were = {key_of(word) for word in _ARABIC_WORD.findall(text)}
    new = [word for word in words if word not in were]
    known = sum(map(is_word, new))
    return again if known >= _WORDS and 2 * known >= len(new) else text


def _read_again(text: str, name: str, true: str) -> str:
    """A text whose letters are the bytes of another, as that other; "" where it is none."""
    bytes_ = bytearray()
    for char in text:
        try:
            bytes_ += char.encode(name)
        except UnicodeEncodeError:
            if not "\x80" <= char <= "\x9f":
                return ""
            bytes_.append(ord(char))  # a place that the code page leaves empty
    try:
        return bytes_.decode(true)
    except UnicodeDecodeError:
        return ""
