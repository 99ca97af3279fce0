"""The words for meetings in every form that they take, and sentences that are read by the cues of meetings."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import ClassVar, NamedTuple

from corpora.document import Document
from corpora.tables import table, words
from extractors.agreements.sentences import Sentence
from extractors.text.characters import ZWNJ
from extractors.text.lexicon import key_of

_ENDINGS = ("", "ی", "ای", "ش", "شان", "مان")
_CLITICS = ("", "ب", "ل", "ف", "ک")
_NTH = "مین"
_HEADLINE = 250
"""Code points of a headline, at the most."""
_PRONOUNS = ("ه", "ها", "هم", "هما", "نا")


class Form(NamedTuple):
    """A form of a word for a meeting: what the table says of the word, and what its ending says.

    ``definite`` is the Arabic article, ``owned`` a pronoun («اجتماعها»), ``indefinite`` «ی» or tanween («جلسه‌ای»).
    """

    word: str
    kind: str
    needs: str
    sports: bool
    named: bool
    definite: bool = False
    owned: bool = False
    indefinite: bool = False


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


def is_ordinal(exact: str) -> bool:
    """Whether a Persian word ends in an ordinal that stands before its noun: «سومین», «بیست‌و‌پنجمین».

    >>> [is_ordinal(key_of(word)) for word in ("سومین", "بیست‌و‌پنجمین", "سی‌امین", "چهلمین", "تأمین", "سرزمین")]
    [True, True, True, True, False, False]
    """
    return exact.endswith(_NTH) and exact.removesuffix(_NTH).endswith(_numbers())


@cache
def _numbers() -> tuple[str, ...]:
    """What stands before the ending of an ordinal: a number, or what the ordinals up to the 31st have for it («سو»)."""
    small = (key_of(word).removesuffix("م") for word in words("ordinals", language="fa"))
    return tuple({*small, *map(key_of, words("numerals", language="fa"))})


@cache
def forms(language: str) -> Mapping[str, Form]:
    """Every exact form of every word of a language that is one word → what it says."""
    found: dict[str, Form] = {}
    for row in table("meeting_words"):
        if row["language"] == language and row["needs"] != "minutes":
            form = Form(row["word"], row["kind"], row["needs"], bool(row["sports"]), row["rank"] == "named")
            inflected = _arabic(row["word"]) if language == "ar" else _persian(row["word"])
            for exact, what in inflected:
                found.setdefault(exact, _marked(form, what))
    return found


def _marked(form: Form, what: str) -> Form:
    return form._replace(definite=what == "definite", owned=what == "owned", indefinite=what == "indefinite")


def _persian(word: str) -> Iterator[tuple[str, str]]:
    """Its endings, each with what it makes of it; a plural is of meetings at large."""
    for ending in _ENDINGS:
        what = "indefinite" if ending in ("ی", "ای") else "owned" if ending else ""
        yield key_of(word + (ZWNJ if ending else "") + ending).replace(ZWNJ, ""), what


def _arabic(word: str) -> Iterator[tuple[str, str]]:
    """Its clitics, tanween and pronouns, each with what it makes of it.

    >>> ("بالاجتماع", "definite") in _arabic("اجتماع"), ("جلستها", "owned") in _arabic("جلسة")
    (True, True)
    """
    feminine = word.endswith("ة")
    for clitic in _CLITICS:
        yield key_of(clitic + word), ""
        if not feminine and word[-1] not in "ىء":
            yield key_of(clitic + word + "ا"), "indefinite"
        yield key_of("لل" + word if clitic == "ل" else clitic + "ال" + word), "definite"
        stem = word[:-1] + "ت" if feminine else word
        for pronoun in _PRONOUNS:
            for seat in (stem, stem[:-1] + "ئ", stem[:-1] + "ؤ") if stem.endswith("ء") else (stem,):
                yield key_of(clitic + seat + pronoun), "owned"


@cache
def _telling(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The letters of words for meetings and verbs of meeting, and of words that are one only with a verb of holding."""
    told: dict[bool, list[str]] = {True: [], False: []}
    for row in table("meeting_words"):
        if row["language"] == language:
            told[row["needs"] == "held"].append(row["word"])
    for row in table("meeting_statements"):
        if (row["cue"], row["language"]) == ("meet_verb", language):
            told[False] += [word.split(" ")[0] for word in row["words"].split(";")]
    return _any(told[False], language), _any(told[True], language)


def _any(told: Iterable[str], language: str) -> re.Pattern[str]:
    """A pattern of the beginnings of words, in any spelling, behind the clitics of their language.

    An Arabic noun with «ي» is an adjective («اجتماعي»).
    """
    stems = {word.removesuffix("ة") for word in told}
    shortest = [stem for stem in stems if not any(other != stem and stem.startswith(other) for other in stems)]
    spelt = ("".join(_VARIANTS.get(letter, letter) for letter in stem) for stem in sorted(shortest))
    clitics, ending = ("[وفبلك]{0,2}(?:ال|لل)?", "(?!ي)") if language == "ar" else ("", "")
    return re.compile(rf"(?<!\w){clitics}(?:{'|'.join(spelt)}){ending}")


_VARIANTS = {
    "ا": "[اأإآٱ]",
    "أ": "[اأإآٱ]",
    "ی": "[یيى]",
    "ک": "[کك]",
    "ي": "[يىی]",
    "ى": "[يىی]",
    "ؤ": "[ؤو]",
    "ء": "[ءئؤ]",
    "ه": "[هةۀ]",
    " ": rf"[ {ZWNJ}]?",
    ZWNJ: rf"[ {ZWNJ}]?",
}
_HELD = re.compile("برگ[زذ]ار|عقد|نظم|قام|ستض|حتضن|رأس|فتتح|نطلق|ختتم|قمة")


def tells(sentence: Sentence) -> bool:
    """Whether a sentence has the letters of a word for a meeting, which is told without cutting it into words."""
    return _has(sentence.language, sentence.text, sentence.span.start, sentence.span.end)


def may_tell(document: Document) -> bool:
    """Whether a document has such letters anywhere."""
    return document.language in ("fa", "ar") and _has(document.language, document.text, 0, len(document.text))


def _has(language: str, text: str, start: int, end: int) -> bool:
    surely, held = _telling(language)
    if surely.search(text, start, end):
        return True
    return _HELD.search(text, start, end) is not None and held.search(text, start, end) is not None
