"""Templates of messages: what is taken, what is refused, and that nothing in one is run or gets out of place."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pipeline.cli import cli
from pipeline.errors import MonitorNotFound, RefusedDecision
from pipeline.monitors.deliveries import Wanted
from pipeline.monitors.templates import DEFAULT, FIELDS, HEAD_FIELDS, template_of
from pipeline.query.stored import StoredQuery
from pipeline.workspace import Workspace
from tests.makers import ME
from tests.unit.pipeline.test_deliveries import Desk, Mailbox, Site, mailbox, site
from tests.unit.pipeline.test_told_outside import alert, message, sent

__all__ = ["mailbox", "site"]
WRONG = (  # what is no template
    "بدون فیلد",
    "{title",
    "title}",
    "{}",
    "{0}",
    "{title!r}",
    "{title:>2000000000}",
    "{title.__class__.__mro__}",
    "{title[0]}",
    "{self}",
    "{__import__('os').system('id')}",
    "{{title}}",
    "{عنوان}",
    "{ title }",
    "{title:{link}}",
    "{heading} {title}",
    "{title}\n---\nپایان",
    "{passage}\n---\n{title}",
    "---",
    "{title}" * 600,
    "{% for a in b %}",
    "{secret} {title}",
)
RIGHT = (  # as written, as told of an alert that nobody else tells
    ("{title}", "سیل در گیلان"),
    ("🔴 {title}\n{link}", "🔴 سیل در گیلان\nhttps://press.example/1"),
    ("{title} {update}\nنام‌ها: {names}\nپایان", "سیل در گیلان\nپایان"),
    ("{title}\n\n{also}\n\n{link}", "سیل در گیلان\n\n\nhttps://press.example/1"),
    ("پایش {monitor}: {count} خبر\n---\n{title}", "پایش سیل: ۱ خبر\n\nسیل در گیلان"),
    ("{{{title}}} {{ {link} }}", "{سیل در گیلان} { https://press.example/1 }"),
    ("{source} · {published} · {time}", "press.example · ۵ آذر ۱۴۰۵ · ۵ آذر ۱۴۰۵، ۱۲:۳۰"),
    ("{title}\r\n{link}", "سیل در گیلان\nhttps://press.example/1"),
    ("{title}\n --- \n{title}", None),
    ("${title} %s {title}", "$سیل در گیلان %s سیل در گیلان"),
)


@pytest.fixture
def desk(tmp_path: Path, mailbox: Mailbox) -> Iterator[Desk]:
    smtp = f"smtp://127.0.0.1:{mailbox.port}"
    held = Desk(tmp_path, fetch_private=True, smtp=smtp, smtp_from="asnad@archive.example")
    yield held
    held.space.close()


@pytest.mark.parametrize("written", WRONG)
def test_what_is_no_template_is_refused_when_it_is_kept(workspace: Workspace, written: str) -> None:
    monitor = workspace.monitors.add(ME, "شهر", StoredQuery("یزد")).id
    with pytest.raises(RefusedDecision):
        workspace.deliveries.add(ME, monitor, Wanted("email", "a@press.example", template=written))
    made = workspace.deliveries.add(ME, monitor, Wanted("email", "a@press.example", template="{title}"))
    with pytest.raises(RefusedDecision):
        workspace.deliveries.rewrite(ME, made.id, written)
    with pytest.raises(RefusedDecision):
        workspace.deliveries.preview(ME, monitor, Wanted("email", "", template=written))
    ((one, _),) = workspace.deliveries.all(ME, monitor)
    assert one.template == "{title}"


@pytest.mark.parametrize(("written", "told"), RIGHT)
def test_a_template_is_filled_in(written: str, told: str | None) -> None:
    if told is None:
        with pytest.raises(RefusedDecision):
            template_of(written)
        return
    assert sent(message("telegram", alert(), template=written)) == told


def test_what_an_article_says_is_never_a_template() -> None:
    made = message("telegram", alert(title="{link} {monitor} {title.__class__}"), template="{title}")
    assert sent(made) == "{link} {monitor} {title.__class__}"


def test_each_channel_escapes_what_is_put_in_and_keeps_what_was_written() -> None:
    hostile, written = alert(title="<!channel> <b>&"), "*{title}* <{link}|بخوانید>"
    assert sent(message("slack", hostile, template=written)) == (
        "*&lt;!channel&gt; &lt;b&gt;&amp;* <https://press.example/1|بخوانید>"
    )
    assert sent(message("telegram", hostile, template=written)).startswith("*<!channel> <b>&* <https://")
    page = message("email", hostile, template=written).html()
    assert "&lt;!channel&gt; &lt;b&gt;&amp;" in page
    assert '&lt;<a href="https://press.example/1">https://press.example/1</a>|' in page
    assert '<a href="javascript' not in message("email", alert(uri="javascript:alert(1)"), template="{link}").html()
    told = json.loads(message("webhook", alert(), template="{title}").body())
    assert (told["text"], told["alerts"][0]["title"]) == ("سیل در گیلان", "سیل در گیلان")


def test_a_link_cannot_end_what_was_written_around_it() -> None:
    one = alert(uri="https://press.example/a|b>c<!channel>")
    assert sent(message("slack", one, template="<{link}|{title}>")) == (
        "<https://press.example/a%7Cb%3Ec%3C!channel%3E|سیل در گیلان>"
    )


def test_a_long_one_keeps_its_link_wherever_it_stands() -> None:
    for written in ("{link}\n{passage}\n{title}", "{title}\n{passage}\n{link}"):
        told = sent(message("telegram", alert(passage="باران " * 3000), template=written))
        assert "https://press.example/1" in told
        assert len(told) <= 4096


def test_what_was_kept_is_what_is_sent(desk: Desk, site: Site, mailbox: Mailbox) -> None:
    chat = desk.send("telegram", site.url, chat="@desk", template="{title} ← {link}")
    mail = desk.send("email", "desk@press.example")
    desk.deliveries.rewrite(ME, mail, "خبر: {title}\r\n{link}")
    desk.read("one")
    assert desk.deliverer.run() == {"sent": 2}
    assert json.loads(site.got[0][1])["text"] == "امضای تفاهم‌نامه ← https://press.example/one"
    (one,) = mailbox.got
    body = one.get_body(("plain",))
    assert body is not None
    assert body.get_content().replace("\r", "").strip() == "خبر: امضای تفاهم‌نامه\nhttps://press.example/one"
    assert desk.deliveries.rewrite(ME, chat, DEFAULT).template == ""


def test_a_preview_shows_the_newest_or_a_sample_and_keeps_nothing(desk: Desk) -> None:
    wanted = Wanted("email", "", language="ar", template="{title}\n{passage}\n{link}\n{also}")
    sample = desk.deliveries.preview(ME, desk.monitor, wanted)
    assert (sample.subject, "للتجربة" in sample.text) == ("شهر: وصول الكهرباء إلى بلدتين ساحليتين", True)
    desk.read("one")
    made = desk.deliveries.preview(ME, desk.monitor, wanted)
    assert made.text.startswith("امضای تفاهم‌نامه\n")
    assert "<a href" in made.html
    assert desk.deliveries.all(ME, desk.monitor) == []
    desk.space.accounts.add(ME, "zahra", "viewer", [], "a long password")
    with pytest.raises(MonitorNotFound):
        desk.deliveries.preview(desk.space.accounts.as_now("zahra", "account"), desk.monitor, wanted)


def test_every_field_is_told() -> None:
    every = "\n".join(f"{name}={{{name}}}" for name in FIELDS)
    head = "\n".join(f"{name}={{{name}}}" for name in HEAD_FIELDS)
    told = sent(message("telegram", alert(kind="update", entries=("یزد",)), template=f"{head}\n---\n{every}"))
    assert [line.split("=")[0] for line in told.split("\n") if line] == [
        *HEAD_FIELDS,
        *(name for name in FIELDS if name != "also"),
    ]


def test_by_command(tmp_path: Path) -> None:
    there = ["--workspace", str(tmp_path / "ws")]
    path = tmp_path / "telegram.txt"
    path.write_text("{title}\n{link}\n", encoding="utf-8")

    def run(*words: str, typed: str = "") -> Result:
        return CliRunner().invoke(cli, ["monitor", *words, *there], input=typed)

    assert run("add", "سیل", "سیل").exit_code == 0
    assert run("send", "سیل", "email", "desk@press.example", "--template", str(path)).exit_code == 0
    one = json.loads(run("sent", "سیل", "--json").stdout)["id"]
    assert run("template", "سیل", one).stdout == "{title}\n{link}\n"
    assert "press.example" in run("template", "سیل", one, "--preview").stdout
    assert run("template", "سیل", one, "--default").exit_code == 0
    assert run("template", "سیل", one).stdout == f"{DEFAULT}\n"
    assert "there is no field" in run("template", "سیل", one, "-", typed="{secret}").output
    assert run("template", "سیل", one, "-", typed="{title}").exit_code == 0
    assert run("template", "سیل", one).stdout == "{title}\n"
    assert run("template", "سیل", "nothing").exit_code == 1
