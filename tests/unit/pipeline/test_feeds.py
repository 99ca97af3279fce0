"""Feeds: each item a document, whatever wrote the feed."""

import io

import openpyxl
import pytest

from pipeline.ingest.build import document_of
from pipeline.ingest.registry import read
from pipeline.ingest.sources.containers import contents, holds_others
from pipeline.ingest.sources.places import Place
from pipeline.records import Failure, Limits, Source

ONE = "پارک علم و فناوری گیلان فراخوان داد"
LONG = "پارک علم و فناوری گیلان از ۴۰ شرکت نوپا خواست تا پایان آبان طرح‌های خود را بفرستند."
RSS = f"""<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>خبرگزاری نمونه</title><link>https://news.example/</link>
<item><title>{ONE}</title><link>https://news.example/1</link><guid isPermaLink="false">a-1</guid>
<pubDate>Tue, 28 Oct 2025 09:15:00 +0330</pubDate><description>کوتاه</description>
<content:encoded><![CDATA[<p>{LONG}</p><script>no()</script><p>نشانی: رشت</p>]]></content:encoded></item>
<item><title>بدون متن &amp; بدون روز</title><link>https://news.example/2</link></item>
<item><description>&lt;p&gt;فقط &lt;b&gt;شرح&lt;/b&gt; دارد&lt;/p&gt;</description><dc:date>2025-10-27</dc:date></item>
</channel></rss>"""
ATOM = f"""<?xml version="1.0" encoding="utf-8"?><!-- made by hand -->
<feed xmlns="http://www.w3.org/2005/Atom"><title>وبلاگ</title><updated>2025-10-28T00:00:00Z</updated>
<entry><title type="html">&lt;b&gt;{ONE}&lt;/b&gt;</title><link rel="self" href="https://b.example/x.atom"/>
<link rel="alternate" href="https://b.example/1"/><id>tag:b.example,2025:1</id><published>۱۴۰۴-۰۸-۰۶</published>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>{LONG}</p></div></content></entry></feed>"""


def documents(data: bytes, name: str = "feed.xml") -> list[tuple[str, str, str, str]]:
    found = []
    for item in contents(io.BytesIO(data), Place("file:///feed.xml", name, "", Limits())):
        assert isinstance(item, Source)
        one = document_of(item, read(item))
        found.append((one.title, one.text, one.published, one.uri))
    return found


def test_each_item_of_rss_is_a_document() -> None:
    first, second, third = documents(RSS.encode())
    assert first == (ONE, f"{LONG}\nنشانی: رشت", "2025-10-28T09:15+03:30", "https://news.example/1")
    assert second[:2] == ("بدون متن & بدون روز", "بدون متن & بدون روز")
    assert third == ("", "فقط شرح دارد", "2025-10-27", "file:///feed.xml#3")


def test_each_entry_of_atom_is_a_document_with_its_jalali_day() -> None:
    assert documents(ATOM.encode()) == [(ONE, LONG, "2025-10-28", "https://b.example/1")]


@pytest.mark.parametrize("encoding", ["windows-1256", "utf-8", "utf-16"])
def test_feeds_are_read_in_their_encoding(encoding: str) -> None:
    item = "<item><title>افتتاح مدرسة</title><description>افتتحت المدرسة في إربد</description></item>"
    feed = f'<?xml version="1.0" encoding="{encoding}"?><rss version="2.0"><channel>{item}</channel></rss>'
    shown = documents(feed.encode(encoding.replace("windows-", "cp")))[0][:2]
    assert shown == ("افتتاح مدرسة", "افتتحت المدرسة في إربد")


def test_a_feed_that_is_cut_off_gives_the_items_that_are_there() -> None:
    assert documents(RSS[: RSS.index("<item><description>")].encode())[0][0] == ONE


def test_a_feed_without_items_says_so() -> None:
    place = Place("file:///feed.xml", "feed.xml", "", Limits())
    (only,) = contents(io.BytesIO(b"<rss><channel><title>x</title></channel></rss>"), place)
    assert isinstance(only, Failure)
    assert only.code == "empty"


def test_entities_of_a_feed_are_not_looked_up() -> None:
    entity = '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    feed = f"<?xml version='1.0'?>{entity}<rss><channel><item><title>متن &x; تمام</title></item></channel></rss>"
    assert not holds_others(feed.encode(), "feed.xml") or "root:" not in documents(feed.encode())[0][1]


@pytest.mark.parametrize("page", ["<html><body>rss</body></html>", "<feeding>x</feeding>", "متن <rss>"])
def test_what_is_no_feed_is_not_taken_for_one(page: str) -> None:
    assert not holds_others(page.encode(), "page.html")


def test_a_workbook_shows_percent_as_its_reader_sees_it() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row, (value, form) in enumerate([(0.25, "0%"), (0.125, "0.0%"), (2, "0%"), (0.25, "0.00"), (True, "0%")], 1):
        sheet.cell(row, 1, "سهم")
        cell = sheet.cell(row, 2, value)
        cell.number_format = form
    out = io.BytesIO()
    book.save(out)
    text = read(Source("file:///a.xlsx", "a.xlsx", out.getvalue())).text
    assert text.split("\n")[1:] == ["سهم\t25%", "سهم\t12.5%", "سهم\t200%", "سهم\t0.25", "سهم\tTrue"]


def test_a_feed_whose_names_have_a_prefix_is_one() -> None:
    entry = f"<a:entry><a:title>{ONE}</a:title><a:id>n-1</a:id><a:summary>{LONG}</a:summary></a:entry>"
    feed = f'<?xml version="1.0"?><a:feed xmlns:a="http://www.w3.org/2005/Atom">{entry}</a:feed>'
    assert holds_others(feed.encode(), "f.xml")
