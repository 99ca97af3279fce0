"""An outside model over HTTP: what it suggests comes in under its name, and without it nothing is lost."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from corpora.document import Document, Mention, Span
from pipeline.errors import WorkspaceError
from pipeline.records import Source
from pipeline.review.texts import Change
from pipeline.settings import Settings
from pipeline.workspace import Workspace
from tests.makers import ME, scanned

TEXT = "وزارت علوم با دانشگاه یزد تفاهم‌نامه امضا کرد. این را هفته‌نامه گزارش نوشت."
URI = "file:///a.txt"


class Standing:
    """A model that takes a word for a person, and can be made to fail."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.version = "7"
        self.status, self.says = 200, b""
        self.asked: list[dict[str, Any]] = []
        self.keys: list[str | None] = []
        self.finds: Callable[[str], list[dict[str, Any]]] = lambda text: [marked(text, "گزارش")]

    def answer(self, body: bytes) -> bytes:
        if self.says:
            return self.says
        documents = json.loads(body)["documents"]
        self.asked += documents
        found = [{"id": one["id"], "mentions": self.finds(one["text"])} for one in documents]
        return json.dumps({"version": self.version, "documents": found}).encode()


def marked(text: str, words: str, label: str = "PERSON", **more: Any) -> dict[str, Any]:
    start = text.index(words)
    return {"label": label, "start": start, "end": start + len(words), "score": 0.6, **more}


@contextmanager
def serving() -> Iterator[Standing]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            standing.keys.append(self.headers.get("Authorization"))
            data = standing.answer(body) if standing.status == 200 else b""
            self.send_response(standing.status)
            if standing.status == 302:
                self.send_header("Location", "/elsewhere")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    standing = Standing(f"http://127.0.0.1:{server.server_port}/suggest")
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield standing
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def model() -> Iterator[Standing]:
    with serving() as one:
        yield one


@pytest.fixture
def space(model: Standing, tmp_path: Path) -> Iterator[Workspace]:
    with opened(model, tmp_path) as kept:
        yield kept


def opened(model: Standing, folder: Path) -> Workspace:
    more = {"recommender": f"our-model={model.url}", "recommender_key": "secret"}
    return Workspace(Settings(workspace=folder / "workspace", workers=1, **more))  # type: ignore[arg-type]


def put(space: Workspace, text: str = TEXT) -> Document:
    space.ingest_sources(ME, [Source(URI, "a.txt", text.encode())])
    return space.document(ME, URI)


def own(document: Document) -> list[Mention]:
    return [mention for mention in document.mentions if mention.extractor == "our-model"]


def rested(space: Workspace) -> None:
    """As if the model had been left alone for a while."""
    space.recommender._rests_until = time.monotonic()


def test_what_a_model_finds_is_a_mention_of_its_name_and_version(space: Workspace, model: Standing) -> None:
    document = put(space)
    (found,) = own(document)
    assert (found.surface, found.label, found.version, found.score) == ("گزارش", "PERSON", "7", 0.6)
    assert found.value["name"] == "گزارش"
    assert {mention.extractor for mention in document.mentions} > {"our-model", "names"}
    (asked,) = model.asked
    assert (asked["text"], asked["language"], asked["published"]) == (document.text, "fa", None)
    assert model.keys == ["Bearer secret"]
    assert space.search(ME, "person:گزارش").total == 1
    assert space.failures(ME) == []
    model.version = "8"
    assert space.reprocess(ME) == 1
    assert [mention.version for mention in own(space.document(ME, URI))] == ["8"]


def test_what_cannot_be_meant_is_told_and_the_rest_is_taken(space: Workspace, model: Standing) -> None:
    bad = [
        {"label": "PERSON", "start": 5, "end": 5000},
        {"label": "WEATHER", "start": 0, "end": 5},
        {"label": "DATE", "start": 0, "end": 5},
        {"label": "COUNT", "start": 0, "end": 5, "value": {"number": "many"}},
        {"label": "PERSON", "start": 5, "end": 7},
        "nonsense",
    ]
    date = {"calendar": "jalali", "value": "1404-07-12", "precision": "day"}
    model.finds = lambda text: [*bad, marked(text, "نوشت", "DATE", value=date), marked(text, "دانشگاه یزد", "ORG")]  # type: ignore[list-item]
    document = put(space)
    assert [(mention.label, mention.surface) for mention in own(document)] == [("DATE", "نوشت")]
    (failure,) = space.failures(ME)
    assert (failure.stage, failure.code, failure.key) == ("suggest", "refused", document.key)
    assert failure.message.startswith("6 suggestions are left out")


@pytest.mark.parametrize(("status", "code"), [(500, "unreadable"), (302, "unreadable")])
def test_without_the_model_a_document_is_stored_and_asked_for_again(
    space: Workspace, model: Standing, status: int, code: str
) -> None:
    model.status = status
    document = put(space)
    assert document.mentions
    assert own(document) == []
    (failure,) = space.failures(ME)
    assert (failure.stage, failure.code, failure.uri) == ("suggest", code, URI)
    assert f"status {status}" in failure.message
    rested(space)
    assert space.retry(ME).failed == 1
    model.status = 200
    rested(space)
    report = space.retry(ME)
    assert (report.changed, report.failed, space.failures(ME)) == (1, 0, [])
    assert len(own(space.document(ME, URI))) == 1
    assert space.search(ME, "person:گزارش").total == 1


def test_a_model_that_is_away_takes_nothing_with_it(tmp_path: Path) -> None:
    with serving() as model, opened(model, tmp_path) as space:
        put(space)
    with opened(model, tmp_path) as space:
        space.reprocess(ME)
        assert len(own(space.document(ME, URI))) == 1
        (failure,) = space.failures(ME)
        assert "cannot be asked" in failure.message
    with Workspace(Settings(workspace=tmp_path / "workspace", workers=1)) as space:
        assert space.reprocess(ME) == 1
        assert own(space.document(ME, URI)) == []


def test_an_answer_that_is_none_is_told(space: Workspace, model: Standing) -> None:
    model.says = b'{"documents": []}'
    put(space)
    assert [failure.code for failure in space.failures(ME)] == ["corrupt"]
    model.says = b'{"version": "1", "documents": []}'
    rested(space)
    space.retry(ME)
    assert [failure.code for failure in space.failures(ME)] == ["empty"]


def test_a_suggestion_stays_where_a_scan_is_put_right(space: Workspace, model: Standing) -> None:
    document, picture = scanned("نویسنده گزارش نام دارد\nشرکت برق یرد")
    (suggested,), told = space.recommender.suggested([document])
    assert told == []
    space.store.put([(suggested, space.blobs.put(picture))])
    number = len(model.asked)
    start = document.text.index("یرد")
    changed = space.texts.correct(ME, document.uri, [Change(Span(start, start + 3), "یرد", "یزد")])
    assert [mention.surface for mention in own(changed)] == ["گزارش"]
    start = changed.text.index("نویسنده")
    moved = space.texts.correct(ME, document.uri, [Change(Span(start, start + 7), "نویسنده", "نویسنده‌ای")])
    assert [moved.text[m.span.start : m.span.end] for m in own(moved)] == ["گزارش"]
    assert len(model.asked) == number


@pytest.mark.parametrize(
    "named", ["names=http://a.example", "http://a.example", "m=ftp://a", "M=http://a", "person=http://a"]
)
def test_a_setting_that_makes_no_sense_is_told(tmp_path: Path, named: str) -> None:
    with pytest.raises(WorkspaceError, match="ASNAD_RECOMMENDER wants NAME=URL"):
        Workspace(Settings(workspace=tmp_path, recommender=named))
