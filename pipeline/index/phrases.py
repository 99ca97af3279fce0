"""Many phrases looked for in one document at once: each is found exactly where a search for it finds the document.

What a phrase's matches have is read off the very query that an engine would be asked: runs of terms, in the words of a
document or in the parts of its compounds. A document is walked once, whatever number of phrases there are.
"""

from array import array
from collections.abc import Iterator, Sequence

from pipeline.errors import QuerySyntaxError
from pipeline.index.compile import Compiler, Occur
from pipeline.index.records import IndexRecord
from pipeline.query.parser import Phrase, Query, parse

type Run = tuple[str, tuple[str, ...]]
"""A field of words and terms that stand there side by side."""
_WORDS, _PARTS = "whole_stem", "whole_parts"
_QUOTES = str.maketrans(dict.fromkeys('"«»“”„‟', " "))


class _Runs:
    """Builds, in place of an engine's query, the runs of terms each of which is enough; see compile.Builder."""

    def nothing(self) -> list[Run]:
        """See compile.Builder, here and below; a phrase has no part of these kinds."""
        return []

    def everything(self) -> list[Run]:
        return []

    def combined(self, parts: Sequence[tuple[Occur, list[Run]]]) -> list[Run]:
        """What is enough; of what must be there the words alone, so that marks (رُسُل) are no part of a name."""
        must = [runs for occur, runs in parts if occur == "must"]
        return must[0] if must else [run for _, runs in parts for run in runs]

    def term(self, field: str, value: str) -> list[Run]:
        return [(field, (value,))]

    def terms(self, field: str, values: Sequence[str]) -> list[Run]:
        return [(field, (value,)) for value in values]

    def phrase(self, field: str, terms: Sequence[str]) -> list[Run]:
        return [(field, tuple(terms))]

    def near(self, field: str, left: Sequence[str], right: Sequence[str], within: int) -> list[Run]:  # noqa: ARG002 - the seam's
        return []

    def prefix(self, field: str, start: str) -> list[Run]:  # noqa: ARG002
        return []

    def fuzzy(self, field: str, text: str, max_edits: int) -> list[Run]:  # noqa: ARG002
        return []

    def matching(self, field: str, pattern: str) -> list[Run]:  # noqa: ARG002
        return []

    def between(self, field: str, low: int, high: int) -> list[Run]:  # noqa: ARG002
        return []

    def boosted(self, query: list[Run], by: float) -> list[Run]:  # noqa: ARG002
        return query

    def constant(self, query: list[Run], score: float) -> list[Run]:  # noqa: ARG002
        return query


_RUNS = _Runs()


def phrase_of(name: str) -> Query | None:
    """The query of a name as a phrase, whatever signs are in it; None where it has no word."""
    try:
        query = parse(f'"{" ".join(name.translate(_QUOTES).split())}"')
    except QuerySyntaxError:
        return None
    return query if isinstance(query.root, Phrase) else None


def runs_of(name: str) -> list[Run]:
    """The runs of terms by each of which a name is found; none where it has no word."""
    query = phrase_of(name)
    return sorted({run for run in Compiler(_RUNS, query).found() if run[0] in (_WORDS, _PARTS)}) if query else []


class Phrases:
    """Phrases by a number, looked for together."""

    def __init__(self) -> None:
        """Holds none yet."""
        self._ends: dict[str, dict[str, array[int]]] = {_WORDS: {}, _PARTS: {}}
        """Field → run of terms, joined → numbers of phrases."""
        self._lengths: dict[str, dict[str, tuple[int, ...]]] = {_WORDS: {}, _PARTS: {}}
        """Field → first term of a run → how many terms runs have that begin with it."""
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def add(self, number: int, runs: Sequence[Run]) -> None:
        """Looks for a phrase by its runs from now on."""
        for field, terms in runs:
            self._ends[field].setdefault(" ".join(terms), array("I")).append(number)
            known = self._lengths[field].get(terms[0], ())
            if len(terms) not in known:
                self._lengths[field][terms[0]] = (*known, len(terms))
        self._count += 1

    def found(self, record: IndexRecord) -> dict[int, tuple[int, int]]:
        """Number of a phrase that a document has → where it has it first, in code points of ``records.whole_text``.

        One that stands in the parts of a compound alone has no place, (0, 0).
        """
        places: dict[int, tuple[int, int]] = {}
        starts, ends = record.whole.starts, record.whole.ends
        for at, length, numbers in self._walk(_WORDS, record.whole.stem):
            for number in numbers:
                places.setdefault(number, (starts[at], ends[at + length - 1]))
        for _, _, numbers in self._walk(_PARTS, record.whole_parts):
            for number in numbers:
                places.setdefault(number, (0, 0))
        return places

    def _walk(self, field: str, stream: str) -> Iterator[tuple[int, int, "array[int]"]]:
        ends, lengths = self._ends[field], self._lengths[field]
        if not ends or not stream:
            return
        terms = stream.split(" ")
        for at, first in enumerate(terms):
            for length in lengths.get(first, ()):
                numbers = ends.get(" ".join(terms[at : at + length]))
                if numbers is not None and at + length <= len(terms):
                    yield at, length, numbers
