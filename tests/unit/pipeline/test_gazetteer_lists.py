"""Lists of names for the gazetteer as offices keep them: any encoding, workbooks, headings in three languages."""

from collections.abc import Sequence
from io import BytesIO

import openpyxl
import pytest

from pipeline.errors import RefusedDecision
from pipeline.gazetteer.lists import rows_of
from pipeline.workspace import Workspace
from tests.makers import ME

FOUNDATION, SOCIETY = "بنیاد سپهر دانش", "انجمن نور یزد"
CLUB = "نادي النور الثقافي"
TAKEN: tuple[tuple[str, bytes, list[tuple[str, str]]], ...] = (
    ("one name a line", f"{FOUNDATION}\n{SOCIETY}\n".encode(), [(FOUNDATION, ""), (SOCIETY, "")]),
    ("Windows-1256", f"الاسم,النوع\n{CLUB},club\n".encode("cp1256"), [(CLUB, "club")]),
    ("Windows-1256 alone", f"{CLUB}\n".encode("cp1256"), [(CLUB, "")]),
    ("Excel's Unicode text", f"نام\tنوع\n{FOUNDATION}\tبنیاد\n".encode("utf-16"), [(FOUNDATION, "بنیاد")]),
    ("UTF-8 with a mark", f"\ufeffname,kind\n{SOCIETY},society\n".encode(), [(SOCIETY, "society")]),
    ("a line that says the sign", f"sep=;\r\nname;kind\r\n{SOCIETY};society\r\n".encode(), [(SOCIETY, "society")]),
    ("Persian headings", f"ردیف,نام سازمان,نوع\n1,{FOUNDATION},بنیاد\n".encode(), [(FOUNDATION, "بنیاد")]),
    ("Arabic headings", f"النوع;اسم الجمعية\nجمعية;{CLUB}\n".encode(), [(CLUB, "جمعية")]),
    ("capitals and underscores", f"Organization,Other_Names\n{SOCIETY},نور\n".encode(), [(SOCIETY, "")]),
    ("empty rows first", f"\n,\nname,kind\n{SOCIETY},society\n".encode(), [(SOCIETY, "society")]),
    ("numbered rows", f"1,{FOUNDATION}\n2,{SOCIETY}\n".encode(), [(FOUNDATION, ""), (SOCIETY, "")]),
    ("commas at the end", f"{FOUNDATION},,\n{SOCIETY},,\n".encode(), [(FOUNDATION, ""), (SOCIETY, "")]),
)
REFUSED: tuple[tuple[str, bytes, str], ...] = (
    ("unknown headings", f"foo,bar\n{FOUNDATION},x\n".encode(), "columns .*name.*foo"),
    ("two columns and no heading", f"{FOUNDATION},مشهد\n".encode(), "no heading is that of the names"),
    ("headings without a name", f"kind,english\nبنیاد,Sky\n{FOUNDATION},x\n".encode(), "this one has .*kind"),
    ("nothing", b"", "empty"),
    ("empty rows", b"\n,\n", "no name"),
    ("a heading alone", b"name,kind\n", "no name"),
    ("a PDF", b"%PDF-1.4\n", "no text but a workbook"),
    ("a quotation that is open", f'name\n"{FOUNDATION}\n'.encode(), "line 2 is not closed"),
)


@pytest.mark.parametrize(("data", "names"), [case[1:] for case in TAKEN], ids=[case[0] for case in TAKEN])
def test_lists_are_read_as_people_save_them(data: bytes, names: list[tuple[str, str]]) -> None:
    assert [(one.name, one.kind) for one in rows_of(data)[0]] == names


@pytest.mark.parametrize(("data", "why"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED])
def test_what_is_no_list_is_refused_with_what_a_list_has(data: bytes, why: str) -> None:
    with pytest.raises(RefusedDecision, match=why):
        rows_of(data)


def test_a_row_without_a_cell_for_its_name_is_told() -> None:
    found, wrong = rows_of(f"kind,name\nfoundation,{FOUNDATION}\nbank\n".encode())
    assert [one.name for one in found] == [FOUNDATION]
    assert [(one.row, one.reason) for one in wrong] == [(3, "odd")]


def workbook(rows: Sequence[Sequence[object]]) -> bytes:
    book, held = openpyxl.Workbook(), BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(held)
    return held.getvalue()


def test_a_workbook_is_read_as_other_lists_are(workspace: Workspace) -> None:
    data = workbook([["ردیف", "نام سازمان", "نام‌های دیگر"], [1, FOUNDATION, "سپهر دانش|سپهر"], [2, SOCIETY, ""]])
    done = workspace.gazetteer.bring(ME, data, "main")
    assert done.new == 2
    assert {one.name for one in workspace.gazetteer.entries(ME)} >= {FOUNDATION, SOCIETY, "سپهر دانش"}
    with pytest.raises(RefusedDecision, match="workbook cannot be read"):
        workspace.gazetteer.bring(ME, data[:200], "main")
    with pytest.raises(RefusedDecision, match="no heading is that of the names"):
        workspace.gazetteer.bring(ME, workbook([["foo", "bar"], [FOUNDATION, "x"]]), "main")
