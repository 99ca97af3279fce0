"""Light stemming, lexicon-checked.

It does not regard the language of the text, so that a query stems as the document did.

No root stemmer: it joins different words. What is cut off is inflection and clitics only.
"""

from functools import lru_cache

from extractors.text.lexicon import arabic, is_word, persian, protected

_FA_PLURAL = ("هایشان", "هایتان", "هایمان", "هایش", "هایت", "هایم", "هایی", "های", "ها")
_FA_DEGREE = ("ترین", "تری", "تر")
_PROCLITICS = ("فبال", "فال", "بال", "کال", "فلل", "لل", "ال")
_ARTICLES = ("ال", "لل")
_LEAST_UNKNOWN = 4
"""Letters of a word that no list has which may follow an article."""
_SINGLE = ("ف", "ب", "ل")
_PRONOUNS = ("هما", "ها", "هم", "هن", "کما", "کم", "کن", "نا")
_BEFORE_PRONOUN = {"ت": ("ت", "ه"), "ا": ("ا", "ی"), "ی": ("ی", "ء"), "و": ("و", "ء")}
"""How the last letter of a word before a pronoun is written where the word stands alone: مساحتها, معناها, بنائها."""
_PLURALS = (("گان", ("ه",)), ("ات", ("", "ه")), ("ان", ("",)), ("ین", ("",)), ("ون", ("",)))
_RARER = 10
"""A singular may be ten times rarer than its plural, not more."""
_COMMON = 30
"""Weight (a thousand in hazm's counts) from which a Persian word is taken for a stem."""


def _known_stem(key: str) -> bool:
    return persian().get(key, 0) >= _COMMON or key in arabic()


def _without_proclitics(key: str) -> str:
    """Preposition and article off.

    The conjunction و is a word of its own already: the segmenter parts it.

    >>> _without_proclitics("بالامانه"), _without_proclitics("للوزاره"), _without_proclitics("المان")
    ('امانه', 'وزاره', 'المان')
    """
    if persian().get(key, 0) >= _COMMON:
        return key
    for clitic in _PROCLITICS:
        if key.startswith(clitic) and len(key) - len(clitic) >= 3:
            rest = key[len(clitic) :]
            unknown = clitic in _ARTICLES and len(rest) >= _LEAST_UNKNOWN and not persian().get(key)
            if rest in arabic() or key in arabic() or unknown:
                return rest
    weight = arabic().get(key, 0)
    if len(key) > 4 and key[0] in _SINGLE and arabic().get(key[1:], 0) > weight + 5:
        return _without_proclitics(key[1:])
    return key


def _without_plural_ha(key: str) -> str:
    """The Persian plural off, unless the whole is a word of its own.

    >>> _without_plural_ha("نامههای"), _without_plural_ha("تنها")
    ('نامه', 'تنها')
    """
    if persian().get(key, 0) >= _COMMON:
        return key
    for suffix in _FA_PLURAL:
        rest = key.removesuffix(suffix)
        if rest != key and len(rest) >= 2:
            return rest
    return key


def _without_known_ha(key: str) -> str:
    """The same, before anything else, where what is left is a Persian word."""
    cut = _without_plural_ha(key)
    return cut if persian().get(cut, 0) >= _COMMON else key


def _without_pronoun(key: str) -> str:
    """An Arabic enclitic pronoun off, where what is left is a word that is more common.

    A single ه is one only after ت, since ة is folded to ه.

    >>> [_without_pronoun(key) for key in ("عاصمتها", "معناها", "بنایها", "اسرته", "روایاته", "محکم", "دوله")]
    ['عاصمه', 'معنی', 'بناء', 'اسره', 'روایات', 'محکم', 'دوله']
    """
    if persian().get(key, 0) >= _COMMON:
        return key
    for pronoun in (*_PRONOUNS, "ه"):
        rest = key.removesuffix(pronoun)
        if rest == key or len(rest) < 3 or (pronoun == "ه" and not rest.endswith("ت")):
            continue
        forms = [rest[:-1] + last for last in _BEFORE_PRONOUN.get(rest[-1], (rest[-1],))]
        best = max(forms, key=lambda form: arabic().get(form, 0))
        if arabic().get(best, 0) > arabic().get(key, 0):
            return best
    return key


def _without_degree(key: str) -> str:
    if persian().get(key, 0) >= _COMMON:
        return key
    for suffix in _FA_DEGREE:
        rest = key.removesuffix(suffix)
        if rest != key and persian().get(rest, 0) >= _COMMON:
            return rest
    return key


def _weight(key: str) -> int:
    return max(persian().get(key, 0), arabic().get(key, 0))


def _without_plural(key: str) -> str:
    """Sound and Persian plurals off, where what is left is a word about as common.

    >>> _without_plural("نمایندگان"), _without_plural("مذکرات"), _without_plural("مسیولین"), _without_plural("ارتباطات")
    ('نماینده', 'مذکره', 'مسیول', 'ارتباط')
    """
    if persian().get(key, 0) >= _COMMON and not key.endswith(("ات", "ین", "گان")):
        return key
    for suffix, endings in _PLURALS:
        rest = key.removesuffix(suffix)
        if rest == key or len(rest) < 3:
            continue
        best = max((rest + ending for ending in endings), key=lambda w: (arabic().get(w, 0), persian().get(w, 0)))
        if _known_stem(best) and _weight(best) + _RARER >= _weight(key):
            return best
    return key


_STEPS = (
    _without_known_ha,
    _without_proclitics,
    _without_pronoun,
    _without_plural_ha,
    _without_degree,
    _without_plural,
)


@lru_cache(maxsize=90_000)
def stem(key: str) -> str:
    """The stem of an exact form; the form itself where nothing is safe to cut.

    >>> stem("سازمانهای"), stem("استان"), stem("بالامانه"), stem("الوزارات"), stem("سمنها")
    ('سازمان', 'استان', 'امانه', 'وزاره', 'سمن')
    """
    if len(key) < 4 or key.isascii() or key in protected():
        return key
    for step in _STEPS:
        cut = step(key)
        if cut != key and (cut in protected() or len(cut) < 4):
            return cut
        key = cut
    return key


def inflected(key: str) -> bool:
    """Whether the form is a known word, or an inflection of one."""
    return is_word(key) or _known_stem(stem(key))
