"""What a document says twice: a name found once is found everywhere, and its short forms with it."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set

from extractors.names.candidates import Candidate, common, exacts, weight, words_of
from extractors.names.clitics import bare, parted
from extractors.names.persons import known_names
from extractors.names.places import Key, places
from extractors.organisations.gazetteer import names, shortened, stops, with_names
from extractors.protocols import Passage
from extractors.sequences import in_order
from extractors.text.characters import ZWNJ
from extractors.text.spelling import spelling

_SURE = 0.7
"""Probability from which a name vouches for its other occurrences."""
_SURE_OF_SEVERAL = 0.45
"""The same for an organisation's name of several words."""
_LESS = 0.9
_SHORT = 0.7
_OPEN, _CLOSE = "([«\"“'", ")]»\"”'"
_BRACKET = re.compile(rf"[{re.escape(_CLOSE[2:])}]?\s*[{re.escape(_OPEN)}]\s*")
_LONGEST_ALIAS = 3
_LEAST_REST = 2
_CLOSING = re.compile("ال.+(?:ی|یه)$")
"""An adjective of relation («الاقتصادية»)."""
_LEAST, _LONGEST_COINED = 3, 12
"""Letters of a word that may stand for a name by itself, and of one that is none otherwise."""


def _quoted(passage: Passage, first: int, last: int) -> bool:
    """Whether words stand between quotation marks or brackets of their own."""
    before, after = passage.between(first).rstrip(), passage.between(last).lstrip()
    return before[-1:] in set(_OPEN) and after[:1] in set(_CLOSE)


def aliases(passage: Passage, kept: Sequence[Candidate]) -> Iterator[Candidate]:
    """Short names in brackets right after an organisation: «صندوق تنمية الموارد البشرية (هدف)».

    Only one that is made of its initials, written in Latin letters, no word at all, or comes again in marks.
    """
    taken = words_of(kept)
    for name in kept:
        if name.label != "ORG" or name.last >= len(passage.words) or name.last in taken:
            continue
        if not _BRACKET.fullmatch(passage.between(name.last)):
            continue
        for last in range(name.last + 1, min(name.last + _LONGEST_ALIAS, len(passage.words)) + 1):
            if _quoted(passage, name.last, last):
                key = exacts(passage, name.last, last)
                if not taken & set(range(name.last, last)) and _stands_for(passage, key, name):
                    yield Candidate(name.last, last, "ORG", name.score * _LESS, "alias")
                break


def _stands_for(passage: Passage, key: Key, name: Candidate) -> bool:
    joined = "".join(key)
    if len(joined) < _LEAST or not joined.isalpha():
        return False
    if joined.isascii():
        return True
    initials = "".join(word.exact.removeprefix("ال")[:1] for word in passage.words[name.first : name.last])
    if len(key) == 1 and (_within(joined, initials) or _within(initials, joined)):
        return True
    opened = passage.between(name.last).startswith((" ", "("))
    if (
        len(key) == 1
        and passage.language == "ar"
        and opened
        and (
            _is_coined(joined, spelling(passage.folded, passage.words[name.last], "ar"))
            or _is_called(passage, joined, name)
        )
    ):
        return True
    again = (at for at in range(len(passage.words) - len(key) + 1) if exacts(passage, at, at + len(key)) == key)
    return sum(_quoted(passage, at, at + len(key)) for at in again) > 1


def _is_called(passage: Passage, exact: str, name: Candidate) -> bool:
    """Whether a noun in marks is what a party or company of several words is called for short («حزب … "تواصل"»)."""
    if name.last - name.first < _FULL or bare(passage.words[name.first].exact) not in with_names():
        return False
    party = bare(passage.words[name.first].exact) in _PARTIES
    marked = passage.between(name.last).strip() in ('"', "«", "“", *("(",) * party)
    described = exact.startswith("ال") or exact.endswith(("ی", "یه")) or exact in stops() or (exact,) in places()
    return marked and not described and not exact.startswith(("ب", "ل"))


_PARTIES = ("حزب", "حرکه", "تیار", "ایتلاف")
_FULL = 3
"""Words of a name that is complete."""


def _is_coined(exact: str, written: str) -> bool:
    """Whether an Arabic word in marks behind a body can only be what it is called for short («ايناجيو»).

    No word that is known, none with an article, no place and nobody's name.
    """
    known = weight(exact, "ar") or (exact,) in places() or exact in known_names()
    return not known and not written.startswith("ال") and _LEAST < len(exact) <= _LONGEST_COINED


def _within(few: str, many: str) -> bool:
    """Whether the letters come in this order.

    >>> _within("ساها", "ساهااز"), _within("ناجا", "نا")
    (True, False)
    """
    return len(few) >= _LEAST and in_order(few, many)


def shorts(passage: Passage, kept: Sequence[Candidate]) -> Iterator[Candidate]:
    """Words that stand for a body once it has been named in full: «حوزه», not «حوزه فناوری»."""
    named = {entry.entry for entry in names().find(passage.words)}
    taken = words_of(kept)
    for at, word in enumerate(passage.words):
        if at not in taken and shortened().get(word.exact) in named and _ends(passage, at):
            yield Candidate(at, at + 1, "ORG", _SHORT, "short")


def _ends(passage: Passage, at: int) -> bool:
    """Whether nothing that would complete a word follows it."""
    words = passage.words
    if at + 1 == len(words) or passage.between(at + 1).strip(f" {ZWNJ}"):
        return True
    return words[at + 1].exact in stops() or words[at + 1].exact == "و"


def repeated(passage: Passage, kept: Sequence[Candidate]) -> Iterator[Candidate]:
    """Other places where a name of the document stands: of several words everywhere, of one where nothing was found.

    A name of several words may hold what was found inside it («الملك عبدالعزيز» of the university).
    """
    known = _known(passage, kept)
    taken = words_of(kept)
    at = 0
    while at < len(passage.words):
        again = next(_again(passage, at, known, taken), None)
        if again:
            yield again
        at = again.last if again else at + 1


def _again(
    passage: Passage, at: int, known: Mapping[str, list[tuple[Key, str, float]]], taken: Set[int]
) -> Iterator[Candidate]:
    """The names that may begin with a word, with or without clitics, longest first."""
    for first, cut in _spelt(passage, at):
        for key, label, score in known.get(first, ()):
            end = at + len(key)
            if exacts(passage, at + 1, end) != key[1:]:
                continue
            free = taken.isdisjoint(range(at, end))
            if len(key) > 1 and (free or label == "ORG"):
                yield Candidate(at, end, label, score * _LESS, "repeat", cut)
            elif free and _bare(passage, at) == first and _stands_out(passage, at, key[0]):
                yield Candidate(at, end, label, score * _LESS, "repeat")


def _spelt(passage: Passage, at: int) -> Iterator[tuple[str, int]]:
    """A word in the ways that a name may begin with it, and the letters that are none of the name."""
    exact = passage.words[at].exact
    return parted(exact) if passage.language == "ar" else iter(((exact, 0),))


def _stands_out(passage: Passage, at: int, exact: str) -> bool:
    """Whether a word alone is a name: one that is too common is, between quotation marks."""
    return not common(exact, passage.language) or _quoted(passage, at, at + 1)


def _bare(passage: Passage, at: int) -> str:
    """The exact form of a word, in Arabic without its clitics."""
    exact = passage.words[at].exact
    return bare(exact) if passage.language == "ar" else exact


def _definite(key: Key) -> list[Key]:
    """The short form of an Arabic name: its head with the article, and the adjective that closes it.

    >>> _definite(("مدینه", "الملک", "عبدالله", "الاقتصادیه")), _definite(("وزاره", "العدل"))
    ([('المدینه', 'الاقتصادیه')], [])
    """
    head, *rest = key
    if len(rest) < _LEAST_REST or head.startswith("ال") or not _CLOSING.match(rest[-1]):
        return []
    return [("ال" + head, rest[-1])]


def ways(passage: Passage, found: Candidate) -> list[Key]:
    """The words by which a document comes back to a name: its own, those that end a person's, the short form of it."""
    keys = [(_bare(passage, found.first), *exacts(passage, found.first + 1, found.last))]
    if found.label == "PERSON":
        keys += [exacts(passage, at, found.last) for at in range(found.first + 1, found.last)]
    elif found.label == "ORG" and passage.language == "ar":
        keys += _definite(keys[0])
    return keys


def _known(passage: Passage, kept: Sequence[Candidate]) -> dict[str, list[tuple[Key, str, float]]]:
    """First word → the names that begin with it, longest first."""
    best: dict[Key, tuple[str, float]] = {}
    for found in kept:
        for key in ways(passage, found):
            short = len(key) == 1 and len(key[0]) < _LEAST
            sure = _SURE if len(key) == 1 or found.label != "ORG" else _SURE_OF_SEVERAL
            if found.score >= sure and not short and found.score > best.get(key, ("", 0.0))[1]:
                best[key] = (found.label, found.score)
    known: dict[str, list[tuple[Key, str, float]]] = defaultdict(list)
    for key, (label, score) in sorted(best.items(), key=lambda item: -len(item[0])):
        known[key[0]].append((key, label, score))
    return known
