"""Cases are tried as they are written, and counted by kind."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from pipeline.cli import cli
from pipeline.evaluation.cases import cases, each, kinds
from pipeline.evaluation.data import NoData

DOCUMENTS = [{"id": "a", "text": "آقای محمدرضا کریمی"}, {"id": "b", "text": "آقای رضا کریمی"}]
CASES: list[dict[str, Any]] = [
    {"kind": "words", "how": "analyze", "input": ["کتاب‌ها", "کتاب"], "expect": {"meet": True}},
    {"kind": "words", "how": "analyze", "input": ["کتاب", "مکتب"], "expect": {"meet": True}},
    {"kind": "names", "how": "search", "input": {"docs": DOCUMENTS, "query": "محمد رضا"}, "expect": {"ids": ["a"]}},
    {
        "kind": "percent",
        "how": "extract",
        "input": "۱۲ درصد مردم",
        "expect": {"has": [{"label": "PERCENT", "value": {"percent": 12}}], "not": [{"label": "MONEY"}]},
    },
    {"kind": "percent", "how": "extract", "input": "مردم شهر", "expect": {"has": [{"label": "PERCENT"}]}},
    {
        "kind": "files",
        "how": "read",
        "input": "a.txt",
        "expect": {"contains": ["سلام"], "absent": ["بدرود"], "count": 1},
    },
    {"kind": "files", "how": "read", "input": "a.txt", "expect": {"contains": ["سلام"], "count": 2}},
    {"kind": "soft", "how": "analyze", "input": ["کتاب", "مکتب"], "expect": {"meet": True}, "soft": True},
]


@pytest.fixture
def written(tmp_path: Path) -> Path:
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "a.txt").write_text("سلام دنیا", encoding="utf-8")
    path = tmp_path / "cases.jsonl"
    lines = (json.dumps({"id": str(number), **case}, ensure_ascii=False) for number, case in enumerate(CASES))
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_each_case_holds_or_does_not(written: Path) -> None:
    assert [tried.holds for tried in each(written)] == [True, False, True, True, False, True, False, False]


def test_appointments_are_compared_with_the_fields_that_a_case_has(tmp_path: Path) -> None:
    text = "با حکم وزیر کشور، محمد کریمی به سمت فرماندار یزد منصوب شد."
    right = {"act": "appointed", "person": "محمد کریمی", "issuer": "وزیر کشور"}
    asked = [([right], True), ([{**right, "body": "فرمانداری یزد"}], True), ([{**right, "act": "elected"}], False)]
    asked += [([], False), ([right, right], False)]
    lines = [
        {"kind": "office", "how": "decrees", "language": "fa", "input": text, "expect": {"entries": entries}}
        for entries, _ in asked
    ]
    path = tmp_path / "cases.jsonl"
    path.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), encoding="utf-8")
    assert [tried.holds for tried in each(path)] == [holds for _, holds in asked]


def test_soft_cases_do_not_count(written: Path) -> None:
    assert cases(written) == {"all": 4 / 7, "analyze": 0.5, "extract": 0.5, "read": 0.5, "search": 1.0}
    assert kinds(list(each(written))) == {"files": (1, 2), "names": (1, 1), "percent": (1, 2), "words": (1, 2)}


def test_the_documents_of_a_search_have_their_title_and_day(tmp_path: Path) -> None:
    documents = [
        {"id": "a", "title": "باران در گیلان", "text": "جاده‌ها بسته شد.", "published": "2019-03-22"},
        {"id": "b", "title": "جاده‌ها بسته شد", "text": "باران در گیلان بارید.", "published": "2024-08-10"},
        {"id": "c", "text": "باران در مازندران بارید.", "language": "ar"},
    ]
    asked = {"title:باران": ["a"], "باران year:2024": ["b"], "lang:ar": ["c"]}
    lines = [
        {"kind": "fields", "how": "search", "input": {"docs": documents, "query": query}, "expect": {"ids": ids}}
        for query, ids in asked.items()
    ]
    path = tmp_path / "cases.jsonl"
    path.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), encoding="utf-8")
    assert [tried.holds for tried in each(path)] == [True, True, True]


def test_the_command_tells_of_each_kind(written: Path) -> None:
    told = CliRunner().invoke(cli, ["evaluate", "cases", str(written)])
    assert "  1/2   words" in told.output.splitlines()
    assert "cases\tall\t0.571" in told.output.splitlines()


def test_only_spelling_pairs_have_a_peer(written: Path) -> None:
    assert CliRunner().invoke(cli, ["evaluate", "cases", str(written), "--peer", "hazm"]).exit_code == 2


def test_a_file_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(NoData, match="cannot be read"):
        cases(tmp_path)
