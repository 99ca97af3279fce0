"""An entity that the gazetteer knows is called in the language of the page, whatever text it was met in first."""

from collections.abc import Iterator
from html import unescape

import pytest
from fastapi.testclient import TestClient

from corpora.tables import table
from extractors.names.naming import place_value
from extractors.names.places import key
from extractors.names.spoken import LETTERS, called
from pipeline.records import Source
from pipeline.workspace import Workspace
from search_api.app import create_app
from tests.makers import ME

PAGE = {"accept": "text/html"}
CALLED = {
    "fa": ("هند", "پاکستان", "تهران", "سازمان ملل متحد"),
    "ar": ("الهند", "باكستان", "طهران", "الأمم المتحدة"),
    "en": ("India", "Pakistan", "Tehran", "United Nations"),
}
"""The same three places and a body, by language."""
ARABIC = "زار الوزير الهند وباكستان، وعقد اجتماعا في طهران مع وفد الأمم المتحدة."
PERSIAN = "وزیر از هند و پاکستان دیدار کرد و در تهران با هیئت سازمان ملل متحد نشست داشت."


@pytest.fixture
def client(workspace: Workspace) -> Iterator[TestClient]:
    for name, text in (("ar", ARABIC), ("fa", PERSIAN)):  # the Arabic names are met first
        workspace.ingest_sources(ME, [Source(f"file:///{name}.txt", f"{name}.txt", text.encode())])
    with TestClient(create_app(workspace), base_url="http://localhost") as client:
        yield client


def names(client: TestClient, path: str, ui: str, begin: str, end: str) -> str:
    text = unescape(client.get(f"{path}&ui={ui}", headers=PAGE).text)
    return text[text.index(begin) : text.index(end, text.index(begin))]


@pytest.mark.parametrize("ui", CALLED)
def test_facets_lists_and_the_side_column_call_it_as_the_page_speaks(
    client: TestClient, workspace: Workspace, ui: str
) -> None:
    other = {name for language, all_ in CALLED.items() for name in all_ if language != ui}
    shown = names(client, "/?q=*", ui, '<aside class="facets"', "</aside>")
    assert [name for name in CALLED[ui] if f"<bdi>{name}</bdi>" not in shown] == []
    assert [name for name in other if f"<bdi>{name}</bdi>" in shown] == []
    assert shown.count(f'<bdi>{CALLED[ui][0]}</bdi> <span class="number">') == 1, "both texts are of one entity"
    listed = unescape(client.get("/entities", params={"ui": ui}, headers=PAGE).text)
    assert [name for name in CALLED[ui] if f"<bdi>{name}</bdi></a>" not in listed] == []
    for address in ("ar", "fa"):
        document = workspace.document(ME, f"file:///{address}.txt").key
        facts = unescape(client.get(f"/documents/{document}", params={"ui": ui}, headers=PAGE).text)
        facts = facts[facts.index('class="facts"') if 'class="facts"' in facts else 0 :]
        assert [name for name in CALLED[ui] if f">{name}</bdi>" not in facts] == []


def test_a_name_that_a_person_gave_stays(client: TestClient, workspace: Workspace) -> None:
    (found,) = [one for one in workspace.entities.find(ME, "الهند") if one.entity.name == "الهند"]
    workspace.entities.rename(ME, found.entity.id, "شبه‌قاره")
    for ui in CALLED:
        assert '<h1 dir="auto">شبه‌قاره</h1>' in client.get(f"/entities/{found.entity.id}", params={"ui": ui}).text


@pytest.mark.parametrize("language", ["fa", "ar"])
def test_every_place_of_the_tables_has_a_name_of_the_language_or_its_own(language: str) -> None:
    """What is given is the same place, written with letters that the language has."""
    changed = 0
    for row in table("place_names"):
        name = called(language, "PLACE", row["word"], row["en"])
        if name != row["word"]:
            changed += 1
            assert LETTERS[language].fullmatch(name), (row["word"], name)
            assert called(language, "PLACE", name, row["en"]) == name, "it is called so for good"
            known = [place_value(key(name), spoken).get("english", row["en"]) for spoken in ("fa", "ar")]
            assert row["en"] in known, (row["word"], name)
    assert changed > 500


def test_each_organisation_has_one_name_in_a_language() -> None:
    for row in table("organisations"):
        if row["en"]:
            assert called(row["language"], "ORG", row["name"], row["en"]) == row["name"]
            assert called("en", "ORG", row["name"], row["en"]) == row["en"]
