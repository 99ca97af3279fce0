"""A date that a person gives as JSON: its days follow from what it writes, and say nothing against it."""

from typing import Any

import pytest

from pipeline.errors import RefusedDecision
from pipeline.records import Source
from pipeline.review.reviewed import Asked
from pipeline.workspace import Workspace
from tests.makers import ME

PERSIAN = "نشست شورای شهر میبد روز ۵ محرم ۱۴۴۷ برگزار شد."
ARABIC = "انعقد مجلس الجامعة في ١٧ ربيع الأول ١٤٤٧ بحضور العميد."


def corrected(workspace: Workspace, text: str, value: dict[str, Any]) -> dict[str, Any]:
    """The value that is kept of a date in a text, after a person gave it."""
    workspace.ingest_sources(ME, [Source("file:///a.txt", "a.txt", text.encode())])
    key = workspace.document(ME, "file:///a.txt").key
    (one,) = (row for row in workspace.mentions.reviewed(ME, key) if row.machine and row.machine.label == "DATE")
    assert one.machine
    workspace.mentions.decide(ME, key, one.asking("correct", value=value))
    (kept,) = (mention for mention in workspace.document(ME, key).mentions if mention.label == "DATE")
    return dict(kept.value)


@pytest.mark.parametrize(
    ("text", "calendar", "value", "start", "end", "precision"),
    [
        (PERSIAN, "hijri", "1446-09-29", "2025-03-30", "2025-03-30", "day"),
        (ARABIC, "hijri", "1446-09-29", "2025-03-29", "2025-03-29", "day"),
        (PERSIAN, "jalali", "1403-12-30", "2025-03-20", "2025-03-20", "day"),
        (PERSIAN, "jalali", "1404-06", "2025-08-23", "2025-09-22", "month"),
        (PERSIAN, "jalali", "1404", "2025-03-21", "2026-03-20", "year"),
        (ARABIC, "gregorian", "2024-02-29", "2024-02-29", "2024-02-29", "day"),
        (ARABIC, "gregorian", "2025-02-10/2025-02-14", "2025-02-10", "2025-02-14", None),
        (PERSIAN, "jalali", "1404-06/1404-07", "2025-08-23", "2025-10-22", None),
        (PERSIAN, "jalali", "--05-22", None, None, None),
        (PERSIAN, "jalali", "1404-SU", None, None, None),
    ],
)
def test_days_are_filled_in_from_what_is_written(
    workspace: Workspace,
    text: str,
    calendar: str,
    value: str,
    start: str | None,
    end: str | None,
    precision: str | None,
) -> None:
    kept = corrected(workspace, text, {"calendar": calendar, "value": value})
    assert (kept.get("start"), kept.get("end"), kept.get("precision")) == (start, end, precision)
    assert (kept["calendar"], kept["value"]) == (calendar, value)
    if start:
        assert workspace.search(ME, f"date:{start}").total == 1


@pytest.mark.parametrize(
    "given",
    [
        {"calendar": "gregorian", "value": "2024-02-28", "start": "2024-03-05", "end": "2024-03-05"},
        {"calendar": "jalali", "value": "1404-06", "start": "2025-08-23", "end": "2025-08-23"},
        {"calendar": "jalali", "value": "1404-06-17/1404-06-20", "start": "2025-09-08", "end": "2025-09-12"},
        {"calendar": "hijri", "value": "1447-01-05", "start": "2025-07-03", "end": "2025-07-03"},
        {"calendar": "jalali", "value": "1404-06-20/1404-06-17"},
        {"calendar": "gregorian", "start": "2025-03-05", "end": "2025-03-01"},
        {"calendar": "jalali", "value": "1404-12-30"},
        {"calendar": "jalali", "start": "2025-03-05"},
    ],
)
def test_what_speaks_against_itself_is_refused_and_nothing_kept(workspace: Workspace, given: dict[str, Any]) -> None:
    before = corrected(workspace, PERSIAN, {"calendar": "hijri", "value": "1447-02-01"})
    with pytest.raises(RefusedDecision):
        corrected(workspace, PERSIAN, given)
    (kept,) = (one for one in workspace.document(ME, "file:///a.txt").mentions if one.label == "DATE")
    assert dict(kept.value) == before


@pytest.mark.parametrize("start", ["2025-06-30", "2025-07-01"])
def test_a_hijri_day_may_be_that_of_either_reckoning(workspace: Workspace, start: str) -> None:
    given = {"calendar": "hijri", "value": "1447-01-05", "start": start, "end": start, "role": "signed"}
    assert corrected(workspace, ARABIC, given) == given


def test_what_the_machine_says_is_kept_where_only_the_place_is_corrected(workspace: Workspace) -> None:
    text = "جلسه هیئت امنا روز سه‌شنبه ۱۸ شهریور ۱۴۰۴ برگزار شد."
    workspace.ingest_sources(ME, [Source("file:///b.txt", "b.txt", text.encode())])
    key = workspace.document(ME, "file:///b.txt").key
    (one,) = (mention for mention in workspace.document(ME, key).mentions if mention.label == "DATE")
    workspace.mentions.decide(ME, key, Asked("correct", one.id, one.value, span=type(one.span)(27, one.span.end)))
    (kept,) = (mention for mention in workspace.document(ME, key).mentions if mention.label == "DATE")
    assert (dict(kept.value), kept.span.start) == (dict(one.value), 27)
