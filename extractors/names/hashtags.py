"""Bodies in hashtags, whose name is all of one or nothing of it («#وزارت_علوم | زمان …»)."""

from collections.abc import Iterable

from extractors.names.candidates import Candidate
from extractors.names.clitics import bare
from extractors.organisations.gazetteer import heads
from extractors.protocols import Passage

_SIGN, _JOINT = "#", "_"


def in_hashtags(passage: Passage, found: Iterable[Candidate]) -> list[Candidate]:
    """The candidates: a body that begins with a hashtag ends with it, and begins with it where that has a head."""
    if _SIGN not in passage.folded.key:
        return list(found)
    return [one if one.label == "PLACE" else _within(passage, one) for one in found]


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
