"""One judgement for all mentions that a query finds: a dry run, a job that a kill does not harm, and one exact undo."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import event

from corpora.document import Document, Mention, Span
from corpora.ids import digest, mention_id
from pipeline.annotate import annotated
from pipeline.errors import DecisionConflict, EntityNotFound, Forbidden, RefusedDecision, RunNotFound, StoreUnavailable
from pipeline.jobs.judging import carry_out
from pipeline.people.audit import Audit
from pipeline.people.principal import Principal, local
from pipeline.review.bulk import Bulk, BulkReview
from pipeline.review.mentions import MentionReview
from pipeline.review.reviewed import Asked
from pipeline.store.documents import Store
from pipeline.store.unseen import Which
from pipeline.workspace import Workspace
from tests.makers import ME

ZAHRA, OMID = local("زهرا"), local("امید")
FOUNDATION = "بنیاد سپهر"


def document(number: int, collection: str = "main") -> Document:
    """An article that names two bodies."""
    text = f"{FOUNDATION} در نشست {number} از برنامه خود گفت و انجمن نور پاسخ داد."
    key = digest(f"{number} {collection}".encode())[:32]
    found = list[Mention]()
    for name in (FOUNDATION, "انجمن نور"):
        span = Span(text.index(name), text.index(name) + len(name))
        value = {"name": name, "entity": f"org:{name}"}
        score = 0.4 + number / 100
        found.append(Mention(mention_id(key, "ORG", span, name), "ORG", span, name, value, "test", "1", score))
    uri = f"file:///{number}.{collection}"
    return Document(key, uri, uri, text, language="fa", content_hash=key, mentions=tuple(found), collection=collection)


@pytest.fixture
def filled(workspace: Workspace) -> Workspace:
    workspace.collections.add(ME, "desk")
    rows = [document(number) for number in range(60)] + [document(number, "desk") for number in range(3)]
    workspace.store.put((one, "") for one in rows)
    workspace.upkeep.finish()
    return workspace


def verdicts(space: Workspace) -> dict[str, int]:
    found: dict[str, int] = {}
    for one in space.store.documents():
        for mention in one.mentions:
            found[mention.verdict] = found.get(mention.verdict, 0) + 1
    return found


def test_a_dry_run_shows_what_a_job_judges_and_one_undo_takes_all_back(filled: Workspace) -> None:
    before = {one.key: one for one in filled.store.documents()}
    asked = Bulk("accept", "ORG", FOUNDATION, q="نشست", but=(document(7).key,), note="نام رسمی")
    shown = filled.bulk.preview(ZAHRA, asked)
    assert (shown.mentions, shown.documents, list(shown.words)) == (62, 62, [("ORG", FOUNDATION, 62)])
    assert shown.samples[0].mention.score == 0.4
    assert not list(filled.log.entries(ME))
    job = filled.bulk.begin(ZAHRA, asked, shown.tag, once="یک")
    assert filled.bulk.begin(ZAHRA, asked, shown.tag, once="یک") == job
    assert not carry_out(filled, job)
    told = filled.bulk.job(ZAHRA, job)
    assert (told.job.state, told.wanted, told.done, told.refused) == ("done", 62, 62, 0)
    said = [one.decision for one in filled.log.entries(ME)]
    assert {(one.user, one.note, one.after["batch"]) for one in said} == {("زهرا", "نام رسمی", job)}
    assert verdicts(filled) == {"accepted": 62, "unseen": 64}
    with pytest.raises(DecisionConflict):
        filled.bulk.begin(OMID, replace(asked, verdict="reject"), shown.tag)
    back = filled.bulk.take_back(ZAHRA, job)
    carry_out(filled, back)
    assert (filled.bulk.job(ZAHRA, back).done, filled.bulk.job(ZAHRA, job).taken_back_by) == (62, back)
    assert {one.key: one for one in filled.store.documents()} == before
    with pytest.raises(RefusedDecision):
        filled.bulk.take_back(ZAHRA, job)
    with pytest.raises(RefusedDecision):
        filled.bulk.take_back(ZAHRA, back)


def test_what_somebody_said_meanwhile_is_not_judged_over(filled: Workspace) -> None:
    job = filled.bulk.begin(ZAHRA, Bulk("reject", "ORG", FOUNDATION))
    one = document(3).mentions[0]
    filled.mentions.decide(OMID, document(3).key, Asked("accept", one.id, one.value))
    other = document(4)
    changed = replace(other.mentions[0], value={"name": "بنیاد سپهر ایران", "entity": f"org:{FOUNDATION}"})
    filled.store.replace_extraction(replace(other, mentions=(changed, other.mentions[1])))
    carry_out(filled, job)
    told = filled.bulk.job(ZAHRA, job)
    assert (told.done, told.refused) == (61, 2)
    back = filled.bulk.take_back(ZAHRA, job)
    carry_out(filled, back)
    assert verdicts(filled) == {"accepted": 1, "unseen": 125}


def test_a_job_that_is_ended_judges_no_more_and_what_it_did_goes_back(filled: Workspace) -> None:
    job = filled.bulk.begin(ZAHRA, Bulk("reject", "ORG"))
    assert filled.bulk.step(job)
    assert len(list(filled.log.entries(ME))) == 100, "fifty documents are a part"
    back = filled.bulk.take_back(ZAHRA, job)
    assert not filled.bulk.step(job)
    carry_out(filled, back)
    assert filled.bulk.job(ZAHRA, job).job.state == "cancelled"
    assert verdicts(filled) == {"unseen": 126}


def test_of_an_entity_in_a_collection_and_what_cannot_be_meant(filled: Workspace) -> None:
    light = filled.entities.find(ME, "انجمن نور")[0].entity.id
    shown = filled.bulk.preview(ZAHRA, Bulk("accept", entity=light, collection="desk"))
    assert (shown.mentions, {words for _, words, _ in shown.words}) == (3, {"انجمن نور"})
    for wrong in (Bulk("accept"), Bulk("ignore", "ORG"), Bulk("accept", surface=FOUNDATION)):
        with pytest.raises(RefusedDecision):
            filled.bulk.begin(ZAHRA, wrong)
    with pytest.raises(EntityNotFound):
        filled.bulk.preview(ZAHRA, Bulk("accept", entity="nobody"))
    with pytest.raises(RefusedDecision, match="nobody waits"):
        filled.bulk.begin(ZAHRA, Bulk("accept", "DATE"))


def test_nobody_judges_or_sees_what_is_not_his(filled: Workspace) -> None:
    reviewer = Principal("مریم", "person", {"desk": "reviewer", "main": "viewer"})
    job = filled.bulk.begin(reviewer, Bulk("accept", "ORG", FOUNDATION))
    carry_out(filled, job)
    assert filled.bulk.job(reviewer, job).done == 3
    assert {one.decision.user for one in filled.log.entries(ME)} == {"مریم"}
    other = Principal("سامي", "person", {"main": "editor"})
    assert filled.bulk.jobs(other) == []
    with pytest.raises(RunNotFound):
        filled.bulk.take_back(other, job)
    with pytest.raises(Forbidden):
        filled.bulk.preview(Principal("سامي", "person", {"main": "viewer"}), Bulk("accept", "ORG"))


class Killed(BaseException):
    """The process ends here."""


@pytest.fixture
def kept(store: Store) -> Iterator[tuple[Store, BulkReview]]:
    """On each database, sixty documents."""
    audit = Audit(store)
    store.put((document(number), "") for number in range(60))
    mentions = MentionReview(store, annotated, lambda: None, audit, lambda: None)
    yield store, BulkReview(store, mentions, lambda *_: iter(()), audit)
    audit.close()


def test_it_goes_on_wherever_it_was_killed_and_judges_each_once(kept: tuple[Store, BulkReview]) -> None:
    store, bulk = kept
    before = {one.key: one for one in store.documents()}
    left = [0]

    def step(*_: object) -> None:
        left[0] -= 1
        if left[0] == 0:
            raise Killed

    event.listen(store.engine, "before_cursor_execute", step)
    event.listen(store.engine, "commit", step)
    job = bulk.begin(ZAHRA, Bulk("accept", "ORG"))
    kills = finish(bulk, job, left)
    assert (bulk.job(ZAHRA, job).done, bulk.job(ZAHRA, job).refused) == (120, 0)
    assert {m.verdict for one in store.documents() for m in one.mentions} == {"accepted"}
    back = bulk.take_back(ZAHRA, job)
    kills += finish(bulk, back, left)
    assert bulk.job(ZAHRA, back).done == 120
    assert {one.key: one for one in store.documents()} == before
    assert kills > 9


def finish(bulk: BulkReview, job: str, left: list[int]) -> int:
    """Carries a job out, killed one statement later each time; gives how often it was."""
    kills = 0
    for moment in range(1, 1000, 3):
        left[0] = moment
        try:
            while bulk.step(job):
                left[0] = moment
            left[0] = 0
        except (Killed, StoreUnavailable):
            kills += 1
        else:
            return kills
    raise AssertionError("it never ends")


def test_the_queue_of_what_nobody_judged_follows(filled: Workspace) -> None:
    job = filled.bulk.begin(ZAHRA, Bulk("accept", "ORG", FOUNDATION))
    assert filled.queue.count(ZAHRA, Which(doubtful=False)) == 126
    carry_out(filled, job)
    assert filled.queue.count(ZAHRA, Which(doubtful=False)) == 63
    assert filled.bulk.waiting() == []
