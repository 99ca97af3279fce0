"""Asks a model over HTTP: texts out, mentions back, to the one address that a setting names and never further."""

import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from corpora.document import Document
from pipeline.ingest.sources.addresses import Refused, WebAddress, without_user

if TYPE_CHECKING:
    import httpcore

    from pipeline.ingest.sources.connections import Backend

_MOST = 64 * 1024 * 1024
"""Bytes of an answer."""


@dataclass(frozen=True, slots=True)
class Model:
    """A model: how its finds are named, where it is, and what it is asked with."""

    name: str
    url: str
    key: str = ""
    seconds: float = 30.0


class Unanswered(Exception):
    """Raised where a model gives no answer that can be meant; ``code`` is one of the failure codes."""

    def __init__(self, code: str, message: str) -> None:
        """Keeps both."""
        super().__init__(message)
        self.code = code


class Client:
    """Connections to a model. The address was named by whoever runs the archive, so it may be one of the network's;
    a redirect is never followed.
    """

    def __init__(self, model: Model) -> None:
        """Opens no connection yet."""
        self._model = model

    @cached_property
    def _backend(self) -> "Backend":
        from pipeline.ingest.sources.connections import Backend

        return Backend(private=True)

    @cached_property
    def _pool(self) -> "httpcore.ConnectionPool":
        import httpcore

        return httpcore.ConnectionPool(network_backend=self._backend, max_keepalive_connections=2)

    def close(self) -> None:
        """Gives the connections back."""
        if "_pool" in self.__dict__:
            self._pool.close()

    def ask(self, documents: Sequence[Document]) -> tuple[str, dict[str, Sequence[Mapping[str, Any]]]]:
        """The version of the model, and what it finds in each document, by key; raises Unanswered."""
        texts = [
            {"id": one.key, "text": one.text, "language": one.language, "published": one.published or None}
            for one in documents
        ]
        try:
            data = self._post(json.dumps({"documents": texts}).encode())
        except Refused as error:
            raise Unanswered(error.code, f"the model {self._model.name}: {error}") from error
        try:
            answer = json.loads(data)
            found = {str(one["id"]): one["mentions"] for one in answer["documents"]}
            version = answer["version"]
            if not isinstance(version, str) or not all(isinstance(some, list) for some in found.values()):
                raise TypeError("version is a string, mentions are a list")
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            why = (
                f"the answer of the model {self._model.name} is not what it should be: {type(error).__name__}: {error}"
            )
            raise Unanswered("corrupt", why) from error
        return version, found

    def _post(self, body: bytes) -> bytes:
        import httpcore

        address = WebAddress.of(self._model.url)
        self._backend.ends_at = time.monotonic() + self._model.seconds
        url = httpcore.URL(
            scheme=address.scheme.encode(),
            host=address.host.encode(),
            port=address.port,
            target=address.target.encode(),
        )
        headers = {"Host": address.netloc, "Content-Type": "application/json", "Accept": "application/json"}
        if self._model.key:
            headers["Authorization"] = f"Bearer {self._model.key}"
        try:
            with self._pool.stream("POST", url, headers=list(headers.items()), content=body) as answer:
                return self._body(answer)
        except httpcore.TimeoutException:
            raise Refused("timeout", f"it took longer than {self._model.seconds:g} s") from None
        except (httpcore.NetworkError, httpcore.ProtocolError, ValueError, OSError) as error:
            where = without_user(self._model.url)
            raise Refused("unreadable", f"{where} cannot be asked: {error or type(error).__name__}") from error

    def _body(self, answer: "httpcore.Response") -> bytes:
        if answer.status != 200:
            raise Refused("unreadable", f"it answered with status {answer.status}")
        data = bytearray()
        for piece in answer.iter_stream():
            data += piece
            self._backend.left()
            if len(data) > _MOST:
                raise Refused("refused", f"its answer has more than {_MOST:,} bytes")
        return bytes(data)
