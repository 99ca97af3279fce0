"""Folders of mailboxes as sources: each mail once, read-only, with its attachments, and nobody's password anywhere."""

import io
import logging
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from pydantic import SecretStr

from pipeline.errors import Forbidden, UnusableSource, WorkspaceError
from pipeline.jobs.polling import Poller
from pipeline.people.principal import Principal
from pipeline.settings import Settings
from pipeline.sources.sources import Wanted
from pipeline.store.sources import Kept
from pipeline.workspace import Workspace
from tests.clock import HeldClock
from tests.imap_server import PASSWORD, USER, MailFolder, MailServer, mail_server
from tests.makers import ME, mail

EDITOR = Principal("زهرا", "person", {"main": "editor"})


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MailServer]:
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    with mail_server(tmp_path) as made:
        yield made


def settings(path: Path, server: MailServer, *, password: str = PASSWORD, allowed: bool = True) -> Settings:
    login = f"imaps://{USER}:{quote(password, safe='')}@{server.name}"
    named = server.name if allowed else ""
    return Settings(
        workspace=path / "ws", workers=1, imap=SecretStr(login), fetch_allowed=named, fetch_pause=0, fetch_seconds=5
    )


@pytest.fixture
def space(tmp_path: Path, server: MailServer) -> Iterator[Workspace]:
    with Workspace(settings(tmp_path, server), HeldClock()) as made:
        yield made


def letter(subject: str, attached: bytes = b"", name: str = "گزارش.txt") -> bytes:
    message = mail()
    message.replace_header("Subject", subject)
    if attached:
        message.add_attachment(attached, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def look(space: Workspace) -> Kept:
    """One round, a while later; the source as it is then."""
    assert isinstance(space.clock, HeldClock)
    space.clock.later(hours=1)
    assert Poller(space).round() is not None
    (seen,) = space.sources.all(ME)
    return seen.source


def titles(space: Workspace) -> list[str]:
    return sorted(one.title for one in space.documents(ME))


def codes(space: Workspace, source: Kept) -> list[str]:
    return [line.code for line in reversed(space.sources.log(ME, source.id))]


def test_each_mail_comes_in_once_with_what_is_attached_to_it(space: Workspace, server: MailServer) -> None:
    server.inbox.put(letter("آب میبد", "گزارش آب شهر میبد پیوست است.".encode()))
    added = space.sources.add(ME, Wanted(server.url()))
    assert (added.kind, added.url) == ("mailbox", server.url())
    look(space)
    assert {one.title for one in space.documents(ME)} >= {"آب میبد"}
    uris = sorted(one.uri for one in space.documents(ME))
    assert uris == [
        f"{server.url()};UIDVALIDITY=7/;UID=1",
        f"{server.url()};UIDVALIDITY=7/;UID=1!/1/{quote('گزارش.txt')}",
    ]
    fetched = server.times("BODY.PEEK[])")
    look(space)
    assert server.times("BODY.PEEK[])") == fetched
    server.inbox.put(letter("برق میبد"))
    source = look(space)
    assert server.times("BODY.PEEK[])") == fetched + 1
    assert len(list(space.documents(ME))) == 3
    assert [(line.code, line.times) for line in space.sources.log(ME, source.id)] == [("new", 2)]


def test_nothing_in_the_mailbox_is_changed(space: Workspace, server: MailServer) -> None:
    server.inbox.put(letter("آب میبد"))
    space.sources.add(ME, Wanted(server.url()))
    look(space)
    assert server.times("EXAMINE") > 0
    assert not any(word in one for one in server.asked for word in ("SELECT", "STORE", "EXPUNGE", "BODY[", "COPY"))


def test_a_connection_that_breaks_leaves_the_rest_for_later(space: Workspace, server: MailServer) -> None:
    for number in range(3):
        server.inbox.put(letter(f"آب میبد {number}"))
    space.sources.add(ME, Wanted(server.url()))
    server.breaks_at = 2
    assert look(space).trouble == "unreachable"
    assert titles(space) == ["آب میبد 0"]
    server.breaks_at = 0
    assert look(space).trouble == ""
    assert titles(space) == ["آب میبد 0", "آب میبد 1", "آب میبد 2"]


def test_of_a_first_look_the_newest_hundred_come_in_and_nothing_that_comes_later_is_missed(
    space: Workspace, server: MailServer
) -> None:
    space.sources.add(ME, Wanted(server.url()))
    look(space)
    for number in range(3):
        server.inbox.put(letter(f"آب میبد {number}"))
    look(space)
    assert titles(space) == ["آب میبد 0", "آب میبد 1", "آب میبد 2"]


def test_a_folder_that_is_numbered_anew_is_said_to_be(space: Workspace, server: MailServer) -> None:
    server.inbox.put(letter("آب میبد"))
    space.sources.add(ME, Wanted(server.url()))
    look(space)
    server.inbox.validity = 8
    server.inbox.put(letter("برق میبد"))
    source = look(space)
    assert codes(space, source) == ["new", "renumbered", "new"]
    assert "برق میبد" in titles(space)


def test_a_mail_that_is_too_large_is_a_failure_and_the_others_come_in(space: Workspace, server: MailServer) -> None:
    server.inbox.put(letter("آب میبد"))
    server.lies = 10**12
    space.sources.add(ME, Wanted(server.url()))
    look(space)
    server.lies = 0
    server.inbox.put(letter("برق میبد"))
    look(space)
    assert titles(space) == ["برق میبد"]
    (failed,) = space.failures(ME)
    assert (failed.code, failed.uri) == ("refused", f"{server.url()};UIDVALIDITY=7/;UID=1")


def test_an_archive_in_a_mail_is_opened_as_one_in_a_file(space: Workspace, server: MailServer) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("آب.txt", "گزارش آب شهر میبد در این پرونده است.")
    server.inbox.put(letter("آب میبد", packed.getvalue(), "بسته.zip"))
    space.sources.add(ME, Wanted(server.url()))
    look(space)
    assert any(one.uri.endswith(f"!/1/{quote('بسته.zip')}!/{quote('آب.txt')}") for one in space.documents(ME))


def test_a_folder_may_be_called_in_persian(space: Workspace, server: MailServer) -> None:
    server.folders["&Bi4GKAYx-"] = folder = MailFolder()
    folder.put(letter("آب میبد"))
    space.sources.add(ME, Wanted(server.url("خبر")))
    look(space)
    assert titles(space) == ["آب میبد"]


def test_a_preview_shows_the_newest_mails(space: Workspace, server: MailServer) -> None:
    for number in range(12):
        server.inbox.put(letter(f"آب میبد {number}"))
    found = space.sources.preview(ME, server.url())
    assert (found.kind, len(found.items), found.items[0].title) == ("mailbox", 10, "آب میبد 11")


def test_what_is_wrong_with_a_mailbox_is_explained(space: Workspace, server: MailServer) -> None:
    other = f"imaps://mail.example.ir/{'INBOX'}"
    for url, trouble in (
        (server.url("none"), "gone"),
        (other, "closed"),
        (f"imaps://sara:secret@{server.name}/INBOX", "address"),
        (f"{server.url()}?a=b", "address"),
        ("imaps:///INBOX", "address"),
    ):
        with pytest.raises(UnusableSource) as raised:
            space.sources.add(ME, Wanted(url))
        assert raised.value.trouble == trouble
        assert "secret" not in str(raised.value)
    assert space.sources.all(ME) == []


def test_a_private_address_is_not_asked_unless_it_is_allowed_by_name(tmp_path: Path, server: MailServer) -> None:
    with Workspace(settings(tmp_path, server, allowed=False)) as space, pytest.raises(UnusableSource) as raised:
        space.sources.add(ME, Wanted(server.url()))
    assert raised.value.trouble == "private"
    assert server.asked == []


def test_a_certificate_that_nobody_vouches_for_is_refused(
    tmp_path: Path, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    with Workspace(settings(tmp_path, server)) as space, pytest.raises(UnusableSource, match="certificate"):
        space.sources.add(ME, Wanted(server.url()))
    assert not any("AUTHENTICATE" in one for one in server.asked)


def test_a_server_that_drips_is_left(space: Workspace, server: MailServer) -> None:
    server.inbox.put(letter("آب میبد"))
    space.sources.add(ME, Wanted(server.url()), look=False)
    server.slow = 6.0
    assert look(space).trouble == "timeout"


def test_a_password_is_in_no_log_message_or_store(
    tmp_path: Path, server: MailServer, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG), Workspace(settings(tmp_path, server, password="غلط"), HeldClock()) as space:
        with pytest.raises(UnusableSource) as raised:
            space.sources.add(ME, Wanted(server.url()))
        space.sources.add(ME, Wanted(server.url()), look=False)
        source = look(space)
        told = f"{raised.value} {space.sources.log(ME, source.id)} {source}"
    assert raised.value.trouble == source.trouble == "closed"
    kept = b"".join(path.read_bytes() for path in (tmp_path / "ws").rglob("*") if path.is_file())
    assert "غلط" not in told + caplog.text
    assert "غلط".encode() not in kept
    assert USER.encode() + b":" not in kept


def test_only_an_admin_adds_a_mailbox(space: Workspace, server: MailServer) -> None:
    for look_first in (True, False):
        with pytest.raises(Forbidden):
            space.sources.add(EDITOR, Wanted(server.url()), look=look_first)
    with pytest.raises(Forbidden):
        space.sources.preview(EDITOR, server.url())
    assert server.asked == []


def test_a_setting_that_makes_no_sense_is_refused_without_what_it_says(tmp_path: Path) -> None:
    for wrong in ("imap://press:secret@mail.example.ir", "imaps://mail.example.ir", "secret"):
        with pytest.raises(WorkspaceError) as raised:
            Workspace(Settings(workspace=tmp_path / "ws", imap=SecretStr(wrong)))
        assert "secret" not in str(raised.value)
