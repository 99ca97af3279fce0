"""A search that finds nothing because of its filters says so, and offers to lift each; the words are not blamed."""

from collections.abc import Iterator
from html import unescape

import pytest
from fastapi.testclient import TestClient

from pipeline.records import Source
from pipeline.workspace import Workspace
from search_api.app import create_app
from search_api.pages.language import LANGUAGES, Interface
from tests.makers import ME

PAGE = {"accept": "text/html"}


@pytest.fixture
def client(workspace: Workspace) -> Iterator[TestClient]:
    for number, published in enumerate(("2013-02-01", "2013-02-03", "2015-07-01")):
        text = f"خط لولهٔ گاز شمارهٔ {number} تعمیر شد."
        source = Source(f"file:///{number}.txt", f"{number}.txt", text.encode(), published=published)
        workspace.ingest_sources(ME, [source])
    with TestClient(create_app(workspace), base_url="http://localhost") as client:
        yield client


def shown(client: TestClient, ui: str, **asked: str | list[str]) -> str:
    """The part of the page that says how many there are, and what to do."""
    text = unescape(client.get("/", params={**asked, "ui": ui}, headers=PAGE).text)
    return text[text.index('<p class="count"') : text.index('<p class="watch"')]


@pytest.mark.parametrize("ui", LANGUAGES)
def test_filters_that_leave_nothing_are_offered_to_be_lifted(client: TestClient, ui: str) -> None:
    text = Interface(ui)
    one = shown(client, ui, q="گاز", since="2020")
    assert text.count("kept_by_filters", 3) in one
    assert text("no_results") not in one
    assert text.count("n_documents", 3) in one
    two = shown(client, ui, q="گاز", since="2015", until="2015-12", exclude="year:1394")
    assert text.count("n_documents", 1) in two, "without what is left out there is one"
    assert text("clear_all") in two
    assert f'<b class="no"><span aria-hidden="true">⊖ </span>{text("without")}</b>' in two
    assert text("kept_by_filters_all") in shown(client, ui, q="", month="1390-01")


def test_a_filter_that_changes_nothing_is_not_offered(client: TestClient) -> None:
    page = shown(client, "fa", q="گاز", since="2020", lang="fa")
    lift = page[page.index('<ul class="lift"') : page.index("</ul>")]
    assert lift.count("<li>") == 2, "the date, and all"
    assert "lang=fa" in lift
    assert "since=2020" not in lift


def test_words_that_no_document_has_are_told_as_before(client: TestClient) -> None:
    page = shown(client, "fa", q="زرافه", since="2020")
    assert Interface("fa")("no_results") in page
    assert 'class="lift"' not in page
    assert 'class="lift"' not in shown(client, "fa", q="گاز")
