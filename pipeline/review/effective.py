"""What people see of a document: the version as read, what was found in it, and what people decided about both.

``effective`` is a pure function and the only maker of what index, pages and exports see.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from corpora.corrections import Correction, corrected, in_force
from corpora.document import Document, Mention, Span
from pipeline.records import Extraction
from pipeline.review.edited import edited
from pipeline.review.judged import Judgement, judged
from pipeline.review.states import states
from pipeline.store.decisions import Decision, standing
from pipeline.store.entities import Entity


def effective(
    read: Document,
    extraction: Extraction,
    decisions: Iterable[Decision],
    entities: Mapping[str, Entity] | None = None,
) -> Document:
    """The effective document: ``read`` is a version as it was read, without mentions; ``decisions`` may hold all.

    ``entities`` says of the keys of mentions to whom they lead; without it the keys stay.
    """
    said = standing(decisions)
    text = corrected_text(read, extraction, said)
    mentions: Sequence[Mention] = [_cut(mention, text.text) for mention in extraction.mentions]
    found: Sequence[Judgement] = ()
    if any(decision.kind == "mention" for decision in said):
        machine = text.with_mentions(mentions)
        found = judged(machine, said)
        mentions = shown_mentions(machine, found)
    shown = edited(text, said).with_mentions(led(mention, entities or {}) for mention in mentions)
    review = states(shown.mentions, found, said)
    return replace(shown, review=review) if review else shown


def corrected_text(read: Document, extraction: Extraction, said: Sequence[Decision]) -> Document:
    """The version with its text as it was put right, without mentions; flags and date are those that go with it."""
    text = corrected(read, corrections(said, extraction.version))
    flags = read.flags if extraction.flags is None else extraction.flags
    published = read.published if extraction.published is None else extraction.published
    return (
        text if (text.flags, text.published) == (flags, published) else replace(text, flags=flags, published=published)
    )


def _cut(mention: Mention, text: str) -> Mention:
    """The mention with its surface from the text: a database may have kept another letter for one that it refuses."""
    surface = text[mention.span.start : mention.span.end]
    return mention if mention.surface == surface else replace(mention, surface=surface)


def corrections(said: Iterable[Decision], version: int) -> list[Correction]:
    """The corrections of a version's text that nothing newer at their place stands in for."""
    return in_force(correction(one) for one in said if one.kind == "text" and one.before["version"] == version)


def correction(one: Decision) -> Correction:
    """What a decision on a text says."""
    return Correction(Span(one.before["start"], one.before["end"]), one.before["text"], one.after["text"])


def shown_mentions(document: Document, found: Sequence[Judgement]) -> list[Mention]:
    """The mentions of a document as people judged them, and those that nobody judged."""
    replaced = {judgement.machine.id for judgement in found if judgement.machine}
    stand = [judgement.mention for judgement in found if judgement.mention]
    places = {(mention.label, mention.span) for mention in stand}
    machine = (m for m in document.mentions if m.id not in replaced and (m.label, m.span) not in places)
    return [*machine, *stand]


def led(mention: Mention, entities: Mapping[str, Entity], *, called: bool = True) -> Mention:
    """The mention with the id of its entity in place of the key, and with its name, or (not ``called``) its own."""
    entity = entities.get(mention.value.get("entity", ""))
    if entity is None:
        return mention
    name = {"name": entity.name} if called else {}
    return mention.with_value({**mention.value, "entity": entity.id, **name})
