"""The names of a watch list from files: whatever their encoding, nothing lost, nothing in use before it is taken."""

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.cli import cli
from pipeline.errors import MonitorNotFound, RefusedDecision
from pipeline.index.phrases import runs_of
from pipeline.monitors import watch_editions
from pipeline.monitors.alerts import Wanted
from pipeline.monitors.watch_files import LONGEST, MOST, read_list
from pipeline.query.stored import StoredQuery
from pipeline.settings import Settings
from pipeline.workspace import Workspace
from tests.makers import ME
from tests.unit.pipeline.test_monitors import read, story

BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"


@pytest.fixture
def space(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace(Settings(workspace=tmp_path / "ws", workers=1)) as made:
        yield made


PERSIAN = "زهرا بیگدلی\nشرکت نمک ورامین\n"
ARABIC = "نادي القراءة\nشركة ملح الحلة\n"
FILES = [  # bytes, name of the file, names, encoding, empty rows, doubles, rows that are none
    (PERSIAN.encode(), "a.csv", 2, "UTF-8", 0, 0, 0),
    (PERSIAN.encode("utf-8-sig"), "a.csv", 2, "UTF-8 (BOM)", 0, 0, 0),
    (PERSIAN.encode("utf-16"), "a.csv", 2, "UTF-16", 0, 0, 0),
    ((BOM + PERSIAN).encode("utf-16-be"), "a.csv", 2, "UTF-16", 0, 0, 0),
    (PERSIAN.encode("utf-16-le"), "a.csv", 2, "UTF-16", 0, 0, 0),
    (ARABIC.encode("cp1256"), "a.csv", 2, "windows-1256", 0, 0, 0),
    (PERSIAN.replace("ی", "ي").encode("cp1256"), "a.txt", 2, "windows-1256", 0, 0, 0),
    (PERSIAN.replace("\n", "\r\n").encode(), "a.csv", 2, "UTF-8", 0, 0, 0),
    (PERSIAN.replace("\n", "\r").encode(), "a.txt", 2, "UTF-8", 0, 0, 0),
    (PERSIAN.rstrip().encode(), "a.csv", 2, "UTF-8", 0, 0, 0),
    (f"نام\n{PERSIAN}".encode(), "a.csv", 2, "UTF-8", 0, 0, 0),
    (f"الاسم;المدينة\n{ARABIC}".encode("cp1256"), "a.csv", 2, "windows-1256", 0, 0, 0),
    (f"\n\n{PERSIAN}\n  \n".encode(), "a.csv", 2, "UTF-8", 4, 0, 0),
    ((PERSIAN + "زهرا   بیگدلی\n").encode(), "a.csv", 2, "UTF-8", 0, 1, 0),
    ((PERSIAN * 3).encode(), "a.csv", 2, "UTF-8", 0, 4, 0),
    ((PERSIAN + "…\n«»\nـ\n").encode(), "a.csv", 2, "UTF-8", 0, 0, 3),
    ((PERSIAN + "ن" * (LONGEST + 1) + "\n").encode(), "a.csv", 2, "UTF-8", 0, 0, 1),
    ((PERSIAN + "ن" * LONGEST + "\n").encode(), "a.csv", 3, "UTF-8", 0, 0, 0),
    ('"بیگدلی, زهرا",شهردار\n"شرکت ""نمک"" ورامین",\n'.encode(), "a.csv", 2, "UTF-8", 0, 0, 0),
    ('بیگدلی, زهرا\nشرکت "نمک" ورامین\n'.encode(), "a.txt", 2, "UTF-8", 0, 0, 0),
    ("زهرا بیگدلی\tشهردار\nعلی رستمی\tوزیر\n".encode(), "a.tsv", 2, "UTF-8", 0, 0, 0),
    ("'=زهرا بیگدلی\n'@نمک\n".encode(), "a.csv", 2, "UTF-8", 0, 0, 0),
    ("Bank Melli\nCafé du Liban\n".encode(), "a.csv", 2, "UTF-8", 0, 0, 0),
    ("سمت,نام\nشهردار,زهرا\n,علی\nوزیر\n".encode(), "a.csv", 2, "UTF-8", 1, 0, 0),
]


@pytest.mark.parametrize(("data", "file", "names", "encoding", "empty", "doubles", "wrongs"), FILES)
def test_each_row_of_a_file_is_a_name_or_told(
    data: bytes, file: str, names: int, encoding: str, empty: int, doubles: int, wrongs: int
) -> None:
    found = read_list(data, file)
    assert (len(found.names), found.encoding) == (names, encoding)
    assert (found.empty, found.doubles, found.wrongs) == (empty, doubles, wrongs)
    assert names + empty + doubles + wrongs + bool(found.heading) == found.rows
    assert all(runs_of(name) for name in found.names)
    assert found.heading in ("", "نام", "الاسم")


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "empty"),
        (b" \r\n ", "empty"),
        (b"\xef\xbb\xbf\n,\n", "no name"),
        ("نام\n".encode(), "no name"),
        ("…\n".encode(), "no word"),
        ('زهرا\n"علی\nحسن\n'.encode(), "line 2 is not closed"),
        ("\n".join(f"نام {n}" for n in range(MOST + 1)).encode(), "names at most"),
    ],
)
def test_what_is_no_list_is_refused_with_why(space: Workspace, data: bytes, told: str) -> None:
    monitor = space.monitors.watch(ME, "نهادها", ["میبد"]).id
    with pytest.raises(RefusedDecision, match=told):
        space.names.look(ME, monitor, data, "replace", "a.csv")
    with pytest.raises(RefusedDecision, match=told):
        space.names.bring(ME, monitor, data, "add", "a.csv")
    assert space.names.names(ME, monitor) == ["میبد"]
    assert space.names.state(ME, monitor).waiting is None


def heard(space: Workspace) -> list[tuple[str, ...]]:
    space.matching.catch_up()
    return [tuple(alert.entries) for alert in space.alerts.all(ME, Wanted(after=0))]


def test_nothing_is_watched_for_before_it_is_taken_and_all_can_be_taken_back(space: Workspace, tmp_path: Path) -> None:
    monitor = space.monitors.watch(ME, "نهادها", []).id
    waiting = space.names.look(ME, monitor, "دانشگاه ميبد\n".encode(), "add", "a.csv")
    assert (waiting.detail["fresh"], waiting.detail["total"]) == (1, 1)
    read(space, tmp_path, story("one"))
    assert heard(space) == []
    assert space.names.take(ME, monitor) == 1
    read(space, tmp_path, story("two", "دانشگاه میبد نمایشگاه سفال خود را در سالن تازه شهر برای همه گشود."))
    assert heard(space) == [("دانشگاه ميبد",)]
    space.names.look(ME, monitor, "موزه آب\n".encode(), "replace", "b.csv")
    assert space.names.take(ME, monitor) == 1
    read(space, tmp_path, story("three", "دانشجویان دانشگاه میبد برای کاشت درخت بادام به دامنه شیرکوه رفتند."))
    assert len(heard(space)) == 1
    assert space.names.undo(ME, monitor) == 1
    assert space.names.names(ME, monitor) == ["دانشگاه ميبد"]
    read(space, tmp_path, story("four", "استادان دانشگاه میبد درباره بازیافت کاغذ و شیشه با مردم سخن گفتند."))
    assert len(heard(space)) == 2
    space.names.undo(ME, monitor)
    assert space.names.names(ME, monitor) == ["موزه آب"]


def test_names_are_added_in_order_or_put_in_place(space: Workspace) -> None:
    monitor = space.monitors.watch(ME, "نهادها", ["یک", "دو"]).id
    told = space.names.bring(ME, monitor, "دو\nسه\n".encode(), "add", dry=True)
    assert (told["fresh"], told["gone"], told["total"], told["there"]) == (1, 0, 3, 2)
    assert space.names.names(ME, monitor) == ["یک", "دو"]
    space.names.bring(ME, monitor, "دو\nسه\n".encode(), "add")
    assert space.names.names(ME, monitor) == ["یک", "دو", "سه"]
    told = space.names.bring(ME, monitor, "سه\nچهار\n".encode(), "replace")
    assert (told["fresh"], told["gone"], told["total"]) == (1, 2, 2)
    assert space.names.names(ME, monitor) == ["سه", "چهار"]
    assert space.monitors.named(ME, monitor).asked["names"] == 2


def test_a_file_that_was_looked_at_before_somebody_changed_the_list_is_not_taken(space: Workspace) -> None:
    monitor = space.monitors.watch(ME, "نهادها", ["یک"]).id
    space.names.look(ME, monitor, "دو\n".encode(), "replace")
    space.names.bring(ME, monitor, "سه\n".encode(), "add")
    with pytest.raises(RefusedDecision):
        space.names.take(ME, monitor)
    space.names.look(ME, monitor, "دو\n".encode(), "replace")
    space.names.discard(ME, monitor)
    with pytest.raises(RefusedDecision, match="no file waits"):
        space.names.take(ME, monitor)
    assert space.names.names(ME, monitor) == ["یک", "سه"]


def test_a_long_list_is_made_ready_by_who_looks_for_it(
    space: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch_editions, "_AT_ONCE", 10)
    monitor = space.monitors.watch(ME, "نهادها", ["یک"]).id
    names = [f"شرکت {n}" for n in range(50)]
    space.names.bring(ME, monitor, "\n".join([*names, "دانشگاه ميبد"]).encode(), "add")
    read(space, tmp_path, story("one"))
    assert heard(space) == [("دانشگاه ميبد",)]
    assert space.monitors.named(ME, monitor).asked["made"] > 0
    assert len(space.names.names(ME, monitor)) == 52


def test_a_hundred_thousand_names_are_read_and_taken_while_one_waits(space: Workspace) -> None:
    monitor = space.monitors.watch(ME, "نهادها", ["یک"]).id
    data = "\n".join(f"شرکت بازرگانی {n} یزد" for n in range(MOST)).encode()
    began = time.process_time()
    space.names.look(ME, monitor, data, "replace", "a.csv")
    looked = time.process_time() - began
    assert space.names.take(ME, monitor) == MOST
    taken = time.process_time() - began - looked
    assert (looked < 10, taken < 20) == (True, True), (looked, taken)
    assert len(space.names.names(ME, monitor)) == MOST
    with pytest.raises(RefusedDecision, match="with these it would have"):
        space.names.look(ME, monitor, "یکی دیگر\n".encode(), "add")
    space.names.undo(ME, monitor)
    assert space.names.names(ME, monitor) == ["یک"]


def test_only_the_owner_changes_a_list_and_who_may_see_it_reads_it(space: Workspace) -> None:
    monitor = space.monitors.watch(ME, "نهادها", ["یک"], "main", shared=True).id
    space.accounts.add(ME, "zahra", "viewer", ["main"], "a long password")
    zahra = space.accounts.as_now("zahra", "account")
    assert space.names.names(zahra, monitor) == ["یک"]
    space.names.look(ME, monitor, "دو\n".encode(), "add")
    assert space.names.state(zahra, monitor).waiting is None
    for act in (space.names.take, space.names.undo, space.names.discard):
        with pytest.raises(MonitorNotFound):
            act(zahra, monitor)
    with pytest.raises(MonitorNotFound):
        space.names.bring(zahra, monitor, "سه\n".encode(), "add")
    other = space.monitors.add(ME, "شهر", StoredQuery("یزد")).id
    with pytest.raises(MonitorNotFound):
        space.names.names(ME, other)
    with pytest.raises(RefusedDecision):
        space.names.bring(ME, other, "سه\n".encode(), "add")


def test_the_command(tmp_path: Path) -> None:
    place, first, second = ["--workspace", str(tmp_path / "ws")], tmp_path / "a.csv", tmp_path / "b.txt"
    first.write_bytes("نام\nنادي القراءة\n".replace("نام", "الاسم").encode("cp1256"))
    second.write_text("موزه آب\n…\n", encoding="utf-8")

    def run(*arguments: str) -> tuple[int, str]:
        done = CliRunner().invoke(cli, ["monitor", *arguments, *place])
        return done.exit_code, done.stdout

    assert run("watch", "نهادها", str(first))[0] == 0
    assert run("names", "نهادها") == (0, "نادي القراءة\n")
    code, out = run("names", "نهادها", str(second), "--dry-run", "--json")
    assert (code, json.loads(out)["total"]) == (3, 2)
    assert run("names", "نهادها") == (0, "نادي القراءة\n")
    assert run("names", "نهادها", str(second), "--replace")[0] == 3
    assert run("names", "نهادها") == (0, "موزه آب\n")
    assert run("names", "نهادها", "--undo")[0] == 0
    assert run("names", "نهادها") == (0, "نادي القراءة\n")
    assert run("names", "نهادها", str(second), "--undo")[0] == 2
    assert run("names", "هیچ")[0] == 1
