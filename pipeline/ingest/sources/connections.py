"""Connections to the web: to the very address that was judged, and never beyond one deadline for everything."""

import socket
import ssl
import threading
import time
from collections.abc import Iterable
from typing import Any

import httpcore

from corpora.sentences import Sentence
from pipeline.ingest.sources.addresses import Refused, is_allowed, is_public, may_be_public, not_public


class Backend(httpcore.NetworkBackend):
    """Resolves a host once, judges what it is, and connects to that; ``ends_at`` is when everything must be done."""

    def __init__(self, *, private: bool, allowed: frozenset[str] = frozenset()) -> None:
        """``private`` lets it connect to addresses that only this machine or its network can reach.

        So may hosts that are ``allowed`` by name, as ``HOST`` or ``HOST:PORT``.
        """
        self._private, self._allowed = private, allowed
        self._sockets = httpcore.SyncBackend()
        self.ends_at = 0.0

    def left(self) -> float:
        """Seconds until the deadline; raises TimeoutException after it."""
        left = self.ends_at - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout
        return left

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ARG002 - the deadline is what counts
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """See NetworkBackend; raises Refused for an address that is not public."""
        addresses = self.judged(host, port)
        error: Exception = httpcore.ConnectError(f"{host} has no address")
        for address in addresses:
            try:
                stream = self._sockets.connect_tcp(address, port, self.left(), local_address, socket_options)
                return _Stream(stream, self)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as failed:
                error = failed
        raise error

    def judged(self, host: str, port: int) -> list[str]:
        """The addresses of a host, all of which may be asked; raises Refused."""
        private = self._private or is_allowed(host, port, self._allowed)
        if not private and not may_be_public(host):
            raise Refused("refused", not_public(host), "private")
        addresses = self._resolved(host, port)
        for address in addresses:
            if not private and not is_public(address):
                raise Refused("refused", not_public(host, address), "private")
        return addresses

    def _resolved(self, host: str, port: int) -> list[str]:
        """The addresses of a host, each once; the system's resolver knows no deadline, so a thread waits for it."""
        found: list[str] = []
        failed: list[OSError] = []

        def ask() -> None:
            try:
                rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
                found.extend(dict.fromkeys(str(address[0]) for *_, address in rows))
            except (OSError, UnicodeError) as error:
                failed.append(OSError(str(error)))

        thread = threading.Thread(target=ask, name="resolver", daemon=True)
        thread.start()
        thread.join(self.left())
        if thread.is_alive():
            raise httpcore.ConnectTimeout
        if failed:
            why = Sentence("the host {host} is not known: {reason}", host=host, reason=failed[0])
            raise httpcore.ConnectError(why)
        return found


class _Stream(httpcore.NetworkStream):
    """A connection whose every step ends at the deadline."""

    def __init__(self, inner: httpcore.NetworkStream, backend: Backend) -> None:
        self._inner, self._backend = inner, backend

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002 - as above
        """See NetworkStream."""
        return self._inner.read(max_bytes, self._backend.left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002
        """See NetworkStream."""
        self._inner.write(buffer, self._backend.left())

    def close(self) -> None:
        """See NetworkStream."""
        self._inner.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002
    ) -> httpcore.NetworkStream:
        """See NetworkStream; the name that certificates are asked for is the host's, whatever was connected to."""
        return _Stream(self._inner.start_tls(ssl_context, server_hostname, self._backend.left()), self._backend)

    def get_extra_info(self, info: str) -> Any:
        """See NetworkStream."""
        return self._inner.get_extra_info(info)
