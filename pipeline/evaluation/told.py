"""Whether the agreements that are read of a small text are those that it tells of, no more and no fewer."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import permutations
from typing import Any

from corpora.document import Document
from extractors.agreements.candidates import Candidate, Party
from extractors.agreements.likeness import alike
from extractors.agreements.reader import candidates
from extractors.text.lexicon import key_of
from pipeline.annotate import annotated

type Entry = Mapping[str, Any]


def read(case: Entry) -> list[Candidate]:
    """The agreements of the text of a case."""
    text, language = case["input"], case["language"]
    made = Document("case", "case", "", text, language=language, published=case.get("published", ""))
    return candidates(annotated(made))


def tells(case: Entry) -> bool:
    """Whether there is an entry for each that is expected, with its fields and what it is to others, and no other."""
    found, wanted = read(case), case["expect"]["entries"]
    return len(found) == len(wanted) and any(_are(found, wanted, order) for order in permutations(range(len(found))))


def _are(found: Sequence[Candidate], wanted: Sequence[Entry], order: Sequence[int]) -> bool:
    """Whether the agreement ``found[order[n]]`` is what is expected of the n-th."""
    place = {at: number for number, at in enumerate(order)}
    for number, at in enumerate(order):
        relations = sorted([kind, place[other]] for kind, other in found[at].relations)
        if any(_differences(found[at], wanted[number])) or relations != sorted(wanted[number]["relations"]):
            return False
    return True


def _differences(one: Candidate, wanted: Entry) -> Iterator[str]:
    """The names of the fields that are not as expected; a term is compared where one is given.

    Who wrote a case may leave fields ``open``: nothing is expected of them.
    """
    got = {
        "kind": one.kind.value,
        "signed": one.signed.value.iso if one.signed else "",
        "state": one.state,
        "count": one.count.value.number if one.count else None,
    }
    told = (name for name in got if name not in wanted.get("open", ()))
    yield from (name for name in told if got[name] != wanted.get(name))
    if not _are_parties(one.parties, wanted["parties"]):
        yield "parties"
    if "duration" in wanted and (one.duration is None or one.duration.value != wanted["duration"]):
        yield "duration"


def _are_parties(found: Sequence[Party], wanted: Sequence[str]) -> bool:
    """Whether the parties are those that are expected, each called in full or as the text calls it."""
    left = list(wanted)
    for party in found:
        same = [name for name in left if key_of(name) in (key_of(party.name), key_of(party.surface))]
        called = (party.name, party.surface)  # «شركة رامكو», «رامكو»
        same = same or [name for name in left if any(alike(name, one) for one in called)]
        if not same:
            return False
        left.remove(same[0])
    return not left
