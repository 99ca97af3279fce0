"""Runs extractors over one text and maps what they find back to its code points."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from corpora.document import Mention, Span
from corpora.ids import mention_id
from extractors.protocols import Extractor, Found, Passage
from extractors.spans import SpanSet
from extractors.text.addresses import addresses
from extractors.text.aligned import AlignedText
from extractors.text.language import runs as paragraph_runs

_BROKEN = re.compile(r"[\uD800-\uDFFF]")
"""Half of a character that lost its other half: no database can keep it, so nothing that holds one is a mention."""
_PUBLISHED = range(1925, 2076)
"""Years that all three calendars cover."""
_EQUALS = re.compile(r"موافق|مصادف|مطابق|برابر با|معادل")
_NEAR = 80
"""Two calendars for one day stand within so many characters of each other."""


def mentions_of(
    text: str,
    *,
    key: str,
    language: str,
    published: date | None,
    extractors: Sequence[Extractor],
    furniture: Sequence[Span] = (),
) -> tuple[Mention, ...]:
    """The mentions of a text in order; offsets in code points of ``text``, none inside furniture.

    A paragraph in another language than the document's is read in its own.
    A relative date is resolved against ``published``, never against today; an impossible year anchors nothing.
    """
    mentions: list[Mention] = []
    for passage in passages(text, language, published, furniture):
        mentions += _extracted(text, key, passage, extractors)
    return witnessed(sorted(_unnamed(mentions), key=lambda m: (m.span, m.label)), text)


def passages(text: str, language: str, published: date | None, furniture: Sequence[Span]) -> Iterator[Passage]:
    """A text as extractors read it: once a language that it has, with the rest blanked."""
    anchor = published if published and published.year in _PUBLISHED else None
    shown = _blanked(text, furniture)
    runs = paragraph_runs(shown, Span(0, len(text)), language)
    for own in dict.fromkeys(found for _, found in runs):
        others = [span for span, found in runs if found != own]
        yield Passage.of(_blanked(shown, others), own, anchor)


def _extracted(text: str, key: str, passage: Passage, extractors: Sequence[Extractor]) -> list[Mention]:
    found: list[Found] = []
    mentions: list[Mention] = []
    in_addresses = addresses(passage.folded.key)
    for extractor in extractors:
        fresh = [item for item in extractor.extract(passage, found) if not in_addresses.overlaps(item.span)]
        found += fresh
        made = (_mention(text, key, passage, item, extractor) for item in fresh)
        mentions += [
            mention for mention in made if mention.surface.isprintable() or not _BROKEN.search(mention.surface)
        ]
    return mentions


def _unnamed(mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions without days that stand in the name of a body («بنیاد ۱۵ خرداد», «جامعة 6 أكتوبر»)."""
    bodies = SpanSet(mention.span for mention in mentions if mention.label == "ORG")
    return [mention for mention in mentions if mention.label != "DATE" or not bodies.covers(mention.span)]


def _blanked(text: str, furniture: Sequence[Span]) -> str:
    """The text with line breaks in place of its furniture, so that nothing is found there or across it."""
    if not furniture:
        return text
    parts, at = [], 0
    for span in sorted(furniture):
        start = max(span.start, at)
        if span.end > start:
            parts += [text[at:start], "\n" * (span.end - start)]
            at = span.end
    return "".join(parts) + text[at:]


def _mention(text: str, key: str, passage: Passage, item: Found, extractor: Extractor) -> Mention:
    span = passage.folded.span(item.start, item.end)
    surface = text[span.start : span.end]
    value = dict(item.value)
    for name, inner in item.inner.items():
        value[name] = [_range(passage, one) for one in inner] if isinstance(inner, list) else _range(passage, inner)
    identity = mention_id(key, item.label, span, surface)
    return Mention(identity, item.label, span, surface, value, extractor.name, extractor.version, item.score)


def _range(passage: Passage, inner: Span) -> list[int]:
    place = passage.folded.span(inner.start, inner.end)
    return [place.start, place.end]


def witnessed(mentions: Sequence[Mention], text: str) -> tuple[Mention, ...]:
    """Dates that give one day in two calendars, near each other: the second names the first as ``same_as``.

    Where the text says that they are one day («الموافق», «برابر با») and they are not, as ``conflicts_with``.
    A lunar month begins as the moon is seen: a Hijri day beside another calendar's is taken to be that day where it
    would be the one before or after.
    """
    out: list[Mention] = []
    at = -1
    for mention in mentions:
        value = mention.value
        if mention.label == "DATE" and value.get("precision") == "day" and not value.get("relative"):
            relation = _relation(out[at], mention, text) if at >= 0 else ""
            if relation:
                first, mention = _on_one_day(out[at], mention) if relation == "same_as" else (out[at], mention)
                out[at] = first
                mention = replace(mention, value={**mention.value, relation: first.id})
            else:
                at = len(out)
        out.append(mention)
    return tuple(out)


def _on_one_day(one: Mention, other: Mention) -> tuple[Mention, Mention]:
    """Two dates of one day, the Hijri one on the day that the other gives."""
    if one.value["calendar"] == "hijri":
        return replace(one, value={**one.value, **_day_of(other)}), other
    if other.value["calendar"] == "hijri":
        return one, replace(other, value={**other.value, **_day_of(one)})
    return one, other


def _day_of(mention: Mention) -> dict[str, Any]:
    return {name: mention.value[name] for name in ("start", "end")}


def _relation(one: Mention, other: Mention, text: str) -> str:
    """What a second date says of the first: the name of a value, or ""."""
    first, second = one.value, other.value
    near = other.span.start - one.span.end <= _NEAR
    if not near or "start" not in first or "start" not in second or first["calendar"] == second["calendar"]:
        return ""
    if first["end"] != first["start"] or second["end"] != second["start"]:
        return ""
    days = [date.fromisoformat(value["start"]) for value in (first, second)]
    apart = abs((days[0] - days[1]).days)
    between = text[one.span.end : other.span.start]
    said = bool(_EQUALS.search(AlignedText.of(between).key))
    hijri = "hijri" in (first["calendar"], second["calendar"])
    if apart == 0 or (apart == 1 and hijri and (said or not _WORD.search(between))):
        return "same_as"
    return "conflicts_with" if said else ""


_WORD = re.compile(r"\w")
