"""``asnad monitor sent``: where finds of a monitor are sent, a test of it, and its end."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pipeline.cli import cli
from pipeline.monitors.deliveries import Wanted
from pipeline.query.stored import StoredQuery
from pipeline.settings import Settings
from pipeline.workspace import Workspace
from tests.makers import ME
from tests.unit.pipeline.test_deliveries import Mailbox, mailbox

__all__ = ["mailbox"]


def test_destinations_are_listed_tried_and_ended(
    tmp_path: Path, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASNAD_SMTP", f"smtp://127.0.0.1:{mailbox.port}")
    monkeypatch.setenv("ASNAD_SMTP_FROM", "asnad@archive.example")
    with Workspace(Settings(workspace=tmp_path / "ws")) as space:
        monitor = space.monitors.add(ME, "سیل", StoredQuery("سیل")).id
        space.monitors.add(ME, "زلزله", StoredQuery("زلزله"))
        made = space.deliveries.add(ME, monitor, Wanted("email", "desk@press.example", minutes=60)).id

    def run(*words: str) -> Result:
        return CliRunner().invoke(cli, ["monitor", "sent", *words, "--workspace", str(tmp_path / "ws")])

    assert f"{made}\temail\tdesk@press.example\tnot due yet" in run("سیل").output
    assert "asnad monitor send" in run("زلزله").output
    assert run("زلزله", "--test", made).exit_code == 1  # it is of another monitor
    tried = run("سیل", "--test", made)
    assert (tried.exit_code, [mail["To"] for mail in mailbox.got]) == (0, ["desk@press.example"]), tried.output
    told = json.loads(run("سیل", "--json").stdout)
    assert (told["id"], told["minutes"], told["last"]) == (made, 60, "sent")
    assert run("سیل", "--test", made, "--remove", made).exit_code == 2
    assert run("سیل", "--remove", made).exit_code == 0
    assert run("سیل", "--json").stdout == ""
    assert run("هیچ").exit_code == 1
