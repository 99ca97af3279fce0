"""Which bodies of a clause sign: those between which, with which and by which it is, and its subject."""

from collections.abc import Iterator, Sequence

from extractors.agreements.arabic_subjects import VERBS, arabic_subject, bound_by, coming_to, is_governed, saying
from extractors.agreements.awards import awarded, given
from extractors.agreements.bodies import Body
from extractors.agreements.changes import CHANGED
from extractors.agreements.counterparts import those_with
from extractors.agreements.deeds import is_agreed, is_deed, is_reached, objected
from extractors.agreements.implied import gathered, trading, visiting
from extractors.agreements.likeness import are_alike, distinct, is_body_of
from extractors.agreements.owners import (
    closing,
    is_approval,
    is_assembly,
    is_court,
    national_sides,
    owner,
    sponsoring,
    talking,
)
from extractors.agreements.readings import Clause, Said, begins, is_definite
from extractors.agreements.sentences import Sentence
from extractors.agreements.series import partner, series
from extractors.text.exact import exact_of
from extractors.text.lexicon import key_of

type Party = tuple[Body, str, float]

_BOTH, _WITH, _SUBJECT, _PAIR = 0.95, 0.9, 0.85, 0.7
_AFTER, _BEFORE = 16, 30
_WITH_AFTER, _WITH_BEFORE = 14, 30
_OPENING = 4
"""Words at the beginning of a clause among which its subject stands."""
_LEAD = 4
_TWO = 2
_OBJECT = 16
"""Words behind the word for an agreement among which «را» stands."""
_AND, _THAT = "و", "که"
BOTH_OF_THEM = ("بینهما", "بینهم")


def parties_of(clause: Clause, said: Said | None) -> list[Party]:
    """The parties that a clause names, none twice."""
    found = _settled(clause, list(_persian(clause, said) if clause.language == "fa" else _arabic(clause, said)))
    judging = is_court if said is not None and said.changes else is_assembly if is_approval(clause) else None
    if judging is not None:
        found = [one for one in found if one[1] != "subject" or not judging(one[0])]
    others = [body for body, slot, _ in found if slot == "counterpart"]
    found = [one for one in found if one[1] != "subject" or not _is_of_their_side(clause, one[0], others)]
    acting = [body for body, slot, _ in found if slot == "subject"]
    found = [one for one in found if not _is_pointed(one, acting)]
    kept = distinct([body for body, _, _ in found])
    return [next(one for one in found if one[0] is body) for body in kept]


def _is_of_their_side(clause: Clause, body: Body, others: Sequence[Body]) -> bool:
    """Whether a body is one of the country with which an agreement is, or both are powers: neither signs with it."""
    powers = clause.sentence.has(body.first, "powers")
    return any(is_body_of(body, one) or (powers and clause.sentence.has(one.first, "powers")) for one in others)


def _is_pointed(party: Party, acting: Sequence[Body]) -> bool:
    """Whether «این شرکت» was taken for who signs with it, whose name is not told."""
    body, slot, _ = party
    pointed = slot == "counterpart" and body.surface.startswith("این ")
    return pointed and any(are_alike(body, one) for one in acting)


def _settled(clause: Clause, found: Sequence[Party]) -> list[Party]:
    """Capitals among parties that are all states stand for theirs; another capital signs nothing, but with others."""
    if not any(_is_capital(body) for body, _, _ in found):
        return list(found)
    towns = bool(clause.sentence.cued(0, len(clause.sentence.words), "towns"))
    several = len({body.state or body.name for body, _, _ in found}) > 1
    found = [one for one in found if not _is_where(clause, one[0])]
    if several and not towns and all(_is_state(clause, body) for body, _, _ in found):
        return [(_as_state(body), slot, confidence) for body, slot, confidence in found]
    acting = [(_as_state(one[0]), *one[1:]) if _acts(clause, one[0]) or _is_of_arms(clause) else one for one in found]
    return [party for party in acting if not _is_capital(party[0]) or party[1] != "subject"]


def _is_of_arms(clause: Clause) -> bool:
    """Whether an agreement is of what states alone agree on («توافق هسته‌ای با تهران», «الاتفاق النووي مع طهران»)."""
    sentence = clause.sentence
    return clause.after < len(sentence.words) and sentence.exacts[clause.after] in _ARMS


_ARMS = frozenset(
    exact_of(key_of(word)) for word in "هسته‌ای اتمی نظامی دفاعی امنیتی مرزی صلح النووي العسكري الدفاعي الأمني".split()
)


def _is_where(clause: Clause, body: Body) -> bool:
    """Whether a Persian agreement is but called by the capital where it was made («توافق وین», «پیمان لندن»)."""
    joined = clause.sentence.exacts[body.last : body.last + 1] == [_AND] or clause.sentence.has_comma(body.last)
    return clause.language == "fa" and _is_capital(body) and body.first == clause.after and not joined


def _acts(clause: Clause, body: Body) -> bool:
    """Whether a capital does what no town does: the subject of a verb of signing («توصلت أثينا إلى …»)."""
    sentence = clause.sentence
    if not _is_capital(body) or sentence.cued(0, len(sentence.words), "towns"):
        return False
    if clause.language == "fa":  # «کاراکاس با چند شرکت خارجی قراردادی بسته است»
        return body.first == clause.first and _is_active(clause)
    return sentence.has(body.first - 1, "reaches", "agrees", "sign_verb")


def _is_state(clause: Clause, body: Body) -> bool:
    """Whether a body is a state, can stand for one, or is several («مجموعة 5+1»)."""
    return body.kind == "country" or bool(body.state) or clause.sentence.has(body.first, "powers", "collective")


def _is_capital(body: Body) -> bool:
    return body.kind == "place" and bool(body.state)


def _as_state(body: Body) -> Body:
    """The state of a capital; beside another one «عمان» is that of Jordan, and no country."""
    return body._replace(name=body.state, kind="country", entity="") if body.state else body


def _slot(bodies: Sequence[Body], slot: str, confidence: float) -> list[Party]:
    return [(body, slot, confidence) for body in bodies]


def _between(clause: Clause) -> list[Body]:
    """«بین الف و ب», after the word or before it."""
    sentence = clause.sentence
    if clause.language == "ar" and is_deed(clause):
        return []
    reach = _BEFORE if clause.language == "fa" else _AFTER
    after = sentence.cued(clause.after, min(clause.last, clause.after + reach), "between")
    after = [at for at in after if not _is_of_more(sentence, clause.after, at)]
    before = sentence.cued(max(clause.first, clause.at - _BEFORE), clause.at, "between")
    gathered = sentence.cued(max(clause.first, clause.at - _OPENING), clause.at, "gathers")
    each = sentence.cued(clause.after, clause.last, "each") if gathered else []
    for at in (*after, *reversed(before), *each):
        if sentence.has(sentence.ends(at), "pair") or sentence.exacts[at] in BOTH_OF_THEM:
            return []
        if found := _with_itself(clause, at):
            return found
        if found := _named_at(clause, at):
            return found
    return []


def _with_itself(clause: Clause, at: int) -> list[Body]:
    """«بينها وبين المجتمع الدولي»: the last state or body before, and the one behind."""
    sentence, bodies = clause.sentence, clause.bodies
    near = 0 <= at - clause.after <= _TWO  # not «الاتفاق … الذي يمهد لتقارب بينها وبين …»
    if not near or sentence.exacts[at] not in _ITSELF or sentence.exacts[at + 1 : at + 3] != [_AND, "بین"]:
        return []
    others = series(sentence, bodies, at + 3, len(sentence.words), 1)
    own = [body for body in bodies.all if body.last <= clause.at and (body.kind in ("country", "org") or body.state)]
    return [own[-1], *others] if own and others else others


_ITSELF = ("بینها", "بینه", "بیننا")


def _named_at(clause: Clause, at: int) -> list[Body]:
    """The bodies behind «بين»; towns where there are two, and no lone one («الخط بين الهفوف والرياض»)."""
    sentence, bodies = clause.sentence, clause.bodies
    first, end = sentence.ends(at), clause.at if at < clause.at else len(sentence.words)
    found = series(sentence, bodies, first, end, _LEAD)
    if not found:
        found = series(sentence, bodies, first, end, _LEAD, places=True)
        return found if len(found) > 1 else []
    if len(found) > 1:
        return found
    return [] if found[0].kind == "place" else [*partner(sentence, first, found[0]), *found]


def _limit(clause: Clause) -> int:
    """Where the bodies of a deed end: behind «على» stand those of what was agreed on."""
    sentence = clause.sentence
    agrees = clause.language == "ar" and is_deed(clause)
    return objected(clause) if agrees else len(sentence.words)


def _is_of_more(sentence: Sentence, first: int, at: int) -> bool:
    """Whether another noun behind a comma comes between («الاتفاق …، والتقارب الكبير بين …»)."""
    words = range(first + 1, at) if sentence.language == "ar" else ()
    if sentence.language == "ar" and sentence.cued(first + 1, at, "meanwhile"):
        return True
    return any(sentence.exacts[one].startswith("وال") and sentence.is_parted(one) for one in words)


def _persian(clause: Clause, said: Said | None) -> Iterator[Party]:
    sentence, bodies = clause.sentence, clause.bodies
    both = _between(clause)
    if both:
        yield from _slot(both, "both", _BOTH)
        if len(both) > 1:
            return
    with_after = those_with(clause, clause.after, min(len(sentence.words), clause.after + _WITH_AFTER, clause.last + 1))
    if not with_after and (going := visiting(clause)):
        yield from _slot(going, "both", _PAIR)
        return
    counterpart = with_after or those_with(clause, max(clause.first, clause.at - _WITH_BEFORE), clause.at)
    yield from _slot(counterpart, "counterpart", _WITH)
    if with_after and (whose := owner(clause)):
        yield from _slot(whose, "subject", _SUBJECT)
        return
    feared = said is None and clause.nearest_before(_TWO + 1, *CHANGED) >= 0  # «احتمال لغو توافق … از سوی …»
    ends = sentence.cued(clause.first, min(len(sentence.words), clause.last + 1), "by")
    for at in () if feared else ends:
        yield from _slot(series(sentence, bodies, sentence.ends(at), len(sentence.words), 3), "subject", _SUBJECT)
    for at in sentence.cued(clause.after, clause.last, "sign"):  # «به امضای … رسید»
        first = sentence.ends(at + 1) if sentence.has(at + 1, "chiefs") else at + 1  # «با امضای مدیران عامل …»
        person = bodies.person_ends(first) > 0  # «به امضای فلان معاون وزیر نیرو و …»
        if bodies.starting(first) or person:
            yield from _slot(series(sentence, bodies, first, len(sentence.words), _TWO * person), "both", _BOTH)
    winner = awarded(clause)
    yield from _slot(winner, "counterpart", _WITH)
    owned = bool(sentence.cued(clause.after, clause.after + _TWO, "has"))  # «دانشگاه … تفاهم‌نامه دارد»
    subject = _persian_subject(clause, said, bool(counterpart) or owned or _is_announced(clause))
    subject = subject or _behind_object(clause, said) or _relative_subject(clause, said)
    subject = subject or _of_the_clause_before(clause, said, bool(counterpart)) or _bound(clause) or gathered(clause)
    yield from _slot(subject, "subject", _SUBJECT)
    counterpart = counterpart or winner
    if not both and not counterpart and not subject:
        yield from _slot(sponsoring(clause), "both", _PAIR)
        yield from _persian_pair(clause, said)


def _persian_pair(clause: Clause, said: Said | None) -> Iterator[Party]:
    """Those whom the word is annexed to, or who talk about it («قرارداد بازرگانی ایران و شوروی»)."""
    sentence, bodies = clause.sentence, clause.bodies
    pair = [] if sentence.has(clause.at, "charter") else series(sentence, bodies, clause.after, clause.last, 3)
    if len(pair) == 1 and pair[0].first == clause.after and pair[0].kind == "org":
        yield from _slot(pair, "named", _PAIR)  # «قرارداد توتال»
    elif said is not None and said.changes and len(pair) == 1 and pair[0].kind == "org":
        yield from _slot(pair, "subject", _PAIR)  # «تفاهم‌نامه پارسال شرکت ملی نفت … به قرارداد تبدیل شد»
    if len(pair) < _TWO and sentence.cued(clause.after, clause.after + 2, "towns"):
        pair = series(sentence, bodies, clause.after, clause.last, 2, places=True)  # «خواهرخواندگی اصفهان و فرایبورگ»
        yield from _slot(pair if len(pair) > 1 else [], "both", _PAIR)
    pair = pair if len(pair) > 1 else talking(clause) or closing(clause) or trading(clause)
    if (
        len(pair) == _TWO
        and _AND not in sentence.exacts[pair[0].last : pair[1].first]
        and sentence.has_comma(pair[1].first)
    ):
        return  # «طبق توافق اوپک، ایران …»
    states = all(_is_state(clause, one) for one in pair)  # «توافق تهران و باکو»
    if len(pair) > 1 and (states or {one.kind for one in pair} <= {"country", "org"}):
        yield from _slot(pair, "both", _PAIR)


def _persian_subject(clause: Clause, said: Said | None, counterpart: bool) -> list[Body]:
    """The bodies that a clause with an active verb begins with, or that stand before its counterpart."""
    for body in clause.bodies.all:
        if body.first >= clause.at or body.first < clause.first:
            continue
        begins = body.first - clause.first <= _OPENING
        signs = body.kind != "media" or clause.sentence.has(body.last, "with")
        if not begins or not signs or is_governed(clause, body):
            return []
        if body.kind == "media":
            return [body] if counterpart else []
        found = series(clause.sentence, clause.bodies, body.first, clause.at, 0)
        active = said is not None and (said.signs or said.changes) and _is_active(clause)
        return found if counterpart or active else []
    return []


def _is_announced(clause: Clause) -> bool:
    """Whether who begins the clause tells of his own signing: «وزارت نیرو از امضای سه تفاهم‌نامه خبر داد»."""
    sentence = clause.sentence
    signing = clause.nearest_before(_OPENING, "sign")
    return (
        signing > 0
        and sentence.has(signing - 1, "from_when")
        and bool(sentence.cued(clause.after, len(sentence.words), "say"))
        and not sentence.cued(clause.after, len(sentence.words), "between")
    )


def _behind_object(clause: Clause, said: Said | None) -> list[Body]:
    """Who signs, behind what is signed: «قرارداد ساخت تونل را شرکت … منعقد کرد»."""
    sentence = clause.sentence
    if said is None or not said.signs or not _is_active(clause):
        return []
    behind = [one.first for one in sentence.of("AGREEMENT") if one.first > clause.after]
    end = min([len(sentence.words), clause.last, *behind])
    objects = [at for at in range(clause.after, min(end, clause.after + _OBJECT)) if sentence.exacts[at] == "را"]
    return series(sentence, clause.bodies, objects[0] + 1, end, _LEAD - 2) if objects else []


def _relative_subject(clause: Clause, said: Said | None) -> list[Body]:
    """Who signs in what is said of the agreement («تفاهم‌نامه‌ای است که الف و ب … امضا کرده بودند»)."""
    sentence = clause.sentence
    acts = said is not None and (said.signs or said.changes)
    reach = range(clause.after, min(clause.last, clause.after + _NOUN))
    that = next((at for at in reach if sentence.exacts[at] == _THAT), -1) if acts else -1
    if that >= 0 and not _is_active(clause._replace(after=that)):
        return []
    own = sentence.cued(clause.after, that, *_OF_ITS_OWN) if that >= 0 else []
    if that < 0 or (own and sentence.ends(own[-1]) != that):
        return []
    return series(sentence, clause.bodies, that + 1, clause.last, 0)


_NOUN = 8
"""Words of an agreement and what it is of, before «که»."""
_OF_ITS_OWN = ("done", "to_do", "sign", "sign_verb", "between", "with", "by", "say")
"""What ends the noun that «که» tells of."""


def _bound(clause: Clause) -> list[Body]:
    """Those whose commitments an agreement has («الف به تعهدات خود در قرارداد … عمل نکرد»)."""
    sentence = clause.sentence
    for at in sentence.cued(clause.first, clause.at, "commitments"):
        before = [body for body in clause.bodies.all if body.last == at - 1 and sentence.exacts[at - 1] == "به"]
        if before and before[0].first - clause.first <= _OPENING:
            return series(sentence, clause.bodies, before[0].first, at, 0)
    return []


def _of_the_clause_before(clause: Clause, said: Said | None, counterpart: bool) -> list[Body]:
    """The subject of the clause before «و» («شهرداری قرارداد … را فسخ کرد و با شرکت … قراردادی بست»)."""
    before = clause.first - 1
    its = clause.sentence.exacts[clause.after : clause.after + 1] == ["ان"]  # «برنده … شد و قرارداد آن …»
    acts = said is not None and (said.signs or said.changes) and (_is_active(clause) or its)
    if not counterpart or not acts or before < _TWO or clause.sentence.exacts[before] != _AND:
        return []
    return _persian_subject(clause._replace(first=begins(clause.sentence, before - 1), at=before), said, True)


def _is_active(clause: Clause) -> bool:
    """Whether the verb of a Persian clause has a subject that signs («امضا کردند», not «امضا شد»)."""
    end = min(len(clause.sentence.words), clause.last + 1)
    if is_agreed(clause) and is_reached(clause):  # «به توافق رسیدند» is no passive
        return True
    return bool(clause.sentence.cued(clause.after, end, "active")) and not clause.sentence.cued(
        clause.after, end, "passive"
    )


def _arabic(clause: Clause, said: Said | None) -> Iterator[Party]:
    sentence, bodies = clause.sentence, clause.bodies
    acts = said is not None and (
        said.signs or said.changes or sentence.has(said.words[0], "negotiates", "binds", "at_whom")
    )
    verb = said.words[0] if said is not None and acts and said.words[0] < clause.at else -1
    if verb >= 0 and not sentence.has(verb, *VERBS):  # «استكمالا لمذكرة …»
        verb = -1
    if is_deed(clause):
        verb = clause.at
    subject = list(arabic_subject(clause, verb))
    both = _between(clause) or bound_by(clause) or coming_to(clause) or visiting(clause)
    if both:
        yield from _slot(both, "both", _BOTH)
        if len(both) > 1:
            return
    counterpart = those_with(clause, clause.after, min(clause.last, clause.after + _WITH_AFTER, _limit(clause)))
    if not counterpart and verb >= 0:
        counterpart = those_with(clause, verb, clause.at)
    counterpart = counterpart or awarded(clause) or given(clause, verb)
    yield from _slot(counterpart or saying(clause), "counterpart", _WITH)
    national = national_sides(clause) if is_definite(clause) or not clause.headline else []
    owning = (owner(clause) or national) if counterpart else []  # «الاتفاق النووي الإيراني مع …»
    if not (both or counterpart or subject) and len(national) > 1:
        yield from _slot(national, "both", _PAIR)  # «اتفاق أميركي روسي»
        return
    yield from _slot(subject or owning, "subject", _SUBJECT)
    for at in sentence.cued(clause.after, clause.last, "by"):
        yield from _slot(series(sentence, bodies, sentence.ends(at), len(sentence.words), 3), "subject", _SUBJECT)
    if not both and not counterpart and not subject:
        pair = [] if sentence.has(clause.at, "charter") else series(sentence, bodies, clause.after, clause.last, 2)
        if len(pair) > 1 and {one.kind for one in pair} <= {"country", "org"}:
            yield from _slot(pair, "both", _PAIR)
