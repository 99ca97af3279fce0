"""Copies from which something is blacked out: nothing of it can be read any more, in text, HTML or pictures."""

import io
import random
from pathlib import Path
from urllib.parse import unquote

import pdfplumber
import pypdfium2
import pytest
from click.testing import CliRunner
from PIL import Image

from corpora.document import LABELS, Document, Mention, Page, Region, Span
from corpora.ids import digest
from extractors.text.aligned import AlignedText
from extractors.text.characters import ZWNJ
from pipeline.annotate import annotated
from pipeline.errors import DocumentNotFound, InvalidRedaction
from pipeline.redaction.pictures import blackened as drawn
from pipeline.redaction.pictures import boxes
from pipeline.redaction.places import BLOCK, Blackened, Wanted, blackened, places
from pipeline.workspace import Workspace
from search_api.main import cli
from tests.makers import ME, scanned

NEWS = (
    "مریم کاظمی، رئیس دانشگاه یزد، در نشست با استانداری یزد از ۱۲ تفاهم‌نامه سخن گفت. کاظمی افزود که دانشگاه "
    "یزد از ۵ مرداد ۱۴۰۴ پذیرای ۳۰۰ دانشجوست.",
    "التقت وزيرة التعليم ليلى الحمصي وفد جامعة دمشق، وقالت الحمصي إن الوزارة خصصت 40 منحة. وبجامعة دمشق اليوم "
    "2300 طالب.",
)


def read(text: str, name: str = "سند") -> Document:
    language = "fa" if "گ" in text or "چ" in text or "پ" in text else "ar"
    document = Document(digest(name.encode())[:32], name, f"file:///{name}", text, language=language)
    return annotated(document)


def left(text: str, name: str) -> bool:
    """Whether the letters of a name still stand in a text, whatever stands between them."""
    letters = "".join(c for c in AlignedText.of(unquote(text)).key if c.isalnum())
    wanted = "".join(c for c in AlignedText.of(name).key if c.isalnum()).lstrip("0")
    return wanted in letters or wanted[::-1] in letters


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("دانشگاه یزد", "دانشگاه  يزد و دانشگاه‌یزد و دانشگاهیزد"),
        ("مردم‌نهاد", f"سازمان‌های مردم نهاد، مردمنهاد و مردم{ZWNJ}نهادها"),
        ("جامعة دمشق", "وبجامعة دمشق، لجامعه دمشق، جَامِعَة دِمَشق"),
        ("كاظمي", "کاظمی و کاظمي و وکاظمی"),
        ("علي", "قال علي إن وعلي"),
        ("۱۲۳۴", "شمارهٔ ١٢٣٤ و 1234"),
        ("شرکت ملی نفت", "شرکت\nملی نفت ایران"),
        ("bankmellat.ir", "با khosro@bankmellat.ir و www.bankmellat.ir/fa تماس بگیرید"),
        ("مهرداد سلیمی", "مهردا-\nد سلیمی و م ه ر د ا د س ل ی م ی"),
        ("مهرداد سلیمی", "یمیلس دادرهم"),
        ("نرگس پارسا", "https://a.example/%D9%86%D8%B1%DA%AF%D8%B3-%D9%BE%D8%A7%D8%B1%D8%B3%D8%A7"),
        ("رؤیا مؤمنی", "رؤیای مومنی"),
        ("سازمان برنامه", "سازمان‌های برنامه و سازمانهای برنامه"),
        ("جامعة القاهرة", "جامعتي القاهرة وجامعتا القاهرة"),
        ("250000", "۲۵۰٬۰۰۰ و 250,000 و ٢٥٠.٠٠٠"),
        ("۰۹۱۲۱۲۳۴۵۶۷", "۰۹۱۲-۱۲۳-۴۵۶۷ و 0912 123 4567 و +98 912 123 4567"),
        ("1402/03/15", "۱۴۰۲/۳/۱۵"),
    ],
)
def test_a_name_is_found_however_it_is_spelt_glued_or_broken(name: str, text: str) -> None:
    copy = blackened(text, Blackened([name]).spans(text))
    assert not left(copy, name)


@pytest.mark.parametrize(
    ("name", "text"),
    [("علي", "تعليم علياء"), ("12", "2012 و 12.5"), ("قم", "مقام قمصر"), ("۵", "۱۵ و ۵٫۲")],
)
def test_short_names_and_numbers_are_not_found_inside_of_others(name: str, text: str) -> None:
    assert not Blackened([name]).spans(text)


def test_a_family_name_is_found_without_its_article_and_after_a_preposition() -> None:
    copy = "للزهراني والزهراني زهراني بالزهراني"
    assert blackened(copy, Blackened((), ["فاطمة الزهراني"]).spans(copy)) == BLOCK


def test_an_address_is_black_as_a_whole() -> None:
    text = "نشانی reza.karimi@yazd.example بود"
    assert blackened(text, Blackened(["yazd.example"]).spans(text)) == f"نشانی {BLOCK} بود"


def test_cells_and_lines_stay_apart() -> None:
    text = "رضا\nمریم"
    assert blackened(text, Blackened(["رضا", "مریم"]).spans(text)) == f"{BLOCK}\n{BLOCK}"


def test_the_parts_of_a_persons_name_are_blacked_out_too() -> None:
    document = read(NEWS[0])
    spans, _ = places(document, Wanted(("PERSON",)))
    copy = blackened(document.text, spans)
    assert not any(left(copy, name) for name in ("مریم", "کاظمی"))
    assert "دانشگاه یزد" in copy


@pytest.mark.parametrize("seed", range(30))
def test_nothing_that_was_asked_for_is_left(seed: int) -> None:
    chance = random.Random(seed)
    document = read(" ".join(chance.sample(NEWS * 2, 3)))
    labels = tuple(chance.sample(LABELS, chance.randint(1, 4)))
    words = tuple(chance.sample(document.text.split(), 2))
    spans, _ = places(document, Wanted(labels, (), words))
    copy = blackened(document.text, spans)
    wanted = [m.surface for m in document.mentions if m.label in labels]
    assert wanted or words
    assert not any(name in copy.split(BLOCK) for name in wanted)
    assert not Blackened([*wanted, *words]).spans(copy)
    assert [m.span for m in document.mentions if m.label in labels and not any(s.covers(m.span) for s in spans)] == []


def test_what_cannot_be_asked_for_is_refused_by_name() -> None:
    document = read(NEWS[0])
    for wanted, said in (
        (Wanted(), "nothing to black out"),
        (Wanted((), (), ("  ", "،")), "nothing to black out"),
        (Wanted(("NAME",)), "no such label: NAME"),
        (Wanted((), ("0000",)), "no mention 0000"),
        (Wanted((), (), tuple(f"واژه{n}" for n in range(300))), "at most 200"),
    ):
        with pytest.raises(InvalidRedaction, match=said):
            places(document, wanted)


def test_a_scan_is_a_picture_with_black_words_and_has_no_text(workspace: Workspace) -> None:
    document, picture = scanned("نشست دانشگاه یزد\nمریم کاظمی سخن گفت")
    workspace.store.put([(annotated(document), workspace.blobs.put(picture))])
    _, pdf = workspace.redactions.pages(ME, document.key, Wanted((), (), ("مریم کاظمی",)))
    assert pdf is not None
    with pdfplumber.open(io.BytesIO(pdf)) as found:
        assert len(found.pages) == 1
        assert not found.pages[0].chars
        assert not {"Title", "Author", "Subject", "Keywords"} & {key for key, value in found.metadata.items() if value}
    image = pypdfium2.PdfDocument(pdf)[0].render(scale=1).to_pil().convert("L")
    for region in document.pages[0].regions:
        left_side, top, right, bottom = region.box
        across, down = image.width * (left_side + right) // 20000, image.height * (top + bottom) // 20000
        black = document.text[region.span.start : region.span.end] in ("مریم", "کاظمی")
        assert (image.crop((across, down, across + 1, down + 1)).getextrema() == (0, 0)) is black, region


def test_pages_are_refused_where_a_place_is_not_known() -> None:
    regions = (Region(Span(0, 4), (0, 0, 100, 100)),)
    document = Document("k", "i", "file:///a.pdf", "نشست یزد", pages=(Page(Span(0, 8), "1", None, regions),))
    assert boxes(document, document.pages[0], [Span(0, 4)]) == [(-6, -12, 106, 112)]
    with pytest.raises(InvalidRedaction, match="not known where"):
        boxes(document, document.pages[0], [Span(5, 8)])


def test_a_page_of_which_nothing_was_read_and_furniture_are_black() -> None:
    unread = Document("k", "i", "file:///a.pdf", "نشست", pages=(Page(Span(0, 4), "1"),))
    assert boxes(unread, unread.pages[0], []) == [(0, 0, 10_000, 10_000)]
    regions = (Region(Span(0, 4), (0, 0, 9, 9)), Region(Span(5, 8), (0, 20, 9, 29)))
    page = Page(Span(0, 8), "1", None, regions)
    headed = Document("k", "i", "file:///a.pdf", "سربرگ متن"[:8], pages=(page,), furniture=(Span(0, 4),))
    assert boxes(headed, page, []) == [(0, -1, 9, 10)], "a little over the edges of a line"


def test_a_box_is_black_to_its_edges() -> None:
    out = io.BytesIO()
    Image.new("L", (400, 400), 255).save(out, "JPEG")
    image = drawn(out.getvalue(), [(2500, 2500, 5000, 5000)])
    assert image.crop((100, 100, 200, 200)).getextrema() == (0, 0)
    assert image.crop((300, 300, 301, 301)).getextrema() == (255, 255)


def test_a_title_that_is_no_part_of_the_text_is_read_for_itself(workspace: Workspace) -> None:
    title = "وزير التعليم سامر الجبوري يزور جامعة حلب"
    document = Document(digest(b"t")[:32], "t", "https://a.example/t", NEWS[1], title=title, language="ar")
    workspace.store.put([(annotated(document), workspace.blobs.put(b"t"))])
    made = workspace.redactions.copy(ME, document.key, Wanted(("PERSON", "ORG")))
    assert not left(made.title, "سامر الجبوري")
    assert not left(made.text(), "حلب")
    assert "يزور" in made.title


def test_a_single_mention_is_blacked_out_and_furniture_is_left_out(workspace: Workspace) -> None:
    text = "تماس با ما\nاستانداری یزد گشایش کتابخانه را پذیرفت."
    mention = Mention("m1", "ORG", Span(11, 23), text[11:23], {"name": "استانداری یزد"}, "names", "1")
    document = Document(digest(b"f")[:32], "f", "file:///f", text, furniture=(Span(0, 10),), mentions=(mention,))
    workspace.store.put([(document, workspace.blobs.put(b"f"))])
    made = workspace.redactions.copy(ME, document.key, Wanted((), ("m1",)))
    assert made.paragraphs == (f"{BLOCK} گشایش کتابخانه را پذیرفت.",)
    with pytest.raises(DocumentNotFound):
        workspace.redactions.copy(ME, "nothing", Wanted(("ORG",)))


def test_the_command_writes_each_form(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "خبر.txt").write_text(NEWS[0], encoding="utf-8")
    assert workspace.ingest(ME, [tmp_path / "خبر.txt"]).failed == 0
    (document,) = workspace.documents(ME)
    base = ["redact", document.key, "--label", "PERSON", "--words", "استانداری یزد", "--workspace"]
    for form in ("txt", "html"):
        out = tmp_path / f"copy.{form}"
        done = CliRunner().invoke(cli, [*base, str(workspace.settings.workspace), "--out", str(out)])
        assert done.exit_code == 0, done.output
        copy = out.read_text(encoding="utf-8")
        assert BLOCK in copy
        assert not any(left(copy, name) for name in ("کاظمی", "استانداری یزد"))
        assert "دانشگاه" in copy
        assert document.key not in copy
    none = [*base[:2], "--label", "MONEY", "--words", "زعفران", *base[-1:], str(workspace.settings.workspace)]
    said = CliRunner().invoke(cli, [*none, "--out", str(tmp_path / "same.txt")]).output
    assert [line for line in said.splitlines() if "not there" in line] == ["not there: MONEY", "not there: زعفران"]
    assert "0 places" in said
    wrong = CliRunner().invoke(cli, [*base, str(workspace.settings.workspace), "--out", "copy.docx"])
    assert wrong.exit_code == 2
    assert ".txt, .html or .pdf" in wrong.output
