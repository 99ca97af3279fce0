"""What stands around a number: modifiers before and after it, currency, percent, and the counted noun."""

import re
from functools import cache

from corpora.tables import table, words
from extractors.patterns import END, START, any_of, flat, folded
from extractors.text.characters import ZWNJ

GAP = rf"[\s{ZWNJ}]{{0,2}}"


@cache
def modifiers() -> dict[str, str]:
    """Modifier, flat → its name."""
    return {flat(folded(r["word"])): r["modifier"] for r in table("count_modifiers")}


@cache
def modifier_before() -> re.Pattern[str]:
    """A modifier that ends where a number begins; a clitic و may stand glued before it."""
    return re.compile(rf"(?:{START}|(?<=\bو))(?P<word>{any_of(words('count_modifiers', where='before'))}){GAP}\(?$")


@cache
def modifier_after() -> re.Pattern[str]:
    """A modifier that follows a counted noun («على الأقل»)."""
    return re.compile(rf"{GAP}(?P<word>{any_of(words('count_modifiers', where='after'))}){END}")


@cache
def currency() -> re.Pattern[str]:
    """A currency word or sign after a number; the adjective «هزار میلیارد تومانی» too."""
    spelled = any_of(w for w in words("currencies") if w.isalpha() or " " in w)
    return re.compile(rf"{GAP}(?P<word>{spelled}{END}|[$€])")


@cache
def currency_sign() -> re.Pattern[str]:
    """A currency sign before a number."""
    return re.compile(r"(?P<word>[$€])\s?$")


@cache
def currencies() -> dict[tuple[str, str], str]:
    """Currency word, flat, and language ("" for any) → ISO code."""
    return {(flat(folded(r["word"])), r["language"]): r["currency"] for r in table("currencies")}


@cache
def percent() -> re.Pattern[str]:
    """A percent word or sign after a number."""
    return re.compile(rf"{GAP}(?:%|{any_of(('درصد', 'درصدی', 'في المئة', 'في المائة', 'بالمئة', 'بالمائة'))}{END})")


@cache
def blocked_before() -> re.Pattern[str]:
    """A word after which a number names, and does not count."""
    return re.compile(rf"(?:{START}|(?<=\bو)){any_of(words('count_blocks', where='before'))}{GAP}[(:]?\s?$")


@cache
def not_units() -> frozenset[str]:
    """Words, flat, that cannot be the counted noun."""
    return frozenset(flat(folded(w)) for w in words("count_blocks", where="after"))


@cache
def complements() -> frozenset[str]:
    """Second words, flat, that belong to the counted noun."""
    return frozenset(flat(folded(w)) for w in words("unit_complements"))


def between() -> re.Pattern[str]:
    """What stands between two numbers of a range."""
    return _BETWEEN


_BETWEEN = re.compile(r"\s?(?:تا|الی|-|–)\s?$")
