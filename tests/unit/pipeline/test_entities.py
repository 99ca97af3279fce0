"""Who is who in a workspace: one entity in all documents, and what people decide about it."""

import json
from pathlib import Path

import pytest
from sqlalchemy import select

from pipeline.errors import DecisionConflict, EntityNotFound, RefusedDecision
from pipeline.people.principal import Principal, local
from pipeline.records import Source
from pipeline.review.entities import Entities
from pipeline.review.pairs import pairs
from pipeline.store import entity_counts
from pipeline.store import tables as t
from pipeline.store.entities import Counted, Entity
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


def test_a_decision_is_found_before_the_index_has_it(filled: Workspace) -> None:
    """However many documents an entity has: its new name and its id lead to them as they are indexed."""
    before = filled.backend.checkpoint()
    entities = Entities(filled.store, lambda: None, filled.audit)
    ministry, other = one(entities, "وزارت علوم"), one(entities, "دانشگاه یزد")
    entities.rename(ME, ministry.id, "وزارت دانش و فناوری")
    assert ids(filled, 'org:"وزارت دانش و فناوري"') == {"fa1", "fa2"}
    assert ids(filled, 'person:"وزارت دانش و فناوری"') == set()
    unesco = one(entities, "یونسکو")
    entities.same(ME, other.id, unesco.id)
    assert ids(filled, f"entity:{other.id}") == ids(filled, f"entity:{unesco.id}") == {"fa1", "fa2", "fa3", "ar1"}
    assert filled.backend.checkpoint() == before
    found = ids(filled, f"entity:{other.id}"), ids(filled, 'org:"وزارت دانش و فناوری"')
    assert filled.indexing.sync() > 0
    assert (ids(filled, f"entity:{other.id}"), ids(filled, 'org:"وزارت دانش و فناوری"')) == found


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


def test_what_is_different_cannot_become_one_until_that_is_taken_back(filled: Workspace) -> None:
    first, second = one(filled.entities, "نیکوکاری مهرآوران"), one(filled.entities, "بنیاد مهرآوران")
    filled.entities.different(ME, first.id, second.id)
    (said,) = filled.entities.profile(ME, first.id).decisions
    with pytest.raises(RefusedDecision, match=f"decision {said.id} says that they are different"):
        filled.entities.same(ME, second.id, first.id)
    filled.entities.undo(ME, said.id)
    filled.entities.same(ME, first.id, second.id)
    with pytest.raises(RefusedDecision, match="they are one entity by now"):
        filled.entities.different(ME, first.id, second.id)
    with pytest.raises(RefusedDecision, match=f"no decision {said.id} in force"):
        filled.entities.undo(ME, said.id)


def test_an_id_that_was_merged_leads_on_and_an_undo_brings_it_back(filled: Workspace) -> None:
    first, second = one(filled.entities, "نیکوکاری مهرآوران"), one(filled.entities, "بنیاد مهرآوران")
    filled.entities.same(ME, first.id, second.id)
    assert ids(filled, f"entity:{second.id}") == ids(filled, f"entity:{first.id}") == {"fa4", "fa5"}
    profile = filled.entities.profile(ME, second.id)
    assert (profile.entity, profile.documents) == (filled.entities.profile(ME, first.id).entity, 2)
    filled.entities.undo(ME, profile.seen)
    assert ids(filled, f"entity:{second.id}") == {"fa5"}
    assert filled.entities.profile(ME, second.id).entity == second
    assert [d.verdict for d in filled.entities.profile(ME, first.id).decisions] == ["same", "undo"]


def test_a_decision_on_which_a_later_one_rests_cannot_be_taken_back_before_it(filled: Workspace) -> None:
    first, second = one(filled.entities, "نیکوکاری مهرآوران"), one(filled.entities, "بنیاد مهرآوران")
    key = filled.entities.profile(ME, second.id).aliases[0].key
    filled.entities.same(ME, first.id, second.id)
    joined = filled.entities.profile(ME, first.id).seen
    filled.entities.apart(ME, first.id, key)
    with pytest.raises(RefusedDecision, match=f"decision {joined + 1} rests on it"):
        filled.entities.undo(ME, joined)


def test_who_did_not_see_the_last_decision_is_told_both_sides(filled: Workspace) -> None:
    university = one(filled.entities, "دانشگاه یزد")
    seen = filled.entities.profile(ME, university.id).seen
    filled.entities.rename(local("امید"), university.id, "دانشگاه جامع یزد", seen)
    with pytest.raises(DecisionConflict, match="decided on it since") as caught:
        filled.entities.rename(local("زهرا"), university.id, "دانشگاه بزرگ یزد", seen)
    (late,) = caught.value.now["decisions"]
    assert (late["user"], caught.value.now["names"]) == ("امید", {university.id: "دانشگاه جامع یزد"})
    assert caught.value.asked["after"]["name"] == "دانشگاه بزرگ یزد"
    assert one(filled.entities, "دانشگاه یزد").name == "دانشگاه جامع یزد"
    filled.entities.rename(local("زهرا"), university.id, "دانشگاه بزرگ یزد", seen + 1)


def test_a_name_that_people_gave_before_documents_had_it(filled: Workspace) -> None:
    university = one(filled.entities, "دانشگاه یزد")
    filled.entities.alias(ME, university.id, "دانشگاه خیالی یزد")
    given = filled.entities.profile(ME, university.id).seen
    text = "دانشگاه خیالی یزد جشنی گرفت. رئیس دانشگاه خیالی یزد سخن گفت."
    filled.ingest_sources(ME, [Source("file:///fa6.txt", "fa6.txt", text.encode())])
    assert filled.search(ME, f"entity:{university.id}").total == 3
    filled.entities.undo(ME, given)
    assert filled.search(ME, f"entity:{university.id}").total == 2
    assert filled.search(ME, f"entity:{one(filled.entities, 'دانشگاه خیالی').id}").total == 1
    assert filled.entities.rebuild(ME) == 0


def test_a_father_and_his_child_are_not_taken_for_one() -> None:
    """Walk, finding 9: the first suggestion merged a king with his son."""

    def suggested(*names: str) -> list[str]:
        found = [Counted(Entity(str(n), "PERSON", name), 1, 1) for n, name in enumerate(names)]
        return [pair.reason for pair in pairs(found)]

    assert suggested("سلمان بن عبد العزيز", "محمد بن سلمان بن عبد العزيز") == []
    assert suggested("عبد العزيز آل سعود", "نورة بنت عبد العزيز آل سعود") == []
    assert suggested("مریم کریمی", "دکتر مریم کریمی") == ["shorter"]


def test_surnames_that_a_letter_tells_apart_are_two() -> None:
    """Of 27,909 persons in 15,000 news 1,218 pairs were alike by letters; 466 are, once each word is compared."""

    def suggested(*names: str) -> list[str]:
        found = [Counted(Entity(str(at), "PERSON", name), 1, 1) for at, name in enumerate(names)]
        return [one.reason for one in pairs(found)]

    for two in (
        ("عبدالرحمن الشهري", "عبدالرحمن الشمري"),
        ("عبدالله القريني", "عبدالله القرني"),
        ("محمود عباسی‌فر", "محمد عباسی‌فر"),
        ("مهدی حسینی‌نژاد", "مهدی حسنی‌نژاد"),
        ("محمدرضا پناهیان", "محمدرضا پناهی"),
        ("عبدالعزيز الراجحي", "عبدالعزيز الراجح"),
    ):
        assert suggested(*two) == [], two
    for two in (
        ("عزت اله پورقاز", "عزت‌الله پورقاز"),
        ("برانکو ایوانکوویچ", "برانکو ایوانکویچ"),
        ("محمد بن عثمان القرني", "محمد عثمان القرني"),
        ("محمدرضا پناهیان", "محمدرضا پئاهیان"),
        ("دييجو مارادونا", "دييغو مارادونا"),
    ):
        assert suggested(*two) == ["letters"], two


def test_counts_of_entities_are_those_of_their_mentions(filled: Workspace) -> None:
    """What is kept beside the mentions is what counting them gives, whatever was done meanwhile."""
    first, second = one(filled.entities, "نیکوکاری مهرآوران"), one(filled.entities, "بنیاد مهرآوران")
    filled.entities.same(ME, first.id, second.id)
    filled.collections.add(ME, "desk")
    filled.collections.move(ME, ["fa1"], "desk")
    filled.removal.aside(ME, "fa2")
    filled.delete(ME, "fa3")
    filled.entities.apart(ME, first.id, filled.entities.profile(ME, first.id).aliases[0].key)
    with filled.store.writing() as connection:
        before = [list(connection.execute(select(table))) for table in (t.entity_documents, t.entity_counts)]
        entity_counts.rebuild(connection)
        assert [list(connection.execute(select(table))) for table in (t.entity_documents, t.entity_counts)] == before
        assert before[1]


def test_who_cannot_tell_says_so_and_the_pair_comes_last(filled: Workspace) -> None:
    first, *_ = filled.entities.suggestions(ME)
    pair = (first.one.entity.id, first.other.entity.id)
    number = filled.entities.judge(ME, *pair, "unsure")
    last = filled.entities.suggestions(ME)[-1]
    assert ((last.one.entity.id, last.other.entity.id), last.unsure) == (pair, True)
    filled.entities.undo(ME, number)
    assert not any(one.unsure for one in filled.entities.suggestions(ME))
    filled.entities.judge(ME, *pair, "different")
    with pytest.raises(RefusedDecision):
        filled.entities.judge(ME, *pair, "unsure")


def test_sentences_tell_where_an_entity_is_spoken_of(filled: Workspace) -> None:
    university = one(filled.entities, "دانشگاه یزد")
    found = filled.entities.evidence(ME, [university.id])[university.id]
    assert [(e.before, e.surface, e.after) for e in found] == [
        ("وزارت علوم، تحقیقات و فناوری با ", "دانشگاه یزد", " در یزد تفاهم‌نامه امضا کرد."),
        ("وزارت علوم گفت که ", "دانشگاه یزد", " همکار است."),
    ]
    stranger = Principal("امید", "person", {"desk": "admin"})
    assert filled.entities.evidence(stranger, [university.id]) == {university.id: []}
