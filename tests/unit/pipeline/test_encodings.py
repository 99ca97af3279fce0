"""Bytes as real files and mails have them: damaged, undeclared, wrongly declared, cut inside a letter."""

import base64
import quopri

import pytest

from pipeline.ingest.encoding import decode
from pipeline.ingest.registry import read
from pipeline.records import Draft, Source

FA = (
    "شهرداری همدان با دانشگاه بوعلی‌سینا تفاهم‌نامهٔ نگهداری از باغ‌های شهر را امضا کرد. "
    "بر پایهٔ این سند، گروه‌های دانشجویی ۱۲ بوستان را پایش می‌کنند و گزارش هر فصل را می‌نویسند."
)
AR = (
    "وقّعت بلدية صفاقس مذكرة تفاهم مع المعهد العالي للفنون لصيانة ثلاثة متاحف. "
    "وقال رئيس البلدية إن العمل يبدأ في الخريف، وينتهي بعد عامين على الأكثر."
)
FA_1256 = FA.replace("۱۲", "12")


@pytest.mark.parametrize("text", [FA, AR])
@pytest.mark.parametrize("bad", [b"\xff", b"\xa0", b"\xe9", b"\x80", b"\xed\xa0\x80", b"\xc3", b"\xd9", b"\xfe"])
@pytest.mark.parametrize("at", ["start", "middle", "end"])
def test_one_bad_byte_does_not_change_what_the_rest_is(text: str, bad: bytes, at: str) -> None:
    data = text.encode()
    cut = {"start": 0, "middle": text.find(" ", 40), "end": len(text)}[at]
    here = len(text[:cut].encode())
    found = decode(data[:here] + bad + data[here:])
    assert text[10:30] in found.text
    assert text[-30:-10] in found.text
    assert found.flags == ("damaged_bytes",)


def test_a_letter_that_was_cut_in_two_costs_itself() -> None:
    whole = FA.encode()
    found = decode(whole[:101] + b"\n" + whole)
    assert FA in found.text
    assert found.flags == ("damaged_bytes",)


def test_a_replacement_character_that_was_typed_is_no_damage() -> None:
    assert decode((FA + "\N{REPLACEMENT CHARACTER}").encode()).flags == ()


@pytest.mark.parametrize(
    ("text", "name"),
    [(AR, "cp1256"), (FA_1256, "cp1256"), (AR, "iso8859_6"), (AR, "mac_arabic"), (AR, "utf-16-le"), (FA, "utf-16-be")],
)
def test_text_without_a_declaration_is_read_in_its_own_encoding(text: str, name: str) -> None:
    data = text.replace("ٔ", "").encode(name, "ignore")
    found = decode(data)
    assert (found.text, found.flags) == (data.decode(name), ())


@pytest.mark.parametrize("named", ["us-ascii", "iso-8859-1", "windows-1252", "utf-8", "koi8-r", "x-unknown", ""])
@pytest.mark.parametrize(("text", "name"), [(AR, "cp1256"), (FA_1256, "cp1256"), (AR, "iso8859_6")])
def test_a_declaration_that_is_wrong_is_not_believed(text: str, name: str, named: str) -> None:
    data = text.encode(name, "ignore")
    assert decode(data, named=named).text == data.decode(name)
    assert decode(text.encode(), named=named).text == text


# mail --------------------------------------------------------------------------------------------------------------


def mail(body: bytes, *headers: bytes, subject: bytes = b"letter") -> Draft:
    head = [b"From: Office <office@example.org>", b"To: a@example.org", b"Date: Tue, 4 Mar 2025 09:30:00 +0330"]
    lines = [*head, b"Subject: " + subject, b"MIME-Version: 1.0", *headers, b"", body]
    return read(Source("file:///letter.eml", "letter.eml", b"\r\n".join(lines)))


@pytest.mark.parametrize(
    "charset",
    [b"", b"us-ascii", b"iso-8859-1", b"utf-8", b"windows-1256", b"cp-1256", b"utf8mb4", b"x-none"],
)
@pytest.mark.parametrize("name", ["utf-8", "cp1256"])
def test_the_body_of_a_mail_is_read_whatever_it_says(charset: bytes, name: str) -> None:
    kind = b"Content-Type: text/plain" + (b"; charset=" + charset if charset else b"")
    draft = mail(AR.encode(name, "ignore"), kind, b"Content-Transfer-Encoding: 8bit")
    assert AR.encode(name, "ignore").decode(name) in draft.text
    assert "damaged_bytes" not in draft.flags


@pytest.mark.parametrize("name", ["utf-8", "cp1256"])
@pytest.mark.parametrize("way", ["base64", "quoted-printable"])
def test_packed_bodies_with_a_wrong_charset_are_read(name: str, way: str) -> None:
    data = AR.encode(name, "ignore")
    packed = base64.encodebytes(data) if way == "base64" else quopri.encodestring(data)
    head = b"Content-Transfer-Encoding: " + way.encode()
    assert AR[:8] in mail(packed, b"Content-Type: text/plain; charset=iso-8859-1", head).text


@pytest.mark.parametrize("meta", [b"windows-1256", b"utf-8", b""])
def test_the_html_of_a_mail_is_read_by_what_its_head_says(meta: bytes) -> None:
    name = "utf-8" if meta == b"utf-8" else "cp1256"
    head = b'<meta http-equiv="Content-Type" content="text/html; charset=' + meta + b'">' if meta else b""
    body = b"<html><head>" + head + b"</head><body><p>" + AR.encode(name, "ignore") + b"</p></body></html>"
    draft = mail(body, b"Content-Type: text/html", b"Content-Transfer-Encoding: 8bit")
    assert AR.encode(name, "ignore").decode(name) in draft.text


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("دعوة إلى حفل".encode("cp1256"), "دعوة إلى حفل"),
        ("دعوت به نشست".encode(), "دعوت به نشست"),
        (b"=?windows-1256?B?" + base64.b64encode("دعوة".encode("cp1256")) + b"?= 2025", "دعوة 2025"),
        (b"=?us-ascii?B?" + base64.b64encode("دعوة إلى حفل".encode("cp1256")) + b"?=", "دعوة إلى حفل"),
        (b"=?x-mac-arabic?B?" + base64.b64encode("دعوة".encode("mac_arabic")) + b"?=", "دعوة"),
        (b"=?utf-8?B?2YbY?=\r\n =?utf-8?B?tNiz2Ko=?=", "نشست"),
        (b"=?utf-8?Q?=D9=86=D8?= =?utf-8?Q?=B4=D8=B3=D8=AA?=", "نشست"),
        (b"=?utf-8?B?!!!?= x", "x"),
        (b"=?nothing", "=?nothing"),
    ],
)
def test_subjects_are_read_as_they_were_meant(raw: bytes, shown: str) -> None:
    title = mail(FA.encode(), b"Content-Type: text/plain; charset=utf-8", subject=raw).title
    assert shown in title
    assert "\N{REPLACEMENT CHARACTER}" not in title


def alternative(plain: bytes, html: bytes, inside: bytes = b"") -> Draft:
    page = b"Content-Type: text/html; charset=utf-8\r\n\r\n" + html
    if inside:
        page = b'Content-Type: multipart/related; boundary="r"\r\n\r\n--r\r\n' + page + b"\r\n--r--"
    body = b"--a\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + plain + b"\r\n--a\r\n" + page + b"\r\n--a--\r\n"
    return mail(body, b'Content-Type: multipart/alternative; boundary="a"')


@pytest.mark.parametrize("blank", [b"", b" \r\n\r\n", "\N{NO-BREAK SPACE}\N{ZERO WIDTH SPACE}".encode(), b"\t"])
@pytest.mark.parametrize("inside", [b"", b"related"])
def test_a_mail_whose_plain_form_says_nothing_says_what_its_page_does(blank: bytes, inside: bytes) -> None:
    assert FA[:20] in alternative(blank, f"<p>{FA}</p>".encode(), inside).text


def test_a_plain_form_that_says_something_is_the_mail() -> None:
    text = alternative(FA.encode(), f"<p>{AR}</p>".encode()).text
    assert FA[:20] in text
    assert AR[:20] not in text


@pytest.mark.parametrize("between", [b"\n", b""])
def test_a_file_that_was_put_behind_another_is_read_in_its_own_encoding(between: bytes) -> None:
    found = decode(FA.encode() + between + AR.encode("cp1256"))
    assert FA[:60] in found.text
    assert AR[-60:] in found.text
    assert found.flags == ("damaged_bytes",)


@pytest.mark.parametrize("zeros", [1, 512])
def test_zeros_in_a_text_are_blanks(zeros: int) -> None:
    found = read(Source("file:///n.txt", "n.txt", FA.encode() + b"\0" * zeros + AR.encode()))
    assert f"{FA} {AR}" in found.text
    assert "damaged_bytes" in found.flags


@pytest.mark.parametrize("text", [FA, AR])
@pytest.mark.parametrize("name", ["cp1256", "latin-1"])
def test_what_was_saved_in_a_wrong_encoding_is_read_back_and_flagged(text: str, name: str) -> None:
    found = decode(text.encode().decode(name).encode())
    assert (found.text, found.flags) == (text, ("mojibake",))


def test_words_that_look_doubled_are_left() -> None:
    text = "طوفان شدید ظرف ظاهر خطوط وظیفه حفاظت نظم طوس ظریف طول ظهر نظر طوری نظیر طی خطیر ضابطه ظرفیت نظام " * 3
    assert decode(text.encode()).text == text


@pytest.mark.parametrize("name", ["utf-32-le", "utf-32-be"])
def test_text_of_four_bytes_a_letter_needs_no_mark(name: str) -> None:
    assert decode(AR.encode(name)).text == AR


def test_blanks_behind_a_soft_break_of_a_mail_are_no_text() -> None:
    typed = quopri.encodestring(FA.encode()).replace(b"=\n", b"= \t\r\n")
    head = b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable"
    assert FA[:60] in mail(typed, head).text


def test_a_line_of_json_with_a_bad_byte_is_read_and_flagged() -> None:
    line = b'{"id": "7", "text": "' + FA.encode()[:40] + b"\xff" + FA.encode()[40:] + b'"}'
    found = read(Source("file:///a.jsonl", "a.jsonl", line, line=True))
    assert FA[-40:] in found.text
    assert "damaged_bytes" in found.flags


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("1256", AR.encode("cp1256")),
        ("65001", FA.encode()),
        ("1252", b"".join(b"\\'%02x" % b for b in AR.encode("cp1256"))),
    ],
)
def test_raw_bytes_of_rtf_are_of_its_code_page(page: str, text: bytes) -> None:
    head = rf"{{\rtf1\ansi\ansicpg{page}\deff0{{\fonttbl{{\f0\fcharset178 Tahoma;}}}}\uc1 \f0 ".encode()
    found = read(Source("file:///a.rtf", "a.rtf", head + text + rb"\par}")).text
    assert (FA if page == "65001" else AR)[:50] in found


def test_footnotes_of_rtf_stand_behind_its_text() -> None:
    note = rb"{\super\chftn{\footnote\pard\plain\f0 {\i " + AR[:40].encode("cp1256") + rb"}}}"
    head = rb"{\rtf1\ansi\ansicpg1256{\fonttbl{\f0\fcharset178 Tahoma;}}\f0 "
    found = read(Source("file:///a.rtf", "a.rtf", head + rb"one" + note + rb" two\par}")).text.split("\n")
    assert [line.strip() for line in found if line.strip()] == ["one two", AR[:40].strip()]
