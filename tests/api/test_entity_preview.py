"""What merging and splitting entities would change is shown, as exactly that comes then, and decides nothing."""

import re
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from pipeline.people.principal import Principal
from pipeline.records import Source
from pipeline.workspace import Workspace
from search_api.app import create_app
from tests.makers import ME

TEXTS = (
    "سازمان آب با دانشگاه یزد تفاهم‌نامه امضا کرد. دانشگاه یزد از آن خبر داد.",
    "دانشگاه یزد در نشست انجمن نور بود.",
    "دانشگاه تهران و سازمان آب در نشست بودند.",
)
UNIVERSITY, OTHER = "دانشگاه یزد", "دانشگاه تهران"


@pytest.fixture
def client(workspace: Workspace) -> Iterator[TestClient]:
    workspace.ingest_sources(
        ME, [Source(f"file:///{n}.txt", f"{n}.txt", text.encode()) for n, text in enumerate(TEXTS)]
    )
    with TestClient(create_app(workspace), base_url="http://localhost", headers={"accept": "text/html"}) as client:
        yield client


def of(workspace: Workspace, name: str) -> str:
    return next(one.entity.id for one in workspace.entities.find(ME, name) if one.entity.name == name)


def numbers(page: str) -> list[tuple[int, int]]:
    """Documents and mentions of each column."""
    return [(int(a), int(b)) for a, b in re.findall(r"<td>(\d+) documents? · (\d+) mentions?</td>", page)]


def test_a_merge_is_shown_as_it_comes(client: TestClient, workspace: Workspace) -> None:
    one, other = of(workspace, UNIVERSITY), of(workspace, OTHER)
    for text in (other, OTHER):
        page = client.get(f"/entities/{one}/preview", params={"verdict": "same", "text": text, "ui": "en"}).text
        assert numbers(page) == [(2, 3), (1, 1), (3, 4)]
        assert "در نشست انجمن نور بود" in page
        assert "Make them one" in page
    assert list(workspace.log.entries(ME)) == [], "looking decides nothing"
    seen = re.search(r'name="if_seq" value="(\d+)"', page)
    assert seen
    said = {"verdict": "same", "one": one, "other": other, "if_seq": seen[1]}
    assert client.post("/entities/pairs", data=said).status_code == 200
    profile = workspace.entities.profile(ME, one)
    assert (profile.documents, profile.mentions) == (3, 4)
    again = client.get(f"/entities/{one}/preview", params={"verdict": "same", "text": OTHER})
    assert again.status_code in (404, 409), "it is that already"


def test_a_split_is_shown_as_it_comes(client: TestClient, workspace: Workspace) -> None:
    one, other = of(workspace, UNIVERSITY), of(workspace, OTHER)
    workspace.entities.same(ME, one, other)
    key = next(alias.key for alias in workspace.entities.profile(ME, one).aliases if alias.name == OTHER)
    shown = client.get(f"/entities/{one}?ui=en").text
    link = re.search(rf'href="(/entities/{one}/preview\?verdict=apart[^"]+)"', shown)
    assert link
    page = client.get(f"/entities/{one}/preview", params={"verdict": "apart", "text": key, "ui": "en"}).text
    assert numbers(page) == [(3, 4), (2, 3), (1, 1)]
    assert "و سازمان آب در نشست بودند" in page
    parted = workspace.entities.apart(ME, one, key)
    sides = [workspace.entities.profile(ME, identity) for identity in (one, parted.id)]
    assert [(side.documents, side.mentions) for side in sides] == [(2, 3), (1, 1)]


@pytest.mark.parametrize("text", ["نامی که نیست", "org:هیچ"])
def test_what_cannot_be_is_refused(client: TestClient, workspace: Workspace, text: str) -> None:
    one = of(workspace, UNIVERSITY)
    assert client.get(f"/entities/{one}/preview", params={"verdict": "same", "text": text}).status_code == 404
    assert client.get(f"/entities/{one}/preview", params={"verdict": "apart", "text": text}).status_code == 409
    assert client.get("/entities/nothing/preview", params={"verdict": "same", "text": one}).status_code == 404
    assert client.get(f"/entities/{one}/preview", params={"verdict": "same", "text": one}).status_code == 409


@pytest.mark.usefixtures("client")
def test_only_what_somebody_may_see_is_counted(workspace: Workspace) -> None:
    workspace.collections.add(ME, "desk")
    workspace.ingest_sources(ME, [Source("file:///d.txt", "d.txt", TEXTS[1].encode())], collection="desk")
    one = of(workspace, UNIVERSITY)
    keys = [alias.key for alias in workspace.entities.profile(ME, one).aliases]
    mine = Principal("سارا", "person", {"desk": "reviewer"})
    assert (workspace.entities.naming(ME, keys).documents, workspace.entities.naming(mine, keys).documents) == (3, 1)
    assert {e.document for e in workspace.entities.naming(mine, keys).evidence} == {
        workspace.document(ME, "file:///d.txt").key
    }
