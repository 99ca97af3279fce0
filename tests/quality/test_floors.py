"""Quality only goes up: every figure of ``asnad evaluate`` against the floor that was last reached.

``ASNAD_RAISE_FLOORS=1`` writes what is higher. Lowering a floor is an edit by hand, with a sentence in the changelog.
"""

import json
import os
from pathlib import Path

import pytest

from pipeline.evaluation.data import NoData
from pipeline.evaluation.tasks import TASKS
from pipeline.ingest.ocr.tesseract import installed
from tests.conftest import missing

FLOORS = Path(__file__).with_name("floors.json")
EPSILON = 0.0005
"""Rounding of the floors, no more."""


@pytest.mark.parametrize("task", sorted(TASKS))
def test_figures_reach_their_floors(task: str, data: Path) -> None:
    if task == "reading" and not installed():
        missing("tesseract")
    floors = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}
    figures = {name: round(value, 4) for name, value in TASKS[task](data).items()}
    known = floors.get(task, {})
    if os.environ.get("ASNAD_RAISE_FLOORS") == "1":
        floors[task] = {name: max(value, known.get(name, 0.0)) for name, value in figures.items()}
        FLOORS.write_text(json.dumps(floors, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
        known = floors[task]
    assert figures.keys() == known.keys()
    assert {name: value for name, value in figures.items() if value < known[name] - EPSILON} == {}


def test_a_folder_without_data_says_so(tmp_path: Path) -> None:
    with pytest.raises(NoData, match="cannot be read"):
        TASKS["variants"](tmp_path)
