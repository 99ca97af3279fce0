"""The queue of what nobody judged: doubtful first, alike together, one judgement for many, and who sees what."""

import json
from pathlib import Path

import pytest

from corpora.document import Document, Mention, Span
from corpora.ids import digest, mention_id
from pipeline.errors import CollectionNotFound, Forbidden, RefusedDecision
from pipeline.people.principal import Principal, local
from pipeline.records import Source
from pipeline.review.reviewed import Asked
from pipeline.store.unseen import Which
from pipeline.workspace import Workspace
from tests.makers import ME
from tests.unit.pipeline.test_sync import until

ZAHRA, OMID = local("زهرا"), local("امید")
ALL = Which(doubtful=False)


def document(name: str, score: float, collection: str = "main") -> Document:
    """An article that names one body, found with a score."""
    text = f"بنیاد سپهر در نشست {name} از برنامه خود گفت.\nخبرنگاران پرسیدند."
    key = digest(name.encode())[:32]
    span = Span(0, len("بنیاد سپهر"))
    value = {"name": "بنیاد سپهر", "entity": "org:سپهر"}
    found = Mention(mention_id(key, "ORG", span, "بنیاد سپهر"), "ORG", span, "بنیاد سپهر", value, "test", "1", score)
    return Document(
        key, name, f"file:///{name}", text, language="fa", content_hash=key, mentions=(found,), collection=collection
    )


@pytest.fixture
def filled(workspace: Workspace) -> Workspace:
    workspace.collections.add(ME, "desk")
    rows = [document(f"شماره {n}", 0.5 + n / 20) for n in range(6)] + [document("پنهان", 0.2, "desk")]
    workspace.store.put((one, "") for one in rows)
    return workspace


def test_the_most_doubtful_comes_first_and_goes_once_it_is_judged(filled: Workspace) -> None:
    found = filled.queue.waiting(ZAHRA, Which())
    assert [one.mention.score for one in found] == sorted(one.mention.score for one in found)
    assert (found[0].before, found[0].mention.surface) == ("", "بنیاد سپهر")
    assert found[0].after.endswith("از برنامه خود گفت.")
    first = found[0]
    filled.mentions.decide(ZAHRA, first.document.key, Asked("accept", first.mention.id, first.mention.value))
    after = filled.queue.waiting(ZAHRA, Which())
    assert [one.mention.id for one in after] == [one.mention.id for one in found[1:]]
    filled.log.undo(ZAHRA, 1)
    assert [one.mention.id for one in filled.queue.waiting(ZAHRA, Which())] == [one.mention.id for one in found]
    assert filled.queue.count(ZAHRA, Which()) == len(found) == 7
    assert filled.queue.count(ZAHRA, Which(label="DATE")) == 0


def test_one_judgement_for_all_that_are_alike_less_exceptions_and_back(filled: Workspace) -> None:
    (words,) = filled.queue.alike(ZAHRA, ALL)
    assert (words.surface, words.mentions, words.documents, words.score) == ("بنیاد سپهر", 7, 7, 0.2)
    kept = filled.queue.waiting(ZAHRA, Which())[0]
    done = filled.queue.judge_alike(ZAHRA, "ORG", "بنیاد سپهر", "reject", [kept.mention.id], "نام یک برنامه است")
    assert (done.mentions, done.documents, done.refused) == (6, 6, ())
    assert filled.search(ME, 'org:"بنیاد سپهر"', relax=False).total == 1
    said = [one.decision for one in filled.log.entries(ME)]
    assert {one.after["batch"] for one in said} == {done.batch}
    assert {one.note for one in said} == {"نام یک برنامه است"}
    with pytest.raises(RefusedDecision, match="nobody waits"):
        filled.queue.judge_alike(ZAHRA, "ORG", "بنیاد سپهر", "reject", [kept.mention.id])
    filled.mentions.decide(
        OMID, said[0].document or "", Asked("accept", said[0].subject, said[0].before["value"], said[0].id)
    )
    assert filled.queue.undo(ZAHRA, done.batch) == 5, "what somebody decided on since stays"
    assert filled.search(ME, 'org:"بنیاد سپهر"', relax=False).total == 7
    with pytest.raises(RefusedDecision, match="no judgement"):
        filled.queue.undo(ZAHRA, "nothing")


def test_nobody_sees_or_judges_what_is_not_his(filled: Workspace) -> None:
    reviewer = Principal("مریم", "person", {"main": "reviewer"})
    assert filled.queue.count(reviewer, Which()) == 6
    assert {one.document.collection for one in filled.queue.waiting(reviewer, Which())} == {"main"}
    assert filled.queue.alike(reviewer, ALL)[0].mentions == 6
    assert filled.queue.count(reviewer, Which(within=frozenset({"desk"}))) == 0
    done = filled.queue.judge_alike(reviewer, "ORG", "بنیاد سپهر", "reject")
    assert done.mentions == 6
    assert filled.queue.count(ZAHRA, Which()) == 1
    viewer = Principal("سارا", "person", {"main": "viewer"})
    for ask in (
        lambda: filled.queue.count(viewer, Which()),
        lambda: filled.queue.judge_alike(viewer, "ORG", "بنیاد سپهر", "accept"),
        lambda: filled.queue.undo(viewer, done.batch),
    ):
        with pytest.raises(Forbidden):
            ask()


def test_one_judgement_is_of_the_collection_that_was_asked_for(filled: Workspace) -> None:
    done = filled.queue.judge_alike(ZAHRA, "ORG", "بنیاد سپهر", "reject", collection="desk")
    assert (done.mentions, filled.queue.count(ZAHRA, Which())) == (1, 6)
    reviewer = Principal("مریم", "person", {"main": "reviewer"})
    with pytest.raises(CollectionNotFound):
        filled.queue.judge_alike(reviewer, "ORG", "بنیاد سپهر", "reject", collection="desk")


def test_who_judged_how_many(filled: Workspace) -> None:
    filled.queue.judge_alike(ZAHRA, "ORG", "بنیاد سپهر", "accept")
    (share,) = filled.queue.progress(OMID)
    assert (share.user, share.label, share.verdict, share.mentions) == ("زهرا", "ORG", "accept", 7)


def test_what_was_read_waits_with_its_words_around(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    rows = [{"id": str(n), "text": f"شورای شهر یزد در نشست {n + 3} کارشناس را دید."} for n in range(3)]
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    workspace.ingest(ME, [path])
    workspace.ingest_sources(ME, [Source("file:///x.txt", "x.txt", "شورای شهر یزد".encode())])
    found = workspace.queue.waiting(ME, ALL, newest=True)
    assert found[0].document.uri == "file:///x.txt"
    assert {one.mention.surface for one in found} >= {"شورای شهر یزد", "۳ کارشناس".replace("۳", "3")}


def test_what_holds_again_once_its_undo_was_taken_back_does_not_wait(filled: Workspace) -> None:
    first = filled.queue.waiting(ZAHRA, Which())[0]
    filled.mentions.decide(ZAHRA, first.document.key, Asked("accept", first.mention.id, first.mention.value))
    for number, left in ((1, 7), (2, 6), (3, 7), (4, 6)):
        filled.log.undo(ZAHRA, number)
        assert filled.queue.count(ZAHRA, Which()) == left
        assert sum(one.mentions for one in filled.queue.progress(ZAHRA)) == 7 - left


def test_who_goes_on_to_the_next_waits_for_no_search_and_is_found_soon(workspace: Workspace) -> None:
    workspace.store.put([(document("شماره", 0.6), "")])
    workspace.upkeep.finish()
    assert workspace.search(ME, 'org:"بنیاد سپهر"', relax=False).total == 1
    (one,) = workspace.queue.waiting(ZAHRA, Which())
    workspace.upkeep.start()
    try:
        (made,) = workspace.mentions.keep(ZAHRA, one.document.key, Asked("reject", one.mention.id, one.mention.value))
        assert (made.id, made.user, made.subject) == (1, ZAHRA.name, one.mention.id)
        assert until(lambda: not workspace.search(ME, 'org:"بنیاد سپهر"', relax=False).total)
    finally:
        workspace.upkeep.stop()
    assert not workspace.queue.waiting(ZAHRA, Which())
