"""The nodes of a parsed query: what must, may or must not be in a document."""

from dataclasses import dataclass
from itertools import islice, product

from extractors.text.analyzer import Token
from extractors.text.lexicon import articles_before

_MOST_WAYS = 12
"""Writings of both sides of a NEAR that are tried."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A term, or several terms side by side in this order.

    The offsets of the tokens are code points of the query; ``quoted`` is whether it was written as a phrase.
    With ``spelling`` the words must be spelt as they are here, letter for letter.
    """

    tokens: tuple[Token, ...]
    quoted: bool = False
    field: str = ""
    spelling: bool = False
    also: tuple[tuple[Token, ...], ...] = ()
    """Other ways to write them, each a phrase that may stand in their place: in parts, or in one word."""


@dataclass(frozen=True, slots=True)
class Prefix:
    """Words that begin with a text."""

    text: str

    @property
    def starts(self) -> tuple[str, ...]:
        """What a word that is meant begins with: an Arabic article may stand before it."""
        return (self.text, *(article + self.text for article in articles_before(self.text)))


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """Words that a text becomes by at most so many edits: a letter more, less, other, or two exchanged."""

    text: str
    max_edits: int


@dataclass(frozen=True, slots=True)
class Near:
    """Both there, in any order, with at most ``within`` words between them."""

    left: Phrase
    right: Phrase
    within: int

    def ways(self) -> list[tuple[tuple[Token, ...], tuple[Token, ...]]]:
        """Both sides as they are asked for, and in their other writings."""
        if self.left.spelling or self.right.spelling:
            return [(self.left.tokens, self.right.tokens)]
        left, right = ([side.tokens, *side.also] for side in (self.left, self.right))
        return list(islice(product(left, right), _MOST_WAYS))


@dataclass(frozen=True, slots=True)
class Exact:
    """A field that must hold just this value."""

    field: str
    value: str


@dataclass(frozen=True, slots=True)
class Days:
    """A date of the field (``date``: mentioned, ``published``, ``added``) that overlaps these days.

    They are ordinals, both included.
    """

    field: str
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Undated:
    """A document without a day of publication."""


@dataclass(frozen=True, slots=True)
class Count:
    """A counted unit (as ``units.unit_key`` writes it) whose number lies between both, both included."""

    unit: str
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount of money in a currency (as ``units.unit_key`` writes it, "" for any) that lies between both."""

    unit: str
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Sized:
    """A document that was read from so many bytes, both included; None is no limit."""

    low: int
    high: int | None


@dataclass(frozen=True, slots=True)
class Keys:
    """One of some documents, by their keys."""

    keys: frozenset[str]


@dataclass(frozen=True, slots=True)
class And:
    """Every part must match; without parts everything does."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Or:
    """At least one part must match; more match better."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part must not match."""

    part: "Node"


type Value = Exact | Days | Count | Amount | Sized | Undated | Keys
type Leaf = Phrase | Prefix | Fuzzy | Near
type Node = Leaf | Value | And | Or | Not
type Filter = Node
"""What a match must have beside the words, and what adds nothing to its score."""
