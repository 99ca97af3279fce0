"""Where an agreement was signed: the place that stands with its verb («در تهران امضا شد», «وقعت … في الرياض»).

A place behind a noun is of that noun («نیروگاه در چابهار»), so one counts only right behind a verb, a body, a day, «را»
or the word for the agreement itself.
"""

from collections.abc import Iterator, Sequence

from extractors.agreements.bodies import Body
from extractors.agreements.candidates import Field
from extractors.agreements.nations import adjective_ends
from extractors.agreements.readings import Clause, Reading
from extractors.agreements.sentences import Placed, Sentence

_SURE = 0.8
_BEFORE, _BEHIND = 30, 25
"""Words before and behind the word for an agreement among which its place stands."""
_OBJECT = "را"


def venue_of(reading: Reading) -> Field[str] | None:
    """The place of the signing that a statement tells of; None where it tells of none."""
    said, clause = reading.said, reading.clause
    if said is None or not said.signs or said.modality == "denied":
        return None
    first, last = max(clause.first, clause.at - _BEFORE), min(clause.last, clause.after + _BEHIND)
    taken = [body for body, _, _ in reading.parties]
    for one in _venues(clause.sentence, first, last):
        start = _start(clause.sentence, one)
        if not _is_party(one, taken) and _is_of_signing(clause, start, said.words[0]):
            return Field(str(one.mention.value["name"]), (one.mention.span,), _SURE)
    return None


def venue_in(held: Sequence[Sentence]) -> Field[str] | None:
    """The place of the signing in sentences of an agreement's text («حررت في مدينة عمان», «در تهران منعقد گردید»)."""
    for sentence in held:
        signs = sentence.cued(0, len(sentence.words), "drawn_up", "sign")
        for one in _venues(sentence, 0, len(sentence.words)):
            start = _start(sentence, one)
            before = any(at < start and sentence.ends(at) >= start - 1 for at in signs)
            behind = sentence.language == "fa" and any(0 <= at - one.last <= _NEXT for at in signs)
            if before or behind:
                return Field(str(one.mention.value["name"]), (one.mention.span,), _SURE)
    return None


_NEXT = 1
"""Words between a Persian place and its verb of signing («به»)."""


def _venues(sentence: Sentence, first: int, last: int) -> Iterator[Placed]:
    """The places of some words that stand behind «در» or «في»."""
    for one in sentence.of("PLACE"):
        if first <= one.first < last and _start(sentence, one) < one.first:
            yield one


def _start(sentence: Sentence, one: Placed) -> int:
    """Where the preposition of a place stands («في العاصمة النمساوية فيينا»); the place itself without one."""
    at = one.first
    while (
        at > 0
        and not sentence.is_parted(at)
        and (sentence.has(at - 1, "town") or adjective_ends(sentence, at - 1) == at)
    ):
        at -= 1
    return at - 1 if at > 0 and sentence.has(at - 1, "at_place") and not sentence.is_parted(at) else one.first


def _is_party(one: Placed, bodies: Sequence[Body]) -> bool:
    return any(body.span.overlaps(one.mention.span) or body.name == one.mention.value["name"] for body in bodies)


def _is_of_signing(clause: Clause, at: int, verb: int) -> bool:
    """Whether what stands before «در» or «في» is no noun that the place could be of."""
    if at == clause.first:
        return clause.language == "fa"
    dated = any(one.first <= at - 1 < one.last for one in clause.sentence.of("DATE"))
    country = any(body.last == at and body.kind == "country" for body in clause.bodies.all)
    if clause.language == "ar":
        return at > verb and (dated or country or _follows_verb(clause.sentence, at))
    beside = clause.sentence.exacts[at - 1] == _OBJECT or at == clause.after
    body = at <= clause.at and any(one.last == at for one in clause.bodies.all)
    return dated or country or beside or body


def _follows_verb(sentence: Sentence, at: int) -> bool:
    """Whether a verb or participle of signing stands right before; «عقدت» is said of meetings."""
    cues = ("deed", "signed", "reaches", "reached")
    return any(sentence.ends(verb) == at for verb in sentence.cued(max(0, at - 2), at, *cues))
