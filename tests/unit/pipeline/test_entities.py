"""Who is who in a workspace: one entity in all documents, and what people decide about it."""

import json
from pathlib import Path

import pytest

from pipeline.errors import EntityNotFound, RefusedDecision
from pipeline.review.entities import Entities
from pipeline.store.entities import Entity
from pipeline.workspace import Workspace
from tests.makers import ME

_TEXTS = {
    "fa1": "وزارت علوم، تحقیقات و فناوری با دانشگاه یزد در یزد تفاهم‌نامه امضا کرد.",
    "fa2": "عتف از طرح تازه خبر داد. وزارت علوم گفت که دانشگاه یزد همکار است.",
    "fa3": "سازمان ملل متحد بیانیه‌ای داد و یونسکو آن را پذیرفت.",
    "ar1": "أصدرت الأمم المتحدة بيانا في بيروت ووافقت عليه اليونسكو.",
    "fa4": "بنیاد نیکوکاری مهرآوران یزد وام داد. رئیس بنیاد نیکوکاری مهرآوران یزد سخن گفت.",
    "fa5": "بنیاد مهرآوران یزد جشنی گرفت. مدیر بنیاد مهرآوران یزد سخن گفت.",
}


@pytest.fixture
def filled(workspace: Workspace, tmp_path: Path) -> Workspace:
    path = tmp_path / "in.jsonl"
    rows = (json.dumps({"id": key, "text": text}, ensure_ascii=False) for key, text in _TEXTS.items())
    path.write_text("\n".join(rows), encoding="utf-8")
    assert workspace.ingest(ME, [path]).added == len(_TEXTS)
    return workspace


def one(entities: Entities, name: str) -> Entity:
    (found,) = entities.find(ME, name, "ORG", limit=1)
    return found.entity


def ids(workspace: Workspace, query: str) -> set[str]:
    return {hit.id for hit in workspace.search(ME, query).hits}


def test_one_body_under_all_its_names(filled: Workspace) -> None:
    ministry = one(filled.entities, "وزارت علوم")
    assert ministry.english == "Ministry of Science, Research and Technology of Iran"
    assert ids(filled, f"entity:{ministry.id}") == {"fa1", "fa2"}
    assert ids(filled, "org:عتف") == {"fa1", "fa2"}
    assert ids(filled, 'org:"United Nations" OR org:"سازمان ملل"') == {"fa3", "ar1"}
    assert ids(filled, "org:اليونسكو -بيروت") == {"fa3"}


def test_an_entity_has_a_profile(filled: Workspace) -> None:
    profile = filled.entities.profile(ME, one(filled.entities, "United Nations").id)
    assert (profile.documents, profile.mentions) == (2, 2)
    assert [alias.origin for alias in profile.aliases] == ["document"]


def test_the_same_is_suggested_and_decided_by_people(filled: Workspace) -> None:
    (pair,) = [s for s in filled.entities.suggestions(ME) if "مهرآوران" in s.one.entity.name]
    assert pair.reason == "shorter"
    first, second = pair.one.entity, pair.other.entity
    before = filled.store.last_seq()
    filled.entities.same(ME, first.id, second.id)
    assert filled.store.last_seq() > before
    assert ids(filled, f"entity:{first.id}") == {"fa4", "fa5"}
    names = {m.value["name"] for key in ("fa4", "fa5") for m in filled.document(ME, key).mentions if m.label == "ORG"}
    assert first.name in names
    assert second.name not in names
    assert not [s for s in filled.entities.suggestions(ME) if "مهرآوران" in s.one.entity.name]
    assert filled.entities.profile(ME, first.id).decisions[-1].verdict == "same"


def test_what_was_joined_can_be_parted(filled: Workspace) -> None:
    first, second = one(filled.entities, "نیکوکاری مهرآوران"), one(filled.entities, "بنیاد مهرآوران")
    key = filled.entities.profile(ME, second.id).aliases[0].key
    filled.entities.same(ME, first.id, second.id)
    again = filled.entities.apart(ME, first.id, key)
    assert ids(filled, f"entity:{again.id}") == {"fa5"}
    assert ids(filled, f"entity:{first.id}") == {"fa4"}


def test_what_is_said_to_be_different_is_not_suggested_again(filled: Workspace) -> None:
    (pair,) = [s for s in filled.entities.suggestions(ME) if "مهرآوران" in s.one.entity.name]
    filled.entities.different(ME, pair.one.entity.id, pair.other.entity.id)
    assert not [s for s in filled.entities.suggestions(ME) if "مهرآوران" in s.one.entity.name]


def test_a_further_name_finds_the_entity(filled: Workspace) -> None:
    university = one(filled.entities, "دانشگاه یزد")
    filled.entities.alias(ME, university.id, "یزد یونی")
    assert ids(filled, 'org:"یزد یونی"') == {"fa1", "fa2"}


def test_another_main_name_is_shown_everywhere(filled: Workspace) -> None:
    university = one(filled.entities, "دانشگاه یزد")
    filled.entities.rename(ME, university.id, "دانشگاه جامع یزد")
    names = {m.value["name"] for m in filled.document(ME, "fa1").mentions if m.value.get("entity") == university.id}
    assert names == {"دانشگاه جامع یزد"}
    assert ids(filled, 'org:"دانشگاه جامع یزد"') == {"fa1", "fa2"}


def test_decisions_stay_when_extraction_runs_again(filled: Workspace) -> None:
    first, second = one(filled.entities, "نیکوکاری مهرآوران"), one(filled.entities, "بنیاد مهرآوران")
    filled.entities.same(ME, first.id, second.id)
    assert filled.reprocess(ME) == 0
    assert ids(filled, f"entity:{first.id}") == {"fa4", "fa5"}


def test_a_withdrawn_document_counts_no_more(filled: Workspace) -> None:
    filled.delete(ME, "ar1")
    assert filled.entities.profile(ME, one(filled.entities, "United Nations").id).documents == 1


def test_what_cannot_be_meant_is_refused(filled: Workspace) -> None:
    university = one(filled.entities, "دانشگاه یزد")
    (place, *_) = filled.entities.find(ME, "یزد", "PLACE")
    with pytest.raises(EntityNotFound):
        filled.entities.profile(ME, "nobody")
    with pytest.raises(RefusedDecision, match="two different entities of one kind"):
        filled.entities.same(ME, university.id, university.id)
    with pytest.raises(RefusedDecision, match="two different entities of one kind"):
        filled.entities.same(ME, university.id, place.entity.id)
    with pytest.raises(RefusedDecision, match="one of several names"):
        filled.entities.apart(ME, university.id, filled.entities.profile(ME, university.id).aliases[0].key)
    with pytest.raises(RefusedDecision, match="needs letters"):
        filled.entities.rename(ME, university.id, "  ")
    with pytest.raises(RefusedDecision, match="needs letters"):
        filled.entities.alias(ME, university.id, "…")
    with pytest.raises(RefusedDecision, match="say that both are the same instead"):
        filled.entities.alias(ME, university.id, "یونسکو")
