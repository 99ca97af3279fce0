"""Names that are common words as well (کابل, «استقلال», «امین»): what stands beside a word tells which it is."""

from collections.abc import Sequence, Set
from functools import cache
from typing import NamedTuple

from corpora.tables import table
from extractors.names.candidates import Candidate, exacts
from extractors.names.clitics import bare
from extractors.names.persons import is_titled, known_names, last_names
from extractors.names.places import places
from extractors.organisations.gazetteer import names, stops
from extractors.protocols import Passage
from extractors.text.lexicon import key_of, persian

_COUNTRY = "@country"
_AND = "و"
_VERB = ("می", "نمی")


class Homograph(NamedTuple):
    """How a word is told from the name: its senses, and the exact forms beside it that make it a word."""

    senses: tuple[str, ...]
    before: frozenset[str]
    after: frozenset[str]


@cache
def homographs(label: str, language: str) -> dict[str, Homograph]:
    """Exact form → what tells the word from the name of that kind."""
    rows = (row for row in table("homographs") if (row["label"], row["language"]) == (label, language))
    return {
        key_of(row["word"]).replace(" ", ""): Homograph(
            tuple(row["sense"].split(";")), _listed(row["before"]), _listed(row["after"])
        )
        for row in rows
        if row["sense"] != "several"
    }


def _listed(words: str) -> frozenset[str]:
    return frozenset(word if word == _COUNTRY else key_of(word) for word in words.split(";") if word)


def are_words(passage: Passage, candidate: Candidate) -> bool:
    """Whether a candidate is the common word that it looks like, by its neighbours.

    A name of several words is one too where its first word and the next make it one («نفت برنت»).
    """
    known = homographs(candidate.label, passage.language)
    if passage.language == "fa" and _is_comparative(passage, candidate):
        return True
    whole = known.get("".join(exacts(passage, candidate.first, candidate.last)))
    first = passage.words[candidate.first].exact
    told = whole or known.get(first) or (known.get(bare(first)) if passage.language == "ar" else None)
    if told is None:
        return False
    if "noun" in told.senses and _is_described(passage, candidate):
        return True
    if "adjective" in told.senses and _is_after_definite(passage, candidate):
        return True
    after = candidate.last if whole else candidate.first + 1
    return (
        _is_counted(passage, candidate)
        or _is_told_after(passage, told, after)
        or _is_told_before(passage, told, candidate.first)
    )


def _is_comparative(passage: Passage, candidate: Candidate) -> bool:
    """Whether a person begins with a Persian comparative, or a place is one («دیرتر رسید»)."""
    exact = passage.words[candidate.first].exact
    alone = candidate.label == "PERSON" or candidate.last - candidate.first == 1
    base = exact.removesuffix("تر").removesuffix("تری")
    known = (exact,) in places() or exact in known_names()
    if candidate.label == "ORG" or not alone or known or exact == base or len(base) < _LEAST:
        return False
    return persian().get(base, 0) > 0


_LEAST = 3


def _is_described(passage: Passage, person: Candidate) -> bool:
    """Whether a thing of nature has an adjective in -ی after it, and no surname («نسیم ملایمی»)."""
    if person.last - person.first < 2:
        return False
    second = passage.words[person.first + 1].exact
    return second.endswith("ی") and second not in last_names() and persian().get(second[:-1], 0) > 0


def _is_counted(passage: Passage, person: Candidate) -> bool:
    """Whether a number stands right before a person («۳ روحانی»)."""
    if person.label != "PERSON" or not person.first or passage.between(person.first) != " ":
        return False
    return passage.words[person.first - 1].exact.isdecimal()


def needs_more(passage: Passage, candidate: Candidate, begun: str = "") -> bool:
    """Whether a candidate is a name only where something speaks for it («امین»).

    ``begun`` is its first word without clitics, where it has any.
    """
    first, *rest = exacts(passage, candidate.first, candidate.last)
    word = "".join((begun or first, *rest))
    told = homographs(candidate.label, passage.language).get(word)
    return told is not None and "alone" in told.senses


def without_words(passage: Passage, found: Sequence[Candidate]) -> list[Candidate]:
    """The candidates without function words, verbs in two parts («می رود»), and common words."""
    longer = {
        word for c in found if c.label == "PERSON" and c.last - c.first > 1 for word in exacts(passage, c.first, c.last)
    }
    return [
        c for c in found if not _is_function(passage, c) and not are_words(passage, c) and _stands(passage, c, longer)
    ]


def _stands(passage: Passage, candidate: Candidate, longer: Set[str]) -> bool:
    """Whether a person of one doubtful word has a title before it, or a full name in the document."""
    if candidate.label != "PERSON" or not needs_more(passage, candidate):
        return True
    return passage.words[candidate.first].exact in longer or is_titled(passage, candidate.first)


def _is_function(passage: Passage, candidate: Candidate) -> bool:
    """Whether a Persian body is a function word or verb alone («رفت»), or a person a verb in two parts («می رود»)."""
    if passage.language != "fa":
        return False
    inside = list(exacts(passage, candidate.first, candidate.last))
    if candidate.label == "ORG":
        return len(inside) == 1 and inside[0] in stops() and not names().at(inside, 0)
    return candidate.label == "PERSON" and inside[0] in _VERB


def _is_told_after(passage: Passage, told: Homograph, at: int) -> bool:
    if at >= len(passage.words) or passage.between(at).strip(" \N{ZERO WIDTH NON-JOINER}"):
        return False
    one = passage.words[at].exact
    if one in told.after or (_COUNTRY in told.after and places().get((one,), {}).get("kind") == "country"):
        return True
    two = one == _AND and at + 1 < len(passage.words)
    return two and one + passage.words[at + 1].exact in told.after


def _is_told_before(passage: Passage, told: Homograph, at: int) -> bool:
    """Whether the word before tells, or the one that «و» joins it to («سیم و کابل»)."""
    if not at or passage.between(at).strip(" \N{ZERO WIDTH NON-JOINER}"):
        return False
    before = passage.words[at - 1].exact
    if before == _AND and at > 1:
        before = passage.words[at - 2].exact
    return before in told.before


def _is_after_definite(passage: Passage, candidate: Candidate) -> bool:
    """Whether a definite noun right before makes it its adjective («القوات المنصورة»)."""
    if not candidate.first or passage.between(candidate.first) != " ":
        return False
    before = passage.words[candidate.first - 1].exact
    return before.startswith("ال") and (before,) not in places()
