"""Why an ORG, PERSON or PLACE was found: tagger, table or rule, and what the tables say of its words."""

from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial

from corpora.document import Span
from corpora.tables import table
from extractors.names.candidates import Candidate, exacts, span_of
from extractors.names.clitics import bare
from extractors.names.extractor import NameExtractor, described
from extractors.names.gazetteers import KINDS, PREFIXES, known
from extractors.names.places import keys
from extractors.names.repeats import ways
from extractors.names.units import sentences
from extractors.organisations.gazetteer import called, reported_by, shortened
from extractors.protocols import Found, Passage
from extractors.reasons.reason import Clue, Reason, Told

_TABLES = {
    "place": ("places", "place_names"),
    "first": ("person_names",),
    "last": ("person_names",),
    "organisation": ("organisations",),
    "head": ("organisation_heads",),
}
"""Kind of a hint that the tagger is given → the tables that it comes from."""
_MADDA = "\N{ARABIC LETTER ALEF WITH MADDA ABOVE}"
_AGAIN, _TAGGER = "repeat", "tagger"


def told(passage: Passage, earlier: Sequence[Found], extractor: NameExtractor | None = None) -> list[Told]:
    """The names of a passage, each with who proposed it and what the tables have of its words."""
    named = (extractor or NameExtractor()).named(passage, earlier)
    hints = cache(lambda: list(_hints(passage)))
    found = described(passage, named)
    return [
        (item, partial(_reasons, passage, candidate, named, hints))
        for item, candidate in zip(found, named, strict=True)
    ]


def _hints(passage: Passage) -> Iterator[tuple[int, int, str]]:
    """Words ``[first, last)`` that a table has as a name of a kind: what the tagger is told."""
    for sentence in sentences(passage):
        for first, last, column in known(sentence, passage.language):
            words = [unit.word for unit in sentence[first:last] if unit.word >= 0]
            if words:
                yield words[0], words[-1] + 1, KINDS[column // 2]


def _reasons(
    passage: Passage, one: Candidate, named: Sequence[Candidate], hints: Callable[[], Sequence[tuple[int, int, str]]]
) -> Iterator[Reason]:
    chance = one.score if one.origin == _TAGGER else None
    clues = [*_of_origin(passage, one, named), *_of_tables(passage, one, hints())] or [
        Clue("words", span_of(passage, one))
    ]
    yield Reason(f"names.{one.origin}", tuple(dict.fromkeys(clues)), chance)


def _of_origin(passage: Passage, one: Candidate, named: Sequence[Candidate]) -> Iterator[Clue]:
    """What the rule of a candidate went by."""
    exact = bare(passage.words[one.first].exact)
    if one.origin == _AGAIN:
        key = exacts(passage, one.first + 1, one.last)
        first = next((c for c in named if c.origin != _AGAIN and _comes_back(passage, c, key, one)), None)
        if first:
            yield Clue("named_before", span_of(passage, first))
    elif one.origin == "alias":
        yield from (Clue("stands_for", span_of(passage, c)) for c in named if c.last == one.first)
    elif one.origin in ("short", "reporter"):
        row = shortened().get(exact) or reported_by().get(exact)
        if row:
            yield Clue("organisation", span_of(passage, one), "organisations", row)


def _comes_back(passage: Passage, first: Candidate, rest: tuple[str, ...], one: Candidate) -> bool:
    """Whether a name is that which a later one says again."""
    begins = {passage.words[one.first].exact, bare(passage.words[one.first].exact)}
    return first.label == one.label and any(
        key[1:] == rest and (key[0] in begins or passage.words[one.first].exact.endswith(key[0]))
        for key in ways(passage, first)
    )


def _of_tables(passage: Passage, one: Candidate, hints: Sequence[tuple[int, int, str]]) -> Iterator[Clue]:
    """The names of the tables in the words of a candidate, the longest first.

    The tagger is told all of them; of what a rule or a table found, no name inside another carried it.
    """
    inside = [hint for hint in hints if one.first <= hint[0] and hint[1] <= one.last]
    taken: set[int] = set()
    for first, last, kind in sorted(inside, key=lambda hint: (hint[0] - hint[1], _ORDER.index(hint[2]), hint[0])):
        row = (
            _row(passage, first, last, kind) if one.origin == _TAGGER or taken.isdisjoint(range(first, last)) else None
        )
        place = Span(passage.words[first].start, passage.words[last - 1].end)
        if row and (kind == "organisation" or _is_same(passage, place, row[1])):
            taken.update(range(first, last))
            yield Clue(kind, place, *row)


def _is_same(passage: Passage, place: Span, row: str) -> bool:
    """Whether the words of a place are those of a row: in Persian «استان» is another word than «آستان»."""
    written = passage.folded.raw[place.start : place.end]
    return passage.language != "fa" or written.count(_MADDA) == row.count(_MADDA)


_ORDER = ("organisation", "head", "place", "first", "last")


def _row(passage: Passage, first: int, last: int, kind: str) -> tuple[str, str] | None:
    """Table and name as it has it; of an organisation's other name, the canonical one. None where it has another form.

    Arabic names are there without their clitics.
    """
    exact, *rest = exacts(passage, first, last)
    prefixes = ("", *PREFIXES) if passage.language == "ar" else ("",)
    for form in (exact[len(prefix) :] for prefix in prefixes if exact.startswith(prefix)):
        for name in _TABLES[kind]:
            row = _rows(name).get((form, *rest))
            if row:
                return name, row
    return None


@cache
def _rows(name: str) -> dict[tuple[str, ...], str]:
    """Exact forms of the words of a name → the name that stands in the table, of other names the canonical one."""
    pairs = list(called()) if name == "organisations" else [(row["word"], row["word"]) for row in table(name)]
    rows: dict[tuple[str, ...], str] = {}
    for (_, row), form in zip(pairs, keys(written for written, _ in pairs), strict=True):
        rows.setdefault(form, row)
    return rows
