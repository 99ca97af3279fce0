"""Sources that are looked at again and again: nothing is lost, nothing comes twice, each oddity is in the log."""

import base64
import gzip
import hashlib
import io
import json
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from corpora.ids import digest
from pipeline.errors import DocumentNotFound
from pipeline.jobs.polling import Poller
from pipeline.settings import Settings
from pipeline.sources.sources import Wanted
from pipeline.workspace import Workspace
from tests.clock import HeldClock
from tests.makers import ME
from tests.site import Site, flood, hang, rss, site, story

TEXT = "کتابخانه مرکزی شهر یزد با حضور مدیران شهری و نویسندگان استان پس از سه سال گشایش یافت و درهای آن باز شد."


@pytest.fixture
def news() -> Iterator[Site]:
    with site() as made:
        for number in range(3):
            made.put(f"/{number}", story(f"خبر شماره {number}", f"{TEXT} این خبر {number} است."))
        yield made


class Desk:
    """An archive with one source, and what looks at it by a clock that the test holds."""

    def __init__(self, space: Workspace, news: Site, clock: HeldClock) -> None:
        self.space, self.news, self.clock = space, news, clock
        self.poller = Poller(space, chance=random.Random(7))

    def add(self, path: str = "/rss", **more: str) -> str:
        return self.space.sources.add(ME, Wanted(self.news.url + path, **more), look=False).id  # type: ignore[arg-type]

    def feed(self, *numbers: int, day: str = "Wed, 13 Aug 2025 09:00:00 +0330", **headers: str) -> None:
        items = [(f"خبر شماره {n}", f"{self.news.url}/{n}", day) for n in numbers]
        self.news.put("/rss", rss(*items), Content_Type="application/rss+xml", **headers)  # type: ignore[arg-type]

    def look(self, **later: float) -> tuple[int, int]:
        """A round after so long; gives how many sources were due, and how many documents there are."""
        self.clock.later(**later)
        due = self.poller.round()
        assert due is not None
        return due, self.space.count(ME)

    def codes(self) -> list[str]:
        """The log, the newest first."""
        (one,) = self.space.sources.all(ME)
        return [line.code for line in self.space.sources.log(ME, one.source.id)]

    def state(self) -> tuple[str, str]:
        (one,) = self.space.sources.all(ME)
        return one.state, one.source.trouble


@pytest.fixture
def desk(tmp_path: Path, news: Site) -> Iterator[Desk]:
    settings = Settings(workspace=tmp_path / "ws", workers=1, fetch_allowed=news.name, fetch_seconds=2, fetch_pause=0)
    settings = settings.model_copy(update={"source_bytes": 1 << 20})  # a flood fills that also on a busy machine
    clock = HeldClock()
    with Workspace(settings, clock) as space:
        yield Desk(space, news, clock)


def test_what_is_new_is_fetched_once_and_read(desk: Desk) -> None:
    desk.add()
    desk.feed(0, 1, ETag='"a"')
    assert desk.look() == (1, 2)
    assert desk.look() == (0, 2)
    assert desk.look(hours=1) == (1, 2)
    assert desk.codes() == ["not_modified", "new"]
    desk.feed(2, 0, 1, ETag='"b"')
    assert desk.look(hours=1) == (1, 3)
    assert [desk.news.times(f"/{n}") for n in range(3)] == [1, 1, 1]
    assert desk.news.times("/robots.txt") == 1
    assert all("Asnad" in head["User-Agent"] for head in desk.news.heads)
    assert desk.state() == ("fine", "")
    found = desk.space.document(ME, f"{desk.news.url}/0")
    assert (found.source, found.published[:10], "no_published" in found.flags) == ("127.0.0.1", "2025-08-13", False)
    runs = desk.space.runs.all(ME)
    assert [(run.kind, run.added) for run in runs] == [("watch", 1), ("watch", 2)]


def test_a_story_that_is_told_otherwise_is_read_again_and_dates_made_anew_are_not(desk: Desk) -> None:
    desk.add()
    desk.feed(0, day="Wed, 13 Aug 2025 09:00:00 +0330")
    desk.look()
    desk.feed(0, day="Thu, 14 Aug 2025 09:00:00 +0330")
    desk.look(hours=2)
    assert desk.news.times("/0") == 1
    desk.news.put("/0", story("خبر شماره صفر، بازنویسی", f"{TEXT} تکمیلی"))
    desk.news.put("/rss", rss(("خبر شماره صفر، بازنویسی", f"{desk.news.url}/0", "")))
    desk.look(hours=2)
    assert (desk.news.times("/0"), desk.space.count(ME)) == (2, 1)
    assert "تکمیلی" in desk.space.document(ME, f"{desk.news.url}/0").text


def test_two_sources_bring_a_story_once(desk: Desk) -> None:
    desk.feed(0, 1)
    desk.news.put("/other", rss(("خبر شماره 0", f"{desk.news.url}/0#top", "")))
    desk.add()
    desk.add("/other")
    assert desk.look() == (2, 2)
    assert desk.news.times("/0") == 1


def test_a_server_that_says_no_is_left_alone_for_longer_each_time(desk: Desk) -> None:
    desk.add()
    for status, trouble in ((500, "server_error"), (429, "too_many"), (404, "gone"), (403, "closed"), (418, "status")):
        desk.news.put("/rss", "", status)
        desk.clock.later(hours=1)
        before, asked = desk.news.times("/rss"), []
        for _ in range(40):
            desk.look(minutes=15)
            asked.append(desk.news.times("/rss") - before)
        assert asked[0] == 1
        assert 4 <= asked[-1] <= 7  # 15, 30, 60, 120, 240 minutes
        assert desk.state() == ("failing", trouble)
        assert desk.codes()[0] == trouble
        desk.news.put("/rss", rss())
        desk.look(days=1)
        assert (desk.state()[0] in ("fine", "silent"), "empty" in desk.codes()[:2]) == (True, True)


def test_a_server_says_when_to_come_back(desk: Desk) -> None:
    desk.add()
    desk.news.put("/rss", "", 503, Retry_After="7200")
    desk.look()
    desk.look(minutes=110)
    assert desk.news.times("/rss") == 1
    desk.look(minutes=15)
    assert desk.news.times("/rss") == 2


def test_a_source_that_fails_for_days_is_dead_and_comes_back(desk: Desk) -> None:
    desk.add()
    for _ in range(9):
        desk.look(days=1)
    assert desk.state() == ("dead", "gone")
    assert desk.codes()[:2] == ["gone", "dead"]
    desk.feed(0)
    assert desk.look(days=2) == (1, 1)
    assert desk.state()[0] == "fine"


def test_a_source_that_brings_nothing_for_a_week_is_silent(desk: Desk) -> None:
    desk.add()
    desk.feed(0)
    desk.look()
    desk.look(days=8)
    assert desk.state() == ("silent", "silent")
    desk.feed(1, 0)
    desk.look(days=1)
    assert desk.state() == ("fine", "")


def test_it_is_asked_within_its_hours(desk: Desk) -> None:
    desk.feed(0)
    desk.add(hours="8-20")
    assert desk.look() == (0, 0)  # at six in the morning
    assert desk.look(hours=3) == (1, 1)
    (one,) = desk.space.sources.all(ME)
    desk.look(hours=10)
    (one,) = desk.space.sources.all(ME)
    assert 8 <= int(one.source.next_at[11:13]) < 20


ODD = {
    "redirects": {"status": 302, "Location": "/rss"},
    "wrong_type": {"body": "<html><body><p>لطفا وارد شوید</p></body></html>"},
    "empty": {"body": " "},
    "unreadable": {"body": '{"version": "https://jsonfeed.org/version/1", '},
    "private": {"status": 302, "Location": "http://10.0.0.8/rss"},
    "address": {"status": 302, "Location": "ftp://news.example/"},
    "packed": {"body": gzip.compress(b"<rss><channel></channel></rss>")[:-9], "Content_Encoding": "gzip"},
    "timeout": {"does": hang},
    "too_large": {"does": flood},
}


def test_each_oddity_is_in_the_log_and_costs_nothing(desk: Desk) -> None:
    desk.feed(0)
    desk.add()
    desk.look()
    for trouble, odd in ODD.items():
        desk.news.put("/rss", **odd)  # type: ignore[arg-type]
        desk.look(days=2)
        assert trouble in desk.codes()[:2]  # the last may say that it is dead
    desk.feed(1, 0)
    desk.look(days=2)
    assert (desk.state(), desk.space.count(ME), desk.news.times("/0")) == (("fine", ""), 2, 1)


def test_robots_are_heeded(desk: Desk) -> None:
    desk.news.put("/robots.txt", "User-agent: Asnad\nDisallow: /rss\n")
    desk.add()
    desk.feed(0)
    desk.look()
    assert (desk.codes(), desk.news.times("/rss")) == (["robots"], 0)


def test_a_source_that_moves_for_good_is_followed(desk: Desk) -> None:
    desk.add()
    desk.news.put("/new", rss(("خبر شماره 0", f"{desk.news.url}/0", "")))
    desk.news.put("/rss", "", 301, Location="/new")
    desk.look()
    (one,) = desk.space.sources.all(ME)
    assert (one.source.url, desk.codes()) == (f"{desk.news.url}/new", ["new", "moved"])
    desk.look(hours=1)
    assert desk.news.times("/rss") == 1


def test_dates_that_lie_are_said_and_not_used(desk: Desk) -> None:
    desk.news.put("/0", story("خبر شماره 0", TEXT, "2025-07-01T10:00:00+03:30"))
    items = [
        ("خبر شماره 0", "/0", "Wed, 13 Aug 2025 09:00:00 +0330"),
        ("خبر شماره 1", "/1", "2099-01-01"),
        ("خبر شماره 2", "/2", "دیروز"),
    ]
    desk.news.put("/rss", rss(*items))
    desk.add()
    assert desk.look() == (1, 3)
    assert sorted(desk.codes()) == ["date_differs", "date_to_come", "date_unread", "new"]
    published = [desk.space.document(ME, f"{desk.news.url}/{n}").published[:10] for n in range(3)]
    assert published == ["2025-07-01", "", ""]


def test_a_page_that_cannot_be_had_is_taken_as_the_feed_has_it(desk: Desk) -> None:
    desk.news.put("/0", "", 404)
    desk.news.put("/1", "", 500)
    desk.add()
    desk.feed(0, 1, 2)
    assert desk.look() == (1, 2)
    assert "خلاصهٔ خبر" in desk.space.document(ME, f"{desk.news.url}/0").text
    for _ in range(8):
        desk.look(hours=2)
    assert (desk.news.times("/1"), desk.space.count(ME)) == (5, 3)
    assert desk.codes().count("page_failed") == 2


def test_pages_wait_where_the_server_says_too_many(desk: Desk) -> None:
    desk.news.put("/0", "", 429, Retry_After="600")
    desk.add()
    desk.feed(0, 1, 2)
    desk.look()
    assert [desk.news.times(f"/{n}") for n in range(3)].count(1) <= 3
    for n in range(3):
        desk.news.put(f"/{n}", story(f"خبر شماره {n}", f"{TEXT} این خبر {n} است."))
    desk.look(minutes=30)
    assert desk.space.count(ME) == 3
    assert "too_many" in desk.codes()


def test_pages_wait_a_day_at_most_whatever_the_server_says(desk: Desk) -> None:
    desk.news.put("/0", "", 429, Retry_After="Fri, 31 Dec 9999 23:59:59 GMT")
    desk.add()
    desk.feed(0)
    desk.look()
    assert desk.state() == ("fine", "")
    desk.news.put("/0", story("خبر شماره 0", TEXT))
    desk.look(hours=27)
    assert desk.space.count(ME) == 1


def test_a_paywall_that_pages_state(desk: Desk) -> None:
    head = '<script type="application/ld+json">{"@type": "NewsArticle", "isAccessibleForFree": false}</script>'
    for n in range(3):
        desk.news.put(f"/{n}", story(f"خبر شماره {n}", TEXT, head=head))
    desk.add()
    desk.feed(0, 1, 2)
    desk.look()
    desk.look(hours=1)
    assert desk.state() == ("paywalled", "paywalled")


def test_a_channel_is_read_back_to_what_is_known(desk: Desk) -> None:
    def channel(*numbers: int, before: int = 0) -> str:
        more = f'<a class="tme_messages_more" data-before="{before}"></a>' if before else ""
        return f"<html><body>{more}" + "".join(
            f'<div class="tgme_widget_message" data-post="yazdnews/{n}">'
            f'<div class="tgme_widget_message_text">{TEXT} {n}</div></div>'
            for n in numbers
        )

    desk.news.put("/s/yazdnews", channel(1, 2))
    desk.add("/s/yazdnews")
    assert desk.look() == (1, 2)
    desk.news.put("/s/yazdnews", channel(5, 6, before=5))
    desk.news.put("/s/yazdnews?before=5", channel(2, 3, 4, before=2))
    assert desk.look(hours=1) == (1, 6)
    assert desk.space.document(ME, f"{desk.news.url}/yazdnews/4").kind == "record"


def test_items_without_pages_json_feeds_and_sitemaps(desk: Desk) -> None:
    body = {"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "a", "content_text": TEXT}]}
    desk.news.put("/feed.json", json.dumps(body))
    desk.news.put("/map.xml", f"<urlset><url><loc>{desk.news.url}/0</loc></url></urlset>")
    desk.add("/feed.json")
    desk.add("/map.xml")
    assert desk.look() == (2, 2)
    body["items"] = [{"id": "a", "content_text": f"{TEXT} تکمیلی"}]
    desk.news.put("/feed.json", json.dumps(body))
    assert desk.look(hours=1) == (2, 2)
    assert desk.space.search(ME, "تکمیلی").total == 1


def test_the_first_look_takes_what_is_newest(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.sources.stories.FIRST", 2)
    desk.add()
    desk.feed(0, 1, 2)
    assert desk.look() == (1, 2)
    desk.feed(3, 0, 1, 2)
    desk.news.put("/3", story("خبر شماره 3", f"{TEXT} سه"))
    assert desk.look(hours=1) == (1, 3)
    assert desk.news.times("/2") == 0


def test_one_request_a_host_at_a_time(desk: Desk) -> None:
    desk.news.slow = 0.02
    for name in ("a", "b", "c"):
        desk.news.put(f"/{name}", rss(*((f"خبر {name}{n}", f"{desk.news.url}/{n}?{name}", "") for n in range(3))))
        desk.add(f"/{name}")
    desk.look()
    assert desk.news.most_at_once == 1


def test_what_was_fetched_is_kept_as_it_came_and_goes_with_its_document(desk: Desk) -> None:
    page = gzip.compress(story("خبر شماره 0", TEXT).encode())
    desk.news.put("/0", page, Content_Encoding="gzip", X_Served_By="cache-یزد".encode().decode("latin-1"))
    desk.add()
    desk.feed(0)
    desk.look()
    url, originals = f"{desk.news.url}/0", desk.space.originals
    (one,) = originals.evidence(ME, url)
    assert (one.uri, one.at, one.payload) == (
        url,
        "2025-08-13T06:00:00+00:00",
        digest(originals.original(ME, url).data),
    )
    record = next(
        r for r in ArchiveIterator(io.BytesIO(originals.warc(ME, url, one.id).data)) if r.rec_type == "response"
    )
    told = {
        name: record.rec_headers.get_header(name) for name in ("WARC-Target-URI", "WARC-Date", "WARC-Payload-Digest")
    }
    sha = base64.b32encode(hashlib.sha256(page).digest()).decode()
    assert told == {"WARC-Target-URI": url, "WARC-Date": "2025-08-13T06:00:00Z", "WARC-Payload-Digest": f"sha256:{sha}"}
    assert (record.http_headers.get_statuscode(), record.http_headers.get_header("Content-Encoding")) == ("200", "gzip")
    assert record.raw_stream.read() == page
    desk.space.delete(ME, url)
    assert not desk.space.blobs.has(one.blob)
    with pytest.raises(DocumentNotFound):
        originals.warc(ME, url, one.id)


def test_what_a_person_took_out_does_not_come_back(desk: Desk) -> None:
    desk.add()
    desk.feed(0)
    desk.look()
    desk.space.delete(ME, f"{desk.news.url}/0")
    desk.news.put("/rss", rss(("خبر دیگر", f"{desk.news.url}/0", "")))
    assert desk.look(hours=3) == (1, 0)


def test_a_folder_that_is_gone_is_dead_after_days_and_comes_back(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    desk.space.sources.add(ME, Wanted(str(folder)))
    desk.look()
    folder.rmdir()
    desk.look(days=1)
    (one,) = desk.space.sources.all(ME)
    assert (one.source.failing_since, desk.state()) == ("2025-08-14T06:00:00+00:00", ("failing", "gone"))
    for _ in range(8):
        desk.look(days=1)
    assert desk.state() == ("dead", "gone")
    assert desk.codes()[:2] == ["gone", "dead"]
    folder.mkdir()
    desk.look(days=2)
    assert desk.state() == ("fine", "")


def test_only_one_program_looks_at_a_time(desk: Desk) -> None:
    with desk.space.polling() as mine:
        assert mine
        assert desk.poller.round() is None
