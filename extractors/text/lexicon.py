"""Word lists with weights: which folded forms are words, which are compounds, what must stay whole.

A weight is ten times the decimal logarithm of a count, so that two forms can be compared.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache

from corpora.tables import table, words
from extractors.text.aligned import AlignedText
from extractors.text.characters import ZWNJ

_KNOWN = 10
HAMZA = "\N{ARABIC LETTER HAMZA}"
_BARE = f"{HAMZA}و"


def key_of(word: str) -> str:
    """The exact form of a written word: folded with loss, without joints.

    >>> key_of("تفاهم‌نامه")
    'تفاهمنامه'
    """
    return AlignedText.of(word).key.replace(ZWNJ, "").replace(" ", "")


def keys_of(words: Iterable[str]) -> list[str]:
    """``key_of`` of each of many words, none with a line break, folded all at once: a tenth of the time.

    >>> keys_of(["تفاهم‌نامه", "وزارة"])
    ['تفاهمنامه', 'وزاره']
    """
    return key_of("\n".join(words)).split("\n")


@cache
def lexicon_fa() -> tuple[tuple[str, Mapping[str, str]], ...]:
    """The words of both tables of Persian: the exact form of each, and its row."""
    rows = (*table("lexicon_fa"), *table("compounds"))
    return tuple(zip(keys_of(row["word"] for row in rows), rows, strict=True))


def joined_key(word: str) -> str:
    """A written word folded with loss, its joints kept.

    >>> joined_key("تفاهم نامة") == f"تفاهم{ZWNJ}نامه"
    True
    """
    return AlignedText.of(word).key.replace(" ", ZWNJ)


def seated(key: str) -> str:
    """A folded word with a hamza before و on ی: it sits on و, on ی or on nothing, as the writer likes.

    >>> seated("مسوول"), seated("جاءوا"), seated("ووهان"), seated("")
    ('مسیول', 'جایوا', 'ووهان', '')
    """
    if "وو" in key[1:] or _BARE in key[1:]:
        return key[0] + key[1:].replace("وو", "یو").replace(_BARE, "یو")
    return key


def _seats_too(weights: dict[str, int]) -> dict[str, int]:
    """The same with each word as ``seated`` writes it."""
    moved = {seated(key): weight for key, weight in weights.items() if seated(key) != key}
    return weights | {key: max(weight, weights.get(key, 0)) for key, weight in moved.items()}


@cache
def persian() -> dict[str, int]:
    """Folded Persian word → weight."""
    weights: dict[str, int] = {}
    for key, row in lexicon_fa():
        weights[key] = max(int(row["weight"]), weights.get(key, 0))
    return _seats_too(weights)


@cache
def arabic() -> dict[str, int]:
    """Folded Arabic word form, clitics included, → weight."""
    return _seats_too({row["word"]: int(row["weight"]) for row in table("lexicon_ar")})


@cache
def compounds() -> dict[str, str]:
    """Folded words that may be written in parts → the same with a joint between the parts."""
    joined = joined_key("\n".join(row["word"] for _, row in lexicon_fa() if ZWNJ in row["word"])).split("\n")
    return {word.replace(ZWNJ, ""): word for word in joined}


@cache
def protected() -> frozenset[str]:
    """Folded words that no stemmer cuts; among them the duals that count by themselves (يومين)."""
    duals = (row["word"] for row in table("time_units") if row["number"])
    return frozenset(map(key_of, (*words("protected"), *duals)))


@cache
def joined_words() -> frozenset[str]:
    """Folded words, joints kept, whose inflection is no inflection (آن‌ها is a pronoun of its own)."""
    return frozenset(joined_key(word) for word in words("protected") if ZWNJ in word)


@cache
def lemma_forms() -> frozenset[str]:
    """Forms of Persian verbs and plurals, which no spelling of another word is."""
    return frozenset(form for row in table("lemmas_fa") for form in row["forms"].split())


@cache
def listed_first_names() -> frozenset[str]:
    """Exact forms of the first names of ``person_names``."""
    return frozenset(keys_of(words("person_names", kind="first")))


_ARTICLES = ("ال", "لل", "بال", "وال", "کال", "فال")


@lru_cache(maxsize=1 << 12)
def articles_before(start: str) -> tuple[str, ...]:
    """The articles that may stand before words that begin so; none that makes the beginning of a Persian word.

    >>> "ال" in articles_before("تعلیم"), "ال" in articles_before("ماس"), articles_before("un")
    (True, False, ())
    """
    if start.isascii() or start.startswith("ال"):
        return ()
    return tuple(article for article in _ARTICLES if not _begins_persian(article + start))


@cache
def _known_persian() -> list[str]:
    return sorted(word for word, weight in persian().items() if weight >= _KNOWN)


def _begins_persian(start: str) -> bool:
    known = _known_persian()
    at = bisect_left(known, start)
    return at < len(known) and known[at].startswith(start)


@cache
def question_words() -> frozenset[str]:
    """Exact forms that a question holds and its answer need not."""
    return frozenset(map(key_of, words("question_words")))


def is_word(key: str) -> bool:
    """Whether either list has the form."""
    return key in persian() or key in arabic()
