"""Where a text speaks of a meeting, and whether it tells of one that there was or will be.

A meeting at large («جلسات هفتگی», «هر نشست»), a match, a hearing in court, an examination, a press conference and a
ground that sinks («نشست زمین») are none.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from corpora.document import Span
from extractors.meetings.phrases import phrase_ends, quoted
from extractors.meetings.words import Form, MeetingSentence, forms, tells

_BEFORE = 3
"""Words between what says that a meeting is held, or where something was said, and the word for the meeting."""
_VERB_FA, _VERB_AR = 45, 34
"""Words between a word for a meeting and the verb that says it is held."""
_RELATIVE = 3
"""Words between an Arabic word for a meeting with its name, and a verb behind «الذي»."""
_CALLED = 2
"""Words behind a word for a meeting among which it is called one with the press, of a court, a match."""
_NAMED = 8
_VERY_FIRST = 7
"""Words of an Arabic sentence among which its verb of meeting stands."""
_WISHED = 6
"""Words before among which somebody but wishes for it or thinks of it («خواستار برگزاری نشست», «احتمال عقد اجتماع»)."""
_BEGINS = 30
"""Words at the beginning of a sentence among which it says who was there."""
_FUTURE = "خواهد"


@dataclass(slots=True)
class Telling:
    """A statement of a meeting: the word for it at words ``[at, after)``, its phrase up to ``end``.

    ``first`` and ``last`` bound the words that may speak of it. ``how`` is one of held, verb, scene, title, bare, the
    surest first; ``verb`` is the word that says that it is held, -1 without one.
    """

    sentence: MeetingSentence
    at: int
    after: int
    end: int
    form: Form
    how: str = "bare"
    verb: int = -1
    modality: str = ""
    noun: bool = False
    """Whether a noun alone says that it is held («برگزاری نشست», «عقد اجتماع»)."""
    wished: bool = False
    """Whether somebody but wants it or thinks of it."""
    points: bool = False
    """Whether it points to one that was named («این نشست», «الاجتماع»)."""
    first: int = 0
    last: int = 0

    @property
    def span(self) -> Span:
        """The phrase."""
        return self.sentence.place(self.at, self.end)

    @property
    def word(self) -> str:
        """The word as the text has it."""
        span = self.sentence.place(self.at, self.after)
        return self.sentence.text[span.start : span.end]

    @property
    def content(self) -> list[int]:
        """The words of its phrase behind the bare word that name it, and say not only how often it is."""
        dated = {at for one in self.sentence.of("DATE") for at in range(one.first, one.last)}
        return [at for at in range(self.after, self.end) if at not in dated and not self.sentence.has(at, "own")]

    @property
    def is_named(self) -> bool:
        """Whether it has more than the bare word."""
        return bool(self.content)


def tellings(sentence: MeetingSentence, *, sports: bool) -> list[Telling]:
    """The statements of meetings of a sentence, in order."""
    found: list[Telling] = []
    for at, exact in enumerate(sentence.exacts):
        if found and at < found[-1].end:
            continue
        form = forms(sentence.language).get(exact)
        if sentence.has(at, "meet_verb"):
            one = _by_verb(sentence, at, sports=sports)
        elif form is not None and not (sports and form.sports):
            one = _by_word(sentence, at, form)
        else:
            continue
        if one is not None:
            found.append(one)
    _bound(found, len(sentence.words))
    return [one for one in found if one.form.needs != "held" or one.how == "held"]


def _bound(found: list[Telling], size: int) -> None:
    """Each has the words up to the next one, and those behind the one before."""
    for number, one in enumerate(found):
        one.first = max(found[number - 1].end, found[number - 1].verb + 1) if number else 0
        one.last = found[number + 1].at if number + 1 < len(found) else size
        if one.first > one.at:
            one.first = found[number - 1].end


def _by_verb(sentence: MeetingSentence, at: int, *, sports: bool) -> Telling | None:
    """«دیدار و گفت‌وگو کردند», «التقى …»: two who meet are named."""
    if sports:
        return None
    form = Form("دیدار" if sentence.language == "fa" else "لقاء", "talks", "", sports=True, named=False)
    last = sentence.ends(at)
    if sentence.language == "ar":
        if not _is_arabic_verb(sentence, at):
            return None
        modality = "planned" if sentence.has(at, "future") and not sentence.is_headline else ""
    else:
        with_whom = sentence.cued(max(0, at - _VERB_FA), at, "with")
        if not with_whom or not _named_in(sentence, with_whom[-1], at):
            return None
        modality = "planned" if sentence.exacts[last - 2 : last].count(_FUTURE) else ""
    return Telling(sentence, at, last, last, form, "verb", at, modality)


def _is_arabic_verb(sentence: MeetingSentence, at: int) -> bool:
    """Whether persons meet: two are named behind a verb near the beginning, or a guest of office is received."""
    begins = at < _VERY_FIRST or sentence.is_parted(at) or sentence.exacts[at - 1] in ("و", "کما", "قد", "ان")
    titled = sentence.is_headline and at < _VERY_FIRST
    people = [one for one in sentence.of("PERSON") if one.first < at + _VERB_AR]
    guests = sentence.cued(at + 1, at + _VERB_AR, "guest")
    if sentence.has(at, "receives"):
        return begins and bool(people) and bool(guests)
    return begins and (len(people) > 1 or (bool(people) and len(guests) > 1) or (titled and bool(people)))


def is_meeting(sentence: MeetingSentence, at: int) -> bool:
    """Whether a word is one for a meeting that needs nothing more to be one."""
    form = forms(sentence.language).get(sentence.exacts[at])
    return form is not None and not form.needs


def _named_in(sentence: MeetingSentence, first: int, last: int) -> bool:
    """Whether some words name a person, a body or an office."""
    named = any(first <= one.first < last for one in sentence.of("PERSON", "ORG"))
    return named or bool(sentence.cued(first, last, "guest"))


def _by_word(sentence: MeetingSentence, at: int, form: Form) -> Telling | None:
    inside = form.needs == "held" and not form.named and at > 0 and not sentence.is_parted(at)
    if inside and not sentence.has(at - 1, "ordinal", "under", "scene"):
        return None
    if form.needs == "round" and not sentence.cued(max(0, at - 2), at, "round"):
        return None
    if _is_none(sentence, at, form):
        return None
    end = phrase_ends(sentence, at + 1, definite=form.definite or form.owned)
    pointed = sentence.language == "fa" and at > 0 and sentence.has(at - 1, "this")
    one = Telling(sentence, at, at + 1, at + 1 if pointed else end, form)
    one.points = _points(one)
    if any(sentence.has(one.end, cue) for cue in ("press", "no_meeting")) and not quoted(sentence, at + 1):
        return None
    _held(one)
    if one.how == "bare" and sentence.is_headline and one.is_named:
        one.how = "title"
    elif one.how == "bare" and _is_scene(one):
        one.how = "scene"
    return one


def _is_none(sentence: MeetingSentence, at: int, form: Form) -> bool:
    """Whether it is no meeting, or one at large."""
    if not quoted(sentence, at + 1) and sentence.cued(at + 1, at + 1 + _CALLED, "press", "no_meeting"):
        return True
    before = at - 1
    if before >= 0 and not sentence.is_parted(at) and sentence.has(before, "room", "every"):
        return True
    if sentence.language == "fa":
        return _is_persian_other(sentence, at, form)
    return False


def _is_persian_other(sentence: MeetingSentence, at: int, form: Form) -> bool:
    """«دیدار از کویت» is a visit, «بر صندلی نشست» somebody sits down."""
    nothing_more = at + 1 >= len(sentence.words) or sentence.between(at + 1).strip() in (".", "،", "!", "؛")
    if form.word == "نشست" and nothing_more:
        before = sentence.exacts[at - 1] if at else ""
        return not (sentence.has(at - 1, "this", "scene", "ordinal", "holding_of") or before in forms("fa"))
    return form.kind == "talks" and at + 1 < len(sentence.words) and sentence.exacts[at + 1] == "از"


def _points(one: Telling) -> bool:
    """Whether it is said of one that is known."""
    sentence, at = one.sentence, one.at
    if sentence.language == "fa":
        pointed = at > 0 and sentence.has(at - 1, "this")
        return pointed or sentence.has(one.after, "that") or not (one.is_named or one.form.indefinite)
    return not (one.is_named or one.form.indefinite)


def _held(one: Telling) -> None:
    """Sets whether it is said that it is held, by which word, and in what mode."""
    sentence = one.sentence
    before = sentence.cued(max(0, one.at - _BEFORE), one.at, "holding_of", "cancelled", "postponed")
    verb = _persian_verb(one) if sentence.language == "fa" else _arabic_verb(one)
    if verb >= 0:
        one.how, one.verb = "held", verb
    elif any(_reaches(sentence, at, one.at) for at in before):
        one.how, one.verb, one.noun = "held", before[-1], True
    if one.how == "held":
        one.modality = _modality(one, before)
        if sentence.cued(max(0, min(one.at, one.verb) - _WISHED), max(one.at, one.verb), "maybe"):
            one.how, one.verb, one.modality, one.noun, one.wished = "bare", -1, "", False, True


def _reaches(sentence: MeetingSentence, at: int, last: int) -> bool:
    """Whether nothing but ordinals and the like parts a noun from the word for a meeting («برگزاری نخستین نشست»)."""
    between = range(sentence.ends(at), last)
    return not any(sentence.is_parted(each) or sentence.has(each, "bound", "say") for each in between)


def _persian_verb(one: Telling) -> int:
    """The word of «برگزار شد» behind it, before which nobody says anything."""
    sentence = one.sentence
    last = min(len(sentence.words), one.end + _VERB_FA)
    for at in sentence.cued(one.end, last, "hold", "phase", "cancelled", "postponed"):
        if any(":" in sentence.between(each) or sentence.has(each, "say") for each in range(one.end, at)):
            return -1
        if any(is_meeting(sentence, each) for each in range(one.end, at)):
            return -1
        verbs = sentence.cued(at + 1, at + 4, "done", "to_do", "not_done", "future")
        put_off = sentence.has(at, "cancelled", "postponed")
        if put_off and not sentence.cued(at + 1, at + 2, "fell"):
            continue
        if (verbs or put_off) and (one.form.needs != "held" or sentence.exacts[at] in _HELD_ONLY or one.form.named):
            return at
    return -1


_HELD_ONLY = ("برگزار", "برگذار")


def _arabic_verb(one: Telling) -> int:
    """The verb that has it for object before it («عقدت … ندوة»), or that is said of it («اللقاء الذي عقد»)."""
    sentence = one.sentence
    behind = sentence.cued(one.end, one.end + _RELATIVE, "held_it")
    if behind and not sentence.is_parted(one.end):
        return behind[0]
    first = max(0, one.at - _VERB_AR)
    for at in reversed(sentence.cued(first, one.at, "hold")):
        between = range(at + 1, one.at)
        if any(is_meeting(sentence, each) or sentence.has(each, "say", "relative") for each in between):
            return -1
        if any(":" in sentence.between(each) for each in between) or _is_masdar(sentence, at):
            return -1
        return at
    return -1


def _is_masdar(sentence: MeetingSentence, at: int) -> bool:
    """Whether «عقد» is the noun: behind a preposition or another noun («إلى عقد مؤتمر», «ضرورة عقد اجتماع»)."""
    if not sentence.has(at, "holding_of") or at == 0 or sentence.is_parted(at):
        return False
    return sentence.has(at - 1, "maybe", "stop", "bound") and not sentence.has(at - 1, "and")


def _modality(one: Telling, before: list[int]) -> str:
    """planned, postponed, cancelled or held, by the words of its verb."""
    sentence = one.sentence
    around = [*range(max(0, one.at - _BEFORE), one.at), *range(one.verb, min(one.verb + 4, len(sentence.words)))]
    for name in ("postponed", "cancelled"):
        if any(sentence.has(at, name) for at in around):
            return name
    if sentence.language == "fa":
        for at in sentence.cued(one.verb, len(sentence.words), "postponed", "cancelled"):
            if sentence.cued(at + 1, at + 2, "fell"):
                return "postponed" if sentence.has(at, "postponed") else "cancelled"
        if any(sentence.has(at, "not_done") for at in around if at >= one.verb):
            return "cancelled"
        tail = sentence.cued(one.verb, one.verb + 4, "future", "to_do", "done")
        ahead = bool(tail) and sentence.has(tail[0], "future", "to_do")
        return "planned" if ahead else "held" if tail or not before else ""
    denied = sentence.cued(max(0, one.verb - 2), one.verb, "denied")
    if denied:
        return "cancelled"
    ahead = sentence.has(one.verb, "future") or bool(sentence.cued(max(0, one.verb - 4), one.verb, "future"))
    return "planned" if ahead else "held"


def _is_scene(one: Telling) -> bool:
    """Whether something is said or done at it («در جلسه شورای اداری», «خلال الاجتماع»)."""
    sentence = one.sentence
    for at in sentence.cued(max(0, one.at - _BEFORE), one.at, "scene"):
        between = range(sentence.ends(at), one.at)
        if not any(sentence.is_parted(each) or sentence.has(each, "bound", "say") for each in between):
            return True
    return False


def told(sentences: Iterable[MeetingSentence], *, sports: bool) -> Iterator[Telling]:
    """The statements of all sentences; one right behind a statement that tells who was there goes on about it."""
    last: Telling | None = None
    for sentence in sentences:
        found = tellings(sentence, sports=sports) if tells(sentence) else []
        yield from found
        if found:
            last = found[-1]
        elif last is not None and sentence.index - last.sentence.index == 1 and _goes_on(sentence):
            yield Telling(sentence, 0, 1, 1, last.form, "tail", first=0, last=len(sentence.words))


def _goes_on(sentence: MeetingSentence) -> bool:
    """Whether a sentence says at its beginning who was there («وحضره …», «در پایان … حضور داشتند»)."""
    return bool(sentence.cued(0, _BEGINS, "attend") or sentence.cued(0, len(sentence.words), "attended"))
