"""Whether a statement is of an agreement that there is, or will be, and not of agreements at large."""

from extractors.agreements.bodies import Body
from extractors.agreements.counterparts import is_with_several
from extractors.agreements.deeds import is_deed, is_reached, is_vague
from extractors.agreements.details import amount_of
from extractors.agreements.owners import is_approval
from extractors.agreements.readings import Clause, Reading
from extractors.agreements.sentences import Sentence
from extractors.organisations.gazetteer import plurals
from extractors.text.exact import exact_of
from extractors.text.lexicon import key_of

_OF_WORK = 18
"""Words around the word for an agreement in which one for a player or an employee tells whose it is."""
_TWO = 2
_BY = 3
"""Words behind the word for an agreement among which its participle stands."""


def is_concrete(reading: Reading) -> bool:
    """Whether a statement is of an agreement that there is, or will be, and not of agreements at large."""
    clause, said, known = reading.clause, reading.said, len(reading.parties)
    sentence = clause.sentence
    if reading.denied or is_of_work(reading) or (reading.definite and _is_two(reading)):
        return False
    told = (reading.count is not None and not _is_two(reading)) or amount_of(clause) is not None
    told = (told and not _is_of_work_before(reading)) or _is_of_several_bodies(reading) or _is_signed_at(clause)
    told = told or (known == 1 and is_approval(clause))
    if is_deed(clause):
        return _is_done_by_two(reading)
    if said is not None and sentence.has(said.words[0], "reaches", "wins"):
        told = told or (known == 1 and is_with_several(clause))
        return not _is_of_clubs(reading) and (known >= _TWO or (told and said.state == "signed"))
    if clause.at and sentence.has(clause.at - 1, "general"):
        return False
    if reading.plural and reading.count is None:
        there = said is None or said.state in ("signed", "in_force", "terminated", "suspended", "renewed")
        return there and known >= _TWO
    if said is None or not said.state:
        return known >= 2 or (known == 1 and (told or _is_there(reading)))
    if said.signs:
        return known >= 1 or (told and said.state == "signed")
    if _is_of_its_word(reading) and said.state in ("under_review", "in_force"):
        return True  # «صادق المجلس على 12 اتفاقية شراكة»
    if reading.count is not None and said.state == "in_force" and reading.count.value.get("unit") in _SIGNERS:
        return True  # «با ۶۰ دانشگاه تفاهم‌نامه دارد»
    signed_once = bool(sentence.cued(clause.after, clause.after + _BY + 1, "signed"))  # «الاتفاقية الموقعة مع … انتهت»
    return known >= 1 and (not reading.definite or known >= 2 or signed_once or is_approval(clause))


def _is_there(reading: Reading) -> bool:
    """Whether an agreement with one who is named is spoken of as one that all know («الاتفاق النووي مع إيران»)."""
    clause, sentence = reading.clause, reading.clause.sentence
    with_ = clause.nearest_after(_BY, "with")
    if reading.plural or not reading.of("counterpart") or with_ < 0 or reading.kind == "contract":
        return False
    qualified = clause.after + 1 == with_ and not _is_some(sentence, clause.at)  # «توافق هسته‌ای با ایران»
    return reading.definite if clause.language == "ar" else qualified


def _is_some(sentence: Sentence, at: int) -> bool:
    """Whether a Persian word is «some» agreement («توافقی», «تفاهم‌نامه‌ای»)."""
    return sentence.exacts[at].endswith("ی")


def _is_of_work_before(reading: Reading) -> bool:
    """Whether what names nobody goes on about contracts of work or marriage («عقود الزواج … 217 عقدا أبرمت»)."""
    before = reading.before
    if reading.parties or before is None:
        return False
    named = (at for at, exact in enumerate(before.exacts) if exact in _CONTRACTS)
    return any(before.cued(at + 1, at + _BY, "player", "worker") for at in named)


_CONTRACTS = frozenset(map(key_of, ("عقود", "العقود", "عقد", "قرارداد", "قراردادهای")))


def _is_of_its_word(reading: Reading) -> bool:
    """Whether agreements are what is counted («12 اتفاقية»; not «9 برابر قرارداد»)."""
    if reading.count is None or _is_two(reading):
        return False
    unit = exact_of(key_of(reading.count.value.get("unit", "")))
    return bool(unit) and reading.clause.sentence.exacts[reading.clause.at].startswith(unit)


def _is_signed_at(clause: Clause) -> bool:
    """Whether it is told of one agreement where or when it was signed («الاتفاق النووي الموقع في لوزان»)."""
    sentence = clause.sentence
    which = sentence.cued(clause.after, clause.after + _BY, "which")
    reached = sentence.cued(which[0] + 1, which[0] + _BY, "reached", "sign_verb") if which else []
    if reached and any(0 <= one.first - sentence.ends(reached[0]) <= _BY + 1 for one in sentence.of("PLACE", "DATE")):
        return True  # «اتفاق السلام الذي تم التوصل إليه في مدينة الصخيرات»
    for at in sentence.cued(clause.after + 1, clause.after + _BY + 1, "signed"):
        told = [one.first for one in sentence.of("PLACE", "DATE") if one.first - sentence.ends(at) in range(_TWO)]
        if told and sentence.exacts[clause.at].lstrip("بفک").startswith("ال"):
            return True
    return False


def _is_of_several_bodies(reading: Reading) -> bool:
    """Whether a statement tells how many bodies sign («وقعت 54 دولة اتفاقية …»)."""
    clause, said = reading.clause, reading.said
    if said is None or not said.signs:
        return False
    first, last = min(said.words[0], clause.at) - _BEFORE, clause.after + _BEFORE
    if clause.language == "ar" and not reading.plural and clause.sentence.has(said.words[0], "sign_verb"):
        signer = clause.sentence.exacts[said.words[0] + 1 : said.words[0] + 3]
        if signer[:1] in _SEVERAL and signer[1:] and (signer[1] in plurals("ar") or signer[1] in _SIDES):
            return True  # «وقعت بعض الفصائل اتفاقا»
    counts = (one.mention.value for one in clause.sentence.of("COUNT") if first <= one.first < last)
    return any(value.get("number", 0) > 1 and value.get("unit") in _SIGNERS for value in counts)


_BEFORE = 5
_SEVERAL = (["بعض"], ["عده"], ["عدد"])
_SIDES = frozenset(map(key_of, ("الفصائل", "فصائل", "الأطراف", "أطراف", "القوى", "قوى", "الأحزاب", "أحزاب", "دول")))
_SIGNERS = frozenset("دولة شركة جامعة جهة مؤسسة بنك مصرف کشور شرکت دانشگاه نهاد سازمان دستگاه".split())
"""Units of counts of bodies that sign."""


def _is_two(reading: Reading) -> bool:
    """Whether but the form of the word says how many there are, and no count of the text."""
    return reading.count is not None and not reading.count.id


def _is_done_by_two(reading: Reading) -> bool:
    """Whether a verb tells of two bodies that will do something, and not of a person, or of more talk."""
    clause, said = reading.clause, reading.said
    bodies = [body for body, _, _ in reading.parties]
    reached = clause.language == "fa" and is_reached(clause)
    owned = clause.language == "fa" and clause.sentence.has(clause.after, "has")  # «با بانک شهر توافق داریم»
    least = 1 if (reached or owned) and reading.of("counterpart") else _TWO  # «با بانک شهر به توافق رسید»
    least = 1 if any(_are_members(clause, body) for body in bodies) else least
    if said is None or not said.state or len(bodies) < least or _is_of_clubs(reading) or is_vague(clause):
        return False
    if clause.language == "ar" and not reading.of("subject", "both"):  # «وقعت اشتباكات مع …»
        return False
    contracting = clause.sentence.has(clause.at, "contracting")
    return all(body.kind != "place" and not (contracting and body.kind == "office") for body in bodies)


def _are_members(clause: Clause, body: Body) -> bool:
    """Whether those who agree are the members of a body («اعضای اوپک … توافق کردند»)."""
    return not _MEMBERS.isdisjoint(clause.sentence.exacts[max(0, body.first - _TWO) : body.first])


_MEMBERS = frozenset(exact_of(key_of(word)) for word in ("اعضای", "عضو", "أعضاء", "الأعضاء"))


def _is_of_clubs(reading: Reading) -> bool:
    """Whether it is of sports: of a text about it, or of a club."""
    bodies = {body.span for body, _, _ in reading.parties}
    named = (one.mention for one in reading.clause.sentence.of("ORG"))
    if _is_sponsored(reading):
        return False
    return reading.sports or any(one.value.get("kind") == "club" and one.span in bodies for one in named)


def _is_sponsored(reading: Reading) -> bool:
    """Whether it is of who pays for a club, and of no player («عقد رعاية»)."""
    at = reading.clause.at
    return bool(reading.clause.sentence.cued(at - _SPONSOR, at + _SPONSOR, "sponsor"))


_SPONSOR = 12


def _is_with_person(reading: Reading) -> bool:
    """Whether it is with a player, or for an office («التعاقد مع مدير جديد», «عقدا مع الحارس فلان»)."""
    clause, sentence = reading.clause, reading.clause.sentence
    at = clause.nearest_after(_BY, "with")
    if clause.language != "ar" or at < 0:
        return False
    whom = sentence.ends(at)
    named = any(one.first in (whom, whom + 1) for one in sentence.of("PERSON"))
    hired = sentence.has(whom, "chief", "player") or sentence.exacts[whom : whom + 1] in _EXPERTS
    return (named and not reading.of("counterpart", "both")) or (hired and sentence.exacts[clause.at].endswith("تعاقد"))


_EXPERTS = [[key_of(word)] for word in ("خبير", "الخبير", "مستشار", "طبيب", "حكم", "مخرج", "فنان", "مطرب", "محام")]


def _is_with_company(reading: Reading) -> bool:
    """Whether a club has a contract with a company, a bank or a body of the state, and not with a player of its."""
    clause, others = reading.clause, reading.of("counterpart", "both")
    hired = clause.sentence.cued(clause.after, min((body.first for body in others), default=clause.after), "player")
    named = [key_of(body.name.split(" ")[0]) in _COMPANIES for body in others if body.kind == "org"]
    return len(reading.parties) >= _TWO and any(named) and not hired


_COMPANIES = frozenset(map(key_of, "شرکت شركة بانک بنك مصرف مؤسسة موسسه هلدینگ وزارت وزارة دانشگاه جامعة".split()))


def is_of_work(reading: Reading) -> bool:
    """Whether it is of a player, an employee or a tenant."""
    if reading.kind not in ("contract", "agreement", "annex"):
        return False
    if reading.kind == "contract" and _is_with_person(reading):
        return True
    if _is_sponsored(reading):
        return False
    business = _is_with_company(reading)
    if reading.sports and reading.kind != "agreement" and not business:
        return True
    after = reading.clause.after
    if reading.kind == "contract" and any(one.first == after for one in reading.clause.sentence.of("PERSON")):
        return True  # «قرارداد مهدی ترابی»
    sentence = reading.clause.sentence
    pair = reading.kind != "contract" and reading.of("subject") and reading.of("counterpart")
    of_sides = reading.resolved and reading.sports  # «اتفاق الطرفين (اللاعب والنادي)»
    whole = (len(reading.of("both")) > 1 and not of_sides) or pair or business
    at = reading.clause.at
    if whole or sentence.cued(at - _OF_WORK, at + _OF_WORK, "player"):
        return not whole
    named = sentence.cued(at - _OF_WORK, at + _OF_WORK, "worker")  # «بیمه کارکنان» is of an insurance
    return any(not sentence.cued(one - 3, one, "insurance") for one in named)
