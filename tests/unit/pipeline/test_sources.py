import gzip
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
from tests.makers import mail


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


def test_a_link_that_leads_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    inside, outside = tmp_path / "in", tmp_path / "out.txt"
    inside.mkdir()
    outside.write_text("متن", encoding="utf-8")
    (inside / "a.txt").write_text("متن", encoding="utf-8")
    (inside / "b.txt").symlink_to(inside / "a.txt")
    (inside / "c.txt").symlink_to(outside)
    (inside / "d.txt").symlink_to("/etc/passwd")
    assert codes(found(inside)) == ["source", "source", "refused", "refused"]
    assert codes(found(inside / "c.txt")) == ["source"]  # a person named it


@pytest.mark.parametrize("name", ["/proc/kmsg", "/proc/self/environ", "/dev/zero", "/sys/kernel/notes"])
def test_what_is_no_real_file_is_not_read(name: str) -> None:
    if not Path(name).exists():
        pytest.skip(f"there is no {name} here")
    assert codes(found(Path(name))) == ["unreadable"]


def test_a_workspace_is_no_source(tmp_path: Path) -> None:
    for name in ("workspace/blobs/ab/cd", "workspace/store.db", "elsewhere/store.db", "elsewhere/a.txt", "ours/a.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("متن", encoding="utf-8")
    how = Walk("", Limits(), contents, frozenset(((tmp_path / "ours").resolve(),)))
    assert [item.uri.rsplit("/", 2)[1:] for item in walk(tmp_path, how)] == [
        ["elsewhere", "a.txt"],
        ["elsewhere", "store.db"],
    ]


def test_mails_of_a_mailbox_and_attachments_of_a_mail_without_a_name_are_found(tmp_path: Path) -> None:
    letter = mail()
    letter.add_attachment("متن".encode(), maintype="text", subtype="plain", filename="a.txt")
    (tmp_path / "letter").write_bytes(letter.as_bytes())
    data = letter.as_bytes()
    (tmp_path / "inbox.mbox").write_bytes(b"From a@b Wed\n" + data + b"\n\nFrom c@d Thu\n" + data)
    assert [item.uri.rsplit("/inbox.mbox")[-1] for item in found(tmp_path / "inbox.mbox")] == [
        "!/1.eml",
        "!/1.eml!/1/a.txt",
        "!/2.eml",
        "!/2.eml!/1/a.txt",
    ]
    assert len(found(tmp_path / "letter")) == 2


def test_packed_lines_are_read_one_by_one_however_many(tmp_path: Path) -> None:
    lines = b'{"id":"1","text":"x"}\n' * 20_000
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(lines))
    items = found(tmp_path, source_bytes=10_000)
    assert len(items) == 20_000
    assert set(codes(items)) == {"source"}


def test_a_name_that_is_no_utf_8_costs_only_itself(tmp_path: Path) -> None:
    names = ("گزارش.txt", "نشست.txt", "پیوست.txt")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, f"متن {name}" * 40)
    good, bad = "نشست".encode(), "نشس".encode() + b"\xd8\xff"
    (tmp_path / "a.zip").write_bytes(out.getvalue().replace(good, bad))
    items = found(tmp_path / "a.zip")
    assert codes(items) == ["source"] * 3
    sources = [item for item in items if isinstance(item, Source)]
    lost = 2 * "\N{REPLACEMENT CHARACTER}"
    assert [source.name for source in sources] == [names[0], f"نشس{lost}.txt", names[2]]
    assert [source.data.decode()[:9] for source in sources] == [f"متن {name}"[:9] for name in names]
