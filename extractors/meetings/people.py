"""Who was at a meeting, how many, who led it and whose it was, where its sentences say so."""

from collections.abc import Iterable, Iterator, Sequence

from extractors.agreements.candidates import Field
from extractors.agreements.sentences import Placed
from extractors.meetings.candidates import Attendee, Headcount
from extractors.meetings.tellings import Telling
from extractors.meetings.words import MeetingSentence

_LIST = 120
"""Words of a list of those who are there."""
_LED, _OWN = 14, 10
"""Words between «به ریاست» and the name; between a verb and the body that holds the meeting."""
_COUNTED = 4
"""Words between a number of people and «حضور داشتند»."""
_WITH, _BETWEEN = 2, 6
"""Words between a meeting and «با» or «مع», and «میان» or «بين»."""
_SURE = 0.8


def person(one: Placed) -> Attendee:
    """A PERSON as one who takes part; his office stands with him where the text has it."""
    mention = one.mention
    value = mention.value
    title = str(value.get("role") or value.get("title") or "")
    return Attendee(value["name"], mention.surface, mention.span, "person", title, value.get("entity", ""))


def body(one: Placed) -> Attendee:
    """An ORG as one that takes part."""
    mention = one.mention
    return Attendee(mention.value["name"], mention.surface, mention.span, "body", "", mention.value.get("entity", ""))


def _named(sentence: MeetingSentence, first: int, last: int) -> Iterator[Attendee]:
    for one in sentence.placed:
        if first <= one.first < last:
            if one.mention.label == "PERSON":
                if not (one.first and sentence.has(one.first - 1, "martyr")):
                    yield person(one)
            elif one.mention.label == "ORG" and one.mention.value.get("kind") != "media":
                yield body(one)


def attendance(one: Telling) -> tuple[list[Attendee], list[Field[Headcount]]]:
    """Who «با حضور …», «بمشاركة …» or «حضر الاجتماع …» names, and how many; of talks, those who talk."""
    sentence = one.sentence
    people: list[Attendee] = []
    counts: list[Field[Headcount]] = []
    for first, last in _lists(one):
        people += _named(sentence, first, last)
        counts += _counted(sentence, first, last)
    if one.how == "verb" or (one.form.kind == "talks" and not one.points and one.how != "title"):
        people += _talking(one)
    counts += _present(one)
    people += _beside(one)
    return _once(people), counts


def _beside(one: Telling) -> Iterator[Attendee]:
    """With whom it is («جلسة مباحثات مع …», «جلسه با …»)."""
    sentence = one.sentence
    if one.how in ("tail", "bare") or (one.form.named and sentence.language == "fa"):
        return
    between = sentence.cued(one.end, one.end + _BETWEEN, "between")
    for at in sentence.cued(one.end, one.end + _WITH, "with") or between:
        if not sentence.has(at, "attend", "topic", "host", "chair"):
            yield from _named(sentence, at + 1, _list_ends(one, at + 1))
        return


def _lists(one: Telling) -> Iterator[tuple[int, int]]:
    """The words behind each cue that somebody is there."""
    sentence = one.sentence
    for at in sentence.cued(one.first, one.last, "attend"):
        first = sentence.ends(at)
        yield first, _list_ends(one, first)


def _list_ends(one: Telling, first: int) -> int:
    sentence = one.sentence
    dated = {each.first for each in sentence.of("DATE")}
    stops = ("hold", "phase", "say", "attend", "topic", "held_it", "chair", "decide")
    last = first
    while last < min(one.last, first + _LIST):
        if last in dated or ":" in sentence.between(last) or (last > first and sentence.has(last, *stops)):
            break
        if sentence.language == "fa" and sentence.has(last, "at_place"):
            break
        last += 1
    return last


def _counted(sentence: MeetingSentence, first: int, last: int) -> Iterator[Field[Headcount]]:
    for one in sentence.of("COUNT"):
        if first <= one.first < last:
            yield _headcount(one)


def _headcount(one: Placed) -> Field[Headcount]:
    value = one.mention.value
    return Field(Headcount(value["number"], value.get("unit", ""), value["modifier"]), (one.mention.span,), _SURE)


def _present(one: Telling) -> Iterator[Field[Headcount]]:
    """«۳۱ نفر … حضور داشتند», «۱۹۷ نماینده حاضر»."""
    sentence = one.sentence
    lists = list(_lists(one))
    for each in sentence.of("COUNT"):
        listed = any(first <= each.first < last for first, last in lists)
        if not listed and sentence.cued(each.last, each.last + _COUNTED, "attended"):
            yield _headcount(each)


def _talking(one: Telling) -> list[Attendee]:
    """Those whom the sentence of talks names, but who only report them."""
    sentence = one.sentence
    if sentence.language == "fa" and one.how == "verb":
        return list(_named(sentence, _behind_dateline(sentence, one.at), one.at))
    first = one.after
    last = min([one.last, first + _LIST, *sentence.cued(first + 1, one.last, "say", "topic", "hold")])
    return list(_named(sentence, first, last))


def _behind_dateline(sentence: MeetingSentence, at: int) -> int:
    """Where a sentence begins to speak: behind «به گزارش … ،»."""
    for each in range(min(at, _OWN), 0, -1):
        if "،" in sentence.between(each) or ":" in sentence.between(each):
            return each
    return 0


def led_by(one: Telling) -> list[Attendee]:
    """Who leads it: «به ریاست …», «برئاسة …», «ترأس … الاجتماع»."""
    sentence = one.sentence
    for at in sentence.cued(one.first, one.last, "chair"):
        first = sentence.ends(at)
        found = [each for each in sentence.of("PERSON") if first <= each.first < first + _LED]
        if found:
            return [person(found[0])]
        office = _office(one, first)
        if office is not None:
            return [office]
    if one.verb >= 0 and one.verb < one.at and sentence.has(one.verb, "chairs"):
        found = [each for each in sentence.of("PERSON") if one.verb < each.first < one.at]
        return [person(found[0])] if found else []
    return []


def _office(one: Telling, first: int) -> Attendee | None:
    """Who leads it, where no name was recognised: the words up to the next that part («استاندار یزد»)."""
    sentence, last = one.sentence, first
    while last < min(one.last, first + _LED // 2):
        stops = ("bound", "hold", "attend", "host", "done", "topic", "say")
        if (last > first and sentence.is_parted(last)) or sentence.has(last, *stops):
            break
        last += 1
    if last == first:
        return None
    span = sentence.place(first, last)
    text = sentence.text[span.start : span.end]
    return Attendee(text, text, span)


def hosts_of(one: Telling) -> list[Attendee]:
    """Whose meeting it is: the body in its name, one that holds it, one «به میزبانی» of which it is."""
    sentence = one.sentence
    talks = one.form.kind == "talks"
    found = [each for each in sentence.of("ORG") if one.after <= each.first < one.end and not talks]
    for at in sentence.cued(one.first, one.last, "host"):
        first = sentence.ends(at)
        found += [each for each in sentence.of("ORG") if first <= each.first <= first + 2]
    if sentence.language == "ar" and one.verb >= 0 and not sentence.has(one.verb, "chairs") and one.how == "held":
        found += [each for each in sentence.of("ORG") if 1 <= each.first - one.verb <= 2]
    if one.form.owned:
        found += [each for each in sentence.of("ORG") if 0 <= one.at - each.last <= 2][-1:]
    return _once(body(each) for each in found if each.mention.value.get("kind") != "media")


def _once(people: Iterable[Attendee]) -> list[Attendee]:
    kept: dict[tuple[str, str], Attendee] = {}
    for each in people:
        kept.setdefault((each.role, each.entity or each.name), each)
    return list(kept.values())


def together(lists: Sequence[Sequence[Attendee]]) -> tuple[Attendee, ...]:
    """Several lists as one, each person and body once."""
    return tuple(_once(each for one in lists for each in one))
