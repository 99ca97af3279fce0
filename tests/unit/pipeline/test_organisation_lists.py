"""Lists of organisations in and out: matched with what is known, doubts for people, no cell lost, and taken back."""

import csv
import io
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from corpora.tabular import BOM, csv_of
from pipeline.cli import cli
from pipeline.errors import CollectionNotFound, Forbidden, RefusedDecision
from pipeline.gazetteer.list_files import list_rows
from pipeline.organisations.databank import Row, columns_given, databank
from pipeline.organisations.importing import Brought
from pipeline.organisations.organisations import Asked
from pipeline.people.principal import Principal
from pipeline.records import Source
from pipeline.workspace import Workspace
from tests.makers import ME

HEAD = "نام سمن,نوع,شهر,شماره ثبت,سال تأسیس,تلفن,وب‌سایت,تعداد اعضا\n"
DOCUMENTS = (
    "انجمن دوستداران طبیعت میبد روز گذشته درخت کاشت.",
    "مؤسسه خیریه بهار در تهران به نیازمندان کمک کرد.",
    "دانشگاه یزد نشست برگزار کرد.",
)
VIEWER, EDITOR = (Principal("x", "person", {"main": role}) for role in ("viewer", "editor"))


@pytest.fixture
def space(workspace: Workspace) -> Workspace:
    sources = [Source(f"file:///{n}.txt", f"{n}.txt", text.encode()) for n, text in enumerate(DOCUMENTS)]
    workspace.ingest_sources(ME, sources)
    workspace.register.sync()
    return workspace


def bring(space: Workspace, text: str | bytes, who: Principal = ME, **more: object) -> Brought:
    data = text.encode() if isinstance(text, str) else text
    return space.lists.bring(who, data, "سمن‌ها.csv", "main", **more)  # type: ignore[arg-type]


def states(done: Brought) -> dict[str, str]:
    return {one.row.name: one.state for one in done.rows}


ROWS = {
    "same": "انجمن دوستداران طبيعت ميبد,سمن,میبد,۱۲,۱۳۹۰,035,x.ir,40\n",
    "elsewhere": "مؤسسه خیریه بهار,سمن,اصفهان,77,,,,\n",
    "near": "دانشگاه یزدد,,,,,,,\n",
    "new": "سرای آفتاب کویر,سمن,بافق,5,,=HYPERLINK(1),,9\n",
}


def test_rows_are_joined_new_or_wait_to_be_decided_on(space: Workspace) -> None:
    done = bring(space, HEAD + "".join(ROWS.values()), dry=True)
    assert list(states(done).values()) == ["joined", "doubtful", "doubtful", "new"]
    assert done.batch == ""
    assert space.lists.lists(ME) == []
    done = bring(space, HEAD + "".join(ROWS.values()))
    found = {one.name: one for one in space.organisations.find(ME)}
    joined = found["انجمن دوستداران طبیعت میبد"]
    assert (joined.documents, joined.kind.value, joined.kind.by) == (1, "ngo", "list")
    assert (joined.field("number"), joined.field("founded")) == ("۱۲", "۱۳۹۰")
    assert joined.rows[0].record()["row"] == 2
    assert joined.rows[0].more == [("تعداد اعضا", "40")]
    fresh = found["سرای آفتاب کویر"]
    assert (fresh.documents, fresh.place and fresh.place.value, fresh.kind.value) == (0, "بافق", "ngo")
    pairs = {(one.one.entity.name, one.other.entity.name): one.reason for one in space.entities.suggestions(ME)}
    assert pairs == {("مؤسسه خیریه بهار", "مؤسسه خیریه بهار"): "name", ("دانشگاه یزد", "دانشگاه یزدد"): "letters"}


def test_a_pair_of_a_row_is_decided_like_any_other_and_taken_back(space: Workspace) -> None:
    bring(space, HEAD + ROWS["elsewhere"])
    (pair,) = space.entities.suggestions(ME)
    one, other = pair.one.entity.id, pair.other.entity.id
    number = space.entities.judge(ME, one, other, "same", pair.seen)
    (found,) = space.organisations.find(ME, Asked(q="بهار"))
    assert (found.id, found.documents, len(found.rows)) == (one, 1, 1)
    assert space.organisations.get(ME, other).id == one
    assert space.entities.suggestions(ME) == []
    space.entities.undo(ME, number)
    assert len(space.organisations.find(ME, Asked(q="بهار"))) == 2
    space.entities.judge(ME, one, other, "different")
    assert space.entities.suggestions(ME) == []
    assert space.entities.rebuild(ME) == 0
    assert len(space.organisations.find(ME, Asked(q="بهار"))) == 2


def test_the_same_list_again_changes_nothing_and_a_changed_row_replaces_its_own(space: Workspace) -> None:
    first = bring(space, HEAD + "".join(ROWS.values()))
    before = [one.record() for one in space.organisations.find(ME)]
    again = bring(space, HEAD + "".join(ROWS.values()))
    assert (again.batch, again.states) == ("", {"known": 4})
    assert [one.record() for one in space.organisations.find(ME)] == before
    changed = bring(space, HEAD + ROWS["same"].replace("035", "036") + ROWS["new"])
    assert changed.states == {"changed": 1, "known": 1}
    (one,) = space.organisations.find(ME, Asked(q="دوستداران"))
    assert (one.field("phone"), len(one.rows)) == ("036", 1)
    assert space.lists.undo(ME, changed.batch) == 1
    (one,) = space.organisations.find(ME, Asked(q="دوستداران"))
    assert one.field("phone") == "035"
    assert space.lists.undo(ME, first.batch) == 4
    assert {one.name for one in space.organisations.find(ME)} == {
        "انجمن دوستداران طبیعت میبد",
        "مؤسسه خیریه بهار",
        "دانشگاه یزد",
    }
    assert all(not one.rows for one in space.organisations.find(ME))
    with pytest.raises(RefusedDecision, match="no list"):
        space.lists.undo(ME, first.batch)


def test_a_row_that_comes_again_with_other_spaces_in_its_name_replaces_its_own(space: Workspace) -> None:
    bring(space, HEAD + "خیریه مهرآفرین کویر,سمن,بافق,5,,,,\n")
    again = bring(space, HEAD + "خیریه مهر آفرین کویر,سمن,بافق,5,,035,,\n")
    assert again.states == {"changed": 1}
    (one,) = space.organisations.find(ME, Asked(place="بافق"))
    assert (len(one.rows), one.field("phone")) == (1, "035")
    twice = bring(space, HEAD + "سرای آبنوس,,بافق,6,,,,\nسرای آب نوس,,بافق,6,,,,\n", dry=True)
    assert [(row.row, row.why) for row in twice.wrong] == [(3, "it stands in row 2 already")]


def test_a_list_is_given_again_as_it_came_and_no_cell_is_a_formula(space: Workspace) -> None:
    text = HEAD + "".join(ROWS.values())
    done = bring(space, text)
    headings, rows = space.lists.get(ME, done.batch).table()
    assert [headings, *rows] == list(csv.reader(io.StringIO(text)))
    printed = csv_of([headings, *rows])
    assert "'=HYPERLINK(1)" in printed
    assert bring(space, BOM + printed).states == {"known": 4}


def test_namesakes_of_one_list_are_two_bodies(space: Workspace) -> None:
    done = bring(space, "name,city,number\nخانه مهر کویر,قم,5\nخانه مهر کویر,رشت,6\nخانه مهر كوير,رشت,6\n")
    assert done.states == {"new": 2}
    assert [(one.row, one.why) for one in done.wrong] == [(4, "it stands in row 3 already")]
    found = space.organisations.find(ME, Asked(q="خانه مهر"))
    assert sorted(one.place.value for one in found if one.place) == ["رشت", "قم"]
    assert len({one.id for one in found}) == 2
    assert bring(space, "name,city,number\nخانه مهر کویر,قم,5\nخانه مهر کویر,رشت,6\n").states == {"known": 2}


def test_two_rows_are_not_one_known_body_unless_people_say_so(space: Workspace) -> None:
    done = bring(space, "name,number\nانجمن دوستداران طبیعت میبد,1\nانجمن دوستداران طبیعت میبد,2\n")
    assert done.states == {"doubtful": 2}


def test_later_documents_find_the_names_of_a_list_and_are_of_its_body(space: Workspace) -> None:
    bring(space, HEAD + ROWS["new"])
    space.ingest_sources(ME, [Source("file:///n.txt", "n.txt", "روز گذشته سرای آفتاب كویر گشوده شد.".encode())])
    space.register.sync()  # an ingest waits for the index alone
    (one,) = space.organisations.find(ME, Asked(q="آفتاب"))
    assert (one.documents, len(one.rows)) == (1, 1)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1256"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_tables_in_any_encoding_and_with_any_mark(encoding: str, mark: str) -> None:
    text = f"نام{mark}شهر{mark}تلفن\nانجمن مهر{mark}يزد{mark}035\n".replace("ی", "ي" if encoding == "cp1256" else "ی")
    bank = databank(list_rows(text.encode(encoding)), {})
    assert bank.columns == {"name": 0, "place": 1, "phone": 2}
    assert [row.cells for row in bank.rows] == [("انجمن مهر", "يزد", "035")]


def test_a_workbook_is_read_where_a_hostile_one_harms_nothing(space: Workspace) -> None:
    book, held = openpyxl.Workbook(), BytesIO()
    book.active.append([])
    for row in (["نام", "شهر", "شماره ثبت"], ["خانه مهر کویر", "قم", 12], [None, "قم"]):
        book.active.append(row)
    book.save(held)
    done = bring(space, held.getvalue())
    assert done.states == {"new": 1}
    assert [(one.row.number, one.row.cells) for one in done.rows] == [(3, ("خانه مهر کویر", "قم", "12"))]
    assert [(one.row, one.why) for one in done.wrong] == [(4, "it has no name")]
    with pytest.raises(RefusedDecision, match="workbook cannot be read"):
        bring(space, b"PK\x03\x04 nothing")


@pytest.mark.parametrize(
    ("text", "given", "why"),
    [
        ("", {}, "empty"),
        ("\n , \n", {}, "empty"),
        ("name\n", {}, "no organisation"),
        ("شهر,تلفن\nیزد,1\n", {}, "no heading is that of the names.*شهر, تلفن"),
        ("عنوان شخصی\nانجمن\n", {"name": "نام"}, "no heading 'نام'"),
        ("name\nانجمن\n", {"colour": "name"}, "no column"),
        ('name,city\nانجمن مهر,"قم\nانجمن,رشت\n', {}, "line 2"),
        ("name," + "x," * 300 + "\nانجمن\n", {}, "200 columns"),
        ("name\n" + "انجمن\n" * 20_001, {}, "20,000 rows"),
    ],
)
def test_what_is_no_list_is_refused_in_plain_words(text: str, given: Mapping[str, str], why: str) -> None:
    with pytest.raises(RefusedDecision, match=why):
        databank(list_rows(text.encode()), given)


def test_broken_rows_are_told_by_their_number_and_the_rest_is_taken() -> None:
    text = "name,city\n,قم\n!,قم\nانجمن مهر,قم,رشت,ری\nانجمن بهار\n" + "ا" * 301 + ",\n\nانجمن امید,\n"
    bank = databank(list_rows(text.encode()), {})
    assert [(one.row, one.why.split(",")[0]) for one in bank.wrong] == [
        (2, "it has no name"),
        (3, "a name has letters"),
        (4, "it has 4 cells"),
        (6, "a name has letters"),
    ]
    assert [(row.number, row.name) for row in bank.rows] == [(5, "انجمن بهار"), (8, "انجمن امید")]


def test_columns_may_be_said() -> None:
    bank = databank([["سمن", "جا"], ["انجمن مهر", "قم"]], columns_given("name=سمن, place=جا"))
    assert bank.told(bank.rows[0], "place") == "قم"
    with pytest.raises(RefusedDecision, match="no column=heading"):
        columns_given("name")


@given(st.lists(st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=12), min_size=1, max_size=4))
def test_cells_come_back_as_they_were(cells: list[str]) -> None:
    kept = [cell.lstrip("'") for cell in cells]
    table = [["name", *(f"h{n}" for n in range(len(kept)))], ["انجمن مهر", *kept]]
    bank = databank(list_rows(csv_of(table).encode()), {})
    assert [row.cells for row in bank.rows] == [("انجمن مهر", *kept)]
    assert isinstance(bank.rows[0], Row)


def test_who_may_bring_and_see_lists(space: Workspace) -> None:
    with pytest.raises(Forbidden):
        bring(space, HEAD + ROWS["new"], VIEWER)
    with pytest.raises(CollectionNotFound):
        space.lists.bring(EDITOR, HEAD.encode(), "x", "desk")
    space.collections.add(ME, "desk")
    done = space.lists.bring(ME, (HEAD + ROWS["new"] + ROWS["elsewhere"]).encode(), "hidden.csv", "desk")
    assert done.batch
    assert space.lists.lists(EDITOR) == []
    assert space.organisations.find(EDITOR, Asked(q="آفتاب")) == []
    assert space.entities.suggestions(EDITOR) == []
    with pytest.raises(RefusedDecision):
        space.lists.get(EDITOR, done.batch)
    with pytest.raises(RefusedDecision):
        space.lists.undo(EDITOR, done.batch)
    assert bring(space, HEAD + ROWS["new"], EDITOR).states == {"new": 1}


def test_the_commands(space: Workspace, tmp_path: Path) -> None:
    folder = ["--workspace", str(space.settings.workspace)]
    path = tmp_path / "سمن‌ها.csv"
    path.write_text(HEAD + "".join(ROWS.values()) + ",,قم,,,,,\n", "utf-8")
    dry = CliRunner().invoke(cli, ["organisations", "import", str(path), "--dry-run", *folder])
    assert "1 would be new, 1 would be joined, 2 would be doubtful" in dry.stderr
    assert "row 6  : it has no name" in dry.stdout
    taken = CliRunner().invoke(cli, ["organisations", "import", str(path), *folder])
    batch = taken.stderr.split()[-1]
    shown = CliRunner().invoke(cli, ["organisations", "lists", *folder])
    assert shown.stdout.startswith(batch)
    printed = CliRunner().invoke(cli, ["organisations", "export", batch, *folder])
    assert printed.stdout.startswith(BOM + "نام سمن,نوع")
    undone = CliRunner().invoke(cli, ["organisations", "undo", batch, *folder])
    assert "4 rows" in undone.stderr
    wrong = CliRunner().invoke(cli, ["organisations", "import", str(path), "--columns", "name=x", *folder])
    assert wrong.exit_code == 1
    assert "no heading 'x'" in wrong.stderr
