"""Stores of older schemas: opened, and restored from backups, with what people had decided."""

import json
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, create_engine, select, text

from corpora.codec import head_record
from corpora.document import Document
from corpora.ids import entity_id
from pipeline.records import Failure
from pipeline.review import entity_log
from pipeline.review.effective import correction, corrections, effective
from pipeline.settings import Settings
from pipeline.store import failures, tables
from pipeline.store.decisions import Decision, Decisions, standing
from pipeline.store.documents import Store
from pipeline.store.engine import address_of
from pipeline.workspace import Workspace
from tests.makers import ME

TEXT = "نشست ۲۹ سازمان مردم‌نهاد در شهر یزد، ۱۴ آذر ۱۴۰۴"
KEY = "k" * 32
PUT_RIGHT = [
    (1, 1, 10, 13, "سازان", "سازمان", "2025-01-01"),
    (2, 1, 30, 33, "یزر", "یزد", "2025-01-02"),
    (3, 1, 30, 33, "یزر", "یزر", "2025-01-04"),
    (4, 1, 10, 13, "سازان", "سازمانی", "2025-01-05"),
    (5, 1, 10, 13, "سازان", "سازان", "2025-01-06"),
]
DECIDED = [
    (1, "same", "e1", "e2", "2025-01-01"),
    (2, "name", "e1", "یزد", "2025-01-03"),
    (3, "name", "e1", "شهر یزد", "2025-01-03"),
    (4, "alias", "e1", "دارالعباده", "2025-01-07"),
    (5, "apart", "e1", "place/میبد", "2025-01-08"),
    (6, "different", "e1", "e2", "2025-01-09"),
]


def old(database: Path | str, revision: str) -> None:
    """A store as a program with that schema left it, with one document, one failure and what people had decided."""
    engine = create_engine(address_of(database))
    config = Config()
    config.set_main_option("script_location", str(Path(tables.__file__).parent / "migrations"))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        _fill(connection, revision)
    engine.dispose()


def _row(connection: Connection, table: str, **values: object) -> None:
    names = ", ".join(f'"{name}"' for name in values)
    connection.execute(text(f"INSERT INTO {table} ({names}) VALUES ({', '.join(f':{n}' for n in values)})"), values)


def _fill(connection: Connection, revision: str) -> None:
    row = partial(_row, connection)
    head = head_record(Document(key=KEY, id="a", uri="file:///a", text=TEXT, language="fa"))
    row("documents", key=KEY, id="a", source="", uri="file:///a", version=1, content_hash="h", seq=1)
    row("versions", key=KEY, version=1, content_hash="h", blob="b", head=json.dumps(head), at="2025-01-01")
    place = {"label": "PLACE", "start": 32, "end": 35, "surface": "یزد", "value": '{"name": "یزد"}', "score": 0.5}
    row("mentions", key=KEY, version=1, id="m", extractor="test", extractor_version="1", **place)
    row("failures", id=1, uri="file:///x", stage="read", code="empty", message="leer", blob="", at="2025-01-01")
    connection.execute(text("UPDATE counter SET value = 1"))
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT setval(pg_get_serial_sequence('failures', 'id'), 1)"))
    if revision >= "0002":
        _decided(connection, revision)
    if revision >= "0014":  # a store of that schema has counted its mentions
        row("entity_documents", document=KEY, entity="e1", collection="main", mentions=1)
        for part in ("main", "*"):
            row("entity_counts", entity="e1", collection=part, documents=1, mentions=1)
    if "0006" <= revision < "0008":
        for number, version, start, end, before, after, at in PUT_RIGHT:
            where = {"version": version, "start": start, "end": end}
            said = {"before": before, "after": after, "user": "امید", "at": at}
            row("text_corrections", id=number, key=KEY, **where, **said)


def _decided(connection: Connection, revision: str) -> None:
    row = partial(_row, connection)
    connection.execute(text("UPDATE mentions SET entity_key = 'place/یزد'"))
    folded = revision >= "0005"
    for identity, name in (("e1", "يزد"), ("e2", "میبد"), (entity_id("place/میبد"), "میبد")):
        more = {"folded": f"{name}\nyazd".replace("ي", "ی")} if folded else {}
        said = {"kind": "", "place": "", "english": "Yazd", "parent": "", **more}
        row("entities", id=identity, label="PLACE", name=name, **said)
    keys = [("place/یزد", "e1", "استان یزد", "document"), ("place/دارالعباده", "e1", "دارالعباده", "user")]
    keys.append(("place/میبد", entity_id("place/میبد"), "میبد", "document"))
    for key, identity, name, origin in keys:
        more = {"folded": name} if folded else {}
        row("entity_keys", key=key, entity=identity, name=name, language="fa", origin=origin, **more)
    for number, verdict, one, other, at in DECIDED if revision < "0008" else ():
        row("entity_decisions", id=number, verdict=verdict, one=one, other=other, user="زهرا", at=at)


REVISIONS = [
    "0001",
    "0002",
    "0003",
    "0004",
    "0005",
    "0006",
    "0007",
    "0008",
    "0009",
    "0010",
    "0011",
    "0012",
    "0013",
    "0014",
    "0015",
    "0016",
    "0017",
    "0018",
    "0019",
    "0020",
    "0022",
    "0023",
    "0024",
    "0025",
    "0026",
    "0027",
    "0028",
    "0029",
]


@pytest.mark.parametrize("revision", REVISIONS)
def test_a_store_of_each_older_schema_is_upgraded_when_it_is_opened(revision: str, tmp_path: Path) -> None:
    (tmp_path / "ws").mkdir()
    old(tmp_path / "ws" / "store.db", revision)
    with Workspace(Settings(workspace=tmp_path / "ws")) as space:
        found = space.document(ME, "file:///a")
        assert [m.surface for m in found.mentions] == ["یزد"]
        names = ("یزد", "yazd", "استان") if revision >= "0002" else ()
        assert [[c.entity.id for c in space.entities.find(ME, name)] for name in names] == [["e1"]] * len(names)
        assert [f.uri for f in failures.failures(space.store)] == ["file:///x"]
        failures.add_failures(space.store, [Failure("file:///x", "read", "corrupt", "")])
        assert [f.code for f in failures.failures(space.store)] == ["corrupt"]
        assert (space.indexing.sync(), space.search(ME, "یزد").total) == (1, 1)
        if revision < "0013":
            assert space.search(ME, "added:2025-01-01").total == 1  # it came in with its first version
    backup = tmp_path / "backup"
    backup.mkdir()
    old(backup / "store.db", revision)
    (backup / "backup.json").write_text('{"format": 1}', encoding="utf-8")
    with Workspace(Settings(workspace=tmp_path / "restored")) as space:
        assert space.keeping.restore(backup).missing == ["b"]
        assert space.search(ME, "یزد").total == 1


def _entities_were_carried(log: list[Decision]) -> None:
    said = [(one.user, one.subject, dict(one.before), dict(one.after)) for one in log if one.kind == "entity"]
    fresh = entity_id("place/میبد")
    assert said == [
        ("زهرا", "e1", {}, {"verdict": "same", "one": "e1", "other": "e2"}),
        ("زهرا", "e1", {"name": "یزد"}, {"verdict": "name", "entity": "e1", "name": "شهر یزد"}),
        ("زهرا", "e1", {"name": "شهر یزد"}, {"verdict": "name", "entity": "e1", "name": "يزد"}),
        (
            "زهرا",
            "e1",
            {},
            {
                "verdict": "alias",
                "entity": "e1",
                "name": "دارالعباده",
                "key": "place/دارالعباده",
                "language": "fa",
            },
        ),
        ("زهرا", "e1", {"entity": "e1"}, {"verdict": "apart", "entity": "e1", "key": "place/میبد", "to": fresh}),
        ("زهرا", "e1", {}, {"verdict": "different", "one": "e1", "other": "e2"}),
    ]


@pytest.mark.parametrize("revision", [revision for revision in REVISIONS if "0002" <= revision < "0008"])
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_what_was_decided_is_carried_into_the_log(
    kind: str, revision: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    place = tmp_path / "store.db" if kind == "sqlite" else str(request.getfixturevalue("database"))
    old(place, revision)
    with closing(Store.open(place, effective)) as store, store.writing() as connection:
        log = list(Decisions(connection).all())
        assert [one.at for one in log] == sorted(one.at for one in log)
        _entities_were_carried(log)
        texts = [one for one in log if one.kind == "text"]
        assert len(texts) == (len(PUT_RIGHT) if revision >= "0006" else 0)
        if texts:
            first, second, back, third, away = texts
            assert (first.user, first.document, dict(first.after)) == ("امید", KEY, {"text": "سازمان"})
            assert dict(first.before) == {"version": 1, "start": 10, "end": 13, "text": "سازان"}
            assert (back.undoes, away.undoes, third.undoes) == (second.id, None, None)
            assert corrections(standing(texts), 1) == []
            assert corrections(standing(texts[:4]), 1) == [correction(third)]
        before = [list(connection.execute(select(table))) for table in (tables.entities, tables.entity_keys)]
        assert entity_log.rebuild(connection) == []
        assert [list(connection.execute(select(t))) for t in (tables.entities, tables.entity_keys)] == before
        (more,) = Decisions(connection).add([Decision("entity", "e1", {}, {})], "زهرا")
        assert more.id == len(log) + 1
        entities = {row.id: row for row in connection.execute(select(tables.entities))}
        assert (entities["e1"].key, entities["e1"].met, entities["e2"].merged_into) == ("place/یزد", "استان یزد", "e1")
