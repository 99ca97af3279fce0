"""Digest mails asked for and filled as people and papers do it: written before any of them was tried."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.errors import RefusedDecision
from pipeline.monitors.digest_mails import WantedDigest
from pipeline.monitors.rhythm import rhythm_of
from pipeline.query.stored import StoredQuery
from tests.makers import ME
from tests.unit.pipeline.test_deliveries import Desk, Mailbox, mailbox
from tests.unit.pipeline.test_digest_mails import TEHRAN, at, part, send
from tests.unit.pipeline.test_monitors import read

__all__ = ["mailbox"]
OVERRIDE, BELL = "\N{RIGHT-TO-LEFT OVERRIDE}", "\a"

RHYTHMS: list[tuple[str, str]] = [  # as it is typed, as it is kept
    ("SAT 7 Asia/Tehran", "sat 7 Asia/Tehran"),
    ("  sat \t 7   Asia/Tehran ", "sat 7 Asia/Tehran"),
    ("07 Asia/Tehran", "7 Asia/Tehran"),
    ("۷ Asia/Tehran", "7 Asia/Tehran"),
    ("٠ UTC", "0 UTC"),
    ("7 +03:30", "7 +03:30"),
    ("7 -09:30", "7 -09:30"),
    ("fri 23 Asia/Kabul", "fri 23 Asia/Kabul"),
    ("7 asia/tehran", "7 Asia/Tehran"),
    ("7 utc", "7 UTC"),
    ("7:00 Asia/Tehran", "7 Asia/Tehran"),
    ("7 \N{MINUS SIGN}03:00", "7 -03:00"),
]
NO_RHYTHMS = ("7 Asia/Tehran sat", "7.5 UTC", "7 localtime", "7 posixrules", "7 +3", "7 Iran; rm", "0x7 UTC", "007 UTC")
ADDRESSES = ("sara.k+news@press.example", "SARA@PRESS.EXAMPLE", "s_1@sub.press.example", "a@xn--mgba3a4f16a.example")
NO_ADDRESSES = (
    *("mailto:a@b.ir", "<a@b.ir>", "Sara <a@b.ir>", "a@b..ir", "a@.b.ir", "a@b.ir.", ".a@b.ir", "a..b@c.ir"),
    *("a@@b.ir", "a@b.ir\0", "a@b.ir,", f"{'a' * 65}@b.ir", f"a@{'b' * 64}.ir", "زهرا@press.example", "a@b.i r"),
)
NAMES = (  # names of monitors, which stand in the subject
    "سیل گیلان",
    "فيضانات «البصرة»",
    f"{OVERRIDE}txt.gpj گزارش",
    "Re: Fwd: =?utf-8?B?WA==?=",
    "😀 نفت و گاز 🛢️",
    "<b>نفت & گاز",
    "ن" * 120,
    "نفت Bcc: x@y.example",
)
TITLES = (  # titles of articles
    "<script>alert(1)</script> سیل",
    "سیل\r\nBcc: x@y.example",
    f"سیل {OVERRIDE}gnp.exe",
    f"سیل{BELL} در گیلان",
    '"><img src=x onerror=alert(1)>',
    "{n} سیل {user}",
    "   ",
    "سیل " * 200,
)


@pytest.fixture
def desk(tmp_path: Path, mailbox: Mailbox) -> Iterator[Desk]:
    held = Desk(tmp_path, smtp=f"smtp://127.0.0.1:{mailbox.port}", smtp_from="asnad@archive.example")
    yield held
    held.space.close()


@pytest.mark.parametrize(("typed", "kept"), RHYTHMS)
def test_a_rhythm_as_people_type_it(typed: str, kept: str) -> None:
    assert rhythm_of(typed).text == kept


@pytest.mark.parametrize("typed", NO_RHYTHMS)
def test_what_is_no_rhythm(typed: str) -> None:
    with pytest.raises(RefusedDecision):
        rhythm_of(typed)


@pytest.mark.parametrize("target", ADDRESSES)
def test_an_address_is_taken_and_reached(desk: Desk, mailbox: Mailbox, target: str) -> None:
    desk.space.mails.add(ME, WantedDigest(target, TEHRAN))
    assert at(desk, "2026-11-27T04:00:00") == {"sent": 1}
    assert [mail["To"] for mail in mailbox.got] == [target]


@pytest.mark.parametrize("target", NO_ADDRESSES)
def test_what_no_mail_reaches_is_refused_at_once(desk: Desk, target: str) -> None:
    with pytest.raises(RefusedDecision):
        desk.space.mails.add(ME, WantedDigest(target, TEHRAN))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", ["fa", "en"])
def test_the_subject_says_what_it_is_of_and_nothing_turns_it(
    desk: Desk, mailbox: Mailbox, name: str, language: str
) -> None:
    made = desk.space.monitors.add(ME, name, StoredQuery("سیل")).id
    send(desk, monitor=made, language=language)
    assert at(desk, "2026-11-27T04:00:00") == {"sent": 1}  # an empty day: it says so
    (mail,) = mailbox.got
    subject = str(mail["Subject"])
    assert name.replace(OVERRIDE, "").replace("=?", "= ?") in subject
    assert OVERRIDE not in subject
    assert mail["Bcc"] is None
    assert "<b>" not in part(mail, "html")
    assert OVERRIDE not in part(mail, "plain") + part(mail, "html")
    assert {"fa": "در این روزها سندی نیست", "en": "There is no document"}[language] in part(mail, "plain")


@pytest.mark.parametrize("title", TITLES)
def test_a_hostile_title_stays_text(desk: Desk, mailbox: Mailbox, title: str) -> None:
    text = "سیل در استان گیلان راه چند روستا را بست و گروه‌های امدادی از شهرهای دیگر به آنجا رفتند."
    read(desk.space, desk.folder, {"id": "a", "title": title, "text": text, "published": "2026-11-26"})
    desk.space.upkeep.settle()
    send(desk)
    assert at(desk, "2026-11-27T04:00:00") == {"sent": 1}
    (mail,) = mailbox.got
    page, plain = part(mail, "html"), part(mail, "plain")
    assert "<script" not in page
    assert "<img" not in page
    assert mail["Bcc"] is None
    assert not {OVERRIDE, BELL, "\r"} & set(page.replace("\r\n", "\n") + plain.replace("\r\n", "\n"))
    assert "سیل" in plain
    assert max(map(len, mail.as_bytes().split(b"\n"))) <= 998
