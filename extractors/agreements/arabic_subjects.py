"""Who signs in an Arabic clause: the subject of its verb, before it or behind, or whoever says it."""

from collections.abc import Iterator

from extractors.agreements.bodies import Body
from extractors.agreements.changes import CHANGED
from extractors.agreements.readings import Clause
from extractors.agreements.sentences import Sentence
from extractors.agreements.series import series

_AND, _IN, _ON = "و", "فی", "علی"
_OPENING = 4
"""Words at the beginning of a clause among which its subject stands."""
_LEAD = 4
_WITH_AFTER = 14
"""Words behind an agreement among which «معها» stands."""
_ACTS = (
    "sign_verb",
    "sign_now",
    "sign_later",
    "change_verb",
    "converted",
    "reaches",
    "wins",
    "deed",
    "negotiates",
    "binds",
    "at_whom",
)
VERBS = ("sign", *_ACTS, *CHANGED)


def arabic_subject(clause: Clause, verb: int) -> Iterator[Body]:
    """After a verb of signing, or before it in a headline; after «التي وقعتها» where the agreement stands first."""
    sentence, bodies = clause.sentence, clause.bodies
    later = clause.nearest_after(8, "sign_verb", "reaches")
    if later >= 0 and verb < 0:
        found = series(sentence, bodies, _beyond_date(sentence, later + 1), len(sentence.words), _LEAD)
        yield from found or _governing(clause)
        return
    if verb < 0:
        yield from _governing(clause)
        return
    if sentence.has(verb, *_ACTS):
        end = clause.at if verb < clause.at else len(sentence.words)
        found = series(sentence, bodies, _beyond_date(sentence, verb + 1), end, 8)
        found = found or _before_verb(clause, verb)
        yield from found
        return
    within = series(sentence, bodies, verb + 1, clause.at, 0) if verb < clause.at else []
    if within and within[0].kind != "unknown":  # «إبرام طهران اتفاقا مع …»
        yield from within
        return
    if sentence.exacts[verb - 1] == _ON and sentence.cued(clause.first, verb, "approved"):
        return  # «وافق المجلس على توقيع …»: who approves it signs nothing
    if sentence.has(verb - 1, "after") or sentence.cued(max(clause.first, verb - _OPENING), verb, "welcomes"):
        return
    announced = sentence.cued(clause.first, verb, "say")
    start = announced[-1] + 1 if announced else clause.first
    found = series(sentence, bodies, start, verb, 1)
    if found and not is_governed(clause._replace(first=start), found[0]):
        yield from found


def coming_to(clause: Clause) -> list[Body]:
    """Those who near an agreement («اقتراب إيران والقوى الست من التوصل إلى اتفاق»)."""
    sentence = clause.sentence
    at = clause.nearest_before(_REACHED, "reaching")
    if at < 1 or sentence.exacts[at - 1] != _OF:
        return []
    for body in clause.bodies.all:
        found = series(sentence, clause.bodies, body.first, at, 0) if clause.first <= body.first < at else []
        if found and found[-1].last == at - 1:
            return found
    return []


_REACHED, _OF = 3, "من"


def _beyond_date(sentence: Sentence, at: int) -> int:
    """Behind the day that stands between an Arabic verb and its subject («وقعها في شهر شعبان | وزير التعليم»)."""
    dates = (one.last for one in sentence.of("DATE") if one.first in (at, at + 1, at + 2))
    return next(dates, at) if sentence.exacts[at : at + 1] in ([_IN], []) else at


def _before_verb(clause: Clause, verb: int) -> list[Body]:
    """A series of bodies that ends right before an Arabic verb («الجزائر ونيجيريا والنيجر ستوقّع على …»)."""
    if clause.bodies.person_ends(verb + 1):
        return []
    if verb and clause.sentence.exacts[verb - 1] in (_AND, "کما"):
        return _of_the_verb_before(clause, verb - 1)
    for body in clause.bodies.all:
        if clause.first <= body.first < verb:
            found = series(clause.sentence, clause.bodies, body.first, verb, 0)
            if found and found[-1].last + 2 >= verb:
                return [] if clause.sentence.cued(found[-1].last, verb, "stop", "relative") else found
    return []


def _of_the_verb_before(clause: Clause, last: int) -> list[Body]:
    """The subject of the verb before «و» and another («ألغت الوزارة عقدها مع … ووقعت …»)."""
    sentence = clause.sentence
    for at in reversed(sentence.cued(clause.first, last, "sign_verb", "sign_now", "sign_later", "change_verb", "say")):
        found = series(sentence, clause.bodies, at + 1, last, 1)
        if found:
            return found
    return []


def bound_by(clause: Clause) -> list[Body]:
    """Those whom an agreement binds («العقد الذي يربط الجماعة بشركة …»), or the one whom it binds somebody to."""
    sentence, bodies = clause.sentence, clause.bodies
    for at in sentence.cued(clause.after, min(clause.last, clause.after + _BINDS), "binds"):
        if not sentence.cued(clause.after, at, "which"):
            continue
        bound = series(sentence, bodies, at + 1, len(sentence.words), 0)
        first = bound[-1].last if bound else at + 1
        for word in range(first, min(first + _LEAD, len(sentence.words))):
            if sentence.exacts[word].startswith(_TO) and bodies.starting(word):
                return [*bound, *series(sentence, bodies, word, len(sentence.words), 0)]
        return bound
    return []


_TO = "ب"
_BINDS = 6
"""Words between an Arabic agreement and the verb that it binds by («عقد الرعاية الذي كان يربط …»)."""


def saying(clause: Clause) -> list[Body]:
    """Who says it, where the agreement is with him («قالت الشركة إن الوزارة ألغت عقدا وقعته معها»)."""
    sentence = clause.sentence
    if clause.first == 0 or not sentence.cued(clause.after, clause.after + _WITH_AFTER, "with_it"):
        return []
    for at in sentence.cued(0, clause.first, "say"):
        found = series(sentence, clause.bodies, at + 1, clause.first, 1)
        if found:
            return found[:1]
    return []


def _governing(clause: Clause) -> list[Body]:
    """The subject of another verb whose object the agreement is («خرقت الهند اتفاقية … الموقعة مع …»)."""
    sentence = clause.sentence
    if sentence.has(clause.at, "sign_verb") or not sentence.cued(clause.after, clause.last, "with"):
        return []
    for body in clause.bodies.all:
        if body.first < clause.first or body.first >= clause.at:
            continue
        near = body.first - clause.first <= _OPENING and clause.at - body.last <= _OPENING
        governed = body.first > clause.first and sentence.has(body.first - 1, *_GOVERNORS)
        others = any(body.last <= one.first < clause.at for one in sentence.of("AGREEMENT"))
        welcomed = sentence.cued(clause.first, clause.at, "welcomes")  # «رحبت الأمم المتحدة بالاتفاق مع …»
        if not near or governed or others or welcomed or body.kind == "media":
            return []
        return series(sentence, clause.bodies, body.first, clause.at, 0)
    return []


_GOVERNORS = ("stop", "with", "between", "by", "subject", "place_of", "in_force", "chief", "say")


def is_governed(clause: Clause, body: Body) -> bool:
    """Whether a preposition or a verb stands between the beginning of the clause and a body."""
    sentence = clause.sentence
    found = sentence.cued(clause.first, body.first, "stop", "with", "between", "say", "by", "subject")
    return any(not sentence.has(at, "too") for at in found)
