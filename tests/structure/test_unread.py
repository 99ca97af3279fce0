"""Why something could not be read, on pages: each message in the sources has its texts, and none is left over."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from search_api.pages.unread import ADVICE

ROOT = Path(__file__).parent.parent.parent
FOLDERS = ("ingest", "jobs", "recommender", "sandbox", "sources")
SAID = {"UnreadableSource": 1, "Failure": 3, "failure": 1, "Refused": 1, "Spent": 0, "draft_of": 2, "_refused": 1}
"""What is called with the message of a failure → which of its values that is."""
IN_FILE = {"recommender.py": {"_failure": 2}, "addresses.py": {"Sentence": 0}}
"""What else is, in a file."""
ELSEWHERE = {
    *("viewing.py", "drawing.py", "helper.py", "compare.py", "batch.py", "pages.py"),  # of a page, and of a command
    *("json_feeds.py", "listing.py", "telegram.py", "reading.py"),  # what a list of news is told of
}
PASSED_ON = {
    "str(error)",
    "error.message",
    "answer.message",
    "message",
    "self.message",
    "nothing",
    "not_public(host)",
    "not_public(host, address)",
    "why",
}
VALUE = re.compile(r"\{[^{}]*\}")


def shape(template: str) -> str:
    """A template without the names of its values."""
    return VALUE.sub("{}", template)


def shapes(node: ast.expr) -> set[str]:
    """What a message may look like, as far as it is written down there."""
    if isinstance(node, ast.Constant):
        return {shape(str(node.value))}
    if isinstance(node, ast.JoinedStr):
        return {"".join(str(one.value) if isinstance(one, ast.Constant) else "{}" for one in node.values)}
    if isinstance(node, ast.IfExp):
        return shapes(node.body) | shapes(node.orelse)
    if isinstance(node, ast.Call) and ast.unparse(node.func) == "Sentence":
        return shapes(node.args[0])
    return set()


def messages(path: Path) -> Iterator[tuple[int, str, set[str]]]:
    """Line, text and shapes of each message of a file."""
    said_here = SAID | IN_FILE.get(path.name, {})
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assigned: dict[str, list[ast.expr]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                assigned.setdefault(ast.unparse(target), []).append(node.value)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and (at := said_here.get(ast.unparse(node.func).rsplit(".", 1)[-1])) is not None:
            if len(node.args) <= at or any(
                one.value == "internal" for one in node.args if isinstance(one, ast.Constant)
            ):
                continue
            said = node.args[at]
            named = assigned.get(ast.unparse(said), []) if isinstance(said, ast.Name) else [said]
            yield node.lineno, ast.unparse(said), set[str]().union(*map(shapes, named))


def sources() -> list[Path]:
    found = (path for folder in FOLDERS for path in (ROOT / "pipeline" / folder).rglob("*.py"))
    return [ROOT / "pipeline" / "ingestion.py", *(path for path in found if path.name not in ELSEWHERE)]


def catalogue(language: str) -> Catalog:
    path = ROOT / "search_api" / "pages" / "locale" / language / "LC_MESSAGES" / "unread.po"
    with path.open("rb") as stream:
        return read_po(stream, locale=language, abort_invalid=True)


def said() -> set[str]:
    return set().union(*(found for path in sources() for _, _, found in messages(path))) - {"{}", "{}: {}", ""}


def test_a_message_is_written_where_it_is_raised() -> None:
    unknown = {
        f"{path.relative_to(ROOT)}:{line} {text}"
        for path in sources()
        for line, text, found in messages(path)
        if not found and text not in PASSED_ON
    }
    assert unknown == set()


@pytest.mark.parametrize("language", ["fa", "ar"])
def test_each_message_has_its_text_with_its_values(language: str) -> None:
    held = {str(one.id): str(one.string) for one in catalogue(language) if one.id}
    there = {shape(template) for template in held}
    assert said() - there == set(), "texts are wanted in unread.po"
    assert there - said() == set(), "nothing says these any more"
    assert len(there) == len(held)
    assert list(held) == sorted(held)
    for template, text in held.items():
        wanted, has = set(VALUE.findall(template)), set(VALUE.findall(text))
        assert text, template
        assert wanted - {"{reason}", "{rest}", "{how}", "{what}"} <= has <= wanted, template


def test_what_has_advice_of_its_own_is_said() -> None:
    assert set(ADVICE) <= {str(one.id) for one in catalogue("fa") if one.id}
