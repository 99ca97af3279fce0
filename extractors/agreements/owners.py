"""Whose an agreement is where no verb tells: whom its word is annexed to, who talks about it, who ends it."""

from extractors.agreements.bodies import Body
from extractors.agreements.readings import Clause
from extractors.agreements.series import series

_NEAR, _TWO, _AFTER, _WITH_AFTER = 1, 2, 16, 14
"""Words between an agreement and whose it is («همکاری»), a pair, and words in which talks and «با» stand."""


def owner(clause: Clause) -> list[Body]:
    """Whose agreement with another it is: «تفاهم‌نامه همکاری | شهرداری سنندج | با دانشگاه کردستان»."""
    sentence = clause.sentence
    with_ = next(iter(sentence.cued(clause.after, clause.after + _WITH_AFTER, "with")), -1)
    found = series(sentence, clause.bodies, clause.after, with_, _NEAR) if with_ > clause.after else []
    return found if found and found[-1].last == with_ and found[0].kind != "place" else []


def talking(clause: Clause) -> list[Body]:
    """Those who talk about an agreement: «مذاکرات الف و ب درباره …», «الف و ب در حال مذاکره درباره …»."""
    sentence = clause.sentence
    for at in reversed(sentence.cued(max(clause.first, clause.at - _AFTER), clause.at, "under_review")):
        found = series(sentence, clause.bodies, sentence.ends(at), clause.at, 0)
        before = [body for body in clause.bodies.all if clause.first <= body.first and body.last <= at]
        if len(found) < 2 and len(before) >= 2 and before[-1].last == at:
            found = series(sentence, clause.bodies, before[-2].first, at, 0)
        if len(found) > 1:
            return found
    return []


def closing(clause: Clause) -> list[Body]:
    """The two with which a sentence ends («موافقت‌نامه حمل‌ونقل سال ۱۳۸۷ ایران و قزاقستان»)."""
    sentence = clause.sentence
    behind = [body for body in clause.bodies.all if body.first >= clause.after][-_TWO:]
    if len(behind) < _TWO or behind[1].last != len(sentence.words) or behind[1].first - behind[0].last != 1:
        return []
    return series(sentence, clause.bodies, behind[0].first, len(sentence.words), 0)
