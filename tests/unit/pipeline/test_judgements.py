"""What the log says of each mention stands beside it: the same as from the log itself, in every order."""

import json
import random
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, create_engine, select, text

from pipeline.errors import RefusedDecision
from pipeline.people.principal import local
from pipeline.records import Source
from pipeline.review.effective import effective
from pipeline.review.queue import Which, around
from pipeline.review.reviewed import Asked
from pipeline.store import judgements, spoken, tables
from pipeline.store.decisions import Decisions
from pipeline.store.documents import Store
from pipeline.store.engine import address_of
from pipeline.workspace import Workspace
from tests.makers import ME
from tests.unit.pipeline.test_bulk import FOUNDATION, document
from tests.unit.pipeline.test_migrations import KEY, old

ZAHRA, OMID, SAMI = (local(name) for name in ("زهرا", "امید", "سامي"))
ALL = Which(doubtful=False)


def rows(connection: Connection) -> dict[tuple[str, str], dict[str, Any]]:
    found = connection.execute(select(tables.judgements)).mappings()
    return {(row["document"], row["subject"]): dict(row) for row in found}


def judged(connection: Connection) -> set[tuple[str, str]]:
    m = tables.mentions.c
    return {(row[0], row[1]) for row in connection.execute(select(m.key, m.id).where(m.judged == 1))}


def agree(space: Workspace) -> None:
    """The rows are those that follow from the log, and nothing waits that was judged."""
    with space.store.engine.connect() as connection:
        expected = judgements.rows_of(Decisions(connection).all())
        assert rows(connection) == expected
        assert judged(connection) == set(expected)
    waits = {(one.document.key, one.mention.id) for one in space.queue.waiting(ME, ALL, 10_000)}
    assert not waits & set(expected)
    agree_on_what_waits(space)
    assert len(waits) == space.queue.count(ME, ALL)


def agree_on_what_waits(space: Workspace) -> None:
    """What is listed, read without the other mentions of its document, is the same as with them."""
    listed = space.queue.waiting(ME, ALL, 10_000)
    for one in listed:
        whole = space.document(ME, one.document.key)
        assert one.mention in whole.mentions
        again = around(whole, one.mention)
        assert (again.before, again.after, whole.text) == (one.before, one.after, one.document.text)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_they_follow_from_the_log_in_every_order(workspace: Workspace, seed: int) -> None:
    chance, space = random.Random(seed), workspace
    space.store.put((document(number), "") for number in range(4))
    for turn in range(60):
        key, who = document(chance.randrange(4)).key, chance.choice((ZAHRA, OMID, SAMI))
        one = chance.choice([each for each in space.mentions.reviewed(who, key) if each.machine])
        try:
            if chance.random() < 0.3:
                with space.store.engine.connect() as connection:
                    last = Decisions(connection).last()
                space.log.undo(who, chance.randint(1, max(1, last)))
            else:
                verdict = chance.choice(("accept", "accept", "reject", "ignore", "correct"))
                more = {"value": {"name": f"بنیاد {chance.randrange(3)}"}} if verdict == "correct" else {}
                space.mentions.decide(who, key, one.asking(verdict, **more))  # type: ignore[arg-type]
        except RefusedDecision:
            continue
        if turn % 6 == 0:
            agree(space)
    agree(space)
    with space.store.engine.connect() as connection:
        before = rows(connection), list(connection.execute(select(tables.mentions).order_by("key", "id")))
    assert before[0], "something holds"
    assert space.entities.rebuild(ME) == 0
    with space.store.engine.connect() as connection:
        assert (rows(connection), list(connection.execute(select(tables.mentions).order_by("key", "id")))) == before


def test_what_found_its_place_in_a_changed_text_does_not_wait_again(workspace: Workspace) -> None:
    said = "وزارت علوم با دانشگاه یزد تفاهم‌نامه امضا کرد."
    workspace.ingest_sources(ME, [Source("file:///a.txt", "a.txt", said.encode())])
    for one in workspace.queue.waiting(ME, ALL, 100):
        workspace.mentions.decide(ZAHRA, one.document.key, Asked("accept", one.mention.id, one.mention.value))
    assert workspace.queue.count(ME, ALL) == 0
    changed = f"در نشست دیروز {said} سپس از دانشگاه تهران سخن رفت."
    workspace.ingest_sources(ME, [Source("file:///a.txt", "a.txt", changed.encode())])
    waits = workspace.queue.waiting(ME, ALL, 100)
    verdicts = {m.surface: m.verdict for m in workspace.document(ME, "file:///a.txt").mentions}
    assert verdicts["دانشگاه یزد"] == verdicts["وزارت علوم"] == "accepted"
    assert {one.mention.surface for one in waits} == {s for s, verdict in verdicts.items() if verdict == "unseen"}
    agree_on_what_waits(workspace)
    assert workspace.queue.count(ME, ALL) == len(waits)


def test_what_was_withdrawn_is_counted_no_more(workspace: Workspace) -> None:
    workspace.store.put((document(number), "") for number in range(3))
    done = workspace.queue.judge_alike(ZAHRA, "ORG", FOUNDATION, "accept")
    assert [one.mentions for one in workspace.queue.progress(ME)] == [done.mentions] == [3]
    workspace.delete(ME, document(1).key)
    assert [one.mentions for one in workspace.queue.progress(ME)] == [2]
    assert workspace.second.waiting(OMID, Which()).total == 2


def test_the_most_frequent_words_are_the_same_however_few_are_looked_at(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace.collections.add(ME, "desk")
    workspace.store.put((document(n, "desk" if n % 3 else "main"), "") for n in range(30))
    workspace.queue.judge_alike(ZAHRA, "ORG", FOUNDATION, "accept", [document(n).mentions[0].id for n in (0, 3, 6)])
    for within in (None, frozenset({"main"})):
        which = Which(within=within, doubtful=False)
        found = []
        for few in (0, 1, 20):
            monkeypatch.setattr("pipeline.store.unseen._FEW", few)
            found.append([workspace.queue.alike(ME, which, 1, at) for at in range(3)])
        assert found[0] == found[1] == found[2]
    assert [[one.mentions for one in page] for page in found[0]] == [[10], [3], []]


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_store_of_the_schema_before_is_filled_from_its_log(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    place = tmp_path / "store.db" if kind == "sqlite" else str(request.getfixturevalue("database"))
    old(place, "0024")
    before = {"version": 1, "label": "ORG", "start": 32, "end": 35, "surface": "یزد", "context": ["", ""]}
    before["value"] = {"name": "یزد"}
    accepted, batch = {"verdict": "accept"}, {"verdict": "accept", "batch": "b1"}
    log = [(batch, None, "m", "زهرا"), ({}, 1, "m", "زهرا"), ({"verdict": "reject"}, None, "m", "امید")]
    log += [(accepted, None, "other", "سامي"), ({"verdict": "ignore"}, None, "other", "سامي")]
    engine = create_engine(address_of(place))
    with engine.begin() as connection:
        for number, (after, undoes, subject, user) in enumerate(log, 1):
            was = {**before, **batch} if undoes else before
            said = {"before": json.dumps(was, ensure_ascii=False), "after": json.dumps(after), "undoes": undoes}
            row = {"id": number, "at": "2025-01-01", "user": user, "kind": "mention", "subject": subject, **said}
            names = ", ".join(f'"{name}"' for name in (*row, "document"))
            marks = ", ".join(f":{name}" for name in (*row, "document"))
            connection.execute(text(f"INSERT INTO decisions ({names}) VALUES ({marks})"), {**row, "document": KEY})
    engine.dispose()
    with closing(Store.open(place, effective)) as store, store.engine.connect() as connection:
        assert rows(connection) == judgements.rows_of(Decisions(connection).all())
        found = rows(connection)[KEY, "m"]
        assert (found["user"], found["verdict"], found["people"]) == ("امید", "reject", 1)
        assert rows(connection)[KEY, "other"]["people"] == 0, "it was left to the machine"
        assert judged(connection) == {(KEY, "m")}
        assert [one.batch for one in Decisions(connection).all()] == ["b1", "b1", "", "", ""]
        assert Decisions(connection).together("mention", "b1") == []
        named = sorted((one.speaks, one.name, one.surface, one.number, one.first) for one in spoken.names(connection))
        assert named == [(-1, "یزد", "", 1, 3), (1, "یزد", "یزد", 1, 4)], "what was taken back says nothing"
