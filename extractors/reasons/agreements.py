"""Why an AGREEMENT was found: the word of the table, and what speaks for it."""

from collections.abc import Sequence
from functools import partial

from corpora.document import Span
from extractors.agreements.extractor import RULES, AgreementExtractor
from extractors.agreements.words import forms
from extractors.protocols import Found, Passage
from extractors.reasons.reason import Clue, Reason, Told


def told(passage: Passage, earlier: Sequence[Found]) -> list[Told]:
    """The agreements of a passage; which rule it was is what its score stands for."""
    words = passage.words
    ends = {words[one.last - 1].end: one for one in forms(passage.language).find(words)}
    found = list[Told]()
    for item in AgreementExtractor().extract(passage, earlier):
        match = ends[item.end]
        clue = Clue("agreements", Span(words[match.first].start, item.end), "agreements", match.entry)
        reason = Reason(f"agreements.{RULES[item.score]}", (clue,))
        found.append((item, partial(_only, reason)))
    return found


def _only(reason: Reason) -> tuple[Reason]:
    return (reason,)
