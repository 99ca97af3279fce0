"""What stands beside a person's name: titles, an office, and the body that it is held in."""

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from corpora.document import Span
from corpora.tables import table, words
from extractors.names.candidates import Candidate, words_of
from extractors.names.ministers import portfolio
from extractors.names.places import Key, key
from extractors.organisations.closing import is_verb_with_article
from extractors.organisations.gazetteer import heads, stops
from extractors.organisations.persian import is_verb
from extractors.protocols import Passage
from extractors.sequences import Match, Sequences
from extractors.text.arabic_verbs import is_perfect, is_present
from extractors.text.lexicon import key_of
from extractors.text.spelling import phrase

_MOST_WORDS, _MOST_TITLE = 8, 3
"""Of an office, without the name of the body."""
_BREAKS = frozenset('\n.!?؟؛:;()«»"[]')
_COMMAS = frozenset("،,")
_AND, _IN_NAME_OF, _AT, _PLURAL_OF = "و", "باسم", "ب", "های"
_TO = ("إلى", "الى")


class Office(NamedTuple):
    """The office of a person in words of the passage, the body it is held in, and the titles before the name."""

    titles: tuple[int, int]
    role: tuple[int, int]
    body: Candidate | None


@cache
def _roles() -> Sequences:
    return Sequences((row["word"], "role") for row in table("person_roles") if row["kind"] == "role")


@cache
def _titles() -> Sequences:
    return Sequences((row["word"], "title") for row in table("person_roles") if row["kind"] == "title")


def is_titled(passage: Passage, at: int) -> bool:
    """Whether a title or an office ends right before a word («دکتر امین»)."""
    before = [word.exact for word in passage.words[max(0, at - _MOST_TITLE) : at]]
    ends = (known.at(before, start) for known in (_titles(), _roles()) for start in range(len(before)))
    return any(match is not None and match.last == len(before) for match in ends)


@cache
def known_names() -> frozenset[str]:
    """First and last names, exact."""
    return first_names() | last_names()


@cache
def first_names() -> frozenset[str]:
    """First names, exact."""
    return _of_kind("first")


@cache
def usual_names(language: str) -> frozenset[str]:
    """First names, exact, that are frequent words of a language and hardly anything but names («علی»)."""
    return frozenset(map(key_of, words("well_known_names", kind="usual", language=language)))


@cache
def given_names(language: str) -> frozenset[str]:
    """Every word, exact, that a person of a text in a language may be called by."""
    return first_names() | usual_names(language)


@cache
def last_names() -> frozenset[str]:
    """Last names, exact."""
    return _of_kind("last")


@cache
def whole_names() -> frozenset[Key]:
    """Full names in which a word is no title («سردار آزمون»), as the exact forms of their words."""
    return frozenset(key(row["word"]) for row in table("well_known_names") if row["kind"] == "whole")


@cache
def ranks() -> frozenset[str]:
    """Titles that are never a first name, exact («المهندس»)."""
    return frozenset(key_of(row["word"]) for row in table("person_roles") if row["kind"] == "rank")


@cache
def titles() -> frozenset[str]:
    """Titles and offices of one word, exact."""
    return frozenset(key_of(row["word"]) for row in table("person_roles") if " " not in row["word"])


def _of_kind(kind: str) -> frozenset[str]:
    rows = (*table("person_names"), *table("well_known_names"))
    return frozenset(key_of(row["word"]) for row in rows if row["kind"] == kind)


@cache
def _may_be(kind: str, language: str) -> frozenset[str]:
    return frozenset(map(key_of, words("office_words", kind=kind, language=language)))


def _is_verb(exact: str, language: str) -> bool:
    """Whether a word is a verb, which no office has in it.

    >>> _is_verb(key_of("می‌گوید"), "fa"), _is_verb(key_of("غادرت"), "ar"), _is_verb(key_of("تعليم"), "ar")
    (True, True, False)
    """
    if language == "fa":
        return is_verb(exact)
    return is_perfect(exact) or is_present(exact) or is_verb_with_article(exact)


class OfficeHolders:
    """The roles and titles of a passage, found once."""

    def __init__(self, passage: Passage, found: Sequence[Candidate]) -> None:
        self._passage = passage
        self._roles = {match.first: match for match in _roles().find(passage.words) if not self._leads_to(match)}
        self._titles = {match.last: match for match in _titles().find(passage.words)}
        self._bodies_by_end = {c.last: c for c in found if c.label == "ORG"}
        self._bodies = {c.first: c for c in found if c.label == "ORG"}
        self._persons = words_of(c for c in found if c.label == "PERSON")
        known = (*self._roles.values(), *self._titles.values())
        self._own = {at for match in known for at in range(match.first, match.last)}

    def _leads_to(self, match: Match) -> bool:
        """Whether «والي» is «وإلى»: both are one where spelling is folded."""
        word = self._passage.words[match.last - 1]
        return match.last - match.first == 1 and self._passage.folded.text[word.start : word.end].endswith(_TO)

    def office(self, person: Candidate) -> Office:
        """What is said of a person right before the name, or else right after it."""
        first = person.first
        while first in self._titles and not self._parted(first):
            first = self._titles[first].first
        titles = (first, person.first)
        role, body = self._before(first)
        if role == (0, 0):
            role, body = self._after(person.last)
        return Office(titles, role, body)

    def _before(self, end: int) -> tuple[tuple[int, int], Candidate | None]:
        """«رئیس سازمان … + name»: an office that ends where the name (with its titles) begins."""
        body = self._bodies_by_end.get(end) if end and not self._parted(end) else None
        last = body.first if body else end
        at = last
        start = None
        while at > 0 and last - at < _MOST_WORDS and not self._broken(at) and at - 1 not in self._persons:
            at -= 1
            if self._leaves(at, last, named=body is not None):
                break
            if at in self._roles:
                start = at
            if at in self._bodies_by_end:
                break
        return ((start, last), body) if start is not None else ((0, 0), None)

    def _leaves(self, at: int, last: int, *, named: bool) -> bool:
        """Whether a word cannot stand in an office that ends at ``last`` («استاندار یزد از طرح‌های … | بازدید کرد»).

        A body follows the office where it is ``named``, so that «المتحدث باسم» may end there.
        """
        word, language = self._passage.words[at], self._passage.language
        if at + 1 == last and not named and self._annexes(word.exact):
            return True
        if at + 1 < last and self._listed(at + 1, last):
            return True
        if at in self._own:
            return False
        if word.exact in stops() or (language == "ar" and word.exact[0] == _AND and word.exact[1:] in stops()):
            inside = word.exact in _may_be("within", language) and (named or at + 1 < last)
            return not inside and word.exact not in _may_be("beside", language)
        return word.exact in _may_be("outside", language) or _is_verb(word.exact, language)

    def _annexes(self, exact: str) -> bool:
        """Whether a word right before a name makes that part of something else («پرونده‌های», «بجامع», «باسم»)."""
        if self._passage.language == "fa":
            return exact == _AND or exact.endswith(_PLURAL_OF)
        return exact in (_AND, _IN_NAME_OF) or (exact[0] == _AT and exact[1:] in heads("ar"))

    def _listed(self, at: int, last: int) -> bool:
        """Whether a comma before a word parts what is no list of one office's fields («صنعت، معدن و تجارت»)."""
        if _COMMAS.isdisjoint(self._between(at)) or at in self._own:
            return False
        return not any(word.exact == _AND for word in self._passage.words[at + 1 : last - 1])

    def _after(self, start: int) -> tuple[tuple[int, int], Candidate | None]:
        """«name، رئیس سازمان …»: an office after a comma or at once."""
        role: Match | None = self._roles.get(start)
        if role is None or self._broken(start):
            return (0, 0), None
        end = portfolio(self._passage, role.last - 1)[1]
        role = role._replace(last=max(role.last, end)) if portfolio(self._passage, role.last - 1)[0] < end else role
        at = role.last
        while at < len(self._passage.words) and at - start < _MOST_WORDS and not self._parted(at):
            if at in self._bodies:
                return (start, at), self._bodies[at]
            if at in self._persons or self._leaves(at, at + 1, named=True):
                break
            at += 1
        return (role.first, role.last), None

    def _between(self, at: int) -> str:
        return self._passage.between(at) if 0 < at < len(self._passage.words) else "\n"

    def _parted(self, at: int) -> bool:
        """Whether more than space stands before a word."""
        return bool(self._between(at).strip()) or "\n" in self._between(at)

    def _broken(self, at: int) -> bool:
        """Whether a stop stands before a word; a comma is none."""
        return not _BREAKS.isdisjoint(self._between(at))

    def value(self, office: Office) -> tuple[dict[str, str], dict[str, Span | list[Span]]]:
        """What a PERSON's value says beside the name, and the ranges of folded text that it names."""
        tokens = self._passage.words
        said: dict[str, str] = {}
        inner: dict[str, Span | list[Span]] = {}
        for name, (first, last) in (("title", office.titles), ("role", office.role)):
            if last > first:
                said[name] = phrase(self._passage.folded, tokens[first:last], self._passage.language)
        if office.body:
            last = office.body.last - 1
            inner["organisation_span"] = Span(tokens[office.body.first].start, tokens[last].end)
        return said, inner
