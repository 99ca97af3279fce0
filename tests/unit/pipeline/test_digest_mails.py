"""Digests by e-mail: once for each period, whoever sends and whenever he dies, of what their owner may see."""

import json
import os
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from pipeline.cli import cli
from pipeline.errors import CollectionNotFound, MonitorNotFound, RefusedDecision
from pipeline.monitors.digest_mail import DigestMail
from pipeline.monitors.digest_mails import WantedDigest
from pipeline.monitors.rhythm import rhythm_of
from pipeline.query.stored import StoredQuery
from pipeline.store import monitors as kept_monitors
from tests.makers import ME
from tests.unit.pipeline.test_deliveries import Desk, Mailbox, mailbox
from tests.unit.pipeline.test_monitors import read

__all__ = ["mailbox"]
TEHRAN = "7 Asia/Tehran"
TOLD = {
    "one": ("گشایش <کتابخانه> در یزد", "دانشگاه یزد کتابخانه‌ای تازه گشود و ۱۴ موزه را پس از سه سال بازسازی کرد."),
    "two": ("قطار مشهد", "قطار تازه‌ای از مشهد به طبس رسید و شمار مسافران راه آهن خراسان دو برابر شد."),
}


@pytest.fixture
def desk(tmp_path: Path, mailbox: Mailbox) -> Iterator[Desk]:
    held = Desk(tmp_path, smtp=f"smtp://127.0.0.1:{mailbox.port}", smtp_from="asnad@archive.example")
    yield held
    held.space.close()


def bring(desk: Desk, day: str, *names: str) -> None:
    """Stories of a day."""
    told = [{"id": f"{name}-{day}", "title": TOLD[name][0], "text": TOLD[name][1], "published": day} for name in names]
    read(desk.space, desk.folder, *told)
    desk.space.upkeep.settle()


def at(desk: Desk, moment: str) -> dict[str, int]:
    desk.moment = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    return desk.deliverer.run()


def send(desk: Desk, rhythm: str = TEHRAN, **more: Any) -> str:
    return desk.space.mails.add(ME, WantedDigest("desk@press.example", rhythm, **more)).id


def part(mail: EmailMessage, kind: str) -> str:
    found = mail.get_body((kind,))
    assert found is not None
    return str(found.get_content())


def test_a_daily_digest_is_of_the_day_before_once(desk: Desk, mailbox: Mailbox) -> None:
    bring(desk, "2026-11-26", "one")
    send(desk)
    assert at(desk, "2026-11-27T03:29:00") == {}
    assert at(desk, "2026-11-27T03:30:00") == {"sent": 1}
    assert at(desk, "2026-11-27T12:00:00") == {}
    (mail,) = mailbox.got
    assert (mail["To"], mail["Subject"]) == ("desk@press.example", "گزیدهٔ خبرها: همهٔ سندها – ۵ آذر ۱۴۰۵")
    page, text = part(mail, "html"), part(mail, "plain")
    assert '<html lang="fa" dir="rtl">' in page
    assert "گشایش &lt;کتابخانه&gt; در یزد" in page
    assert "گشایش <کتابخانه> در یزد" in text
    assert "سندها: ۱" in text
    assert "src=" not in page  # nothing from elsewhere
    assert at(desk, "2026-11-28T04:00:00") == {"sent": 1}
    assert "در این روزها سندی نیست" in part(mailbox.got[1], "plain")
    assert mailbox.got[0]["Message-ID"] != mailbox.got[1]["Message-ID"]


def test_a_weekly_digest_is_of_the_seven_days_before_its_day(desk: Desk, mailbox: Mailbox) -> None:
    bring(desk, "2026-11-20", "two")
    bring(desk, "2026-11-21", "one")
    send(desk, "sat 7 Asia/Tehran", language="en")
    assert at(desk, "2026-11-27T23:00:00") == {}
    assert at(desk, "2026-11-28T03:30:00") == {"sent": 1}
    (mail,) = mailbox.got
    assert mail["Subject"] == "Digest: Everything – 21 November 2026 to 27 November 2026"
    assert "Documents: 1" in part(mail, "plain")
    assert "قطار" not in part(mail, "plain").partition("# Of earlier days")[0]
    assert at(desk, "2026-12-04T23:00:00") == {}
    assert at(desk, "2026-12-05T04:00:00") == {"sent": 1}


def test_what_was_missed_while_nothing_ran_is_told_in_one(desk: Desk, mailbox: Mailbox) -> None:
    send(desk, language="en")
    at(desk, "2026-11-27T04:00:00")
    bring(desk, "2026-11-27", "one")
    bring(desk, "2026-11-29", "two")
    assert at(desk, "2026-11-30T10:00:00") == {"sent": 1}
    assert mailbox.got[-1]["Subject"].endswith("27 November 2026 to 29 November 2026")
    assert "Documents: 2" in part(mailbox.got[-1], "plain")
    assert at(desk, "2026-12-01T04:00:00") == {"sent": 1}
    assert mailbox.got[-1]["Subject"].endswith("– 30 November 2026")


def test_it_is_of_a_monitor_or_a_collection_in_three_languages(desk: Desk, mailbox: Mailbox) -> None:
    bring(desk, "2026-11-26", "one", "two")
    desk.space.collections.add(ME, "desk")
    send(desk, monitor=desk.monitor)
    send(desk, collection="desk", language="ar")
    send(desk, collection="main", language="en")
    assert at(desk, "2026-11-27T05:00:00") == {"sent": 3}
    told = {mail["Subject"]: part(mail, "plain") for mail in mailbox.got}
    assert sorted(told) == [
        "Digest: main – 26 November 2026",
        "موجز الأخبار: desk – ٢٦ نوفمبر ٢٠٢٦",
        "گزیدهٔ خبرها: شهر – ۵ آذر ۱۴۰۵",
    ]
    assert "قطار" in told["Digest: main – 26 November 2026"]
    assert "قطار" not in told["گزیدهٔ خبرها: شهر – ۵ آذر ۱۴۰۵"]
    assert "لا وثائق" in told["موجز الأخبار: desk – ٢٦ نوفمبر ٢٠٢٦"]


def test_alerts_go_on_as_before_beside_a_digest(desk: Desk) -> None:
    send(desk, monitor=desk.monitor)
    bring(desk, "2026-11-26", "one")
    assert desk.deliverer.run() == {}
    desk.send("email", "other@press.example")
    bring(desk, "2026-11-27", "two")
    assert [one.target for one, _ in desk.deliveries.all(ME, desk.monitor)] == ["other@press.example"]
    for act in (desk.deliveries.remove, desk.deliveries.test):
        with pytest.raises(MonitorNotFound):
            act(ME, desk.space.mails.all(ME)[0].destination.id)
    (alerts, _), *_ = desk.deliveries.all(ME, desk.monitor)
    for change in (desk.space.mails.remove, desk.space.mails.test):
        with pytest.raises(MonitorNotFound):
            change(ME, alerts.id)


def test_a_refused_mail_is_tried_again_under_its_key(desk: Desk, mailbox: Mailbox) -> None:
    send(desk)
    mailbox.refuse = b"451 later"
    assert at(desk, "2026-11-27T04:00:00") == {"put off": 1}
    mailbox.refuse = b""
    assert at(desk, "2026-11-27T04:01:00") == {"sent": 1}
    ((row,),) = [one.log for one in desk.space.mails.all(ME)]
    assert (row.state, row.tries, row.days) == ("sent", 2, "2026-11-26/2026-11-26")
    mailbox.refuse = b"550 no such person"
    assert at(desk, "2026-11-28T04:00:00") == {"failed": 1}


def test_who_dies_or_comes_twice_sends_one_period_under_one_key(desk: Desk) -> None:
    send(desk)
    desk.moment = datetime(2026, 11, 27, 4, tzinfo=UTC)
    keys: list[str] = []

    class Killed(BaseException):
        """As a kill is: nothing runs after it."""

    def dies(message: Any, _: datetime) -> None:
        keys.append(message.key)
        raise Killed

    with pytest.raises(Killed):
        desk.another(dies).run()
    assert desk.another(dies).run() == {}
    sent: list[str] = []
    desk.moment += timedelta(minutes=6)
    threads = [threading.Thread(target=desk.another(lambda message, _: sent.append(message.key)).run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sent == keys


def test_a_test_is_the_digest_of_the_last_days_and_says_so(desk: Desk, mailbox: Mailbox) -> None:
    bring(desk, "2026-11-25", "one")
    identity = send(desk, language="en")
    number = desk.space.mails.test(ME, identity)
    assert at(desk, "2026-11-26T12:00:00") == {"sent": 1}
    assert mailbox.got[0]["Subject"] == "[Test] Digest: Everything – 25 November 2026"
    assert "گشایش" in part(mailbox.got[0], "plain")
    found = desk.space.mails.outcome(ME, identity, number)
    assert found is not None
    assert found.state == "sent"
    assert at(desk, "2026-11-27T04:00:00") == {"sent": 1}


def test_whose_rights_are_gone_gets_nothing(desk: Desk, mailbox: Mailbox) -> None:
    space = desk.space
    space.collections.add(ME, "desk")
    space.accounts.add(ME, "zahra", "viewer", ["desk"], "a long password")
    zahra = space.accounts.as_now("zahra", "account")
    for of in ({"collection": "main"}, {"collection": "nothing"}):
        with pytest.raises(CollectionNotFound):
            space.mails.add(zahra, WantedDigest("z@press.example", TEHRAN, **of))
    with pytest.raises(MonitorNotFound):
        space.mails.add(zahra, WantedDigest("z@press.example", TEHRAN, monitor=desk.monitor))
    mine = send(desk)
    made = space.mails.add(zahra, WantedDigest("z@press.example", TEHRAN))
    bring(desk, "2026-11-26", "one")  # of main, which she may not see
    for act in (space.mails.test, space.mails.remove):
        with pytest.raises(MonitorNotFound):
            act(zahra, mine)
    assert [one.destination.id for one in space.mails.all(zahra)] == [made.id]
    assert at(desk, "2026-11-27T04:00:00") == {"sent": 2}
    (hers,) = [mail for mail in mailbox.got if mail["To"] == "z@press.example"]
    assert "گشایش" not in part(hers, "plain") + part(hers, "html")
    space.accounts.disable(ME, "zahra")
    space.mails.remove(ME, mine)
    assert at(desk, "2026-11-28T04:00:00") == {"dropped": 1}


def test_a_broken_or_vanished_monitor_is_said_and_stops_no_other(desk: Desk) -> None:
    other = desk.space.monitors.add(ME, "دیگر", StoredQuery("طبس")).id
    send(desk, monitor=other)
    send(desk, collection="main")
    with desk.space.store.writing() as connection:
        broken = kept_monitors.get(connection, other)
        assert broken is not None
        connection.exec_driver_sql(f"UPDATE monitors SET query = '\"' WHERE id = '{other}'")
    assert {one.of: bool(one.problem) for one in desk.space.mails.all(ME)} == {"": True, "main": False}
    assert at(desk, "2026-11-27T04:00:00") == {"dropped": 1, "sent": 1}
    desk.space.monitors.remove(ME, other)
    assert len(desk.space.mails.all(ME)) == 1


RHYTHMS = [  # written, moment, next in UTC, first day, last day
    ("0 UTC", "2026-03-01T00:00", "2026-03-02T00:00", "2026-02-28", "2026-02-28"),
    ("23 UTC", "2026-03-01T00:00", "2026-03-01T23:00", "2026-02-27", "2026-02-27"),
    ("7 Asia/Tehran", "2026-03-21T03:29", "2026-03-21T03:30", "2026-03-19", "2026-03-19"),
    ("7 Asia/Tehran", "2026-03-21T03:30", "2026-03-22T03:30", "2026-03-20", "2026-03-20"),
    ("sat 7 Asia/Tehran", "2026-03-21T03:30", "2026-03-28T03:30", "2026-03-14", "2026-03-20"),
    ("sat 7 Asia/Tehran", "2026-03-21T03:29", "2026-03-21T03:30", "2026-03-07", "2026-03-13"),
    ("sun 6 Asia/Riyadh", "2026-01-04T03:00", "2026-01-11T03:00", "2025-12-28", "2026-01-03"),
    ("mon 9 Europe/Berlin", "2026-03-30T06:59", "2026-03-30T07:00", "2026-03-16", "2026-03-22"),
    ("mon 9 Europe/Berlin", "2026-03-30T07:00", "2026-04-06T07:00", "2026-03-23", "2026-03-29"),
    ("2 Europe/Berlin", "2026-03-28T12:00", "2026-03-29T01:00", "2026-03-27", "2026-03-27"),
    ("0 +14:00", "2026-05-01T10:00", "2026-05-02T10:00", "2026-05-01", "2026-05-01"),
    ("0 -12:00", "2026-05-01T11:59", "2026-05-01T12:00", "2026-04-29", "2026-04-29"),
    ("tue 23 +03:30", "2024-02-27T19:30", "2024-03-05T19:30", "2024-02-20", "2024-02-26"),
]


@pytest.mark.parametrize(("written", "moment", "following", "first", "last"), RHYTHMS)
def test_a_rhythm_goes_by_the_clock_of_its_zone(
    written: str, moment: str, following: str, first: str, last: str
) -> None:
    rhythm, now = rhythm_of(written), datetime.fromisoformat(moment).replace(tzinfo=UTC)
    assert rhythm_of(rhythm.text) == rhythm
    assert rhythm.next(now).isoformat()[:16] == following
    assert rhythm.last(now) <= now < rhythm.next(now)
    assert rhythm.days(now) == (date.fromisoformat(first), date.fromisoformat(last))


def test_a_long_silence_is_not_told_whole() -> None:
    first, last = rhythm_of(TEHRAN).days(datetime(2026, 11, 27, 4, tzinfo=UTC), "2025-01-01")
    assert (last - first).days == 30


@pytest.mark.parametrize(
    "written",
    [
        "",
        "7",
        "24 UTC",
        "-1 UTC",
        "sat UTC",
        "saturday 7 UTC",
        "7 Mars/Base",
        "7:30 UTC",
        "شنبه ۷ UTC",
        "7 ../etc",
        "7 +99:99",
    ],
)
def test_what_is_no_rhythm_is_refused(desk: Desk, written: str) -> None:
    with pytest.raises(RefusedDecision):
        send(desk, written)
    assert desk.space.mails.all(ME) == []


@pytest.mark.parametrize("target", ["", "nobody", "a@b", "a b@c.ir", "a@b.ir,c@d.ir", "a@b.ir\nBcc: x@y.ir", "@b.ir"])
def test_what_is_no_address_is_refused(desk: Desk, target: str) -> None:
    with pytest.raises(RefusedDecision):
        desk.space.mails.add(ME, WantedDigest(target, TEHRAN))


def test_the_commands(tmp_path: Path, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(os.environ, "ASNAD_SMTP", f"smtp://127.0.0.1:{mailbox.port}")
    monkeypatch.setitem(os.environ, "ASNAD_SMTP_FROM", "asnad@archive.example")
    place = ["--workspace", str(tmp_path / "ws")]
    (tmp_path / "in.jsonl").write_text(json.dumps({"id": "a", "text": TOLD["one"][1]}) + "\n", encoding="utf-8")
    assert CliRunner().invoke(cli, ["ingest", str(tmp_path / "in.jsonl"), *place]).exit_code == 0
    made = CliRunner().invoke(cli, ["digests", "add", "d@press.example", "--weekly", "sun", "--language", "ar", *place])
    assert made.exit_code == 0, made.output
    identity = made.stdout.strip()
    (told,) = map(json.loads, CliRunner().invoke(cli, ["digests", "list", "--json", *place]).stdout.splitlines())
    assert (told["id"], told["rhythm"], told["last"]) == (identity, "sun 7 Asia/Riyadh", "")
    assert CliRunner().invoke(cli, ["digests", "test", identity, *place]).exit_code == 0
    assert len(mailbox.got) == 1
    assert "sent" in CliRunner().invoke(cli, ["digests", "list", *place]).stdout
    mailbox.refuse = b"550 no such person"
    refused = CliRunner().invoke(cli, ["digests", "test", identity, *place])
    assert (refused.exit_code, "no such person" in refused.output) == (1, True)
    assert CliRunner().invoke(cli, ["digests", "remove", identity, *place]).exit_code == 0
    assert CliRunner().invoke(cli, ["digests", "remove", identity, *place]).exit_code == 1
    assert CliRunner().invoke(cli, ["digests", "add", "nobody", *place]).exit_code == 1


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fa", "از روزهای پیش، تازه رسیده"),
        ("ar", "من الأيام السابقة، وصلت الآن"),
        ("en", "Of earlier days, come in now"),
    ],
)
def test_late_stories_are_told_also_where_nothing_else_is(desk: Desk, language: str, said: str) -> None:
    bring(desk, "2026-11-26", "one")
    send(desk, language=language)
    day = date(2026, 11, 26)
    made = desk.space.digests.of_days(ME, day, day)
    (story,) = made.top
    late = replace(made, documents=0, top=(), late=(story,))
    mail = DigestMail(desk.space.mails.all(ME)[0].destination, late, "key")
    for text in (mail.text(), mail.html()):
        assert said in text
        assert "۱۴ موزه" in text
