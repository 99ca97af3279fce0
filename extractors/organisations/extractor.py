"""ORG: names of the gazetteer and names that the rules extend from a head word, the longest of both."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from extractors.dates.extractor import longest
from extractors.organisations import arabic, persian
from extractors.organisations.gazetteer import determiners, heads, names, reported_by
from extractors.protocols import Found, Passage
from extractors.text.spelling import phrase

_REPORTERS = frozenset(("خبرنگار", "گزارش"))
_KNOWN, _RULE, _ALONE = 0.95, 0.75, 0.6


class OrganisationExtractor:
    """Finds ORG mentions; the value is the name in its dictionary spelling."""

    name = "organisations"
    version = "1"

    def extract(self, passage: Passage, earlier: Sequence[Found]) -> list[Found]:
        """Organisations in text order, none overlapping another."""
        rules = self._arabic(passage) if passage.language == "ar" else self._persian(passage)
        return longest([*self._known(passage), *self._reporters(passage), *rules])

    def _known(self, passage: Passage) -> Iterator[Found]:
        for match in names().find(passage.words):
            start, end = passage.words[match.first].start, passage.words[match.last - 1].end
            yield Found("ORG", start, end, {"name": match.entry}, _KNOWN)

    def _reporters(self, passage: Passage) -> Iterator[Found]:
        """«به گزارش خبرنگار مهر»: the agency, not the month."""
        for before, word in pairwise(passage.words):
            if before.exact in _REPORTERS and word.exact in reported_by():
                yield Found("ORG", word.start, word.end, {"name": reported_by()[word.exact]}, _ALONE)

    def _persian(self, passage: Passage) -> Iterator[Found]:
        place_ends, known, at = persian.place_ends(passage), heads("fa"), 0
        while at < len(passage.words):
            named = passage.words[at].exact in known and not _common(passage, at)
            end = persian.extent(passage, at, place_ends) if named else at
            if end > at:
                yield self._found(passage, at, end, 0)
            at = max(at + 1, end)

    def _arabic(self, passage: Passage) -> Iterator[Found]:
        at = 0
        while at < len(passage.words):
            head = None if _common(passage, at) else arabic.head_at(passage, at)
            end = arabic.extent(passage, at, head[0], definite=head[2]) if head else at
            if head and end > at:
                yield self._found(passage, at, end, head[1])
            at = max(at + 1, end)

    def _found(self, passage: Passage, first: int, last: int, clitic: int) -> Found:
        words = passage.words[first:last]
        name = phrase(passage.folded, words, passage.language)
        score = _RULE if last - first > 1 else _ALONE
        return Found("ORG", words[0].start + clitic, words[-1].end, {"name": name[clitic:]}, score)


def _common(passage: Passage, at: int) -> bool:
    """Whether a determiner or a number before the head makes it a common noun («۲۸ جامعة», «هر سازمان»)."""
    if not at:
        return False
    before = passage.words[at - 1].exact
    return before in determiners() or before[0].isdigit()
