"""What a server loads when it starts makes way for requests, and is there in the end."""

import gc
import threading
import time
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from pipeline.errors import BackendUnavailable
from pipeline.organisations.organisations import Organisations
from pipeline.people.principal import local
from pipeline.registry.decrees import Decrees
from pipeline.registry.meetings import Meetings
from pipeline.settings import Settings
from pipeline.workspace import Workspace
from search_api.app import create_app
from search_api.warming import Warming


def test_it_waits_while_a_request_is_under_way(workspace: Workspace) -> None:
    warming = Warming(workspace)
    warming.pause()  # nobody asks: it goes on
    warming.begin()
    ended = threading.Event()

    def load() -> None:
        warming.pause()
        ended.set()

    threading.Thread(target=load).start()
    assert not ended.wait(0.3)
    warming.end()
    assert ended.wait(10)


def test_a_request_that_never_ends_does_not_hold_it_up_for_ever(workspace: Workspace) -> None:
    warming = Warming(workspace)
    warming._left = 0.2
    warming.begin()
    began = time.monotonic()
    warming.pause()
    warming.pause()
    assert 0.2 <= time.monotonic() - began < 5


def test_a_server_is_warm_soon_and_answers_meanwhile(filled: Path) -> None:
    with TestClient(
        create_app(Workspace(Settings(workspace=filled, workers=1))), base_url="http://127.0.0.1"
    ) as client:
        assert client.get("/api/v1/search", params={"q": "نشست"}).status_code == 200
        assert client.app.state.warming.ready.wait(120)  # type: ignore[attr-defined]
        assert client.get("/digest", headers={"accept": "text/html"}).status_code == 200


def test_lists_of_the_registers_are_made_before_anybody_asks(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    space = Workspace(Settings(workspace=filled, workers=1))
    space.upkeep.settle()
    space.register.sync()

    def made_again(*_: object) -> None:
        raise AssertionError("nothing was there before it was asked for")

    with TestClient(create_app(space), base_url="http://127.0.0.1") as client:
        assert client.app.state.warming.ready.wait(120)  # type: ignore[attr-defined]
        monkeypatch.setattr(Organisations, "_bring_up", made_again)
        monkeypatch.setattr(Decrees, "tell", made_again)
        monkeypatch.setattr(Meetings, "tell", made_again)
        for address in ("/organisations", "/decrees", "/meetings"):
            assert client.get(address, headers={"accept": "text/html"}).status_code == 200


def test_a_piece_that_cannot_be_loaded_keeps_no_other_away(
    filled: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def damaged(_: Workspace) -> None:
        raise BackendUnavailable("the index is damaged")

    monkeypatch.setattr("search_api.warming.search.load", damaged)
    with TestClient(
        create_app(Workspace(Settings(workspace=filled, workers=1))), base_url="http://127.0.0.1"
    ) as client:
        assert client.app.state.warming.ready.wait(120)  # type: ignore[attr-defined]
    assert "cannot be loaded before it is asked for: the index is damaged" in caplog.text


def test_who_stops_the_server_stops_it_too(workspace: Workspace) -> None:
    warming = Warming(workspace)
    warming.begin()  # a request that never ends
    warming.start()
    began = time.monotonic()
    warming.stop()
    assert time.monotonic() - began < 5
    assert warming._thread is not None
    assert not warming._thread.is_alive()
    assert not warming.ready.is_set()
    assert gc.isenabled()


def test_the_first_list_of_all_documents_waits_for_nothing(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It took twice as long as the next one: templates were compiled, facets counted, currencies read."""
    space = Workspace(Settings(workspace=filled, workers=1))
    before = len(space.audit.entries(local()))
    with TestClient(create_app(space), base_url="http://127.0.0.1") as client:
        assert client.app.state.warming.ready.wait(120)  # type: ignore[attr-defined]
        assert len(space.audit.entries(local())) == before, "nobody asked"

        def never(*_: object, **__: object) -> None:
            raise AssertionError("worked out in a request")

        monkeypatch.setattr("pipeline.index.embedded.search._counted", never)
        monkeypatch.setattr("jinja2.environment.Environment.compile", never)
        for language in ("fa", "ar", "en"):
            page = client.get("/", params={"q": "*", "ui": language}, headers={"accept": "text/html"})
            assert page.status_code == 200
