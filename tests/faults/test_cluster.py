"""A cluster that is overloaded, cut off, killed or blocked: in the end index and store agree, nothing is doubled."""

import os
import signal
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from elasticsearch import Elasticsearch
from pydantic import SecretStr

from corpora.document import Document
from pipeline.errors import BackendUnavailable
from pipeline.index.backend import SearchBackend
from pipeline.index.results import View
from pipeline.settings import Settings
from pipeline.sync import catch_up
from pipeline.workspace import Workspace
from tests.makers import ME
from tests.proxies import Proxy, Trouble, proxy_before
from tests.services import HOME, Node, available, drop_indices, own_nodes

LONG = int(os.environ.get("ASNAD_FAULT_ROUNDS", "1")) > 2
OWN = HOME.is_dir()
COUNT = 600
MOST = 4000


def documents(start: int, count: int) -> list[tuple[Document, str]]:
    return [
        (
            Document(
                key=f"{n:032}", id=str(n), uri=f"file:///{n}", text=f"نشست شماره {n} شورای شهر یزد", language="fa"
            ),
            "",
        )
        for n in range(start, start + count)
    ]


def agrees(space: Workspace, count: int = COUNT) -> None:
    """Index and store hold the same, each document once."""
    assert (space.indexing.lag(), space.indexing.verify()) == (0, (0, 0))
    assert space.search(ME, "یزد", View(limit=1)).total == space.store.count() == count


def patiently(attempt: Callable[[], object], seconds: float = 90) -> None:
    """Until the engine answers again."""
    end = time.monotonic() + seconds
    while True:
        try:
            attempt()
        except BackendUnavailable:
            assert time.monotonic() < end
            time.sleep(0.5)
        else:
            return


@pytest.fixture
def proxy(elasticsearch: str) -> Iterator[Proxy]:
    with proxy_before(elasticsearch) as between:
        yield between


@pytest.fixture
def space(proxy: Proxy, tmp_path: Path) -> Iterator[Workspace]:
    prefix = f"t{uuid.uuid4().hex[:12]}"
    settings = Settings(workspace=tmp_path / "ws", elasticsearch=proxy.url, elasticsearch_prefix=prefix)
    with Workspace(settings) as opened:
        yield opened
    drop_indices(proxy.target, prefix)


@pytest.mark.parametrize("troubles", [[429] * 4, [503, 429, 502, 504], ["cut"], ["cut", 503, "cut"]], ids=str)
def test_an_engine_that_is_busy_or_cut_off_is_asked_again(
    space: Workspace, proxy: Proxy, troubles: list[Trouble]
) -> None:
    space.store.put(documents(0, COUNT))
    proxy.troubles.extend(troubles)
    assert space.indexing.sync() == COUNT
    assert proxy.met == troubles
    agrees(space)


def test_an_engine_that_stays_busy_is_caught_up_with_later(space: Workspace, proxy: Proxy) -> None:
    space.store.put(documents(0, COUNT))
    proxy.troubles.extend([503] * 1000)
    with pytest.raises(BackendUnavailable, match="503"):
        space.indexing.sync()
    proxy.troubles.clear()
    assert space.indexing.lag() == COUNT
    assert space.indexing.sync() == COUNT
    agrees(space)


def test_a_search_that_is_cut_off_is_asked_again(space: Workspace, proxy: Proxy) -> None:
    space.store.put(documents(0, 3))
    space.indexing.sync()
    proxy.on = "_search"
    proxy.troubles.extend(["cut", 503])
    assert space.search(ME, "یزد").total == 3
    proxy.troubles.extend([503] * 100)
    with pytest.raises(BackendUnavailable):
        space.search(ME, "یزد")
    proxy.troubles.clear()


def test_an_index_that_may_not_be_written_is_caught_up_with_when_it_may(
    space: Workspace, proxy: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.index.elastic.backend._RETRIES", 2)
    with Elasticsearch(proxy.target) as client:
        (index,) = client.indices.get_alias(name=f"{space.settings.elasticsearch_prefix}-docs-*-write")
        space.store.put(documents(0, COUNT))
        client.indices.put_settings(index=index, settings={"index.blocks.read_only_allow_delete": True})
        with pytest.raises(BackendUnavailable, match="read-only"):
            space.indexing.sync()
        assert space.indexing.lag() == COUNT
        client.indices.put_settings(index=index, settings={"index.blocks.read_only_allow_delete": None})
    assert space.indexing.sync() == COUNT
    agrees(space)


@pytest.mark.parametrize("step", ["rebuild", "indexed", "repair", "_questions", "_take", "_stand_in"])
def test_a_rebuild_that_is_interrupted_at_any_step_goes_on(
    step: str, space: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    space.store.put(documents(0, COUNT))
    space.indexing.sync()

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    real = type(space.backend).rebuild

    def made_and_stopped(engine: SearchBackend) -> None:
        real(engine).close()
        stop()

    where: dict[str, tuple[object, Callable[..., None]]] = {
        "rebuild": (type(space.backend), made_and_stopped),
        "repair": (catch_up, stop),
        "_questions": (catch_up, stop),
        "_take": (type(space.backend), stop),
        "_stand_in": (type(space.backend), stop),
    }
    with monkeypatch.context() as patched:
        if step in where:
            owner, instead = where[step]
            patched.setattr(owner, step, instead)
        with pytest.raises(KeyboardInterrupt):
            space.indexing.reindex(stop if step == "indexed" else None)
    space.store.put(documents(COUNT, 5))
    space.indexing.sync()
    agrees(space, COUNT + 5)
    space.indexing.reindex()
    agrees(space, COUNT + 5)
    with Elasticsearch(space.settings.elasticsearch) as client:
        prefix = space.settings.elasticsearch_prefix
        assert len(client.indices.get(index=f"{prefix}-docs-*")) <= 2


def test_a_clock_that_goes_back_changes_no_order(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    times = iter(f"20{25 - n:02}-01-01T00:00:00+00:00" for n in range(25))
    monkeypatch.setattr("pipeline.store.rows.now", lambda: next(times))
    for n in range(10):
        workspace.store.put(documents(n, 1))
    key = documents(0, 1)[0][0].key
    workspace.store.withdraw(key, "local")
    workspace.indexing.sync()
    assert [change.seq for change in workspace.store.changes(0)] == list(range(2, 12))
    agrees(workspace, 9)


def writing(space: Workspace, stop: threading.Event) -> None:
    """Stores and indexes until it is told to stop; what the engine does not take is for later."""
    number = space.store.count()
    while not stop.is_set():
        if number < MOST:
            space.store.put(documents(number, 50))
            number += 50
        with suppress(BackendUnavailable):
            space.indexing.sync()


@pytest.fixture
def nodes(request: pytest.FixtureRequest) -> Iterator[list[Node]]:
    if not (available() and OWN):
        pytest.skip("Elasticsearch of our own is not at hand")
    with own_nodes(request.param) as started:
        yield started


@pytest.mark.parametrize("nodes", [1], indirect=True)
def test_a_server_that_is_killed_in_the_middle_of_a_bulk(nodes: list[Node], tmp_path: Path) -> None:
    (node,) = nodes
    with Workspace(Settings(workspace=tmp_path, elasticsearch=node.url)) as space:
        stop = threading.Event()
        thread = threading.Thread(target=writing, args=(space, stop))
        thread.start()
        time.sleep(3)
        node.stop(signal.SIGKILL)
        time.sleep(1)
        node.start()
        stop.set()
        thread.join(120)
        patiently(space.indexing.sync)
        agrees(space, space.store.count())


@pytest.mark.skipif(not LONG, reason="three nodes: make faults")
@pytest.mark.parametrize("nodes", [3], indirect=True)
def test_one_of_three_nodes_is_killed(nodes: list[Node], tmp_path: Path) -> None:
    everywhere = ",".join(node.url for node in nodes)
    settings = Settings(workspace=tmp_path, elasticsearch=everywhere, elasticsearch_shards=3, elasticsearch_replicas=1)
    with Workspace(settings) as space:
        stop = threading.Event()
        thread = threading.Thread(target=writing, args=(space, stop))
        thread.start()
        time.sleep(5)
        nodes[0].stop(signal.SIGKILL)
        time.sleep(10)
        assert space.search(ME, "یزد", View(limit=1)).total > 0
        stop.set()
        thread.join(240)
        patiently(space.indexing.sync)
        agrees(space, space.store.count())
        nodes[0].start()
        agrees(space, space.store.count())


PASSWORD = "first-password"
ROLES = """
office:
  cluster: []
  indices:
    - names: [ "asnad-*" ]
      privileges: [ "create_index", "manage", "read", "write" ]
"""
"""What a user (or an API key) of Asnad needs, and no more; docs/deployment.md says the same."""


@pytest.mark.skipif(not (available() and OWN), reason="Elasticsearch of our own is not at hand")
def test_a_cluster_that_asks_who_is_there(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Over TLS, as a user with few rights. API keys cannot be made on a server without analysis modules."""
    with own_nodes(1, PASSWORD, ROLES) as (node,):
        here = Settings(workspace=tmp_path, elasticsearch=node.url, elasticsearch_ca_file=str(node.authority))
        secret = SecretStr(PASSWORD * 2)
        known = here.model_copy(update={"elasticsearch_user": "office", "elasticsearch_password": secret})
        with Workspace(known) as space:
            space.store.put(documents(0, COUNT))
            assert space.indexing.sync() == COUNT
            space.indexing.reindex()
            space.indexing.roll_back()
            agrees(space)
        elsewhere = known.model_copy(update={"elasticsearch_prefix": "other"})
        with pytest.raises(BackendUnavailable, match="403"):
            Workspace(elsewhere)
        wrong = known.model_copy(update={"elasticsearch_password": SecretStr("other-secret")})
        key = here.model_copy(update={"elasticsearch_api_key": SecretStr("bm8tc3VjaDprZXk=")})
        refused = []
        for settings in (wrong, key):
            with pytest.raises(BackendUnavailable, match="401") as told:
                Workspace(settings)
            refused.append(str(told.value))
        with pytest.raises(BackendUnavailable, match=r"(?i)certificate|TLS|SSL"):
            Workspace(known.model_copy(update={"elasticsearch_ca_file": ""}))
        said = caplog.text + repr(refused) + repr(wrong) + repr(known) + repr(key) + repr(known.elastic())
        assert not [secret for secret in ("other-secret", PASSWORD, "bm8tc3VjaDprZXk=") if secret in said]
