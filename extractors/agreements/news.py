"""Agreements that a text tells of: a candidate for each, from all its statements."""

from collections.abc import Callable, Sequence

from corpora.document import Document
from extractors.agreements.candidates import Candidate, Field, Party, Statement, When
from extractors.agreements.dating import signed_on
from extractors.agreements.details import amount_told, number_of, renewal_of, subject_of, tally_of
from extractors.agreements.joining import Group, joined, says
from extractors.agreements.likeness import distinct
from extractors.agreements.readings import Reading
from extractors.agreements.relations import related
from extractors.agreements.sentences import Sentence
from extractors.agreements.telling import Teller
from extractors.agreements.terms import bounds_of, duration_of, from_signing
from extractors.agreements.venues import venue_of

LOOKED_FOR = frozenset(
    "kind parties number subject place signed valid_from valid_until duration renewal amount count state".split()
)
_ASSUMED = 0.5
_TERM_REACH = 30
"""Words after the word for an agreement among which its term is said."""


def told(document: Document, held: Sequence[Sentence]) -> list[Candidate]:
    """The agreements that the sentences of a document tell of, in text order."""
    teller = Teller(document, held)
    groups = joined(list(teller.readings()))
    found = [_candidate(group, document) for group in groups]
    return related(found, teller.beside(groups))


def _candidate(group: Group, document: Document) -> Candidate:
    best = group.best
    parties = _parties(group)
    statements = _statements(group, document)
    ahead = statements[-1].state == "planned"  # a bill may be of what was signed
    signed = None if ahead else _of(group, signed_on)
    begins, until = _bounds(group, signed)
    return Candidate(
        kind=Field(best.kind, tuple(one.mention.span for one in _first(group, best)), best.mention.score),
        word=best.mention.surface,
        anchor=min(one.mention.span for one in group.readings),
        evidence=best.span,
        mentions=tuple(one.span for one in group.readings if one is not best),
        parties=parties,
        subject=_of(group, lambda one: subject_of(one.clause)),
        place=_of(group, venue_of),
        signed=signed,
        duration=_of(group, duration_of),
        valid_from=begins,
        valid_until=until,
        renewal=_of(group, lambda one: renewal_of(*_words(one))),
        amount=_of(group, amount_told),
        count=_of(group, tally_of),
        number=_of(group, lambda one: number_of(one.clause)),
        statements=statements,
        flags=_flags(group, parties, begins, until),
        looked_for=LOOKED_FOR,
    )


def _first(group: Group, best: Reading) -> list[Reading]:
    return [best, *(one for one in group.readings if one is not best and one.kind == best.kind)]


def _of[T](group: Group, read: Callable[[Reading], Field[T] | None]) -> Field[T] | None:
    """The first value that a statement gives, the fullest statement first."""
    for one in [group.best, *group.readings]:
        value = read(one)
        if value is not None:
            return value
    return None


def _bounds(group: Group, signed: Field[When] | None) -> tuple[Field[When] | None, Field[When] | None]:
    """The first and the last day that its statements give, the fullest statement first."""
    found = [bounds_of(one) for one in (group.best, *(one for one in group.readings if one is not group.best))]
    begins = next((first for first, _ in found if first), None)
    return begins or _of(group, lambda one: from_signing(one, signed)), next((last for _, last in found if last), None)


def _words(reading: Reading) -> tuple[Sentence, int, int]:
    clause = reading.clause
    return clause.sentence, clause.at, min(len(clause.sentence.words), clause.at + _TERM_REACH)


def _parties(group: Group) -> tuple[Party, ...]:
    """Those of the fullest statement; of the others where it names fewer than two."""
    found = {id(body): (body, slot, sure) for body, slot, sure in group.best.parties}
    if len(found) < 2 or any(slot == "speaker" for _, slot, _ in found.values()):
        others = [party for one in group.readings for party in one.parties if party[1] != "speaker"]
        sure = [party for party in found.values() if party[1] != "speaker"]
        spoken = [party for party in found.values() if party[1] == "speaker"]
        found = {id(party[0]): party for party in (*sure, *others, *spoken)}
    kept = distinct([body for body, _, _ in found.values()])
    if len(kept) > 2 and len(group.best.parties) <= 2:
        kept = [body for body in kept if found[id(body)][1] != "speaker"]
    return tuple(body.party(found[id(body)][2]) for body in kept)


def _statements(group: Group, document: Document) -> tuple[Statement, ...]:
    """What its statements say of its state; that of the fullest last, unless a later one says what became of it."""
    said = [(one, one.said) for one in group.readings if one.said and one.said.state]
    made = []
    for one, state in said:
        place = one.clause.sentence.place(*_bounded(one, state.words))
        signed = signed_on(one)
        at = signed.value.iso if signed and state.state == "signed" else document.published[:10]
        made.append((one, Statement(state.state, state.modality, place, at, signed is not None, "", one.mention.score)))
    if not made:
        best = group.best
        return (Statement("signed", "reported", best.mention.span, document.published[:10], confidence=_ASSUMED),)
    last = max((one for one, _ in made), key=says)
    order = sorted(made, key=lambda pair: (_is_change(pair[0]), pair[0] is last))
    return tuple(statement for _, statement in order)


def _is_change(reading: Reading) -> bool:
    """Whether it says what became of the agreement, and of no other one."""
    changes = reading.said is not None and reading.said.changes
    return changes and (bool(reading.parties) or reading.definite)


def _bounded(reading: Reading, words: tuple[int, int]) -> tuple[int, int]:
    size = len(reading.clause.sentence.words)
    first = min(words[0], size - 1)
    return first, max(first + 1, min(words[1], size))


def _flags(
    group: Group, parties: Sequence[Party], begins: Field[When] | None, until: Field[When] | None
) -> tuple[str, ...]:
    flags = []
    if (begins and until and until.value.end < begins.value.start) or _is_contradicted(group):
        flags.append("contradicting_dates")
    if any(one.count for one in group.readings) or all(one.plural for one in group.readings):
        flags.append("count_only")
    if len(parties) == 1:
        flags.append("one_party_named")
    if not parties or (any(one.paired for one in group.readings) and len(parties) < 2):
        flags.append("party_unresolved")
    return tuple(flags)


def _is_contradicted(group: Group) -> bool:
    """Whether two statements of the signing give days that cannot be one."""
    told = [one for one in group.readings if one.said is not None and one.said.state == "signed"]
    days = [signed.value for one in told if (signed := signed_on(one)) and signed.value.precision == "day"]
    return any(one.start > other.end for one in days for other in days)
