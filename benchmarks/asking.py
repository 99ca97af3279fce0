"""Asks an application for pages, without a network and without a client, whose work would be taken for the server's."""

import gzip
import json
import os
import statistics
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping, MutableMapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urlencode

from fastapi import FastAPI

type _Message = MutableMapping[str, Any]
HEAD = f"{'':15} CPU p50  CPU p95  clock p50  median KB  largest KB  sent KB"


@dataclass(slots=True)
class Answer:
    """What came back: its status, and its body as it is and as it was sent."""

    status: int
    body: bytes
    sent: int


@dataclass(slots=True)
class Timed:
    """Milliseconds of some pages, of a processor and on the clock, and their bytes."""

    worked: list[float] = field(default_factory=list)
    taken: list[float] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    sent: int = 0

    def row(self, name: str) -> str:
        """A line below HEAD."""
        last = statistics.quantiles(self.worked, n=20)[-1]
        numbers = f"{statistics.median(self.worked):7.1f}  {last:7.1f}  {statistics.median(self.taken):9.1f}"
        sizes = f"{statistics.median(self.sizes) / 1000:9.1f}  {max(self.sizes) / 1000:10.1f}  {self.sent / 1000:7.1f}"
        return f"{name:15} {numbers}  {sizes}"


class Asking:
    """Somebody on this machine who asks, one page after the other."""

    def __init__(self, app: FastAPI) -> None:
        """Takes an application that runs."""
        self._app = app

    async def page(self, address: str) -> Answer:
        """A page as a browser asks for it."""
        return await self._ask("GET", address, accept="text/html")

    async def read(self, path: str, **parameters: object) -> Any:
        """What the API answers."""
        return json.loads((await self._ask("GET", f"{path}?{urlencode(parameters)}")).body)

    async def post(self, path: str, said: Mapping[str, object]) -> Answer:
        """Sends JSON."""
        return await self._ask("POST", path, json.dumps(said).encode())

    async def timed(self, addresses: Iterable[str], into: Timed | None = None) -> Timed:
        """Asks for pages, all of which must be there."""
        found = into or Timed()
        for address in addresses:
            start, busy = time.perf_counter(), time.process_time()
            answer = await self.page(address)
            found.worked.append(1000 * (time.process_time() - busy))
            found.taken.append(1000 * (time.perf_counter() - start))
            assert answer.status == 200, (answer.status, address)
            found.sizes.append(len(answer.body))
            found.sent = max(found.sent, answer.sent)
        return found

    async def _ask(self, method: str, address: str, body: bytes = b"", accept: str = "application/json") -> Answer:
        path, _, query = address.partition("?")
        headers = {"host": "127.0.0.1", "accept": accept, "accept-encoding": "gzip", "content-type": "application/json"}
        scope: dict[str, Any] = {
            "type": "http",
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "root_path": "",
        }
        scope |= {"path": unquote(path), "raw_path": path.encode(), "query_string": query.encode(), "state": {}}
        scope |= {"headers": [(name.encode(), value.encode()) for name, value in headers.items()]}
        scope |= {"asgi": {"version": "3.0"}, "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 80)}
        status, zipped, parts = 0, False, list[bytes]()

        async def receive() -> _Message:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: _Message) -> None:
            nonlocal status, zipped
            if message["type"] == "http.response.start":
                status, zipped = message["status"], (b"content-encoding", b"gzip") in message["headers"]
            else:
                parts.append(message.get("body", b""))

        application: Callable[[Any, Any, Any], Awaitable[None]] = self._app
        await application(scope, receive, send)
        sent = b"".join(parts)
        return Answer(status, gzip.decompress(sent) if zipped else sent, len(sent))


def load() -> str:
    """How busy the machine is, in words."""
    return f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
