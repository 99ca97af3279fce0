"""What monitors find is sent outside: at least once, every try with one key, to nobody who may not be asked."""

import email
import hashlib
import hmac
import json
import socket
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import MonitorNotFound, RefusedDecision
from pipeline.monitors.deliverer import TRIES, Deliverer, pause
from pipeline.monitors.deliveries import Wanted, shown
from pipeline.monitors.sending import Outside, Send
from pipeline.query.stored import StoredQuery
from pipeline.settings import Settings
from pipeline.store import deliveries as kept
from pipeline.workspace import Workspace
from tests.makers import ME
from tests.unit.pipeline.test_monitors import read, story

OTHER = "دانشگاه یزد کتابخانه‌ای تازه گشود و موزه آب را پس از سه سال بازسازی کرد."


@dataclass
class Site:
    """A server that says what it is told to, and keeps what it was sent."""

    port: int = 0
    answers: list[int] = field(default_factory=list)
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook"


@pytest.fixture
def site() -> Iterator[Site]:
    held = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            held.got.append((dict(self.headers), body))
            self.send_response(held.answers.pop(0) if held.answers else 204)
            self.send_header("Location", "http://127.0.0.1:1/other")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    held.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield held
    server.shutdown()
    server.server_close()
    thread.join()


class Mailbox:
    """An SMTP server, as small as one may be, that keeps what it is sent."""

    def __init__(self) -> None:
        self.refuse = b""
        self.got: list[EmailMessage] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            with connection, connection.makefile("rwb") as stream:
                self._talk(stream)

    def _talk(self, stream: Any) -> None:
        def say(line: bytes) -> None:
            stream.write(line + b"\r\n")
            stream.flush()

        say(b"220 ready")
        for line in stream:
            verb = line[:4].upper().strip()
            if verb == b"DATA":
                say(b"354 go on")
                lines = []
                for part in stream:
                    if part == b".\r\n":
                        break
                    lines.append(part)
                self.got.append(email.message_from_bytes(b"".join(lines), policy=policy.default))
                say(b"250 kept")
            elif verb == b"RCPT" and self.refuse:
                say(self.refuse)
            elif verb == b"QUIT":
                say(b"221 bye")
                return
            else:
                say(b"250 yes")

    def close(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join()


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    held = Mailbox()
    yield held
    held.close()


class Desk:
    """A workspace with a monitor, whose clock the test holds."""

    def __init__(self, folder: Path, **settings: Any) -> None:
        self.folder, self.moment = folder, datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
        self.space = Workspace(Settings(workspace=folder / "ws", workers=1, **settings), lambda: self.moment)
        self.deliveries, self.deliverer = self.space.deliveries, self.space.deliverer
        self.monitor = self.space.monitors.add(ME, "شهر", StoredQuery("یزد")).id

    def another(self, send: Send | None = None) -> Deliverer:
        space = self.space
        send = send or Outside(private=True).send
        return Deliverer(space.store, space.accounts, space.alerts, space.mails, send, lambda: self.moment)

    def read(self, *names: str, text: str = OTHER) -> None:
        read(self.space, self.folder, *(story(name, text) for name in names))

    def send(self, kind: str, target: str, **more: Any) -> str:
        return self.deliveries.add(ME, self.monitor, Wanted(kind, target, **more)).id

    def log(self) -> list[tuple[str, int]]:
        """State and tries of what was sent to the first destination, oldest first."""
        ((_, rows), *_) = self.deliveries.all(ME, self.monitor)
        return [(row.state, row.tries) for row in reversed(rows)]

    def later(self, **more: float) -> dict[str, int]:
        self.moment += timedelta(**more)
        return self.deliverer.run()


@pytest.fixture
def desk(tmp_path: Path, mailbox: Mailbox) -> Iterator[Desk]:
    smtp = f"smtp://127.0.0.1:{mailbox.port}"
    held = Desk(tmp_path, fetch_private=True, smtp=smtp, smtp_from="asnad@archive.example")
    yield held
    held.space.close()


def test_a_webhook_is_signed_and_has_a_key(desk: Desk, site: Site) -> None:
    made = desk.deliveries.add(ME, desk.monitor, Wanted("webhook", site.url))
    desk.read("one")
    assert desk.deliverer.run() == {"sent": 1}
    ((headers, body),) = site.got
    told = json.loads(body)
    assert (told["monitor"], told["test"], told["alerts"][0]["kind"]) == ("شهر", False, "new")
    assert told["alerts"][0]["uri"] == "https://press.example/one"
    assert told["key"] == headers["Idempotency-Key"]
    moment, _, signed = headers["Asnad-Signature"].removeprefix("t=").partition(",v1=")
    expected = hmac.new(made.secret.encode(), moment.encode() + b"." + body, hashlib.sha256).hexdigest()
    assert (int(moment), signed) == (int(desk.moment.timestamp()), expected)
    assert desk.later(days=1) == {}


def test_what_is_not_taken_is_sent_again_with_the_same_key_later_each_time(desk: Desk, site: Site) -> None:
    desk.send("webhook", site.url)
    desk.read("one")
    site.answers[:] = [500, 302, 429, 200]
    assert desk.deliverer.run() == {"put off": 1}
    assert desk.later(seconds=29) == {}
    assert desk.later(seconds=2) == {"put off": 1}
    assert desk.later(minutes=2) == {"put off": 1}
    assert desk.later(minutes=8) == {"sent": 1}
    assert desk.log() == [("sent", 4)]
    assert len({headers["Idempotency-Key"] for headers, _ in site.got}) == 1
    assert len(site.got) == 4


def test_what_nobody_takes_is_given_up_and_says_why(desk: Desk, site: Site) -> None:
    desk.send("webhook", site.url)
    desk.read("one")
    site.answers[:] = [500] * 20
    for _ in range(TRIES + 2):
        desk.later(hours=13)
    assert desk.log() == [("failed", TRIES)]
    ((_, (row,)),) = desk.deliveries.all(ME, desk.monitor)
    assert "500" in row.told
    assert sum((pause(number) for number in range(1, TRIES)), timedelta()) > timedelta(hours=23)
    site.answers[:] = [410]
    desk.read("gone", text="نشست انجمن خوشنویسان یزد در کتابخانه مرکزی شهر برگزار شد و هنرمندان جوان آمدند.")
    desk.deliverer.run()
    assert desk.log()[-1] == ("failed", 1)


def test_nothing_is_sent_into_the_network(tmp_path: Path, site: Site) -> None:
    desk = Desk(tmp_path)
    for target in (site.url, "http://example.org:25/", "ftp://example.org/", "http://a:b@example.org/", "nothing"):
        with pytest.raises(RefusedDecision):
            desk.send("webhook", target)
    with desk.space.store.writing() as connection:  # as a name is that came to mean this network later
        for kind, target in (("webhook", "http://127.0.0.1/hook"), ("slack", "http://[::ffff:10.0.0.1]/hook")):
            row = {"monitor": desk.monitor, "kind": kind, "target": target, "secret": "s", "language": "fa"}
            kept.add(connection, {**row, "minutes": 0, "user": ME.name, "user_kind": "local"})
    desk.read("one")
    assert desk.deliverer.run() == {"failed": 2}
    told = [rows[0].told for _, rows in desk.deliveries.all(ME, desk.monitor)]
    assert all("not a public address" in each for each in told)
    assert site.got == []
    desk.space.close()


def test_slack_and_telegram_have_forms_of_their_own(desk: Desk, site: Site) -> None:
    desk.send("slack", site.url, language="en")
    desk.send("telegram", f"{site.url}/bot123:secret/sendMessage", chat="@desk", language="ar")
    with pytest.raises(RefusedDecision):
        desk.send("telegram", site.url)
    desk.read("one", "copy")
    assert desk.deliverer.run() == {"sent": 2}
    slack, telegram = sorted((json.loads(body) for _, body in site.got), key=len)
    assert slack["text"].startswith("New story: شهر\n\nامضای تفاهم‌نامه\n")
    assert "Also in:" in slack["text"]
    assert (telegram["chat_id"], telegram["text"].split("\n")[0]) == ("@desk", "خبر جديد: شهر")
    assert "secret" not in " ".join(shown(one) for one, _ in desk.deliveries.all(ME, desk.monitor))


def test_mail_is_right_to_left_in_text_and_html(desk: Desk, mailbox: Mailbox) -> None:
    desk.send("email", "desk@press.example")
    desk.read("one", text=OTHER + " <b>")
    assert desk.deliverer.run() == {"sent": 1}
    (mail,) = mailbox.got
    assert (mail["To"], mail["From"], mail["Subject"]) == (
        "desk@press.example",
        "asnad@archive.example",
        "شهر: امضای تفاهم‌نامه",
    )
    text, page = (mail.get_body((kind,)) for kind in ("plain", "html"))
    assert text is not None
    assert page is not None
    assert "کتابخانه‌ای تازه گشود" in text.get_content()
    assert 'dir="rtl"' in page.get_content()
    assert "&lt;b&gt;" in page.get_content()
    assert "https://press.example/one" in page.get_content()


def test_alerts_are_gathered_into_one_mail(desk: Desk, mailbox: Mailbox) -> None:
    desk.send("email", "desk@press.example", minutes=60)
    desk.read("one")
    desk.moment += timedelta(minutes=20)
    desk.read("two", text="نشست انجمن خوشنویسان یزد در کتابخانه مرکزی شهر برگزار شد و هنرمندان جوان آمدند.")
    assert desk.later(minutes=39) == {}
    mailbox.refuse = b"451 later"
    assert desk.later(minutes=1) == {"put off": 2}
    desk.read("three", text="قطار تازه‌ای از مشهد به یزد رسید و شمار مسافران راه آهن دو برابر شد.")
    mailbox.refuse = b""
    assert desk.later(minutes=1) == {"sent": 2}
    assert desk.later(minutes=60) == {"sent": 1}
    first, second = mailbox.got
    assert first["Subject"] == "شهر: امضای تفاهم‌نامه و ۱ خبر دیگر"
    assert first["Message-ID"] != second["Message-ID"]
    mailbox.refuse = b"550 no such person"
    desk.read("four", text="بازار میوه یزد شلوغ بود و بهای انار و پسته در آستانه زمستان بالا رفت.")
    assert desk.later(hours=2) == {"failed": 1}


def test_a_test_is_sent_alone_and_by_the_owner_only(desk: Desk, site: Site) -> None:
    identity = desk.send("webhook", site.url)
    desk.deliveries.test(ME, identity)
    assert desk.deliverer.run() == {"sent": 1}
    assert json.loads(site.got[0][1])["test"] is True
    desk.space.accounts.add(ME, "zahra", "viewer", [], "a long password")
    zahra = desk.space.accounts.as_now("zahra", "account")
    for act in (desk.deliveries.test, desk.deliveries.remove):
        with pytest.raises(MonitorNotFound):
            act(zahra, identity)
    with pytest.raises(MonitorNotFound):
        desk.deliveries.add(zahra, desk.monitor, Wanted("webhook", site.url))
    desk.read("one")
    desk.deliveries.remove(ME, identity)
    assert desk.deliverer.run() == {}
    assert len(site.got) == 1


def test_what_was_withdrawn_meanwhile_is_not_sent(desk: Desk, site: Site) -> None:
    desk.send("webhook", site.url)
    desk.read("one")
    desk.space.delete(ME, "one")
    assert desk.deliverer.run() == {"dropped": 1}
    assert site.got == []


def test_who_dies_while_sending_is_replaced_and_the_key_stays(desk: Desk, site: Site) -> None:
    desk.send("email", "desk@press.example", minutes=1)
    desk.send("webhook", site.url)
    desk.read("one")
    desk.moment += timedelta(minutes=1)
    keys: list[str] = []

    class Killed(BaseException):
        """As a kill is: nothing runs after it."""

    def dies(message: Any, _: datetime) -> None:
        keys.append(message.key)
        raise Killed

    dead = desk.another(dies)
    for _ in range(2):
        with pytest.raises(Killed):
            dead.run()
    assert desk.later(minutes=4) == {}
    sent: list[str] = []
    alive = desk.another(lambda message, _: sent.append(message.key))
    desk.moment += timedelta(minutes=2)
    assert alive.run() == {"sent": 2}
    assert sorted(sent) == sorted(keys)


def test_two_deliverers_do_not_send_the_same(desk: Desk, site: Site) -> None:
    desk.send("webhook", site.url)
    names: Sequence[str] = ("خوشنویسان", "عکاسان", "نویسندگان", "پزشکان", "معماران")
    for name in names:
        desk.read(
            name, text=f"انجمن {name} یزد نشست سالانه خود را درباره {name[::-1]} و آینده {name} در شهر برگزار کرد."
        )
    threads = [threading.Thread(target=desk.another().run) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(site.got) == len({headers["Idempotency-Key"] for headers, _ in site.got}) == len(desk.log())


def test_a_server_sends_by_itself(tmp_path: Path, site: Site) -> None:
    with Workspace(Settings(workspace=tmp_path / "ws", workers=1, fetch_private=True)) as space:
        monitor = space.monitors.add(ME, "شهر", StoredQuery("یزد")).id
        space.deliveries.test(ME, space.deliveries.add(ME, monitor, Wanted("webhook", site.url)).id)
        space.deliverer.start()
        for _ in range(100):
            if site.got:
                break
            threading.Event().wait(0.1)
    assert len(site.got) == 1
