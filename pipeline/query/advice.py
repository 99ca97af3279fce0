"""What a query that parses may have meant otherwise: words for operators or countries, fields that there are not.

Nothing is changed by itself: advice is offered beside what the query finds.
"""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from pipeline.errors import QuerySyntaxError
from pipeline.query.lexer import Lexeme, lexemes
from pipeline.query.names import CLOSED, field_of, nearest, nearest_value, operator_of, value_of
from pipeline.query.parser import parse_or_all
from pipeline.query.units import sure_currency
from pipeline.query.values import parted

_FIELD = re.compile(r"(?P<name>[^\W\d_]{2,20}):(?P<value>[^\s:/].*)", re.DOTALL)
_OPERANDS = frozenset(("word", "phrase", "pattern", "close", "open", "field", "minus", "equals"))


@dataclass(frozen=True, slots=True)
class Advice:
    """One offer. ``query`` is the whole query as it may have been meant, "" where nothing is like it.

    Of a value that its ``field`` has not, ``known`` are those that it has.
    """

    reason: Literal["operator", "field", "currency", "value", "nothing"]
    word: str
    query: str
    field: str = ""
    known: tuple[str, ...] = ()


def advice(text: str) -> list[Advice]:
    """Offers for a query, each reason once; none for one that does not parse, which says so itself.

    >>> [a.query for a in advice("نفت یا گاز")], [a.query for a in advice("تیم NOT پرسپولیس")]
    (['نفت OR گاز'], ['تیم -پرسپولیس'])
    >>> [(a.word, a.query) for a in advice("ogr:شهرداری")]
    [('ogr', 'org:شهرداری')]
    >>> [a.query for a in advice("مبلغ:دلار کانادا>=1000")]
    ['مبلغ:"دلار کانادا">=1000']
    >>> [(a.word, a.query, a.known) for a in advice("lang:zz")]
    [('zz', '', ('fa', 'ar', 'en'))]
    >>> [a.reason for a in advice("( )")]
    ['nothing']
    """
    try:
        found = lexemes(text, question=False)
    except QuerySyntaxError:
        return []
    offers = [_operators(text, found), _field(text, found), _currency(text, found), _value(text, found)]
    offers.append(_nothing(text))
    return [offer for offer in offers if offer]


def _nothing(text: str) -> Advice | None:
    """That nothing of a query can be looked for: signs alone, or brackets with nothing in them."""
    try:
        return Advice("nothing", text, "") if parse_or_all(text).asks_for_nothing else None
    except QuerySyntaxError:
        return None


def _operators(text: str, found: Sequence[Lexeme]) -> Advice | None:
    """The query with every word in the place of an operator as one."""
    parts: list[str] = []
    words: list[str] = []
    at = 0
    for before, lexeme, after in zip([None, *found], found, [*found[1:], None], strict=False):
        kind = operator_of(lexeme.text) if lexeme.kind == "word" else ""
        if kind and _can_only_be(kind, lexeme, before, after):
            words.append(lexeme.text)
            kept = text[at : lexeme.start]
            parts += [kept, "OR" if kind == "OR" else "-" if kind == "NOT" else ""]
            at = lexeme.end
            if kind != "OR":
                at += len(text[at:]) - len(text[at:].lstrip())
    if not words:
        return None
    return Advice("operator", words[0], "".join([*parts, text[at:]]).strip())


def _can_only_be(kind: str, lexeme: Lexeme, before: Lexeme | None, after: Lexeme | None) -> bool:
    """Whether a word stands where an operator would.

    «و» joins words of a name as well: beside plain words it is one of them.
    """
    if after is None or after.kind not in _OPERANDS or after.kind == "close":
        return False
    if kind == "NOT":
        latin = lexeme.text.isascii()
        return before is not None if latin else before is not None and after.kind in ("word", "phrase")
    if before is None or before.kind not in _OPERANDS or before.kind in ("open", "minus", "equals", "field"):
        return False
    if lexeme.text == "و":
        return before.kind != "word" and after.kind != "word"
    return not lexeme.text.isascii() or lexeme.text.isupper() or not (before.text.isascii() and after.text.isascii())


def _field(text: str, found: Sequence[Lexeme]) -> Advice | None:
    """The first word that is written as a field, and is none."""
    for lexeme in found:
        match = _FIELD.match(text[lexeme.start :]) if lexeme.kind == "word" and ":" in lexeme.text[:-1] else None
        if match and not field_of(match["name"]):
            like = nearest(match["name"])
            end = lexeme.start + len(match["name"])
            return Advice("field", match["name"], text[: lexeme.start] + like + text[end:] if like else "")
    return None


def _currency(text: str, found: Sequence[Lexeme]) -> Advice | None:
    """The first country that stands behind a currency as a word of its own."""
    for field, value, after in zip(found, found[1:], found[2:], strict=False):
        if field.kind != "field" or field_of(field.text[:-1]) != "amount" or (value.kind, after.kind) != ("word",) * 2:
            continue
        (unit, compared), (country, rest) = parted(value.text), parted(after.text)
        whole = sure_currency(f"{unit} {country}") if unit and country and not (compared and rest) else None
        if whole and whole != sure_currency(unit):
            said = f'"{unit} {country}"{compared}{rest}'
            return Advice("currency", country, text[: value.start] + said + text[after.end :])
    return None


def _value(text: str, found: Sequence[Lexeme]) -> Advice | None:
    """The first value that is none of those that its field has."""
    for lexeme, value in itertools.pairwise(found):
        field = field_of(lexeme.text[:-1]) if lexeme.kind == "field" else ""
        known = CLOSED.get(field, ())
        if known and value.kind in ("word", "phrase") and value_of(field, value.text) not in known:
            like = nearest_value(field, value.text)
            meant = text[: value.start] + like + text[value.end :] if like else ""
            return Advice("value", value.text, meant, lexeme.text[:-1], known)
    return None
