"""Minutes of a meeting («صورت‌جلسه», «محضر اجتماع»): what stands behind their labels, and what they list."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from corpora.document import Document, Mention, Span
from corpora.tables import table
from extractors.agreements.candidates import Field, When
from extractors.agreements.dating import when
from extractors.agreements.sentences import Placed
from extractors.meetings.candidates import LOOKED_FOR, Attendee, FollowUp, Headcount, Meeting
from extractors.meetings.outcomes import due_of
from extractors.text.characters import ZWNJ

_HEAD = 5
"""Lines at the top among which the title of minutes stands."""
_ITEM = re.compile(r"[ \t]*(?:[-–•*▪]|[(\[]?[\d۰-۹٠-٩]{1,2}[.)\]\-–ـ])[ \t]*")
_LABELS_AT_LEAST = 2
_LONGEST = 600


@dataclass(frozen=True, slots=True)
class Part:
    """What stands behind a label, up to the next one."""

    field: str
    span: Span


def minutes_of(document: Document, told: Sequence[Meeting]) -> Meeting | None:
    """The meeting whose minutes a document is, with what its sentences tell of it; None of another text."""
    title = _title(document)
    if title is None:
        return None
    parts = list(_parts(document))
    if len({part.field for part in parts}) < _LABELS_AT_LEAST and not told:
        return None
    first = told[0] if told else _bare(document, title)
    return _filled(document, first, parts, title)


def _bare(document: Document, title: Span) -> Meeting:
    word = document.text[title.start : title.end]
    return Meeting(Field("meeting", (title,), 0.9), word, title, title, modality=Field("held", (title,), 0.8))


@cache
def _titles(language: str) -> re.Pattern[str]:
    rows = (row for row in table("meeting_words") if (row["needs"], row["language"]) == ("minutes", language))
    words = [_spelt(row["word"]) for row in rows]
    return re.compile(rf"[ \t]*(?:{'|'.join(words)})")


def _spelt(words: str) -> str:
    """A pattern of words in any spelling of their letters and joints."""
    joint = rf"[ {ZWNJ}\t]*"
    return joint.join(
        "".join(_VARIANTS.get(letter, re.escape(letter)) for letter in word) for word in re.split(f"[ {ZWNJ}]", words)
    )


_VARIANTS = {"ا": "[اأإآ]", "أ": "[اأإآ]", "ی": "[یيى]", "ک": "[کك]", "ي": "[يىی]", "ك": "[کك]", "ئ": "[ئی]"}


def _title(document: Document) -> Span | None:
    """The word «صورت‌جلسه» or «محضر اجتماع» at the beginning of one of the first lines."""
    for line in _lines(document.text, 0, len(document.text))[:_HEAD]:
        match = _titles(document.language).match(document.text, line.start, line.end)
        if match:
            start = match.end() - len(match.group().lstrip())
            return Span(start, match.end())
    return None


def _lines(text: str, start: int, end: int) -> list[Span]:
    """The lines of a part of a text that hold something, without spaces around them."""
    found = []
    for match in re.compile(r"[^\n]+").finditer(text, start, end):
        inner = match.group().strip()
        if inner:
            first = match.start() + match.group().index(inner[0])
            found.append(Span(first, first + len(inner)))
    return found


@cache
def _labels(language: str) -> tuple[re.Pattern[str], tuple[str, ...]]:
    """A pattern of all labels with a colon behind, or alone in a line; the fields of its groups."""
    fields, patterns = [], []
    for row in table("meeting_labels"):
        if row["language"] == language:
            words = sorted(row["words"].split(";"), key=len, reverse=True)
            fields.append(row["field"])
            patterns.append(f"({'|'.join(map(_spelt, words))})")
    begins = r"(?:^|(?<=[\n\t،,؛|(])|(?<=  ))[ \t]*(?:[-–•*▪]|[\d۰-۹٠-٩]{1,2}[.)\-–])?[ \t]*"
    return re.compile(rf"{begins}(?:{'|'.join(patterns)})[ \t]*(?:[:：]|(?=\n|$))", re.MULTILINE), tuple(fields)


def _parts(document: Document) -> Iterator[Part]:
    pattern, fields = _labels(document.language)
    found = list(pattern.finditer(document.text))
    for number, match in enumerate(found):
        end = found[number + 1].start() if number + 1 < len(found) else len(document.text)
        yield Part(fields[match.lastindex - 1 if match.lastindex else 0], Span(match.end(), end))


def _inside(document: Document, span: Span, *labels: str) -> list[Mention]:
    return [one for one in document.mentions if one.label in labels and span.covers(one.span)]


def _text(document: Document, span: Span) -> Field[str] | None:
    """The first line of a part."""
    lines = _lines(document.text, span.start, span.end)
    if not lines or lines[0].end - lines[0].start > _LONGEST:
        return None
    item = _ITEM.match(document.text, lines[0].start, lines[0].end)
    line = Span(item.end() if item else lines[0].start, lines[0].end)
    text = document.text[line.start : line.end].rstrip(" .،,؛")
    return Field(text, (Span(line.start, line.start + len(text)),), 0.9) if text else None


def _filled(document: Document, first: Meeting, parts: Sequence[Part], title: Span) -> Meeting:
    """The meeting with what stands behind labels, which says more than a sentence."""
    named = {part.field: part.span for part in reversed(parts)}
    date = _date(document, named.get("date")) or first.date
    place = named.get("place")
    towns = _inside(document, place, "PLACE") if place else []
    decisions, follow_ups = _listed(document, parts, date.value if date else None)
    chairs = [_person(one) for one in _inside(document, named["chair"], "PERSON")[:1]] if "chair" in named else []
    people = [one for part in parts if part.field == "attendees" for one in _people(document, part.span)]
    return replace(
        first,
        form="minutes",
        anchor=title,
        mentions=tuple(sorted({title, *first.mentions})),
        name=first.name or _text(document, Span(title.start, _line_ends(document.text, title.end))),
        subject=(_text(document, named["subject"]) if "subject" in named else None) or first.subject,
        date=date,
        time=_time(document, named) or first.time,
        venue=(_text(document, place) if place else None) or first.venue,
        town=_town(towns) or first.town,
        chair=tuple(chairs) or first.chair,
        attendees=tuple({(one.role, one.name): one for one in (*people, *first.attendees)}.values()),
        counts=first.counts or tuple(_counts(document, parts)),
        decisions=tuple(decisions) or first.decisions,
        follow_ups=tuple(follow_ups) or first.follow_ups,
        looked_for=LOOKED_FOR,
    )


def _line_ends(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def _date(document: Document, span: Span | None) -> Field[When] | None:
    if span is None:
        return None
    found = ((one, when(one)) for one in _inside(document, span, "DATE"))
    return next((Field(told, (one.span,), 0.95) for one, told in found if told is not None and told.day), None)


def _time(document: Document, named: dict[str, Span]) -> Field[str] | None:
    for field in ("time", "date"):
        if field in named:
            start = named[field].start
            around = Span(max(0, start - len("ساعت شروع: ")), named[field].end)
            for one in _inside(document, around, "DATE"):
                if "time" in one.value:
                    return Field(str(one.value["time"]), (one.span,), 0.9)
    return None


def _town(towns: Sequence[Mention]) -> Field[str] | None:
    known = [one for one in towns if "kind" in one.value]
    return Field(str(known[-1].value["name"]), (known[-1].span,), 0.85) if known else None


def _person(one: Mention) -> Attendee:
    title = str(one.value.get("role") or one.value.get("title") or "")
    return Attendee(one.value["name"], one.surface, one.span, "person", title, one.value.get("entity", ""))


def _people(document: Document, span: Span) -> Iterator[Attendee]:
    for one in _inside(document, span, "PERSON", "ORG"):
        if one.label == "PERSON":
            yield _person(one)
        else:
            yield Attendee(one.value["name"], one.surface, one.span, "body", "", one.value.get("entity", ""))


def _counts(document: Document, parts: Sequence[Part]) -> Iterator[Field[Headcount]]:
    for part in parts:
        for one in _inside(document, part.span, "COUNT") if part.field == "attendees" else ():
            value = one.value
            yield Field(Headcount(value["number"], value.get("unit", ""), value["modifier"]), (one.span,), 0.8)


def _listed(document: Document, parts: Sequence[Part], day: When | None) -> tuple[list[Field[str]], list[FollowUp]]:
    """What was decided, an item a line, and of each who has to do it by when."""
    decisions: list[Field[str]] = []
    follow_ups: list[FollowUp] = []
    for number, part in enumerate(parts):
        if part.field == "decisions":
            items = [_item(document, line) for line in _lines(document.text, part.span.start, part.span.end)]
            decisions += items
            behind = [*(dict[str, Span]() for _ in items[1:]), _labels_behind(parts, number)]
            found = (_followed(document, each, later, day) for each, later in zip(items, behind, strict=False))
            follow_ups += [one for one in found if one is not None]
    return decisions, follow_ups


def _item(document: Document, line: Span) -> Field[str]:
    mark = _ITEM.match(document.text, line.start, line.end)
    start = mark.end() if mark and mark.end() < line.end else line.start
    text = document.text[start : line.end].rstrip(" .،,؛(")
    return Field(text, (Span(start, start + len(text)),), 0.9)


def _labels_behind(parts: Sequence[Part], number: int) -> dict[str, Span]:
    """The labels of who and when that stand right behind a part."""
    found: dict[str, Span] = {}
    for part in parts[number + 1 :]:
        if part.field not in ("who", "due"):
            break
        found.setdefault(part.field, part.span)
    return found


def _followed(document: Document, what: Field[str], later: dict[str, Span], day: When | None) -> FollowUp | None:
    who_at = later.get("who", what.span)
    named = _inside(document, who_at, "ORG", "PERSON")
    who = Field(str(named[0].value["name"]), (named[0].span,), 0.8) if named else None
    if who is None and "who" in later:
        who = _text(document, later["who"])
    due = None
    for one in _inside(document, later.get("due", what.span), "DATE"):
        due = due or due_of(Placed(one, 0, 0), day, document.published[:10])
    return FollowUp(what, who, due) if who or due else None
