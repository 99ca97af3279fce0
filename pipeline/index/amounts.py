"""Amounts of money as an index holds them: terms that compare, and currencies with bands of sums for a facet.

Ten rials are a toman: an amount in either is found by both, and counted among the tomans.
"""

from collections.abc import Iterable, Iterator
from itertools import pairwise

from corpora.document import Document, Mention
from corpora.values import Money
from extractors.counts.currencies import names, names_of
from pipeline.index import intervals
from pipeline.index.terms import term
from pipeline.query.units import unit_key

_RIALS = 10
_TOMAN, _RIAL = "IRT", "IRR"
_ENDS = (0, *(10**power for power in range(3, 15)))
"""Where a band begins and the one before it ends; each is told apart from all that is a hundredth below it."""


def amount_terms(mention: Mention) -> set[str]:
    """The terms of an amount under every name of its currency, and of none for whichever; none for another mention."""
    if mention.label != Money.LABEL:
        return set()
    found: set[str] = set()
    for keys, low, high in _ways(Money.of(mention.value)):
        for key in keys:
            points = intervals.number_point(low), intervals.number_point(high)
            found |= intervals.terms(points[0], max(points), intervals.NUMBER_BITS, f"{term(key)}|")
    return found


def _ways(money: Money) -> Iterator[tuple[set[str], float, float]]:
    """By which names an amount is found, and between what it lies there."""
    low, high = (float(end) for end in money.ends)
    code = {unit_key(money.currency)} if money.currency else set[str]()
    yield {"", *code, *map(unit_key, names_of(money))}, low, high
    other = {_TOMAN: _RIAL, _RIAL: _TOMAN}.get(money.currency)
    if other:
        factor = _RIALS if money.currency == _TOMAN else 1 / _RIALS
        keys = {unit_key(other), *map(unit_key, names().get(other, ()))}
        yield keys, low * factor, high * factor


def currencies(document: Document) -> tuple[str, ...]:
    """The currencies of a document's amounts, and each with the bands that its sums lie in, as ``amount:`` asks."""
    found: dict[str, None] = {}
    for mention in document.mentions:
        money = Money.of(mention.value) if mention.label == Money.LABEL else None
        if money and (code := money.currency):
            low, high = (float(end) for end in money.ends)
            if code == _RIAL:
                code, low, high = _TOMAN, low / _RIALS, high / _RIALS
            found |= dict.fromkeys([code, *(f"{code}{band}" for band in _bands(low, high))])
    return tuple(found)


def _bands(low: float, high: float) -> Iterable[str]:
    """The bands that an interval overlaps, in the points that an index tells apart.

    >>> list(_bands(999, 20_000)), list(_bands(10**15, 10**15))
    ([':0..999.99', ':1000..9999.99', ':10000..99999.99'], ['>=100000000000000'])
    """
    first, last = intervals.number_point(low), intervals.number_point(max(low, high))
    for start, end in pairwise(_ENDS):
        if first <= intervals.number_point(end - 0.01) and last >= intervals.number_point(start):
            yield f":{start}..{end - 1}.99"
    if last >= intervals.number_point(_ENDS[-1]):
        yield f">={_ENDS[-1]}"
