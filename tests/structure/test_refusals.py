"""What errors say on pages: each template in the sources has its texts, with the same values, and none is left over."""

import ast
import string
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from pipeline import errors
from pipeline.errors import PipelineError, SignInRefused, UnreadableSource, UnusableSource
from search_api.pages.refusals import FOR_KEEPERS

ROOT = Path(__file__).parent.parent.parent
OTHERWISE = (*FOR_KEEPERS, UnreadableSource, UnusableSource, SignInRefused, errors.QuerySyntaxError)
"""Errors that pages tell by their code or kind; SignInRefused is for the log alone."""
TOLD = {
    name
    for name, kind in vars(errors).items()
    if isinstance(kind, type) and issubclass(kind, PipelineError) and not issubclass(kind, OTHERWISE)
    if kind.__init__ in (PipelineError.__init__, errors.DecisionConflict.__init__)
}
"""Errors that pages tell by their template."""
ELSEWHERE = {"commands", "evaluation", "training"}
"""Folders of the command line, which speaks English."""
PASSED_ON = {"sentence_of", "Sentence"}
LEFT_OUT = {"reason"}
"""Values that a translation may leave out: the English of Python, or of a library."""


def sources() -> Iterator[Path]:
    for package in ("corpora", "extractors", "pipeline", "search_api"):
        yield from (path for path in (ROOT / package).rglob("*.py") if not ELSEWHERE & set(path.parts))


@cache
def sentences(path: Path) -> list[ast.Call]:
    """The calls that make a sentence for persons, which is their first value."""
    return list(_sentences(path))


def _sentences(path: Path) -> Iterator[ast.Call]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    froms = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    ours = any(one.module == "corpora.sentences" for one in froms)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args:
            called = ast.unparse(node.func)
            told = called in TOLD or called == "self.missing" or (called == "Sentence" and ours)
            if told or (path.name == "errors.py" and called == "super().__init__"):
                yield node


def is_passed_on(path: Path, call: ast.Call) -> bool:
    """Whether it is no literal for a good reason: the sentence of another error, or what all errors stand on."""
    first = call.args[0]
    return path.name == "errors.py" or (isinstance(first, ast.Call) and ast.unparse(first.func) in PASSED_ON)


def templates() -> set[str]:
    firsts = (call.args[0] for path in sources() for call in sentences(path))
    return {str(first.value) for first in firsts if isinstance(first, ast.Constant)}


def catalogue(language: str) -> Catalog:
    path = ROOT / "search_api" / "pages" / "locale" / language / "LC_MESSAGES" / "refusals.po"
    with path.open("rb") as stream:
        return read_po(stream, locale=language, abort_invalid=True)


def named(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def values(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name and name.isidentifier()}


def forms(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string or ())


def test_what_an_error_says_is_a_template_that_can_be_looked_up() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path in sources()
        for call in sentences(path)
        if not isinstance(call.args[0], ast.Constant) and not is_passed_on(path, call)
    ]
    assert wrong == [], "give RefusedDecision and its like a template and named values, not an f-string"


def test_a_template_is_given_the_values_that_it_names() -> None:
    for path in sources():
        for call in sentences(path):
            first, given = call.args[0], {one.arg for one in call.keywords}
            if isinstance(first, ast.Constant) and given:
                assert values(str(first.value)) == given, f"{path.relative_to(ROOT)}:{call.lineno}"


@pytest.mark.parametrize("language", ["fa", "ar"])
def test_each_template_has_its_text(language: str) -> None:
    held = catalogue(language)
    there = {named(message) for message in held if message.id}
    assert templates() - there == set(), "texts are wanted in refusals.po"
    assert there - templates() == set(), "nothing says these any more"
    assert sorted(there) == [named(message) for message in held if message.id]
    for message in held:
        if message.id:
            assert all(forms(message)), message.id
            assert len(forms(message)) in (1, held.num_plurals), message.id
            assert not message.fuzzy, message.id


@pytest.mark.parametrize("language", ["fa", "ar"])
def test_a_text_has_the_values_of_its_template(language: str) -> None:
    for message in catalogue(language):
        if not message.id:
            continue
        template, said = named(message), forms(message)
        wanted, has = values(template), set[str]().union(*map(values, said))
        assert has <= wanted, template
        assert wanted - has <= LEFT_OUT, template
