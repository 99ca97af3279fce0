"""Pages of what is sent in, of runs and failures, and of all about a document, as they are without script."""

import re
import time
import unicodedata
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import update

from pipeline.errors import CODES
from pipeline.query.stored import StoredQuery
from pipeline.review.queue import Which
from pipeline.settings import Settings
from pipeline.store.tables import documents
from pipeline.workspace import Workspace
from search_api.app import create_app
from search_api.pages.language import LANGUAGES, Interface
from tests.makers import ME, mail

TEXT = "کتابخانهٔ مرکزی شهر یزد دیروز گشایش یافت"
HTML = {"accept": "text/html", "accept-language": "fa"}


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    app = create_app(Workspace(Settings(workspace=tmp_path / "ws", workers=1, upload_bytes=1024 * 1024)))
    with TestClient(app, base_url="http://localhost", headers=HTML) as client:
        yield client


def space(client: TestClient) -> Workspace:
    found: Workspace = client.app.state.workspace  # type: ignore[attr-defined]
    return found


def sent(client: TestClient, **more: object) -> str:
    """Sends the form of the page; gives the page of the run once it has ended."""
    answer = client.post("/upload", **more)  # type: ignore[arg-type]
    assert answer.url.path.startswith("/runs/"), answer.text
    for _ in range(900):
        if 'data-going="no"' in (page := client.get(answer.url.path).text):
            return page
        time.sleep(0.1)
    raise AssertionError("the run did not end")


def test_many_files_and_a_text_are_one_run_whose_documents_have_names(client: TestClient) -> None:
    files = [("file", ("گزارش.txt", TEXT.encode())), ("folder", ("خبرها/۱۴۰۴/b.txt", (TEXT + " فردا").encode()))]
    files += [("file", ("broken.pdf", b"%PDF-1.4 nothing"))]
    told = {"text": "شورای شهر میبد نشست داشت", "title": "نشست شورا", "source": "یزد", "language": "fa"}
    page = sent(client, files=files, data=told)
    assert all(name in page for name in ("گزارش.txt", "b.txt", "نشست شورا.txt", "نشست شورا", "یزد"))
    assert Interface("fa")("advice_corrupt") in page
    (run,) = space(client).runs.all(ME)
    assert (run.name, run.kind, run.source, run.added, run.failed, run.expected) == (
        "نشست شورا",
        "upload",
        "یزد",
        3,
        1,
        4,
    )
    addresses = {document.uri for document in space(client).documents(ME)}
    assert any("%DB%B1%DB%B4%DB%B0%DB%B4/b.txt" in uri for uri in addresses)
    (pasted,) = (document for document in space(client).documents(ME) if "نشست داشت" in document.text)
    assert pasted.title == "نشست شورا"
    assert f"/runs/{run.id}" in client.get("/runs").text
    assert client.get(f"/jobs/{run.id}").url.path == f"/runs/{run.id}"


def test_what_was_sent_wrong_says_so_in_the_language_of_the_page(client: TestClient) -> None:
    for data, code, key in (
        ({}, 422, "upload_nothing"),
        ({"addresses": "ftp://host/a"}, 422, "upload_addresses_wrong"),
        ({"addresses": " ".join(f"http://host.example/{n}" for n in range(101))}, 422, "upload_addresses_wrong"),
    ):
        answer = client.post("/upload", data=data)
        assert (answer.status_code, Interface("fa")(key).split("{")[0] in answer.text) == (code, True)
    answer = client.post("/upload", files=[("file", ("a.txt", b""))])
    assert (answer.status_code, Interface("fa")("upload_empty") in answer.text) == (422, True)
    big = [("file", (f"{n}.txt", b"x" * 600_000)) for n in range(2)]
    assert client.post("/upload", files=big).status_code == 413
    assert space(client).runs.all(ME) == []


def test_a_web_page_that_cannot_be_had_is_a_failure_of_its_run(client: TestClient) -> None:
    page = sent(client, data={"addresses": "http://127.0.0.1:9/a"})
    assert Interface("fa")("code_refused") in page
    (failure,) = space(client).failures(ME)
    assert failure.run == space(client).runs.all(ME)[0].id


def test_a_run_is_taken_back_after_it_was_said_what_that_does(client: TestClient) -> None:
    sent(client, files=[("file", ("a.txt", TEXT.encode())), ("file", ("b.pdf", b"%PDF-1.4 nothing"))])
    (run,) = space(client).runs.all(ME)
    plan = client.get(f"/runs/{run.id}/take-back").text
    assert Interface("fa").count("n_withdrawn", 1) in plan
    assert Interface("fa").count("n_failures_forgotten", 1) in plan
    assert space(client).count(ME) == 1
    page = client.post(f"/runs/{run.id}/take-back").text
    assert Interface("fa")("run_taken_back") in page
    assert (space(client).count(ME), space(client).failures(ME)) == (0, [])
    assert client.get("/runs/nothing").status_code == client.post("/runs/nothing/take-back").status_code == 404


@pytest.mark.parametrize("language", LANGUAGES)
def test_failures_say_what_helps_in_each_language(client: TestClient, language: str) -> None:
    ui = Interface(language)
    assert all(ui.has(f"{what}_{code}") for what in ("code", "advice") for code in CODES)
    sent(client, files=[("file", ("b.pdf", b"%PDF-1.4 nothing")), ("file", ("c.bin", bytes(range(256))))])
    page = client.get("/failures", params={"ui": language}).text
    for code in ("corrupt", "unsupported"):
        assert ui(f"code_{code}") in page
        assert ui(f"advice_{code}") in page
    only = client.get("/failures", params={"code": "corrupt"}).text
    assert ("b.pdf" in only, "c.bin" in only) == (True, False)


def test_failures_are_tried_again_and_dismissed_on_the_page(client: TestClient) -> None:
    sent(client, files=[("file", ("b.pdf", b"%PDF-1.4 nothing")), ("file", ("c.pdf", b"%PDF-1.4 other"))])
    first = space(client).failures(ME)[0]
    answer = client.post("/failures", data={"act": "retry", "id": str(first.id)})
    assert answer.url.path.startswith("/runs/")
    for _ in range(900):
        if not space(client).runs.all(ME)[0].under_way:
            break
        time.sleep(0.1)
    retry = space(client).runs.all(ME)[0]
    assert (retry.kind, retry.failed, len(space(client).failures(ME))) == ("retry", 1, 2)
    assert [(run.failed, run.waiting) for run in space(client).runs.all(ME)] == [(1, 1), (2, 2)]
    assert client.post("/failures", data={"act": "dismiss", "code": "corrupt"}).url.path == "/failures"
    assert space(client).failures(ME) == []
    assert Interface("fa")("failures_none") in client.get("/failures").text
    assert [(run.failed, run.waiting) for run in space(client).runs.all(ME)] == [(1, 0), (2, 0)]
    for address in ("/runs", f"/runs/{retry.id}", "/upload"):
        told = client.get(address, params={"ui": "fa"}).text
        assert Interface("fa")("run_settled", n="۱") in told
        assert 'class="number wrong"' not in told


def edited(client: TestClient, key: str, **fields: tuple[str, str]) -> object:
    data = {"field": [*fields], "before": [a for a, _ in fields.values()], "after": [b for _, b in fields.values()]}
    return client.post(f"/documents/{key}/about", data=data)


def test_what_a_document_is_is_edited_and_taken_back_on_its_page(client: TestClient) -> None:
    sent(client, files=[("file", ("a.txt", TEXT.encode()))])
    document = next(space(client).documents(ME))
    page = client.get(f"/documents/{document.key}/about").text
    assert f"/api/v1/documents/{document.key}/original" in page
    assert "a.txt" in page
    edited(client, document.key, title=(document.title, "گشایش کتابخانه"), published=("", "1404-05-22"))
    now = space(client).document(ME, document.key)
    assert (now.title, now.published) == ("گشایش کتابخانه", "2025-08-13")
    late = edited(client, document.key, title=(document.title, "نام دیگر"))
    assert late.status_code == 409  # type: ignore[attr-defined]
    assert all(said in late.text for said in ("گشایش کتابخانه", "نام دیگر"))  # type: ignore[attr-defined]
    assert edited(client, document.key, published=("2025-08-13", "فردا")).status_code == 409  # type: ignore[attr-defined]
    history = space(client).editing.history(ME, document.key)
    client.post(f"/documents/{document.key}/about/undo", data={"decision": str(history[-1].decision.id)})
    assert space(client).document(ME, document.key).title == document.title


def test_versions_are_compared_by_words(client: TestClient, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    for text in (TEXT, TEXT.replace("یزد", "میبد")):
        path.write_text(text, encoding="utf-8")
        space(client).ingest(ME, [path])
    key = next(space(client).documents(ME)).key
    page = client.get(f"/documents/{key}/about", params={"old": 1}).text
    assert re.search("<del>یزد</del>\\s*<ins>میبد</ins>", page)
    assert client.get(f"/documents/{key}/about", params={"old": 7}).status_code == 404


def test_a_mail_leads_to_its_attachments_and_back(client: TestClient, tmp_path: Path) -> None:
    letter = mail()
    letter.add_attachment(TEXT.encode(), maintype="text", subtype="plain", filename="پیوست.txt")
    (tmp_path / "a.eml").write_bytes(letter.as_bytes())
    (tmp_path / "b.txt").write_text(TEXT + ".", encoding="utf-8")
    space(client).ingest(ME, [tmp_path / "a.eml", tmp_path / "b.txt"])
    found = {document.kind + document.uri[-5:]: document.key for document in space(client).documents(ME)}
    whole = found["maila.eml"]
    beside = space(client).originals.beside(ME, whole)
    assert [one.title for one in beside.parts] == [TEXT]
    assert [one.key for one in space(client).originals.beside(ME, beside.parts[0].key).whole] == [whole]
    assert [one.uri[-5:] for one in beside.folder] == ["b.txt"]
    copies = space(client).originals.beside(ME, beside.parts[0].key).copies
    assert [one.uri[-5:] for one in copies] == ["b.txt"]
    assert "پیوست.txt" in client.get(f"/documents/{whole}/about").text


def test_a_document_is_set_aside_and_brought_back_on_its_page(client: TestClient) -> None:
    sent(client, files=[("file", ("a.txt", TEXT.encode()))])
    key = next(space(client).documents(ME)).key
    assert client.post(f"/documents/{key}/withdraw").url.path == "/set-aside"
    assert client.get(f"/documents/{key}").status_code == 404
    assert "a.txt" in client.get("/set-aside").text
    assert client.post(f"/set-aside/{key}", data={"act": "restore"}).url.path == f"/documents/{key}"
    client.post(f"/documents/{key}/withdraw")
    client.post(f"/set-aside/{key}", data={"act": "erase"})
    assert Interface("fa")("set_aside_none") in client.get("/set-aside").text
    assert list(space(client).blobs.names(0)) == []


def test_the_first_page_says_what_waits_for_its_reader(client: TestClient) -> None:
    assert Interface("fa")("home_waiting") not in client.get("/").text
    space(client).monitors.add(ME, "همه", StoredQuery("کتابخانه"))
    sent(client, files=[("file", ("a.txt", TEXT.encode()))])
    space(client).matching.catch_up()
    shown = client.get("/").text
    assert f'<a href="/alerts?unread=1">{Interface("fa").count("n_unread", 1)}</a>' in shown
    assigned = space(client).assignments.assign(ME, [ME.name], Which())
    assert assigned.batch
    (share,) = space(client).assignments.progress(ME)
    shown = client.get("/").text
    assert f'<a href="/review?assigned={ME.name}&amp;sure=1">' in shown
    assert Interface("fa")("assign_waits", n=Interface("fa").number(share.waiting)) in shown


def test_the_first_page_says_what_came_in_lately(client: TestClient) -> None:
    sent(client, files=[("file", ("a.txt", TEXT.encode())), ("file", ("b.pdf", b"%PDF-1.4 nothing"))])
    page = client.get("/").text
    (run,) = space(client).runs.all(ME)
    document = next(space(client).documents(ME))
    assert f"/documents/{document.key}" in page
    assert f"/runs/{run.id}" in page
    assert Interface("fa").count("n_failures", 1) in page
    assert f"/?q=added:{run.started[:10]}" in page
    assert document.key in client.get("/", params={"q": f"added:{run.started[:10]}"}).text


def test_the_day_on_which_a_document_came_in_is_that_of_the_readers_clock(client: TestClient) -> None:
    """It was the day before for half of each night, beside a version of the day itself."""
    sent(client, data={"text": TEXT})
    with space(client).store.writing() as connection:
        connection.execute(update(documents).values(added_at="2025-08-15T21:15:00+00:00"))
    (key,) = space(client).searches.keys(ME, "گشایش")
    for address in ("/", f"/documents/{key}/about"):
        shown = client.get(address).text
        assert ("۲۵ مرداد ۱۴۰۴" in shown, "۲۴ مرداد ۱۴۰۴" in shown) == (True, False), address


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_refusal_that_begins_with_a_latin_name_is_read_as_its_language_is(client: TestClient, language: str) -> None:
    """The element takes the direction of the first letter; the English name that is refused is not to give it."""
    sent(client, files=[("file", ("a.txt", TEXT.encode()))])
    key = next(space(client).documents(ME)).key
    page = client.get(f"/documents/{key}/about", params={"old": 7, "ui": language})
    (said,) = re.findall('role="alert"><p><bdi>([^<]+)', page.text)
    strong = [unicodedata.bidirectional(letter) for letter in unescape(said)]
    assert page.status_code == 404
    assert next(kind for kind in strong if kind in ("L", "R", "AL")) in ("L" if language == "en" else ("R", "AL"))


def test_a_paragraph_that_moved_says_so_and_the_same_text_says_that(client: TestClient, tmp_path: Path) -> None:
    path, lines = tmp_path / "a.txt", [TEXT, "نشست پایان یافت.", "اعضا به یزد بازگشتند."]
    for text in ("\n".join(lines), "\n".join([lines[2], *lines[:2]]), "\n\n".join([lines[2], *lines[:2]])):
        path.write_text(text, encoding="utf-8")
        space(client).ingest(ME, [path])
    key = next(space(client).documents(ME)).key
    ui = Interface("fa")
    first, second = (client.get(f"/documents/{key}/about", params={"old": old, "ui": "fa"}).text for old in (1, 2))
    assert first.count(ui("version_moved")) == 1
    assert ui("version_same") not in first
    assert ui("version_same") in second
