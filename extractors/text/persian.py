"""Persian inflection that is written without a joint: each rule cuts one thing off where a word is left.

A common word is never cut: which of these are plurals or verbs is said by ``lexicon.lemmas``.
"""

import re

from extractors.text.lemmas import lemmas
from extractors.text.lexicon import HAMZA, arabic, lemma_forms, listed_first_names, persian, protected

COMMON = 30
"""Weight (a thousand in hazm's counts) from which a Persian word is taken for a stem."""
_FREQUENT, _VERY_FREQUENT = 42, 52
"""The same for a stem whose ending is a single letter, which many words end in; for one of three letters."""
_PLURAL_HA = ("هاست", "هایشان", "هایتان", "هایمان", "هایش", "هایت", "هایم", "هایی", "های", "ها")
_DEGREE = ("ترین", "تری", "تر")
_AFTER_HEH = ("ام", "ات", "اش", "ای", "اند", "ایم", "اید", "است")
_OWNERS = ("شان", "تان", "مان")
_AFTER_VOWEL = ("یشان", "یتان", "یمان", "یش", "یم", "یت")
"""Pronouns after ا and و («صدایش», «عمویم»)."""
_OWNER_LETTERS = ("م", "ش")
"""Not ت, which ends as many nouns (عمارت is not of عمار)."""
_SILENT_HEH = re.compile("[^اوی]ه$")
"""After it a pronoun has an alef (خانه‌ام); «راهش» is of راه."""
_PLURALS = (
    ("گان", ("ه",)),
    ("یان", ("",)),
    ("ان", ("",)),
    ("ات", ("", "ه")),
    ("جات", ("", "ه")),
    ("ین", ("",)),
    ("ون", ("",)),
)
_SEEN = 10
"""Weight of a Persian word that a rule which seldom errs may leave."""
_USUAL, _FEMININE = 20, 15
"""Weights of an Arabic form that is a word by itself, and of one in ة beside the same without (100 and 30 in news)."""
_LONG_PLURAL = 5
"""Letters of a plural that a pronoun may follow."""
_INDEFINITE, _LONG_INDEFINITE = ("انی", "اتی"), 8
"""Letters of such a plural that no table has."""
_LONG_NOUN, _VERY_COMMON = 4, 60
"""Letters and weight (a million in hazm's counts) of a noun that به is written with in one word."""
_RARER = 10
"""A singular may be ten times rarer than its plural, not more."""


def is_common(key: str) -> bool:
    """Whether Persian has the word, not only by chance."""
    return persian().get(key, 0) >= COMMON


def is_adjective(key: str) -> bool:
    """Whether the word is made of a common one with ی («لشکری» is not ل with شکری).

    >>> is_adjective("لشکری"), is_adjective("صدای")
    (True, False)
    """
    return key.endswith("ی") and key[-2] not in "اوه" and is_common(key[:-1])


def is_stem(key: str) -> bool:
    """Whether what is left of a word may be its stem."""
    return is_common(key) or key in arabic()


def _weight(key: str) -> int:
    return max(persian().get(key, 0), arabic().get(key, 0))


def without_ha(key: str) -> str:
    """The plural off.

    >>> without_ha("نامههای"), without_ha("کتابهایشان")
    ('نامه', 'کتاب')
    """
    if "ها" not in key:
        return key
    for suffix in _PLURAL_HA:
        rest = key.removesuffix(suffix)
        if rest != key and len(rest) >= 2:
            return rest
    return key


def without_known_ha(key: str) -> str:
    """The same, before anything else, where what is left is a Persian word."""
    cut = without_ha(key)
    return cut if is_common(cut) else key


def without_owner(key: str) -> str:
    """A pronoun off: of a noun that Persian has, in a word that no list has.

    >>> [without_owner(key) for key in ("کشورمان", "کتابش", "خانهاش", "درمان", "ورزش", "نویسندهاند")]
    ['کشور', 'کتاب', 'خانه', 'درمان', 'ورزش', 'نویسنده']
    """
    for suffix in _AFTER_HEH if key.endswith(_AFTER_HEH) else ():
        rest = key.removesuffix(suffix)
        if rest != key and rest.endswith("ه") and len(rest) > 3 and is_common(rest):
            return rest
    if key in persian() or key in arabic():
        return key
    owned = _after_vowel(key) or _of_plural(key)
    if owned:
        return owned
    rest = key[:-3]
    if key.endswith(_OWNERS) and len(rest) >= 3 and is_common(rest):
        # «متهمان» is of متهم, not of مته: the more common word has it
        plural = key.removesuffix("ان")
        return rest if persian()[rest] > persian().get(plural, 0) else plural
    rest = key[:-1]
    if key.endswith(_OWNER_LETTERS) and not _SILENT_HEH.search(rest) and persian().get(rest, 0) >= _least(rest):
        return rest
    return key


def _after_vowel(key: str) -> str:
    """What a pronoun stands after, where that ends in ا or و; "" where it does not.

    >>> _after_vowel("صدایش"), _after_vowel("عمویم"), _after_vowel("گشایش")
    ('صدا', 'عمو', '')
    """
    for suffix in _AFTER_VOWEL if key.endswith(_AFTER_VOWEL) else ():
        rest = key.removesuffix(suffix)
        if rest != key and len(rest) > 1 and rest[-1] in "او":
            known = rest in lemmas() or persian().get(rest, 0) >= (_FREQUENT if len(rest) > 2 else _VERY_FREQUENT)
            return rest if known else ""
    return ""


def _of_plural(key: str) -> str:
    """The singular of a plural in ان with a pronoun; "" where it is none.

    >>> _of_plural("برادرانش"), _of_plural("نمایندگانشان"), _of_plural("درمانش")
    ('برادر', 'نماینده', '')
    """
    plural = key[:-3] if key.endswith(_OWNERS) else key[:-1]
    if not plural.endswith("ان") or key[-1] not in "نشمت":
        return ""
    if len(plural) < _LONG_PLURAL or plural in protected():
        return ""
    singular = lemmas().get(plural) or (plural if is_common(plural) else plural_of(plural))
    return singular if singular != plural and is_common(singular) else ""


def without_adjectives_plural(key: str) -> str:
    """The plural off an adjective in یی, of which no other word ends so.

    >>> without_adjectives_plural("روستاییان"), without_adjectives_plural("دانشجویان")
    ('روستایی', 'دانشجویان')
    """
    rest = key.removesuffix("ان")
    return rest if key.endswith("ییان") and (is_common(rest) or is_common(rest[:-2])) else key


def _least(rest: str) -> int:
    """The weight that a stem must have before a single letter; short ones are many words' beginnings."""
    return _FREQUENT if len(rest) > 3 else _VERY_FREQUENT


def without_ezafe(key: str) -> str:
    """The ی of ezafe off after ا and و.

    >>> [without_ezafe(key) for key in ("صدای", "نیروی", "شورای", "معنوی")]
    ['صدا', 'نیرو', 'شورا', 'معنوی']
    """
    rest = key[:-1]
    if key.endswith(("ای", "وی")) and len(rest) >= 3 and (persian().get(rest, 0) >= _SEEN or rest in lemmas()):
        return rest
    return key


def without_degree(key: str) -> str:
    """The degree of an adjective off.

    >>> without_degree("بزرگترین"), without_degree("دختر")
    ('بزرگ', 'دختر')
    """
    if "تر" not in key:
        return key
    for suffix in _DEGREE:
        rest = key.removesuffix(suffix)
        if rest != key and len(rest) >= 3 and is_common(rest):
            return rest
    return key


def plural_of(key: str) -> str:
    """Sound and Persian plurals off, where what is left is a word about as common.

    >>> plural_of("نمایندگان"), plural_of("مذکرات"), plural_of("مسیولین"), plural_of("دانشجویان"), plural_of("ترشیجات")
    ('نماینده', 'مذکره', 'مسیول', 'دانشجو', 'ترشی')
    """
    if key[-1] not in "نت":
        return key
    for suffix, endings in _PLURALS:
        rest = key.removesuffix(suffix)
        if rest == key or len(rest) < 3 or (suffix == "یان" and rest[-1] not in "او"):
            continue
        if suffix in ("ین", "ون") and not _is_sound(key, rest):
            continue
        if suffix == "ون" and is_adjective(rest):
            return rest
        if suffix == "ان" and key.endswith(_OWNERS) and persian().get(key[:-3], 0) > persian().get(rest, 0):
            continue
        best = _likeliest(rest, endings)
        if is_stem(best) and _weight(best) + _RARER >= _weight(key):
            return best
        if suffix == "ان" and _is_belonging(key, rest):
            return rest
    return key


def _is_belonging(plural: str, singular: str) -> bool:
    """Whether a plural that no list has is of an adjective in ی that none has, but of a name: «زندانیان» is of زندانی.

    >>> _is_belonging("زندانیان", "زندانی"), _is_belonging("کاظمیان", "کاظمی"), _is_belonging("جریان", "جری")
    (True, False, False)
    """
    noun = singular[:-1]
    belongs = is_adjective(singular) or (singular.endswith("اهی") and is_common(noun))
    if len(singular) < _LONG_PLURAL or not belongs or noun in listed_first_names():
        return False
    return plural not in persian() and plural not in arabic()


def _likeliest(rest: str, endings: tuple[str, ...]) -> str:
    """The singular of a plural: المعلمات are of معلمة, but نظرات are of نظر."""
    feminine = rest + "ه"
    if "ه" in endings and arabic().get(feminine, 0) >= _FEMININE:
        persian_alone = persian().get(rest, 0) >= _VERY_FREQUENT and not is_common(feminine)
        if not persian_alone:
            return feminine
    return max((rest + ending for ending in endings), key=lambda w: (arabic().get(w, 0), persian().get(w, 0)))


def _is_sound(key: str, singular: str) -> bool:
    """Whether a word in ین or ون is a plural as far as its letters tell: Persian has many that are none.

    >>> _is_sound("سنگین", "سنگ"), _is_sound("معلمین", "معلم"), _is_sound("روحانیون", "روحانی")
    (False, True, True)
    """
    least = 1 if key in arabic() else _USUAL
    if arabic().get(singular, 0) >= least and not is_common(key):
        return True
    if singular.endswith("ی") and (key.endswith("ون") or len(singular) > 3):
        return True
    return len(singular) > 3 and (singular[0] == "م" or (len(singular) == 4 and singular[1] == "ا"))


def without_indefinite_plural(key: str) -> str:
    """The ی off a plural in ان or ات that is no word of its own with it, as تبلیغاتی is.

    >>> [without_indefinite_plural(key) for key in ("کارشناسانی", "کاشانی", "مقاماتی", "تبلیغاتی")]
    ['کارشناس', 'کاشانی', 'مقام', 'تبلیغاتی']
    """
    plural = key[:-1]
    if not key.endswith(_INDEFINITE) or is_common(key):
        return key
    singular = lemmas().get(plural, plural)
    if singular != plural and plural[: len(singular) - 1] == singular[:-1]:
        return singular
    if len(key) < _LONG_INDEFINITE or is_common(plural) or plural in protected() or plural in lemmas():
        return key
    cut = plural_of(plural)
    return key if cut == plural else cut


def without_to(key: str) -> str:
    """The preposition به, written as one letter with its noun, off what no list has.

    >>> [without_to(key) for key in ("بتهران", "بوزارت", "بهرامی", "بنویسند")]
    ['تهران', 'وزارت', 'بهرامی', 'بنویسند']
    """
    rest = key[1:]
    if key[0] != "ب" or len(rest) < _LONG_NOUN or key in persian() or key in arabic() or rest in lemma_forms():
        return key
    return rest if persian().get(rest, 0) >= _VERY_COMMON else key


def without_hamza(key: str) -> str:
    """The hamza off after a final ا where Persian writes the word without it and Arabic has no other such word.

    >>> without_hamza("امضاء"), without_hamza("هناء")
    ('امضا', 'هناء')
    """
    rest = key.removesuffix(HAMZA)
    if rest == key or not rest.endswith("ا") or not is_common(rest):
        return key
    return rest if arabic().get(rest, 0) < _USUAL else key
