"""A field that takes days takes them as pages write them: by the names of months, in every language and calendar."""

from collections.abc import Iterator
from datetime import date, timedelta
from html import unescape

import pytest
from fastapi.testclient import TestClient

from extractors.dates.calendars import parts
from pipeline.errors import RefusedDecision
from pipeline.query.dates import NoValue, date_in, days
from pipeline.records import Source
from pipeline.review.documents import valid
from pipeline.workspace import Workspace
from search_api.app import create_app
from search_api.pages.language import LANGUAGES, Interface, month_sets
from search_api.pages.ranges import dated
from tests.makers import ME

READERS = [(language, months) for language in LANGUAGES for months in month_sets(language)]
PAGE = {"accept": "text/html"}


@pytest.mark.parametrize(("language", "months"), READERS)
@pytest.mark.parametrize("digits", ["latin", "arabic", "persian"])
def test_a_day_a_month_and_a_moment_of_a_page_are_read_as_what_they_are(
    language: str, months: str, digits: str
) -> None:
    ui = Interface(language, months, digits)
    for day in (date(2024, 12, 25) + timedelta(15 * step) for step in range(25)):
        assert date_in(ui.day(day.isoformat())).first == day
        assert valid("published", ui.dated(f"{day}T09:05")) == f"{day}T09:05"
        year, month, _ = parts(ui.calendar, day)
        said = "hijri:" if ui.calendar == "hijri" else ""
        there = date_in(ui.period(f"{said}{year:04}-{month:02}"))
        assert (there.calendar, there.text) == (ui.calendar, f"{year:04}-{month:02}")
        assert dated(ui, there.text) == ui.period(f"{said}{there.text}")
    assert date_in(Interface(language, "", digits).period("hijri:1447")).calendar == "hijri"


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("بهمن ۱۳۹۱", "2013-01-20", "2013-02-18"),
        ("بهمن‌ماه سال ۱۳۹۱", "2013-01-20", "2013-02-18"),
        ("يوليو 2015", "2015-07-01", "2015-07-31"),
        ("كانون الأول ٢٠١٥", "2015-12-01", "2015-12-31"),
        ("Bahman 1391", "2013-01-20", "2013-02-18"),
        ("July 2015..August 2015", "2015-07-01", "2015-08-31"),
        ("چهارشنبه، ۱۲ آذر ۱۴۰۴", "2025-12-03", "2025-12-03"),
        ("December 3rd, 2025", "2025-12-03", "2025-12-03"),
        ("8 يوليو 2015 م", "2015-07-08", "2015-07-08"),
        ("١٤٤٧هـ", "2025-06-26", "2026-06-15"),
    ],
)
def test_a_month_has_its_first_and_its_last_day(text: str, first: str, last: str) -> None:
    assert [date.fromordinal(one).isoformat() for one in days(text)] == [first, last]


@pytest.mark.parametrize(
    "text", ["گاز ۱۳۹۱", "آذر", "۱۲ آذر ۱۴۰۴ قمری", "12 13 آذر 1404", "31 مهر 1404", "12", "hijri:بهمن 1391"]
)
def test_what_says_no_day_is_none(text: str) -> None:
    with pytest.raises(NoValue):
        date_in(text)
    with pytest.raises(RefusedDecision):
        valid("published", text)


@pytest.fixture
def client(workspace: Workspace) -> Iterator[TestClient]:
    texts = {
        "old": ("لوله گاز در بوشهر تعمیر شد.", "2013-02-18T21:47"),
        "new": ("خط گاز تازه افتتاح شد.", "2015-07-01"),
    }
    for name, (text, published) in texts.items():
        workspace.ingest_sources(ME, [Source(f"file:///{name}.txt", f"{name}.txt", text.encode(), published=published)])
    with TestClient(create_app(workspace), base_url="http://localhost") as client:
        yield client


@pytest.mark.parametrize(
    ("dates", "found"),
    [
        ({"since": "بهمن ۱۳۹۱", "until": "بهمن ۱۳۹۱"}, 1),
        ({"since": "اسفند ۱۳۹۱"}, 1),
        ({"since": "Bahman 1391", "until": "يوليو 2015"}, 2),
        ({"until": "دی ۱۳۹۱"}, 0),
    ],
)
def test_from_takes_the_first_day_and_until_the_last(client: TestClient, dates: dict[str, str], found: int) -> None:
    answer = client.get("/api/v1/search", params={"q": "گاز", **dates})
    assert answer.json()["total"]["value"] == found
    page = client.get("/", params={"q": "گاز", "ui": "fa", **dates}, headers=PAGE)
    assert page.status_code == 200
    assert all(f'value="{text}"' in page.text for text in dates.values())


@pytest.mark.parametrize(
    ("ui", "blamed"), [("fa", "تاریخی که در «از تاریخ»"), ("ar", "قراءة التاريخ"), ("en", "The date in “")]
)
def test_a_date_that_is_not_read_is_blamed_and_not_the_query(client: TestClient, ui: str, blamed: str) -> None:
    for address in ("/", "/review/decisions", "/meetings"):
        name = "from" if address == "/meetings" else "since"
        answer = client.get(address, params={"q": "گاز", name: "بهمنِ گذشته", "ui": ui}, headers=PAGE)
        assert answer.status_code == 422
        assert blamed in unescape(answer.text), address
        assert Interface(ui)("query_problem") not in answer.text


def test_no_field_of_days_turns_letters_round(client: TestClient) -> None:
    page = client.get("/", params={"q": "گاز", "since": "بهمن ۱۳۹۱", "ui": "fa"}, headers=PAGE).text
    field = page[page.index('name="since" data-figures value="بهمن ۱۳۹۱" dir') :]
    assert 'dir="auto"' in field[: field.index(">")]


def test_the_day_of_a_document_stands_in_the_calendar_of_its_reader(client: TestClient, workspace: Workspace) -> None:
    key = workspace.document(ME, "file:///old.txt").key
    page = client.get(f"/documents/{key}/about", params={"ui": "fa"}, headers=PAGE).text
    assert 'name="after" data-figures value="۳۰ بهمن ۱۳۹۱ ۲۱:۴۷"' in page
    assert "۲۲ مرداد ۱۴۰۴" in page
    assert '<bdi dir="ltr">1404-05-22</bdi>' in page

    def put(after: str) -> str:
        data = {"field": "published", "before": workspace.document(ME, key).published, "after": after}
        assert client.post(f"/documents/{key}/about", data=data, params={"ui": "fa"}).status_code == 200
        return workspace.document(ME, key).published

    assert put("۳۰ بهمن ۱۳۹۱ ۲۱:۴۷") == "2013-02-18T21:47"
    assert not workspace.editing.history(ME, key)  # it was left as it stood there
    assert put("۱۲ آذر ۱۴۰۴") == "2025-12-03"
    told = client.get(f"/documents/{key}/about", params={"ui": "fa"}, headers=PAGE).text
    assert "<del><bdi>۳۰ بهمن ۱۳۹۱ ۲۱:۴۷</bdi></del>" in told
    assert "<ins><bdi>۱۲ آذر ۱۴۰۴</bdi></ins>" in told
    log = client.get("/review/decisions", params={"ui": "ar"}, headers=PAGE).text
    assert "<ins><bdi>٣ ديسمبر ٢٠٢٥</bdi></ins>" in log
