"""Persian sentences of who leaves an office, comes in another's place, or became what."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from extractors.decrees.lines import Line
from extractors.decrees.people import Named, actor, is_of_sports, named, office_around, persons
from extractors.decrees.persian_frames import Frame, clause_of, modality_of, objects_of, subjects_of, verb_of
from extractors.decrees.posts import Post, post_in
from extractors.decrees.told import Told
from extractors.organisations.gazetteer import heads

_LATE_VERB, _NEAR = 8, 3
_OFFICE_REACH, _PERSON_REACH = 32, 26
_REACH = 30
"""Words behind «عزل …» among which it is said that it was agreed to."""
_STATE, _OUT_OF = "دولت", "از"


def replacements(line: Line) -> Iterator[Told]:
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
            modality = modality_of(line, at, on, how) if how else None
            if modality:
                yield Told(line, "replaced", at, on + 1, left[-1], None, modality, None, right[0])
                break


def leavings(line: Line) -> Iterator[Told]:
    """«از سمت خود استعفا داد», «برکنار شد», «بازنشسته شد», and «استعفای …» as a noun."""
    yield from _left_nouns(line)
    for cue, act in (("resigns", "resigned"), ("dismiss", "dismissed"), ("retire", "retired")):
        for at in line.cued(0, len(line.words), cue):
            verb = verb_of(line, at)
            modality = modality_of(line, at, at, verb[0]) if verb else None
            one = _leaver(line, at) if modality else None
            if one and is_of_sports(line, one.first - _NEAR, at):
                continue
            if verb and one and modality:
                issuer = _remover(line, at, one) if act == "dismissed" else None
                post = _left(line, one, at) or _handed(line, verb[1])
                yield Told(line, act, at, verb[1], one, post, modality, issuer)


def _left_nouns(line: Line) -> Iterator[Told]:
    """«استعفای …», «برکناری …»: a name right behind, or behind the office that is left."""
    for cue, act in (("resignation", "resigned"), ("dismissal", "dismissed")):
        for at in line.cued(0, len(line.words), cue):
            end = line.end_of(at, cue)
            if at > 1 and not line.cued(max(0, at - _NEAR), at, "fact") and not line.cued(end, end + _REACH, "agreed"):
                continue
            found = next(iter(persons(line, end, len(line.words))), None)
            modality = modality_of(line, at, end, "done") if found else None
            if found is None or modality is None or is_of_sports(line, at, found.last + 1):
                continue
            near = found.first - end <= 1 or (line.office_at(end) and found.first - end <= _OFFICE_REACH // 3)
            if near and not any(line.is_parted(on) for on in range(end + 1, found.first)):
                post = _out_of(line, found.last) or _beside(line, found, len(line.words))
                yield Told(line, act, at, end, found, post, modality)


def _out_of(line: Line, at: int) -> Post | None:
    """The office behind «از» («عزل … از مدیرعاملی صندوق …»)."""
    if line.exacts[at : at + 1] != [_OUT_OF] or not line.office_at(at + 1):
        return None
    stops = line.cued(at + 2, len(line.words), "object", "ends", "appointing", "agreed", "did", "done", "by", "decree")
    return post_in(line, at + 1, min([len(line.words), *stops]))


def _handed(line: Line, first: int) -> Post | None:
    """The office that who retires hands over («بازنشسته شد و ریاست … را تحویل داد»)."""
    at = first + 1
    if line.exacts[first:at] != ["و"] or not line.office_at(at):
        return None
    objects = line.cued(at, min(len(line.words), at + _OFFICE_REACH // 2), "object")
    over = objects and line.cued(objects[0], objects[0] + _LATE_VERB, "hands_over")
    return post_in(line, at, objects[0]) if over else None


def successors(line: Line, left: Sequence[Told]) -> Iterator[Told]:
    """«عزل … از مدیرعاملی … و انتصاب موقت …»: who comes to the office that somebody leaves in the same sentence."""
    for one in left:
        for at in line.cued(one.person.last, len(line.words), "appointing"):
            found = [each for each in persons(line, at, len(line.words)) if each.first - at <= _NEAR]
            if not one.post or not found or line.cued(at, found[0].last + _PERSON_REACH, "as", "as_duty"):
                continue
            passing = line.exacts[at + 1] == "موقت"
            post = replace(one.post, role="acting") if passing else one.post
            yield Told(line, "appointed", at, at + 1, found[0], post, one.modality, None, one.person)


def _leaver(line: Line, at: int) -> Named | None:
    """Who leaves: the person before «را», else the nearest before the verb."""
    objects = line.cued(max(0, at - _PERSON_REACH), at, "object")
    found = objects_of(line, objects[-1]) if objects else []
    if not found:
        frame = Frame(line, at, at, at, "", "")
        found = subjects_of(frame)
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
        whole = line.office_at(on) and not any(line.is_parted(p) for p in range(on + 1, one.first))
        if whole and not line.cued(on, one.first, "by", "object", "done", "did", "say", "where"):
            return post_in(line, on, one.first)
    return None


def _remover(line: Line, at: int, one: Named) -> Named | None:
    """Who dismisses: the subject before the object, or behind «توسط»."""
    for mark in line.cued(clause_of(line, one.first), at, "by"):
        return actor(line, line.end_of(mark, "by"), at)
    if not line.cued(one.last, at, "object"):
        return None
    found = persons(line, clause_of(line, one.first), one.first)
    if not found:
        return None
    return replace(found[-1], title=office_around(line, found[-1]))


def burdens(line: Line) -> Iterator[Told]:
    """«ریاست … بر عهده … گذاشته شد»."""
    for at in line.cued(0, len(line.words), "burden"):
        end = line.end_of(at, "burden")
        laid = line.cued(end, min(len(line.words), end + _OFFICE_REACH // 2), "laid")
        found = persons(line, end, laid[0]) if laid else []
        verb = verb_of(line, laid[0]) if laid else None
        modality = modality_of(line, at, laid[0], verb[0]) if verb else None
        starts = [on for on in range(max(0, at - _OFFICE_REACH // 2), at) if line.office_at(on)]
        post = next((post for on in starts if (post := post_in(line, on, at))), None)
        if found and verb and modality and post:
            yield Told(line, "appointed", at, verb[1], found[-1], post, modality)


def became(line: Line) -> Iterator[Told]:
    """«پناهنده سرپرست شد»: an office between a name and the verb."""
    for at in line.cued(1, len(line.words), "done", "will"):
        how = "done" if line.has(at, "done") else "will"
        if at + 1 < len(line.words) and not line.is_parted(at + 1) and line.exacts[at + 1] != "و":
            continue
        for number, one in enumerate(line.persons):
            first = next((date.last for date in line.of("DATE") if date.first == one.last), one.last)
            if not 0 < at - first <= _OFFICE_REACH // 2 or not line.office_at(first):
                continue
            post = post_in(line, first, at)
            modality = modality_of(line, first, at, how) if post and _reaches(line, post, at) else None
            if post and modality and _fills(line, post, at):
                before = _before(line, number)
                person, instead = (before, named(one)) if before else (named(one), None)
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
    if line.exacts[at - 1] in heads("fa") or line.exacts[at - 1] == _STATE:
        return True
    pointing = any(line.range_of(span)[1] == at for _, span in line.pointing)
    return pointing or any(one.last == at for one in line.of("ORG", "PLACE"))


def _reaches(line: Line, post: Post, at: int) -> bool:
    """Whether an office with its body goes as far as the verb."""
    return post.last == at or (post.body is not None and post.body.span.end == line.place(at - 1, at).end)
