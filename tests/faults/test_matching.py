"""Matching is killed between any two of its steps: no alert is lost, none is kept twice, and their order stays."""

import multiprocessing
import os
import shutil
import signal
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

import pytest
from pydantic import SecretStr

from pipeline.monitors.alerts import Wanted as Asked
from pipeline.monitors.deliveries import Wanted
from pipeline.query.stored import StoredQuery
from pipeline.settings import Settings
from pipeline.workspace import Workspace
from tests import dying
from tests.makers import ME
from tests.services import fresh_database
from tests.unit.pipeline.test_deliveries import OTHER
from tests.unit.pipeline.test_monitors import LONG, hold, read, story

STRIDE = max(1, 6 // int(os.environ.get("ASNAD_FAULT_ROUNDS", "1")))
MOST = 400


@dataclass(frozen=True, slots=True)
class Place:
    """A workspace, with its database where that is not in its folder."""

    folder: Path
    database: str = ""

    @property
    def settings(self) -> Settings:
        return Settings(workspace=self.folder, workers=1, database=SecretStr(self.database))


type Copied = Callable[[Place, Path], AbstractContextManager[Place]]
"""A copy of a workspace that nobody has open, in a folder; it is gone with the block."""


@pytest.fixture(params=["sqlite", "postgresql"])
def kind(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Place, Copied]]:
    """An empty workspace on a store of each kind, and how it is copied."""
    server = request.getfixturevalue("postgresql") if request.param == "postgresql" else ""

    @contextmanager
    def copied(place: Place, folder: Path) -> Iterator[Place]:
        shutil.copytree(place.folder, folder)
        with fresh_database(server, place.database) if server else nullcontext("") as database:
            yield Place(folder, database)
        shutil.rmtree(folder)

    with fresh_database(server) if server else nullcontext("") as database:
        yield Place(tmp_path / "made", database), copied


def run(place: Place, last: int) -> int | None:
    """Matches in a process of its own; gives how that ended."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.dying"])
    process = context.Process(target=dying.match, args=(place.folder, last, place.database))
    process.start()
    process.join(120)
    return process.exitcode


def told(place: Place) -> list[tuple[int, str, str, str]]:
    """The alerts, and the deliveries that wait for each, in their order.

    PostgreSQL gives no number twice, also where who took it died: there the numbers only grow.
    """
    with Workspace(place.settings) as space:
        hold(space)
        found = space.alerts.all(ME, Asked(after=0))
        numbers = {one.seq: at for at, one in enumerate(found, 1)}
        assert sorted(numbers) == list(numbers)
        (one,) = [log for each in space.monitors.seen(ME, "شهر") for _, log in space.deliveries.all(ME, each.id)]
        assert sorted(row.alert or 0 for row in one) == [each.seq for each in found if each.name == "شهر"]
        kept = {each.seq: numbers[each.seq] if place.database else each.seq for each in found}
        return [(kept[each.seq], each.name, each.title, each.kind) for each in found]


def fill(place: Place, folder: Path) -> None:
    """Monitors, and texts that wait to be matched: new ones, copies, changed ones."""
    with Workspace(place.settings) as space:
        hold(space)
        for name, query in (("شهر", "یزد"), ("کتاب", "کتابخانه"), ("همه", "یزد OR میبد OR تهران")):
            space.monitors.add(ME, name, StoredQuery(query))
        (monitor,) = space.monitors.seen(ME, "شهر")
        space.deliveries.add(ME, monitor.id, Wanted("email", "desk@press.example"))
        read(space, folder, story("one", LONG), story("copy", LONG + " پایان خبر"), story("two", OTHER, "دیگر"))
        space.matching.catch_up()
        changed = story("one", LONG + " شمار آن‌ها به ۱۴ رسید.")
        read(space, folder, changed, story("three", "هوای تهران سرد شد.", "هوا"))


def test_killed_between_any_two_steps(kind: tuple[Place, Copied], tmp_path: Path) -> None:
    made, copied = kind
    fill(made, tmp_path)
    with copied(made, tmp_path / "whole") as whole:
        assert run(whole, 0) == 0
        expected = told(whole)
    assert [kind for *_, kind in expected].count("update") >= 2
    ended, points = None, 0
    for last in range(1, MOST, STRIDE):
        with copied(made, tmp_path / f"ws{last}") as place:
            ended = run(place, last)
            if ended == 0:
                break
            assert ended == -signal.SIGKILL
            points += 1
            assert run(place, 0) == 0
            assert told(place) == expected, last
    assert ended == 0
    assert points > 2
