"""Appointments in Arabic sentences: «أصدر … قرارا بتعيين … مديرا», «عين … وزيرا», «استقال … من منصبه»."""

from collections.abc import Iterator
from dataclasses import replace

from extractors.decrees.arabic_changes import leavings, resignations, successors, takings
from extractors.decrees.arabic_posts import instead_of, issuer_of, mark_of, modality_of, post_at, post_end, title_start
from extractors.decrees.lines import Line
from extractors.decrees.people import Named, actor, by_place, is_of_sports, is_title, named, persons
from extractors.decrees.posts import Post, body_at, post_in
from extractors.decrees.told import Told
from extractors.text.lexicon import key_of

_OBJECT_REACH = 4
"""Words between a noun or verb of appointing and the name."""
_OFFICE_REACH = 12
"""The same where the office that he has until then stands between."""
_BACK = 26
"""Words before «تعيينه» that say when, where the person is named behind it."""
_RULERS = frozenset(map(key_of, ("الرئيس", "الملك", "الوزير", "السلطان")))
_NOUNS = {"appointing": "appointed", "charging": "appointed", "electing": "elected", "renewing": "reappointed"}
_HIS = {"his_appointing": "appointed", "his_charging": "appointed", "his_electing": "elected"}
_VERBS = {"appoints": "appointed", "appoints_next": "appointed", "charges": "appointed", "elects": "elected"}


def told(line: Line, _before: Line | None) -> Iterator[Told]:
    """The appointments that a sentence tells of."""
    yield from _by_noun(line)
    yield from _by_verb(line)
    left = [*leavings(line), *resignations(line)]
    yield from left
    yield from successors(line, left)
    yield from takings(line)
    yield from _headed(line)


def _by_noun(line: Line) -> Iterator[Told]:
    """«تعيين … مديرا», «تكليف … بعمل رئيس», «تعيينه وزيرا»."""
    for at in line.cued(0, len(line.words), *_NOUNS, *_HIS):
        act = next(each for name, each in {**_NOUNS, **_HIS}.items() if line.has(at, name))
        end = line.end_of(at, *_NOUNS, *_HIS)
        modality = modality_of(line, at)
        if modality is None or _is_ended(line, at):
            continue
        own = line.has(at, *_HIS)
        mark = mark_of(line, end, own=own)
        post = post_at(line, mark) if mark is not None else None
        if mark is None or post is None:
            continue
        one = _spoken_of(line, at) if own else _object(line, end, mark)
        if one:
            issuer = issuer_of(line, at, one)
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
    yield Told(line, made, at, end, one, post, modality, issuer, instead_of(line, one.last))
    first = post.last
    while (further := _further(line, first, post)) is not None:
        other, theirs = further
        yield Told(line, made, at, end, other, theirs, modality, issuer)
        first = max(theirs.last, other.last)


def _further(line: Line, first: int, like: Post) -> tuple[Named, Post] | None:
    """The next of several in one statement: «و… مساعدا له», «و… لمستشفى …» whose office is like the one before."""
    found = next((one for one in persons(line, first, len(line.words)) if one.first - first <= _OBJECT_REACH), None)
    if found is None or not (line.has_comma(title_start(line, found.first)) or _is_joined(line, first, found.first)):
        return None
    at = found.last
    if at >= len(line.words) or line.is_parted(at):
        return None
    office = line.office_at(at)
    if office and office[1].accusative:
        post = post_at(line, at)
        return (found, post) if post else None
    if not line.exacts[at].startswith("ل") or line.said.get(at):
        return None
    body = body_at(line, at, post_end(line, at))
    return (found, Post(at, body[1], like.role, like.office, body[2], body[3])) if body else None


def _is_joined(line: Line, first: int, last: int) -> bool:
    """Whether «و» and titles alone stand between."""
    between = [at for at in range(first, last) if not is_title(line, at)]
    return bool(between) and all(line.exacts[at] == "و" for at in between)


def _object(line: Line, first: int, mark: int) -> Named | None:
    """Who is appointed: the name right behind the noun, found as a person or by its place alone."""
    both = persons(line, first, mark)
    if len(both) > 1 and line.exacts[first] in _RULERS and mark - both[-1].last <= 1:  # «تعيين الرئيس … فلانا محافظا»
        return both[-1]
    for one in both:
        near = one.first - first <= (_OFFICE_REACH if line.office_at(first) else _OBJECT_REACH)
        if near and _only_titles(line, first, one.first):
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
    if mark - one.last == 1 and not line.is_parted(one.last) and line.exacts[one.last][0] not in "بلک":
        if line.exacts[one.last].startswith("ال") and not line.said.get(one.last) and not line.office_at(one.last):
            name = f"{one.name} {line.spelt(one.last, mark)}"
            return replace(one, last=mark, name=name, span=line.place(one.first, mark), entity="")
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
    deeds = line.cued(0, at, *_NOUNS, *_VERBS, "dismissing", "dismisses", "resignation", "resigns")
    found = persons(line, deeds[-1] if deeds else 0, at)
    if found:
        return found[-1] if len({one.name for one in found}) == 1 else None
    behind = persons(line, at, len(line.words))
    return behind[0] if behind and at <= _BACK else None


def _by_verb(line: Line) -> Iterator[Told]:
    """«عين … وزيرا», «هادي يعين … محافظا»."""
    for at in line.cued(0, len(line.words), *_VERBS):
        act = next(each for name, each in _VERBS.items() if line.has(at, name))
        modality = modality_of(line, at)
        end = line.end_of(at, *_VERBS)
        which = _antecedent(line, at)
        mark = mark_of(line, end, own=which is not None)
        post = post_at(line, mark) if mark is not None and modality else None
        if mark is None or post is None or modality is None:
            continue
        issuer, one = _parties(line, at, end, mark)
        if which and mark == end:
            yield Told(line, act, at, end, which, post, modality, issuer_of(line, at, which), _hander_over(line, which))
            continue
        if one is not None and not is_of_sports(line, at - _OBJECT_REACH, mark):
            made = "planned" if line.has(at, "appoints_next") else modality
            yield from _with_others(line, at, end, act, one, post, made, issuer)


def _antecedent(line: Line, at: int) -> Named | None:
    """«… الذي عُيّن مديرا»: who stands right before the pronoun; an office must stand right behind the verb then."""
    if line.exacts[at - 1 : at] not in (["الذی"], ["التی"]):
        return None
    return next((one for one in persons(line, 0, at) if one.last == at - 1), None)


def _hander_over(line: Line, one: Named) -> Named | None:
    """Who hands an office over to somebody: «سلّم … مهام رئاسة … لـ»."""
    for at in line.cued(0, one.first, "hands_over"):
        found = persons(line, at, one.first)
        if len(found) == 1 and _only_titles_alone(line, at + 1, found[0].first) and line.cued(at, one.first, "post"):
            return found[0]
    return None


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
        return actor(line, first, _second_office(line, first, title_start(line, one.first))), one
    return None, one


def _second_office(line: Line, first: int, last: int) -> int:
    """Where the office begins that the object has until then («كلف رئيس الحكومة | وزير الداخلية …»); else the end."""
    for at in range(first + 1, last):
        definite = line.spelt(at - 1, at).split(" ")[-1].startswith("ال")
        ends = definite or any(one.last == at for one in line.of("ORG"))
        if ends and line.office_at(first) and line.office_at(at) and not line.exacts[at].startswith("ال"):
            return at
    return last


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


def _headed(line: Line) -> Iterator[Told]:
    """A headline: a name and «مديرا» right behind it, and no verb."""
    if line.index != 0 or any(line.has(at, *_VERBS, *_NOUNS, *_HIS) for at in range(len(line.words))):
        return
    for one in line.persons:
        found = line.office_at(one.last)
        quoted = found and found[1].accusative and not line.has_comma(one.last)
        post = post_in(line, one.last, post_end(line, one.last)) if quoted else None
        modality = modality_of(line, one.first)
        if post and modality:
            yield Told(line, "appointed", one.last, post.last, named(one), post, modality, headline=True)
