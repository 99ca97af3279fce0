"""Whether somebody says that there is no such agreement: it was denied, ruled out, or not come to."""

from extractors.agreements.readings import Clause, Said
from extractors.text.lexicon import key_of

_DENIED = 25
"""Words between an agreement and the verb that denies it."""


def disclaimed(clause: Clause) -> Said | None:
    """Whether somebody says that there is no such agreement: «… را تکذیب کرد», «نفى … ما تردد عن تعاقد»."""
    sentence = clause.sentence
    if clause.language == "fa":
        if sentence.cued(max(0, clause.at - 2), clause.at, "denies"):
            return Said("", "denied", (clause.at - 1, clause.after), signs=True)
        if _is_none(clause):
            return Said("", "denied", (clause.at, clause.last), signs=True)
        if _is_failed(clause):
            return Said("", "denied", (clause.at, clause.after), signs=True)
        found = sentence.cued(clause.after, min(len(sentence.words), clause.after + _DENIED), "denies")
        others = sentence.cued(clause.after, found[0], "done", "to_do") if found else []
        return Said("", "denied", (clause.at, found[0] + 1), signs=True) if found and not others else None
    if not _WITHOUT.isdisjoint(sentence.exacts[max(0, clause.at - 3) : clause.at]):  # «دون التوصل لاتفاق»
        return Said("", "denied", (clause.at - 1, clause.after), signs=True)
    if _is_failed(clause):
        return Said("", "denied", (clause.at - 1, clause.after), signs=True)
    found = sentence.cued(max(0, clause.at - _DENIED), clause.at, "denies")
    if not found or sentence.cued(found[-1] + 1, clause.at, "say", "adding"):
        return None
    return Said("", "denied", (found[-1], clause.after), signs=True)


_WITHOUT = frozenset(("دون", "بدون", "عدم"))


def _is_none(clause: Clause) -> bool:
    """Whether it is said not to be what its parties would make it («توافقی دوجانبه میان تهران و واشنگتن نیست»)."""
    sentence = clause.sentence
    verbs = sentence.cued(clause.after, clause.last, "done", "to_do", "not_done", "is")
    denied = bool(verbs) and sentence.exacts[verbs[0]] in _IS_NOT
    return denied and bool(sentence.cued(clause.after, verbs[0], "between"))


_IS_NOT = ("نیست", "نبود", "نبوده")


def _is_failed(clause: Clause) -> bool:
    """Whether who tried did not come to it («فشلت … في إبرام اتفاق», «شکست در رسیدن به توافق»)."""
    sentence = clause.sentence
    within = range(max(0, clause.at - _FAILED), clause.at)
    failed = [at for at in within if sentence.exacts[at] in _FAILURES and sentence.exacts[at + 1 : clause.at]]
    if not failed:
        return False
    in_it = [at for at in range(failed[-1] + 1, clause.at) if sentence.exacts[at] in _IN]
    return bool(in_it) and clause.at - in_it[-1] <= _TRIED


_FAILED, _TRIED = 9, 4
"""Words between a failure and the agreement, the name of who failed among them; between «في» and the agreement."""
_IN = ("فی", "در")
_FAILURES = frozenset(
    map(
        key_of,
        "فشل فشلت فشلا فشلتا فشلوا فشله فشلها فشلهم أخفق أخفقت أخفقا أخفقوا إخفاق إخفاقه إخفاقها شکست ناکامی".split(),
    )
)
