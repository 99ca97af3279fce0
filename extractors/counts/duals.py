"""Arabic duals («مذكرتين», «كتابان») as counts of two."""

import re
from collections.abc import Iterator
from functools import cache

from corpora.document import Span
from corpora.tables import table, words
from extractors.counts.rules import units
from extractors.protocols import Found, Passage
from extractors.spans import SpanSet
from extractors.text.aligned import AlignedText
from extractors.text.lexicon import arabic

_DUAL = re.compile(r"(?<!\w)(?!لل)[ولبف]?(?P<dual>(?P<noun>(?![وبفک]?ال|لل)\w{3,12})(?:ین|ان))(?!\w)")
_CONSTRUCT = re.compile(
    r"(?<!\w)(?P<dual>(?P<noun>(?![وبفک]?ال|لل)\w{3,13})[ای]) ال(?!\w*ات(?!\w))\w+(?: ال\w+)? وال(?=\w)"
)
"""Before two definite nouns that «و» joins («وزيرا الخارجية والدفاع»), which tells it from «my minister».

«خريجي الكليات والمعاهد» are many.
"""
_ACTING = re.compile(r"(?<!\w)(?!لل)[ولبف]?(?P<dual>(?P<noun>(?!ال)\w{3,12})ین) ی\w{2,7}ان(?!\w)")
"""Before a verb of two («أفغانيين يقيمان»), which tells the dual of people from their plural."""
_TWO = re.compile(r"(?: \w+(?:ین|ان))? اثن(?:ین|ان|تین|تان)(?!\w)")
"""What says that a noun is a dual, also behind its adjective («مدنيين اثنين», «عسكريين تركيين اثنين»)."""
_COMMON_NOUN = 20
_ADJECTIVE = 6
"""A feminine word is an adjective where its masculine is about as common (تابعة, جديدة)."""
SCORE = 0.9


@cache
def _broken() -> frozenset[str]:
    """Nouns, folded, of the two tables: masculine ones, whose -ān and -ayn is no sound plural, and feminine ones."""
    return frozenset(AlignedText.of(word).key for word in (*words("broken_plurals"), *words("dual_nouns")))


@cache
def _not_duals() -> frozenset[str]:
    return frozenset(AlignedText.of(word).key for word in words("not_duals"))


@cache
def _is_feminine_noun(noun: str) -> bool:
    """Whether the ت of a dual is that of a common feminine noun, and not of an adjective.

    >>> [_is_feminine_noun(word) for word in ("اتفاقیت", "جامعت", "تابعت", "محلیت")]
    [True, True, False, False]
    """
    if not noun.endswith("ت"):
        return False
    bare, whole = noun[:-1], f"{noun[:-1]}ه"
    weight = arabic().get(whole, 0)
    if whole in _broken() or bare in _persons() or (weight >= _COMMON_NOUN and whole in units("ar")):
        return True  # «طفلتان»: women have the noun of men with «ة»
    return weight >= _COMMON_NOUN and not bare.endswith("ی") and arabic().get(bare, 0) < weight - _ADJECTIVE


def duals(passage: Passage, taken: SpanSet) -> list[Found]:
    """The duals of a passage outside of what is taken."""
    if passage.language != "ar":
        return []
    found = [*_constructs(passage, taken), *_acting(passage, taken), *_people(passage, taken)]
    met, ends = SpanSet(item.span for item in found), {item.span.end for item in found}
    for match in _DUAL.finditer(passage.folded.key):
        said = _TWO.match(passage.folded.key, match.end())
        span = Span(match.start("dual"), said.end() if said else match.end())
        noun = match["noun"]
        feminine = _is_feminine_noun(noun)
        if span.start - 1 in ends or (found and found[-1].span.overlaps(span)):
            continue  # the adjective of the one before («شاحنتين | محملتين»)
        known = feminine or noun in _broken() or (said and noun in arabic())
        if known and match["dual"] not in _not_duals() and not (taken.overlaps(span) or met.overlaps(span)):
            written = _written(passage, match)
            unit = written[:-1] + "ة" if feminine else written
            found.append(_two(span, unit))
            ends.add(span.end)
    return found


def _constructs(passage: Passage, taken: SpanSet) -> Iterator[Found]:
    """Two persons with an office each («وزيري الداخلية والعدل»)."""
    for match in _CONSTRUCT.finditer(passage.folded.key):
        noun, people = match["noun"], units("ar")
        cut = int(noun not in people and noun[0] in "وف")
        span = Span(match.start("dual") + cut, match.end("dual"))
        if people.get(noun[cut:]) == "person" and not taken.overlaps(span):
            yield _two(span, _written(passage, match)[cut:])


def _people(passage: Passage, taken: SpanSet) -> Iterator[Found]:
    """People in -ān, which no sound plural ends in («شرطيان», «لبنانيان»); «طفلان سوريان» are two children."""
    for match in _NOMINATIVE.finditer(passage.folded.key):
        noun = match["noun"]
        cut = int(noun not in _persons() and noun[0] in "وف")
        span = Span(match.start("dual") + cut, match.end("dual"))
        if noun[cut:] in _persons() and match["dual"] not in _not_duals() and not taken.overlaps(span):
            yield _two(span, _written(passage, match)[cut:])


@cache
def _persons() -> frozenset[str]:
    """Arabic words for one person, folded, with what somebody is called by his country."""
    people = words("count_units", kind="person", language="ar")
    return _peoples() | {AlignedText.of(word).key for word in people}


_NOMINATIVE = re.compile(r"(?<!\w)(?<!ان )(?<!ین )(?P<dual>(?P<noun>(?![وبفک]?ال|لل)\w{3,13})ان)(?!\w)")


def _acting(passage: Passage, taken: SpanSet) -> Iterator[Found]:
    """People whose plural is spelt like their dual, before a verb of two («أفغانيين يقيمان»)."""
    for match in _ACTING.finditer(passage.folded.key):
        noun, span = match["noun"], Span(match.start("dual"), match.end("dual"))
        if (units("ar").get(noun) == "person" or noun in _peoples()) and not taken.overlaps(span):
            yield _two(span, _written(passage, match))


@cache
def _peoples() -> frozenset[str]:
    """What somebody is called by his country, folded («أفغاني»)."""
    rows = (row for row in table("currency_countries") if row["kind"] == "adjective")
    return frozenset(AlignedText.of(row["word"]).key for row in rows)


def _two(span: Span, unit: str) -> Found:
    value = {"number": 2, "modifier": "exact", "unit": unit}
    return Found("COUNT", span.start, span.end, value, SCORE, {"number_span": span})


def _written(passage: Passage, match: re.Match[str]) -> str:
    """The noun of a dual as the text spells it."""
    span = passage.folded.span(match.start("noun"), match.end("noun"))
    return passage.folded.raw[span.start : span.end]
