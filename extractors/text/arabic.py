"""Arabic clitics and endings: each rule cuts one thing off where a more common word is left.

No root stemmer: it joins different words. The conjunction و is a word of its own already: the segmenter parts it.
"""

from extractors.text.lexicon import arabic, persian
from extractors.text.persian import plural_of

_PROCLITICS = ("فبال", "فال", "بال", "کال", "فلل", "لل", "ال")
_ARTICLES = ("ال", "لل")
_LEAST_UNKNOWN = 4
"""Letters of a word that no list has which may follow an article."""
_SINGLE, _BEFORE_INFLECTED = ("ف", "ب", "ل"), ("ب", "ل")
_PRONOUNS = ("هما", "ها", "هم", "هن", "کما", "کم", "کن", "نا")
_BEFORE_PRONOUN = {"ت": ("ت", "ه"), "ا": ("ا", "ی"), "ی": ("ی", "ء", "", "ین"), "و": ("و", "ء", "ون")}
"""How the last letter of a word before a pronoun is written where the word stands alone: مساحتها, معناها, بنائها."""
_FEMININE_DUALS = ("تان", "تین", "تا")
_SURE = 15
"""Weight (thirty in the news of the lexicon) of a form that is left when two things are cut off at once."""


def _weight(key: str) -> int:
    return arabic().get(key, 0)


def without_preposition(key: str) -> str:
    """The preposition ب or ل off a form that is usual without it, before any ending («بصفات» is not of بصف).

    >>> without_preposition("بصفات"), without_preposition("برادران")
    ('صفات', 'برادران')
    """
    rest = key[1:]
    if key[0] not in _BEFORE_INFLECTED or len(rest) < _LEAST_UNKNOWN or key in persian():
        return key
    return rest if _weight(rest) >= max(_SURE, _weight(key) + 6) else key


def without_proclitics(key: str) -> str:
    """Preposition and article off.

    >>> [without_proclitics(key) for key in ("بالامانه", "للوزاره", "للجنه", "لمدرستنا")]
    ['امانه', 'وزاره', 'لجنه', 'مدرستنا']
    """
    for clitic in _PROCLITICS if key.startswith(_PROCLITICS) else ():
        rest = _after_article(key, clitic)
        if key.startswith(clitic) and len(rest) >= 3:
            unknown = clitic in _ARTICLES and len(rest) >= _LEAST_UNKNOWN and not persian().get(key)
            if rest in arabic() or key in arabic() or unknown:
                return rest
    if len(key) > 4 and key[0] in _SINGLE and _weight(key[1:]) > _weight(key) + 5:
        return without_proclitics(key[1:])
    if _is_preposition(key):
        return key[1:]
    return key


def _after_article(key: str, clitic: str) -> str:
    """What follows; the ل of a word is written once after لل («للجنة» is of لجنة)."""
    rest = key[len(clitic) :]
    whole = "ل" + rest
    return whole if clitic.endswith("لل") and _weight(whole) > _weight(rest) else rest


def _is_preposition(key: str) -> bool:
    """Whether the first letter is a preposition before a word that is itself inflected."""
    rest = key[1:]
    if len(rest) < _LEAST_UNKNOWN or key[0] not in _BEFORE_INFLECTED or key in arabic() or key in persian():
        return False
    return any(
        cut != rest and len(cut) >= 3 and _weight(cut) >= _SURE for cut in (without_pronoun(rest), plural_of(rest))
    )


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
        if rest == key or len(rest) < 3 or (pronoun == "ه" and not rest.endswith("ت")):
            continue
        plural = rest[:-1] + "ین"
        if rest.endswith("ی") and _weight(plural) >= _SURE and _weight(rest[:-1]) > 0:
            # the ن of a plural falls before a pronoun: موظفيها is of موظفين
            return plural
        forms = [rest[:-1] + last for last in _BEFORE_PRONOUN.get(rest[-1], (rest[-1],))]
        best = max(forms, key=_weight)
        if _weight(best) > _weight(key):
            return best
    return key


def without_feminine_dual(key: str) -> str:
    """The dual of a word in ة off, in every case: مدرستان، مدرستين, and before a genitive مدرستا.

    >>> [without_feminine_dual(key) for key in ("مدرستان", "مدرستین", "مدرستا", "دوستان", "استان")]
    ['مدرسه', 'مدرسه', 'مدرسه', 'دوستان', 'استان']
    """
    for suffix in _FEMININE_DUALS if key.endswith(_FEMININE_DUALS) else ():
        rest = key.removesuffix(suffix)
        if rest != key and len(rest) >= 2:
            singular = rest + "ه"
            return singular if _weight(singular) >= max(_SURE, _weight(key) + 1) else key
    return key
