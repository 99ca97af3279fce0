"""The PDF of a long document is blacked out as a job: how far it is, who may have it, and how long it is kept."""

import io
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from fastapi.testclient import TestClient
from PIL import Image
from pydantic import SecretStr
from sqlalchemy import select, update

from pipeline.errors import RunNotFound
from pipeline.people.principal import Principal
from pipeline.redaction.jobs import RedactionJobs
from pipeline.redaction.places import Wanted
from pipeline.redaction.redactions import AT_ONCE
from pipeline.settings import Settings
from pipeline.store import tables as t
from pipeline.workspace import Workspace
from search_api.app import create_app
from tests.makers import ME, scanned

PAGE = {"accept": "text/html"}
NAME = "مریم کاظمی"
PAGES = AT_ONCE + 2
ASKED = Wanted(words=(NAME,))


@pytest.fixture
def key(workspace: Workspace) -> str:
    """A scan of more pages than are made at once."""
    return scan(workspace)


def scan(workspace: Workspace) -> str:
    """Keeps such a scan; gives its key."""
    document, picture = scanned(f"دیدار {NAME}\nبا شهردار یزد", "دیدار")
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    out = io.BytesIO()
    image.save(out, "TIFF", save_all=True, append_images=[image] * (PAGES - 1))
    (page,) = document.pages
    spans = [page.span, *(replace(page.span, start=len(document.text)) for _ in range(PAGES - 1))]
    pages = [replace(page, span=spans[0], image="1")]
    pages += [replace(page, span=span, image=str(n), regions=()) for n, span in enumerate(spans[1:], 2)]
    workspace.store.put([(replace(document, pages=tuple(pages)), workspace.blobs.put(out.getvalue()))])
    workspace.indexing.settle()
    return document.key


@pytest.fixture
def client(workspace: Workspace) -> Iterator[TestClient]:
    with TestClient(create_app(workspace), base_url="http://localhost") as client:
        yield client


def ended(client: TestClient, path: str) -> dict[str, Any]:
    for _ in range(600):
        told: dict[str, Any] = client.get(path).json()
        if told["state"] not in ("queued", "running"):
            return told
        time.sleep(0.1)
    raise AssertionError(told)


def test_a_long_pdf_is_a_job_with_a_page_and_a_file(client: TestClient, key: str) -> None:
    shown = client.get(f"/documents/{key}/redact", params={"words": NAME, "ui": "en"}, headers=PAGE).text
    assert f"/documents/{key}/redacted.html" in shown
    assert f"/documents/{key}/redacted.pdf" not in shown
    assert f"It has {PAGES} pages, and making it takes a few minutes." in shown
    link = client.get(f"/documents/{key}/redacted.pdf", params={"words": NAME}, headers=PAGE, follow_redirects=False)
    assert (link.status_code, link.headers["location"].split("?")[0]) == (303, f"/documents/{key}/redact")
    made = client.post(f"/documents/{key}/redact", data={"words": NAME}, headers=PAGE, follow_redirects=False)
    assert made.status_code == 303
    identity = made.headers["location"].rsplit("/", 1)[-1]
    assert client.post(f"/documents/{key}/redact", data={"words": NAME}, headers=PAGE).url.path.endswith(identity)
    told = ended(client, f"/api/v1/redactions/{identity}")
    assert (told["state"], told["done"], told["pages"]) == ("done", PAGES, PAGES)
    for ui in ("fa", "ar", "en"):
        page = client.get(f"/redactions/{identity}", params={"ui": ui}, headers=PAGE)
        assert page.status_code == 200
        assert f"/redactions/{identity}/redacted.pdf" in page.text
    for path in (f"/redactions/{identity}/redacted.pdf", f"/api/v1/redactions/{identity}/file"):
        answer = client.get(path)
        assert answer.headers["content-type"] == "application/pdf"
        assert len(pypdfium2.PdfDocument(answer.content)) == PAGES
    assert client.post(f"/redactions/{identity}", headers=PAGE, follow_redirects=False).status_code == 303
    assert client.get(f"/api/v1/redactions/{identity}").status_code == 404
    assert client.get(f"/redactions/{identity}/redacted.pdf").status_code == 404


def test_the_api_makes_one_of_any_length(client: TestClient, key: str) -> None:
    made = client.post(f"/api/v1/documents/{key}/redacted", json={"words": [NAME]})
    assert made.status_code == 202
    assert ended(client, made.headers["location"])["state"] == "done"
    assert client.delete(made.headers["location"]).status_code == 204
    assert client.post(f"/api/v1/documents/{key}/redacted", json={"label": ["BODY"]}).status_code == 422
    assert client.post(f"/api/v1/documents/{key}/redacted", json={}).status_code == 422
    assert client.post("/api/v1/documents/nothing/redacted", json={"words": [NAME]}).status_code == 404


def test_on_a_shared_store_the_queue_makes_it_once_and_any_server_hands_it_out(database: str, tmp_path: Path) -> None:
    """Two servers on one PostgreSQL, with one place for raw bytes: one is asked, either makes it."""
    shared = {"database": SecretStr(database), "blobs": (tmp_path / "blobs").as_uri(), "workers": 1}
    spaces = [Workspace(Settings(workspace=tmp_path / name, **shared)) for name in ("one", "two")]  # type: ignore[arg-type]
    try:
        key = scan(spaces[0])
        with ExitStack() as servers:
            one, two = (
                servers.enter_context(TestClient(create_app(space), base_url="http://localhost")) for space in spaces
            )
            made = one.post(f"/api/v1/documents/{key}/redacted", json={"words": [NAME]})
            assert made.status_code == 202
            where = made.headers["location"]
            assert two.post(f"/api/v1/documents/{key}/redacted", json={"words": [NAME]}).headers["location"] == where
            told = ended(two, where)
            assert (told["state"], told["done"], told["pages"]) == ("done", PAGES, PAGES)
            copies = [client.get(f"{where}/file").content for client in (one, two)]
            assert copies[0] == copies[1]
            assert len(pypdfium2.PdfDocument(copies[0])) == PAGES
            assert two.delete(where).status_code == 204
            assert one.get(where).status_code == 404
    finally:
        for space in spaces:
            space.close()


def result(workspace: Workspace, identity: str) -> str:
    with workspace.store.engine.connect() as connection:
        detail = connection.execute(select(t.jobs.c.detail).where(t.jobs.c.id == identity)).scalar_one()
    return str(detail["result"])


def test_only_who_asked_and_admins_have_it_while_they_may_see_the_document(workspace: Workspace, key: str) -> None:
    copies = workspace.redactions.jobs
    asker, other, moved = (
        Principal(name, "person", {place: "viewer"})
        for name, place in (("زهرا", "main"), ("امید", "main"), ("زهرا", "desk"))
    )
    identity = copies.begin(asker, key, ASKED)
    copies.carry_out(identity)
    assert copies.file(asker, identity) == copies.file(ME, identity)
    for who in (other, moved, Principal("زهرا", "person", {})):
        with pytest.raises(RunNotFound):
            copies.job(who, identity)
        with pytest.raises(RunNotFound):
            copies.file(who, identity)
        with pytest.raises(RunNotFound):
            copies.cancel(who, identity)
    assert workspace.jobs(other) == []
    blob = result(workspace, identity)
    assert workspace.blobs.get(blob)
    workspace.delete(ME, key)
    assert copies.expire() == 1
    with pytest.raises(FileNotFoundError):
        workspace.blobs.get(blob)


def test_a_copy_is_kept_for_a_day(workspace: Workspace, key: str) -> None:
    copies = workspace.redactions.jobs
    identity = copies.begin(ME, key, ASKED)
    copies.carry_out(identity)
    blob = result(workspace, identity)
    for hours, kept in ((23, True), (25, False)):
        at = (datetime.now(UTC) - timedelta(hours=hours)).isoformat(timespec="seconds")
        with workspace.store.writing() as connection:
            connection.execute(update(t.jobs).where(t.jobs.c.id == identity).values(changed_at=at))
        assert copies.expire() == (0 if kept else 1)
        if kept:
            assert workspace.blobs.get(blob) == copies.file(ME, identity)
    with pytest.raises(RunNotFound):
        copies.file(ME, identity)
    with pytest.raises(FileNotFoundError):
        workspace.blobs.get(blob)


def test_what_is_stopped_is_taken_up_and_what_ends_programs_fails(workspace: Workspace, key: str) -> None:
    copies = workspace.redactions.jobs
    identity = copies.begin(ME, key, ASKED)
    copies.carry_out(identity, stopped=lambda: True)
    assert copies.job(ME, identity).job.state == "queued"
    assert copies.take_up() == [identity]
    for left in ([identity], []):  # killed twice while it was made
        with workspace.store.writing() as connection:
            connection.execute(update(t.jobs).where(t.jobs.c.id == identity).values(state="running"))
        assert copies.take_up() == left
    assert copies.job(ME, identity).job.state == "failed"
    again = copies.begin(ME, key, ASKED)
    assert again != identity
    copies.cancel(ME, again)
    copies.carry_out(again)
    with pytest.raises(RunNotFound):
        copies.job(ME, again)


def test_what_breaks_is_told(workspace: Workspace, key: str) -> None:
    def broken(*_: object) -> tuple[object, bytes | None]:
        raise ValueError("شکست")

    copies = RedactionJobs(workspace.store, workspace.blobs, broken, workspace.audit)
    identity = copies.begin(ME, key, ASKED)
    copies.carry_out(identity)
    assert copies.job(ME, identity).why == "it broke in a way that nobody foresaw"
    none = RedactionJobs(workspace.store, workspace.blobs, lambda *_: (None, None), workspace.audit)
    identity = none.begin(ME, key, ASKED)
    none.carry_out(identity)
    assert none.job(ME, identity).why == "the document has no pictures of pages"
