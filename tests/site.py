"""A site of news on this machine, which a test changes while it is asked: pages, feeds, and every way to be odd."""

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

type Does = Callable[[BaseHTTPRequestHandler], None]


@dataclass(frozen=True)
class Page:
    """What is answered at an address; ``does`` takes the whole answer over."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    does: Does | None = None


class Site:
    """The pages by their paths, and what was asked for so far."""

    def __init__(self, host: str, port: int) -> None:
        self.host, self.url = host, f"http://{host}:{port}"
        self.name = f"{host}:{port}"
        self.pages: dict[str, Page] = {}
        self.asked: list[str] = []
        self.heads: list[Mapping[str, str]] = []
        self.at_once = self.most_at_once = 0
        self.slow = 0.0
        self._lock = threading.Lock()

    def put(
        self, path: str, body: str | bytes = b"", status: int = 200, does: Does | None = None, **headers: str
    ) -> str:
        """Puts a page there; gives its address."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.pages[path] = Page(body.encode() if isinstance(body, str) else body, status, named, does)
        return self.url + path

    def times(self, path: str) -> int:
        """How often a path was asked for."""
        return self.asked.count(path)

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        """Answers one request; a page with an ETag is answered with 304 to who has it."""
        with self._lock:
            self.asked.append(handler.path)
            self.heads.append(dict(handler.headers.items()))
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
        time.sleep(self.slow)
        with self._lock:  # who has the answer may ask again before this thread goes on
            self.at_once -= 1
        self._send(handler)

    def _send(self, handler: BaseHTTPRequestHandler) -> None:
        page = self.pages.get(handler.path, Page(b"none", 404))
        if page.does:
            page.does(handler)
            return
        tag = page.headers.get("ETag")
        if tag and handler.headers.get("If-None-Match") == tag:
            page = Page(b"", 304, {"ETag": tag})
        handler.send_response(page.status)
        for name, value in {"Content-Type": "text/html; charset=utf-8", **page.headers}.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(page.body)))
        handler.end_headers()
        if page.status != 304:
            handler.wfile.write(page.body)


@contextmanager
def site(host: str = "127.0.0.1", port: int = 0) -> Iterator[Site]:
    """A site on an address of this machine."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            with suppress(OSError):  # who asks may go away in the middle
                made.answer(self)

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer((host, port), Handler)
    server.daemon_threads = True
    made = Site(host, server.server_port)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield made
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


def story(title: str, text: str, published: str = "", head: str = "") -> str:
    """A page of news; ``published`` as machines read it."""
    meta = f'<meta property="article:published_time" content="{published}">' if published else ""
    return (
        f"<html><head><title>{title}</title>{meta}{head}</head><body><nav><a href='/'>خانه</a></nav>"
        f"<article><h1>{title}</h1><p>{text}</p></article></body></html>"
    )


def rss(*items: tuple[str, str, str], title: str = "خبرگزاری نمونه", more: str = "") -> str:
    """A feed; each item is title, link and date as it stands."""
    rows = "".join(
        f"<item><title>{name}</title><link>{link}</link><guid>{link}</guid><pubDate>{day}</pubDate>"
        f"<description>{name}؛ خلاصهٔ خبر</description></item>"
        for name, link, day in items
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>{title}</title>{more}{rows}</channel></rss>'


def hang(handler: BaseHTTPRequestHandler) -> None:
    """An answer that does not end."""
    handler.send_response(200)
    handler.end_headers()
    for _ in range(40):
        handler.wfile.write(b"<")
        time.sleep(0.1)


def flood(handler: BaseHTTPRequestHandler) -> None:
    """An answer that is larger than any page."""
    handler.send_response(200)
    handler.end_headers()
    for _ in range(1200):
        handler.wfile.write(b" " * 65536)
