"""Text that was lost, or edited, on the way from an office file; and patterns that cost the square of what they see."""

import io
import re
import time
import zipfile
from dataclasses import replace

import openpyxl
import pytest
from PIL import Image

from pipeline.errors import UnreadableSource
from pipeline.ingest.ocr import digits, doubts
from pipeline.ingest.ocr.tesseract import Word
from pipeline.ingest.registry import read
from pipeline.jobs.uploads import safe_name
from pipeline.records import Draft, Source
from tests.makers import odt, workbook


def draft(data: bytes, name: str) -> Draft:
    return read(Source(f"file:///{name}", name, data))


def _repacked(data: bytes, name: str, old: bytes, new: bytes) -> bytes:
    """A zip archive with something else in one member."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(out, "w") as made:
        for info in archive.infolist():
            member = archive.read(info)
            if info.filename == name:
                member, changed = re.subn(old, new, member)
                assert changed
            made.writestr(info.filename, member)
    return out.getvalue()


def test_cells_outside_the_stated_size_of_a_sheet_are_read() -> None:
    book = openpyxl.Workbook()
    for number in range(50):
        book.active.append([f"استان {number}", number])
    out = io.BytesIO()
    book.save(out)
    lying = _repacked(out.getvalue(), "xl/worksheets/sheet1.xml", rb'<dimension ref="[^"]+"', b'<dimension ref="A1"')
    assert "استان 49\t49" in draft(lying, "a.xlsx").text


def test_a_comment_is_no_part_of_its_cell() -> None:
    cell = (
        "<table:table-cell><office:annotation><text:p>یادداشت</text:p></office:annotation>"
        "<text:p>تهران</text:p></table:table-cell>"
    )
    sheet = (
        f"<office:spreadsheet><table:table><table:table-row>{cell}</table:table-row></table:table></office:spreadsheet>"
    )
    assert draft(odt(sheet), "a.ods").text == "تهران"


def test_a_stroke_in_rich_text_stays_one() -> None:
    data = rb"{\rtf1\ansi a | b\par\trowd\cellx100\cellx200 one\cell two | three\cell\row \\cell}"
    assert draft(data, "a.rtf").text.split("\n") == ["a | b", "one\ttwo | three", r"\cell"]


def test_rich_text_with_an_impossible_letter_is_corrupt_and_no_bug() -> None:
    with pytest.raises(UnreadableSource) as raised:
        draft(rb"{\rtf1\ansi \u999999999?}", "a.rtf")
    assert raised.value.code == "corrupt"


@pytest.mark.parametrize(
    "declared", ['<?xml version="1.0" encoding="UTF-16"?>', '<?xml version="1.0"?><!--' + "x" * 5000 + "-->"]
)
def test_entities_are_refused_wherever_they_are_defined(declared: str) -> None:
    entity = f'{declared}<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
    data = entity.encode("utf-16" if "UTF-16" in declared else "utf-8")
    out = io.BytesIO(workbook())
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("xl/odd.part", data)
    with pytest.raises(UnreadableSource) as raised:
        draft(out.getvalue(), "a.xlsx")
    assert raised.value.code == "refused"


def test_what_openpyxl_parses_by_is_the_hardened_parser() -> None:
    from openpyxl.xml import DEFUSEDXML

    assert DEFUSEDXML


def test_what_holds_text_that_cannot_be_reached_is_said_to() -> None:
    deep = f"<html><body>{'<div>' * 3000}نشست شورای شهر یزد{'</div>' * 3000}</body></html>"
    narrow = io.BytesIO()
    Image.new("L", (60_000, 3), 255).save(narrow, "PNG")
    for name, data, code, why in (
        ("deep.html", deep.encode(), "corrupt", "too deep"),
        ("narrow.png", narrow.getvalue(), "empty", "60,000 × 3 pixels holds no text"),
    ):
        with pytest.raises(UnreadableSource, match=why) as caught:
            read(Source(f"file:///{name}", name, data))
        assert caught.value.code == code


def test_linked_data_that_is_nested_deeply_costs_only_itself() -> None:
    deep = "[" * 100_000 + "]" * 100_000
    page = f'<html><body><script type="application/ld+json">{deep}</script><p>نشست شورای شهر یزد</p></body></html>'
    assert "نشست شورای شهر یزد" in draft(page.encode(), "a.html").text


def test_what_is_read_off_a_picture_is_looked_at_in_linear_time() -> None:
    started = time.monotonic()
    assert not doubts._ADDRESS.search("a@" * 20_000)
    word = Word("1" + "!1" * 20_000 + "!" * 20_000 + "a", (0, 0, 10, 10), 0.95)
    assert not digits._may_be_number(replace(word, confidence=1.0))
    assert time.monotonic() - started < 5


@pytest.mark.parametrize("name", ["گ" * 180 + ".txt", "a" * 400 + ".pdf", "." + "ب" * 300])
def test_names_of_uploads_fit_a_file_system(name: str) -> None:
    safe = safe_name(name)
    assert 0 < len(safe.encode()) <= 200
    assert safe.endswith(name[-4:] if name[-4] == "." else "ب")
