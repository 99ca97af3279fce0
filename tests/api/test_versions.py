"""Versions of a document on the pages: links that outlive them, what each was and who read it, and lines of any."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from pipeline.settings import Settings
from pipeline.workspace import Workspace
from search_api.app import create_app
from search_api.pages.language import LANGUAGES, Interface
from tests.makers import ME

FIRST = """نشست شورای شهر یزد
۱۳۹۱/۱۰/۲۶
بودجهٔ آب در نشست دیروز تصویب شد.
OPEC نشست دیگری دارد.
Annex
اعضا به میبد رفتند."""
SECOND = f"خبرنامهٔ شماره ۲\n{FIRST}".replace("اعضا به میبد رفتند.", "اعضا ماندند.")
BUDGET, MEMBERS = "بودجهٔ آب در نشست", "اعضا به میبد رفتند"


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[TestClient, str, dict[str, str]]]:
    """A client, the key of a document of two versions, and what the citation of the first had for some words."""
    folder = tmp_path_factory.mktemp("versions")
    space = Workspace(Settings(workspace=folder / "workspace", workers=1))
    path = folder / "خبرنامه.txt"
    with TestClient(create_app(space), base_url="http://127.0.0.1") as client:
        client.headers["accept"] = "text/html"
        ingest(space, path, FIRST)
        key = next(space.documents(ME)).key
        links = {words: cited(client, key, words) for words in (BUDGET, MEMBERS)}
        ingest(space, path, SECOND)
        yield client, key, links


def ingest(space: Workspace, path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    assert space.ingest(ME, [path]).failed == 0


def cited(client: TestClient, key: str, words: str) -> str:
    start = FIRST.index(words)
    page = client.get(f"/documents/{key}?at={start}-{start + len(words)}").text
    return str(re.findall(rf"http://[^/]+(/documents/{key}\?at=[-0-9a-f]+)#s", page)[0])


def lit(page: str) -> str:
    return unescape("".join(re.findall(r'<span class="passage-at"[^>]*>(.*?)</span>(?=[^<]|</p>)', page)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_that_moved_are_shown_where_they_stand_now(
    told: tuple[TestClient, str, dict[str, str]], language: str
) -> None:
    """A clerk's citation of one version underlined other words in the next one, and cut one of them."""
    client, _, links = told
    page = client.get(f"{links[BUDGET]}&ui={language}").text
    assert re.sub("<[^>]+>", "", lit(page)) == BUDGET
    assert Interface(language)("since_moved") in page
    start = FIRST.index(BUDGET)
    assert f'id="s{start}-{start + len(BUDGET)}"' in page, "the address has to lead there still"


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_that_are_gone_lead_to_the_version_that_had_them(
    told: tuple[TestClient, str, dict[str, str]], language: str
) -> None:
    client, key, links = told
    page = client.get(f"{links[MEMBERS]}&ui={language}").text
    assert lit(page) == ""
    assert Interface(language)("since_gone") in page
    href = unescape(re.findall(rf'href="(/documents/{key}/versions/1\?at=[^"]+)"', page)[0])
    old = client.get(href)
    assert old.status_code == 200
    assert lit(old.text) == MEMBERS


def test_links_without_a_check_lead_where_they_always_led(told: tuple[TestClient, str, dict[str, str]]) -> None:
    client, key, _ = told
    page = client.get(f"/documents/{key}?at=0-9&ui=en").text
    assert re.sub("<[^>]+>", "", lit(page)) == SECOND[:9]
    assert Interface("en")("since_unsure") not in page
    assert Interface("en")("since_unsure") in client.get(f"/documents/{key}?at=2-7&ui=en").text
    assert Interface("en")("since_gone") in client.get(f"/documents/{key}?at=2-7000&ui=en").text


def test_hits_and_facts_lead_with_a_check(told: tuple[TestClient, str, dict[str, str]]) -> None:
    client, key, _ = told
    hits = client.get("/?q=بودجه").text
    (href,) = re.findall(rf'href="(/documents/{key}[^"]*at=[0-9]+-[0-9]+-[0-9]+-[0-9a-f]{{8}}[^"]*)#s', hits)
    page = client.get(unescape(href) + "&ui=en").text
    assert "بودجه" in re.sub("<[^>]+>", "", page[page.index('class="passage-at"') :])
    assert Interface("en")("since_moved") not in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_version_says_which_it_is_of_how_many_when_and_by_whom(
    told: tuple[TestClient, str, dict[str, str]], language: str
) -> None:
    client, key, _ = told
    ui = Interface(language)
    two = ui("version_of", n=ui.number(2), total=ui.number(2))
    assert two in client.get(f"/documents/{key}?ui={language}").text
    about = client.get(f"/documents/{key}/about?ui={language}").text
    rows = re.findall("<li>(.*?)</li>", about[about.index('id="versions"') :])[:2]
    assert [re.search(r"\d\d:\d\d|[٠-٩۰-۹]{2}:[٠-٩۰-۹]{2}", row) is not None for row in rows] == [True, True]
    assert all(f"<bdi>{ME.name}</bdi>" in row for row in rows)
    assert f'href="/documents/{key}/versions/1"' in rows[1]
    old = client.get(f"/documents/{key}/versions/1?ui={language}")
    assert MEMBERS in old.text
    assert ui("version_of", n=ui.number(1), total=ui.number(2)) in old.text
    assert two not in old.text


def test_there_is_no_other_version(told: tuple[TestClient, str, dict[str, str]]) -> None:
    client, key, _ = told
    assert [client.get(f"/documents/{key}/versions/{n}").status_code for n in (0, 3)] == [404, 404]
    assert client.get(f"/documents/{key}/versions/-1").status_code == 422


def test_lines_are_read_from_the_side_of_their_document(told: tuple[TestClient, str, dict[str, str]]) -> None:
    """A date in figures stood at the left edge of a Persian newspaper."""
    client, key, _ = told
    for page in (client.get(f"/documents/{key}").text, client.get(f"/documents/{key}/versions/2").text):
        text = page[page.index('<div class="text"') :]
        sides = re.findall(r'<p dir="(\w+)"[^>]* id="s[^>]*>', text)
        assert sides == ["rtl", "rtl", "rtl", "rtl", "rtl", "ltr", "rtl"]
