"""A table of mentions that went out as CSV and comes back: what somebody wrote into its cells."""

import csv
import io
import json
from typing import Any

import pytest

from pipeline.errors import UnreadableExchange
from pipeline.exchange.exchange import Taking
from pipeline.records import Source
from pipeline.workspace import Workspace
from tests.makers import ME
from tests.unit.pipeline.test_exchange import SEED, TEXT, URI, ZAHRA, judge, take, went

BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"


@pytest.fixture
def space(workspace: Workspace) -> Workspace:
    workspace.ingest_sources(ME, [Source(URI, "a.txt", TEXT.encode())])
    return workspace


def table(space: Workspace, **more: Any) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(went(space, "csv", **more).decode().removeprefix(BOM))))


def saved(rows: list[dict[str, str]], delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    """A table as a spreadsheet saves it."""
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode(encoding)


def row_of(rows: list[dict[str, str]], surface: str, label: str = "ORG") -> dict[str, str]:
    return next(row for row in rows if (row["surface"], row["label"]) == (surface, label))


def test_a_table_that_nobody_changed_changes_nothing(space: Workspace) -> None:
    judge(space, "وزارت علوم", "reject")
    rows = table(space, rejected=True)
    assert {row["verdict"] for row in rows} == {"unseen", "rejected"}
    assert take(space, saved(rows), "csv").state == "unchanged"
    assert take(space, saved(rows, ";", "utf-16"), "csv").state == "unchanged"


def test_cells_that_somebody_wrote_are_judgements(space: Workspace) -> None:
    rows = table(space)
    row_of(rows, "وزارت علوم")["verdict"] = "Rejected"
    row_of(rows, "دانشگاه یزد")["verdict"] = "accepted"
    date = row_of(rows, "۱۲ مهر ۱۴۰۴", "DATE")
    date["value"] = json.dumps({**json.loads(date["value"]), "role": "meeting"}, ensure_ascii=False)
    at = TEXT.index("رئیس دانشگاه")
    new = dict.fromkeys(rows[0], "") | {"id": rows[0]["id"], "label": "PERSON", "start": str(at), "end": str(at + 4)}
    taken = take(space, saved([*rows, new]), "csv")
    assert (taken.state, taken.verdicts) == ("taken", {"reject": 1, "accept": 1, "correct": 1, "add": 1})
    verdicts = {(m.surface, m.label): m.verdict for m in space.document(ME, URI).mentions}
    assert ("وزارت علوم", "ORG") not in verdicts
    assert verdicts["رئیس", "PERSON"] == "added"
    assert verdicts["۱۲ مهر ۱۴۰۴", "DATE"] == "corrected"
    assert take(space, saved([*rows, new]), "csv").state == "unchanged"  # the same again


def test_a_part_of_a_table_says_nothing_of_the_rest(space: Workspace) -> None:
    rows = [row_of(table(space), "وزارت علوم") | {"label": "PLACE"}]
    assert take(space, saved(rows), "csv").verdicts == {"correct": 1}
    assert len(space.document(ME, URI).mentions) == len(table(space))


def test_a_row_that_went_out_before_somebody_decided_is_told(space: Workspace) -> None:
    rows = table(space)
    judge(space, "وزارت علوم", "reject")
    row_of(rows, "وزارت علوم")["label"] = "PLACE"
    taken = take(space, saved(rows), "csv")
    assert (taken.state, taken.troubles[0].why) == ("conflict", "somebody decided on it since")


@pytest.mark.parametrize(
    ("cell", "written", "why"),
    [
        ("verdict", "maybe", "the verdict 'maybe' is none of"),
        ("start", "first", "'first' and"),
        ("end", "9000", "no part of the text"),
        ("surface", "وزارت نیرو", "do not lead to its words"),
        ("value", "{", "not JSON"),
        ("value", "[1]", "not a JSON object"),
        ("mention", "nothing", "not found there any more"),
    ],
)
def test_a_cell_that_cannot_be_meant_is_told_with_its_row(space: Workspace, cell: str, written: str, why: str) -> None:
    rows = table(space)
    rows[0][cell] = written
    rows[1]["verdict"] = "accepted"
    taken = take(space, saved(rows), "csv")
    assert taken.state == "conflict"
    assert "row 2: " in taken.troubles[0].why
    assert why in taken.troubles[0].why
    assert take(space, saved(rows), "csv", partly=True).verdicts == {"accept": 1}


def test_what_is_no_table_of_mentions_is_refused(space: Workspace) -> None:
    with pytest.raises(UnreadableExchange, match="no column label, start, end, id or uri"):
        take(space, "نام;شهر\nسارا;یزد".encode(), "csv")
    with pytest.raises(UnreadableExchange, match="no table"):
        take(space, b'id,label,start,end\n"a', "csv")


def test_rows_of_utf16_and_of_formulas_find_their_words(space: Workspace) -> None:
    space.ingest_sources(ME, [Source("file:///b.txt", "b.txt", f"{SEED} =دانشگاه یزد".encode())])
    data = went(space, "csv", unit="utf16").replace(b",unseen,", b",accepted,")
    taken = list(space.exchange.take(ZAHRA, data, "csv", Taking("utf16"), lambda: space.documents(ZAHRA)))
    assert {one.state for one in taken} == {"taken"}
    assert {m.verdict for document in space.documents(ME) for m in document.mentions} == {"accepted"}
