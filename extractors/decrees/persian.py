"""Appointments in Persian sentences: «… را به عنوان … منصوب کرد», «… جایگزین … شد», «… از سمت خود استعفا داد»."""

from collections.abc import Iterator
from dataclasses import replace

from extractors.decrees.lines import Line
from extractors.decrees.people import Named, actor, is_of_sports, named, office_around, persons, together
from extractors.decrees.posts import Post, post_in
from extractors.decrees.told import Told

_VERB_REACH = 3
"""Words behind «منصوب» among which its verb stands."""
_LATE_VERB = 8
_OFFICE_REACH = 32
"""Words between «به عنوان» and the verb."""
_PERSON_REACH = 26
"""Words between a person and what he is appointed to."""
_BACK = 40
_NEAR = 3
_TOLD = ("appoint", "keep", "elect", "introduce", "appointed", "elected")
_ACTS = {"keep": "reappointed", "elect": "elected", "elected": "elected"}
_OBJECT = "object"
_JOINED = "شده"
"""What a participle may be written together with («انتخاب‌شده است»)."""


def told(line: Line, before: Line | None) -> Iterator[Told]:
    """The appointments that a sentence tells of; ``before`` is the sentence before it, for «وی»."""
    yield from _appointments(line, before)
    yield from _nouns(line)
    yield from _replacements(line)
    yield from _leavings(line, before)
    yield from _burdens(line)
    yield from _became(line)


def _appointments(line: Line, before: Line | None) -> Iterator[Told]:
    for at in line.cued(0, len(line.words), *_TOLD):
        verb = _verb(line, at)
        if verb is None:
            continue
        how, end = verb
        marks = line.cued(max(0, at - _OFFICE_REACH), at, "as")
        if not marks or _is_parted(line, marks[-1], at):
            continue
        mark = marks[-1]
        post = post_in(line, line.end_of(mark, "as"), post_end(line, line.end_of(mark, "as"), at))
        if line.has(mark + 1, "this_office") or line.has(mark, "this_office"):
            post = None
        elif post is None:
            continue
        modality = _modality(line, mark, at, how)
        if modality is None:
            continue
        act = _act(line, mark, at)
        yield from _of_persons(Frame(line, mark, at, end, act, modality), post, before)


def _nouns(line: Line) -> Iterator[Told]:
    """«حکم انتصاب … به عنوان … صادر شد»."""
    for at in line.cued(0, len(line.words), "appointing"):
        found = [one for one in persons(line, at, len(line.words)) if one.first - at <= _NEAR + 1]
        marks = line.cued(found[0].last, found[0].last + _PERSON_REACH // 2, "as") if found else []
        if not marks:
            continue
        first = line.end_of(marks[0], "as")
        verbs = line.cued(first, len(line.words), "did", "done", "will", "say", "not", "may", "issued")
        post = post_in(line, first, post_end(line, first, min([len(line.words), *verbs])))
        modality = _modality(line, at, at + 1, "done")
        if post and modality:
            yield Told(line, "appointed", at, at + 1, found[0], post, modality)


class Frame:
    """Where an appointment stands in its sentence: the word for «as», the verb, and what it says."""

    __slots__ = ("act", "at", "end", "line", "mark", "modality")

    def __init__(self, line: Line, mark: int, at: int, end: int, act: str, modality: str) -> None:
        self.line, self.mark, self.at, self.end, self.act, self.modality = line, mark, at, end, act, modality


def _act(line: Line, mark: int, at: int) -> str:
    names = line.said[at]
    act = next((_ACTS[name] for name in names if name in _ACTS), "appointed")
    again = line.cued(max(0, mark - _VERB_REACH), at, "again")
    return "reappointed" if again else act


def _verb(line: Line, at: int) -> tuple[str, int] | None:
    """How the verb of a participle stands, and where it ends; «معرفی و از … تجلیل شد» leaves it out."""
    if line.has(at, "appointed", "elected"):
        return "did", at + 1
    if line.exacts[at].endswith(_JOINED):
        return "done", at + 1
    for on in range(at + 1, min(len(line.words), at + 1 + _VERB_REACH)):
        for how in ("not", "did", "do", "done", "will", "may"):
            if line.has(on, how):
                return how, line.end_of(on, how)
    if at + 1 == len(line.words) or line.exacts[at + 1 : at + 2] == ["و"]:
        return "done", at + 1
    return None


def _is_parted(line: Line, mark: int, at: int) -> bool:
    """Whether another verb stands between «به عنوان» and the verb."""
    return bool(line.cued(mark, at, "did", "done", "say")) and not line.cued(at - 1, at, "as")


def post_end(line: Line, first: int, at: int) -> int:
    """Where the words of an office end: before the verb, or what says how, when or by whom."""
    stops = [on for on in line.cued(first + 1, at, "ends", "by", "decree", "instead", "term", "again", "object")]
    stops += [one.first for one in line.of("DATE", "PERSON") if first < one.first < at]
    return min([at, *stops])


def _modality(line: Line, mark: int, at: int, how: str) -> str | None:
    """How it is said; None of what is only wished, or asked."""
    first = max(0, mark - _BACK)
    if line.cued(0, len(line.words), "denied") or how == "not":
        return "denied" if how != "may" else None
    planned = line.cued(first, at, "planned")
    if how == "may" and not planned:
        return None
    if line.cued(first, at, "wished"):
        return None
    if how in ("will", "may"):
        return "planned"
    return "reported" if line.cued(0, at, "rumoured") else "asserted"


def _of_persons(frame: Frame, post: Post | None, before: Line | None) -> Iterator[Told]:
    """A statement for each person that is appointed."""
    line = frame.line
    objects = [at for at in line.cued(max(0, frame.mark - _PERSON_REACH), frame.mark, _OBJECT)]
    found = _objects(line, objects[-1]) if objects else _subjects(frame)
    first = found[0].first if found else frame.mark
    if not found and (one := _pronoun(frame, before)):
        found, first = [one], frame.mark
    if len(found) > 1 and line.cued(found[0].first, frame.at, "respectively"):
        return
    instead = _instead(frame)
    found = [one for one in found if instead is None or one.span != instead.span]
    issuer = _issuer(frame, first, active=bool(objects))
    if post is None:
        return
    for one in found:
        by = issuer if issuer and issuer.span != one.span else None
        yield Told(line, frame.act, frame.at, frame.end, one, post, frame.modality, by, instead)


def _objects(line: Line, at: int) -> list[Named]:
    """Who stands before «را», with the office that he has until then between."""
    found = [one for one in persons(line, 0, at) if at - one.last <= _PERSON_REACH // 2]
    if not found:
        return []
    last = found[-1]
    if line.cued(last.last, at, "say", "decree") or any(line.ends_clause(on) for on in range(last.last, at)):
        return []
    return together(line, found)


def _subjects(frame: Frame) -> list[Named]:
    """Who stands nearest before «به عنوان», no verb of another clause between, and is not the one who appoints."""
    line, mark = frame.line, frame.mark
    found = [one for one in persons(line, 0, mark) if mark - one.last <= _PERSON_REACH]
    found = [one for one in found if not _is_agent(line, one)]
    while found and _is_of_other(line, found[-1], mark):
        found.pop()
    return together(line, found) if found else []


def _is_agent(line: Line, one: Named) -> bool:
    """Whether a person is named as who appoints, or whom somebody follows."""
    first = max(0, one.first - 8)
    marks = line.cued(first, one.first, "by", "instead", "where")
    marks = [at for at in marks if not line.has(at, "where") or at >= one.first - 1]
    if not marks:
        return False
    first = line.end_of(marks[-1], "by", "instead")
    told = any(line.has_comma(at) for at in range(first + 1, one.first + 1)) and _has_actor(line, first, one.first)
    return not told and not persons(line, first, one.first)


def _has_actor(line: Line, first: int, last: int) -> bool:
    """Whether an office or a body stands there, so that a name behind a comma is another's."""
    offices = any(line.office_at(at) for at in range(first, last))
    return offices or any(first <= one.first < last for one in line.of("ORG"))


def _is_of_other(line: Line, one: Named, mark: int) -> bool:
    """Whether what parts a person from «به عنوان» is a clause of its own."""
    between = range(one.last, mark)
    if any(line.ends_clause(at) for at in between):
        return True
    said = line.cued(one.last, mark, "say")
    finite = [at for at in line.cued(one.last, mark, "done", "did") if "که" not in line.exacts[one.last : at]]
    goes_on = bool(finite) and not {"و", "که"}.isdisjoint(line.exacts[finite[-1] : mark])
    return bool(said) or (bool(finite) and mark - finite[-1] > _NEAR and not goes_on)


def _pronoun(frame: Frame, before: Line | None) -> Named | None:
    """«وی», «او»: the one person of the sentence before."""
    line = frame.line
    if before is None or not line.cued(max(0, frame.mark - _PERSON_REACH), frame.mark, "pronoun"):
        return None
    found = {one.name: one for one in persons(before, 0, len(before.words))}
    if len(found) != 1:
        return None
    return next(iter(found.values()))


def _instead(frame: Frame) -> Named | None:
    """In whose place: «به جای …»."""
    line = frame.line
    for at in line.cued(max(0, frame.mark - _PERSON_REACH), frame.at, "instead"):
        end = line.end_of(at, "instead")
        found = persons(line, end, min(len(line.words), end + 6))
        if found:
            return found[0]
    return None


def _issuer(frame: Frame, first: int, *, active: bool) -> Named | None:
    """Who appoints: behind «با حکم», «از سوی», or before «طی حکمی», or the subject before the object."""
    line, low = frame.line, _clause(frame.line, first)
    for at in line.cued(low, frame.at, "by"):
        if line.has(at, "proposed"):
            continue
        found = actor(line, line.end_of(at, "by"), _agent_end(line, line.end_of(at, "by"), frame))
        if found:
            return found
    marks = line.cued(low, frame.mark, "decree")
    if marks and active:
        return actor(line, low, marks[0])
    if active:
        return actor(line, low, first)
    return None


def _agent_end(line: Line, first: int, frame: Frame) -> int:
    """Where who appoints ends: at a comma, «به عنوان», or the second person."""
    ends = [at for at in range(first + 1, frame.at) if line.has_comma(at)]
    ends += line.cued(first, frame.at, "as", "decree", "object")
    inside = persons(line, first, frame.at)
    ends += [one.first for one in inside[1:2]]
    return min([frame.at, *ends])


def _clause(line: Line, first: int) -> int:
    """Where the clause begins: behind «به گزارش …،», a colon, or another verb."""
    for at in range(first, 0, -1):
        if line.ends_clause(at) or line.has(at - 1, "say"):
            return at
        if line.has_comma(at) and any(
            one.last == at and one.mention.value.get("kind") == "media" for one in line.of("ORG")
        ):
            return at
    commas = [at for at in range(1, first) if line.has_comma(at)]
    if line.exacts[:2] == ["به", "گزارش"] and commas:
        return commas[0]
    return 0


def _replacements(line: Line) -> Iterator[Told]:
    """«X جایگزین Y شد»; of coaches and players it tells nothing."""
    if is_of_sports(line, 0, len(line.words)):
        return
    for at in line.cued(0, len(line.words), "replaces"):
        left = [one for one in persons(line, 0, at) if at - one.last <= _NEAR]
        right = [one for one in persons(line, at + 1, len(line.words)) if one.first - at <= _NEAR + 2]
        if not left or not right:
            continue
        for on in range(right[0].last, min(len(line.words), right[0].last + _LATE_VERB)):
            how = next((name for name in ("done", "will", "may", "not") if line.has(on, name)), "")
            modality = _modality(line, at, on, how) if how else None
            if modality:
                yield Told(line, "replaced", at, on + 1, left[-1], None, modality, None, right[0])
                break


def _leavings(line: Line, before: Line | None) -> Iterator[Told]:
    """«از سمت خود استعفا داد», «برکنار شد», «بازنشسته شد», and «استعفای …» as a noun."""
    yield from _left_nouns(line)
    for cue, act in (("resigns", "resigned"), ("dismiss", "dismissed"), ("retire", "retired")):
        for at in line.cued(0, len(line.words), cue):
            verb = _verb(line, at)
            modality = _modality(line, at, at, verb[0]) if verb else None
            one = _leaver(line, at) if modality else None
            if one and is_of_sports(line, one.first - _NEAR, at):
                continue
            if verb and one and modality:
                issuer = _remover(line, at, one) if act == "dismissed" else None
                yield Told(line, act, at, verb[1], one, _left(line, one, at), modality, issuer)


def _left_nouns(line: Line) -> Iterator[Told]:
    """«استعفای …», «برکناری …»: a name right behind, or behind the office that is left."""
    for cue, act in (("resignation", "resigned"), ("dismissal", "dismissed")):
        for at in line.cued(0, len(line.words), cue):
            end = line.end_of(at, cue)
            found = next(iter(persons(line, end, len(line.words))), None)
            modality = _modality(line, at, end, "done") if found else None
            if found is None or modality is None or is_of_sports(line, at, found.last + 1):
                continue
            near = found.first - end <= 1 or (line.office_at(end) and found.first - end <= _OFFICE_REACH // 3)
            if near and not any(line.is_parted(on) for on in range(end + 1, found.first)):
                yield Told(line, act, at, end, found, _beside(line, found, len(line.words)), modality)


def _leaver(line: Line, at: int) -> Named | None:
    """Who leaves: the person before «را», else the nearest before the verb."""
    objects = line.cued(max(0, at - _PERSON_REACH), at, _OBJECT)
    found = _objects(line, objects[-1]) if objects else []
    if not found:
        frame = Frame(line, at, at, at, "", "")
        found = _subjects(frame)
    return found[-1] if found and len(found) == 1 else None


def _left(line: Line, one: Named, at: int) -> Post | None:
    """Which office is left: behind «از سمت», or the one that the person is given beside his name."""
    for mark in line.cued(one.last, at, "from"):
        end = line.end_of(mark, "from")
        for first in (end, end - 1):  # «از ریاست …» has the office in itself
            if line.office_at(first) and (post := post_in(line, first, at)) is not None:
                return post
    if (post := _beside(line, one, at)) is not None:
        return post
    return None


def _beside(line: Line, one: Named, at: int) -> Post | None:
    """The office that begins right behind a name, or ends right before it."""
    stops = line.cued(one.last, at, "object", "from", "ends", "as", "by", "decree")
    stops += [on for on in range(one.last + 1, at) if line.has_comma(on)]
    post = post_in(line, one.last, min([at, *stops])) if line.office_at(one.last) else None
    if post is not None:
        return post
    for on in range(max(0, one.first - 10), one.first):
        if line.office_at(on) and not any(line.is_parted(p) for p in range(on + 1, one.first)):
            if not line.cued(on, one.first, "by", "object", "done", "did", "say", "where"):
                return post_in(line, on, one.first)
    return None


def _remover(line: Line, at: int, one: Named) -> Named | None:
    """Who dismisses: the subject before the object, or behind «توسط»."""
    for mark in line.cued(_clause(line, one.first), at, "by"):
        return actor(line, line.end_of(mark, "by"), at)
    if not line.cued(one.last, at, _OBJECT):
        return None
    found = persons(line, _clause(line, one.first), one.first)
    if not found:
        return None
    return replace(found[-1], title=office_around(line, found[-1]))


def _burdens(line: Line) -> Iterator[Told]:
    """«ریاست … بر عهده … گذاشته شد»."""
    for at in line.cued(0, len(line.words), "burden"):
        end = line.end_of(at, "burden")
        laid = line.cued(end, min(len(line.words), end + _OFFICE_REACH // 2), "laid")
        found = persons(line, end, laid[0]) if laid else []
        verb = _verb(line, laid[0]) if laid else None
        modality = _modality(line, at, laid[0], verb[0]) if verb else None
        starts = [on for on in range(max(0, at - _OFFICE_REACH // 2), at) if line.office_at(on)]
        post = next((post for on in starts if (post := post_in(line, on, at))), None)
        if found and verb and modality and post:
            yield Told(line, "appointed", at, verb[1], found[-1], post, modality)


def _became(line: Line) -> Iterator[Told]:
    """«پناهنده سرپرست شد»: an office between a name and the verb."""
    for at in line.cued(1, len(line.words), "done", "will"):
        how = "done" if line.has(at, "done") else "will"
        if at + 1 < len(line.words) and not line.is_parted(at + 1) and line.exacts[at + 1] != "و":
            continue
        for number, one in enumerate(line.persons):
            if not 0 < at - one.last <= _OFFICE_REACH // 2 or not line.office_at(one.last):
                continue
            post = post_in(line, one.last, at)
            modality = _modality(line, one.last, at, how) if post and post.last == at else None
            if post and modality and _fills(line, post, at):
                before = _before(line, number)
                person, instead = (before, named(line, one)) if before else (named(line, one), None)
                yield Told(line, "appointed", at, at + 1, person, post, modality, None, instead, headline=True)


def _before(line: Line, number: int) -> Named | None:
    """Who comes in the place of a person: «X به جای Y معاون … شد»; None where nobody does."""
    one = line.persons[number]
    marks = line.cued(max(0, one.first - _NEAR), one.first, "instead")
    earlier = [each for each in persons(line, 0, marks[0]) if marks[0] - each.last <= 1] if marks else []
    return earlier[-1] if earlier else None


def _fills(line: Line, post: Post, at: int) -> bool:
    """Whether what stands right before the verb is the office itself, or a body or place of it."""
    found = (line.office_at(on) for on in range(post.first, at))
    if any(office and office[0] == at for office in found):
        return True
    return any(one.last == at for one in line.of("ORG", "PLACE"))
