"""From which score on mentions are right, by what people judged, and the settings that reading and queue follow."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from corpora.document import Document, Mention, Span
from corpora.ids import digest, mention_id
from pipeline.cli import cli
from pipeline.errors import WorkspaceError
from pipeline.evaluation.thresholds import STEPS, Scored, bounds, proposals
from pipeline.people.principal import local
from pipeline.recommender.recommender import Recommender
from pipeline.records import Source
from pipeline.review.reviewed import Asked
from pipeline.settings import Settings
from pipeline.store.documents import Store
from pipeline.store.unseen import Which
from pipeline.workspace import Workspace
from tests.makers import ME

ZAHRA = local("زهرا")
TEXT = "وزارت علوم با دانشگاه یزد تفاهم‌نامه امضا کرد. در نشست ۲۹ کارشناس از ۱۴ خرداد ۱۴۰۳ سخن گفتند."


def document(number: int, score: float, label: str = "ORG") -> Document:
    text, span = f"بنیاد سپهر در نشست {number} بود.", Span(0, 10)
    key = digest(f"{number} {label}".encode())[:32]
    value = {"name": "بنیاد سپهر", "entity": "org:سپهر"} if label == "ORG" else {"name": "بنیاد سپهر"}
    found = Mention(mention_id(key, label, span, text[:10]), label, span, text[:10], value, "test", "1", score)
    return Document(key, key, f"file:///{key}", text, language="fa", content_hash=key, mentions=(found,))


SCORED = st.builds(
    Scored,
    label=st.sampled_from(["ORG", "DATE"]),
    score=st.integers(0, 100).map(lambda n: n / 100),
    right=st.booleans(),
)


@given(some=st.lists(SCORED, max_size=300))
def test_curves_add_up_and_proposals_hold_what_they_say(some: list[Scored]) -> None:
    for one in proposals(some):
        mine = [each for each in some if each.label == one.label]
        assert [point.score for point in one.curve] == list(STEPS)
        for point in one.curve:
            assert point.judged + point.below == len(mine) == one.judged
            assert point.right + point.below_right == one.right
            assert point.judged == sum(each.score >= point.score for each in mine)
        assert one.sure is None or one.least is None or one.least <= one.sure
        for point in one.curve:
            if point.score == one.sure:
                assert bounds(point.right, point.judged)[0] >= 0.95
            if point.score == one.least:
                assert bounds(point.below_right, point.below)[1] < 0.5
        if len(mine) < 30:
            assert (one.sure, one.least) == (None, None)


def test_what_is_certain_is_never_under_what_is_mostly_wrong() -> None:
    def proposed(*groups: tuple[float, int, bool]) -> tuple[float | None, float | None]:
        (one,) = proposals(Scored("ORG", score, right) for score, number, right in groups for _ in range(number))
        return one.sure, one.least

    assert proposed((0.1, 100, False), (0.8, 60, True), (0.95, 100, True)) == (0.15, 0.15), "was 0.15 and 0.95"
    assert proposed((0.5, 40, False), (0.92, 4000, True)) == (0.55, 0.55), "was 0 and 0.9"
    assert proposed((0.92, 4000, True)) == (0.0, None)


def test_what_is_right_from_a_score_on_is_proposed() -> None:
    some = [Scored("ORG", 0.4, right=n % 10 == 0) for n in range(100)]
    some += [Scored("ORG", 0.72, right=n % 50 != 0) for n in range(400)]
    (one,) = proposals(some)
    assert (one.sure, one.least) == (0.45, 0.45)
    assert proposals(some, 0.99)[0].sure is None


@pytest.mark.parametrize("wrong", ["ORG", "ORG=x", "BODY=0.5", "ORG=1.5", "=0.5", "ORG=nan"])
def test_a_setting_that_makes_no_sense_is_told(wrong: str) -> None:
    with pytest.raises(WorkspaceError, match="LABEL=SCORE"):
        Settings(thresholds=wrong).least_scores()
    assert (Settings().least_scores(), Settings().sure_scores()) == ({}, {})


def test_reading_keeps_what_is_sure_enough_or_judged(tmp_path: Path) -> None:
    source = Source("file:///a.txt", "a.txt", TEXT.encode())
    with Workspace(Settings(workspace=tmp_path / "one", workers=1)) as space:
        space.ingest_sources(ME, [source])
        before = space.document(ME, source.uri)
        organisations = [m for m in before.mentions if m.label == "ORG"]
        assert len(organisations) > 1
        kept = organisations[0]
        space.mentions.decide(ZAHRA, before.key, Asked("accept", kept.id, kept.value))
    with Workspace(Settings(workspace=tmp_path / "one", workers=1, thresholds="ORG=1")) as space:
        assert space.reprocess(ME) == 1
        after = space.document(ME, source.uri)
        assert [m.surface for m in after.mentions if m.label == "ORG"] == [kept.surface], "what was judged stays"
        assert [one.state for one in space.log.entries(ME)] == ["applied"]
        assert [m for m in after.mentions if m.label != "ORG"] == [m for m in before.mentions if m.label != "ORG"]
        assert space.queue.count(ME, Which(label="ORG", doubtful=False)) == 0
        assert space.search(ME, f'org:"{organisations[1].surface}"', relax=False).total == 0
        other = Source("file:///b.txt", "b.txt", (TEXT + " پایان.").encode())
        space.ingest_sources(ME, [other])
        assert [m for m in space.document(ME, other.uri).mentions if m.label == "ORG"] == []
    with Workspace(Settings(workspace=tmp_path / "one", workers=1)) as space:
        assert space.reprocess(ME) == 2
        again = space.document(ME, source.uri)
        assert [(m.surface, m.score) for m in again.mentions if m.id != kept.id] == [
            (m.surface, m.score) for m in before.mentions if m.id != kept.id
        ]


def test_the_queue_takes_for_certain_what_the_setting_says(tmp_path: Path) -> None:
    def waiting(sure: str) -> list[float]:
        with Workspace(Settings(workspace=tmp_path, workers=1, sure=sure)) as space:
            assert space.queue.count(ME, Which()) == len(space.queue.waiting(ME, Which(), 99))
            return [one.mention.score for one in space.queue.waiting(ME, Which(), 99)]

    with Workspace(Settings(workspace=tmp_path, workers=1)) as space:
        space.store.put((document(n, 0.5 + n / 20), "") for n in range(10))
        space.store.put([(document(0, 0.85, "PERSON"), "")])
    usual = [0.5 + n / 20 for n in range(8)]
    assert waiting("") == sorted([*usual, 0.85])
    assert waiting("ORG=0.6") == [0.5, 0.55, 0.85]
    assert waiting("PERSON=0.8,ORG=0.94") == [*usual, 0.9]


def test_each_database_sifts_and_lists_alike(store: Store) -> None:
    reader = Recommender(store, None, least={"ORG": 0.6})
    low, high = document(1, 0.5), document(2, 0.7)
    (first, second), _ = reader.suggested([low, high])
    assert (len(first.mentions), len(second.mentions)) == (0, 1)
    assert reader.keeping(lambda one: one)(low).mentions == ()
    assert Recommender(store, None).suggested([low])[0] == [low]


def test_the_command_shows_the_curve_and_proposes(workspace: Workspace) -> None:
    workspace.store.put((document(n, 0.45 if n < 40 else 0.8), "") for n in range(140))
    for n in range(140):
        one = document(n, 0).mentions[0]
        verdict = "reject" if n < 40 and n % 10 else "accept"
        workspace.mentions.decide(ZAHRA, document(n, 0).key, Asked(verdict, one.id, one.value))  # type: ignore[arg-type]
    folder = str(workspace.settings.workspace)
    answer = CliRunner().invoke(cli, ["review", "thresholds", "--workspace", folder])
    assert answer.exit_code == 0, answer.output
    assert "ORG  140 judged, 104 right" in answer.stdout
    assert "from 0.50  100.0% of     100" in answer.stdout
    assert "proposed: ASNAD_SURE=ORG=0.5" in answer.stderr
    assert "proposed: ASNAD_THRESHOLDS=ORG=0.5" in answer.stderr
    told = CliRunner().invoke(cli, ["review", "thresholds", "--json", "--label", "ORG", "--workspace", folder])
    assert json.loads(told.stdout)["curve"][10]["precision"] == 1.0
    none = CliRunner().invoke(cli, ["review", "thresholds", "--label", "DATE", "--workspace", folder])
    assert (none.exit_code, "nobody has judged" in none.stderr) == (0, True)


def test_the_filter_follows_too(monkeypatch: pytest.MonkeyPatch) -> None:
    line = json.dumps({"id": 1, "text": TEXT, "language": "fa"})
    monkeypatch.setenv("ASNAD_THRESHOLDS", "ORG=1")
    answer = CliRunner().invoke(cli, ["extract"], input=line)
    labels = {one["label"] for one in json.loads(answer.stdout)["mentions"]}
    assert "ORG" not in labels
    assert {"DATE", "COUNT"} <= labels
