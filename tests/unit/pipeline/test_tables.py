"""Matches as rows of a spreadsheet."""

import openpyxl

from pipeline.search.workbook import workbook


def test_a_workbook_has_text_and_no_formula() -> None:
    rows = [["=HYPERLINK(1)", "نشست\vیزد \ud800"], ["#N/A", "ا" * 40_000], ["-5", ""]]
    with workbook(["a", "b"], rows, most=3) as held:
        book = openpyxl.load_workbook(held)
    first, second = book.worksheets  # two rows and their head go into a sheet of three
    assert [first["A2"].value, first["A2"].data_type, first["A3"].data_type] == ["=HYPERLINK(1)", "s", "s"]
    assert first["B2"].value == "نشست\N{REPLACEMENT CHARACTER}یزد \N{REPLACEMENT CHARACTER}"
    assert len(first["B3"].value) == 32_767
    assert (first.freeze_panes, second["A1"].value, second["A2"].value) == ("A2", "a", "-5")


def test_a_workbook_without_matches_has_its_head() -> None:
    with workbook(["a"], []) as held:
        assert openpyxl.load_workbook(held).active["A1"].value == "a"
