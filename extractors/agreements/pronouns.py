"""Agreements between bodies that but a pronoun names: «بينهما», «میان آنها», «توافق آنان», «اتفاقهما»."""

from extractors.agreements.parties import BOTH_OF_THEM
from extractors.agreements.readings import Clause


def is_of_them(clause: Clause) -> bool:
    """Whether it is between bodies that a pronoun names («بينهما», «میان آنها»)."""
    sentence = clause.sentence
    found = sentence.cued(clause.first, clause.last, "between")
    return is_theirs(clause) or any(
        sentence.exacts[at] in BOTH_OF_THEM or sentence.has(sentence.ends(at), "them", "pair") for at in found
    )


def is_theirs(clause: Clause) -> bool:
    """Whether the word itself has that pronoun («توافق آنان», «اتفاقهما على …»)."""
    behind = clause.sentence.exacts[clause.after : clause.after + 1]
    return behind in _THEIRS if clause.language == "fa" else clause.sentence.exacts[clause.at].endswith(_OF_BOTH)


_OF_BOTH = "اتفاقهما"
_THEIRS = (["انان"], ["انها"], ["ایشان"])
