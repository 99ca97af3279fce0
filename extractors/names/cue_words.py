"""Names that their place gives away: a press review, a list in quotation marks, the score of a match, an office."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import chain

from corpora.tables import table
from extractors.names.candidates import Candidate, exacts, laid_over, words_of
from extractors.names.clitics import bare, clitics, without
from extractors.names.filters import months
from extractors.names.persons import first_names
from extractors.names.places import places
from extractors.names.series import series
from extractors.names.stretches import CLOSED, OPEN, Line, enclosed, is_plain, lines, quotations
from extractors.organisations import arabic
from extractors.organisations.gazetteer import Head, cues, doubtful_press, names, plurals, press, singulars
from extractors.protocols import Passage
from extractors.sequences import Match
from extractors.text.lexicon import key_of

_PRESS, _LISTED, _SCORED, _LED = 0.97, 0.95, 0.95, 0.9
_LEAST_HEADLINE = 3
_SEPARATED = re.compile(r"\s*[،,؛]?\s*")
_BEFORE_LIST = 14
_BEFORE_BRACKET = 5
_SEPARATOR = frozenset("،,؛/")
_MOST_TEAM_WORDS = 4
_MOST_POINTS, _FIGURES = 199, 3
_MOST_GOALS = 10
_SHORTEST = 3
"""Letters of «و» and a name."""


def in_context(passage: Passage, found: Sequence[Candidate]) -> list[Candidate]:
    """What was found with the organisations that their place gives away, in place of what lies inside them."""
    bodies = words_of(c for c in found if c.label == "ORG")
    others = words_of(c for c in found if c.label != "ORG")
    lists = (*_bracketed(passage), *series(passage, found))
    items = list(chain.from_iterable(_listed_items(passage, items) for items in lists))
    listed = words_of(items)
    more = (*_listed(passage, bodies, others), *_teams(passage, bodies), *_offices_of(passage, found))
    apart = [c for c in found if listed.isdisjoint(range(c.first, c.last))]
    return laid_over(apart, (*items, *more), len(passage.words))


def _offices_of(passage: Passage, found: Sequence[Candidate]) -> Iterator[Candidate]:
    """The Persian offices of men of religion, which speak for them («دفتر آیت‌الله …»)."""
    for person in found if passage.language == "fa" else ():
        if person.label != "PERSON":
            continue
        at = person.first
        while at < person.last and passage.words[at].exact in cues("cleric"):
            at += 1
        first = at
        while first and passage.words[first - 1].exact in cues("cleric"):
            first -= 1
        if 0 < first < at and passage.words[first - 1].exact == _OFFICE:
            yield Candidate(first - 1, person.last, "ORG", _LED, "office")


_OFFICE = "دفتر"


def _listed_items(passage: Passage, items: Sequence[tuple[int, int]]) -> Iterator[Candidate]:
    """The items of a list, an Arabic one without the «و» that joins it to the one right before."""
    before = -1
    for first, last in items:
        exact = passage.words[first].exact
        glued = passage.language == "ar" and first == before and exact[0] == "و" and len(exact) > _SHORTEST
        yield _item(first, last)._replace(cut=1 if glued and passage.between(first) == " " else -1)
        before = last


def _item(first: int, last: int) -> Candidate:
    return Candidate(first, last, "ORG", _LISTED, "listed")


def reviewed(passage: Passage) -> Iterator[Candidate]:
    """Persian: the newspaper that a line of a press review begins with («شرق: برجام برگشت‌ناپذیر است»).

    One whose name is a word of headings, or a place, is one where another line begins with one that is neither.
    """
    if passage.language != "fa":
        return
    forms = press().forms(passage.words)
    begun = ((line, press().at(forms, line.first)) for line in lines(passage))
    named = [match for line, match in begun if match and _is_headline(passage, line, match)]
    clear = [match for match in named if not _is_doubtful(passage, match)]
    for match in named if clear else []:
        yield Candidate(match.first, match.last, "ORG", _PRESS, "press")


def _is_doubtful(passage: Passage, name: Match) -> bool:
    return name.entry in doubtful_press() or exacts(passage, name.first, name.last) in places()


def _is_headline(passage: Passage, line: Line, name: Match) -> bool:
    """Whether a line goes on after a name as what a newspaper says does: a colon, or «به نقل از … :»."""
    rest = passage.words[name.last : line.last]
    if len(rest) < _LEAST_HEADLINE:
        return False
    if ":" in passage.between(name.last):
        return True
    told = not cues("says").isdisjoint((rest[0].exact, rest[0].exact + rest[1].exact))
    return told and ":" in passage.folded.key[rest[0].start : rest[-1].end]


def _listed(passage: Passage, bodies: set[int], others: set[int]) -> Iterator[Candidate]:
    """Every item of a list in quotation marks of which half were found, or that a word for several bodies opens."""
    for items in _lists(passage):
        known = sum(any(at in bodies for at in range(*item)) for item in items)
        other = sum(all(at in others for at in range(*item)) for item in items)
        opened = _opened(passage, items[0][0]) and 2 * other < len(items)
        if opened or (known > 1 and 2 * known >= len(items)):
            yield from (_item(*item) for item in items)


def _bracketed(passage: Passage) -> Iterator[list[tuple[int, int]]]:
    """Lists in brackets or between dashes after a word for several bodies («هفت بانک عامل (ملی، سپه و ملت)»).

    Half of them must be names of the tables, with that word before them or by themselves.
    """
    singular = singulars(passage.language)
    for first, last in enclosed(passage):
        begun, head = next(((at, singular[e]) for at, e in _heading(passage, first) if e in singular), (first, ""))
        items = list(_items(passage, first, last, head))
        kinds: list[tuple[str, ...]] = [(key_of(head),), (passage.words[first - 1].exact,)]
        kinds.append((key_of(head), *exacts(passage, begun + 1, first)))
        known = sum(_is_one_of(passage, kinds, *item) for item in items) if head else 0
        plain = all(_is_short(passage, item) or _is_one_of(passage, kinds, *item) for item in items)
        if head and plain and len(items) > 1 and 2 * known >= len(items):
            yield items


def _is_short(passage: Passage, item: tuple[int, int]) -> bool:
    return item[1] - item[0] <= _MOST_TEAM_WORDS and is_plain(passage, *item)


def _heading(passage: Passage, first: int) -> Iterator[tuple[int, str]]:
    """The words for several bodies before a list, the nearest first: plural, or after a number or «چند»."""
    for at in range(first - 1, max(-1, first - _BEFORE_BRACKET - 1), -1):
        exact = passage.words[at].exact.removeprefix("ال")
        before = passage.words[at - 1].exact if at else ""
        counted = before.isdecimal() or before in _goals() or before in _SEVERAL
        yield at, exact + "ها" if counted and passage.language == "fa" else exact


_SEVERAL = ("چند", "چندین")


def _items(passage: Passage, first: int, last: int, head: str) -> Iterator[tuple[int, int]]:
    """The items of a list: short, with a comma or «و» between them, but for those inside a name of the tables.

    ``head`` is the word for the kind of all of them («وزارت» of «آموزش و پرورش»).
    """
    begun, whole = first, _whole(passage, first, last, head)
    for at in range(first + 1, last + 1):
        if begun < at < whole:
            continue
        joined = at < last and passage.words[at].exact == "و"
        if at == last or joined or _SEPARATOR & set(passage.between(at)):
            if begun < at:
                yield begun, at
            begun = at + joined
            whole = _whole(passage, begun, last, head)


def _whole(passage: Passage, first: int, last: int, head: str) -> int:
    """The end of an item that the tables know with its «و» («علم و صنعت»); its first word where they know none."""
    if not head or first >= last:
        return first
    match = names().at([key_of(head), *exacts(passage, first, last)], 0)
    end = first + match.last - 1 if match else first
    if end < last and passage.words[end].exact != "و" and not _SEPARATOR & set(passage.between(end)):
        return first
    return end


def _is_one_of(passage: Passage, kinds: Sequence[tuple[str, ...]], first: int, last: int) -> bool:
    """Whether the tables know an item, with words for its kind before it or by itself."""
    forms = names().forms(passage.words[first:last])
    for known in (*([*kind, *forms] for kind in kinds), forms):
        match = names().at(known, 0)
        if match and match.last == len(known):
            return True
    return False


def _lists(passage: Passage) -> Iterator[list[tuple[int, int]]]:
    """Two and more short quotations with nothing between them but a comma or «و»."""
    items: list[tuple[int, int]] = []
    for first, last in quotations(passage):
        joined = items and items[-1][1] <= first and _follows(passage, items[-1][1], first)
        if items and not joined:
            if len(items) > 1:
                yield items
            items = []
        items.append((first, last))
    if len(items) > 1:
        yield items


def _follows(passage: Passage, end: int, first: int) -> bool:
    if first - end > 1 or (first - end == 1 and passage.words[end].exact != "و"):
        return False
    gaps = "".join(passage.between(at) for at in range(end, first + 1))
    return bool(_SEPARATED.fullmatch("".join(sign for sign in gaps if sign not in OPEN | CLOSED)))


def _opened(passage: Passage, first: int) -> bool:
    """Whether a word for several bodies stands before a list («شرکت‌های دارای مجوز: …»), in its sentence."""
    for at in range(first, max(0, first - _BEFORE_LIST), -1):
        if passage.words[at - 1].exact.removeprefix("ال") in plurals(passage.language):
            return True
        if set(".!؟\n") & set(passage.between(at - 1)) and at > 1:
            return False
    return False


def _teams(passage: Passage, bodies: set[int]) -> Iterator[Candidate]:
    """Both sides of a line that is the score of a match, where one of them was found («گیتی‌پسند ۶ ارژن شیراز ۳»)."""
    for line in lines(passage):
        sides = _sides(passage, line)
        known = [bool(bodies & set(range(*side))) for side in sides]
        other = any(exacts(passage, *side) in places() or passage.words[side[0]].exact in months() for side in sides)
        if any(known) and not other:
            yield from (Candidate(first, last, "ORG", _SCORED, "team") for first, last in sides)


def _sides(passage: Passage, line: Line) -> list[tuple[int, int]]:
    """The words before each number of a line; none where it is not two short names with a number each."""
    sides, start = list[tuple[int, int]](), line.first
    if line.last - line.first > 2 * (_MOST_TEAM_WORDS + 1):
        return sides
    for at in range(line.first, line.last):
        exact = passage.words[at].exact
        if exact in _goals() or (exact.isdecimal() and len(exact) <= _FIGURES and int(exact) <= _MOST_POINTS):
            sides.append((start, at))
            start = at + 1
    whole = start == line.last and len(sides) == 2
    fitting = all(0 < last - first <= _MOST_TEAM_WORDS and is_plain(passage, first, last) for first, last in sides)
    return sides if whole and fitting else []


def headed_by(passage: Passage) -> Iterator[Candidate]:
    """Arabic bodies that someone heads as a company is headed («الرئيس التنفيذي لمدينة الملك عبدالله الاقتصادية»)."""
    if passage.language != "ar":
        return
    for at in range(2, len(passage.words)):
        exact = passage.words[at].exact
        cut = clitics(exact) if exact[0] == "ل" else 0
        named = cut and without(exact, cut).removeprefix("ال") not in cues("event") and not arabic.head_at(passage, at)
        if named and "".join(exacts(passage, at - 2, at)) in cues("leader"):
            definite = exact.startswith("لل")
            last = arabic.extent(passage, at, Head(alone=False, joins=False), definite=definite)
            if last > at + 1 and names().at([bare(exact)], 0) and passage.words[at + 1].exact in first_names():
                last = at + 1  # «الرئيس التنفيذي لعمانتل | طلال المعمري»
            if last > at:
                yield Candidate(at, last, "ORG", _LED, "led")


@cache
def _goals() -> frozenset[str]:
    """The Persian words for up to ten."""
    units = (row for row in table("numerals") if row["kind"] == "unit" and row["language"] == "fa")
    return frozenset(key_of(row["word"]) for row in units if int(row["value"]) <= _MOST_GOALS)
