"""What messages and terminals may show."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text

from pipeline.errors import StoreUnavailable, WorkspaceError, without_secrets
from pipeline.review.effective import effective
from pipeline.settings import Settings
from pipeline.store.documents import Store
from pipeline.workspace import Workspace
from tests.commands import at_once
from tests.makers import ME

ASNAD = str(Path(sys.executable).with_name("asnad"))


@pytest.mark.parametrize(
    "message",
    [
        "postgresql://asnad:hush@db.example/archive",
        "postgresql://db.example/archive?password=hush",
        "postgresql://db.example/archive?sslpassword=hush&sslmode=require",
        "host=db.example password=hush user=asnad",
        "sftp://asnad:hush@files.example/blobs does not answer",
        "https://reader:hush@news.example/1?api_key=hush",
    ],
)
def test_a_message_holds_no_secret(message: str) -> None:
    assert "hush" not in without_secrets(message)
    assert "example" in without_secrets(message)


SECRETS: tuple[dict[str, str], ...] = (
    {"ASNAD_DATABASE": "postgresql://127.0.0.1:1/archive?password=hush"},
    {"ASNAD_DATABASE": "postgresql://asnad:hush@127.0.0.1:1/archive"},
    {"ASNAD_ELASTICSEARCH": "http://elastic:hush@127.0.0.1:port"},
    {"ASNAD_ELASTICSEARCH": "http://127.0.0.1:1", "ASNAD_ELASTICSEARCH_API_KEY": "hush\n"},
    {"ASNAD_BLOBS": "nothing://asnad:hush@127.0.0.1/blobs"},
)


def test_no_command_shows_a_secret_of_its_settings(tmp_path: Path) -> None:
    """All at once: each waits for a service that is not there."""
    asked = [[ASNAD, "doctor", "--workspace", str(tmp_path / str(number))] for number in range(len(SECRETS))]
    for settings, (_, told) in zip(SECRETS, at_once(asked, SECRETS), strict=True):
        assert "hush" not in told, settings
        assert "Traceback" not in told, settings


def test_a_setting_that_is_wrong_is_named_and_its_value_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASNAD_UPLOAD_BYTES", "hush")
    monkeypatch.setenv("ASNAD_WORKERS", "hush too")
    with pytest.raises(WorkspaceError) as caught:
        Settings()
    assert str(caught.value).startswith("ASNAD_WORKERS: ") or "; ASNAD_WORKERS: " in str(caught.value)
    assert "ASNAD_UPLOAD_BYTES: Input should be a valid integer" in str(caught.value)
    assert "hush" not in str(caught.value)


def test_a_statement_that_is_wrong_is_not_a_store_that_is_away(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "store.db", effective)
    with store.engine.connect() as connection, pytest.raises(Exception, match="no such table") as caught:
        connection.execute(text("SELECT * FROM nowhere"))
    assert not isinstance(caught.value, StoreUnavailable | WorkspaceError)
    store.close()


def test_a_terminal_is_not_steered_by_a_document(tmp_path: Path) -> None:
    title = "\x1b]0;pwned\x07عنوان \N{RIGHT-TO-LEFT OVERRIDE}وارونه"
    line = {"id": "a", "title": title, "text": "دانشگاه \x1b[2J یزد\x9b31m"}
    (tmp_path / "a.jsonl").write_text(json.dumps(line), encoding="utf-8")
    with Workspace(Settings(workspace=tmp_path / "ws", workers=1)) as space:
        assert space.ingest(ME, [tmp_path / "a.jsonl"]).added == 1
    command = [ASNAD, "search", "دانشگاه", "--workspace", str(tmp_path / "ws")]
    shown = subprocess.run(command, capture_output=True, timeout=300).stdout.decode()
    assert "عنوان" in shown
    assert [char for char in shown if char in "\x1b\x07\x9b\N{RIGHT-TO-LEFT OVERRIDE}"] == []
