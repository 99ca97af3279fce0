"""The shape of the code: sizes, letters that cannot be seen, documentation that covers everything, quick starts."""

import ast
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.cli import cli
from pipeline.ingest.registry import ingestors
from pipeline.settings import Settings

ROOT = Path(__file__).parent.parent.parent
FOLDERS = ("corpora", "extractors", "pipeline", "search_api", "tests", "benchmarks", "scripts")
FILE_LINES, FUNCTION_LINES = 400, 40
INVISIBLE = re.compile("[\\u200b-\\u200f\\u202a-\\u202e\\u2066-\\u2069\\ufeff]")
JOINT = "\N{ZERO WIDTH NON-JOINER}"


def files(*folders: str) -> list[Path]:
    return [path for folder in folders or FOLDERS for path in sorted((ROOT / folder).rglob("*.py"))]


def functions(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1


@pytest.mark.parametrize("path", files(), ids=lambda p: str(p.relative_to(ROOT)))
def test_files_and_functions_are_short(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= FILE_LINES
    assert [(name, size) for name, size in functions(path) if size > FUNCTION_LINES] == []


@pytest.mark.parametrize(
    "path", files("corpora", "extractors", "pipeline", "search_api"), ids=lambda p: str(p.relative_to(ROOT))
)
def test_letters_that_cannot_be_seen_are_written_by_name(path: Path) -> None:
    """ZWNJ is spelling: docstrings and literals may hold it between two letters of a word; nothing else."""
    text = re.sub(rf"(?<=\w){JOINT}(?=\w)", "", path.read_text(encoding="utf-8"))
    assert INVISIBLE.findall(text) == []


def test_the_pipeline_has_rooms_and_only_a_few_loose_files() -> None:
    named = {"workspace", "settings", "records", "errors", "logs", "annotate", "ingestion", "cli", "__init__"}
    assert {path.stem for path in (ROOT / "pipeline").glob("*.py")} <= named


@pytest.mark.parametrize("name", sorted(cli.commands))
def test_every_command_is_documented(name: str) -> None:
    assert f"asnad {name}" in (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    assert cli.commands[name].help


@pytest.mark.parametrize("name", sorted(Settings.model_fields))
def test_every_setting_is_documented(name: str) -> None:
    assert f"`ASNAD_{name.upper()}`" in (ROOT / "config" / "README.md").read_text(encoding="utf-8")


def test_every_format_is_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [i.name for i in ingestors() if f"`{i.name}`" not in readme] == []


def test_the_version_is_in_the_changelog() -> None:
    version = re.search(r'^version = "(.+)"', (ROOT / "pyproject.toml").read_text(encoding="utf-8"), re.MULTILINE)
    assert version
    assert f"## [{version[1]}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("module", "heavy"),
    [
        (
            "search_api.main",
            (
                "sqlalchemy",
                "fastapi",
                "tantivy",
                "lxml",
                "trafilatura",
                "py3langid",
                "rich",
                "pydantic",
                "numpy",
                "PIL",
                "httpx",
            ),
        ),
        (
            "search_api.app",
            (
                "hazm",
                "spacy",
                "trafilatura",
                "pdfplumber",
                "docx",
                "py3langid",
                "numpy",
                "alembic",
                "PIL",
                "httpx",
                "elasticsearch",
            ),
        ),
        ("extractors.registry", ("hazm", "spacy", "numpy", "pydantic")),
    ],
)
def test_heavy_imports_wait(module: str, heavy: tuple[str, ...]) -> None:
    code = f"import sys, {module}; print([m for m in {heavy!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_rows_of_the_character_table_do_what_their_examples_say() -> None:
    from corpora.tables import table
    from extractors.text.aligned import AlignedText

    for row in table("characters"):
        if row["example"]:
            before, after = row["example"].split(" → ")
            folded = AlignedText.of(before)
            assert (folded.text if row["list"] == "lossless" else folded.key) == after, row


def test_lock_files_hold_no_address() -> None:
    for path in (ROOT / "requirements").glob("*.txt"):
        assert "://" not in path.read_text(encoding="utf-8")


def test_notebooks_run_and_hold_no_output() -> None:
    import nbformat
    from nbclient import NotebookClient

    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        raw = json.loads(path.read_text(encoding="utf-8"))
        assert all(not cell.get("outputs") for cell in raw["cells"]), path.name
        notebook = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
        NotebookClient(notebook, timeout=600, resources={"metadata": {"path": str(ROOT)}}).execute()
