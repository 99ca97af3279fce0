"""What messages say: nothing of an article is markup where it is sent, and nothing is lost for being long."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import RefusedDecision
from pipeline.monitors.alerts import Wanted as Asked
from pipeline.monitors.channels import CHANNELS, utf16
from pipeline.monitors.deliveries import Wanted
from pipeline.monitors.messages import Message
from pipeline.monitors.sending import Outside
from pipeline.monitors.telling import Telling
from pipeline.query.stored import StoredQuery
from pipeline.store.alerts import Alert, Copy
from pipeline.store.deliveries import Destination
from pipeline.workspace import Workspace
from search_api.pages.language import Interface
from search_api.pages.refusals import told
from tests.makers import ME
from tests.unit.pipeline.test_deliveries import Desk, Mailbox, Site, mailbox, site
from tests.unit.pipeline.test_monitors import LONG, read, story

__all__ = ["mailbox", "site"]
OVERRIDE, PART, MARK = "\N{RIGHT-TO-LEFT OVERRIDE}", "\N{ZERO WIDTH SPACE}", "\N{RIGHT-TO-LEFT MARK}"
START, END = "\N{LEFT-TO-RIGHT ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"
HOSTILE = (  # as an article writes it, as Slack is sent it
    ("<https://evil.example|کلیک کنید>", "&lt;https://evil.example|کلیک کنید&gt;"),
    ("<!channel> فوری", "&lt;!channel&gt; فوری"),
    ("<!here|here>", "&lt;!here|here&gt;"),
    ("<@U024BE7LH> گفت", "&lt;@U024BE7LH&gt; گفت"),
    ("<#C024BE7LR> شبکه", "&lt;#C024BE7LR&gt; شبکه"),
    ("<!date^1392734382^{date}|امروز>", "&lt;!date^1392734382^{date}|امروز&gt;"),
    ("نفت & گاز", "نفت &amp; گاز"),
    ("&lt;!channel&gt;", "&amp;lt;!channel&amp;gt;"),
    ("a < b > c", "a &lt; b &gt; c"),
    ("<mailto:x@evil.example|نامه>", "&lt;mailto:x@evil.example|نامه&gt;"),
    ("@channel سیل", f"@{PART}channel سیل"),
    ("@Everyone سیل", f"@{PART}Everyone سیل"),
    ("[اینجا](https://evil.example)", f"[اینجا]{PART}(https://evil.example)"),
    ("![تصویر](https://evil.example/a.png)", f"![تصویر]{PART}(https://evil.example/a.png)"),
    ("سیل \N{LESS-THAN SIGN}!subteam^S1\N{GREATER-THAN SIGN}", "سیل &lt;!subteam^S1&gt;"),
    (f"{OVERRIDE}gpj.exe", "gpj.exe"),
    ("channel@here.example", "channel@here.example"),
    ("{title} {link}", "{title} {link}"),
    ("سیل\0 گیلان\a", "سیل گیلان"),
    ("@allah_poet شاعر", "@allah_poet شاعر"),
)
PRIVATE = (
    *("127.0.0.1", "10.1.2.3", "192.168.0.1", "172.16.5.4", "169.254.169.254", "[::1]", "[fe80::1]", "[fd00::1]"),
    *("[::ffff:10.0.0.1]", "[::ffff:7f00:1]", "2130706433", "017700000001", "0x7f000001", "0x7f.1", "127.1", "0"),
    *("localhost", "LOCALHOST.", "a.localhost", "127.0.0.1.", "0177.0.0.1", "100.64.0.1", "[64:ff9b::a00:1]"),
    *("printer.local", "db.internal", "[2002:7f00:1::]", "１２７.0.0.1", "0.0.0.0", "255.255.255.255"),
)
PUBLIC = (
    "hooks.press.example",
    "9.9.9.9",
    "[2606:4700::1111]",
    "localhost.press.example",
    "local.example",
    "xn--mgb.ir",
)


def alert(number: int = 1, title: str = "سیل در گیلان", passage: str = "باران بارید.", **more: Any) -> Alert:
    where = {"document": f"d{number}", "uri": f"https://press.example/{number}"}
    head = {"monitor": "m", "name": "سیل", "story": number, "language": "fa", "published": "2026-11-26"}
    told = {"title": title, "passage": passage, "kind": "new", "at": "2026-11-26T09:00:00+00:00"}
    return Alert(**{"seq": number, **where, **head, **told, **more})


def message(kind: str, *alerts: Alert, language: str = "fa", name: str = "سیل", template: str = "") -> Message:
    where: Any = (kind, "https://hooks.example/", "@desk", language, 60, "sara", "account", "")
    return Message(replace(Destination("d", "m", *where), template=template), name, alerts, "key")


def sent(made: Message) -> str:
    told = json.loads(made.body())["text"]
    assert isinstance(told, str)
    return told


@pytest.fixture
def desk(tmp_path: Path, mailbox: Mailbox) -> Iterator[Desk]:
    smtp = f"smtp://127.0.0.1:{mailbox.port}"
    held = Desk(tmp_path, fetch_private=True, smtp=smtp, smtp_from="asnad@archive.example")
    yield held
    held.space.close()


@pytest.mark.parametrize(("written", "shown"), HOSTILE)
def test_nothing_of_an_article_is_markup_in_slack(written: str, shown: str) -> None:
    told = sent(message("slack", alert(title=written, passage=f"{written} .")))
    assert told.split("\n")[2] == shown
    assert shown in told.split("\n")[3]
    assert "<" not in told
    assert "https://press.example/1" in told


def test_a_message_whose_text_is_its_title_is_said_once() -> None:
    assert sent(message("telegram", alert(title="باران بارید.", passage=" باران  بارید. "))).count("باران") == 1


def test_a_link_stays_whole_in_slack() -> None:
    told = sent(message("slack", alert(uri="https://press.example/?a=1&b=<2>")))
    assert "https://press.example/?a=1&amp;b=%3C2%3E" in told


@pytest.mark.parametrize("kind", ["telegram", "slack"])
def test_one_alert_that_is_too_long_keeps_its_link(kind: str) -> None:
    for passage, title in (("باران و 😀 " * 2000, "سیل"), ("سیل", "خبر " * 3000), ("<&> " * 2000, "😀" * 3000)):
        told = sent(
            message(kind, alert(passage=passage, title=title, also=(Copy("c", "https://b.example/", "ب"),) * 9))
        )
        assert utf16(told) <= CHANNELS[kind].most
        assert "\nhttps://press.example/1" in told
        assert utf16(told) > CHANNELS[kind].most * 0.9
        assert "…" in told
    assert utf16(sent(message(kind, alert(uri="https://press.example/" + "a" * 9000)))) <= CHANNELS[kind].most


def test_alerts_that_were_tried_together_stay_together_and_each_has_its_link() -> None:
    told = sent(message("telegram", *(alert(n, passage="باران تند بارید. " * 40) for n in range(1, 30))))
    assert [f"https://press.example/{n}\n" in f"{told}\n" for n in range(1, 30)] == [True] * 29
    assert utf16(told) <= 4096


@pytest.mark.parametrize(("kind", "most"), [("telegram", 4096), ("slack", 4000)])
def test_a_bundle_becomes_as_many_messages_as_it_needs_each_with_a_key(
    desk: Desk, site: Site, kind: str, most: int
) -> None:
    desk.send(kind, site.url, chat="@desk", minutes=60, language="en")
    towns = [f"شهرک{number}" for number in range(40)]
    text = (
        "در {0} یزد انجمن {0} با {1} تن از اهالی {0} درباره {0} نشستی برگزار کرد 😀 و " + "کتابخانه {0} گشوده شد. " * 9
    )
    stories = [story(town, text.format(town, number * 37), town) for number, town in enumerate(towns)]
    urls = [f"https://press.example/{number}/{'a' * 120}" for number, _ in enumerate(towns)]
    read(desk.space, desk.folder, *({**one, "url": url} for one, url in zip(stories, urls, strict=True)))
    site.answers = [200, 500]
    assert desk.later(minutes=61)["put off"] > 0
    assert desk.later(minutes=2).keys() == {"sent"}
    bodies = [json.loads(body)["text"] for _, body in site.got]
    keys = [headers["Idempotency-Key"] for headers, _ in site.got]
    assert all(utf16(body) <= most for body in bodies)
    assert len(set(bodies)) == len(set(keys)) == len(bodies) - 1 > 2  # one was refused, and came again as it was
    for number, _ in enumerate(towns):
        assert len({body for body in bodies if f"https://press.example/{number}/" in body}) == 1, number
    assert set(desk.log()) <= {("sent", 1), ("sent", 2)}


def test_mails_and_webhooks_are_parted_where_others_would_cut_them() -> None:
    many = [alert(n, passage="باران " * 100) for n in range(200)]
    for kind in ("email", "webhook"):
        made = message(kind, *many)
        assert 1 < made.first() < 200
        assert message(kind, *many[: made.first()]).fits()
        assert not message(kind, *many[: made.first() + 1]).fits()
    copies = tuple(Copy(f"c{n}", f"https://press.example/{'a' * 200}{n}", "سیل") for n in range(2000))
    assert len(message("webhook", alert(also=copies)).body()) <= 100_000


SUBJECTS = (
    ("fa", ["سیل در گیلان"], "سیل: سیل در گیلان"),
    ("fa", ["سیل در گیلان", "ب", "پ"], "سیل: سیل در گیلان و ۲ خبر دیگر"),
    ("ar", ["فيضان", "ب"], "سیل: فيضان وخبر آخر"),
    ("ar", ["فيضان", "ب", "ج"], "سیل: فيضان وخبران آخران"),
    ("ar", ["فيضان", *"ابتثج"], "سیل: فيضان و٥ أخبار أخرى"),
    ("ar", ["فيضان", *"ابتثجحخدذرزس"], "سیل: فيضان و١٢ خبرًا آخر"),
    ("en", ["سیل", "ب"], "\N{LEFT-TO-RIGHT MARK}سیل: \N{RIGHT-TO-LEFT ISOLATE}سیل" + END + " and 1 more"),
    ("fa", ["سیل\r\nBcc: x@y.example"], "سیل: سیل Bcc: x@y.example"),
    ("fa", [f"سیل {OVERRIDE}gnp.exe"], "سیل: سیل gnp.exe"),
    ("fa", ["=?utf-8?B?WA==?= سیل"], f"سیل: {START}= ?utf-8?B?WA== ?= سیل{END}"),
    ("fa", ["", "ب"], f"سیل: {START}https://press.example/0{END} و ۱ خبر دیگر"),
)


@pytest.mark.parametrize(("language", "titles", "subject"), SUBJECTS)
def test_the_subject_says_what_came_first_and_how_many_more(language: str, titles: list[str], subject: str) -> None:
    alerts = [alert(n, title=title, language="und") for n, title in enumerate(titles)]
    mail = message("email", *alerts, language=language).mail("asnad@archive.example")
    assert str(mail["Subject"]) == subject
    assert mail["Bcc"] is None


def test_a_subject_is_read_from_the_side_of_its_language_and_is_not_endless() -> None:
    one = alert(title="Flood in Gilan (2)", language="en")
    assert Telling("fa", "BBC").subject([one, one]) == f"{MARK}BBC: {START}Flood in Gilan (2){END} و ۱ خبر دیگر"
    assert len(Telling("fa", "سیل").subject([alert(title="سیل بزرگ " * 90)])) < 120
    assert Telling("fa", "سیل").subject([alert(kind="update")]) == "سیل: سیل در گیلان (متن دگرگون شده)"
    assert Telling("fa", "سیل").subject([]) == "این یک آزمون است: ارسال کار می‌کند."


@pytest.mark.parametrize("host", PRIVATE)
def test_an_address_of_this_network_is_refused_at_once(workspace: Workspace, host: str) -> None:
    monitor = workspace.monitors.add(ME, "شهر", StoredQuery("یزد")).id
    for kind in ("webhook", "slack"):
        with pytest.raises(RefusedDecision):
            workspace.deliveries.add(ME, monitor, Wanted(kind, f"http://{host}/hook"))
    assert workspace.deliveries.all(ME, monitor) == []


@pytest.mark.parametrize("host", PUBLIC)
def test_an_address_that_may_be_public_is_taken(host: str) -> None:
    Outside().checked(f"https://{host}/hook")


def test_who_keeps_the_archive_may_allow_a_host_by_name(tmp_path: Path, site: Site) -> None:
    port = site.port
    desk = Desk(tmp_path, fetch_allowed=f"127.0.0.1:{port}")
    desk.send("webhook", site.url)
    with pytest.raises(RefusedDecision):
        desk.send("webhook", f"http://127.0.0.1:{port + 1}/hook")
    desk.read("one")
    assert desk.deliverer.run() == {"sent": 1}
    assert len(site.got) == 1
    desk.space.close()


def test_also_in_names_the_papers() -> None:
    where = [("https://www.a.example/1", ""), ("https://b.example/2", "ایسنا"), ("https://b.example/3", "ایسنا")]
    copies = [Copy(f"c{n}", uri, "سیل در گیلان", source) for n, (uri, source) in enumerate(where)]
    copies.append(Copy("c9", "file:///x/y.txt", "سیل در رشت"))
    told = message("webhook", alert(also=tuple(copies)))
    assert "همچنین در: a.example، ایسنا، سیل در رشت" in told.text()
    assert "همچنین در: a.example، ایسنا، سیل در رشت" in told.html()
    (one,) = json.loads(told.body())["alerts"]
    assert [copy["source"] for copy in one["also"]] == ["a.example", "ایسنا", "ایسنا", ""]
    many = tuple(Copy(f"c{n}", f"https://{n}.example/", "سیل") for n in range(9))
    assert "و ۴ جای دیگر" in message("slack", alert(also=many)).text()


def test_an_alert_knows_the_paper_of_each_document(workspace: Workspace, tmp_path: Path) -> None:
    workspace.monitors.add(ME, "شهر", StoredQuery("یزد"))
    read(workspace, tmp_path, {**story("one"), "site": "خبرگزاری ایسنا"}, story("copy", LONG + " پایان خبر"))
    (one,) = workspace.alerts.all(ME, Asked())
    assert (one.source, [copy.source for copy in one.also]) == ("خبرگزاری ایسنا", ["press"])


def test_why_it_was_not_taken_is_kept_to_be_said_in_any_language(desk: Desk, site: Site) -> None:
    desk.send("webhook", site.url)
    desk.read("one")
    site.answers = [503]
    desk.deliverer.run()
    ((_, (row,)),) = desk.deliveries.all(ME, desk.monitor)
    assert row.told == "the server answered with status 503"
    said = [told(Interface(language), row.told) for language in ("fa", "ar")]
    assert said == ["سرور با وضعیت ۵۰۳ پاسخ داد", "أجاب الخادم بالحالة ٥٠٣"]


@pytest.mark.parametrize("kind", ["slack", "telegram", "webhook", "email"])
def test_no_place_of_a_file_on_this_machine_is_told_outside(kind: str) -> None:
    copy = Copy("c", "file:///srv/archive/copies/flood.docx", "")
    made = message(kind, alert(uri="file:///srv/archive/flood.pdf", title="", also=(copy,)))
    said = made.text() + made.html() if kind == "email" else made.body().decode()
    assert "/srv" not in said
    assert "flood.pdf" in said
    assert "flood.docx" in said
