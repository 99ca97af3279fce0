"""Sending is killed between any two of its steps: no alert is lost, and none is sent under another key."""

import json
import multiprocessing
import os
import shutil
import signal
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pipeline.monitors.alerts import Wanted as Asked
from pipeline.monitors.deliveries import Wanted
from pipeline.monitors.digest_mails import WantedDigest
from pipeline.query.stored import StoredQuery
from pipeline.settings import Settings
from pipeline.workspace import Workspace
from tests import dying
from tests.makers import ME
from tests.unit.pipeline.test_deliveries import OTHER, Mailbox, Site, mailbox, site
from tests.unit.pipeline.test_monitors import LONG, read, story

__all__ = ["mailbox", "site"]
NOW = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
STRIDE = max(1, 9 // int(os.environ.get("ASNAD_FAULT_ROUNDS", "1")))
MOST = 400


def desk(folder: Path, site: Site) -> None:
    """A workspace with two alerts that wait to be sent: each by itself to one address, both together to another."""
    with Workspace(Settings(workspace=folder, workers=1, fetch_private=True), lambda: NOW) as space:
        monitor = space.monitors.add(ME, "شهر", StoredQuery("یزد")).id
        space.deliveries.add(ME, monitor, Wanted("webhook", site.url))
        space.deliveries.add(ME, monitor, Wanted("webhook", f"{site.url}?together", minutes=1))
        read(space, folder.parent, story("one", LONG), story("two", OTHER))
        assert len(space.alerts.all(ME, Asked())) == 2


def seqs(body: bytes) -> tuple[int, ...]:
    """The alerts of a message."""
    return tuple(sorted(alert["seq"] for alert in json.loads(body)["alerts"]))


def run(folder: Path, later: timedelta, last: int, smtp: str = "") -> int | None:
    """Sends in a process of its own; gives how that ended."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.dying"])
    process = context.Process(target=dying.deliver, args=(folder, NOW + later, last, smtp))
    process.start()
    process.join(120)
    return process.exitcode


def test_killed_between_any_two_steps(tmp_path: Path, site: Site) -> None:
    desk(tmp_path / "made", site)
    ended, points = None, 0
    for last in range(1, MOST, STRIDE):
        folder = tmp_path / f"ws{last}"
        shutil.copytree(tmp_path / "made", folder)
        site.got.clear()
        ended = run(folder, timedelta(minutes=2), last)
        if ended == 0:
            break
        assert ended == -signal.SIGKILL
        points += 1
        assert run(folder, timedelta(minutes=10), 0) == 0
        told = {(headers["Idempotency-Key"], seqs(body)) for headers, body in site.got}
        assert sorted(alerts for _, alerts in told) == [(1,), (1, 2), (2,)], last
        with Workspace(Settings(workspace=folder)) as space:
            (monitor,) = space.monitors.seen(ME)
            for _, log in space.deliveries.all(ME, monitor.id):
                assert [row.state for row in log] == ["sent", "sent"], last
        shutil.rmtree(folder)
    assert ended == 0
    assert points > 5


def test_a_digest_killed_between_any_two_steps_is_sent_for_its_period_under_one_key(
    tmp_path: Path, mailbox: Mailbox
) -> None:
    smtp = f"smtp://127.0.0.1:{mailbox.port}"
    with Workspace(Settings(workspace=tmp_path / "made", workers=1), lambda: NOW) as space:
        read(space, tmp_path, story("one", LONG))
        space.mails.add(ME, WantedDigest("desk@press.example", "10 UTC"))
    ended, points = None, 0
    for last in range(1, MOST, STRIDE):
        folder = tmp_path / f"ws{last}"
        shutil.copytree(tmp_path / "made", folder)
        mailbox.got.clear()
        ended = run(folder, timedelta(hours=2), last, smtp)
        if ended == 0:
            break
        assert ended == -signal.SIGKILL
        points += 1
        assert run(folder, timedelta(hours=3), 0, smtp) == 0
        assert len({mail["Message-ID"] for mail in mailbox.got}) == 1, last
        with Workspace(Settings(workspace=folder)) as space:
            ((row,),) = [one.log for one in space.mails.all(ME)]
            assert (row.state, row.days) == ("sent", "2026-11-25/2026-11-25"), last
        shutil.rmtree(folder)
    assert ended == 0
    assert len(mailbox.got) == 1
    assert points > 3
