import io
import json
import os
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pipeline.ingest.sources.containers import contents
from pipeline.ingest.sources.files import Walk, walk
from pipeline.records import Failure, Limits, Source


def found(path: Path, **limits: Any) -> list[Source | Failure]:
    return list(walk(path, Walk("", replace(Limits(), **limits), contents)))


def codes(items: list[Source | Failure]) -> list[str]:
    return [item.code if isinstance(item, Failure) else "source" for item in items]


def zipped(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("_", "."), data)
    return out.getvalue()


def test_a_folder_is_walked_in_a_fixed_order(tmp_path: Path) -> None:
    (tmp_path / "ب").mkdir()
    for name in ("ب/خبر ۲.txt", "a.txt", ".hidden"):
        (tmp_path / name).write_text("متن", encoding="utf-8")
    names = [item.name for item in found(tmp_path) if isinstance(item, Source)]
    assert names == ["a.txt", "خبر ۲.txt"]
    assert found(tmp_path)[1].uri.endswith("/%D8%A8/%D8%AE%D8%A8%D8%B1%20%DB%B2.txt")


def test_members_of_an_archive_have_addresses(tmp_path: Path) -> None:
    inner = zipped(deep_txt="متن".encode())
    (tmp_path / "a.zip").write_bytes(
        zipped(one_txt="متن".encode(), inner_zip=inner, lines_jsonl=b'{"id":"1","text":"x"}\n')
    )
    uris = [item.uri.split("/a.zip")[-1] for item in found(tmp_path)]
    assert uris == ["!/one.txt", "!/inner.zip!/deep.txt", "!/lines.jsonl#1"]


def test_json_lines_are_read_one_by_one(tmp_path: Path) -> None:
    lines = [
        json.dumps({"id": "1", "text": "متن"}),
        "not json",
        "[1]",
        "",
        json.dumps({"text": "متن", "url": "https://a.example/1"}),
    ]
    (tmp_path / "in.jsonl").write_text("\n".join(lines), encoding="utf-8")
    items = found(tmp_path)
    assert codes(items) == ["source", "corrupt", "corrupt", "source"]
    assert items[0].uri.endswith("in.jsonl#1")
    assert items[3].uri == "https://a.example/1"


def test_limits(tmp_path: Path) -> None:
    (tmp_path / "big.txt").write_bytes(b"x" * 2000)
    (tmp_path / "long.jsonl").write_bytes(b'{"text":"' + b"x" * 3000 + b'"}\n{"id":"2","text":"x"}\n')
    (tmp_path / "many.zip").write_bytes(zipped(a_txt=b"1", b_txt=b"2", c_txt=b"3"))
    (tmp_path / "ratio.zip").write_bytes(zipped(a_txt=b"0" * 3_000_000))
    assert codes(found(tmp_path / "big.txt", source_bytes=1000)) == ["refused"]
    assert codes(found(tmp_path / "long.jsonl", line_bytes=1000)) == ["refused", "source"]
    assert codes(found(tmp_path / "many.zip", archive_members=2)) == ["bomb"]
    assert codes(found(tmp_path / "ratio.zip")) == ["bomb"]


@pytest.mark.parametrize("data", [b"PK\x05\x06" + b"\x00" * 18])
def test_an_empty_archive_is_a_failure(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.zip").write_bytes(data)
    assert codes(found(tmp_path)) == ["empty"]


def test_what_is_not_there_is_a_failure(tmp_path: Path) -> None:
    assert codes(found(tmp_path / "none.txt")) == ["unreadable"]
    os.mkfifo(tmp_path / "pipe")
    assert codes(found(tmp_path / "pipe")) == ["unreadable"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_folder_without_read_right_is_a_failure(tmp_path: Path) -> None:
    (tmp_path / "shut").mkdir(mode=0)
    assert codes(found(tmp_path)) == ["unreadable"]


def test_a_folder_that_cannot_be_listed_is_a_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "iterdir", refuse)
    (item,) = found(tmp_path)
    assert isinstance(item, Failure)
    assert (item.code, item.message) == ("unreadable", "the folder cannot be opened: Permission denied")


def test_a_link_to_a_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to(tmp_path)
    assert found(tmp_path) == []


def test_a_file_that_only_begins_as_an_archive_is_never_cut(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"PK " + b"x" * 3000)
    (whole,) = found(tmp_path / "a.txt", source_bytes=4000)
    assert isinstance(whole, Source)
    assert len(whole.data) == 3003
    assert codes(found(tmp_path / "a.txt", source_bytes=2000)) == ["refused"]
