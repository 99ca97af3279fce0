"""A mail server on this machine that speaks as much IMAP (RFC 3501) over TLS as reading a folder takes.

A test puts mails into it, numbers its folders anew, lets it drip or break, and sees what it was asked.
"""

import datetime
import re
import socketserver
import ssl
import threading
import time
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

HOST = "127.0.0.1"
USER, PASSWORD = "press", "پنهان,@:"


@dataclass
class MailFolder:
    """Mails by UID, in their order, and the UIDVALIDITY that their numbers are of."""

    validity: int = 7
    mails: dict[int, bytes] = field(default_factory=dict)
    following: int = 1

    def put(self, data: bytes) -> int:
        """One more mail; gives its UID."""
        uid, self.following = self.following, self.following + 1
        self.mails[uid] = data
        return uid


class MailServer:
    """The folders, by their names as IMAP writes them, and every command so far."""

    def __init__(self, port: int) -> None:
        self.name = f"{HOST}:{port}"
        self.folders = {"INBOX": MailFolder()}
        self.asked: list[str] = []
        self.breaks_at = 0
        """The UID at whose mail it hangs up."""
        self.lies = 0
        """The size that it says a mail has."""
        self.slow = 0.0

    @property
    def inbox(self) -> MailFolder:
        """What comes in."""
        return self.folders["INBOX"]

    def url(self, folder: str = "INBOX") -> str:
        """The address of a folder."""
        return f"imaps://{self.name}/{folder}"

    def times(self, command: str) -> int:
        """How often a command was given."""
        return sum(command in one for one in self.asked)


class _Session(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self.folder: MailFolder | None = None
        with suppress(OSError, ValueError):
            self._say("* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] ready")
            while line := self.rfile.readline(10_000).decode().strip():
                if not self._answer(line):
                    return

    @property
    def _mail(self) -> MailServer:
        return self.server.mail  # type: ignore[attr-defined,no-any-return]

    def _say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")
        self.wfile.flush()

    def _answer(self, line: str) -> bool:
        tag, _, command = line.partition(" ")
        self._mail.asked.append(command)
        time.sleep(self._mail.slow)
        name = command.split(" ")[0].upper()
        if name == "CAPABILITY":
            self._say("* CAPABILITY IMAP4rev1 AUTH=PLAIN")
        elif name == "AUTHENTICATE":
            return self._sign_in(tag)
        elif name in ("EXAMINE", "SELECT"):
            return self._open(tag, command.partition(" ")[2].strip('"'))
        elif name == "FETCH" and self.folder:
            self._newest(command)
        elif name == "UID" and self.folder and not self._by_uid(command):
            return False
        elif name == "LOGOUT":
            self._say("* BYE")
        self._say(f"{tag} OK done")
        return name != "LOGOUT"

    def _sign_in(self, tag: str) -> bool:
        self._say("+ ")
        said = b64decode(self.rfile.readline(10_000)).decode().split("\0")
        good = said == ["", USER, PASSWORD]
        self._say(f"{tag} {'OK' if good else 'NO'} {' '.join(said)}")
        return True

    def _open(self, tag: str, name: str) -> bool:
        self.folder = self._mail.folders.get(name)
        if self.folder is None:
            self._say(f"{tag} NO there is none")
            return True
        self._say(f"* {len(self.folder.mails)} EXISTS")
        self._say(f"* OK [UIDVALIDITY {self.folder.validity}]")
        self._say(f"* OK [UIDNEXT {self.folder.following}]")
        self._say(f"{tag} OK [READ-ONLY] open")
        return True

    def _newest(self, command: str) -> None:
        assert self.folder
        start = int(command.split(" ")[1].partition(":")[0])
        for number, (uid, data) in enumerate(self.folder.mails.items(), 1):
            if number >= start:
                self._give(number, uid, data, command)

    def _give(self, number: int, uid: int, data: bytes, command: str) -> None:
        if "HEADER" in command:
            head = b"".join(
                line + b"\r\n" for line in data.split(b"\n") if line.startswith((b"Subject", b"Date", b" ="))
            )
            self._literal(f"* {number} FETCH (UID {uid} BODY[HEADER.FIELDS (SUBJECT DATE)]", head)
        else:
            self._say(f"* {number} FETCH (UID {uid})")

    def _literal(self, head: str, data: bytes) -> None:
        self.wfile.write(f"{head} {{{len(data)}}}\r\n".encode() + data + b")\r\n")
        self.wfile.flush()

    def _by_uid(self, command: str) -> bool:
        assert self.folder
        parts = command.split(" ")
        if parts[1] == "SEARCH":
            first = int(re.findall(r"(\d+):\*", command)[0])
            last = max(self.folder.mails, default=0)
            found = [uid for uid in self.folder.mails if uid >= first or uid == last]  # «*» is the last one, always
            self._say(" ".join(["* SEARCH", *map(str, found)]))
            return True
        uid = int(parts[2])
        data = self.folder.mails.get(uid)
        if data is None:
            return True
        if "SIZE" in command:
            self._say(f"* 1 FETCH (UID {uid} RFC822.SIZE {self._mail.lies or len(data)})")
            return True
        if uid == self._mail.breaks_at:
            return False
        self._literal(f"* 1 FETCH (UID {uid} BODY[]", data)
        return True


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True
    context: ssl.SSLContext

    def get_request(self) -> tuple[ssl.SSLSocket, object]:
        plain, address = super().get_request()
        plain.settimeout(20)
        return self.context.wrap_socket(plain, server_side=True), address

    def handle_error(self, request: object, client_address: object) -> None:
        """Says nothing: who breaks off is a test."""


@contextmanager
def mail_server(folder: Path) -> Iterator[MailServer]:
    """A server that runs; ``folder`` gets ``ca.pem``, which vouches for it."""
    _certify(folder)
    with _Server((HOST, 0), _Session) as server:
        server.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        server.context.load_cert_chain(folder / "ca.pem", folder / "key.pem")
        server.mail = made = MailServer(server.server_address[1])  # type: ignore[attr-defined]
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield made
        finally:
            server.shutdown()
            thread.join()


def _certify(folder: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail of a test")])
    now = datetime.datetime.now(datetime.UTC)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(x509.random_serial_number()).not_valid_before(now - datetime.timedelta(hours=1))
    made = made.not_valid_after(now + datetime.timedelta(days=1))
    addresses = x509.SubjectAlternativeName([x509.IPAddress(ip_address(HOST))])
    signed = made.add_extension(addresses, critical=False).sign(key, hashes.SHA256())
    (folder / "ca.pem").write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    form = serialization.PrivateFormat.PKCS8
    (folder / "key.pem").write_bytes(key.private_bytes(serialization.Encoding.PEM, form, plain))
