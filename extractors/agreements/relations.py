"""An agreement that a sentence names only to say what another is to it: «تنفيذا للاتفاقية بين …», «ذیل تفاهم‌نامه …».

Its parties and days are none of the other's, so each is read in a sentence of its own.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from typing import NamedTuple

from corpora.document import Document
from corpora.tables import table
from extractors.agreements.candidates import Candidate
from extractors.agreements.sentences import Placed, Sentence
from extractors.sequences import Sequences
from extractors.text.aligned import AlignedText
from extractors.text.segmenter import words

_SOON = 1
"""Words between what says the relation and the word for the agreement."""
_OF_CLAUSES = 3
_NAMES = ("ORG", "PLACE", "DATE")
_AND = "و"
_COMMAS = frozenset("،,؛;")


class Aside(NamedTuple):
    """A sentence in two: what it tells of (``main``), and the agreement that it names beside (``aside``).

    ``relation`` is what the agreement of ``main`` is to that of ``aside``, one of RELATIONS.
    """

    relation: str
    main: Sentence
    aside: Sentence
    leads: bool = False
    """Whether what is named beside stands first."""


@cache
def _relations(language: str) -> Sequences:
    rows = (row for row in table("agreement_relations") if row["language"] == language)
    said = ((word, row["relation"]) for row in rows for word in row["words"].split(";"))
    return Sequences.of((tuple(one.exact for one in words(AlignedText.of(word))), relation) for word, relation in said)


def aside(document: Document, sentence: Sentence) -> Aside | None:
    """A sentence with two agreements, one of them named beside the other; None where it is no such sentence."""
    placed = sentence.of("AGREEMENT") if len(sentence.found) > 1 else []
    if len(placed) < 2:
        return None
    for match in _relations(sentence.language).find(tuple(sentence.words)):
        itself = any(each.first == match.first for each in placed)  # «ملحقا | للاتفاقية»
        first = match.last if itself else match.first
        reach = _SOON + _OF_CLAUSES * (match.entry == "amends")  # «معدلا بذلك بنودا من اتفاق …»
        one = next((each for each in placed if 0 <= each.first - match.last <= reach), None)
        end = _end(sentence, one, placed) if one else 0
        outside = [each for each in placed if not first <= each.first < end]
        if end and outside:
            leads = first < outside[0].first
            return Aside(match.entry, *_parted(document, sentence, first, end), leads)
    return None


def related(found: Sequence[Candidate], pairs: Iterable[tuple[int, str, int]]) -> list[Candidate]:
    """The agreements of a document in text order, with what one is to another; ``pairs`` have places of ``found``.

    An annex is one of the only other agreement of the same parties.
    """
    order = sorted(range(len(found)), key=lambda at: found[at].anchor)
    place = {at: number for number, at in enumerate(order)}
    said: dict[int, list[tuple[str, int]]] = {at: [] for at in order}
    for one, relation, other in pairs:
        said[one].append((relation, place[other]))
    for at in order:
        main = _annexed(found, at) if not said[at] else -1
        if main >= 0:
            said[at].append(("annex_of", place[main]))
    return [replace(found[at], relations=tuple(dict.fromkeys(said[at]))) for at in order]


def _annexed(found: Sequence[Candidate], at: int) -> int:
    """The place of the only other agreement of the parties of an annex; -1 where there is none, or are several."""
    bodies = {party.name for party in found[at].parties}
    if found[at].kind.value != "annex" or len(bodies) < 2:
        return -1
    same = [other for other, one in enumerate(found) if other != at and {p.name for p in one.parties} == bodies]
    return same[0] if len(same) == 1 and found[same[0]].kind.value != "annex" else -1


def _names(sentence: Sentence, first: int, last: int) -> list[Placed]:
    """The bodies, countries and days in some words."""
    return [one for one in sentence.of(*_NAMES) if first <= one.first and one.last <= last]


def _end(sentence: Sentence, one: Placed, placed: Sequence[Placed]) -> int:
    """The word behind an agreement that is named beside, with those whose it is; 0 where that is not clear.

    It goes to a comma behind its bodies; without one to its last body in Persian, to the end of the sentence in Arabic.
    """
    size = len(sentence.words)
    later = min([each.first for each in placed if each.first >= one.last], default=size)
    bodies = _names(sentence, one.last, later)
    if not bodies:
        return 0
    begins = {body.first for body in bodies} | {body.first - 1 for body in bodies}
    for at in range(bodies[0].last, later):
        if _COMMAS.isdisjoint(sentence.between(at)):
            continue
        before = [body for body in bodies if body.last <= at]
        if at not in begins or before[-1].last < at or _is_closed(sentence, before):
            return at
    if sentence.language == "fa":
        return bodies[-1].last
    return size if later == size else 0


def _is_closed(sentence: Sentence, bodies: Sequence[Placed]) -> bool:
    """Whether the last of some names is joined to those before it, so that a comma begins something else."""
    last = bodies[-1].first
    joined = sentence.exacts[last - 1] == _AND or sentence.exacts[last].startswith(_AND)
    return len(bodies) > 1 and (joined or bodies[-1].mention.label == "DATE")


def _parted(document: Document, sentence: Sentence, first: int, last: int) -> tuple[Sentence, Sentence]:
    """A sentence without some words, and these words; places stay those of the document."""
    span = sentence.place(first, last)
    kept = [mention for mention in sentence.found if not span.overlaps(mention.span)]
    inside = [mention for mention in sentence.found if span.covers(mention.span)]
    main = Sentence(document, sentence.span, kept, sentence.index)
    main.text = document.text[: span.start] + " " * (span.end - span.start) + document.text[span.end :]
    return main, Sentence(document, span, inside, sentence.index)
