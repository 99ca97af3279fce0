"""A small proxy before a server, which answers with errors, or cuts the line after a request went through."""

import threading
import urllib.error
import urllib.request
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Literal

type Trouble = int | Literal["cut"]


class Proxy(ThreadingHTTPServer):
    """``troubles`` are met by the next requests whose path has ``on`` in it, one each."""

    daemon_threads = True

    def __init__(self, target: str) -> None:
        """Listens on a port of its own."""
        super().__init__(("127.0.0.1", 0), _Handler)
        self.target = target
        self.troubles: deque[Trouble] = deque()
        self.on = "_bulk"
        self.met: list[Trouble] = []

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Handler(BaseHTTPRequestHandler):
    server: Proxy
    protocol_version = "HTTP/1.1"

    def _answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        trouble = self.server.troubles.popleft() if self.server.troubles and self.server.on in self.path else None
        if trouble is not None:
            self.server.met.append(trouble)
        if isinstance(trouble, int):
            self._send(trouble, b'{"error": {"type": "too_busy", "reason": "later"}, "status": %d}' % trouble, {})
            return
        kept = {k: v for k, v in self.headers.items() if k.lower() not in ("host", "content-length", "connection")}
        asked = urllib.request.Request(self.server.target + self.path, body or None, kept, method=self.command)
        try:
            with urllib.request.urlopen(asked, timeout=60) as answer:
                status, data, headers = answer.status, answer.read(), answer.headers
        except urllib.error.HTTPError as error:
            status, data, headers = error.code, error.read(), error.headers
        if trouble == "cut":
            self.close_connection = True
            self.connection.close()
            return
        self._send(status, data, dict(headers))

    do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = _answer  # noqa: N815 - the library's names

    def _send(self, status: int, data: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        headers.setdefault("X-elastic-product", "Elasticsearch")
        headers.setdefault("Content-Type", "application/json")
        for name, value in headers.items():
            if name.lower() not in ("content-length", "transfer-encoding", "connection"):
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


@contextmanager
def proxy_before(target: str) -> Iterator[Proxy]:
    """A proxy that ends with the block."""
    proxy = Proxy(target)
    thread = threading.Thread(target=proxy.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield proxy
    finally:
        proxy.shutdown()
        proxy.server_close()
        thread.join(10)
