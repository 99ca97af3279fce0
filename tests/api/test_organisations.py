"""The register of organisations over HTTP and as a command: lists, one of them, files."""

import json
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner
from fastapi.testclient import TestClient

from corpora.tabular import BOM
from pipeline.cli import cli
from pipeline.organisations.tables import COLUMNS
from pipeline.workspace import Workspace
from search_api.app import create_app
from tests.makers import ME
from tests.registers import told_by

NEWS = {
    "signed": "دانشگاه یزد و استانداری یزد در ۱۶ شهریور ۱۴۰۴ تفاهم‌نامه همکاری امضا کردند.",
    "counted": "دانشگاه یزد ۱۲ هزار دانشجو و ۶۰۰ استاد دارد.",
    "person": "علی رضایی، رئیس دانشگاه یزد از سال ۱۴۰۱، از گشایش کتابخانه خبر داد.",
    "unit": "دانشکده پزشکی دانشگاه شیراز و دانشگاه شیراز نشست برگزار کردند.",
    "decree": "با حکم وزیر علوم، مریم صادقی به سمت رئیس دانشگاه میبد منصوب شد.",
    "arabic": "تضم جامعة بغداد 24 كلية، وقال أحمد الكبيسي، رئيس جامعة بغداد، إن العام الدراسي بدأ.",
}


@pytest.fixture
def space(tmp_path: Path) -> Iterator[Workspace]:
    records = [{"id": n, "title": n, "text": text, "published": "2025-09-07"} for n, text in NEWS.items()]
    with told_by(tmp_path, records) as space:
        yield space


@pytest.fixture
def client(space: Workspace) -> Iterator[TestClient]:
    with TestClient(create_app(space), base_url="http://localhost") as client:
        yield client


def items(client: TestClient, **params: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get("/api/v1/organisations", params=params).json()["items"]
    return found


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({"kind": "governorate"}, ["استانداری یزد"]),
        ({"place": "یزد"}, ["استانداری یزد", "دانشگاه یزد"]),
        ({"place": "يزد"}, ["استانداری یزد", "دانشگاه یزد"]),
        ({"agreements": True}, ["استانداری یزد", "دانشگاه یزد"]),
        ({"q": "دانشكده پزشكي"}, ["دانشکده پزشکی دانشگاه شیراز"]),
        ({"kind": "university", "q": "بغداد"}, ["جامعة بغداد"]),
        ({"q": "اداره"}, []),
        ({"kind": "nothing"}, []),
    ],
)
def test_filters(client: TestClient, params: dict[str, Any], expected: list[str]) -> None:
    assert sorted(one["name"] for one in items(client, **params)) == expected
    shown = client.get("/organisations", params={**params, "ui": "en"})
    assert shown.status_code == 200
    assert shown.text.count("<li><h2>") == len(expected)


def test_those_in_most_documents_come_first_and_pages_say_which_part(client: TestClient) -> None:
    found = items(client)
    assert found[0]["name"] == "دانشگاه یزد"
    assert (found[0]["documents"], found[0]["agreements"], found[0]["kind"]) == (3, 1, "university")
    second = client.get("/api/v1/organisations", params={"limit": 1, "offset": 1}).json()
    assert (second["items"], second["total"]) == ([found[1]], len(found))
    assert f"1–{len(found)} of {len(found)}" in client.get("/organisations", params={"ui": "en"}).text


def test_an_organisation_shows_each_fact_beside_its_sentence(client: TestClient) -> None:
    (university,) = items(client, q="دانشگاه یزد")
    told = client.get(f"/api/v1/organisations/{university['id']}").json()
    assert [(one["number"], one["unit"], one["document"]) for one in told["counts"]] == [
        (12000, "دانشجو", "counted"),
        (600, "استاد", "counted"),
    ]
    (person,) = told["persons"]
    assert (person["name"], person["role"], person["since"]) == ("علی رضایی", "رئیس", "1401")
    assert person["sentence"] == NEWS["person"]
    assert NEWS["person"][person["start"] : person["end"]] == "علی رضایی"
    assert [one["kind"] for one in told["signed"]] == ["mou"]
    assert told["said_by"] == {"kind": "name", "place": "name"}
    shown = client.get(f"/organisations/{university['id']}", params={"ui": "en"}).text
    assert "<mark>علی رضایی</mark>" in shown
    assert "since 1401" in shown
    assert f"/agreements/{told['signed'][0]['id']}" in shown
    assert client.get("/organisations/nothing").status_code == 404
    assert client.get("/api/v1/organisations/nothing").json()["title"] == "No such organisation"


def test_appointments_to_a_body_stand_on_its_page(client: TestClient) -> None:
    (university,) = items(client, q="دانشگاه میبد")
    (one,) = client.get(f"/api/v1/organisations/{university['id']}").json()["appointments"]
    assert (one["person"], one["act"], one["body"]) == ("مریم صادقی", "appointed", "دانشگاه میبد")
    shown = client.get(f"/organisations/{university['id']}", params={"ui": "en"}).text
    assert f"/decrees/{one['id']}" in shown
    assert NEWS["decree"].removesuffix(".") in shown


def test_a_unit_and_its_body_lead_to_each_other(client: TestClient) -> None:
    (unit,) = items(client, q="دانشکده")
    (body,) = (one for one in items(client, q="دانشگاه شیراز") if one["id"] != unit["id"])
    assert unit["parent"] == {"id": body["id"], "name": "دانشگاه شیراز"}
    told = client.get(f"/api/v1/organisations/{body['id']}").json()
    assert told["units"] == [{"id": unit["id"], "name": unit["name"]}]
    assert f"/organisations/{unit['id']}" in client.get(f"/organisations/{body['id']}").text


def test_organisations_as_files(client: TestClient) -> None:
    address = "/api/v1/organisations/export"
    lines = [json.loads(line) for line in client.get(address, params={"place": "یزد"}).text.splitlines()]
    assert {one["name"] for one in lines} == {"استانداری یزد", "دانشگاه یزد"}
    table = client.get(address, params={"format": "csv"}).text
    assert table.startswith(BOM + ",".join(COLUMNS))
    book = openpyxl.load_workbook(BytesIO(client.get(address, params={"format": "xlsx"}).content))
    assert [cell.value for cell in book.active[1]] == list(COLUMNS)
    assert book.active.max_row == len(items(client)) + 1


def test_two_that_become_one_are_one_organisation(client: TestClient, space: Workspace) -> None:
    (one,), (other,) = items(client, q="استانداری"), items(client, kind="university", q="دانشگاه یزد")
    space.entities.same(ME, other["id"], one["id"])
    space.register.sync()
    assert items(client, kind="governorate") == []
    assert client.get(f"/organisations/{one['id']}", follow_redirects=False).headers["location"].endswith(other["id"])
    assert client.get(f"/api/v1/organisations/{one['id']}").json()["id"] == other["id"]


def test_the_command_prints_what_the_api_does(client: TestClient, space: Workspace) -> None:
    folder = ["--workspace", str(space.settings.workspace)]
    printed = CliRunner().invoke(cli, ["organisations", "--place", "یزد", "--json", *folder])
    assert [json.loads(line) for line in printed.output.splitlines()] == items(client, place="یزد")
    (university,) = items(client, q="دانشگاه یزد")
    shown = CliRunner().invoke(cli, ["organisations", "show", university["id"], *folder])
    assert "علی رضایی، رئیس" in shown.output
    assert "12000 دانشجو" in shown.output
    wrong = CliRunner().invoke(cli, ["organisations", "--kind", "ngos", *folder])
    assert wrong.exit_code == 2
    assert "ngo, university" in wrong.output
    assert CliRunner().invoke(cli, ["organisations", "show", "nothing", *folder]).exit_code == 1


ROWS = "name,city,number,members\nدانشگاه يزد,یزد,12,40\nخانه مهر کویر,بافق,5,9\nدانشگاه یزدد,,,\n,قم,,\n"


def test_a_list_in_and_out_by_the_api(client: TestClient) -> None:
    there = "/api/v1/organisations/lists"
    said = {"name": "سمن‌ها.csv"}
    dry = client.post(there, params={**said, "dry_run": True}, content=ROWS.encode()).json()
    assert (dry["joined"], dry["new"], dry["doubtful"], dry["batch"]) == (1, 1, 1, None)
    assert dry["wrong"] == [{"row": 5, "name": "", "why": "it has no name"}]
    assert client.get(there).json() == []
    done = client.post(there, params=said, content=ROWS.encode()).json()
    (one,) = client.get(there).json()
    assert (one["batch"], one["list"], one["rows"]) == (done["batch"], "سمن‌ها.csv", 3)
    (university,) = (each for each in items(client, q="دانشگاه یزد") if each["documents"])
    assert university["lists"] == [{"list": "سمن‌ها.csv", "row": 2, "batch": done["batch"]}]
    shown = client.get(f"/organisations/{university['id']}", params={"ui": "en"}).text
    assert "List “سمن‌ها.csv”, row 2" in shown
    assert "members" in shown
    table = client.get(f"{there}/{done['batch']}", params={"format": "csv"}).text
    assert table.splitlines()[1] == "دانشگاه يزد,یزد,12,40"
    book = client.get(f"{there}/{done['batch']}", params={"format": "xlsx"}).content
    assert openpyxl.load_workbook(BytesIO(book)).active.max_row == 4
    everything = client.get("/api/v1/organisations/export", params={"format": "csv", "q": "خانه"}).text
    assert everything.splitlines()[0].endswith("lists,members")
    assert client.delete(f"{there}/{done['batch']}").json() == {"rows": 3}
    assert client.delete(f"{there}/{done['batch']}").status_code == 409
    refused = client.post(there, params={**said, "columns": "name=x"}, content=ROWS.encode())
    assert (refused.status_code, "no heading 'x'" in refused.json()["detail"]) == (409, True)


def test_a_list_by_the_page_with_a_preview(client: TestClient) -> None:
    form: dict[str, Any] = {"files": {"file": ("سمن‌ها.csv", ROWS.encode())}}
    seen = client.post("/organisations/lists", data={"act": "look"}, params={"ui": "en"}, **form)
    assert seen.status_code == 200
    assert "Waits to be reviewed: 1" in seen.text
    assert "Registration number: <bdi>number</bdi>" in seen.text
    told = [client.post("/organisations/lists", data={"act": "look"}, params={"ui": ui}, **form) for ui in ("fa", "ar")]
    assert ["نام ندارد" in told[0].text, "لا اسم فيه" in told[1].text, "it has no name" in told[0].text] == [1, 1, 0]
    taken = client.post("/organisations/lists", data={"act": "take"}, **form).text
    (one,) = client.get("/api/v1/organisations/lists").json()
    assert one["batch"] in taken
    pairs = client.get("/entities/pairs", params={"ui": "en"}).text
    assert "List “سمن‌ها.csv”, row 4" in pairs
    client.post("/organisations/lists/undo", data={"batch": one["batch"]})
    assert client.get("/api/v1/organisations/lists").json() == []
    wrong = client.post("/organisations/lists", data={"act": "look", "columns": "name"}, **form)
    assert wrong.status_code == 409


def test_an_editor_says_what_a_name_does_not_and_takes_it_back(client: TestClient) -> None:
    (one,) = items(client, q="استانداری")
    there = f"/api/v1/organisations/{one['id']}"
    number = client.post(there, json={"kind": "agency", "parent": "وزارت کشور"}).json()["decision"]
    told = client.get(there).json()
    assert (told["kind"], told["said_by"]["kind"], told["place"]) == ("agency", "list", "یزد")
    assert told["parent"] == {"id": None, "name": "وزارت کشور"}
    assert client.get("/api/v1/organisations/lists").json() == []
    client.post(f"/organisations/{one['id']}", data={"kind": "ngo"})
    assert items(client, q="استانداری")[0]["kind"] == "ngo"
    assert "Said by" in client.get(f"/organisations/{one['id']}", params={"ui": "en"}).text
    newest = client.get(there).json()["rows"][-1]["decision"]
    client.post(f"/organisations/{one['id']}", data={"act": "undo", "decision": newest})
    assert client.get(there).json()["kind"] == "agency"
    assert client.delete(f"/api/v1/decisions/{number}").status_code == 200
    assert client.get(there).json()["kind"] == "governorate"
    assert client.post(there, json={"kind": "ngos"}).status_code == 409
    assert client.post(there, json={}).status_code == 409


def test_a_page_says_kinds_and_filters_in_its_language(client: TestClient) -> None:
    (one,) = items(client, q="استانداری")
    client.post(f"/organisations/{one['id']}", data={"kind": "agency"})
    shown = client.get(f"/organisations/{one['id']}", params={"ui": "fa"}).text
    assert "<dt>نوع</dt><dd><bdi>سازمان و ادارهٔ دولتی</bdi></dd>" in shown
    assert "<bdi>agency</bdi>" not in shown
    chosen = client.get("/organisations", params={"agreements": True, "ui": "en"}).text
    assert "Agreements:</span> <bdi>With agreements" in chosen
    (body,) = items(client, q="دانشگاه یزد")
    assert "از ۱۴۰۱" in client.get(f"/organisations/{body['id']}", params={"ui": "fa"}).text
