"""Which statements of one document are of one meeting."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from extractors.agreements.candidates import Field, When
from extractors.meetings import words
from extractors.meetings.candidates import Attendee, Headcount
from extractors.meetings.people import attendance, hosts_of, led_by
from extractors.meetings.phrases import topic_ends
from extractors.meetings.tellings import Telling
from extractors.meetings.when import day_of
from extractors.meetings.where import places_of
from extractors.text.lexicon import key_of
from extractors.text.stemmer import stem

_ORDER = ("held", "verb", "scene", "title", "bare", "tail")
_ALIKE = 0.5
_SHORT = 2
"""Letters of a word that names nothing."""
_FAR = 12
"""Sentences between a meeting and words that point back to it."""


@dataclass
class Read:
    """A statement with what it says."""

    telling: Telling

    @cached_property
    def day(self) -> Field[When] | None:
        """Its day."""
        return None if self.telling.how == "tail" else day_of(self.telling)

    @cached_property
    def places(self) -> tuple[Field[str] | None, Field[str] | None]:
        """Its venue and town."""
        return (None, None) if self.telling.how in ("tail", "bare") else places_of(self.telling)

    @cached_property
    def people(self) -> tuple[list[Attendee], list[Field[Headcount]]]:
        """Who is there, and how many."""
        return attendance(self.telling)

    @cached_property
    def words(self) -> frozenset[str]:
        """The stems of what it is called, and of what it is about."""
        one = self.telling
        return frozenset(stem(one.sentence.exacts[at]) for at in one.content if len(one.sentence.exacts[at]) > _SHORT)

    @cached_property
    def ordinals(self) -> frozenset[str]:
        """The ordinals right beside the word."""
        one = self.telling
        near = [*range(max(0, one.at - 1), one.at), *range(one.after, min(one.after + 1, one.end))]
        return frozenset(key_of(one.sentence.exacts[at]) for at in near if is_ordinal(one, at))

    @cached_property
    def persons(self) -> frozenset[str]:
        """Who talks, of talks."""
        return frozenset(each.entity or each.name for each in self.people[0] if each.role == "person")

    @property
    def rank(self) -> int:
        """How much its way of telling says, 0 the most."""
        return _ORDER.index(self.telling.how)

    @property
    def is_concrete(self) -> bool:
        """Whether it tells of a meeting by itself, named before or not."""
        one = self.telling
        placed = self.day is not None or any(self.places)
        if one.how == "held":
            attended = bool(self.people[0] or self.people[1])
            own = one.is_named or bool(self.ordinals) or bool(led_by(one)) or bool(hosts_of(one))
            return placed or attended or (own and not (one.form.definite or one.points or one.noun))
        if one.how == "verb":
            return placed or (one.sentence.is_headline and bool(self.people[0]))
        if one.how == "scene":
            return not one.points and (placed or bool(hosts_of(one))) if not _with(one) else _is_talk(self)
        return one.how == "title" and placed and not one.points


def is_ordinal(one: Telling, at: int) -> bool:
    """Whether a word is an ordinal: «نخستین», «سومین», «الثالثة»."""
    numbered = one.sentence.language == "fa" and words.is_ordinal(one.sentence.exacts[at])
    return numbered or one.sentence.has(at, "ordinal")


def _with(one: Telling) -> bool:
    """Whether it is one with somebody («در دیدار با …», «في لقائه مع»)."""
    sentence = one.sentence
    return one.form.kind == "talks" and one.end < len(sentence.words) and sentence.has(one.end, "with")


def _is_talk(read: Read) -> bool:
    return bool(read.persons) or read.day is not None


@dataclass
class Group:
    """The statements of one meeting, in text order."""

    reads: list[Read] = field(default_factory=list)

    @property
    def ranked(self) -> list[Read]:
        """The one that says most first."""
        return sorted(self.reads, key=lambda one: (one.rank, one.day is None))

    @property
    def told(self) -> list[Read]:
        """The same without what but goes on about it."""
        return [one for one in self.ranked if one.telling.how != "tail"]

    @property
    def last_sentence(self) -> int:
        """The number of the last sentence that speaks of it."""
        return max(one.telling.sentence.index for one in self.reads)

    @property
    def day(self) -> When | None:
        """Its day, where one is told."""
        return next((one.day.value for one in self.ranked if one.day), None)


def joined(tellings: Iterable[Telling]) -> list[Group]:
    """The meetings of a document; a headline joins what the text tells, or is told more of by it."""
    groups: list[Group] = []
    titles: list[Read] = []
    waiting: list[Read] = []
    for read in map(Read, tellings):
        if read.telling.sentence.is_headline:
            titles.append(read)
        elif not _put(read, groups):
            waiting.append(read)
    for read in titles:
        home = _titled(read, groups)
        if home is not None:
            home.reads.insert(0, read)
        elif read.is_concrete or (read.telling.how == "held" and read.telling.is_named):
            groups.insert(0, Group([read]))
            waiting = [each for each in waiting if not _put(each, groups)]
    for group in groups:
        group.reads.sort(key=lambda each: each.telling.span)
    return groups


def _put(read: Read, groups: list[Group]) -> bool:
    """Puts a statement to the meeting that it is of, or makes one of it; whether it did."""
    if read.telling.how == "tail":
        last = max(groups, key=lambda group: group.last_sentence, default=None)
        if last is None or read.telling.sentence.index - last.last_sentence != 1:
            return False
        last.reads.append(read)
        return True
    home = next((group for group in reversed(groups) if _is_of(read, group)), None)
    if home is not None:
        home.reads.append(read)
    elif read.is_concrete:
        groups.append(Group([read]))
    return home is not None or read.is_concrete


def _titled(read: Read, groups: Sequence[Group]) -> Group | None:
    """The meeting of a headline; the only one of its kind, where its words are others."""
    home = next((group for group in groups if _is_titled(read, group)), None)
    if home is not None or read.telling.how == "verb":
        return home
    alike = [group for group in groups if any(each.telling.form.word == read.telling.form.word for each in group.reads)]
    return alike[0] if len(alike) == 1 and not _contradicts(read, alike[0]) else None


def _is_of(read: Read, group: Group) -> bool:
    """Whether a statement is of a meeting that the text told of before."""
    one = read.telling
    if not _kinds_meet(read, group) or _contradicts(read, group):
        return False
    if one.points or (one.form.definite and not read.words):
        return one.sentence.index - group.last_sentence <= _FAR
    if one.how == "verb" or _with(one):
        return _share(read.persons, frozenset[str]().union(*(each.persons for each in group.reads))) > _ALIKE
    if one.form.owned:
        return False
    theirs = frozenset[str]().union(*(each.words | _topic(each) for each in group.reads))
    if one.form.indefinite and not read.words:
        shared = len(_sentence_words(read) & theirs)
        undated = one.form.word == group.reads[0].telling.form.word and (read.day is None or group.day is None)
        return shared >= (1 if undated else _ALIKE * len(theirs)) and bool(shared)
    if not read.words:
        return not read.is_concrete or read.day is None
    if _hosts(read) & frozenset[str]().union(*(_hosts(each) for each in group.reads)):
        return True
    if _same_day(read, group) and not hosts_of(one) and one.form.word == group.reads[-1].telling.form.word:
        return True
    return bool(theirs) and len(read.words & theirs) >= _ALIKE * min(len(read.words), len(theirs))


def _sentence_words(read: Read) -> frozenset[str]:
    return frozenset(stem(exact) for exact in read.telling.sentence.exacts if len(exact) > _SHORT)


def _hosts(read: Read) -> frozenset[str]:
    return frozenset(each.entity or each.name for each in hosts_of(read.telling))


def _topic(read: Read) -> frozenset[str]:
    """The stems of what a meeting is about, said behind its name."""
    one = read.telling
    found: set[str] = set()
    for at in one.sentence.cued(one.end, one.last, "topic"):
        first = one.sentence.ends(at)
        told = one.sentence.exacts[first : topic_ends(one.sentence, first)]
        found.update(stem(exact) for exact in told if len(exact) > _SHORT)
    return frozenset(found)


def _is_titled(read: Read, group: Group) -> bool:
    """Whether a headline is of a meeting: nothing in it is against it."""
    if not _kinds_meet(read, group) or _contradicts(read, group):
        return False
    if read.telling.how == "verb":
        return any(each.telling.form.kind in ("talks", "meeting") for each in group.reads)
    theirs = frozenset[str]().union(*(each.words | _topic(each) for each in group.reads))
    mine = read.words | _topic(read)
    return not mine or not theirs or bool(mine & theirs) or bool(_around(group) & mine)


def _around(group: Group) -> frozenset[str]:
    """The stems of the sentences that tell of a meeting."""
    return frozenset[str]().union(*map(_sentence_words, group.reads))


def _kinds_meet(read: Read, group: Group) -> bool:
    """Whether two words can be of one meeting: «جلسه» of any, two that say more only of the same kind."""
    mine = read.telling.form
    named = {each.telling.form.kind for each in group.reads if each.telling.form.named}
    if mine.named:
        talks = all(each.telling.form.kind == "talks" for each in group.reads)
        return not talks and (not named or mine.kind in named)
    return mine.kind != "talks" or not named or mine.word == "لقاء"


def _same_day(read: Read, group: Group) -> bool:
    mine = read.day.value.day if read.day else None
    return mine is not None and group.day is not None and mine == group.day.day


def _contradicts(read: Read, group: Group) -> bool:
    mine = read.day.value if read.day else None
    theirs = group.day
    if mine and theirs and not (mine.start <= theirs.end and theirs.start <= mine.end):
        return True
    ordinals = frozenset[str]().union(*(each.ordinals for each in group.reads))
    return bool(read.ordinals and ordinals and not read.ordinals & ordinals and read.telling.how != "bare")


def _share(mine: frozenset[str], theirs: frozenset[str]) -> float:
    every: Sequence[str] = tuple(mine | theirs)
    return len(mine & theirs) / len(every) if every else 0.0
