"""The page of an entry: its relations as drawing and list, and what joining and parting would make, shown before."""

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from fastapi.testclient import TestClient

from pipeline.workspace import Workspace
from search_api.app import create_app
from search_api.pages.relations_graph import WIDTH
from tests.makers import ME
from tests.registers import told_by

UMBRELLA = "وزارت کشور و وزارت نیرو که ۵ مهر ۱۴۰۱ امضا شد"
NEWS = (
    ("ministries", "وزارت کشور و وزارت نیرو در ۵ مهر ۱۴۰۱ تفاهم‌نامه آبخیزداری امضا کردند.", "2022-09-27"),
    (
        "yazd",
        f"استانداری یزد و شرکت آب منطقه‌ای یزد در اجرای تفاهم‌نامه میان {UMBRELLA}، "
        "در ۲ آبان ۱۴۰۲ تفاهم‌نامه‌ای استانی امضا کردند.",
        "2023-10-25",
    ),
    (
        "kerman",
        f"استانداری کرمان و شرکت آب منطقه‌ای کرمان در اجرای تفاهم‌نامه میان {UMBRELLA}، "
        "در ۱۲ آذر ۱۴۰۲ تفاهم‌نامه‌ای استانی امضا کردند.",
        "2023-12-04",
    ),
    ("one", "دانشگاه یزد و استانداری یزد در ۱۶ شهریور ۱۴۰۴ تفاهم‌نامه همکاری امضا کردند.", "2025-09-07"),
    ("two", "تفاهم‌نامه همکاری دانشگاه یزد و استانداری یزد در ۱۶ شهریور ۱۴۰۴ امضا شد.", "2025-09-08"),
    ("three", "دانشگاه یزد و استانداری یزد در ۲۰ شهریور ۱۴۰۴ تفاهم‌نامه همکاری امضا کردند.", "2025-09-11"),
)


@pytest.fixture
def space(tmp_path: Path) -> Workspace:
    return told_by(tmp_path, [{"id": name, "title": name, "text": text, "published": day} for name, text, day in NEWS])


@pytest.fixture
def client(space: Workspace) -> Iterator[TestClient]:
    with TestClient(create_app(space), base_url="http://localhost") as client:
        yield client


def by_document(space: Workspace) -> dict[str, str]:
    """Id of a document → that of the newest entry that it tells of."""
    return {one.id: entry.id for entry in reversed(space.register.entries(ME)) for one in entry.witnesses}


def drawing(page: str) -> ElementTree.Element:
    found = re.search(r'<svg class="kin".*?</svg>', page, re.DOTALL)
    assert found
    return ElementTree.fromstring(found[0])


@pytest.mark.parametrize("language", ["fa", "ar", "en"])
def test_relations_are_drawn_with_a_list_that_says_the_same(
    client: TestClient, space: Workspace, language: str
) -> None:
    ids = by_document(space)
    page = client.get(f"/agreements/{ids['yazd']}?ui={language}").text
    svg = drawing(page)
    hrefs = [one.get("href") for one in svg.iter("a")]
    assert hrefs == [f"/agreements/{ids[name]}" for name in ("ministries", "yazd", "kerman")]
    assert [one.get("class") for one in svg.iter("a")] == [None, "here", None]
    assert len(list(svg.iter("path"))) == len(list(svg.iter("polygon"))) == 2
    edges = {float(one.get("x", "")) for one in svg.iter("rect")}
    assert (edges == {1.0}) == (language != "en")  # the lines of relations are where a line of text begins
    listed = page[page.index('<svg class="kin"') :]
    assert listed.count(f'<a href="/agreements/{ids["kerman"]}"') >= 2


def test_no_box_of_the_drawing_reaches_over_another_or_out_of_it(client: TestClient, space: Workspace) -> None:
    svg = drawing(client.get(f"/agreements/{by_document(space)['ministries']}").text)
    height = float(svg.get("viewBox", "").split()[3])
    bottom = 0.0
    for box in svg.iter("rect"):
        x, y, width, tall = (float(box.get(name, "")) for name in ("x", "y", "width", "height"))
        assert y > bottom
        bottom = y + tall
        assert x >= 0
        assert x + width <= WIDTH
    assert bottom <= height


def test_an_entry_without_relations_has_no_drawing(client: TestClient, space: Workspace) -> None:
    assert 'class="kin"' not in client.get(f"/agreements/{by_document(space)['one']}").text


def test_a_rejected_agreement_is_not_drawn(client: TestClient, space: Workspace) -> None:
    ids = by_document(space)
    space.deciding.judge(ME, ids["kerman"], "", "reject")
    hrefs = [one.get("href") for one in drawing(client.get(f"/agreements/{ids['yazd']}").text).iter("a")]
    assert f"/agreements/{ids['kerman']}" not in hrefs


def test_joining_is_shown_before_and_is_what_was_shown(client: TestClient, space: Workspace) -> None:
    ids = by_document(space)
    assert ids["one"] != ids["three"]
    before = [one.record() for one in space.register.entries(ME)]
    page = client.get(
        f"/agreements/{ids['one']}/preview", params={"verdict": "join", "value": ids["three"], "ui": "en"}
    )
    assert page.status_code == 200
    assert "one, two, three" in page.text
    assert [one.record() for one in space.register.entries(ME)] == before
    shown = space.register.would_join(ME, ids["one"], ids["three"])
    assert space.deciding.join(ME, ids["one"], ids["three"]).record() == shown.record()
    again = client.get(f"/agreements/{ids['one']}/preview", params={"verdict": "join", "value": ids["three"]})
    assert again.status_code == 409


def test_parting_is_shown_before_and_is_what_was_shown(client: TestClient, space: Workspace) -> None:
    entry = space.register.entry(ME, by_document(space)["one"])
    told = entry.ids[1]
    asked = {"verdict": "part", "value": told}
    page = client.get(f"/agreements/{entry.id}/preview", params=asked).text
    assert '<input type="hidden" name="value" value="' + told in page
    rest, apart = space.register.would_part(ME, entry.id, told)
    assert space.deciding.part(ME, entry.id, told).record() == apart.record()
    assert space.register.entry(ME, entry.id).record() == rest.record()
    assert client.get(f"/agreements/{entry.id}/preview", params=asked).status_code == 404


def test_a_preview_of_what_is_not_there_is_not_found(client: TestClient, space: Workspace) -> None:
    identity = by_document(space)["one"]
    for asked in ({"verdict": "join", "value": "nothing"}, {"verdict": "part", "value": "nothing"}):
        assert client.get(f"/agreements/{identity}/preview", params=asked).status_code == 404
    assert client.get(f"/agreements/{identity}/preview", params={"verdict": "reject", "value": ""}).status_code == 422


def test_the_api_tells_relations(client: TestClient, space: Workspace) -> None:
    ids = by_document(space)
    one = client.get(f"/api/v1/agreements/{ids['yazd']}").json()
    assert one["relations"] == [{"kind": "implements", "entry": ids["ministries"]}]
    assert client.get(f"/api/v1/agreements/{ids['one']}").json()["relations"] == []
