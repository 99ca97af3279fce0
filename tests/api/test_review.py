"""Judging mentions over the API: who is faster, what cannot be meant, the queue, and the log."""

import time
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from pipeline.people.principal import local
from pipeline.records import Source
from pipeline.review.reviewed import Asked
from pipeline.settings import Settings
from pipeline.workspace import Workspace
from search_api.app import create_app
from tests.makers import ME

TEXT = "وزارت علوم با دانشگاه یزد تفاهم‌نامه امضا کرد. در نشست ۲۹ کارشناس از ۱۴ خرداد ۱۴۰۳ سخن گفتند."
OTHER = "وزارت علوم فراخوان داد."


@pytest.fixture
def client(workspace: Workspace) -> Iterator[TestClient]:
    for name, text in (("a", TEXT), ("b", OTHER)):
        workspace.ingest_sources(ME, [Source(f"file:///{name}.txt", f"{name}.txt", text.encode())])
    settings = Settings(workspace=workspace.settings.workspace)
    with TestClient(create_app(Workspace(settings)), base_url="http://localhost") as client:
        yield client


@pytest.fixture
def key(workspace: Workspace) -> str:
    return workspace.document(ME, "file:///a.txt").key


def rows(client: TestClient, key: str) -> dict[str, dict[str, Any]]:
    found = client.get(f"/api/v1/mentions/{key}").json()
    return {(one["machine"] or one["shown"])["surface"]: one for one in found}


def judging(row: dict[str, Any], verdict: str, **more: object) -> dict[str, object]:
    judged = row["machine"]["value"] if row["machine"] else None
    return {"verdict": verdict, "mention": row["id"], "judged": judged, "seen": row["seen"], **more}


def test_a_mention_is_judged_shown_and_taken_back(client: TestClient, key: str) -> None:
    row = rows(client, key)["۲۹ کارشناس"]
    made = client.post(f"/api/v1/mentions/{key}", json=[judging(row, "reject", note="میهمان بودند")])
    assert made.status_code == 200
    after = rows(client, key)["۲۹ کارشناس"]
    assert (after["shown"], after["state"], after["user"]) == (None, "applied", "local")
    shown = client.get(f"/api/v1/documents/{key}").json()["mentions"]
    assert "۲۹ کارشناس" not in [one["surface"] for one in shown]
    (said,) = client.get("/api/v1/decisions", params={"document": key}).json()
    assert (said["kind"], said["after"]["verdict"], said["note"], said["state"]) == (
        "mention",
        "reject",
        "میهمان بودند",
        "applied",
    )
    assert client.delete(f"/api/v1/decisions/{said['id']}").json()["state"] == "replaced"
    assert rows(client, key)["۲۹ کارشناس"]["shown"]["verdict"] == "unseen"
    assert [one["state"] for one in client.get("/api/v1/decisions").json()] == ["replaced", "undone"]
    assert client.delete(f"/api/v1/decisions/{said['id']}").status_code == 409
    assert client.delete("/api/v1/decisions/99").status_code == 409


def test_who_is_slower_is_told_both_sides(client: TestClient, key: str) -> None:
    row = rows(client, key)["وزارت علوم"]
    assert client.post(f"/api/v1/mentions/{key}", json=[judging(row, "accept")]).status_code == 200
    late = client.post(f"/api/v1/mentions/{key}", json=[judging(row, "reject")])
    assert late.status_code == 409
    assert (late.json()["now"]["decision"]["user"], late.json()["asked"]["verdict"]) == ("local", "reject")


def test_who_sends_the_tag_of_what_he_saw_is_stopped_by_any_change(client: TestClient, key: str) -> None:
    tag = client.get(f"/api/v1/mentions/{key}").headers["ETag"]
    found = rows(client, key)
    first = client.post(
        f"/api/v1/mentions/{key}", json=[judging(found["وزارت علوم"], "accept")], headers={"If-Match": tag}
    )
    assert (first.status_code, first.headers["ETag"] != tag) == (200, True)
    asked = [judging(found["دانشگاه یزد"], "accept")]
    second = client.post(f"/api/v1/mentions/{key}", json=asked, headers={"If-Match": tag})
    assert (second.status_code, second.headers["content-type"]) == (412, "application/problem+json")
    again = client.post(f"/api/v1/mentions/{key}", json=asked, headers={"If-Match": first.headers["ETag"]})
    assert again.status_code == 200


def test_what_was_missed_is_added_and_put_right(client: TestClient, key: str) -> None:
    start = TEXT.index("نشست")
    added = {"verdict": "add", "label": "ORG", "start": start, "end": start + 4}
    assert client.post(f"/api/v1/mentions/{key}", json=[added]).status_code == 200
    row = rows(client, key)["نشست"]
    assert (row["machine"], row["shown"]["verdict"], row["shown"]["value"]["name"]) == (None, "added", "نشست")
    value = {"number": 30, "modifier": "exact", "unit": "کارشناس"}
    count = rows(client, key)["۲۹ کارشناس"]
    assert client.post(f"/api/v1/mentions/{key}", json=[judging(count, "correct", value=value)]).status_code == 200
    assert rows(client, key)["۲۹ کارشناس"]["shown"]["value"]["number"] == 30


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ([{"verdict": "accept", "mention": "nobody"}], 409),
        ([{"verdict": "perhaps"}], 422),
        ([{"verdict": "add", "label": "ORG", "start": 3}], 422),
        ([{"verdict": "add", "label": "ORG", "start": 0, "end": 9000}], 409),
        ([{"verdict": "add", "label": "THING", "start": 0, "end": 4}], 422),
        ([], 422),
        ([{"verdict": "accept", "mention": "x", "seen": 10**400}], 422),
    ],
)
def test_what_cannot_be_meant_is_refused(client: TestClient, key: str, body: list[object], status: int) -> None:
    before = client.get(f"/api/v1/mentions/{key}").json()
    assert client.post(f"/api/v1/mentions/{key}", json=body).status_code == status
    assert client.get(f"/api/v1/mentions/{key}").json() == before
    assert client.post("/api/v1/mentions/nothing", json=[{"verdict": "accept"}]).status_code == 404


def test_the_queue_and_one_judgement_for_all_alike(client: TestClient) -> None:
    found = client.get("/api/v1/review", params={"doubtful": False, "label": "ORG", "order": "newest"}).json()
    assert found["total"] == len(found["items"]) == 3
    assert found["items"][0]["mention"]["surface"] == "وزارت علوم"
    only = client.get("/api/v1/review", params={"doubtful": False, "q": "فراخوان"}).json()
    assert [one["mention"]["surface"] for one in only["items"]] == ["وزارت علوم"]
    assert client.get("/api/v1/review", params={"q": "published:never"}).status_code == 422
    (alike,) = client.get("/api/v1/review/alike", params={"doubtful": False}).json()
    assert (alike["surface"], alike["mentions"]) == ("وزارت علوم", 2)
    asked = {"label": "ORG", "surface": "وزارت علوم", "verdict": "accept"}
    done = client.post("/api/v1/review/alike", json=asked).json()
    assert (done["mentions"], done["documents"], done["refused"]) == (2, 2, [])
    assert client.get("/api/v1/review/progress").json() == [
        {"user": "local", "label": "ORG", "verdict": "accept", "mentions": 2}
    ]
    assert client.post("/api/v1/review/alike", json=asked).status_code == 409
    assert client.delete(f"/api/v1/review/alike/{done['batch']}").json() == {"mentions": 2}
    assert client.get("/api/v1/review", params={"doubtful": False, "label": "ORG"}).json()["total"] == 3


def test_what_the_queue_shows_is_taken_as_it_came(client: TestClient, workspace: Workspace) -> None:
    """Mentions are shown with the name of their entity, which is another one than the machine read."""
    ministry = workspace.entities.find(ME, "وزارت علوم", "ORG")[0].entity
    workspace.entities.rename(ME, ministry.id, "وزارت دانش و فناوری")
    asked: dict[str, str | bool] = {"doubtful": False, "order": "newest"}
    for field in ("judged", "shown"):
        items = client.get("/api/v1/review", params=asked).json()["items"]
        named = [one for one in items if one["mention"]["value"].get("name") == "وزارت دانش و فناوری"]
        assert named
        assert all(one["judged"]["name"] != one["mention"]["value"]["name"] for one in named)
        one = named[0]
        value = one["judged"] if field == "judged" else one["mention"]["value"]
        said = {"verdict": "accept", "mention": one["mention"]["id"], "judged": value, "seen": one["seen"]}
        assert client.post(f"/api/v1/mentions/{one['document']}", json=[said]).status_code == 200
        other = {**said, "judged": {**value, "name": "دانشگاه یزد"}, "seen": 0}
        assert client.post(f"/api/v1/mentions/{one['document']}", json=[other]).status_code == 409
    samples = client.post("/api/v1/review/bulk", params={"dry_run": True}, json={"verdict": "accept", "label": "ORG"})
    for one in samples.json()["samples"]:
        said = {"verdict": "accept", "mention": one["mention"]["id"], "judged": one["judged"], "seen": one["seen"]}
        assert client.post(f"/api/v1/mentions/{one['document']}", json=[said]).status_code == 200


def test_a_second_look_and_what_is_disputed(client: TestClient, workspace: Workspace, key: str) -> None:
    first, second = (local(name) for name in ("زهرا", "رضا"))
    (one,) = (r for r in workspace.mentions.reviewed(ME, key) if r.machine and r.machine.surface == "۲۹ کارشناس")
    workspace.mentions.decide(first, key, one.asking("reject"))
    (waits,) = client.get("/api/v1/review/second").json()["items"]
    assert (waits["mention"]["surface"], waits["mention"]["verdict"]) == ("۲۹ کارشناس", "unseen")
    assert "زهرا" not in client.get("/api/v1/review/second").text
    workspace.mentions.decide(second, key, Asked("accept", waits["mention"]["id"], waits["judged"], waits["seen"]))
    found = client.get("/api/v1/review/disputed").json()
    assert (found["total"], client.get("/api/v1/review/second").json()["total"]) == (1, 0)
    (dispute,) = found["items"]
    assert [(said["user"], said["verdict"]) for said in dispute["said"]] == [("زهرا", "reject"), ("رضا", "accept")]
    asked = {"verdict": "correct", "mention": dispute["mention"]["id"], "judged": dispute["judged"]}
    settled = {**asked, "seen": dispute["seen"], "settles": dispute["said"][0]["decision"]}
    assert client.post(f"/api/v1/mentions/{key}", json=[settled]).status_code == 200
    assert rows(client, key)["۲۹ کارشناس"]["shown"] is None
    assert client.get("/api/v1/review/disputed").json()["total"] == 0
    assert client.post(f"/api/v1/mentions/{key}", json=[settled]).status_code == 409


def test_many_are_judged_as_a_job_and_taken_back(client: TestClient) -> None:
    path, asked = "/api/v1/review/bulk", {"verdict": "reject", "label": "ORG", "surface": "وزارت علوم"}
    dry = client.post(path, params={"dry_run": True}, json=asked)
    assert (dry.status_code, dry.json()["mentions"], dry.json()["documents"]) == (200, 2, 2)
    assert client.get("/api/v1/decisions").json() == []
    assert client.post(path, json=asked, headers={"If-Match": '"other"'}).status_code == 412
    headers = {"If-Match": dry.headers["etag"], "Idempotency-Key": "یک".encode().hex()}
    made = client.post(path, json=asked, headers=headers)
    again = client.post(path, json=asked, headers=headers)
    assert (made.status_code, again.json()["id"]) == (202, made.json()["id"])
    assert ended(client, made.headers["location"])["judged"] == 2
    assert client.post(path, json=asked).status_code == 409
    back = client.delete(made.headers["location"])
    assert (back.status_code, back.json()["undoes"]) == (202, made.json()["id"])
    assert ended(client, back.headers["location"])["judged"] == 2
    states = [one["state"] for one in client.get("/api/v1/decisions").json()]
    assert states == ["replaced", "replaced", "undone", "undone"]
    assert {one["undone_by"] for one in client.get(path).json()} == {None, back.json()["id"]}
    assert client.get(f"{path}/nothing").status_code == 404
    assert client.post(path, json={"verdict": "accept"}).status_code == 409


def ended(client: TestClient, path: str) -> dict[str, Any]:
    """A job once it has ended."""
    for _ in range(200):
        told: dict[str, Any] = client.get(path).json()
        if told["state"] == "done":
            return told
        time.sleep(0.05)
    raise AssertionError(told)
