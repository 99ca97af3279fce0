"""Whether a word that may be but consent («توافق») is followed by those between whom or with whom it is."""

from collections.abc import Sequence

from extractors.agreements.nations import capitals, names_country, nationalities, plain
from extractors.organisations.gazetteer import heads

_SIDES = frozenset("کشور طرف دولت نهاد شرکت سازمان دانشگاه وزارتخانه بانک گروه جناح شهر ملت همسایه الطرفین".split())
_TWO = {"fa": ("دو", "سه", "چند"), "ar": ()}
_WITH = {"fa": "با", "ar": "مع"}
_THEM = {"fa": ("انان", "انها"), "ar": ()}
_BETWEEN = (["بین"], ["میان"], ["مابین"])
_THE = "ال"
_THIS = ("این", "یک", "برخی", "چند")


def is_of_sides(exacts: Sequence[str], language: str) -> bool:
    """Whether the words behind name a state, a capital, a body or «دو کشور», or «با» and one of them.

    >>> is_of_sides(["ایران", "و", "ترکیه"], "fa"), is_of_sides(["با", "ترکمنستان"], "fa"), is_of_sides(["نظر"], "fa")
    (True, True, False)
    >>> is_of_sides(["مع", "مصر"], "ar"), is_of_sides(["السعودی", "المصری"], "ar"), is_of_sides(["العام"], "ar")
    (True, True, False)
    """
    if not exacts:
        return False
    if language == "fa" and exacts[1:2] in _BETWEEN:  # «توافق خوبی بین …»
        return True
    if exacts[0] == _WITH[language]:
        rest = exacts[2:] if exacts[1:2] and exacts[1] in _THIS else exacts[1:]
        return bool(rest) and _is_side(rest[0], language)
    if exacts[0] in _TWO[language]:
        return len(exacts) > 1 and exacts[1] in _SIDES
    adjective = language == "ar" and exacts[0] in nationalities("ar")
    return exacts[0] in _THEM[language] or adjective or (language == "fa" and _is_side(exacts[0], language))


def _is_side(exact: str, language: str) -> bool:
    known = names_country(exact, language) or plain(exact) in capitals(language)
    return known or exact in heads(language) or exact.removeprefix(_THE) in heads(language) or exact.isdigit()
