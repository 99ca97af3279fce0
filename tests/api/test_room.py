"""The reading room: a document keeps the search that led to it, lists can be narrowed and left out, offers are made."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import quote, unquote

import pytest
from fastapi.testclient import TestClient

from corpora.document import Span
from pipeline.settings import Settings
from pipeline.store.entities import Entity
from pipeline.workspace import Workspace
from search_api.app import create_app
from search_api.pages.facets import Reader
from search_api.pages.language import Interface, month_sets
from search_api.pages.shell import Items
from tests.makers import ME

MOU = "تفاهم نامه"
Q = quote(MOU)


@pytest.fixture(scope="module")
def client(filled: Path) -> Iterator[TestClient]:
    with TestClient(create_app(Workspace(Settings(workspace=filled, workers=1))), base_url="http://127.0.0.1") as held:
        held.headers["accept"] = "text/html"
        yield held


def page(client: TestClient, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.text[:500]
    return answer.text


def links(html: str, pattern: str) -> list[str]:
    return [unescape(found) for found in re.findall(rf'href="({pattern})"', html)]


def test_a_document_keeps_the_search_that_led_to_it(client: TestClient) -> None:
    """Walk, finding 2."""
    listed = page(client, f"/?q={Q}&ui=en&lang=fa&sort=oldest")
    hits = [link for link in links(listed, '/documents/[^"#]+') if "&n=2" in link and "at=" not in link]
    html = page(client, hits[0])
    marks = re.findall(r'<mark id="hit-(\d+)">', html)
    assert marks == [str(number) for number in range(1, len(marks) + 1)]
    assert marks
    back = links(html, '/\\?[^"]+#hit-[^"]+')[0]
    assert f"q={quote('تفاهم')}+{quote('نامه')}" in back
    assert "lang=fa" in back
    assert "sort=oldest" in back
    assert "n=" not in back
    key = hits[0].split("/")[2].split("?")[0]
    assert f'id="hit-{key}"' in page(client, back.split("#")[0])


def test_results_are_gone_through_from_document_to_document(client: TestClient) -> None:
    def listed(html: str) -> list[str]:
        found = links(html, '/documents/[^"#]+&amp;n=\\d+')
        return [link for link in dict.fromkeys(found) if "at=" not in link]

    first = page(client, "/?q=*&group=none&ui=en")
    second = page(client, links(first, '\\?[^"]+cursor[^"]+')[-1])
    order = [*listed(first), *listed(second)]
    html, seen = page(client, order[8]), [order[8]]
    for _ in range(3):
        seen.append(unescape(_following(html)))
        html = page(client, seen[-1])
    assert [link.split("?")[0] for link in seen] == [link.split("?")[0] for link in order[8:12]]
    assert 'rel="prev"' in html
    assert "cursor=" in links(html, '/\\?[^"]+#hit-[^"]+')[0]


def _following(html: str) -> str:
    found = re.search(r'href="([^"]+)" rel="next"', html)
    assert found
    return found[1]


def test_a_long_document_is_searched_by_itself(client: TestClient) -> None:
    key = client.get("/api/v1/search", params={"q": MOU}).json()["items"][0]["key"]
    html = page(client, f"/documents/{key}?q={Q}&in={quote('دانشگاه')}&ui=en")
    marked = {re.sub("<[^>]+>", "", found) for found in re.findall(r'<mark id="hit-\d+">(.*?)</mark>', html)}
    assert marked
    assert not any("تفاهم" in word for word in marked)
    assert 'name="q"' in html
    assert "does not parse" not in page(client, f"/documents/{key}?in=%22{Q}&ui=en")


def test_a_passage_has_an_address_of_its_own(client: TestClient) -> None:
    found = client.get("/api/v1/search", params={"q": MOU}).json()["items"][0]
    start, end = found["passages"][0]["start"], found["passages"][0]["end"]
    html = page(client, f"/documents/{found['key']}?at={start}-{end}&ui=fa")
    assert f'class="passage-at" id="s{start}-{end}"' in html
    assert re.search(rf"\?at={start}-{end}-[0-9]+-[0-9a-f]{{8}}#s{start}-{end}", unescape(html))
    for wrong in ("5-2", "0-99999999", "x", "-"):
        assert "passage-at" not in page(client, f"/documents/{found['key']}?at={wrong}")


def test_a_document_is_cited_in_three_styles(client: TestClient) -> None:
    found = client.get("/api/v1/search", params={"q": MOU}).json()["items"][0]
    html = unescape(page(client, f"/documents/{found['key']}?ui=en"))
    assert "@online{asnad" in html
    assert f"http://127.0.0.1/documents/{found['key']}" in html
    assert all(f'id="cite-{style}"' in html for style in ("plain", "bibtex", "footnote"))


@pytest.mark.parametrize(
    ("query", "offered"),
    [
        ("نفت یا گاز", "نفت OR گاز"),
        ("نفط أو غاز", "نفط OR غاز"),
        ("تیم NOT پرسپولیس", "تیم -پرسپولیس"),
        ("تیم بدون پرسپولیس", "تیم -پرسپولیس"),
        ("تیم AND پرسپولیس", "تیم پرسپولیس"),
        ('"سازمان ملل" و "وزارت کشور"', '"سازمان ملل" "وزارت کشور"'),
        ("ogr:شهرداری", "org:شهرداری"),
    ],
)
def test_what_may_be_an_operator_is_offered(client: TestClient, query: str, offered: str) -> None:
    """Walk, finding 12: offered, never changed."""
    html = unescape(page(client, f"/?q={quote(query)}&ui=en"))
    assert f">{offered}</a>" in html
    assert f'name="q" value="{query}"' in unescape(html)


@pytest.mark.parametrize("query", ["زن و مرد", "نفت OR گاز", "ساعت 10:30", "https://example.ir/1", "تیم -پرسپولیس"])
def test_nothing_is_offered_where_nothing_is_meant_otherwise(client: TestClient, query: str) -> None:
    html = page(client, f"/?q={quote(query)}&ui=en")
    assert "was taken for a word" not in html
    assert "There is no field" not in html


def test_the_values_of_a_field_with_few_are_named(client: TestClient) -> None:
    shown = page(client, "/?q=lang:zz&ui=en")
    assert "The field “lang” has no “zz”. It has: <bdi>fa · ar · en</bdi>" in unescape(shown)
    assert "It has:" not in page(client, "/?q=lang:fa&ui=en")


def test_an_unknown_field_is_named(client: TestClient) -> None:
    assert "There is no field “foo”" in page(client, f"/?q={quote('foo:یزد')}&ui=en")


def test_fields_have_names_in_persian_and_arabic(client: TestClient) -> None:
    def total(query: str) -> int:
        return int(client.get("/api/v1/search", params={"q": query}).json()["total"]["value"])

    assert total("نهاد:«دانشگاه میبد»") == total("org:«دانشگاه میبد»") > 0
    assert total("سال:۱۴۰۴") == total("السنة:۱۴۰۴") == total("year:1404") > 0
    assert total("زبان:فارسی") == total("اللغة:الفارسية") == total("lang:fa") > 0
    assert total("تاریخ:۱۴۰۴") == total("التاريخ:1404") == total("date:1404") > 0


def test_an_empty_question_lists_everything(client: TestClient) -> None:
    """Walk, finding 5; without any parameter it is the first page."""
    everything = client.get("/api/v1/search").json()["total"]["value"]
    assert everything == 24
    assert client.get("/api/v1/search", params={"q": "*", "sort": "newest"}).json()["total"]["value"] == everything
    assert 'class="hit"' in page(client, "/?q=&sort=newest")
    assert 'class="hit"' not in page(client, "/")
    days = re.findall(r'<time datetime="([^"]+)"', page(client, "/?q=*&group=none"))
    assert days == sorted(days, reverse=True)


def test_hints_mend_what_the_reader_wrote(client: TestClient) -> None:
    """Walk, finding 13."""
    assert '"سازمان ملل"' in unescape(page(client, f"/?q=%22{quote('سازمان ملل')}&ui=fa", 422))
    assert ">date:1404-12</a>" in unescape(page(client, "/?q=date:1404-13&ui=fa", 422))


def totals(client: TestClient, **params: str | list[str]) -> int:
    return int(client.get("/api/v1/search", params={"q": "", **params}).json()["total"]["value"])


def test_facets_exclude_and_take_any(client: TestClient) -> None:
    """Walk, finding 15."""
    everything = totals(client)
    persian, arabic = totals(client, lang="fa"), totals(client, lang="ar")
    assert totals(client, exclude="lang:fa") == everything - persian
    both = totals(client, lang=["fa", "ar"])
    assert totals(client, lang=["fa", "ar"], any="lang") == persian + arabic - both
    kinds = client.get("/api/v1/search", params={"q": "", "facets": "kind"}).json()["facets"]["kind"][:2]
    assert totals(client, kind=[kind["value"] for kind in kinds]) == sum(kind["count"] for kind in kinds)
    assert client.get("/api/v1/search", params={"q": "", "exclude": "nothing"}).status_code == 422
    html = page(client, "/?q=&kind=html&exclude=lang:ar&ui=en")
    assert 'class="out"' in html
    assert "Clear all" in html


def test_facets_count_entities_and_show_all_of_them(client: TestClient) -> None:
    html = page(client, f"/facets/org?q=&ui=fa&find={quote('دانشگاه')}")
    names = re.findall(r"<bdi>([^<]+)</bdi></a> <span", html)
    assert names
    assert all("دانشگاه" in name for name in names)
    narrowed = next(link for link in links(html, '/\\?[^"]+') if "entity=" in link and "exclude" not in link)
    assert 'class="hit"' in page(client, narrowed)
    assert 'class="number"' in html
    page(client, "/facets/nothing", 404)


def test_dates_are_narrowed_in_any_calendar_and_the_undated_are_listed(client: TestClient) -> None:
    """Walk, finding 14."""
    solar = totals(client, since="1404-01-01", until="1404-12-29")
    assert solar == totals(client, since="2025-03-21", until="2026-03-20") > 0
    assert solar == totals(client, since="۱۴۰۴", until="۱۴۰۴")
    undated = totals(client, published="none")
    months = client.get("/api/v1/search/histogram").json()["items"]
    assert undated + sum(month["count"] for month in months) == totals(client)
    assert totals(client, q="published:none") == undated
    assert "published=none" in page(client, "/?q=&ui=fa") or not undated
    answer = client.get("/api/v1/search", params={"q": "", "since": "1404-25"})
    assert answer.status_code == 422
    assert answer.json()["suggestion"]


@pytest.mark.parametrize("months", ["jalali", "hijri", "gulf"])
def test_months_with_their_bars_and_days_of_arrival_are_those_of_the_reader(client: TestClient, months: str) -> None:
    """Walk, finding 22: with Hijri months the histogram stayed Gregorian."""
    client.cookies.set("shown", f"{months}.latin.")
    try:
        html = page(client, "/?q=&ui=ar&interval=month&group=none")
        bars = re.findall(r'<a href="([^"]+)" title="([^"]+) \d{4}: (\d+)"', html)
        assert bars
        for href, name, number in bars:
            assert name in month_sets("ar")[months].names
            assert page(client, unescape(href)).count('class="hit"') == int(number)
        added = re.search(r'href="[^"]*added=([^"&]+)', html)
        assert added is not None
        assert page(client, f"/?q=&ui=ar&group=none&added={added[1]}").count('class="hit"') == 10
        assert unquote(added[1]).startswith("hijri:") == (months == "hijri")
    finally:
        client.cookies.delete("shown")


def test_a_list_says_where_it_stands(client: TestClient) -> None:
    """Walk, finding 16."""
    first = page(client, "/?q=&group=none&ui=en")
    assert "1–10 of 24" in first
    second = page(client, links(first, '\\?[^"]+cursor[^"]+')[-1])
    assert "11–20 of 24" in second
    third = page(client, links(second, '\\?[^"]+cursor[^"]+')[-1])
    assert "21–24 of 24" in third
    assert "Previous page" in third
    assert "Next page" not in third


def test_matches_are_in_the_text_as_it_is(filled: Path) -> None:
    with Workspace(Settings(workspace=filled, workers=1)) as space:
        document = space.document(ME, space.search(ME, MOU).hits[0].key)
        found = space.searches.marks(ME, MOU, document)
        assert found.text
        body = document.body()
        for mark in found.text:
            assert "تفاهم" in document.text[mark.start : mark.end]
            assert any(part.covers(Span(mark.start, mark.end)) for part in body)


def test_namesakes_that_nothing_tells_apart_are_numbered(filled: Path) -> None:
    """A list of bodies had «دفتر امور اجتماعی استانداری (e14b0d)»."""
    name = "دفتر امور اجتماعی استانداری"
    known = {
        "a": Entity("a", "ORG", name),
        "b": Entity("b", "ORG", name, place="یزد"),
        "c": Entity("c", "ORG", name),
        "d": Entity("d", "ORG", "بانک سپه", place="تهران"),
        "e": Entity("e", "ORG", "وزارة الداخلية", english="Ministry of Interior", country="IQ"),
        "f": Entity("f", "ORG", "وزارة الداخلية", english="Ministry of Interior", country="SA"),
    }
    with Workspace(Settings(workspace=filled, workers=1)) as space:
        called = Reader(space, ME, Items([]), Interface("fa"), known).names([*known])
    assert [*called.values()] == [
        *(name, f"{name} (یزد)", f"{name} (۲)", "بانک سپه"),
        *("وزارة الداخلية (عراق)", "وزارة الداخلية (عربستان سعودی)"),
    ]


def test_a_list_with_copies_together_says_why_it_is_shorter(tmp_path: Path) -> None:
    """«27 documents» stood above «1–10 of 10»."""
    folder = tmp_path / "in"
    folder.mkdir()
    for name in "abc":
        story = "استانداری یزد و دانشگاه میبد در نشستی دربارهٔ قنات‌های شهر گفت‌وگو کردند و گزارش آن منتشر شد."
        (folder / f"{name}.txt").write_text(f"{story}\nشمارهٔ {name}", encoding="utf-8")
    with Workspace(Settings(workspace=tmp_path / "workspace", workers=1)) as space:
        space.ingest(ME, [folder])
        with TestClient(create_app(space), base_url="http://127.0.0.1") as client:
            ui = Interface("en")
            assert ui("copies_once", n="1") in page(client, "/?q=قنات&ui=en&group=near")
            apart = page(client, "/?q=قنات&ui=en&group=none")
    assert ui("copies_once", n="") not in apart
    assert "1–3 of 3" in apart
