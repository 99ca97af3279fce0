"""What office programs do not show is no part of what a document says; what they show is."""

import io
import re
import zipfile

import docx
import openpyxl
import pptx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from openpyxl.comments import Comment
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches

from pipeline.ingest.formats.office import transitional
from pipeline.ingest.registry import read
from pipeline.records import Draft, Source
from tests.makers import odt


def draft(data: bytes, name: str) -> Draft:
    return read(Source(f"file:///{name}", name, data))


def furniture(found: Draft) -> list[str]:
    return [found.text[span.start : span.end] for span in found.furniture]


def test_word_hides_by_style_unless_a_run_says_otherwise() -> None:
    document = docx.Document()
    base = document.styles.add_style("پایه", WD_STYLE_TYPE.PARAGRAPH)
    base.font.hidden = True
    document.styles.add_style("ویراستار", WD_STYLE_TYPE.PARAGRAPH).base_style = base
    document.styles.add_style("درونی", WD_STYLE_TYPE.CHARACTER).font.hidden = True
    document.add_paragraph("بند نخست آیین‌نامه ").add_run("یادداشت درونی", style="درونی")
    document.add_paragraph("یادداشت ویراستار", style="ویراستار")
    document.add_paragraph("", style="ویراستار").add_run("این پیداست").font.hidden = False
    document.add_paragraph("", style="ویراستار").add_run("این نیز پیداست", style="درونی")
    out = io.BytesIO()
    document.save(out)
    lines = [line.strip() for line in draft(out.getvalue(), "a.docx").text.split("\n") if line.strip()]
    assert lines == ["بند نخست آیین‌نامه", "این پیداست", "این نیز پیداست"]


@pytest.mark.parametrize("hidden", [rb"{\v \'d1\'e3\'d2}", rb"\v \'d1\'e3\'d2\v0 ", rb"{\deleted \'d1\'e3\'d2}"])
def test_rich_text_that_is_hidden_is_not_there(hidden: bytes) -> None:
    body = "متن آشکار ".encode("cp1256") + b"|" + "و تمام".encode("cp1256")
    first, _, last = b"".join(rb"\'%02x" % byte if byte > 127 else bytes((byte,)) for byte in body).partition(b"|")
    found = draft(rb"{\rtf1\ansi\ansicpg1256 " + first + hidden + last + b"}", "a.rtf")
    assert " ".join(found.text.split()) == "متن آشکار و تمام"


def test_hidden_sheets_are_furniture_and_comments_come_behind_their_sheet() -> None:
    book = openpyxl.Workbook()
    book.active.title = "فروش"
    book.active.append(["قند", 1250.5, 0.25, 42])
    for cell, form in zip("BCD", ["#,##0.00", "0%", '0000" نفر"'], strict=True):
        book.active[f"{cell}1"].number_format = form
    book.active["A1"].comment = Comment("بازرس آن را شمرد", "بازرس")
    lists = book.create_sheet("فهرست‌ها")
    lists.append(["رمز"])
    lists.sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    found = draft(out.getvalue(), "a.xlsx")
    assert found.text.split("\n") == ["فروش", "قند\t1,250.50\t25%\t0042 نفر", "بازرس آن را شمرد", "فهرست‌ها", "رمز"]
    assert furniture(found) == ["فهرست‌ها", "رمز"]


def test_hidden_slides_are_furniture_and_charts_say_their_titles() -> None:
    show = pptx.Presentation()
    shown, hidden = (show.slides.add_slide(show.slide_layouts[6]) for _ in range(2))
    data = CategoryChartData()  # type: ignore[no-untyped-call]
    data.categories = ["بهار", "تابستان"]
    data.add_series("قند", (3, 4))  # type: ignore[no-untyped-call]
    box = (Inches(1), Inches(1), Inches(4), Inches(3))
    chart = shown.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, *box, data).chart
    chart.has_title = True
    chart.chart_title.text_frame.text = "فروش فصل‌ها"
    hidden.shapes.add_textbox(*box).text_frame.text = "پیش‌نویس"
    hidden._element.set("show", "0")
    out = io.BytesIO()
    show.save(out)
    found = draft(out.getvalue(), "a.pptx")
    assert found.text.split("\n") == ["فروش فصل‌ها", "بهار\tتابستان", "قند", "پیش‌نویس"]
    assert furniture(found) == ["پیش‌نویس"]


def strict(data: bytes) -> bytes:
    """An Office file with the names of the strict kind."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(out, "w") as renamed:
        for info in archive.infolist():
            part = archive.read(info).replace(
                b"http://schemas.openxmlformats.org/officeDocument/2006/", b"http://purl.oclc.org/ooxml/officeDocument/"
            )
            for kind in (b"spreadsheetml", b"presentationml", b"drawingml", b"wordprocessingml"):
                old = b"http://schemas.openxmlformats.org/" + kind + b"/2006/"
                part = part.replace(old, b"http://purl.oclc.org/ooxml/" + kind + b"/")
            renamed.writestr(info, part)
    return out.getvalue()


def test_files_of_the_strict_kind_are_read() -> None:
    book, show = openpyxl.Workbook(), pptx.Presentation()
    book.active.append(["نام کالا", 8420])
    show.slides.add_slide(show.slide_layouts[5]).shapes.title.text_frame.text = "برنامهٔ بندر"
    for document, name, said in ((book, "a.xlsx", "نام کالا\t8420"), (show, "a.pptx", "برنامهٔ بندر")):
        out = io.BytesIO()
        document.save(out)
        data = strict(out.getvalue())
        assert transitional(data) != data
        assert said in draft(data, name).text.split("\n")


def test_a_workbook_whose_styles_are_broken_keeps_its_number_formats() -> None:
    book = openpyxl.Workbook()
    book.active.append([12750000])
    book.active["A1"].number_format = "#,##0"
    out, broken = io.BytesIO(), io.BytesIO()
    book.save(out)
    with zipfile.ZipFile(io.BytesIO(out.getvalue())) as archive, zipfile.ZipFile(broken, "w") as changed:
        for info in archive.infolist():
            part = archive.read(info)
            changed.writestr(info, re.sub(rb"<fill>.*?</fill>", b"<fill />", part))
    assert b"<fill />" in zipfile.ZipFile(io.BytesIO(broken.getvalue())).read("xl/styles.xml")
    assert draft(broken.getvalue(), "a.xlsx").text.split("\n") == ["Sheet", "12,750,000"]


def test_open_document_text_that_is_hidden_is_not_there() -> None:
    names = 'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"'
    found = draft(
        odt(
            f'<office:text><style:style {names} style:name="T1">'
            '<style:text-properties text:display="none"/></style:style>'
            '<text:p>نشست <text:span text:style-name="T1">محرمانه <text:s/></text:span>ساعت ده است.</text:p>'
            '<text:p text:style-name="T1">یادداشت ویراستار</text:p>'
            '<text:section text:display="none"><text:p>پیش‌نویس</text:p></text:section>'
            '<text:section text:display="true"><text:p>پایان</text:p></text:section></office:text>'
        ),
        "a.odt",
    )
    assert [line for line in found.text.split("\n") if line] == ["نشست ساعت ده است.", "پایان"]
