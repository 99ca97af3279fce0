"""Appointments in Arabic sentences: «أصدر … قرارا بتعيين … مديرا», «عين … وزيرا», «استقال … من منصبه»."""

from collections.abc import Iterator
from dataclasses import replace

from extractors.decrees.lines import Line
from extractors.decrees.people import Named, actor, by_place, is_of_sports, is_title, named, office_around, persons
from extractors.decrees.posts import Post, post_in
from extractors.decrees.told import Told
from extractors.text.lexicon import key_of

_OBJECT_REACH = 4
"""Words between a noun or verb of appointing and the name."""
_POST_REACH = 26
"""Words behind the name among which its office stands."""
_OFFICE = 16
_BACK = 26
_NAME = 7

_NOUNS = {"appointing": "appointed", "charging": "appointed", "electing": "elected", "renewing": "reappointed"}
_HIS = {"his_appointing": "appointed", "his_charging": "appointed", "his_electing": "elected"}
_VERBS = {"appoints": "appointed", "appoints_next": "appointed", "charges": "appointed", "elects": "elected"}
_CHARGES = ("charging", "his_charging", "charges")


def told(line: Line, before: Line | None) -> Iterator[Told]:
    """The appointments that a sentence tells of."""
    yield from _by_noun(line)
    yield from _by_verb(line)
    yield from _leavings(line)
    yield from _resignations(line)
    yield from _takings(line)
    yield from _headed(line)


def _by_noun(line: Line) -> Iterator[Told]:
    """«تعيين … مديرا», «تكليف … بعمل رئيس», «تعيينه وزيرا»."""
    for at in line.cued(0, len(line.words), *_NOUNS, *_HIS):
        act = next(each for name, each in {**_NOUNS, **_HIS}.items() if line.has(at, name))
        end = line.end_of(at, *_NOUNS, *_HIS)
        modality = _modality(line, at)
        if modality is None or _is_ended(line, at):
            continue
        own = line.has(at, *_HIS)
        mark = _mark(line, end, own=own)
        post = _post(line, mark, act) if mark is not None else None
        if mark is None or post is None:
            continue
        one = _spoken_of(line, at) if own else _object(line, end, mark)
        if one:
            issuer = _issuer(line, at, one)
            yield from _with_others(line, at, end, act, one, post, modality, issuer)


def _is_ended(line: Line, at: int) -> bool:
    """Whether it is the end of a charge («إنهاء تكليف …»)."""
    return any(
        line.end_of(on, "dismissing", "dismisses") > at
        for on in line.cued(max(0, at - 2), at, "dismissing", "dismisses")
    )


def _with_others(
    line: Line, at: int, end: int, act: str, one: Named, post: Post, modality: str, issuer: Named | None
) -> Iterator[Told]:
    """A statement, and those of further persons in the same sentence whose office is told like it («و… لمستشفى …»)."""
    again = line.cued(end, min(len(line.words), post.last + 4), "again") and act == "appointed"
    made = "reappointed" if again else act
    yield Told(line, made, at, end, one, post, modality, issuer, _instead(line, one.last))


def _mark(line: Line, first: int, *, own: bool) -> int | None:
    """Where an office begins behind a name: «مديرا», «في منصب», «بعمل», «كمحافظ»."""
    last = min(len(line.words), first + _POST_REACH)
    for at in range(first, last):
        if at > first and line.has(at, *_NOUNS, *_HIS, *_VERBS, "dismissing", "dismisses", "resignation"):
            return None
        if line.has(at, "in_post", "acting_work"):
            return at
        found = line.office_at(at)
        if found and (found[1].accusative or _is_object(line, at)) and (own or at > first):
            return at
    return None


def _is_object(line: Line, at: int) -> bool:
    """Whether an office has what stands before it written with it («كمحافظ», «برئاسة»), or cannot show its case."""
    exact = line.exacts[at]
    return (exact[0] in "کب" and not exact.startswith(("کبیر", "بطل"))) or (
        exact.endswith(("ه", "ة")) and not exact.startswith("ال") and exact not in ("رییاسه", "قیاده", "اداره", "رئاسه")
    )


def _post(line: Line, mark: int, act: str) -> Post | None:
    first, acting = mark, line.has(mark, "acting_work")
    if line.has(mark, "in_post", "acting_work"):
        first = line.end_of(mark, "in_post", "acting_work")
    if first < len(line.words) and line.has(first, "post") and not line.office_at(first):
        first = line.end_of(first, "post")
    last = _post_end(line, first)
    post = post_in(line, first, last)
    if post is None or post.first != first:
        return None
    if not post.role and (acting or line.cued(first, min(last + 1, len(line.words)), "acting")):
        return Post(post.first, post.last, "acting", post.office, post.body, post.body_entity, post.place)
    return post


def _post_end(line: Line, first: int) -> int:
    """Where the words of an office end: at a mark, a day, another name, or words that say when, why and in whose place."""
    stops = [len(line.words), first + _OFFICE]
    found = line.office_at(first)
    begin = found[0] if found else first + 1
    stops += line.cued(begin, first + _OFFICE, "after", "term", "until", "acting", "instead", *_NOUNS, *_HIS, *_VERBS)
    stops += line.cued(begin, first + _OFFICE, "dismissing", "resignation", "issues")
    stops += [at for at in range(begin, min(len(line.words), first + _OFFICE)) if _is_stop(line, at)]
    inside = {at for one in line.of("ORG") for at in range(one.first + 1, one.last)}
    stops += [one.first for one in line.of("DATE", "PERSON") if first < one.first]
    return min(at for at in stops if at not in inside)


def _is_stop(line: Line, at: int) -> bool:
    between = line.between(at)
    return any(sign in between for sign in "،,؛;:()[]-–\n") or (
        at > 0
        and line.exacts[at] == "و"
        and at + 1 < len(line.words)
        and bool(line.said.get(at + 1, {}).keys() & {"his_charging", "charging", "appointing", "after"})
    )


def _object(line: Line, first: int, mark: int) -> Named | None:
    """Who is appointed: the name right behind the noun, found as a person or by its place alone."""
    for one in persons(line, first, mark):
        if one.first - first <= _OBJECT_REACH and _only_titles(line, first, one.first):
            return _whole(line, one, mark)
        break
    end = mark
    for at in range(first + 1, mark):
        if line.is_parted(at) or line.office_at(at):
            end = at
            break
    if line.has(first, "people"):
        return None
    return by_place(line, first, end)


def _whole(line: Line, one: Named, mark: int) -> Named:
    """A name with its last words, where nothing but they stand before the office («عبد القادر خمري»)."""
    if 0 < mark - one.last <= 2 and not any(line.is_parted(at) for at in range(one.last, mark)):
        rest = by_place(line, one.first, mark)
        if rest:
            return Named(one.first, mark, rest.name, rest.span, one.title, "")
    return one


def _only_titles(line: Line, first: int, last: int) -> bool:
    """Whether nothing but titles, or an office that the person has until then, stands between."""
    if first >= last or (last - first == 1 and line.exacts[first].startswith("ال")):
        return True
    if line.office_at(first):
        return not line.cued(first + 1, last, "people")
    return all(
        is_title(line, at)
        or line.exacts[at] in ("معالی", "سعاده", "صاحب", "فضیله", "سمو", "الزمیل", "الکابتن", "کل", "من")
        for at in range(first, last)
    )


def _spoken_of(line: Line, at: int) -> Named | None:
    """Whom «تعيينه» is of: the nearest person before in the sentence, else the first behind it."""
    found = persons(line, 0, at)
    if found:
        return found[-1] if not _is_issuer(line, found[-1], at) or len(found) == 1 else found[-1]
    behind = persons(line, at, len(line.words))
    return behind[0] if at <= _BACK and len({one.name for one in behind[:1]}) == 1 else None


def _is_issuer(line: Line, one: Named, at: int) -> bool:
    return bool(line.cued(max(0, one.first - _NAME), one.first, "issues"))


def _issuer(line: Line, at: int, one: Named) -> Named | None:
    """Who orders it: behind «أصدر», «وافق», or «بقرار من»."""
    marks = [on for on in line.cued(0, at, "issues")]
    if marks:
        first = line.end_of(marks[-1], "issues")
        ends = [on for on in line.cued(first, at, "instrument")] or [at]
        found = actor(line, first, min(ends[0], at))
        return found if found and found.span != one.span else None
    for on in line.cued(0, len(line.words), "by"):
        found = actor(line, line.end_of(on, "by"), min(len(line.words), on + 10))
        if found and found.span != one.span:
            return found
    return None


def _instead(line: Line, first: int) -> Named | None:
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


def _by_verb(line: Line) -> Iterator[Told]:
    """«عين … وزيرا», «هادي يعين … محافظا»."""
    for at in line.cued(0, len(line.words), *_VERBS):
        act = next(each for name, each in _VERBS.items() if line.has(at, name))
        modality = _modality(line, at)
        end = line.end_of(at, *_VERBS)
        mark = _mark(line, end, own=False)
        post = _post(line, mark, act) if mark is not None and modality else None
        if mark is None or post is None or modality is None:
            continue
        issuer, one = _parties(line, at, end, mark)
        if one is not None:
            made = "planned" if line.has(at, "appoints_next") else modality
            yield Told(line, act, at, end, one, post, made, issuer, _instead(line, one.last))


def _parties(line: Line, at: int, first: int, mark: int) -> tuple[Named | None, Named | None]:
    """Who appoints and who is appointed: the last name before the office is the object."""
    found = persons(line, first, mark)
    before = [one for one in persons(line, 0, at) if at - one.last <= 1]
    if not found:
        end = next((on for on in range(first + 1, mark) if line.is_parted(on)), mark)
        one = by_place(line, first, end) if before else None
        return (before[-1] if before else None), one
    one = found[-1]
    if len(found) > 1:
        return actor(line, first, found[-2].last), one
    split = _split(line, one)
    if split:
        return split
    if before:
        return before[-1], one
    if line.has(at, "elects"):
        chosen = [org for org in line.of("ORG") if first <= org.first and org.last <= one.first]
        return (actor(line, chosen[0].first, chosen[0].last) if chosen else None), one
    if one.first > first and not _only_titles_alone(line, first, one.first):
        return actor(line, first, _title_start(line, one.first)), one
    return None, one


def _title_start(line: Line, at: int) -> int:
    while at > 0 and is_title(line, at - 1):
        at -= 1
    return at


def _only_titles_alone(line: Line, first: int, last: int) -> bool:
    return all(is_title(line, at) for at in range(first, last))


def _split(line: Line, one: Named) -> tuple[Named, Named] | None:
    """Two names that were found as one: its first word is a name by which the document calls another person."""
    if one.last - one.first < 3:
        return None
    head = line.exacts[one.first]
    known = {mention.value["name"] for mention in line.mentions_of("PERSON") if mention.span != one.span}
    if not any(len(name.split(" ")) > 1 and key_of(name.split(" ")[-1]) == head for name in known):
        return None
    span = line.place(one.first, one.first + 1)
    rest = line.place(one.first + 1, one.last)
    issuer = Named(one.first, one.first + 1, line.spelt(one.first, one.first + 1), span)
    return issuer, Named(one.first + 1, one.last, line.spelt(one.first + 1, one.last), rest, one.title)


def _leavings(line: Line) -> Iterator[Told]:
    """«إعفاء … من منصبه», «أقال … وزير الدفاع …», «أنهى مهام وزير الزراعة …»."""
    for at in line.cued(0, len(line.words), "dismissing", "dismisses", "retiring", "ends"):
        end = _ends(line, at) if line.has(at, "ends") else line.end_of(at, "dismissing", "dismisses", "retiring")
        if end == at:
            continue
        retired = line.has(at, "retiring")
        modality = _modality(line, at)
        if modality is None or (retired and not line.cued(end, end + _BACK, "pension")):
            continue
        one = next((p for p in persons(line, end, min(len(line.words), end + _OFFICE)) if _reaches(line, end, p)), None)
        if one is None and line.has(at, "dismissing"):
            stops = line.cued(end, min(len(line.words), end + _NAME), "from_post", "after")
            one = by_place(line, end, stops[0]) if stops else None
        if one is None or is_of_sports(line, at, one.last + _NAME):
            continue
        issuer = _issuer(line, at, one) or _subject(line, at, one)
        if line.has(at, "dismisses") and (pair := _second(line, end, one)):
            issuer, one = pair
            end = issuer.last
        act = "retired" if retired else "dismissed"
        yield Told(line, act, at, at + 1, one, _left(line, end, one), modality, issuer)


def _second(line: Line, first: int, one: Named) -> tuple[Named, Named] | None:
    """Subject and object of «أعفى الملك … وزير الإسكان … من منصبه»; None where the verb has one name behind it."""
    later = [each for each in persons(line, one.last, min(len(line.words), one.last + _OFFICE))]
    if not later or not line.office_at(one.last) or not _reaches(line, one.last, later[0]):
        return None
    return replace(one, title=office_around(line, one)), later[0]


def _ends(line: Line, at: int) -> int:
    """Where the words of «أنهى … مهام …» end, whose subject stands inside; the verb itself where they are none."""
    return next((on + 1 for on in line.cued(at + 1, at + _NAME, "duties")), at)


def _reaches(line: Line, first: int, one: Named) -> bool:
    """Whether a name is what a verb or noun is of: right behind it, or behind the office that is left."""
    if one.first - first <= 2:
        return True
    return not any(line.is_parted(at) for at in range(first + 1, one.first)) and not line.cued(
        first, one.first, "from_post", "after", "issues", "say"
    )


def _subject(line: Line, at: int, one: Named) -> Named | None:
    """The subject of «أعفى», where it stands between the verb and who is dismissed, or right before the verb."""
    between = [each for each in persons(line, at, one.first)]
    if between:
        return between[0]
    if line.has(at, "ends"):
        return actor(line, at + 1, max(at + 1, _ends(line, at) - 1))
    return None


def _left(line: Line, first: int, one: Named) -> Post | None:
    """The office that is left: before the name, or behind «من منصب»."""
    for at in range(first, one.first):
        if line.office_at(at):
            return post_in(line, at, _title_start(line, one.first))
    for at in line.cued(one.last, min(len(line.words), one.last + _NAME), "from_post"):
        begin = line.end_of(at, "from_post")
        if line.office_at(begin):
            return post_in(line, begin, _post_end(line, begin))
        if line.office_at(begin - 1):  # «من رئاسة الفيفا»
            return post_in(line, begin - 1, _post_end(line, begin - 1))
    for at in range(one.last, min(len(line.words), one.last + _NAME)):
        found = line.office_at(at)
        if found and line.exacts[at][0] == "ک" and not line.is_parted(at):
            return post_in(line, at, _post_end(line, at))
    return None


def _resignations(line: Line) -> Iterator[Told]:
    """«استقال …», «استقالة …», «قدم … استقالته»."""
    for at in line.cued(0, len(line.words), "resigns", "resignation", "his_resignation"):
        end = line.end_of(at, "resigns", "resignation", "his_resignation")
        modality = _modality(line, at)
        if modality is None:
            continue
        one = _hander(line, at) if line.has(at, "his_resignation") else _resigner(line, end)
        if one is None or is_of_sports(line, min(at, one.first) - 2, max(end, one.last) + _NAME):
            continue
        post = _left(line, end, one) if one.first >= end else _left_behind(line, end) or _left_beside(line, one)
        yield Told(line, "resigned", at, end, one, post, modality)


def _resigner(line: Line, first: int) -> Named | None:
    for one in persons(line, first, min(len(line.words), first + _OFFICE)):
        return one if _reaches(line, first, one) else None
    return None


def _hander(line: Line, at: int) -> Named | None:
    """Who hands in: the person between «قدم» and «استقالته», or right before the verb."""
    marks = line.cued(max(0, at - _OFFICE), at, "hands_in")
    if not marks:
        return None
    found = [one for one in persons(line, max(0, marks[0] - _OFFICE), at)]
    inside = [one for one in found if one.first > marks[0]]
    if inside:
        return inside[0] if len(inside) == 1 else None
    near = [one for one in found if marks[-1] - one.last <= 3]
    return near[-1] if near else None


def _left_behind(line: Line, end: int) -> Post | None:
    for at in line.cued(end, min(len(line.words), end + 3), "from_post"):
        begin = line.end_of(at, "from_post")
        for on in (begin, begin - 1):
            if line.office_at(on):
                return post_in(line, on, _post_end(line, on))
    if line.office_at(end) and line.exacts[end][:1] == "ک":
        return post_in(line, end, _post_end(line, end))
    return None


def _left_beside(line: Line, one: Named) -> Post | None:
    start = _title_start(line, one.first)
    for at in range(max(0, start - 8), start):
        if line.office_at(at) and not any(line.is_parted(on) for on in range(at + 1, start)):
            return post_in(line, at, start)
    return None


def _takings(line: Line) -> Iterator[Told]:
    """«تولى … منصب وزير», «أدى … اليمين … وزيرا»."""
    for at in line.cued(0, len(line.words), "takes", "swears"):
        end = line.end_of(at, "takes", "swears")
        modality = _modality(line, at)
        if modality is None or line.cued(max(0, at - 2), at, "planned"):
            continue
        behind = persons(line, end, min(len(line.words), end + _NAME))
        before = [one for one in persons(line, 0, at) if at - one.last <= 2]
        one = behind[0] if behind and _reaches(line, end, behind[0]) else before[-1] if before else None
        if one is None and line.has(at, "swears"):
            oath = line.cued(end, min(len(line.words), end + _NAME), "oath")
            one = by_place(line, end, oath[0]) if oath else None
        if one is None:
            continue
        first = max(end, one.last)
        post = _sworn(line, first) if line.has(at, "swears") else _taken(line, first)
        if post:
            yield Told(line, "appointed", at, end, one, post, modality, None, _instead(line, one.last))


def _taken(line: Line, first: int) -> Post | None:
    for at in line.cued(first, min(len(line.words), first + 2), "post"):
        begin = line.end_of(at, "post")
        found = line.office_at(begin)
        if found and not found[1].accusative:
            return post_in(line, begin, _post_end(line, begin))
    return None


def _sworn(line: Line, first: int) -> Post | None:
    oath = line.cued(first, min(len(line.words), first + _NAME), "oath")
    mark = _mark(line, line.end_of(oath[0], "oath"), own=False) if oath else None
    return _post(line, mark, "appointed") if mark is not None else None


def _headed(line: Line) -> Iterator[Told]:
    """A headline: a name and «مديرا» right behind it, and no verb."""
    if line.index != 0 or any(line.has(at, *_VERBS, *_NOUNS, *_HIS) for at in range(len(line.words))):
        return
    for one in line.persons:
        found = line.office_at(one.last)
        quoted = found and found[1].accusative and not line.has_comma(one.last)
        post = post_in(line, one.last, _post_end(line, one.last)) if quoted else None
        modality = _modality(line, one.first)
        if post and modality:
            yield Told(line, "appointed", one.last, post.last, named(line, one), post, modality, headline=True)


def _modality(line: Line, at: int) -> str | None:
    """How it is said; None of what is only wished, asked, or not done."""
    low = max(0, at - _NAME)
    if line.cued(0, at, "denied"):
        return "denied"
    if line.cued(max(0, at - 2), at, "not") or line.cued(low, at, "wished"):
        return None
    if line.cued(low, at, "planned"):
        return "planned"
    return "reported" if line.cued(0, at, "rumoured") else "asserted"
