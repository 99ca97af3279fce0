"""Spellings of one word (``corpora/data/variants.tsv``): which spelling stands for all of them.

A row is of a word and of what is made of it by endings and Arabic clitics. Where the word lists know the other spelling
better, its forms are stemmed as they are written, and only their stems meet (النفط and نفت).
"""

from collections.abc import Iterator
from functools import cache

from corpora.tables import table
from extractors.text.characters import ZWNJ
from extractors.text.lexicon import HAMZA, arabic, compounds, key_of, lemma_forms, persian

_PERSIAN_ENDINGS = ("ها", "های", "هایی", "هایش", "هایشان", "ان", "انی", "م", "مان", "ش", "شان", "ای", "گر", "گران")
_ARABIC_ENDINGS = ("یه", "یا", "ین", "ون", "ات", "یین", "یون", "یات", "ه", "هم", "تها", "تهم", "تنا", "تین", "تان")
_ENDINGS = ("", "ی", "یی", "یان", *_PERSIAN_ENDINGS, *_ARABIC_ENDINGS)
_CLITICS = ("", "ال", "بال", "لل", "وال", "وبال", "ولل", "فال", "کال", "ب", "ل", "و")
_VOWELS = "اوی"
_TO = f"به{ZWNJ}"
_USUAL = 15
"""Weight (thirty in the news) of an Arabic form with the preposition ب."""


def _rows(kind: str) -> Iterator[tuple[str, str]]:
    return ((key_of(row["from"]), key_of(row["to"])) for row in table("variants") if row["kind"] == kind)


def _made_of(spelt: str, stands: str) -> Iterator[tuple[str, str]]:
    """A spelling with each ending and the one that stands for it; none after a vowel that the other has not."""
    other = spelt[-1] != stands[-1] and {spelt[-1], stands[-1]} & set(_VOWELS)
    for ending in ("",) if other else _ENDINGS:
        yield spelt + ending, stands + ending


def _weight(key: str) -> int:
    return max(persian().get(key, 0), arabic().get(key, 0))


@cache
def variants() -> dict[str, str]:
    """Folded spelling → the spelling that stands for the word.

    >>> variants()["بلیط"], variants()["بلیطهایش"], variants()["بامیرکا"], "النفط" in variants()
    ('بلیت', 'بلیتهایش', 'بامریکا', False)
    """
    found = dict(_with_preposition())
    for spelt, stands in _rows(""):
        if arabic().get(spelt, 0) <= arabic().get(stands, 0):
            clitics = _CLITICS if stands in arabic() else ("",)
            for form, other in _made_of(spelt, stands):
                found |= {c + form: c + other for c in clitics if not c or _weight(c + form) < _USUAL}
    return found | dict(_rows("")) | dict(_rows("whole"))


@cache
def _stems() -> dict[str, str]:
    rows = [row for kind in ("", "whole") for row in _rows(kind)]
    made = [pair for row in _rows("") for pair in _made_of(*row)]
    return dict(made) | dict(rows)


def _with_preposition() -> Iterator[tuple[str, str]]:
    """Words that begin with the preposition به, written with its ه or without: «بزودی» is «به‌زودی»."""
    verbs = {key_of(row[stem]) for row in table("verbs_fa") for stem in ("past", "present")}
    for key, written in compounds().items():
        rest = written.removeprefix(_TO)
        if not written.startswith(_TO) or len(rest) < 3 or ZWNJ in rest or {rest, rest.removesuffix("ی")} & verbs:
            continue
        glued = "ب" + rest
        if glued not in lemma_forms() and glued not in persian() and arabic().get(glued, 0) < _USUAL:
            yield glued, key


def standing_for(stem: str) -> str:
    """The stem that stands for one: of another spelling, or with its hamzas on another seat.

    >>> standing_for("نفط"), standing_for("نفطیه"), standing_for("قراءه"), standing_for("کتاب")
    ('نفت', 'نفتیه', 'قرایه', 'کتاب')
    """
    if HAMZA in stem[1:-1]:
        stem = stem[0] + stem[1:-1].replace(HAMZA, "ی") + stem[-1]
    return _stems().get(stem, stem)


@cache
def either_seat() -> frozenset[str]:
    """Words whose first alef has its hamza above or below (أفريقيا, إفريقيا): what is written there tells nothing."""
    return frozenset(form for spelt, stands in _rows("seat") for form, _ in _made_of(spelt, stands))
