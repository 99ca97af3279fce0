"""Values that people type in fields of the register: in words, within limits, one with the others; and what follows."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from pipeline.errors import RefusedValue
from pipeline.registry.typed import typed
from search_api.app import create_app
from search_api.pages.language import Interface
from tests.registers import DEED, TALK, told_by

RECORDS = [
    {
        "id": "mou",
        "text": "دانشگاه یزد و استانداری یزد در ۱۶ شهریور ۱۴۰۴ تفاهم‌نامه همکاری به ارزش ۵ میلیارد تومان امضا کردند.",
        "published": "2025-09-07",
    },
    DEED,
    TALK,
]
AMOUNTS = (
    ("۵ میلیارد تومان", (5_000_000_000, "IRT")),
    ("سه میلیارد و دویست میلیون ریال", (3_200_000_000, "IRR")),
    ("نیم میلیون یورو", (500_000, "EUR")),
    ("١٢ مليون دولار", (12_000_000, "USD")),
    ("خمسة ملايين دينار عراقي", (5_000_000, "IQD")),
    ("مليونا ريال سعودي", (2_000_000, "SAR")),
    ("۲ همت", (2_000_000_000_000, "IRT")),
    ("5 KZT", (5, "KZT")),
    ("1.5 usd", (1.5, "USD")),
)
LENGTHS = (
    ("سه سال", "P3Y"),
    ("دو سال و شش ماه", "P2Y6M"),
    ("۴۵ روز", "P45D"),
    ("دو هفته", "P2W"),
    ("ثلاث سنوات", "P3Y"),
    ("سنتان وستة أشهر", "P2Y6M"),
    ("خمسة عشر شهرا", "P15M"),
    ("٩٠ يوما", "P90D"),
    ("p18m", "P18M"),
)
REFUSED = (
    *(
        ("amount", text)
        for text in ("حدود ۵ میلیارد تومان", "بیش از ۵ میلیون دلار", "۳ تا ۵ میلیارد تومان", "۵ میلیارد")
    ),
    *(
        ("amount", text)
        for text in ("تومان", "۵ میلیون دینار", "120000 ZZZ", "-5 USD", "۵ میلیون دلار و ۳ میلیون یورو")
    ),
    *(("duration", text) for text in ("سال", "حدود سه سال", "حداقل دو سال", "سه سال دیگر", "سه تا پنج سال", "PX")),
    *(("duration", text) for text in ("ظرف سه سال", "هر سه سال", "بعد سنتين", "ده سال و ده سال", "سال آینده")),
    *(("parties", text) for text in ("شهرداری " * 300, f"دانشگاه یزد\n{'شهرداری ' * 300}")),
    *(("subject", text) for text in ("آموزش " * 100,)),
)


@pytest.mark.parametrize(("text", "wanted"), AMOUNTS)
def test_an_amount_is_taken_in_words(text: str, wanted: tuple[float, str]) -> None:
    assert tuple(typed("amount", text).values()) == wanted


@pytest.mark.parametrize(("text", "wanted"), LENGTHS)
def test_a_length_is_taken_in_words(text: str, wanted: str) -> None:
    assert (typed("duration", text), typed("term", text, "decree")) == (wanted, wanted)


@pytest.mark.parametrize(("field", "text"), REFUSED)
def test_what_says_less_than_one_value_is_refused(field: str, text: str) -> None:
    with pytest.raises(RefusedValue):
        typed(field, text)


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    with TestClient(create_app(told_by(tmp_path, RECORDS)), base_url="http://localhost") as client:
        yield client


def only(client: TestClient, what: str) -> dict[str, Any]:
    (one,) = client.get(f"/api/v1/{what}").json()["items"]
    return dict(one)


def correct(client: TestClient, what: str, field: str, value: str) -> Any:
    there = f"/api/v1/{what}/{only(client, what)['id']}/decisions"
    return client.post(there, json={"verdict": "correct", "field": field, "value": value})


@pytest.mark.parametrize("language", ["fa", "ar", "en"])
def test_what_marks_few_parties_follows_the_parties(client: TestClient, language: str) -> None:
    one = only(client, "agreements")
    page = f"/agreements/{one['id']}?ui={language}"
    said = Interface(language)("entry_flag_one_party_named")
    assert correct(client, "agreements", "parties", "دانشگاه یزد").json()["flags"] == ["one_party_named"]
    assert "one_party_named" in client.get("/api/v1/agreements/export?format=csv").text
    assert said in client.get(page).text
    assert correct(client, "agreements", "parties", "دانشگاه یزد\nشهرداری میبد").json()["flags"] == []
    assert said not in client.get(page).text
    assert "one_party_named" not in client.get("/api/v1/agreements/export?format=csv").text


@pytest.mark.parametrize("language", ["fa", "ar", "en"])
def test_what_texts_say_instead_is_shown_without_tags(client: TestClient, language: str) -> None:
    one = only(client, "agreements")
    assert correct(client, "agreements", "amount", "۷ میلیارد تومان").status_code == 200
    page = client.get(f"/agreements/{one['id']}?ui={language}").text
    assert "&lt;bdi" not in page
    assert '<p class="wrong">' in page


@pytest.mark.parametrize(
    ("what", "first", "last"),
    [
        ("agreements", "valid_from", "valid_until"),
        ("agreements", "signed", "valid_until"),
        ("decrees", "date", "until"),
    ],
)
def test_a_last_day_before_the_first_is_refused(client: TestClient, what: str, first: str, last: str) -> None:
    assert correct(client, what, first, "1404-06-17").status_code == 200
    refused = correct(client, what, last, "1403-01-01")
    assert (refused.status_code, "before" in refused.json()["detail"]) == (422, True)
    assert correct(client, what, last, "1404-06").status_code == 200
    assert correct(client, what, first, "1405-01-01").status_code == 422
    assert correct(client, what, first, "1404-06-01").status_code == 200


@pytest.mark.parametrize(("language", "shown"), [("fa", "۳۶ نفر"), ("ar", "٣٦ نفر"), ("en", "36 نفر")])
def test_a_number_of_those_present_is_whole(client: TestClient, language: str, shown: str) -> None:
    (count,) = correct(client, "meetings", "counts", "۳۶ نفر").json()["counts"]
    assert str(count["number"]) == "36"
    assert '"number":36,' in client.get("/api/v1/meetings").text.replace(" ", "")
    page = client.get(f"/meetings/{only(client, 'meetings')['id']}?ui={language}").text
    assert shown in page


def test_the_number_of_an_agreement_is_in_json(client: TestClient) -> None:
    assert only(client, "agreements")["number"] is None
    assert correct(client, "agreements", "number", "۱۲/۳۴").json()["number"] == "۱۲/۳۴"
