"""Which of the tagger's names and of the proposals stay, and where they end."""

from collections.abc import Iterable, Iterator, Sequence

from extractors.names.candidates import Candidate, exacts
from extractors.names.chartered import is_chartered
from extractors.names.clitics import bare
from extractors.names.places import places
from extractors.names.proposals import is_club, is_numbered, is_office
from extractors.organisations.gazetteer import apposed, classes, cues, heads, names, offices, stops
from extractors.organisations.rules import is_common
from extractors.protocols import Passage

_FEW_WORDS = 3
_TRUSTED = 0.85
"""Probability from which the tagger knows better than a rule where a name ends."""


def merged(passage: Passage, found: Sequence[Candidate], others: Iterable[Candidate]) -> list[Candidate]:
    """What the tagger found, and of the others what stands apart from it or holds what it found whole.

    A rule goes further than the tagger only in Arabic, where a name is a chain that grammar closes.
    """
    owners: list[Candidate | None] = [None] * len(passage.words)
    for candidate in found:
        owners[candidate.first : candidate.last] = [candidate] * (candidate.last - candidate.first)
    for other in others:
        met = list(dict.fromkeys(owner for owner in owners[other.first : other.last] if owner))
        if other.origin == "seated" and [(c[:3], c.origin) for c in met] == [(other[:3], "tagger")]:
            continue  # the tagger knows it as well, and how sure it is
        if not met or _takes(passage, other, met):
            score = max([other.score, *(c.score for c in met if c.label == "ORG")])
            for old in met:
                owners[old.first : old.last] = [None] * (old.last - old.first)
            owners[other.first : other.last] = [other._replace(score=score)] * (other.last - other.first)
    kept = dict.fromkeys(owner for owner in owners if owner)
    parts = (part for candidate in kept for part in _parts(passage, candidate))
    return [part for part in parts if not _is_class(passage, part)]


def _is_class(passage: Passage, candidate: Candidate) -> bool:
    """Whether it is a head with a word that makes it a class («سازمان مردم‌نهاد», «28 جامعة سعودية»)."""
    words = names().forms(passage.words[candidate.first : candidate.last])
    if candidate.label != "ORG" or candidate.score >= _TRUSTED or len(words) >= _FEW_WORDS or names().at(words, 0):
        return False
    head = heads(passage.language).get(passage.words[candidate.first].exact)
    last = passage.words[candidate.last - 1].exact
    if head is None or (head.alone and last in cues("area")):
        return False
    return is_common(passage, candidate.first) or last in classes()


def _takes(passage: Passage, other: Candidate, met: Sequence[Candidate]) -> bool:
    """Whether a proposal stands in place of what it overlaps."""
    if other.origin in ("press", "told") or _ends_before_stop(passage, other, met) or _is_run_over(passage, other, met):
        return True
    if all(other.covers(c) for c in met) and is_club(passage, other):
        return True
    if _is_known_before(other, met):
        return True
    if not all(other.covers(c) for c in met) or _is_apposed(passage, other, met):
        return False
    if other.origin in ("gazetteer", "seated", "ministry", "reporter", "led", "called") or is_numbered(passage, other):
        headed = passage.words[other.first].exact in offices()
        return all(c.label != "PERSON" or headed or c.last - c.first < other.last - other.first for c in met)
    if met[0].first == other.first and passage.words[other.first].exact in _JOINING and len(met) == 1:
        return met[0].label == "ORG"
    if met[0].first == other.first:
        apart = [c for c in met if c is met[0] or c.label != "PLACE" or not is_chartered(passage, other)]
        bodies = passage.language == "ar" and all(c.label == "ORG" for c in apart)  # «الاتحاد الوطني | لطلبة سورية»
        return bodies and (met[0].score < _TRUSTED or _says_what_for(passage, other, met))
    called_after = passage.words[other.first + 1].exact in cues("honorific")
    persons = [c for c in met if c.label == "PERSON"]
    told = is_office(passage, other) or is_chartered(passage, other)
    return told and (called_after or all(_is_called_after(passage, other, c) for c in persons))


def _says_what_for(passage: Passage, other: Candidate, met: Sequence[Candidate]) -> bool:
    """Whether what the one body is for stands behind it («الجمعية العربية السعودية | للثقافة والفنون»)."""
    doubtful = all(c.label == "ORG" and c.score < _TRUSTED for c in met[1:])
    if not doubtful or met[0].last >= other.last:
        return False
    exact = passage.words[met[0].last].exact
    further = passage.words[met[0].last + 1].exact if met[0].last + 1 < other.last else ""
    known = further.removeprefix("ال") in cues("field") or further in cues("ministry field")
    if len(met) > 1:
        return exact == "و" and known
    field = exact == "و" and known  # «وزارة البيئة | والمياه والزراعة», «وزارة الشؤون الاجتماعية | والعمل»
    closes = met[0].last + 1 == other.last or further.startswith("لل") or further == "و"
    said = exact in cues("official") or exact in cues("local")
    official = said and closes  # «محكمة الجنايات | الدولية», «حزب التجمع | الوطني للإصلاح»
    return field or official or exact.startswith("لل") or (exact[0] == "ل" and exact[1:] in cues("doing"))


_JOINING = ("کلیه", "الکلیه", "بکلیه", "لکلیه")
"""Heads of bodies that have several fields as a rule («كلية التربية والآداب»)."""


def _is_called_after(passage: Passage, body: Candidate, person: Candidate) -> bool:
    """Whether a thing inside a body's name has a person's name («جمرك ميناء الملك فهد»)."""
    thing = person.first - 2
    honoured = thing > body.first and passage.words[thing + 1].exact in cues("honorific")
    return honoured and not passage.words[thing].exact.startswith("ال")


def _is_apposed(passage: Passage, other: Candidate, met: Sequence[Candidate]) -> bool:
    """Whether a proposal has but a word for the kind of body before the name («صحيفة الحياة»)."""
    inner = other._replace(first=other.first + 1)
    same = len(met) == 1 and (met[0].first, met[0].last, met[0].label) == (inner.first, inner.last, "ORG")
    return same and bare(passage.words[other.first].exact) in apposed()


def _ends_before_stop(passage: Passage, other: Candidate, met: Sequence[Candidate]) -> bool:
    """Whether the tagger went on from a known name over a word that ends one («وزارت نیرو با دانشگاه یزد»)."""
    if other.origin not in ("gazetteer", "seated") or not _runs_past(other, met):
        return False
    after = passage.words[other.last].exact
    return after in stops() and after != "و"


def _is_run_over(passage: Passage, other: Candidate, met: Sequence[Candidate]) -> bool:
    """Whether the tagger, in doubt, went on from a ministry over words that are none of it («وزارت معادن سرک»)."""
    if other.origin != "ministry" or not _runs_past(other, met):
        return False
    rest = exacts(passage, other.last, met[0].last)
    return met[0].score < _TRUSTED and rest[0] != "و" and rest not in places() and rest[-1:] not in places()


def _is_known_before(other: Candidate, met: Sequence[Candidate]) -> bool:
    """Whether the tagger began a name of its own inside a long known one («د افغانستان | بانک لیلام»)."""
    long = other.origin == "gazetteer" and other.last - other.first >= _FEW_WORDS
    last = met[-1]
    inside = all(other.covers(c) for c in met[:-1]) and other.first < last.first < other.last
    return long and inside and last.last > other.last and last.label == "ORG" and last.score < _TRUSTED


def _runs_past(other: Candidate, met: Sequence[Candidate]) -> bool:
    """Whether the one name that a proposal overlaps begins with it and goes on."""
    return len(met) == 1 and met[0].first == other.first and met[0].last > other.last


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
