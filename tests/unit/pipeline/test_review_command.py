"""``asnad review``: what an analyst does at the command line, on a document as it was read."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from pipeline.cli import cli

TEXT = (
    "شورای شهر یزد و دانشگاه میبد در ۱۴ خرداد ۱۴۰۳ تفاهم‌نامه امضا کردند. در نشست ۲۵ کارشناس بودند و حسین مرادی سخن گفت."
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "in.jsonl"
    path.write_text(json.dumps({"id": "n1", "text": TEXT, "published": "2024-06-05"}) + "\n", encoding="utf-8")
    assert run(tmp_path / "ws", "ingest", str(path)).exit_code == 0
    return tmp_path / "ws"


def run(folder: Path, *arguments: str) -> Result:
    return CliRunner().invoke(cli, [*arguments, "--workspace", str(folder)])


def lines(result: Result) -> list[dict[str, Any]]:
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def mentions(folder: Path, *more: str) -> dict[tuple[str, str], dict[str, Any]]:
    (document,) = lines(run(folder, "export", *more))
    return {(one["label"], one["surface"]): one for one in document["mentions"]}


def test_what_was_judged_is_in_exports_and_the_log(folder: Path) -> None:
    found = mentions(folder)
    assert {one["verdict"] for one in found.values()} == {"unseen"}
    council, count = found["ORG", "شورای شهر یزد"], found["COUNT", "۲۵ کارشناس"]
    assert run(folder, "review", "accept", "n1", council["id"], found["ORG", "دانشگاه میبد"]["id"]).exit_code == 0
    assert run(folder, "review", "reject", "n1", count["id"], "--note", "همه نبودند").exit_code == 0
    after = mentions(folder)
    assert after["ORG", "شورای شهر یزد"]["verdict"] == "accepted"
    assert ("COUNT", "۲۵ کارشناس") not in after
    assert mentions(folder, "--all")["COUNT", "۲۵ کارشناس"]["verdict"] == "rejected"
    log = lines(run(folder, "review", "log", "n1", "--json"))
    assert [(one["kind"], one["after"]["verdict"], one["state"]) for one in log] == [
        ("mention", "accept", "applied"),
        ("mention", "accept", "applied"),
        ("mention", "reject", "applied"),
    ]
    assert set(log[0]) >= {"id", "at", "user", "kind", "subject", "document", "before", "after", "undoes", "state"}
    assert log[2]["note"] == "همه نبودند"
    assert run(folder, "review", "undo", str(log[2]["id"])).exit_code == 0
    assert mentions(folder)["COUNT", "۲۵ کارشناس"]["verdict"] == "unseen"
    log = lines(run(folder, "review", "log", "--json"))
    assert [one["state"] for one in log] == ["applied", "applied", "replaced", "undone"]
    assert "there is no decision 3 in force" in run(folder, "review", "undo", "3").output


def test_a_mention_gets_another_place_label_and_value(folder: Path) -> None:
    found = mentions(folder)
    council = found["ORG", "شورای شهر یزد"]
    end = str(council["start"] + len("شورای شهر"))
    assert run(folder, "review", "correct", "n1", council["id"], "--end", end).exit_code == 0
    short = mentions(folder)["ORG", "شورای شهر"]
    assert (short["id"], short["verdict"], short["value"]["name"]) == (council["id"], "corrected", "شورای شهر")
    count = found["COUNT", "۲۵ کارشناس"]
    value = json.dumps({**count["value"], "number": 26}, ensure_ascii=False)
    assert run(folder, "review", "correct", "n1", count["id"], "--value", value).exit_code == 0
    assert mentions(folder)["COUNT", "۲۵ کارشناس"]["value"]["number"] == 26
    date = found["DATE", "۱۴ خرداد ۱۴۰۳"]
    refused = run(folder, "review", "correct", "n1", date["id"], "--value", '{"calendar": "roman"}')
    assert (refused.exit_code, "calendar" in refused.output) == (1, True)
    assert "is JSON" in run(folder, "review", "correct", "n1", date["id"], "--value", "{").output


def test_what_was_missed_is_added_with_the_value_of_its_words(folder: Path) -> None:
    start = TEXT.index("کارشناس")
    added = run(folder, "review", "add", "n1", str(start), str(start + len("کارشناس")), "PERSON")
    found = mentions(folder)["PERSON", "کارشناس"]
    assert (added.stdout.strip(), found["verdict"], found["value"]["name"]) == (found["id"], "added", "کارشناس")
    day = TEXT.index("۱۴ خرداد")
    shorter = run(folder, "review", "add", "n1", str(day), str(day + len("۱۴ خرداد")), "DATE")
    assert shorter.exit_code == 0, shorter.output
    assert mentions(folder)["DATE", "۱۴ خرداد"]["value"]["start"] == "2024-06-03"
    start = TEXT.index("امضا")
    refused = run(folder, "review", "add", "n1", str(start), str(start + 4), "MONEY")
    assert "give its value" in refused.output
    assert "1 to 500 letters" in run(folder, "review", "add", "n1", "5", "4000", "ORG").output


def test_mistakes_are_said_and_change_nothing(folder: Path) -> None:
    before = mentions(folder)
    known = before["ORG", "شورای شهر یزد"]["id"]
    assert "there is no mention 'x'" in run(folder, "review", "accept", "n1", known, "x").output
    assert "no document" in run(folder, "review", "accept", "n2", known).output
    assert "is not before" in run(folder, "review", "correct", "n1", known, "--start", "9", "--end", "3").output
    assert mentions(folder) == before
    assert lines(run(folder, "review", "log", "--json")) == []


def test_decisions_of_every_kind_are_taken_back_by_their_number(folder: Path) -> None:
    entity = lines(run(folder, "entities", "list", "--json"))[0]["id"]
    assert run(folder, "entities", "name", entity, "نامی دیگر").exit_code == 0
    first = mentions(folder)["ORG", "شورای شهر یزد"]
    assert run(folder, "review", "accept", "n1", first["id"]).exit_code == 0
    states = {one["kind"]: (one["id"], one["state"]) for one in lines(run(folder, "review", "log", "--json"))}
    assert states == {"entity": (1, "applied"), "mention": (2, "applied")}
    for number in ("1", "2"):
        assert run(folder, "review", "undo", number).exit_code == 0
    assert [one["state"] for one in lines(run(folder, "review", "log", "--json"))] == ["replaced"] * 2 + ["undone"] * 2


def test_all_mentions_of_a_document_are_listed_with_their_verdict(folder: Path) -> None:
    found = mentions(folder)
    assert run(folder, "review", "reject", "n1", found["COUNT", "۲۵ کارشناس"]["id"]).exit_code == 0
    listed = lines(run(folder, "review", "mentions", "n1", "--json"))
    assert {(one["surface"], one["verdict"]) for one in listed} >= {
        ("۲۵ کارشناس", "rejected"),
        ("شورای شهر یزد", "unseen"),
    }
    assert "rejected" in run(folder, "review", "mentions", "n1").output
