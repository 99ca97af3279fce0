"""Pages speak the reader's language: labels, what is refused, what is wrong with a form; names and code stay."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from fastapi.testclient import TestClient

from pipeline.settings import Settings
from pipeline.workspace import Workspace
from search_api.app import create_app
from search_api.pages.navigation import SECTIONS
from tests.makers import ME
from tests.worlds import PUBLIC, lines

VOID = set("area base br col embed hr img input link meta source track wbr".split())
DATA = set("bdi code kbd pre samp script style textarea".split())
"""Elements that hold names, code and what a person wrote."""
READ = ("aria-label", "title", "alt", "placeholder")
MAY = {
    *("API", "Asnad", "Atom", "CSS", "CSV", "EML", "Excel", "FollowTheMoney", "HTML", "JSON", "JPEG", "Lines"),
    *("OCDS", "OpenAPI", "OpenDocument", "PDF", "PNG", "PowerPoint", "RIS", "RSS", "RTF", "SVG", "TAR", "TIFF"),
    *("OPML", "TOML", "VTODO", "Word", "XLSX", "ZIP"),
}
"""Names of formats and programs, which are Latin in every language."""
TYPED = {
    *("aliases", "english", "id", "kind", "name", "query"),  # columns of lists
    *("Asia", "Tehran", "Riyadh", "event", "key", "li", "me", "news", "NAME", "tasks", "ul"),  # what is to be typed
    *("main", "names"),  # the first collection, an extractor
}
"""What persons type, and names that are given in programs."""
ISOLATED = re.compile("[\N{LEFT-TO-RIGHT ISOLATE}\N{FIRST STRONG ISOLATE}].*?\N{POP DIRECTIONAL ISOLATE}", re.DOTALL)
"""Values within a sentence, which are data."""
MORE = (
    "/?q=نشست",
    "/?q=نشست&view=table",
    "/?q=%22یزد",
    "/?limit=abc",
    "/agreements?kind=mou",
    "/agreements/nothing",
    "/batch",
    "/bulk",
    "/counts?unit=نفر&by=body",
    "/counts/agreements",
    "/counts/decrees?by=act",
    "/decrees?list=holders",
    "/decrees/nothing",
    "/digest?since=x",
    "/documents/nothing",
    "/entities/e0000000000000000",
    "/entities/pairs",
    "/gazetteer",
    "/help",
    "/meetings?list=due",
    "/meetings/nothing",
    "/monitors/nothing",
    "/nothing",
    "/organisations/lists",
    "/organisations/nothing",
    "/review?sure=1",
    "/review?sure=1&order=alike",
    "/review/assignments",
    "/review/bulk?label=ORG",
    "/review/decisions?since=x",
    "/review/nothing",
    "/runs/nothing",
    "/settings",
    "/sources/nothing",
    "/trends?since=x",
)


class Page(HTMLParser):
    """The words of a page that are for reading, and where each stands."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[tuple[str, bool]] = []
        self.words: list[tuple[str, str]] = []
        self.links: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        data = tag in DATA or ("lang" in has and tag != "html") or has.get("dir") in ("ltr", "auto")
        self.words += [(f"{tag}@{name}", has[name]) for name in READ if has.get(name) and not data]
        self.links += [has["href"]] if tag == "a" and "href" in has else []
        if tag not in VOID:
            self.open.append((tag, data))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not any(is_data for _, is_data in self.open):
            self.words.append((self.open[-1][0] if self.open else "", data))

    def foreign(self) -> list[str]:
        """Words of Latin letters that are neither names nor data."""
        return [
            f"{where}: {text.strip()}"
            for where, text in self.words
            if set(re.findall("[A-Za-z]{2,}", ISOLATED.sub("", text))) - MAY - TYPED
        ]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    folder = tmp_path_factory.mktemp("archive")
    space = Workspace(Settings(workspace=folder / "workspace", workers=1))
    space.ingest(ME, [lines(folder / "press.jsonl", "press", PUBLIC)], "خبر")
    app = create_app(space)
    with TestClient(app, base_url="http://localhost", headers={"accept": "text/html"}) as made:
        yield made


def asked(client: TestClient, language: str, path: str) -> str:
    answer = client.get(path, headers={"cookie": f"ui={language}"})
    return answer.text if "html" in answer.headers.get("content-type", "") else ""


def shape(path: str) -> str:
    """What pages have in common whose addresses differ by an id or by values alone."""
    return re.sub(r"/[0-9a-z]*[0-9][0-9a-z]*", "/1", path.partition("?")[0])


def walked(client: TestClient, language: str) -> Iterator[tuple[str, Page]]:
    """The pages above, the sections, and one of each shape that they lead to."""
    waiting, seen = [*MORE, *(one.href for one in SECTIONS)], set[str]()
    known = set(map(shape, waiting))
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        shown = Page(asked(client, language, path))
        yield path, shown
        for link in shown.links:
            inside = link.startswith("/") and not link.startswith(("/api/", "/static/", "//"))
            if inside and shape(link) not in known:
                known.add(shape(link))
                waiting.append(link.partition("#")[0])


@pytest.mark.parametrize("language", ["fa", "ar"])
def test_no_page_speaks_another_language(client: TestClient, language: str) -> None:
    pages = dict(walked(client, language))
    assert {shape(path) for path, shown in pages.items() if shown.words} >= {"/documents/1", "/review/1", "/entities/1"}
    assert {path: said for path, shown in pages.items() if (said := shown.foreign())} == {}


@pytest.mark.parametrize(
    ("language", "path", "form", "said"),
    [
        ("fa", "/review/decisions", {"decision": "7"}, "تصمیم ۷ برقرار نیست"),
        ("ar", "/review/decisions", {"decision": "7"}, "القرار ٧ غير سارٍ"),
        ("en", "/review/decisions", {"decision": "7"}, "there is no decision 7 in force"),
        ("fa", "/review/decisions", {"decision": "x"}, "باید عددی به رقم باشد"),
        ("ar", "/review/decisions", {}, "مطلوب"),
        ("fa", "/monitors", {"name": "یزد", "q": "*"}, "پایش بدون پرسش ساخته نمی‌شود"),
        ("ar", "/monitors", {"name": "يزد", "q": "*"}, "لا يمكن إنشاء مراقبة بلا عبارة بحث"),
    ],
)
def test_what_is_refused_is_said_in_the_language(
    client: TestClient, language: str, path: str, form: dict[str, str], said: str
) -> None:
    headers = {"cookie": f"ui={language}", "origin": "http://localhost"}
    answer = client.post(path, data=form, headers=headers)
    assert answer.status_code in (409, 422)
    assert said in answer.text
    if language != "en":
        assert Page(answer.text).foreign() == []
