"""Reads the sentences of a document in order: every statement of an agreement, and whose it is."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from corpora.document import Document, Mention
from corpora.tables import table
from extractors.agreements.becoming import converted_into, is_kept
from extractors.agreements.bodies import Bodies, Body
from extractors.agreements.deeds import deeds, is_deed
from extractors.agreements.details import subject_of
from extractors.agreements.joining import Group
from extractors.agreements.likeness import are_alike, distinct, is_body_of
from extractors.agreements.nouns import is_concluding, is_counted_with, is_paper_of
from extractors.agreements.one_by_one import is_of_several, told_apart
from extractors.agreements.owners import by_adjectives, negotiating
from extractors.agreements.parties import parties_of
from extractors.agreements.pronouns import is_of_them, is_theirs
from extractors.agreements.readings import Clause, Reading, Said, clauses, counted, is_definite, is_plural
from extractors.agreements.relations import CHANGES, Aside, aside, points_back
from extractors.agreements.sentences import Placed, Sentence
from extractors.agreements.series import series
from extractors.agreements.speakers import is_of_speaker, speaker_of
from extractors.agreements.states import state_of
from extractors.agreements.terms import duration_of

_FEW = 3
_SPORTS = 3
_SPEAKER, _RESOLVED = 0.6, 0.65
_TAIL = 1
"""Sentences behind a statement that may go on about it."""
_BESIDE = 4
"""Words between two bodies that do something together."""
_TWO_BACK = 2
"""Sentences before «دو طرف» among which the two are named."""
_TITLE = 200
"""Letters of a title, at the most."""
_NEAR = 8
"""Words between an agreement and a day to come on which it is to be signed."""


class Teller:
    """Reads the sentences of a document in order."""

    def __init__(self, document: Document, held: Sequence[Sentence]) -> None:
        self._document, self._sentences = document, held
        self._bodies: dict[Sentence, Bodies] = {}
        self._asides: dict[Sentence, Aside] = {}
        self._beside: dict[Sentence, Sentence] = {}
        self._pair: list[Body] = []
        self._named: Body | None = None
        self._apart: dict[int, list[Mention]] = {}
        self._annexes: list[Mention] = []
        self._sports = is_of_sports(document)
        self._published = document.published[:10]
        self._title = _title_ends(document.text)

    def readings(self) -> Iterator[Reading]:
        """Each statement, with pronouns and speakers resolved."""
        last: Reading | None = None
        for sentence in self._parts():
            placed = self._placed(sentence)
            if not placed:
                if last and sentence.index - last.clause.sentence.index <= _TAIL:
                    last.tail.append(sentence)
                continue
            for last in self._told(sentence, placed):
                yield last

    def _told(self, sentence: Sentence, placed: Sequence[Placed]) -> Iterator[Reading]:
        """The statements of a sentence; several that are told one by one in it or the next one are so many."""
        taken = {one.span for one in self._apart.pop(sentence.index, ())}  # told with those behind which they stand
        bodies, last = self._of(sentence), None
        for clause, one in clauses(sentence, bodies, placed, headline=self._is_title(sentence)):
            beside = self._is_of_annex(clause, placed) or is_paper_of(clause, placed) or is_concluding(clause, placed)
            if one.mention.span in taken or beside or converted_into(clause):
                continue
            reading = self._reading(clause, one)
            if last is not None and is_counted_with(last, reading):
                continue
            last = reading
            each = self._one_by_one(reading) if is_of_several(reading) else []
            reading.apart = bool(each)
            yield reading
            yield from each

    def _one_by_one(self, reading: Reading) -> list[Reading]:
        """Each of the agreements that a statement counts, told in the rest of its sentence or in the one behind."""
        sentence = reading.clause.sentence
        behind = self._sentences[sentence.index + 1 : sentence.index + 2]
        for one in (sentence, *(other for other in behind if other.found)):
            if found := told_apart(reading, one, self._of(one)):
                self._apart[one.index] = [each.mention for each in found]
                return found
        return []

    def _is_of_annex(self, clause: Clause, placed: Sequence[Placed]) -> bool:
        """Whether the word is but that of whose annex another is («الحاقیه این قرارداد», «ملحقا للعقد»)."""
        for one in placed:
            words = range(one.last, clause.at)
            near = len(words) <= 1 and all(clause.sentence.has(at, "this") for at in words)
            if one.mention.value["kind"] == "annex" and one.last <= clause.at and near and is_definite(clause):
                self._annexes.append(one.mention)
                return True
        return False

    def _parts(self) -> Iterator[Sentence]:
        """The sentences in order; one that names another agreement beside its own is two."""
        for sentence in self._sentences:
            apart = aside(self._document, sentence)
            if apart is None:
                yield sentence
                continue
            self._asides[apart.aside] = apart
            self._beside |= {apart.aside: apart.main, apart.main: apart.aside}
            yield from (apart.aside, apart.main) if apart.leads else (apart.main, apart.aside)

    def beside(self, groups: Sequence[Group]) -> Iterator[tuple[int, str, int]]:
        """Which group is what to which other one, by their places: where a sentence names one beside another.

        «این تفاهم‌نامه» may be any of those before, and what has no party of its own too: they are nothing to others.
        """
        for place, group in enumerate(groups):
            for apart in (self._asides.get(one.clause.sentence) for one in group.readings if one.parties):
                mains = _told_in(apart.main, groups) if apart else []
                if apart and len(mains) == 1 and mains[0] != place:
                    yield mains[0], apart.said, place
            if any(one.mention in self._annexes for one in group.readings):
                before = [at for at, one in enumerate(groups) if at != place and _begins(one) < _begins(group)]
                if len(before) == 1:
                    yield place, "annex_of", before[0]

    def _is_title(self, sentence: Sentence) -> bool:
        """Whether it is in the title of a text."""
        return sentence.span.end <= self._title

    def _placed(self, sentence: Sentence) -> list[Placed]:
        """The words for agreements of a sentence, and what stands in for one."""
        found = [*sentence.of("AGREEMENT"), *deeds(sentence, headline=self._is_title(sentence))]
        return sorted(found, key=lambda one: one.first)

    def _of(self, sentence: Sentence) -> Bodies:
        return self._bodies.setdefault(sentence, Bodies(sentence))

    def _reading(self, clause: Clause, placed: Placed) -> Reading:
        said = self._state(clause)
        reading = Reading(
            clause,
            placed.mention,
            placed.mention.value["kind"],
            said,
            parties_of(clause, said),
            definite=is_definite(clause),
            other=self._is_other(clause),
            plural=is_plural(clause),
            count=counted(clause),
            before=self._sentences[clause.sentence.index - 1] if clause.sentence.index else None,
            sports=self._sports,
            beside=self._beside.get(clause.sentence),
            published=self._published,
        )
        self._resolve(reading)
        self._named = next(iter(reading.of("named")), None)
        told = [body for body, slot, _ in reading.parties if slot != "speaker"]
        if _is_treaty(reading, told):
            reading.kind = "agreement"
        if len(told) > 1 and not reading.resolved:
            self._pair = told[:3]
        return reading

    def _is_other(self, clause: Clause) -> bool:
        """Whether it is another than those told: by a word for that, or because what is told stands in its place."""
        apart = self._asides.get(clause.sentence)
        if apart is not None and apart.relation == "replaces":
            return True
        sentence = clause.sentence
        if clause.at and sentence.has(clause.at - 1, "this"):  # «این تفاهم‌نامه جدید»
            return False
        dated = {at for one in sentence.of("DATE") for at in range(one.first, one.last)}  # «پنجم اسفند»
        return any(at not in dated for at in sentence.cued(clause.after, clause.after + 3, "other"))

    def _state(self, clause: Clause) -> Said | None:
        """The state that a clause gives; what another agreement follows, changes or ends was signed once."""
        apart = self._asides.get(clause.sentence)
        signed = Said("signed", "asserted", (0, clause.after), signs=True)
        if apart and apart.relation == "follows":  # «بعد توقيع الاتفاقية بين …»
            return signed
        said = state_of(clause)
        if said and said.state == "signed" and self._is_ahead(clause, said):
            return said._replace(state="planned", modality="planned")
        if said and said.state == "planned" and self._is_past(clause, said):
            return said._replace(state="signed", modality="asserted")
        if said and said.state == "signed" and is_kept(clause, _year_before(self._published)):
            return said._replace(state="in_force")
        return signed if said is None and apart and apart.relation in CHANGES else said

    def _is_past(self, clause: Clause, said: Said) -> bool:
        """Whether an Arabic present is that of the past («كانت … أول شركة توقع اتفاقية … عام 2012»)."""
        sentence = clause.sentence
        if clause.language != "ar" or not sentence.cued(said.words[0], said.words[1], "sign_now"):
            return False
        if sentence.cued(max(clause.first, said.words[0] - _NEAR), said.words[0], "planned", "conditional"):
            return False
        near = range(said.words[0], clause.after + _NEAR)
        dates = (one.mention.value for one in sentence.of("DATE") if one.first in near)
        return any("" < value.get("end", "") < self._published for value in dates if "duration" not in value)

    def _is_ahead(self, clause: Clause, said: Said) -> bool:
        """Whether a headline that tells of a signing now gives a day to come («توقع … الشهر المقبل اتفاقية»)."""
        sentence = clause.sentence
        if not clause.headline or not sentence.cued(said.words[0], said.words[1], "sign_now"):
            return False
        dates = (one.mention.value for one in sentence.of("DATE") if abs(one.first - clause.at) <= _NEAR)
        return any(value.get("start", "") > self._published > "" for value in dates if "duration" not in value)

    def _resolve(self, reading: Reading) -> None:
        """«الطرفان» are the last two that were named; «با X قراردادی بستیم» is signed by the body of who says it."""
        clause = reading.clause
        sentence = clause.sentence
        paired = sentence.cued(clause.first, min(len(sentence.words), clause.last), "pair")
        reading.paired = bool(paired)
        if not paired and _is_of_past(reading):  # «مناسبات دو کشور را یادآور شد و بر توافق‌های صورت‌گرفته تأکید کرد»
            paired = sentence.cued(0, clause.first, "states")
        alone = is_of_them(clause) and not reading.of("both")
        if is_deed(clause) and clause.language == "ar" and not any(at - clause.at <= _BESIDE for at in paired):
            return
        if not reading.parties and (paired or (alone and (self._pair or is_theirs(clause)))):
            pair = self._paired(clause, paired)
            reading.parties = [(body, "both", _RESOLVED) for body in pair]
            reading.resolved = bool(pair)
        elif not reading.parties and not reading.definite and duration_of(reading):
            reading.parties = [(body, "speaker", _SPEAKER) for body in self._telling(reading)]
        elif not reading.parties and reading.definite and (sides := negotiating(clause)):
            reading.parties = [(body, "both", _RESOLVED) for body in sides]
        elif not reading.parties and self._is_own(reading):
            speaker = speaker_of(reading, self._sentences, self._of)
            reading.parties = [(speaker, "speaker", _SPEAKER)] if speaker else []
        elif self._named and reading.definite and 0 < len(reading.parties) == len(reading.of("counterpart")):
            reading.parties = [*reading.parties, (self._named, "named", _RESOLVED)]  # «قرارداد توتال … این قرارداد …»
        elif is_of_speaker(reading):
            speaker = speaker_of(reading, self._sentences, self._of)
            if speaker and not any(_is_his_own(speaker, body) for body, _, _ in reading.parties):
                reading.parties = [*reading.parties, (speaker, "speaker", _SPEAKER)]

    def _paired(self, clause: Clause, paired: Sequence[int]) -> list[Body]:
        """Whom «الطرفان» points to; «دو کشور» are two countries, «سه کشور» three."""
        sentence = clause.sentence
        most = 3 if any(sentence.has(at, "triple") for at in paired) else 2
        last = self._pair[:most]
        if any(sentence.has(at, "states") for at in paired) and any(body.kind != "country" for body in last):
            return self._named_before(sentence)
        before = [] if is_definite(clause) else self._two_before(sentence)
        return last or self._two(clause) or before or self._named_before(sentence)

    def _is_own(self, reading: Reading) -> bool:
        """Whether a statement without parties is of one agreement with a subject of its own («انعقاد قرارداد خرید»)."""
        said = reading.said
        if said is None or not said.signs or said.state != "signed" or reading.definite or reading.plural:
            return False
        if reading.clause.sentence.has(said.words[0], "reaching", "results"):  # what others came to
            return False
        subject = subject_of(reading.clause)
        return subject is not None and len(subject.value.split()) > 1 and not reading.clause.headline

    def _telling(self, reading: Reading) -> list[Body]:
        """The two bodies of those who tell of an agreement and its term («مسؤولو … و… أن اتفاقية …»)."""
        first = reading.clause.first
        named = [body for body in reading.clause.bodies.all if body.kind == "org" and body.last <= first]
        return named if len(named) == 2 else []

    @staticmethod
    def _two(clause: Clause) -> list[Body]:
        """The two bodies that a sentence names side by side before the agreement, where it names no more."""
        named = distinct([body for body in clause.bodies.all if body.kind == "org" and body.last <= clause.at])
        return named if len(named) == 2 and named[1].first - named[0].last <= _BESIDE else []

    def _two_before(self, sentence: Sentence) -> list[Body]:
        """The two bodies of one of the few sentences before, where it names no more («نشست مشترک الف و ب»).

        They stand side by side, are of one kind («شهرداری مسکو … با شهرداری تهران»), or are those between which it is.
        """
        for before in reversed(self._sentences[max(0, sentence.index - _TWO_BACK) : sentence.index]):
            bodies = self._of(before) if before.found else None
            for at in before.cued(0, len(before.words), "between") if bodies else ():
                found = series(before, bodies, before.ends(at), len(before.words), 1) if bodies else []
                if len(found) == 2:
                    return found
            named = distinct([body for body in bodies.all if body.kind == "org"]) if bodies else []
            if len(named) == 2:
                between = before.exacts[named[0].last : named[1].first]
                joined = len(between) <= _BESIDE and "و" in between
                alike = before.exacts[named[0].first] == before.exacts[named[1].first]
                if joined or alike:
                    return named
        return []

    def _named_before(self, sentence: Sentence) -> list[Body]:
        """The two countries that a sentence and the few before it name, where they name two and no more."""
        near = self._sentences[max(0, sentence.index - _FEW) : sentence.index + 1]
        named = distinct([body for one in near if one.found for body in self._of(one).all if _is_told_state(one, body)])
        if len(named) == 1 and sentence.language == "fa":  # «… از ازبکستان، در جمع خبرنگاران تاجیک از توافق دو کشور …»
            named = distinct([*named, *(body for one in near for body in by_adjectives(one))])
        return named if len(named) == 2 else []


def _is_of_past(reading: Reading) -> bool:
    """Whether it is of Persian agreements that there are, and those between whom are told before its clause."""
    said = reading.said
    return reading.plural and not reading.parties and said is not None and said.state == "signed" and said.signs


def _is_told_state(sentence: Sentence, body: Body) -> bool:
    """Whether a body is a country, and not but where a town is («في مينسك عاصمة روسيا البيضاء»)."""
    return body.kind == "country" and not (body.first and sentence.has(body.first - 1, "town"))


def _is_his_own(speaker: Body, body: Body) -> bool:
    """Whether the body of who speaks is a party already, or one of the country that is."""
    return are_alike(speaker, body) or is_body_of(speaker, body)


def _title_ends(text: str) -> int:
    """Where the title of a text ends, its short first line with more behind it; 0 where it has none.

    >>> _title_ends("امضای تفاهم‌نامه\\nوزارت نیرو …"), _title_ends("وزارت نیرو …")
    (16, 0)
    """
    end = text.find("\n")
    return end if 0 < end <= _TITLE and text[end:].strip() else 0


def _begins(group: Group) -> int:
    return group.readings[0].mention.span.start


def _told_in(sentence: Sentence, groups: Sequence[Group]) -> list[int]:
    """The places of the agreements that a sentence tells of; what it points to is the only one told before it."""
    itself = [at for at, one in enumerate(groups) if any(_is_of(r, sentence) and _is_itself(r) for r in one.readings)]
    pointed = [at for at, one in enumerate(groups) if any(_is_of(r, sentence) for r in one.readings)]
    before = [at for at, one in enumerate(groups) if one.readings[0].clause.sentence.index < sentence.index]
    return itself or (before if len(before) == 1 and pointed in ([], before) and points_back(sentence) else [])


def _is_of(reading: Reading, sentence: Sentence) -> bool:
    return reading.clause.sentence is sentence


def _is_itself(reading: Reading) -> bool:
    """Whether a statement is of an agreement that it names itself, not of one of those before («این تفاهم‌نامه»)."""
    clause = reading.clause
    if clause.language == "ar" and clause.at and clause.sentence.has(clause.at - 1, "this"):
        return False
    return not reading.definite or (len(reading.parties) > 1 and not reading.resolved)


def _is_treaty(reading: Reading, bodies: Sequence[Body]) -> bool:
    """Whether what is called a contract is one of two states about peace, borders or trade («قرارداد ۱۹۷۵ … مرز»)."""
    clause = reading.clause
    states = len(bodies) > 1 and all(body.kind == "country" for body in bodies)
    about = clause.sentence.cued(clause.after, clause.after + _ABOUT, "treaty")
    return reading.kind == "contract" and states and bool(about)


_ABOUT = 12
"""Words behind a contract among which stands what it is about."""


def _year_before(day: str) -> str:
    """The day a year before an ISO day; empty without one."""
    return f"{int(day[:4]) - 1:04}{day[4:]}" if day else ""


@cache
def _of_sports(language: str) -> re.Pattern[str]:
    rows = (row for row in table("agreement_statements") if (row["cue"], row["language"]) == ("sports", language))
    words = [re.escape(word) for row in rows for word in row["words"].split(";")]
    return re.compile("|".join(sorted(words, key=len, reverse=True)) or "(?!)")


def is_of_sports(document: Document) -> bool:
    """Whether a text has several words of sports."""
    return len(_of_sports(document.language).findall(document.text)) >= _SPORTS
