"""What people judged as gold: figures of the extractors, and of a pipeline of spaCy that was trained on it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.cli import cli
from pipeline.exchange.gold import measured
from pipeline.review.reviewed import Asked
from pipeline.settings import Settings
from pipeline.workspace import Workspace
from tests.makers import ME

LABELS = ("ORG", "PERSON", "PLACE", "DATE")


@pytest.fixture
def judged(filled_copy: Path) -> Path:
    """The samples, in which every mention of some labels was accepted, but the first of each document."""
    with Workspace(Settings(workspace=filled_copy)) as space:
        for document in list(space.documents(ME)):
            found = [m for m in document.mentions if m.label in LABELS]
            machine = {one.machine.id: one.machine for one in space.mentions.reviewed(ME, document.key) if one.machine}
            asked = [
                Asked("accept" if number else "reject", mention.id, machine[mention.id].value)
                for number, mention in enumerate(found)
            ]
            space.mentions.decide(ME, document.key, *asked)
    return filled_copy


def run(*arguments: str) -> str:
    done = CliRunner().invoke(cli, arguments)
    assert done.exit_code == 0, done.output
    return done.stdout


def test_figures_count_what_was_judged_and_nothing_else(judged: Path) -> None:
    told = run("evaluate", "--gold", "decisions", "--workspace", str(judged), "--json")
    rows = [json.loads(line) for line in told.splitlines()]
    assert {row["label"] for row in rows} == set(LABELS)
    with Workspace(Settings(workspace=judged)) as space:
        seen = [m for d in space.documents(ME) for m in d.mentions if m.label in LABELS]
        for row in rows:
            assert row["right"] == sum(m.label == row["label"] for m in seen)
            assert (row["missed"], row["recall"], row["values"]) == (0, 1.0, 1.0)
        assert sum(row["wrong"] for row in rows) == space.count(ME)
        nothing = measured(space.exchange, space.documents(ME), lambda _: []).rows()
        assert {row["recall"] for row in nothing} == {0.0}
    shown = run("evaluate", "--gold", "decisions", "--workspace", str(judged), "--query", "lang:fa")
    assert "precision" in shown
    assert CliRunner().invoke(cli, ["evaluate"]).exit_code == 2
    assert CliRunner().invoke(cli, ["evaluate", "dates", ".", "--gold", "decisions"]).exit_code == 2


def spacy(*arguments: str) -> "subprocess.CompletedProcess[str]":
    plain = {**os.environ, "ANSI_COLORS_DISABLED": "1"}
    command = [sys.executable, "-m", "spacy", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=plain)


def test_spacy_trains_on_what_was_judged_and_is_measured_by_it(judged: Path, tmp_path: Path) -> None:
    for language in ("fa", "ar"):
        asked = ["export", "--format", "spacy", "--judged", "--query", f"lang:{language}", "--workspace", str(judged)]
        done = CliRunner().invoke(cli, asked)
        assert done.exit_code == 0, done.output
        (tmp_path / f"{language}.spacy").write_bytes(done.stdout_bytes)
    config = str(tmp_path / "config.cfg")
    assert spacy("init", "config", config, "--lang", "fa", "--pipeline", "ner").returncode == 0
    paths = "--paths.train", str(tmp_path / "fa.spacy"), "--paths.dev", str(tmp_path / "ar.spacy")
    debugged = spacy("debug", "data", config, *paths)
    told = debugged.stdout
    assert "Traceback" not in debugged.stderr, debugged.stderr
    failed = [line for line in told.splitlines() if "✘" in line]
    assert failed[0].startswith(LOW), told
    assert failed[1:] == ["✘ 1 error"], told
    assert "No entities consisting of or starting/ending with whitespace" in told
    steps = "--training.max_steps", "20", "--training.eval_frequency", "10"
    small = "--components.tok2vec.model.encode.width", "32", "--components.tok2vec.model.embed.width", "32"
    trained = spacy("train", config, *paths, *steps, *small, "--output", str(tmp_path / "out"))
    assert trained.returncode == 0, trained.stderr
    model = str(tmp_path / "out" / "model-last")
    rows = run("evaluate", "--gold", "decisions", "--spacy", model, "--workspace", str(judged), "--json").splitlines()
    assert {json.loads(row)["label"] for row in rows} == set(LABELS)


LOW = "✘ Low number of examples to train a new pipeline "
"""There are twenty-four samples."""


def test_spacy_convert_reads_our_conll(judged: Path, tmp_path: Path) -> None:
    """Its own reader of CoNLL 2003 finds the same entities."""
    from spacy.tokens import DocBin
    from spacy.vocab import Vocab

    file = tmp_path / "fa.conll"
    asked = ["export", "--format", "conll", "--query", "lang:fa", "--workspace", str(judged)]
    exported = CliRunner().invoke(cli, asked)
    assert exported.exit_code == 0, exported.output
    file.write_bytes(exported.stdout_bytes)
    done = spacy("convert", str(file), str(tmp_path), "--converter", "conll", "--lang", "fa")
    assert done.returncode == 0, done.stdout
    docs = list(DocBin().from_disk(tmp_path / "fa.spacy").get_docs(Vocab()))
    text = exported.stdout_bytes.decode()
    assert len(docs) == text.count("-DOCSTART-") == 14
    assert sum(len(doc.ents) for doc in docs) == text.count(" B-") > 100
