"""Where the names that the tagger runs together are parted: at titles, offices, places and other bodies."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from corpora.tables import words
from extractors.names.candidates import Candidate, exacts, grown, weight
from extractors.names.clitics import bare, bare_forms
from extractors.names.naming import bodies
from extractors.names.persons import first_names, is_titled, known_names, ranks, whole_names
from extractors.names.places import places as known_places
from extractors.names.settlements import place_until
from extractors.organisations import arabic
from extractors.organisations.closing import begins_sentence
from extractors.organisations.gazetteer import callings, cues, heads, names, places
from extractors.protocols import Passage
from extractors.text.arabic_verbs import is_perfect
from extractors.text.lexicon import is_word, key_of

_BODY_SCORE, _PAIR = 0.7, 2
_LEAST_JOINED = 5


def trimmed(passage: Passage, found: Iterable[Candidate]) -> Iterator[Candidate]:
    """The tagger's names, each cut or parted where it holds more than one, or words that are none of it."""
    for candidate in found:
        if candidate.label == "PERSON":
            yield from () if _is_governor(passage, candidate) else _person(passage, candidate)
        elif candidate.label == "ORG" and _governs(passage, candidate.first, candidate.last):
            yield candidate._replace(first=candidate.first + 1, label="PLACE")
        elif candidate.label == "ORG" and (named := _before_person(passage, candidate)):
            yield candidate._replace(last=named)
            yield candidate._replace(first=named, label="PERSON")
        elif candidate.label == "ORG" and passage.language == "ar":
            yield from _bodies(passage, candidate)
        else:
            yield candidate


@cache
def _called(language: str) -> frozenset[str]:
    """Words that are said of a person and are no names, with and without the article («الدكتور», «دكتور», «والي»)."""
    said = [*words("person_roles", kind="rank", language=language), *_roles(language)]
    exacts = {key_of(word) for word in said if " " not in word}
    return frozenset(exacts | {exact.removeprefix("ال") for exact in exacts}) - known_names()


@cache
def _roles(language: str) -> tuple[str, ...]:
    return words("person_roles", kind="role", language=language) if language == "ar" else ()


def _person(passage: Passage, candidate: Candidate) -> Iterator[Candidate]:
    """A person's name without what is said of him before it, and without the body that he heads."""
    candidate = _unblessed(passage, _in_one_script(passage, candidate))
    first, last = candidate.first + _is_verb_before(passage, candidate), candidate.last
    if _governs(passage, first, last):
        yield candidate._replace(first=first + 1, label="PLACE")
        return
    while first < last:
        body = _body_at(passage, first, last)
        if body > first:
            yield candidate._replace(first=first, last=body, label="ORG", score=min(candidate.score, _BODY_SCORE))
        step = max(body, _said_until(passage, first, last))
        if step == first:
            break
        first = step
    for part in _joined(passage, candidate._replace(first=first)):
        if part.last > part.first:
            yield from _apart(passage, _placed(passage, part))


def _in_one_script(passage: Passage, person: Candidate) -> Candidate:
    """A name without the Latin words before it, which are a button of the page («Next Previous | عين اليوم»)."""
    ascii_words = [exact.isascii() for exact in exacts(passage, person.first, person.last)]
    latin = ascii_words.index(False) if False in ascii_words else 0
    return person._replace(first=person.first + latin)


def _unblessed(passage: Passage, person: Candidate) -> Candidate:
    """A name without the blessing behind it («فيصل | رحمه الله»); no word where it is one."""
    for at in range(person.first, person.last):
        word = passage.words[at]
        spelt = passage.folded.text[word.start : word.end].split()[0]
        whole = word.exact.endswith(_GOD) or exacts(passage, at + 1, at + 2) == (_GOD,)
        verb = spelt.endswith("ه") or not word.exact.removesuffix(_GOD).endswith("ه")  # «رحمة الله» is a name
        if whole and verb and word.exact.removesuffix(_GOD) in cues("blessing"):
            return person._replace(last=at)
    return person


_GOD = "الله"


def _apart(passage: Passage, person: Candidate) -> Iterator[Candidate]:
    """An Arabic person without the place that the tagger went on over («أبو مازن | رام الله», «عياض | بمراكش»)."""
    first, last = person.first, person.last
    if passage.language != "ar" or person.label != "PERSON" or last - first < 2:
        yield person
        return
    inside = passage.words[first:last]
    forms = places().forms(inside)
    tail = next((at for at in range(1, len(inside) - 1) if (m := places().at(forms, at)) and m.last == len(inside)), 0)
    end = inside[-1].exact
    if tail:
        yield person._replace(last=first + tail)
        yield person._replace(first=first + tail, label="PLACE", score=min(person.score, _BODY_SCORE))
    elif end[0] == "ب" and (end[1:],) in known_places() and end not in known_names():
        yield person._replace(last=last - 1)
        yield person._replace(first=last - 1, label="PLACE", score=min(person.score, _BODY_SCORE), cut=1)
    else:
        yield person


def _is_verb_before(passage: Passage, person: Candidate) -> bool:
    """Whether an Arabic person begins with a verb of the past, after which a first name stands («عين نور الدين»)."""
    first, second = (*exacts(passage, person.first, person.last), "", "")[:2]
    verb = passage.language == "ar" and first not in known_names() and is_perfect(first)
    return verb and second in first_names()


def _governs(passage: Passage, first: int, last: int) -> bool:
    """Whether a Persian name is a governor and his province («والی هرات»)."""
    if passage.language != "fa" or passage.words[first].exact not in cues("governor"):
        return False
    return exacts(passage, first + 1, last) in known_places()


def _is_governor(passage: Passage, person: Candidate) -> bool:
    """Whether a person is no more than the office before a province («والی | نیمروز»)."""
    governs = passage.language == "fa" and passage.words[person.first].exact in cues("governor")
    return governs and person.last - person.first == 1 and place_until(passage, person.last) > person.last


def _before_person(passage: Passage, body: Candidate) -> int:
    """The end of the known body that a name begins with, where an office stands before it and a person is the rest.

    «المدير العام لمنظمة الصحة العالمية | تيدروس أدهانوم»; 0 where it is not so.
    """
    inside = bare_forms(passage.words[body.first : body.last])
    match = names().at(inside, 0)
    rest = inside[match.last :] if match else []
    if match is None or len(rest) not in _NAME or not is_titled(passage, body.first):
        return 0
    known = all(exact in known_names() or not is_word(exact) for exact in rest)
    return body.first + match.last if known and rest[0] not in heads(passage.language) else 0


_NAME = (2, 3)
"""Words of a full name."""


def _placed(passage: Passage, person: Candidate) -> Candidate:
    """A place of two words that was taken for a person («بن عروس»)."""
    inside = passage.words[person.first : person.last]
    match = places().at(places().forms(inside), 0) if len(inside) > 1 and passage.language == "ar" else None
    return person._replace(label="PLACE") if match and match.last == len(inside) else person


def _body_at(passage: Passage, first: int, last: int) -> int:
    """The end of the body that a person's name begins with, where it leaves a name.

    «بلدية بن عروس | سيف الله …», «الرئيس التنفيذي لعمانتل | طلال المعمري».
    """
    exact = passage.words[first].exact
    if passage.language == "ar" and exact[0] == "ل" and last - first > _PAIR and is_titled(passage, first):
        known = names().at([exact[1:]], 0)
        if known and exact[1:] not in known_names() and not is_word(exact[1:]):
            return first + 1
    head = arabic.head_at(passage, first) if passage.language == "ar" else None
    end = arabic.extent(passage, first, head[0], definite=head[2]) if head else first
    return end if first < end < last else first


def _said_until(passage: Passage, first: int, last: int) -> int:
    """The word after a title, an office with its place, or the rest of a body («للشغل»); the same where none is.

    A place of two words is no part of an Arabic name («بن عروس سيف الله …»).
    """
    exact = passage.words[first].exact
    if exacts(passage, first, last) in whole_names():
        return first
    if passage.language == "ar" and exact.startswith("لل") and exact not in known_names():
        return first + 1
    dual = passage.language == "ar" and exact.endswith("تی") and exact[:-2] + "ه" in heads("ar")
    said = dual or exact in _called(passage.language) or bare(exact) in _called(passage.language)
    place = _place_until(passage, first + said, last) if passage.language == "ar" else first + said
    return place if said or place > first + 1 else first


def _place_until(passage: Passage, first: int, last: int) -> int:
    """The word after a place that leaves a name behind it; the same where there is none."""
    inside = passage.words[first:last]
    place = places().at(places().forms(inside), 0) if inside else None
    return first + place.last if place and first + place.last < last else first


def _joined(passage: Passage, candidate: Candidate) -> Iterator[Candidate]:
    """Two persons that an Arabic «و» joins («عادل إمام ويسرا»)."""
    rest = candidate
    if passage.language == "ar":
        for at in range(candidate.first + 1, candidate.last):
            if _is_joined(passage.words[at].exact):
                yield rest._replace(last=at)
                rest = rest._replace(first=at, cut=1)
    yield rest


def _is_joined(exact: str) -> bool:
    """Whether a word is «و» and a name: no known name itself (وليد), and no more frequent than without the «و».

    >>> _is_joined("ویسرا"), _is_joined("ولید"), _is_joined("وایمرسون")
    (True, False, True)
    """
    if exact[0] != "و" or exact in known_names() or len(exact) < _LEAST_JOINED:
        return False
    return exact[1:] in known_names() or weight(exact, "ar") <= weight(exact[1:], "ar")


def _bodies(passage: Passage, candidate: Candidate) -> Iterator[Candidate]:
    """The bodies of a name: it ends at a rank («كلية العلوم الدكتورة …»), and at the head of another body.

    Also where the sentence goes on («ائتلاف | ولكن»), and a head alone is none.
    """
    first = candidate.first
    for at in range(candidate.first + 1, candidate.last):
        exact = passage.words[at].exact
        if begins_sentence(exact):
            if at > first + 1:
                yield candidate._replace(first=first, last=at)
            return
        if exact in cues("belongs") and at + 1 < candidate.last:
            yield from _own_name(passage, candidate._replace(first=first, last=at))
            first = at + 1
            continue
        if at == candidate.first + 1 and not _is_calling(passage, at):
            continue
        if exact in ranks() or _is_calling(passage, at) or exact in cues("holder"):
            if at > first + 1 or first > candidate.first:
                yield candidate._replace(first=first, last=at)
            return
        if _begins_another(passage, at):
            end = at - 1 if passage.words[at - 1].exact == "فی" else at
            yield candidate._replace(first=first, last=end)
            first = at
    yield candidate._replace(first=first)


def _is_calling(passage: Passage, at: int) -> bool:
    """Whether a word is a person's calling after a definite head («النقابة المحامي»)."""
    before = passage.words[at - 1].exact
    return passage.words[at].exact in callings() and before.startswith("ال") and before[2:] in heads("ar")


def _own_name(passage: Passage, body: Candidate) -> Iterator[Candidate]:
    """A body that belongs to another, where it has a name of its own («مركز البحوث», not «اللجنة»)."""
    if body.last - body.first > 1 or bare(passage.words[body.first].exact).removeprefix("ال") not in heads("ar"):
        yield body


def _begins_another(passage: Passage, at: int) -> bool:
    """«… بجامعة البصرة», «… في كلية العلوم», «جامعة البصرة قسم الفيزياء»."""
    exact, before = passage.words[at].exact, passage.words[at - 1].exact
    known = heads("ar")
    if exact[0] == "ب" and exact[1:].removeprefix("ال") in known and exact not in known:
        return True
    if before == "فی":
        return exact.removeprefix("ال") in known
    return exact in known and before.startswith("ال") and before.removeprefix("ال") not in known


def with_countries(passage: Passage, found: Sequence[Candidate]) -> list[Candidate]:
    """Arabic bodies with the adjective of their country («وزارة الدفاع الإماراتية»), which is no place then."""
    if passage.language != "ar":
        return list(found)
    return grown(found, [_with_country(passage, candidate) for candidate in found], "ORG")


def _with_country(passage: Passage, candidate: Candidate) -> Candidate:
    at = candidate.last
    named = candidate.label == "ORG" and candidate.last - candidate.first > 1
    if not named or at == len(passage.words) or passage.between(at).strip(" ") or "\n" in passage.between(at):
        return candidate
    if passage.words[at].exact not in cues("nisba") or passage.words[at - 1].exact in cues("nisba"):
        return candidate
    inside = bare_forms(passage.words[candidate.first : candidate.last])
    known = names().at(inside, 0) if inside[-1].startswith("ال") else None
    any_country = known is not None and known.last == len(inside) and not bodies()[known.entry].place
    head = inside[0].removeprefix("ال") in heads("ar") or any_country
    return candidate._replace(last=at + 1) if head else candidate
