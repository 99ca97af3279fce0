"""What Word shows and its paragraphs do not hold: the numbers of clauses; what they hold and it does not show."""

import io
import zipfile

import pytest

from pipeline.ingest.registry import read
from pipeline.records import Draft, Source

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'


def document(body: str, **parts: str) -> bytes:
    """A Word document of a body and further parts by name."""
    types = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_TYPE}{kind}+xml"/>'
        for name, kind in (("document", "document.main"), *((name, name) for name in parts))
    )
    related = "".join(f'<Relationship Id="r{n}" Type="{_R}/{n}" Target="{n}.xml"/>' for n in parts)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        default = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        archive.writestr("[Content_Types].xml", f'<Types xmlns="{_PACKAGE}/content-types">{default}{types}</Types>')
        whole = f'<Relationship Id="r1" Type="{_R}/officeDocument" Target="word/document.xml"/>'
        archive.writestr("_rels/.rels", f'<Relationships xmlns="{_PACKAGE}/relationships">{whole}</Relationships>')
        archive.writestr(
            "word/_rels/document.xml.rels",
            f'<Relationships xmlns="{_PACKAGE}/relationships">{related}</Relationships>',
        )
        archive.writestr("word/document.xml", f"{_HEAD}<w:document {_W}><w:body>{body}</w:body></w:document>")
        for name, content in parts.items():
            archive.writestr(f"word/{name}.xml", _HEAD + content)
    return out.getvalue()


def paragraph(text: str, about: str = "") -> str:
    return f'<w:p><w:pPr>{about}</w:pPr><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def clause(text: str, level: int = 0, number: int = 1) -> str:
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def level(at: int, form: str, text: str, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'
    )


def numbering(levels: str, lists: str = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>') -> str:
    return f'<w:numbering {_W}><w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>{lists}</w:numbering>'


def lines(data: bytes) -> list[str]:
    return _read(data).text.split("\n")


def _read(data: bytes) -> Draft:
    return read(Source("file:///n.docx", "n.docx", data))


@pytest.mark.parametrize(
    ("form", "text", "shown"),
    [
        ("decimal", "المادة (%1):", "المادة (2): مقرها طنجة."),
        ("hindiNumbers", "ماده %1 ـ", "ماده ٢ ـ مقرها طنجة."),
        ("arabicAbjad", "(%1)", "(ب) مقرها طنجة."),
        ("arabicAlpha", "%1-", "ب- مقرها طنجة."),
        ("upperRoman", "%1.", "II. مقرها طنجة."),
        ("bullet", "•", "مقرها طنجة."),
    ],
)
def test_a_clause_begins_with_the_number_that_word_sets(form: str, text: str, shown: str) -> None:
    body = clause("تسمى الجمعية جمعية البر.") + paragraph("شرح") + clause("مقرها طنجة.")
    assert lines(document(body, numbering=numbering(level(0, form, text))))[2] == shown


def test_levels_count_in_their_parent_and_begin_anew() -> None:
    levels = level(0, "decimal", "%1.") + level(1, "decimal", "%1-%2")
    body = clause("تعهدات") + clause("تحویل", 1) + clause("پرداخت", 1) + clause("ضمانت") + clause("مهلت", 1)
    assert lines(document(body, numbering=numbering(levels))) == [
        "1. تعهدات",
        "1-1 تحویل",
        "1-2 پرداخت",
        "2. ضمانت",
        "2-1 مهلت",
    ]


def test_a_second_list_counts_on_or_begins_anew_as_it_says() -> None:
    plain = '<w:num w:numId="{n}"><w:abstractNumId w:val="0"/>{more}</w:num>'
    anew = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    lists = plain.format(n=1, more="") + plain.format(n=2, more="") + plain.format(n=3, more=anew)
    body = clause("یک") + clause("دو", number=2) + clause("از سر", number=3) + clause("بی شماره", number=0)
    found = lines(document(body, numbering=numbering(level(0, "decimal", "بند %1:"), lists)))
    assert found == ["بند 1: یک", "بند 2: دو", "بند 1: از سر", "بی شماره"]


def test_a_style_numbers_its_paragraphs_and_those_of_styles_that_are_based_on_it() -> None:
    styles = (
        f'<w:styles {_W}><w:style w:type="paragraph" w:styleId="Made"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr>'
        '</w:pPr></w:style><w:style w:type="paragraph" w:styleId="Bold"><w:basedOn w:val="Made"/></w:style></w:styles>'
    )
    body = paragraph("هدف", '<w:pStyle w:val="Made"/>') + paragraph("دامنه", '<w:pStyle w:val="Bold"/>')
    data = document(body, numbering=numbering(level(0, "decimal", "ماده %1:")), styles=styles)
    assert lines(data) == ["ماده 1: هدف", "ماده 2: دامنه"]


def test_rows_in_content_controls_are_read_and_hidden_text_is_not() -> None:
    row = "<w:tr><w:tc>" + paragraph("ردیف در قاب") + "</w:tc></w:tr>"
    body = f"<w:tbl><w:sdt><w:sdtContent>{row}</w:sdtContent></w:sdt></w:tbl>"
    body += "<w:p><w:r><w:t>آشکار</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>نهان</w:t></w:r></w:p>"
    assert lines(document(body)) == ["ردیف در قاب", "آشکار"]


def test_the_strict_kind_is_read_too() -> None:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(document(paragraph("متن سخت‌گیر")))) as plain,
        zipfile.ZipFile(out, "w") as strict,
    ):
        for info in plain.infolist():
            part = plain.read(info)
            part = part.replace(_R.encode(), b"http://purl.oclc.org/ooxml/officeDocument/relationships")
            word = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
            strict.writestr(info, part.replace(_W[9:-1].encode(), word))
    assert lines(out.getvalue()) == ["متن سخت‌گیر"]


def test_a_list_that_goes_in_circles_ends() -> None:
    styles = f'<w:styles {_W}><w:style w:type="paragraph" w:styleId="A"><w:basedOn w:val="A"/></w:style></w:styles>'
    assert lines(document(paragraph("متن", '<w:pStyle w:val="A"/>'), styles=styles)) == ["متن"]
