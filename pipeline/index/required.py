"""Terms that a query's matches cannot lack, read off the very query that an engine is asked.

A document that lacks all terms of one group is no match, so thousands of queries need not be asked of it.
"""

from collections.abc import Sequence

from pipeline.index.compile import Compiler, Occur
from pipeline.query.parser import Query

type Term = tuple[str, str]
"""A field of the index and a term in it."""
type Required = tuple[frozenset[Term], ...]
"""Groups of terms: a match has at least one term of each. No group says nothing, an empty one that nothing matches."""
_NOTHING: Required = (frozenset(),)


class RequiredTerms:
    """Builds, in place of an engine's query, the terms that its matches must have; see compile.Builder."""

    def nothing(self) -> Required:
        """See compile.Builder."""
        return _NOTHING

    def everything(self) -> Required:
        """See compile.Builder."""
        return ()

    def combined(self, parts: Sequence[tuple[Occur, Required]]) -> Required:
        """Every group of what must be there; where nothing must, a group of what is enough."""
        must = [group for occur, required in parts if occur == "must" for group in required]
        if any(occur == "must" for occur, _ in parts):
            return tuple(dict.fromkeys(must))
        return _any_of([required for occur, required in parts if occur == "should"])

    def term(self, field: str, value: str) -> Required:
        """See compile.Builder."""
        return (frozenset({(field, value)}),)

    def terms(self, field: str, values: Sequence[str]) -> Required:
        """See compile.Builder."""
        return (frozenset((field, value) for value in values),)

    def phrase(self, field: str, terms: Sequence[str]) -> Required:
        """Each word of it."""
        return tuple(dict.fromkeys(frozenset({(field, term)}) for term in terms))

    def near(self, field: str, left: Sequence[str], right: Sequence[str], within: int) -> Required:  # noqa: ARG002 - the seam's
        """Each word of both."""
        return self.phrase(field, [*left, *right])

    def prefix(self, field: str, start: str) -> Required:  # noqa: ARG002
        """See compile.Builder; which terms it means is not known from here."""
        return ()

    def fuzzy(self, field: str, text: str, max_edits: int) -> Required:  # noqa: ARG002
        """As ``prefix``."""
        return ()

    def matching(self, field: str, pattern: str) -> Required:  # noqa: ARG002
        """As ``prefix``."""
        return ()

    def between(self, field: str, low: int, high: int) -> Required:  # noqa: ARG002
        """See compile.Builder; numbers are no terms."""
        return ()

    def boosted(self, query: Required, by: float) -> Required:  # noqa: ARG002
        """See compile.Builder."""
        return query

    def constant(self, query: Required, score: float) -> Required:  # noqa: ARG002
        """See compile.Builder."""
        return query


def _any_of(ways: Sequence[Required]) -> Required:
    """One group with the most telling group of each way; none where one way says nothing."""
    if not all(ways):
        return ()
    told: set[Term] = set()
    for way in ways:
        told |= most_telling(way)
    return (frozenset(told),)


def most_telling(required: Required) -> frozenset[Term]:
    """The group that the fewest documents have, as far as its size and the length of its terms tell.

    >>> sorted(most_telling((frozenset({("whole_stem", "در")}), frozenset({("whole_stem", "تفاهمنامه")}))))
    [('whole_stem', 'تفاهمنامه')]
    """
    return min(required, key=_commonness)


def _commonness(group: frozenset[Term]) -> tuple[int, int]:
    return (len(group), -min((len(term) for _, term in group), default=0))


def required_terms(query: Query) -> Required:
    """The groups of terms of a query."""
    return Compiler(RequiredTerms(), query).found()
