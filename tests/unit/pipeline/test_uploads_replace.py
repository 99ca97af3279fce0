import json
from pathlib import Path

import pytest

from pipeline.errors import DocumentNotFound
from pipeline.jobs import uploads
from pipeline.people.principal import Principal
from pipeline.store import jobs
from pipeline.workspace import Workspace
from tests.makers import ME

PAGE = {"url": "https://news.example/1", "text": "نشست شورای شهر یزد برگزار شد."}
FORGED = {**PAGE, "text": "این متن ساختگی است."}


def uploaded(space: Workspace, *records: dict[str, str], who: Principal = ME) -> str:
    data = "".join(json.dumps(record) + "\n" for record in records).encode()
    identity = uploads.keep(space, who, "in.jsonl", data, "main")
    uploads.read(space, identity)
    job = jobs.job(space.store, identity)
    assert job is not None
    return job.state


def ingested(space: Workspace, folder: Path, record: dict[str, str]) -> None:
    path = folder / "in.jsonl"
    path.write_text(json.dumps(record) + "\n", encoding="utf-8")
    space.ingest(ME, [path])


@pytest.mark.parametrize("record", [PAGE, {"id": "x1", "text": PAGE["text"]}])
def test_an_upload_neither_changes_nor_brings_back_what_came_otherwise(
    workspace: Workspace, tmp_path: Path, record: dict[str, str]
) -> None:
    ingested(workspace, tmp_path, record)
    name = record.get("id") or record["url"]
    assert uploaded(workspace, {**record, "text": FORGED["text"]}) == "failed"
    assert workspace.document(ME, name).text == PAGE["text"]
    assert uploaded(workspace, record) == "done"
    workspace.delete(ME, name)
    assert uploaded(workspace, record) == "failed"
    with pytest.raises(DocumentNotFound):
        workspace.document(ME, name)


def test_what_was_uploaded_may_be_uploaded_again(workspace: Workspace) -> None:
    line = {"id": "y1", "text": PAGE["text"]}
    assert uploaded(workspace, line) == "done"
    assert uploaded(workspace, {**line, "text": "نشست دوم برگزار شد."}) == "done"
    assert workspace.document(ME, "y1").text == "نشست دوم برگزار شد."
    workspace.delete(ME, "y1")
    assert uploaded(workspace, line) == "done"
