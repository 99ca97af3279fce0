"""The query language: words (AND), "phrases" and «phrases», -word, OR, parentheses, field:value.

NEAR/5, word*, word~ and =word are there too. What the pieces are is said in ``lexer``, how dates and counts
are written in ``values``.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

from corpora.sentences import Sentence, sentence_of
from extractors.text.aligned import AlignedText
from extractors.text.analyzer import analyze
from extractors.text.lexicon import question_words
from extractors.text.parts import apart
from pipeline.errors import QuerySyntaxError
from pipeline.query.lexer import Lexeme, lexemes
from pipeline.query.names import EXACT_FIELDS, VALUE_FIELDS, field_of, scale_of, value_of
from pipeline.query.nodes import (
    Amount,
    And,
    Count,
    Days,
    Exact,
    Filter,
    Fuzzy,
    Leaf,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Sized,
    Undated,
    Value,
)
from pipeline.query.values import EXAMPLES, NEVER_BELOW, UnitApart, bettered, quantity, value_of_field
from pipeline.query.words import moved, phrase, tag, tags, word
from pipeline.records import Within

__all__ = [
    "Amount",
    "And",
    "Count",
    "Days",
    "Exact",
    "Filter",
    "Fuzzy",
    "Leaf",
    "Near",
    "Node",
    "Not",
    "Or",
    "Phrase",
    "Prefix",
    "Query",
    "Sized",
    "Undated",
    "Value",
    "parse",
    "parse_or_all",
    "parse_to_act",
]
"""The nodes are in ``nodes``; who parses has them from here."""
_LONGEST = 4096
_DEEPEST = 40
_LEAST_PREFIX = 2
_LEAST_PART = 3
"""Letters of the last part of a pattern that is also looked for in parts."""
_NEAR = 5
_FARTHEST = 999
"""Words within which NEAR looks; who asks for more means the whole document, which plain words do."""
_LONG_WORD = 6
"""Letters from which ``word~`` lets two edits through; one below."""


@dataclass(frozen=True, slots=True)
class Query:
    """A parsed query. ``root`` is None where it asks for nothing that can be found.

    Whatever it asks for, only documents of the collections ``within`` are found, counted and suggested from.
    """

    text: str
    root: Node | None
    operator: Literal["and", "or"] = "and"
    filters: tuple[Filter, ...] = field(default=())
    within: Within = None

    def leaves(self) -> Iterator[Leaf]:
        """What a match shows, for marking it; nothing that must be absent or is of another field."""
        stack = [self.root] if self.root else []
        while stack:
            node = stack.pop()
            if isinstance(node, And | Or):
                stack.extend(reversed(node.parts))
            elif isinstance(node, Prefix | Fuzzy | Near) or (isinstance(node, Phrase) and node.field in ("", "title")):
                yield node

    @property
    def asks_for_nothing(self) -> bool:
        """Whether something was typed of which nothing can be looked for."""
        return self.root is None and bool(self.text.strip())

    @property
    def ranks(self) -> bool:
        """Whether it asks for words, so that one match may be better than another."""
        stack = [self.root] if self.root else []
        while stack:
            node = stack.pop()
            if isinstance(node, Phrase | Near | Fuzzy):
                return True
            stack.extend(node.parts if isinstance(node, And | Or) else ())
        return False

    def phrases(self) -> Iterator[Phrase]:
        """The phrases among the leaves, also those near each other."""
        for leaf in self.leaves():
            if isinstance(leaf, Phrase):
                yield leaf
            elif isinstance(leaf, Near):
                yield from (leaf.left, leaf.right)


class _Parser:
    """Recursive descent over lexemes; depth is bounded, so is the work."""

    def __init__(self, text: str, operator: Literal["and", "or"], *, spelling: bool) -> None:
        self._text = text
        self._question = operator == "or"
        self._lexemes = lexemes(text, question=self._question)
        self._spelling = spelling
        self._at = 0
        self._depth = 0

    def parse(self) -> Node | None:
        node = self._either()
        while self._at < len(self._lexemes):
            self._at += 1
            node = _joined(And, [part for part in (node, self._either()) if part])
        return node

    def _peek(self) -> str:
        return self._lexemes[self._at].kind if self._at < len(self._lexemes) else ""

    def _take(self) -> Lexeme:
        self._at += 1
        return self._lexemes[self._at - 1]

    def _is_or(self) -> bool:
        return self._at < len(self._lexemes) and self._lexemes[self._at].is_or

    def _either(self) -> Node | None:
        parts = [self._sequence()]
        while self._is_or():
            self._at += 1
            parts.append(self._sequence())
        return _joined(Or, [part for part in parts if part])

    def _sequence(self) -> Node | None:
        parts: list[Node] = []
        while self._peek() and self._peek() != "close" and not self._is_or():
            if self._peek() == "near":
                self._near(parts)
            else:
                parts += self._next()
        negative = [part for part in parts if isinstance(part, Not)]
        positive: list[Node] = [part for part in parts if not isinstance(part, Not)]
        if self._question and len(positive) > 1:
            positive = [part for part in [_joined(Or, _telling(positive))] if part]
        return _joined(And, [*positive, *negative])

    def _next(self) -> list[Node]:
        if self._peek() == "word":
            return self._run()
        if self._peek() == "pattern":
            return self._pattern(self._take())
        single = self._single()
        return [single] if single else []

    def _run(self) -> list[Node]:
        """Words side by side, analysed together, so that the parts of one word meet («تفاهم نامه»)."""
        start = self._at
        while self._peek() == "word" and not self._is_or():
            self._at += 1
        first, last = self._lexemes[start], self._lexemes[self._at - 1]
        text = self._text[first.start : last.end]
        tokens = analyze(text)
        nodes: list[Node] = []
        for start, end in tags(text, tokens):
            if end - start > 1:
                nodes.append(tag(text, tokens[start:end], first.start, spelling=self._spelling))
            else:
                nodes.append(word(text, tokens, start, first.start, spelling=self._spelling))
        return nodes

    def _near(self, parts: list[Node]) -> None:
        """Takes the words on both sides of the operator; they may be phrases."""
        near = self._take()
        after = self._next() if self._peek() not in ("", "close", "near") and not self._is_or() else []
        before = parts[-1] if parts else None
        left = before.right if isinstance(before, Near) else before
        if isinstance(left, Phrase) and not left.field and after and isinstance(after[0], Phrase):
            if not isinstance(before, Near):
                parts.pop()
            within = min(_FARTHEST, int(near.text.partition("/")[2] or _NEAR))
            parts += [Near(left, after[0], within), *after[1:]]
        elif self._question:
            parts += after
        else:
            raise QuerySyntaxError("near", near.start, self._text[: near.start] + self._text[near.end :].lstrip())

    def _pattern(self, lexeme: Lexeme) -> list[Node]:
        """``word*``, ``word~``, ``word~2``; words glued before it by punctuation stay words."""
        text, sign, edits = re.split(r"([*~])", lexeme.text, maxsplit=1)
        tokens = analyze(text, lexeme.start)
        if not tokens:
            return []
        *before, last = tokens
        if len(last.exact) < _LEAST_PREFIX:
            if self._question:
                return [Phrase((token,)) for token in tokens]
            raise QuerySyntaxError("pattern", lexeme.start, self._text[: lexeme.end - 1] + self._text[lexeme.end :])
        allowed = int(edits) if edits else 1 + (len(last.exact) >= _LONG_WORD)
        pattern = Prefix(last.exact) if sign == "*" else Fuzzy(last.exact, allowed)
        surface = lexeme.text[last.start - lexeme.start : last.end - lexeme.start]
        ways = (way for way in apart(surface, last.exact) if len(way[-1].exact) >= _LEAST_PART)
        parted = (Phrase(moved(way, lexeme.start), quoted=True) for way in ways)
        return [*(Phrase((token,)) for token in before), _joined(Or, [pattern, *parted]) or pattern]

    def _single(self) -> Node | None:
        lexeme = self._take()
        match lexeme.kind:
            case "phrase":
                return phrase(lexeme, spelling=self._spelling)
            case "minus":
                part = self._one()
                return Not(part) if part else None
            case "equals":
                return _spelt(self._one())
            case "field":
                return self._field(lexeme)
            case "open":
                return self._group(lexeme)
            case _:
                return None

    def _one(self) -> Node | None:
        """What follows a minus, an equals sign or a field: one word, phrase, pattern, field or group."""
        if self._peek() == "word":
            return phrase(self._take(), spelling=self._spelling)
        if self._peek() == "pattern":
            return _joined(And, self._pattern(self._take()))
        return self._single() if self._peek() not in ("", "close") else None

    def _field(self, lexeme: Lexeme) -> Node | None:
        name = field_of(lexeme.text[:-1])
        if self._peek() not in ("word", "phrase", "pattern"):
            if self._question:
                return None
            if name in NEVER_BELOW and self._peek() == "minus":
                example = self._text[: lexeme.end] + EXAMPLES[name]
                raise QuerySyntaxError("value", lexeme.end, example, NEVER_BELOW[name], field=name)
            raise QuerySyntaxError("field", lexeme.start, f'{lexeme.text}"…"')
        value = self._take()
        if name in VALUE_FIELDS:
            return self._value(name, value)
        if name in EXACT_FIELDS:
            said = AlignedText.of(value.text).key if name in ("year", "month") else value_of(name, value.text)
            found: Node | None = Exact(name, said) if said.strip() else None
        else:  # names are looked for by all their spellings
            found = phrase(value, name, spelling=self._spelling and name == "title")
        if found is None and not self._question:
            raise QuerySyntaxError("field", lexeme.start, f'{lexeme.text}"…"')
        return found

    def _value(self, name: str, lexeme: Lexeme) -> Node | None:
        try:
            if name in ("count", "amount"):
                return self._quantity(name, lexeme)
            if name == "size":
                return self._sized(lexeme)
            return value_of_field(name, lexeme.text)
        except ValueError as error:
            if self._question:
                return phrase(lexeme)
            better, rest = bettered(name, lexeme.text) or EXAMPLES[name], self._text[lexeme.end :]
            if isinstance(error, UnitApart):
                better, rest = lexeme.text, rest.lstrip()
            example = self._text[: lexeme.start] + better + rest
            raise QuerySyntaxError("value", lexeme.start, example, sentence_of(error), field=name) from error

    def _sized(self, lexeme: Lexeme) -> Node:
        """A size; a unit that stands apart from its number would be looked for as a word."""
        unit = self._lexemes[self._at] if self._peek() == "word" else None
        if unit and lexeme.text[-1:].isdecimal() and scale_of("size", unit.text):
            raise UnitApart(Sentence("write the unit at its number: {written}", written=lexeme.text + unit.text))
        return value_of_field("size", lexeme.text)

    def _quantity(self, name: str, lexeme: Lexeme) -> Node:
        """What is counted, or a currency; a comparison may follow its quotation."""
        compared = ""
        if lexeme.kind == "phrase" and self._peek() == "word" and self._lexemes[self._at].start == lexeme.end:
            compared = self._take().text
        return quantity(name, lexeme.text, compared, quoted=lexeme.kind == "phrase")

    def _group(self, lexeme: Lexeme) -> Node | None:
        if self._depth == _DEEPEST:
            if self._question:
                return None
            raise QuerySyntaxError("nesting", lexeme.start)
        self._depth += 1
        node = self._either()
        if self._peek() != "close" and not self._question:
            raise QuerySyntaxError("bracket", lexeme.start, self._text + ")")
        self._at += 1
        self._depth -= 1
        return node


def _spelt(node: Node | None) -> Node | None:
    """Words that must be spelt so; anything else as it is."""
    return replace(node, spelling=True, also=()) if isinstance(node, Phrase) and not node.field else node


def _telling(parts: list[Node]) -> list[Node]:
    """The parts of a question without the words that its answer need not have, where others are left."""
    telling = [
        part
        for part in parts
        if not (isinstance(part, Phrase) and len(part.tokens) == 1 and part.tokens[0].exact in question_words())
    ]
    return telling or parts


def _joined(kind: type[And] | type[Or], parts: list[Node]) -> Node | None:
    if len(parts) < 2:
        return parts[0] if parts else None
    return kind(tuple(parts))


def parse(
    text: str,
    operator: Literal["and", "or"] = "and",
    filters: tuple[Filter, ...] = (),
    *,
    spelling: bool = False,
) -> Query:
    """The query of a text; raises QuerySyntaxError with the position, and what to write instead.

    With ``or`` the text is taken for a question in plain words: what is not well formed is text.
    With ``spelling`` its words must be spelt as they are written here.

    >>> parse("- (").root is None, parse("تفاهم نامه").root.tokens[0].exact
    (True, 'تفاهمنامه')
    """
    if len(text) > _LONGEST:
        raise QuerySyntaxError("length", _LONGEST)
    return Query(text, _Parser(text, operator, spelling=spelling).parse(), operator, filters)


def parse_or_all(
    text: str,
    operator: Literal["and", "or"] = "and",
    filters: tuple[Filter, ...] = (),
    *,
    spelling: bool = False,
) -> Query:
    """The query of a text, and one that every document matches where the text is blank, or a star alone."""
    if text.strip() in ("", "*"):
        return Query(text, And(()), operator, filters)
    return parse(text, operator, filters, spelling=spelling)


def parse_to_act(text: str, filters: tuple[Filter, ...] = (), *, spelling: bool = False) -> Query:
    """As ``parse_or_all``, of a text by whose matches something is done: they are never others than were typed.

    Raises QuerySyntaxError where nothing of it can be looked for, too.
    """
    query = parse_or_all(text, filters=filters, spelling=spelling)
    if query.asks_for_nothing:
        raise QuerySyntaxError("nothing", 0)
    return query
