"""What one sentence says of one agreement: the word for it, its clause, and how far it speaks of a concrete one."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from corpora.document import Mention, Span
from extractors.agreements.bodies import Bodies, Body
from extractors.agreements.sentences import Placed, Sentence
from extractors.text.lexicon import key_of

_FAR = 60
"""Words that a clause reaches on either side of the word for the agreement."""


class Clause(NamedTuple):
    """Words ``[first, last)`` of a sentence that speak of the agreement at words ``[at, after)``."""

    sentence: Sentence
    bodies: Bodies
    first: int
    at: int
    after: int
    last: int
    headline: bool

    @property
    def language(self) -> str:
        """The language of the sentence."""
        return self.sentence.language

    def nearest_before(self, reach: int, *cues: str) -> int:
        """The nearest word before the agreement with one of some cues; -1 where there is none."""
        found = self.sentence.cued(max(self.first, self.at - reach), self.at, *cues)
        return found[-1] if found else -1

    def nearest_after(self, reach: int, *cues: str) -> int:
        """The first word after the agreement with one of some cues; -1 where there is none."""
        found = self.sentence.cued(self.after, min(self.last, self.after + reach), *cues)
        return found[0] if found else -1


class Said(NamedTuple):
    """A state that a clause gives its agreement; ``words`` are those that say it, ``signs`` whether it is signing."""

    state: str
    modality: str
    words: tuple[int, int]
    signs: bool = False
    changes: bool = False
    """Whether it is what became of an agreement that there was: renewed, ended, entered into force."""


@dataclass(slots=True)
class Reading:
    """One statement of an agreement, before statements of the same one are joined."""

    clause: Clause
    mention: Mention
    kind: str
    said: Said | None
    parties: Sequence[tuple[Body, str, float]] = ()
    """Body, the slot it stands in (both, subject, counterpart, speaker) and how sure that is."""
    definite: bool = False
    other: bool = False
    plural: bool = False
    count: Mention | None = None
    paired: bool = False
    resolved: bool = False
    """Whether its parties are those of «الطرفان», named elsewhere."""
    tail: list[Sentence] = field(default_factory=list)
    """Sentences right behind that name no agreement, and may go on about this one («وتبلغ قيمته …»)."""
    before: Sentence | None = None
    """The sentence right before its own."""
    sports: bool = False
    """Whether the text is of sports, where contracts are those of players."""
    beside: Sentence | None = None
    """The sentence of another agreement that is named beside this one, or beside which this one is named."""
    several: "Reading | None" = None
    """The statement of several of which this is one («مذكرتي تفاهم، الأولى مع …»): what it says is of this one too."""
    apart: bool = False
    """Whether it is of several that are then told one by one, so that it is no entry of its own."""
    published: str = ""
    """The day on which the text was published, where that is known."""

    @property
    def span(self) -> Span:
        """The words of the clause that say it, from the first party or verb to the last."""
        clause = self.clause
        firsts, lasts = [clause.at], [clause.after]
        inside = range(clause.first, clause.last)
        for body, slot, _ in self.parties:
            if slot != "speaker" and body.first in inside and clause.sentence.span.covers(body.span):
                firsts.append(body.first)
                lasts.append(body.last)
        if self.said and self.said.words != (0, 0):
            firsts.append(self.said.words[0])
            lasts.append(self.said.words[1])
        return clause.sentence.place(min(firsts), min(max(lasts), len(clause.sentence.words)))

    @property
    def denied(self) -> bool:
        """Whether it says that there is none."""
        return self.said is not None and self.said.modality == "denied"

    def of(self, *slots: str) -> list[Body]:
        """The bodies of some slots."""
        return [body for body, slot, _ in self.parties if slot in slots]


def clauses(
    sentence: Sentence, bodies: Bodies, placed: Sequence[Placed], *, headline: bool
) -> list[tuple[Clause, Placed]]:
    """The clause of each word for an agreement of a sentence."""
    found = []
    for one in placed:
        first = begins(sentence, one.first)
        last = _ends(sentence, one.last, placed)
        found.append((Clause(sentence, bodies, first, one.first, one.last, last, headline), one))
    return found


def begins(sentence: Sentence, at: int) -> int:
    """Where a clause begins: after what somebody says: «… گفت:», «أعلن … أن»."""
    for before in range(at - 1, max(-1, at - _FAR), -1):
        if ":" in sentence.between(before + 1) and sentence.exacts[before] not in _LISTING:
            return _beyond_opener(sentence, before + 1, at)
        if sentence.language == "fa" and sentence.has(before, "and") and sentence.has(before - 1, "done"):
            return before + 1
        if said := _said_ends(sentence, before, at):
            return said
        if sentence.exacts[before] in ("که", "ان") and sentence.cued(max(0, before - 12), before, "say", "adding"):
            return before + 1
    start = _behind_circumstance(sentence, at) or max(0, at - _FAR)
    return _beyond_opener(sentence, start, at) if sentence.language == "fa" else start


_LISTING = ("من", "زیر", "الاتیه", "التالیه", "شامل")
"""Words before the colon of a list, which nobody says («كل من: الأردن، والعراق»)."""


def _said_ends(sentence: Sentence, at: int, until: int) -> int:
    """Where a Persian verb of saying ends that a body follows («وی یادآور شد | شرکت …»); 0 without that."""
    if sentence.language != "fa" or at > _OPENS or not sentence.has(at, "say"):
        return 0
    end = at + 2 if sentence.has(at + 1, "done") else at + 1
    verb = end > at + 1 or _is_said(sentence, at)
    return end if verb and end < until and any(one.first == end for one in sentence.of("ORG")) else 0


_OPENS = 5
"""Words of a sentence among which it tells who says what follows."""


def _beyond_opener(sentence: Sentence, first: int, at: int) -> int:
    """Where a clause goes on behind words that lead to it («در همین راستا | شرکت آب …»)."""
    for size in (3, 2):
        if first + size < at and tuple(sentence.exacts[first : first + size]) in _OPENERS:
            return first + size
    return first


_OPENERS = frozenset(
    tuple(map(key_of, words.split()))
    for words in (
        "در همین راستا",
        "در این راستا",
        "به همین منظور",
        "به این منظور",
        "در همین زمینه",
        "در این زمینه",
        "بر همین اساس",
        "بر این اساس",
        "به همین دلیل",
        "در ادامه",
        "در پایان",
        "در نهایت",
        "علاوه بر این",
        "افزون بر این",
        "در همین حال",
    )
)


def _behind_circumstance(sentence: Sentence, at: int) -> int:
    """Behind the comma that ends what a sentence opens with («هم‌زمان با سفر …، | رئیس …»); 0 without that."""
    if sentence.language != "fa" or not (sentence.has(0, "circumstance") or sentence.has(1, "ceremony")):
        return 0
    commas = [word for word in range(2, min(at, _OPENED)) if sentence.has_comma(word)]
    closed = [word for word in commas if sentence.has(word - 1, "done")]  # «در محفلی که روز شنبه، ۵ حوت، برگزار شد، …»
    return next(iter((closed if sentence.has(1, "ceremony") else []) or commas), 0)


_OPENED = 20
"""Words of a circumstance that a Persian sentence opens with."""


def _ends(sentence: Sentence, after: int, placed: Sequence[Placed]) -> int:
    """A Persian clause ends with its verb; an Arabic one goes on to the next word for an agreement, or the stop."""
    end = min(len(sentence.words), after + _FAR)
    if sentence.language == "fa":
        relative = sentence.has(after, "is") and sentence.exacts[after + 1 : after + 2] == [_THAT]
        colons = (at for at in range(after + 1, end) if ":" in sentence.between(at) and _is_said(sentence, at - 1))
        end = next(colons, end)  # «درباره قرارداد توتال گفت: | این قرارداد …»
        start = after + 2 if relative else sentence.ends(after) if sentence.has(after, "signed") else after
        for at in range(start, end):  # «تفاهم‌نامه‌ای است که … امضا شد»
            if sentence.has(at, "done", "to_do", "not_done", "sign_verb", "is"):
                last = sentence.ends(at)
                while last < end and sentence.has(last, "done", "to_do", "is", "not_done"):
                    last += 1
                if last < end and sentence.has(last, "and") and sentence.has(last + 1, "sign", "in_force"):
                    continue
                if sentence.has(last, "sign") and sentence.has(sentence.ends(last), "done", "to_do", "not_done"):
                    continue  # «… با هدف اینکه … همکاری کنند | امضا شد»
                if sentence.exacts[last : last + 1] == [_THAT] and _is_some(sentence, after, last):
                    continue  # «… تفاهم‌نامه‌ای بررسی شد | که الف و ب امضا کرده بودند»
                return _beyond_relative(sentence, after, last, end)
        return end
    words = (one.first for one in placed if one.first >= after + 2 and not sentence.has(one.first, "contracting"))
    return next(words, end)


def _is_some(sentence: Sentence, after: int, last: int) -> bool:
    """Whether a Persian noun is «some», of which a clause behind its verb tells, where the verb tells nothing."""
    if sentence.cued(after, last, "sign", "sign_verb", "is", *_CHANGES):
        return False
    span = sentence.place(after - 1, after)
    word = sentence.text[span.start : span.end]
    return word.endswith(("ی", "ي")) and not word.endswith(("های", "هاي"))


def _is_said(sentence: Sentence, at: int) -> bool:
    """Whether a Persian word is a verb of saying, «هم» written together with it too."""
    return sentence.has(at, "say") or sentence.exacts[at].endswith(_SAID)


_SAID = ("گفت", "افزود")


def _beyond_relative(sentence: Sentence, after: int, last: int, end: int) -> int:
    """Where a clause ends whose first verb is that of what is said of its noun: «قرارداد … که … بسته شده بود، فسخ شد».

    It ends there too where no verb of a change, but of something else, ends the rest.
    """
    if _THAT not in sentence.exacts[after : last + 1] or sentence.cued(after, last, "say"):
        return last
    stop = next((one.first for one in sentence.of("AGREEMENT") if one.first >= last), end)
    for at in range(last, stop):
        if sentence.has(at, *_CHANGES) and (sentence.ends(at) - at > 1 or sentence.exacts[at].endswith(_BECOME)):
            return min(stop, sentence.ends(at) + 1)
        if sentence.has(at, "done", "to_do", "not_done", "is"):
            changed = sentence.cued(max(last, at - 3), at + 1, *_CHANGES)
            return min(stop, sentence.ends(at) + 1) if changed else last
    return last


_THAT, _BECOME = "که", "شده"
_CHANGES = ("terminated", "suspended", "renewed", "expired", "downgraded", "upgraded", "entered", "being")


def is_definite(clause: Clause) -> bool:
    """Whether the word points to an agreement that was named: «این تفاهم‌نامه», «الاتفاقية»."""
    sentence, at = clause.sentence, clause.at
    if sentence.has(at - 1, "this") and not sentence.is_parted(at):
        return True
    if clause.language == "fa" and sentence.has(clause.after, "that"):
        return True
    if clause.language != "ar":
        return False
    word = sentence.exacts[at].lstrip("بفک")
    whose = is_dual(word) and sentence.exacts[clause.after - 1].startswith("ال")  # «مذكرتي التفاهم»
    return word.startswith(("ال", "لل")) or whose


def counted(clause: Clause) -> Mention | None:
    """The count of agreements that the word is the unit of, or stands in; an Arabic dual is two («مذكرتي تفاهم»)."""
    for one in clause.sentence.of("COUNT"):
        beside = one.last == clause.at and not clause.sentence.has(one.first, "pair")
        if (one.first <= clause.at < one.last or beside) and one.mention.value.get("number", 1) > 1:
            return one.mention
    if clause.language == "fa" and not is_plural(clause):
        return _as_many_as(clause)
    if clause.language == "ar" and is_dual(clause.sentence.exacts[clause.at]):
        span = clause.sentence.place(clause.at, clause.after)
        surface = clause.sentence.text[span.start : span.end]
        return Mention("", "COUNT", span, surface, {"number": 2, "modifier": "exact"}, "", "", _DUAL)
    return None


def _as_many_as(clause: Clause) -> Mention | None:
    """How many bodies an agreement is with, one with each («با ۳۴ دستگاه اجرایی تفاهم‌نامه دارد»)."""
    sentence = clause.sentence
    for one in sentence.of("COUNT"):
        near = clause.first < one.first and 0 <= clause.at - one.last <= _AMONG
        several = one.mention.value.get("number", 0) >= _SEVERAL and one.mention.value.get("unit") in _BODIES
        if near and several and sentence.has(one.first - 1, "with"):
            return one.mention
    return None


_AMONG, _SEVERAL = 6, 4
_BODIES = frozenset("دستگاه دانشگاه کشور شرکت اتاق بانک سازمان نهاد مؤسسه موسسه مرکز شهر وزارتخانه".split())
"""Units of counts of bodies that may sign."""


def is_dual(exact: str) -> bool:
    """Whether an Arabic word for an agreement says that there are two.

    >>> is_dual("مذکرتی"), is_dual("اتفاقیتین"), is_dual("عقدان"), is_dual("اتفقتا")
    (True, True, True, False)
    """
    return bool(_TWO.search(exact))


_TWO = re.compile(r"(?:(?:مذکر|اتفاقی|معاهد|وثیق|صفق)ت(?:ین|ان|ی|ا)|(?:عقد|اتفاق|بروتوکول|ملحق)(?:ین|ان))$")
_DUAL = 0.9


def is_plural(clause: Clause) -> bool:
    """Whether the word for the agreement is a plural; «عقدها» of Arabic has a pronoun."""
    return bool((_MANY if clause.language == "fa" else _MANY_AR).search(clause.sentence.exacts[clause.at]))


_MANY = re.compile(r"ها$|(?<!نام)های$|هایی$|هایش$|ات$")
_MANY_AR = re.compile(r"ات$|(?:^|[البلفک])(?:عقود|ملاحق|مذکرات|برامج)\b")
