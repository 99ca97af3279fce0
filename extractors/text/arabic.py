"""Arabic clitics and endings: each rule cuts one thing off where a more common word is left.

No root stemmer: it joins different words. The conjunction و is a word of its own already: the segmenter parts it.
"""

import re
from functools import cache

from corpora.tables import words
from extractors.text.lexicon import arabic, key_of, persian
from extractors.text.persian import plural_of

_PROCLITICS = ("فبال", "فال", "بال", "کال", "فلل", "لل", "ال")
_ARTICLES = ("ال", "لل")
_LEAST_UNKNOWN = 4
"""Letters of a word that no list has which may follow an article."""
_SINGLE, _BEFORE_INFLECTED = ("ف", "ب", "ل"), ("ب", "ل")
_BEFORE_OWNED = ("ب", "ل", "ک", "ف")
_FUTURE, _VERBAL = "یتنا", ("ون", "وا", "ان", "ین", "ه", "ها", "هم")
_PRONOUNS = ("هما", "ها", "هم", "هن", "کما", "کم", "کن", "نا")
_BEFORE_PRONOUN = {"ت": ("ت", "ه"), "ا": ("ا", "ی"), "ی": ("ی", "ء", "", "ین"), "و": ("و", "ء", "ون")}
"""How the last letter of a word before a pronoun is written where the word stands alone: مساحتها, معناها, بنائها."""
_FEMININE_DUALS = ("تان", "تین", "تا", "تی")
_USUAL, _VERY_USUAL, _RARER = 20, 30, 3
_HAS_FEMININE = re.compile(".ا..|م.*|..ی.")
"""Participles and adjectives: with ة they are words of their own (لاعب, معلم, وزير), as are many short nouns (جملة)."""
_PERSIAN_NOUN, _MUCH = 55, 20
_SHORT_NOUN, _MUCH_MORE = 25, 10
"""Weight of a noun of three letters after a preposition, and how much more usual than both together it is."""
_SURE = 15
"""Weight (thirty in the news of the lexicon) of a form that is left when two things are cut off at once."""


def _weight(key: str) -> int:
    return arabic().get(key, 0)


def _is_verb(key: str) -> bool:
    """Whether ب stands before what can only be a verb, which it never does: بيتهم is of بيت."""
    rest = key[1:]
    return key[0] == "ب" and rest[0] == "ی" and not _weight("ال" + rest)


def without_preposition(key: str) -> str:
    """The preposition ب or ل off a form that is usual without it, before any ending («بصفات» is not of بصف).

    >>> without_preposition("بصفات"), without_preposition("برادران")
    ('صفات', 'برادران')
    """
    rest = key[1:]
    if key[0] not in _BEFORE_INFLECTED or len(rest) < _LEAST_UNKNOWN or key in persian() or _is_verb(key):
        return key
    return rest if _weight(rest) >= max(_SURE, _weight(key) + 6) else key


def without_proclitics(key: str) -> str:
    """Preposition and article off.

    >>> [without_proclitics(key) for key in ("بالامانه", "للوزاره", "للجنه", "لمدرستنا")]
    ['امانه', 'وزاره', 'لجنه', 'مدرستنا']
    """
    for clitic in _PROCLITICS if key.startswith(_PROCLITICS) else ():
        if key.startswith(clitic) and len(rest := _after_article(key, clitic)) >= 3:
            unknown = clitic in _ARTICLES and len(rest) >= _LEAST_UNKNOWN and not persian().get(key)
            if rest in arabic() or key in arabic() or unknown:
                return rest
    if len(key) > 4 and key[0] in _SINGLE and _weight(key[1:]) > _weight(key) + 5 and not _is_verb(key):
        return without_proclitics(key[1:])
    if _is_before_noun(key):
        return key[1:]
    if _is_preposition(key):
        return without_proclitics(key[1:]) if key[0] == "ف" else key[1:]
    return key


def _is_before_noun(key: str) -> bool:
    """Whether ب or ل stands before a noun: the noun takes the article and the whole never does, however usual it is.

    >>> [_is_before_noun(key) for key in ("بجامعه", "بمشارکه", "لمصر", "بریطانیا", "لجنه", "بلاد")]
    [True, True, True, False, False, False]
    """
    rest, known = key[1:], _weight(key)
    if key[0] not in _BEFORE_INFLECTED or len(rest) < 3 or key in persian() or "ال" + key in arabic():
        return False
    if key.endswith("ه") and _weight(key[:-1]) > known:  # a pronoun: بعده is of بعد
        return False
    if len(rest) < _LEAST_UNKNOWN:
        return _weight(rest) >= max(_SHORT_NOUN, known + _MUCH_MORE) and not _is_verb(key)
    return _weight("ال" + rest) >= _USUAL and _weight(rest) >= known


def without_future(key: str) -> str:
    """The particle س of the future off; not before the alef of the first person, as which many nouns begin (ساحة).

    >>> without_future("سیجتمع"), without_future("سیاسه"), without_future("ساعدت")
    ('یجتمع', 'سیاسه', 'ساعدت')
    """
    return key[1:] if key[0] == "س" and key[1:2] != "ا" and is_future(key) and key not in persian() else key


def is_future(key: str) -> bool:
    """Whether the word is a verb with the particle س of the future.

    >>> is_future("سیکتبون"), is_future("سیاسه")
    (True, False)
    """
    verb = key[1:]
    if key[0] != "س" or verb[:1] not in _FUTURE or len(verb) < _LEAST_UNKNOWN:
        return False
    return any(_weight(verb.removesuffix(ending)) > _weight(key) for ending in ("", *_VERBAL))


def _after_article(key: str, clitic: str) -> str:
    """What follows; the ل of a word is written once after لل («للجنة» is of لجنة)."""
    rest = key[len(clitic) :]
    whole = "ل" + rest
    return whole if clitic.endswith("لل") and _weight(whole) > _weight(rest) else rest


def _is_preposition(key: str) -> bool:
    """Whether the first letter is a preposition before a word that is itself inflected."""
    rest = key[1:]
    if len(rest) < _LEAST_UNKNOWN or key[0] not in _BEFORE_OWNED or key in arabic() or key in persian():
        return False
    if key[0] == "ف" and (is_future(rest) or _is_preposition(rest)):
        return True
    cuts = (without_pronoun(rest), plural_of(rest)) if key[0] in _BEFORE_INFLECTED else (without_pronoun(rest),)
    return any(cut != rest and len(cut) >= 3 and max(_weight(cut), _weight("ال" + cut)) >= _SURE for cut in cuts)


def without_pronoun(key: str) -> str:
    """An enclitic pronoun off, where what is left is a word that is more common.

    A single ه is one only after ت, since ة is folded to ه.

    >>> [without_pronoun(key) for key in ("عاصمتها", "معناها", "بنایها", "اسرته", "موظفیها", "محکم", "دوله")]
    ['عاصمه', 'معنی', 'بناء', 'اسره', 'موظفین', 'محکم', 'دوله']
    """
    if key[-1] not in "اهمن":
        return key
    for pronoun in (*_PRONOUNS, "ه"):
        rest = key.removesuffix(pronoun)
        if rest == key or len(rest) < 3 or (pronoun == "ه" and not _may_be_owned(key, rest)):
            continue
        if rest.endswith(("تا", "تی")) and _weight(rest) < _SURE <= _weight(rest[:-2] + "ه"):
            return rest[:-2] + "ه"  # of a dual: سيارتاهما
        if rest.endswith(("ی", "و")) and _of_plural(rest) >= _SURE and (pronoun == "ه" or _weight(rest[:-1]) > 0):
            # the ن of a plural falls before a pronoun: موظفيها is of موظفين
            return rest[:-1] + "ین"
        forms = [rest[:-1] + last for last in _BEFORE_PRONOUN.get(rest[-1], (rest[-1],))]
        best = max(forms, key=_weight)
        if _weight(best) > _weight(key):
            return best
        if _is_feminine_plural(rest) and pronoun != "ه" and not _weight(key) and key not in persian():
            return rest
    return key


def _is_feminine_plural(key: str) -> bool:
    """Whether a word in ات is a plural of one that is known («معلمات», but not «حیات»)."""
    return key.endswith("ات") and len(key) > _LEAST_UNKNOWN + 1 and _weight(key[:-2] + "ه") >= _SURE


def _is_persian_noun(noun: str, singular: str) -> bool:
    """Whether «تان» is rather the Persian pronoun: «نظرتان» is of نظر, مدرستان of مدرسة."""
    weight, other = persian().get(noun, 0), max(persian().get(singular, 0), _weight(singular))
    return weight >= max(_PERSIAN_NOUN, other + _MUCH) and _weight(singular) < _VERY_USUAL


def _of_plural(rest: str) -> int:
    """Weight of the sound plural that has lost its ن: of معلمي that of معلمين."""
    plural = rest[:-1] + "ین"
    return max(_weight(plural), _weight("ال" + plural))


def _may_be_owned(key: str, rest: str) -> bool:
    """Whether a last ه is a pronoun and no ة: after ت, after a plural, and where no article is before it in the news.

    >>> [_may_be_owned(word, word[:-1]) for word in ("اسرته", "حضوره", "وزیره", "جامعه", "معلمیه")]
    [True, True, False, False, True]
    """
    if rest.endswith("ت"):
        return True
    if rest.endswith("ی"):
        plural = _of_plural(rest)  # no nisba, which an article is before
        return "ال" + key not in arabic() and _weight("ال" + rest) < plural >= _SURE
    if (
        len(rest) < _LEAST_UNKNOWN
        or _HAS_FEMININE.fullmatch(rest)
        or key in persian()
        or _weight("ال" + key)
        or _weight("ال" + rest) < _USUAL
    ):
        return False
    return _weight(rest) >= _weight(key) - _RARER


def without_feminine_dual(key: str) -> str:
    """The dual of a word in ة off, in every case: مدرستان، مدرستين, and before a genitive مدرستا and مدرستي.

    >>> [without_feminine_dual(key) for key in ("مدرستان", "مدرستین", "مدرستا", "دوستان", "استان")]
    ['مدرسه', 'مدرسه', 'مدرسه', 'دوستان', 'استان']
    """
    for suffix in _FEMININE_DUALS if key.endswith(_FEMININE_DUALS) else ():
        rest = key.removesuffix(suffix)
        if suffix == "تان" and _is_persian_noun(rest, rest + "ه"):
            return key
        if suffix == "تی" and (key in persian() or rest + "ت" in persian()):
            return key
        if rest != key and len(rest) >= 2:
            singular = rest + "ه"
            return singular if _weight(singular) >= max(_SURE, _weight(key) + 1) else key
    return key


@cache
def _masculine() -> frozenset[str]:
    return frozenset(map(key_of, words("broken_plurals")))


def without_masculine_dual(key: str) -> str:
    """The dual off a noun whose plural is a broken one, so that ان and ین on it are no plural.

    >>> without_masculine_dual("وزیران"), without_masculine_dual("معلمین")
    ('وزیر', 'معلمین')
    """
    rest = key[:-2]
    return rest if key.endswith(("ان", "ین")) and rest in _masculine() else key


def without_accusative(key: str) -> str:
    """The alef of an indefinite accusative off, and of a dual before a genitive (وزيرا الخارجية).

    Not after ی: روسيا is of no روسي.

    >>> without_accusative("رییسا"), without_accusative("روسیا"), without_accusative("وزرا")
    ('رییس', 'روسیا', 'وزرا')
    """
    rest = key[:-1]
    if not key.endswith("ا") or key in persian() or rest.endswith(("ی", "ه")):
        return key
    if rest in _masculine():
        return rest
    known = len(rest) >= _LEAST_UNKNOWN and _weight("ال" + rest) >= _SURE
    return rest if known and _weight(rest) >= _weight(key) else key
