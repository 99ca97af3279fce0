"""Counts of a unit are kept while nothing is another, and follow what is."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from corpora.document import Document, Mention, Span
from pipeline.registry.indicators import by_body, points
from pipeline.review.reviewed import Asked
from pipeline.search import counted
from pipeline.search.counted import Counted
from pipeline.settings import Settings
from pipeline.workspace import Workspace
from tests.makers import ME

TELLS = "دانشگاه یزد اعلام کرد {number} دانشجو در دورهٔ تازه پذیرفته شدند."


def workspace(folder: Path, numbers: dict[str, int]) -> Workspace:
    space = Workspace(Settings(workspace=folder / "workspace", workers=1))
    put(space, folder, numbers)
    return space


def put(space: Workspace, folder: Path, numbers: dict[str, int]) -> None:
    rows = [{"id": name, "text": TELLS.format(number=number)} for name, number in numbers.items()]
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (folder / "rows.jsonl").write_text(lines, encoding="utf-8")
    assert space.ingest(ME, [folder / "rows.jsonl"], "rows").failed == 0


def numbers(space: Workspace) -> list[float]:
    return sorted(one.number for one in space.indicators(ME, "دانشجو"))


def test_the_same_question_has_the_same_answer_until_a_text_comes(tmp_path: Path) -> None:
    space = workspace(tmp_path, {"a": 12, "b": 30})
    first = space.searches.counts(ME, "دانشجو")
    assert space.searches.counts(ME, "دانشجویان") is first
    put(space, tmp_path, {"b": 31, "c": 45})
    assert numbers(space) == [12, 31, 45]


def document(key: str, number: int) -> Document:
    text, surface = TELLS.format(number=number), f"{number} دانشجو"
    start = text.index(surface)
    value = {"number": number, "unit": "دانشجو", "modifier": "exact"}
    said = Mention(key, "COUNT", Span(start, start + len(surface)), surface, value, "t", "1")
    return Document(key, key, f"test:{key}", text, language="fa").with_mentions([said])


def test_a_text_that_was_read_is_not_read_again_by_those_who_see_the_same() -> None:
    held, read = Counted(), list[str]()
    archive = {key: document(key, number) for key, number in (("a", 12), ("b", 30))}

    def reading(keys: Sequence[str]) -> Iterator[Document]:
        read.extend(keys)
        yield from (archive[key] for key in keys)

    def found(within: frozenset[str] | None, *turns: tuple[int, str]) -> list[float]:
        read.clear()
        return [point.number for point in held.points(within, "دانشجو", turns, reading)]

    assert (found(None, (1, "a"), (2, "b")), read) == ([12, 30], ["a", "b"])
    archive["a"] = document("a", 13)
    assert (found(None, (3, "a"), (2, "b")), read) == ([13, 30], ["a"])
    assert (found(frozenset({"main"}), (3, "a")), read) == ([13], ["a"])


def test_what_is_rejected_is_counted_no_more(tmp_path: Path) -> None:
    space = workspace(tmp_path, {"a": 12, "b": 30})
    point = next(one for one in space.indicators(ME, "دانشجو") if one.number == 30)
    space.mentions.decide(ME, point.document.key, Asked("reject", point.mention.id, point.mention.value))
    assert numbers(space) == [12]


def test_answers_make_room_for_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counted, "_MOST", 1)
    space = workspace(tmp_path, {"a": 12, "b": 30})
    assert numbers(space) == numbers(space) == [12, 30]
    put(space, tmp_path, {"c": 45})
    assert numbers(space) == [12, 30, 45]


def test_who_reports_is_no_body_of_a_count() -> None:
    text = "به گزارش خبرگزاری مهر، دانشگاه یزد ۳۰ دانشجو پذیرفت. ۱۲ دانشجو خبرگزاری مهر را دیدند."
    named = {"خبرگزاری مهر": "media", "دانشگاه یزد": "university"}
    found = [
        Mention(f"{start}", "ORG", Span(start, start + len(name)), name, {"name": name, "kind": kind}, "t", "1")
        for name, kind in named.items()
        for start in [at for at in range(len(text)) if text.startswith(name, at)]
    ]
    for number, surface in ((30, "۳۰ دانشجو"), (12, "۱۲ دانشجو")):
        start = text.index(surface)
        value = {"number": number, "unit": "دانشجو", "modifier": "exact"}
        found.append(Mention(surface, "COUNT", Span(start, start + len(surface)), surface, value, "t", "1"))
    made = Document("0" * 32, "a", "test:a", text, language="fa").with_mentions(found)
    told = {one.name: one.counts for one in by_body(points([made], "دانشجو"))}
    assert told == {"دانشگاه یزد": 1, "خبرگزاری مهر": 1}, "of what stands beside it"
