"""Sends messages outside: by HTTP to public addresses alone, as pages are fetched, and by e-mail."""

import smtplib
import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from corpora.sentences import Sentence, sentence_of
from pipeline.ingest.sources.addresses import Refused, WebAddress, is_allowed, may_be_public, not_public
from pipeline.monitors.digest_mail import DigestMail
from pipeline.monitors.messages import Message

if TYPE_CHECKING:
    import httpcore

_SECONDS = 20.0
_PORTS = (80, 443)
_MOST = 64 * 1024
"""Bytes of an answer that are read: nothing of it is needed but its status."""
type Send = Callable[[Message | DigestMail, datetime], None]


class Unsent(Exception):
    """Raised where a message was not taken; ``final`` where another try is of no use."""

    def __init__(self, told: Sentence, *, final: bool = False) -> None:
        """Keeps why, to be said in the language of who reads the log."""
        super().__init__(told)
        self.told, self.final = told, final


@dataclass(frozen=True, slots=True)
class Outside:
    """How messages get out: whether to addresses of this network too, and by which server e-mail goes."""

    private: bool = False
    smtp: str = ""
    sender: str = ""
    allowed: frozenset[str] = frozenset()
    """Hosts, as ``HOST`` or ``HOST:PORT``, that may be sent to though they are not public."""

    def send(self, message: Message | DigestMail, moment: datetime) -> None:
        """Sends a message; raises Unsent."""
        if isinstance(message, DigestMail) or message.destination.kind == "email":
            self._mail(message)
        else:
            body = message.body()
            self._post(message.destination.target, body, message.headers(body, int(moment.timestamp())))

    def checked(self, url: str) -> WebAddress:
        """An address that may be sent to, as far as it tells itself; raises Unsent."""
        try:
            address = WebAddress.of(url)
        except Refused as error:
            raise Unsent(sentence_of(error), final=True) from error
        if self.private or is_allowed(address.host, address.port, self.allowed):
            return address
        if address.port not in _PORTS:
            raise Unsent(Sentence("port {port} is not one of the web's", port=address.port), final=True)
        if not may_be_public(address.host):
            raise Unsent(not_public(address.host), final=True)
        return address

    # HTTP ---------------------------------------------------------------------------------------------------------

    def _post(self, url: str, body: bytes, headers: Mapping[str, str]) -> None:
        import httpcore

        from pipeline.ingest.sources.connections import Backend

        address, backend = self.checked(url), Backend(private=self.private, allowed=self.allowed)
        backend.ends_at = time.monotonic() + _SECONDS
        try:
            with httpcore.ConnectionPool(network_backend=backend) as pool:
                status = _status(pool, address, body, headers)
        except Refused as error:
            raise Unsent(sentence_of(error), final=True) from error
        except httpcore.TimeoutException as error:
            raise Unsent(Sentence("it took longer than {seconds} s", seconds=round(_SECONDS))) from error
        except (httpcore.NetworkError, httpcore.ProtocolError, OSError) as error:
            why = sentence_of(error) or type(error).__name__
            raise Unsent(Sentence("it cannot be reached: {reason}", reason=why)) from error
        if not 200 <= status < 300:  # a redirect is not followed: it would be another address than was named
            raise Unsent(
                Sentence("the server answered with status {status}", status=status), final=status in (404, 410)
            )

    # e-mail -------------------------------------------------------------------------------------------------------

    def _mail(self, message: Message | DigestMail) -> None:
        if not self.smtp or not self.sender:
            raise Unsent(Sentence("no server for e-mail is set (ASNAD_SMTP, ASNAD_SMTP_FROM)"))
        try:
            with self._server() as server:
                server.send_message(message.mail(self.sender))
        except smtplib.SMTPRecipientsRefused as error:
            ((code, said), *_) = error.recipients.values()
            why = f"{code} {said.decode('utf-8', 'replace') if isinstance(said, bytes) else said}"
            raise Unsent(Sentence("the address was refused: {reason}", reason=why), final=code >= 550) from error
        except (smtplib.SMTPException, OSError) as error:
            why = sentence_of(error)
            raise Unsent(Sentence("the server for e-mail did not take it: {reason}", reason=why)) from error

    def _server(self) -> smtplib.SMTP:
        """The server, signed in to; a password goes over an encrypted connection alone."""
        parts = urlsplit(self.smtp)
        host, context = parts.hostname or "", ssl.create_default_context()
        if parts.scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(host, parts.port or 465, timeout=_SECONDS, context=context)
        else:
            server = smtplib.SMTP(host, parts.port or 587, timeout=_SECONDS)
            server.ehlo()
            if server.has_extn("starttls"):
                server.starttls(context=context)
            elif parts.password:
                server.close()
                why = Sentence("it offers no encryption, and there is a password to send")
                raise smtplib.SMTPNotSupportedError(why)
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        return server


def _status(pool: "httpcore.ConnectionPool", address: WebAddress, body: bytes, headers: Mapping[str, str]) -> int:
    import httpcore

    where = address.scheme.encode(), address.host.encode(), address.port, address.target.encode()
    scheme, host, port, target = where
    url = httpcore.URL(scheme=scheme, host=host, port=port, target=target)
    told = [("Host", address.netloc), ("User-Agent", "Asnad"), ("Content-Length", str(len(body))), *headers.items()]
    with pool.stream("POST", url, headers=told, content=body) as answer:
        read = 0
        for piece in answer.iter_stream():
            read += len(piece)
            if read > _MOST:
                break
        return answer.status
