"""What may be a name: ranges of words that the tagger, the gazetteer or the rules propose, and which of them stay."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from extractors.names.clitics import bare
from extractors.names.features import LONGEST
from extractors.names.places import places
from extractors.names.units import sentences
from extractors.organisations.gazetteer import classes, heads, names, offices, reported_by, stops, whole_bodies
from extractors.organisations.rules import is_common, ruled
from extractors.protocols import Passage
from extractors.sequences import Match
from extractors.text.lexicon import arabic, persian

if TYPE_CHECKING:
    from extractors.names.tagger import Tagger

_FORMULA = "بسم"
_REPORTERS = frozenset(("خبرنگار", "گزارش"))
_KNOWN, _ALONE, _REPORTED, _RULED = 0.85, 0.6, 0.9, 0.5
_SURE_WORDS = 3
"""Words of a gazetteer name that needs no word of the tagger."""
_SURE_RULE = 5
"""Words of a name by rule that needs none either."""
_KNOWN_DOUBT, _ALONE_DOUBT, _RULED_DOUBT = 0.95, 0.98, {"fa": 0.6, "ar": 0.9}
"""Up to how much doubt of the tagger a proposal stands; found on the development data."""
_TRUSTED = 0.85
"""Probability from which the tagger knows better than a rule where a name ends."""
_LONGEST = 14
_COMMON = 20
"""Weight (a hundred in the counts) from which a word is too common to be a name by itself."""


class Candidate(NamedTuple):
    """Words ``[first, last)`` of a passage, how likely they are a name of this kind, and who says so."""

    first: int
    last: int
    label: str
    score: float
    origin: str
    """``tagger``, ``gazetteer``, ``reporter``, ``rule``, ``alias``, ``short`` or ``repeat``."""

    def overlaps(self, other: "Candidate") -> bool:
        """Whether both share a word."""
        return self.first < other.last and other.first < self.last

    def covers(self, other: "Candidate") -> bool:
        """Whether the other lies inside."""
        return self.first <= other.first and other.last <= self.last


@cache
def _threads() -> Any:
    """Matrices of this size are multiplied several times faster by one thread than by two that wait for each other."""
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()


class Seen(NamedTuple):
    """What the tagger finds in a passage, in order, and how likely each word is in a name."""

    names: list[Candidate]
    named: list[float]

    def doubt(self, candidate: Candidate) -> float:
        """How far the tagger is from calling the words of a proposal a name: 1 where it sees none at all."""
        inside = self.named[candidate.first : candidate.last]
        return 1 - sum(inside) / len(inside)


def tagged(passage: Passage, tagger: "Tagger | None") -> Seen:
    """What a tagger sees; nothing where there is none for the language."""
    seen = Seen([], [0.0] * len(passage.words))
    if tagger is None:
        return seen
    every = list(sentences(passage))
    with _threads().limit(limits=1, user_api="blas"):
        readings = tagger.tag(every)
    for sentence, reading in zip(every, readings, strict=True):
        for unit, chance in zip(sentence, reading.named.tolist(), strict=True):
            if unit.word >= 0:
                seen.named[unit.word] = chance
        for name in reading.names:
            words = [unit.word for unit in sentence[name.first : name.last] if unit.word >= 0]
            last = _closed(passage, words[0], words[-1] + 1) if words else 0
            if words and last > words[0] and _is_sense(passage, words[0], last):
                seen.names.append(Candidate(words[0], last, name.label, name.probability, "tagger"))
    return seen


def _is_sense(passage: Passage, first: int, last: int) -> bool:
    """Whether words can be a name: none is too long for a word, and it is no formula («بسم الله الرحمن الرحيم»)."""
    words = passage.words[first:last]
    return words[0].exact != _FORMULA and all(len(word.exact) <= LONGEST for word in words)


def _closed(passage: Passage, first: int, last: int) -> int:
    """The end of a name without the words after a bracket that is not closed in it («امام خمینی (ره»)."""
    key = passage.folded.key
    opened = key.rfind("(", passage.words[first].start, passage.words[last - 1].end)
    if opened < 0 or ")" in key[opened : passage.words[last - 1].end]:
        return last
    return next(at for at in range(last, first - 1, -1) if at == first or passage.words[at - 1].end <= opened)


def proposed(passage: Passage, seen: Seen) -> Iterator[Candidate]:
    """What gazetteer and rules add, as far as something else speaks for it."""
    yield from reporters(passage)
    yield from (name for name in known(passage) if _stands_known(passage, seen, name))
    ruled_names = list(by_rule(passage))
    frequent = Counter(word.exact for word in passage.words)
    again = Counter(_key(passage, name) for name in ruled_names)
    for name in ruled_names:
        size = name.last - name.first
        limit = _ALONE_DOUBT if size == 1 else _RULED_DOUBT.get(passage.language, 1.0)
        sure = size >= _SURE_RULE or seen.doubt(name) <= limit or (size > 1 and _is_office(passage, name))
        if sure or (size > 1 and (again[_key(passage, name)] > 1 or _is_pointed_at(passage, name, frequent))):
            yield name


def _stands_known(passage: Passage, seen: Seen, name: Candidate) -> bool:
    """Of the gazetteer: always a long name, one with the head of a body, and one that is no word."""
    first = bare(passage.words[name.first].exact)
    long = name.last - name.first >= (2 if first in whole_bodies() else _SURE_WORDS)
    alone = name.last - name.first == 1 and not _weight(first, passage.language)
    return long or alone or seen.doubt(name) < _KNOWN_DOUBT


def _is_office(passage: Passage, name: Candidate) -> bool:
    """Whether an Arabic name begins with the head of an office («بلدية طرابلس»), which ANERcorp leaves unlabelled.

    A definite head needs two words more («المؤسسة الأمنية» is none), another one a definite word or a place («شركة
    إنتاج» is none).
    """
    first = bare(passage.words[name.first].exact)
    if passage.language != "ar" or first.removeprefix("ال") not in offices():
        return False
    if first.startswith("ال"):
        return name.last - name.first >= _SURE_WORDS
    rest = [word.exact for word in passage.words[name.first + 1 : name.last]]
    return any(exact.startswith(("ال", "لل")) or (exact,) in places() for exact in rest)


def _key(passage: Passage, name: Candidate) -> tuple[str, ...]:
    return tuple(word.exact.removeprefix("ال") for word in passage.words[name.first : name.last])


def _is_pointed_at(passage: Passage, name: Candidate, frequent: Counter[str]) -> bool:
    """Whether the document comes back to a body by its head («الوزارة»)."""
    head = passage.words[name.first].exact
    return not head.startswith("ال") and frequent["ال" + head] > 0


def known(passage: Passage) -> Iterator[Candidate]:
    """The organisations of the gazetteer; a single common word is none by itself («الاتفاق», «تایم»)."""
    forms, at = names().forms(passage.words), 0
    while at < len(forms):
        match = names().at(forms, at) or _after_clitic(passage, forms, at)
        alone = match and match.last - at == 1
        if match and not (alone and common(forms[at], passage.language)):
            yield Candidate(at, match.last, "ORG", _ALONE if alone else _KNOWN, "gazetteer")
        at = match.last if match else at + 1


def _after_clitic(passage: Passage, forms: list[str], at: int) -> Match | None:
    """The name that begins with a word once its clitic is off («لوزارة العدل»)."""
    if passage.language != "ar" or bare(forms[at]) == forms[at]:
        return None
    rest = [bare(forms[at]), *forms[at + 1 : at + _LONGEST]]
    match = names().at(rest, 0)
    return Match(at, at + match.last, match.entry) if match else None


def common(exact: str, language: str) -> bool:
    """Whether a word is so frequent that it may mean anything."""
    return _weight(exact, language) >= _COMMON


def _weight(exact: str, language: str) -> int:
    return (arabic() if language == "ar" else persian()).get(exact, 0)


def reporters(passage: Passage) -> Iterator[Candidate]:
    """«به گزارش خبرنگار مهر»: the agency, not the month."""
    for at, (before, word) in enumerate(pairwise(passage.words), 1):
        if before.exact in _REPORTERS and word.exact in reported_by():
            yield Candidate(at, at + 1, "ORG", _REPORTED, "reporter")


def by_rule(passage: Passage) -> Iterator[Candidate]:
    """Organisations that the rules extend from a head word."""
    for name in ruled(passage):
        yield Candidate(name.first, name.last, "ORG", _RULED, "rule")


def merged(passage: Passage, found: Sequence[Candidate], others: Iterable[Candidate]) -> list[Candidate]:
    """What the tagger found, and of the others what stands apart from it or holds what it found whole.

    A rule goes further than the tagger only in Arabic, where a name is a chain that grammar closes.
    """
    kept = sorted(found)
    for other in others:
        met = [c for c in kept if c.overlaps(other)]
        if not met or _takes(passage, other, met):
            score = max([other.score, *(c.score for c in met if c.label == "ORG")])
            kept = sorted([*(c for c in kept if c not in met), other._replace(score=score)])
    parts = (part for candidate in kept for part in _parts(passage, candidate))
    return [part for part in parts if not _is_class(passage, part)]


def _is_class(passage: Passage, candidate: Candidate) -> bool:
    """Whether it is a head with a word that makes it a class («سازمان مردم‌نهاد», «28 جامعة سعودية»)."""
    words = names().forms(passage.words[candidate.first : candidate.last])
    if candidate.label != "ORG" or candidate.score >= _TRUSTED or len(words) >= _SURE_WORDS or names().at(words, 0):
        return False
    exact = passage.words[candidate.first].exact
    if exact not in heads(passage.language):
        return False
    return is_common(passage, candidate.first) or passage.words[candidate.last - 1].exact in classes()


def _takes(passage: Passage, other: Candidate, met: Sequence[Candidate]) -> bool:
    """Whether a proposal stands in place of what it overlaps."""
    if _ends_before_stop(passage, other, met):
        return True
    if not all(other.covers(c) for c in met):
        return False
    if other.origin in ("gazetteer", "reporter"):
        return all(c.label != "PERSON" for c in met)
    if met[0].first == other.first:
        return passage.language == "ar" and met[0].score < _TRUSTED and all(c.label == "ORG" for c in met)
    return _is_office(passage, other) and all(c.label != "PERSON" for c in met)


def _ends_before_stop(passage: Passage, other: Candidate, met: Sequence[Candidate]) -> bool:
    """Whether the tagger went on from a known name over a word that ends one («وزارت نیرو با دانشگاه یزد»)."""
    if other.origin != "gazetteer" or len(met) > 1 or met[0].first != other.first or met[0].last <= other.last:
        return False
    after = passage.words[other.last].exact
    return after in stops() and after != "و"


def _parts(passage: Passage, candidate: Candidate) -> Iterator[Candidate]:
    """Two bodies that «و» joins are two: where the second begins as one does («… و شهرداری کرج»)."""
    words, first = passage.words, candidate.first
    if candidate.label == "ORG" and candidate.origin == "tagger":
        forms = names().forms(words[first : candidate.last])
        for at in range(first + 2, candidate.last - 1):
            begins = words[at + 1].exact in offices() or names().at(forms, at + 1 - candidate.first)
            if words[at].exact == "و" and begins:
                yield candidate._replace(first=first, last=at)
                first = at + 1
    yield candidate._replace(first=first)


def as_bodies(passage: Passage, found: Iterable[Candidate]) -> Iterator[Candidate]:
    """The tagger's names, a Persian place that is an office or in one as the office («سالن جلسات استانداری یزد»)."""
    for name in found:
        office = _office_in(passage, name) if passage.language == "fa" and name.label == "PLACE" else name.last
        yield name if office == name.last else name._replace(first=office, label="ORG")


def _office_in(passage: Passage, place: Candidate) -> int:
    """The word of a place from which it is an office with a name; its end where it holds none."""
    inside = range(place.first, place.last - 1)
    return next((at for at in inside if passage.words[at].exact in offices()), place.last)
