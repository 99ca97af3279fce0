"""Exchange with other tools: documents out in each format, decisions in, and a pipeline of spaCy trained on them.

``python -m benchmarks.exchange DATA [COPIES] [STEPS]``; it reads the samples, so many times, and no shared data.
"""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import corpora
from pipeline.exchange.exchange import Taking
from pipeline.exchange.formats import FORMATS
from pipeline.exchange.gold import measured, spacy_finds
from pipeline.people.principal import local
from pipeline.settings import Settings
from pipeline.workspace import Workspace

ME = local()
SAMPLES = Path(corpora.__file__).parent / "samples"


@contextmanager
def timed(what: str, number: int) -> Iterator[None]:
    started = time.perf_counter()
    yield
    seconds = time.perf_counter() - started
    print(f"{what:28} {number:7} in {seconds:6.1f} s  {number / seconds:8.0f}/s", flush=True)


def filled(space: Workspace, folder: Path, copies: int) -> None:
    """The samples, and texts of them under other ids."""
    space.ingest(ME, [SAMPLES], "samples")
    texts = [document.text for document in space.documents(ME)]
    rows = ({"id": f"{n}-{at}", "text": text} for n in range(1, copies) for at, text in enumerate(texts))
    file = folder / "copies.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    space.ingest(ME, [file], "copies")


def judged(space: Workspace) -> None:
    """An import that accepts all mentions but the first of each document, which it rejects."""
    records = [
        json.loads(line) for line in b"".join(space.exchange.export(space.documents(ME), "doccano")).splitlines()
    ]
    number = sum(len(record["label"]) for record in records)
    for record in records:
        record["label"] = record["label"][1:]
    data = "".join(json.dumps(record) + "\n" for record in records).encode()
    for what in ("decisions imported", "the same file again"):
        with timed(what, number):
            taken = list(space.exchange.take(ME, data, "doccano", Taking(accept=True), lambda: ()))
        assert not any(one.wrong for one in taken)


def train(space: Workspace, folder: Path, steps: int) -> None:
    """A small pipeline on Persian decisions, measured on Arabic and Persian ones."""
    for language in ("fa", "ar"):
        found = space.matches(ME, f"lang:{language}")
        data = b"".join(space.exchange.export(found, "spacy", judged=True))
        (folder / f"{language}.spacy").write_bytes(data)
    spacy = [sys.executable, "-m", "spacy"]
    config = str(folder / "config.cfg")
    quiet = {"check": True, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    subprocess.run([*spacy, "init", "config", config, "--lang", "fa", "--pipeline", "ner"], **quiet)  # type: ignore[call-overload]
    paths = ["--paths.train", str(folder / "fa.spacy"), "--paths.dev", str(folder / "fa.spacy")]
    asked = [*paths, "--training.max_steps", str(steps), "--output", str(folder / "out")]
    with timed("steps of spacy train", steps):
        subprocess.run([*spacy, "train", config, *asked], **quiet)  # type: ignore[call-overload]
    find = spacy_finds(folder / "out" / "model-last")
    for row in measured(space.exchange, space.documents(ME), find).rows():
        shares = {name: row[name] for name in ("precision", "recall", "f1")}
        print(f"{row['label']:10} {row['right']:6} right {row['wrong']:6} wrong {row['missed']:6} missed  {shares}")


def main(copies: int, steps: int) -> None:
    """Prints rates, and figures of the trained pipeline."""
    with tempfile.TemporaryDirectory() as name, Workspace(Settings(workspace=Path(name) / "workspace")) as space:
        filled(space, Path(name), copies)
        number = space.count(ME)
        for how in FORMATS:
            with timed(f"documents as {how}", number):
                size = sum(map(len, space.exchange.export(space.documents(ME), how)))
            assert size > number
        judged(space)
        train(space, Path(name), steps)


if __name__ == "__main__":
    numbers = [int(given) for given in sys.argv[2:]]
    main(*(*numbers, *(20, 400)[len(numbers) :]))
