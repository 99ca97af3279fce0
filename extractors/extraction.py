"""Runs extractors over one text and maps what they find back to its code points."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from corpora.document import Mention, Span
from corpora.ids import mention_id
from extractors.protocols import Extractor, Found, Passage
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
    anchor = published if published and published.year in _PUBLISHED else None
    shown = _blanked(text, furniture)
    runs = paragraph_runs(shown, Span(0, len(text)), language)
    mentions: list[Mention] = []
    for own in dict.fromkeys(found for _, found in runs):
        others = [span for span, found in runs if found != own]
        passage = Passage.of(_blanked(shown, others), own, anchor)
        mentions += _extracted(text, key, passage, extractors)
    return witnessed(sorted(mentions, key=lambda m: (m.span, m.label)), text)


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
    A Hijri day may be the one before or after, as the moon was seen.
    """
    out: list[Mention] = []
    last: Mention | None = None
    for mention in mentions:
        value = mention.value
        if mention.label == "DATE" and value.get("precision") == "day" and not value.get("relative"):
            relation = _relation(last, mention, text) if last else ""
            if last and relation:
                mention = replace(mention, value={**value, relation: last.id})
            else:
                last = mention
        out.append(mention)
    return tuple(out)


def _relation(one: Mention, other: Mention, text: str) -> str:
    """What a second date says of the first: the name of a value, or ""."""
    first, second = one.value, other.value
    near = other.span.start - one.span.end <= _NEAR
    if not near or "start" not in first or "start" not in second or first["calendar"] == second["calendar"]:
        return ""
    days = [date.fromisoformat(value["start"]) for value in (first, second)]
    apart = abs((days[0] - days[1]).days)
    said = bool(_EQUALS.search(AlignedText.of(text[one.span.end : other.span.start]).key))
    hijri = "hijri" in (first["calendar"], second["calendar"])
    if first["end"] == first["start"] and second["end"] == second["start"] and apart <= (hijri and said):
        return "same_as"
    return "conflicts_with" if said and apart else ""
