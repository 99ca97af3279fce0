"""Which body a name in a document stands for: the gazetteer's name, or the fullest one that the document gives."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

from corpora.tables import table
from extractors.names.candidates import Candidate, exacts
from extractors.names.clitics import bare, clitics, without
from extractors.names.places import Key, provinces, spelt
from extractors.names.several_towns import town
from extractors.organisations.gazetteer import (
    cues,
    duals,
    heads,
    names,
    oblique_duals,
    press,
    reported_by,
    shortened,
    singulars,
)
from extractors.protocols import Passage
from extractors.sequences import in_order
from extractors.text.lexicon import key_of
from extractors.text.segmenter import Word
from extractors.text.spelling import phrase
from extractors.text.stemmer import stem

_BEFORE_LIST = 40
"""Words before an item among which the word for its kind stands."""
_MOST_SHARED = 3
_KINDS = frozenset(("شهر", "شهرستان", "کشور", "مدینه", "بلده", "دوله"))


class Body(NamedTuple):
    """A body of the gazetteer: its kind, where it is, and its English name."""

    kind: str
    place: str
    english: str


@cache
def bodies() -> dict[str, Body]:
    """Canonical name → what the gazetteer says of it."""
    return {row["name"]: Body(row["kind"], row["place"], row["en"]) for row in table("organisations")}


def place_value(name: Key, language: str) -> Mapping[str, str]:
    """What is known of a place, also with a clitic or with a word for its kind before the name («شهر بیروت»).

    >>> place_value(("شهر", "بیروت"), "fa")["english"], place_value(("ببیروت",), "ar")["english"]
    ('Beirut', 'Beirut')
    >>> place_value(("مراکش",), "fa")["english"], place_value(("مراکش",), "ar")["english"]
    ('Morocco', 'Marrakesh')
    """
    rest = name[1:] if len(name) > 1 and name[0].removeprefix("ال") in _KINDS else name
    known = spelt(language)
    return known.get(name) or known.get(rest) or known.get((bare(name[0]), *name[1:]), {})


def place_at(passage: Passage, place: Candidate) -> Mapping[str, str]:
    """The same of a place of a passage, where a word for it or for its governor may say that it is a province."""
    name, before = exacts(passage, place.first, place.last), exacts(passage, max(0, place.first - 1), place.first)
    value, led = place_value(name, passage.language), cues("of province")
    if value and "country" not in value:
        value = {**value, **town(passage, (bare(name[0]), *name[1:]))}
    if name[0] in led and len(name) > 1 and not value:
        inside = _as_province(name[1:], place_value(name[1:], passage.language), passage.language)
        return {what: said for what, said in inside.items() if what != "english"}
    return _as_province(name, value, passage.language) if led.issuperset(before) and before else value


def _as_province(name: Key, value: Mapping[str, str], language: str) -> Mapping[str, str]:
    return {**value, "kind": "province"} if provinces(language).at(list(name), 0) else value


class Names:
    """The names of one document, so that a short one is known by the full one that it was taken from."""

    def __init__(self, passage: Passage, found: Sequence[Candidate]) -> None:
        self._passage = passage
        self._full: dict[tuple[str, str], dict[tuple[str, ...], Candidate]] = defaultdict(dict)
        for candidate in found:
            if candidate.label in ("ORG", "PERSON") and candidate.last - candidate.first > 1:
                stems = self._stems(candidate)
                for part in set(stems):
                    self._full[candidate.label, part].setdefault(stems, candidate)
        self._known: dict[tuple[str, tuple[str, ...]], Candidate | None] = {}
        self._items = {c.first: c.last for c in found if c.origin == "listed"}
        self._aliases = {self._exact(c): self._before(c, found) for c in found if c.origin == "alias"}

    def _exact(self, candidate: Candidate) -> tuple[str, ...]:
        return exacts(self._passage, candidate.first, candidate.last)

    def _stems(self, candidate: Candidate) -> tuple[str, ...]:
        return tuple(map(stem, self._exact(candidate)))

    @staticmethod
    def _before(alias: Candidate, found: Sequence[Candidate]) -> Candidate:
        return next((c for c in found if c.last == alias.first), alias)

    def name(self, candidate: Candidate, clitic: int) -> str:
        """The name that a candidate stands for; ``clitic`` letters of its first word are none of it."""
        language = self._passage.language
        inside = _uncourtly(self._passage.words[candidate.first : candidate.last], language)
        forms = [word.exact for word in inside]
        if clitic:
            forms[0] = without(forms[0], clitic)
        if candidate.origin == "listed" and (one := self._listed(candidate, forms)):
            return one
        known = names().at(forms, 0)
        if known and candidate.label == "ORG" and known.last == len(forms):
            return known.entry
        known_by = {"short": shortened, "reporter": reported_by}.get(candidate.origin)
        if known_by:
            return known_by()["".join(forms)]
        if candidate.origin == "told" and (paper := press().at(forms, 0)):
            return paper.entry
        full = self._aliases.get(self._exact(candidate)) or self._fuller(candidate)
        if full and full != candidate:
            return self.name(full, self._clitic(full))
        name = without(phrase(self._passage.folded, inside, language), clitic)
        return " ".join(_MARKS.sub(" ", name).split()) if candidate.origin == "called" or _is_torn(name) else name

    def _clitic(self, full: Candidate) -> int:
        """How many letters of the first word are none of a full name («بمستشفى السلام»)."""
        if self._passage.language != "ar" or full.label != "ORG":
            return 0
        return full.cut if full.cut >= 0 else clitics(self._exact(full)[0])

    def _listed(self, candidate: Candidate, forms: list[str]) -> str:
        """The body of the tables that an item of a list is, with the word before the list; "" where they know none.

        More words before the list may belong to each of its names («دانشگاه‌های علوم پزشکی تهران و شیراز»).
        """
        language = self._passage.language
        if own := self._of_series(candidate, forms):
            return own
        for at in range(candidate.first - 1, max(-1, candidate.first - _BEFORE_LIST - 1), -1):
            exact = self._passage.words[at].exact.removeprefix("ال")
            head = key_of(singulars(language).get(exact, "")) or exact
            if head not in heads(language):
                continue
            for last in range(min(at + 1 + _MOST_SHARED, candidate.first), at, -1):
                shared = exacts(self._passage, at + 1, last)
                match = names().at([head, *shared, *forms], 0)
                if match and match.last == 1 + len(shared) + len(forms):
                    return match.entry
                if shared and at + 1 not in self._items and names().has_begun((head, *shared)):
                    several = self._several(at) or self._passage.words[at].exact
                    inside = (
                        *self._passage.words[at + 1 : last],
                        *self._passage.words[candidate.first : candidate.last],
                    )
                    return f"{several} {phrase(self._passage.folded, inside, language)}"  # nobody knows this one
        return ""

    def _of_series(self, candidate: Candidate, forms: list[str]) -> str:
        """The name of an item right after a plural or dual or in its list: of the tables, or with the word for one."""
        passage = self._passage
        first = candidate.first
        while first not in self._items or not self._several(first - 1):
            first -= 1
            if candidate.first - first > _BEFORE_LIST or first < 1 or passage.between(first).strip(" ،,"):
                return ""
        head = self._several(first - 1)
        match = names().at([key_of(head), *forms], 0)
        if match and match.last == 1 + len(forms):
            return match.entry
        if names().has_begun((key_of(head), *exacts(passage, first, candidate.first))) and candidate.first > first:
            return ""
        words = passage.words[candidate.first : candidate.last]
        joined = candidate.first > first and forms[0] == words[0].exact[1:]
        item = phrase(passage.folded, words, passage.language)
        item = item[1:] if joined and passage.language == "ar" else item
        return " ".join(filter(None, (head, self._field(first, candidate), item)))

    def _field(self, first: int, place: Candidate) -> str:
        """What a first item says before its place, where a later one is a place alone («خارجية مصر والسودان»)."""
        passage, last = self._passage, self._items[first]
        alone = place.first > first and place.last - place.first == 1 and last - first > 1
        names_of = [passage.words[at].exact for at in (last - 1, place.first)] if alone else []
        if not names_of or any(not place_value((name,), passage.language) for name in names_of):
            return ""
        return phrase(passage.folded, passage.words[first : last - 1], passage.language)

    def _several(self, at: int) -> str:
        """The head word of one of the bodies that a word is the plural or dual of; "" where it is none."""
        exact, known = self._passage.words[at].exact, singulars(self._passage.language)
        arabic = (duals(), oblique_duals()) if self._passage.language == "ar" else ()
        return next((of[form] for of in (known, *arabic) for form in (exact, bare(exact)) if form in of), "")

    def _fuller(self, candidate: Candidate) -> Candidate | None:
        """The fullest name of the document that holds the words of a shorter one in their order.

        A head alone («شهرداری») is the one body of the document that begins with it, where there is one only.
        """
        short = self._stems(candidate)
        asked = (candidate.label, short)
        if asked not in self._known:
            self._known[asked] = self._found(candidate.label, short)
        return self._known[asked]

    def _found(self, label: str, short: tuple[str, ...]) -> Candidate | None:
        longer = {full: one for full, one in self._full.get((label, short[0]), {}).items() if len(full) > len(short)}
        if label == "ORG" and len(short) == 1 and short[0] in _head_stems(self._passage.language):
            begun = [one for full, one in longer.items() if full[0] == short[0]]
            return begun[0] if len(begun) == 1 else None
        fitting = [
            full
            for full in longer
            if (full[-len(short) :] == short if label == "PERSON" else self._shortens(short, full))
        ]
        return longer[max(fitting, key=len)] if fitting else None

    def _shortens(self, short: tuple[str, ...], full: tuple[str, ...]) -> bool:
        """Whether a name leaves out words of another: the same head and then some of its words."""
        head = short[0] == full[0] and len(short) > 1
        tail = full[-len(short) :] == short and short[0] not in _head_stems(self._passage.language)
        return (head or tail) and in_order(short, full)


def _uncourtly(words: tuple[Word, ...], language: str) -> tuple[Word, ...]:
    """The words of a Persian name without a courtesy inside it («وزارت محترم نیرو»)."""
    if language != "fa":
        return words
    return tuple(word for at, word in enumerate(words) if not at or word.exact not in cues("courtesy"))


@cache
def _head_stems(language: str) -> frozenset[str]:
    return frozenset(map(stem, heads(language)))


def _is_torn(name: str) -> bool:
    """Whether a name has one mark of a quotation and lacks the other («شرکت «مهر»).

    >>> _is_torn("شرکت «مهر»"), _is_torn("شرکت «مهر")
    (False, True)
    """
    return name.count("«") != name.count("»") or len(_QUOTES.findall(name)) % 2 == 1


_QUOTES = re.compile('["“”]')
_MARKS = re.compile(r"[()«»\"“”]")
"""Around the name of a body that is called by it («مركز «مدارات»»), and no part of it."""
