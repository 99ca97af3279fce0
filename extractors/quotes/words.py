"""The words that tell who said what, as ``quotation_words.tsv`` has them, in every form they take."""

from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from itertools import product

from corpora.tables import table, words
from extractors.sequences import Joined, Sequences
from extractors.text.lexicon import key_of

_CONJUNCTIONS = ("", "و", "ف")
"""What an Arabic verb, or what comes before one, may begin with."""
_SHORT = 2
LANGUAGES = ("fa", "ar")


@cache
def forms(kind: str, language: str) -> frozenset[str]:
    """Exact forms of the words of a kind, those of several words left out."""
    return frozenset(key_of(word) for word in words("quotation_words", kind=kind, language=language) if " " not in word)


@cache
def cues(language: str) -> Joined:
    """What opens a quotation: its words → the kind of cue.

    ``says``, ``believes`` and ``passive`` are verbs, ``while`` is «با بیان اینکه», ``participle`` «مشيرا»,
    ``acts`` a verb after which nothing is quoted («طالب»), ``between`` a verb that is a preposition elsewhere, and
    ``citing`` stands before a speaker.
    """
    return Joined(dict(_persian() if language == "fa" else _arabic()).items())


def _persian() -> Iterator[tuple[str, str]]:
    of = {kind: words("quotation_words", kind=kind, language="fa") for kind in _kinds("fa")}
    yield from ((word, "says") for word in of["verb"])
    yield from ((f"{noun} {light}", "says") for noun, light in product(of["said_of"], of["light"]))
    yield from ((f"{noun} {light}", "passive") for noun, light in product(of["said_of"], of["became"]))
    yield from ((f"{noun} {light}", "says") for noun, light in product(of["reminded"], of["became"]))
    yield from ((f"{noun} {verb}", "believes") for noun, verb in product(of["believes"], of["is"]))
    yield from ((word, "passive") for word in of["passive"])
    nouns = [*of["while"], *(f"{noun} {to}" for noun, to in product(of["while"], of["to"]))]
    yield from ((" ".join(parts), "while") for parts in product(of["with"], nouns, of["this_that"]))
    yield from ((word, "citing") for word in of["citing"])


def _arabic() -> Iterator[tuple[str, str]]:
    kinds = (("verb", "says"), ("expects", "says"), ("acts", "acts"), ("between", "between"), ("citing", "citing"))
    for kind, meant in kinds:
        for word, before in product(words("quotation_words", kind=kind, language="ar"), _CONJUNCTIONS):
            if not before or len(word) > _SHORT:  # «فرد» is no «ف» and «رد»
                yield before + word, meant
    yield from ((word, "participle") for word in words("quotation_words", kind="participle", language="ar"))


def _kinds(language: str) -> frozenset[str]:
    return frozenset(row["kind"] for row in table("quotation_words") if row["language"] == language)


@cache
def openers(kind: str, language: str) -> Sequences:
    """The words of a kind, one or several, in Arabic with a conjunction before them as well."""
    before = _CONJUNCTIONS if language == "ar" else ("",)
    found = words("quotation_words", kind=kind, language=language)
    return Sequences((first + word, kind) for word, first in product(found, before))


@cache
def offices(language: str) -> Sequences:
    """Words that an office begins with, or that name people who speak."""
    roles: dict[str, list[str]] = defaultdict(list)
    for row in table("person_roles"):
        if row["kind"] == "role":
            roles[row["language"]].append(row["word"])
    return Sequences(
        (word, "office") for word in (*roles[language], *words("quotation_words", kind="speaker", language=language))
    )


@cache
def titles(language: str) -> Sequences:
    """What may stand before a name as a part of it."""
    rows = (row for row in table("person_roles") if row["kind"] in ("title", "rank") and row["language"] == language)
    return Sequences((row["word"], "title") for row in rows)
