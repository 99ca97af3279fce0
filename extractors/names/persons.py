"""What stands beside a person's name: titles, an office, and the body that it is held in."""

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from corpora.document import Span
from corpora.tables import table, words
from extractors.names.candidates import Candidate, words_of
from extractors.names.ministers import portfolio
from extractors.names.places import Key, key
from extractors.protocols import Passage
from extractors.sequences import Match, Sequences
from extractors.text.lexicon import key_of
from extractors.text.spelling import phrase

_MOST_WORDS, _MOST_TITLE = 8, 3
"""Of an office, without the name of the body."""
_BREAKS = frozenset('\n.!?؟؛:;()«»"[]')


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


class OfficeHolders:
    """The roles and titles of a passage, found once."""

    def __init__(self, passage: Passage, found: Sequence[Candidate]) -> None:
        self._passage = passage
        self._roles = {match.first: match for match in _roles().find(passage.words)}
        self._titles = {match.last: match for match in _titles().find(passage.words)}
        self._bodies_by_end = {c.last: c for c in found if c.label == "ORG"}
        self._bodies = {c.first: c for c in found if c.label == "ORG"}
        self._persons = words_of(c for c in found if c.label == "PERSON")

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
            if at in self._roles:
                start = at
            if at in self._bodies_by_end:
                break
        return ((start, last), body) if start is not None else ((0, 0), None)

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
            if at in self._persons:
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
