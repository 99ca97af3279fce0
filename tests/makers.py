"""Files of many formats, made here: original texts in the bytes that offices and web servers give."""

import gzip
import io
import tarfile
import zipfile
from email.message import EmailMessage

import openpyxl
import pptx
from PIL import Image

from corpora.document import Document, Page, Region, Span
from corpora.ids import digest
from pipeline.people.principal import local

ME = local()
"""Who asks where it does not matter: an admin."""

PAGE = """<html><head><title>افتتاح کتابخانه در یزد</title></head><body><article><h1>افتتاح کتابخانه در یزد</h1>
<p>کتابخانه مرکزی شهر یزد با حضور مدیران شهری و نویسندگان استان پس از سه سال ساخت و ساز
گشایش یافت و درهای آن باز شد.</p>
</article></body></html>"""


def scanned(text: str, name: str = "scan") -> tuple[Document, bytes]:
    """A page as it was recognised, each word with its place on a picture, and the picture."""
    regions = list[Region]()
    at = 0
    for row, line in enumerate(text.split("\n")):
        words = line.split(" ")
        for column, word in enumerate(words):
            right = 9000 - 8000 * column // len(words)
            box = right - 7500 // len(words), 500 + 600 * row, right, 900 + 600 * row
            regions.append(Region(Span(at, at + len(word)), box, 0.6 if any(c.isdigit() for c in word) else 0.9))
            at += len(word) + 1
    page = Page(Span(0, len(text)), "1", 0.8, tuple(regions))
    out = io.BytesIO()
    Image.new("L", (800, 1000), 255).save(out, "PNG")
    document = Document(
        key=digest(name.encode())[:32],
        id=name,
        uri=f"file:///{name}.png",
        text=text,
        kind="image",
        title=text.split("\n")[0],
        language="fa",
        content_hash=digest(text.encode()),
        flags=("no_published", "ocr"),
        pages=(page,),
    )
    return document, out.getvalue()


def odt(content: str, **more: bytes) -> bytes:
    out = io.BytesIO()
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{full}:1.0"'
        for name, full in (("office", "office"), ("text", "text"), ("table", "table"))
    )
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr(
            "content.xml", f"<office:document {names}><office:body>{content}</office:body></office:document>"
        )
        for name, data in more.items():
            archive.writestr(name.replace("__", "/") + ".xml", data)
    return out.getvalue()


def mail(*, html: bool = False) -> EmailMessage:
    message = EmailMessage()
    message["Subject"] = "متن نهایی تفاهم‌نامه"
    message["From"] = "دبیرخانه <office@example.org>"
    message["To"] = "press@example.org"
    message["Date"] = "Wed, 13 Aug 2025 10:30:00 +0330"
    text = "با سلام، متن تفاهم‌نامه پیوست است."
    if html:
        message.set_content(f"<html><body><p>{text}</p></body></html>", subtype="html")
    else:
        message.set_content(text)
    return message


def tar(mode: str, **files: bytes) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:  # type: ignore[call-overload]
        for name, data in files.items():
            info = tarfile.TarInfo(f"پوشه/{name.replace('_', '.')}")
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
        link = tarfile.TarInfo("link")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    return out.getvalue()


def archived(address: str, kind: str, status: str = "200 OK") -> bytes:
    block = f"HTTP/1.1 {status}\r\nContent-Type: {kind}; charset=utf-8\r\n\r\n{PAGE}".encode()
    head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {address}\r\nWARC-Date: 2025-08-13T10:30:00Z\r\n"
    head += "WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000001>\r\n"
    head += f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(block)}\r\n\r\n"
    return gzip.compress(head.encode() + block + b"\r\n\r\n", mtime=0)


def workbook() -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["استان", "تفاهم‌نامه", 12])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def slides() -> bytes:
    show = pptx.Presentation()
    show.slides.add_slide(show.slide_layouts[1]).shapes.title.text = "گزارش همکاری"
    out = io.BytesIO()
    show.save(out)
    return out.getvalue()


def pictures() -> dict[str, bytes]:
    """A white strip in each format of pictures."""
    found = {}
    for form in ("PNG", "JPEG", "TIFF", "WEBP", "BMP", "GIF"):
        out = io.BytesIO()
        Image.new("L", (300, 60), 255).save(out, form)
        found[f"a.{form.lower()}"] = out.getvalue()
    return found


def one_of_each() -> dict[str, bytes]:
    """File name → bytes, of the formats that have no sample."""
    letter = mail(html=True)
    letter.add_attachment("متن".encode(), maintype="text", subtype="plain", filename="پیوست.txt")
    text = "<office:text><text:h>تفاهم‌نامه</text:h><text:p>ماده<text:s text:c='2'/>۱</text:p></office:text>"
    return {
        "a.xlsx": workbook(),
        "a.pptx": slides(),
        "a.odt": odt(text),
        "a.rtf": rb"{\rtf1\ansi\ansicpg1256{\fonttbl{\f0\fcharset178 Arial;}}\f0 \'e3\'d0\'df\'d1\'c9\par\u1605?}",
        "a.eml": letter.as_bytes(),
        "a.mhtml": b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n--b\r\n'
        b"Content-Type: text/html; charset=utf-8\r\n\r\n" + PAGE.encode() + b"\r\n--b--\r\n",
        "a.tar": tar("w", one_txt="متن".encode()),
        "a.tgz": tar("w:gz", one_txt="متن".encode()),
        "a.warc.gz": archived("https://news.example.org/1", "text/html"),
        **pictures(),
    }
