"""A process that decides is killed between any two decisions: none that it was told of is lost, and all agrees."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from corpora.corrections import corrected
from pipeline.annotate import annotated
from pipeline.people.principal import local
from pipeline.records import Source
from pipeline.review.effective import corrections
from pipeline.settings import Settings
from pipeline.store.decisions import Decisions, standing
from pipeline.workspace import Workspace
from tests.makers import ME, scanned

ROUNDS = int(os.environ.get("ASNAD_FAULT_ROUNDS", "1"))
TEXTS = (
    "وزارت علوم با دانشگاه یزد تفاهم‌نامه امضا کرد. رئیس دانشگاه یزد از ۲۹ سازمان مردم‌نهاد سخن گفت.",
    "دانشگاه تهران و شرکت برق در یزد نشستی با حضور ۱۲۰ نفر داشتند. وزارت علوم از آن خبر داد.",
)
PAGE = "نشست انجمن حمایت از کودکان\nدانشگاه یزد و وزارت علوم در آن بودند"
DECIDING = """
import random, sys
from pathlib import Path
from pipeline.errors import RefusedDecision
from pipeline.people.principal import local
from pipeline.review.reviewed import Asked
from pipeline.review.texts import Change
from corpora.document import Span
from pipeline.settings import Settings
from pipeline.store.decisions import Decisions
from pipeline.workspace import Workspace

WORDS = ("یزد", "دانشگاه", "انجمن", "کودکان", "وزارت", "علوم", "نشست")
folder, seed = Path(sys.argv[1]), int(sys.argv[2])
chance, who = random.Random(seed), local("زهرا")
with Workspace(Settings(workspace=folder, workers=1)) as space:
    while True:
        with space.store.engine.connect() as connection:
            last = Decisions(connection).last()
        address = chance.choice(("file:///0.txt", "file:///1.txt", "file:///scan.png"))
        ids = [counted.entity.id for counted in space.entities.find(who)]
        try:
            match chance.randrange(5):
                case 0:
                    space.entities.same(who, chance.choice(ids), chance.choice(ids))
                case 1:
                    space.entities.rename(who, chance.choice(ids), f"نام {chance.randrange(1000)}")
                case 2 if last:
                    space.entities.undo(who, chance.randint(1, last))
                case 4:
                    text = space.document(who, "file:///scan.png").text
                    word = chance.choice(text.split())
                    at = Span(text.index(word), text.index(word) + len(word))
                    space.texts.correct(who, "file:///scan.png", [Change(at, word, chance.choice(WORDS))])
                case _:
                    found = [one for one in space.mentions.reviewed(who, address) if one.machine]
                    if not found:
                        continue
                    one = chance.choice(found)
                    seen = one.judgement.decision.id if one.judgement else 0
                    verdict = chance.choice(("accept", "reject", "ignore"))
                    space.mentions.decide(who, address, Asked(verdict, one.machine.id, one.machine.value, seen))
        except RefusedDecision:
            continue
        with space.store.engine.connect() as connection:
            print(Decisions(connection).last(), flush=True)
"""


@pytest.mark.parametrize("number", range(ROUNDS))
def test_no_decision_is_lost(number: int, tmp_path: Path) -> None:
    with Workspace(Settings(workspace=tmp_path, workers=1)) as space:
        space.ingest_sources(ME, [Source(f"file:///{i}.txt", f"{i}.txt", t.encode()) for i, t in enumerate(TEXTS)])
        page, picture = scanned(PAGE)
        space.store.put([(annotated(page), space.blobs.put(picture))])
    told = 0
    for turn in range(3):
        command = [sys.executable, "-c", DECIDING, str(tmp_path), str(10 * number + turn)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            assert process.stdout
            assert process.stderr
            line = process.stdout.readline()
            assert line, process.stderr.read().decode()
            time.sleep(random.Random(f"{number} {turn}").uniform(0.05, 1.5))
            process.send_signal(signal.SIGKILL)
            printed = [*line.split(), *process.stdout.read().split()]
            assert process.wait(180) == -signal.SIGKILL
        with Workspace(Settings(workspace=tmp_path, workers=1)) as space:
            with space.store.engine.connect() as connection:
                log = list(Decisions(connection).all())
            assert [one.id for one in log] == list(range(1, len(log) + 1))
            assert told < int(printed[-1]) <= len(log)
            told = len(log)
            before = {d.uri: d for d in space.store.documents()}
            assert space.entities.rebuild(local()) == 0
            assert {d.uri: d for d in space.store.documents()} == before
            with space.store.engine.connect() as connection:
                read = space.store.as_read(connection, scanned(PAGE)[0].key)
            assert read is not None
            said = standing(one for one in log if one.kind == "text")
            assert before["file:///scan.png"].text == corrected(read, corrections(said, 1)).text
            space.indexing.sync()
            assert (space.indexing.lag(), space.indexing.verify()) == (0, (0, 0))
