"""The words for agreements in every form that they take, and the words that tell what they mean."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple

from corpora.tables import table
from extractors.sequences import Joined
from extractors.text.characters import ZWNJ
from extractors.text.lexicon import key_of
from extractors.text.segmenter import words_of_each

_ENDINGS = ("ی", "ای", "یی", "ها", "های", "هایی", "ش", "اش", "شان", "مان")
_CLITICS = ("", "ب", "ل", "ف", "ک", "ال", "بال", "فال", "کال", "لل")
_BARE = 5
"""Clitics without the article."""
_PRONOUNS = ("ه", "ها", "هما", "هم", "نا")


class Term(NamedTuple):
    """A word for an agreement: the kind it names, what must speak for it, and within how many words it is signed."""

    kind: str
    needs: str
    family: str
    before: int
    after: int


@cache
def terms() -> Mapping[str, Term]:
    """Word as the table has it → what it says."""
    return {
        row["word"]: Term(
            row["kind"],
            row["needs"],
            row["family"],
            int(row["before"] or 0),
            int(row["after"] or 0),
        )
        for row in table("agreements")
    }


@cache
def forms(language: str) -> Joined:
    """Every form of every word that is one in texts of a language → the word as the table has it."""
    rows = (row for row in table("agreements") if row["language"] == language or not (row["needs"] or row["family"]))
    return Joined(
        pair for row in rows for pair in _inflected(row["apart"] or row["word"], row["word"], row["language"])
    )


def _inflected(spelt: str, word: str, language: str) -> Iterator[tuple[str, str]]:
    """The forms of a word: endings of its first and last part in Persian, clitics and pronouns in Arabic.

    >>> ("بالعقد", "عقد") in _inflected("عقد", "عقد", "ar"), ("سندها", "سند") in _inflected("سند", "سند", "fa")
    (True, True)
    """
    first, *rest = spelt.split(" ")
    tail = "".join(" " + part for part in rest)
    if language == "ar":
        yield from ((form + tail, word) for form in _arabic(first, alone=not rest))
        return
    yield spelt, word
    for ending in _ENDINGS:
        for end in (ending, ZWNJ + ending):
            yield first + end + tail, word
            if rest:  # «یادداشت تفاهمی», «یادداشت‌های تفاهمی»
                yield spelt + end, word
                yield f"{first}{ZWNJ}های{tail}{end}", word


def _arabic(word: str, *, alone: bool) -> Iterator[str]:
    """The forms of an Arabic word; a pronoun stands at what ends in ة only (عقده may be «knot»)."""
    if word.startswith("ال"):
        yield from (clitic + word for clitic in ("", "ب", "ف", "ک"))
        yield "ل" + word[1:]
        return
    yield from (clitic + word for clitic in _CLITICS)
    if alone and word.endswith("ة"):
        for clitic in _CLITICS[:_BARE]:
            yield from (clitic + word[:-1] + "ت" + pronoun for pronoun in _PRONOUNS)


@cache
def cues(family: str, cue: str) -> frozenset[str]:
    """Exact forms of the words that speak for or against a family of words in one way.

    >>> "پزشکی" in cues("سند", "not_next"), "توقیع" in cues("ar", "sign")
    (True, True)
    """
    rows = (row for row in table("agreement_cues") if (row["of"], row["cue"]) == (family, cue))
    spelt = [word for row in rows for word in row["words"].split(";")]
    exacts = (found[0].exact for found in words_of_each(spelt) if len(found) == 1)  # «نووي» and «نيوي» are one word
    return frozenset((*map(key_of, spelt), *exacts))
