"""The HTTP of signing in elsewhere: small answers of a provider, all within one deadline, no redirects."""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import urlencode

import httpcore

from pipeline.errors import ProviderUnavailable
from pipeline.ingest.sources.connections import Backend

_SECONDS = 10.0
_BYTES = 1024 * 1024


class Auth(Protocol):
    """What puts a client's name and secret into a request, as Authlib has it."""

    def prepare(self, method: str, uri: str, headers: dict[str, str], body: str) -> tuple[str, dict[str, str], str]:
        """The request with them."""
        ...


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer, as far as Authlib looks at one."""

    status_code: int
    content: bytes

    def json(self) -> Any:
        """The body as JSON; raises ValueError."""
        try:
            return json.loads(self.content)
        except RecursionError as error:
            raise ValueError("it is nested too deep") from error

    def raise_for_status(self) -> None:
        """Raises ProviderUnavailable where the provider itself failed."""
        raise ProviderUnavailable(f"the provider answers with status {self.status_code}")


class Web:
    """Asks a provider, a connection each time; Authlib takes it for a session."""

    def __init__(self, seconds: float = _SECONDS) -> None:
        """Opens no connection yet."""
        self._seconds = seconds

    def get(self, url: str) -> Answer:
        """A small answer; raises ProviderUnavailable."""
        return self._asked("GET", url, {}, b"")

    def post(self, url: str, data: Mapping[str, str], headers: Mapping[str, str], auth: Auth | None) -> Answer:
        """Sends a form; raises ProviderUnavailable."""
        body, told = urlencode(data), dict(headers)
        if auth:
            url, told, body = auth.prepare("POST", url, told, body)
        return self._asked("POST", url, told, body.encode())

    def _asked(self, method: str, url: str, headers: Mapping[str, str], body: bytes) -> Answer:
        backend = Backend(private=True)  # an office's provider stands in its own network
        backend.ends_at = time.monotonic() + self._seconds
        told = {"Accept": "application/json", **headers}
        if "Content-Length" not in told and body:
            told["Content-Length"] = str(len(body))
        try:
            with (
                httpcore.ConnectionPool(network_backend=backend) as pool,
                pool.stream(method, url, headers=list(told.items()), content=body or None) as answer,
            ):
                return Answer(answer.status, _bounded(url, answer, backend))
        except (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError, OSError, ValueError) as error:
            raise ProviderUnavailable(f"{url} does not answer: {error or type(error).__name__}") from error


def _bounded(url: str, answer: httpcore.Response, backend: Backend) -> bytes:
    """The body, as long as it is small and comes in time."""
    data = bytearray()
    for piece in answer.iter_stream():
        data += piece
        backend.left()
        if len(data) > _BYTES:
            raise ProviderUnavailable(f"{url} gives more than {_BYTES:,} bytes")
    return bytes(data)
