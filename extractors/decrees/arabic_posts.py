"""Offices in Arabic sentences, who orders what, in whose place, and how it is said."""

from dataclasses import replace

from extractors.agreements.candidates import Field
from extractors.decrees.lines import Line
from extractors.decrees.people import Named, actor, by_place, is_title, persons
from extractors.decrees.posts import Post, office_in, post_in
from extractors.decrees.words import Office
from extractors.names.candidates import common

_POST_REACH = 26
"""Words behind the name among which its office stands."""
_WISHED = 12
"""Words before an act among which it is said that it is only asked for."""
_SURE, _AND = 0.85, "و"
_IN = 1
"""The preposition that is written with a word («بـ», «لـ»)."""
_OFFICE, _NAME = 16, 7
"""Words of an office, and of a name."""
_NOUNS = ("appointing", "charging", "electing", "renewing")
_HIS = ("his_appointing", "his_charging", "his_electing")
_VERBS = ("appoints", "appoints_next", "charges", "elects")


def mark_of(line: Line, first: int, *, own: bool) -> int | None:
    """Where an office begins behind a name: «مديرا», «في منصب», «بعمل», «كمحافظ»."""
    last = min(len(line.words), first + _POST_REACH)
    for at in range(first, last):
        if at > first and line.has(at, *_NOUNS, *_HIS, *_VERBS, "dismissing", "dismisses", "resignation"):
            return None
        if line.has(at, "in_post", "acting_work"):
            return at
        found = line.office_at(at)
        if found and not found[1].accusative and line.exacts[at - 1] == _AND:  # «للجنة الألعاب | وعضوية فلان»
            return None
        if found and (found[1].accusative or _is_object(line, at)) and (own or at > first):
            return at
    return None


def _is_object(line: Line, at: int) -> bool:
    """Whether an office has what stands before it written with it («كمحافظ», «برئاسة»), or cannot show its case."""
    exact = line.exacts[at]
    if line.office_at(at) == (at + 1, Office("duty")) and exact[0] not in "بل":  # «لفترة رئاسة قادمة»
        return False
    return (exact[0] in "کب" and not exact.startswith(("کبیر", "بطل"))) or (
        exact.endswith(("ه", "ة")) and not exact.startswith("ال") and exact not in ("رییاسه", "قیاده", "اداره", "رئاسه")
    )


def post_at(line: Line, mark: int) -> Post | None:
    """The office that begins at a mark; None where it names none."""
    first, acting = mark, line.has(mark, "acting_work")
    if line.has(mark, "in_post", "acting_work"):
        first = line.end_of(mark, "in_post", "acting_work")
    if first < len(line.words) and line.has(first, "post") and not line.office_at(first):
        first = line.end_of(first, "post")
    if acting and (charged := _charged(line, mark)):
        return charged
    last = post_end(line, first)
    post = post_in(line, first, last)
    if post is None or post.first != first:
        return None
    if "(" in line.between(first):
        post = _bracketed(line, post)
    if not post.role and (acting or line.cued(first, min(last + 1, len(line.words)), "acting")):
        return Post(post.first, post.last, "acting", post.office, post.body, post.body_entity, post.place)
    return post


def _charged(line: Line, mark: int) -> Post | None:
    """«بتسيير أعمال وزارة الصحة»: the work itself, and the body right behind it."""
    first = line.end_of(mark, "acting_work")
    body = next((one for one in line.of("ORG") if one.first == first), None)
    if body is None or line.office_at(first):
        return None
    office = Field(line.spelt(mark, first)[_IN:], (line.place(mark, first),), _SURE)
    name = Field(str(body.mention.value["name"]), (body.mention.span,), _SURE)
    return Post(mark, body.last, "acting", office, name, str(body.mention.value.get("entity", "")))


def _bracketed(line: Line, post: Post) -> Post:
    """«على وظيفة (وكيل الوزارة) بالمرتبة الرابعة عشرة بوزارة المالية»: the body stands behind the bracket."""
    end = next((at for at in range(post.first, len(line.words)) if ")" in line.between(at)), len(line.words))
    for one in line.of("ORG"):
        if end <= one.first <= end + _NAME and not line.has_comma(one.first):
            body = Field(str(one.mention.value["name"]), (one.mention.span,), _SURE)
            office = office_in(line, post.first, end)
            return replace(post, office=office, body=body, body_entity=str(one.mention.value.get("entity", "")))
    return post


def post_end(line: Line, first: int) -> int:
    """Where the words of an office end: at a mark, a day, another name, or words that say when, why or for whom."""
    stops = [len(line.words), first + _OFFICE]
    found = line.office_at(first)
    begin = found[0] if found else first + 1
    stops += line.cued(begin, first + _OFFICE, "after", "term", "until", "acting", "instead", *_NOUNS, *_HIS, *_VERBS)
    stops += line.cued(begin, first + _OFFICE, "dismissing", "resignation", "issues")
    stops += [at for at in range(begin, min(len(line.words), first + _OFFICE)) if _is_stop(line, at)]
    inside = {at for one in line.of("ORG") for at in range(one.first + 1, one.last)}
    stops += [one.first for one in line.of("DATE", "PERSON") if first < one.first]
    stops += [at for at in range(begin, len(line.words)) if line.exacts[at].isdecimal()]
    return min(at for at in stops if at not in inside)


def _is_stop(line: Line, at: int) -> bool:
    between = line.between(at)
    return any(sign in between for sign in "،,؛;:()[]-–\n") or (
        at > 0
        and line.exacts[at] == "و"
        and at + 1 < len(line.words)
        and bool(line.said.get(at + 1, {}).keys() & {"his_charging", "charging", "appointing", "after"})
    )


def instead_of(line: Line, first: int) -> Named | None:
    """In whose place: «خلفا لـ …»."""
    for at in line.cued(first, len(line.words), "instead"):
        found = persons(line, at + 1, min(len(line.words), at + 8))
        if found:
            return whole(line, found[0])
        end = next(
            (on for on in range(at + 1, len(line.words)) if line.is_parted(on) or line.has(on, "after")),
            len(line.words),
        )
        return by_place(line, at + 1, end)
    return None


def whole(line: Line, one: Named) -> Named:
    """A name with its last word: «عبد القادر خمري» of which «عبد القادر» was found, «طارق لفتة الذي …» of which one."""
    end = one.last
    if end >= len(line.words) or line.is_parted(end) or line.said.get(end) or line.office_at(end):
        return one
    short = one.name.startswith("عبد ") and one.name.count(" ") == 1 and not line.exacts[end].startswith("ال")
    if short or (" " not in one.name and _closes(line, end)):
        name = f"{one.name} {line.spelt(end, end + 1)}"
        return replace(one, last=end + 1, name=name, span=line.place(one.first, end + 1), entity="")
    return one


def _closes(line: Line, at: int) -> bool:
    """Whether a word can end a name: a mark or another clause is behind it, and it is no common noun."""
    ends = at + 1 == len(line.words) or line.is_parted(at + 1) or line.has(at + 1, "after", "post")
    return ends and not common(line.exacts[at], line.language) and not line.exacts[at].isdecimal()


def title_start(line: Line, at: int) -> int:
    """Where the titles before a name begin."""
    while at > 0 and is_title(line, at - 1):
        at -= 1
    return at


def modality_of(line: Line, at: int) -> str | None:
    """How it is said; None of what is only wished, asked, or not done."""
    low = max(0, at - _NAME)
    if line.cued(0, at, "denied"):
        return "denied"
    if line.cued(at, len(line.words), "if"):
        return None
    if line.cued(max(0, at - 2), at, "not") or line.cued(max(0, at - _WISHED), at, "wished"):
        return None
    if line.cued(low, at, "planned"):
        return "planned"
    return "reported" if line.cued(0, at, "rumoured") else "asserted"


def issuer_of(line: Line, at: int, one: Named) -> Named | None:
    """Who orders it: behind «أصدر», «وافق», or «بقرار من»."""
    marks = list(line.cued(0, at, "issues"))
    if marks:
        first = line.end_of(marks[-1], "issues")
        ends = list(line.cued(first, at, "instrument")) or [at]
        found = actor(line, first, min(ends[0], at))
        return found if found and found.span != one.span else None
    for on in line.cued(0, len(line.words), "by"):
        found = actor(line, line.end_of(on, "by"), min(len(line.words), on + 10))
        if found and found.span != one.span:
            return found
    return None
