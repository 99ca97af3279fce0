"""ORG, PERSON and PLACE: what the tagger finds, what gazetteer and rules add, and what the document says again."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from extractors.names.anaphors import anaphors
from extractors.names.arabic_bodies import as_named
from extractors.names.candidates import Candidate, laid_over
from extractors.names.clitics import clitics, of_person
from extractors.names.cue_words import in_context
from extractors.names.dushanbe import dushanbe
from extractors.names.endings import ended
from extractors.names.figures import without_figures
from extractors.names.filters import filtered, unquoted
from extractors.names.full_names import with_full_names
from extractors.names.hashtags import in_hashtags
from extractors.names.homographs import without_words
from extractors.names.merging import as_bodies, merged
from extractors.names.ministers import without_portfolios
from extractors.names.naming import Names, bodies, place_at
from extractors.names.parents import parent, parent_behind, seat_behind
from extractors.names.persian_bodies import without_others
from extractors.names.persons import OfficeHolders, is_titled
from extractors.names.proposals import proposed
from extractors.names.repeats import aliases, repeated, shorts
from extractors.names.run_together import parted
from extractors.names.seats import seated_body, with_seats
from extractors.names.settlements import as_known, with_places
from extractors.names.short_forms import short_forms
from extractors.names.stretches import CLOSED, OPEN
from extractors.names.tagging import tagged
from extractors.names.trimming import trimmed, with_countries
from extractors.protocols import Found, Passage

if TYPE_CHECKING:
    from extractors.names.tagger import Tagger

LANGUAGES = ("fa", "ar")
_MEASURED = (
    (0.0, 0.0),
    (0.3, 0.2),
    (0.5, 0.4),
    (0.6, 0.6),
    (0.7, 0.64),
    (0.8, 0.66),
    (0.9, 0.84),
    (0.95, 0.88),
    (0.98, 0.94),
    (1.0, 0.98),
)
"""Score → share of right finds."""


@cache
def shipped(language: str) -> "Tagger | None":
    """The tagger of a language with the model that is shipped; None where there is none. Raises NoModel."""
    if language not in LANGUAGES:
        return None
    from extractors.names.model import model
    from extractors.names.tagger import Tagger

    return Tagger(model(language), language)


class NameExtractor:
    """Finds ORG, PERSON and PLACE mentions; the value is the full name in its dictionary spelling.

    A PERSON has the ``title``, the ``role`` and the ``organisation`` that stand beside the name; an ORG its ``kind``,
    ``place``, ``parent`` and ``english`` name where they are known, and the ranges of ``anaphors`` that point to it.
    """

    name = "names"
    version = "25"

    def __init__(self, tagger: Callable[[str], "Tagger | None"] | None = None, version: str = "") -> None:
        """Takes what gives the tagger of a language, by default the one that is shipped; another is a version too."""
        self._tagger = tagger or shipped
        self.version = version or self.version

    def extract(self, passage: Passage, earlier: Sequence[Found]) -> list[Found]:
        """Names in text order, none overlapping another."""
        return described(passage, self.named(passage, earlier))

    def named(self, passage: Passage, earlier: Sequence[Found]) -> list[Candidate]:
        """The candidates that are finds, in their order."""
        pacts = {found.start for found in earlier if found.label == "AGREEMENT"}
        named = without_figures(passage, self.candidates(passage), earlier)
        return [c for c in named if c.label != "PERSON" or passage.words[c.first].start not in pacts]

    def candidates(self, passage: Passage) -> list[Candidate]:
        """The names in order, as ranges of words."""
        seen = tagged(passage, self._tagger(passage.language))
        found = list(
            as_known(
                passage, trimmed(passage, as_bodies(passage, without_others(passage, parted(passage, seen.names))))
            )
        )
        found = with_places(passage, ended(passage, merged(passage, found, proposed(passage, seen))))
        found = in_hashtags(passage, filtered(passage, list(as_named(passage, found))))
        found = laid_over(found, dushanbe(passage), len(passage.words))
        found = with_seats(passage, with_countries(passage, in_context(passage, found)))
        found = self._told(passage, with_full_names(passage, found))
        found = sorted([*found, *aliases(passage, found), *shorts(passage, found)])
        size = len(passage.words)
        found = laid_over(found, short_forms(passage, found), size)
        return self._told(passage, laid_over(found, repeated(passage, found), size))

    @staticmethod
    def _told(passage: Passage, found: Sequence[Candidate]) -> list[Candidate]:
        """The candidates without a minister's portfolio and without common words."""
        return without_words(passage, without_portfolios(passage, found))


def described(passage: Passage, named: Sequence[Candidate]) -> list[Found]:
    """Candidates as finds with their values, in the same order."""
    return _Describer(passage, named).all()


def calibrated(score: float) -> float:
    """How often a find of that score is right, as measured on the development part of PEYMA.

    >>> calibrated(0.99), calibrated(0.5)
    (0.96, 0.4)
    """
    after = next(at for at, (reached, _) in enumerate(_MEASURED) if score <= reached)
    (low, below), (high, above) = _MEASURED[max(0, after - 1)], _MEASURED[after]
    share = (score - low) / (high - low) if high > low else 0.0
    return round(below + share * (above - below), 3)


class _Describer:
    """The candidates of a passage as finds, with their values."""

    def __init__(self, passage: Passage, found: Sequence[Candidate]) -> None:
        self._passage = passage
        self._found = found
        self._names = Names(passage, found)
        self._beside = OfficeHolders(passage, found)
        self._referring = anaphors(passage, found)

    def all(self) -> list[Found]:
        """Every candidate, described."""
        return [self._described(candidate) for candidate in self._found]

    def _clitic(self, candidate: Candidate) -> int:
        if candidate.cut >= 0 or self._passage.language != "ar":
            return max(candidate.cut, 0)
        exact = self._passage.words[candidate.first].exact
        if self._passage.between(candidate.first)[-1:] in OPEN and self._passage.between(candidate.last)[:1] in CLOSED:
            return 0  # «فريم» is whole
        if candidate.label != "PERSON":
            return clitics(exact)
        return 0 if is_titled(self._passage, candidate.first) else of_person(exact)

    def _name(self, candidate: Candidate) -> str:
        return self._names.name(candidate, self._clitic(candidate))

    def _described(self, candidate: Candidate) -> Found:
        words = self._passage.words
        start = words[candidate.first].start + self._clitic(candidate)
        end = unquoted(self._passage, start, words[candidate.last - 1].end)
        value: dict[str, Any] = {"name": self._name(candidate)}
        inner: Mapping[str, Any] = {}
        if candidate.label == "ORG":
            value |= self._organisation(candidate, value["name"])
            inner = {"anaphors": self._referring[candidate]} if candidate in self._referring else {}
        elif candidate.label == "PERSON":
            office = self._beside.office(candidate)
            said, inner = self._beside.value(office)
            value |= said | ({"organisation": self._name(office.body)} if office.body else {})
        else:
            value |= place_at(self._passage, candidate)
        return Found(candidate.label, start, end, value, calibrated(candidate.score), inner)

    def _organisation(self, candidate: Candidate, name: str) -> dict[str, str]:
        said = {}
        if name in bodies():
            body = bodies()[name]
            said = {"kind": body.kind, "place": body.place, "english": body.english}
        elif known := seated_body(name):
            said = {"kind": bodies()[known].kind}
        said["parent"] = parent(self._passage, candidate) or self._behind(candidate)
        if said["parent"] and not said.get("place"):
            seat = seat_behind(self._passage, candidate, self._found, self._clitic)
            said["place"] = self._name(seat) if seat else ""
        return {key: text for key, text in said.items() if text}

    def _behind(self, candidate: Candidate) -> str:
        body = parent_behind(self._passage, candidate, self._found, self._clitic)
        return self._name(body) if body else ""
