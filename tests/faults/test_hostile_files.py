"""Files that were made to harm cost a failure each, not the run, nor the memory or the time of who asks."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from pipeline.store import failures
from pipeline.workspace import Workspace
from tests import hostile
from tests.hostile import MIB
from tests.makers import ME

_MOST_MIB = 100
_LONG = "ASNAD_FAULT_ROUNDS" in os.environ
"""`make faults` opens the largest ones; each takes a minute of one core."""
_SECONDS = 8 if _LONG else 3
_GOOD = {"text": "نشست دانشگاه تهران با حضور ۱۲ نفر"}


def cost(path: Path, seconds: float = 20) -> dict[str, Any]:
    """What walking a file costs a process of its own."""
    command = [sys.executable, "-m", "tests.cost", str(path), str(seconds)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return dict(json.loads(done.stdout))


_CONTAINERS = [
    ("header.tar", lambda: hostile.tar_with_slow_headers(204_000), {"timeout", "corrupt", "empty"}),
    ("nested.zip", hostile.nested_zips, {"bomb", "corrupt"}),
    ("letter.eml", lambda: hostile.mail_with_a_long_name(4000), {"source"}),
]
_LARGE = [
    ("name.tar.gz", lambda: hostile.tar_with_a_long_name(3000 * MIB), {"memory", "timeout"}),
    ("line.warc.gz", lambda: hostile.warc_with_a_long_line(600 * MIB), {"memory", "timeout"}),
    ("empty.tar.gz", lambda: hostile.tar_of_nothing(120_000), {"bomb", "timeout"}),
]


@pytest.mark.parametrize(
    ("name", "data", "codes"),
    [
        *_CONTAINERS,
        *(
            pytest.param(*large, marks=pytest.mark.skipif(not _LONG, reason="large containers: make faults"))
            for large in _LARGE
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_container_costs_who_asks_next_to_nothing(name: str, data: Any, codes: set[str], tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data())
    spent = cost(tmp_path / name, _SECONDS)
    assert spent["last"] in codes, spent
    assert spent["mib"] < _MOST_MIB, spent
    assert spent["count"] <= 100_002, spent


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (hostile.zip_of_a_later_version(), "corrupt"),
        (hostile.zip_with_a_bad_name(), "corrupt"),
        (hostile.zip_packed_oddly(), "unsupported"),
    ],
    ids=["version", "name", "method"],
)
def test_an_odd_zip_is_a_failure_and_the_run_goes_on(
    data: bytes, code: str, workspace: Workspace, tmp_path: Path
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.zip").write_bytes(data)
    (folder / "b.txt").write_text("نشست یزد", encoding="utf-8")
    report = workspace.ingest(ME, [folder])
    assert (report.added, report.failed) == (1, 1)
    (failed,) = failures.failures(workspace.store)
    assert failed.code == code
    if failed.uri.endswith("/a.zip"):
        assert workspace.blobs.get(failed.blob) == data


BAD: list[dict[str, Any]] = [
    {"site": 5},
    {"site": {"name": "فارس"}},
    {"site": True},
    {"site": ["فارس"]},
    {"title": 1},
    {"text": ["متن"]},
    {"url": {}},
    {"id": [1]},
    {"id": False},
    {"language": 1.5},
]
MENDED: list[dict[str, Any]] = [
    {"title": "\ud800 عنوان"},
    {"text": "نشست \ud83d یزد"},
    {"site": "\udfff"},
    {"language": "\ud800"},
    {"url": "https://a.example/\ud800"},
    {"published": "\ud800"},
    {"id": "\ud800"},
]


def _record(number: int) -> bytes:
    """A line of a thousand: most are good, some of a wrong type, some with half a letter, one nested deeply."""
    record: dict[str, Any] = {"id": str(number), **_GOOD}
    if number % 50 == 7:
        record |= BAD[number // 50 % len(BAD)]
    elif number % 50 == 9:
        record |= MENDED[number // 50 % len(MENDED)]
    elif number == 500:
        return b'{"id":"500","text":"\xd9\x85\xd8\xaa\xd9\x86","z":' + b"[" * 900 + b"]" * 900 + b"}"
    elif number == 501:
        return b'{"id":"501","text":"\xd9\x85\xd8\xaa\xd9\x86","z":' + b"[" * 200_000 + b"]" * 200_000 + b"}"
    elif number == 502:
        return b'{"id":"502","text":"\xd9\x85\xd8\xaa\xd9\x86","z":' + b"9" * 5000 + b"}"
    return json.dumps(record).encode()


def test_a_bad_record_in_a_thousand_costs_only_itself(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_bytes(b"\n".join(map(_record, range(1000))))
    report = workspace.ingest(ME, [tmp_path / "in.jsonl"])
    bad = len(range(7, 1000, 50)) + 1
    assert (report.failed, report.reasons) == (bad, {"corrupt": bad})
    documents = {document.id: document for document in workspace.store.documents()}
    # half of a letter is the same letter wherever it stands: several lines have it as their id
    assert len(documents) == report.added
    assert report.added + report.failed >= 1000 - len(range(9, 1000, 50))
    assert {"500", "502"} <= documents.keys()
    for document in documents.values():
        for part in (document.id, document.text, document.title, document.site, document.language, document.uri):
            part.encode()
    assert workspace.indexing.lag() == 0
    assert workspace.search(ME, "دانشگاه").total > 900


def test_a_long_run_of_digits_does_not_lose_a_document(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"نشست {'9' * 5000} تفاهم‌نامه و {'۳' * 6000} نفر", encoding="utf-8")
    assert workspace.ingest(ME, [tmp_path / "a.txt"]).added == 1


def test_what_is_no_file_of_records_is_not_read_to_its_end(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_bytes(b"x\n" * 3000)
    report = workspace.ingest(ME, [tmp_path / "in.jsonl"])
    assert report.failed == 1001
    last = failures.failures(workspace.store)[-1]
    assert "1,000 lines in a row are no records" in last.message


def test_a_message_is_short_whatever_the_file_says(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "a.warc").write_bytes(b"WARC/1.0 " + b"x" * 3 * MIB + b"\r\n")
    workspace.ingest(ME, [tmp_path / "a.warc"])
    assert all(len(failure.message) <= 500 for failure in failures.failures(workspace.store))


def test_names_that_are_not_utf8_are_read_in_the_code_page_of_windows(workspace: Workspace, tmp_path: Path) -> None:
    names = ("یک.txt".encode(), "گزارش.txt".encode("cp1256"), "سه.txt".encode())
    (tmp_path / "a.tar").write_bytes(hostile.tar_of_names(*names))
    assert workspace.ingest(ME, [tmp_path / "a.tar"]).added == 3
    uris = {document.uri.rsplit("!/", 1)[1] for document in workspace.store.documents()}
    assert "%DA%AF%D8%B2%D8%A7%D8%B1%D8%B4.txt" in uris


def test_what_is_refused_for_its_size_is_not_kept(workspace: Workspace, tmp_path: Path) -> None:
    for name in ("a.bin", "b.jsonl"):
        with (tmp_path / name).open("wb") as out:
            out.truncate(300 * MIB)
    report = workspace.ingest(ME, [tmp_path / "a.bin", tmp_path / "b.jsonl"])
    assert set(report.reasons) == {"refused"}
    kept = workspace.settings.workspace / "blobs"
    assert sum(path.stat().st_size for path in kept.rglob("*") if path.is_file()) == 0
