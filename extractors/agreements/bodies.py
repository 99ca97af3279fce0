"""The bodies of a sentence that can be parties: organisations, countries, those that a person's office stands for."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property
from typing import NamedTuple

from corpora.document import Span
from corpora.tables import table
from extractors.agreements.candidates import Party, Signatory
from extractors.agreements.nations import (
    adjective_ends,
    capitals,
    is_another_country,
    is_called,
    is_country,
    is_of_states,
    ministry_of,
    nationalities,
    nationality,
    nations,
    plain,
    two_in_one,
    two_ministries,
)
from extractors.agreements.pointing import headed, is_of_another, pointed
from extractors.agreements.sentences import Placed, Sentence
from extractors.organisations.gazetteer import heads
from extractors.text.lexicon import key_of

_LONGEST = 7  # words of an office
_TITLE = 2  # words of a title and the office behind it
_AND = "و"
_TOWN_HALL = "أمانة"
_UNIVERSITY = "الجامعه"
"""The one head with an article that is of no purpose («الجامعة الأردنية | لدراسة …»)."""
_COMPANIES = frozenset(map(key_of, ("شرکت", "شركة", "هلدینگ", "مجموعة")))
_ANOTHER = ("دیگر", "دیگری", "اخر", "اخری")
_HEAD_OF_STATE = "رییسجمهور"
_LONG = 5
"""Letters of a name that is hardly another word («خارطوم», «موزمبيق»), at the least."""
_PURPOSE = 4  # letters of a word that tells a purpose, at the least


class Body(NamedTuple):
    """A body in words ``[first, last)`` of a sentence; ``kind`` is org, country, place, office or media."""

    first: int
    last: int
    name: str
    surface: str
    span: Span
    kind: str
    entity: str = ""
    signatory: Signatory | None = None
    parent: str = ""
    state: str = ""
    """The state that a capital can stand for («كابل» for أفغانستان)."""

    def party(self, confidence: float, role: str = "party") -> Party:
        """The body as a party."""
        name = " ".join(self.name.split())
        return Party(name, self.surface, self.span, self.entity, role, "", self.signatory, confidence)


@cache
def _offices() -> Mapping[tuple[str, str], str]:
    """Language and exact form of an office → the head of its body."""
    return {(row["language"], key_of(row["office"])): row["body"] for row in table("office_bodies")}


@cache
def _titles() -> frozenset[str]:
    """Exact forms of what stands before a person's name («المهندس»)."""
    return frozenset(key_of(row["word"]) for row in table("person_roles") if row["kind"] == "title")


def _apart(found: Iterable[Body]) -> list[Body]:
    """Bodies in order, none inside another; a name has single spaces, whatever the text has."""
    kept: list[Body] = []
    for body in sorted(found, key=lambda body: (body.first, -body.last)):
        if not kept or body.first >= kept[-1].last:
            kept.append(body._replace(name=" ".join(body.name.split())))
    return kept


class Bodies:
    """The bodies of one sentence."""

    def __init__(self, sentence: Sentence) -> None:
        """Finds nothing before it is asked."""
        self._sentence = sentence

    @cached_property
    def all(self) -> list[Body]:
        """Every body in order, none inside another."""
        found = _apart(self._found())
        others = list(self._counterparts(found))
        return _apart([*found, *others]) if others else found

    @cached_property
    def _by_first(self) -> dict[int, Body]:
        return {body.first: body for body in self.all}

    @cached_property
    def _persons(self) -> dict[int, Placed]:
        return {one.first: one for one in self._sentence.of("PERSON")}

    def _found(self) -> Iterator[Body]:
        for placed in self._sentence.of("ORG"):
            yield from self._organisations(placed)
        for placed in self._sentence.of("PLACE"):
            yield from self._places(placed)
        for placed in self._sentence.of("PERSON"):
            if body := self._of_person(placed):
                yield body
        yield from self._offices()
        yield from self._ministries()
        yield from self._nations()
        yield from self._untold()
        for one in (*pointed(self._sentence), *headed(self._sentence)):
            span = self._sentence.place(one.first, one.last)
            surface = self._sentence.text[span.start : span.end]
            value = one.mention.value
            yield Body(one.first, one.last, value["name"], surface, span, "org", value.get("entity", ""))

    def _organisations(self, placed: Placed) -> Iterator[Body]:
        """The body of a mention; two that were taken for one are two («کتابخانه ملی و کتابخانه آستان»)."""
        another = self._sentence.exacts[placed.last - 1] in _ANOTHER  # «شرکت دیگری» is no name
        if another or is_of_states(self._sentence, placed.first, placed.last):
            return
        joint = two_in_one(self._sentence, placed.first, placed.last) or self._between(placed)
        if not joint:
            yield self._place(placed) if self._is_capital(placed) else self._organisation(placed)
            return
        if self._sentence.has(placed.first, "of_offices"):
            return
        for first, last in ((placed.first, joint), (joint + 1, placed.last)):
            span = self._sentence.place(first, last)
            surface = self._sentence.text[span.start : span.end]
            yield Body(
                first,
                last,
                surface,
                surface,
                span,
                "country" if first > joint and last - first == 1 and is_country(self._sentence, first) else "org",
            )

    def _between(self, placed: Placed) -> int:
        """The word between a body and those of an agreement that its name took in («مرکز نوآوری میان اتاق …»)."""
        if self._sentence.language != "fa":
            return 0
        return next(iter(self._sentence.cued(placed.first + 2, placed.last - 1, "between")), 0)

    def _is_capital(self, placed: Placed) -> bool:
        """Whether a capital was taken for a body, because it acts («إن سول وبكين توصلتا …»)."""
        value = placed.mention.value
        return not value.get("kind") and plain(value["name"]) in capitals(self._sentence.language)

    def _organisation(self, placed: Placed) -> Body:
        mention = placed.mention
        value = mention.value
        kind = "media" if value.get("kind") == "media" and not self._is_company(placed.first) else "org"
        signer = next((one for one in self._sentence.of("PERSON") if _serves(one, mention.span)), None)
        last = self._name_ends(placed)
        if last < placed.last:
            span = Span(mention.span.start, self._sentence.place(last - 1, last).end)
            surface = self._sentence.text[span.start : span.end]
            return Body(placed.first, last, surface, surface, span, kind, "", _signatory(signer))
        return Body(
            placed.first,
            placed.last,
            value["name"],
            mention.surface,
            mention.span,
            kind,
            value.get("entity", ""),
            _signatory(signer),
            value.get("parent", ""),
        )

    def _is_company(self, at: int) -> bool:
        """Whether a word says of what publishes that it is a company, which may sign («شركة روتانا»)."""
        return at > 0 and self._sentence.exacts[at - 1] in _COMPANIES

    def _name_ends(self, placed: Placed) -> int:
        """Where a name ends, without the word for an agreement or the purpose of one that was taken for more of it."""
        sentence = self._sentence
        for one in sentence.of("AGREEMENT"):
            if placed.first + 1 < one.first < placed.last == one.last:
                return one.first
        head = sentence.exacts[placed.first]
        if sentence.language != "ar" or (head.startswith("ال") and head != _UNIVERSITY):
            return placed.last
        for at in range(placed.first + 2, placed.last):
            before = sentence.exacts[at - 1]
            whole = _is_adjective(before) and not placed.mention.value.get("kind")  # «شركة المسار المتحدة | لدراسة …»
            closed = before.startswith("لل") or before in nationalities("ar") or whole
            if closed and is_purpose(sentence, at):
                return at
        return placed.last

    def _places(self, placed: Placed) -> Iterator[Body]:
        """The place of a mention; two countries that were taken for one are two («ایران و یونان»)."""
        joints = [at for at in range(placed.first + 1, placed.last - 1) if self._sentence.exacts[at] == _AND]
        glued = self._sentence.language == "ar" and placed.last - placed.first == 1
        if glued and not placed.mention.value.get("kind") and is_another_country(self._sentence, placed.first):
            yield self._glued(placed.first)
            return
        if placed.mention.value.get("kind") or not joints:
            yield self._place(placed)
            return
        for first, last in ((placed.first, joints[0]), (joints[0] + 1, placed.last)):
            span = self._sentence.place(first, last)
            surface = self._sentence.text[span.start : span.end]
            yield Body(first, last, surface, surface, span, "country")

    def _place(self, placed: Placed) -> Body:
        mention, first, sentence = placed.mention, placed.first, self._sentence
        while first > 0 and self._sentence.has(first - 1, "government") and not self._sentence.is_parted(first):
            first -= 1
        own = first == placed.first and self._sentence.has(placed.first, "own_country")
        known = mention.value.get("kind") == "country" or is_called(mention.value["name"], self._sentence.language)
        kind = "country" if known or first < placed.first or own else "place"
        kind = "org" if sentence.has(placed.first, "zone") else kind  # «منطقه ویژه اقتصادی پارس جنوبی»
        if first == placed.first:
            name, span = mention.value["name"], mention.span
            name = (own and self._sentence.full_country(name)) or name
        else:
            span = Span(self._sentence.place(first, placed.last).start, mention.span.end)
            of_head = self._sentence.exacts[first] == _HEAD_OF_STATE
            name = mention.value["name"] if of_head else self._sentence.text[span.start : span.end]
        surface = self._sentence.text[span.start : span.end]
        state = capitals(self._sentence.language).get(plain(name), "")
        return Body(first, placed.last, name, surface, span, kind, mention.value.get("entity", ""), state=state)

    def _of_person(self, placed: Placed) -> Body | None:
        """A person whose body is named elsewhere in the text stands for it."""
        value, sentence = placed.mention.value, self._sentence
        if not value.get("organisation") or not value.get("organisation_span"):
            return None
        span = Span(*value["organisation_span"])
        if sentence.span.covers(span) or span.start > sentence.span.end:
            return None
        surface = sentence.text[span.start : span.end]
        return Body(placed.first, placed.last, value["organisation"], surface, span, "office", "", _signatory(placed))

    def _offices(self) -> Iterator[Body]:
        sentence = self._sentence
        named = {at for one in sentence.of("ORG", "AGREEMENT", "DATE") for at in range(one.first, one.last)}
        dated = {one.first for one in sentence.of("DATE")}
        for at, exact in enumerate(sentence.exacts):
            head = _offices().get((sentence.language, exact))
            inner = at + 1 < len(sentence.words) and (sentence.language, sentence.exacts[at + 1]) in _offices()
            held = head and at not in named and not inner
            ends = self._town_ends if head == _TOWN_HALL else self._office_ends
            last = ends(at + 1, named) if held else at
            if (
                head
                and last > at + 1
                and (last not in named or last in dated)
                and not is_of_another(sentence, last - 1)
            ):
                span = sentence.place(at, last)
                rest = sentence.place(at + 1, last)
                name = f"{head} {sentence.text[rest.start : rest.end]}"
                if sentence.exacts[last - 1] in nationalities("ar") and not name.endswith("ة"):
                    name += "ة"  # «وزير الخارجية الروسي» is of وزارة الخارجية الروسية
                yield Body(at, last, name, sentence.text[span.start : span.end], span, "office")

    def _town_ends(self, at: int, named: set[int]) -> int:
        """Where the town of «أمين» ends («أمين العاصمة المقدسة»); the same word for others («أمين عام المجلس»)."""
        sentence = self._sentence
        towns = [one.last for one in sentence.of("PLACE") if one.first in (at, at + 1) and at not in named]
        if towns and (sentence.has(at, "town", "area") or any(one.first == at for one in sentence.of("PLACE"))):
            return max(towns)
        return min(at + 2, len(sentence.words)) if sentence.has(at, "town") else at

    def _office_ends(self, at: int, named: set[int]) -> int:
        """Where the field of an office ends; the same word where a body follows, or nothing that is one."""
        sentence, start = self._sentence, at
        if at in named:
            return at
        while at < len(sentence.words) and at - start < _LONGEST and not sentence.is_parted(at):
            joins = sentence.exacts[at] == _AND
            if at > start and (sentence.exacts[at - 1] in nationalities("ar") or sentence.exacts[at] in _titles()):
                break
            if at in self._persons or at in named or (joins and not self._goes_on(at + 1)):
                break
            if not joins and sentence.has(at, "stop", "with", "between", "sign", "sign_verb", "say", "done", "by"):
                break
            if not joins and len(sentence.exacts[at]) == 1:  # «وزير التعليم | د. عزام»
                break
            at += 1
        return at

    def _goes_on(self, at: int) -> bool:
        """Whether what follows «و» is more of one field («علوم و فناوری») and no other person or body."""
        sentence = self._sentence
        if at >= len(sentence.words) or at in self._persons or sentence.has(at, "chief", "senior", "stop", "sign"):
            return False
        named = any(one.first == at for one in sentence.of("ORG", "PLACE"))
        named = named or sentence.exacts[at] in heads(sentence.language)
        offices = sentence.exacts[at : at + _TITLE]  # «وزير التعليم ومعالي وزير الصحة» are two
        return not named and not any((sentence.language, word) in _offices() for word in offices)

    def _ministries(self) -> Iterator[Body]:
        for one in two_ministries(self._sentence):
            span = self._sentence.place(one.first, one.last)
            yield Body(one.first, one.last, one.name, self._sentence.text[span.start : span.end], span, "office")

    def _nations(self) -> Iterator[Body]:
        """States by other words than their names («الحكومة السعودية», «وزیران نیروی ایران و ترکمنستان»)."""
        for one in nations(self._sentence):
            span = self._sentence.place(one.first, one.last)
            surface = self._sentence.text[span.start : span.end]
            if "(" in surface and ")" not in surface and self._sentence.text[span.end : span.end + 1] == ")":
                span, surface = Span(span.start, span.end + 1), surface + ")"
            yield Body(one.first, one.last, one.name or surface, surface, span, "country")

    def _untold(self) -> Iterator[Body]:
        """Capitals that no mention covers («وقعت طهران اتفاقا»), and Arabic countries in a series («تونس وموزمبيق»)."""
        sentence = self._sentence
        arabic = sentence.language == "ar"
        taken = {at for one in sentence.of("ORG", "PLACE", "PERSON") for at in range(one.first, one.last)}
        for at in (one for one in range(len(sentence.words)) if one not in taken):
            span = sentence.place(at, at + 1)
            surface = sentence.text[span.start : span.end]
            state = capitals(sentence.language).get(plain(surface)) if arabic or len(surface) >= _LONG else None
            named = len(surface) >= _LONG and not surface.endswith("ة")  # «شركات تركية و…» are of no country «ترکیه»
            joined = named and sentence.exacts[at + 1 : at + 2] == [_AND]
            if state:
                yield Body(at, at + 1, surface, surface, span, "place", state=state)
            elif not arabic:
                continue
            elif at - 1 in taken and is_another_country(sentence, at) and not sentence.is_parted(at):
                yield self._glued(at)
            elif is_country(sentence, at) and (joined or (at - 2 in taken and sentence.exacts[at - 1] == _AND)):
                yield Body(at, at + 1, surface, surface, span, "country")

    def _glued(self, at: int) -> Body:
        """The country behind «و» that is written together with it."""
        span = self._sentence.place(at, at + 1)
        name = self._sentence.text[span.start + 1 : span.end]
        return Body(at, at + 1, name, name, Span(span.start + 1, span.end), "country")

    def _counterparts(self, others: Sequence[Body]) -> Iterator[Body]:
        """«نظيره الفلبيني»: the same ministry of another country, else the country itself."""
        sentence = self._sentence
        for at in sentence.cued(0, len(sentence.words) - 1, "counterpart"):
            last = adjective_ends(sentence, sentence.ends(at))
            if not last:
                continue
            at += sentence.exacts[at] == _AND  # «ونظيرتها»
            span, adjective = sentence.place(at, last), sentence.place(last - 1, last)
            before = [body for body in reversed(others) if body.last <= at and body.kind != "media"][:_TITLE]
            names = (
                ministry_of(body.name if body else "", sentence.text[adjective.start : adjective.end])
                for body in before
            )
            name = next(filter(None, names), "")
            surface = sentence.text[span.start : span.end]
            yield Body(at, last, name or nationality(sentence, at + 1, last), surface, span, "country")

    def starting(self, at: int) -> Body | None:
        """The body whose first word is this."""
        return self._by_first.get(at)

    def person_ends(self, at: int) -> int:
        """Where a person's name that begins with a word ends; 0 where none begins."""
        return self._persons[at].last if at in self._persons else 0


def _is_adjective(exact: str) -> bool:
    """Whether an Arabic word may be the adjective that ends a name («المتحدة», «الهندسية»)."""
    return exact.startswith("ال") and exact.endswith("ه")


def joins(sentence: Sentence, at: int) -> bool:
    """Whether «و» is written together with a word (وإثيوبيا)."""
    start = sentence.place(at, at + 1).start
    return sentence.text[start] == _AND and at > 0


def is_purpose(sentence: Sentence, at: int) -> bool:
    """Whether an Arabic word tells what for: «ل» with a noun that has no article («لنقل», «لإنشاء»)."""
    word = sentence.exacts[at]
    return word.startswith("ل") and len(word) >= _PURPOSE and not word.startswith(("لل", "لدی"))


def _serves(placed: Placed, body: Span) -> bool:
    span = placed.mention.value.get("organisation_span")
    return span is not None and Span(*span).overlaps(body)


def _signatory(placed: Placed | None) -> Signatory | None:
    if placed is None:
        return None
    value = placed.mention.value
    return Signatory(value["name"], placed.mention.span, value.get("role", ""))
