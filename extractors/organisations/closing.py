"""Words that end an Arabic organisation's name by their form: what begins a sentence, or a purpose it cannot have."""

from extractors.organisations.gazetteer import cues, stops, weak
from extractors.text.arabic_verbs import is_perfect, is_present
from extractors.text.lexicon import arabic
from extractors.text.possessed import is_possessed

_AND = ("و", "ف")
_TO = ("ل", "ب", "ک")
_THESE = ("هذا", "هذه", "ذلک", "تلک", "هولاء")
_MINISTRY, _OF_STATE = ("وزاره", "وزراه"), "الدوله"
_FIELDS_OF_STATE = ("لشوون",)
_HOSPITAL = "مستشفی"
_TREATED = ("لطب", "لجراحه", "لامراض", "لعلاج", "لصحه", "لرعایه", "لعلوم")


def begins_sentence(exact: str) -> bool:
    """Whether a word in its exact form goes on with the sentence, and with no name in it.

    >>> [begins_sentence(word) for word in ("ولکن", "فانه", "لهذا", "افلاسها", "والعلوم", "لحقوق")]
    [True, True, True, True, False, False]
    """
    rest = exact[1:]
    if is_verb_with_article(exact):
        return True
    if exact[0] in _AND and len(rest) > 1 and rest in stops():
        return True
    return (exact[0] in _TO and rest in _THESE) or (is_possessed(exact) and exact not in cues("tail"))


def is_verb_with_article(exact: str) -> bool:
    """Whether a word that begins as if with an article is a verb of the past («التزمت», «التحقتا»).

    >>> [is_verb_with_article(word) for word in ("التزمت", "التزمتا", "التقت", "التثبیت", "التوقیت")]
    [True, True, True, False, False]
    """
    verb = exact.removesuffix("ا")
    return verb.startswith("الت") and verb.endswith("ت") and is_perfect(verb) and verb[2:] not in arabic()


def is_verb_behind(exact: str, before: str) -> bool:
    """Whether a word is a verb of the present behind an indefinite one («شركة هندية | تستحوذ على»)."""
    return not before.startswith(("ال", "لل")) and exact not in cues("doing") and is_present(exact)


def is_deed_for(head: str, exact: str, before: str) -> bool:
    """Whether a word with «لـ» says what was done and not what a body is for: a ministry has a field, and no purpose.

    >>> is_deed_for("وزاره", "لتطویر", "العمل"), is_deed_for("وزاره", "للشوون", "الدوله")
    (True, False)
    >>> is_deed_for("المجلس", "لمناقشه", "الوطنی"), is_deed_for("المجلس", "لتنمیه", "الوطنی")
    (True, False)
    """
    if not exact.startswith("ل") or exact in stops():
        return False
    if exact in cues("errand"):
        return True
    if head.endswith(_MINISTRY):
        return before != _OF_STATE and exact not in _FIELDS_OF_STATE
    return head.endswith(_HOSPITAL) and not exact.startswith(("لل", *_TREATED))


def is_deed(bare: str) -> bool:
    """Whether an Arabic noun has the form of one of doing, which no adjective has («استثمار», «ترتيب»).

    >>> [is_deed(word) for word in ("استثمار", "ترتیب", "استعداد", "تعدین", "مجلس", "وطنی")]
    [True, True, True, True, False, False]
    """
    if "ال" + bare in cues("nisba"):
        return False  # «ترکية»
    begun = len(bare) > _DEED and bare.startswith("ا") and bare[-2] == "ا"
    return begun or (len(bare) == _DEED and bare.startswith("ت") and bare[-2] == "ی")


_DEED = 5


def is_plain_noun(exact: str) -> bool:
    """Whether a definite word is a common noun and no adjective, which alone may follow a definite noun in a name.

    An adjective is usual with and without the ending of the feminine, or has that of a relation.

    >>> [is_plain_noun(word) for word in ("القرار", "القریه", "الجدید", "الوطنیه", "المسلمین", "الاحمر")]
    [True, True, False, False, False, False]
    """
    bare = exact[2:]
    if exact in cues("noun") or exact.endswith("ایه"):
        return True
    if exact.endswith(_OF_ADJECTIVES) or bare in weak() or exact in cues("official") or exact in cues("adjective"):
        return False
    usual = max(arabic().get(exact, 0), arabic().get(bare, 0))
    other = exact[:-1] if exact.endswith("ه") else exact + "ه"
    twin = max(arabic().get(other, 0), arabic().get(other[2:], 0))
    return usual >= _USUAL and twin < usual - _RARER


_OF_ADJECTIVES = ("ی", "یه", "یین", "یون", "ین", "ون", "اء", "ا")
_USUAL, _RARER = 15, 8
"""Weights: of a word that everybody knows, and how much rarer its twin is where it is no adjective."""
