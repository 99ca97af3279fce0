"""The articles of an agreement's text («ماده ۳», «المادة الثالثة», «البند (2)») as sections that can be addressed.

A heading stands at the beginning of a line, or follows a sentence in a text that lost its lines; what only points at an
article («طبق ماده ۳») heads nothing. Where a text has no such word its own numbers («۱-», «أولا:») head its parts.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from corpora.document import Span
from corpora.tables import table
from extractors.agreements.candidates import Section
from extractors.patterns import END, any_of, flat, folded
from extractors.text.aligned import AlignedText
from extractors.text.characters import ZWNJ

CHAPTER, ARTICLE, CLAUSE, NOTE = range(4)
"""How deep a part lies; a chapter holds articles, an article clauses and notes."""
_LONGEST_HEADING = 90
"""Code points of a line that may be a heading."""
_LEAST_NUMBERED = 3
"""Parts that are headed by bare numbers, below which numbers are no headings."""
_ADVERB = "adverb"


@dataclass(frozen=True, slots=True)
class _Head:
    """What heads a part, in the folded text: ``[start, end)`` is the word with its number."""

    start: int
    end: int
    word: str
    number: str
    level: int
    marked: bool
    """Whether a colon, dash or the like, or the end of the line, follows the number."""
    leads: bool
    """Whether it begins a line; others follow a sentence on the same one."""


@cache
def _levels() -> dict[str, int]:
    return {flat(folded(row["word"])): int(row["level"]) for row in table("article_words")}


@cache
def _ordinals() -> dict[str, int]:
    """Ordinal, flat → its number."""
    rows = (*table("ordinals"), *(row for row in table("article_ordinals") if row["kind"] != _ADVERB))
    return {flat(folded(row["word"])): int(row["value"]) for row in rows}


@cache
def _adverbs() -> dict[str, int]:
    rows = (row for row in table("article_ordinals") if row["kind"] == _ADVERB)
    return {flat(folded(row["word"])): int(row["value"]) for row in rows}


_GAP = rf"[^\S\n{ZWNJ}]{{0,3}}"
_LEAD = r"(?P<lead>(?:^|[\n.:;؛!?؟])[\s*•▪\-–—]{0,6})"
_MARK = rf"(?P<mark>{_GAP}(?:[:\-–—./)،]|$|(?=\n)))?"
_DIGITS = r"\d{1,3}(?:[\-–—/.]\d{1,2})?(?![\d/])"


@cache
def _worded() -> re.Pattern[str]:
    words = any_of(row["word"] for row in table("article_words"))
    spelled = any_of(
        row["word"] for row in (*table("ordinals"), *table("article_ordinals")) if row.get("kind", "") == ""
    )
    number = rf"[(\[]?{_GAP}(?:(?P<digits>{_DIGITS})|(?P<ordinal>{spelled}){END}){_GAP}[)\]]?"
    return re.compile(rf"{_LEAD}(?P<head>(?P<word>{words})(?:{ZWNJ}?ی)?{_GAP}{number}){_MARK}")


@cache
def _bare() -> re.Pattern[str]:
    """«۱-», «2.», «(3)» and «أولا:» at the beginning of a line."""
    adverb = any_of(row["word"] for row in table("article_ordinals") if row["kind"] == _ADVERB)
    number = rf"(?:(?P<digits>\d{{1,2}}){_GAP}[\-–—.)](?!\d)|[(\[]{_GAP}(?P<inside>\d{{1,2}}){_GAP}[)\]])"
    return re.compile(rf"(?:^|\n)[^\S\n]*(?P<head>{number}|(?P<adverb>{adverb}){END}(?={_GAP}[:\-–—]))")


def sections(text: str) -> tuple[Section, ...]:
    """The parts of a text in its order, each up to the next one that lies as deep or less; none where it has no heads.

    >>> held = "تفاهم‌نامه همکاری\\nماده ۱- موضوع\\nآموزش کارکنان.\\nماده دوم: مدت\\nدو سال."
    >>> [(one.number, held[one.heading.start : one.heading.end]) for one in sections(held)]
    [('1', 'ماده ۱- موضوع'), ('2', 'ماده دوم: مدت')]
    """
    aligned = AlignedText.of(text)
    heads = list(_by_word(aligned.key)) or _by_number(aligned.key)
    found = []
    for at, head in enumerate(heads):
        deeper = (after.start for after in heads[at + 1 :] if after.level <= head.level)
        end = len(aligned.key[: next(deeper, len(aligned.key))].rstrip())
        heading = aligned.span(head.start, _heading_end(aligned.key, head, end))
        word = text[slice(*aligned.bounds(head.start, head.start + len(head.word)))] if head.word else ""
        found.append(Section(head.number, heading, aligned.span(head.start, end), word))
    return tuple(found)


def level_of(section: Section) -> int:
    """How deep a part lies, by its word: CHAPTER, ARTICLE, CLAUSE or NOTE; one that has none is a clause."""
    return _levels().get(flat(folded(section.word)), CLAUSE)


def articles(text: str) -> tuple[Section, ...]:
    """The parts that a text is compared by: its chapters' headings and its articles, or where it has none its clauses.

    A chapter that has articles ends where its first one begins.
    """
    found = sections(text)
    levels = {level_of(one) for one in found}
    least = ARTICLE if levels & {CHAPTER, ARTICLE} else min(levels, default=CLAUSE)
    top = [one for one in found if level_of(one) <= least]
    made = []
    for at, one in enumerate(top):
        end = top[at + 1].span.start if at + 1 < len(top) else one.span.end
        end = one.span.start + len(text[one.span.start : min(end, one.span.end)].rstrip())
        made.append(
            Section(one.number, Span(one.heading.start, min(one.heading.end, end)), Span(one.span.start, end), one.word)
        )
    return tuple(made)


def label_length(heading: str) -> int:
    """Code points of what only numbers a part at the beginning of its heading.

    >>> heading = "ماده ۳- مدت"
    >>> heading[label_length(heading) :].strip()
    'مدت'
    """
    aligned = AlignedText.of(heading)
    match = _worded().match(aligned.key) or _bare().match(aligned.key)
    return aligned.bounds(0, match.end())[1] if match else 0


def _by_word(key: str) -> Iterator[_Head]:
    """Heads that a word tells. One that is not marked off is believed where it is the next in order."""
    last, latest = dict[str, int](), 0
    for match in _worded().finditer(key):
        head = _head(match)
        first = int(re.split(r"\D", head.number)[0])
        follows = first == last.get(head.word, 0) + 1
        if (head.marked and (head.leads or follows)) or (follows and head.leads and _is_heading(key, head, latest)):
            last[head.word], latest = first, head.start
            yield head


def _head(match: re.Match[str]) -> _Head:
    start, end = match.span("head")
    word = match["word"]
    number = re.sub(r"\D", "-", match["digits"]) if match["digits"] else str(_ordinals()[flat(match["ordinal"])])
    level = _levels()[flat(word)]
    leads = "\n" in match["lead"] or match.start() == 0
    return _Head(start, end, word, number, level, match["mark"] is not None, leads)


def _is_heading(key: str, head: _Head, latest: int) -> bool:
    """Whether a head without a mark has a short line, or follows the end of a sentence or the line of another head."""
    line = key[head.start : _line_end(key, head.start)].rstrip()
    before = key[latest : head.start].rstrip()
    if len(line) <= _LONGEST_HEADING and not line.endswith("."):
        return True
    return before.endswith((".", ":", "؛", "!")) or "\n" not in before


def _by_number(key: str) -> list[_Head]:
    """Heads that are numbers alone: one run of them, from the first on, none left out."""
    found = list[_Head]()
    for match in _bare().finditer(key):
        adverb = match["adverb"]
        number = _adverbs()[flat(adverb)] if adverb else int(match["digits"] or match["inside"])
        if number == len(found) + 1:
            found.append(_Head(*match.span("head"), "", str(number), CLAUSE, marked=True, leads=True))
    return found if len(found) >= _LEAST_NUMBERED else []


def _line_end(key: str, start: int) -> int:
    end = key.find("\n", start)
    return len(key) if end < 0 else end


def _heading_end(key: str, head: _Head, most: int) -> int:
    """The end of a heading: of its line where that is a short one and no sentence, else of its number."""
    end = min(_line_end(key, head.start), most)
    line = key[head.start : end].rstrip()
    is_short = len(line) <= _LONGEST_HEADING and not line.endswith((".", "؛"))
    return head.start + len(line) if is_short else head.start + len(key[head.start : head.end].rstrip())
