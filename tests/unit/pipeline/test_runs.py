"""Runs: named, found, taken back; and taking out all that a query, a source or a day names."""

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from corpora.document import Span
from pipeline.annotate import annotated
from pipeline.cli import cli
from pipeline.errors import DocumentNotFound, Forbidden, RunNotFound
from pipeline.people.principal import Principal
from pipeline.review.texts import Change
from pipeline.runs.removal import Wanted, carried_over
from pipeline.runs.runs import Told
from pipeline.settings import Settings
from pipeline.store import runs, taking_back
from pipeline.store.clock import now
from pipeline.workspace import Workspace
from tests.makers import ME, scanned

LIBRARY = "کتابخانهٔ مرکزی شهر یزد پس از سه سال گشایش یافت."
COUNCIL = "شورای شهر میبد دربارهٔ بودجهٔ امسال گفت‌وگو کرد."


def written(folder: Path, **texts: str) -> Path:
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


def read(space: Workspace, folder: Path, name: str = "", source: str = "", collection: str = "main") -> str:
    told = Told(name) if name else None
    return space.ingest(ME, [folder], source, told=told, collection=collection).run


def titles(space: Workspace, query: str) -> set[str]:
    return {hit.uri.rsplit("/", 1)[-1] for hit in space.search(ME, query).hits}


def test_each_reading_is_a_run_with_a_name_and_counts(workspace: Workspace, tmp_path: Path) -> None:
    news = written(tmp_path / "news", a=LIBRARY, b=COUNCIL)
    (news / "broken.pdf").write_bytes(b"%PDF-1.4 nothing")
    first = read(workspace, news, source="yazd")
    again = read(workspace, news, "دوباره")
    newest, oldest = sorted(workspace.runs.all(ME), key=lambda run: run.id == first)
    assert (oldest.id, oldest.name, oldest.kind, oldest.source) == (first, "news", "load", "yazd")
    assert (oldest.added, oldest.failed, oldest.state, oldest.user) == (2, 1, "done", "local")
    assert oldest.started <= str(oldest.ended) <= now()
    assert (newest.id, newest.name, newest.added, newest.unchanged, newest.failed) == (again, "دوباره", 0, 2, 1)
    documents, total = workspace.runs.brought(ME, first)
    assert (total, {one.uri.rsplit("/", 1)[-1] for one in documents}) == (2, {"a.txt", "b.txt"})
    assert titles(workspace, f"run:{first}") == {"a.txt", "b.txt"}
    assert titles(workspace, f"یزد run:{first}") == {"a.txt"}
    assert titles(workspace, f"run:{again}") == set()
    with pytest.raises(RunNotFound):
        workspace.runs.one(ME, "nothing")


def test_a_run_that_breaks_says_so(workspace: Workspace, tmp_path: Path) -> None:
    def stop(_: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        workspace.ingest(ME, [written(tmp_path / "news", a=LIBRARY)], on_progress=stop)
    (run,) = workspace.runs.all(ME)
    assert (run.state, run.under_way, bool(run.ended)) == ("interrupted", False, True)


def test_a_run_whose_program_was_killed_is_not_under_way_for_ever() -> None:
    begun = runs.begun("a", "load", "", "ما")
    assert begun.under_way
    assert not replace(begun, changed_at="2020-01-01T00:00:00+00:00").under_way


def test_a_run_is_taken_back(workspace: Workspace, tmp_path: Path) -> None:
    news = written(tmp_path / "news", a=LIBRARY, b=COUNCIL)
    read(workspace, news)
    first = workspace.document(ME, str((news / "a.txt").as_uri()))
    written(news, a=COUNCIL + " پایان", c="گزارش تازهٔ هوا")
    (news / "broken.pdf").write_bytes(b"%PDF-1.4 nothing")
    run = read(workspace, news)
    assert len(workspace.failures(ME)) == 1
    plan = workspace.removal.run(ME, run, dry=True)
    assert (len(plan.withdrawn), list(plan.returned)) == (1, [first.key])
    assert titles(workspace, f"run:{run}") == {"a.txt", "c.txt"}  # a dry run changes nothing
    removed = workspace.removal.run(ME, run)
    assert (removed.withdrawn, removed.returned) == (plan.withdrawn, plan.returned)
    assert workspace.document(ME, first.key) == first
    assert titles(workspace, "کتابخانه") == {"a.txt"}
    assert titles(workspace, "گزارش") == titles(workspace, f"run:{run}") == titles(workspace, "پایان") == set()
    with pytest.raises(DocumentNotFound):
        workspace.document(ME, (news / "c.txt").as_uri())
    assert workspace.failures(ME) == []
    assert workspace.runs.one(ME, run).taken_back_by == "local"
    assert [number for number, _, _ in workspace.store.versions(first.key)] == [1, 3]
    checked = workspace.check_blobs()
    assert (checked.gone, checked.unnamed) == ([], [])
    assert (workspace.ingest(ME, [news]).changed, workspace.indexing.verify()) == (1, (0, 0))


def test_what_a_later_run_changed_stays(workspace: Workspace, tmp_path: Path) -> None:
    news = written(tmp_path / "news", a=LIBRARY, b=COUNCIL)
    first = read(workspace, news)
    second = read(workspace, written(news, a=COUNCIL + " پایان"))
    assert len(workspace.removal.run(ME, first).withdrawn) == 1
    assert titles(workspace, "پایان") == {"a.txt"}
    assert workspace.removal.run(ME, second).returned  # the version before is of a run that was taken back; it is there
    assert titles(workspace, "کتابخانه") == {"a.txt"}


def test_a_text_that_a_run_changed_and_changed_back_is_of_the_run_before(workspace: Workspace, tmp_path: Path) -> None:
    news = written(tmp_path / "news", a=LIBRARY)
    first = read(workspace, news)
    key = workspace.runs.brought(ME, first)[0][0].key
    document = workspace.document(ME, key)
    for text in (replace(document, text=COUNCIL, content_hash="other", mentions=()), document):
        workspace.store.put([(text, workspace.store.blob_of(key))], run="both")
    taken = taking_back.take_back(workspace.store, "both", None, "ما", carried_over)
    assert taken == ([], [key])
    with workspace.store.engine.connect() as connection:
        assert list(runs.keys_of(connection, None, run=first)) == [key]
    workspace.indexing.settle()
    assert titles(workspace, f"run:{first}") == {"a.txt"}


def test_what_people_put_right_returns_with_the_version(workspace: Workspace) -> None:
    page, picture = scanned("شرکت برق یرد\nسال ۱۴۰۴")
    blob = workspace.blobs.put(picture)
    workspace.store.put([(annotated(page), blob)], run="first")
    workspace.texts.correct(ME, page.key, [Change(Span(9, 12), "یرد", "یزد")])
    newer = replace(page, text=page.text.replace("برق", "گاز"), content_hash="other")
    workspace.store.put([(annotated(newer), blob)], run="second")
    taking_back.take_back(workspace.store, "second", None, "ما", carried_over)
    assert workspace.document(ME, page.key).text == "شرکت برق یزد\nسال ۱۴۰۴"


def test_all_that_is_wanted_goes_and_nothing_else(workspace: Workspace, tmp_path: Path) -> None:
    workspace.ingest(ME, [written(tmp_path / "one", a=LIBRARY, b=COUNCIL)], "one")
    workspace.ingest(ME, [written(tmp_path / "two", c=LIBRARY, d=COUNCIL)], "two")
    dry = workspace.removal.chosen(ME, Wanted(query="کتابخانه", source="two"), dry=True)
    assert (len(dry.withdrawn), workspace.count(ME)) == (1, 4)
    assert workspace.removal.chosen(ME, Wanted(since="2999-01-01")).withdrawn == []
    assert workspace.removal.chosen(ME, Wanted("کتابخانه", "two")).withdrawn == dry.withdrawn
    assert titles(workspace, "کتابخانه") == {"a.txt"}
    assert len(workspace.removal.chosen(ME, Wanted(source="one", since="2020-01-01")).withdrawn) == 2
    assert {titles(workspace, q).pop() for q in ("میبد",)} == {"d.txt"}
    assert workspace.check_blobs().unnamed == []


def test_only_an_editor_takes_back_and_only_where_he_is_one(workspace: Workspace, tmp_path: Path) -> None:
    workspace.collections.add(ME, "desk")
    run = read(workspace, written(tmp_path / "one", a=LIBRARY), collection="desk")
    other = read(workspace, written(tmp_path / "two", b=LIBRARY))
    viewer = Principal("زهرا", "person", {"desk": "viewer", "main": "editor"})
    nobody = Principal("امید", "person", {"main": "viewer"})
    with pytest.raises(Forbidden):
        workspace.removal.run(viewer, run)
    with pytest.raises(RunNotFound):
        workspace.removal.run(nobody, run)
    with pytest.raises(Forbidden):
        workspace.removal.chosen(nobody, Wanted(query="یزد"))
    assert [one.id for one in workspace.runs.all(nobody)] == [other]
    assert len(workspace.removal.chosen(viewer, Wanted(query="یزد")).withdrawn) == 1  # that of main, not of desk
    assert workspace.count(ME) == 1


def command(folder: Path, *arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(cli, [*arguments, "--workspace", str(folder)])
    return done.exit_code, done.stdout if "--json" in arguments else done.output


def test_runs_by_command(tmp_path: Path) -> None:
    news, folder = written(tmp_path / "news", a=LIBRARY, b=COUNCIL), tmp_path / "ws"
    code, said = command(folder, "ingest", str(news), "--name", "خبرهای یزد", "--json")
    run = json.loads(said)["run"]
    assert (code, json.loads(command(folder, "runs", "--json")[1])["name"]) == (0, "خبرهای یزد")
    assert "a.txt" in command(folder, "runs", run)[1]
    assert command(folder, "runs", "nothing")[0] == 1
    assert "a.txt" in command(folder, "delete", "--run", run, "--dry-run")[1]
    assert json.loads(command(folder, "delete", "--query", "کتابخانه", "--dry-run", "--json")[1])["keys"]
    code, said = command(folder, "delete", "--run", run)
    assert (code, said.strip()) == (0, "2 withdrawn, 0 returned to the version before")
    assert "taken back" in command(folder, "runs")[1]
    for wrong in ([], ["a", "--query", "b"], ["--run", run, "--source", "x"]):
        assert command(folder, "delete", *wrong)[0] == 2


def test_a_workspace_is_not_read_and_that_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Walk, finding 1: ``ingest .`` read its own store, more of it each time."""
    monkeypatch.chdir(written(tmp_path / "here", a=LIBRARY, b=COUNCIL))
    for _ in range(2):
        done = CliRunner().invoke(cli, ["ingest", ".", "--json"])
        told = json.loads(done.stdout)
        assert (done.exit_code, told["added"] + told["unchanged"], told["failed"]) == (0, 2, 0)
    assert "left out: workspace" in done.output
    assert told["left_out"] == ["workspace"]
    (tmp_path / "here" / "link").symlink_to(next(Path("workspace/blobs").rglob("*")))
    for path in ("workspace", "workspace/store.db", "workspace/blobs", "link", "."):
        done = CliRunner().invoke(cli, ["ingest", path, "--json"])
        told = json.loads(done.stdout)
        assert (done.exit_code, told["added"], told["failed"], bool(told["left_out"])) == (0, 0, 0, True), path


@pytest.mark.parametrize("path", ["", "  ", "/no/such/file", "ftp://host/a", "nothing.txt"])
def test_a_path_that_names_nothing_is_a_usage_error_and_writes_nothing(
    path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Walk, finding 1: an empty path meant «here», a wrong one made a workspace and a failure for good."""
    monkeypatch.chdir(written(tmp_path / "here", a=LIBRARY))
    done = CliRunner().invoke(cli, ["ingest", "a.txt", path])
    assert done.exit_code == 2
    assert os.listdir() == ["a.txt"]  # noqa: PTH208


def test_runs_of_other_programs_are_shared(tmp_path: Path) -> None:
    with Workspace(Settings(workspace=tmp_path / "ws")) as one, Workspace(Settings(workspace=tmp_path / "ws")) as other:
        run = read(one, written(tmp_path / "news", a=LIBRARY))
        assert other.runs.one(ME, run).added == 1
