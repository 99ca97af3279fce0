"""The singular of an Arabic noun that a number counts, spelt as the text spells it («خمسة أشخاص» → «شخص»)."""

from functools import cache

from corpora.tables import table, words
from extractors.text.annexed import are_annexed
from extractors.text.characters import HARAKAT
from extractors.text.lexicon import arabic, key_of

_FEW = range(3, 11)
"""Numbers with a noun in the plural, also behind hundreds (any grammar of Arabic; others have it in the singular)."""
_WOMEN, _MEN = "ات", ("ین", "ون")
_SHORT = 3
"""Letters before the ending of a noun whose singular is feminine as a rule («حالات», «ضربات»); of any, for a rule."""
_PARTICIPLE, _MUTUAL = 4, 5
"""Letters of a participle before its ending, and of a noun of what two do («مقابلات», «مفاوضات»)."""
_OTHERS = ("اخرین", "اخرون")
"""Of whom the sentence counted before; ``ellipses`` looks for them."""
_ARABIC = str.maketrans("یک", "يك")
_NEAR, _APART, _FAR = 2, 12, 15
"""Weights: of two forms about as frequent, of two of which one is rare, and of one far more frequent."""


def is_few(number: float) -> bool:
    """Whether a number has its noun in the plural, and in the other gender.

    >>> is_few(4), is_few(104), is_few(11), is_few(40)
    (True, True, False, False)
    """
    return number % 100 in _FEW


def singular(written: str, number: float, *, feminine: bool | None = None) -> str:
    """A noun in the singular; the same where it is none of several, or what it is of is not known for sure.

    ``feminine`` where the gender of the number says that of the noun (three to ten have the other one).

    >>> singular("أشخاص", 5), singular("شاحنات", 4), singular("اختبارات", 3, feminine=False), singular("صيادين", 6)
    ('شخص', 'شاحنة', 'اختبار', 'صياد')
    >>> singular("طالبات", 3, feminine=True), singular("ملايين", 7), singular("شركة", 40), singular("نبات", 12)
    ('طالبة', 'مليون', 'شركة', 'نبات')
    """
    exact = key_of(written)
    if exact in _OTHERS:
        return written
    known = _known().get(exact)
    if known and (is_few(number) or exact not in _also_one()):
        return known
    plain = "".join(char for char in written if char not in HARAKAT)
    if exact.endswith(_WOMEN) and plain.endswith(_WOMEN):
        return _of_women(plain, exact, feminine)
    if is_few(number) and are_annexed(exact) and plain.endswith("ي"):
        return plain[:-1]
    if exact.endswith(_MEN) and _is_several_people(exact, number):
        return plain[:-2]
    return written


@cache
def _also_one() -> frozenset[str]:
    """Plurals, exact, that are a singular as well, which eleven and more have behind them («60 مزارعا»)."""
    return frozenset(key_of(form) for row in table("singulars") for form in row["also"].split())


@cache
def _known() -> dict[str, str]:
    """Plural, exact → its singular, of the tables of what no rule finds."""
    broken = ((form, row["lemma"]) for row in table("irregular") for form in row["forms"].split())
    told = ((form, lemma) for form, lemma in broken if not form.endswith(_WOMEN) and form != lemma + "ة")
    found = {key_of(form): _in_arabic(lemma, form) for form, lemma in told}
    return found | {key_of(form): row["word"] for row in table("singulars") for form in row["plurals"].split()}


def _in_arabic(lemma: str, form: str) -> str:
    """A singular of the table as Arabic spells it: «قافلة», where Persian has «قافله»; «وجه» has its own «ه»."""
    ended = lemma.endswith("ه") and "ه" not in form
    return (lemma[:-1] + "ة" if ended else lemma).translate(_ARABIC)


def _of_women(plain: str, exact: str, feminine: bool | None) -> str:
    """The singular of a plural in «ات»: with «ة», or a masculine noun of a thing («قرارات»)."""
    bare, kin = exact[:-2], exact[:-2] + "ه"
    weights = arabic()
    usual = max(weights.get(bare, 0), weights.get(kin, 0))
    told = usual or feminine is not None
    if len(bare) < _SHORT or not told or weights.get(exact, 0) > usual + _FAR:
        return plain
    if _is_feminine(bare, weights.get(bare, 0), weights.get(kin, 0), feminine):
        return plain[:-2] + "ة"
    return plain[:-2]


def _is_feminine(bare: str, weight: int, of_kin: int, said: bool | None) -> bool:
    """Whether a plural in «ات» is that of a feminine noun: short, of women, or as usual with «ة» as without.

    What the gender of the number says decides, but where the noun is far more usual otherwise: people mix them up.
    """
    if said is not None and not (weight or of_kin):
        return said
    if not of_kin or not weight:
        return bool(of_kin)
    if said is not None and (bare in _people() or abs(weight - of_kin) < _APART):
        return said
    if abs(weight - of_kin) >= _APART and bare not in _people():
        return of_kin > weight
    mutual = bare[0] == "م" and bare[2] == "ا" and len(bare) == _MUTUAL
    return mutual or len(bare) <= _SHORT or bare in _people() or of_kin >= weight - _NEAR


@cache
def _people() -> frozenset[str]:
    """Nouns of people, exact («طالب», «موظف»)."""
    counted = (row["word"] for row in table("count_units") if row["kind"] == "person")
    return frozenset(map(key_of, (*counted, *words("person_roles", language="ar"))))


def _is_several_people(exact: str, number: float) -> bool:
    """Whether «ين» or «ون» is the ending of several («صيادين»), and not the noun's own («سكين», «قوانين»)."""
    bare, weights = exact[:-2], arabic()
    if len(bare) < _SHORT:
        return False
    participle = bare.startswith("م") and len(bare) >= _PARTICIPLE
    if participle and (is_few(number) or (bare in weights and exact.endswith(_MEN[0]))):
        return True
    if bare.endswith("ی") and any(form in weights for form in (bare, bare[:-1], "ال" + bare[:-1])):
        return True
    return is_few(number) and bare in weights and weights.get(exact, 0) <= weights[bare] + _FAR
