"""Judgements of many mentions with a cluster as index, and on PostgreSQL by workers that are killed."""

import os
import signal
import subprocess
import sys
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from pydantic import SecretStr

from pipeline.cli import cli
from pipeline.jobs.judging import carry_out
from pipeline.jobs.queue import needed_queue
from pipeline.people.principal import local
from pipeline.review.bulk import Bulk
from pipeline.review.reviewed import Asked
from pipeline.settings import Settings
from pipeline.store.decisions import Decisions
from pipeline.store.unseen import Which
from pipeline.workspace import Workspace
from tests.faults.test_workers import worker
from tests.makers import ME
from tests.services import drop_indices
from tests.unit.pipeline.test_bulk import FOUNDATION, document

ROUNDS = int(os.environ.get("ASNAD_FAULT_ROUNDS", "1"))
NUMBER = 400
ZAHRA, OMID = local("زهرا"), local("امید")
ALL = Which(doubtful=False)


def fill(space: Workspace) -> None:
    space.store.put((document(number), "") for number in range(NUMBER))
    space.indexing.sync()


def verdicts(space: Workspace) -> Counter[str]:
    return Counter(mention.verdict for one in space.store.documents() for mention in one.mentions)


def found(space: Workspace, state: str) -> int:
    return space.search(ME, f"review:{state}", relax=False).total


@pytest.fixture(params=["sqlite", "postgresql"])
def clustered(elasticsearch: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Workspace]:
    """A workspace whose index is a cluster."""
    prefix = f"t{uuid.uuid4().hex[:10]}"
    database = request.getfixturevalue("database") if request.param == "postgresql" else ""
    settings = Settings(workspace=tmp_path / "ws", elasticsearch=elasticsearch, elasticsearch_prefix=prefix)
    with Workspace(settings.model_copy(update={"database": SecretStr(database)})) as space:
        fill(space)
        yield space
    drop_indices(elasticsearch, prefix)


def test_a_cluster_finds_what_a_query_judged_and_its_undo(clustered: Workspace) -> None:
    space, before = clustered, {one.key: one for one in clustered.store.documents()}
    asked = Bulk("accept", "ORG", FOUNDATION, q="نشست", but=(document(7).key,))
    shown = space.bulk.preview(ZAHRA, asked)
    assert (shown.mentions, shown.documents) == (NUMBER - 1, NUMBER - 1)
    job = space.bulk.begin(ZAHRA, asked, shown.tag)
    assert not carry_out(space, job)
    space.upkeep.finish()
    assert (found(space, "begun"), found(space, "unreviewed"), found(space, "accepted")) == (NUMBER - 1, 1, NUMBER - 1)
    assert space.queue.count(ZAHRA, ALL) == NUMBER + 1
    # what a search narrows to is asked of the cluster, by what was decided
    rest = Bulk("reject", "ORG", "انجمن نور", q="review:unreviewed")
    other = space.bulk.begin(OMID, rest)
    carry_out(space, other)
    space.upkeep.finish()
    assert (space.bulk.job(OMID, other).done, found(space, "rejected")) == (1, 1)
    for one, who in ((job, ZAHRA), (other, OMID)):
        carry_out(space, space.bulk.take_back(who, one))
    space.upkeep.finish()
    assert {one.key: one for one in space.store.documents()} == before
    assert (found(space, "unreviewed"), found(space, "accepted"), found(space, "rejected")) == (NUMBER, 0, 0)
    assert (space.indexing.lag(), space.indexing.verify()) == (0, (0, 0))


def until_done(space: Workspace, job: str, seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while space.bulk.job(ME, job).job.state in ("queued", "running"):
        assert time.monotonic() < end, space.bulk.job(ME, job)
        time.sleep(0.05)


@pytest.mark.parametrize("number", range(ROUNDS))
def test_workers_judge_and_a_kill_decides_nothing_twice(number: int, database: str, tmp_path: Path) -> None:
    settings = Settings(workspace=tmp_path / "shared", database=SecretStr(database), workers=1)
    with Workspace(settings) as space:
        fill(space)
        before = {one.key: one for one in space.store.documents()}
        queue = needed_queue(space)
        job = space.bulk.begin(ZAHRA, Bulk("accept", "ORG"))
        queue.add_judging(job)
        for turn in range(2):
            with worker(settings, "-c", "2") as one:
                end = time.monotonic() + 60
                seen = space.bulk.job(ME, job).done
                while space.bulk.job(ME, job).done == seen and time.monotonic() < end:
                    time.sleep(0.02)
                time.sleep(0.05 * (number % 4 + turn))
                os.killpg(one.pid, signal.SIGKILL)
        # somebody says something of what is left, and two workers go on
        waiting = space.queue.waiting(OMID, Which(surface=FOUNDATION, doubtful=False), 1)
        for left in waiting:
            space.mentions.decide(OMID, left.document.key, Asked("reject", left.mention.id, left.mention.value))
        with worker(settings, "-c", "2") as one, worker(settings, "-c", "2") as two:
            until_done(space, job)
            for each in (one, two):
                os.killpg(each.pid, signal.SIGTERM)
        told = space.bulk.job(ME, job)
        assert (told.job.state, told.done, told.refused) == ("done", 2 * NUMBER - len(waiting), len(waiting))
        with space.store.engine.connect() as connection:
            log = list(Decisions(connection).all())
        assert len({(one.document, one.subject) for one in log}) == len(log) == 2 * NUMBER
        assert verdicts(space) == Counter({"accepted": 2 * NUMBER - len(waiting)})
        back = space.bulk.take_back(ZAHRA, job)
        queue.add_judging(back)
        with worker(settings, "-c", "2") as one:
            until_done(space, back)
            os.killpg(one.pid, signal.SIGTERM)
        for one_more in waiting:
            space.log.undo(OMID, next(d.id for d in log if d.document == one_more.document.key and d.user == "امید"))
        space.upkeep.finish()
        assert {one.key: one for one in space.store.documents()} == before
        assert (space.indexing.lag(), space.indexing.verify()) == (0, (0, 0))


def test_a_command_leaves_it_to_the_workers(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings(workspace=tmp_path / "shared", database=SecretStr(database), workers=1)
    with Workspace(settings) as space:
        fill(space)
    monkeypatch.setenv("ASNAD_DATABASE", database)
    place = ("--workspace", str(settings.workspace))
    asked = ["review", "bulk", "reject", "--label", "ORG", "--words", FOUNDATION, *place]
    dry = CliRunner().invoke(cli, [*asked, "--dry-run"])
    assert f"{NUMBER} mentions in {NUMBER} documents would be judged" in dry.stderr, dry.output
    done = CliRunner().invoke(cli, asked)
    assert "queued for the workers" in done.stderr, done.output
    command = [str(Path(sys.executable).with_name("asnad")), "worker", "--once", *place]
    subprocess.run(command, check=True, env={**os.environ}, stderr=subprocess.DEVNULL)
    with Workspace(settings) as space:
        assert verdicts(space) == Counter({"unseen": NUMBER})
        assert space.queue.count(ME, ALL) == NUMBER
