"""What one may not see changes nothing that a command says, whoever's key it acts with; see tests/api/test_leaks.py."""

import inspect
import json
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from pipeline.gazetteer.gazetteer import Gazetteer
from pipeline.monitors.alerts import Alerts
from pipeline.monitors.monitors import Monitors
from pipeline.organisations.importing import OrganisationLists
from pipeline.organisations.organisations import Organisations
from pipeline.originals.originals import Originals
from pipeline.people.accounts import Accounts
from pipeline.people.collections import Collections
from pipeline.people.principal import Role
from pipeline.review.assigning import Assignments
from pipeline.review.bulk import BulkReview
from pipeline.review.entities import Entities
from pipeline.review.log import ReviewLog
from pipeline.review.second import SecondLook
from pipeline.review.texts import TextReview
from pipeline.runs.failing import Failures
from pipeline.runs.removal import Removal
from pipeline.runs.runs import Runs
from pipeline.sources.sources import Sources
from pipeline.workspace import Workspace
from search_api.main import cli
from tests.leak_commands import naming, organising, told_of
from tests.makers import ME
from tests.worlds import HIDDEN, MARK, ROLES, WORD, Hidden, asked_by, hide, opened

WITHOUT_STORE = ("read", "extract", "analyze", "compare", "train", "demo", "serve")
"""Commands that ask nothing of what is stored, or ask for it over HTTP."""
OWN_QUERIES = (("monitor", "list"), ("monitor", "names"))
"""Commands that show a person what he himself watches for, which may be a word that he is told nothing of."""
HELD = (("search",), ("export",))
"""Commands that show what is held, whose filters are alike for every role."""
FOR_ADMINS = (
    ("reindex",),
    ("index", "sync"),
    ("index", "verify"),
    ("index", "rollback"),
    ("store", "copy"),
    ("store", "rebuild-projections"),
    ("backup", "create"),
    ("backup", "restore"),
    ("worker",),
    ("blobs", "check"),
    ("blobs", "collect"),
    ("users", "add"),
    ("users", "list"),
    ("users", "role"),
    ("users", "disable"),
    ("users", "password"),
    ("keys", "add"),
    ("collections", "add"),
    ("audit",),
    ("audit", "verify"),
    ("monitor", "deliver"),
)
"""Commands of the whole archive, which refuse everybody who is not an admin of all of it."""


def leaves(group: click.Command, *names: str) -> Iterator[tuple[str, ...]]:
    """All commands, by their names; a group that is one itself too."""
    if not isinstance(group, click.Group):
        yield names
        return
    if group.invoke_without_command:
        yield names
    for name, command in group.commands.items():
        yield from leaves(command, *names, name)


type Cases = dict[tuple[str, ...], list[list[str]]]


def _judging(hidden: Hidden, batch: Path) -> Cases:
    """What is judged."""
    return {
        ("review", "text", "correct"): [[hidden.scan, WORD, "نعنا"]],
        ("review", "text", "corrections"): [[hidden.scan], [hidden.key]],
        ("review", "text", "undo"): [[hidden.scan, "1"]],
        ("review", "disputed"): [[], ["--json"]],
        ("review", "accept"): [[hidden.key, "nothing"], [hidden.scan, "nothing", "--note", WORD]],
        ("review", "reject"): [[hidden.key, "nothing"]],
        ("review", "correct"): [[hidden.key, "nothing", "--end", "4"]],
        ("review", "add"): [[hidden.key, "0", "4", "ORG"]],
        ("review", "import"): [[_marked(hidden, batch), "--format", "doccano", *how] for how in ([], ["--json"])],
        ("review", "mentions"): [[hidden.key], [hidden.scan, "--json"]],
        ("review", "why"): [[hidden.key, hidden.mention], [hidden.key, "nothing", "--json"]],
        ("review", "undo"): [["1"], ["2"], ["--batch", "nothing"]],
        ("review", "agreement"): [[], ["--json"]],
        ("review", "log"): [
            *([], ["--json"], ["--csv"]),
            *([hidden.scan], [hidden.key, "--json"], ["--entity", hidden.entity]),
        ],
    }


def _together(hidden: Hidden, batch: Path) -> Cases:
    """What is judged, known or given many at a time."""
    return {
        ("review", "bulk", "accept"): [
            ["--label", "ORG", "--dry-run"],
            ["--label", "ORG", "--query", WORD],
            ["--entity", hidden.entity, "--json"],
            ["--label", "ORG", "--collection", f"{MARK}-desk"],
        ],
        ("review", "bulk", "reject"): [["--label", "COUNT", "--dry-run", "--json"]],
        ("review", "bulk", "list"): [[], ["--json"]],
        ("review", "bulk", "resume"): [[hidden.job]],
        ("review", "bulk", "undo"): [[hidden.job]],
        ("review", "assign", "to"): [
            ["x", "--collection", f"{MARK}-desk"],
            ["reviewer1", "--query", WORD, "--dry-run"],
        ],
        ("review", "assign", "list"): [[], ["--json"]],
        ("review", "assign", "undo"): [["nothing"]],
        ("review", "thresholds"): [[], ["--json"], ["--query", WORD], ["--collection", f"{MARK}-desk"]],
        ("collections", "second"): [[f"{MARK}-desk"], [f"{MARK}-desk", "--off"]],
        **naming(batch),
        **organising(hidden, batch),
    }


def _reading(hidden: Hidden, batch: Path) -> Cases:
    """What is read and decided."""
    asked = ["نشست", WORD, "زعفر*", "زعقران", "زعفران کتابخانه", f"collection:{MARK}-desk", "org:یزد"]
    return {
        ("search",): [*([q, *how] for q in asked for how in ([], ["--json"], ["--csv"])), ["--batch", str(batch)]],
        ("export",): [
            [],
            *(["--format", how] for how in ("csv", "doccano", "label-studio", "prodigy", "conll", "ftm")),
            ["--query", WORD],
            ["--query", "یزد", "--format", "spacy"],
            ["--collection", f"{MARK}-desk"],
            ["--judged", "--all"],
        ],
        ("redact",): [
            [name, "--words", WORD, "--out", str(batch.with_name("copy.txt"))] for name in (hidden.key, hidden.scan)
        ],
        ("evaluate",): [["--gold", "decisions"], ["--gold", "decisions", "--query", WORD, "--json"]],
        ("entities", "list"): [[], ["وزارت"], ["--json"]],
        ("entities", "show"): [[hidden.entity]],
        ("entities", "timeline"): [[hidden.entity], [hidden.entity, "--json"]],
        ("entities", "suggest"): [[]],
        **{("entities", name): [[hidden.entity, hidden.entity]] for name in ("same", "different")},
        ("entities", "apart"): [[hidden.entity, hidden.alias]],
        ("entities", "name"): [[hidden.entity, "نام"], [hidden.entity, "نام", "--also"]],
        ("decisions",): [[], ["--json"], [hidden.scan], [hidden.key, "--json"]],
        ("runs",): [[], ["--json"], [hidden.job]],
        ("failures",): [[], ["--json"], ["--by", "code"], ["--by", "source", "--json"]],
        ("failures", "dismiss"): [["1"], ["--code", "corrupt"]],
        ("failures", "retry"): [["--all"]],
        ("jobs",): [[], ["--json"], [hidden.job], [hidden.job, "--cancel"]],
    }


def _counting(hidden: Hidden) -> Cases:
    """What an office counts, and decides on it."""
    entry = hidden.agreement
    asked = [["--json"], ["--party", "استانداری یزد"], ["--collection", f"{MARK}-desk", "--json"], ["--rejected"]]
    return {
        ("agreements",): asked,
        **{("agreements", name): [[entry], [entry, "signed"]] for name in ("accept", "reject")},
        ("agreements", "correct"): [[entry, "duration", "P2Y"]],
        **{("agreements", name): [[entry, entry]] for name in ("join", "part")},
        ("agreements", "undo"): [[entry, "1"]],
        ("agreements", "log"): [[entry], [entry, "--json"]],
        **told_of("decrees", hidden.decree, ["--person", WORD], ["--by", "office"], ["--by", "year"]),
        **told_of("meetings", hidden.meeting, ["--place", WORD], ["--list", "due"], ["--list", "quarters"]),
        ("indicators",): [["هکتار"], ["تفاهم‌نامه", "--json"], ["هکتار", "--by", "body"], ["--by", "kind"]],
    }


def _monitoring(batch: Path) -> Cases:
    """Monitors and what they find, in this order."""
    names = batch.with_name("names.csv")
    names.write_text(f"name\n{WORD}\nاستانداری یزد\n", encoding="utf-8")
    asked = ["یزد", WORD, "org:وزارت", f"collection:{MARK}-desk", '"']
    desk = ["desk", "*", "--collection", f"{MARK}-desk", "--share"]
    alerts = [[], ["--json"], ["--assigned", "local"], ["--monitor", "n0", "--after", "0"], ["--monitor", "desk"]]
    return {
        ("monitor", "add"): [*([f"n{n}", query] for n, query in enumerate(asked)), desk],
        ("monitor", "watch"): [["names", str(names)], ["names2", str(names), "--collection", f"{MARK}-desk"]],
        ("monitor", "names"): [["names"], ["names2"], ["names", str(names), "--replace"], ["names", "--undo"], ["n0"]],
        ("monitor", "list"): [[]],
        ("monitor", "test"): [["n0"], ["n1", "--json"], ["--query", WORD], ["--query", "*", "--collection", "main"]],
        ("monitor", "assign"): [[str(seq), user] for seq in (1, 2) for user in ("", "local", "sara")],
        ("monitor", "note"): [["1", WORD], ["2", WORD], ["--remove", "1"]],
        ("alerts",): alerts,
        ("trends",): [["--since", "2020-01-01"], [WORD, "--since", "2020-01-01", "--json"], ["--monitor", "n0"]],
        ("digest",): [[], ["--json"], ["--since", "2020-01-01", "--json"], ["--monitor", "n0"], ["--monitor", "desk"]],
        ("digests", "add"): [["d@press.example", *how] for how in ([], ["--monitor", "n0"], ["--collection", "desk"])],
        ("digests", "list"): [[], ["--json"]],
        **{("digests", act): [["nothing"]] for act in ("test", "remove")},
        ("monitor", "send"): [["n1", "webhook", "http://10.0.0.1:81/"], ["desk", "email", "desk@press.example"]],
        ("monitor", "sent"): [["n1"], ["desk", "--json"], ["n0", "--test", "x"], ["n0", "--remove", "x"]],
        ("monitor", "template"): [["n1", "x"], ["desk", "x", "--preview"]],
        ("monitor", "deliver"): [[]],
        ("monitor", "remove"): [*([f"n{number}"] for number in range(len(asked))), ["desk"]],
    }


def _marked(hidden: Hidden, batch: Path) -> str:
    """A file of marks in what is hidden: one names its document, one has its text alone."""
    lines = [{"text": text, "label": [], "asnad": {"key": hidden.key, "mentions": []}} for _, text in HIDDEN[:1]]
    lines += [{"text": text, "label": []} for _, text in HIDDEN]
    file = batch.with_name("marked.jsonl")
    file.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return str(file)


def _watching(hidden: Hidden, batch: Path) -> Cases:
    """What is looked at for news."""
    return {
        ("sources", "add"): [["https://a.example/rss", "--no-look", "--collection", f"{MARK}-desk"], ["ftp://a/"]],
        ("sources", "list"): [[], ["--json"]],
        ("sources", "log"): [[hidden.source], [f"{MARK}.example"]],
        ("sources", "pause"): [[hidden.source], [hidden.source, "--resume"]],
        ("sources", "remove"): [[hidden.source]],
        ("sources", "import"): [[_list_of_sources(batch), *how] for how in ([], ["--json"])],
        ("sources", "export"): [[str(batch.with_name("out.opml"))]],
    }


def _list_of_sources(batch: Path) -> str:
    """A list that names a collection which is hidden, and one that is not."""
    file = batch.with_name(f"{MARK}.toml")
    rows = (("https://b.example/", f"{MARK}-desk"), ("ftp://c.example/", "main"))
    told = (f'[[source]]\nurl = "{url}"\ncollection = "{name}"\n' for url, name in rows)
    file.write_text("".join(told), encoding="utf-8")
    return str(file)


def _running(hidden: Hidden, folder: Path, batch: Path) -> Cases:
    """What is kept running."""
    password = folder / "password"
    password.write_text("a long password\n", encoding="utf-8")
    file = ["--password-file", str(password)]
    return {
        ("reprocess",): [[]],
        ("collections", "list"): [[]],
        ("collections", "move"): [[f"{MARK}-desk", "press-0"], ["main", hidden.key]],
        ("keys", "list"): [[]],
        ("keys", "revoke"): [["nothing"]],
        ("doctor",): [[]],
        ("reindex",): [[]],
        ("index", "sync"): [[]],
        ("index", "verify"): [[]],
        ("index", "rollback"): [[]],
        ("store", "rebuild-projections"): [[]],
        ("store", "copy"): [[str(folder / "copy")]],
        ("backup", "create"): [[str(folder / "backup.tar")]],
        ("backup", "restore"): [[str(batch)]],
        ("worker",): [["--once"]],
        ("blobs", "check"): [[]],
        ("blobs", "collect"): [[]],
        ("users", "add"): [["x", "--role", "admin", *file]],
        ("users", "list"): [[]],
        ("users", "role"): [["viewer1", "admin"]],
        ("users", "disable"): [["viewer1"]],
        ("users", "password"): [["viewer1", *file]],
        ("keys", "add"): [["x"]],
        ("collections", "add"): [["x"]],
        ("audit",): [[]],
        ("audit", "verify"): [[]],
    }


def _loading(hidden: Hidden, folder: Path, batch: Path) -> Cases:
    """What is loaded and taken away."""
    return {
        ("delete",): [
            [hidden.key],
            [hidden.uri],
            [f"{MARK}-0"],
            ["--run", hidden.job],
            ["--source", MARK],
            ["--query", WORD, "--dry-run"],
            ["--since", "2020-01-01", "--dry-run"],
        ],
        ("ingest",): [[str(batch), "--collection", f"{MARK}-desk"]],
        ("watch",): [[str(folder), "--once", "--collection", f"{MARK}-desk"]],
    }


def cases(hidden: Hidden, folder: Path) -> Cases:
    """What to ask of each command; a new one wants a line in one of these."""
    batch = folder / "batch.jsonl"
    batch.write_text(json.dumps({"id": "q", "text": WORD}) + "\n", encoding="utf-8")
    found = (
        _reading(hidden, batch)
        | _judging(hidden, batch)
        | _together(hidden, batch)
        | _counting(hidden)
        | _monitoring(batch)
        | _watching(hidden, batch)
    )
    return found | _loading(hidden, folder, batch) | _running(hidden, folder, batch)


@pytest.fixture(scope="module")
def archives(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Path], Hidden, list[dict[Role, str]]]:
    """Folders of the archive with and of the one without the hidden collection, what is hidden, a key for each role."""
    folders = [tmp_path_factory.mktemp("archive") for _ in range(2)]
    spaces = [opened(folder, "") for folder in folders]
    hidden = hide(spaces[0], folders[0])
    keys = [{role: space.accounts.add_key(ME, f"{role}1") for role in ROLES} for space in spaces]
    for space in spaces:
        space.close()
    return folders, hidden, keys


def test_every_command_has_a_case(tmp_path: Path) -> None:
    asked = set(cases(Hidden("", "", "", "", "", "", ""), tmp_path))
    assert {names for names in leaves(cli) if names[0] not in WITHOUT_STORE} == asked


@pytest.mark.parametrize("role", ROLES)
def test_what_one_may_not_see_changes_nothing_that_is_said(
    archives: tuple[list[Path], Hidden, list[dict[Role, str]]],
    role: Role,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folders, hidden, keys = archives
    for names, calls in cases(hidden, tmp_path).items():
        for arguments in asked_by(role, calls) if names in HELD else calls:
            answers = []
            for folder, key in zip(folders, keys, strict=True):
                monkeypatch.setenv("ASNAD_WORKSPACE", str(folder))
                monkeypatch.setenv("ASNAD_KEY", key[role])
                done = CliRunner().invoke(cli, [*names, *arguments])
                said = done.output.replace(str(folder), "")
                said = re.sub(r"\b(?:[0-9a-f]{12}|[0-9a-f]{16})\b", "ID", said)  # of a key, a run, a digest
                said = re.sub(r"[\d.]+(?=$|[,}])", "0", said, flags=re.MULTILINE)
                said = re.sub(r"\d{4}-\d\d-\d\dT[\d:+.]+", "AT", said)
                told = [line for line in said.splitlines() if "━" not in line]  # no bar with its rate
                answers.append((done.exit_code, sorted(told)))
                if WORD not in str(arguments) and MARK not in str(arguments) and names not in OWN_QUERIES:
                    assert WORD not in done.output, (role, names, arguments)
                    assert MARK not in done.output, (role, names, arguments)
                if names in FOR_ADMINS:
                    assert (done.exit_code, "needs the role admin" in done.output) == (1, True), (role, names)
            assert answers[0] == answers[1], (role, names, arguments)


SYSTEM = {
    "Workspace": {"close", "state", "load", "check_blobs", "collect_blobs", "store_identity", "polling"},
    "Accounts": {"closed", "sign_in", "sign_in_elsewhere", "by_session", "by_key", "as_now", "may_review"},
    "Entities": {"expanded", "load", "decided", "bases"},
    "Alerts": {"last"},
    "BulkReview": {"waiting", "step"},
    "Gazetteer": {"added"},
    "Organisations": {"rows", "told", "near", "names", "load"},
    "Sources": {"mailbox"},
}
"""Methods for those who run the archive (commands for admins, readiness), or that find out who asks."""


@pytest.mark.parametrize(
    "room",
    [
        Workspace,
        Assignments,
        BulkReview,
        Gazetteer,
        SecondLook,
        ReviewLog,
        Entities,
        TextReview,
        Collections,
        Accounts,
        Runs,
        Removal,
        Originals,
        Failures,
        Sources,
        Monitors,
        Alerts,
        Organisations,
        OrganisationLists,
    ],
)
def test_whatever_reads_or_decides_takes_who_asks(room: type) -> None:
    methods = [(name, each) for name, each in inspect.getmembers(room, inspect.isfunction) if name[0] != "_"]
    lacking = {name for name, each in methods if list(inspect.signature(each).parameters)[1:2] != ["who"]}
    assert lacking == SYSTEM.get(room.__name__, set())
