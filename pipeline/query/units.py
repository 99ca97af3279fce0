"""What is counted or paid in as a query and the index name it: units by their stems, currencies by code where sure."""

from functools import cache, lru_cache

from corpora.tables import table, words
from corpora.values import Count
from extractors.counts import currencies
from extractors.text.aligned import AlignedText
from extractors.text.analyzer import analyze
from pipeline.query.names import value_of

_LANGUAGES = ("fa", "ar", "en")
_ARTICLE = "ال"
_MANY = 1000
"""A word that holds as many of a currency is a scale (همت), not a dual."""


def unit_key(unit: str) -> str:
    """A counted unit as the index holds it: the stems of its words.

    >>> unit_key("تفاهم‌نامه‌ها") == unit_key("تفاهمنامه"), unit_key("ستاد همکاری")
    (True, 'ستاد_همکاری')
    """
    return "_".join(token.stem for token in analyze(unit))


def unit_forms(count: Count) -> set[str]:
    """What a query may call the units of a count: each whole, and by its first word alone."""
    keys = [unit_key(unit) for unit in count.all_units]
    return {form for key in keys for form in (key, key.split("_")[0]) if form}


def currency(unit: str) -> tuple[str, int] | None:
    """A currency as the index holds it, and how many of it its word alone is; None for what is no currency.

    A word that is one country's by itself is that country's alone: «دلار» is the US dollar. One that many
    countries share finds all of theirs.

    >>> currency("دلار"), currency("الدولار الكندي"), currency("Canadian dollars"), currency("دینار"), currency("لیوان")
    (('usd', 1), ('cad', 1), ('cad', 1), ('دینار', 1), None)
    """
    if found := sure_currency(unit):
        return found
    key = unit_key(unit)
    if not (key and (_written(unit) or key in _keys())):
        key = _named().get(_folded(unit), "")
    return (key, 1) if key else None


@lru_cache(maxsize=1024)
def sure_currency(unit: str) -> tuple[str, int] | None:
    """A currency by its code, and how many of it its word alone is, where a unit is that one and no other country's.

    >>> sure_currency("همت"), sure_currency("دولارات"), sure_currency("ریال"), sure_currency("کتاب")
    (('irt', 1000000000000), ('usd', 1), None, None)
    """
    found = _written(value_of("amount", unit))
    if found is None or not found.code or (found.default and len(_codes()[_folded(_bare(unit))]) > 1):
        return None
    return unit_key(found.code), found.number if found.number >= _MANY else 1


def _written(unit: str) -> currencies.Currency | None:
    """The currency that a unit is as documents write it, also with its article before it."""
    for written in (unit.strip(), _bare(unit)):
        text = AlignedText.of(f" {written}")
        found = currencies.after(text, 0, "")
        if found and found.end == len(text.key):
            return found
    return None


def _bare(unit: str) -> str:
    return unit.strip().removeprefix(_ARTICLE)


def _folded(name: str) -> str:
    return AlignedText.of(name).key.strip().casefold()


@cache
def _codes() -> dict[str, set[str]]:
    """Word of a currency, folded → the codes that it alone stands for in any language, "" where the text has to say."""
    found: dict[str, set[str]] = {}
    for row in table("currencies"):
        found.setdefault(_folded(row["word"]), set()).add(row["currency"])
    return found


@cache
def _named() -> dict[str, str]:
    """What the languages of the pages call currencies, folded → key; what two are called is none's."""
    from babel.numbers import get_currency_name, list_currencies

    found: dict[str, set[str]] = {}
    for language in _LANGUAGES:
        for code in list_currencies(language):
            for count in (None, 2, 10):
                name = _folded(get_currency_name(code, count=count, locale=language))
                found.setdefault(name, set()).add(code)
    ours = frozenset(currencies.names())
    chosen = {name: codes if len(codes) == 1 else codes & ours for name, codes in found.items()}
    return {name: unit_key(*codes) for name, codes in chosen.items() if len(codes) == 1}


@cache
def _keys() -> frozenset[str]:
    """All currencies as the index may hold them: by code, by each of their words, and by the first of these."""
    known = {*currencies.names(), *currencies.signs().values(), *map(str, words("currencies"))}
    keys = {unit_key(word) for word in known}
    return frozenset(form for key in keys for form in (key, key.split("_")[0]) if form)
