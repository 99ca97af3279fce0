"""Looking at sources is killed in the middle, again and again: no story is lost, stored twice or fetched twice."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline.settings import Settings
from pipeline.sources.sources import Wanted
from pipeline.workspace import Workspace
from tests.makers import ME
from tests.site import rss, site, story

ASNAD = str(Path(sys.executable).with_name("asnad"))
ROUNDS = int(os.environ.get("ASNAD_FAULT_ROUNDS", "1"))
STORIES, KILLS = 14, 3


@pytest.mark.parametrize("number", range(ROUNDS))
def test_killed_while_it_looks_at_sources(number: int, tmp_path: Path) -> None:
    chance = random.Random(number)
    with site() as news:
        for n in range(STORIES):
            text = f"نشست شماره {n} شورای شهر یزد با حضور {n + 2} نماینده در تالار شهر برگزار شد."
            news.put(f"/{n}", story(f"نشست شماره {n}", text))
        news.put("/rss", rss(*((f"نشست شماره {n}", f"{news.url}/{n}", "") for n in range(STORIES))), ETag='"a"')
        news.slow = 0.1
        with Workspace(Settings(workspace=tmp_path / "ws")) as space:
            space.sources.add(ME, Wanted(f"{news.url}/rss", every=60), look=False)
        here = {**os.environ, "ASNAD_FETCH_ALLOWED": news.name, "ASNAD_FETCH_PAUSE": "0.05", "ASNAD_WORKERS": "1"}
        command = [ASNAD, "--workspace", str(tmp_path / "ws"), "watch"]
        for _ in range(KILLS):
            before = len(news.asked)
            process = subprocess.Popen(command, env=here, stderr=subprocess.DEVNULL, start_new_session=True)
            for _ in range(600):  # on a busy machine it takes a while until it asks for anything
                if len(news.asked) > before or process.poll() is not None:
                    break
                time.sleep(0.05)
            time.sleep(chance.uniform(0.1, 1.5))
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(180)
        subprocess.run([*command, "--once"], env=here, check=True, capture_output=True, timeout=300)
        asked = [news.times(f"/{n}") for n in range(STORIES)]
    # a page that was answered in the moment of a kill, and not kept yet, is asked for again
    assert all(asked), asked
    assert sum(asked) - STORIES <= KILLS, asked
    with Workspace(Settings(workspace=tmp_path / "ws")) as space:
        titles = sorted(one.title for one in space.documents(ME))
        assert titles == sorted(f"نشست شماره {n}" for n in range(STORIES))
        assert all(len(space.originals.versions(ME, one.key)) == 1 for one in space.documents(ME))
        assert all(len(space.originals.evidence(ME, one.key)) >= 1 for one in space.documents(ME))
        (seen,) = space.sources.all(ME)
        assert (seen.stories, seen.waiting, seen.state) == (STORIES, 0, "fine")
        assert space.check_blobs().gone == []
