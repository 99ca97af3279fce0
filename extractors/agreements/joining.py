"""Which statements of a document speak of one agreement."""

from collections.abc import Sequence
from datetime import date

from extractors.agreements.bodies import Body
from extractors.agreements.candidates import Field
from extractors.agreements.concrete import is_concrete, is_of_work
from extractors.agreements.dating import signed_on
from extractors.agreements.deeds import is_deed
from extractors.agreements.details import amount_of, subject_of
from extractors.agreements.likeness import alike, are_alike, is_body_of, name_words
from extractors.agreements.readings import Reading
from extractors.text.lexicon import key_of

_TWO = 2
_TOO = 6
"""Words before an agreement among which «همچنین» says that it is another."""
_BY = 3
"""Words between «وفقا» and the agreement."""
_MONTH = 31
"""Days before a text was published in which what it plans may have been signed."""
_APART = 0.2
"""Subjects that share less of their words than this are two."""


class Group:
    """Statements of one agreement, in text order."""

    def __init__(self, reading: Reading) -> None:
        self.readings = [reading]

    @property
    def kinds(self) -> set[str]:
        """The kinds that it is called."""
        return {reading.kind for reading in self.readings}

    def bodies(self) -> list[Body]:
        """Its parties as its statements name them."""
        return [body for reading in self.readings for body, _, _ in reading.parties]

    @property
    def best(self) -> Reading:
        """The statement that says most."""
        return max(self.readings, key=says)


def says(reading: Reading) -> tuple[float, bool, bool, int]:
    """How much a statement says: its parties, a state, and not in a headline; the earlier of two equals."""
    said = reading.said
    sure = sum(confidence for body, slot, confidence in reading.parties if slot != "speaker")
    stated = said is not None and bool(said.state)
    return (
        0.0 if reading.resolved else min(sure, 2.0),
        stated,
        not reading.clause.headline,
        -reading.clause.sentence.index,
    )


def joined(readings: Sequence[Reading]) -> list[Group]:
    """The groups of concrete statements; what only points back goes to what it points to, or is left out."""
    groups: list[Group] = []
    left: list[Reading] = []
    for reading in readings:
        if _is_law(reading) or (is_of_work(reading) and not reading.definite):
            continue
        home = _home(reading, groups)
        if home is not None:
            home.readings.append(reading)
        elif is_concrete(reading):
            groups.append(Group(reading))
        else:
            left.append(reading)
    for reading in left:
        home = _home(reading, groups[:1])
        if home is not None and not reading.denied and not _is_of_another_time(reading, home):
            home.readings.append(reading)
    for group in groups:
        group.readings.sort(key=lambda one: one.mention.span)
    apart = [group for group in groups if any(one.apart for one in group.readings)]
    return [group for group in groups if group not in apart and not _is_disclaimed(group)]


def _is_told_beside(reading: Reading, group: Group) -> bool:
    """Whether a contract that points back to none stands in a sentence beside one («عقد الإشراف … عقد التنفيذ»)."""
    beside = [one for one in group.readings if one.clause.sentence is reading.clause.sentence]
    bare = reading.kind == "contract" and not reading.definite and not reading.parties
    return bare and any(one.clause.at < reading.clause.at for one in beside)


def _is_law(reading: Reading) -> bool:
    """Whether it is of another agreement by which two did something («قرر البلدان … وفقا لأحكام اتفاقية … 1961»)."""
    clause = reading.clause
    by = clause.sentence.cued(clause.at - _BY, clause.at, "in_force")
    arabic = clause.language == "ar" and not reading.definite and not _is_of_them(reading)
    return arabic and reading.resolved and bool(by) and _days(reading) is not None


def _is_of_them(reading: Reading) -> bool:
    """Whether it is said that the two signed it themselves («بموجب عقد أبرمه الطرفان»)."""
    said, sentence = reading.said, reading.clause.sentence
    verbs = sentence.cued(said.words[0], said.words[1], "sign_verb") if said is not None and said.signs else []
    return any(sentence.has(at + 1, "pair") for at in verbs)


def _is_disclaimed(group: Group) -> bool:
    """Whether a text says that there is no such agreement, and but its headline says otherwise."""
    others = [one for one in group.readings if not one.denied]
    return len(others) < len(group.readings) and all(one.clause.headline for one in others)


def _home(reading: Reading, groups: Sequence[Group]) -> Group | None:
    """The group that a statement belongs to, the last of those that fit."""
    fitting = [group for group in groups if _fits(reading, group)]
    if not fitting:
        return None
    if reading.count is None and not reading.plural:  # «المذكرة» is the one that was told, not one of «12 مذكرة»
        fitting = [group for group in fitting if not _is_of_several(group)] or fitting
    if reading.definite and not reading.parties:  # «العقد» is no «اتفاقية» where there is a «عقد» too
        fitting = [group for group in fitting if reading.kind in group.kinds] or fitting
    shared = [group for group in fitting if _shared(reading, group)]
    return (shared or fitting)[-1]


def _is_of_several(group: Group) -> bool:
    return any(one.count is not None for one in group.readings)


def _fits(reading: Reading, group: Group) -> bool:
    if (
        _is_told_beside(reading, group)
        or _is_of_the_others(reading, group)
        or not _is_as_many(reading, group)
        or _is_of_nobody(reading)
    ):
        return False
    same_kind = reading.kind in group.kinds
    mine, theirs = () if reading.resolved else reading.parties, group.bodies()
    opening = any(one.clause.headline for one in group.readings) or reading.clause.headline
    common = _shared(reading, group)
    enough = common >= max(1, min(len(mine), len(theirs), 2))
    titled = reading.clause.headline or all(one.clause.headline for one in group.readings)
    if not _are_as_many(reading, group, titled=titled and common >= _TWO):
        return False
    if "decree" in (reading.kind, *group.kinds) and not same_kind:
        return False
    if reading.definite and not reading.other:
        return _is_pointed_to(reading, group, mine, theirs)
    if not reading.other and _is_of_both_sides(reading, group):
        return True
    if reading.other or not _same_counterpart(reading, group) or _other_day(reading, group):
        return False
    if _is_of_another_time(reading, group) or (not titled and _is_added(reading)):
        return False
    about = opening or not _other_subject(reading, group)
    if not same_kind:
        annexed = "annex" in (reading.kind, *group.kinds) and (not titled or min(len(mine), len(theirs)) >= _TWO)
        return common >= 2 and about and not annexed
    if mine and theirs:
        enough = enough or (titled and common > 0 and _is_of_states(reading, group)) or _is_same_signing(reading, group)
        enough = enough or (common > 0 and _is_of_one_day(reading, group))
        enough = enough or (titled and common > 0 and _is_shortened(reading, group))
        return enough and about and not _other_amount(reading, group)
    alike = opening or not is_concrete(reading) or (reading.resolved and reading.said is None and common > 1)
    return alike and not _other_subject(reading, group)


def _are_as_many(reading: Reading, group: Group, *, titled: bool) -> bool:
    """Whether both are of one agreement, or of as many; ``titled`` is whether one is the headline of the other."""
    counted, one = _is_of_several(group), reading.count is None
    if one == counted and not reading.definite and not titled:
        return False
    if counted and one:  # «الاتفاقية المبرمة مع جامعة طيبة» is one of «23 اتفاقية»
        return reading.plural or reading.resolved or len(reading.parties) < _TWO
    return one or not counted or _same_count(reading, group)


def _is_of_nobody(reading: Reading) -> bool:
    """Whether a verb that may mean something else names nobody («وقع هجوم اليوم …»)."""
    return is_deed(reading.clause) and not reading.parties


def _is_pointed_to(reading: Reading, group: Group, mine: Sequence[object], theirs: Sequence[Body]) -> bool:
    """Whether a word with an article can mean a group: an annex is no contract, and of two days there are two."""
    if (reading.kind == "annex") != ("annex" in group.kinds):
        return False
    if not mine or not theirs:
        return True
    if _is_known_by(reading, group) or _is_of_both_sides(reading, group):
        return True
    if len(mine) >= _TWO and any(_is_other_of_kind(one, group) for one, _, _ in reading.parties):
        return False  # «الاتفاقية بين الصندوق وجامعة المجمعة», beside one with «جامعة طيبة»
    return _shared(reading, group) > 0 and _same_counterpart(reading, group) and not _is_of_another_day(reading, group)


def _is_known_by(reading: Reading, group: Group) -> bool:
    """Whether both are «الاتفاق النووي», of which one sentence names one side and another the other side."""
    mine, called = reading.of("counterpart"), _qualifier(reading)
    if len(mine) != len(reading.parties) or [body.kind for body in mine] != ["country"] or not called:
        return False
    states = {body.name for one in group.readings for body, _, _ in one.parties if not _are_powers(one, body)}
    apart = [name for name in states if not alike(name, mine[0].name)]
    return len(apart) < _TWO and any(_qualifier(one) == called for one in group.readings)


def _qualifier(reading: Reading) -> str:
    """The adjective right behind the word for an agreement («النووي», «هسته‌ای»); empty where none stands there."""
    clause, sentence = reading.clause, reading.clause.sentence
    word = sentence.exacts[clause.after] if clause.after < len(sentence.words) else ""
    return word if word.endswith(_ADJECTIVES[clause.language]) and not sentence.has(clause.after, "with") else ""


_ADJECTIVES = {"fa": ("ی", "ای"), "ar": ("ی", "یه")}


def _is_other_of_kind(body: Body, group: Group) -> bool:
    """Whether a group names another body of the same kind in the place of one («جامعة طيبة» for «جامعة المجمعة»)."""
    theirs = group.bodies()
    if body.kind != "org" or any(are_alike(body, one) for one in theirs):
        return False
    head = key_of(body.name.split(" ")[0])
    return any(key_of(one.name.split(" ")[0]) == head for one in theirs if one.kind == "org")


def _is_of_another_day(reading: Reading, group: Group) -> bool:
    """Whether «الاتفاقية المبرمة بين … عام 1963» names its own parties and day, and the day is not that of a group."""
    return len(reading.parties) >= _TWO and reading.said is not None and _other_day(reading, group)


def _is_of_both_sides(reading: Reading, group: Group) -> bool:
    """Whether one is with a state, the other with the powers that it agrees with («مع إيران», «مع القوى الست»)."""
    mine, theirs = [body for body, _, _ in reading.parties], group.bodies()
    alone = len(mine) == len(reading.of("counterpart")) == 1 and len({body.name for body in theirs}) == 1
    others = {slot for one in group.readings for _, slot, _ in one.parties}
    if not alone or others != {"counterpart"} or _is_ahead(reading) != _is_ahead(group.readings[0]):
        return False
    powers = [_are_powers(reading, mine[0]), any(_are_powers(one, theirs[0]) for one in group.readings)]
    return sum(powers) == 1 and {mine[0].kind, theirs[0].kind} == {"country"}


def _are_powers(reading: Reading, body: Body) -> bool:
    """Whether a body is several powers («مجموعة 5+1»)."""
    sentence = reading.clause.sentence
    return sentence.span.covers(body.span) and sentence.has(body.first, "powers")


def _is_added(reading: Reading) -> bool:
    """Whether it is told as one more of those who signed another («همچنین», «كذلك»)."""
    clause, said = reading.clause, reading.said
    if said is None or (clause.language == "fa" and said.words[1] <= clause.after):  # «… همچنین امضای تفاهم‌نامه را …»
        return False
    return bool(clause.sentence.cued(max(clause.first, clause.at - _TOO), clause.at, "added"))


def _is_of_the_others(reading: Reading, group: Group) -> bool:
    """Whether a group has the agreement beside which a statement names its own, or another of those told one by one."""
    several, beside = reading.several, reading.beside
    if beside is not None and any(one.clause.sentence is beside for one in group.readings):
        return True
    return several is not None and any(one is several or one.several is several for one in group.readings)


def _is_as_many(reading: Reading, group: Group) -> bool:
    """Whether what points back to two («المذكرتين», «كلا الاتفاقين») finds two."""
    if reading.count is None or not reading.definite or reading.clause.language != "ar":
        return True
    return _same_count(reading, group)


def _is_of_states(reading: Reading, group: Group) -> bool:
    """Whether what a headline names besides is but the country of a body («العراق وجنرال إلكتريك يوقعان»)."""
    mine, theirs = [body for body, _, _ in reading.parties], group.bodies()
    head, other = (mine, theirs) if reading.clause.headline else (theirs, mine)
    return all(body.kind == "country" or any(are_alike(body, one) for one in other) for body in head)


def _is_of_one_day(reading: Reading, group: Group) -> bool:
    """Whether both are signed on one day, and what differs is a country here and a body of it there."""
    mine, others = [body for body, _, _ in reading.parties], group.bodies()
    days = _days(reading)
    if days is None or days[0] != days[1] or not any(_days(one) == days for one in group.readings):
        return False
    left = [body for body in mine if not any(are_alike(body, one) for one in others)]
    return all(any(is_body_of(body, one) or is_body_of(one, body) for one in others) for body in left)


def _is_shortened(reading: Reading, group: Group) -> bool:
    """Whether a headline and a text call the same bodies by words of which each has half («هلال‌احمر خراسان»)."""
    mine, others = [body for body, _, _ in reading.parties], group.bodies()
    left = [body for body in mine if not any(are_alike(body, one) for one in others)]
    rest = [body for body in others if not any(are_alike(body, one) for one in mine)]
    if len(left) != 1 or len(mine) != _TWO or not rest or reading.kind not in group.kinds:
        return False
    words = name_words(left[0].name)
    return any(
        len(words & (theirs := name_words(one.name))) * 2 >= max(_TWO, min(len(words), len(theirs))) for one in rest
    )


def _is_same_signing(reading: Reading, group: Group) -> bool:
    """Whether one of whom but one party is named was signed on the same day about the same thing."""
    mine, days = _subject(reading), _days(reading)
    if len(reading.parties) > 1 or days is None or days[0] != days[1] or len(mine) < 2:
        return False
    return any(_days(one) == days and len(mine & _subject(one)) * 2 >= len(mine) for one in group.readings)


def _other_day(reading: Reading, group: Group) -> bool:
    """Whether both give a day of signing, and it is not the same one."""
    mine = _days(reading)
    theirs = [days for one in group.readings if (days := _days(one))]
    return mine is not None and bool(theirs) and all(mine[1] < one[0] or one[1] < mine[0] for one in theirs)


def _is_of_another_time(reading: Reading, group: Group) -> bool:
    """Whether one is still to be signed, and the other was signed long before the text was published."""
    others = [one for one in group.readings if one.said is not None and one.said.state]
    if reading.said is None or not reading.said.state or not others:
        return False
    ahead = _is_ahead(reading)
    if ahead == _is_ahead(others[0]) or any(_is_ahead(one) == ahead for one in others):
        return False
    signed = others if ahead else [reading]
    return any(days is not None and _is_long_ago(days[1], reading.published) for days in map(_days, signed))


def _is_ahead(reading: Reading) -> bool:
    return reading.said is not None and reading.said.state in ("planned", "under_review")


def _is_long_ago(day: str, published: str) -> bool:
    """Whether more than a month lies between two days.

    >>> _is_long_ago("2020-12-31", "2025-07-01"), _is_long_ago("2025-06-25", "2025-07-01"), _is_long_ago("2020", "")
    (True, False, False)
    """
    try:
        return (date.fromisoformat(published) - date.fromisoformat(day)).days > _MONTH
    except ValueError:
        return False


def _days(reading: Reading) -> tuple[str, str] | None:
    found = signed_on(reading)
    return (found.value.start, found.value.end) if found else None


def _same_count(reading: Reading, group: Group) -> bool:
    counts = [one.count for one in group.readings if one.count is not None]
    mine = reading.count
    return mine is not None and any(one.value["number"] == mine.value["number"] for one in counts)


def _shared(reading: Reading, group: Group) -> int:
    theirs = group.bodies()
    return sum(any(are_alike(one, other) for other in theirs) for one, _, _ in reading.parties)


def _same_counterpart(reading: Reading, group: Group) -> bool:
    """Whether none of those with whom it is differs."""
    mine = reading.of("counterpart")
    if not mine or not any(one.of("counterpart", "both") for one in group.readings):
        return True
    return all(any(are_alike(one, other) for other in group.bodies()) for one in mine)


def _other_subject(reading: Reading, group: Group) -> bool:
    """Whether both say what they are about, and it is not the same."""
    mine = _subject(reading)
    theirs = [subject for one in group.readings if (subject := _subject(one))]
    if len(mine) < 2 or not theirs:
        return False
    return all(len(other) > 1 and len(mine & other) / min(len(mine), len(other)) < _APART for other in theirs)


def _subject(reading: Reading) -> frozenset[str]:
    found: Field[str] | None = subject_of(reading.clause)
    return name_words(found.value) if found else frozenset()


def _other_amount(reading: Reading, group: Group) -> bool:
    mine = amount_of(reading.clause)
    theirs = [amount for one in group.readings if (amount := amount_of(one.clause))]
    return mine is not None and bool(theirs) and all(one.value.amount != mine.value.amount for one in theirs)
