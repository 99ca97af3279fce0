"""What people get wrong at the command line: each is told in words what to do, and nothing is done."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from pipeline.ingest.formats.titles import title_of
from pipeline.people.principal import local
from pipeline.settings import Settings
from pipeline.workspace import Workspace
from search_api.main import cli

ME = local("ruth")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A workspace with one document, which came in today."""
    place = tmp_path / "workspace"
    (tmp_path / "a.txt").write_text("کتابخانهٔ شهر امروز باز شد.", encoding="utf-8")
    with Workspace(Settings(workspace=place, workers=1)) as space:
        space.ingest(ME, [tmp_path / "a.txt"], "shelf")
    return place


def told(*words: str) -> tuple[int, str]:
    """The exit code of a command, and what it said."""
    done = CliRunner().invoke(cli, words)
    return done.exit_code, done.output


@pytest.mark.parametrize(
    ("since", "code"),
    [
        ("1404-01-01", 0),  # was the year 1404 of our era: it took out everything where a Jalali tomorrow was meant
        ("۱۴۰۴/۰۱/۰۱", 0),
        ("1447-01-01", 0),
        ("2025-03-21", 0),
        ("1499-01-01", 1),
        ("2096-03-20", 1),
        ("۲۰۹۶-۰۳-۲۰", 1),
        ("hijri:1499-01-01", 1),
    ],
)
def test_a_day_is_of_any_calendar_wherever_documents_are_chosen_by_it(folder: Path, since: str, code: int) -> None:
    exit_code, said = told("delete", "--since", since, "--dry-run", "--workspace", str(folder))
    assert (exit_code, "1 would be withdrawn" in said) == (code, code == 0)


@pytest.mark.parametrize("command", [["delete"], ["audit"], ["reprocess"], ["keys", "add", "bot"], ["train"]])
@pytest.mark.parametrize("day", ["دیروز", "1404-13-01", "2026-02-30", "1405-09", "5"])
def test_what_is_no_day_is_said_in_words_and_nothing_is_done(folder: Path, command: list[str], day: str) -> None:
    option = "--expires" if command[0] == "keys" else "--since"
    exit_code, said = told(*command, option, day, "--workspace", str(folder))
    assert exit_code == 2
    assert "%Y" not in said
    assert "date" in said or "whole day" in said
    with Workspace(Settings(workspace=folder)) as space:
        assert space.count(ME) == 1


def test_a_key_is_good_until_a_day_of_any_calendar(folder: Path) -> None:
    last = f"{datetime.now(UTC).year - 620}-01-01"  # the first of Farvardin after next
    assert told("keys", "add", "bot", "--scope", "read", "--expires", last, "--workspace", str(folder))[0] == 0
    (row,) = (json.loads(line) for line in told("keys", "list", "--json", "--workspace", str(folder))[1].splitlines())
    assert row["expires"] > datetime.now(UTC).date().isoformat()


@pytest.mark.parametrize("option", [("--source", "nowhere"), ("--query", "ژاله"), ("--since", "2096-01-01")])
def test_who_deletes_what_is_not_there_is_told_so(folder: Path, option: tuple[str, str]) -> None:
    exit_code, said = told("delete", *option, "--workspace", str(folder))
    assert exit_code == 1
    assert "no document is so" in said


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("ftp://example.org/a.pdf", "only addresses of http and https"),
        ("file:///etc/hosts", "only addresses of http and https"),
        ("s3://bucket/a.pdf", "only addresses of http and https"),
        ("http://", "names no site"),
        ("https://:443/a", "names no site"),
        ("https://example.org:port/a", "names no site"),
        ("/dev/null", "neither a file nor a folder"),
    ],
)
def test_what_cannot_be_read_at_all_writes_no_run_and_no_failure(tmp_path: Path, address: str, reason: str) -> None:
    exit_code, said = told("ingest", address, "--workspace", str(tmp_path / "none"))
    assert exit_code == 2
    assert reason in said
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        ("retry", "failures retry"),
        ("restore a.tar", "backup restore"),
        ("show 1", "entities show"),
        ("serach", "'search'"),
    ],
)
def test_a_command_of_another_group_is_named(words: str, hint: str) -> None:
    exit_code, said = told(*words.split())
    assert exit_code == 2
    assert hint in said


def test_a_state_that_is_none_is_refused_with_those_that_are(folder: Path) -> None:
    exit_code, said = told("agreements", "--state", "sigend", "--workspace", str(folder))
    assert exit_code == 2
    assert "under_review, signed, in_force" in said


@pytest.mark.parametrize(("lines", "title"), [(["{", '"نام": "کتابخانه"'], '"نام": "کتابخانه"'), (["---", "***"], "")])
def test_a_line_without_a_letter_is_no_title(lines: list[str], title: str) -> None:
    assert title_of(lines, fewest=1) == title


def test_a_collection_that_was_not_there_is_said(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text("موزهٔ شهر امروز باز شد.", encoding="utf-8")
    asked = ("ingest", str(tmp_path / "b.txt"), "--workspace", str(folder), "--collection")
    assert "made the collection" not in told(*asked, "main")[1]
    code, said = told(*asked, "press")
    assert (code, "made the collection «press», which was not there\n" in said) == (0, True)
    assert "made the collection" not in told(*asked, "press")[1]
    assert "made the collection «pres», which was not there; there is «press» too" in told(*asked, "pres")[1]


@pytest.mark.parametrize("name", ["backup", "backup.tar"])
def test_a_backup_makes_no_folders_above_it(folder: Path, tmp_path: Path, name: str) -> None:
    """A disk that is not mounted would be a folder of this one."""
    away = tmp_path / "disk"
    code, said = told("backup", str(away / name), "--workspace", str(folder))
    assert (code, away.exists(), f"there is no folder {away}" in said) == (2, False, True)
    away.mkdir()
    assert told("backup", str(away / name), "--workspace", str(folder))[0] == 0


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("lang:zz", "lang: has no «zz» but fa, ar, en"),
        ("lang:prsian", "did you mean: lang:persian"),
        ("نوع:PDFF", "did you mean: نوع:pdf"),
        ("review:disputd", "did you mean: review:disputed"),
        ("site:okaz", "did you mean: source:okaz"),
        ("سایت:عکاظ", "did you mean: source:عکاظ"),
        ("مدينة:الرياض", "did you mean: place:الرياض"),
    ],
)
def test_what_a_field_is_called_and_has_is_offered(folder: Path, query: str, wanted: str) -> None:
    assert wanted in told("search", query, "--workspace", str(folder))[1]


_CHANGE = (
    "serve",
    "demo",
    "worker",
    "watch",
    "shell",
    "train",
    "copy",
    "restore",
    "reindex",
    "reprocess",
    "delete",
    "deliver",
)


def lists(command: click.Command, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The commands that are told nothing but a workspace, and change nothing."""
    if isinstance(command, click.Group):
        for name, under in command.commands.items():
            yield from lists(under, (*path, name))
    elif path[-1] not in _CHANGE and "workspace" in {one.name for one in command.params}:
        yield from [path][: not any(isinstance(one, click.Argument) and one.required for one in command.params)]


@pytest.mark.parametrize("command", sorted(lists(cli)), ids=" ".join)
def test_no_command_is_silent(folder: Path, command: tuple[str, ...]) -> None:
    """Walk, finding 27: a line is said where nothing is found."""
    assert told(*command, "--workspace", str(folder))[1].strip()
