"""Each reader on bytes made here: what becomes of the text, and which clear error bad bytes give."""

import io
import shutil
import zipfile
from pathlib import Path

import docx
import pytest

from pipeline.errors import UnreadableSource
from pipeline.ingest.registry import read
from pipeline.records import Draft, Source
from pipeline.workspace import Workspace
from tests.makers import ME

ZWNJ = "\N{ZERO WIDTH NON-JOINER}"
PAGE = """<html><head><title>نشست سمن‌ها در یزد | پایگاه خبری</title>%s</head><body>
<ul><li>صفحه اصلی</li><li>تماس با ما</li></ul><div class="date">%s</div>
<article><h1>نشست سمن‌ها در یزد</h1>
<p>نشست هم‌اندیشی سازمان‌های مردم‌نهاد استان یزد با حضور مدیران دستگاه‌های اجرایی در سالن استانداری برگزار شد.</p>
<p>در این نشست نمایندگان تشکل‌ها گزارشی از برنامه‌های خود دادند و بر ادامه همکاری با دستگاه‌ها تأکید کردند.</p>
<p>قرار است نشست بعدی با موضوع محیط زیست و با حضور مدیران شهری در کتابخانه مرکزی برگزار شود.</p></article>
<div>اخبار مرتبط</div><div>نظر شما</div></body></html>"""


def draft(data: bytes, name: str = "file") -> Draft:
    return read(Source(f"file:///{name}", name, data))


def refusal(data: bytes, name: str = "file") -> str:
    with pytest.raises(UnreadableSource) as caught:
        draft(data, name)
    assert caught.value.message
    return caught.value.code


def body(found: Draft) -> str:
    from corpora.document import Document

    return Document(key="k", id="k", uri="u", text=found.text, furniture=found.furniture).body_text()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1256", "iso8859_6"])
def test_text_of_any_encoding(encoding: str) -> None:
    text = "شارك ممثلو الأقسام والشعب الإعلامية في ورشة تطويرية أقامتها الجامعة بالتعاون مع الوزارة.\n" * 3
    assert draft(text.encode(encoding)).text == text


def test_persian_text_in_windows_1256() -> None:
    text = "اجراي طرح آبرساني به دوازده روستاي بخش مركزي شهرستان با همراهي دهياري ها آغاز شد.\n" * 3
    assert draft(text.encode("cp1256")).text == text


def test_a_copied_page_keeps_its_text_and_marks_its_furniture() -> None:
    text = (
        "۲۲ مرداد ۱۴۰۴، ۲۲:۰۶\n\nنشست سمن‌ها\n\nاستاندار گفت: نشست مفید بود.\n\nاخبار مرتبط\nخبر دیگر\nنظر شما\ncaptcha"
    )
    found = draft(text.encode())
    assert found.text == text
    assert [found.text[s.start : s.end] for s in found.furniture] == ["اخبار مرتبط", "خبر دیگر", "نظر شما", "captcha"]
    assert (found.title, found.published) == ("نشست سمن‌ها", "2025-08-13T22:06")


@pytest.mark.parametrize(
    ("meta", "shown", "published"),
    [
        (
            '<meta property="article:published_time" content="2025-08-13T22:06:00+0330">',
            "",
            "2025-08-13T22:06:00+03:30",
        ),
        ('<meta property="article:published_time" content="۱۳۹۹/۰۲/۲۱ - ۱۸:۵۹">', "", "2020-05-10T18:59"),
        ('<script type="application/ld+json">{"datePublished": "2025-08-13"}</script>', "", "2025-08-13"),
        ('<script type="application/ld+json">{broken</script>', "۲۲ مرداد ۱۴۰۴", "2025-08-13"),
        ("", "چهارشنبه ۲۲ مرداد ۱۴۰۴ - ۲۲:۰۶", "2025-08-13T22:06"),
        ("", "۲۲ مرداد ۱۴۰۴ | 13 August", "2025-08-13"),
        ('<meta name="date" content="soon">', "", ""),
        ("", "۲۲ مرداد", ""),
        ("", "", ""),
    ],
)
def test_the_publication_date_of_a_page(meta: str, shown: str, published: str) -> None:
    found = draft((PAGE % (meta, shown)).encode(), "a.html")
    assert found.published == published
    assert ("no_published" in found.flags) == (not published)


def test_a_page_whose_story_is_in_doubt_has_a_flag() -> None:
    told = "شهردار یزد در نشست امروز با نویسندگان گفت کتابخانهٔ مرکزی پس از سه سال ساخت و ساز گشایش یافت"
    told += " و به گفتهٔ مدیران آن از روز شنبه هر روز %s"
    ends = ["درهای آن باز است.", "نشست‌ها در آن است.", "کودکان جا دارند.", "نمایشگاهی هم دارد."]
    story = "".join(f"<p>{told % end}</p>" for end in ends)
    other = "به گزارش خبرنگار ما رئیس سازمان میراث فرهنگی در آیین گشایش موزهٔ شماره %d گفت بازدید از آن"
    other += " تا پایان ماه برای همهٔ مردم شهر رایگان است."
    teasers = "".join(f"<div><a href='/{n}'>{other % n}</a></div>" for n in range(16))
    page = f"<article><h1>کتابخانه</h1>{story}</article>"
    pages = (page, f"{page}<div class='related-posts'>{teasers}</div>")
    flags = [draft(f"<html><body>{page}</body></html>".encode(), "a.html").flags for page in pages]
    assert ["uncertain_story" in some for some in flags] == [False, True]


def test_a_page_gives_its_story_with_every_zwnj() -> None:
    found = draft((PAGE % ("", "")).encode(), "a.html")
    assert found.title == "نشست سمن‌ها در یزد"
    assert "سازمان‌های مردم‌نهاد" in body(found)
    assert "صفحه اصلی" in found.text
    assert not {"صفحه اصلی", "تماس با ما", "اخبار مرتبط", "نظر شما"} & set(body(found).split("\n"))
    assert body(found).count(ZWNJ) == PAGE.count(ZWNJ) - PAGE.split("</head>")[0].count(ZWNJ)


def test_a_page_is_known_by_its_bytes_not_by_its_name() -> None:
    assert draft((PAGE % ("", "")).encode(), "page.pdf").kind == "html"


@pytest.mark.parametrize("declared", ["utf-8", "iso-8859-1", "no-such-encoding"])
def test_a_wrongly_declared_encoding_does_no_harm(declared: str) -> None:
    page = (PAGE % (f'<meta charset="{declared}">', "")).replace(ZWNJ, "").replace("ی", "ي").replace("ک", "ك")
    assert "استانداري" in draft(page.encode("cp1256"), "a.html").text


def test_nesting_does_no_harm() -> None:
    page = "<html><body>" + "<div>" * 20_000 + "متن در ته" + "</div>" * 20_000 + "</body></html>"
    try:
        assert "متن" in draft(page.encode(), "deep.html").text
    except UnreadableSource as error:
        assert error.code in ("empty", "corrupt")  # noqa: PT017 - either is a clear answer


def word_file(*lines: str, table: tuple[str, ...] = ()) -> bytes:
    document, out = docx.Document(), io.BytesIO()
    for line in lines:
        document.add_paragraph(line)
    if table:
        cells = document.add_table(rows=1, cols=len(table)).rows[0].cells
        for cell, text in zip(cells, table, strict=True):
            cell.text = text
    document.add_paragraph("پایان")
    document.save(out)
    return out.getvalue()


def test_word_keeps_paragraphs_and_tables_in_order() -> None:
    found = draft(word_file("تفاهم‌نامه", "ماده ۱", table=("رئیس دانشگاه", "شهردار")), "a.docx")
    assert found.text.split("\n") == ["تفاهم‌نامه", "ماده ۱", "رئیس دانشگاه\tشهردار", "پایان"]


def archive(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, data in members.items():
            zipped.writestr(name.replace("__", "/").replace("_xml", ".xml"), data)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"", "a.txt", "empty"),
        (b" \n\t\n", "a.txt", "empty"),
        (b"\x00\x01\x02\x03" * 500, "a.txt", "unsupported"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "a.pdf", "corrupt"),
        (b"%PDF-1.7\nbroken", "a.pdf", "corrupt"),
        (b"PK\x03\x04broken", "a.docx", "corrupt"),
        (b"<html><body></body></html>", "a.html", "empty"),
        (b"<!", "a.html", "empty"),
        (archive(word__document_xml=b"<!DOCTYPE x><x/>"), "a.docx", "refused"),
        (archive(word__document_xml=b"0" * 30_000_000), "a.docx", "bomb"),
        (word_file("متن")[:2000], "a.docx", "corrupt"),
    ],
)
def test_bad_bytes_get_a_clear_code(data: bytes, name: str, code: str) -> None:
    assert refusal(data, name) == code


def test_pdf_samples_come_in_reading_order(samples: Path) -> None:
    found = draft((samples / "agreement-fa-2.pdf").read_bytes(), "a.pdf")
    lines = found.text.split("\n")
    assert lines[0].startswith("توافق‌نامه آموزش مهارت میان اداره کل آموزش فنی و حرفه‌ای گیلان")
    assert "شماره ۸۸/۱۴۰۴ - تاریخ: ۲۵ تیر ۱۴۰۴ برابر با ۱۶ ژوئیه ۲۰۲۵" in lines
    assert found.published == "2025-07-16"
    first = found.pages[0].span
    assert found.text[first.start : first.end].split("\n")[0] == lines[0]
    assert len(found.pages) == 2


def test_a_json_line_needs_a_text() -> None:
    with pytest.raises(UnreadableSource, match="text"):
        read(Source("file:///a.jsonl#1", "a.jsonl", b'{"id":"1"}', line=True))
    with pytest.raises(UnreadableSource, match="title"):
        read(Source("file:///a.jsonl#1", "a.jsonl", b'{"id":"1","text":"x","title":5}', line=True))


def test_a_title_has_letters_and_no_code_of_html() -> None:
    """News that was collected from pages: «&quot;…&quot;» stood in the list of results, and on paper."""
    line = '{"id":"1","text":"قضت المحكمة أمس.","title":"&quot;قضية&quot; تُحسم&nbsp;اليوم"}'
    assert read(Source("file:///a.jsonl#1", "a.jsonl", line.encode(), line=True)).title == '"قضية" تُحسم اليوم'


@pytest.mark.parametrize("kind", ["zip", "tar", "folder"])
def test_what_systems_put_beside_files_is_left_out(workspace: Workspace, tmp_path: Path, kind: str) -> None:
    """An archive from a Mac brought a document `.DS_Store` and a failure for each file."""
    names = ("گزارش/a.txt", "__MACOSX/گزارش/._a.txt", "گزارش/.DS_Store", "Thumbs.db", "~$نامه.docx", "desktop.ini")
    folder = tmp_path / "in"
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("کتابخانهٔ شهر یزد باز شد", encoding="utf-8")
    given = folder
    if kind != "folder":
        given = Path(shutil.make_archive(str(tmp_path / "mac"), kind, folder))
    report = workspace.ingest(ME, [given])
    assert (report.added, report.failed) == (1, 0)
