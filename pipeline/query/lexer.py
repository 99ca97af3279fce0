"""Cuts a query into lexemes. A minus, a colon, an equals sign or a bracket that is not attached to a word is text."""

import re
from dataclasses import dataclass

from pipeline.errors import QuerySyntaxError
from pipeline.query.names import field_of

_OPEN_QUOTES = {'"': '"', "«": "»", "“": "”", "„": "”"}
_END = r"(?=[\s()،؛,؟?!.]|$)"
_PIECE = re.compile(
    rf"""
      (?P<space>[\s،؛]+)
    | (?P<quote>["«“„])
    | (?P<field>[^\W\d_]+:(?=[^\s:]))
    | (?P<near>NEAR(?:/\d{{1,9}})?(?=[\s(]|$))
    | (?P<open>\((?=[^\s)]))
    | (?P<close>\))
    | (?P<minus>-(?=[^\s\-:()]|\([^\s)]))
    | (?P<equals>(?<![^\s(\-])=(?=[^\s=:()]))
    | (?P<pattern>[^\s"«“„()،؛*~]+(?:\*|~[12]?){_END})
    | (?P<word>[^\s"«“„()،؛]+|\()
    """,
    re.VERBOSE,
)


_WORD = re.compile(rf"""(?P<pattern>[^\s"«“„()،؛*~]+(?:\*|~[12]?){_END})|(?P<word>[^\s"«“„()،؛]+)""")


@dataclass(frozen=True, slots=True)
class Lexeme:
    """A piece of a query. ``kind`` is a group of the pattern, or ``phrase``; ``start`` and ``end`` are code points."""

    kind: str
    text: str
    start: int
    end: int

    @property
    def is_or(self) -> bool:
        """Whether it is the operator."""
        return self.kind == "word" and self.text in ("OR", "|")


def lexemes(text: str, *, question: bool) -> list[Lexeme]:
    """The lexemes of a query; raises QuerySyntaxError for a quotation that is not closed, but in a question.

    >>> [(l.kind, l.text) for l in lexemes("نشست -«وزارت کشور» تفاهم*", question=False)]
    [('word', 'نشست'), ('minus', '-'), ('phrase', 'وزارت کشور'), ('pattern', 'تفاهم*')]
    """
    found: list[Lexeme] = []
    at = 0
    while at < len(text):
        match = _PIECE.match(text, at)
        if match is None:
            at += 1
            continue
        if match.lastgroup == "field" and not field_of(match.group()[:-1]):
            match = _WORD.match(text, at)  # it is text, as everything with a colon that is no field
            assert match
        kind, piece, start = str(match.lastgroup), match.group(), at
        at = match.end()
        if kind == "quote":
            end = text.find(_OPEN_QUOTES[piece], at)
            if end < 0 and question:
                continue
            if end < 0:
                raise QuerySyntaxError("quote", start, _closed(text, at, _OPEN_QUOTES[piece]))
            found.append(Lexeme("phrase", text[at:end], start, end + 1))
            at = end + 1
        elif kind != "space":
            found.append(Lexeme(kind, piece, start, at))
    return found


def _closed(text: str, at: int, quote: str) -> str:
    """The query with its last quotation closed, or without the sign where nothing follows it.

    >>> _closed('"سازمان ملل', 1, '"')
    '"سازمان ملل"'
    """
    return text.rstrip() + quote if text[at:].strip() else text[: at - 1].rstrip()
