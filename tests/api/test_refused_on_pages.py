"""What a page does with what it cannot keep: what was typed stays, why is told, and history says what became what."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from search_api.app import create_app
from search_api.pages.language import Interface
from tests.registers import DEED, TALK, told_by

RECORDS = [
    {
        "id": "mou",
        "text": "دانشگاه یزد و استانداری یزد در ۱۶ شهریور ۱۴۰۴ تفاهم‌نامه همکاری امضا کردند.",
        "published": "2025-09-07",
    },
    DEED,
    TALK,
]
FIELDS = (
    ("agreements", "signed", "۱۶ شهریور هزار و چهارصد"),
    ("agreements", "amount", "حدود ۵ میلیارد تومان"),
    ("agreements", "duration", "<b>دو سال</b>"),
    ("decrees", "office", "معاون " * 200),
    ("decrees", "date", "1404-12-30"),
    ("meetings", "counts", "چند نفر"),
    ("meetings", "date", "1446-09-30"),
    ("meetings", "follow_ups", "تعمیر قنات"),
)


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    with TestClient(create_app(told_by(tmp_path, RECORDS)), base_url="http://localhost") as client:
        yield client


def there(client: TestClient, what: str) -> str:
    (one,) = client.get(f"/api/v1/{what}").json()["items"]
    return f"/{what}/{one['id']}"


def say(client: TestClient, what: str, field: str, value: str) -> None:
    asked = {"verdict": "correct", "field": field, "value": value}
    assert client.post(f"/api/v1{there(client, what)}/decisions", json=asked).status_code == 200


@pytest.mark.parametrize("language", ["fa", "ar", "en"])
@pytest.mark.parametrize(("what", "field", "value"), FIELDS)
def test_what_was_typed_stays_in_the_form_of_its_field(
    client: TestClient, language: str, what: str, field: str, value: str
) -> None:
    address = there(client, what)
    answer = client.post(f"{address}?ui={language}", data={"verdict": "correct", "field": field, "value": value})
    assert answer.status_code == 422
    assert '<div class="problem" role="alert">' in answer.text
    assert value in unescape(answer.text)
    assert "<b>" not in answer.text
    (opened,) = re.findall(r'<details class="judge" open>.*?</details>', answer.text, re.DOTALL)
    assert value in unescape(opened)
    assert f'action="{address}"' in opened
    assert client.get(f"/api/v1{address}/decisions").json() == []


@pytest.mark.parametrize("language", ["fa", "ar", "en"])
def test_who_was_slower_sees_both_values_and_may_say_it_again(client: TestClient, language: str) -> None:
    address, ui = there(client, "agreements"), Interface(language)
    say(client, "agreements", "signed", "1404-06-17")
    late = {"verdict": "correct", "field": "signed", "value": "1404-06-18", "seq": "0"}
    answer = client.post(f"{address}?ui={language}", data=late)
    assert answer.status_code == 409
    shown = unescape(answer.text)
    now, asked = (shown.split(ui(key))[1].split("</section>")[0] for key in ("conflict_now", "conflict_asked"))
    assert ui.day("2025-09-08") in now
    assert "local" in now
    assert re.search(r"[0-9۰-۹٠-٩]{2}:[0-9۰-۹٠-٩]{2}", now)
    assert "1404-06-18" in asked
    (opened,) = re.findall(r'<details class="judge" open>.*?</details>', answer.text, re.DOTALL)
    (seq,) = set(re.findall(r'name="seq" value="(\d+)"', opened))
    assert client.post(address, data={**late, "seq": seq}, follow_redirects=False).status_code == 303
    assert client.get(f"/api/v1{address}").json()["signed"] == "2025-09-09"


def bare(page: str) -> str:
    """A page as text, without the marks that part directions."""
    return re.sub("[\u2066-\u2069]", "", unescape(page))


def changed(ui: Interface, old: str, new: str) -> str:
    return bare(ui("entry_changed", old=ui.digits(old), new=ui.digits(new)))


@pytest.mark.parametrize("language", ["fa", "ar", "en"])
def test_history_says_from_what_to_what_and_at_what_hour(client: TestClient, language: str) -> None:
    ui = Interface(language)
    say(client, "agreements", "signed", "1404-06-17")
    say(client, "agreements", "place", "میبد")
    say(client, "agreements", "state", "terminated")
    say(client, "meetings", "counts", "۳۶ نفر\n۲ شرکت")
    address = there(client, "agreements")
    newest = client.get(f"/api/v1{address}/decisions").json()[0]["id"]
    client.delete(f"/api/v1/decisions/{newest}")
    shown = bare(client.get(f"{address}?ui={language}").text)
    assert changed(ui, ui.day("2025-09-07"), ui.day("2025-09-08")) in shown
    assert changed(ui, ui("entry_nothing"), "میبد") in shown
    assert changed(ui, ui("state_signed"), ui("state_terminated")) in shown
    assert changed(ui, ui("state_terminated"), ui("state_signed")) in shown
    assert len(re.findall(r'<span dir="ltr">[0-9۰-۹٠-٩]{2}:[0-9۰-۹٠-٩]{2}</span></time>', shown)) == 4
    shown = bare(client.get(f"{there(client, 'meetings')}?ui={language}").text)
    assert changed(ui, "31 نفر", f"36 نفر{ui('list_comma')}2 شرکت") in shown


@pytest.mark.parametrize("what", ["agreements", "decrees", "meetings"])
def test_an_entry_that_is_not_there_is_not_there_for_a_decision(client: TestClient, what: str) -> None:
    assert client.post(f"/{what}/nothing", data={"verdict": "reject"}).status_code == 404
