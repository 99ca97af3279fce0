"""Out to another tool and back by commands: exit codes, what is told, and an import taken back."""

import json
from pathlib import Path

from click.testing import CliRunner, Result

from pipeline.cli import cli


def run(workspace: Path, *arguments: str) -> Result:
    return CliRunner().invoke(cli, ["--workspace", str(workspace), *arguments])


def test_marks_of_doccano_come_in_are_told_and_are_taken_back(filled_copy: Path, tmp_path: Path) -> None:
    went = run(filled_copy, "export", "--format", "doccano", "--query", "lang:ar").stdout
    records = [json.loads(line) for line in went.splitlines()]
    taken = records[0]["label"].pop()
    records[1]["text"] += "؟"
    file = tmp_path / "marked.jsonl"
    file.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    how = "review", "import", str(file), "--format", "doccano"
    dry = run(filled_copy, *how, "--dry-run", "--json")
    assert dry.exit_code == 3
    assert [json.loads(line)["state"] for line in dry.stdout.splitlines()[:3]] == ["taken", "skipped", "unchanged"]
    assert "would be taken: 1" in dry.stderr
    assert run(filled_copy, "review", "log", "--json").stdout == ""
    done = run(filled_copy, *how)
    assert done.exit_code == 3
    assert "its text is not the document's" in done.stdout
    (decision,) = [json.loads(line) for line in run(filled_copy, "review", "log", "--json").stdout.splitlines()]
    assert (decision["after"]["verdict"], decision["before"]["start"]) == ("reject", taken[0])
    again = run(filled_copy, *how)
    assert "taken: 1" not in again.stderr
    assert len(run(filled_copy, "review", "log", "--json").stdout.splitlines()) == 1
    batch = done.stderr.rsplit("--batch ", 1)[1].strip()
    assert run(filled_copy, "review", "undo", "--batch", batch).exit_code == 0
    back = run(filled_copy, "export", "--format", "doccano", "--query", "lang:ar").stdout
    assert sorted(json.loads(back.splitlines()[0])["label"]) == sorted([*records[0]["label"], taken])


def test_options_that_do_not_go_together_are_told(filled: Path, tmp_path: Path) -> None:
    assert run(filled, "export", "--format", "doccano", "--all").exit_code == 2
    assert run(filled, "export", "--offsets", "utf16").exit_code == 2
    assert run(filled, "review", "undo").exit_code == 2
    file = tmp_path / "empty.jsonl"
    file.write_bytes(b"")
    asked = run(filled, "review", "import", str(file), "--format", "doccano", "--label", "PER")
    assert asked.exit_code == 2
    assert "no document" in run(filled, "review", "import", str(file), "--format", "doccano").stderr
    broken = run(filled, "review", "import", str(file), "--format", "label-studio")
    assert (broken.exit_code, "not JSON" in broken.stderr) == (1, True)
