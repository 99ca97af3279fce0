"""Random corrections and judgements of four people: what is seen follows from the log alone, and an undo is exact."""

import os
import random
from dataclasses import replace

import pytest

from corpora.document import Document, Mention, Span
from corpora.ids import mention_id
from pipeline.records import Extraction
from pipeline.review.effective import corrected_text, effective
from pipeline.review.judged import context
from pipeline.store.decisions import Decision, alive, standing
from tests.makers import scanned

DECISIONS = int(os.environ.get("ASNAD_DECISIONS", "300"))
PEOPLE = ("زهرا", "امید", "ليلى", "سامي")
TEXT = "دانشگاه یزد و شرکت برق در میبد پیمان بستند\nانجمن خط و بنیاد سعدی نیز در تهران بودند"
WORDS = ("دانشگاه یزد", "شرکت برق", "میبد", "انجمن خط", "بنیاد سعدی", "تهران")
READ = scanned(TEXT)[0]


def extracted(text: str) -> tuple[Mention, ...]:
    """What a machine would find: the words that stand there."""
    found = list[Mention]()
    for word in WORDS:
        if word in text:
            span = Span(text.index(word), text.index(word) + len(word))
            value = {"name": word}
            found.append(Mention(mention_id(READ.key, "ORG", span, word), "ORG", span, word, value, "test", "1", 0.7))
    return tuple(found)


def seen(log: list[Decision]) -> Document:
    """The effective document: extraction sees the text as it was put right."""
    text = corrected_text(READ, Extraction(1), standing(log)).text
    return effective(READ, Extraction(1, extracted(text)), log)


def correcting(chance: random.Random) -> Decision:
    words = [region.span for region in READ.pages[0].regions]
    span = chance.choice(words)
    said = {"version": 1, "start": span.start, "end": span.end, "text": TEXT[span.start : span.end]}
    after = chance.choice(("یزد", "سعدی و حافظ", "", "برق‌آبی", TEXT[span.start : span.end]))
    return Decision("text", f"{span.start}-{span.end}", said, {"text": after}, READ.key)


def judging(chance: random.Random, document: Document) -> Decision | None:
    if not document.mentions:
        return None
    one = chance.choice(document.mentions)
    place = {"label": one.label, "start": one.span.start, "end": one.span.end, "surface": one.surface}
    before = {**place, "version": 1, "context": context(document.text, one.span), "value": dict(one.value)}
    verdict = chance.choice(("accept", "reject", "correct", "ignore"))
    after = {**place, "value": {"name": f"نام {chance.randrange(9)}"}} if verdict == "correct" else {}
    return Decision("mention", one.id, before, {**after, "verdict": verdict}, READ.key)


@pytest.mark.parametrize("seed", [1, 2])
def test_what_is_seen_follows_from_the_log_and_an_undo_is_exact(seed: int) -> None:
    chance, log = random.Random(seed), list[Decision]()
    while len(log) < DECISIONS:
        before = seen(log)
        kind = chance.choice(("text", "mention", "mention", "undo"))
        if kind == "undo":
            made = chance.choice(alive(log)).undone() if log else None
        else:
            made = correcting(chance) if kind == "text" else judging(chance, before)
        if made is None:
            made = correcting(chance)
        made = replace(made, id=len(log) + 1, user=chance.choice(PEOPLE))
        back = replace(made.undone(), id=made.id + 1, user=chance.choice(PEOPLE))
        after = seen([*log, made])
        assert seen([*log, made, back]) == before
        assert seen([*log, made, back, replace(back.undone(), id=back.id + 1)]) == after
        log.append(made)
        for one in after.mentions:
            assert after.text[one.span.start : one.span.end] == one.surface
        assert seen(chance.sample(log, len(log))) == after
