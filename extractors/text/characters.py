"""The character tables, lossless and lossy, read from ``corpora/data/characters.tsv``.

What is dropped, or has a compatibility form, is a range here; every guard is derived from the tables.
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache

from corpora.tables import table

ZWNJ = "\N{ZERO WIDTH NON-JOINER}"
ZWJ = "\N{ZERO WIDTH JOINER}"
TATWEEL = "\N{ARABIC TATWEEL}"
ARABIC_LETTERS = r"\u0620-\u064a\u066e-\u06d3"
"""The letters of Arabic and Persian, without digits and marks, for a class of a pattern."""

JOINT_SIGNS = "\N{NOT SIGN}\x9d\N{LEFT-TO-RIGHT MARK}\N{RIGHT-TO-LEFT MARK}"
"""What stands for a ZWNJ between two letters of a word in files of other programs and keyboards."""
HYPHENS = "\N{HYPHEN}\N{NON-BREAKING HYPHEN}"
"""Signs of a joint or of two words, unlike the one on the keyboard, which mostly stands between two."""
JOINABLE = f" -_{HYPHENS}"
"""What may stand between the parts of one word, where an affix or a list of compounds says so («_» in hashtags)."""

BIDI_CONTROLS = frozenset(map(chr, (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))))
HARAKAT = frozenset(
    map(chr, (*range(0x0610, 0x061B), *range(0x064B, 0x0660), 0x0670, *range(0x06D6, 0x06DD), *range(0x06DF, 0x06E5)))
)
INVISIBLE = frozenset(
    (
        ZWJ,
        TATWEEL,
        "\N{SOFT HYPHEN}",
        "\N{ZERO WIDTH SPACE}",
        "\N{ZERO WIDTH NO-BREAK SPACE}",
        "\N{WORD JOINER}",
        "\N{COMBINING GRAPHEME JOINER}",
    )
)
DROPPED = BIDI_CONTROLS | HARAKAT | INVISIBLE


def _code_points(cell: str) -> str:
    return "".join(chr(int(code, 16)) for code in cell.split())


def _presentation_forms() -> dict[str, str]:
    """U+FB50–FDFF and U+FE70–FEFF by NFKC, but not U+FBD3–FBFB (later letters of other languages).

    >>> _presentation_forms()["\\uFEFB"]
    'لا'
    """
    forms = {}
    for code in (*range(0xFB50, 0xFBD3), *range(0xFBFC, 0xFE00), *range(0xFE70, 0xFEFD)):
        folded = unicodedata.normalize("NFKC", chr(code))
        if folded != chr(code):
            forms[chr(code)] = folded
    return forms


@cache
def lossless() -> dict[str, str]:
    """Character → what extraction and index see in its place; "" where it is dropped.

    >>> "".join(lossless().get(c, c) for c in "كتابي ۱۲")
    'کتابی 12'
    """
    rows = {_code_points(r["from"]): _code_points(r["to"]) for r in table("characters") if r["list"] == "lossless"}
    forms = {
        form: "".join(rows.get(c, c) for c in folded if c not in DROPPED).strip()
        for form, folded in _presentation_forms().items()
    }
    return forms | rows | dict.fromkeys(DROPPED, "")


@cache
def lossy() -> dict[str, str]:
    """Character → one character that the index has in its place, after the lossless list.

    >>> "".join(lossy().get(c, c) for c in "أمانة")
    'امانه'
    """
    rows = {_code_points(r["from"]): _code_points(r["to"]) for r in table("characters") if r["list"] == "lossy"}
    return rows | {chr(c): chr(c).lower() for c in range(ord("A"), ord("Z") + 1)}


def replaced(text: str, table: Mapping[str, str]) -> str:
    """The text with what a table has in place of each character, as ``str.translate`` makes it.

    Four times as fast on a page, which has few of the characters of our tables. What a table has in place of one
    character it may not name as another.

    >>> replaced("كتابي", lossless())
    'کتابی'
    """
    for character in table.keys() & set(text):
        text = text.replace(character, table[character])
    return text


@cache
def resizing() -> re.Pattern[str]:
    """Matches a character whose lossless form is not one character."""
    odd = sorted(c for c, to in lossless().items() if len(to) != 1)
    return re.compile("[" + "".join(map(re.escape, odd)) + "]")
