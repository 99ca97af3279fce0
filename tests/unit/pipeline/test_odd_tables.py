"""Twenty tables of names as offices send them, each for the three that read such lists; written before reading how."""

from io import BytesIO

import openpyxl
import pytest

from pipeline.errors import RefusedDecision
from pipeline.gazetteer.list_files import list_rows
from pipeline.gazetteer.lists import rows_of
from pipeline.monitors.watch_files import read_list
from pipeline.organisations.databank import databank

BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
NAMES = ["بنیاد سپهر دانش", "مؤسسه خیریه بهار", "شرکت پارس‌فناوران نوین"]
BANK, GREEN, MERCY = "بانک توسعه صادرات", "جمعية الهلال الأخضر", "مؤسسة الرحمة للإغاثة"
OLD = ["موسسه خيريه بهار", "شركت كيميا داروي شرق"]


def tables(data: bytes) -> list[list[str]]:
    sheet = openpyxl.load_workbook(BytesIO(data), data_only=True).active
    return [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]


def workbook(*rows: list[object]) -> bytes:
    book, held = openpyxl.Workbook(), BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(held)
    return held.getvalue()


def lines(*said: str, end: str = "\n") -> bytes:
    return "".join(f"{line}{end}" for line in said).encode()


def beside(sign: str, more: str) -> list[str]:
    return [f"{name}{sign}{more}" for name in NAMES]


TABLES: list[tuple[str, bytes, list[str]]] = [
    ("an English heading", lines("name", *NAMES), NAMES),
    ("a mark and lines of Windows", lines(f"{BOM}نام", *NAMES, end="\r\n"), NAMES),
    ("an Arabic heading in UTF-16", lines("الاسم", *NAMES).decode().encode("utf-16"), NAMES),
    ("semicolons", lines("نام;استان", *beside(";", "تهران")), NAMES),
    ("tabs", lines("name\tplace", *beside("\t", "قم")), NAMES),
    ("all in quotation marks", lines('"نام","توضیح"', *(f'"{name}","یک، دو\nسه"' for name in NAMES)), NAMES),
    ("blank lines", lines("نام", "", "", *(part for name in NAMES for part in (name, "")), "", ""), NAMES),
    ("a formula", lines("نام", BANK, '=HYPERLINK("http://evil.example")'), [BANK]),
    ("a text that is kept from being a number", lines("نام", f'"=""{BANK}"""'), [BANK]),
    ("numbered rows of a workbook", workbook(["ردیف", "نام"], *([n, one] for n, one in enumerate(NAMES, 1))), NAMES),
    ("an Arabic workbook", workbook(["الاسم", "المحافظة"], [GREEN, "بغداد"], [MERCY, "نينوى"]), [GREEN, MERCY]),
    ("Windows-1256", lines("نام", *OLD).decode().encode("cp1256"), OLD),
    ("marks within", lines("نام;شناسه", '"بنیاد ""سپهر"" دانش";۱۲'), ['بنیاد "سپهر" دانش']),
    ("the sign is said", lines(f"{BOM}sep=;", "نام;شهر", *beside(";", "شیراز"), end="\r\n"), NAMES),
    ("spaces around", lines("نام سازمان,شهر", *(f"  {name}  ,یزد" for name in NAMES)), NAMES),
    (
        "UTF-16 without a mark",
        lines("اسم المؤسسة,المدينة", f"{GREEN},بغداد", ",", f"{MERCY},الموصل").decode().encode("utf-16-le"),
        [GREEN, MERCY],
    ),
    (
        "a title above",
        lines("فهرست مؤسسه‌های خیریه استان", "", "ردیف,نام", *(f"{n},{one}" for n, one in enumerate(NAMES, 1))),
        NAMES,
    ),
    ("a title above semicolons", lines("فهرست سازمان‌ها", "", "نام;شهر", *beside(";", "یزد")), NAMES),
    (
        "titles above, in a workbook",
        workbook(["جمعيات المحافظة"], ["عام 2025"], [], ["ت", "الاسم"], [1, GREEN], [2, MERCY]),
        [GREEN, MERCY],
    ),
    ("nothing in a formula of a workbook", workbook(["name"], ["=1+1"], [BANK]), [BANK]),
]


@pytest.mark.parametrize(("data", "names"), [one[1:] for one in TABLES], ids=[one[0] for one in TABLES])
def test_a_table_gives_its_names_to_each_that_reads_lists(data: bytes, names: list[str]) -> None:
    assert list(read_list(data, "l.csv", tables=tables).names) == names
    assert [one.name for one in rows_of(data, tables)[0]] == names
    assert [one.name for one in databank(list_rows(data, tables), {}).rows] == names


def test_what_is_a_formula_is_told_with_its_row() -> None:
    data = lines("فهرست", "", "نام;شهر", f"{BANK};یزد", "=1+1;یزد")
    assert [(one.row, one.why) for one in read_list(data, "l.csv").wrong] == [(5, "formula")]
    assert [(one.row, one.reason) for one in rows_of(data)[1]] == [(5, "formula")]
    assert [(one.row, one.reason) for one in databank(list_rows(data), {}).wrong] == [(5, "formula")]


@pytest.mark.parametrize("data", [b"", b"%PDF-1.4 \x00\xff\xfe", lines("نام")], ids=["empty", "PDF", "heading alone"])
def test_what_has_no_name_is_refused(data: bytes) -> None:
    for read in (read_list, rows_of, lambda given: databank(list_rows(given), {})):
        with pytest.raises(RefusedDecision):
            read(data)


def test_a_heading_that_nobody_knows_is_no_name_of_a_body() -> None:
    data = lines("foo,bar", "الف,ب")
    for read in (rows_of, lambda given: databank(list_rows(given), {})):
        with pytest.raises(RefusedDecision, match="no heading is that of the names"):
            read(data)


def test_names_alone_are_a_list_of_names_and_rows_of_organisations_need_a_heading() -> None:
    assert list(read_list(lines(*NAMES), "l.txt").names) == NAMES == [one.name for one in rows_of(lines(*NAMES))[0]]
    with pytest.raises(RefusedDecision, match="say which: name=HEADING"):
        databank(list_rows(lines(*NAMES)), {})


def test_one_name_in_two_spellings_is_one_name_and_two_rows_of_organisations() -> None:
    data = lines("نام", NAMES[0], NAMES[0], NAMES[0].replace("ی", "ي"))
    assert list(read_list(data, "l.csv").names) == NAMES[:1] == [one.name for one in rows_of(data)[0]]
    assert len(databank(list_rows(data), {}).rows) == 3
