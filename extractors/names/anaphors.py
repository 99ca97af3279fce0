"""«این سازمان», «وزارتخانه», «الوزارة»: words that point back to a body that the document has named."""

from collections.abc import Mapping, Sequence

from corpora.document import Span
from extractors.names.candidates import Candidate, words_of
from extractors.organisations.gazetteer import heads
from extractors.protocols import Passage
from extractors.text.stemmer import stem

_THIS = frozenset(("این", "آن", "ان", "همین"))
_ALIAS = {"وزارتخانه": "وزارت"}
"""A word that points to a body with another head."""


def anaphors(passage: Passage, found: Sequence[Candidate]) -> Mapping[Candidate, list[Span]]:
    """Organisation → the folded ranges that point to it: the last one before them with that head."""
    pointing: dict[Candidate, list[Span]] = {}
    last: dict[str, Candidate] = {}
    starts = {candidate.first: candidate for candidate in found}
    taken = words_of(found)
    for at, word in enumerate(passage.words):
        if at in starts:
            if starts[at].label == "ORG":
                last[stem(word.exact)] = starts[at]
        elif at not in taken:
            first = _first(passage, at)
            named = last.get(stem(_ALIAS.get(word.exact, word.exact))) if first >= 0 else None
            if named:
                pointing.setdefault(named, []).append(Span(passage.words[first].start, word.end))
    return pointing


def _first(passage: Passage, at: int) -> int:
    """Where an expression that ends with a word and may point back begins; -1 where the word does not point."""
    exact = passage.words[at].exact
    if passage.language == "ar":
        return at if exact.startswith("ال") and exact[2:] in heads("ar") else -1
    if exact in _ALIAS:
        return at
    return at - 1 if at and exact in heads("fa") and passage.words[at - 1].exact in _THIS else -1
