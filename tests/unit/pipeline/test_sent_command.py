"""``asnad monitor sent``: where finds of a monitor are sent, a test of it, and its end."""

import json
from datetime import UTC, datetime, timedelta
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


@pytest.mark.parametrize(
    ("stories", "told"),
    [(0, "no alert to expect"), (1, "fewer than one alert a week"), (5, "about 1 alert a week")],
)
def test_what_to_expect_is_told_as_one_says_it(tmp_path: Path, stories: int, told: str) -> None:
    """«0.0 alerts a day» says nothing."""
    places = ("میبد", "اردکان", "بافق", "تفت", "مهریز")[:stories]
    today = datetime.now(UTC).date().isoformat()
    words = "باران {} را فرا گرفت و خیابان‌های {} تا شب پر از آب ماند، گفت شهردار {} به خبرنگاران."
    lines = [{"id": name, "text": words.format(name, name, name), "published": today} for name in places]
    before = (datetime.now(UTC).date() - timedelta(days=40)).isoformat()  # so thirty days are there
    lines.append({"id": "old", "text": "برف کوه‌ها را پوشاند.", "published": before})
    (tmp_path / "in.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    there = ["--workspace", str(tmp_path / "ws")]
    assert CliRunner().invoke(cli, ["ingest", str(tmp_path / "in.jsonl"), *there]).exit_code == 0
    tried = CliRunner().invoke(cli, ["monitor", "test", "--query", "باران", *there])
    assert told in tried.output, tried.output
