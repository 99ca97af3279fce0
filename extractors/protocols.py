"""What an extractor sees, what it gives back, and the seam between both."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Protocol

from corpora.document import Span
from extractors.text.aligned import AlignedText
from extractors.text.segmenter import Word, words


@dataclass(frozen=True)
class Passage:
    """A text made ready for every extractor: folded once, furniture blanked, offsets unchanged.

    ``published`` anchors relative dates; None leaves them unresolved.
    """

    folded: AlignedText
    language: str
    published: date | None
    words: tuple[Word, ...]

    @classmethod
    def of(cls, text: str, language: str, published: date | None = None) -> "Passage":
        """Folds and segments a text."""
        folded = AlignedText.of(text)
        return cls(folded, language, published, tuple(words(folded)))

    @cached_property
    def gaps(self) -> tuple[str, ...]:
        """The folded text before each word, since the one before it; the last is that behind all words."""
        key, at = self.folded.key, 0
        found = []
        for word in self.words:
            found.append(key[at : word.start])
            at = word.end
        return (*found, key[at:])

    @cached_property
    def marked(self) -> tuple[int, ...]:
        """Where in ``gaps`` more than a space stands, or nothing."""
        return tuple(at for at, gap in enumerate(self.gaps) if gap != " ")

    def between(self, at: int) -> str:
        """The folded text between a word and the one before it; before the first and after the last, to the edge."""
        return self.gaps[at]

    @property
    def calendar(self) -> str:
        """The calendar that a bare year or a relative month is in: Jalali in Persian, else Gregorian."""
        return "jalali" if self.language == "fa" else "gregorian"


@dataclass(frozen=True, slots=True)
class Found:
    """A labelled range of the folded text with its value; becomes a Mention once offsets are mapped back.

    ``inner`` are further folded ranges, or lists of them, that the value names (a count's ``number_span``), mapped
    back too.
    """

    label: str
    start: int
    end: int
    value: Mapping[str, Any]
    score: float = 1.0
    inner: Mapping[str, Span | list[Span]] = field(default_factory=dict)

    @property
    def span(self) -> Span:
        """The folded range."""
        return Span(self.start, self.end)


class Extractor(Protocol):
    """Finds mentions of some labels. Pure: the same passage and earlier finds give the same result."""

    name: str
    version: str

    def extract(self, passage: Passage, earlier: Sequence[Found]) -> list[Found]:
        """What it finds, beside what extractors before it found (counts leave dates alone)."""
        ...
