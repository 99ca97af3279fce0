"""Whose an agreement is where no verb tells: whom its word is annexed to, who talks about it, who ends a sentence.

And whose it is not: courts end agreements of others, and assemblies approve them.
"""

from extractors.agreements.bodies import Body
from extractors.agreements.nations import nationalities
from extractors.agreements.readings import Clause
from extractors.agreements.sentences import Sentence
from extractors.agreements.series import series
from extractors.text.exact import exact_of
from extractors.text.lexicon import key_of

_NEAR, _TWO, _AFTER, _WITH_AFTER = 1, 2, 16, 14
"""Words between an agreement and whose it is («همکاری»), a pair, and words in which talks and «با» stand."""


_CHAIN = 4
"""Words of a Persian chain before whose it is («قرارداد بیمه تکمیلی کارکنان | دانشگاه … با»)."""


def owner(clause: Clause) -> list[Body]:
    """Whose agreement with another it is: «تفاهم‌نامه همکاری | شهرداری سنندج | با دانشگاه کردستان»."""
    sentence = clause.sentence
    with_ = next(iter(sentence.cued(clause.after, clause.after + _WITH_AFTER, "with")), -1)
    reach = _CHAIN if clause.language == "fa" else _NEAR
    found = series(sentence, clause.bodies, clause.after, with_, reach) if with_ > clause.after else []
    if found and key_of(found[0].name.split(" ")[0]) in _PLANS:  # «اتفاق برنامج الإنقاذ مع الدائنين»
        return []
    return found if found and found[-1].last == with_ and found[0].kind != "place" else []


_PLANS = frozenset(map(key_of, ("برنامج", "خطة", "مشروع", "برنامه", "طرح", "پروژه")))


def national_sides(clause: Clause) -> list[Body]:
    """The states whose adjectives an Arabic agreement has («الاتفاق السعودي المصري», «اتفاقية سعودية - مالطية»)."""
    sentence, found = clause.sentence, list[Body]()
    for at in range(clause.after, min(clause.after + _CHAIN, len(sentence.words))):
        exact = sentence.exacts[at]
        state = nationalities("ar").get(exact if exact.startswith("ال") else "ال" + exact, "")
        if state:
            found.append(_state(sentence, at, state))
        elif found or at - clause.after >= _NEAR:
            break
    return found


def by_adjectives(sentence: Sentence) -> list[Body]:
    """The states whose adjectives a sentence has («خبرنگاران تاجیک»)."""
    named = ((at, nationalities(sentence.language).get(exact, "")) for at, exact in enumerate(sentence.exacts))
    return [_state(sentence, at, state) for at, state in named if state]


def _state(sentence: Sentence, at: int, name: str) -> Body:
    """The state whose adjective stands at a word."""
    span = sentence.place(at, at + 1)
    return Body(at, at + 1, name, sentence.text[span.start : span.end], span, "country")


def talking(clause: Clause) -> list[Body]:
    """Those who talk about an agreement: «مذاکرات الف و ب درباره …», «الف و ب در حال مذاکره درباره …»."""
    sentence = clause.sentence
    for at in reversed(sentence.cued(max(clause.first, clause.at - _AFTER), clause.at, "under_review", "talks_for")):
        found = series(sentence, clause.bodies, sentence.ends(at), clause.at, 1)
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


def negotiating(clause: Clause) -> list[Body]:
    """Those who negotiate before «العقد» that they may sign («تتفاوض الشركة مع … وأن العقد قد يوقع …»)."""
    sentence = clause.sentence
    for at in reversed(sentence.cued(max(0, clause.at - 2 * _AFTER), clause.at, "negotiates")):
        with_ = next(iter(sentence.cued(at, at + _AFTER // 2, "with")), -1)
        others = series(sentence, clause.bodies, with_ + 1, clause.at, _TWO) if with_ > at else []
        own = [body for body in clause.bodies.all if at - body.last in range(_TWO) or body.first - at in range(1, _TWO)]
        if others and own:
            return [own[-1], *others]
    return []


def sponsoring(clause: Clause) -> list[Body]:
    """Who pays, and whom («شرکت … با امضای قراردادی حامی مالی باشگاه … شد»)."""
    sentence = clause.sentence
    at = clause.nearest_after(_AFTER // 2, "sponsor")
    whom = series(sentence, clause.bodies, sentence.ends(at), clause.last, 0) if at >= 0 else []
    who = [
        body for body in clause.bodies.all if clause.first <= body.first <= clause.first + 1 and body.last <= clause.at
    ]
    return [who[0], *whom] if who and whom and sentence.language == "fa" else []


def is_court(body: Body) -> bool:
    """Whether a body ends agreements of others by its judgment («لغو توافقنامه … از سوی دادگاه اداری»)."""
    return key_of(body.name.split(" ")[0]) in _COURTS


def is_assembly(body: Body) -> bool:
    """Whether a body approves agreements that a state signs («مجلس النواب», «هیئت وزیران»)."""
    words = [key_of(word) for word in body.name.split(" ")]
    return words[0] in _ASSEMBLIES or tuple(words[:2]) in _COUNCILS


def is_approval(clause: Clause) -> bool:
    """Whether a clause tells that somebody approved the agreement («صادق مجلس الوزراء على …», «… را تصویب کرد»)."""
    sentence = clause.sentence
    if clause.language == "ar":
        return bool(sentence.cued(clause.first, clause.at, "approved"))
    return any(sentence.exacts[at] in _APPROVED for at in range(clause.after, min(clause.last, len(sentence.words))))


_COURTS = frozenset(map(key_of, ("دادگاه", "دیوان", "قوه", "شعبه", "محكمة", "المحكمة", "القضاء", "دادسرا")))
_ASSEMBLIES = frozenset(map(key_of, "البرلمان برلمان پارلمان الكونغرس الكونجرس کنگره الكنيست کنست سنا".split()))
_COUNCILS = frozenset(
    tuple(map(key_of, words.split()))
    for words in (
        "مجلس الوزراء",
        "مجلس النواب",
        "مجلس الشيوخ",
        "مجلس الأمة",
        "مجلس الشورى",
        "مجلس الشعب",
        "مجلس شورای",
        "مجلس سنا",
        "هیئت وزیران",
        "هیات وزیران",
        "هیئت دولت",
        "هیات دولت",
    )
)
_APPROVED = frozenset(exact_of(key_of(word)) for word in ("تصویب", "تأیید", "مصوب"))
