"""Words for agreements that are none of their own: the paper of one, its concluding, another word of one count."""

from collections.abc import Sequence

from extractors.agreements.readings import Clause, Reading
from extractors.agreements.sentences import Placed


def is_paper_of(clause: Clause, placed: Sequence[Placed]) -> bool:
    """Whether the word is but the paper of an agreement that is named behind it («سند | این قرارداد»)."""
    at = clause.after + 1
    sentence = clause.sentence
    pointed = sentence.exacts[clause.at] in _PAPERS and sentence.has(clause.after, "this")
    return pointed and any(one.first == at for one in placed)


def is_counted_with(before: Reading, reading: Reading) -> bool:
    """Whether one count is of both words, so that they are one row («23 اتفاقية ومذكرة تفاهم»)."""
    same = before.count is not None and reading.count is not None and before.count.span == reading.count.span
    words = before.clause.sentence.exacts[before.clause.after : reading.clause.at]
    return same and bool(before.count and before.count.id) and words in ([], ["و"])


def is_concluding(clause: Clause, placed: Sequence[Placed]) -> bool:
    """Whether «عقد» is but the concluding of the agreement that is named behind it («عقد | اتفاقية شراكة»)."""
    word = clause.sentence.exacts[clause.at]
    return word in _CONCLUDING and any(one.first == clause.after for one in placed)


_CONCLUDING = ("عقد", "لعقد", "بعقد")
_PAPERS = ("سند", "اسناد")
