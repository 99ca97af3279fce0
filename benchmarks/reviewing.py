"""Review at its limits: decisions imported and made in bulk, and a document of thousands of mentions opened.

``python -m benchmarks.reviewing DATA [MENTIONS] [--profile]``; it writes its own texts, and reads no shared data.
"""

import cProfile
import json
import pstats
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

from fastapi.testclient import TestClient

from corpora.document import Document, Mention, Span
from corpora.ids import digest, mention_id
from pipeline.exchange.exchange import Taking
from pipeline.people.principal import local
from pipeline.settings import Settings
from pipeline.workspace import Workspace
from search_api.app import create_app

ME = local()
NAME = "بنیاد سپهر"
_EACH = 10
"""Mentions of a document, where there are many documents."""
_TIMES = 7
_REST = 1.0


def document(name: str, mentions: int, lines: bool = True) -> Document:
    """An article that names one body so many times, in lines of their own or all in one."""
    sentence = f"{NAME} در نشست {name} از برنامه خود گفت."
    text = ("\n" if lines else " ").join([sentence] * mentions)
    key = digest(name.encode())[:32]
    starts = [at * (len(sentence) + 1) for at in range(mentions)]
    spans = [Span(start, start + len(NAME)) for start in starts]
    value = {"name": NAME, "entity": "org:سپهر"}
    found = [Mention(mention_id(key, "ORG", s, NAME), "ORG", s, NAME, value, "test", "1", 0.6) for s in spans]
    return Document(
        key, name, f"file:///{name}", text, title=name, language="fa", content_hash=key, mentions=tuple(found)
    )


@contextmanager
def timed(what: str, number: int, profiled: bool = False) -> Iterator[None]:
    """Prints how long something took, and how many of it were done in a second."""
    profile = cProfile.Profile() if profiled else None
    started, worked = time.perf_counter(), time.process_time()
    with profile or nullcontext():
        yield
    seconds, cpu = time.perf_counter() - started, time.process_time() - worked
    rates = f"{number / seconds:8,.0f}/s  CPU {cpu:6.2f} s {number / cpu:8,.0f}/s"
    print(f"{what:44} {number:7,} in {seconds:6.2f} s {rates}", flush=True)
    if profile:
        pstats.Stats(profile).sort_stats("tottime").print_stats(28)


def imported(space: Workspace, number: int, profiled: bool) -> None:
    """A file of doccano that accepts every mention but the first of each document, which it rejects."""
    lines = b"".join(space.exchange.export(space.documents(ME), "doccano")).splitlines()
    records = [json.loads(line) for line in lines]
    for record in records:
        record["label"] = record["label"][1:]
    data = "".join(json.dumps(record) + "\n" for record in records).encode()
    taking = Taking(accept=True)
    with timed("decisions imported", number, profiled):
        taken = list(space.exchange.take(ME, data, "doccano", taking, lambda: ()))
    assert sum(sum(one.verdicts.values()) for one in taken) == number
    with timed("of the import taken back", number, profiled):
        assert space.queue.undo(ME, taking.batch) == number


def alike(space: Workspace, number: int, profiled: bool) -> None:
    """One judgement for all mentions of one name."""
    with timed("mentions judged alike at once", number, profiled):
        done = space.queue.judge_alike(ME, "ORG", NAME, "accept")
    assert done.mentions == number
    with timed("of them taken back", number, profiled):
        assert space.queue.undo(ME, done.batch) == number


def _rested() -> None:
    """Waits until what follows the store behind the pages has read what is new: that is no part of opening a page."""
    while True:
        worked = time.process_time()
        time.sleep(_REST)
        if time.process_time() - worked < _REST / 20:
            return


def opened(space: Workspace, number: int, profiled: bool) -> None:
    """Pages of documents with many mentions, in lines and in one line."""
    with TestClient(create_app(space), base_url="http://localhost", headers={"accept": "text/html"}) as client:
        time.sleep(_REST)
        _rested()
        for name, lines in (("lines", True), ("one line", False)):
            key = document(name, number, lines).key
            for path in (f"/documents/{key}", f"/review/{key}"):
                seconds, worked = [], time.process_time()
                for _ in range(_TIMES):
                    started = time.perf_counter()
                    assert client.get(path).status_code == 200
                    seconds.append(time.perf_counter() - started)
                cpu = 1000 * (time.process_time() - worked) / _TIMES
                middle, most = 1000 * statistics.median(seconds), 1000 * max(seconds)
                what = f"{path.split('/')[1]} of {number:,} mentions, {name}"
                print(f"{what:44} median {middle:6.0f} ms  most {most:6.0f} ms  CPU {cpu:6.0f} ms", flush=True)
            if profiled:
                with timed("profile", 1, True):
                    client.get(f"/review/{key}")


def main(number: int, profiled: bool) -> None:
    """Prints rates and times."""
    with tempfile.TemporaryDirectory() as name, Workspace(Settings(workspace=Path(name) / "workspace")) as space:
        space.store.put((document(f"شماره {n}", _EACH), "") for n in range(number // _EACH))
        space.upkeep.finish()
        imported(space, number, profiled)
        alike(space, number, profiled)
        space.store.put((document(name, number, lines), "") for name, lines in (("lines", True), ("one line", False)))
        opened(space, number, profiled)


if __name__ == "__main__":
    given = [one for one in sys.argv[1:] if one != "--profile"]
    main(int(given[1]) if len(given) > 1 else 5000, "--profile" in sys.argv)
