"""Currencies: how they are written around an amount, and which country's is meant."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple

from corpora.tables import table, words
from corpora.values import Money
from extractors.counts.rules import GAP
from extractors.patterns import END, START, any_of, flat, folded
from extractors.text.aligned import AlignedText

_HEMAT = "hemat"
"""The noun of a thousand milliard toman."""


class Currency(NamedTuple):
    """A currency as written: ISO 4217 or "", which noun it was called by, and how many the word itself holds."""

    code: str
    noun: str
    number: int
    end: int
    default: bool = False
    """Whether the code is what the word alone is taken for, and no country was said."""


@cache
def _words(language: str) -> dict[str, tuple[str, str, int]]:
    """Currency word, flat → code, noun, number."""
    both = language not in ("fa", "ar")
    rows = [r for r in table("currencies") if both or r["language"] in ("", language)]
    rows += [r for r in table("currencies") if r["language"] not in ("", language)]
    found: dict[str, tuple[str, str, int]] = {}
    for row in rows:
        own = both or row["language"] in ("", language)
        code = row["currency"] if own else ""
        found.setdefault(flat(folded(row["word"])), (code, row["noun"], int(row["number"] or 0)))
    return found


@cache
def signs() -> dict[str, str]:
    """Sign, code or abbreviation as the folded text has it, without dots' spaces → ISO 4217."""
    return {_bare(AlignedText.of(r["word"]).text): r["currency"] for r in table("currency_signs")}


def _bare(sign: str) -> str:
    return re.sub(r"[\s.]", "", sign) if not sign.isascii() else sign.rstrip(".").upper()


@cache
def _noun_of(noun: str) -> dict[str, str]:
    """Country → currency, of one noun."""
    return {r["country"]: r["currency"] for r in table("national_currencies") if r["noun"] == noun}


@cache
def decimals() -> frozenset[str]:
    """Currencies whose prices have three places after the mark."""
    return frozenset(r["currency"] for r in table("national_currencies") if r["decimals"])


@cache
def _countries() -> dict[str, str]:
    """Name or adjective of a country, flat → the country."""
    return {flat(folded(r["word"])): r["country"] for r in table("currency_countries") if r["kind"] != "cue"}


@cache
def _after() -> re.Pattern[str]:
    """A currency word or sign after a number, with its country; the adjective «هزار میلیارد تومانی» too."""
    spelled = any_of(words("currencies"))
    of = rf"(?:{GAP}من\sال(?=\w))?"
    return re.compile(rf"[/=-]{{0,2}}{of}{GAP}(?:(?P<word>{spelled}){END}|(?P<sign>{_signs()}))")


class Coins(NamedTuple):
    """A small coin as written: how many make one of its currency, the code where it alone tells it, and its end."""

    parts: int
    code: str
    end: int


def small_coins(key: str, at: int) -> Coins | None:
    """The small coin at a place that tells its currency by itself, beside a word of money («قیمت ۳۰ سنت شد»)."""
    found = coins(key, at, "dollar")
    around = key[max(0, at - _CUE_REACH) : at + _CUE_REACH] if found and found.code else ""
    if not found or not _money_cue().search(around):
        return None
    euros = _EURO in around and not any(dollar in around for dollar in _DOLLARS)
    return found._replace(code="EUR") if euros else found


_EURO, _DOLLARS = "یورو", ("دلار", "دولار")


@cache
def _coins() -> tuple[re.Pattern[str], dict[tuple[str, str], tuple[int, str]]]:
    rows = {(flat(folded(r["word"])), r["noun"]): (int(r["parts"]), r["alone"]) for r in table("currency_parts")}
    return re.compile(rf"{GAP}(?P<word>{any_of(words('currency_parts'))}){END}"), rows


def coins(key: str, at: int, noun: str) -> Coins | None:
    """The small coin of a currency that is named at a place."""
    pattern, rows = _coins()
    match = pattern.match(key, at)
    known = rows.get((flat(match["word"]), noun)) if match else None
    return Coins(known[0], known[1], match.end()) if match and known else None


@cache
def _duals() -> tuple[re.Pattern[str], tuple[str, ...]]:
    """The Arabic words for two of a currency («دينارين»), as a pattern and as they are."""
    duals = [r["word"] for r in table("currencies") if r["number"] == "2"]
    pattern = re.compile(rf"(?:{START}|(?<=\b[وبلف]))(?P<word>{any_of(duals)}){END}")
    return pattern, tuple(sorted({flat(folded(word)) for word in duals}))


def goes_on(held: Currency, other: Currency | None, value: float) -> bool:
    """Whether tomans add to those that a word holds («۲ همت و ۵۰۰ میلیارد تومان»)."""
    return held.noun == _HEMAT and other is not None and other.code == held.code and 0 < value < held.number


_ONE = re.compile(rf"\sواحده?{END}")
_BEFORE_ONE = re.compile(rf"{START}[وبلف]?(?P<word>[^\W\d_]+)\Z")
_LONGEST = 12


def without_number(text: AlignedText) -> Iterator[tuple[int, int, Currency]]:
    """Arabic amounts that no number says: where each starts, how many it is, and the currency."""
    key, (dual, words_of_two) = text.key, _duals()
    if any(word in key for word in words_of_two):  # the pattern costs much more
        yield from ((m.start(), 2, _named(text, m["word"], m.end())) for m in dual.finditer(key))
    for one in _ONE.finditer(key):
        word = _BEFORE_ONE.search(key, max(0, one.start() - _LONGEST), one.start())
        if word and word["word"] in _words("ar") and word["word"] not in _doubtful():
            yield word.start("word"), 1, _named(text, word["word"], one.end())


def _named(text: AlignedText, word: str, end: int) -> Currency:
    """The currency of a word, with the country that stands after it."""
    code, noun, _ = _words("ar")[flat(word)]
    currency = with_country(text, end, Currency(code, noun, 0, end, default=True))
    return currency if not currency.default else currency._replace(default=bool(_noun_of(noun)))


@cache
def _country() -> re.Pattern[str]:
    return re.compile(rf"{GAP}{_country_word()}")


@cache
def _country_word() -> str:
    countries = any_of(r["word"] for r in table("currency_countries") if r["kind"] != "cue")
    return rf"(?:ال)?(?P<country>{countries})(?:ا|ه|ین|ان|ات|یات|تان|تین)?{END}"


def with_country(text: AlignedText, at: int, currency: Currency) -> Currency:
    """The currency with the country that stands at a place; as it was where none does."""
    match = _country().match(text.key, at) if currency.default else None
    code = _noun_of(currency.noun).get(_countries().get(flat(match["country"]), ""), "") if match else ""
    return currency._replace(code=code, default=False, end=match.end()) if match and code else currency


@cache
def _signs() -> str:
    ends = (_sign_pattern(word) for word in sorted(words("currency_signs"), key=lambda w: (-len(w), w)))
    return "|".join(dict.fromkeys(ends))


def _sign_pattern(word: str) -> str:
    """A sign; a code or abbreviation stands alone, with or without spaces after its dots."""
    key = folded(word)
    if not any(char.isalpha() for char in key):
        return re.escape(key)
    body = r"\.\s?".join(map(re.escape, key.rstrip(".").split(".")))
    return rf"(?<![^\W\d_]){body}(?:\.(?=\s|$))?(?![^\W\d_])"


@cache
def _doubtful() -> frozenset[str]:
    """Currency words, flat, that are other words too."""
    return frozenset(flat(folded(r["word"])) for r in table("currencies") if r["needs"])


@cache
def _money_cue() -> re.Pattern[str]:
    return re.compile(rf"{START}{any_of(words('money_cues'))}{END}")


_CUE_REACH = 60


def _is_money(key: str, at: int, noun: str) -> bool:
    """Whether a word that is also another is a currency: beside a word of money, or in its own country.

    An Afghan paper calls no people «افغانی», but a text that speaks of migrants may.
    """
    around = (max(0, at - _CUE_REACH), at + _CUE_REACH)
    if _people_cue().search(key, *around):
        return False
    return bool(_money_cue().search(key, *around)) or (noun == _AFGHANI and bool(_afghan().search(key)))


_AFGHANI = "afghani"


@cache
def _people_cue() -> re.Pattern[str]:
    return re.compile(rf"{START}{any_of(words('people_cues'))}")


@cache
def _afghan() -> re.Pattern[str]:
    return re.compile(rf"{START}{any_of(words('afghan_bodies'))}{END}")


@cache
def _before() -> re.Pattern[str]:
    return re.compile(rf"(?:(?P<sign>{_signs()})|{START}(?P<word>ریال))\s?\Z")


_RIAL_SIGN = "\N{RIAL SIGN}"
_REACH = 8


def after(text: AlignedText, at: int, language: str) -> Currency | None:
    """The currency that follows a number."""
    match = _after().match(text.key, at)
    if match is None:
        return None
    if match["sign"]:
        return _signed(text, match, match.end())
    code, noun, number = _words(language)[flat(match["word"])]
    named = with_country(text, match.end("word"), Currency(code, noun, number, 0, default=True))
    if not named.default:
        return named
    if flat(match["word"]) in _doubtful() and not _is_money(text.key, at, noun):
        return None
    return Currency(code, noun, number, match.end("word"), default=bool(_noun_of(noun)))


def before(text: AlignedText, at: int, language: str) -> tuple[Currency, int] | None:
    """The sign or code that stands before a number, and where it starts."""
    first = max(0, at - _REACH)
    match = _before().search(text.key[first:at])
    if match is None:
        return None
    start = first + match.start()
    if match["word"]:
        span = text.span(start, first + match.end("word"))
        if _RIAL_SIGN not in text.raw[span.start : span.end]:
            return None
        code, noun, number = _words(language)["ریال"]
        return Currency(code, noun, number, at, default=True), start
    return _signed(text, match, at, first), start


def _signed(text: AlignedText, match: re.Match[str], end: int, offset: int = 0) -> Currency:
    written = text.text[offset + match.start("sign") : offset + match.end("sign")]
    return Currency(signs().get(_bare(written), ""), "", 0, end)


@cache
def _cues() -> re.Pattern[str]:
    """Names, adjectives and cities of countries in a text, with a clitic or the article before them."""
    forms = any_of(r["word"] for r in table("currency_countries"))
    return re.compile(rf"{START}[وبل]{{0,2}}(?:ال|لل)?(?P<word>{forms})(?:ه|ا|ی|ین|ون|یه)?{END}")


@cache
def _cue_countries() -> dict[str, str]:
    return {flat(folded(r["word"])): r["country"] for r in table("currency_countries")}


class Countries:
    """Whose currency a text means where it does not say so: that of the only country it speaks of that has one."""

    def __init__(self, key: str) -> None:
        """Countries are counted when first asked for."""
        self._key = key
        self._counts: Counter[str] | None = None

    def resolved(self, currency: Currency) -> Currency:
        """The currency with its code, or without one where the text leaves it open.

        A code by custom (a Persian «درهم» is the Emirates') gives way where the text speaks of another country's only.
        """
        if not currency.noun or not currency.default or (currency.code and currency.noun in _BY_CUSTOM):
            return currency
        own = _noun_of(currency.noun)
        there = {country: n for country, n in self._all().items() if country in own}
        best = sorted(there, key=lambda country: (-there[country], country))
        if not best:
            return currency
        if len(best) > 1 and there[best[0]] < _CLEARLY * there[best[1]]:
            return currency if currency.code in map(own.get, best) else currency._replace(code="")
        return currency._replace(code=own[best[0]])

    def _all(self) -> Counter[str]:
        if self._counts is None:
            found = (flat(match["word"]) for match in _cues().finditer(self._key))
            self._counts = Counter(_cue_countries()[word] for word in found)
        return self._counts


_CLEARLY = 3
_BY_CUSTOM = ("dollar", "yuan", "yen", "won", "shekel", "toman", "afghani", "euro", "ouguiya", "rial", "pound")
"""Nouns whose own code stands whatever countries a text speaks of."""


@cache
def called(noun: str, language: str) -> str:
    """The word for a currency whose country nobody knows."""
    rows = [row for row in table("currencies") if row["noun"] == noun]
    own = [row["word"] for row in rows if row["language"] in ("", language)]
    return (own or [row["word"] for row in rows] or [""])[0]


@cache
def names() -> Mapping[str, tuple[str, ...]]:
    """Currency → the words that it is called by, of its noun and with its countries."""
    found: dict[str, list[str]] = {}
    for row in table("currencies"):
        codes = {row["currency"], *_noun_of(row["noun"]).values()} - {""}
        for code in codes:
            found.setdefault(code, []).append(row["word"])
    return {code: tuple(dict.fromkeys(group)) for code, group in found.items()}


def names_of(money: Money) -> tuple[str, ...]:
    """The words that an amount may be asked for by."""
    return names().get(money.currency, ()) or ((money.unit,) if money.unit else ())
