"""Amounts and lengths of time in words, as a person types them in a field: read as documents are, if that is sure."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from corpora.document import Mention
from corpora.values import Date, Money
from extractors.dates.lexis import units
from extractors.extraction import mentions_of
from extractors.numerals import numbers
from extractors.patterns import flat
from extractors.protocols import Extractor
from extractors.registry import build
from extractors.text.aligned import AlignedText

_LANGUAGES = ("fa", "ar")
_LONGEST = 100
_AND = "و"
_PART = re.compile(r"(\d+)([YMWD])")


def amount_in(text: str) -> tuple[float, str] | None:
    """The amount and the currency that a text is and nothing else; None where it is none, or says less than one.

    >>> amount_in("۵ میلیارد تومان"), amount_in("١٢ مليون دولار"), amount_in("حدود ۵ میلیون دلار")
    ((5000000000, 'IRT'), (12000000, 'USD'), None)
    """
    found: set[tuple[float, str]] = set()
    for mentions in _readings(text):
        if [mention.label for mention in mentions] == [Money.LABEL] and mentions[0].surface == text:
            money = Money.of(mentions[0].value)
            if money.modifier != "exact" or money.conflict is not None or money.amount < 0:
                return None
            found |= {(money.amount, money.currency)} if money.currency else set()
    return found.pop() if len(found) == 1 else None


def length_in(text: str) -> str:
    """The length of time that a text is and nothing else, as ISO 8601 has it; "" where it is none.

    >>> length_in("دو سال و شش ماه"), length_in("ثلاث سنوات"), length_in("حدود سه سال")
    ('P2Y6M', 'P3Y', '')
    """
    found = {length for mentions in _readings(text) if (length := _length(text, mentions))}
    return found.pop() if len(found) == 1 else ""


@cache
def currencies() -> frozenset[str]:
    """The codes of currencies, IRT for toman among them."""
    from babel.numbers import list_currencies

    return frozenset({*list_currencies(), "IRT"})


def _length(text: str, mentions: Sequence[Mention]) -> str:
    """Lengths joined by «and», the longest unit first, that are a whole text."""
    at, parts = 0, list[tuple[str, str]]()
    for mention in mentions:
        if set(mention.value) != {"calendar", "duration"} or not _is_plain(mention.surface):
            return ""
        if text[at : mention.span.start].strip() != (_AND if at else ""):
            return ""
        parts += _PART.findall(Date.of(mention.value).duration or "")
        at = mention.span.end
    units = "".join(unit for _, unit in parts)
    if not parts or at != len(text) or units != "".join(sorted(set(units), key="YMWD".index)):
        return ""
    return "P" + "".join(number + unit for number, unit in parts)


def _is_plain(text: str) -> bool:
    """Whether a text is a number and a unit, or a unit that holds its number: nothing says about, within or ago.

    >>> [_is_plain(text) for text in ("سه سال", "خمسة عشر شهرا", "سنتان", "سه سال دیگر", "سه تا پنج سال")]
    [True, True, True, False, False]
    """
    aligned = AlignedText.of(text)
    for language in _LANGUAGES:
        found = numbers(aligned, language)
        if len(found) < 2:
            cut = found[0] if found else None
            rest = aligned.key[: cut.start] + aligned.key[cut.end :] if cut else aligned.key
            unit = units().get(flat(rest.strip()))
            if unit and bool(unit[1]) is not bool(cut):
                return True
    return False


def _readings(text: str) -> Iterator[Sequence[Mention]]:
    """The mentions of a text, taken for Persian and for Arabic."""
    for language in _LANGUAGES if len(text) <= _LONGEST else ():
        yield mentions_of(text, key="", language=language, published=None, extractors=_extractors())


@cache
def _extractors() -> tuple[Extractor, ...]:
    return build(("dates", "counts"))
