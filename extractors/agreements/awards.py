"""To whom a contract is given, and by whom one was given to who won it."""

from extractors.agreements.bodies import Body
from extractors.agreements.readings import Clause
from extractors.agreements.series import series

_FAR, _NEAR = 30, 14
"""Words between a contract and the verb that gives it, and between it and who gives it."""


def awarded(clause: Clause) -> list[Body]:
    """To whom a contract was given: «قرارداد … به شرکت … واگذار شد», «أرست … على شركة … عقدا»."""
    sentence = clause.sentence
    award = sentence.cued(clause.first, min(len(sentence.words), clause.last + 1), "award")
    if not award or abs(award[0] - clause.at) > _FAR:
        return []
    given = sentence.cued(min(award[0], clause.after), min(len(sentence.words), clause.last + 1), "to_whom")
    for at in sorted(given, key=lambda one: abs(one - award[0])):
        found = series(sentence, clause.bodies, sentence.ends(at), len(sentence.words), 0)
        if found:
            return found[:1]
    return []


def given(clause: Clause, verb: int) -> list[Body]:
    """By whom an Arabic contract was given to who won it: «فازت … بعقد من وزارة النقل»."""
    sentence = clause.sentence
    if verb < 0 or not sentence.has(verb, "wins"):
        return []
    for at in sentence.cued(clause.after, min(clause.last, clause.after + _NEAR), "giver"):
        found = series(sentence, clause.bodies, sentence.ends(at), clause.last, 1)
        if found:
            return found[:1]
    return []
