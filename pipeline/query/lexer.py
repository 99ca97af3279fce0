"""Cuts a query into lexemes. A minus, a colon, an equals sign or a bracket that is not attached to a word is text."""

import re
from dataclasses import dataclass

from pipeline.errors import QuerySyntaxError

TEXT_FIELDS = ("title", "org", "person", "place")
EXACT_FIELDS = ("lang", "collection", "source", "kind", "flag", "year", "month", "entity")
VALUE_FIELDS = ("date", "published", "count")
FIELDS = TEXT_FIELDS + EXACT_FIELDS + VALUE_FIELDS
_OPEN_QUOTES = {'"': '"', "«": "»", "“": "”", "„": "”"}
_END = r"(?=[\s()،؛,؟?!.]|$)"
_PIECE = re.compile(
    rf"""
      (?P<space>[\s،؛]+)
    | (?P<quote>["«“„])
    | (?P<field>(?:{"|".join(FIELDS)}):(?=[^\s:]))
    | (?P<near>NEAR(?:/\d{{1,9}})?(?=[\s(]|$))
    | (?P<open>\((?=[^\s)]))
    | (?P<close>\))
    | (?P<minus>-(?=[^\s\-:()]))
    | (?P<equals>(?<![^\s(\-])=(?=[^\s=:()]))
    | (?P<pattern>[^\s"«“„()،؛*~]+(?:\*|~[12]?){_END})
    | (?P<word>[^\s"«“„()،؛]+|\()
    """,
    re.VERBOSE,
)


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
        kind, piece, start = str(match.lastgroup), match.group(), at
        at = match.end()
        if kind == "quote":
            end = text.find(_OPEN_QUOTES[piece], at)
            if end < 0 and question:
                continue
            if end < 0:
                raise QuerySyntaxError("quote", start, text[:start] + text[at:])
            found.append(Lexeme("phrase", text[at:end], start, end + 1))
            at = end + 1
        elif kind != "space":
            found.append(Lexeme(kind, piece, start, at))
    return found
