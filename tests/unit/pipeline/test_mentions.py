"""Judging what was found: kept, shown, counted, searched, taken back; two who judge at once."""

from dataclasses import replace

import pytest
from sqlalchemy import select, update

from corpora.document import Mention, Span
from pipeline.errors import DamagedDocument, DecisionConflict, DocumentNotFound, RefusedDecision
from pipeline.people.principal import local
from pipeline.records import Source
from pipeline.review.reviewed import Asked, Reviewed
from pipeline.store import tables
from pipeline.store.changes import bump_seq
from pipeline.workspace import Workspace
from tests.makers import ME

TEXT = "وزارت علوم با دانشگاه یزد تفاهم‌نامه امضا کرد. رئیس دانشگاه یزد از ۲۹ سازمان مردم‌نهاد سخن گفت."
URI = "file:///a.txt"
ZAHRA, OMID = local("زهرا"), local("امید")


@pytest.fixture
def filled(workspace: Workspace) -> Workspace:
    workspace.ingest_sources(ME, [Source(URI, "a.txt", TEXT.encode())])
    return workspace


def found(space: Workspace, surface: str, label: str = "ORG") -> Reviewed:
    first, *_ = (
        one
        for one in space.mentions.reviewed(ME, URI)
        if (one.machine or one.shown) and (m := one.machine or one.shown) and (m.label, m.surface) == (label, surface)
    )
    return first


def judging(one: Reviewed, verdict: str, **more: object) -> Asked:
    """What somebody says who sees it as it stands."""
    seen = one.judgement.decision.id if one.judgement else 0
    mention = one.machine or one.shown
    assert mention
    asked = Asked("accept", mention.id, one.machine.value if one.machine else None, seen)
    return replace(asked, verdict=verdict, **more)  # type: ignore[arg-type]


def shown(space: Workspace, label: str = "ORG") -> list[Mention]:
    return [mention for mention in space.document(ME, URI).mentions if mention.label == label]


def test_a_rejected_mention_is_found_and_counted_no_more_and_comes_back(filled: Workspace) -> None:
    ministry = found(filled, "وزارت علوم")
    assert ministry.shown
    before = filled.document(ME, URI)
    (entity,) = {m.value["entity"] for m in before.mentions if m.id == ministry.shown.id}
    filled.mentions.decide(ZAHRA, URI, judging(ministry, "reject"))
    assert "وزارت علوم" not in [m.surface for m in shown(filled)]
    assert filled.search(ME, f"entity:{entity}", relax=False).total == 0
    assert filled.entities.profile(ME, entity).documents == 0
    again = found(filled, "وزارت علوم")
    assert (again.machine, again.shown) == (ministry.machine, None)
    (told,) = filled.mentions.history(ME, URI)
    assert (told.state, told.decision.user) == ("applied", "زهرا")
    assert filled.mentions.undo(OMID, URI, told.decision.id) == before
    assert filled.entities.profile(ME, entity).documents == 1
    assert [told.state for told in filled.mentions.history(ME, URI)] == ["undone", "replaced"]
    assert filled.mentions.undo(OMID, URI, told.decision.id + 1) != before


def test_a_corrected_name_leads_to_its_own_entity(filled: Workspace) -> None:
    university = found(filled, "دانشگاه یزد")
    assert university.machine
    value = {"name": "دانشگاه میبد"}
    document = filled.mentions.decide(ZAHRA, URI, judging(university, "correct", value=value))
    (put_right,) = (m for m in document.mentions if m.id == university.machine.id)
    assert (put_right.value["name"], put_right.extractor) == ("دانشگاه میبد", "person")
    profile = filled.entities.profile(ME, put_right.value["entity"])
    assert (profile.entity.name, profile.documents) == ("دانشگاه میبد", 1)
    filled.entities.rename(ME, profile.entity.id, "دانشگاه شهر میبد")
    assert filled.search(ME, 'org:"دانشگاه شهر میبد"').total == 1
    assert filled.reprocess(ME) == 0
    assert filled.entities.rebuild(ME) == 0
    assert filled.entities.profile(ME, profile.entity.id).documents == 1


def test_what_was_overlooked_is_added(filled: Workspace) -> None:
    start = TEXT.index("رئیس")
    span = Span(start, start + 4)
    asked = Asked("add", label="PERSON", span=span, value={"name": "رئیس"}, note="نمونه")
    document = filled.mentions.decide(ZAHRA, URI, asked)
    (added,) = (m for m in document.mentions if m.span == span)
    assert (added.label, added.surface) == ("PERSON", "رئیس")
    assert filled.entities.profile(ME, added.value["entity"]).documents == 1
    with pytest.raises(DecisionConflict, match="such a mention already"):
        filled.mentions.decide(OMID, URI, asked)
    one = found(filled, "رئیس", "PERSON")
    assert (one.machine, one.shown and one.shown.id) == (None, added.id)
    filled.mentions.decide(OMID, URI, judging(one, "reject"))
    assert not [m for m in filled.document(ME, URI).mentions if m.span == span]
    assert filled.entities.profile(ME, added.value["entity"]).documents == 0


def test_what_was_moved_away_is_not_replaced_by_adding_at_its_place(filled: Workspace) -> None:
    ministry = found(filled, "وزارت علوم")
    assert ministry.machine
    span = ministry.machine.span
    filled.mentions.decide(ZAHRA, URI, judging(ministry, "correct", span=Span(span.start, span.end + len(" با"))))
    with pytest.raises(DecisionConflict, match="decision 1 is of a mention at this place"):
        filled.mentions.decide(OMID, URI, Asked("add", label="ORG", span=span))
    assert "وزارت علوم با" in [mention.surface for mention in shown(filled)]


def test_who_judges_what_stands_no_more_is_told_both_sides(filled: Workspace) -> None:
    count = found(filled, "۲۹ سازمان مردم‌نهاد", "COUNT")
    filled.mentions.decide(ZAHRA, URI, judging(count, "reject"))
    with pytest.raises(DecisionConflict, match="look at it again") as caught:
        filled.mentions.decide(OMID, URI, judging(count, "accept"))
    assert caught.value.now["decision"]["user"] == "زهرا"
    assert caught.value.asked["verdict"] == "accept"
    other = replace(judging(found(filled, "وزارت علوم"), "accept"), judged={"name": "وزارت کشور"})
    with pytest.raises(DecisionConflict, match="look at it again"):
        filled.mentions.decide(OMID, URI, other)
    again = judging(found(filled, "۲۹ سازمان مردم‌نهاد", "COUNT"), "accept")
    filled.mentions.decide(OMID, URI, again)
    with pytest.raises(RefusedDecision, match="decision 2 was made on it since"):
        filled.mentions.undo(ZAHRA, URI, 1)


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"label": "THING"}, "a label is one of"),
        ({"span": Span(0, 0)}, "letters of the text"),
        ({"span": Span(0, 6)}, "no blank at its ends"),
        ({"span": Span(0, 5000)}, "letters of the text"),
        ({"value": {"name": " "}}, "has a name"),
        ({"value": {"name": {1, 2}}}, "what JSON can say"),
        ({"value": {"name": "\N{ZERO WIDTH NON-JOINER} \N{RIGHT-TO-LEFT OVERRIDE}"}}, "with letters"),
        ({"value": {"name": "دانشگاه\N{NULL}یزد"}}, "control character"),
        ({"value": {"name": "یزد" * 2000}}, "4000 letters"),
        ({"judged": None}, "say which value"),
        ({"value": {"name": "دانشگاه یزد", "colour": "آبی"}}, "'colour' is none of its parts"),
        ({"value": {"name": "دانشگاه یزد", "parent": 5}}, "the value of ORG: parent is a text"),
        ({"label": "COUNT", "value": {"number": "پنج", "modifier": "exact", "unit": "سازمان"}}, "number is a number"),
        ({}, "stands there already"),
        ({"mention": "nobody"}, "no mention"),
        ({"verdict": "perhaps"}, "a verdict is one of"),
        ({"verdict": "add"}, "has a span and a value"),
    ],
)
def test_what_cannot_be_meant_is_refused(more: dict[str, object], why: str, filled: Workspace) -> None:
    asked = judging(found(filled, "وزارت علوم"), "correct")
    with pytest.raises(RefusedDecision, match=why):
        filled.mentions.decide(ME, URI, replace(asked, **more))  # type: ignore[arg-type]
    assert filled.mentions.history(ME, URI) == []
    with pytest.raises(DocumentNotFound):
        filled.mentions.history(ME, "nobody")
    with pytest.raises(RefusedDecision, match="no decision 7"):
        filled.mentions.undo(ME, URI, 7)


def test_a_judgement_stays_with_its_words_in_a_newer_version(filled: Workspace) -> None:
    filled.mentions.decide(ZAHRA, URI, judging(found(filled, "وزارت علوم"), "reject"))
    value = {"number": 92, "modifier": "exact", "unit": "سازمان"}
    count = judging(found(filled, "۲۹ سازمان مردم‌نهاد", "COUNT"), "correct", value=value)
    filled.mentions.decide(ZAHRA, URI, count)
    newer = "به گزارش خبرگزاری، " + TEXT.replace("۲۹ سازمان", "چند سازمان")
    filled.ingest_sources(ME, [Source(URI, "a.txt", newer.encode())])
    assert "وزارت علوم" not in [m.surface for m in shown(filled)]
    assert [told.state for told in filled.mentions.history(ME, URI)] == ["stale", "applied"]
    last = filled.mentions.reviewed(ME, URI)[-1]
    assert (last.machine, last.shown, last.judgement and last.judgement.span) == (None, None, None)
    assert filled.entities.rebuild(ME) == 0


def broken(space: Workspace) -> None:
    """Makes a stored value one that no label has."""
    key, m = space.document(ME, URI).key, tables.mentions
    wrong = {"number": "۲۹", "modifier": "exact", "unit": "سازمان"}
    with space.store.writing() as connection:
        connection.execute(update(m).where(m.c.key == key, m.c.label == "COUNT").values(value=wrong))
        bump_seq(connection, [key], "extraction")


def test_a_document_that_is_damaged_can_be_deleted(filled: Workspace) -> None:
    broken(filled)
    filled.delete(ME, URI)
    with pytest.raises(DocumentNotFound):
        filled.document(ME, URI)


def test_a_stored_value_that_breaks_its_type_is_said_and_found_anew(filled: Workspace) -> None:
    before = filled.document(ME, URI)
    broken(filled)
    with pytest.raises(DamagedDocument, match="the value of COUNT: number is a number; asnad reprocess"):
        filled.document(ME, URI)
    filled.indexing.sync()
    assert [failure.stage for failure in filled.failures(ME)] == ["index"]
    assert filled.reprocess(ME) == 1
    assert filled.document(ME, URI) == before
    assert (filled.search(ME, "count:سازمان=29").total, list(filled.failures(ME))) == (1, [])


def test_a_correction_kept_before_values_had_types_is_stale(filled: Workspace) -> None:
    one = found(filled, "۲۹ سازمان مردم‌نهاد", "COUNT")
    assert one.machine
    filled.mentions.decide(ZAHRA, URI, judging(one, "correct", value={**one.machine.value, "number": 92}))
    d = tables.decisions
    with filled.store.writing() as connection:
        (kept,) = connection.execute(select(d.c.after)).scalars()
        connection.execute(update(d).values(after={**kept, "value": {"number": 92}}))
    assert [told.state for told in filled.mentions.history(ME, URI)] == ["stale"]
    (count,) = shown(filled, "COUNT")
    assert count.value["number"] == 29
