"""What a document says of bodies it names: who holds which office in one, since when, and how many of what it has.

Strict: an office has the body beside it in the text, and a number is tied to a body by where it stands. What is said
of others in the same sentence is left out.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

from corpora.document import Document, Mention, Span
from corpora.tables import words
from extractors.text.lexicon import key_of

VERSION = 1
PERSON, COUNT = "person", "count"
_END = re.compile(r"[.!؟?\n؛](?=\s|$)|\n")
_LONGEST = 400
"""Code points of a sentence on either side of what it says."""
_OF = {"fa": (" ", "\N{ZERO WIDTH NON-JOINER}"), "ar": (" من ",)}
"""What may part what is counted from the body whose it is: «۱۲ دانشکدهٔ دانشگاه یزد», «50 طالباً من جامعة البصرة»."""
_COMMA = re.compile(r"[،,] ?")
_MARKS = re.compile(r"[\s،,()«»\"\N{ZERO WIDTH NON-JOINER}]+")


@dataclass(frozen=True, slots=True)
class BodyFact:
    """One thing said of a body: ``what`` is person or count, ``anchor`` where it stands, ``evidence`` the sentence.

    Of a person ``name``, ``person`` (who it is), ``role``, ``title`` and ``since`` are told; of a count ``number``
    (with ``least``, ``most`` and ``modifier``) and ``unit``. ``body`` is where the body is named.
    """

    anchor: Span
    evidence: Span
    what: str
    entity: str
    body: Span
    name: str = ""
    person: str = ""
    role: str = ""
    title: str = ""
    since: str = ""
    number: float = 0.0
    least: float | None = None
    most: float | None = None
    modifier: str = ""
    unit: str = ""


def facts(document: Document) -> list[BodyFact]:
    """What a document says of bodies, in its order."""
    mentions = sorted(document.mentions, key=lambda one: (one.span.start, one.span.end))
    bodies = [one for one in mentions if one.label == "ORG" and one.value.get("entity")]
    if not bodies:
        return []
    found = [fact for one in mentions if one.label == "PERSON" for fact in _of_person(document, one, bodies, mentions)]
    for sentence, inside in _sentences(document.text, mentions):
        found += _counts(document, sentence, inside)
    return sorted(found, key=lambda one: (one.anchor.start, one.what))


# persons ----------------------------------------------------------------------------------------------------------


def _of_person(
    document: Document, person: Mention, bodies: Sequence[Mention], mentions: Sequence[Mention]
) -> Iterator[BodyFact]:
    value = person.value
    body, role = _office(document, person, bodies)
    if body is None or not role:
        return
    since = _since(document, max(person.span.end, body.span.end), mentions)
    name, title = (str(value.get(part) or "") for part in ("name", "title"))
    sentence, who = _sentence(document.text, person.span), str(value.get("entity") or "")
    yield BodyFact(
        person.span, sentence, PERSON, str(body.value["entity"]), body.span, name, who, role, title=title, since=since
    )


def _office(document: Document, person: Mention, bodies: Sequence[Mention]) -> tuple[Mention | None, str]:
    """The body in which a person has an office, and the office; as the mention has it, or within the office.

    «مدیرعامل شرکت گاز، مجید سعیدی، گفت»: where a comma parts the body from the name the office goes on to its end.
    """
    value, role = person.value, str(person.value.get("role") or "")
    if value.get("organisation_span"):
        start, end = value["organisation_span"]
        return next((one for one in bodies if one.span.start <= start and end <= one.span.end), None), role
    body = next((one for one in reversed(bodies) if one.span.end <= person.span.start), None)
    if body is None or not _COMMA.fullmatch(document.text[body.span.end : person.span.start]):
        return None, ""
    office, name = _folded(role).split(), _folded(body.surface).split()
    if len(office) <= len(name) or office[-len(name) :] != name:
        return None, ""
    return body, " ".join(role.split()[: len(office) - len(name)])


def _since(document: Document, at: int, mentions: Sequence[Mention]) -> str:
    """The day from which an office is held, where the text says it right behind the office."""
    day = next((one for one in mentions if one.label == "DATE" and one.span.start >= at), None)
    if day is None or day.span.start - at > _LONGEST // 10:
        return ""
    between = _folded(document.text[at : day.span.start])
    own = _folded(day.surface)
    led = any(between == cue or (not between and own.startswith(f"{cue} ")) for cue in _cues("since"))
    value = str(day.value.get("value") or "")
    return value if led and "/" not in value and not day.value.get("relative") else ""


# counts -----------------------------------------------------------------------------------------------------------


def _counts(document: Document, sentence: Span, inside: Sequence[Mention]) -> Iterator[BodyFact]:
    """The counts of a sentence that are of a body: what stands right before its name, or what the body has."""
    counts = [one for one in inside if one.label == "COUNT"]
    bodies = [one for one in inside if one.label == "ORG" and one.value.get("entity")]
    if not counts or not bodies:
        return
    tied = dict[str, Mention]()
    for one, other in pairwise(sorted([*counts, *bodies], key=lambda mention: mention.span.start)):
        between = document.text[one.span.end : other.span.start]
        if one.label == "COUNT" and other.label == "ORG" and between in _OF.get(document.language, ()):
            tied[one.id] = other
    named = {one.value["entity"] for one in bodies}
    if len(named) == 1 and (owner := _owner(document.text, sentence, bodies[0], counts)):
        tied |= {one.id: owner for one in counts if one.span.start > owner.span.end and one.id not in tied}
    for one in counts:
        if body := tied.get(one.id):
            yield _counted(one, body, sentence)


def _owner(text: str, sentence: Span, body: Mention, counts: Sequence[Mention]) -> Mention | None:
    """The body of a sentence where that says what it has: by a verb beside it, or by the verb at the end."""
    later = [one for one in counts if one.span.start >= body.span.end]
    if not later:
        return None
    before = _folded(text[sentence.start : body.span.start])
    between = _folded(text[body.span.end : later[0].span.start])
    rest = _folded(text[later[-1].span.end : sentence.end]).rstrip(" .!؟?؛")
    led = any(before == cue for cue in _cues("verb")) and not between
    joined = not before and between in _cues("before") | _cues("verb")
    ends = not before and not between and rest in _cues("end")
    return body if (led or joined or ends) and _is_a_list(text, later) else None


def _is_a_list(text: str, counts: Sequence[Mention]) -> bool:
    """Whether several counts follow each other with nothing but «و» or a comma between them."""
    between = (_folded(text[one.span.end : other.span.start]) for one, other in pairwise(counts))
    return all(part in ("", "و") for part in between)


def _counted(one: Mention, body: Mention, sentence: Span) -> BodyFact:
    value: Mapping[str, Any] = one.value
    return BodyFact(
        one.span,
        sentence,
        COUNT,
        str(body.value["entity"]),
        body.span,
        number=value["number"],
        least=value.get("min"),
        most=value.get("max"),
        modifier=str(value.get("modifier", "exact")),
        unit=str(value["unit"]),
    )


# text -------------------------------------------------------------------------------------------------------------


@cache
def _cues(cue: str) -> frozenset[str]:
    return frozenset(map(_folded, words("organisation_facts", cue=cue)))


def _folded(text: str) -> str:
    """Words of a text as they are compared, one space between them."""
    return " ".join(key_of(part) for part in _MARKS.split(text) if part)


def _sentence(text: str, span: Span) -> Span:
    """The sentence around a span, cut where it is long."""
    low = max(0, span.start - _LONGEST)
    start = max((match.end() for match in _END.finditer(text, low, span.start)), default=low)
    last = _END.search(text, span.end, span.end + _LONGEST)
    end = last.end() if last else min(len(text), span.end + _LONGEST)
    while start < span.start and text[start].isspace():
        start += 1
    while end > span.end and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def _sentences(text: str, mentions: Sequence[Mention]) -> Iterator[tuple[Span, list[Mention]]]:
    """The sentences that hold a count, each with the mentions in it."""
    seen = set[int]()
    for one in mentions:
        if one.label != "COUNT":
            continue
        span = _sentence(text, one.span)
        if span.start not in seen:
            seen.add(span.start)
            yield span, [each for each in mentions if span.start <= each.span.start and each.span.end <= span.end]
