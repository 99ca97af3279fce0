"""Agreements that a text tells of: a candidate for each, from all its statements."""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache

from corpora.document import Document
from corpora.tables import table
from extractors.agreements.bodies import Bodies, Body, are_alike, distinct
from extractors.agreements.candidates import Candidate, Field, Party, Statement, When
from extractors.agreements.dating import signed_on
from extractors.agreements.deeds import deeds, is_deed
from extractors.agreements.details import amount_told, number_of, renewal_of, subject_of, tally_of
from extractors.agreements.joining import Group, joined, says
from extractors.agreements.parties import BOTH_OF_THEM, parties_of
from extractors.agreements.readings import Clause, Reading, Said, clauses, counted, is_definite
from extractors.agreements.relations import CHANGES, Aside, aside, related
from extractors.agreements.sentences import Placed, Sentence
from extractors.agreements.states import state_of
from extractors.agreements.terms import bounds_of, duration_of, from_signing
from extractors.agreements.venues import venue_of

LOOKED_FOR = frozenset(
    "kind parties number subject place signed valid_from valid_until duration renewal amount count state".split()
)
_FEW = 3
_SPORTS = 3
_SPEAKER, _RESOLVED, _ASSUMED = 0.6, 0.65, 0.5
_TERM_REACH = 30
"""Words after the word for an agreement among which its term is said."""
_TAIL = 1
"""Sentences behind a statement that may go on about it."""
_BESIDE = 4
"""Words between two bodies that do something together."""
_OPENING = 5
"""Words at the beginning of a sentence among which a body stands that says it."""
_BACK = 14
"""Sentences before a statement among which its speaker is named."""


def told(document: Document, held: Sequence[Sentence]) -> list[Candidate]:
    """The agreements that the sentences of a document tell of, in text order."""
    teller = _Teller(document, held)
    groups = joined(list(teller.readings()))
    found = [_candidate(group, document) for group in groups]
    return related(found, teller.beside(groups))


class _Teller:
    """Reads the sentences of a document in order."""

    def __init__(self, document: Document, held: Sequence[Sentence]) -> None:
        self._document, self._sentences = document, held
        self._bodies: dict[Sentence, Bodies] = {}
        self._asides: dict[Sentence, Aside] = {}
        self._beside: dict[Sentence, Sentence] = {}
        self._pair: list[Body] = []
        self._sports = is_of_sports(document)
        self._published = document.published[:10]

    def readings(self) -> Iterator[Reading]:
        """Each statement, with pronouns and speakers resolved."""
        last: Reading | None = None
        for sentence in self._parts():
            placed = self._placed(sentence)
            if not placed:
                if last and sentence.index - last.clause.sentence.index <= _TAIL:
                    last.tail.append(sentence)
                continue
            bodies = self._of(sentence)
            for clause, one in clauses(sentence, bodies, placed, headline=sentence.index == 0):
                last = self._reading(clause, one)
                yield last

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
                mains = apart and [
                    at
                    for at, one in enumerate(groups)
                    if any(r.clause.sentence is apart.main and _is_itself(r) for r in one.readings)
                ]
                if apart and mains and len(mains) == 1 and mains[0] != place:
                    yield mains[0], apart.said, place

    @staticmethod
    def _placed(sentence: Sentence) -> list[Placed]:
        """The words for agreements of a sentence, and what stands in for one."""
        named = any(mention.label == "AGREEMENT" for mention in sentence.found)
        words = sentence.of("AGREEMENT") if named else []
        found = [*words, *deeds(sentence, headline=sentence.index == 0)]
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
            other=bool(clause.sentence.cued(clause.after, clause.after + 3, "other")),
            plural=is_plural(clause.sentence.exacts[clause.at]),
            count=counted(clause),
            sports=self._sports,
            beside=self._beside.get(clause.sentence),
            published=self._published,
        )
        self._resolve(reading)
        told = [body for body, slot, _ in reading.parties if slot != "speaker"]
        if len(told) > 1 and not reading.resolved:
            self._pair = told[:3]
        return reading

    def _state(self, clause: Clause) -> Said | None:
        """The state that a clause gives; what another agreement follows, changes or ends was signed once."""
        apart = self._asides.get(clause.sentence)
        signed = Said("signed", "asserted", (0, clause.after), signs=True)
        if apart and apart.relation == "follows":  # «بعد توقيع الاتفاقية بين …»
            return signed
        said = state_of(clause)
        return signed if said is None and apart and apart.relation in CHANGES else said

    def _resolve(self, reading: Reading) -> None:
        """«الطرفان» are the last two that were named; «با X قراردادی بستیم» is signed by the body of who says it."""
        clause = reading.clause
        sentence = clause.sentence
        paired = sentence.cued(clause.first, min(len(sentence.words), clause.last), "pair")
        reading.paired = bool(paired)
        alone = _is_of_them(clause) and not reading.of("both")
        if is_deed(clause) and clause.language == "ar" and not any(at - clause.at <= _BESIDE for at in paired):
            return
        if not reading.parties and (paired or (alone and self._pair)):
            pair = self._paired(clause, paired)
            reading.parties = [(body, "both", _RESOLVED) for body in pair]
            reading.resolved = bool(pair)
        elif not reading.parties and not reading.definite and duration_of(reading):
            reading.parties = [(body, "speaker", _SPEAKER) for body in self._telling(reading)]
        elif not reading.parties and self._is_own(reading):
            speaker = self._speaker(reading)
            reading.parties = [(speaker, "speaker", _SPEAKER)] if speaker else []
        elif len(reading.parties) == 1 and reading.of("counterpart") and _is_of_speaker(reading):
            speaker = self._speaker(reading)
            if speaker and not are_alike(speaker, reading.parties[0][0]):
                reading.parties = [*reading.parties, (speaker, "speaker", _SPEAKER)]

    def _paired(self, clause: Clause, paired: Sequence[int]) -> list[Body]:
        """Whom «الطرفان» points to; «دو کشور» are two countries, «سه کشور» three."""
        sentence = clause.sentence
        most = 3 if any(sentence.has(at, "triple") for at in paired) else 2
        last = self._pair[:most]
        if any(sentence.has(at, "states") for at in paired) and any(body.kind != "country" for body in last):
            return self._named_before(sentence)
        return last or self._two(clause) or self._named_before(sentence)

    def _is_own(self, reading: Reading) -> bool:
        """Whether a statement without parties is of one agreement with a subject of its own («انعقاد قرارداد خرید»)."""
        said = reading.said
        if said is None or not said.signs or said.state != "signed" or reading.definite or reading.plural:
            return False
        subject = subject_of(reading.clause)
        return subject is not None and " " in subject.value and not reading.clause.headline

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

    def _named_before(self, sentence: Sentence) -> list[Body]:
        """The two countries that a sentence and the few before it name, where they name two and no more."""
        near = self._sentences[max(0, sentence.index - _FEW) : sentence.index + 1]
        named = distinct([body for one in near if one.found for body in self._of(one).all if body.kind == "country"])
        return named if len(named) == 2 else []

    def _speaker(self, reading: Reading) -> Body | None:
        """The body of the office of the last who spoke, up to the statement."""
        clause = reading.clause
        index = clause.sentence.index
        for sentence in reversed(self._sentences[max(0, index - _BACK) : index + 1]):
            if not sentence.found:
                continue
            bodies = [body for body in self._of(sentence).all if body.kind in ("org", "office")]
            if sentence.index == index:
                bodies = [body for body in bodies if body.last <= clause.first or body.last <= clause.at]
            heads = [body for body in bodies if _is_headed(sentence, body)]
            if sentence.index == index and sentence.language == "fa":  # «وزارت نیرو از امضای … خبر داد»
                heads = heads or [body for body in bodies if body.first < _OPENING]
            if heads and sentence.cued(0, len(sentence.words), "say"):
                return heads[0]
        return None


def _is_itself(reading: Reading) -> bool:
    """Whether a statement is of an agreement that it names itself, not of one of those before («این تفاهم‌نامه»)."""
    return not reading.definite or (len(reading.parties) > 1 and not reading.resolved)


def _is_of_speaker(reading: Reading) -> bool:
    """Whether an agreement with somebody is one of who tells of it: it is signed, changed, drafted or planned."""
    said = reading.said
    return said is not None and (said.signs or said.changes or said.state in ("planned", "under_review"))


def _is_of_them(clause: Clause) -> bool:
    """Whether it is between bodies that a pronoun names («بينهما», «میان آنها»)."""
    sentence = clause.sentence
    found = sentence.cued(clause.first, clause.last, "between")
    return any(sentence.exacts[at] in BOTH_OF_THEM or sentence.has(sentence.ends(at), "them", "pair") for at in found)


def _is_headed(sentence: Sentence, body: Body) -> bool:
    """Whether an office of the body stands right before it («رئیس دانشگاه …»)."""
    if body.kind == "office":
        return True
    return any(
        sentence.has(at, "chief") and sentence.ends(at) <= body.first
        for at in range(max(0, body.first - 3), body.first)
    )


@cache
def _of_sports(language: str) -> re.Pattern[str]:
    rows = (row for row in table("agreement_statements") if (row["cue"], row["language"]) == ("sports", language))
    words = [re.escape(word) for row in rows for word in row["words"].split(";")]
    return re.compile("|".join(sorted(words, key=len, reverse=True)) or "(?!)")


def is_of_sports(document: Document) -> bool:
    """Whether a text has several words of sports."""
    return len(_of_sports(document.language).findall(document.text)) >= _SPORTS


def is_plural(exact: str) -> bool:
    """Whether a word for an agreement is a plural.

    >>> is_plural("تفاهمنامههای"), is_plural("اتفاقیات"), is_plural("قرارداد"), is_plural("تفاهمنامهای")
    (True, True, False, False)
    """
    return bool(_PLURAL.search(exact))


_PLURAL = re.compile(r"ها$|(?<!نام)های$|هایی$|هایش$|ات$|(?:^|[البلفک])(?:عقود|ملاحق|مذکرات|برامج)\b")


def _candidate(group: Group, document: Document) -> Candidate:
    best = group.best
    parties = _parties(group)
    statements = _statements(group, document)
    ahead = statements[-1].state in ("planned", "under_review")
    signed = None if ahead else _of(group, signed_on)
    begins, until = _bounds(group, signed)
    return Candidate(
        kind=Field(best.kind, tuple(one.mention.span for one in _first(group, best)), best.mention.score),
        word=best.mention.surface,
        anchor=min(one.mention.span for one in group.readings),
        evidence=best.span,
        mentions=tuple(one.span for one in group.readings if one is not best),
        parties=parties,
        subject=_of(group, lambda one: subject_of(one.clause)),
        place=_of(group, venue_of),
        signed=signed,
        duration=_of(group, duration_of),
        valid_from=begins,
        valid_until=until,
        renewal=_of(group, lambda one: renewal_of(*_words(one))),
        amount=_of(group, amount_told),
        count=_of(group, tally_of),
        number=_of(group, lambda one: number_of(one.clause)),
        statements=statements,
        flags=_flags(group, parties, begins, until),
        looked_for=LOOKED_FOR,
    )


def _first(group: Group, best: Reading) -> list[Reading]:
    return [best, *(one for one in group.readings if one is not best and one.kind == best.kind)]


def _of[T](group: Group, read: Callable[[Reading], Field[T] | None]) -> Field[T] | None:
    """The first value that a statement gives, the fullest statement first."""
    for one in [group.best, *group.readings]:
        value = read(one)
        if value is not None:
            return value
    return None


def _bounds(group: Group, signed: Field[When] | None) -> tuple[Field[When] | None, Field[When] | None]:
    """The first and the last day that its statements give, the fullest statement first."""
    found = [bounds_of(one) for one in (group.best, *(one for one in group.readings if one is not group.best))]
    begins = next((first for first, _ in found if first), None)
    return begins or _of(group, lambda one: from_signing(one, signed)), next((last for _, last in found if last), None)


def _words(reading: Reading) -> tuple[Sentence, int, int]:
    clause = reading.clause
    return clause.sentence, clause.at, min(len(clause.sentence.words), clause.at + _TERM_REACH)


def _parties(group: Group) -> tuple[Party, ...]:
    """Those of the fullest statement; of the others where it names fewer than two."""
    found = {id(body): (body, slot, sure) for body, slot, sure in group.best.parties}
    if len(found) < 2 or any(slot == "speaker" for _, slot, _ in found.values()):
        others = [party for one in group.readings for party in one.parties if party[1] != "speaker"]
        sure = [party for party in found.values() if party[1] != "speaker"]
        spoken = [party for party in found.values() if party[1] == "speaker"]
        found = {id(party[0]): party for party in (*sure, *others, *spoken)}
    kept = distinct([body for body, _, _ in found.values()])
    if len(kept) > 2 and len(group.best.parties) <= 2:
        kept = [body for body in kept if found[id(body)][1] != "speaker"]
    return tuple(body.party(found[id(body)][2]) for body in kept)


def _statements(group: Group, document: Document) -> tuple[Statement, ...]:
    """What its statements say of its state; that of the fullest last, unless a later one says what became of it."""
    said = [(one, one.said) for one in group.readings if one.said and one.said.state]
    made = []
    for one, state in said:
        place = one.clause.sentence.place(*_bounded(one, state.words))
        signed = signed_on(one)
        at = signed.value.iso if signed and state.state == "signed" else document.published[:10]
        made.append((one, Statement(state.state, state.modality, place, at, signed is not None, "", one.mention.score)))
    if not made:
        best = group.best
        return (Statement("signed", "reported", best.mention.span, document.published[:10], confidence=_ASSUMED),)
    last = max((one for one, _ in made), key=says)
    order = sorted(made, key=lambda pair: (_is_change(pair[0]), pair[0] is last))
    return tuple(statement for _, statement in order)


def _is_change(reading: Reading) -> bool:
    """Whether it says what became of the agreement, and of no other one."""
    changes = reading.said is not None and reading.said.changes
    return changes and (bool(reading.parties) or reading.definite)


def _bounded(reading: Reading, words: tuple[int, int]) -> tuple[int, int]:
    size = len(reading.clause.sentence.words)
    first = min(words[0], size - 1)
    return first, max(first + 1, min(words[1], size))


def _flags(
    group: Group, parties: Sequence[Party], begins: Field[When] | None, until: Field[When] | None
) -> tuple[str, ...]:
    flags = []
    if (begins and until and until.value.end < begins.value.start) or _is_contradicted(group):
        flags.append("contradicting_dates")
    if any(one.count for one in group.readings) or all(one.plural for one in group.readings):
        flags.append("count_only")
    if len(parties) == 1:
        flags.append("one_party_named")
    if not parties or (any(one.paired for one in group.readings) and len(parties) < 2):
        flags.append("party_unresolved")
    return tuple(flags)


def _is_contradicted(group: Group) -> bool:
    """Whether two statements of the signing give days that cannot be one."""
    told = [one for one in group.readings if one.said is not None and one.said.state == "signed"]
    days = [signed.value for one in told if (signed := signed_on(one)) and signed.value.precision == "day"]
    return any(one.start > other.end for one in days for other in days)
