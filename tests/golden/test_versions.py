"""What an extractor finds in the texts of the golden files; another find demands that its version is raised."""

import json
import os
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from corpora.ids import digest
from extractors.extraction import mentions_of
from extractors.registry import FACTORIES, build
from pipeline.annotate import day_of

EXPECTED = Path(__file__).parent / "expected"
KEPT = EXPECTED / "versions.json"
REWRITE = os.environ.get("ASNAD_REWRITE_GOLDEN") == "1"
type Finds = dict[str, dict[str, str]]


@cache
def texts() -> tuple[tuple[str, str, str], ...]:
    """The body, the language and the day of each golden file."""
    golden = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(EXPECTED.glob("*.json")) if path != KEPT]
    return tuple(("\n".join(one["body"]), one["language"], one["published"]) for one in golden)


@cache
def found() -> Finds:
    """Name of an extractor → its version, a digest of what it was given, and one of what it found.

    What those before it find is part of what it is given.
    """
    said: dict[str, list[Any]] = {name: [] for name in FACTORIES}
    for text, language, published in texts():
        day = day_of(published)
        for one in mentions_of(text, key="golden", language=language, published=day, extractors=build()):
            said[one.extractor].append([one.label, one.span.start, one.span.end, dict(one.value), one.score])
    told, given = dict[str, dict[str, str]](), json.dumps(texts())
    for extractor in build():
        finds = json.dumps(said[extractor.name], sort_keys=True)
        told[extractor.name] = {
            "version": extractor.version,
            "given": digest(given.encode())[:16],
            "found": digest(finds.encode())[:16],
        }
        given += finds
    return told


def kept() -> Finds:
    """What was found last time."""
    finds: Finds = json.loads(KEPT.read_text(encoding="utf-8"))
    return finds


def unraised(before: Finds, now: Finds) -> list[str]:
    """The extractors that find something else in what they were given before, under the version that they had."""
    known = [name for name in now if name in before and now[name]["given"] == before[name]["given"]]
    same = [name for name in known if now[name]["version"] == before[name]["version"]]
    return [name for name in same if now[name]["found"] != before[name]["found"]]


def test_an_extractor_that_finds_something_else_has_another_version() -> None:
    late = unraised(kept(), found())
    assert not late, f"raise the version of {', '.join(late)}: documents that are stored know what found them by it"
    if REWRITE:
        KEPT.write_text(json.dumps(found(), indent=1) + "\n", encoding="utf-8")
    assert found() == kept(), "run make golden"


@pytest.mark.parametrize("name", FACTORIES)
def test_the_test_sees_what_it_is_for(name: str) -> None:
    now = found()
    other = {**now, name: {**now[name], "found": "other"}}
    assert unraised(now, other) == [name]
    raised = {**other, name: {**other[name], "version": now[name]["version"] + ".1"}}
    assert unraised(now, raised) == []
    read_otherwise = {**other, name: {**other[name], "given": "another text"}}
    assert unraised(now, read_otherwise) == []
