"""Arabic prepositions and conjunctions that are glued to the first word of a name and are none of it."""

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from corpora.tables import table
from extractors.names.places import key, places
from extractors.organisations.gazetteer import called, heads, weak
from extractors.text.lexicon import arabic, key_of
from extractors.text.segmenter import Word

_GLUED = ("و", "ف", "ب", "ل", "ک", "وب", "ول", "فب")
_TWO = frozenset(("وب", "ول", "فب", "فل", "وک"))
_MORE = 5
"""Tenths of a decimal logarithm: three times as frequent."""
_LEAST = 3


@cache
def _named() -> frozenset[str]:
    """First words of known names, and heads with and without the article."""
    persons = (row["word"] for name in ("person_names", "well_known_names") for row in table(name))
    known = [*persons, *(name for name, _ in called())]
    first = {key(name)[0] for name in known} | {words[0] for words in places()}
    return frozenset(first | set(heads("ar")) | {"ال" + head for head in heads("ar")})


def bare(exact: str) -> str:
    """A word without the clitics before the name that it begins, as the name is written by itself.

    >>> bare("لوزاره"), bare("للامم"), bare("بغداد")
    ('وزاره', 'الامم', 'بغداد')
    """
    return without(exact, clitics(exact))


def bare_forms(words: Sequence[Word]) -> list[str]:
    """The exact forms of the words of a name, the first without its clitics."""
    return [bare(words[0].exact), *(word.exact for word in words[1:])]


def without(exact: str, cut: int) -> str:
    """A name without the first letters of its first word; the alef of an article that «ل» took with it comes back.

    A head that begins with «ل» itself has that of an article where an adjective says so.

    >>> without("للامم", 1), without("ببغداد", 1), without("للجنة الوطنية", 1), without("للجنة التحقيق", 1)
    ('الامم', 'بغداد', 'اللجنة الوطنية', 'لجنة التحقيق')
    """
    rest = exact[cut:]
    if not cut or exact[cut - 1 : cut + 1] != "لل":
        return rest
    first, *following = map(key_of, rest.split(" ")[:2])
    if first not in heads("ar"):
        return "ا" + rest
    return "ال" + rest if following and _is_described(following[0]) else rest


def _is_described(exact: str) -> bool:
    """Whether a word is a definite adjective («الوطنية», «العليا»), and no noun that a head is annexed to."""
    return exact.startswith("ال") and (exact.endswith(("یه", "ی")) or exact[2:] in weak())


def parted(exact: str) -> Iterator[tuple[str, int]]:
    """Every way to part letters that may be clitics from a word, none of them first.

    >>> list(parted("وبغداد"))
    [('وبغداد', 0), ('بغداد', 1), ('غداد', 2)]
    """
    yield exact, 0
    for glued in _GLUED:
        if exact.startswith(glued) and len(exact) - len(glued) >= _LEAST:
            yield without(exact, len(glued)), len(glued)


def of_person(exact: str) -> int:
    """The same before a person's name, where «ك» and «ف» are none unless a known name follows («كميل»).

    >>> of_person("کمیل"), of_person("ومحمد"), of_person("فمحمد")
    (0, 1, 1)
    """
    cut = clitics(exact)
    return 0 if cut and exact[0] in "کف" and exact[cut:] not in _named() else cut


@lru_cache(maxsize=1 << 14)
def clitics(exact: str) -> int:
    """How many letters before the name that begins with a word; 0 where the whole word is part of it.

    >>> clitics("لوزاره"), clitics("للامم"), clitics("بیروت"), clitics("ولبنان"), clitics("بالریاض"), clitics("باراک")
    (1, 1, 0, 1, 1, 0)
    >>> clitics("وبوزاره"), clitics("فبنقابه")
    (2, 2)
    """
    if exact in _named():
        return 0
    if exact[:2] in _TWO and exact[2:] in heads("ar"):  # «وبوزارة», whatever «بوزارة» is
        return 2
    for glued in _GLUED:
        rest = exact[len(glued) :]
        if not exact.startswith(glued) or len(rest) < _LEAST:
            continue
        if rest[0] == "ل" and glued[-1] == "ل" and ("ا" + rest in _named() or "ا" + rest in arabic()):
            return len(glued)
        if rest in heads("ar"):
            return len(glued)
        more = arabic().get(rest, 0) - arabic().get(exact, 0)
        if more > _MORE or (more >= 0 and rest in _named()):
            return len(glued)
    return 0
