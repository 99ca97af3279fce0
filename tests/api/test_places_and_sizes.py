"""Folders, file sizes, days of arrival and amounts of money as facets, on pages and in the API, of older stores too."""

import re
import shutil
import zipfile
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import parse_qsl, quote, urlsplit

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import update

from pipeline.settings import Settings
from pipeline.store import tables as t
from pipeline.workspace import Workspace
from search_api.app import create_app
from search_api.pages.render import folder
from tests.makers import ME

FIELDS = ["folder", "size_band", "currency", "added_on", "jalali_added_on"]
PARAMETER = dict(zip(FIELDS, ("path", "size", "amount", "added", "added"), strict=True))


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Reports of two years, letters in an archive, and a long text."""
    made = tmp_path_factory.mktemp("facets")
    papers, space = made / "papers", Settings(workspace=made / "ws", workers=1)
    for year, sums in (("1403", ("۲ میلیارد تومان", "۳۰ میلیارد ریال")), ("1404", ("۴۰۰ دلار", "۵ هزار دلار"))):
        (papers / "گزارش‌ها" / year).mkdir(parents=True)
        for number, amount in enumerate(sums):
            text = f"شهرداری میبد {amount} برای راه روستا داد و کار شماره {number} در {year} آغاز شد."
            (papers / "گزارش‌ها" / year / f"{number}.txt").write_text(text, encoding="utf-8")
    (papers / "long.txt").write_text("راه روستایی بسته است و خودروها ماندند.\n" * 400, encoding="utf-8")
    with zipfile.ZipFile(papers / "letters.zip", "w") as held:
        held.writestr("in/1.txt", "دهیاری برای راه روستا نامه نوشت.")
    with Workspace(space) as opened:
        assert opened.ingest(ME, [str(papers)]).added == 6
    return made


@pytest.fixture(scope="module")
def client(place: Path) -> Iterator[TestClient]:
    with TestClient(
        create_app(Workspace(Settings(workspace=place / "ws", workers=1))), base_url="http://127.0.0.1"
    ) as it:
        yield it


def total(client: TestClient, **params: str | list[str]) -> int:
    answer = client.get("/api/v1/search", params={"q": "", **params})
    assert answer.status_code == 200, answer.text
    return int(answer.json()["total"]["value"])


def page(client: TestClient, address: str, status: int = 200) -> str:
    answer = client.get(address, headers={"accept": "text/html"})
    assert answer.status_code == status
    return unescape(answer.text)


def facet(html: str, name: str) -> dict[str, str]:
    """What a facet of the page shows, each with where it leads."""
    named = re.search(rf"<summary[^>]*>{name}</summary>", html)
    part = html[named.end() :].partition("</details>")[0] if named else ""
    return {text: href for href, text in re.findall(r'<li><a href="([^"]+)"><bdi>([^<]+)</bdi>', part)}


def test_each_value_that_is_counted_narrows_to_its_count_and_is_left_out(client: TestClient) -> None:
    facets = client.get("/api/v1/search", params={"q": "", "facets": FIELDS}).json()["facets"]
    everything = total(client)
    for field, counted in facets.items():
        assert counted, field
        for one in counted:
            name = PARAMETER[field]
            assert total(client, **{name: one["value"]}) == one["count"], one
            assert total(client, exclude=f"{name}:{one['value']}") == everything - one["count"], one
    assert {one["value"] for one in facets["size_band"]} == {"0..9999", "10000..99999"}
    assert total(client, size=["0..9999", "10000..99999"]) == everything
    assert total(client, amount=["USD", "IRT"], any="amount") == 4


@pytest.mark.parametrize("wrong", ["size=much", "amount=!", "added=1404-13", "exclude=size:much"])
def test_a_value_that_is_none_is_refused(client: TestClient, wrong: str) -> None:
    answer = client.get(f"/api/v1/search?q=&{wrong}")
    assert answer.status_code == 422
    assert page(client, f"/?q=*&{wrong}&ui=fa", 422)


def test_folders_are_gone_down_level_by_level(client: TestClient, place: Path) -> None:
    first = facet(page(client, "/?q=*&ui=fa"), "پوشه")
    assert set(first) == {folder(f"{place}/papers/گزارش‌ها"), f"{place}/papers/letters.zip/in"}
    within = facet(page(client, first[folder(f"{place}/papers/گزارش‌ها")]), "پوشه")
    assert set(within) == {"1403", "1404"}
    last = page(client, within["1403"])
    assert dict(parse_qsl(urlsplit(within["1403"]).query))["path"] == f"{place}/papers/گزارش‌ها/1403"
    assert f"<bdi>{folder(f'{place}/papers/گزارش‌ها/1403')}</bdi>" in last
    assert facet(last, "پوشه") == {}
    found = page(client, f"/facets/path?q=*&find={quote('letters')}&ui=fa")
    assert f"<bdi>{place}/papers/letters.zip</bdi>" in found


def test_currencies_are_gone_down_to_sums(client: TestClient) -> None:
    wanted = {"en": "US dollars", "fa": "دلار", "ar": "دولار"}
    names = {"en": "Amount of money", "fa": "مبلغ", "ar": "المبلغ"}
    for language, name in wanted.items():
        assert name in facet(page(client, f"/?q=*&ui={language}"), names[language])
    assert "دلار کانادا" in page(client, "/?q=*&amount=CAD&ui=fa")
    assert "دولار كندي" in page(client, "/?q=*&amount=CAD&ui=ar")
    currencies = facet(page(client, "/?q=*&ui=en"), "Amount of money")
    assert set(currencies) == {"US dollars", "tomans and rials"}
    assert list(facet(page(client, currencies["US dollars"]), "Amount of money")) == [
        "less than 1,000 US dollars",
        "1,000 to 10,000 US dollars",
    ]
    tomans = page(client, currencies["tomans and rials"])
    assert list(facet(tomans, "Amount of money")) == ["1 billion to 10 billion tomans"]
    assert total(client, q="مبلغ:ریال>=20میلیارد") == 2


def test_a_country_behind_a_currency_is_offered_with_it(client: TestClient) -> None:
    offered = re.search(r'<p class="meant">.*?</p>', page(client, f"/?q={quote('مبلغ:دلار کانادا>=5')}&ui=fa"))
    assert offered
    assert '>مبلغ:"دلار کانادا">=5</a>' in offered[0]
    assert 'class="meant"' not in page(client, f"/?q={quote('مبلغ:دلار راه')}&ui=fa")


def test_days_and_sizes_are_said_in_the_language_of_the_page(client: TestClient) -> None:
    html = page(client, "/?q=*&size=0..9999&added=1405-09-06&exclude=size:>=1MB&ui=fa")
    assert "کمتر از ۱۰ کیلوبایت" in html
    assert "۶ آذر ۱۴۰۵" in html
    assert "۱ مگابایت و بیشتر" in html
    arabic = page(client, "/?q=*&size=10000..99999&ui=ar")
    assert "كيلوبايت" in arabic


def test_documents_of_an_older_store_and_layout_have_them_by_themselves(place: Path, tmp_path: Path) -> None:
    shutil.copytree(place / "ws", tmp_path / "ws")
    shutil.rmtree(tmp_path / "ws" / "index")
    with Workspace(Settings(workspace=tmp_path / "ws", workers=1)) as space:
        with space.store.writing() as connection:
            connection.execute(update(t.versions).values(bytes=None))
        assert space.indexing.sync() == 6
        assert [space.search(ME, query).total for query in ("size:>=10KB", "path:letters.zip", "amount:USD")] == [
            1,
            1,
            2,
        ]
        with space.store.engine.connect() as connection:
            assert (
                None
                not in connection.execute(t.versions.select().with_only_columns(t.versions.c.bytes)).scalars().all()
            )
