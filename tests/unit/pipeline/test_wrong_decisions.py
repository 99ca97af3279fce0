"""What nobody can mean is refused with a reason, who may take whose word back, and what a decision does not move."""

from collections.abc import Mapping

import pytest

from corpora.document import Span
from pipeline.errors import Forbidden, RefusedDecision
from pipeline.people.principal import Principal, local
from pipeline.records import Source
from pipeline.review.reviewed import Asked, Reviewed
from pipeline.workspace import Workspace
from tests.makers import ME

TEXT = "در ۱۴ خرداد ۱۴۰۳ وزارت علوم با دانشگاه یزد تفاهم‌نامه امضا کرد. وجامعة میبد هم بود."
URI = "file:///a.txt"


def reviewer(name: str, role: str = "reviewer") -> Principal:
    return Principal(name, "person", {"main": role})  # type: ignore[dict-item]


@pytest.fixture
def filled(workspace: Workspace) -> Workspace:
    for name, text in (("a", TEXT), ("b", "دانشگاه یزد نشست برگزار کرد."), ("c", "دانشگاه یزد دانشجو پذیرفت.")):
        workspace.ingest_sources(ME, [Source(f"file:///{name}.txt", f"{name}.txt", text.encode())])
    return workspace


def found(space: Workspace, label: str) -> Reviewed:
    return next(one for one in space.mentions.reviewed(ME, URI) if one.known and one.known.label == label)


def date(**more: str) -> Mapping[str, str]:
    return {"calendar": "jalali", "start": "2024-03-20", "end": "2024-03-20", "precision": "day", **more}


@pytest.mark.parametrize(
    ("value", "why"),
    [
        (date(value="1402-12-30"), "no day 1402-12-30 in the jalali calendar"),
        (date(value="1402-13"), "no month 1402-13 in the jalali calendar"),
        (date(value="--07-31"), "no day --07-31"),
        (date(value="1403-01-01/1403-07-31"), "no day 1403-07-31"),
        ({**date(value="1446-02-31"), "calendar": "hijri"}, "no day 1446-02-31 in the hijri"),
        ({**date(value="2023-02-29"), "calendar": "gregorian"}, "no day 2023-02-29 in the gregorian"),
    ],
)
def test_a_day_that_its_calendar_has_not_is_refused(filled: Workspace, value: Mapping[str, str], why: str) -> None:
    one = found(filled, "DATE")
    with pytest.raises(RefusedDecision, match=why):
        filled.mentions.decide(ME, URI, one.asking("correct", value=value))
    assert not filled.mentions.history(ME, URI)


def test_the_last_day_of_a_leap_year_is_kept(filled: Workspace) -> None:
    value = {**date(value="1403-12-30"), "start": "2025-03-20", "end": "2025-03-20"}
    document = filled.mentions.decide(ME, URI, found(filled, "DATE").asking("correct", value=value))
    assert "1403-12-30" in [mention.value.get("value") for mention in document.mentions]


def test_a_place_that_cuts_a_word_is_refused_and_a_part_that_is_a_word_is_not(filled: Workspace) -> None:
    start = TEXT.index("امضا")
    for span in (Span(start, start + 3), Span(start + 1, start + 4)):
        with pytest.raises(RefusedDecision, match="cuts the word 'امضا' in two: it stands from"):
            filled.mentions.decide(ME, URI, Asked("add", label="ORG", span=span, value={"name": "امضا"}))
    start = TEXT.index("جامعة")
    asked = Asked("add", label="PERSON", span=Span(start, start + len("جامعة میبد")), value={"name": "جامعة میبد"})
    document = filled.mentions.decide(ME, URI, asked)
    assert "جامعة میبد" in [mention.surface for mention in document.mentions]
    one = found(filled, "ORG")
    assert one.known
    cut = one.asking("correct", span=Span(one.known.span.start, one.known.span.end - 1))
    with pytest.raises(RefusedDecision, match="cuts the word"):
        filled.mentions.decide(ME, URI, cut)


def test_a_batch_is_no_leave_to_cut_words(filled: Workspace) -> None:
    start = TEXT.index("امضا")
    asked = Asked("add", label="ORG", span=Span(start, start + 3), value={"name": "امضا"}, batch="together")
    (refused,) = filled.mentions.decide_many(ME, {filled.document(ME, URI).key: [asked]})
    assert "cuts the word" in refused[1]
    assert not filled.mentions.history(ME, URI)


def test_no_decision_and_no_undo_moves_a_document_in_an_export(filled: Workspace) -> None:
    def order() -> list[list[str]]:
        return [[one.uri for one in some] for some in (filled.matches(ME, "دانشگاه"), filled.documents(ME))]

    before = order()
    filled.mentions.decide(ME, URI, found(filled, "ORG").asking("reject"))
    assert order() == before
    filled.log.undo(ME, 1)
    assert order() == before
    assert len(before[0]) == len(before[1]) == 3


def test_an_entity_has_one_name_in_review_and_in_exports(filled: Workspace) -> None:
    shown = {m.id: m.value["entity"] for m in filled.document(ME, URI).mentions if m.label == "ORG"}
    rows = [one for one in filled.mentions.reviewed(ME, URI) if one.machine and one.machine.label == "ORG"]
    assert {one.machine.id: one.machine.value["entity"] for one in rows if one.machine} == shown
    filled.mentions.decide(ME, URI, rows[0].asking("accept"))
    assert filled.document(ME, URI).mentions[1].value["entity"] in shown.values()


def test_a_reviewer_takes_back_his_own_word_and_an_editor_that_of_others(filled: Workspace) -> None:
    zahra, omid = reviewer("زهرا"), reviewer("امید")
    filled.mentions.decide(zahra, URI, found(filled, "ORG").asking("reject"))
    with pytest.raises(Forbidden, match="needs the role editor"):
        filled.log.undo(omid, 1)
    with pytest.raises(Forbidden):
        filled.mentions.undo(omid, URI, 1)
    filled.log.undo(zahra, 1)
    done = filled.queue.judge_alike(zahra, "ORG", "دانشگاه یزد", "accept")
    with pytest.raises(RefusedDecision, match="no judgement"):
        filled.queue.undo(omid, done.batch)
    assert filled.queue.undo(reviewer("مریم", "editor"), done.batch) == done.mentions
    assert local().may("editor")
