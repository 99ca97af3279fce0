"""Pages of the web from a server of our own: what is polite, what is refused, what becomes a document."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from pipeline.ingest.sources.web import Fetcher
from pipeline.records import Failure, FetchLimits, Source
from pipeline.settings import Settings
from pipeline.workspace import Workspace
from tests.makers import ME

PAGE = """<html><head><title>افتتاح کتابخانه در یزد</title></head><body><article><h1>افتتاح کتابخانه در یزد</h1>
<p>کتابخانه مرکزی شهر یزد با حضور مدیران شهری و نویسندگان استان گشایش یافت و درهای آن به روی مردم باز شد.</p></article>
</body></html>""".encode()


class Site(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        answers = {
            "/robots.txt": (200, {}, b"User-agent: *\nDisallow: /private/\n"),
            "/news/%DB%B1.html": (200, {}, PAGE),
            "/old": (302, {"Location": "/news/%DB%B1.html"}, b""),
            "/loop": (302, {"Location": "/loop"}, b""),
            "/inside": (302, {"Location": "ftp://127.0.0.1/"}, b""),
            "/large": (200, {}, b"x" * 5000),
            "/private/1": (200, {}, PAGE),
        }
        status, headers, body = answers.get(self.path, (404, {}, b"none"))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join(5)


def fetched(url: str, *, private: bool = True, size: int = 4000) -> Source | Failure:
    with Fetcher(FetchLimits(size, 5.0, private)) as fetcher:
        return fetcher.fetch(url)


def test_a_page_is_found_behind_its_redirect(site: str) -> None:
    found = fetched(f"{site}/old")
    assert isinstance(found, Source)
    assert (found.uri, found.name, found.data) == (f"{site}/news/%DB%B1.html", "۱.html", PAGE)


@pytest.mark.parametrize(
    ("path", "code", "said"),
    [
        ("/private/1", "refused", "robots.txt"),
        ("/loop", "refused", "redirected"),
        ("/inside", "refused", "http and https"),
        ("/large", "refused", "4,000 bytes"),
        ("/gone", "unreadable", "status 404"),
    ],
)
def test_what_cannot_be_had_is_explained(site: str, path: str, code: str, said: str) -> None:
    found = fetched(site + path)
    assert isinstance(found, Failure)
    assert (found.code, said in found.message) == (code, True)


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1/", "http://[::1]/", "http://169.254.169.254/latest/", "http://10.0.0.8/"]
)
def test_addresses_inside_are_refused(url: str) -> None:
    found = fetched(url, private=False)
    assert isinstance(found, Failure)
    assert (found.code, "not a public address" in found.message) == ("refused", True)


def test_a_port_that_is_not_the_webs_is_refused(site: str) -> None:
    found = fetched(site, private=False)
    assert isinstance(found, Failure)
    assert "port" in found.message


def test_a_server_that_is_not_there() -> None:
    found = fetched("http://127.0.0.1:9/")
    assert isinstance(found, Failure)
    assert found.code == "unreadable"


def test_a_page_of_the_web_becomes_a_document(site: str, tmp_path: Path) -> None:
    with Workspace(Settings(workspace=tmp_path, workers=1, fetch_private=True)) as space:
        report = space.ingest(ME, [f"{site}/old", f"{site}/gone"])
        assert (report.added, report.failed) == (1, 1)
        assert space.document(ME, f"{site}/news/%DB%B1.html").title == "افتتاح کتابخانه در یزد"
