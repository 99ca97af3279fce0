"""The state of a document by what people judged of it: searched, counted as a facet, and back with an undo."""

import pytest

from pipeline.index.results import View
from pipeline.people.principal import local
from pipeline.query.parser import Exact
from pipeline.records import Source
from pipeline.review.agreement import kappa
from pipeline.workspace import Workspace
from tests.makers import ME

TEXT = "وزارت علوم با دانشگاه یزد تفاهم‌نامه امضا کرد."
URI = "file:///a.txt"
ZAHRA = local("زهرا")


@pytest.fixture
def filled(workspace: Workspace) -> Workspace:
    workspace.ingest_sources(ME, [Source(URI, "a.txt", TEXT.encode())])
    workspace.ingest_sources(ME, [Source("file:///b.txt", "b.txt", "هوا سرد بود و باران می‌بارید.".encode())])
    return workspace


def judge(space: Workspace, verdict: str, number: int) -> None:
    """Judges the first mentions that nobody judged."""
    open_ones = [one for one in space.mentions.reviewed(ME, URI) if not one.judgement][:number]
    assert len(open_ones) == number
    space.mentions.decide(ZAHRA, URI, *(one.asking(verdict) for one in open_ones))  # type: ignore[arg-type]


def facet(space: Workspace) -> dict[str, int]:
    return dict(space.search(ME, "", View(facets=("review",))).facets["review"])


def test_a_document_walks_from_unreviewed_to_reviewed_and_back(filled: Workspace) -> None:
    assert facet(filled) == {"unreviewed": 1}
    judge(filled, "accept", 1)
    assert facet(filled) == {"begun": 1, "accepted": 1}
    judge(filled, "reject", 2)
    assert filled.document(ME, URI).review == ("reviewed", "accepted", "rejected")
    assert facet(filled) == {"reviewed": 1, "accepted": 1, "rejected": 1}
    for told in filled.mentions.history(ME, URI):
        filled.mentions.undo(ZAHRA, URI, told.decision.id)
    assert facet(filled) == {"unreviewed": 1}


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("review:accepted", 1),
        ("بازبینی:تأییدشده", 1),
        ("المراجعة:مقبول", 1),
        ("review:unreviewed", 0),
        ("-review:begun", 1),
        ("review:disputed", 0),
    ],
)
def test_queries_ask_for_it_in_three_languages(filled: Workspace, query: str, number: int) -> None:
    judge(filled, "accept", 1)
    assert filled.search(ME, query, relax=False).total == number
    assert filled.search(ME, "", filters=(Exact("review", "accepted"),)).total == 1


def test_what_the_machine_says_otherwise_since_is_stale(filled: Workspace) -> None:
    judge(filled, "reject", 1)
    filled.ingest_sources(ME, [Source(URI, "a.txt", "باشگاه پرسپولیس برد.".encode())])
    assert "stale" in filled.document(ME, URI).review
    assert filled.search(ME, "review:stale", relax=False).total == 1


def test_kappa_is_what_the_textbook_says() -> None:
    both = {("yes", "yes"): 20, ("yes", "no"): 5, ("no", "yes"): 10, ("no", "no"): 15}
    assert kappa(both) == 0.4


def test_two_who_disagree_dispute_until_a_third_decides(filled: Workspace) -> None:
    def say(who: str, verdict: str) -> None:
        one = filled.mentions.reviewed(ME, URI)[0]
        filled.mentions.decide(local(who), URI, one.asking(verdict))  # type: ignore[arg-type]

    say("زهرا", "accept")
    assert filled.queue.agreement(ME) == []
    say("امید", "reject")
    assert facet(filled)["disputed"] == 1
    assert filled.search(ME, "review:disputed", relax=False).total == 1
    by_label, whole = filled.queue.agreement(ME)
    assert (by_label.label, whole.label) == ("ORG", "")
    assert (whole.mentions, whole.agreed, whole.disputed, whole.kappa) == (1, 0, 1, 0.0)
    say("مریم", "accept")
    assert "disputed" not in facet(filled)
    assert filled.queue.agreement(ME)[-1].disputed == 0
    filled.log.undo(ME, 3)
    assert facet(filled)["disputed"] == 1
    say("زهرا", "reject")
    assert "disputed" not in facet(filled)
    assert filled.queue.agreement(ME)[-1].agreed == 1
