"""What a newcomer types, as README has it, and the mistakes that he makes."""

import os
import pty
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from pipeline.cli import cli
from tests.conftest import ROOT

BIN = Path(sys.executable).parent
ASNAD = str(BIN / "asnad")


def typed(line: str, folder: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    """What a line of a shell prints in a folder, where ``asnad`` is on PATH."""
    here = {**os.environ, "PATH": f"{BIN}:{os.environ['PATH']}", **settings}
    return subprocess.run(
        ["bash", "-c", line], cwd=folder, env=here, capture_output=True, text=True, timeout=300, check=False
    )


def on_a_terminal(*args: str, folder: Path, **settings: str) -> str:
    """What a command prints where stdout is a terminal."""
    ours, theirs = pty.openpty()
    here = {**os.environ, "TERM": "xterm", "COLUMNS": "80", **settings}
    with subprocess.Popen([ASNAD, *args], cwd=folder, env=here, stdout=theirs, stderr=subprocess.DEVNULL) as running:
        os.close(theirs)
        parts = list(_read(ours))
        assert running.wait(180) == 0
    os.close(ours)
    return b"".join(parts).decode()


def _read(end: int) -> Iterator[bytes]:
    while True:
        try:
            data = os.read(end, 4096)
        except OSError:  # how Linux says that the other end is closed
            return
        if not data:
            return
        yield data


@pytest.fixture
def home(filled_copy: Path) -> Path:
    """A folder as it is after the demo: its workspace has the samples."""
    return filled_copy.parent


@pytest.mark.parametrize("name", ["README.md", "README.fa.md", "README.ar.md"])
def test_the_lines_of_the_readme_do_what_they_say(home: Path, name: str) -> None:
    readme = (ROOT / name).read_text(encoding="utf-8")
    block = re.search(r"## (?:First steps|گام‌های نخست|الخطوات الأولى).*?```sh\n(.*?)```", readme, re.DOTALL)
    assert block
    (home / name).write_text(readme, encoding="utf-8")
    lines = [line for line in block[1].splitlines() if not line.startswith("source ")]
    assert len(lines) == len(block[1].splitlines()) - 1 > 4
    for line in lines:
        done = typed(line, home)
        assert done.returncode == 0, (line, done.stderr)
        assert done.stdout or "added" in done.stderr, line


def test_the_demo_leaves_an_archive_alone(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("نشست استانداری یزد", encoding="utf-8")
    assert typed("asnad ingest a.txt", tmp_path).returncode == 0
    done = typed("asnad demo --no-serve", tmp_path)
    assert done.returncode == 0, done.stderr
    assert "the samples go to workspace-demo" in done.stderr
    assert "1 documents" in typed("asnad search نشست", tmp_path).stderr.replace("1 of 1", "1")


def test_a_port_that_is_taken_is_said_before_anything_is_read(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        for command in ("demo", "serve"):
            done = typed(f"asnad {command} --port {port}", tmp_path)
            assert done.returncode == 1
            assert f"port {port} is in use" in done.stderr
            assert "answers at" not in done.stderr + done.stdout
    assert not (tmp_path / "workspace").exists()


def test_a_workspace_may_be_named_before_the_command(home: Path, tmp_path: Path) -> None:
    there = typed(f"asnad --workspace {home / 'workspace'} search «تفاهم‌نامه» --json", tmp_path)
    assert there.returncode == 0, there.stderr
    assert there.stdout == typed("asnad search «تفاهم‌نامه» --json", home).stdout != ""


def test_nothing_found_is_said(home: Path) -> None:
    for line in ("asnad indicators زرافه", "asnad entities list زرافه"):
        done = typed(line, home)
        assert (done.returncode, done.stdout) == (0, "")
        assert "زرافه" in done.stderr


def test_marks_can_be_seen_on_any_terminal_and_switched_off(home: Path) -> None:
    shown = on_a_terminal("search", "تفاهم نامه", folder=home)
    assert "\x1b[1;4mتفاهم‌نامه\x1b[0m" in shown
    assert "\x1b[1;33m" not in shown
    assert "\N{FIRST STRONG ISOLATE}" in shown
    passages = [line for line in shown.splitlines() if line.startswith("   \N{FIRST STRONG ISOLATE}")]
    plain = [re.sub(r"\x1b\[[0-9;]*m|[\N{FIRST STRONG ISOLATE}\N{POP DIRECTIONAL ISOLATE}]", "", p) for p in passages]
    assert passages
    assert max(map(len, plain)) <= 80
    assert all(line.count("\x1b[1;4m") == line.count("\x1b[0m") for line in passages)
    without = on_a_terminal("search", "تفاهم نامه", folder=home, NO_COLOR="1")
    assert "\x1b" not in without
    assert "[تفاهم‌نامه]" in without


def _options(command: click.Command, path: str) -> Iterator[tuple[str, click.Option]]:
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            yield path, parameter
    for name, below in getattr(command, "commands", {}).items():
        yield from _options(below, f"{path} {name}")


def test_every_option_is_explained_and_every_command_has_a_heading() -> None:
    import search_api.main  # noqa: F401  # adds serve and demo

    assert [(path, option.opts) for path, option in _options(cli, "asnad") if not option.help] == []
    headed = [name for names in cli.sections.values() for name in names]
    assert sorted(headed) == sorted(cli.commands)
