"""How sure a find is: the share of finds with the same signs that were right on annotated and unseen articles."""

from extractors.counts.quantities import Quantity

_OF_KIND = {"classifier": 0.99, "person": 0.99, "measure": 0.98, "thing": 0.97, "word": 0.94, "": 0.85}
"""By the kind of the counted noun."""
_SPELLED = 0.98
_YEAR_LIKE = 0.6
_DECIMAL = 0.8
_AFTER_NOUN = 0.95
_DOTTED = 0.9
_CONFLICT = 0.5
MONEY, PERCENT = 0.97, 0.98
_NO_CODE = 0.8
_SHARED = 0.85


def count_score(quantity: Quantity, kind: str, *, year_like: bool, after_noun: bool) -> float:
    """The score of a COUNT."""
    score = _OF_KIND[kind]
    strong = kind in ("classifier", "person", "measure")
    for sign, factor in (
        (quantity.number.spelled, _SPELLED),
        (year_like and not strong, _YEAR_LIKE),
        (quantity.value != int(quantity.value) and kind != "measure", _DECIMAL),
        (after_noun and kind in ("word", ""), _AFTER_NOUN),
        (quantity.number.form == "dotted", _DOTTED),
        (quantity.said is not None, _CONFLICT),
    ):
        score *= factor if sign else 1
    return round(score, 2)


def measure_score(quantity: Quantity, *, money: bool, resolved: bool = True) -> float:
    """The score of a MONEY or PERCENT."""
    score = MONEY if money else PERCENT
    for sign, factor in (
        (not resolved, _NO_CODE),
        (quantity.shared, _SHARED),
        (quantity.said is not None, _CONFLICT),
    ):
        score *= factor if sign else 1
    return round(score, 2)
