"""A log of a million decisions: what the pages of review take by then, a judgement, an undo, and the log played again.

    python -m benchmarks.decisions DATA [--decisions N] [--mentions N] [--times N]
        [--workspace PATH] [--index] [--replay]

It writes its own texts and reads no shared data. Half as many mentions as decisions are judged, one in six of them by
two people of four, who disagree now and then; one judgement in forty is taken back. The rows go in as review writes
them, in bulk. With ``--index`` the index is brought up first, a follower keeps it up, and people judge and take back.
Asked: pages and the next item within 100 ms (p99).
"""

import argparse
import cProfile
import gc
import os
import pstats
import random
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import replace
from functools import partial
from itertools import batched
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient
from sqlalchemy import insert

from benchmarks.reviewing import timed
from corpora.document import Document, Mention, Span
from corpora.ids import digest, mention_id
from pipeline.people.principal import local
from pipeline.review.judged import context
from pipeline.settings import Settings
from pipeline.store import judgements, tables
from pipeline.store.clock import now
from pipeline.store.decisions import Decision, row_of
from pipeline.store.transaction import Connection
from pipeline.workspace import Workspace
from search_api.app import create_app

ME = local()
_SEED = 20
_EACH = 20
"""Mentions of a document: about as many as a news article has."""
_PEOPLE = ("زهرا", "سارا", "ليلى", "يوسف")
_KINDS = ("بنیاد", "انجمن", "شورای", "مؤسسه", "کانون")
_NAMES = ("سپهر", "باران", "نسیم", "آفتاب", "مهتاب", "دریا", "البرز", "کاوه", "نیلوفر", "پرتو")
_FIELDS = ("هنر", "ورزش", "کتاب", "سلامت", "آب", "خاک", "چاپ", "فرش", "موسیقی", "گردشگری")
_BODIES = tuple(f"{kind} {field} {name}" for kind in _KINDS for field in _FIELDS for name in _NAMES)


def key_of(number: int) -> str:
    """The key of a document."""
    return digest(f"log {number}".encode())[:32]


def document(number: int, mentions: int, chosen: random.Random) -> Document:
    """A list of bodies with what was found in it, each with a score of its own."""
    names = [chosen.choice(_BODIES) for _ in range(mentions)]
    text, key = "\n".join(f"{name} در نشست {number} بود." for name in names), key_of(number)
    found, at = list[Mention](), 0
    for name in names:
        span, value = Span(at, at + len(name)), {"name": name, "entity": f"org:{name}"}
        score = chosen.uniform(0.5, 1.0)
        found.append(Mention(mention_id(key, "ORG", span, name), "ORG", span, name, value, "test", "1", score))
        at = text.find("\n", at) + 1
    title, address = f"نشست {number}", f"file:///log/{number}"
    return Document(
        key, f"log-{number}", address, text, title=title, language="fa", content_hash=key, mentions=tuple(found)
    )


def said(one: Document, chosen: random.Random, share: float) -> Iterator[Decision]:
    """What people judge of a document's mentions, about so many for each mention."""
    for mention in one.mentions:
        wanted = share * chosen.choice((0, 1, 1, 1, 2))
        people = chosen.sample(_PEOPLE, min(len(_PEOPLE), int(wanted) + (chosen.random() < wanted % 1)))
        place = {"version": 1, "label": mention.label, "start": mention.span.start, "end": mention.span.end}
        place |= {"surface": mention.surface, "context": context(one.text, mention.span)}
        for user in people:
            verdict = "reject" if chosen.random() < 0.15 else "accept"
            before = {**place, "value": dict(mention.value)}
            yield Decision("mention", mention.id, before, {"verdict": verdict}, one.key, user=user)


def filled(space: Workspace, decisions: int, mentions: int) -> None:
    """Documents and what was decided on them, in bulk."""
    chosen, each = random.Random(_SEED), _EACH
    number, share = mentions // each, decisions / mentions
    total = 0
    for some in batched(range(number), 500):
        documents = [document(one, each, chosen) for one in some]
        space.store.put((one, "") for one in documents)
        rows = [row for one in documents for row in said(one, chosen, share)]
        chosen.shuffle(rows)
        with space.store.writing() as connection:
            kept = [replace(one, at=now(), id=number) for number, one in enumerate(rows, total + 1)]
            undone = [one.undone() for one in kept if chosen.random() < 1 / 40]
            total += len(kept)
            kept += [replace(one, at=now(), user="زهرا", id=number) for number, one in enumerate(undone, total + 1)]
            total += len(undone)
            connection.execute(insert(tables.decisions), [row_of(one) for one in kept])
            _follow(connection, kept)
    with space.store.writing() as connection:
        connection.exec_driver_sql(
            "UPDATE mentions SET judged = 1 WHERE EXISTS (SELECT 1 FROM judgements j"
            " WHERE j.document = mentions.key AND j.subject = mentions.id)"
        )
    print(f"{number:,} documents, {number * each:,} mentions, {total:,} decisions", flush=True)


def _follow(connection: Connection, made: Sequence[Decision]) -> None:
    """What follows from decisions, as review writes it, but for whom mentions name: that comes with the replay."""
    said: dict[str, list[Decision]] = {}
    for one in made:
        said.setdefault(str(one.document), []).append(one)
    for some in batched(said, 100):
        judgements.project(connection, {key: said[key] for key in some})


type Took = tuple[float, float]
"""Seconds on the wall, and of processor time: walls say little on a machine that others use too."""


def took(act: Callable[[], Any]) -> Took:
    """What something takes."""
    began, worked = time.perf_counter(), time.process_time()
    act()
    return time.perf_counter() - began, time.process_time() - worked


def _line(what: str, times: Sequence[Took]) -> None:
    said = [what.ljust(44)]
    for name, seconds in zip(("wall", "CPU"), zip(*times, strict=True), strict=True):
        ordered = sorted(1000 * one for one in seconds)
        middle, most = ordered[len(ordered) // 2], ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]
        said.append(f"{name} p50 {middle:6,.0f} p99 {most:6,.0f} ms")
    print(*said, f"of {len(times)}", sep="  ", flush=True)


def asked(what: str, times: int, act: Callable[[], Any]) -> None:
    """Prints how long something took, done so many times; the first is not counted."""
    _line(what, [took(act) for _ in range(times + 1)][1:])


class Pages:
    """Pages as a browser asks for them."""

    def __init__(self, client: TestClient, keys: Sequence[str], profiled: str) -> None:
        """Takes a client, the documents, and which address is profiled."""
        self._client, self._keys, self._chosen, self._profiled = client, keys, random.Random(_SEED), profiled

    def get(self, address: str) -> str:
        """A page; «KEY» is any document."""
        answer = self._client.get(address.replace("KEY", self._chosen.choice(self._keys)))
        assert answer.status_code == 200, (address, answer.status_code)
        return answer.text

    def timed(self, what: str, address: str, times: int) -> None:
        """Prints what a page takes."""
        asked(what, times, lambda: self.get(address))
        if self._profiled == address:
            profile = cProfile.Profile()
            profile.runcall(self.get, address)
            pstats.Stats(profile).sort_stats("cumtime").print_stats(45)

    def _posted(self, form: dict[str, str]) -> None:
        """What a button of the queue does, until the page that follows is there."""
        self._shown = self._client.post("/review", data=form).text

    def judged(self, times: int) -> None:
        """Prints what it takes to judge the first of the queue, until the next one is shown, and to take that back."""
        judging, undoing = list[Took](), list[Took]()
        for _ in range(times + 1):
            shown = self.get("/review")
            form = {name: _hidden(shown, name) for name in ("key", "mention", "judged")}
            judging.append(took(partial(self._posted, {**form, "verdict": "accept"})))
            form = {"verdict": "undo", "decision": _hidden(self._shown, "decision")}
            undoing.append(took(partial(self._posted, form)))
        _line("judged, until the next item is shown", judging[1:])
        _line("taken back, until the queue is shown", undoing[1:])


def _hidden(shown: str, name: str) -> str:
    """What the first hidden field of a name holds."""
    from html import unescape

    return unescape(shown.split(f'name="{name}" value="', 1)[1].split('"', 1)[0])


PAGES = (
    ("document", "/documents/KEY"),
    ("document in review", "/review/KEY"),
    ("queue by doubt", "/review"),
    ("queue by doubt, one label, the certain too", "/review?label=ORG&sure=1"),
    ("queue, newest first", "/review?order=newest"),
    ("queue by frequency", "/review?order=alike"),
    ("second look", "/review?order=second"),
    ("disputed", "/review?order=disputed"),
    ("agreement", "/review/agreement"),
    ("log", "/review/decisions"),
    ("log of one person", "/review/decisions?user=زهرا"),
    ("log, a thousand rows down", "/review/decisions?at=1000"),
    ("log of a document", "/review/decisions?document=KEY"),
    ("assignments", "/review/assignments"),
)


def main() -> None:
    """Runs it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, nargs="?")
    parser.add_argument("--decisions", type=int, default=1_000_000)
    parser.add_argument("--mentions", type=int, default=500_000)
    parser.add_argument("--times", type=int, default=15)
    parser.add_argument("--workspace", type=Path, help="kept there, and taken from there where it is")
    parser.add_argument(
        "--index", action="store_true", help="brings the index up first, minutes; judges and takes back"
    )
    parser.add_argument("--replay", action="store_true", help="makes all that follows from the log again, minutes")
    parser.add_argument("--profile", default="", help="an address whose time is shown by function")
    given = parser.parse_args()
    print("load average:", *(f"{each:.1f}" for each in os.getloadavg()))
    with tempfile.TemporaryDirectory() as name:
        folder = given.workspace or Path(name) / "workspace"
        there = folder.exists()
        with Workspace(Settings(workspace=folder)) as space:
            began = time.perf_counter()
            if not there:
                filled(space, given.decisions, given.mentions)
                print(f"  there after {time.perf_counter() - began:.0f} s", flush=True)
            if given.index:
                space.upkeep.finish()
            gc.collect()
            gc.freeze()  # as a server does
            measured(space, given)


def measured(space: Workspace, given: argparse.Namespace) -> None:
    """Prints what everything takes; with an index that is up, also what it takes to judge and to take back."""
    keys = [key_of(one) for one in range(given.mentions // _EACH)]
    client = TestClient(create_app(space), base_url="http://localhost", headers={"accept": "text/html"})
    with client if given.index else nullcontext():
        pages = Pages(client, keys, given.profile)
        for what, address in PAGES:
            pages.timed(what, address, given.times)
        if given.index:
            pages.judged(given.times)
    if given.replay:
        with timed("replay: all that follows from the log", len(keys)):
            space.entities.rebuild(ME)
    with timed("replay: documents as people see them", 1000):
        assert len(space.store.get_some(keys[:1000])) == min(1000, len(keys))


if __name__ == "__main__":
    main()
