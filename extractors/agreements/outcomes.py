"""What talks came to, or are yet to come to: «مذاکرات … به قراردادی انجامید», «من أجل التوصل إلى اتفاق»."""

from extractors.agreements.readings import Clause, Said, is_definite

_TO_IT = {"به": "results", "با": "ends_with"}
"""What stands before an agreement that something comes to, or ends with, and the cue of its verb."""
_TO_AR, _ON_AR, _OUT_OF = "الی", "علی", "عن"
_VERB_REACH = 45
"""Words between an Arabic verb of signing and its object, the names of those who sign among them."""
_BEHIND = 40
"""Words between an agreement and the verb that it is the end of."""
_PART, _SAID = 8, 12
"""Words between a part in talks and «التوصل», and between a verb of saying and «عن التوصل»."""
_NEXT = 3
"""Words before «التوصل» among which it is said to be done."""


def came_of(clause: Clause) -> Said | None:
    """What talks or a journey came to: «مذاکرات … به امضای قرارداد … انجامید», «… به توافقی منجر شد»."""
    sentence = clause.sentence
    first = clause.at
    while first > clause.first and sentence.exacts[first - 1] not in _TO_IT and clause.at - first < _COUNTED:
        first -= 1
    cue = _TO_IT.get(sentence.exacts[first - 1], "")
    end = min(len(sentence.words), clause.after + _BEHIND)
    verbs = sentence.cued(clause.after, end, cue) if cue and first > clause.first else []
    if not verbs or sentence.cued(clause.after, verbs[0], "done", "to_do", "say"):
        return None
    return Said("signed", "asserted", (first - 1, sentence.ends(verbs[0])), signs=True)


_COUNTED = 3
"""Words between «به» and the agreement that something comes to («به امضای پنج تفاهم‌نامه»)."""


def resulted(clause: Clause) -> Said | None:
    """What talks came to: «أسفرت المفاوضات عن اتفاق», «توجت المباحثات بتوقيع مذكرة»."""
    sentence = clause.sentence
    verb = clause.nearest_before(_VERB_REACH, "results")
    first = clause.at - 1 if sentence.has(clause.at - 1, "sign") else clause.at
    led = sentence.exacts[first - 1] in (_OUT_OF, _TO_AR) or sentence.exacts[first].startswith(("ب", "ل"))
    if verb < 0 or not led or is_taken(clause, verb):
        return None
    if sentence.cued(max(clause.first, verb - 2), first, "denied", "negates"):
        return Said("", "denied", (verb, clause.after), signs=True)
    return Said("signed", "asserted", (verb, clause.after), signs=True)


def sought(clause: Clause) -> Said | None:
    """An agreement that somebody is yet to come to: «من أجل التوصل إلى اتفاق»; not «بعد التوصل إلى اتفاق»."""
    sentence = clause.sentence
    at = clause.nearest_before(_TO_REACH, "reaching")
    if at < 0 or is_definite(clause) or reaches(clause) != ("reaches",):
        return None
    if sentence.cued(max(clause.first, at - _PART), at, "part_in"):  # «الدور الذي لعبته الصين من أجل التوصل إلى اتفاق»
        return None
    announced = sentence.exacts[at - 1] == _OUT_OF and sentence.cued(max(0, at - _SAID), at, "say")
    if announced or sentence.cued(max(clause.first, at - _NEXT), at, "reached_it"):
        return Said("signed", "asserted", (at, clause.after), signs=True)
    return Said("planned", "planned", (at, clause.after), signs=True)


_TO_REACH = 3
"""Words between «التوصل» and its agreement."""


def reaches(clause: Clause) -> tuple[str, ...]:
    """«توصلت … إلى اتفاق», «فازت … بعقد»: the verb counts where the agreement is what was reached or won."""
    word, before = clause.sentence.exacts[clause.at], clause.sentence.exacts[clause.at - 1] if clause.at else ""
    if before == _TO_AR or word.startswith("ل"):
        return ("reaches",)
    return ("wins",) if before == _ON_AR or word.startswith("ب") else ()


def is_taken(clause: Clause, verb: int) -> bool:
    """Whether a verb of signing has another object before this one."""
    between = [one for one in clause.sentence.of("AGREEMENT") if verb < one.first and one.last <= clause.at]
    coordinated = clause.sentence.exacts[clause.at - 1] == "و"
    return bool(between) and between[-1].last != clause.at and not coordinated


def is_of_tool(clause: Clause, noun: int) -> bool:
    """Whether a signing is but what something is for or tells of («سامانه عقد قرارداد», «نحوه انعقاد قراردادها»)."""
    return clause.sentence.exacts[noun - 1] in _TOOLS if noun else False


_TOOLS = frozenset(
    "سامانه سامانههای نرمافزار اپلیکیشن درگاه دوره کارگاه اموزش دستورالعمل شیوهنامه نحوه چگونگی فرایند".split()
)
