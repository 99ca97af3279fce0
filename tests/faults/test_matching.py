"""Matching is killed between any two of its steps: no alert is lost, none is kept twice, and their order stays."""

import multiprocessing
import os
import shutil
import signal
from pathlib import Path

from pipeline.monitors.alerts import Wanted as Asked
from pipeline.monitors.deliveries import Wanted
from pipeline.query.stored import StoredQuery
from pipeline.settings import Settings
from pipeline.workspace import Workspace
from tests import dying
from tests.makers import ME
from tests.unit.pipeline.test_deliveries import OTHER
from tests.unit.pipeline.test_monitors import LONG, hold, read, story

STRIDE = max(1, 6 // int(os.environ.get("ASNAD_FAULT_ROUNDS", "1")))
MOST = 400


def run(folder: Path, last: int) -> int | None:
    """Matches in a process of its own; gives how that ended."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.dying"])
    process = context.Process(target=dying.match, args=(folder, last))
    process.start()
    process.join(120)
    return process.exitcode


def told(folder: Path) -> list[tuple[int, str, str, str]]:
    """The alerts, and the deliveries that wait for each, in their order."""
    with Workspace(Settings(workspace=folder)) as space:
        hold(space)
        alerts: list[tuple[int, str, str, str]] = [
            (one.seq, one.name, one.title, one.kind) for one in space.alerts.all(ME, Asked(after=0))
        ]
        (one,) = [log for each in space.monitors.seen(ME, "شهر") for _, log in space.deliveries.all(ME, each.id)]
        assert sorted(row.alert or 0 for row in one) == [seq for seq, name, *_ in alerts if name == "شهر"]
        return alerts


def test_killed_between_any_two_steps(tmp_path: Path) -> None:
    made = tmp_path / "made"
    with Workspace(Settings(workspace=made, workers=1)) as space:
        hold(space)
        for name, query in (("شهر", "یزد"), ("کتاب", "کتابخانه"), ("همه", "یزد OR میبد OR تهران")):
            space.monitors.add(ME, name, StoredQuery(query))
        (monitor,) = space.monitors.seen(ME, "شهر")
        space.deliveries.add(ME, monitor.id, Wanted("email", "desk@press.example"))
        read(space, tmp_path, story("one", LONG), story("copy", LONG + " پایان خبر"), story("two", OTHER, "دیگر"))
        space.matching.catch_up()
        read(
            space, tmp_path, story("one", LONG + " شمار آن‌ها به ۱۴ رسید."), story("three", "هوای تهران سرد شد.", "هوا")
        )
    whole = tmp_path / "whole"
    shutil.copytree(made, whole)
    assert run(whole, 0) == 0
    expected = told(whole)
    assert [kind for *_, kind in expected].count("update") >= 2
    ended, points = None, 0
    for last in range(1, MOST, STRIDE):
        folder = tmp_path / f"ws{last}"
        shutil.copytree(made, folder)
        ended = run(folder, last)
        if ended == 0:
            break
        assert ended == -signal.SIGKILL
        points += 1
        assert run(folder, 0) == 0
        assert told(folder) == expected, last
        shutil.rmtree(folder)
    assert ended == 0
    assert points > 2
