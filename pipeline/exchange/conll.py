"""CoNLL 2003: a word a line in four columns, BIO in the last; blank lines part sentences, ``-DOCSTART-`` documents.

A word has one tag, so of marks that lie one over another the longest goes out. The format keeps neither the blanks
between words nor whose text it is: a document is known again by its letters.
"""

import re
from collections.abc import Iterable, Iterator

from corpora.document import Span
from pipeline.errors import UnreadableExchange
from pipeline.exchange.marks import Mark, Marked, Returned, Skipped, flattened
from pipeline.exchange.offsets import Unit
from pipeline.exchange.tokens import covering, sentences, tokens

_START = "-DOCSTART- -X- O O"
_TAG = re.compile(r"O|([BIES])-(.+)")


def write(documents: Iterable[Marked], unit: Unit) -> Iterator[bytes]:  # noqa: ARG001 - it has no offsets
    """Documents with BIO tags; a sentence never ends within a mark."""
    for one in documents:
        text, marks = one.document.text, flattened(one.marks)
        cut = tokens(text, (mark.span for mark in marks))
        tags = ["O"] * len(cut)
        for mark in marks:
            first, last = covering(cut, mark.span)
            tags[first : last + 1] = [f"B-{mark.label}", *[f"I-{mark.label}"] * (last - first)]
        lines, at = [_START, ""], 0
        for number, sentence in enumerate(sentences(text, cut)):
            if number and not tags[at].startswith("I"):
                lines.append("")
            for token in sentence:
                lines.append(f"{text[token.start : token.end]} -X- _ {tags[at]}")
                at += 1
        yield ("\n".join(lines) + "\n\n").encode()


def read(data: bytes, unit: Unit) -> Iterator[Returned | Skipped]:  # noqa: ARG001
    """The documents of a file; its tags are BIO, IOB of the shared task, or BIOES. Spans count letters alone."""
    try:
        lines = data.removeprefix(b"\xef\xbb\xbf").decode().split("\n")
    except UnicodeDecodeError as error:
        raise UnreadableExchange("the file is not UTF-8: {reason}", reason=error) from error
    started, some = 1, list[str]()
    for number, line in enumerate(lines, 1):
        if line.startswith("-DOCSTART-"):
            yield from _document(started, some)
            started, some = number, []
        else:
            some.append(line.removesuffix("\r"))
    yield from _document(started, some)


def _document(started: int, lines: list[str]) -> Iterator[Returned | Skipped]:
    where = f"line {started}"
    words, marks, at = list[str](), list[Mark](), 0
    open_: tuple[str, int] | None = None
    for line in lines:
        columns = line.split()
        tag = _TAG.fullmatch(columns[-1]) if len(columns) > 1 else None
        if columns and tag is None:
            yield Skipped(where, f"«{line[:80]}» is not a word and a tag")
            return
        kind, label = (tag[1], tag[2]) if tag else (None, None)
        if open_ and (kind in (None, "B", "S") or label != open_[0]) and columns:
            marks.append(Mark(open_[0], Span(open_[1], at)))
            open_ = None
        if kind and label and open_ is None:
            open_ = label, at
        if columns:
            words.append(columns[0])
            at += len(columns[0])
    if open_:
        marks.append(Mark(open_[0], Span(open_[1], at)))
    if words:
        yield Returned(where, "", "".join(words), tuple(marks), flat=True, letters_only=True)


def letters(text: str) -> tuple[str, list[int]]:
    """A text without its blanks, and where each of its letters stands.

    >>> letters("یزد و میبد")[0], letters("و آب")[1]
    ('یزدومیبد', [0, 2, 3])
    """
    places = [at for at, letter in enumerate(text) if not letter.isspace()]
    return "".join(text[at] for at in places), places


def placed(mark: Mark, places: list[int]) -> Span:
    """Where a mark that counts letters alone stands in the text."""
    return Span(places[mark.span.start], places[mark.span.end - 1] + 1)
