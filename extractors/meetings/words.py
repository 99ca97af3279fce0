"""The words for meetings in every form that they take, and sentences that are read by the cues of meetings."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import ClassVar, NamedTuple

from corpora.document import Document
from corpora.tables import table
from extractors.agreements.sentences import Sentence
from extractors.text.characters import HARAKAT, TATWEEL, ZWNJ
from extractors.text.lexicon import key_of

_ENDINGS = ("", "ی", "ای", "ش", "شان", "مان")
_CLITICS = ("", "ب", "ل", "ف", "ک")
_HEADLINE = 250
"""Code points of a headline, at the most."""
_PRONOUNS = ("ه", "ها", "هم", "هما", "نا")


class Form(NamedTuple):
    """A form of a word for a meeting: what the table says of the word, and what its ending says.

    ``definite`` is the Arabic article, ``owned`` a pronoun («اجتماعها»).
    """

    word: str
    kind: str
    needs: str
    sports: bool
    named: bool
    definite: bool = False
    owned: bool = False


class MeetingSentence(Sentence):
    """A sentence with the cues of meetings beside those of agreements."""

    TABLES: ClassVar[tuple[str, ...]] = ("agreement_statements", "meeting_statements")
    JOINED: ClassVar[frozenset[str]] = frozenset(("hold", "meet_verb", "decide", "chairs", "held_it", "attend"))

    @property
    def is_headline(self) -> bool:
        """Whether it stands in the first line of a text that has more of them."""
        ends = self.text.find("\n", 0, _HEADLINE)
        return self.span.end <= ends

    @property
    def venues(self) -> frozenset[str]:
        """The exact forms of words for buildings and halls."""
        return exacts("venue", self.language)

    @property
    def town_words(self) -> frozenset[str]:
        """The exact forms of words that stand before the name of a town."""
        return exacts("town_word", self.language)


@cache
def exacts(cue: str, language: str) -> frozenset[str]:
    """The exact forms of the words of a cue that are one word."""
    rows = (row for row in table("meeting_statements") if (row["cue"], row["language"]) == (cue, language))
    return frozenset(key_of(word).replace(ZWNJ, "") for row in rows for word in row["words"].split(";"))


@cache
def forms(language: str) -> Mapping[str, Form]:
    """Every exact form of every word of a language that is one word → what it says."""
    found: dict[str, Form] = {}
    for row in table("meeting_words"):
        if row["language"] == language and row["needs"] != "minutes":
            form = Form(row["word"], row["kind"], row["needs"], bool(row["sports"]), row["rank"] == "named")
            inflected = _arabic(row["word"]) if language == "ar" else _persian(row["word"])
            for exact, definite, owned in inflected:
                found.setdefault(exact, form._replace(definite=definite, owned=owned))
    return found


def _persian(word: str) -> Iterator[tuple[str, bool, bool]]:
    """Its endings; a plural is of meetings at large."""
    for ending in _ENDINGS:
        yield key_of(word + (ZWNJ if ending else "") + ending).replace(ZWNJ, ""), False, ending in ("ش", "شان", "مان")


def _arabic(word: str) -> Iterator[tuple[str, bool, bool]]:
    """Its clitics, tanween and pronouns.

    >>> ("بالاجتماع", True, False) in _arabic("اجتماع"), ("جلستها", False, True) in _arabic("جلسة")
    (True, True)
    """
    feminine = word.endswith("ة")
    bare = [word] if feminine or word[-1] in "ىء" else [word, word + "ا"]
    for clitic in _CLITICS:
        for form in bare:
            yield key_of(clitic + form), False, False
        yield key_of("لل" + word if clitic == "ل" else clitic + "ال" + word), True, False
        stem = word[:-1] + "ت" if feminine else word
        for pronoun in _PRONOUNS:
            for seat in (stem, stem[:-1] + "ئ", stem[:-1] + "ؤ") if stem.endswith("ء") else (stem,):
                yield key_of(clitic + seat + pronoun), False, True


@cache
def _telling(language: str) -> re.Pattern[str]:
    """The letters of every word for a meeting and every verb of meeting, in any spelling."""
    told = [row["word"] for row in table("meeting_words") if row["language"] == language]
    for row in table("meeting_statements"):
        if (row["cue"], row["language"]) == ("meet_verb", language):
            told += [word.split(" ")[0] for word in row["words"].split(";")]
    marks = "[" + re.escape("".join(sorted({*HARAKAT, TATWEEL, ZWNJ}))) + "]*"
    stems = {re.sub("[ةىء]$", "", re.split(f"[ {ZWNJ}]", word)[0]) for word in told}
    shortest = [stem for stem in stems if not any(other != stem and other in stem for other in stems)]
    spelt = (marks.join(_VARIANTS.get(letter, letter) for letter in stem) for stem in sorted(shortest))
    return re.compile("|".join(spelt))


_VARIANTS = {"ا": "[اأإآٱ]", "أ": "[اأإآٱ]", "ی": "[یيى]", "ک": "[کك]", "ي": "[يىی]", "ؤ": "[ؤو]", "ه": "[هة]"}


def tells(sentence: Sentence) -> bool:
    """Whether a sentence has the letters of a word for a meeting, which is told without cutting it into words."""
    return _telling(sentence.language).search(sentence.text, sentence.span.start, sentence.span.end) is not None


def may_tell(document: Document) -> bool:
    """Whether a document has such letters anywhere."""
    return document.language in ("fa", "ar") and _telling(document.language).search(document.text) is not None
