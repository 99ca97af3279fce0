"""A folder of a mailbox (IMAP over TLS), only ever read: what is new in it by UIDVALIDITY and UID, and its mails."""

import imaplib
import re
import socket
import ssl
import time
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email import message_from_bytes, policy
from typing import IO
from urllib.parse import quote, unquote, urlsplit

from pipeline.ingest.sources.addresses import Refused
from pipeline.records import FetchLimits

SCHEME, PORT, INBOX = "imaps", 993, "INBOX"
NEWEST = 100
"""Mails that a first look takes: those that came last."""
_MOST = 1000
"""Mails of which one look notes the numbers; the next goes on behind them."""
_HEADERS = "(UID BODY.PEEK[HEADER.FIELDS (SUBJECT DATE)])"
_LONGEST_TITLE = 300
_PIECE = 1024 * 1024
_UID = re.compile(rb"\bUID (\d+)")
_SIZE = re.compile(rb"\bRFC822\.SIZE (\d+)")
_NEVER = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class MailAddress:
    """Where a folder is: ``imaps://host/folder``, without user and password, which are settings."""

    host: str
    port: int
    folder: str

    @classmethod
    def of(cls, url: str) -> "MailAddress":
        """Reads an address; raises Refused."""
        try:
            parts = urlsplit(url.strip())
            port, host = parts.port or PORT, (parts.hostname or "").encode("idna").decode()
        except ValueError as error:
            raise Refused("refused", f"the address cannot be read: {error}") from error
        folder = unquote(parts.path.strip("/")) or INBOX
        if parts.scheme != SCHEME or not host or parts.query or parts.fragment or _NEVER.search(folder):
            raise Refused("refused", "a mailbox is written as imaps://host/folder")
        if "@" in parts.netloc:
            raise Refused("refused", "the address holds a user name, which belongs in the setting ASNAD_IMAP")
        return cls(host, port, folder)

    @property
    def netloc(self) -> str:
        """Host and, where it is not the usual one, port."""
        return self.host if self.port == PORT else f"{self.host}:{self.port}"

    def __str__(self) -> str:
        return f"{SCHEME}://{self.netloc}/{quote(self.folder)}"

    def mail(self, validity: int, uid: int) -> str:
        """The address of a mail (RFC 5092)."""
        return f"{self};UIDVALIDITY={validity}/;UID={uid}"


@dataclass(frozen=True, slots=True)
class Login:
    """Who reads the mailboxes of a host."""

    user: str
    password: str

    def __repr__(self) -> str:
        return "Login(…)"


def logins_of(setting: str) -> Mapping[str, Login]:
    """Host and port → who reads there, of ``imaps://user:password@host``, with commas; raises ValueError.

    >>> list(logins_of("imaps://press%40example.ir:hush@mail.example.ir"))
    ['mail.example.ir:993']
    """
    found = {}
    for one in filter(None, map(str.strip, setting.split(","))):
        parts = urlsplit(one)
        if parts.scheme != SCHEME or not parts.hostname or parts.username is None or parts.password is None:
            raise ValueError("ASNAD_IMAP wants imaps://user:password@host, with commas between two")
        found[f"{parts.hostname}:{parts.port or PORT}"] = Login(unquote(parts.username), unquote(parts.password))
    return found


@dataclass(frozen=True, slots=True)
class Noted:
    """What is new in a folder: its UIDVALIDITY, the UIDs behind the last one that is known, and the last by now."""

    validity: int
    uids: Sequence[int]
    last: int


@dataclass(frozen=True, slots=True)
class Head:
    """What a mail says of itself: its UID, subject and date."""

    uid: int
    subject: str
    date: str


class _Imap(imaplib.IMAP4):
    """A connection to the very address that was judged, with certificates checked, and no answer without bounds."""

    def __init__(self, address: MailAddress, limits: FetchLimits) -> None:
        self._address, self._limits = address, limits
        self.begin()
        super().__init__(address.host, address.port, limits.seconds)

    def open(self, host: str = "", port: int = PORT, timeout: float | None = None) -> None:  # noqa: ARG002
        """See IMAP4."""
        from pipeline.ingest.sources.connections import Backend

        judge = Backend(private=self._limits.private, allowed=self._limits.allowed)
        judge.ends_at = self._ends_at
        self.host, self.port = self._address.host, self._address.port
        plain = _connected(judge.judged(self.host, self.port), self.port, self._limits.seconds)
        self.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=self.host)
        self.file: IO[bytes] = self.sock.makefile("rb")

    def begin(self) -> None:
        """Gives what is asked next its time, however slowly its answer drips."""
        self._ends_at = time.monotonic() + self._limits.seconds

    def _in_time(self) -> None:
        if time.monotonic() > self._ends_at:
            raise TimeoutError

    def read(self, size: int) -> bytes:
        """See IMAP4; raises Refused for more than a mail may have."""
        self._in_time()
        if size > self._limits.bytes:
            raise Refused("refused", f"the mail has more than {self._limits.bytes:,} bytes", "too_large")
        data = bytearray()
        while len(data) < size and (piece := self.file.read(min(_PIECE, size - len(data)))):
            data += piece
            self._in_time()
        return bytes(data)

    def readline(self) -> bytes:
        """See IMAP4."""
        self._in_time()
        return super().readline()


def _connected(addresses: Sequence[str], port: int, seconds: float) -> socket.socket:
    failed: OSError = OSError("the host has no address")
    for one in addresses:
        try:
            return socket.create_connection((one, port), seconds)
        except OSError as error:
            failed = error
    raise failed


class Folder:
    """A folder that is open for reading; nothing in it is ever changed, no mail is marked as seen."""

    def __init__(self, client: _Imap, address: MailAddress, limits: FetchLimits) -> None:
        """Opens it; raises Refused."""
        self._client, self._limits = client, limits
        state, said = client.select(_quoted(address.folder), readonly=True)
        if state != "OK":
            raise Refused("refused", f"there is no folder {address.folder}", "gone")
        self._size = int(said[0] or b"0")
        self.validity, self._next = self._number("UIDVALIDITY"), self._number("UIDNEXT")

    def _number(self, name: str) -> int:
        said = self._client.response(name)[1][0]
        return int(said) if isinstance(said, bytes) and said.isdigit() else 0

    def noted(self, validity: int, last: int | None) -> Noted:
        """What is new behind a UID; of another numbering, or where none is known, the newest mails."""
        if last is None or validity != self.validity:
            uids = [uid for uid, _ in self._newest("(UID)", NEWEST)]
            return Noted(self.validity, uids, max([*uids, self._next - 1, 0]))
        self._client.begin()
        _, said = self._client.uid("SEARCH", f"UID {last + 1}:*")
        numbers = sorted({int(one) for line in said if line for one in line.split() if one.isdigit()})
        uids = [uid for uid in numbers if uid > last][:_MOST]
        return Noted(self.validity, uids, max([*uids, last]))

    def _newest(self, what: str, most: int) -> Iterator[tuple[int, bytes]]:
        """UID and text of the last mails, in their order."""
        if not self._size:
            return
        self._client.begin()
        _, said = self._client.fetch(f"{max(1, self._size - most + 1)}:*", what)
        for one in said:
            head, data = one if isinstance(one, tuple) else (one, b"")
            if isinstance(head, bytes) and (uid := _UID.search(head)):
                yield int(uid[1]), data

    def heads(self, most: int) -> list[Head]:
        """The last mails, the newest first."""
        found = self._newest(_HEADERS, most)
        return [Head(uid, _header(data, "Subject"), _header(data, "Date")) for uid, data in found][::-1]

    def mail(self, uid: int) -> bytes:
        """The mail as it came; b"" where it is gone. Raises Refused where it is too large."""
        self._client.begin()
        _, said = self._client.uid("FETCH", str(uid), "(RFC822.SIZE)")
        size = _SIZE.search(said[0]) if said and isinstance(said[0], bytes) else None
        if size and int(size[1]) > self._limits.bytes:
            raise Refused("refused", f"the mail has more than {self._limits.bytes:,} bytes", "too_large")
        _, said = self._client.uid("FETCH", str(uid), "(BODY.PEEK[])")
        return next((one[1] for one in said if isinstance(one, tuple)), b"")


def _header(data: bytes, name: str) -> str:
    """A header decoded, on one line; "" where its encoding makes no sense."""
    with suppress(Exception):  # the mail parser lets out whatever it stumbles over
        return " ".join(str(message_from_bytes(data, policy=policy.default).get(name, "")).split())[:_LONGEST_TITLE]
    return ""


@contextmanager
def opened(address: MailAddress, login: Login, limits: FetchLimits) -> Iterator[Folder]:
    """A folder of a mailbox. Raises Refused, which never says what it was asked with."""
    client: _Imap | None = None
    try:
        client = _Imap(address, limits)
        _sign_in(client, login)
        yield Folder(client, address, limits)
    except ssl.SSLCertVerificationError as error:
        raise Refused("unreadable", f"its certificate is not good: {error.verify_message}", "unreachable") from None
    except TimeoutError:
        raise Refused("timeout", f"it took longer than {limits.seconds:g} s", "timeout") from None
    except (OSError, imaplib.IMAP4.error, ValueError) as error:
        raise Refused("unreadable", f"the mailbox cannot be read: {type(error).__name__}", "unreachable") from None
    finally:
        if client is not None:
            client.begin()
            with suppress(OSError, imaplib.IMAP4.error):
                client.logout()
            with suppress(OSError):
                client.shutdown()  # also where its server does not answer any more


def _sign_in(client: imaplib.IMAP4, login: Login) -> None:
    try:
        if "AUTH=PLAIN" in client.capabilities:
            client.authenticate("PLAIN", lambda _: f"\0{login.user}\0{login.password}".encode())
        else:
            client.login(login.user, login.password)
    except imaplib.IMAP4.abort:
        raise
    except (imaplib.IMAP4.error, UnicodeEncodeError):
        raise Refused("refused", "the server does not take the user and password of ASNAD_IMAP", "closed") from None


def _quoted(folder: str) -> str:
    """A name as IMAP has it: quoted, other letters than ASCII in its own UTF-7 (RFC 3501).

    >>> _quoted("INBOX"), _quoted("خبر & کار")
    ('"INBOX"', '"&Bi4GKAYx- &- &BqkGJwYx-"')
    """
    pieces = re.split(r"([^\x20-\x7e]+)", folder)
    made = [
        f"&{b64encode(piece.encode('utf-16-be')).decode().rstrip('=').replace('/', ',')}-"
        if at % 2
        else piece.replace("&", "&-")
        for at, piece in enumerate(pieces)
    ]
    name = "".join(made).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{name}"'
