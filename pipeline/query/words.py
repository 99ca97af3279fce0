"""Words of a query as phrases: with the other ways in which they may be written, at their place in the query."""

from collections.abc import Iterator

from extractors.text.analyzer import Token, analyze
from extractors.text.parts import apart, neighbours, writings
from pipeline.query.lexer import Lexeme
from pipeline.query.nodes import Phrase


def phrase(lexeme: Lexeme, field: str = "", *, spelling: bool = False) -> Phrase | None:
    """A quotation, or a word by itself behind a sign or a field; None where it has no letters."""
    start = lexeme.start + (lexeme.kind == "phrase")
    tokens = tuple(analyze(lexeme.text))
    if not tokens:
        return None
    also = () if spelling else writings(lexeme.text, tokens)
    return Phrase(moved(tokens, start), bool(field) or len(tokens) > 1, field, spelling, also)


def word(text: str, tokens: list[Token], at: int, start: int, *, spelling: bool) -> Phrase:
    """One of the words that stand side by side, with the words that it may be a part of elsewhere."""
    token = tokens[at]
    also: list[tuple[Token, ...]] = []
    if not spelling:
        also += apart(text[token.start : token.end], token.exact)
        also += [(whole,) for _, _, whole in neighbours(text, tokens, at)]
    return Phrase(moved((token,), start), spelling=spelling, also=tuple(also))


def tags(text: str, tokens: list[Token]) -> Iterator[tuple[int, int]]:
    """Words by themselves, and those of a hashtag together: «#دریاچه_ارومیه» is a phrase."""
    start = 0
    for at in range(1, len(tokens) + 1):
        if at == len(tokens) or text[tokens[at - 1].end : tokens[at].start] != "_":
            yield start, at
            start = at


def tag(text: str, tokens: list[Token], start: int, *, spelling: bool) -> Phrase:
    """The words of a hashtag, side by side."""
    first, last = tokens[0].start, tokens[-1].end
    of_tag = moved(tuple(tokens), -first)
    also = () if spelling else writings(text[first:last], of_tag)
    return Phrase(moved(of_tag, start + first), quoted=True, spelling=spelling, also=also)


def moved(tokens: tuple[Token, ...], by: int) -> tuple[Token, ...]:
    """The same words so many letters further on."""
    return tuple(token._replace(start=token.start + by, end=token.end + by) for token in tokens)
