"""Captures of pages: each is shown as it stood, also where a newer one took its place."""

import gzip

import pytest

from pipeline.errors import DocumentNotFound
from tests.makers import ME
from tests.site import rss, story
from tests.unit.pipeline.test_polling import TEXT, Desk, desk, news

__all__ = ["desk", "news"]


def test_each_capture_of_a_page_is_shown_as_it_stood(desk: Desk) -> None:
    desk.add()
    desk.feed(0)
    desk.news.put("/0", gzip.compress(story("خبر شماره صفر", TEXT).encode()), Content_Encoding="gzip")
    desk.look()
    desk.news.put("/0", story("خبر شماره صفر، بازنویسی", f"{TEXT} تکمیلی"))
    desk.news.put("/rss", rss(("خبر شماره صفر، بازنویسی", f"{desk.news.url}/0", "")))
    desk.look(hours=2)
    url, originals = f"{desk.news.url}/0", desk.space.originals
    newest, oldest = originals.evidence(ME, url)
    shown = [originals.stood(ME, url, one.id).decode() for one in (newest, oldest)]
    assert [("بازنویسی" in page, "تکمیلی" in page) for page in shown] == [(True, True), (False, False)]
    assert [TEXT[:30] in page for page in shown] == [True, True]
    with pytest.raises(DocumentNotFound):
        originals.stood(ME, url, newest.id + 1)
