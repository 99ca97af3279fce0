"""What happened to an agreement that there was: renewed, ended, suspended, entered into force."""

from extractors.agreements.becoming import became, holds
from extractors.agreements.readings import Clause, Said

CHANGED = ("terminated", "suspended", "renewed", "expired", "downgraded", "upgraded")
_AND = "و"
_TENSE = 4
"""Words after a word for a change among which its verb stands."""
_BEHIND, _OBJECT, _RUN_OUT = 40, 20, 12
"""Words between a verb of change and its agreement: behind it, before it, before its running out."""
_ENTERS, _BEGINS = 30, 4
_WORK, _BY_IT = "العمل", ("به", "بها", "بهما")


def changed_of(clause: Clause) -> Said | None:
    """What happened to an agreement that there was: «قرارداد … فسخ شد», «تمدید تفاهم‌نامه»."""
    sentence = clause.sentence
    if told := became(clause):
        return told
    for cue in CHANGED:
        at = clause.nearest_before(3, cue)
        if at >= 0 and is_away(clause, at + 1, clause.at):
            at = -1
        if at < 0:
            at = _verb_behind(clause, cue) if clause.language == "fa" else _verb_before(clause, cue)
        if at < 0:
            continue
        words = (min(at, clause.at), max(sentence.ends(at), clause.after))
        verbs = _verbs_of(clause, sentence.ends(at))
        if verbs and at > clause.at and sentence.has(verbs[0], "not_done"):  # «تمام شد و تمدید نشد»
            continue
        ahead = sentence.cued(max(clause.first, at - 4), at, "planned", "conditional", "under_review")
        if (
            verbs
            or ahead
            or _is_unreal(clause, at)
            or any(sentence.ends(one) == at for one in sentence.cued(at - 3, at, "subject"))
        ):
            return None
        return Said(cue, "asserted", words, changes=True)
    return _entered(clause) or holds(clause)


def _verbs_of(clause: Clause, end: int) -> list[int]:
    """The verbs that make a change one to come or none, right behind its word and not behind «و»."""
    sentence = clause.sentence
    found = sentence.cued(end, min(len(sentence.words), end + 3), "to_do", "not_done")
    return [at for at in found if _AND not in sentence.exacts[end:at]]


def _is_unreal(clause: Clause, at: int) -> bool:
    """Whether a change is but feared, asked for or promised («احتمال لغو توافق», «هدد بإلغاء الاتفاق»)."""
    sentence = clause.sentence
    if at > clause.at:
        return bool(sentence.cued(max(clause.first, clause.at - _UNREAL), at, "cannot"))
    if sentence.cued(max(clause.first, at - _UNREAL), at, "unreal"):
        return True
    if clause.language == "ar":
        return False
    later = sentence.cued(clause.after, clause.last + 2, "done", "to_do", "not_done")  # «لغو این توافق … خواهد بود»
    if later and sentence.has(later[0], "not_done"):  # «تمدید قرارداد … امکان‌پذیر نیست»
        return True
    return bool(later) and sentence.has(later[0], "to_do") and not sentence.exacts[later[0]].startswith("می")


_UNREAL = 6
"""Words before a change among which it is told to be no fact."""


def _verb_behind(clause: Clause, cue: str) -> int:
    """The Persian word for a change behind the agreement; what only names its subject is none («… لغو روادید»)."""
    sentence = clause.sentence
    for at in sentence.cued(clause.after, min(clause.last, clause.after + _BEHIND), cue):
        end = sentence.ends(at)
        if end - at > 1 or sentence.cued(end, end + _TENSE, "done", "to_do", "not_done"):
            return at
        if (cue in _STANDING or sentence.exacts[at].endswith(_BECOME)) and sentence.has(
            end, "is"
        ):  # «مدت تفاهم‌نامه … تمام شده است», «… معلق است»
            return at
    return -1


_STANDING = ("expired", "suspended")
_BECOME = "شده"
"""The end of a participle that is one word («فسخ‌شده است»)."""


def _verb_before(clause: Clause, cue: str) -> int:
    """The Arabic verb of a change with its subject before the agreement, which is its object."""
    sentence = clause.sentence
    if cue == "expired":
        at = clause.nearest_before(_RUN_OUT, cue)
        ran_out = sentence.cued(max(at + 1, clause.at - 2), clause.at, "validity")
        return at if ran_out and at >= 0 else _passive_behind(clause, cue)
    at = clause.nearest_before(_OBJECT, "change_verb")
    if at < 0:
        return _passive_behind(clause, cue)
    if not sentence.has(at, cue) or sentence.cued(at + 1, clause.at, "sign", "sign_verb", "say", "relative"):
        return -1
    named = [one for one in sentence.of("DATE", "ORG", "PERSON", "PLACE") if at < one.first < clause.at]
    stops = sentence.cued(at + 1, clause.at, "stop")
    return at if all(any(one.first in (stop, stop + 1) for one in named) for stop in stops) else -1


def _passive_behind(clause: Clause, cue: str) -> int:
    """The Arabic verb of a change behind the agreement that it is said of («مذكرة … التي انتهى العمل بها جددت …»)."""
    sentence = clause.sentence
    for at in sentence.cued(clause.after, min(clause.last, clause.after + _OBJECT), cue):
        object_ = any(at < one.first <= at + _OBJECT for one in sentence.of("AGREEMENT"))
        denied = sentence.cued(at - 2, at, "denied")
        verb = sentence.has(at, "passive", "standing") or sentence.ends(at) - at > 1 or _is_run_out(clause, at, cue)
        told = [one for one in sentence.cued(clause.after, at, "say", "sign_verb") if not sentence.has(one, "between")]
        if verb and not object_ and not denied and not told:
            return at
    return -1


def _is_run_out(clause: Clause, at: int, cue: str) -> bool:
    """Whether «انتهت» is said of the agreement, a time or nothing behind it («… انتهت بنهاية العام»)."""
    sentence, end = clause.sentence, at + 1
    if cue != "expired" or sentence.exacts[at] not in _RUNS_OUT:
        return False
    if end >= len(sentence.words) or sentence.is_parted(end):
        return True
    times = {one.first for one in sentence.of("DATE")}
    near = range(end, end + 2)
    return any(one in times for one in near) or sentence.exacts[end] in _AT_END


_RUNS_OUT = frozenset(("انتهت", "انتهی", "انقضت", "انقضی", "المنتهیه", "المنتهی"))
_AT_END = frozenset(("بنهایه", "مع", "ولم", "دون", "بانتهاء", "بحلول"))
"""What stands behind «انتهت» that has its subject before it: the time of it, or that nothing came of it."""


def _entered(clause: Clause) -> Said | None:
    """That an agreement is in force from now on: «لازم‌الاجرا شد», «دخلت … حيز التنفيذ», «بدأ العمل به»."""
    sentence = clause.sentence
    for at in range(clause.after, min(clause.last, clause.after + _ENTERS) - 1 if clause.language == "ar" else 0):
        if sentence.exacts[at] == _WORK and sentence.exacts[at + 1] in _BY_IT:
            begun = [one for one in (at - 1, at + 2) if sentence.has(one, "enters")]
            if begun:
                reached = clause.nearest_before(_OBJECT, "reaches")
                words = (reached if reached >= 0 else clause.at, max(begun[0], at + 1) + 1)
                return Said("in_force", "asserted", words, changes=True)
    at = clause.nearest_after(_ENTERS, "entered")
    if at < 0:
        return None
    end = sentence.ends(at)
    if clause.language == "ar":
        verb = clause.nearest_before(_BEGINS, "enters")
        taken = any(clause.after <= one.first < at for one in sentence.of("AGREEMENT"))
        told = verb >= 0 and not taken and not sentence.cued(max(clause.first, verb - 3), verb, "denied", "planned")
        return Said("in_force", "asserted", (verb, end), changes=True) if told else None
    if sentence.cued(max(clause.first, clause.at - _BEGINS), clause.at, "in_force", "under_review", "planned"):
        return None
    verbs = sentence.cued(end, end + 2, "done", "to_do", "not_done")
    if sentence.cued(clause.after, at, "sign", "sign_verb"):  # «منعقد و اجرایی شد»
        return None
    if not verbs or not sentence.has(verbs[0], "done"):
        return None
    return Said("in_force", "asserted", (clause.at, verbs[0] + 1), changes=True)


def is_away(clause: Clause, first: int, last: int) -> bool:
    """Whether a word parts a noun of signing from what is signed."""
    return bool(clause.sentence.cued(first, last, "stop", "done", "to_do", "say"))
