"""Putting recognised text right, over the API and on its page."""

import html
import re
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from corpora.document import Document, Region, Span
from pipeline.people.principal import local
from pipeline.review.texts import Change
from pipeline.settings import Settings
from pipeline.workspace import Workspace
from search_api.app import create_app
from search_api.pages.corrections import changed_words, lines_of
from tests.makers import ME, scanned

TEXT = "تفاهم‌نامه همکاری\nدانشگاه یزد و انجمن حمایث از کودکان\nنسخهٔ اول"
FIELD = re.compile(
    r'<input type="hidden" name="(start|before)" value="(.*?)">|<textarea name="(after)".*?>(.*?)</textarea>'
)

LATE = re.compile(r'<p class="now" id="now-(\d+)".*?<bdi lang="fa">(.*?)</bdi>.*?<bdi>(.*?)</bdi>')


@pytest.fixture
def workspace(workspace: Workspace) -> Workspace:
    document, picture = scanned(TEXT)
    workspace.store.put([(document, workspace.blobs.put(picture))])
    workspace.indexing.sync()
    return workspace


@pytest.fixture
def client(workspace: Workspace) -> Iterator[TestClient]:
    with TestClient(
        create_app(Workspace(Settings(workspace=workspace.settings.workspace))), base_url="http://localhost"
    ) as client:
        yield client


@pytest.fixture
def key() -> str:
    return scanned(TEXT)[0].key


def wrong(text: str = TEXT) -> dict[str, object]:
    start = text.index("حمایث")
    return {"start": start, "end": start + 5, "before": "حمایث", "after": "حمایت"}


def test_a_correction_and_back(client: TestClient, key: str) -> None:
    made = client.post(f"/api/v1/corrections/{key}", json=[wrong()])
    assert made.status_code == 200
    (first,) = made.json()
    assert (first["before"], first["after"], first["state"], first["user"]) == ("حمایث", "حمایت", "applied", "local")
    document = client.get(f"/api/v1/documents/{key}").json()
    assert document["text"] == TEXT.replace("حمایث", "حمایت")
    assert [m["surface"] for m in document["mentions"] if m["label"] == "ORG"] == [
        "دانشگاه یزد",
        "انجمن حمایت از کودکان",
    ]
    assert client.get("/api/v1/search", params={"q": "حمایت"}).json()["total"]["value"] == 1
    back = client.delete(f"/api/v1/corrections/{key}/{first['id']}")
    assert [row["state"] for row in back.json()] == ["undone", "replaced"]
    assert client.get(f"/api/v1/documents/{key}").json()["text"] == TEXT


def test_what_is_refused_says_why(client: TestClient, key: str) -> None:
    address = f"/api/v1/corrections/{key}"
    assert client.post(address, json=[wrong() | {"before": "حمایت"}]).status_code == 409
    assert client.post(address, json=[wrong(), wrong()]).json()["detail"] == "two changes are of the same place"
    assert client.post(address, json=[]).status_code == 422
    assert client.delete(f"{address}/12").status_code == 409
    for missing in (client.get("/api/v1/corrections/x"), client.post("/api/v1/corrections/x", json=[wrong()])):
        assert missing.status_code == 404
    assert client.get(address).json() == []
    other_site = {"Origin": "https://other.example", "Sec-Fetch-Site": "cross-site"}
    assert client.post(address, json=[wrong()], headers=other_site).status_code == 403


def fields(page: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for hidden, value, name, text in FIELD.findall(page):
        found.setdefault(hidden or name, []).append(html.unescape(value or text))
    return found


def standing(page: str) -> dict[str, tuple[str, str]]:
    """The lines that somebody else was faster with: what they say now, and who wrote that."""
    return {at: (html.unescape(text), user) for at, text, user in LATE.findall(page)}


def test_the_page_takes_lines(client: TestClient, key: str) -> None:
    address = f"/pages/{key}/1"
    form = fields(client.get(address).text)
    assert form["after"] == form["before"] == TEXT.split("\n")
    form["after"][1] = form["after"][1].replace("حمایث", "حمایت")
    form["after"][2] = ""
    shown = client.post(address, data=form, follow_redirects=True)
    assert shown.status_code == 200
    assert fields(shown.text)["after"] == ["تفاهم‌نامه همکاری", "دانشگاه یزد و انجمن حمایت از کودکان"]
    assert shown.text.count("<ins") == 2
    changed = form["start"][1]
    assert (shown.url.path, shown.url.query, shown.url.fragment) == (address, b"saved=1", f"line-{changed}")
    assert f'id="line-{changed}"' in shown.text
    assert 'class="done" role="status"' in shown.text
    assert client.post(address, data=form).status_code == 200, "it stands so already"
    form["after"][1:] = ["دانشگاه یزد و انجمن حمایتگر از کودکان", "نسخهٔ یکم"]
    late = client.post(f"{address}?ui=fa", data=form)
    assert (late.status_code, "در این فاصله چیز دیگری آنجا ثبت شده است" in late.text) == (409, True)
    assert standing(late.text) == {changed: ("دانشگاه یزد و انجمن حمایت از کودکان", "local")}
    assert fields(late.text)["after"] == ["تفاهم‌نامه همکاری", "دانشگاه یزد و انجمن حمایتگر از کودکان"]
    assert "نسخهٔ یکم" in late.text, "what was typed into a line that is gone"
    first = client.get(f"/api/v1/corrections/{key}").json()[0]
    undone = client.post(f"{address}/undo", data={"correction": first["id"]}, follow_redirects=True)
    assert fields(undone.text)["after"][-1] == "نسخهٔ اول"
    assert client.post(f"{address}/undo", data={"correction": first["id"]}).status_code == 409
    assert client.post(address, data=fields(undone.text), follow_redirects=False).status_code == 303


def test_whoever_is_slower_keeps_what_he_typed_and_sees_both_sides(
    workspace: Workspace, client: TestClient, key: str
) -> None:
    """Another put the line right, one took that back: the page says what stands now, by whom, and what was typed."""
    address = f"/pages/{key}/1"
    form = fields(client.get(address).text)
    form["after"][1], form["after"][2] = form["after"][1].replace("حمایث", "حمایتگران"), "نسخهٔ دوم"
    start = TEXT.index("حمایث")
    said = Change(Span(start, start + 5), "حمایث", "حمایت همیشگی")
    workspace.texts.correct(local("امید"), key, [said])
    late = client.post(address, data=form)
    assert late.status_code == 409
    at = form["start"][1]
    assert standing(late.text) == {at: ("دانشگاه یزد و انجمن حمایت همیشگی از کودکان", "امید")}
    assert f'href="#line-{at}"' in late.text
    assert 'data-unsaved="yes"' in late.text
    again = fields(late.text)
    assert again["after"] == form["after"], "nothing that was typed is lost, also not in lines that nobody else changed"
    (one,) = workspace.texts.history(ME, key)
    workspace.texts.undo(local("سامي"), key, one.decision.id)
    late = client.post(address, data=again)
    assert standing(late.text) == {at: ("دانشگاه یزد و انجمن حمایث از کودکان", "سامي")}
    assert client.post(address, data=fields(late.text)).status_code == 200
    kept = client.get(f"/api/v1/documents/{key}").json()["text"].split("\n")
    assert kept == [TEXT.split("\n")[0], *form["after"][1:]]
    form["before"][1] = "چیزی دیگر" * 5000
    form["after"][1] = "چیز سوم"
    assert client.post(address, data=form).status_code == 409
    form["start"][1] = str(10**9)
    assert client.post(address, data=form).status_code == 409


def test_a_line_behind_one_that_became_longer_is_the_same_line(
    workspace: Workspace, client: TestClient, key: str
) -> None:
    address = f"/pages/{key}/1"
    form = fields(client.get(address).text)
    start = TEXT.index("حمایث")
    workspace.texts.correct(local("امید"), key, [Change(Span(start, start + 5), "حمایث", "حمایت همیشگی")])
    form["after"][2] = "نسخهٔ دوم"
    assert client.post(address, data=form).status_code == 200
    kept = client.get(f"/api/v1/documents/{key}").json()["text"].split("\n")
    assert kept[1:] == ["دانشگاه یزد و انجمن حمایت همیشگی از کودکان", "نسخهٔ دوم"]


def test_pages_that_are_not_there(client: TestClient, key: str) -> None:
    for address in ("/pages/nobody/1", f"/pages/{key}/2", f"/pages/{key}/0"):
        assert client.get(address).status_code == 404
    assert client.get(f"/documents/{key}").text.count(f'href="/pages/{key}/1"') == 1


@pytest.mark.parametrize(
    ("after", "said"),
    [
        ("متن دوم امضا شد", [("نخست", "دوم")]),
        ("متن نخست امضا", [("شد", "")]),
        ("این متن نخست امضا شد", [("متن", "این متن")]),
        ("متن نخست امضا شد.", [("شد", "شد.")]),
        ("متن  نخست امضا شد", []),
        ("", [("متن نخست امضا شد", "")]),
    ],
)
def test_a_line_is_compared_word_by_word(after: str, said: list[tuple[str, str]]) -> None:
    found = list(changed_words(5, "متن نخست امضا شد", after))
    assert [(change.before, change.after) for change in found] == said
    assert all(change.span.end - change.span.start == len(change.before) for change in found)


def test_lines_of_a_page_that_lies_askew() -> None:
    words = ["یک", "دو", "سه", "چهار", "پنج", "-", "شش"]
    boxes = [(7000, 500, 7900, 600), (4000, 560, 6900, 660), (1000, 640, 3900, 740), (7000, 640, 7900, 740)]
    boxes += [(6000, 660, 6900, 760), (5500, 715, 5600, 720), (4000, 690, 5400, 790)]
    text, regions = " ".join(words), list[Region]()
    for word, box in zip(words, boxes, strict=True):
        start = text.index(word)
        regions.append(Region(Span(start, start + len(word)), box, 0.5 if word == "سه" else 0.9))
    page = scanned("الف")[0].pages[0]
    document = Document("k", "k", "u", text)
    lines = lines_of(document, type(page)(Span(0, len(text)), "1", 0.9, tuple(regions)), (1000, 2000))
    assert [line.text for line in lines] == ["یک دو سه", "چهار پنج - شش"]
    assert [line.doubtful for line in lines] == [("سه",), ()]
    assert lines[0].view == (100, 83, 690, 82)
