"""The pages of review: judging from the list, all alike at once, and one document; each works without a script."""

import html
import json
import re
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

import pytest
from fastapi.testclient import TestClient

from corpora.document import Mention
from pipeline.people.principal import local
from pipeline.records import Source
from pipeline.review.documents import Edit
from pipeline.review.queue import Which
from pipeline.review.reviewed import Asked
from pipeline.settings import Settings
from pipeline.workspace import Workspace
from search_api.app import create_app
from tests.makers import ME

TEXT = "وزارت علوم با دانشگاه یزد تفاهم‌نامه امضا کرد.\nدر نشست ۲۹ کارشناس از ۱۴ خرداد ۱۴۰۳ سخن گفتند."
OTHER = "وزارت علوم فراخوان داد."
HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="(.*?)">')


@pytest.fixture
def space(workspace: Workspace) -> Iterator[Workspace]:
    for name, text in (("a", TEXT), ("b", OTHER)):
        workspace.ingest_sources(ME, [Source(f"file:///{name}.txt", f"{name}.txt", text.encode())])
    with Workspace(Settings(workspace=workspace.settings.workspace)) as space:
        yield space


@pytest.fixture
def client(space: Workspace) -> Iterator[TestClient]:
    with TestClient(create_app(space), base_url="http://localhost", headers={"accept": "text/html"}) as client:
        yield client


@pytest.fixture
def key(space: Workspace) -> str:
    return space.document(ME, "file:///a.txt").key


def found(space: Workspace, key: str, surface: str) -> Mention:
    (one,) = (m for m in space.document(ME, key).mentions if m.surface == surface)
    return one


def form(answer: Any, marker: str) -> dict[str, str]:
    """The hidden fields of the form that holds a marker."""
    (held,) = (part for part in answer.text.split("<form")[1:] if marker in part.split("</form>")[0])
    return {name: html.unescape(value) for name, value in HIDDEN.findall(held.split("</form>")[0])}


def test_the_first_of_the_list_is_judged_and_taken_back(client: TestClient, space: Workspace) -> None:
    shown = client.get("/review?sure=1&label=ORG&ui=en")
    assert shown.text.count('name="verdict" value="accept"') == 3
    asked = form(shown, 'data-key="a"')
    done = client.post("/review?sure=1&label=ORG", data={**asked, "verdict": "reject"})
    assert (done.status_code, done.text.count('value="accept"')) == (200, 2)
    assert "label=ORG" in str(done.url)
    back = client.post("/review?sure=1&label=ORG", data={**form(done, 'data-key="z"'), "verdict": "undo"})
    assert back.text.count('value="accept"') == 3
    assert [one.state for one in space.log.entries(ME)] == ["replaced", "undone"]
    client.post("/review?sure=1", data={**asked, "verdict": "accept"})
    late = client.post("/review?sure=1&ui=en", data={**asked, "verdict": "reject"})
    assert (late.status_code, "look at it again" in late.text) == (409, True)


def test_all_that_are_alike_are_judged_less_what_was_unticked(client: TestClient, space: Workspace) -> None:
    listed = client.get("/review?order=alike&sure=1&ui=en")
    (address,) = re.findall(r'href="(/review/alike\?[^"]*)"', listed.text)
    assert "وزارت علوم" in unquote(address)
    shown = client.get(html.unescape(address))
    ids = re.findall(r'name="chosen" value="(\w+)"', shown.text)
    assert len(ids) == 2
    asked = {"label": "ORG", "surface": "وزارت علوم", "listed": ids, "chosen": ids[:1], "verdict": "accept"}
    done = client.post("/review/alike", data=asked)
    assert [one.decision.subject for one in space.log.entries(ME)] == ids[:1]
    undo = form(done, 'action="/review/alike"')
    assert client.post("/review/alike", data={**undo, "verdict": "undo"}).status_code == 200
    assert [one.state for one in space.log.entries(ME)] == ["replaced", "undone"]
    assert client.post("/review/alike", data={**undo, "verdict": "undo"}).status_code == 409


def test_each_judgement_leads_to_the_next_that_nobody_judged(client: TestClient, space: Workspace, key: str) -> None:
    shown = client.get(f"/review/{key}?ui=en")
    order = [m.id for m in space.document(ME, key).mentions]
    for number, identity in enumerate(order, 1):
        asked = form(shown, 'id="judge"')
        assert asked["mention"] == identity
        shown = client.post(f"/review/{key}", data={**asked, "verdict": "accept"})
        assert shown.status_code == 200
        assert len(list(space.log.entries(ME))) == number
    assert {m.verdict for m in space.document(ME, key).mentions} == {"accepted"}
    assert f"{len(order)} of" in shown.text.replace("<", " <") or "1 of" in shown.text
    undone = client.post(f"/review/{key}", data={"decision": str(len(order)), "verdict": "undo"})
    assert form(undone, 'id="judge"')["mention"] == order[-1]


def test_place_label_and_value_are_put_right(client: TestClient, space: Workspace, key: str) -> None:
    count = found(space, key, "۲۹ کارشناس")
    shown = client.get(f"/review/{key}?m={count.id}&ui=en")
    asked = form(shown, "<fieldset><legend>Value")
    typed = {"v_number": "۳۰", "v_unit": "کارشناس", "start": str(count.span.start), "end": str(count.span.end)}
    client.post(f"/review/{key}", data={**asked, **typed, "verdict": "correct", "note": "از صورت‌جلسه"})
    assert found(space, key, "۲۹ کارشناس").value["number"] == 30
    university = found(space, key, "دانشگاه یزد")
    asked = form(client.get(f"/review/{key}?m={university.id}"), 'id="judge"')
    client.post(f"/review/{key}", data={**asked, "edge": "end+"})
    assert found(space, key, "دانشگاه یزد تفاهم‌نامه").value["name"] == "دانشگاه یزد تفاهم‌نامه"
    asked = form(client.get(f"/review/{key}?m={university.id}"), 'id="judge"')
    client.post(f"/review/{key}", data={**asked, "label": "PLACE"})
    assert found(space, key, "دانشگاه یزد تفاهم‌نامه").label == "PLACE"
    date = found(space, key, "۱۴ خرداد ۱۴۰۳")
    asked = form(client.get(f"/review/{key}?m={date.id}"), 'name="v_start"')
    span = {"start": str(date.span.start), "end": str(date.span.end)}
    client.post(f"/review/{key}", data={**asked, **span, "v_start": "۱۴۰۳/۳/۱۵", "v_end": "", "verdict": "correct"})
    assert found(space, key, "۱۴ خرداد ۱۴۰۳").value["start"] == "2024-06-04"
    refused = client.post(f"/review/{key}", data={**asked, **span, "v_start": "۱۵ تیر", "verdict": "correct"})
    assert (refused.status_code, "۱۵ تیر" in refused.text) == (409, True), "what was typed is still there"


def test_what_was_missed_is_added_by_place_or_by_words(client: TestClient, space: Workspace, key: str) -> None:
    added = {"verdict": "add", "words": "نشست", "label": "ORG", "start": "", "end": ""}
    client.post(f"/review/{key}", data=added)
    assert found(space, key, "نشست").verdict == "added"
    start = TEXT.index(" سخن")
    client.post(f"/review/{key}", data={**added, "words": "", "label": "PLACE", "start": start, "end": start + 4})
    assert found(space, key, "سخن").label == "PLACE"
    for typed in ({"words": "ر"}, {"words": "چیزی دیگر"}, {"words": ""}, {"words": "", "start": "x"}):
        assert client.post(f"/review/{key}", data={**added, **typed}).status_code == 409


def test_what_is_not_there_is_said(client: TestClient, key: str) -> None:
    assert client.get("/review/nothing").status_code == 404
    assert client.post("/review/nothing", data={"verdict": "accept"}).status_code == 404
    assert client.post("/review", data={"verdict": "accept", "key": "nothing", "mention": "x"}).status_code == 404
    for broken in (
        {"verdict": "perhaps"},
        {"verdict": "accept", "seen": "x"},
        {"verdict": "accept", "judged": "{"},
        {},
    ):
        assert client.post(f"/review/{key}", data=broken).status_code == 409
    assert client.get("/review/alike?label=THING&surface=x").status_code == 200
    for more in ("", "&why=1"):
        refused = client.get(f"/review/{key}?m=nobody{more}&ui=fa")
        assert (refused.status_code, "یافتهٔ «" in refused.text) == (404, True)
        assert f'href="/review/{key}"' in refused.text
    for language in ("fa", "ar", "en"):
        for order in ("doubt", "newest", "alike"):
            assert client.get(f"/review?order={order}&sure=1&ui={language}").status_code == 200


def test_why_tells_what_was_found_and_what_a_person_made_of_it(client: TestClient, space: Workspace, key: str) -> None:
    (one,) = (r for r in space.mentions.reviewed(ME, key) if r.machine and r.machine.surface == "دانشگاه یزد")
    assert one.machine
    asked = one.asking("correct", label="PLACE", value={"name": "شهر یزد"}, note="جای نشست")
    space.mentions.decide(local("زهرا"), key, asked)
    for address in (f"/why/{key}/{one.machine.id}", f"/review/{key}?m={one.machine.id}&why=1"):
        for language, found, still in (
            ("fa", "یافتهٔ ماشین", "نه آنچه با اصلاح آمد"),
            ("ar", "ما وجدته الآلة", "لا ما جاء به التصحيح"),
            ("en", "What the machine found", "not what it was corrected to"),
        ):
            said = client.get(address, headers={"accept-language": language}).text
            assert (found in said, still in said) == (True, True), (address, language)
            judged = said[said.index('<dl class="about">') : said.index("</dl>")]
            for told in ("زهرا", "جای نشست", "mention place", "شهر یزد", "mention org", "دانشگاه یزد"):
                assert told in judged, (address, language, told)


def test_the_key_that_opened_why_closes_it_and_a_version_has_the_reader_s_digits(
    client: TestClient, space: Workspace, key: str
) -> None:
    one = found(space, key, "دانشگاه یزد")
    shown = client.get(f"/review/{key}?m={one.id}&why=1&ui=fa").text
    (link,) = re.findall(r'<a href="([^"]*)" data-key="w"', shown)
    assert html.unescape(link) == f"/review/{key}?m={one.id}#ask-why"
    persian = one.version.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))
    assert f"نسخهٔ {persian} " in shown
    assert 'id="why"' not in client.get(html.unescape(link).partition("#")[0]).text


def test_a_judged_mention_whose_text_changed_is_said_to_be_that(client: TestClient, space: Workspace, key: str) -> None:
    one = found(space, key, "دانشگاه یزد")
    space.mentions.decide(ME, key, Asked("accept", one.id, one.value))
    changed = "گردهمایی پژوهشگران در تهران برگزار شد."
    space.ingest_sources(ME, [Source("file:///a.txt", "a.txt", changed.encode())])
    for address in (f"/why/{key}/{one.id}", f"/review/{key}?m={one.id}&why=1", f"/review/{key}?m={one.id}"):
        answer = client.get(address, headers={"accept-language": "fa"})
        assert (answer.status_code, "متن پس از داوری عوض شده است" in answer.text) == (404, True), address
        assert "دانشگاه یزد" in answer.text
    told = client.get(f"/api/v1/mentions/{key}/{one.id}/why", headers={"accept": "application/json"})
    assert (told.status_code, "the text has changed since" in told.json()["detail"]) == (404, True)


def test_what_was_added_and_taken_back_leads_to_no_page_that_is_not_there(
    client: TestClient, space: Workspace, key: str
) -> None:
    client.post(f"/review/{key}", data={"verdict": "add", "words": "نشست", "label": "ORG"})
    (added,) = (m for m in space.document(ME, key).mentions if m.verdict == "added")
    back = client.post(f"/review/{key}", data={"verdict": "undo", "decision": added.version})
    assert (back.status_code, added.id in str(back.url)) == (200, False)


def test_a_second_look_shows_no_verdict_and_a_dispute_is_settled(client: TestClient, space: Workspace) -> None:
    first, second = (local(name) for name in ("زهرا", "رضا"))
    key = space.document(ME, "file:///a.txt").key
    (one,) = (r for r in space.mentions.reviewed(ME, key) if r.machine and r.machine.surface == "دانشگاه یزد")
    space.mentions.decide(first, key, one.asking("reject"))
    shown = client.get("/review?order=second&ui=fa")
    assert ("دانشگاه یزد" in shown.text, f'href="/review/{key}' in shown.text) == (True, False)
    asked = form(shown, 'data-key="a"')
    client.post("/review?order=second", data={**asked, "verdict": "accept"})
    assert {told.decision.user for told in space.mentions.history(ME, key)} == {"زهرا", "local"}
    (one,) = (r for r in space.mentions.reviewed(ME, key) if r.machine and r.machine.surface == "۲۹ کارشناس")
    space.mentions.decide(first, key, one.asking("reject"))
    (two,) = (r for r in space.mentions.reviewed(ME, key) if r.machine and r.machine.surface == "۲۹ کارشناس")
    space.mentions.decide(second, key, two.asking("accept"))
    shown = client.get("/review?order=disputed&label=COUNT&ui=en")
    assert re.findall(r"<bdi>(زهرا|رضا)</bdi>: <strong>", shown.text) == ["زهرا", "رضا"]
    asked = form(shown, 'data-key="1"')
    assert client.post("/review?order=disputed", data={**asked, "verdict": "settle"}).status_code == 200
    assert "۲۹ کارشناس" not in [one.surface for one in space.document(ME, key).mentions]
    late = client.post("/review?order=disputed", data={**asked, "verdict": "settle"})
    assert late.status_code == 409


def test_the_log_is_narrowed_and_a_decision_taken_back(client: TestClient, space: Workspace, key: str) -> None:
    one = found(space, key, "دانشگاه یزد")
    space.mentions.decide(local("زهرا"), key, Asked("reject", one.id, one.value, note="=SUM(A1)"))
    space.editing.edit(ME, key, [Edit("title", space.document(ME, key).title, "تفاهم‌نامه یزد")])
    shown = client.get("/review/decisions?ui=en")
    assert [part in shown.text for part in ("wrong", "دانشگاه یزد", "تفاهم‌نامه یزد", "2 decisions")] == [True] * 4
    assert "1 decision<" in client.get("/review/decisions?user=زهرا&ui=en").text
    assert "There are no decisions" in client.get("/review/decisions?until=1400-01-01&ui=en").text
    assert client.get("/review/decisions?since=دیروز").status_code == 422
    assert client.get("/review/decisions?document=nothing").status_code == 404
    done = client.post("/review/decisions?user=زهرا&ui=en", data={"decision": "1"})
    assert (done.status_code, "no longer in force" in done.text, "user=" in str(done.url)) == (200, True, True)
    assert client.post("/review/decisions", data={"decision": "1"}).status_code == 409
    table = client.get("/api/v1/decisions", params={"user": "زهرا", "format": "csv"})
    assert "'=SUM(A1)" in table.text
    rows = client.get("/api/v1/decisions", params={"document": key, "format": "jsonl"}).text.splitlines()
    assert [json.loads(row)["state"] for row in rows] == ["replaced", "applied", "undone"]
    assert [one["id"] for one in client.get("/api/v1/decisions?after=1&limit=1").json()] == [2]


def test_many_are_looked_at_judged_and_taken_back(client: TestClient, space: Workspace) -> None:
    shown = client.get("/review/bulk?label=ORG&ui=en")
    assert "3 finds" in shown.text
    listed = re.findall(r'name="listed" value="(.*?)"', shown.text)
    assert "دانشگاه یزد" in listed
    asked = {**form(shown, 'name="tag"'), "listed": listed, "chosen": [one for one in listed if one != "دانشگاه یزد"]}
    begun = client.post("/review/bulk", data={**asked, "verdict": "accept"})
    assert (begun.status_code, "/review/bulk/" in str(begun.url)) == (200, True)
    page = until(client, str(begun.url), "2 of 2")
    assert "Take all of it back" in page
    assert "Right: Organisations" in client.get("/review/bulk?ui=en").text
    late = client.post("/review/bulk?ui=en", data={**asked, "verdict": "accept"})
    assert (late.status_code, "other mentions wait" in late.text) == (409, True)
    back = client.post(str(begun.url))
    until(client, str(back.url), "2 of 2")
    assert client.post(str(begun.url)).status_code == 409
    assert {one.state for one in space.log.entries(ME)} == {"replaced", "undone"}
    assert client.get("/review/bulk?label=ORG&q=%22&ui=en").status_code == 409


def until(client: TestClient, url: str, words: str) -> str:
    """A page once it says so."""
    for _ in range(200):
        text = client.get(url).text
        if words in text:
            return text
        time.sleep(0.05)
    raise AssertionError(text)


def test_known_names_are_brought_judged_and_taken_back(client: TestClient, space: Workspace) -> None:
    assert "There are no names" in client.get("/gazetteer?ui=en").text
    file = {"file": ("names.csv", "name,id\nخانه مهر کویر,Q1\nمهرگان,Q2\n".encode(), "text/csv")}
    seen = client.post("/gazetteer/lists", files=file, data={"act": "look"})
    assert ["2 new" in seen.text, "one word alone" in seen.text] == [True, True]
    assert space.gazetteer.entries(ME) == []
    taken = client.post("/gazetteer/lists", files=file, data={"act": "take"})
    assert "The list was taken in." in taken.text
    said = client.post("/gazetteer?state=waits", data={"verdict": "use", "name": "مهرگان", "collection": "main"})
    assert ("state=waits" in str(said.url), "مهرگان" in said.text) == (True, False)
    assert client.post("/gazetteer", data={"verdict": "use", "name": "مهرگان"}).status_code == 409
    assert "to be used" in client.get("/review/decisions?kind=name&ui=en").text
    undo = form(taken, 'name="batch"')
    assert client.post("/gazetteer", data={**undo, "verdict": "undo"}).status_code == 200
    assert [one.name for one in space.gazetteer.entries(ME)] == ["مهرگان"]
    assert client.post("/gazetteer/lists", files={"file": ("x.csv", b"!")}, data={"act": "take"}).status_code == 409


def test_known_names_over_the_api(client: TestClient) -> None:
    path = "/api/v1/gazetteer"
    list_of = "خانه مهر کویر\nمهرگان\n".encode()
    dry = client.post(f"{path}/lists?dry_run=true", content=list_of).json()
    assert (dry["batch"], dry["new"], [one["reason"] for one in dry["doubts"]]) == ("", 2, ["one_word"])
    batch = client.post(f"{path}/lists", content=list_of).json()["batch"]
    waits = client.get(path, params={"state": "waits"}).json()
    assert [(one["name"], one["user"], one["decision"]) for one in waits] == [("مهرگان", "local", 2)]
    number = client.post(path, json={"name": "مهرگان", "verdict": "use"}).json()["decision"]
    assert client.delete(f"/api/v1/decisions/{number}").json()["kind"] == "name"
    assert client.delete(f"{path}/lists/{batch}").json() == {"names": 2}
    assert client.get(path).json() == []
    assert client.get(path, params={"collection": "nothing"}).status_code == 404


def test_documents_are_given_to_people(client: TestClient, space: Workspace) -> None:
    assert "No document was given" in client.get("/review/assignments?ui=en").text
    asked = {"act": "assign", "to": "زهرا، امید", "limit": "0"}
    given = client.post("/review/assignments", data=asked)
    assert (given.status_code, "batch=" in str(given.url)) == (200, True)
    assert client.post("/review/assignments", data=asked).status_code == 409, "it is somebody's already"
    undone = client.post("/review/assignments", data={**form(given, 'name="batch"'), "act": "undo"})
    assert "batch=" not in str(undone.url)
    made = space.assignments.assign(ME, ["زهرا"], Which(doubtful=False))
    assert made.documents == {"زهرا": 2}
    assert "1 of 2" in client.get("/review/assignments?ui=en").text
    mine = client.get("/review?assigned=زهرا&sure=1&ui=en").text
    assert "Only the documents of" in mine
    path = "/api/v1/review/assignments"
    told = client.get(path).json()
    assert {one["user"] for one in told} <= {"زهرا", "امید"}
    waits = client.get("/api/v1/review", params={"assigned": "زهرا", "doubtful": False}).json()["total"]
    assert waits == mine.count('value="accept"') > 0
    made_again = client.post(path, json={"to": ["سامي"], "again": True, "doubtful": False}).json()
    assert made_again["documents"] == {"سامي": 2}
    assert client.delete(f"{path}/{made_again['batch']}").json() == {"documents": 2}
    assert client.delete(f"{path}/{made_again['batch']}").status_code == 409
    assert "given for review" in client.get("/review/decisions?kind=assign&ui=en").text
    assert client.post("/review/assignments", data={"act": "undo", "batch": made.batch}).status_code == 200
    assert client.get(path).json() == []


def test_a_day_is_told_in_the_calendar_of_the_reader_whichever_the_field_has(
    client: TestClient, space: Workspace, key: str
) -> None:
    """The figures of a Jalali day were read as those of a Gregorian one: «۲۴ اسفند ۷۸۱» stood under 1403-03-14."""
    date = found(space, key, "۱۴ خرداد ۱۴۰۳")
    for ui, day in (("fa", "۱۴ خرداد ۱۴۰۳"), ("en", "3 June 2024")):
        page = client.get(f"/review/{key}", params={"m": date.id, "ui": ui}).text
        assert 'value="1403-03-14"' in page
        assert page.count(f'<small class="quiet">{day}</small>') == 2
        assert "۷۸۱" not in page + client.get(f"/why/{key}/{date.id}", params={"ui": ui}).text
