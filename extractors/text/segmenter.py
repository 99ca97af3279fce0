"""One position for each lexical word, whether its parts are joined by ZWNJ, a space or nothing.

Segmentation is lossless: words lie in order, never overlap, and every letter and digit of the text is in one.
"""

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from extractors.text.affixes import endings, joins, prefixes
from extractors.text.aligned import AlignedText
from extractors.text.arabic import is_future
from extractors.text.characters import HYPHENS, JOINABLE, ZWNJ, lossless, lossy
from extractors.text.exact import exact_of
from extractors.text.lemmas import after_participle, lemmas, pluperfects
from extractors.text.lexicon import arabic, compounds, is_word, keys_of, lemma_forms, lexicon_fa, persian
from extractors.text.persian import is_common, is_stem
from extractors.text.stemmer import inflected, stem
from extractors.text.tokens import TOKEN
from extractors.text.variants import variants

_GLUED = ("در", "از", "به", "با", "بر")
_PREVERBS = ("در", "بر")
"""What may stand before a verb as a part of it (برگردد)."""
_MAY_BE_CUT = ("و", *_GLUED)
_ENDINGS = (("ی", ""), ("یی", ""), ("ان", ""), ("یان", ""), ("گان", "ه"), ("م", ""), ("ش", ""))
_SHORT = 2
_TO = f"به{ZWNJ}"
"""The preposition with a joint («به‌عنوان»): a word of its own, unless the whole is a known compound."""
_TEH = "\N{ARABIC LETTER TEH MARBUTA}"
_ARTICLE = "ال"
_LEAST_REST = 4
_COMMON = 30
_FREQUENT = 40
_USUAL = 20
"""Weights (ten thousand in hazm's counts, a hundred in the Arabic news) of the second of two glued words."""


class Word(NamedTuple):
    """A lexical word: ``[start, end)`` in the folded text and its exact form."""

    start: int
    end: int
    exact: str


def _conjunction(key: str) -> bool:
    """Whether the first letter is the conjunction و: the rest is a word, and a more common one.

    >>> _conjunction("والامانه"), _conjunction("ونظام"), _conjunction("وزیران"), _conjunction("وبمعلمیها")
    (True, True, False, True)
    """
    rest = key[1:]
    if key[0] != "و" or len(rest) < 3 or persian().get(key, 0) >= _COMMON:
        return False
    known, alone = arabic().get(key, 0), arabic().get(rest, 0)
    if is_future(rest) or (rest.startswith(_ARTICLE) and _has_article(rest)):
        return True
    if alone <= known and (known or len(rest) < _LEAST_REST or not _frequent(rest)):
        return False
    bare = _bare(key)
    if alone >= _USUAL and alone > arabic().get(bare, 0):
        return True
    return not bare.startswith("و") or not (is_common(bare) or arabic().get(bare, 0) > arabic().get(bare[1:], 0))


def _is_of_persian(key: str) -> bool:
    """Whether a word is made of a common Persian one, so that its first letters are no word of their own.

    >>> [_is_of_persian(word) for word in ("واحدی", "بالایی", "وفاداری", "بازاریان", "واجتماعی")]
    [True, True, True, True, False]
    """
    if not key.startswith(_MAY_BE_CUT):
        return False
    return any(
        key.endswith(ending) and is_common(key.removesuffix(ending) + last) and len(key) - len(ending) > _SHORT
        for ending, last in _ENDINGS
    )


def _has_article(key: str) -> bool:
    """Whether what follows an article is Arabic, so that و before it is the conjunction."""
    bare = _bare(key)
    return len(bare) >= _LEAST_REST and not bare.startswith(_ARTICLE) and bare in arabic()


def _bare(key: str) -> str:
    return stem(exact_of(key), key if ZWNJ in key else "")


def _frequent(key: str) -> bool:
    bare = _bare(key)
    return max(persian().get(key, 0), persian().get(bare, 0)) >= _FREQUENT or arabic().get(bare, 0) >= _USUAL


@lru_cache(maxsize=1 << 14)
def _cuts(key: str) -> int:
    """How many letters of a glued preposition or conjunction stand before a word; 0 for a word that is whole.

    >>> _cuts("درفرمانداری"), _cuts("ونظام"), _cuts("درمان"), _cuts("والامانه"), _cuts("واحدی"), _cuts("برگردد")
    (2, 1, 0, 1, 0, 0)
    """
    if _is_of_persian(key):
        return 0
    if _conjunction(key):
        return 1
    if len(key) < _LEAST_REST + 2 or ZWNJ in key or is_word(key) or inflected(key):
        return 0
    for glued in _GLUED:
        rest = key[len(glued) :]
        if glued in _PREVERBS and key.startswith(glued) and rest in lemma_forms():
            return 0
        if key.startswith(glued) and len(rest) >= _LEAST_REST and _frequent(rest):
            return len(glued)
    return 0


@lru_cache(maxsize=4096)
def first_letters(start: str) -> frozenset[str]:
    """What a word may be written to begin with whose exact form begins so: of spellings of one word, all.

    >>> set("كک\N{ARABIC TATWEEL}") <= first_letters("کتا"), "م" in first_letters("کتا")
    (True, False)
    """
    folded = {start[0], *(spelt[0] for spelt, exact in variants().items() if exact.startswith(start))}
    return frozenset(folded | {char for char, first in _first_folded().items() if first in folded or not first})


@cache
def _first_folded() -> dict[str, str]:
    """Character → the first that it is folded to; "" for one that is dropped."""
    return {char: AlignedText.of(char).key[:1] for char in {*lossless(), *lossy()}}


@lru_cache(maxsize=90_000)
def _pieces(key: str) -> tuple[Word, ...]:
    """The lexical words of one written word or number, offsets in it."""
    if key[0].isdecimal():
        return (Word(0, len(key), key.replace(",", "")),)
    if key.startswith(_TO) and key.replace(ZWNJ, "") not in compounds():
        return Word(0, len(_TO) - 1, key[:2]), Word(len(_TO), len(key), exact_of(key[len(_TO) :]))
    if at := _auxiliary(key):
        participle = key[:at].removesuffix(ZWNJ)
        return Word(0, len(participle), exact_of(participle)), Word(at, len(key), key[at:])
    cut = _cuts(key)
    if cut:
        return Word(0, cut, key[:cut]), Word(cut, len(key), exact_of(key[cut:]))
    return (Word(0, len(key), exact_of(key)),)


def _auxiliary(key: str) -> int:
    """Where a verb has its auxiliary that is two words with a space too; 0 where it is one word however it is written.

    >>> _auxiliary(f"رفته{ZWNJ}بودند"), _auxiliary(f"داده{ZWNJ}بودند"), _auxiliary("شد")
    (5, 0, 0)
    """
    at = after_participle(key)
    joined = key.replace(ZWNJ, "") if at else ""
    return 0 if joined in lemmas() or joined in compounds() or is_word(joined) else at


@cache
def _heads() -> frozenset[str]:
    """Exact forms of the first parts of compounds."""
    written = (row["word"] for _, row in lexicon_fa())
    heads = {word[:at] for word in written for at, letter in enumerate(word) if letter == ZWNJ}
    return frozenset(map(exact_of, keys_of(heads)))


def _joins(first: str, second: str, folded: AlignedText, at: int) -> bool:
    """Whether the space or hyphen at ``at`` is a joint: of an inflection, a pluperfect, or a known compound."""
    if first in prefixes():
        # «می-ژوئن» are two months
        return not second.isascii() and (folded.key[at] == " " or first + second in lemmas())
    if second in pluperfects() and first + second in lemmas():
        return True
    if folded.key[at] in HYPHENS and (is_word(first + second) or is_stem(stem(first + second))):
        return True
    if second in endings() and joins(first, second) and _is_persian(folded, at):
        return True
    return first in _heads() and (first + second in compounds() or first + stem(second) in compounds())


def _is_persian(folded: AlignedText, at: int) -> bool:
    """Whether a Persian ending can stand after the space: none is after ة or begins with a hamza («كتابة أم»)."""
    return folded.text[at - 1] != _TEH and folded.text[at + 1] == folded.key[at + 1]


_NO_JOINT = -1


def _joint(key: str, last: int, start: int) -> int:
    """Where the one space or hyphen between two words is, with a ZWNJ beside it or none; ``_NO_JOINT`` for other gaps.

    >>> _joint("می رود", 2, 3), _joint(f"می{ZWNJ} رود", 2, 4), _joint("می، رود", 2, 4)
    (2, 3, -1)
    """
    if start == last + 1:
        return last if key[last] in JOINABLE else _NO_JOINT
    gap = key[last:start].strip(ZWNJ)
    return key.index(gap, last) if len(gap) == 1 and gap in JOINABLE else _NO_JOINT


def words(folded: AlignedText) -> list[Word]:
    """The lexical words of a text, in order.

    >>> [w.exact for w in words(AlignedText.of("تفاهم نامه های سازمان مردم نهاد درفرمانداری"))]
    ['تفاهمنامههای', 'سازمان', 'مردمنهاد', 'در', 'فرمانداری']
    """
    key = folded.key
    found: list[Word] = []
    last = 0
    for match in TOKEN.finditer(key):
        at = match.start()
        for start, end, exact in _pieces(match.group()):
            joint = _joint(key, last, at + start) if found else _NO_JOINT
            if joint != _NO_JOINT and _joins(found[-1].exact, exact, folded, joint):
                exact = exact_of(found[-1].exact + ZWNJ + exact)
                found[-1] = Word(found[-1].start, at + end, exact)
            else:
                found.append(Word(at + start, at + end, exact))
            last = at + end
    return found


def words_of_each(names: Sequence[str]) -> list[tuple[Word, ...]]:
    """The words of each of many names, none with a line break, folded all at once; offsets are in all of them.

    >>> [tuple(word.exact for word in name) for name in words_of_each(["سازمان ملل", "", "وزارة العدل"])]
    [('سازمان', 'ملل'), (), ('وزاره', 'العدل')]
    """
    folded = AlignedText.of("\n".join(names))
    ends = [at for at, letter in enumerate(folded.key) if letter == "\n"]
    found: list[list[Word]] = [[] for _ in names]
    line = 0
    for word in words(folded):
        while line < len(ends) and word.start > ends[line]:
            line += 1
        found[line].append(word)
    return [tuple(held) for held in found]
