"""Arabic sentences of who leaves an office, hands in his resignation, takes office or is sworn in."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from extractors.decrees.arabic_posts import (
    instead_of,
    issuer_of,
    mark_of,
    modality_of,
    post_at,
    post_end,
    title_start,
    whole,
)
from extractors.decrees.lines import Line
from extractors.decrees.people import Named, actor, by_place, is_of_sports, office_around, persons
from extractors.decrees.posts import Post, post_in
from extractors.decrees.told import Told

_NAME, _OFFICE, _BACK = 7, 16, 26
"""Words of a name, of an office, and of what is told of both."""
_PAIR = 2
_NEAR = 4
"""Words before a noun of leaving among which stands what makes it a fact."""
_LEAVING = ("dismissing", "dismisses", "retiring", "retires", "isolating")


def leavings(line: Line) -> Iterator[Told]:
    """«إعفاء … من منصبه», «أقال … وزير الدفاع …», «أنهى مهام وزير الزراعة …»."""
    for at in line.cued(0, len(line.words), *_LEAVING, "ends"):
        end = _ends(line, at) if line.has(at, "ends") else line.end_of(at, *_LEAVING)
        if end == at:
            continue
        retired = line.has(at, "retiring", "retires")
        modality = modality_of(line, at)
        if modality is None or (line.has(at, "retiring") and not line.cued(end, end + _BACK, "pension")):
            continue
        if line.has(at, "dismissing", "isolating") and not _is_fact(line, at):
            continue
        one = next((p for p in persons(line, end, min(len(line.words), end + _OFFICE)) if reaches(line, end, p)), None)
        if one is None and line.has(at, "dismissing"):
            stops = line.cued(end, min(len(line.words), end + _NAME), "from_post", "after")
            one = by_place(line, end, stops[0]) if stops and line.has(stops[0], "from_post") else None
        if one is None and line.has(at, "retiring"):
            one = _spoken_of(line, at)
        if one is None or is_of_sports(line, at, one.last + _NAME):
            continue
        issuer = issuer_of(line, at, one) or _subject(line, at, one)
        if line.has(at, "dismisses", "isolating") and (pair := _second(line, one)):
            end = one.last
            issuer, one = pair
        act = "retired" if retired else "dismissed"
        post = _left(line, end, one) or (_spent(line, max(end, one.last)) if retired else None)
        if _is_of_no_office(line, at, post):
            continue
        yield Told(line, act, at, at + 1, one, post, modality, issuer)


def _spoken_of(line: Line, at: int) -> Named | None:
    """«بلغ … السن القانونية وأحيل إلى التقاعد»: the one person of the clause before «و»."""
    found = persons(line, 0, at) if line.exacts[at - 1 : at] == ["و"] else []
    return found[0] if len(found) == 1 and not line.ends_clause(at - 1) else None


def _spent(line: Line, first: int) -> Post | None:
    """The office in which who retires spent years («تسع سنوات أمضاها رئيسا لـ …», «بعد عشر سنوات عميدا»)."""
    for at in range(first + 1, len(line.words)):
        found = line.office_at(at)
        if not found or not found[1].accusative:
            continue
        years = any(one.last == at and "duration" in one.mention.value for one in line.of("DATE"))
        if years or line.cued(max(first, at - _NEAR), at, "spent"):
            return post_in(line, at, post_end(line, at))
    return None


def _is_of_no_office(line: Line, at: int, post: Post | None) -> bool:
    """Whether who leaves had no office: in sports none is named, and actresses retire as well («تقاعد الممثلة»)."""
    if line.has(at, "retires"):
        return post is None or (post.role == "representative" and post.place is None)
    return post is None and is_of_sports(line, 0, len(line.words))


def _is_fact(line: Line, at: int) -> bool:
    """Whether a noun of leaving is told as what happened: at the beginning, or behind «تم», «قرار», «بعد»."""
    return (
        at <= 1
        or line.has_comma(at)
        or bool(line.cued(max(0, at - _NEAR), at, "fact", "instrument", "issues", "denied"))
    )


def _second(line: Line, one: Named) -> tuple[Named, Named] | None:
    """Subject and object of «أعفى الملك … وزير الإسكان … من منصبه»; None where the verb has one name behind it."""
    first = next((day.last for day in line.of("DATE") if day.first == one.last), one.last)  # «أقال … الأسبوع الماضي»
    later = list(persons(line, first, min(len(line.words), first + _OFFICE)))
    if not later or not line.office_at(first) or not reaches(line, first, later[0]):
        return None
    return replace(one, title=office_around(line, one)), later[0]


def _ends(line: Line, at: int) -> int:
    """Where the words of «أنهى … مهام …» end, whose subject stands inside; the verb itself where they are none."""
    return next((on + 1 for on in line.cued(at + 1, at + _NAME, "duties")), at)


def reaches(line: Line, first: int, one: Named) -> bool:
    """Whether a name is what a verb or noun is of: right behind it, or behind the office that is left."""
    if one.first - first <= 2:
        return True
    return not any(line.is_parted(at) for at in range(first + 1, one.first)) and not line.cued(
        first, one.first, "from_post", "after", "issues", "say"
    )


def _subject(line: Line, at: int, one: Named) -> Named | None:
    """The subject of «أعفى», where it stands between the verb and who is dismissed, or right before the verb."""
    between = list(persons(line, at, one.first))
    if between:
        return between[0]
    if line.has(at, "ends"):
        return actor(line, at + 1, max(at + 1, _ends(line, at) - 1))
    return None


def _left(line: Line, first: int, one: Named) -> Post | None:
    """The office that is left: before the name, or behind «من منصب»."""
    for at in range(first, one.first):
        if line.office_at(at):
            return post_in(line, at, title_start(line, one.first))
    for at in line.cued(one.last, min(len(line.words), one.last + _NAME), "from_post"):
        begin = line.end_of(at, "from_post")
        if line.office_at(begin):
            return post_in(line, begin, post_end(line, begin))
        if line.office_at(begin - 1):  # «من رئاسة الفيفا»
            return post_in(line, begin - 1, post_end(line, begin - 1))
    for at in range(one.last, min(len(line.words), one.last + _NAME)):
        found = line.office_at(at)
        if found and line.exacts[at][0] == "ک" and not line.is_parted(at):
            return post_in(line, at, post_end(line, at))
    return None


def resignations(line: Line) -> Iterator[Told]:
    """«استقال …», «استقالة …», «قدم … استقالته»."""
    for at in line.cued(0, len(line.words), "resigns", "resignation", "his_resignation"):
        end = line.end_of(at, "resigns", "resignation", "his_resignation")
        modality = modality_of(line, at)
        if modality is None or (line.has(at, "resignation") and not _is_fact(line, at)):
            continue
        one = _hander(line, at) if line.has(at, "his_resignation") else _resigner(line, end)
        if one is None or is_of_sports(line, min(at, one.first) - 2, max(end, one.last) + _NAME):
            continue
        post = _left(line, end, one) if one.first >= end else _left_behind(line, end) or _left_beside(line, one)
        if post is not None or not is_of_sports(line, 0, len(line.words)):
            yield Told(line, "resigned", at, end, one, post, modality)


def _resigner(line: Line, first: int) -> Named | None:
    for one in persons(line, first, min(len(line.words), first + _OFFICE)):
        return one if reaches(line, first, one) else None
    return None


def _hander(line: Line, at: int) -> Named | None:
    """Who hands in: the person between «قدم» and «استقالته», or right before the verb."""
    marks = line.cued(max(0, at - _OFFICE), at, "hands_in")
    if not marks:
        return None
    found = list(persons(line, max(0, marks[0] - _OFFICE), at))
    inside = [one for one in found if one.first > marks[0]]
    if inside:
        return inside[0] if len(inside) == 1 else None
    near = [one for one in found if marks[-1] - one.last <= 3]
    return near[-1] if near else _in_apposition(line, marks[-1], found)


def _in_apposition(line: Line, verb: int, found: Sequence[Named]) -> Named | None:
    """«وضعت مديرة المهرجان، فلانة، حدا … وتقدمت باستقالتها»: who stands between commas behind an office."""
    if line.exacts[verb - 1 : verb] != ["و"]:
        return None
    for at in range(min(verb, _NEAR)):
        commas = [on for on in range(at + 1, verb) if line.has_comma(on)] if line.office_at(at) else []
        if len(commas) >= _PAIR:
            named = [one for one in found if commas[0] <= one.first and one.last <= commas[1]]
            return named[0] if named else None if found else by_place(line, *commas[:_PAIR], apart=True)
    return None


def _left_behind(line: Line, end: int) -> Post | None:
    for at in line.cued(end, min(len(line.words), end + 3), "from_post"):
        begin = line.end_of(at, "from_post")
        for on in (begin, begin - 1):
            if line.office_at(on):
                return post_in(line, on, post_end(line, on))
    if line.office_at(end) and line.exacts[end][:1] == "ک":
        return post_in(line, end, post_end(line, end))
    return None


def _left_beside(line: Line, one: Named) -> Post | None:
    start = title_start(line, one.first)
    for at in range(max(0, start - 8), start):
        whole = line.office_at(at) and not any(line.is_parted(on) for on in range(at + 1, start))
        if whole and not line.cued(at, start, "hands_in", "from_post", "post", "issues", "swears", "takes"):
            return post_in(line, at, start)
    return None


def takings(line: Line) -> Iterator[Told]:
    """«تولى … منصب وزير», «أدى … اليمين … وزيرا»."""
    for at in line.cued(0, len(line.words), "takes", "swears"):
        end = line.end_of(at, "takes", "swears")
        modality = modality_of(line, at)
        if modality is None or line.cued(max(0, at - 2), at, "planned"):
            continue
        behind = persons(line, end, min(len(line.words), end + _NAME))
        before = [one for one in persons(line, 0, at) if at - one.last <= 2]
        one = behind[0] if behind and reaches(line, end, behind[0]) else before[-1] if before else None
        if one is None and line.has(at, "swears"):
            oath = line.cued(end, min(len(line.words), end + _NAME), "oath")
            one = by_place(line, end, oath[0]) if oath else None
        if one is None:
            continue
        one = whole(line, one)
        first = max(end, one.last)
        sworn = line.cued(first, min(len(line.words), first + _NAME), "oath")
        if line.has(at, "swears") and not sworn:
            continue
        post = (_sworn(line, first) or _left_beside(line, one)) if sworn else _taken(line, first)
        if post:
            yield Told(line, "appointed", at, end, one, post, modality, None, instead_of(line, one.last))


def _taken(line: Line, first: int) -> Post | None:
    for at in line.cued(first, min(len(line.words), first + 2), "post"):
        if line.office_at(at):  # «تولى … رئاسة …»
            return post_in(line, at, post_end(line, at))
        begin = line.end_of(at, "post")
        found = line.office_at(begin)
        if found and not found[1].accusative:
            return post_in(line, begin, post_end(line, begin))
    return None


def _sworn(line: Line, first: int) -> Post | None:
    oath = line.cued(first, min(len(line.words), first + _NAME), "oath")
    mark = mark_of(line, line.end_of(oath[0], "oath"), own=False) if oath else None
    return post_at(line, mark) if mark is not None else None


def successors(line: Line, left: Sequence[Told]) -> Iterator[Told]:
    """«… وعين طارق عامر خلفا له»: who comes to the office that somebody leaves in the same sentence."""
    for one in left:
        for at in line.cued(one.last, len(line.words), "instead"):
            after = at + 1 < len(line.words) and line.has(at + 1, "self", "of_him")
            deeds = line.cued(one.last, at, "appointing", "charging", "appoints", "charges")
            found = persons(line, deeds[-1] + 1, at) if deeds and after else []
            if one.post and found and at - found[-1].last <= 1:
                yield Told(
                    line,
                    "appointed",
                    deeds[-1],
                    deeds[-1] + 1,
                    found[-1],
                    one.post,
                    one.modality,
                    one.issuer,
                    one.person,
                )
