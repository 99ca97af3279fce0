"""Values as a query writes them: intervals of days in three calendars, of numbers with a unit, of money, of bytes."""

import math
import re

from corpora.sentences import Sentence
from extractors.text.aligned import AlignedText
from pipeline.query.dates import NoValue, days, mended
from pipeline.query.names import DAYS_FIELDS, UNDATED, scale_of, value_of
from pipeline.query.nodes import Amount, Days, Sized, Undated
from pipeline.query.nodes import Count as Counted
from pipeline.query.units import currency, sure_currency, unit_key

_NUMBER = r"[-\u2212]?\d+(?:[.,]\d+)*"
_BARELY = 2.0**-31
"""More than what the index tells apart, relative to a number."""
_SCALED = re.compile(rf"(?P<number>{_NUMBER})[ _]*(?P<scale>[^\W\d_]+)")
_LARGEST = 2**60
"""Bytes beyond any document."""
_SIGN = re.compile(r"[<>=:]")
_COUNT = re.compile(rf"(?P<sign>>=|<=|>|<|=)(?P<number>{_NUMBER})|[=:](?P<low>{_NUMBER})?\.\.(?P<high>{_NUMBER})?")


_COMPARED = ("UNIT", "UNIT>=N", "UNIT<=N", "UNIT>N", "UNIT<N", "UNIT=N", "UNIT:N..M")
_FORM = Sentence("a count is written as one of {forms}", forms=_COMPARED)
_PRICED = ("CURRENCY", "CURRENCY>=N", "CURRENCY:N..M", ">=N")
_AMOUNT_FORM = Sentence("an amount is written as one of {forms}", forms=_PRICED)
_SIZES = (">=10KB", "<1MB", "10KB..1MB", "=11")
_SIZE_FORM = Sentence("a size is written as one of {forms} (the last: just so many bytes)", forms=_SIZES)
_BACKWARDS = Sentence("the range ends before it begins")
NEVER_BELOW = {
    "size": Sentence("a size is never below nothing"),
    "amount": Sentence("an amount is never below nothing"),
}
"""Field → what is wrong with a number below zero in it."""
EXAMPLES = dict.fromkeys(("date", "published", "added"), "1404-05..1404-07") | {
    "count": "تفاهم‌نامه>=100",
    "amount": "USD>=1000000",
    "size": ">=1MB",
}
"""How a value of each field is written."""
_RANGE = re.compile(r"(?P<head>(?:.*[:=])?)(?P<low>[^:=]+?)\.\.(?P<high>[^.].*)", re.DOTALL)


class UnitApart(NoValue):
    """Raised for a number whose unit stands apart from it, as a word of its own."""


def bettered(name: str, text: str) -> str:
    """A value of a field that does not parse as it was probably meant: "" where nothing tells.

    >>> bettered("size", "100KB..10KB"), bettered("amount", "USD:10..5"), bettered("size", "11"), bettered("size", "x")
    ('10KB..100KB', 'USD:5..10', '=11', '')
    """
    if name in DAYS_FIELDS:
        return mended(text)
    turned = _RANGE.fullmatch(text)
    offers = [f"{turned['head']}{turned['high']}..{turned['low']}"] if turned else []
    return next((one for one in [*offers, f"={text}"] if name in NEVER_BELOW and _is_value(name, one)), "")


def _is_value(name: str, text: str) -> bool:
    try:
        value_of_field(name, text)
    except ValueError:
        return False
    return True


def comparison(text: str, form: str = _FORM) -> tuple[float, float]:
    """The least and the greatest number that a comparison lets through; raises NoValue, with the form that is wanted.

    >>> comparison(">=۱۰۰"), comparison("=5"), comparison(":10..20"), comparison("<-3")[1] < -3
    ((100.0, inf), (5.0, 5.0), (10.0, 20.0), True)
    """
    match = _COUNT.fullmatch(AlignedText.of(text).key)
    if not match:
        raise NoValue(form)
    if match["sign"]:
        number = _number(match["number"])
        bounds = {
            ">=": (number, math.inf),
            "<=": (-math.inf, number),
            ">": (number + (abs(number) * _BARELY or _BARELY), math.inf),
            "<": (-math.inf, number - (abs(number) * _BARELY or _BARELY)),
            "=": (number, number),
        }
        return bounds[match["sign"]]
    low = _number(match["low"]) if match["low"] else -math.inf
    high = _number(match["high"]) if match["high"] else math.inf
    if low > high:
        raise NoValue(_BACKWARDS)
    return low, high


def value_of_field(name: str, text: str) -> Days | Undated | Sized | Amount:
    """What a value of a field of days, ``size`` or ``amount`` asks for; raises NoValue.

    >>> value_of_field("size", "10KB..2MB"), value_of_field("size", "<۵کیلوبایت")
    (Sized(low=10000, high=2000000), Sized(low=0, high=4999))
    """
    if name == "amount":
        return amount(text)
    if name == "size":
        return _sized(text)
    if name == "published" and value_of(name, text) == UNDATED:
        return Undated()
    return Days(name, *days(text, anywhere=name == "date"))


def quantity(name: str, text: str, compared: str = "", *, quoted: bool = False) -> Counted | Amount:
    """A count or an amount: a unit, in quotation marks with what it is compared with behind it; raises NoValue."""
    if name == "amount":
        return amount(text, compared, quoted=quoted)
    unit, compared = (text, compared) if quoted else parted(text)
    key, each = sure_currency(unit) or (unit_key(unit), 1)
    if not key:
        raise NoValue(Sentence("a count wants a unit"))
    low, high = comparison(compared) if compared else (-math.inf, math.inf)
    return Counted(key, low * each, high * each)


def amount(text: str, compared: str = "", *, quoted: bool = False) -> Amount:
    """An amount in a currency, by its name or code, or in whichever; raises NoValue.

    >>> amount("USD"), amount(">=۵میلیون"), amount("تومان:1000..2000").high, amount("همت>=2").low
    (Amount(unit='usd', low=-inf, high=inf), Amount(unit='', low=5000000.0, high=inf), 2000.0, 2000000000000.0)
    """
    unit, compared = (text, compared) if quoted else parted(text)
    named = currency(unit)
    if (unit.strip() and not unit_key(unit) and named is None) or not (unit.strip() or compared):
        raise NoValue(_AMOUNT_FORM)
    if unit.strip() and named is None:
        raise NoValue(Sentence("there is no currency {unit!r}: {form}", unit=unit.strip(), form=_AMOUNT_FORM))
    key, each = named or ("", 1)
    low, high = comparison(_unscaled("amount", compared), _AMOUNT_FORM) if compared else (-math.inf, math.inf)
    return Amount(key, *_not_below("amount", low * each, high * each))


def _not_below(name: str, low: float, high: float) -> tuple[float, float]:
    """The bounds of what is never below nothing; raises NoValue where one of them is."""
    if (math.isfinite(low) and low < 0) or high < 0:
        raise NoValue(NEVER_BELOW[name])
    return low, high


def parted(text: str) -> tuple[str, str]:
    """A unit, and from the first sign on what it is compared with."""
    cut = _SIGN.search(text)
    return (text[: cut.start()], text[cut.start() :]) if cut else (text, "")


def _sized(text: str) -> Sized:
    plain = _unscaled("size", text.strip())
    low, high = _not_below("size", *comparison(plain if _SIGN.match(plain) else f":{plain}", _SIZE_FORM))
    least = min(max(0, math.ceil(low)), _LARGEST) if math.isfinite(low) else 0
    return Sized(least, max(-1, math.floor(high)) if high < _LARGEST else None)


def _unscaled(name: str, text: str) -> str:
    """Figures in place of those with a scale behind them: «۵میلیون»; raises NoValue for a scale that is none.

    >>> _unscaled("size", ">=1.5MB")
    '>=1500000.0'
    """

    def whole(match: re.Match[str]) -> str:
        scale = scale_of(name, match["scale"])
        if scale is None:
            raise NoValue(Sentence("{scale} is no unit of numbers here", scale=match["scale"]))
        return repr(_number(match["number"]) * scale)

    return _SCALED.sub(whole, AlignedText.of(text).key)


def _number(text: str) -> float:
    number = float(text.replace(",", "").replace("\N{MINUS SIGN}", "-"))
    if not math.isfinite(number):
        raise NoValue(Sentence("the number is too large"))
    return number
