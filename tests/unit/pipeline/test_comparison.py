"""Two texts of an agreement side by side: which articles belong together, and what is a difference."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from corpora.document import Document, Span
from pipeline.cli import cli
from pipeline.registry.comparison import Row, compare, record_of, text_of

OLD = """تفاهم نامه همكاري
ماده ۱- موضوع
آموزش کارکنان کتابخانه.
ماده ۲- مدت
مدت این تفاهم‌نامه سه سال از تاریخ ۱۴۰۴/۰۷/۰۹ است.
ماده ۳- تعهدات
دانشگاه سالانه ۱۲ دوره برگزار می‌کند.
ماده ۴- فسخ
هر طرف با اعلام کتبی می‌تواند آن را فسخ کند."""
NEW = """تفاهم‌نامه همکاری
ماده 1- موضوع
آموزش كاركنان كتابخانه.
ماده 2- محرمانگی
اسناد دو طرف محرمانه است و به کسی داده نمی‌شود.
ماده ۳- مدت
مدت این تفاهم نامه پنج سال از تاریخ ۱۴۰۴/۰۸/۰۹ است.
ماده ۴- تعهدات
دانشگاه سالانه دوازده دوره رایگان برگزار میکند."""


def told(row: Row) -> list[tuple[str, str, bool]]:
    return [(c.left[1] if c.left else "", c.right[1] if c.right else "", c.figures) for c in row.changes]


def test_articles_are_aligned_by_number_and_then_by_likeness() -> None:
    rows = compare(OLD, NEW)
    found = [(row.status, row.left.number if row.left else "", row.right.number if row.right else "") for row in rows]
    assert found == [
        ("same", "0", "0"),
        ("same", "1", "1"),
        ("added", "", "2"),
        ("figures", "2", "3"),
        ("changed", "3", "4"),
        ("missing", "4", ""),
    ]
    assert told(rows[3]) == [("سه", "پنج", True), ("۱۴۰۴/۰۷/۰۹", "۱۴۰۴/۰۸/۰۹", True)]
    assert told(rows[4]) == [("", "رایگان", False)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("المادة 1: المدة\nمدة الاتفاقية ثلاث سنوات.", "المادة الأولى: المدّة\nمدة الإتفاقية 3 سنوات."),
        ("ماده ۱- مدت\nاین تفاهم نامه می‌ماند.", "ماده ۱- مدت\nاين تفاهم‌نامه مي ماند."),
        ("ماده ۱- مبلغ\n۴۵۰٬۰۰۰ تومان است.", "ماده 1- مبلغ\n450000 تومان است."),
        ("ماده ۱- محل\nیزد  است .", "ماده ۱- محل\nیزد است"),
    ],
)
def test_another_spelling_is_no_difference(one: str, other: str) -> None:
    assert [row.status for row in compare(one, other)] == ["same"]


@pytest.mark.parametrize(
    ("one", "other", "status"),
    [
        ("ماده ۱- مبلغ\n۴۵۰۰۰۰۰۱ تومان است.", "ماده ۱- مبلغ\n۴۵۰۰۰۰۰۲ تومان است.", "figures"),
        ("المادة 1: التاريخ\nتبدأ في 3 أيلول.", "المادة 1: التاريخ\nتبدأ في 3 آب.", "figures"),
        (
            "المادة 1: التدريب\nيلتزم الطرف الأول بالتدريب.",
            "المادة 1: التدريب\nلا يلتزم الطرف الأول بالتدريب.",
            "changed",
        ),
        ("ماده ۱- مدت\nسه سال است.", "ماده ۱- مدت\nسه ماه است.", "changed"),
    ],
)
def test_numbers_and_dates_are_told_from_words(one: str, other: str, status: str) -> None:
    assert [row.status for row in compare(one, other)] == [status]


def test_an_article_of_one_number_and_another_subject_is_another_one() -> None:
    rows = compare("ماده ۵- محرمانگی\nاسناد پنهان می‌ماند.", "ماده ۵- مدت\nده سال برقرار است.")
    assert [row.status for row in rows] == ["added", "missing"] or [row.status for row in rows] == ["missing", "added"]


def test_an_article_written_anew_under_its_heading_is_the_same_one() -> None:
    rows = compare("ماده ۵- محرمانگی\nاسناد پنهان می‌ماند.", "ماده ۵- محرمانگی\nهیچ‌یک از دو سو گزارشی نشر نمی‌دهد.")
    assert [row.status for row in rows] == ["changed"]


def test_texts_without_articles_are_compared_by_paragraph() -> None:
    rows = compare("شهرداری پل را می‌سازد.\nهزینه دو میلیون است.", "هزینه سه میلیون است.\nشهرداری پل را می‌سازد.")
    assert sorted(row.status for row in rows) == ["figures", "same"]


def test_nothing_of_either_text_is_lost() -> None:
    rows = compare(OLD, NEW)
    lefts = sorted((row.left.span.start, row.left.text) for row in rows if row.left)
    assert "".join("".join(text.split()) for _, text in lefts) == "".join(OLD.split())
    assert "".join("".join(row.right.text.split()) for row in rows if row.right) == "".join(NEW.split())


def test_changes_lie_where_they_say() -> None:
    for row in compare(OLD, NEW):
        for change in row.changes:
            assert change.left is None or OLD[change.left[0].start : change.left[0].end] == change.left[1]
            assert change.right is None or NEW[change.right[0].start : change.right[0].end] == change.right[1]


def test_furniture_is_not_compared_and_moves_no_offset() -> None:
    document = Document("k", "k", "u", "سربرگ\nماده ۱- مدت\nیک سال.", furniture=(Span(0, 5),))
    assert text_of(document) == "     \nماده ۱- مدت\nیک سال."
    assert [row.status for row in compare(text_of(document), "ماده ۱- مدت\nیک سال.")] == ["same"]


def test_the_command_compares_files(tmp_path: Path) -> None:
    for name, text in (("a.txt", OLD), ("b.txt", NEW)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    names = [str(tmp_path / "a.txt"), str(tmp_path / "b.txt")]
    shown = CliRunner().invoke(cli, ["compare", *names])
    assert shown.exit_code == 0, shown.output
    assert [line[0] for line in shown.stdout.splitlines() if line[0] != " "] == ["+", "#", "~", "-"]
    lines = CliRunner().invoke(cli, ["compare", *names, "--json"]).stdout.splitlines()
    assert [json.loads(line) for line in lines] == [json.loads(json.dumps(record_of(row))) for row in compare(OLD, NEW)]


def test_what_is_no_file_and_no_document_is_said(tmp_path: Path) -> None:
    done = CliRunner().invoke(cli, ["compare", "هیچ", "هیچ", "--workspace", str(tmp_path / "none")])
    assert done.exit_code == 1
    assert "there is no workspace" in done.output
