"""The log of decisions narrowed by document, person, entity and days, in parts, and by who may see what."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from corpora.document import Document, Mention, Span
from corpora.ids import entity_id
from pipeline.cli import cli
from pipeline.errors import DocumentNotFound, EntityNotFound, Forbidden, QuerySyntaxError
from pipeline.people.principal import Principal, local
from pipeline.records import Source
from pipeline.review.documents import Edit
from pipeline.review.log import COLUMNS, Filter, filtered
from pipeline.settings import Settings
from pipeline.store.audited import Sight, numbers, rows
from pipeline.store.decisions import Decision, Decisions
from pipeline.store.documents import Store
from pipeline.workspace import Workspace
from tests.makers import ME

ZAHRA, OMID = local("زهرا"), local("امید")
TEXTS = {
    "a": "وزارت علوم با دانشگاه یزد تفاهم‌نامه امضا کرد.",
    "b": "وزارت علوم فراخوان داد و ۲۹ کارشناس آمدند.",
    "secret": "وزارت علوم و بانک مرکزی نشست داشتند.",
}


@pytest.fixture(scope="module")
def decided(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Decisions of two people, in two collections, of each kind that needs no scan."""
    space = Workspace(Settings(workspace=tmp_path_factory.mktemp("log"), workers=1))
    space.collections.add(ME, "desk")
    for name, text in TEXTS.items():
        place = "desk" if name == "secret" else "main"
        space.ingest_sources(ME, [Source(f"file:///{name}.txt", f"{name}.txt", text.encode())], place)
    for who, name in ((ZAHRA, "a"), (OMID, "b"), (ZAHRA, "secret"), (OMID, "a")):
        key = space.document(ME, f"file:///{name}.txt").key
        for one in space.mentions.reviewed(who, key)[:2]:
            space.mentions.decide(who, key, one.asking("reject" if name == "b" else "accept"))
    first = space.entities.find(ME, "وزارت علوم")[0].entity.id
    other = space.entities.find(ME, "دانشگاه یزد")[0].entity.id
    space.entities.different(ZAHRA, first, other)
    space.entities.rename(OMID, other, "دانشگاه استان یزد")
    space.editing.edit(OMID, "file:///b.txt", [Edit("title", space.document(ME, "file:///b.txt").title, "فراخوان")])
    space.log.undo(OMID, len(list(space.log.entries(ME))) - 1)
    space.upkeep.finish()
    return space


ALL = st.builds(
    Filter,
    user=st.sampled_from(["", "زهرا", "امید", "سامي"]),
    document=st.sampled_from(["", *(f"file:///{name}.txt" for name in TEXTS)]),
    kind=st.sampled_from(["", "mention", "entity", "document", "text"]),
    since=st.sampled_from(["", "2020-01-01", "2999-01-01"]),
    until=st.sampled_from(["", "2020-01-01", "2999-01-01"]),
)


@given(asked=ALL, after=st.integers(0, 14), limit=st.integers(0, 5))
def test_what_is_asked_for_is_what_of_the_whole_log_fits(
    decided: Workspace, asked: Filter, after: int, limit: int
) -> None:
    key = decided.document(ME, asked.document).key if asked.document else ""
    fits = [
        logged
        for logged in decided.log.entries(ME)
        if (one := logged.decision).id > after
        and key in ("", one.document)
        and asked.user in ("", one.user)
        and asked.kind in ("", one.kind)
        and asked.since <= one.at
        and (not asked.until or one.at < asked.until)
    ]
    assert list(decided.log.entries(ME, asked, after, limit)) == fits[: limit or len(fits)]
    part = decided.log.part(ME, asked, 3, 2)
    whole = list(decided.log.entries(ME, asked))[::-1]
    assert (list(part.rows), part.total) == (whole[2:5], len(whole))


def test_of_an_entity_is_what_was_said_of_it_and_of_mentions_that_name_it(decided: Workspace) -> None:
    university = decided.entities.find(ME, "دانشگاه استان یزد")
    identity = (university or decided.entities.find(ME, "دانشگاه یزد"))[0].entity.id
    said = [one.decision for one in decided.log.entries(ME, Filter(entity=identity))]
    assert {one.kind for one in said} == {"entity", "mention"}
    assert {one.before["surface"] for one in said if one.kind == "mention"} == {"دانشگاه یزد"}
    with pytest.raises(EntityNotFound):
        list(decided.log.entries(ME, Filter(entity="nobody")))


def test_nobody_sees_a_decision_on_what_he_may_not_see(decided: Workspace) -> None:
    secret = decided.document(ME, "file:///secret.txt").key
    reviewer = Principal("امید", "person", {"main": "reviewer"})
    seen = [one.decision for one in decided.log.entries(reviewer)]
    assert seen
    assert secret not in {one.document for one in seen}
    assert "وزارت علوم" in {one.before.get("surface") for one in seen}
    assert not [one for one in seen if "بانک مرکزی" in json.dumps(one.record(), ensure_ascii=False)]
    other = Principal("سامي", "person", {"main": "reviewer"})
    told = [one.decision for one in decided.log.entries(other) if one.decision.kind == "entity"]
    assert {str({**one.before, **one.after}["verdict"]) for one in told} == {"different"}, "no name that another typed"
    with pytest.raises(DocumentNotFound):
        list(decided.log.entries(reviewer, secret))
    with pytest.raises(Forbidden):
        list(decided.log.entries(Principal("مریم", "person", {"main": "viewer"})))
    viewer = Principal("مریم", "person", {"main": "viewer"})
    assert list(decided.log.entries(viewer, "file:///a.txt")), "of a document who sees it sees what was decided on it"
    desk = Principal("نرگس", "person", {"desk": "reviewer"})
    assert {one.decision.document for one in decided.log.entries(desk)} - {None} == {secret}


def test_a_move_from_a_collection_is_told_to_those_who_know_it(workspace: Workspace) -> None:
    workspace.collections.add(ME, "desk")
    workspace.ingest_sources(ME, [Source("file:///a.txt", "a.txt", TEXTS["a"].encode())], "desk")
    workspace.editing.edit(ME, "file:///a.txt", [Edit("collection", "desk", "main")])
    reviewer = Principal("امید", "person", {"main": "reviewer"})
    assert list(workspace.log.entries(reviewer)) == []
    assert len(list(workspace.log.entries(ME))) == 1
    both = Principal("زهرا", "person", {"main": "reviewer", "desk": "reviewer"})
    assert len(list(workspace.log.entries(both))) == 1


def test_days_are_within_and_of_any_calendar() -> None:
    assert filtered("1404-05-01", "1404-05-01") == replace(Filter(), since="2025-07-23", until="2025-07-24")
    with pytest.raises(QuerySyntaxError):
        filtered("دیروز")


def test_the_command_narrows_and_writes_tables(decided: Workspace, tmp_path: Path) -> None:
    def run(*more: str) -> str:
        answer = CliRunner().invoke(cli, [*more, "--workspace", str(decided.settings.workspace)])
        assert answer.exit_code == 0, answer.output
        return answer.stdout

    lines = [
        json.loads(line)
        for line in run("review", "log", "--user", "زهرا", "--kind", "mention", "--json").split("\n")
        if line
    ]
    assert {(one["user"], one["kind"]) for one in lines} == {("زهرا", "mention")}
    assert run("decisions", "--user", "زهرا", "--kind", "mention", "--json").count("\n") == len(lines)
    table = run("review", "log", "file:///a.txt", "--csv")
    assert table.splitlines()[0].endswith(",".join(COLUMNS))
    assert len(table.splitlines()) == 1 + len(list(decided.log.entries(ME, "file:///a.txt")))
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).date().isoformat()
    assert run("review", "log", "--since", tomorrow, "--json") == ""
    both = CliRunner().invoke(cli, ["decisions", "--csv", "--json", "--workspace", str(tmp_path)])
    assert both.exit_code == 2


def test_each_database_tells_the_same(store: Store) -> None:
    """JSON is asked in another way by each."""
    keys = ["a" * 32, "b" * 32]
    for number, key in enumerate(keys):
        text, span = "بنیاد سپهر گفت", Span(0, 10)
        found = Mention(f"m{number}", "ORG", span, "بنیاد سپهر", {"name": "بنیاد سپهر", "entity": "org:سپهر"}, "t", "1")
        place = ("main", "desk")[number]
        store.put([(Document(key, key, key, text, content_hash=key, mentions=(found,), collection=place), "")])
    value = {"name": "بنیاد سپهر", "entity": "org:سپهر"}
    said = [
        Decision("mention", "m0", {"value": value}, {"verdict": "accept", "batch": "x"}, keys[0]),
        Decision("mention", "m1", {"value": None}, {"verdict": "add", "value": value}, keys[1]),
        Decision("document", "collection", {"value": "desk"}, {"value": "main"}, keys[0]),
        Decision("entry", "e", {}, {"verdict": "join", "other_document": keys[1]}, keys[0]),
        Decision(
            "entity", entity_id("org:سپهر"), {}, {"verdict": "unsure", "one": entity_id("org:سپهر"), "other": "x"}
        ),
    ]
    with store.writing() as connection:
        Decisions(connection).add(said, "زهرا")
        some, whole = Sight(frozenset({"main"}), {5}), Sight(None, None, everything=True)
        assert numbers(connection, Filter(), whole) == [1, 2, 3, 4, 5]
        assert numbers(connection, Filter(), some) == [1, 5]
        assert numbers(connection, Filter(), replace(some, others=())) == [1]
        assert numbers(connection, Filter(entity=entity_id("org:سپهر")), whole) == [1, 2, 5]
        assert numbers(connection, Filter(batch="x"), whole) == [1]
        assert numbers(connection, Filter(), Sight(frozenset({"main", "desk"}), ())) == [1, 2, 3, 4]
        assert [one.id for one in rows(connection, [5, 1])] == [1, 5]
