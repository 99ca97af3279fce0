"""The page of counts: a scale that shows small numbers beside great ones, near-duplicates as one, filters, pages."""

import csv
import io
import json
import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import quote
from xml.etree import ElementTree

import openpyxl
import pytest
from fastapi.testclient import TestClient
from PIL import Image

from pipeline.settings import Settings
from pipeline.workspace import Workspace
from search_api.app import create_app
from search_api.pages.counts_chart import HEIGHT
from search_api.pages.language import Interface
from tests.makers import ME

UNIT = quote("دانشجو")
TELLS = "در مراسم سالانهٔ دانشگاه شمارهٔ {place} که در تالار شهر برگزار شد {number} دانشجو دانش‌آموخته شدند."
STORY = "رئیس دانشگاه یزد گفت امسال ۴۰ دانشجو از استان‌های همسایه پذیرفته شدند و خوابگاه تازه‌ای هم ساخته می‌شود."


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    folder = tmp_path_factory.mktemp("counted")
    numbers = [3, 12, 5000, 90_000, *range(100, 126)]
    rows = [
        {"id": f"d{at}", "text": TELLS.format(place=at, number=number), "published": f"2025-02-{at % 27 + 1:02}"}
        for at, number in enumerate(numbers)
    ]
    rows += [{"id": f"s{at}", "text": STORY, "published": f"2024-01-0{at}"} for at in (1, 2, 3)]
    rows.append({"id": "ar", "text": "شارك في الدورة ٢٥ طالبًا من جامعة بغداد.", "published": "2025-01-01"})
    for name, part in (("one", rows[:20]), ("two", rows[20:])):
        lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in part)
        (folder / f"{name}.jsonl").write_text(lines, encoding="utf-8")
    space = Workspace(Settings(workspace=folder / "workspace", workers=1))
    for name in ("one", "two"):
        assert space.ingest(ME, [folder / f"{name}.jsonl"], name).failed == 0
    with TestClient(create_app(space), base_url="http://127.0.0.1") as held:
        held.headers["accept"] = "text/html"
        yield held


def page(client: TestClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text[:400]
    return answer.text


def heights(html: str) -> list[float]:
    return [float(y) for y in re.findall(r'cy="([\d.]+)"', html)]


def test_a_great_number_does_not_flatten_the_others(client: TestClient) -> None:
    """Walk, finding 19."""
    html = page(client, f"/counts?unit={UNIT}&ui=en")
    ticks = re.findall(r'<text [^>]+direction="ltr"[^>]*>([^<]+)</text>', html)
    assert ticks == ["1", "10", "100", "1,000", "10,000"]
    assert max(heights(html)) - min(heights(html)) > HEIGHT / 2
    linear = page(client, f"/counts?unit={UNIT}&scale=linear&ui=en")
    low = [y for y in heights(linear) if y > HEIGHT * 0.9]
    assert len(low) == len(heights(linear)) - 2, "all but two lie on the ground"


def test_near_duplicates_are_one_point_and_say_how_many(client: TestClient) -> None:
    one = page(client, f"/counts?unit={UNIT}&until=2024&ui=en")
    assert len(heights(one)) <= 1
    assert one.count('class="hit"') == 1
    assert "2 identical or near-identical copies" in one
    each = page(client, f"/counts?unit={UNIT}&until=2024&group=none&ui=en")
    assert each.count('class="hit"') == 3


def test_counts_are_narrowed_and_paged(client: TestClient) -> None:
    html = page(client, f"/counts?unit={UNIT}&ui=en")
    assert "1–25 of 31" in html
    following = unescape(re.findall(r'href="([^"]+)" rel="next"', html)[0])
    assert "26–31 of 31" in page(client, f"/counts{following}")
    some = page(client, f"/counts?unit={UNIT}&source=one&ui=en")
    assert "1–20 of 20" in some
    chip = re.search(r'<ul class="chosen".*?href="([^"]+)"', some, re.DOTALL)
    assert chip
    assert "source" not in chip[1]
    assert "1–25 of 31" in page(client, unescape(chip[1]))
    assert client.get(f"/counts?unit={UNIT}&since=1404-25").status_code == 422


def test_subjects_are_of_one_language_at_a_time(client: TestClient) -> None:
    def units(address: str) -> set[str]:
        listed = re.findall(r'<ul class="units">(.*?)</ul>', page(client, address), re.DOTALL)[0]
        return set(re.findall("<bdi>([^<]+)</bdi>", listed))

    persian, arabic = units("/counts?ui=fa"), units("/counts?ui=fa&spoken=ar")
    assert persian
    assert arabic
    assert not persian & arabic
    assert units("/counts?ui=ar&spoken=all") >= persian | arabic


SVG = "{http://www.w3.org/2000/svg}"


def drawn(client: TestClient, address: str) -> ElementTree.Element:
    answer = client.get(address)
    assert answer.headers["content-type"].startswith("image/svg+xml"), answer.text[:400]
    return ElementTree.fromstring(answer.content)


def dots(root: ElementTree.Element) -> list[tuple[float, float]]:
    return [(float(one.get("cx", 0)), float(one.get("cy", 0))) for one in root.iter(SVG + "circle")]


def test_the_chart_over_time_is_a_drawing_and_a_picture(client: TestClient) -> None:
    html = page(client, f"/counts?unit={UNIT}&ui=en")
    root = drawn(client, f"/counts.svg?unit={UNIT}&ui=en")
    assert len(dots(root)) == len(heights(html))
    texts = ["".join(one.itertext()) for one in root.iter(SVG + "text")]
    assert [text.strip("\N{FIRST STRONG ISOLATE}\N{POP DIRECTIONAL ISOLATE}") for text in texts[1:6]] == [
        *("1", "10", "100", "1,000", "10,000")
    ]
    assert "دانشجو" in texts[0]
    sent = client.get(f"/counts.png?unit={UNIT}&ui=fa")
    assert sent.headers["content-type"] == "image/png"
    assert "asnad-counts.png" in sent.headers["content-disposition"]
    assert Image.open(io.BytesIO(sent.content)).size == (2 * int(root.get("width", 0)), 2 * int(root.get("height", 0)))
    assert client.get("/counts.svg?unit=").status_code == 422
    assert client.get(f"/counts.gif?unit={UNIT}").status_code in (404, 422)


def test_a_drawing_of_a_language_from_the_right_is_mirrored(client: TestClient) -> None:
    left, right = (drawn(client, f"/counts.svg?unit={UNIT}&ui={ui}") for ui in ("en", "fa"))
    width = float(left.get("width", 0))
    assert [(round(width - x, 1), y) for x, y in dots(right)] == dots(left)
    assert right.get("direction") == "rtl"
    assert any("۱۰۰" in text for text in right.itertext())


def test_a_drawing_has_the_filters_of_its_page(client: TestClient) -> None:
    html = page(client, f"/counts?unit={UNIT}&source=one&group=none&scale=linear&ui=en")
    address = unescape(re.findall(r'href="(/counts\.svg[^"]+)"', html)[0])
    assert len(dots(drawn(client, f"{address}&ui=en"))) == len(heights(html)) == 20
    assert client.get(f"/counts.svg?unit={UNIT}&since=1404-25").status_code == 422


def test_files_have_what_the_page_has(client: TestClient) -> None:
    html = page(client, f"/counts?unit={UNIT}&until=2024&ui=en")
    files = {one.partition("format=")[2]: unescape(one) for one in re.findall(r'href="(/api/v1/ind[^"]+)"', html)}
    assert len(list(csv.reader(io.StringIO(client.get(files["csv"]).text)))) == 2
    head, row = openpyxl.load_workbook(io.BytesIO(client.get(files["xlsx"]).content)).active.values
    assert dict(zip(head, row, strict=True))["number"] == 40
    each = client.get(f"/api/v1/indicators?unit={UNIT}&until=2024").json()
    assert len(each) == 3, "the API folds nothing that nobody asks to be folded"


def test_each_number_of_a_body_leads_to_as_many_sentences(client: TestClient) -> None:
    html = page(client, f"/counts?unit={UNIT}&by=body&ui=en")
    rows = re.findall(r'<th scope="row"><bdi>([^<]+)</bdi></th><td><a href="([^"]+)">([\d,]+)</a>', html)
    assert rows
    for name, href, number in rows:
        there = page(client, unescape(href) + "&ui=en")
        assert f"{number} figure" in there
        assert name in there
    assert "دانشگاه یزد" in {name for name, _, _ in rows}
    told = client.get(f"/api/v1/indicators/bodies?unit={UNIT}&group=near").json()
    assert [(one["name"], one["counts"]) for one in told] == [(name, int(number)) for name, _, number in rows]
    table = client.get(f"/api/v1/indicators/bodies?unit={UNIT}&format=csv").text
    assert "value,name,counts,most" in table
    root = drawn(client, f"/counts.svg?unit={UNIT}&by=body&ui=fa")
    assert any("دانشگاه یزد" in text for text in root.itertext())
    assert "دانشگاه یزد" not in page(client, f"/counts?unit={UNIT}&by=body&since=2025&ui=en")


def test_who_reads_a_language_that_no_document_has_sees_the_subjects_of_all(client: TestClient) -> None:
    """The page of an English reader was empty, and said that no document gives a figure."""
    english = client.get("/counts?ui=en").text
    assert "unit=" in english
    assert Interface("en")("counts_none") not in english
    assert Interface("en")("counts_none") in client.get("/counts?ui=en&spoken=en").text
