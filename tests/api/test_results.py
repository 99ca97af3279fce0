"""How results are shown: as a list, a table that is sorted by any of its columns, or cards; many queries at once."""

import csv
import io
import re
from collections.abc import Iterator
from html import unescape
from itertools import pairwise
from pathlib import Path
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient
from openpyxl import load_workbook

from pipeline.query.lists import MOST
from pipeline.settings import Settings
from pipeline.workspace import Workspace
from search_api.app import create_app

MOU = "تفاهم نامه"
QUERIES = [MOU, "دانشگاه -میبد", '"بدون پایان', "ژژژژ", "نهاد:«دانشگاه میبد»"]


@pytest.fixture(scope="module")
def client(filled: Path) -> Iterator[TestClient]:
    with TestClient(create_app(Workspace(Settings(workspace=filled, workers=1))), base_url="http://127.0.0.1") as held:
        held.headers["accept"] = "text/html"
        yield held


def page(client: TestClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text[:500]
    return answer.text


def hits(client: TestClient, query: str, **more: str) -> list[dict[str, object]]:
    found = client.get("/api/v1/search", params={"q": query, "limit": 100, **more}).json()["items"]
    assert isinstance(found, list)
    return found


def keys(html: str) -> list[str]:
    return re.findall(r'id="hit-([^"]+)"', html)


@pytest.mark.parametrize("language", ["fa", "ar", "en"])
@pytest.mark.parametrize("how", ["table", "cards"])
def test_all_views_show_the_same_documents(client: TestClient, how: str, language: str) -> None:
    html = page(client, f"/?q=&group=none&view={how}&ui={language}")
    assert keys(html) == [hit["key"] for hit in hits(client, "", sort="newest")][:24]
    for key in keys(html):
        assert re.search(f'href="/documents/{key}[^"]*view={how}', html), "the way back keeps the view"


@pytest.mark.parametrize(
    "order", ["title", "source", "kind", "language", "pages", "newest", "oldest", "longest", "shortest"]
)
def test_a_table_is_sorted_by_each_of_its_columns(client: TestClient, order: str) -> None:
    html = page(client, f"/?q=&group=none&view=table&sort={order}&ui=en")
    assert keys(html) == [hit["key"] for hit in hits(client, "", sort=order)]
    head = re.search('<th scope="col" aria-sort="([a-z]+)"><a href="([^"]+)">([A-Z][a-z]+)', html)
    assert head
    falls = order in ("newest", "longest", "pages")
    assert head[1] == ("descending" if falls else "ascending")
    again = unescape(head[2])
    turned = {"newest": "oldest", "oldest": "newest", "longest": "shortest", "shortest": "longest"}.get(order, order)
    assert f"sort={turned}" in again


def test_what_is_sorted_by_a_name_stands_together_the_newest_first(client: TestClient) -> None:
    for field in ("kind", "language"):
        found = hits(client, "", sort=field)
        names = [hit[field] for hit in found]
        assert len([1 for one, other in pairwise(names) if one != other]) == len(set(names)) - 1
        for name in set(names):
            days = [str(hit["published"] or "")[:10] for hit in found if hit[field] == name]
            dated = [day for day in days if day]
            assert days == sorted(dated, reverse=True) + [""] * (len(days) - len(dated))


def test_many_queries_are_counted_at_once(client: TestClient) -> None:
    form = page(client, f"/batch?q={quote(MOU)}&ui=fa")
    assert f">{MOU}</textarea>" in form
    answer = client.post("/batch?ui=fa", data={"queries": "\n".join(QUERIES)})
    assert answer.status_code == 200
    rows = dict(re.findall(r'<a href="([^"]+)" dir="auto">.*?<td>([^<]+)</td>', answer.text))
    assert list(rows) == [f"/?q={quote(query, safe='')}" for query in QUERIES]
    for query in (MOU, "ژژژژ"):
        total = client.get("/api/v1/search", params={"q": query}).json()["total"]["value"]
        assert int(rows[f"/?q={quote(query, safe='')}"]) == total  # int() reads Persian digits
    assert not rows[f"/?q={quote(QUERIES[2], safe='')}"].isdecimal()


def test_counts_of_queries_are_given_as_files(client: TestClient) -> None:
    sent = {"file": ("queries.csv", "شماره;عبارت\n۱;تفاهم نامه\n۲;ژژژژ\n".encode("utf-8-sig"), "text/csv")}
    answer = client.post("/batch", data={"format": "csv"}, files=sent)
    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert 'filename="asnad-batch.csv"' in answer.headers["content-disposition"]
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    total = client.get("/api/v1/search", params={"q": MOU}).json()["total"]["value"]
    address = f"http://127.0.0.1/?q={quote(MOU, safe='')}"
    assert rows[:2] == [["query", "documents", "problem", "address"], [MOU, str(total), "", address]]
    assert [row[1] for row in rows[2:]] == ["0"]
    book = load_workbook(io.BytesIO(client.post("/batch", data={"format": "xlsx"}, files=sent).content))
    assert [cell.value for cell in next(book.active.iter_rows(min_row=2))][:2] == [MOU, str(total)]


def test_lists_that_cannot_be_asked_say_why(client: TestClient) -> None:
    nothing = client.post("/batch?ui=ar", data={"queries": " \n "})
    assert (nothing.status_code, "لم تُكتب عبارة" in nothing.text) == (422, True)
    many = client.post("/batch?ui=en", data={"queries": "\n".join(map(str, range(MOST + 1)))})
    assert (many.status_code, "more than 500 queries" in many.text) == (422, True)
    assert "\n499\n" in many.text, "what was typed is kept"
    broken = client.post("/batch?ui=en", files={"file": ("a.csv", b"\x00\x01\x02" * 40, "text/csv")})
    assert (broken.status_code, "could not be read" in broken.text) == (422, True)
