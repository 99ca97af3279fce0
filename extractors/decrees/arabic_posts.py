"""Offices in Arabic sentences, who orders what, in whose place, and how it is said."""

from dataclasses import replace

from extractors.agreements.candidates import Field
from extractors.decrees.lines import Line
from extractors.decrees.people import Named, actor, by_place, is_title, persons
from extractors.decrees.posts import Post, office_in, post_in
from extractors.decrees.words import Office

_POST_REACH = 26
"""Words behind the name among which its office stands."""
_WISHED = 12
"""Words before an act among which it is said that it is only asked for."""
_SURE, _AND = 0.85, "و"
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
    last = post_end(line, first)
    post = post_in(line, first, last)
    if post is None or post.first != first:
        return None
    if "(" in line.between(first):
        post = _bracketed(line, post)
    if not post.role and (acting or line.cued(first, min(last + 1, len(line.words)), "acting")):
        return Post(post.first, post.last, "acting", post.office, post.body, post.body_entity, post.place)
    return post


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
            return _surname(line, found[0])
        end = next(
            (on for on in range(at + 1, len(line.words)) if line.is_parted(on) or line.has(on, "after")),
            len(line.words),
        )
        return by_place(line, at + 1, end)
    return None


def _surname(line: Line, one: Named) -> Named:
    """«عبد القادر خمري» of which only «عبد القادر» was found."""
    end = one.last
    if end < len(line.words) and not line.is_parted(end) and not line.said.get(end) and one.name.count(" ") == 1:
        word = line.exacts[end]
        if one.name.startswith("عبد ") and not word.startswith("ال") and not line.office_at(end):
            name = f"{one.name} {line.spelt(end, end + 1)}"
            return replace(one, last=end + 1, name=name, span=line.place(one.first, end + 1), entity="")
    return one


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
