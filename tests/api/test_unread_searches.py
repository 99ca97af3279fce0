"""What a search page says of a query or a filter that does not parse: which field, why, and the same search mended."""

from collections.abc import Iterator
from html import unescape

import pytest
from fastapi.testclient import TestClient

from pipeline.records import Source
from pipeline.settings import Settings
from pipeline.workspace import Workspace
from search_api.app import create_app
from tests.makers import ME

SAID = {
    "fa": ("حجم فایل", "پایان بازه پیش از آغاز آن است", "ارزی به نام «", "حجم هیچ‌گاه کمتر از صفر نیست", "در تقویم"),
    "ar": (
        "حجم الملف",
        "تنتهي الفترة قبل أن تبدأ",
        "لا تُعرف عملة باسم «",
        "لا يقل الحجم عن الصفر أبدا",
        "ليس في هذا التقويم",
    ),
    "en": (
        "File size",
        "the range ends before it begins",
        "there is no currency",
        "never below nothing",
        "no such date",
    ),
}
"""Language → the name of a field, and the reasons: backwards, no currency, below nothing, no such day."""
FIELD, BACKWARDS, CURRENCY, BELOW, NO_DAY = range(5)


@pytest.fixture
def client(workspace: Workspace) -> Iterator[TestClient]:
    text = "باغ زیتون با ۲ میلیارد تومان خریده شد."
    workspace.ingest_sources(ME, [Source("file:///a.txt", "a.txt", text.encode())])
    with (
        Workspace(Settings(workspace=workspace.settings.workspace)) as space,
        TestClient(create_app(space), base_url="http://localhost") as client,
    ):
        yield client


def problem(client: TestClient, ui: str, **params: str) -> str:
    """What the page says is wrong; the form with the query stays."""
    answer = client.get("/", params={**params, "ui": ui}, headers={"accept": "text/html"})
    text = unescape(answer.text)
    assert answer.status_code == 422, (params, answer.status_code)
    assert 'name="q"' in text, params
    return text[text.index('<div class="problem"') : text.index("</div>", text.index('<div class="problem"'))]


@pytest.mark.parametrize("ui", SAID)
@pytest.mark.parametrize(
    ("query", "why", "better"),
    [
        ("زیتون size:100KB..10KB", BACKWARDS, "size:10KB..100KB"),
        ("amount:USD:10..5", BACKWARDS, "amount:USD:5..10"),
        ("size:-5", BELOW, "size:>=1MB"),
        ("size:>=-5KB", BELOW, "size:>=1MB"),
        ("amount:ZZZ", CURRENCY, "amount:USD>=1000000"),
        ("مبلغ:لیوان>=5", CURRENCY, "مبلغ:USD>=1000000"),
        ('amount:"5 million USD"', CURRENCY, "amount:USD>=1000000"),
        ("added:1404-12-30", NO_DAY, "added:1404-12-29"),
        ("published:2025-02-30", NO_DAY, "published:2025-02-28"),
    ],
)
def test_a_query_says_which_value_is_wrong_and_why(
    client: TestClient, ui: str, query: str, why: int, better: str
) -> None:
    said = problem(client, ui, q=query)
    assert SAID[ui][why] in said
    assert f">{query.split()[0] + ' ' if ' size' in query else ''}{better}</a>" in said
    assert (SAID[ui][FIELD] in said) == ("size" in query)


@pytest.mark.parametrize("ui", SAID)
@pytest.mark.parametrize(
    ("filters", "why", "offer"),
    [
        ({"size": "1MB..1KB"}, BACKWARDS, "size=1KB..1MB"),
        ({"size": "<-1"}, BELOW, "size=%3E%3D1MB"),
        ({"amount": "ZZZ"}, CURRENCY, "amount=USD%3E%3D1000000"),
        ({"since": "1404-12-30"}, NO_DAY, "since=1404-12-29"),
        ({"until": "2025-02-30"}, NO_DAY, "until=2025-02-28"),
        ({"added": "1404-12-30"}, NO_DAY, "added=1404-12-29"),
        ({"exclude": "size:9KB..8KB"}, BACKWARDS, "exclude=size%3A8KB..9KB"),
        ({"since": "1405", "until": "1404"}, BACKWARDS, ""),
    ],
)
def test_a_filter_says_so_too_and_the_search_is_kept(
    client: TestClient, ui: str, filters: dict[str, str], why: int, offer: str
) -> None:
    said = problem(client, ui, q="زیتون", kind="text", **filters)
    assert SAID[ui][why] in said
    links = [part.split('"')[0] for part in said.split('href="')[1:]]
    mended = [link for link in links if offer and offer in link]
    assert len(mended) == bool(offer), links
    for link in mended:
        assert "kind=text" in link
        assert client.get(link, headers={"accept": "text/html"}).status_code == 200


def test_a_unit_apart_and_a_number_alone_are_offered_as_they_are_meant(client: TestClient) -> None:
    for query, better in (
        ("size:>100 KB زیتون", "size:>100KB زیتون"),
        ("حجم:<۵ کیلوبایت", "حجم:<۵کیلوبایت"),
        ("size:11", "size:=11"),
        ("الحجم:١١", "الحجم:=١١"),
    ):
        assert f">{better}</a>" in problem(client, "en", q=query), query
        assert client.get("/api/v1/search", params={"q": better}).status_code == 200, better
    assert client.get("/api/v1/search", params={"q": "size:>100 زیتون"}).status_code == 200


@pytest.mark.parametrize(
    "currency",
    [
        "USD",
        "$",
        "₺",
        "CAD",
        "ریال",
        "تومان",
        "دلار کانادا",
        "دولار أمريكي",
        "پوند",
        "ليرة",
        "افغانی",
        "ین",
        "فرنك",
        "IQD",
    ],
)
def test_every_currency_that_texts_have_is_one_of_queries(client: TestClient, currency: str) -> None:
    for params in ({"q": f'amount:"{currency}"'}, {"q": f'amount:"{currency}">=5'}, {"amount": currency}):
        answer = client.get("/api/v1/search", params={"q": "", **params})
        assert answer.status_code == 200, (params, answer.text)


def test_days_of_arrival_are_any_and_facets_are_left_out_by_their_names(client: TestClient) -> None:
    def total(**params: str | list[str]) -> int:
        return int(client.get("/api/v1/search", params={"q": "", **params}).json()["total"]["value"])

    assert total(added=["2001", "2020..2100"]) == 1
    assert total(added=["2001", "2002"]) == 0
    for excluded, left in (("currency:IRT", 0), ("currency:USD", 1), ("size_band:>=1MB", 1), ("added_on:2001", 1)):
        assert total(exclude=excluded) == left, excluded
    refused = client.get("/api/v1/search", params={"q": "", "exclude": "wrong:x"})
    assert (refused.status_code, "there is no filter 'wrong'" in refused.json()["detail"]) == (422, True)
