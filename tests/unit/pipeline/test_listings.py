"""What an address lists, whatever it is: feeds of every kind, sitemaps, pages by selector, channels."""

import json

import pytest

from pipeline.errors import UnreadableSource
from pipeline.ingest.listings.listing import Listing, decoded, encoded
from pipeline.ingest.listings.reading import listing_of
from pipeline.records import ListAsked
from tests.site import rss

URL = "https://news.example/rss/all.xml"
CHANNEL = """<html><body><div class="tgme_channel_info_header_title"><span>خبرهای یزد</span></div>
<a class="tme_messages_more" data-before="41" href="/s/yazdnews?before=41"></a>
<div class="tgme_widget_message_wrap"><div class="tgme_widget_message" data-post="yazdnews/41">
<div class="tgme_widget_message_text">کتابخانه مرکزی یزد گشایش یافت<br>خبر کامل فردا</div>
<a href="https://t.me/yazdnews/41"><time datetime="2025-08-13T18:00:00+00:00"></time></a></div></div>
<div class="tgme_widget_message_wrap"><div class="tgme_widget_message" data-post="yazdnews/42">
<a class="tgme_widget_message_photo_wrap"></a></div></div>
<div class="tgme_widget_message_wrap"><div class="tgme_widget_message" data-post="yazdnews/43">
<div class="tgme_widget_message_reply"><div class="tgme_widget_message_text">پرسش پیشین</div></div>
<div class="tgme_widget_message_text">شورای شهر تصویب کرد</div>
<time datetime="2025-08-14T06:00:00+00:00"></time></div></div></body></html>"""


def listed(data: str | bytes, url: str = URL, selector: str = "") -> Listing:
    made = listing_of(ListAsked(url, data.encode() if isinstance(data, str) else data, selector))
    assert decoded(encoded(made)) == made
    return made


def test_a_feed_with_its_relative_links_and_dates_as_they_stand() -> None:
    found = listed(rss(("نشست یزد", "/1", "۲۲ مرداد ۱۴۰۴"), ("نشست میبد", "https://b.example/2", "")))
    assert (found.kind, found.title) == ("feed", "خبرگزاری نمونه")
    assert [(one.url, one.published, one.whole) for one in found.items] == [
        ("https://news.example/1", "۲۲ مرداد ۱۴۰۴", False),
        ("https://b.example/2", "", False),
    ]


def test_an_item_without_a_page_is_whole() -> None:
    feed = "<guid>a-1</guid><title>اطلاعیه</title><description>فردا باران می‌بارد</description>"
    (item,) = listed(f"<rss><channel><item>{feed}</item></channel></rss>").items
    assert (item.id, item.url, item.text, item.whole) == ("a-1", "", "فردا باران می‌بارد", True)


def test_a_json_feed() -> None:
    items = [
        {"id": 7, "url": "/7", "title": "کتابخانه", "content_html": "<p>گشایش یافت</p>", "date_published": "2025-08-13"}
    ]
    found = listed(json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "یزد", "items": [*items, "x"]}))
    (item,) = found.items
    assert (found.kind, item.id, item.url, item.text) == ("json_feed", "7", "https://news.example/7", "گشایش یافت")


def test_one_link_that_nobody_can_read_costs_no_other_story() -> None:
    found = listed(rss(("نشست یزد", "http://[یزد/1", ""), ("نشست میبد", "/2", "")))
    assert [(one.title, one.url, one.whole) for one in found.items] == [
        ("نشست یزد", "", True),
        ("نشست میبد", "https://news.example/2", False),
    ]
    items = [{"id": "a", "url": "http://[a/"}, {"id": "b", "url": "/b"}]
    found = listed(json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": items}))
    assert [one.url for one in found.items] == ["", "https://news.example/b"]
    page = "<base href='http://[a/'><ul><li><a href='1'>گشایش کتابخانه</a></li></ul>"
    assert [one.url for one in listed(page, selector="li").items] == ["https://news.example/rss/1"]


def test_a_news_sitemap_newest_first_and_an_index() -> None:
    rows = [("1", "2025-08-12"), ("2", "2025-08-13")]
    urls = "".join(
        f"<url><loc>https://news.example/{name}</loc><news:news><news:publication_date>{day}</news:publication_date>"
        f"<news:title>خبر {name}</news:title></news:news></url>"
        for name, day in rows
    )
    names = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
    found = listed(f"<?xml version='1.0'?><urlset {names}>{urls}<url><loc>ftp://x/</loc></url></urlset>")
    assert found.kind == "sitemap"
    assert [(one.url, one.title, one.published) for one in found.items] == [
        ("https://news.example/2", "خبر 2", "2025-08-13"),
        ("https://news.example/1", "خبر 1", "2025-08-12"),
    ]
    index = listed(f"<sitemapindex {names}><sitemap><loc>https://news.example/s.xml</loc></sitemap></sitemapindex>")
    assert (index.kind, [one.url for one in index.feeds]) == ("sitemap_index", ["https://news.example/s.xml"])


LIST = """<html><head><base href="https://b.example/fa/"><title>تازه‌ها</title>
<link rel="alternate" type="application/rss+xml" title="خبر" href="rss.xml"></head><body>
<ul><li class="item"><a href="1#top"><img alt=""></a><h3><a href="1">گشایش کتابخانه</a></h3>
<time datetime="2025-08-13">دیروز</time></li>
<li class="item"><a href="2">نشست شورا</a></li><li class="item"><a href="mailto:a@b.c">نامه</a></li></ul>"""


def test_a_page_by_a_selector_and_the_feeds_that_it_names() -> None:
    found = listed(LIST, selector="li.item")
    assert [(one.url, one.title, one.published) for one in found.items] == [
        ("https://b.example/fa/1", "گشایش کتابخانه", "2025-08-13"),
        ("https://b.example/fa/2", "نشست شورا", ""),
    ]
    assert [one.url for one in listed(LIST, selector="li a").items] == [
        "https://b.example/fa/1",
        "https://b.example/fa/2",
    ]
    page = listed(LIST)
    assert (page.kind, [(one.url, one.title) for one in page.feeds]) == (
        "page",
        [("https://b.example/fa/rss.xml", "خبر")],
    )


def test_a_channel_without_its_pictures_and_what_it_answers_to() -> None:
    found = listed(CHANNEL, "https://t.me/s/yazdnews")
    assert (found.kind, found.title, found.earlier) == (
        "telegram",
        "خبرهای یزد",
        "https://t.me/s/yazdnews?before=41",
    )
    assert [(one.url, one.title, one.text) for one in found.items] == [
        ("https://t.me/yazdnews/43", "شورای شهر تصویب کرد", "شورای شهر تصویب کرد"),
        ("https://t.me/yazdnews/41", "کتابخانه مرکزی یزد گشایش یافت", "کتابخانه مرکزی یزد گشایش یافت\nخبر کامل فردا"),
    ]
    assert all(one.whole for one in found.items)


@pytest.mark.parametrize(
    ("data", "url", "selector", "code"),
    [
        (b"  ", URL, "", "empty"),
        (b"just words", URL, "", "unsupported"),
        (b'{"version": "other"}', URL, "", "unsupported"),
        (b'{"version": ', URL, "", "corrupt"),
        (LIST.encode(), URL, "li[", "refused"),
        (b"<html><body><p>private</p></body></html>", "https://t.me/s/yazdnews", "", "empty"),
    ],
)
def test_what_lists_nothing_says_why(data: bytes, url: str, selector: str, code: str) -> None:
    with pytest.raises(UnreadableSource) as raised:
        listed(data, url, selector)
    assert raised.value.code == code


@pytest.mark.parametrize("said", [b"no json", b"{}", b'{"kind": "other", "items": [], "feeds": []}', b"[1]"])
def test_what_a_reading_process_cannot_mean_is_refused(said: bytes) -> None:
    with pytest.raises(UnreadableSource):
        decoded(said)
