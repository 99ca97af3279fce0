"""What is left of an entity when one of its names is taken out: it is called, and told of, as what it is."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from pipeline.store import tables as t
from pipeline.store.decisions import standing
from pipeline.store.entities import Entity, decisions
from pipeline.workspace import Workspace
from tests.makers import ME

TEXTS = (
    "قال سفير الولايات المتحدة إن السفينة غادرت عدن.",
    "وصلت السفينة إلى عدن. تقع عدن على خليج عدن وميناء صنعاء بعيد.",
    "زار الوفد صنعاء ثم بيروت، وعاد إلى الولايات المتحدة.",
    "وزارت دانشگاه یزد را در یزد گشود. وزارت علوم و دانشگاه یزد تفاهم‌نامه امضا کردند.",
    "دانشگاه یزد با سازمان ملل متحد همکاری می‌کند.",
)
AMERICA, ADEN, SANAA = "الولايات المتحدة", "عدن", "صنعاء"


@pytest.fixture
def filled(workspace: Workspace, tmp_path: Path) -> Workspace:
    path = tmp_path / "in.jsonl"
    rows = (json.dumps({"id": f"d{n}", "text": text}, ensure_ascii=False) for n, text in enumerate(TEXTS))
    path.write_text("\n".join(rows), encoding="utf-8")
    assert workspace.ingest(ME, [path]).added == len(TEXTS)
    return workspace


def called(workspace: Workspace, name: str) -> Entity:
    return next(one.entity for one in workspace.entities.find(ME, name) if one.entity.name == name)


def key_of(workspace: Workspace, entity: Entity) -> str:
    return next(a.key for a in workspace.entities.profile(ME, entity.id).aliases if a.name == entity.name)


def tables_of(workspace: Workspace) -> Sequence[Sequence[Mapping[str, Any]]]:
    with workspace.store.engine.connect() as connection:
        said = (connection.execute(select(x).order_by(x.c[0])).mappings().all() for x in (t.entities, t.entity_keys))
        return [[dict(row) for row in rows] for rows in said]


def facts(entity: Entity) -> tuple[str, str, str, str]:
    return entity.kind, entity.place, entity.english, entity.parent


def now(workspace: Workspace, identity: str) -> Entity:
    return workspace.entities.profile(ME, identity).entity


def undo_last(workspace: Workspace) -> None:
    with workspace.store.engine.connect() as connection:
        last = standing(decisions(connection))[-1]
    workspace.entities.undo(ME, last.id)


def undo_all(workspace: Workspace, states: Sequence[Any]) -> None:
    """Each decision taken back, the last first, leaves what was there before it; so does making all again."""
    for before in reversed(states):
        assert workspace.entities.rebuild(ME) == 0
        undo_last(workspace)
        assert tables_of(workspace) == before


def test_what_is_left_is_called_by_its_own_name(filled: Workspace) -> None:
    america, aden = called(filled, AMERICA), called(filled, ADEN)
    states, key = [tables_of(filled)], key_of(filled, america)
    filled.entities.same(ME, america.id, aden.id)
    states.append(tables_of(filled))
    parted = filled.entities.apart(ME, america.id, key)
    assert parted.name == AMERICA
    assert facts(parted) == facts(america)
    assert now(filled, america.id).name == ADEN
    assert facts(now(filled, america.id)) == facts(aden)
    places = {m.value["name"] for m in filled.document(ME, "d0").mentions if m.label == "PLACE"}
    assert places == {AMERICA, ADEN}, "as the names of documents say it, too"
    undo_all(filled, states)


def test_kind_and_english_name_go_with_the_name(filled: Workspace) -> None:
    nations = next(one.entity for one in filled.entities.find(ME, "سازمان ملل", "ORG"))
    university = next(one.entity for one in filled.entities.find(ME, "دانشگاه یزد", "ORG"))
    assert facts(nations) != facts(university)
    states, key = [tables_of(filled)], filled.entities.profile(ME, nations.id).aliases[0].key
    filled.entities.same(ME, nations.id, university.id)
    states.append(tables_of(filled))
    filled.entities.apart(ME, nations.id, key)
    states.append(tables_of(filled))
    assert facts(now(filled, nations.id)) == facts(university)
    back = next(one.entity for one in filled.entities.find(ME, "سازمان ملل", "ORG"))
    assert (back.name, facts(back)) == (nations.name, facts(nations))
    filled.entities.same(ME, nations.id, back.id)  # together again, and the other one is taken out now
    states.append(tables_of(filled))
    other = next(a.key for a in filled.entities.profile(ME, nations.id).aliases if a.key != key)
    filled.entities.apart(ME, nations.id, other)
    assert (now(filled, nations.id).name, facts(now(filled, nations.id))) == (nations.name, facts(nations))
    undo_all(filled, states)


def test_of_several_names_the_most_common_is_taken_and_a_given_one_stays(filled: Workspace) -> None:
    america, sanaa, aden = called(filled, AMERICA), called(filled, SANAA), called(filled, ADEN)
    key, states = key_of(filled, america), [tables_of(filled)]
    for other in (sanaa, aden):
        filled.entities.same(ME, america.id, other.id)
        states.append(tables_of(filled))
    filled.entities.apart(ME, america.id, key)
    assert now(filled, america.id).name == ADEN
    undo_last(filled)
    filled.entities.rename(ME, america.id, "مدن اليمن")
    states.append(tables_of(filled))
    parted = filled.entities.apart(ME, america.id, key)
    assert (parted.name, now(filled, america.id).name) == (AMERICA, "مدن اليمن")
    undo_all(filled, states)


def test_a_name_that_is_no_face_is_taken_without_another_one(filled: Workspace) -> None:
    america, aden = called(filled, AMERICA), called(filled, ADEN)
    key = key_of(filled, aden)
    filled.entities.same(ME, america.id, aden.id)
    parted = filled.entities.apart(ME, america.id, key)
    assert (parted, now(filled, america.id)) == (aden, america)


def test_a_key_that_is_parted_twice_is_not_put_to_what_went_on_without_it(filled: Workspace) -> None:
    america, aden, sanaa = called(filled, AMERICA), called(filled, ADEN), called(filled, SANAA)
    key, states = key_of(filled, america), [tables_of(filled)]
    filled.entities.same(ME, america.id, aden.id)
    states.append(tables_of(filled))
    first = filled.entities.apart(ME, america.id, key)
    states.append(tables_of(filled))
    filled.entities.same(ME, first.id, sanaa.id)
    states.append(tables_of(filled))
    second = filled.entities.apart(ME, first.id, key)
    names = {identity: now(filled, identity).name for identity in (america.id, first.id, second.id)}
    assert names == {america.id: ADEN, first.id: SANAA, second.id: AMERICA}
    assert facts(second) == facts(america)
    undo_all(filled, states)
