"""An upload says how many of the files that were sent it has read, whatever lies in them, and is named after them."""

import io
import zipfile

import pytest

from pipeline.jobs import uploads
from pipeline.jobs.uploads import Sent
from pipeline.records import IngestReport
from pipeline.runs.runs import Chosen, Going
from pipeline.workspace import Workspace
from tests.makers import ME


def archive(*names: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as packed:
        for name in names:
            packed.writestr(name, f"شورای شهر {name}")
    return held.getvalue()


FILES = [("a.txt", "کتابخانهٔ مرکزی یزد".encode()), ("b.zip", archive("1.txt", "2.txt", "3.txt")), ("c.docx", b"PK no")]


def test_a_file_that_may_hold_others_does_not_take_the_total_away(workspace: Workspace) -> None:
    run = uploads.keep_all(workspace, ME, Sent(FILES, ["http://127.0.0.1:9/a"]), "main")
    before = workspace.runs.one(ME, run)
    assert (before.expected, before.files, before.far) == (None, 4, (0, 4))
    uploads.read(workspace, run)
    after = workspace.runs.one(ME, run)
    assert (after.files_read, after.far) == (4, (4, 4))
    assert after.seen == 6  # the text, three in the archive, what is no Word document, and the page


def test_where_each_file_is_a_source_these_are_counted(workspace: Workspace) -> None:
    run = uploads.keep_all(workspace, ME, Sent(FILES[:1]), "main")
    assert workspace.runs.one(ME, run).far == (0, 1)
    uploads.read(workspace, run)
    assert workspace.runs.one(ME, run).far == (1, 1)


def test_a_file_is_read_once_all_that_lies_in_it_is(workspace: Workspace) -> None:
    run, chosen = uploads.keep_all(workspace, ME, Sent(FILES), "main"), Chosen()
    for sources in (1, 3):
        for _ in range(sources):
            chosen.found()
        chosen.end()
    going = Going(workspace.store, run, IngestReport(added=1), chosen)
    told = []
    for added in (0, 1, 3):
        going.note(IngestReport(added=added))
        told.append(workspace.runs.one(ME, run).far)
    assert told == [(1, 3), (1, 3), (2, 3)]


@pytest.mark.parametrize(
    ("names", "called"),
    [
        (["خبرها/۱.txt", "خبرها/۱۴۰۴/۲.txt"], "خبرها"),
        (["a.pdf", "b.pdf"], "a.pdf…"),
        (["one/a.pdf", "two/b.pdf"], "a.pdf…"),
        (["a.pdf"], "a.pdf"),
        (["one/a.pdf"], "one"),
    ],
)
def test_what_was_sent_is_called_by_its_folder_or_its_first_file(names: list[str], called: str) -> None:
    assert Sent([(name, b"") for name in names]).called() == called
    assert Sent([(name, b"") for name in names], name="نامه‌ها").called() == "نامه‌ها"
