"""The body of whoever tells of an agreement with others, where it is his own («با شرکت … قراردادی بستیم»)."""

import re
from collections.abc import Callable, Sequence

from extractors.agreements.bodies import Bodies, Body
from extractors.agreements.nations import names_country, nationalities
from extractors.agreements.readings import Reading
from extractors.agreements.sentences import Sentence
from extractors.text.exact import exact_of
from extractors.text.lexicon import key_of

_OPENING = 5
"""Words at the beginning of a sentence among which a body stands that says it."""
_BACK = 14
"""Sentences before a statement among which its speaker is named."""


def is_of_speaker(reading: Reading) -> bool:
    """Whether an agreement with somebody is one of who tells of it: it is signed, changed, drafted, planned or his."""
    said, clause = reading.said, reading.clause
    others = reading.of("counterpart")
    if said is None or not others or len(others) < len(reading.parties):
        return False
    if _is_ours(reading):
        return True
    if reading.definite and _is_passive(clause.sentence.exacts[clause.after : clause.last]):
        return False  # «این قرارداد که با … بسته شد» may be anybody's
    return len(others) == 1 and (said.signs or said.changes or said.state in ("planned", "under_review"))


def _is_passive(exacts: Sequence[str]) -> bool:
    """Whether words end with a passive verb («بسته شد», «بسته شده است», «بسته شده‌بود»)."""
    verb = exacts[:-1] if exacts[-1:] in _IS else exacts
    return any(word in _PASSIVE or word.endswith(_DONE) for word in verb[-1:])


_PASSIVE, _DONE = ("شد", "شدند", "گردید", "گردیده"), ("شده", "شدهاست", "شدهبود")
_IS = (["است"], ["بود"])


def _is_ours(reading: Reading) -> bool:
    """Whether who tells of an agreement with others says that it is his («با الف و ب تفاهم‌نامه داریم»)."""
    clause = reading.clause
    return any(map(_OURS.search, clause.sentence.exacts[clause.after : clause.last + 1]))


_OURS = re.compile(r"(?:داریم|داشتیم|بستیم|کردیم|نمودیم|رساندیم|ایم)$")


def speaker_of(reading: Reading, sentences: Sequence[Sentence], bodies_of: Callable[[Sentence], Bodies]) -> Body | None:
    """The body of the office of the last who spoke, up to the statement."""
    clause = reading.clause
    index = clause.sentence.index
    for sentence in reversed(sentences[max(0, index - _BACK) : index + 1]):
        if not sentence.found:
            continue
        bodies = [body for body in bodies_of(sentence).all if body.kind in ("org", "office")]
        labelled = [body for body in bodies if _is_label(sentence, body)]
        if labelled and sentence.index < index:
            return labelled[0]
        if not (_is_told(sentence) or (sentence.index == index - 1 and _is_his(clause.sentence))):
            continue
        bodies = [body for body in bodies if not _is_press_office(body)]
        if sentence.index == index:
            bodies = [body for body in bodies if body.last <= clause.first or body.last <= clause.at]
        heads = [body for body in bodies if _is_headed(sentence, body)]
        if sentence.index == index:
            heads = heads or _saying(sentence, bodies)
        if heads:
            said = clause.sentence.exacts[clause.first : clause.last]
            return _country(heads[0], clause.language) if _HIS_COUNTRY & set(said) else _whole(heads[0])
    return None


def _is_label(sentence: Sentence, body: Body) -> bool:
    """Whether a body of who answers stands before a colon at the beginning of a sentence («شهردار کرج: …»)."""
    return body.first < _LABEL and body.last < len(sentence.words) and sentence.between(body.last).strip() == ":"


_LABEL = 3
"""Words before the body of who is said to speak («مدیرعامل | شرکت …:»)."""


_HIS_COUNTRY = frozenset(map(key_of, ("بلاده", "بلادها", "بلده", "بلدها", "کشورش", "کشورشان")))


def _country(body: Body, language: str) -> Body | None:
    """The country of an office, of which whoever holds it tells («وزير الخارجية الإيراني … بلاده مع …»)."""
    *_, last = body.name.split(" ")
    exact = exact_of(key_of(last))
    name = nationalities(language).get(exact) or (last if names_country(exact, language) else "")
    return body._replace(name=name, kind="country", entity="", parent="") if name else None


def _is_press_office(body: Body) -> bool:
    """Whether it is the office that speaks for a body, which the text does not name («إدارة العلاقات العامة»)."""
    return not body.parent and _speaks_for(body)


def _speaks_for(body: Body) -> bool:
    words = [key_of(word) for word in body.name.split(" ")]
    return any(words[at : at + 2] in _PRESS for at in (0, 1)) and len(words) <= _PRESS_NAME


_PRESS = [
    [key_of(word) for word in words.split(" ")]
    for words in ("العلاقات العامة", "روابط عمومی", "المركز الإعلامي", "المكتب الإعلامي")
]
_PRESS_NAME = 4
"""Words of the name of such an office, that of its body not among them."""


def _whole(body: Body) -> Body:
    """The body of an office in it, which signs nothing by itself («روابط عمومی شرکت ملی گاز» of «شرکت ملی گاز»)."""
    inner = body.parent and (key_of(body.name.split(" ")[0]) in _OFFICES or _speaks_for(body))
    return body._replace(name=body.parent, entity="", parent="") if inner else body


_OFFICES = frozenset(
    map(
        key_of,
        ("اداره", "اداره‌کل", "روابط", "دفتر", "معاونت", "گروه", "بخش", "واحد", "امور", "مدیریت", "قسم", "العلاقات"),
    )
)
"""What the name of an office within a body begins with."""


def _is_told(sentence: Sentence) -> bool:
    return bool(sentence.cued(0, len(sentence.words), "say"))


def _is_his(sentence: Sentence) -> bool:
    """Whether a sentence says who says it by a pronoun, which is the one named right before («او … گفت: …»)."""
    return sentence.exacts[0] in ("او", "وی") and bool(sentence.cued(0, _OPENING * 2, "say"))


def _saying(sentence: Sentence, bodies: Sequence[Body]) -> list[Body]:
    """Those of a sentence who say it: «قالت هيئة الموانئ إن …», «وزارت نیرو از امضای … خبر داد»."""
    if sentence.language == "ar":
        return [one for one in bodies if one.kind == "org" and one.first and sentence.has(one.first - 1, "say")]
    openers = (one for one in bodies if one.first < _OPENING)
    return [one for one in openers if not one.first or not sentence.has(one.first - 1, "with")]


def _is_headed(sentence: Sentence, body: Body) -> bool:
    """Whether an office of the body stands right before it («رئیس دانشگاه …»)."""
    if body.kind == "office":
        return True
    return any(
        sentence.has(at, "chief") and sentence.ends(at) <= body.first
        for at in range(max(0, body.first - 3), body.first)
    )
