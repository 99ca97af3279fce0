"""What people see: a pure function of what was read, what was found, and what was decided."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from corpora.document import Document, Mention, Span
from corpora.ids import mention_id
from pipeline.records import Extraction
from pipeline.review.effective import effective
from pipeline.review.judged import Judgement, context, judged, moved_value, place_of
from pipeline.store.decisions import Decision
from pipeline.store.entities import Entity

TEXT = "دانشگاه یزد و ۲۹ سازمان مردم‌نهاد در میبد پیمان بستند. مردم میبد شاد شدند."
KEY = "k" * 32


def mention(surface: str, label: str, text: str = TEXT, **value: Any) -> Mention:
    span = Span(text.index(surface), text.index(surface) + len(surface))
    return Mention(mention_id(KEY, label, span, surface), label, span, surface, value, "test", "1", 0.8)


ORG = mention("دانشگاه یزد", "ORG", name="دانشگاه یزد", entity="org:yazd")
COUNT = mention(
    "۲۹ سازمان مردم‌نهاد", "COUNT", number=29, modifier="exact", unit="سازمان مردم‌نهاد", number_span=[14, 16]
)
PLACE = mention("میبد", "PLACE", name="میبد")
READ = Document(KEY, "a", "file:///a", TEXT, language="fa", published="2025-08-13")
FOUND = Extraction(1, (ORG, COUNT, PLACE))


def judging(machine: Mention, verdict: str, number: int = 1, text: str = TEXT, **after: Any) -> Decision:
    place = {"label": machine.label, "start": machine.span.start, "end": machine.span.end, "surface": machine.surface}
    before = {**place, "version": 1, "context": context(text, machine.span), "value": dict(machine.value)}
    said = {**place, "value": dict(machine.value)} if verdict in ("correct", "add") else {}
    return Decision("mention", machine.id, before, {**said, "verdict": verdict, **after}, KEY, id=number)


def seen(*decisions: Decision, found: Extraction = FOUND, read: Document = READ) -> dict[str, Mapping[str, Any]]:
    return {f"{m.label} {m.surface}": m.value for m in effective(read, found, decisions).mentions}


def only(*decisions: Decision, found: Extraction = FOUND, read: Document = READ) -> Judgement:
    (judgement,) = judged(read.with_mentions(found.mentions), decisions)
    return judgement


def test_without_decisions_it_is_what_was_found() -> None:
    assert effective(READ, FOUND, []) == READ.with_mentions(FOUND.mentions)


def test_a_rejected_mention_is_gone_and_an_accepted_one_is_sure() -> None:
    document = effective(READ, FOUND, [judging(ORG, "reject"), judging(COUNT, "accept", 2)])
    assert document.mentions == (replace(COUNT, score=1.0, verdict="accepted"), PLACE)
    assert effective(READ, FOUND, [judging(ORG, "ignore")]).mentions == FOUND.mentions


def test_span_label_and_value_can_be_put_right() -> None:
    start = TEXT.index("سازمان مردم‌نهاد")
    span: dict[str, Any] = {"start": start, "end": start + 16, "surface": "سازمان مردم‌نهاد"}
    said = judging(COUNT, "correct", label="ORG", value={"name": "سازمان مردم‌نهاد"}, **span)
    (found,) = (m for m in effective(READ, FOUND, [said]).mentions if m.surface == span["surface"])
    assert (found.id, found.label, found.value) == (COUNT.id, "ORG", {"name": "سازمان مردم‌نهاد"})
    assert (found.extractor, found.version, found.score) == ("person", "1", 1.0)
    judgement = only(said)
    assert (judgement.machine, judgement.state, judgement.verdict) == (COUNT, "applied", "correct")


def test_what_machines_overlooked_is_added_once() -> None:
    second = Span(TEXT.rindex("میبد"), TEXT.rindex("میبد") + 4)
    new = replace(PLACE, span=second, id=mention_id(KEY, "PLACE", second, "میبد"))
    added = judging(new, "add")
    assert [m.span.start for m in effective(READ, FOUND, [added]).mentions if m.label == "PLACE"] == [
        PLACE.span.start,
        second.start,
    ]
    later = replace(FOUND, mentions=(*FOUND.mentions, new))
    assert len(effective(READ, later, [added]).mentions) == 4
    assert only(added, found=later).state == "applied"
    other = replace(FOUND, mentions=(*FOUND.mentions, replace(new, value={"name": "شهرستان میبد"})))
    assert only(added, found=other).state == "stale"
    assert seen(added, found=other)["PLACE میبد"] == {"name": "میبد"}


def test_the_newest_judgement_of_a_mention_holds_and_an_undo_brings_back_the_one_before() -> None:
    first, second = judging(ORG, "reject"), judging(ORG, "accept", 2)
    assert "ORG دانشگاه یزد" in seen(first, second)
    back = replace(second.undone(), id=3)
    assert "ORG دانشگاه یزد" not in seen(first, second, back)
    assert "ORG دانشگاه یزد" in seen(first, second, back, replace(back.undone(), id=4))


@pytest.mark.parametrize("verdict", ["accept", "correct"])
def test_when_the_machine_says_something_else_the_judgement_is_stale_and_holds(verdict: str) -> None:
    newer = replace(FOUND, mentions=(ORG, replace(COUNT, value={"number": 9}), PLACE))
    said = judging(COUNT, verdict)
    assert only(said).state == "applied"
    assert only(said, found=newer).state == "stale"
    assert seen(said, found=newer)["COUNT ۲۹ سازمان مردم‌نهاد"]["number"] == 29
    none = replace(FOUND, mentions=(ORG, PLACE))
    assert only(said, found=none).state == "stale"
    assert seen(said, found=none)["COUNT ۲۹ سازمان مردم‌نهاد"]["number"] == 29


def test_a_rejection_agrees_with_a_machine_that_finds_it_no_more() -> None:
    said = judging(COUNT, "reject")
    assert only(said, found=replace(FOUND, mentions=(ORG,))).state == "applied"
    other = replace(FOUND, mentions=(replace(COUNT, value={"number": 9}),))
    assert only(said, found=other).state == "stale"
    assert seen(said, found=other) == {}


def test_where_something_stands_or_who_it_is_makes_no_judgement_stale() -> None:
    moved = replace(ORG, value={"name": "دانشگاه یزد", "entity": "org:other", "anaphors": [[40, 44]]})
    assert only(judging(ORG, "accept"), found=replace(FOUND, mentions=(moved,))).state == "applied"


def test_in_another_text_a_judgement_finds_its_place_by_the_words_around_it() -> None:
    newer = replace(READ, text="خبر تازه: " + TEXT)
    machine = mention("۲۹ سازمان مردم‌نهاد", "COUNT", newer.text, **{**COUNT.value, "number_span": [24, 26]})
    found = Extraction(2, (machine,))
    said = judging(COUNT, "correct", value={**COUNT.value, "number": 92})
    judgement = only(said, found=found, read=newer)
    assert (judgement.state, judgement.machine) == ("applied", machine)
    assert judgement.mention
    assert (judgement.mention.id, judgement.mention.value["number_span"]) == (machine.id, [24, 26])
    (shown,) = effective(newer, found, [said]).mentions
    assert shown.value["number"] == 92


def test_a_judgement_whose_place_is_gone_is_stale_and_not_applied() -> None:
    newer = replace(READ, text=TEXT.replace("۲۹ سازمان", "چند سازمان"))
    judgement = only(judging(COUNT, "accept"), found=Extraction(2), read=newer)
    assert (judgement.state, judgement.span, judgement.mention) == ("stale", None, None)
    assert effective(newer, Extraction(2), [judging(COUNT, "accept")]).mentions == ()


def test_a_corrected_span_whose_words_changed_is_stale() -> None:
    start = TEXT.index("میبد")
    wider: dict[str, Any] = {"start": start, "end": start + 11, "surface": TEXT[start : start + 11]}
    said = judging(PLACE, "correct", **wider)
    assert only(said).mention is not None
    newer = replace(READ, text=TEXT.replace("میبد پیمان", "میبد قرار"))
    judgement = only(said, found=Extraction(2, (PLACE,)), read=newer)
    assert (judgement.state, judgement.mention, judgement.machine) == ("stale", None, PLACE)


def test_two_judgements_of_one_place_under_two_ids_are_one() -> None:
    newer = replace(READ, text="خبر تازه: " + TEXT)
    machine = mention("دانشگاه یزد", "ORG", newer.text, **ORG.value)
    later = judging(machine, "accept", 2, newer.text)
    judgement = only(judging(ORG, "reject"), later, found=Extraction(2, (machine,)), read=newer)
    assert judgement.decision == later


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (TEXT, True),
        (TEXT.replace("شاد شدند", "خندیدند"), True),
        ("یک. " + TEXT, True),
        (TEXT.replace("پیمان بستند", "نشستند"), True),
        (TEXT.replace("در میبد", "در یزد"), False),
        (TEXT + " " + TEXT, True),
        ("خبر. " + TEXT + " " + TEXT, False),
    ],
)
def test_a_place_is_found_or_in_doubt(text: str, found: bool) -> None:
    before = judging(PLACE, "accept").before
    span = place_of(text, before)
    assert (span is not None) == found
    if span:
        assert text[span.start : span.end] == "میبد"
        assert text[: span.start].endswith("در ")


def test_a_value_moves_with_its_mention() -> None:
    value = {"number": 29, "number_span": [14, 16], "anaphors": [[1, 2]], "same_as": "m"}
    assert moved_value(value, 3) == {"number": 29, "number_span": [17, 19]}
    assert moved_value(value, 0) == value


def test_entities_are_named_and_keys_stay_where_nobody_asks() -> None:
    known = {"org:yazd": Entity("e1", "ORG", "دانشگاه جامع یزد")}
    first, *_ = effective(READ, FOUND, [], known).mentions
    assert (first.value["entity"], first.value["name"]) == ("e1", "دانشگاه جامع یزد")
    assert effective(READ, FOUND, []).mentions[0].value["entity"] == "org:yazd"


def test_flags_and_date_of_the_extraction_stand_beside_what_was_read() -> None:
    found = replace(FOUND, flags=("two_calendars",), published="2025-09-13")
    document = effective(READ, found, [])
    assert (document.flags, document.published) == (("two_calendars",), "2025-09-13")
