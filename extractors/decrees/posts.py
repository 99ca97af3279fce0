"""The office that words name: which it is, in which body, and where."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from corpora.document import Mention, Span
from corpora.tables import table
from extractors.agreements.candidates import Field
from extractors.agreements.nations import nationality
from extractors.agreements.sentences import Placed
from extractors.decrees.lines import Line
from extractors.decrees.resumed import taken_up, with_body
from extractors.organisations.gazetteer import heads
from extractors.text.lexicon import key_of

_MOST = 18
"""Words of an office with its body."""
_LEAD = 3
"""Words before the word for an office that are no part of it («یکی از», «جدید»)."""
_TOLD, _CUT = 0.85, 0.6
_PREFIXES = ("لل", "ال", "بال", "ل", "ب")
_ARTICLE = "ال"
_DEPUTY = "معاون"
"""An office that is in the body of whom it is under, which need not be named."""
_MEMBERS = {"اعضای": "عضو", "اعضاء": "عضو"}
_MARKS = " «»\"'“”"


@dataclass(frozen=True, slots=True)
class Post:
    """An office in words ``[first, last)``, with its body and place where they are named."""

    first: int
    last: int
    role: str
    office: Field[str]
    body: Field[str] | None = None
    body_entity: str = ""
    place: Field[str] | None = None


type _Body = tuple[int, int, Field[str], str]
"""Words of a body, its name, and the key of its entity."""
type _Where = tuple[int, int, str, bool]
"""Words of a place, its name, and whether it is in the name of the body."""


@cache
def _bodies() -> Mapping[tuple[str, str], str]:
    """Language and exact form of an office → the head of the body that it is in."""
    return {(row["language"], key_of(row["office"])): row["body"] for row in table("office_bodies")}


def post_in(line: Line, first: int, last: int) -> Post | None:
    """The office that words ``[first, last)`` name from their beginning; None where they name none."""
    last = min(last, first + _MOST)
    for at in range(first, min(last, first + _LEAD)):
        found = line.office_at(at)
        if found and found[0] <= last:
            role = found[1].role.removeprefix("duty")
            if role == "none" or _is_of_trainer(line, found[0]):
                return None
            return _post(line, at, found[0], last, role)
        if line.has(at, "candidate"):
            return None
    return None


def office_in(line: Line, first: int, last: int) -> Field[str]:
    """Words as an office."""
    return Field(_plain(line, first, last), (line.place(first, last),), _TOLD)


def _is_of_trainer(line: Line, at: int) -> bool:
    """Whether what stands behind an office is no office («مساعدا | لمدرب المنتخب»)."""
    found = line.office_at(at) if line.language == "ar" else None
    return found is not None and found[1].role == "none"


def _post(line: Line, first: int, head: int, last: int, role: str) -> Post | None:
    if any(line.has(at, "candidate") for at in range(first, last)):
        return None
    last, pointed = _pointed(line, head, _stripped(line, head, last))
    if line.has(head, "self"):  # «رئيسا له»
        last = head
    if role == "representative" and (stands := _represented(line, first, head, last)):
        return stands
    body = pointed or with_body(line, head, last, _body(line, first, head, last))
    ends = body[0] if body else last
    office_end = _stripped(line, head, min(ends, last))
    place = _place(line, head, last, body, role)
    if body is None and place and not place[3]:
        office_end = _stripped(line, head, min(office_end, max(head, place[0])))
    office = office_in(line, first, office_end)
    if body is None:
        body = _derived(line, first, head, last)
        office = _before_body(line, first, office, body)
    where = Field(place[2], (line.place(place[0], place[1]),), _TOLD) if place else None
    if body is None:
        return Post(first, last, role, office, place=where)
    return Post(first, last, role, office, body[2], body[3], where)


def _pointed(line: Line, head: int, last: int) -> tuple[int, _Body | None]:
    """Where the office ends before «این نیرو», and the body that it points back to, where the text named one."""
    for at in range(head, last - 1):
        if line.has(at, "this") and not any(line.range_of(span)[0] <= at + 1 <= last for _, span in line.pointing):
            place = line.place(at, at + 2)
            mention = line.headed_before(line.exacts[at + 1], place.start) if line.language == "fa" else None
            if mention:
                return at, (at, at + 2, _field(line, mention, at, at + 2), str(mention.value.get("entity", "")))
            known = taken_up(line, at + 1)
            return at, (at, at + 2, Field(known[0], (place,), _TOLD), known[1]) if known else None
    return last, None


def _represented(line: Line, first: int, head: int, last: int) -> Post | None:
    """«سفیر ایران در ژاپن»: for whom somebody stands, and where; None where it is not said where."""
    where = _where(line, head, last + 2)
    if where is None:
        return None
    marks = [at for at in range(head, where[0]) if line.has(at, "where")]
    end = marks[0] if marks else where[0]
    office = office_in(line, first, max(head, end))
    place = Field(where[2], (line.place(where[0], where[1]),), _TOLD)
    named = [one for one in line.of("ORG", "PLACE") if head <= one.first and one.last <= end]
    body = Field(str(named[0].mention.value["name"]), (named[0].mention.span,), _TOLD) if named else None
    entity = str(named[0].mention.value.get("entity", "")) if named else ""
    if body is None and end > head and _begins_body(line, head):
        body = Field(_without(line.spelt(head, end), line.language), (line.place(head, end),), _CUT)
    return Post(first, where[1], "representative", office, body, entity, place)


def _begins_body(line: Line, at: int) -> bool:
    """Whether what is behind «نماینده» is whom he stands for."""
    return line.language == "fa" or line.exacts[at].startswith("ل")


def _stripped(line: Line, first: int, last: int) -> int:
    """The end of a phrase without words at its end that say nothing of it («جدید», «در», «استان»)."""
    while last > first and (
        line.has(last - 1, "new", "where", "past") or line.exacts[last - 1] in ("استان", "شهر", "و", "این")
    ):
        last -= 1
    return last


def _body(line: Line, first: int, head: int, last: int) -> _Body | None:
    """The organisation that the office is in: the first that begins behind its word, named or pointed back to."""
    places = {(one.first, one.last) for one in line.of("PLACE")}
    named = [(one.first, one.last, one.mention) for one in line.of("ORG") if (one.first, one.last) not in places]
    named += [(*line.range_of(span), mention) for mention, span in line.pointing if _points(line, span)]
    for begins, ends, mention in sorted(named, key=lambda one: one[:2]):
        if head <= begins < last and ends <= last + 1:
            return begins, ends, _field(line, mention, begins, ends), str(mention.value.get("entity", ""))
        if first < begins < head and ends > head:
            return begins, ends, _field(line, mention, begins, ends), str(mention.value.get("entity", ""))
    return body_at(line, head, last)


def _points(line: Line, span: Span) -> bool:
    """Whether «اللجنة» points back: no adjective makes another of it («اللجنة الطبية»)."""
    last = line.range_of(span)[1]
    if line.language != "ar" or not last or last >= len(line.words) or line.is_parted(last):
        return bool(last)
    return not line.exacts[last].startswith(_ARTICLE) or line.has(last, "past", "new")


def _field(line: Line, mention: Mention, first: int, last: int) -> Field[str]:
    return Field(str(mention.value["name"]), (line.place(first, last),), _TOLD)


def body_at(line: Line, head: int, last: int) -> _Body | None:
    """A body that was not found as an organisation: from a head of such names on («لإدارة الميزانية»)."""
    known = heads(line.language)
    placed = {one.first for one in line.of("PLACE")}
    for at in range(head, last):
        if at in placed:
            continue
        exact = line.exacts[at]
        if any(exact.removeprefix(before) in known for before in ("", *_PREFIXES)) and last - at > 1:
            last = _noun_end(line, at, last)
            text = line.spelt(at, last)
            plain = _without(text, line.language)
            return at, last, Field(plain, (line.place(at, last),), _CUT), ""
    return None


def _noun_end(line: Line, first: int, last: int) -> int:
    """Where a noun with the article ends: behind its adjectives («الجامعة», «الهيئة العامة»)."""
    if line.language != "ar" or not line.exacts[first].startswith(("ال", "لل", "بال")):
        return last
    at = first + 1
    while at < last and (line.exacts[at].startswith(_ARTICLE) or line.exacts[at] == "و"):
        at += 1
    return at


def _without(text: str, language: str) -> str:
    """A noun without the preposition that is written with it.

    >>> _without("لإدارة الميزانية", "ar"), _without("للشؤون المالية", "ar"), _without("بالوزارة", "ar")
    ('إدارة الميزانية', 'الشؤون المالية', 'الوزارة')
    """
    if language != "ar":
        return text
    first = text.split(" ")[0]
    if key_of(first) in heads("ar"):  # «لجنة الحكام»
        return text
    if text.startswith("لل"):
        return _after_article(text)
    return text[1:] if text[0] in "لب" and len(text.split(" ")[0]) > 3 else text


def _after_article(text: str) -> str:
    """A noun with its article, without the preposition that is written with both.

    >>> _after_article("للشؤون"), _after_article("للجنة")
    ('الشؤون', 'اللجنة')
    """
    own = key_of(text.split(" ")[0][1:]) in heads("ar")
    return _ARTICLE + (text[1:] if own else text[2:])


def _derived(line: Line, first: int, head: int, last: int) -> _Body | None:
    """The body of an office that names no other: «وزیر نیرو» is of «وزارت نیرو», «فرماندار یزد» of its «فرمانداری»."""
    exact = line.exacts[first]
    plain = exact if (line.language, exact) in _bodies() else exact.removesuffix("ا").removeprefix(_ARTICLE)
    word = _bodies().get((line.language, plain))
    if word is None or plain == _DEPUTY or last <= first + 1 or head > first + 1:
        return None
    if line.language == "ar" and nationality(line, last - 1, last) and last > first + 2:
        last -= 1  # «وزير الدفاع الأسترالي»
    rest = _without(line.spelt(first + 1, last), line.language)
    if rest.split(" ")[0] == word:  # «محافظا لمحافظة لحج»
        return first + 1, last, Field(rest, (line.place(first + 1, last),), _CUT), ""
    return first, last, Field(f"{word} {rest}", (line.place(first, last),), _CUT), ""


def _before_body(line: Line, first: int, office: Field[str], body: _Body | None) -> Field[str]:
    """The office without the word for its body, where that stands behind it («محافظا | لمحافظة لحج»)."""
    if body is None or body[0] == first:
        return office
    return office_in(line, first, body[0])


def _place(line: Line, head: int, last: int, body: _Body | None, role: str) -> _Where | None:
    """Where the office is: a place behind its word, or, of a representative, what stands behind «در» or «لدى»."""
    where = _where(line, head, last + 2) if role == "representative" else None
    if where:
        return where
    inside = [one for one in line.of("PLACE") if head <= one.first < last]
    for one in inside:
        within = body is not None and body[0] <= one.first < body[1]
        return one.first, one.last, str(one.mention.value["name"]), within
    return None


def _where(line: Line, head: int, last: int) -> _Where | None:
    for at in range(head, min(last, len(line.words))):
        if not line.has(at, "where") or at + 1 >= len(line.words):
            continue
        named: list[Placed] = [one for one in line.of("PLACE", "ORG") if at < one.first <= at + 2]
        if named:
            one = named[0]
            return one.first, one.last, str(one.mention.value["name"]), False
    return None


def _plain(line: Line, first: int, last: int) -> str:
    """The office as it is called: without the ending of an object and without what stands before it («كمحافظ»)."""
    text = line.spelt(first, last).strip(_MARKS)
    if line.exacts[first] in _MEMBERS:  # «… را به عنوان اعضای شورا منصوب کرد» says of each that he is a member
        return " ".join([_MEMBERS[line.exacts[first]], *text.split(" ")[1:]])
    if line.language != "ar":
        return text
    found = line.office_at(first)
    head_words = found[0] - first if found else 1
    words = [_nominative(word) for word in text.split(" ")[:2]] + text.split(" ")[2:]
    head = words[0]
    if head[0] in "كبل" and line.office_at(first) and not line.exacts[first].startswith(("رییس", "لواء", "کبیر")):
        shorter = key_of(head[1:])
        words[0] = head[1:] if any(shorter == one for one in _bare_offices()) else head
    if len(words) > head_words and found and found[1].role != "representative":
        words[head_words] = _joined(words[head_words])
    return " ".join(words)


def _joined(word: str) -> str:
    """The second noun of «مديرا للشؤون المالية», as one says «مدير الشؤون المالية».

    >>> _joined("للشؤون"), _joined("لمجلس"), _joined("لمدير"), _joined("لبنان")
    ('الشؤون', 'مجلس', 'مدير', 'لبنان')
    """
    if key_of(word) in heads("ar"):
        return word
    if word.startswith("لل"):
        return _after_article(word)
    rest = key_of(word[1:])
    return word[1:] if word.startswith("ل") and (rest in heads("ar") or rest in _bare_offices()) else word


@cache
def _bare_offices() -> frozenset[str]:
    rows = (row["office"].split(" ")[0] for row in table("decree_offices") if row["language"] == "ar")
    return frozenset(map(key_of, rows))


_TANWIN = "\N{ARABIC FATHATAN}"


def _nominative(word: str) -> str:
    """A noun without the ending of an object.

    >>> _nominative("مديرا"), _nominative("رئيسًا"), _nominative("عاماً"), _nominative("علا")
    ('مدير', 'رئيس', 'عام', 'علا')
    """
    plain = word.replace(_TANWIN, "")
    return plain[:-1] if plain.endswith("ا") and len(plain) > 3 else plain
