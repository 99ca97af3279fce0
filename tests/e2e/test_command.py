"""The program as its users run it, on the samples and on real input; servers and what is killed in own processes."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from search_api.main import cli
from tests.commands import at_once

ASNAD = str(Path(sys.executable).with_name("asnad"))


def run(*args: str, given: str | None = None, code: int = 0) -> str:
    """Runs a command in this process: each in its own would load parsers and tables anew, five seconds of a core."""
    done = CliRunner().invoke(cli, args, input=given)
    assert done.exit_code == code, done.stderr
    assert done.exception is None or isinstance(done.exception, SystemExit)
    return done.stdout


def rows(*args: str, given: str | None = None, code: int = 0) -> list[dict[str, Any]]:
    return [json.loads(line) for line in run(*args, given=given, code=code).splitlines()]


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def server(filled_copy: Path, port: int) -> Iterator[str]:
    process = subprocess.Popen(
        [ASNAD, "serve", "--workspace", str(filled_copy), "--port", str(port)], stderr=subprocess.DEVNULL
    )
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(100):
            try:
                urllib.request.urlopen(f"{address}/healthz", timeout=2).read()
                break
            except OSError:
                time.sleep(0.1)
        yield address
    finally:
        process.terminate()
        process.wait(180)


def asked(address: str, query: str) -> dict[str, Any]:
    with urllib.request.urlopen(f"{address}/api/v1/search?q={urllib.parse.quote(query)}", timeout=60) as answer:
        found: dict[str, Any] = json.load(answer)
        return found


def test_search_shows_marked_hits(filled: Path) -> None:
    shown = run("search", "--workspace", str(filled), "تفاهم نامه")
    assert "[تفاهم‌نامه]" in shown
    first = rows("search", "--workspace", str(filled), "--json", "--limit", "1", "تفاهم نامه")
    assert set(first[0]) == {"id", "key", "uri", "title", "score"}


def test_a_batch_has_a_line_for_each_query_in_order(filled: Path) -> None:
    queries = [{"id": 1, "text": "مذكرة"}, {"id": "b", "text": '"'}, {"id": 3}, {"id": 4, "text": "- ("}]
    given = "\n".join(json.dumps(q) for q in queries) + "\nnot json\n"
    found = rows("search", "--workspace", str(filled), "--batch", "-", given=given)
    assert [row["id"] for row in found] == [1, "b", 3, 4, None]
    assert found[0]["hits"]
    assert ["error" in row for row in found] == [False, True, True, False, True]


def test_a_batch_of_odd_queries_is_answered(filled: Path) -> None:
    texts = ["ی" * 1_000_000, "(" * 500, "\ud800", "*", ".*", "؟", "است", 'نشست"', "date:0", "یزد NEAR"]
    given = "\n".join(json.dumps({"id": i, "text": text}) for i, text in enumerate(texts))
    found = rows("search", "--workspace", str(filled), "--batch", "-", given=given)
    assert ["error" in row for row in found] == [True, True, False, False, False, False, False, True, True, True]
    asked = rows("search", "--workspace", str(filled), "--operator", "or", "--batch", "-", given=given)
    assert ["error" in row for row in asked] == [True] + [False] * 9


def test_lines_of_json_have_passages_where_they_are_wanted(filled: Path) -> None:
    """Walk, finding 27: the JSON of a search had no passages."""
    (hit, *_) = rows("search", "--workspace", str(filled), "--json", "--passages", "تفاهم نامه")
    texts = {row["uri"]: row["text"] for row in rows("export", "--workspace", str(filled), "--query", "تفاهم نامه")}
    for passage in hit["passages"]:
        assert texts[hit["uri"]][passage["start"] : passage["end"]] == passage["text"]
        assert all("تفاهم" in texts[hit["uri"]][start:end] for start, end in passage["marks"])
    assert hit["passages"]
    assert "passages" not in rows("search", "--workspace", str(filled), "--json", "تفاهم نامه")[0]


def test_titles_of_lines_have_letters(tmp_path: Path) -> None:
    """A test that gave the reader a line by itself held, and files of lines did not: theirs are parsed before."""
    path = tmp_path / "a.jsonl"
    line = {"id": "1", "text": "قضت المحكمة أمس.", "title": "  &quot;قضية&quot; تُحسم&nbsp;اليوم "}
    path.write_text(json.dumps(line), encoding="utf-8")
    assert [row["title"] for row in rows("read", str(path))] == ['"قضية" تُحسم اليوم']


def test_a_batch_as_csv(filled: Path) -> None:
    given = json.dumps({"id": "q1", "text": "تفاهم نامه"}) + "\n" + json.dumps({"id": "q2", "text": "ناموجود"})
    lines = run("search", "--workspace", str(filled), "--csv", "--batch", "-", given=given).splitlines()
    assert lines[0] == "query,rank,id,key,uri,title,published,score"
    assert [line.split(",")[:2] for line in lines[1:]] == [["q1", str(rank)] for rank in range(1, 7)]


def test_all_that_a_query_finds_can_be_exported(filled: Path) -> None:
    assert len(rows("export", "--workspace", str(filled), "--query", "تفاهم نامه")) == 6


def test_indicators_are_counts_by_date(filled: Path) -> None:
    found = rows("indicators", "--workspace", str(filled), "--json", "تفاهم‌نامه")
    assert [row["number"] for row in found] == [58, 11, 42, 18, 7, 3]
    shown = run("indicators", "--workspace", str(filled), "تفاهم‌نامه").splitlines()
    assert shown[0].startswith("2025-01-23")
    assert run("indicators", "--workspace", str(filled), "--csv", "تفاهم‌نامه").startswith("published,number")
    bodies = run("indicators", "--workspace", str(filled), "--csv", "--by", "body", "تفاهم‌نامه")
    assert bodies.startswith("value,name,counts,most")


def test_decrees_are_counted(filled: Path) -> None:
    table = run("decrees", "--workspace", str(filled), "--by", "office", "--csv").splitlines()
    assert table[0] == "value,name,decrees,appointments,departures,denied"
    every = rows("decrees", "--workspace", str(filled), "--json")
    assert sum(int(line.split(",")[-4]) for line in table[1:]) == len(every)


def test_analyze_says_why_two_spellings_meet() -> None:
    shown = run("analyze", "تفاهم نامه‌هاي", "--with", "تفاهمنامه")
    assert "joints→تفاهمنامههای" in shown
    assert "they meet: all words have one stem" in shown
    (*_, verdict) = rows("analyze", "--json", "إعلام", "--with", "أعلام")
    assert verdict["meet"] is False


def test_export_and_extract_agree(filled: Path) -> None:
    exported = {row["uri"].split("/")[-1]: row for row in rows("export", "--workspace", str(filled))}
    assert len(exported) == 24
    row = exported["fa-12.pdf"]
    given = json.dumps({"id": "1", "text": row["text"], "published": row["published"]})
    (extracted,) = rows("extract", given=given + "\n")
    assert all(m["value"].pop("entity") for m in row["mentions"] if m["label"] in ("ORG", "PERSON", "PLACE"))
    kept = [(m["label"], m["start"], m["end"], m["value"]) for m in row["mentions"] if m["label"] != "QUOTE"]
    assert len(kept) < len(row["mentions"]), "quotations are exported, and not extracted"
    assert [(m["label"], m["start"], m["end"], m["value"]) for m in extracted["mentions"]] == kept
    csv = run("export", "--workspace", str(filled), "--format", "csv").splitlines()
    assert csv[0].startswith("\N{ZERO WIDTH NO-BREAK SPACE}id,uri,title")
    assert len(csv) > 300


def test_extract_goes_on_after_a_bad_line() -> None:
    found = rows("extract", given='{"id": "1", "text": "در ۱۴ آذر ۱۴۰۴"}\nnot json\n{"id": "2", "text": ""}\n', code=3)
    assert [row["id"] for row in found] == ["1", None, "2"]
    assert found[0]["mentions"][0]["value"]["start"] == "2025-12-05"


def test_read_prints_a_line_a_file(samples: Path, tmp_path: Path) -> None:
    (tmp_path / "zero.pdf").write_bytes(b"")
    found = rows("read", str(samples / "fa-10.html"), str(tmp_path / "zero.pdf"), code=3)
    assert found[0]["published"] == "2025-11-10T11:15"
    assert found[1]["error"]["code"] == "empty"


def test_ingest_reports_failures_and_lists_them(tmp_path: Path) -> None:
    (tmp_path / "zero.pdf").write_bytes(b"")
    (tmp_path / "ok.txt").write_text("نشست یزد", encoding="utf-8")
    space = ("--workspace", str(tmp_path / "ws"))
    (told,) = rows("ingest", *space, "--json", str(tmp_path / "zero.pdf"), str(tmp_path / "ok.txt"), code=3)
    (run_of_it,) = rows("runs", *space, "--json")
    assert told == {"run": run_of_it["id"], "added": 1, "changed": 0, "unchanged": 0, "failed": 1}
    (failed,) = rows("failures", *space, "--json")
    assert (failed["code"], failed["stage"]) == ("empty", "read")
    run("failures", "retry", *space, code=2)
    run("failures", "retry", *space, "--all", code=3)


def test_delete_reindex_reprocess_doctor(filled_copy: Path) -> None:
    space = ("--workspace", str(filled_copy))
    key = rows("search", *space, "--json", "نزوى")[0]["id"]
    run("delete", *space, key)
    run("delete", *space, key, code=1)
    assert rows("search", *space, "--json", "نزوى") == []
    assert rows("reindex", *space, "--json") == [{"indexed": 24}]
    assert rows("reprocess", *space, "--json") == [{"changed": 0, "seen": 23}]
    assert {row["state"] for row in rows("doctor", *space, "--json")} <= {"ok", "optional"}


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (("search", "--workspace", "nowhere", "نشست"), 1),
        (("search",), 2),
        (("ingest",), 2),
        (("nonsense",), 2),
        (("serve", "--host", "0.0.0.0"), 2),
        (("demo", "--host", "0.0.0.0"), 2),
        (("--version",), 0),
        (("-h",), 0),
    ],
)
def test_exit_codes(args: tuple[str, ...], code: int) -> None:
    run(*args, code=code)


def test_what_is_ingested_appears_in_a_running_server_within_two_seconds(
    server: str, filled_copy: Path, tmp_path: Path
) -> None:
    assert asked(server, "زعفران قائنات")["items"] == []
    (tmp_path / "a.txt").write_text("جشنواره زعفران در قائنات برگزار شد.", encoding="utf-8")
    run("ingest", "--workspace", str(filled_copy), str(tmp_path / "a.txt"))
    ended = time.monotonic()
    while not asked(server, "زعفران قائنات")["items"]:
        assert time.monotonic() - ended < 2
        time.sleep(0.05)


def test_the_log_of_decisions_is_printed_and_replayed(filled_copy: Path) -> None:
    workspace = ["--workspace", str(filled_copy)]
    one, other = (row["id"] for row in rows("entities", "list", "--label", "ORG", "--limit", "2", "--json", *workspace))
    run("entities", "same", one, other, *workspace)
    (said,) = rows("decisions", "--json", *workspace)
    assert (said["kind"], said["subject"], said["document"], said["undoes"]) == ("entity", one, None, None)
    assert said["after"] == {"verdict": "same", "one": one, "other": other}
    assert one in run("decisions", *workspace)
    (document, *_) = rows("export", *workspace)
    assert rows("decisions", document["id"], "--json", *workspace) == []
    assert rows("store", "rebuild-projections", "--json", *workspace) == [{"changed": 0}]
    run("decisions", "nowhere", *workspace, code=1)


def test_the_server_ends_on_a_signal(filled_copy: Path, port: int) -> None:
    process = subprocess.Popen(
        [ASNAD, "serve", "--workspace", str(filled_copy), "--port", str(port)], stderr=subprocess.DEVNULL
    )
    time.sleep(2)
    process.send_signal(signal.SIGINT)
    assert process.wait(180) is not None


def test_demo_ends_after_the_search_when_asked(tmp_path: Path) -> None:
    shown = run("demo", "--no-serve", "--workspace", str(tmp_path / "demo"))
    assert "6 documents" in shown
    assert "http://" not in shown  # nothing is promised that is not served


def test_the_shared_contract_is_kept(data: Path) -> None:
    check = data.parent / "checks" / "contract.py"
    done = subprocess.run(
        [sys.executable, str(check)], capture_output=True, text=True, env={**os.environ, "ASNAD": ASNAD}, check=False
    )
    assert done.stdout.splitlines()[-1] == "0 breaches of the contract", done.stdout


def test_a_move_to_a_shared_store_and_back(
    filled: Path, database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = rows("search", "تفاهم نامه", "--workspace", str(filled), "--json")
    assert run("store", "copy", database, "--workspace", str(filled), code=2) == ""  # where do the raw bytes go?
    (told,) = rows("store", "copy", database, "--blobs", str(tmp_path / "b"), "--workspace", str(filled), "--json")
    assert (told["rows"]["documents"], told["blobs"], told["missing"]) == (24, 24, [])
    monkeypatch.setenv("ASNAD_DATABASE", database)
    monkeypatch.setenv("ASNAD_BLOBS", f"file://{tmp_path}/b")
    shared = ("--workspace", str(tmp_path / "shared"))
    assert rows("reindex", *shared, "--json") == [{"indexed": 24}]
    assert rows("search", "تفاهم نامه", *shared, "--json") == before
    more = tmp_path / "more.txt"
    more.write_text("گزارش زعفران در قائنات", encoding="utf-8")
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7 which is none")
    run("ingest", "--enqueue", str(more), str(tmp_path / "none.txt"), *shared, code=2)
    (queued,) = rows("ingest", "--enqueue", str(more), str(broken), *shared, "--json")
    assert (queued["queued"], queued["failed"]) == (2, 0)
    run("worker", "--once", "-c", "1", *shared)
    (job,) = rows("jobs", queued["job"], *shared, "--json")
    assert (job["state"], job["added"], job["failed"], job["reasons"], job["behind"]) == (
        "done",
        1,
        1,
        {"corrupt": 1},
        0,
    )
    run("jobs", "none", *shared, code=1)
    run("jobs", queued["job"], "--cancel", *shared, code=1)
    assert len(rows("search", "زعفران", *shared, "--json")) == 1
    assert {row["state"] for row in rows("doctor", *shared, "--json")} <= {"ok", "optional"}
    run("store", "copy", str(tmp_path / "back"), *shared)
    monkeypatch.delenv("ASNAD_DATABASE")
    monkeypatch.delenv("ASNAD_BLOBS")
    run("reindex", "--workspace", str(tmp_path / "back"))
    assert len(rows("search", "زعفران", "--workspace", str(tmp_path / "back"), "--json")) == 1


def test_a_backup_is_made_and_restored(filled: Path, tmp_path: Path) -> None:
    space, target = ("--workspace", str(filled)), str(tmp_path / "today.tar")
    (told,) = rows("backup", target, *space, "--json")
    assert (told["rows"]["documents"], told["blobs"]) == (24, 24)
    run("backup", target, *space, code=1)
    restored = ("--workspace", str(tmp_path / "ws"))
    run("backup", "restore", target, *restored)
    query = ("search", "تفاهم نامه", "--json")
    assert rows(*query, *restored) == rows(*query, *space)
    run("backup", "restore", target, *restored, code=1)


def test_a_store_that_does_not_answer_is_named_without_its_password(
    tmp_path: Path, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASNAD_DATABASE", f"postgresql://asnad:geheim@127.0.0.1:{port}/asnad")
    commands = (["doctor"], ["search", "یزد"], ["worker", "--once"], ["serve"])
    asked = [[ASNAD, *command, "--workspace", str(tmp_path / command[0])] for command in commands]
    for code, told in at_once(asked):  # each waits a while for the store
        assert code == 1
        assert f"127.0.0.1:{port}" in told
        assert "geheim" not in told
        assert "Traceback" not in told
