"""An agreement that a sentence names only to say what another is to it: «تنفيذا للاتفاقية بين …», «ذیل تفاهم‌نامه …».

Its parties and days are none of the other's, so each is read in a sentence of its own.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import NamedTuple

from corpora.document import Document
from corpora.tables import table
from extractors.agreements.bodies import Bodies
from extractors.agreements.candidates import RELATIONS, Candidate
from extractors.agreements.sentences import Placed, Sentence
from extractors.sequences import Sequences
from extractors.text.aligned import AlignedText
from extractors.text.characters import ZWNJ
from extractors.text.segmenter import words

_SOON = 1
"""Words between what says the relation and the word for the agreement."""
_REACH = {"amends": 4, "translation_of": 0}
"""The same of some relations: «معدلا بذلك بنودا من اتفاق …»; «ترجمة عملية لمذكرة …» is no translation."""
_RELATIVE = 30
"""Words of what is said of an agreement behind «که»."""
_WAS = ("بود", "بودند", "است")
_CLAUSE = 8
"""Words between an agreement that is named beside and the verb that says what becomes of it."""
_THAT, _TO, _COPULA, _DENIED, _ELSE = "که", "به", "copula", "denied", "else"
_POINTS, _DISCLAIMS = "points", "disclaims"
_PRESENT = tuple(said + joint for said in ("می", "نمی") for joint in (ZWNJ, " "))
"""How verbs of the present begin."""
_OF_THE_SAME = ("renews", "terminates", "translation_of", "same_text_as")
"""What an agreement is to another only of the same parties."""
_SINCE = "since"
"""What only stands behind another in time («پس از قرارداد …»): it follows one of a party of its own, else nothing."""
_REPLACES = "replaces"
_IN_COMMON = (_REPLACES, _SINCE)
"""What an agreement is to another only where a party is in both."""
_NAMES = ("ORG", "PLACE", "DATE")
_AND = "و"
_COMMAS = frozenset("،,؛;")
CHANGES = ("amends", "renews", "replaces", "terminates")
"""What only an agreement that was signed can undergo."""


class Aside(NamedTuple):
    """A sentence in two: what it tells of (``main``), and the agreement that it names beside (``aside``).

    ``said`` is what its words say that the agreement of ``main`` is to that of ``aside``: one of RELATIONS, «since», or
    «» where the sentence denies it.
    """

    said: str
    main: Sentence
    aside: Sentence
    leads: bool = False
    """Whether what is named beside stands first."""

    @property
    def relation(self) -> str:
        """The relation that is meant, one of RELATIONS; «» where none is."""
        return _meant(self.said)


class _Cue(NamedTuple):
    """Words ``[first, end)`` of a sentence name an agreement beside its own, to which that is ``relation``."""

    relation: str
    first: int
    end: int


@cache
def _relations(language: str, where: str) -> Sequences:
    rows = (row for row in table("agreement_relations") if (row["language"], row["where"]) == (language, where))
    said = ((word, row["relation"]) for row in rows for word in row["words"].split(";"))
    return Sequences.of((tuple(one.exact for one in words(AlignedText.of(word))), relation) for word, relation in said)


def aside(document: Document, sentence: Sentence) -> Aside | None:
    """A sentence with two agreements, one of them named beside the other; None where it is no such sentence."""
    placed = sentence.of("AGREEMENT") if len(sentence.found) > 1 else []
    if not placed or (len(placed) < 2 and not _points(sentence)):
        return None
    for relation, first, end in (*_after_cues(sentence, placed), *_before_verbs(sentence, placed)):
        outside = [each for each in placed if not first <= each.first < end]
        if not outside and not _is_disclaimed(sentence):
            main, beside = _parted(document, sentence, first, end)
            return Aside(relation, main, beside) if _is_of_bodies(beside) else None
        if outside and not _is_of_another_clause(sentence, first, end, outside):
            said = "" if _is_disclaimed(sentence) else relation
            return Aside(said, *_parted(document, sentence, first, end), first < outside[0].first)
    return None


def _meant(said: str) -> str:
    return "follows" if said == _SINCE else said


def replaced_at(sentence: Sentence, at: int) -> int:
    """Where the words begin that say that another stands in place of the agreement at a word; -1 without them."""
    found = list(_relations(sentence.language, "before").find(tuple(sentence.words)))
    denied = {match.last for match in found if match.entry == _DENIED}
    said = [match for match in found if match.entry == _REPLACES and 0 <= at - match.last <= _SOON]
    return said[-1].first if said and said[-1].first not in denied else -1


def points_back(sentence: Sentence) -> bool:
    """Whether a sentence speaks of an agreement that was told («این تفاهم‌نامه», «هذه الاتفاقية», «هذا التعاون»)."""
    return _points(sentence) or any(
        (one.first and sentence.has(one.first - 1, "this")) or sentence.exacts[one.first].startswith(("ال", "بال"))
        for one in sentence.of("AGREEMENT")
    )


def _points(sentence: Sentence) -> bool:
    """Whether it speaks of what two do together by another word («ويأتي هذا التعاون …», «این همکاری …»)."""
    found = _relations(sentence.language, "anywhere").find(tuple(sentence.words))
    return any(match.entry == _POINTS for match in found)


def _is_of_bodies(sentence: Sentence) -> bool:
    """Whether a sentence names a body, an office or two countries: «وفقا لاتفاقية … الموقعة في فيينا» is of a law."""
    kinds = [body.kind for body in Bodies(sentence).all]
    return "org" in kinds or "office" in kinds or kinds.count("country") > 1


def _is_disclaimed(sentence: Sentence) -> bool:
    """Whether a sentence says that something is not so: «نفت الوزارة أن تكون الاتفاقية بديلا عن …»."""
    found = _relations(sentence.language, "anywhere").find(tuple(sentence.words))
    return any(match.entry == _DISCLAIMS for match in found)


def _is_of_another_clause(sentence: Sentence, first: int, end: int, outside: Sequence[Placed]) -> bool:
    """Whether something else is told between some words and the agreement nearest to them: a verb and «و», «كما»."""
    before = [each.last for each in outside if each.last <= first]
    between = range(before[-1], first) if before else range(end, outside[0].first)
    found = _relations(sentence.language, "before").find(tuple(sentence.words))
    if any(match.entry == _ELSE and match.first in between for match in found):
        return True
    return any(_is_over(sentence, at) for at in between)


def _is_over(sentence: Sentence, at: int) -> bool:
    """Whether a clause ends with a word: a verb of Persian with «و» behind it."""
    if sentence.language != "fa" or at + 1 >= len(sentence.exacts) or sentence.exacts[at + 1] != _AND:
        return False
    return sentence.has(at, "done") or sentence.text.startswith(_PRESENT, sentence.place(at, at + 1).start)


def _after_cues(sentence: Sentence, placed: Sequence[Placed]) -> Iterator[_Cue]:
    """Agreements behind words that say the relation: «در اجرای …», «تنفيذا ل…»; «زیرمجموعه … است» with its copula."""
    said = tuple(sentence.words)
    copulas = {match.first for match in _relations(sentence.language, "is").find(said) if match.entry == _COPULA}
    denied = {match.last for match in _relations(sentence.language, "before").find(said) if match.entry == _DENIED}
    behind = {each.last for each in placed}
    for where in ("before", "is", "of"):
        for match in _relations(sentence.language, where).find(said):
            if where == "of" and match.first not in behind:  # «پروتکل اصلاح موافقت‌نامه …»
                continue
            itself = any(each.first == match.first for each in placed)  # «ملحقا | للاتفاقية»
            reach = _REACH.get(match.entry, _SOON)
            one = next((each for each in placed if 0 <= each.first - match.last <= reach), None)
            end = _end(sentence, one, placed) if one and _meant(match.entry) in RELATIONS else 0
            if end and match.first not in denied and (where != "is" or end in copulas):
                yield _Cue(match.entry, match.last if itself else match.first, end)


def _before_verbs(sentence: Sentence, placed: Sequence[Placed]) -> Iterator[_Cue]:
    """Agreements of a clause that tells what the one before «که» does to them: «… که قرارداد … را تمدید می‌کند»."""
    for match in _relations(sentence.language, "behind").find(tuple(sentence.words)):
        one = next((each for each in reversed(placed) if each.last <= match.first), None)
        if one is None or one is placed[0]:
            continue
        first = one.first - 1 if sentence.exacts[one.first - 1] != _TO else one.first - 2
        end = _end(sentence, one, placed)
        if sentence.exacts[first] == _THAT and one.last < end <= match.first <= end + _CLAUSE:
            yield _Cue(match.entry, first + 1, match.last)


def related(found: Sequence[Candidate], pairs: Iterable[tuple[int, str, int]]) -> list[Candidate]:
    """The agreements of a document in text order, with what one is to another; ``pairs`` have places of ``found``.

    An annex is one of the only other agreement of the same parties.
    """
    order = sorted(range(len(found)), key=lambda at: found[at].anchor)
    place = {at: number for number, at in enumerate(order)}
    said: dict[int, list[tuple[str, int]]] = {at: [] for at in order}
    for one, relation, other in pairs:
        if _can_be(relation, _parties(found[one]), _parties(found[other])):
            said[one].append((_meant(relation), place[other]))
    for at in order:
        main = _annexed(found, at) if not said[at] else -1
        if main >= 0:
            said[at].append(("annex_of", place[main]))
    return [replace(found[at], relations=tuple(dict.fromkeys(said[at]))) for at in order]


def _can_be(said: str, mine: set[str], theirs: set[str]) -> bool:
    """Whether an agreement can be to another what words say, as the parties of both are."""
    if said in _OF_THE_SAME:
        return mine == theirs
    return bool(said) and (said not in _IN_COMMON or bool(mine & theirs))


def _annexed(found: Sequence[Candidate], at: int) -> int:
    """The place of the only other agreement of the parties of an annex; -1 where there is none, or are several."""
    bodies = _parties(found[at])
    if found[at].kind.value != "annex" or len(bodies) < 2:
        return -1
    same = [other for other, one in enumerate(found) if other != at and _parties(one) == bodies]
    return same[0] if len(same) == 1 and found[same[0]].kind.value != "annex" else -1


def _parties(candidate: Candidate) -> set[str]:
    return {party.name for party in candidate.parties}


def _names(sentence: Sentence, first: int, last: int) -> list[Placed]:
    """The bodies, countries and days in some words."""
    return [one for one in sentence.of(*_NAMES) if first <= one.first and one.last <= last]


def _end(sentence: Sentence, one: Placed, placed: Sequence[Placed]) -> int:
    """The word behind an agreement that is named beside, with those whose it is; 0 where that is not clear.

    It goes to a comma behind its bodies; without one to its last body in Persian, to the end of the sentence in Arabic.
    """
    size = len(sentence.words)
    if relative := _relative_end(sentence, one.last):
        return relative if _names(sentence, one.last, relative) else 0
    later = min([each.first for each in placed if each.first >= one.last], default=size)
    later = next((at for at in range(one.last, later) if _is_over(sentence, at)), later)
    bodies = _names(sentence, one.last, later)
    if not bodies:
        return 0
    begins = {body.first for body in bodies} | {body.first - 1 for body in bodies}
    for at in range(bodies[0].last, later):
        if _COMMAS.isdisjoint(sentence.between(at)):
            continue
        before = [body for body in bodies if body.last <= at]
        if at not in begins or before[-1].last < at or _is_closed(sentence, before):
            return at
    if sentence.language == "fa":
        return _signing_ends(sentence, bodies[-1].last, later)
    return size if later == size else 0


def _signing_ends(sentence: Sentence, at: int, later: int) -> int:
    """Where the signing ends that is said right behind some names («… که سال ۱۴۰۲ امضا شد»); the same word without."""
    for sign in sentence.cued(at, min(later, at + _SIGNING), "sign"):
        if sentence.has(sentence.ends(sign), "passive") and _OBJECT not in sentence.exacts[at:sign]:
            return sentence.ends(sentence.ends(sign))
    return at


_OBJECT = "را"
_SIGNING = 3
"""Words between the names of an agreement and its signing."""


def _relative_end(sentence: Sentence, at: int) -> int:
    """Where what is said of a Persian agreement ends («تفاهم‌نامه‌ای است که … امضا کرده بودند»); 0 without that."""
    at += sentence.has(at, "is")
    if sentence.language != "fa" or sentence.exacts[at : at + 1] != [_THAT]:
        return 0
    verbs = sentence.cued(at + 1, at + 1 + _RELATIVE, "done", "sign_verb", "to_do")
    end = sentence.ends(verbs[0]) if verbs else 0
    while 0 < end < len(sentence.words) and (sentence.has(end, "done", "is") or sentence.exacts[end] in _WAS):
        end += 1
    return end


def _is_closed(sentence: Sentence, bodies: Sequence[Placed]) -> bool:
    """Whether the last of some names is joined to those before it, so that a comma begins something else."""
    last = bodies[-1].first
    joined = sentence.exacts[last - 1] == _AND or sentence.exacts[last].startswith(_AND)
    return len(bodies) > 1 and (joined or bodies[-1].mention.label == "DATE")


def _parted(document: Document, sentence: Sentence, first: int, last: int) -> tuple[Sentence, Sentence]:
    """A sentence without some words, and these words; places stay those of the document."""
    span = sentence.place(first, last)
    kept = [mention for mention in sentence.found if not span.overlaps(mention.span)]
    inside = [mention for mention in sentence.found if span.covers(mention.span)]
    main = Sentence(document, sentence.span, kept, sentence.index)
    main.text = document.text[: span.start] + " " * (span.end - span.start) + document.text[span.end :]
    return main, Sentence(document, span, inside, sentence.index)
