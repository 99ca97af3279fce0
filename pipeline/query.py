"""The query language: words (AND), "phrases" and «phrases», -word, OR, parentheses, field:value.

A minus, a colon or a bracket that is not attached to a word is text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from extractors.text.analyzer import Token, analyze
from extractors.text.lexicon import question_words
from pipeline.errors import QuerySyntaxError

TEXT_FIELDS = ("title", "org")
EXACT_FIELDS = ("lang", "source", "kind", "flag", "year")
FIELDS = TEXT_FIELDS + EXACT_FIELDS
_LONGEST = 4096
_DEEPEST = 40
_OPEN_QUOTES = {'"': '"', "«": "»", "“": "”", "„": "”"}
_PIECE = re.compile(
    r"""
      (?P<space>[\s،؛]+)
    | (?P<quote>["«“„])
    | (?P<field>(?:{}):(?=[^\s:]))
    | (?P<open>\((?=[^\s)]))
    | (?P<close>\))
    | (?P<minus>-(?=[^\s\-:()]))
    | (?P<word>[^\s"«“„()،؛]+|\()
    """.format("|".join(FIELDS)),
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Words:
    """Lexical words that must all be there; in the order and place given where it is a phrase."""

    tokens: tuple[Token, ...]
    phrase: bool = False
    field: str = ""


@dataclass(frozen=True, slots=True)
class Exact:
    """A field that must hold just this value."""

    field: str
    value: str


@dataclass(frozen=True, slots=True)
class All:
    """Every part must match."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Any:
    """At least one part must match; more match better."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part must not match."""

    part: "Node"


type Node = Words | Exact | All | Any | Not


@dataclass(frozen=True, slots=True)
class Query:
    """A parsed query. ``root`` is None where it asks for nothing that can be found."""

    text: str
    root: Node | None
    operator: Literal["and", "or"] = "and"
    filters: tuple[Exact, ...] = field(default=())

    def words(self) -> Iterator[Words]:
        """The words that a match shows, for marking them; none that must be absent or are of another field."""
        stack = [self.root] if self.root else []
        while stack:
            node = stack.pop()
            if isinstance(node, Words) and node.field in ("", "title"):
                yield node
            elif isinstance(node, All | Any):
                stack.extend(node.parts)


@dataclass(frozen=True, slots=True)
class _Lexeme:
    kind: str
    text: str
    start: int


def _lexemes(text: str, *, question: bool) -> list[_Lexeme]:
    found: list[_Lexeme] = []
    at = 0
    while at < len(text):
        match = _PIECE.match(text, at)
        if match is None:
            at += 1
            continue
        kind, piece, start = str(match.lastgroup), match.group(), at
        at = match.end()
        if kind == "quote":
            end = text.find(_OPEN_QUOTES[piece], at)
            if end < 0 and question:
                continue
            if end < 0:
                raise QuerySyntaxError("quote", start, text[:start] + text[at:])
            found.append(_Lexeme("phrase", text[at:end], start))
            at = end + 1
        elif kind != "space":
            found.append(_Lexeme(kind, piece, start))
    return found


class _Parser:
    """Recursive descent over lexemes; depth is bounded, so is the work."""

    def __init__(self, text: str, operator: Literal["and", "or"]) -> None:
        self._text = text
        self._lexemes = _lexemes(text, question=operator == "or")
        self._operator = operator
        self._at = 0
        self._depth = 0

    def parse(self) -> Node | None:
        node = self._either()
        while self._at < len(self._lexemes):
            self._at += 1
            node = _joined(All, [part for part in (node, self._either()) if part])
        return node

    def _peek(self) -> str:
        return self._lexemes[self._at].kind if self._at < len(self._lexemes) else ""

    def _is_or(self) -> bool:
        return self._peek() == "word" and self._lexemes[self._at].text in ("OR", "|")

    def _either(self) -> Node | None:
        parts = [self._sequence()]
        while self._is_or():
            self._at += 1
            parts.append(self._sequence())
        return _joined(Any, [part for part in parts if part])

    def _sequence(self) -> Node | None:
        parts: list[Node] = []
        while self._peek() and self._peek() != "close" and not self._is_or():
            part = self._run() if self._peek() == "word" else self._single()
            if part:
                parts.append(part)
        negative = [part for part in parts if isinstance(part, Not)]
        positive = [part for part in parts if not isinstance(part, Not)]
        if self._operator == "or" and len(positive) > 1:
            positive = [Any(tuple(positive))]
        return _joined(All, [*positive, *negative])

    def _run(self) -> Node | None:
        """Words side by side, analysed together, so that the parts of one word meet («تفاهم نامه»)."""
        start = end = self._at
        while (
            end < len(self._lexemes)
            and self._lexemes[end].kind == "word"
            and self._lexemes[end].text not in ("OR", "|")
        ):
            end += 1
        self._at = end
        tokens = analyze(" ".join(lexeme.text for lexeme in self._lexemes[start:end]))
        if self._operator == "and":
            return _joined(All, [Words((token,)) for token in tokens])
        telling = [token for token in tokens if token.exact not in question_words()]
        return _joined(Any, [Words((token,)) for token in telling or tokens])

    def _single(self) -> Node | None:
        lexeme = self._lexemes[self._at]
        self._at += 1
        if lexeme.kind == "phrase":
            tokens = tuple(analyze(lexeme.text))
            return Words(tokens, phrase=True) if tokens else None
        if lexeme.kind == "minus":
            part = self._one()
            return Not(part) if part else None
        if lexeme.kind == "field":
            return self._field(lexeme)
        return self._group(lexeme)

    def _one(self) -> Node | None:
        """What follows a minus or a field: one word, phrase, field or group."""
        if self._peek() != "word":
            return self._single() if self._peek() not in ("", "close") else None
        tokens = tuple(analyze(self._lexemes[self._at].text))
        self._at += 1
        return Words(tokens, phrase=len(tokens) > 1) if tokens else None

    def _field(self, lexeme: _Lexeme) -> Node | None:
        name = lexeme.text[:-1]
        if self._peek() not in ("word", "phrase"):
            raise QuerySyntaxError("field", lexeme.start, f'{name}:"…"')
        value = self._lexemes[self._at].text
        self._at += 1
        if name in EXACT_FIELDS:
            return Exact(name, value)
        tokens = tuple(analyze(value))
        return Words(tokens, phrase=True, field=name) if tokens else None

    def _group(self, lexeme: _Lexeme) -> Node | None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise QuerySyntaxError("nesting", lexeme.start)
        node = self._either()
        if self._peek() != "close" and self._operator == "and":
            raise QuerySyntaxError("bracket", lexeme.start, self._text + ")")
        self._at += 1
        self._depth -= 1
        return node


def _joined(kind: type[All] | type[Any], parts: list[Node]) -> Node | None:
    if len(parts) < 2:
        return parts[0] if parts else None
    return kind(tuple(parts))


def parse(text: str, operator: Literal["and", "or"] = "and", filters: tuple[Exact, ...] = ()) -> Query:
    """The query of a text; raises QuerySyntaxError with the position, and what to write instead.

    With ``or`` the text is taken for a question in plain words: a mark or bracket that is not closed is text.

    >>> parse("- (").root is None, parse("تفاهم نامه").root.tokens[0].exact
    (True, 'تفاهمنامه')
    """
    if len(text) > _LONGEST:
        raise QuerySyntaxError("length", _LONGEST)
    return Query(text, _Parser(text, operator).parse(), operator, filters)
