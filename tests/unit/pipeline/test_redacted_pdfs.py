"""PDFs as the world has them, blacked out: turned, cropped, with stamps, pictures and layers that lie."""

import base64
import io
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

import pdfplumber
import pypdfium2
import pypdfium2.raw as raw
import pytest
from PIL import Image, ImageDraw

import search_api.pages as pages
from pipeline.errors import UnreadableSource
from pipeline.ingest.formats.pdf import _layers
from pipeline.ingest.formats.pdf_frame import turn_of
from pipeline.records import Source
from pipeline.redaction.places import Blackened, Wanted
from pipeline.workspace import Workspace
from tests.makers import ME

FONT = Path(pages.__file__).parent / "static" / "vazirmatn.woff2"
STYLE = f"@font-face {{font-family: V; src: url(file://{FONT})}} body {{font: 14pt/1.9 V}} @page {{margin: 2cm}}"
NAMES = {"fa": "فرهاد شیرازی", "ar": "مازن العطار"}
TEXTS = {
    "fa": (
        "نشست شورای شهر یزد روز دوشنبه برگزار شد و {} گزارش مالی را خواند.",
        "کارشناسان گفتند که بازسازی کتابخانه مرکزی تا پایان سال ادامه دارد.",
        "{} در پایان از همه مردم شهر سپاسگزاری کرد و به خانه رفت.",
    ),
    "ar": (
        "عقد مجلس المدينة جلسته يوم الاثنين وقرأ {} التقرير المالي على الحاضرين.",
        "قال الخبراء إن ترميم المكتبة المركزية سيستمر حتى نهاية السنة الحالية.",
        "وشكر {} سكان المدينة في ختام الجلسة وعاد إلى بيته مساء.",
    ),
}
KEPT = {"fa": "کتابخانه", "ar": "المكتبة"}
PARTS = (b"/Annots", b"/Outlines", b"/Metadata", b"/EmbeddedFiles", b"/AcroForm", b"/StructTreeRoot", b"/Font", b"/URI")


@cache
def printed(language: str, more: str = "", head: str = "", page: str = "") -> bytes:
    weasyprint = pytest.importorskip("weasyprint")
    text = "".join(f"<p>{line.format(NAMES[language])}</p>" for line in TEXTS[language])
    html = (
        f'<html lang="{language}" dir="rtl"><head><style>{STYLE} {page}</style>{head}</head><body>{text}{more}</body>'
    )
    return bytes(weasyprint.HTML(string=html).write_pdf(pdf_tags=True))


def changed(data: bytes, change: Callable[[Any, Any], None]) -> bytes:
    pdf = pypdfium2.PdfDocument(data)
    page = pdf[0]
    change(pdf, page)
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def turned(by: int) -> Callable[[Any, Any], None]:
    return lambda _, page: page.set_rotation(by)


def cropped(_: Any, page: Any) -> None:
    page.set_cropbox(20, 300, 560, 830)


def moved(_: Any, page: Any) -> None:
    page.set_mediabox(-100, -50, 595, 842)
    page.set_cropbox(-50, 0, 595, 842)


def cropped_and_turned(_: Any, page: Any) -> None:
    page.set_mediabox(-40, -30, 595, 860)
    page.set_cropbox(15, 250, 570, 842)
    page.set_rotation(270)


SHAPES: dict[str, Callable[[Any, Any], None]] = {
    **{f"turned {by}": turned(by) for by in (0, 90, 180, 270)},
    "cropped": cropped,
    "moved": moved,
    "cropped and turned": cropped_and_turned,
}


def drawn_name(language: str) -> Image.Image:
    weasyprint = pytest.importorskip("weasyprint")
    style = f"{STYLE} @page {{size: 16cm 3cm; margin: .3cm}} body {{font-size: 28pt; line-height: 1.4}}"
    html = f'<html lang="{language}" dir="rtl"><style>{style}</style><body>{NAMES[language]}</body></html>'
    data = weasyprint.HTML(string=html).write_pdf()
    image: Image.Image = pypdfium2.PdfDocument(data)[0].render(scale=2).to_pil().convert("RGB")
    return image


def jpeg(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=92)
    return out.getvalue()


def shown(image: Image.Image, width: str, alt: str = "") -> str:
    data = base64.b64encode(jpeg(image)).decode()
    return f'<img alt="{alt}" style="width:{width}" src="data:image/jpeg;base64,{data}">'


def stamped(language: str) -> Callable[[Any, Any], None]:
    def change(pdf: Any, page: Any) -> None:
        picture = pypdfium2.PdfImage.new(pdf)
        picture.load_jpeg(io.BytesIO(jpeg(drawn_name(language))), inline=True)
        picture.set_matrix(pypdfium2.PdfMatrix().scale(300, 56).translate(100, 300))
        note = raw.FPDFPage_CreateAnnot(page, raw.FPDF_ANNOT_STAMP)
        raw.FPDFAnnot_SetRect(note, raw.FS_RECTF(100, 356, 400, 300))
        assert raw.FPDFAnnot_AppendObject(note, picture)
        picture._detach_finalizer()  # it is the note's now
        raw.FPDFPage_CloseAnnot(note)

    return change


def scan_with_layer(language: str) -> bytes:
    """A picture of much of the page under a text of its own that nobody sees, and that is not where the picture is."""
    page = pypdfium2.PdfDocument(printed(language))[0].render(scale=200 / 72).to_pil()
    image = page.crop((0, 0, page.width, page.height // 2))
    place = '<div style="position:absolute;top:13cm;left:0">'
    return printed(language, f"{place}{shown(image, '17cm')}</div>", page="p {opacity: 0}")


def redacted(space: Workspace, language: str, data: bytes, folder: Path) -> bytes:
    (folder / "a.pdf").write_bytes(data)
    assert not space.ingest(ME, [folder / "a.pdf"]).failed
    (document,) = space.documents(ME)
    _, pdf = space.redactions.pages(ME, document.key, Wanted((), (), (NAMES[language],)))
    assert pdf is not None
    return pdf


def readable(space: Workspace, pdf: bytes) -> str:
    """What can be recognised in a page, whichever way it is turned."""
    page = pypdfium2.PdfDocument(pdf)[0].render(scale=200 / 72).to_pil().convert("L")
    found = []
    for by in (0, 90, 180, 270):
        out = io.BytesIO()
        page.rotate(by, expand=True, fillcolor=255).save(out, "PNG", dpi=(200, 200))
        with suppress(UnreadableSource):  # nothing is recognised in lines that lie
            found.append(space._helper.read(Source("file:///p.png", "p.png", out.getvalue())).text)
    return "\n".join(found)


def is_clean(space: Workspace, language: str, pdf: bytes, *, lies: bool = False) -> None:
    """Nothing of the name is in a file; where its lines do not lie, the others can still be read."""
    with pdfplumber.open(io.BytesIO(pdf)) as made:
        assert not any(page.chars for page in made.pages)
    assert not [part for part in PARTS if part in pdf]
    assert pdf.count(b"%%EOF") == 1
    for coding in ("utf-8", "utf-16-be", "utf-16-le"):
        assert NAMES[language].encode(coding) not in pdf
    seen = readable(space, pdf)
    assert not Blackened([NAMES[language]]).spans(seen), seen
    assert lies or KEPT[language] in seen
    dark = pypdfium2.PdfDocument(pdf)[0].render().to_pil().convert("L").point(lambda at: 255 * (at < 128))
    assert dark.histogram()[255] < 0.2 * dark.width * dark.height, "all is black"


@pytest.mark.parametrize("language", ["fa", "ar"])
@pytest.mark.parametrize("shape", SHAPES)
def test_lines_are_read_and_known_by_their_place_however_a_page_is_turned_or_cut(shape: str, language: str) -> None:
    data = changed(printed(language), SHAPES[shape])
    (layer,) = _layers(data)
    assert layer.page.lines == _layers(printed(language))[0].page.lines
    image = pypdfium2.PdfDocument(data)[0].render(scale=2).to_pil().convert("L").point(lambda at: 255 * (at < 128))
    ink, draw = image.histogram()[255], ImageDraw.Draw(image)
    for piece in (piece for paragraph in layer.page.paragraphs for piece in paragraph):
        assert piece.box is not None
        left, top, right, bottom = piece.box
        w, h = image.width / 10_000, image.height / 10_000
        draw.rectangle((left * w, top * h, right * w, bottom * h), fill=0)
    assert image.histogram()[255] < 0.01 * ink


def test_a_mirrored_font_and_lines_of_several_ways_turn_no_page() -> None:
    mirrored, level, up = ({"matrix": m} for m in ((-1, 0, 0, 1, 0, 0), (1, 0, 0, 1, 0, 0), (0, 1, -1, 0, 0, 0)))
    assert turn_of([mirrored] * 9) == 0
    assert turn_of([]) == 0
    assert turn_of([level, up] * 5) == 0
    assert turn_of([up] * 19 + [level]) == 90


@pytest.mark.parametrize("language", ["fa", "ar"])
@pytest.mark.parametrize("shape", ["turned 90", "turned 180", "cropped", "moved", "cropped and turned"])
def test_nothing_is_left_of_a_name_on_a_page_that_is_turned_or_cut(
    shape: str, language: str, workspace: Workspace, tmp_path: Path
) -> None:
    data = changed(printed(language), SHAPES[shape])
    is_clean(workspace, language, redacted(workspace, language, data, tmp_path), lies="turned" in shape)


@pytest.mark.parametrize("language", ["fa", "ar"])
def test_nothing_is_left_of_a_name_beside_the_text(language: str, workspace: Workspace, tmp_path: Path) -> None:
    name = NAMES[language]
    said = f'<title>{name}</title><meta name="author" content="{name}"><meta name="keywords" content="{name}">'
    more = f'<h1>{name}</h1><a href="https://a.example/{name}">↗</a>{shown(drawn_name(language), "12cm", name)}'
    more += f'<svg width="500" height="90"><text x="400" y="50" font-size="30" font-family="V">{name}</text></svg>'
    data = changed(printed(language, more, said), stamped(language))
    assert all(part in data for part in (b"/Outlines", b"/Annots", b"/StructTreeRoot", b"/URI"))
    is_clean(workspace, language, redacted(workspace, language, data, tmp_path))


@pytest.mark.parametrize("language", ["fa", "ar"])
def test_a_layer_that_does_not_lie_on_its_picture_hides_no_name(
    language: str, workspace: Workspace, tmp_path: Path
) -> None:
    is_clean(workspace, language, redacted(workspace, language, scan_with_layer(language), tmp_path))
