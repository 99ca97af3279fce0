"""Why a COUNT, MONEY or PERCENT was found: the number, what it counts, and the words that say how exact it is."""

from collections.abc import Iterator, Sequence
from functools import cache, partial

from corpora.document import Span
from corpora.tables import table
from extractors.counts import rules
from extractors.counts.extractor import CountExtractor, Reading
from extractors.counts.quantities import Quantity
from extractors.protocols import Found, Passage
from extractors.reasons.reason import Clue, Reason, Told, clue_of
from extractors.spans import SpanSet
from extractors.text.exact import exact_of
from extractors.text.lexicon import key_of
from extractors.text.segmenter import Word

_MEASURES = ("currencies", "percent_words", "currency_signs")
_DUAL = "dual"


class _Noting(Reading):
    """A reading that remembers which of its rules made a find, and of which quantity."""

    def __init__(self, passage: Passage, dated: SpanSet) -> None:
        super().__init__(passage, dated)
        self.rules: dict[Span, tuple[str, Quantity | None]] = {}

    def noun_at(self, quantity: Quantity) -> Sequence[Word]:
        """The words of the noun that a number counts, where it stands right after it."""
        counted = self._nouns.after(quantity.end, quantity.value)
        return counted.units[0] if counted else ()

    def _count(self, quantities: Sequence[Quantity], at: int, found: Sequence[Found] = ()) -> Found | None:
        return self._noted("count", super()._count(quantities, at, found), quantities[at])

    def _shared(self, quantities: Sequence[Quantity], at: int, found: Sequence[Found]) -> Found | None:
        return self._noted("shared", super()._shared(quantities, at, found), quantities[at])

    def _led(self, quantity: Quantity) -> Found | None:
        return self._noted("led", super()._led(quantity), quantity)

    def _measured(self, quantity: Quantity) -> Found:
        found = super()._measured(quantity)
        self._noted("measured", found, quantity)
        return found

    def _listed(self, quantities: Sequence[Quantity], found: Sequence[Found]) -> list[Found]:
        listed = super()._listed(quantities, found)
        for item in listed:
            self._noted("listed", item, None)
        return listed

    def _noted(self, rule: str, item: Found | None, quantity: Quantity | None) -> Found | None:
        if item is not None:
            self.rules[item.span] = rule, quantity
        return item


class _Noticed(CountExtractor):
    """The extractor, with the reading that it made."""

    made: _Noting

    def reading(self, passage: Passage, dated: SpanSet) -> Reading:
        self.made = _Noting(passage, dated)
        return self.made


def told(passage: Passage, earlier: Sequence[Found]) -> list[Told]:
    """The quantities of a passage, each with its rule and words; what no rule of numbers made is a dual."""
    extractor = _Noticed()
    found = extractor.extract(passage, earlier)
    return [(item, partial(_reasons, passage, extractor.made, item)) for item in found]


def _reasons(passage: Passage, made: _Noting, item: Found) -> Iterator[Reason]:
    rule, quantity = made.rules.get(item.span, (_DUAL, None))
    if rule == _DUAL:
        yield Reason(f"counts.{_DUAL}", (Clue("dual", item.span),))
    else:
        yield Reason(f"counts.{rule}", tuple(_clues(passage, made, item, quantity)))


def _clues(passage: Passage, made: _Noting, item: Found, quantity: Quantity | None) -> Iterator[Clue]:
    key = passage.folded.key
    number = quantity.numeral if quantity else (item.start, item.end)
    before = rules.modifier_before().search(key[item.start : number[0]])
    if before:
        start, end = (item.start + at for at in before.span("word"))
        yield clue_of("modifier", key, Span(start, end), ("count_modifiers",), passage.language) or Clue(
            "modifier", Span(start, end)
        )
    yield Clue("number", Span(*number))
    span = _measure(key, quantity) if quantity else None
    if span:
        yield clue_of("measure", key, span, _MEASURES, passage.language) or Clue("measure", span)
    noun = made.noun_at(quantity) if quantity and made.rules[item.span][0] == "count" else ()
    if noun:
        row = _units(passage.language).get(noun[0].exact, "")
        yield Clue("unit", Span(noun[0].start, noun[-1].end), "count_units" if row else "", row)


def _measure(key: str, quantity: Quantity) -> Span | None:
    """Where the currency or the word for per cent stands, before the number or behind it."""
    measure, (first, last) = quantity.measure, quantity.numeral
    if measure is None:
        return None
    start, end = (max(measure.start, last), measure.end) if measure.end > last else (measure.start, first)
    said = key[start:end]
    start += len(said) - len(said.lstrip())
    return Span(start, start + len(said.strip())) if said.strip() else None


@cache
def _units(language: str) -> dict[str, str]:
    """Counted noun in its exact form → how the table writes it."""
    return {exact_of(key_of(r["word"])): r["word"] for r in table("count_units") if r["language"] == language}
