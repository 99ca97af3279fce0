"""Appointments in Persian sentences: «… را به عنوان … منصوب کرد», «… جایگزین … شد», «… از سمت خود استعفا داد»."""

from collections.abc import Iterator
from dataclasses import replace

from extractors.decrees.lines import Line
from extractors.decrees.people import Named, actor, persons
from extractors.decrees.persian_changes import became, burdens, leavings, replacements, successors
from extractors.decrees.persian_frames import Frame, clause_of, modality_of, objects_of, subjects_of, verb_of
from extractors.decrees.posts import Post, post_in
from extractors.decrees.told import Told

_VERB_REACH = 3
"""Words behind «منصوب» among which its verb stands."""
_OFFICE_REACH = 32
"""Words between «به عنوان» and the verb."""
_PERSON_REACH = 26
"""Words between a person and what he is appointed to."""
_NEAR = 3
_TOLD = ("appoint", "keep", "elect", "introduce", "appointed", "elected", "takes_in")
_ACTS = {"keep": "reappointed", "elect": "elected", "elected": "elected"}


def told(line: Line, before: Line | None) -> Iterator[Told]:
    """The appointments that a sentence tells of; ``before`` is the sentence before it, for «وی»."""
    yield from _appointments(line, before)
    yield from _nouns(line)
    yield from replacements(line)
    left = list(leavings(line))
    yield from left
    yield from successors(line, left)
    yield from burdens(line)
    yield from became(line)
    if before is not None:
        yield from _held_before(line, before)


def _held_before(line: Line, before: Line) -> Iterator[Told]:
    """«پیش از این … این مسئولیت را بر عهده داشت»: who had the office that the sentence before tells of."""
    marks = line.cued(0, _NEAR, "past")
    held = marks and line.cued(marks[0], len(line.words), "this_office")
    found = persons(line, 0, held[0]) if held else []
    if len(found) != 1 or not line.cued(held[0], len(line.words), "did", "held"):
        return
    told_of = list(_appointments(before, None))
    if len(told_of) == 1 and told_of[0].predecessor is None and told_of[0].person.name != found[0].name:
        yield replace(told_of[0], predecessor=found[0])


def _appointments(line: Line, before: Line | None) -> Iterator[Told]:
    for at in line.cued(0, len(line.words), *_TOLD):
        verb = verb_of(line, at)
        if verb is None:
            continue
        how, end = verb
        marks = line.cued(max(0, at - _OFFICE_REACH), at, "as", "as_duty")
        marks = [on for on in marks if not line.has(on + 2, "by")]  # «به نمایندگی از طرف …»
        if line.has(at, "introduce"):  # «به معاونت فناوری معرفی شد» is sent there
            marks = [on for on in marks if line.has(on, "as", "as_leader")]
        if line.has(at, "takes_in"):
            marks = [on for on in marks if _is_of_members(line, on)]
        if not marks or _is_parted(line, marks[-1], at):
            continue
        mark = marks[-1]
        first = line.end_of(mark, "as") if line.has(mark, "as") else mark + 1  # «به ریاست …»
        post = post_in(line, first, post_end(line, first, at))
        if line.has(mark + 1, "this_office") or line.has(mark, "this_office"):
            post = None
        elif post is None:
            continue
        modality = modality_of(line, mark, at, how)
        if modality is None:
            continue
        act = _act(line, mark, at)
        yield from _of_persons(Frame(line, mark, at, end, act, modality), post, before)


def _is_of_members(line: Line, mark: int) -> bool:
    """Whether «به عضویت …» is of a board or council, which has offices: of a party or an army it is none."""
    office = line.office_at(mark + 1)
    return office is not None and office[1].role == "member" and line.has(office[0], "members_of")


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
        modality = modality_of(line, at, at + 1, "done")
        if post and modality:
            yield Told(line, "appointed", at, at + 1, found[0], post, modality)


def _act(line: Line, mark: int, at: int) -> str:
    names = line.said[at]
    act = next((_ACTS[name] for name in names if name in _ACTS), "appointed")
    again = line.cued(max(0, mark - _VERB_REACH), at, "again")
    return "reappointed" if again else act


def _is_parted(line: Line, mark: int, at: int) -> bool:
    """Whether another verb stands between «به عنوان» and the verb."""
    named = {on for one in line.of("ORG") for on in range(one.first, one.last)}  # «شرکت ساخت و توسعه …»
    verbs = [on for on in line.cued(mark, at, "did", "done", "say") if on not in named]
    return bool(verbs) and not line.cued(at - 1, at, "as")


def post_end(line: Line, first: int, at: int) -> int:
    """Where the words of an office end: before the verb, or what says how, when or by whom."""
    stops = list(line.cued(first + 1, at, "ends", "by", "decree", "instead", "term", "again", "object"))
    stops += [one.first for one in line.of("DATE", "PERSON") if first < one.first < at]
    return min([at, *stops])


def _of_persons(frame: Frame, post: Post | None, before: Line | None) -> Iterator[Told]:
    """A statement for each person that is appointed."""
    line = frame.line
    objects = list(line.cued(max(0, frame.mark - _PERSON_REACH), frame.mark, "object"))
    found = objects_of(line, objects[-1]) if objects else subjects_of(frame)
    first = found[0].first if found else frame.mark
    if not found and (one := _pronoun(frame, before)):
        found, first = [one], frame.mark
    several = post is not None and sum(bool(line.office_at(at)) for at in range(post.first, frame.at)) > 1
    if len(found) > 1 and several and line.cued(found[0].first, frame.at, "respectively"):
        return
    instead = _instead(frame)
    found = [one for one in found if instead is None or one.span != instead.span]
    issuer = _issuer(frame, first, active=bool(objects))
    if post is None:
        return
    for one in found:
        by = issuer if issuer and issuer.span != one.span else None
        row = found[0].first
        yield Told(line, frame.act, frame.at, frame.end, one, post, frame.modality, by, instead, begins=row)


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
    return _thanked(frame)


def _thanked(frame: Frame) -> Named | None:
    """Who was before: «… معرفی و از زحمات … قدردانی شد», right behind the verb or in its place."""
    line = frame.line
    for at in line.cued(frame.at, min(len(line.words), frame.end + _NEAR + 1), "thanks"):
        first = line.end_of(at, "thanks")
        ends = line.cued(first, min(len(line.words), first + _PERSON_REACH), "thanked")
        found = persons(line, first, ends[0]) if ends else []
        if len(found) == 1:
            return found[0]
    return None


def _issuer(frame: Frame, first: int, *, active: bool) -> Named | None:
    """Who appoints: behind «با حکم», «از سوی», or before «طی حکمی», or the subject before the object."""
    line, low = frame.line, clause_of(frame.line, first)
    for at in line.cued(low, frame.at, "by"):
        if line.has(at, "proposed"):
            continue
        found = actor(line, line.end_of(at, "by"), _agent_end(line, line.end_of(at, "by"), frame))
        if found:
            return found
    proposed = line.cued(low, first, "proposed")
    first = proposed[0] if proposed else first
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
