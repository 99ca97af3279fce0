"""A second look without the first word; what two say differently waits until a third says what one of them said."""

import json
from collections.abc import Sequence

import pytest
from click.testing import CliRunner

from pipeline.cli import cli
from pipeline.errors import DecisionConflict, Forbidden, RefusedDecision
from pipeline.people.principal import Principal, local
from pipeline.records import Source
from pipeline.review.queue import Which
from pipeline.review.reviewed import Asked
from pipeline.review.second import Second
from pipeline.workspace import Workspace
from tests.makers import ME

TEXT = "وزارت علوم با دانشگاه یزد تفاهم‌نامه امضا کرد."
URI = "file:///a.txt"
ZAHRA, REZA, MINA = (local(name) for name in ("زهرا", "رضا", "مینا"))
ALL = Which()


@pytest.fixture
def space(workspace: Workspace) -> Workspace:
    workspace.ingest_sources(ME, [Source(URI, "a.txt", TEXT.encode())])
    return workspace


def judge(space: Workspace, who: Principal, surface: str, verdict: str, **more: object) -> None:
    (one,) = (r for r in space.mentions.reviewed(who, URI) if r.machine and r.machine.surface == surface)
    space.mentions.decide(who, URI, one.asking(verdict, **more))  # type: ignore[arg-type]


def words(found: Sequence[Second]) -> list[str]:
    return [one.mention.surface for one in found]


def again(one: Second, verdict: str = "correct", **more: object) -> Asked:
    """What somebody says of a mention as a second look shows it."""
    return Asked(verdict, one.mention.id, one.judged, one.seen, **more)  # type: ignore[arg-type]


def test_who_did_not_judge_it_sees_it_as_the_machine_has_it(space: Workspace) -> None:
    assert space.second.waiting(REZA, ALL).rows == []
    judge(space, ZAHRA, "دانشگاه یزد", "correct", label="PLACE", value={"kind": "city", "name": "یزد"})
    judge(space, ZAHRA, "وزارت علوم", "accept")
    assert space.second.waiting(ZAHRA, ALL).rows == []
    found = space.second.waiting(REZA, ALL).rows
    assert (words(found), space.second.waiting(REZA, ALL).total) == (["دانشگاه یزد", "وزارت علوم"], 2)
    assert (found[0].mention.label, found[0].mention.verdict) == ("ORG", "unseen")
    assert "زهرا" not in repr(found)
    assert words(space.second.waiting(REZA, Which(label="PLACE")).rows) == []
    assert words(space.second.waiting(REZA, ALL, limit=1, offset=1).rows) == ["وزارت علوم"]
    space.mentions.decide(REZA, URI, again(found[1], "accept"))
    assert words(space.second.waiting(REZA, ALL).rows) == ["دانشگاه یزد"]
    assert space.second.disputed(MINA, ALL).rows == []


def test_what_two_say_differently_is_settled_by_a_third(space: Workspace) -> None:
    judge(space, ZAHRA, "دانشگاه یزد", "correct", label="PLACE", value={"kind": "city", "name": "یزد"})
    (one,) = space.second.waiting(REZA, ALL).rows
    space.mentions.decide(REZA, URI, again(one, "reject"))
    (dispute,) = space.second.disputed(MINA, ALL).rows
    assert [(said.user, said.after["verdict"]) for said in dispute.said] == [("زهرا", "correct"), ("رضا", "reject")]
    assert space.second.disputed(MINA, ALL).total == 1
    assert space.search(ME, "review:disputed", relax=False).total == 1
    space.mentions.decide(MINA, URI, again(dispute, settles=dispute.said[0].id))
    (shown,) = (m for m in space.document(ME, URI).mentions if m.surface == "دانشگاه یزد")
    assert (shown.label, shown.value["name"], shown.verdict) == ("PLACE", "یزد", "corrected")
    assert (space.second.disputed(MINA, ALL).rows, space.second.waiting(MINA, ALL).rows) == ([], [])
    assert space.search(ME, "review:disputed", relax=False).total == 0


def test_a_third_may_agree_with_the_one_whose_word_stands(space: Workspace) -> None:
    judge(space, ZAHRA, "دانشگاه یزد", "reject")
    (one,) = space.second.waiting(REZA, ALL).rows
    moved = again(one, label="PLACE", value={"kind": "city", "name": "یزد"})
    space.mentions.decide(REZA, URI, moved)
    (dispute,) = space.second.disputed(MINA, ALL).rows
    space.mentions.decide(MINA, URI, again(dispute, settles=dispute.said[1].id))
    assert space.second.disputed(MINA, ALL).rows == []
    assert [told.decision.user for told in space.mentions.history(ME, URI)] == ["مینا", "رضا", "زهرا"]


def test_what_is_said_again_keeps_its_place_in_a_text_that_changed(space: Workspace) -> None:
    judge(space, ZAHRA, "دانشگاه یزد", "correct", label="PLACE", value={"kind": "city", "name": "یزد"})
    (one,) = space.second.waiting(REZA, ALL).rows
    space.mentions.decide(REZA, URI, again(one, "accept"))
    space.ingest_sources(ME, [Source(URI, "a.txt", f"امروز {TEXT}".encode())])
    (dispute,) = space.second.disputed(MINA, ALL).rows
    space.mentions.decide(MINA, URI, again(dispute, settles=dispute.said[0].id))
    document = space.document(ME, URI)
    (shown,) = (m for m in document.mentions if m.verdict == "corrected")
    assert document.text[shown.span.start : shown.span.end] == shown.surface == "دانشگاه یزد"


def test_who_comes_late_or_names_another_decision_is_told(space: Workspace) -> None:
    judge(space, ZAHRA, "دانشگاه یزد", "reject")
    judge(space, ZAHRA, "وزارت علوم", "accept")
    first, other = space.second.waiting(REZA, ALL).rows
    space.mentions.decide(REZA, URI, again(first, "accept"))
    with pytest.raises(DecisionConflict):
        space.mentions.decide(MINA, URI, again(first, "accept"))
    (dispute,) = space.second.disputed(MINA, ALL).rows
    for number in (other.seen, 999):
        with pytest.raises(RefusedDecision, match=f"decision {number} is not in force"):
            space.mentions.decide(MINA, URI, again(dispute, settles=number))


def test_only_reviewers_see_it_and_only_of_their_collections(space: Workspace) -> None:
    judge(space, ZAHRA, "دانشگاه یزد", "reject")
    with pytest.raises(Forbidden):
        space.second.waiting(Principal("بیگانه", "person", {"main": "viewer"}), ALL)
    elsewhere = Principal("همکار", "person", {"press": "reviewer"})
    assert (space.second.waiting(elsewhere, ALL).rows, space.second.waiting(elsewhere, ALL).total) == ([], 0)
    assert space.second.waiting(REZA, Which(keys=[])).rows == []


def test_the_command_lists_what_is_disputed(space: Workspace) -> None:
    judge(space, ZAHRA, "دانشگاه یزد", "reject")
    (one,) = space.second.waiting(REZA, ALL).rows
    space.mentions.decide(REZA, URI, again(one, "accept"))
    (dispute,) = space.second.disputed(MINA, ALL).rows
    told = CliRunner().invoke(cli, ["review", "disputed", "--workspace", str(space.settings.workspace)])
    first, second = (said.id for said in dispute.said)
    assert f"دانشگاه یزد: زهرا reject ({first}), رضا accept ({second})" in told.output
    told = CliRunner().invoke(cli, ["review", "disputed", "--json", "--workspace", str(space.settings.workspace)])
    assert [said["user"] for said in json.loads(told.output)["said"]] == ["زهرا", "رضا"]


def test_each_person_has_done_what_he_judged_whoever_else_judged_it(space: Workspace) -> None:
    def shares() -> dict[tuple[str, str], int]:
        return {(one.user, one.verdict): one.mentions for one in space.queue.progress(MINA)}

    judge(space, ZAHRA, "دانشگاه یزد", "accept")
    judge(space, ZAHRA, "وزارت علوم", "accept")
    assert shares() == {("زهرا", "accept"): 2}
    found = space.second.waiting(REZA, ALL).rows
    space.mentions.decide(REZA, URI, again(found[0], "reject"))
    assert shares() == {("زهرا", "accept"): 2, ("رضا", "reject"): 1}
    (one,) = (r for r in space.mentions.reviewed(REZA, URI) if r.machine and r.machine.surface == "دانشگاه یزد")
    space.mentions.decide(REZA, URI, one.asking("accept"))
    assert shares() == {("زهرا", "accept"): 2, ("رضا", "accept"): 1}
    last = 4
    for number, said in ((last, "reject"), (last + 1, "accept"), (last + 2, "reject")):
        space.log.undo(REZA, number)
        assert shares() == {("زهرا", "accept"): 2, ("رضا", said): 1}
    space.delete(ME, URI)
    assert shares() == {}
