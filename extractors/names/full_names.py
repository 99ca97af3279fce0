"""Persons' names as long as they are: a first name before, and a surname after what the tagger saw."""

from collections.abc import Iterator, Sequence

from extractors.names.candidates import Candidate, common, exacts, words_of
from extractors.names.homographs import homographs
from extractors.names.ministers import portfolio
from extractors.names.persons import (
    first_names,
    given_names,
    is_titled,
    known_names,
    last_names,
    ranks,
    titles,
    usual_names,
    whole_names,
)
from extractors.names.places import places
from extractors.names.settlements import own
from extractors.organisations.gazetteer import callings, cues, stops
from extractors.protocols import Passage
from extractors.text.arabic_verbs import is_perfect
from extractors.text.lexicon import is_word

_SLAVE, _FATHER = "عبد", ("ابو", "ابا", "ابی", "ام")
_MOST_WORDS = 3
_NISBA = "ی"
_AND = "و"
_GIVEN = 0.7
_PAIR = 2


def with_full_names(passage: Passage, found: Sequence[Candidate]) -> list[Candidate]:
    """The candidates, persons with the first name before them and the surname after them."""
    taken = words_of(found)
    longer = list[Candidate]()
    for candidate in found:
        if candidate.label == "PERSON" and is_goods(passage, candidate):
            continue
        if candidate.label == "PERSON":
            first, last = _begin(passage, candidate, taken), _end(passage, candidate, taken)
            taken |= set(range(first, last))
            cut = candidate.cut if first == candidate.first else -1
            candidate = candidate._replace(first=first, last=last, cut=cut)
        longer.append(candidate)
    known = (*paired(passage), *mothers(passage), *holders(passage, longer))
    more = (pair for pair in known if taken.isdisjoint(range(pair.first, pair.last)))
    return sorted([*longer, *more])


def _begin(passage: Passage, person: Candidate, taken: set[int]) -> int:
    """Where a name begins with the first name that stands right before it («نادية فتاح العلوي»)."""
    at = person.first - 1
    if at < 0 or at in taken or not _is_joined(passage, person.first):
        return person.first
    if _is_son(passage, person, at):
        return at
    if person.last - person.first >= _MOST_WORDS:
        return person.first
    exact = passage.words[at].exact
    if exacts(passage, at, person.last) in whole_names():
        return at
    named = exact not in titles() or (passage.language == "ar" and at > 0 and is_titled(passage, at))
    return at if named and is_first_name(exact, passage.language) else person.first


def _is_son(passage: Passage, person: Candidate, at: int) -> bool:
    """Whether an Arabic name begins with «بن», and a word between a title and it is the son's own name."""
    if passage.language != "ar" or passage.words[person.first].exact not in _SONS:
        return False
    exact = passage.words[at].exact
    fits = exact.isalpha() and exact not in stops() and exact not in ranks()
    return fits and (exact in known_names() or is_titled(passage, at))


_SONS = ("بن", "بنت", "ابن")


def is_first_name(exact: str, language: str) -> bool:
    """Whether a word is a first name and hardly anything else («مهدی», not «نظام»)."""
    if exact in usual_names(language):
        return True
    return exact in first_names() and not common(exact, language) and exact not in homographs("PERSON", language)


def _end(passage: Passage, person: Candidate, taken: set[int]) -> int:
    at = person.last
    if at >= len(passage.words) or at in taken or not _is_joined(passage, at):
        return at
    exact = passage.words[at].exact
    if (exact in stops() and exact not in ranks()) or not exact.isalpha() or exact.isascii():
        return at
    if passage.language == "fa" and exact in titles():
        return at
    arabic = passage.language == "ar"
    fits = _is_arabic_surname(passage, person, exact) if arabic else _is_persian_surname(person, exact)
    return at + 1 if fits else at


def _is_joined(passage: Passage, at: int) -> bool:
    return passage.between(at) == " "


def _is_arabic_surname(passage: Passage, person: Candidate, exact: str) -> bool:
    """Whether a word is the surname of a person of whom only a first name was found («عبد الفتاح البرهان»)."""
    given = exacts(passage, person.first, person.last)
    if _is_of_family(passage, given, person.last):
        return True
    if not _is_given(given, person.cut):
        return False
    if exact in last_names() or exact in ranks():
        return True
    if is_titled(passage, person.first) and (exact,) not in places() and _closes_name(passage, person.last):
        return True
    father = given[0][max(person.cut, 0) :] in _FATHER and len(given) > 1
    return father and exact.startswith("ال") and exact.endswith(_NISBA)


def _is_of_family(passage: Passage, given: tuple[str, ...], at: int) -> bool:
    """Whether a definite word is the family's name behind father's or grandfather's («سلمان بن إبراهيم | القايد»)."""
    exact = passage.words[at].exact
    if len(given) < _MOST_WORDS or given[-2] not in _SONS or not exact.startswith("ال") or exact in titles():
        return False
    if exact in callings() or exact in cues("nisba") or (exact,) in places():
        return False
    return exact in last_names() or (not common(exact, "ar") and _closes_name(passage, at))


def _is_given(given: tuple[str, ...], cut: int) -> bool:
    """Whether words are one first name: «فؤاد», «عبد الفتاح», «أبو مهدي».

    >>> _is_given(("عبد", "الفتاح"), -1), _is_given(("ابو", "علی"), -1), _is_given(("علی", "حسن"), -1)
    (True, True, False)
    """
    first, *rest = given
    first = first[max(cut, 0) :]
    if not rest:
        return first in first_names() or first.startswith(_SLAVE + "ال")
    return len(rest) == 1 and (first == _SLAVE or first in _FATHER)


def _is_persian_surname(person: Candidate, exact: str) -> bool:
    """Whether a word goes on with a Persian name: a last name that is neither a place nor a word («رضایی میرقائد»)."""
    size = person.last - person.first
    if size >= _MOST_WORDS or exact in homographs("PERSON", "fa") or (exact,) in places():
        return False
    return exact in last_names() and (size == 1 or not common(exact, "fa"))


def paired(passage: Passage) -> Iterator[Candidate]:
    """A known first name right before a known last one («علي اکبري»), and an Arabic name after a calling or title."""
    first = given_names(passage.language)
    for at in range(len(passage.words) - 1):
        one, two = passage.words[at].exact, passage.words[at + 1].exact
        called = at > 0 and passage.words[at - 1].exact in cues("artist")
        if not (called or one in first) or one in titles() or not _is_joined(passage, at + 1):
            continue
        known = is_first_name(one, passage.language) and two in last_names() and not common(two, passage.language)
        if known or _is_called(passage, at, one, two):
            yield Candidate(at, at + 2, "PERSON", _GIVEN, "pair")
        elif one in first and is_titled(passage, at) and (last := _titled_until(passage, at)):
            yield Candidate(at, last, "PERSON", _GIVEN, "pair")


def _titled_until(passage: Passage, at: int) -> int:
    """The end of the name that an Arabic first name after a title begins («النائبة عناية عز الدين»); 0 of none."""
    first, second, *rest = passage.words[at : at + _PAIR + 1]
    if passage.language != "ar" or second.exact in stops() or is_titled(passage, at + 1):
        return 0
    if rest and rest[0].exact in _FAITHFUL and _is_joined(passage, at + _PAIR):
        return at + _PAIR + 1
    ali = first.exact == _ALI and not passage.folded.text[first.start : first.end].endswith("ى")
    if {first.exact, second.exact} <= first_names():
        return at + _PAIR
    closed = _closes_name(passage, at + 1) or _is_before_object(passage, at + 1)
    return at + _PAIR if closed and (ali or is_first_name(first.exact, "ar")) else 0


def _is_before_object(passage: Passage, at: int) -> bool:
    """Whether a rare word stands before a definite one («النائبة ديما جمالي القرار»), its verb's object."""
    exact, after = passage.words[at].exact, exacts(passage, at + 1, at + _PAIR)
    definite = bool(after) and after[0].startswith("ال") and _is_joined(passage, at + 1)
    return definite and not common(exact, "ar") and not exact.startswith("ال") and not is_perfect(exact)


_ALI = "علی"
"""Also «على», but for its last letter."""
_FAITHFUL = ("الدین", "الله", "الاسلام")
"""What closes a name of two words («عز الدين», «فضل الله»)."""


def holders(passage: Passage, found: Sequence[Candidate]) -> Iterator[Candidate]:
    """A first name and a surname after an office and its body or portfolio («محافظ البنك المركزي علي العلاق»)."""
    ends = [c.last for c in found if c.label == "ORG" and is_titled(passage, c.first)]
    ministers = (at for at, word in enumerate(passage.words) if word.exact in cues("minister"))
    ranges = (portfolio(passage, at) for at in ministers)
    ends += [last for first, last in ranges if last > first]
    for at in (*ends, *_after_portfolios(passage)):
        if at + 1 >= len(passage.words) or not (_is_joined(passage, at) and _is_joined(passage, at + 1)):
            continue
        one, two = passage.words[at].exact, passage.words[at + 1].exact
        if one not in given_names(passage.language) or two in stops() or not two.isalpha():
            continue
        if _may_be_surname(two, passage.language) or _closes_name(passage, at + 1):
            yield Candidate(at, at + 2, "PERSON", _GIVEN, "pair")


def _after_portfolios(passage: Passage) -> Iterator[int]:
    """The words after an Arabic minister's portfolio («وزير الأشغال العامة | علي حمية»)."""
    words, last = passage.words, len(passage.words)
    for at in range(last - 1) if passage.language == "ar" else ():
        end = at + 1
        while words[at].exact in _MINISTERS and end < last and _is_field(passage, end):
            end += 1
        if end > at + 1:
            yield end


_MINISTERS = ("وزیر", "وزیره", "الوزیر", "الوزیره")


def _is_field(passage: Passage, at: int) -> bool:
    """Whether a word is one of a portfolio («الأشغال», «و», «والنقل»)."""
    exact = passage.words[at].exact
    if passage.between(at) not in ("", " "):
        return False
    if exact == _AND and at + 1 < len(passage.words):
        return _is_field(passage, at + 1)
    return exact.removeprefix(_AND).startswith("ال") and exact not in callings() and exact not in stops()


def _closes_name(passage: Passage, at: int) -> bool:
    """Whether an Arabic word that may be a noun as well can only be a surname where it stands («خالد شمال | إن»).

    What is neither a verb nor an adverb and ends its clause, or has a function word after it.
    """
    words = passage.words
    exact = words[at].exact
    unfit = exact in cues("adverb") or exact in cues("day") or exact in cues("nisba") or is_perfect(exact)
    if passage.language != "ar" or unfit or exact.endswith("ا") or exact.startswith(_IMPERFECT) or exact in titles():
        return False
    if at + 1 == len(words) or passage.between(at + 1).strip():
        return True
    after = words[at + 1].exact
    if after in stops() or after in cues("adverb") or after in cues("day"):
        return True
    return not common(exact, "ar") and _is_town(passage, at + 1)


def _is_town(passage: Passage, at: int) -> bool:
    """Whether a place of our own Arabic list, which is no word and no name besides, stands at a word."""
    exact = passage.words[at].exact
    return (
        own("ar").at([exact], 0) is not None and exact not in known_names() and not homographs("PLACE", "ar").get(exact)
    )


_IMPERFECT = ("ی", "ت", "سی", "ست", "ن", "و", "ب", "ل")
"""Letters of a verb, or of a word with a clitic."""


def _may_be_surname(exact: str, language: str) -> bool:
    """Whether a word is a known name, or none that is common."""
    if exact in last_names() or exact in first_names():
        return True
    if language == "ar":
        return exact.startswith("ال") and exact not in cues("nisba") and not common(exact, "ar")
    return not is_word(exact)


def mothers(passage: Passage) -> Iterator[Candidate]:
    """«أم» with a first name, in one word or two as the segmenter has it («أم كلثوم»)."""
    for at, word in enumerate(passage.words) if passage.language == "ar" else ():
        first, _, name = passage.folded.key[word.start : word.end].partition(" ")
        if not first.endswith(_MOTHER) or len(first) > len(_MOTHER) + 1:
            continue
        last = at + 1
        if not name and last < len(passage.words) and _is_joined(passage, last):
            name, last = passage.words[last].exact, last + 1
        cut = len(first) - len(_MOTHER)
        known = first[:cut] in ("", "و", "ل", "ب") and is_first_name(name, "ar")
        hamza = passage.folded.text[word.start + cut] == "أ"
        if known and hamza and (_MOTHER + name,) not in places() and (_MOTHER, name) not in places():
            yield Candidate(at, last, "PERSON", _GIVEN, "pair", cut)


_MOTHER = "ام"


def _is_called(passage: Passage, at: int, one: str, two: str) -> bool:
    """Whether a first name that is no word, and a surname, stand after a calling («الروائية جوخة الحارثي»)."""
    if passage.language != "ar" or not at or not _is_joined(passage, at):
        return False
    if passage.words[at - 1].exact not in cues("artist"):
        return False
    named = is_first_name(one, "ar") or not (is_word(one) or one.startswith("ال"))
    nisba = two.startswith("ال") and two.endswith(_NISBA) and two not in cues("nisba")
    return named and one not in stops() and (two in last_names() or nisba)


def is_goods(passage: Passage, person: Candidate) -> bool:
    """Whether a town's adjective is said of a thing or of people («فرش تبریزی», «پسته رفسنجانی»)."""
    last = passage.words[person.last - 1].exact
    size = person.last - person.first
    if passage.language != "fa" or size > _PAIR or not last.endswith(_NISBA):
        return False
    thing = person.first - 1 if size == 1 else person.first
    if thing < 0 or passage.words[thing].exact not in cues("goods") or not _is_joined(passage, thing + 1):
        return False
    return (last[:-1],) in places() or (last[:-2],) in places()
