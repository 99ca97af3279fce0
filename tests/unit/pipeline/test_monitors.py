"""Monitors: what they fire for, what they do not, who sees what, and what a broken one says."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from pipeline.errors import CollectionNotFound, MonitorNotFound, QuerySyntaxError, RefusedDecision
from pipeline.monitors.alerts import Alert, Wanted
from pipeline.monitors.matching import Matching
from pipeline.people.principal import Principal
from pipeline.query.parser import Exact
from pipeline.query.stored import StoredQuery
from pipeline.store import tables as t
from pipeline.sync.making import RecordMaker
from pipeline.sync.upkeep import Upkeep
from pipeline.workspace import Workspace
from tests.makers import ME

SENTENCE = "استانداری یزد و دانشگاه میبد ۱۲ تفاهم‌نامه درباره کتابخانه مرکزی شهر امضا کردند."
LONG = (
    SENTENCE + " آیین امضا با حضور نویسندگان استان در سالن اجتماعات شهر برگزار شد و مدیران دو نهاد از گسترش "
    "همکاری‌های فرهنگی، آموزشی و پژوهشی در سال آینده خبر دادند."
)


def read(space: Workspace, tmp_path: Path, *records: dict[str, Any], collection: str = "main") -> None:
    """Stores documents by their ids, as an ingest does."""
    path = tmp_path / "in.jsonl"
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    space.ingest(ME, [path], "press", collection=collection)


def story(name: str, text: str = LONG, title: str = "امضای تفاهم‌نامه") -> dict[str, Any]:
    return {"id": name, "url": f"https://press.example/{name}", "title": title, "text": text, "published": "2025-08-13"}


def told(space: Workspace, who: Principal = ME, monitor: str = "") -> list[tuple[str, str, str]]:
    return [(a.name, space.store.get(a.document).id, a.kind) for a in heard(space, who, monitor)]


def heard(space: Workspace, who: Principal = ME, monitor: str = "", after: int = 0) -> Sequence[Alert]:
    return space.alerts.all(who, Wanted(monitor, after))


def hold(space: Workspace) -> None:
    """Lets nothing be matched but when it is asked for."""
    space.upkeep = Upkeep(space.store, space.indexing)


def watch(space: Workspace, name: str, query: str, **more: Any) -> None:
    space.monitors.add(ME, name, StoredQuery(query), **more)


def test_a_monitor_fires_for_what_comes_and_not_for_what_was_there(workspace: Workspace, tmp_path: Path) -> None:
    read(workspace, tmp_path, story("before"))
    watch(workspace, "یزد", "یزد تفاهم نامه")
    read(workspace, tmp_path, story("other", "هوای تهران فردا سرد می‌شود.", "گزارش هوا"))
    assert told(workspace) == []
    read(workspace, tmp_path, story("new", "دانشگاه یزد تفاهمنامه‌ای تازه با موزه آب امضا کرد.", "موزه آب"))
    assert told(workspace) == [("یزد", "new", "new")]
    (alert,) = heard(workspace)
    assert (alert.uri, alert.title, alert.published) == ("https://press.example/new", "موزه آب", "2025-08-13")
    assert alert.passage == "دانشگاه یزد تفاهمنامه‌ای تازه با موزه آب امضا کرد."


def test_a_story_is_told_once_and_again_when_its_text_changes(workspace: Workspace, tmp_path: Path) -> None:
    watch(workspace, "یزد", "یزد")
    read(workspace, tmp_path, story("one"), story("copy", LONG + " پایان خبر"))
    read(workspace, tmp_path, story("later", LONG + " انتهای پیام"))
    (alert,) = heard(workspace)
    assert [workspace.store.get(copy.document).id for copy in alert.also] == ["copy", "later"]
    read(workspace, tmp_path, story("later", LONG + " انتهای پیام و خبر"))
    assert len(heard(workspace)) == 1  # a copy that changes is no news
    read(workspace, tmp_path, story("one", LONG + " شمار تفاهم‌نامه‌ها به ۱۴ رسید."))
    read(workspace, tmp_path, story("one", LONG + " شمار تفاهم‌نامه‌ها به ۱۴ رسید."))
    assert told(workspace) == [("یزد", "one", "new"), ("یزد", "one", "update")]
    assert [a.kind for a in heard(workspace, after=alert.seq)] == ["update"]
    read(workspace, tmp_path, story("one", LONG))
    assert len(heard(workspace)) == 3  # what it said at first is another text than the last
    read(workspace, tmp_path, story("one", "هوای تهران فردا سرد می‌شود.", "گزارش هوا"))
    assert len(heard(workspace)) == 3


def test_what_people_and_machines_do_to_stored_texts_fires_nothing(workspace: Workspace, tmp_path: Path) -> None:
    read(workspace, tmp_path, story("one"))
    watch(workspace, "همه", "*")
    watch(workspace, "نهاد", "org:میبد")
    key = workspace.document(ME, "one").key
    workspace.collections.add(ME, "desk")
    workspace.collections.move(ME, ["one"], "desk")
    entity = next(one.entity for one in workspace.entities.find(ME) if one.entity.label == "ORG")
    workspace.entities.rename(ME, entity.id, "میبد نو")
    document = workspace.document(ME, key)
    workspace.store.replace_extraction(replace(document, mentions=(), flags=("ocr",)))
    workspace.reprocess(ME)
    workspace.indexing.settle()
    workspace.matching.catch_up()
    assert told(workspace) == []
    assert workspace.matching.cursor() == workspace.store.last_seq()


def test_a_decision_on_a_text_that_waits_to_be_matched_does_not_hide_it(workspace: Workspace, tmp_path: Path) -> None:
    watch(workspace, "همه", "*")
    hold(workspace)
    read(workspace, tmp_path, story("one"))
    workspace.collections.add(ME, "desk")
    workspace.collections.move(ME, ["one"], "desk")
    workspace.matching.catch_up()
    assert told(workspace) == [("همه", "one", "new")]


def test_a_run_that_is_taken_back_is_no_news(workspace: Workspace, tmp_path: Path) -> None:
    watch(workspace, "یزد", "یزد")
    read(workspace, tmp_path, story("one"))
    read(workspace, tmp_path, story("one", LONG + " شمار تفاهم‌نامه‌ها به ۱۴ رسید."))
    assert [a.kind for a in heard(workspace)] == ["new", "update"]
    workspace.removal.run(ME, workspace.runs.all(ME, 1)[0].id)
    workspace.matching.catch_up()
    assert [a.kind for a in heard(workspace)] == ["new", "update"]


def test_names_are_asked_for_with_all_that_was_decided(workspace: Workspace, tmp_path: Path) -> None:
    read(workspace, tmp_path, story("before"))
    watch(workspace, "پیش", 'org:"بنیاد سعدی"')
    entity = next(c.entity for c in workspace.entities.find(ME, "دانشگاه میبد"))
    workspace.entities.alias(ME, entity.id, "بنیاد سعدی")
    read(workspace, tmp_path, story("after", "دانشگاه میبد کتابخانه‌ای تازه گشود.", "کتابخانه دانشگاه"))
    assert told(workspace) == [("پیش", "after", "new")]
    found = workspace.search(ME, 'org:"بنیاد سعدی"').hits
    assert "after" in {hit.id for hit in found}


def test_what_was_decided_holds_for_a_name_also_where_a_monitor_was_made_meanwhile(
    workspace: Workspace, tmp_path: Path
) -> None:
    read(workspace, tmp_path, story("before"))
    watch(workspace, "پیش", 'org:"بنیاد سعدی"')
    entity = next(c.entity for c in workspace.entities.find(ME, "دانشگاه میبد"))
    workspace.entities.alias(ME, entity.id, "بنیاد سعدی")
    read(workspace, tmp_path, story("after", "دانشگاه میبد کتابخانه‌ای تازه گشود.", "کتابخانه دانشگاه"))
    assert told(workspace) == [("پیش", "after", "new")]
    hold(workspace)
    workspace.entities.undo(ME, workspace.entities.profile(ME, entity.id).seen)
    watch(workspace, "دیگر", "مشهد")
    read(workspace, tmp_path, story("later", "دانشگاه میبد موزه‌ای تازه درباره قنات گشود.", "موزه قنات"))
    workspace.matching.catch_up()
    assert told(workspace) == [("پیش", "after", "new")]


def test_an_owner_hears_of_what_he_may_see_by_now(workspace: Workspace, tmp_path: Path) -> None:
    workspace.collections.add(ME, "desk")
    workspace.accounts.add(ME, "zahra", "viewer", ["main"], "a long password")
    zahra = workspace.accounts.as_now("zahra", "account")
    workspace.monitors.add(zahra, "همه", StoredQuery("*"))
    with pytest.raises(CollectionNotFound):
        workspace.monitors.add(zahra, "میز", StoredQuery("*"), "desk")
    read(workspace, tmp_path, story("hidden"), collection="desk")
    read(workspace, tmp_path, story("seen", "هوای تهران فردا سرد می‌شود.", "گزارش هوا"))
    assert told(workspace, zahra) == [("همه", "seen", "new")]
    assert told(workspace) == []  # what is another's is not there
    workspace.collections.move(ME, ["seen"], "desk")
    assert told(workspace, zahra) == []
    workspace.accounts.set_role(ME, "zahra", None, ["main"])
    (shown,) = workspace.monitors.all(zahra)
    assert "may not see" in shown.problem
    read(workspace, tmp_path, story("later", "قطار تازه‌ای به مشهد رسید.", "قطار"))
    workspace.accounts.set_role(ME, "zahra", "viewer", ["main"])
    assert told(workspace, workspace.accounts.as_now("zahra", "account")) == []


def test_a_monitor_is_shared_within_a_collection(workspace: Workspace, tmp_path: Path) -> None:
    workspace.collections.add(ME, "desk")
    for name, where in (("zahra", "main"), ("omid", "desk")):
        workspace.accounts.add(ME, name, "viewer", [where], "a long password")
    zahra, omid = (workspace.accounts.as_now(name, "account") for name in ("zahra", "omid"))
    workspace.monitors.add(zahra, "همه", StoredQuery("*"), "main", shared=True)
    with pytest.raises(RefusedDecision):
        workspace.monitors.add(zahra, "دیگر", StoredQuery("*"), shared=True)
    read(workspace, tmp_path, story("one"))
    assert [shown.own for shown in workspace.monitors.all(ME)] == [False]
    assert told(workspace) == [("همه", "one", "new")]
    assert (workspace.monitors.all(omid), told(workspace, omid)) == ([], [])
    with pytest.raises(MonitorNotFound):
        workspace.monitors.remove(ME, "همه")
    with pytest.raises(MonitorNotFound):
        workspace.monitors.one(omid, "همه")


def test_filters_and_spelling_hold(workspace: Workspace, tmp_path: Path) -> None:
    arabic = StoredQuery("*", (Exact("lang", "ar"),))
    workspace.monitors.add(ME, "عربی", arabic)
    workspace.monitors.add(ME, "نوشته", StoredQuery("تفاهم‌نامه", spelling=True))
    workspace.monitors.add(ME, "شمار", StoredQuery("count:تفاهم‌نامه>=20"))
    other = story("ar", "وقعت وزارة العدل مذكرة تفاهم مع الجامعة لمدة سنتين.", "مذكرة تفاهم")
    read(workspace, tmp_path, story("fa"), other)
    assert sorted(told(workspace)) == [("عربی", "ar", "new"), ("نوشته", "fa", "new")]


def test_what_makes_no_sense_is_refused(workspace: Workspace) -> None:
    with pytest.raises(QuerySyntaxError):
        watch(workspace, "شکسته", "count:نفر>>5")
    for name, query in (("", "یزد"), ("الف/ب", "یزد"), ("ی" * 200, "یزد"), ("تهی", "  ")):
        with pytest.raises(RefusedDecision):
            watch(workspace, name, query)
    watch(workspace, "یزد", "یزد")
    with pytest.raises(RefusedDecision):
        watch(workspace, " یزد ", "تهران")


def test_a_broken_query_is_kept_shown_and_stops_no_other(workspace: Workspace, tmp_path: Path) -> None:
    watch(workspace, "سالم", "یزد")
    watch(workspace, "شکسته", "یزد")
    watch(workspace, "صافی", "یزد")
    with workspace.store.writing() as connection:
        m = t.monitors
        connection.execute(update(m).where(m.c.name == "شکسته").values(query='"یزد', grammar=0))
        connection.execute(update(m).where(m.c.name == "صافی").values(asked={"filters": [{"near": 3}]}))
    workspace.matching = Matching(workspace.store, workspace.accounts, workspace.entities, RecordMaker())
    hold(workspace)
    read(workspace, tmp_path, story("one"))
    workspace.matching.catch_up()
    assert told(workspace) == [("سالم", "one", "new")]
    problems = {shown.monitor.name: shown.problem for shown in workspace.monitors.all(ME)}
    assert problems["سالم"] == ""
    assert "quotation mark" in problems["شکسته"]
    assert "version 0" in problems["شکسته"]
    assert "no filter" in problems["صافی"]


def test_a_preview_says_what_to_expect(workspace: Workspace, tmp_path: Path) -> None:
    today = workspace.monitors._today()

    def day(before: int) -> str:
        return (today - timedelta(days=before)).isoformat()

    fresh = [{**story(name), "published": day(0)} for name in ("one", "two")]
    read(workspace, tmp_path, *fresh, {**story("old", LONG + " و همین"), "published": day(40)})
    found = workspace.monitors.preview(ME, StoredQuery("یزد"))
    assert (found.documents, found.stories, len(found.newest.hits)) == (2, 1, 1)
    assert (found.a_day, found.volume) == (0.03, ("rare", 0)), "one story is no 0.0 a day"
    assert workspace.monitors.preview(ME, StoredQuery("تهران")).volume == ("none", 0)
    with pytest.raises(CollectionNotFound):
        workspace.monitors.preview(ME, StoredQuery("یزد"), "nowhere")


def test_a_preview_divides_by_the_days_that_are_there(workspace: Workspace, tmp_path: Path) -> None:
    """Ten stories of an archive that was begun five days ago are two a day, not one in three days."""
    today = workspace.monitors._today()
    for number, word in enumerate(("سیل", "نفت", "گندم", "قطار", "موزه", "کتاب", "باران", "مدرسه", "پل", "سد")):
        text = f"خبر {word} یزد: {word} این هفته در {word} شهر دیده شد و مردم از {word} گفتند."
        when = (today - timedelta(days=number % 5)).isoformat()
        read(workspace, tmp_path, {**story(word, text, word), "published": when})
    read(workspace, tmp_path, {**story("old", "بازار یزد", "بازار"), "published": "2020-01-01"})
    found = workspace.monitors.preview(ME, StoredQuery("یزد"))
    assert (found.documents, found.days, found.volume) == (10, 5, ("day", 2))


def test_a_document_that_is_withdrawn_takes_what_was_shown_of_it_along(workspace: Workspace, tmp_path: Path) -> None:
    watch(workspace, "یزد", "یزد")
    read(workspace, tmp_path, story("one"))
    workspace.delete(ME, "one")
    assert told(workspace) == []
    with workspace.store.engine.connect() as connection:
        rows = [str(row) for row in connection.execute(select(t.alerts))]
    assert not any("میبد" in row for row in rows)
    read(workspace, tmp_path, story("one"))
    assert told(workspace) == []


def test_a_monitor_goes_with_all_that_it_found(workspace: Workspace, tmp_path: Path) -> None:
    watch(workspace, "یزد", "یزد")
    read(workspace, tmp_path, story("one"))
    (alert,) = heard(workspace)
    assert workspace.alerts.unread(ME) == {alert.monitor: 1}
    assert workspace.alerts.mark(ME, [alert.seq, 99], read=True) == 1
    assert workspace.alerts.unread(ME) == {}
    assert heard(workspace)[0].read
    assert workspace.alerts.all(ME, Wanted(unread=True)) == []
    workspace.alerts.mark(ME, [alert.seq], read=False)
    assert workspace.alerts.one(ME, alert.seq).document == alert.document
    workspace.monitors.remove(ME, "یزد")
    with pytest.raises(MonitorNotFound):
        workspace.alerts.one(ME, alert.seq)
    watch(workspace, "یزد", "یزد")
    read(workspace, tmp_path, story("two", SENTENCE))
    assert told(workspace) == [("یزد", "two", "new")]
