"""AGREEMENT: mentions of an MoU, agreement, contract or annex by their words, inflected or not."""

from collections.abc import Sequence
from functools import cache

from corpora.tables import table
from extractors.protocols import Found, Passage
from extractors.sequences import Sequences


@cache
def _words() -> Sequences:
    return Sequences(((r["word"], r["kind"]) for r in table("agreements")), stemmed=True)


class AgreementExtractor:
    """Finds AGREEMENT mentions; the value is the kind."""

    name = "agreements"
    version = "1"

    def extract(self, passage: Passage, earlier: Sequence[Found]) -> list[Found]:
        """Agreement words in text order."""
        found = []
        for match in _words().find(passage.words):
            first, last = passage.words[match.first], passage.words[match.last - 1]
            clitic = _clitic(passage.folded.key[first.start : first.end])
            found.append(Found("AGREEMENT", first.start + clitic, last.end, {"kind": match.entry}, 0.9))
        return found


def _clitic(key: str) -> int:
    """How many letters of ب, ل, ك or ف stand before an Arabic agreement word.

    >>> _clitic("بمذکره"), _clitic("تفاهمنامه")
    (1, 0)
    """
    return 1 if key[0] in "بلکف" and key[1:].startswith(("مذکر", "اتفاقی", "ال")) else 0
