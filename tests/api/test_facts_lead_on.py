"""What was found in a document leads to all that have it; bodies of one name say of which country they are."""

import re
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi.testclient import TestClient

from pipeline.index.results import View
from pipeline.settings import Settings
from pipeline.workspace import Workspace
from search_api.app import create_app
from search_api.pages.language import Interface
from search_api.pages.panel import facts
from tests.makers import ME

NEWS = {
    "sa.txt": "الرياض - أعلنت وزارة الداخلية السعودية اليوم أن وزارة الداخلية أوقفت عشرة أشخاص في مكة المكرمة.",
    "iq.txt": "بغداد - قالت وزارة الداخلية العراقية إن وزارة الداخلية افتتحت مركزا جديدا في البصرة.",
}


def test_all_that_was_found_leads_to_all_documents_that_have_it(filled: Path) -> None:
    """Bodies, persons and places have pages; days, counts, amounts, shares and words lead to a search."""
    ui, asked = Interface("fa"), dict[str, tuple[str, str]]()
    with Workspace(Settings(workspace=filled, workers=1)) as space:
        for document in space.documents(ME):
            for label, rows in facts(document, ui):
                asked |= {row.everywhere: (label, document.key) for row in rows if not row.entity and label != "QUOTE"}
        assert {"DATE", "COUNT", "MONEY", "PERCENT", "AGREEMENT"} <= {label for label, _ in asked.values()}
        lost = []
        for query, (label, key) in asked.items():
            found = space.search(ME, query, View(limit=100))
            if key not in {hit.key for hit in found.hits}:
                lost.append((label, query))
    assert lost == []


def test_the_page_of_a_document_has_the_links(filled: Path) -> None:
    with Workspace(Settings(workspace=filled, workers=1)) as space:
        document = next(one for one in space.documents(ME) if any(m.label == "MONEY" for m in one.mentions))
        with TestClient(create_app(space), base_url="http://127.0.0.1") as client:
            page = client.get(f"/documents/{document.key}?ui=fa").text
            asked = [unescape(found) for found in re.findall(r'class="who" href="(/\?q=[^"]+)"', page)]
            assert any(parse_qs(urlsplit(one).query)["q"][0].startswith("amount:") for one in asked)
            for one in asked:
                assert 'class="hit"' in client.get(one, headers={"accept": "text/html"}).text, one


@pytest.mark.parametrize(
    ("language", "badge", "countries"),
    [("fa", "نهاد", ("عربستان سعودی", "عراق")), ("ar", "جهة", ("المملكة العربية السعودية", "العراق"))],
)
def test_ministries_of_one_name_say_of_which_country_they_are(
    tmp_path: Path, language: str, badge: str, countries: tuple[str, str]
) -> None:
    """Walk, finding 9: six «وزارة الداخلية — Ministry of Interior», and nothing told them apart."""
    folder = tmp_path / "in"
    folder.mkdir()
    for name, text in NEWS.items():
        (folder / name).write_text(text, encoding="utf-8")
    with Workspace(Settings(workspace=tmp_path / "workspace", workers=1)) as space:
        space.ingest(ME, [folder])
        with TestClient(create_app(space), base_url="http://127.0.0.1") as client:
            page = client.get("/entities", params={"q": "وزارة الداخلية", "ui": language}).text
            found = client.get("/api/v1/entities", params={"q": "وزارة الداخلية"}).json()
            facet = client.get("/", params={"q": "الداخلية", "ui": language}, headers={"accept": "text/html"}).text
    assert {one["entity"]["country"] for one in found} >= {"SA", "IQ"}
    for country in countries:
        assert f"<bdi>{country}</bdi>" in page
        assert f"<bdi>وزارة الداخلية ({country})</bdi>" in facet
    assert f'<span class="mention org">{badge}</span>' in page
