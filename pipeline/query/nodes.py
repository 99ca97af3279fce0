"""The nodes of a parsed query: what must, may or must not be in a document."""

from dataclasses import dataclass

from extractors.text.analyzer import Token


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


@dataclass(frozen=True, slots=True)
class Exact:
    """A field that must hold just this value."""

    field: str
    value: str


@dataclass(frozen=True, slots=True)
class Days:
    """A date of the field (``date``: mentioned, ``published``) that overlaps these days (ordinals, both included)."""

    field: str
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Undated:
    """A document without a day of publication."""


@dataclass(frozen=True, slots=True)
class Count:
    """A counted unit (as ``values.unit_key`` writes it) whose number lies between both, both included."""

    unit: str
    low: float
    high: float


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


type Value = Exact | Days | Count | Undated
type Leaf = Phrase | Prefix | Fuzzy | Near
type Node = Leaf | Value | And | Or | Not
type Filter = Node
"""What a match must have beside the words, and what adds nothing to its score."""
