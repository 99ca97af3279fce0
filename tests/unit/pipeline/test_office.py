"""Office files, mail, saved pages: made here by the libraries that offices use, read as people see them."""

import gzip
import io
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pptx
import pytest
from docx.oxml import parse_xml

from pipeline.errors import UnreadableSource
from pipeline.ingest.registry import read
from pipeline.ingest.sources.containers import contents
from pipeline.ingest.sources.files import Walk, walk
from pipeline.records import Draft, Failure, Limits, Source
from tests.makers import PAGE, archived, mail, odt, tar

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def draft(data: bytes, name: str) -> Draft:
    return read(Source(f"file:///{name}", name, data))


def refusal(data: bytes, name: str) -> str:
    with pytest.raises(UnreadableSource) as caught:
        draft(data, name)
    assert caught.value.message
    return caught.value.code


def furniture(found: Draft) -> list[str]:
    return [found.text[span.start : span.end] for span in found.furniture]


def test_word_takes_tracked_changes_as_accepted_and_marks_headers() -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "سازمان اسناد"
    document.sections[0].footer.paragraphs[0].text = "محرمانه"
    paragraph = document.add_paragraph("مدت تفاهم‌نامه ")
    paragraph._p.append(parse_xml(f'<w:del {W} w:id="1"><w:r><w:delText>یک</w:delText></w:r></w:del>'))
    paragraph._p.append(parse_xml(f'<w:ins {W} w:id="2"><w:r><w:t>دو</w:t></w:r></w:ins>'))
    paragraph.add_run(" سال است.")
    out = io.BytesIO()
    document.save(out)
    found = draft(out.getvalue(), "a.docx")
    assert found.text == "سازمان اسناد\nمدت تفاهم‌نامه دو سال است.\nمحرمانه"
    assert furniture(found) == ["سازمان اسناد", "محرمانه"]


def test_open_document_text_comes_in_order() -> None:
    found = draft(
        odt(
            "<office:text><text:tracked-changes><text:p>حذف شده</text:p></text:tracked-changes>"
            "<text:h>تفاهم‌نامه</text:h><text:p>ماده<text:s text:c='2'/>۱<text:tab/>موضوع"
            "<text:note><text:note-body><text:p>پانوشت</text:p></text:note-body></text:note> همکاری</text:p>"
            "<table:table><table:table-row><table:table-cell><text:p>نام</text:p></table:table-cell>"
            "<table:table-cell table:number-columns-repeated='2'><text:p>سمت</text:p></table:table-cell>"
            "</table:table-row></table:table></office:text>"
        ),
        "a.odt",
    )
    assert found.text.split("\n") == ["تفاهم‌نامه", "ماده  ۱\tموضوع همکاری", "پانوشت", "نام\tسمت\tسمت"]
    assert (found.kind, found.title) == ("odf", "تفاهم‌نامه")


def test_sheets_are_rows_of_cells() -> None:
    book = openpyxl.Workbook()
    book.active.title = "سال ۱۴۰۴"
    book.active.append(["استان", "تفاهم‌نامه", "تاریخ"])
    book.active.append(["یزد", 12.0, date(2025, 8, 13)])
    book.create_sheet("خالی")
    out = io.BytesIO()
    book.save(out)
    found = draft(out.getvalue(), "a.xlsx")
    assert found.text.split("\n") == ["سال ۱۴۰۴", "استان\tتفاهم‌نامه\tتاریخ", "یزد\t12\t2025-08-13", "خالی"]
    assert [found.text[p.span.start : p.span.end].split("\n")[0] for p in found.pages] == ["سال ۱۴۰۴", "خالی"]


def test_slides_come_from_the_top_with_their_notes() -> None:
    show = pptx.Presentation()
    slide = show.slides.add_slide(show.slide_layouts[1])
    slide.shapes.title.text = "گزارش همکاری"
    slide.placeholders[1].text = "۲۷ ستاد همکاری"
    slide.notes_slide.notes_text_frame.text = "یادداشت سخنران"
    out = io.BytesIO()
    show.save(out)
    found = draft(out.getvalue(), "a.pptx")
    assert found.text.split("\n") == ["گزارش همکاری", "۲۷ ستاد همکاری", "یادداشت سخنران"]
    assert (found.title, len(found.pages)) == ("گزارش همکاری", 1)


@pytest.mark.parametrize(
    "body",
    [
        r"{\rtf1\ansi\ansicpg1256\deff0{\fonttbl{\f0\fcharset178 Arial;}}\f0 "
        r"\'e3\'d0\'df\'d1\'c9 \'ca\'dd\'c7\'e5\'e3\par}",
        r"{\rtf1\ansi\uc1 \u1605?\u1584?\u1603?\u1585?\u1577? \u1578?\u1601?\u1575?\u1607?\u1605?\par}",
    ],
)
def test_rich_text_in_code_pages_and_escapes(body: str) -> None:
    assert draft(body.encode("latin-1"), "a.rtf").text.strip() == "مذكرة تفاهم"


@pytest.mark.parametrize("html", [False, True])
def test_mail_says_its_subject_and_text(html: bool) -> None:
    found = draft(mail(html=html).as_bytes(), "a.eml")
    assert (found.kind, found.title, found.published) == ("mail", "متن نهایی تفاهم‌نامه", "2025-08-13T10:30+03:30")
    body = [line for line in found.text.split("\n") if line and line not in furniture(found)]
    assert body == ["متن نهایی تفاهم‌نامه", "با سلام، متن تفاهم‌نامه پیوست است."]


def names(path: Path, **limits: Any) -> list[tuple[str, str]]:
    items = walk(path, Walk("", replace(Limits(), **limits), contents))
    return [(i.uri.split("/a.", 1)[-1], i.code if isinstance(i, Failure) else i.name) for i in items]


def test_attachments_are_documents_of_their_own(tmp_path: Path) -> None:
    inner = mail()
    outer = mail()
    outer.add_attachment("متن".encode(), maintype="text", subtype="plain", filename="پیوست ۱.txt")
    outer.add_attachment(inner)
    path = tmp_path / "a.eml"
    path.write_bytes(outer.as_bytes())
    assert names(path) == [
        ("eml", "a.eml"),
        ("eml!/1/%D9%BE%DB%8C%D9%88%D8%B3%D8%AA%20%DB%B1.txt", "پیوست ۱.txt"),
        ("eml!/2/2.eml", "2.eml"),
    ]


def test_a_saved_page_is_a_page() -> None:
    saved = (
        'From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n--b\r\n'
        "Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" + PAGE + "\r\n--b--\r\n"
    ).encode()
    found = draft(saved, "a.mhtml")
    assert (found.kind, found.title) == ("html", "افتتاح کتابخانه در یزد")


@pytest.mark.parametrize(
    ("mode", "name"), [("w", "a.tar"), ("w:gz", "a.tgz"), ("w:bz2", "a.tar.bz2"), ("w:xz", "a.txz")]
)
def test_files_of_a_tape_archive(tmp_path: Path, mode: str, name: str) -> None:
    (tmp_path / name).write_bytes(tar(mode, one_txt="متن".encode(), two_jsonl=b'{"id":"1","text":"x"}\n'))
    assert [given for _, given in names(tmp_path / name)] == ["one.txt", "two.jsonl"]


def test_a_packed_file_is_read_as_what_it_holds(tmp_path: Path) -> None:
    path = tmp_path / "a.txt.gz"
    path.write_bytes(gzip.compress("متن".encode()))
    (source,) = walk(path, Walk("", Limits(), contents))
    assert isinstance(source, Source)
    assert (source.name, source.data.decode()) == ("a.txt", "متن")


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.txt.gz", gzip.compress(bytes(30_000_000), mtime=0), "bomb"),
        ("a.gz", gzip.compress(b"text", mtime=0)[:12], "corrupt"),
        ("a.tar", b"not a tape", "corrupt"),
        ("a.warc", b"not an archive", "corrupt"),
    ],
)
def test_bad_containers_are_explained(tmp_path: Path, name: str, data: bytes, code: str) -> None:
    (tmp_path / name).write_bytes(data)
    assert [given for _, given in names(tmp_path / name)] == [code]


def test_pages_of_a_web_archive_keep_their_addresses(tmp_path: Path) -> None:
    records = (
        archived("https://news.example.org/1404/05/22", "text/html"),
        archived("https://news.example.org/style.css", "text/css"),
        archived("https://news.example.org/gone", "text/html", "404 Not Found"),
    )
    (tmp_path / "a.warc.gz").write_bytes(b"".join(records))
    (page,) = walk(tmp_path / "a.warc.gz", Walk("", Limits(), contents))
    assert isinstance(page, Source)
    assert page.uri == "https://news.example.org/1404/05/22"
    assert read(page).title == "افتتاح کتابخانه در یزد"


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (odt("<office:text/>"), "a.odt", "empty"),
        (odt("<broken"), "a.odt", "corrupt"),
        (odt("<office:text/>", **{"META-INF__manifest": b"<x manifest:encryption-data=''/>"}), "a.odt", "encrypted"),
        (b"PK\x03\x04broken", "a.xlsx", "corrupt"),
        (b"PK\x03\x04broken", "a.pptx", "corrupt"),
        (rb"{\rtf1}", "a.rtf", "empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "a.msg", "unsupported"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b--", "a.mht", "empty"),
        (b"Subject: \r\nFrom: a@example.org\r\n\r\n", "a.eml", "empty"),
    ],
)
def test_bad_office_files_get_a_clear_code(data: bytes, name: str, code: str) -> None:
    assert refusal(data, name) == code


def test_an_old_office_file_says_what_would_read_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(UnreadableSource, match="apt-get install libreoffice"):
        draft(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "a.doc")
