"""What people say of alerts: who takes care of one, and notes, for those who see the monitor and for nobody else."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.errors import MonitorNotFound, RefusedDecision
from pipeline.monitors.alerts import Alert, Wanted
from pipeline.people.principal import Principal
from pipeline.query.stored import StoredQuery
from pipeline.settings import Settings
from pipeline.workspace import Workspace
from tests.makers import ME
from tests.unit.pipeline.test_monitors import read

FLOOD = "سیل در روستای پایین‌دست پل قدیمی را برد و راه اصلی تا شب بسته ماند."
SCHOOL = "مدرسه تازه شهر با حضور آموزگاران و دانش‌آموزان گشایش یافت."
SARA, OMID = (Principal(name, "person", {"main": "viewer"}) for name in ("sara", "omid"))
STRANGER = Principal("reza", "person", {"sport": "viewer"})


@pytest.fixture
def space(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace(Settings(workspace=tmp_path / "ws", workers=1)) as made:
        made.collections.add(ME, "sport")
        for name, where in (("sara", "main"), ("omid", "main"), ("reza", "sport")):
            made.accounts.add(ME, name, "viewer", [where], "گذرواژه‌ای بلند")
        made.monitors.add(SARA, "سیل", StoredQuery("سیل"), "main", shared=True)
        made.monitors.add(SARA, "مدرسه", StoredQuery("مدرسه"), "main")
        read(made, tmp_path, {"id": "flood", "text": FLOOD}, {"id": "school", "text": SCHOOL})
        made.matching.catch_up()
        yield made


def told(space: Workspace, who: Principal, assigned: str = "") -> dict[str, Alert]:
    return {alert.name: alert for alert in space.alerts.all(who, Wanted(assigned=assigned))}


def test_an_alert_is_given_to_who_sees_it_and_the_newest_word_holds(space: Workspace) -> None:
    flood, school = (told(space, SARA)[name].seq for name in ("سیل", "مدرسه"))
    for to, seen in (("omid", "omid"), ("sara", "sara"), ("", ""), ("  omid ", "omid")):
        assert space.alerts.assign(SARA, [flood], to) == 1
        assert told(space, OMID)["سیل"].assigned == seen
    assert list(told(space, OMID, assigned="omid")) == ["سیل"]
    assert told(space, SARA, assigned="sara") == {}
    assert space.alerts.assign(OMID, [flood, school], "omid") == 1, "who does not see an alert gives it to nobody"
    for number, nobody in ((flood, "reza"), (flood, "nobody"), (school, "omid")):
        with pytest.raises(RefusedDecision, match="may not see alerts"):
            space.alerts.assign(SARA, [number], nobody)
    assert space.alerts.assign(SARA, [school], "sara") == 1
    assert space.alerts.assign(STRANGER, [flood, school], "reza") == 0
    with pytest.raises(RefusedDecision):
        space.alerts.assign(SARA, [flood, school], "omid")
    assert (told(space, SARA)["سیل"].assigned, told(space, SARA)["مدرسه"].assigned) == ("omid", "sara")


def test_notes_are_read_by_all_who_see_the_alert_and_taken_back_by_their_writer(space: Workspace) -> None:
    flood, school = (told(space, SARA)[name].seq for name in ("سیل", "مدرسه"))
    space.alerts.note(SARA, flood, "  با فرماندار تماس گرفتم\nتا شب جواب می‌دهد\0 ")
    space.alerts.note(OMID, flood, "عکس داریم")
    first, second = told(space, OMID)["سیل"].notes
    assert (first.user, first.said, second.user) == (
        "sara",
        "با فرماندار تماس گرفتم\nتا شب جواب می‌دهد\N{REPLACEMENT CHARACTER}",
        "omid",
    )
    for who, number, text, error in (
        (OMID, school, "یادداشت", MonitorNotFound),
        (STRANGER, flood, "یادداشت", MonitorNotFound),
        (SARA, flood, " \n", RefusedDecision),
        (SARA, flood, "آ" * 2001, RefusedDecision),
    ):
        with pytest.raises(error):
            space.alerts.note(who, number, text)
    with pytest.raises(RefusedDecision, match="no note"):
        space.alerts.unnote(OMID, first.id)
    assert space.alerts.unnote(SARA, first.id) == flood
    assert [one.said for one in told(space, SARA)["سیل"].notes] == ["عکس داریم"]
    for _ in range(49):
        space.alerts.note(SARA, flood, "باز هم")
    with pytest.raises(RefusedDecision, match="50 notes"):
        space.alerts.note(SARA, flood, "یکی دیگر")


def test_what_is_said_goes_with_its_document_and_its_monitor(space: Workspace) -> None:
    flood = told(space, SARA)["سیل"]
    space.alerts.note(SARA, flood.seq, "فرماندار گفت پل را می‌سازند")
    space.alerts.assign(SARA, [flood.seq], "sara")
    assert remarks(space) == 2
    space.removal.aside(ME, flood.document)
    space.removal.erase(ME, flood.document)
    assert remarks(space) == 0
    school = told(space, SARA)["مدرسه"].seq
    space.alerts.note(SARA, school, "گزارشگر می‌رود")
    space.monitors.remove(SARA, "مدرسه")
    assert remarks(space) == 0


def remarks(space: Workspace) -> int:
    with space.store.engine.connect() as connection:
        return int(connection.exec_driver_sql("SELECT count(*) FROM alert_remarks").scalar_one())
