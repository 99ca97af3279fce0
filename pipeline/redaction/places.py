"""What is blacked out of a text: what was asked for, and the same names wherever else they stand in it.

A name that is found once may stand a second time where no extractor met it, glued to another word or spelt otherwise.
So the words of everything that is blacked out are looked for in the whole text, by their keys, and of a person each
part of the name. It blacks out too much rather than too little.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from corpora.document import LABELS, Document, Span
from extractors.spans import SpanSet
from extractors.text.aligned import AlignedText
from extractors.text.characters import ZWNJ
from pipeline.errors import InvalidRedaction

BLOCK = "\N{FULL BLOCK}" * 5
"""What stands in the place of every word or name: of one length, which tells nothing of what stood there."""
MOST_WORDS, LONGEST_WORDS = 200, 4000
_LONG = 5
"""Letters from which a name is looked for inside of words as well, where a clitic or an ending is glued to it."""
_PART = 3
"""Letters of the shortest part of a person's name that is looked for by itself."""
_GLUED = "(?:[وفبلک]{0,2}(?:ال|ل)?)"
"""What Arabic writes together with the word after it, as keys have it."""
_BLANK = f" \N{NO-BREAK SPACE}{ZWNJ}"
_CONNECTING = frozenset(("ابن", "بنت", "ابو", "عبد", "الله", "ابی", "دکتر", "سید"))
_SCATTERED = 6
"""Letters from which a name is looked for with anything between its letters, and backwards."""
_BETWEEN = rf"(?:[^\w{BLOCK[0]}]|_){{0,3}}"
"""What may stand between two words of a name."""
_ADDRESS = re.compile(r"[\w.+%-]+@[\w.-]+|\b(?:https?://|www\.)[^\s<>\"«»\u2588]+")
"""An address of mail or of the web, which is blacked out whole: what is left of it would tell the rest."""
_TOKEN = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody wants blacked out: all mentions of labels, single mentions by their ids, and words of his own."""

    labels: tuple[str, ...] = ()
    mentions: tuple[str, ...] = ()
    words: tuple[str, ...] = ()

    def checked(self) -> "Wanted":
        """The same without words that are none; raises InvalidRedaction where nothing is left or a label is none."""
        if unknown := sorted(set(self.labels) - set(LABELS)):
            raise InvalidRedaction("no such label: {unknown}; there are {labels}", unknown=unknown, labels=LABELS)
        words = tuple(dict.fromkeys(word.strip() for word in self.words if _TOKEN.search(word)))
        if len(words) > MOST_WORDS or sum(map(len, words)) > LONGEST_WORDS:
            raise InvalidRedaction(
                "at most {most} words or names, of {longest:,} letters together", most=MOST_WORDS, longest=LONGEST_WORDS
            )
        if not (self.labels or self.mentions or words):
            raise InvalidRedaction("nothing to black out: name a label, a mention or words")
        return Wanted(self.labels, self.mentions, words)


class Blackened:
    """The names that may not be read any more, as patterns over keys of texts."""

    def __init__(self, names: Iterable[str], persons: Iterable[str] = ()) -> None:
        """Takes names as they are written, and those of persons, whose parts count as well."""
        names, persons = tuple(names), tuple(persons)
        parts = [part for name in persons for part in _parts(name)]
        patterns = {_pattern(_tokens(name)) for name in (*names, *persons)} | {_whole(_inflected(one)) for one in parts}
        self._pattern = _any_of(patterns)
        letters = {"".join(_tokens(name)) for name in (*names, *persons)} | set(parts)
        long = {one for one in letters if len(one) >= _SCATTERED and not one.isdigit()}
        self._scattered = _any_of(re.escape(one) for one in long | {one[::-1] for one in long})

    def spans(self, text: str) -> list[Span]:
        """Where one stands in a text, grown to whole words and addresses, in order; none overlaps the next."""
        if self._pattern is None:
            return []
        aligned = AlignedText.of(text)
        key = aligned.key
        found = [_grown(key, *match.span()) for match in self._pattern.finditer(key)]
        found += [_grown(key, start, end) for start, end in self._apart(key)]
        black = SpanSet(Span(*one) for one in found)
        for match in _ADDRESS.finditer(key):
            read = AlignedText.of(unquote(match.group(), errors="replace")).key
            if black.overlaps(Span(*match.span())) or self._pattern.search(read):
                found.append(match.span())
        return joined((aligned.span(start, end) for start, end in found), text)

    def _apart(self, key: str) -> Iterator[tuple[int, int]]:
        """Where the letters of a name stand with signs, blanks or ends of lines between them, or the other way round.

        So they are in text that stands upright on a page, is broken inside a word, or was written from left to right.
        """
        if self._scattered is None:
            return
        places = [at for at, character in enumerate(key) if character.isalnum() or character == BLOCK[0]]
        for match in self._scattered.finditer("".join(key[at] for at in places)):
            yield places[match.start()], places[match.end() - 1] + 1


def places(document: Document, wanted: Wanted) -> tuple[list[Span], Blackened]:
    """The spans of a text that are blacked out, in order, and what is looked for in its title.

    Raises InvalidRedaction for a mention that the document does not have.
    """
    wanted = wanted.checked()
    there = {mention.id for mention in document.mentions}
    if unknown := sorted(set(wanted.mentions) - there):
        raise InvalidRedaction("the document has no mention {mention}", mention=unknown[0])
    chosen = [m for m in document.mentions if m.label in wanted.labels or m.id in wanted.mentions]
    persons = [m.surface for m in chosen if m.label == "PERSON"]
    black = Blackened([*(m.surface for m in chosen if m.label != "PERSON"), *wanted.words], persons)
    return joined([*(m.span for m in chosen), *black.spans(document.text)], document.text), black


def absent(document: Document, wanted: Wanted, spans: Iterable[Span]) -> tuple[str, ...]:
    """The labels and words of which nothing is among what is black: who asked for them may have meant another."""
    there = {mention.label for mention in document.mentions}
    black = "\n".join((document.title, *(document.text[span.start : span.end] for span in spans)))
    words = (word for word in wanted.checked().words if not Blackened([word]).spans(black))
    return (*(label for label in wanted.labels if label not in there), *words)


def joined(spans: Iterable[Span], text: str) -> list[Span]:
    """Spans of a text in order; those with nothing but blanks between them are one."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and not text[found[-1].end : span.start].strip(_BLANK):
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        elif span.end > span.start:
            found.append(span)
    return found


def blackened(text: str, spans: Sequence[Span], within: Span | None = None) -> str:
    """A text, or a part of it, with a block in the place of each span.

    >>> blackened("وزیر نیرو رفت", [Span(5, 9)]) == f"وزیر {BLOCK} رفت"
    True
    """
    part = within or Span(0, len(text))
    pieces, at = list[str](), part.start
    for span in spans:
        if span.overlaps(part):
            pieces += [text[at : max(at, span.start)], BLOCK]
            at = min(span.end, part.end)
    return "".join((*pieces, text[at : part.end]))


def _tokens(name: str) -> list[str]:
    """The words of the key of a name."""
    return _TOKEN.findall(AlignedText.of(name).key)


def _any_of(patterns: Iterable[str]) -> re.Pattern[str] | None:
    found = sorted(filter(None, patterns), key=lambda pattern: (-len(pattern), pattern))
    return re.compile("|".join(found)) if found else None


def _pattern(tokens: Sequence[str]) -> str:
    """A pattern of the words of a name, however they are joined and inflected; "" for what has no letters."""
    if not tokens:
        return ""
    if all(token.isdigit() for token in tokens):
        figures = r"[\s\-.,/٫٬]?".join(rf"0*{token.lstrip('0') or '0'}" for token in tokens)
        if len(tokens) == 1 and len(tokens[0]) >= _LONG:
            figures = "0*" + r"[\s\-.,/٫٬]?".join(tokens[0].lstrip("0") or "0")
        return rf"(?<!\d)(?<!\d[.,/٫٬]){figures}(?![.,/٫٬]?\d)"
    pattern = _BETWEEN.join(map(_inflected, tokens))
    return pattern if sum(map(len, tokens)) >= _LONG else _whole(pattern)


def _inflected(token: str) -> str:
    """A word with and without its article, its feminine ending open or closed, as its dual, plural or with ezafe."""
    bare = token[2:] if token.startswith("ال") and len(token) >= _LONG else token
    article = "(?:ال|ل)?" if bare != token else ""
    if bare.endswith("ه") and len(bare) > _PART:
        return rf"{article}{re.escape(bare[:-1])}(?:ه|ت(?:ی|ین|ان|ا)?(?!\w))(?:{ZWNJ}?(?:های|ها|ی)(?!\w))?"
    return rf"{article}{re.escape(bare)}(?:{ZWNJ}?(?:های|ها|ین|ان|ون|ی)(?!\w))?"


def _whole(pattern: str) -> str:
    """The pattern where it is a word, with what Arabic writes together with it."""
    return rf"(?<!\w){_GLUED}{pattern}(?!\w)" if pattern else ""


def _parts(name: str) -> list[str]:
    """The parts of a person's name that tell who it is."""
    return [token for token in _tokens(name) if len(token) >= _PART and token not in _CONNECTING]


def _grown(key: str, start: int, end: int) -> tuple[int, int]:
    """A range grown to the ends of the words that it cuts."""
    while start > 0 and key[start - 1].isalnum() and key[start].isalnum():
        start -= 1
    while end < len(key) and key[end].isalnum() and key[end - 1].isalnum():
        end += 1
    return start, end
