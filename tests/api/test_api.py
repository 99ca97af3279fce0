import io
import json
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from fastapi.testclient import TestClient
from PIL import Image

from corpora.tabular import BOM
from pipeline.settings import Settings
from pipeline.workspace import Workspace
from search_api.app import create_app
from tests.makers import ME

SNAPSHOT = Path(__file__).parent / "openapi.json"


@pytest.fixture
def client(filled_copy: Path) -> Iterator[TestClient]:
    app = create_app(Workspace(Settings(workspace=filled_copy, workers=1, upload_bytes=200_000)))
    with TestClient(app, base_url="http://localhost") as client:
        yield client


def finished(client: TestClient, job: dict[str, Any]) -> dict[str, Any]:
    for _ in range(300):
        found: dict[str, Any] = client.get(job["url"]).json()
        if found["state"] in ("done", "failed"):
            return found
        time.sleep(0.1)
    raise AssertionError("the job did not end")


def test_search_gives_marked_items(client: TestClient) -> None:
    answer = client.get("/api/v1/search", params={"q": "تفاهم نامه", "limit": 2}).json()
    assert answer["total"] == {"value": 6, "relation": "eq"}
    assert len(answer["items"]) == 2
    item = answer["items"][0]
    passage = item["passages"][0]
    start, end = passage["marks"][0]
    assert "تفاهم" in passage["text"][start - passage["start"] : end - passage["start"]]
    assert {"org", "lang", "source", "year"} == set(answer["facets"])


def test_cursors_walk_through_all_hits(client: TestClient) -> None:
    seen, cursor = [], ""
    while True:
        answer = client.get("/api/v1/search", params={"q": "تفاهم نامه", "limit": 2, "cursor": cursor}).json()
        seen += [item["key"] for item in answer["items"]]
        cursor = answer["next"]
        if not cursor:
            break
    assert len(seen) == len(set(seen)) == 6


@pytest.mark.parametrize(
    ("params", "status", "said"),
    [
        ({"q": '"نشست'}, 422, "not closed"),
        ({"q": "نشست", "cursor": "x"}, 422, "cursor"),
        ({"q": "نشست", "limit": "0"}, 422, "limit"),
        ({"q": "x" * 5000}, 422, "longer"),
        ({"q": "(" * 500 + "یزد" + ")" * 500}, 422, "too many brackets"),
        ({"q": "ا*"}, 422, "two letters"),
        ({"q": "NEAR/5 یزد"}, 422, "both sides"),
        ({"q": "date:1404-13"}, 422, "no such date"),
        ({"q": "count:تفاهم‌نامه>=x"}, 422, "UNIT>=N"),
        ({"q": "نشست", "sort": "best"}, 422, "sort"),
        ({"q": "نشست", "facets": "nothing"}, 422, "facets"),
    ],
)
def test_a_bad_question_gets_a_problem(client: TestClient, params: dict[str, str], status: int, said: str) -> None:
    answer = client.get("/api/v1/search", params=params)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert said in answer.json()["detail"]


def test_a_query_problem_says_where(client: TestClient) -> None:
    problem = client.get("/api/v1/search", params={"q": 'نشست "یزد'}).json()
    assert (problem["position"], problem["suggestion"]) == (5, 'نشست "یزد"')


@pytest.mark.parametrize("query", ["*", "؟!", "- (", ".*[آ-ی]+$", "چه است", "\\", "a" * 4000, "( ) [ ] { }", "و"])
def test_odd_questions_are_answered(client: TestClient, query: str) -> None:
    for operator in ("and", "or"):
        answer = client.get("/api/v1/search", params={"q": query, "operator": operator})
        assert answer.status_code == 200


def test_other_spellings_and_what_was_meant(client: TestClient) -> None:
    found = client.get("/api/v1/search", params={"q": "تفاهم‌نامه"}).json()
    assert "تفاهمنامه" not in found["items"][0]["title"]
    assert "تفاهمنامه‌ها" in found["also"] or "تفاهمنامهها" in found["also"]
    same = client.get("/api/v1/search", params={"q": "تفاهم‌نامه", "spelling": True}).json()
    assert 0 < same["total"]["value"] < found["total"]["value"]
    assert same["also"] == []
    meant = client.get("/api/v1/search", params={"q": "گذارش"}).json()
    assert (meant["total"]["value"], meant["suggestion"]) == (0, "گزارش")


def test_hits_by_date_and_by_story(client: TestClient) -> None:
    params = {"q": "تفاهم نامه", "sort": "newest", "group": "near", "facets": ["jalali_month", "unit"]}
    found = client.get("/api/v1/search", params=params).json()
    days = [item["published"] for item in found["items"]]
    assert days == sorted(days, reverse=True)
    assert all(item["copies"] == [] for item in found["items"])
    assert set(found["facets"]) == {"jalali_month", "unit"}


def test_the_histogram_counts_what_was_published(client: TestClient) -> None:
    params = {"q": "تفاهم نامه", "calendar": "jalali", "interval": "month"}
    bars = client.get("/api/v1/search/histogram", params=params).json()["items"]
    assert sum(bar["count"] for bar in bars) == 6
    assert [bar["value"] for bar in bars] == sorted(bar["value"] for bar in bars)
    every = client.get("/api/v1/search/histogram", params={"interval": "year"}).json()["items"]
    assert sum(bar["count"] for bar in every) > 20


@pytest.mark.parametrize("interval", ["year", "month"])
def test_the_histogram_counts_in_the_calendar_that_is_asked_for(client: TestClient, interval: str) -> None:
    """Hijri months were asked for, and Jalali ones were told as such."""
    params = {"q": "تفاهم نامه", "calendar": "hijri", "interval": interval}
    told = client.get("/api/v1/search/histogram", params=params).json()
    assert told["calendar"] == "hijri"
    assert sum(bar["count"] for bar in told["items"]) == 6
    for bar in told["items"]:
        found = client.get("/api/v1/search", params={"q": "تفاهم نامه", interval: bar["value"]}).json()
        assert (bar["value"][:8], found["total"]["value"]) == ("hijri:14", bar["count"])


def test_all_matches_as_a_file(client: TestClient) -> None:
    lines = client.get("/api/v1/search/export", params={"q": "تفاهم نامه"}).text.splitlines()
    assert len(lines) == 6
    assert all(json.loads(line)["mentions"] for line in lines)
    rows = (
        client.get("/api/v1/search/export", params={"q": "تفاهم نامه", "format": "csv"})
        .text.removeprefix(BOM)
        .splitlines()
    )
    assert (rows[0].split(",")[0], len(rows)) == ("id", 7)
    answer = client.get("/api/v1/search/export", params={"q": "تفاهم نامه", "format": "xlsx"})
    assert "asnad-%D8%AA%D9%81%D8%A7%D9%87%D9%85-" in answer.headers["content-disposition"]
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    head, *cells = sheet.iter_rows(values_only=True)
    assert [",".join(one or "" for one in head)] == rows[:1]
    assert len(cells) == 6
    for row in (dict(zip(head, one, strict=True)) for one in cells):
        assert "تفاهم" in row["passages"]
        assert row["published"] is None or (row["jalali"][:2], row["hijri"][:2]) == ("14", "14")
    assert client.get("/api/v1/search/export", params={"q": '"'}).status_code == 422


def test_the_counts_of_a_unit_with_their_sentences(client: TestClient) -> None:
    found = client.get("/api/v1/indicators", params={"unit": "تفاهمنامه"}).json()
    assert [point["number"] for point in found] == [58, 11, 42, 18, 7, 3]
    assert found == sorted(found, key=lambda point: point["published"])
    assert all("تفاهم" in point["sentence"] for point in found)
    rows = (
        client.get("/api/v1/indicators", params={"unit": "تفاهمنامه", "format": "csv"})
        .text.removeprefix(BOM)
        .splitlines()
    )
    assert (rows[0].split(",")[:2], len(rows)) == (["published", "number"], 7)
    assert client.get("/api/v1/indicators", params={"unit": "؟"}).json() == []


def test_filters_of_facets_narrow(client: TestClient) -> None:
    every = client.get("/api/v1/search", params={"q": "مذكرة"}).json()
    value = every["facets"]["org"][0]
    some = client.get("/api/v1/search", params={"q": "مذكرة", "org": value["value"]}).json()
    assert some["total"]["value"] == value["count"]


def test_a_document_by_key_id_and_address(client: TestClient) -> None:
    item = client.get("/api/v1/search", params={"q": "مذكرة تفاهم"}).json()["items"][0]
    found = client.get(f"/api/v1/documents/{item['key']}").json()
    assert found["uri"] == item["uri"]
    for mention in found["mentions"]:
        assert found["text"][mention["start"] : mention["end"]] == mention["surface"]


def test_a_document_that_is_not_there(client: TestClient) -> None:
    answer = client.get("/api/v1/documents/nowhere")
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")


def test_an_upload_is_a_job_and_then_a_document(client: TestClient) -> None:
    files = {"file": ("گزارش.txt", "نشست کارگروه پسته در رفسنجان برگزار شد.".encode())}
    answer = client.post("/api/v1/documents", files=files)
    assert answer.status_code == 202
    assert answer.headers["location"] == answer.json()["url"]
    job = finished(client, answer.json())
    assert (job["state"], job["detail"]["added"]) == ("done", 1)
    assert "blob" not in job["detail"]
    found = client.get("/api/v1/search", params={"q": "کارگروه پسته"}).json()
    assert [item["key"] for item in found["items"]] == job["detail"]["documents"]
    assert found["items"][0]["uri"].startswith("upload:/")
    again = finished(client, client.post("/api/v1/documents", files=files).json())
    assert again["detail"]["added"] == 0


def test_an_archive_can_be_uploaded(client: TestClient) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "خبر نخست درباره انار یزد")
        archive.writestr("b.pdf", b"")
    job = finished(client, client.post("/api/v1/documents", files={"file": ("a.zip", out.getvalue())}).json())
    assert (job["state"], job["detail"]["added"], job["detail"]["failed"]) == ("failed", 1, 1)
    assert job["detail"]["failures"][0]["code"] == "empty"


@pytest.mark.parametrize(("data", "status"), [(b"", 422), (b"x" * 200_001, 413)])
def test_an_upload_that_is_refused(client: TestClient, data: bytes, status: int) -> None:
    answer = client.post("/api/v1/documents", files={"file": ("a.txt", data)})
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")


def test_another_sites_page_may_not_upload(client: TestClient) -> None:
    headers = {"origin": "https://evil.example"}
    answer = client.post("/api/v1/documents", files={"file": ("a.txt", b"x")}, headers=headers)
    assert answer.status_code == 403


def test_another_host_name_is_refused(client: TestClient) -> None:
    assert client.get("/healthz", headers={"host": "evil.example"}).status_code == 400


@pytest.mark.parametrize(
    "path", ["/", "/?q=تفاهم نامه", "/upload", "/?q=lang:ar", '/?q="', "/documents/nowhere", "/jobs/none"]
)
@pytest.mark.parametrize(("language", "direction"), [("fa", "rtl"), ("ar", "rtl"), ("en", "ltr")])
def test_pages_in_three_languages(client: TestClient, path: str, language: str, direction: str) -> None:
    client.cookies.set("ui", language)
    answer = client.get(path)
    assert answer.status_code in (200, 404, 422)
    assert f'lang="{language}" dir="{direction}"' in answer.text
    assert "script-src 'self'" in answer.headers["content-security-policy"]


def test_what_a_document_says_is_escaped(client: TestClient) -> None:
    hostile = b"<h1>a &lt;script&gt;alert(1)&lt;/script&gt;</h1><p>b &lt;img src=x onerror=alert(1)&gt; unicorn</p>"
    page = b"<html><body>" + hostile + b"</body></html>"
    job = finished(client, client.post("/api/v1/documents", files={"file": ("a.html", page)}).json())
    for path in ("/?q=unicorn", f"/documents/{job['detail']['documents'][0]}"):
        text = client.get(path).text
        assert "<script>alert" not in text
        assert "<img src=x" not in text


def test_a_job_that_was_left_is_taken_up(filled_copy: Path) -> None:
    space = Workspace(Settings(workspace=filled_copy, workers=1))
    from search_api.uploads import UploadQueue

    identity = UploadQueue(space).add(ME, "a.txt", "گزارش زعفران در قائنات".encode(), "main")
    with TestClient(create_app(space), base_url="http://localhost") as client:
        job = finished(client, {"url": f"/api/v1/jobs/{identity}"})
        assert job["state"] == "done"


def test_the_openapi_snapshot_is_current(client: TestClient) -> None:
    """Delete the file and run again to take a new one; a change of it is a change of the interface."""
    found = client.get("/api/v1/openapi.json").json()
    if not SNAPSHOT.exists():
        SNAPSHOT.write_text(json.dumps(found, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
        pytest.fail("a new snapshot was written")
    assert found == json.loads(SNAPSHOT.read_text(encoding="utf-8"))
    assert found["openapi"].startswith("3.1")


def test_pages_are_shown_as_pictures(client: TestClient) -> None:
    hit = client.get("/api/v1/search", params={"q": "kind:pdf"}).json()["items"][0]
    pages = client.get(f"/api/v1/documents/{hit['key']}").json()["pages"]
    picture = client.get(pages[0]["picture"], params={"width": 400})
    assert picture.headers["content-type"] == "image/jpeg"
    with Image.open(io.BytesIO(picture.content)) as image:
        assert image.width == 400
    other = client.get("/api/v1/search", params={"q": "kind:html"}).json()["items"][0]
    for missing in (f"/api/v1/pages/{hit['key']}/99", f"/api/v1/pages/{other['key']}/1", "/api/v1/pages/none/1"):
        assert client.get(missing).status_code == 404
    assert client.get(f"/api/v1/pages/{hit['key']}/0").status_code == 422
