"""What is no name, whatever found it: addresses, currencies, letters alone, months, what a person's people are."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache

from corpora.document import Span
from corpora.tables import table
from extractors.names.candidates import Candidate, common, exacts, span_of, weight
from extractors.names.clitics import bare, bare_forms
from extractors.names.persons import known_names
from extractors.names.places import places
from extractors.organisations.gazetteer import cues, heads, names, nobodies, weak
from extractors.protocols import Passage
from extractors.sequences import Match
from extractors.spans import SpanSet
from extractors.text.addresses import addresses
from extractors.text.lexicon import key_of
from extractors.text.possessed import is_possessed

_DOMAIN = re.compile(r"(?<![\w.-])[A-Za-z][\w-]*(?:\.[A-Za-z][\w-]*)+", re.ASCII)
_LETTERS_OF_A_PEOPLE, _LEAST = 4, 3
_MOST_CURRENCY = 2
_SITE = 0.9
"""Score of a web site's name, which nothing else looks like."""
_QUOTES = (("«", "»"), ("“", "”"), ('"', '"'), ("(", ")"))
_NEAR = 3
_WHERE = frozenset(("فی", "الی", "من", "مدینه", "محافظه", "ولایه", "بلده", "قریه", "منطقه", "جزیره", "بین", "نحو"))
"""Arabic words before a place."""
_CLUB = frozenset(("مدرید", "برشلونه", "ریال"))
"""Words of a document in which «الريال» is Real Madrid."""


def filtered(passage: Passage, found: Sequence[Candidate]) -> list[Candidate]:
    """The candidates, in order, that can be names; parts of a web site's name become the whole of it."""
    in_addresses, domains = addresses(passage.folded.key), _ranges(passage, _DOMAIN)
    persons = {c.first for c in found if c.label == "PERSON"}
    kept = (c for c in found if not _is_none(passage, c, in_addresses, persons))
    whole = (_whole(passage, candidate, domains) for candidate in kept)
    return list(dict.fromkeys(_labelled(passage, candidate) for candidate in whole))


def _labelled(passage: Passage, candidate: Candidate) -> Candidate:
    """A country that Arabic calls a union is a place («الاتحاد السوفييتي»), and a district («مديرية خنفر»)."""
    if passage.language != "ar":
        return candidate
    name = exacts(passage, candidate.first, candidate.last)
    if candidate.label == "ORG" and len(name) > 1 and bare(name[0]) == _DISTRICT and name[1:] in places():
        return candidate._replace(label="PLACE")
    town = candidate.label == "ORG" and name in places() and not names().at(list(name), 0)
    if town and _is_in_brackets(passage, candidate):
        return candidate._replace(label="PLACE")  # of a dateline: «الأخبار (نواذيبو)»
    country = candidate.label == "ORG" and len(name) > 1 and places().get(name, {}).get("kind") == "country"
    return candidate._replace(label="PLACE") if country and not names().at(list(name), 0) else candidate


def unquoted(passage: Passage, start: int, end: int) -> int:
    """The end of a name with the mark that closes a quotation in it («شرکت «اپل»»)."""
    inside = passage.folded.key[start:end]
    for opening, closing in _QUOTES:
        open_now = inside.count(opening) % 2 if opening == closing else opening in inside and closing not in inside
        if open_now and not inside.startswith(opening):
            closed = re.compile(f" {{0,{_NEAR}}}{re.escape(closing)}").match(passage.folded.key, end)
            return closed.end() if closed else end
    return end


def _ranges(passage: Passage, pattern: re.Pattern[str]) -> list[Span]:
    return [Span(*match.span()) for match in pattern.finditer(passage.folded.key)]


def _whole(passage: Passage, candidate: Candidate, domains: Sequence[Span]) -> Candidate:
    """The name of a web site whole: «Entekhab.ir», not «ir»."""
    if candidate.label != "ORG" or not passage.words[candidate.first].exact.isascii():
        return candidate
    span = span_of(passage, candidate)
    after = bisect_right(domains, span.start, key=lambda domain: domain.end)
    if after == len(domains) or not domains[after].overlaps(span):
        return candidate
    domain = domains[after]
    first, last = candidate.first, candidate.last
    while first and passage.words[first - 1].end > domain.start:
        first -= 1
    while last < len(passage.words) and passage.words[last].start < domain.end:
        last += 1
    return candidate._replace(first=first, last=last, score=max(candidate.score, _SITE))


def _is_none(passage: Passage, candidate: Candidate, in_addresses: SpanSet, persons: set[int]) -> bool:
    if in_addresses.overlaps(span_of(passage, candidate)):
        return True
    if _are_nationals(passage, candidate):
        return True
    if candidate.label == "PERSON":
        return any(tell(passage, candidate) for tell in (_is_holy_month, _is_to_me, _is_upon))
    if candidate.label == "PLACE":
        return any(tell(passage, candidate) for tell in (_is_counted, _is_adjective, _is_things, _is_with_noun))
    if candidate.label != "ORG":
        return False
    return _is_no_body(passage, candidate, persons)


def _is_no_body(passage: Passage, body: Candidate, persons: set[int]) -> bool:
    """Whether an organisation is a letter, a month, people, a thing or a currency."""
    known = names().at(names().forms(passage.words[body.first : body.last]), 0)
    if body.last - body.first == 1 and _is_no_name_alone(passage, body, known):
        return True
    if not known and (_is_nobody(passage, body) or _is_people(passage, body, persons)):
        return True
    if not known and any(tell(passage, body) for tell in (_is_any, _is_programme, _is_described, _is_branch)):
        return True
    return _is_name_of_thing(passage, body) or _is_currency(passage, body, known)


def _is_no_name_alone(passage: Passage, body: Candidate, known: Match | None) -> bool:
    """Whether one word is a letter, two that nobody knows («إس», of a name in marks), an adjective or a month."""
    exact = passage.words[body.first].exact
    short = len(exact) == 1 or (len(exact) < _LEAST and not exact.isascii() and not known)
    return short or "ال" + exact in cues("nisba") or _is_month(passage, body.first) or _is_of_owned(passage, body.first)


def _is_of_owned(passage: Passage, at: int) -> bool:
    """Whether a word says of which country somebody's is («ضيفه البوروندي», «نظيره التونسي»)."""
    exact, before = passage.words[at].exact, passage.words[at - 1].exact if at else ""
    related = passage.language == "ar" and exact.startswith("ال") and exact.endswith("ی")
    his = (
        before.endswith("ه")
        and not before.startswith("ال")
        and weight(before[:-1], "ar") >= max(1, weight(before, "ar"))
    )
    return related and passage.between(at) == " " and (his or is_possessed(before))


def _is_in_brackets(passage: Passage, candidate: Candidate) -> bool:
    """Whether brackets hold it alone."""
    return passage.between(candidate.first).endswith("(") and passage.between(candidate.last).startswith(")")


_DISTRICT = "مدیریه"
"""Of Yemen; elsewhere a directorate, which is called after what it does."""
_TO_ME = "لی"


def _is_to_me(passage: Passage, person: Candidate) -> bool:
    """Whether «لي» is who is told something («قال لي صديق»), and no Lee: it stands alone, or before a common noun."""
    if passage.language != "ar" or passage.words[person.first].exact != _TO_ME:
        return False
    following = passage.words[person.first + 1 : person.last]
    return all(common(word.exact, "ar") or _is_mine(word.exact) for word in following)


def _is_mine(exact: str) -> bool:
    """Whether it is a noun with the ending of «my» («صديقي», «جارتي»)."""
    nouns = (exact[:-1], exact[:-2] + "ه") if exact.endswith("تی") else (exact[:-1],)
    return exact.endswith("ی") and any(weight(noun, "ar") for noun in nouns)


def _is_upon(passage: Passage, person: Candidate) -> bool:
    """Whether «على» is the preposition before a common noun («المشرفة على النقل»), and not how some write «علي»."""
    if passage.language != "ar" or passage.words[person.first].exact != _UPON or person.last - person.first < 2:
        return False
    start, second = passage.words[person.first], passage.words[person.first + 1].exact
    if not passage.folded.text[start.start : start.end].endswith("ى"):
        return False
    return second.startswith("ال") and common(second[2:], "ar") and second not in known_names()


_UPON = "علی"


def _is_with_noun(passage: Passage, place: Candidate) -> bool:
    """Whether a place is a noun after a preposition («بولي أمر الطالب»): far more frequent than the place."""
    exact = passage.words[place.first].exact
    if passage.language != "ar" or place.last - place.first > 1 or exact[0] not in "بلک":
        return False
    if (exact,) not in places() or (exact[1:],) in places() or exact[1:].startswith(("ال", "ل")):
        return False
    before = passage.words[place.first - 1].exact if place.first else ""
    return weight(exact[1:], "ar") > weight(exact, "ar") + _FAR and before not in _WHERE


_FAR = 10
"""Of weights: some three times as frequent."""


def _is_any(passage: Passage, body: Candidate) -> bool:
    """Whether an Arabic body is a common noun with adjectives, none of them definite («مجلس رئاسي», «هيئة مستقلة»)."""
    if passage.language != "ar" or body.last - body.first < 2 or body.origin == "called":
        return False
    head, *rest = bare_forms(passage.words[body.first : body.last])
    if head not in heads("ar"):
        return False
    adjective = rest[0].endswith(("یه", "ی")) or rest[0] in weak() or rest[0] in cues("any")
    definite = rest[0].startswith("ال")
    placed = any((exact,) in places() for exact in rest)
    named = definite or placed or rest[0] in known_names() or not weight(rest[0], "ar")
    agrees = head.endswith("ه") == rest[0].endswith("ه")
    purpose = next((at for at, exact in enumerate(rest) if exact.startswith("ل") and at), len(rest))
    others = all(weight(exact, "ar") and not exact.startswith("ال") for exact in rest[1:purpose])
    return adjective and agrees and not named and others


def _is_described(passage: Passage, body: Candidate) -> bool:
    """Whether an Arabic body has what people say of it in place of its name («شركة الطاقة البرازيلية العملاقة»)."""
    if passage.language != "ar" or exacts(passage, body.last - 1, body.last)[0] not in cues("praise"):
        return False
    head, *rest = bare_forms(passage.words[body.first : body.last])
    return head.removeprefix("ال") in heads("ar") and all(exact.startswith("ال") for exact in rest)


def _is_branch(passage: Passage, body: Candidate) -> bool:
    """Whether an Arabic body is a branch with no more than its town («فرع نينوى»), of what nothing tells."""
    head, *rest = bare_forms(passage.words[body.first : body.last])
    return passage.language == "ar" and head == "فرع" and tuple(rest) in places()


def _is_name_of_thing(passage: Passage, body: Candidate) -> bool:
    """Whether a cup, a league, an airport or a street is called so («كأس الاتحاد الآسيوي», «مطار المسيرة»)."""
    if passage.language != "ar" or not body.first or passage.between(body.first) != " ":
        return False
    before = bare(passage.words[body.first - 1].exact)
    one = body.last - body.first == 1
    return before in cues("contest") or (one and before in cues("site"))


def _is_programme(passage: Passage, body: Candidate) -> bool:
    """Whether an Arabic programme is none of a country or of the world, and so no body («برنامج المشاهير»)."""
    head, *rest = bare_forms(passage.words[body.first : body.last])
    if passage.language != "ar" or head.removeprefix("ال") != "برنامج":
        return False
    return not any(exact in cues("nisba") or exact.removeprefix("ال") in weak() for exact in rest)


def _is_nobody(passage: Passage, candidate: Candidate) -> bool:
    """Whether it is people, a sitting or a thing with a body's head, and no more («هيئة التدريس والطلبة»).

    What is annexed to one is no more («مركز اهتمام الرأي العام»).
    """
    inside = passage.words[candidate.first : candidate.last]
    forms = bare_forms(inside)
    match = nobodies().at(forms, 0)
    rest = forms[match.last :] if match else []
    if match is None or not rest or match.entry == "thing":
        return match is not None
    unnamed = len(rest) == 1 and rest[0].removeprefix("ال") in heads(passage.language)
    annexed = passage.language == "ar" and rest[0].startswith("ال") and not forms[match.last - 1].startswith("ال")
    return unnamed or annexed or rest[0] == "و"


def _is_counted(passage: Passage, place: Candidate) -> bool:
    """Whether a place is a noun in the accusative that is counted («15 بئرا»), or a thing dug («حفر بئرا»)."""
    exact = passage.words[place.first].exact
    if passage.language != "ar" or place.last - place.first > 1 or not exact.endswith("ا"):
        return False
    if not common(exact[:-1], "ar") or places().get((exact,), {}).get("kind") == "country":
        return False
    before = passage.words[place.first - 1].exact if place.first else ""
    return before not in _WHERE


def _is_things(passage: Passage, place: Candidate) -> bool:
    """Whether it is an Arabic plural of things that no table calls a place («الفيضانات»)."""
    exact = bare(passage.words[place.first].exact)
    if passage.language != "ar" or place.last - place.first > 1 or (exact,) in places():
        return False
    return exact.startswith("ال") and exact.endswith("ات")


def _is_adjective(passage: Passage, place: Candidate) -> bool:
    """Whether «السعودية» is said of the definite noun before it («القوات السعودية»)."""
    if place.last - place.first > 1 or not place.first or passage.words[place.first].exact not in cues("nisba"):
        return False
    before, gap = passage.words[place.first - 1].exact, passage.between(place.first)
    return gap == " " and before.removeprefix("و").startswith("ال") and (before,) not in places()


def _is_currency(passage: Passage, candidate: Candidate, known: Match | None) -> bool:
    """Whether it is a currency, with its country or not («ریال سعودی»); «رئال» is the club."""
    first = passage.words[candidate.first]
    if bare(first.exact).removeprefix("ال") not in _currencies() or candidate.last - candidate.first > _MOST_CURRENCY:
        return False
    if first.exact not in _currencies():
        return not any(word.exact in _CLUB for word in passage.words)
    return "ئ" not in passage.folded.text[first.start : first.end] and (not known or known.last == 1)


def _is_month(passage: Passage, at: int) -> bool:
    """Whether a word is a month beside another («أبريل/ نيسان») or beside a number."""
    near = passage.words[max(0, at - 1) : at] + passage.words[at + 1 : at + 2]
    return passage.words[at].exact in months() and any(w.exact in months() or w.exact[0].isdigit() for w in near)


def _are_nationals(passage: Passage, candidate: Candidate) -> bool:
    """Whether an Arabic word says of which country several are («مغربيين»)."""
    if passage.language != "ar" or candidate.last - candidate.first > 1:
        return False
    exact = passage.words[candidate.first].exact
    return any(exact.endswith(end) and f"ال{exact[: -len(end)]}" in cues("nisba") for end in _SEVERAL)


_SEVERAL = ("ین", "ون", "ان", "ات", "تین", "تان")


def _is_holy_month(passage: Passage, person: Candidate) -> bool:
    """Whether a person is a Hijri month with its epithet («رجب المرجب»)."""
    first, *rest = exacts(passage, person.first, person.last)
    return first in months() and bool(rest) and cues("epithet").issuperset(rest)


def _is_people(passage: Passage, candidate: Candidate, persons: set[int]) -> bool:
    """Whether a word says of which people a person is («البيروفي لويس هورنا»)."""
    exact = passage.words[candidate.first].exact
    if passage.language != "ar" or candidate.last - candidate.first > 1 or candidate.last not in persons:
        return False
    return exact.startswith("ال") and exact.endswith("ی") and len(exact) > _LETTERS_OF_A_PEOPLE


@cache
def _currencies() -> frozenset[str]:
    return frozenset(key_of(row["word"]) for row in table("currencies"))


@cache
def months() -> frozenset[str]:
    """Exact forms of the names of months, in every calendar."""
    return frozenset(key_of(row["word"]) for row in table("months"))
