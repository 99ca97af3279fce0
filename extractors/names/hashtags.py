"""Bodies in hashtags, whose name is all of one or nothing of it («#وزارت_علوم | زمان …»)."""

from collections.abc import Iterable, Iterator, Set

from extractors.names.candidates import Candidate
from extractors.names.clitics import bare
from extractors.organisations.gazetteer import heads
from extractors.protocols import Passage

_SIGN, _JOINT = "#", "_"
_LED = 0.8


def in_hashtags(passage: Passage, found: Iterable[Candidate]) -> list[Candidate]:
    """The candidates: a body that begins with a hashtag ends with it, and begins with it where that has a head."""
    if _SIGN not in passage.folded.key:
        return list(found)
    kept = [one if one.label == "PLACE" else _within(passage, one) for one in found]
    taken = {at for one in kept for at in range(one.first, one.last)}
    return sorted([*kept, *_unseen(passage, taken)])


def _unseen(passage: Passage, taken: Set[int]) -> Iterator[Candidate]:
    """Arabic hashtags that begin with a head and go on with definite words alone («#الهيئة_السعودية_للمهندسين»)."""
    words = passage.words
    for at, word in enumerate(words):
        head = word.exact.removeprefix("ال") in heads("ar") and passage.language == "ar"
        if not head or at in taken or not passage.between(at).endswith(_SIGN):
            continue
        first, last = _tag(passage, at)
        if last - first > 1 and all(one.exact.startswith(("ال", "لل")) for one in words[first + 1 : last]):
            yield Candidate(first, last, "ORG", _LED, "rule")


def _within(passage: Passage, body: Candidate) -> Candidate:
    first, last = _tag(passage, body.first)
    if last - first < 2:
        return body
    head = bare(passage.words[first].exact) in heads(passage.language)
    if body.label == "ORG" and (head or body.first == first):
        return body._replace(first=first, last=last)
    return body._replace(last=min(last, body.last))


def _tag(passage: Passage, at: int) -> tuple[int, int]:
    """The words of the hashtag that a word stands in; no more than the word itself where it stands in none."""
    first, last = at, at + 1
    while first and passage.between(first) == _JOINT:
        first -= 1
    while last < len(passage.words) and passage.between(last) == _JOINT:
        last += 1
    return (first, last) if passage.between(first).endswith(_SIGN) else (at, at + 1)
