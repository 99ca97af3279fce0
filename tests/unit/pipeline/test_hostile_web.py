"""Servers and addresses that were made to harm: refused, or over at the deadline, and nothing inside is reached."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import httpcore
import pytest

from pipeline.ingest.sources.addresses import Refused, WebAddress
from pipeline.ingest.sources.web import Fetcher
from pipeline.records import Failure, FetchLimits, Source
from tests.hostile import MIB, many_layers, packed, zeros

_OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"


@contextmanager
def server(answer: Callable[[socket.socket, str], None]) -> Iterator[tuple[str, list[str]]]:
    """A server that says anything; gives its address, and what was asked of it so far. It has no robots.txt."""
    asked: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            while True:
                try:
                    connection, _ = listening.accept()
                except OSError:
                    return
                threading.Thread(target=talk, args=(connection,), daemon=True).start()

        def talk(connection: socket.socket) -> None:
            with connection:
                head = connection.recv(65536).decode("latin-1")
                path = head.split(" ")[1] if " " in head else ""
                asked.append(path)
                try:
                    if path == "/robots.txt":
                        connection.sendall(b"HTTP/1.1 404 None\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                    else:
                        answer(connection, head)
                except OSError:
                    return

        threading.Thread(target=serve, daemon=True).start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}", asked
        listening.shutdown(socket.SHUT_RDWR)


def fetched(url: str, *, private: bool = True, seconds: float = 2.0) -> Source | Failure:
    with Fetcher(FetchLimits(4 * MIB, seconds, private)) as fetcher:
        return fetcher.fetch(url)


def _slow_headers(connection: socket.socket, _: str) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nX: ")
    while True:
        connection.sendall(b"a")
        time.sleep(0.1)


def _hints_without_end(connection: socket.socket, _: str) -> None:
    while True:
        connection.sendall(b"HTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\n")
        time.sleep(0.01)


def _slow_body(connection: socket.socket, _: str) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
    while True:
        connection.sendall(b"a")
        time.sleep(0.1)


@pytest.mark.parametrize("answer", [_slow_headers, _hints_without_end, _slow_body])
def test_one_deadline_is_over_everything(answer: Callable[[socket.socket, str], None]) -> None:
    with server(answer) as (url, _):
        started = time.monotonic()
        found = fetched(f"{url}/")
        assert isinstance(found, Failure)
        assert (found.code, time.monotonic() - started < 12) == ("timeout", True)


@pytest.mark.parametrize(
    ("encoding", "body", "code"),
    [
        ("gzip, gzip", many_layers(b"page", 2), "refused"),
        ("gzip", packed(zeros(200 * MIB)), "refused"),
        ("br", b"page", "refused"),
        ("gzip", b"no gzip at all", "corrupt"),
        ("gzip", many_layers("متن".encode(), 1), ""),
        ("identity", "متن".encode(), ""),
    ],
)
def test_a_page_is_unpacked_once_and_in_steps(encoding: str, body: bytes, code: str) -> None:
    def answer(connection: socket.socket, _: str) -> None:
        head = f"HTTP/1.1 200 OK\r\nContent-Encoding: {encoding}\r\nContent-Length: {len(body)}\r\n\r\n"
        connection.sendall(head.encode() + body)

    with server(answer) as (url, _):
        found = fetched(f"{url}/", seconds=10)
    if code:
        assert isinstance(found, Failure)
        assert found.code == code
    else:
        assert isinstance(found, Source)
        assert found.data.decode() == "متن"


@pytest.mark.parametrize(
    "host",
    [
        "127.1",
        "2130706433",
        "0x7f000001",
        "0",
        "[64:ff9b::7f00:1]",
        "[64:ff9b::a9fe:a9fe]",
        "[64:ff9b:1::1]",
        "[2002:7f00:1::]",
        "[::127.0.0.1]",
        "[::ffff:10.0.0.1]",
        "[fec0::1]",
        "[fe80::1]",
        "[ff02::1]",
        "[::]",
        "224.0.0.1",
        "192.88.99.1",
        "100.64.0.1",
        "①②⑦.0.0.1",
    ],
)
def test_an_address_that_leads_inside_is_refused(host: str) -> None:
    found = fetched(f"http://{host}/", private=False)
    assert isinstance(found, Failure)
    assert found.code in ("refused", "unreadable")
    assert "not a public address" in found.message or "cannot be fetched" in found.message


@pytest.mark.parametrize(
    "url",
    [
        "http://good.example\\@127.0.0.1/",
        "http://user:secret@good.example/",
        "http://good.example/a b",
        "http://good.example/\n",
        "http://[fe80::1%25eth0]/",
        "file:///etc/passwd",
        "http:///nothing",
        "http://good.example:99999/",
    ],
)
def test_what_two_readers_could_read_differently_is_read_by_none(url: str) -> None:
    with pytest.raises(Refused):
        WebAddress.of(url)


def test_a_password_is_neither_sent_nor_kept() -> None:
    def answer(connection: socket.socket, _: str) -> None:
        connection.sendall(
            b"HTTP/1.1 302 Found\r\nLocation: http://user:secret@127.0.0.1/\r\nContent-Length: 0\r\n\r\n"
        )

    with server(answer) as (url, _):
        for asked in (url.replace("//", "//user:secret@"), f"{url}/"):
            found = fetched(asked)
            assert isinstance(found, Failure)
            assert (found.code, "secret" in found.uri + found.message) == ("refused", False)


def test_what_is_connected_to_is_what_was_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that answers with another address the second time it is asked."""
    answers = iter(["9.9.9.9", "127.0.0.1", "127.0.0.1"])
    connected: list[str] = []

    def resolve(_: str, port: int, **__: object) -> list[tuple[object, ...]]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), port))]

    def connect(_: object, host: str, *__: object, **___: object) -> httpcore.NetworkStream:
        connected.append(host)
        raise httpcore.ConnectError("nobody is called in a test")

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", connect)
    found = fetched("http://rebinding.example/secret", private=False)
    assert isinstance(found, Failure)
    assert (found.code, connected) == ("unreadable", ["9.9.9.9"])


def test_nothing_inside_is_asked_before_it_is_refused() -> None:
    with server(lambda connection, _: connection.sendall(_OK)) as (url, asked):
        port = url.rsplit(":", 1)[1]
        found = fetched(f"http://127.0.0.1:{port}/secret", private=False)
        assert isinstance(found, Failure)
        assert (found.code, asked) == ("refused", [])


def test_the_host_is_asked_for_by_its_name() -> None:
    heads: list[str] = []

    def answer(connection: socket.socket, head: str) -> None:
        heads.append(head)
        connection.sendall(_OK)

    with server(answer) as (url, _):
        port = url.rsplit(":", 1)[1]
        found = fetched(f"http://localhost:{port}/%DB%B1?a=ب")
    assert isinstance(found, Source)
    assert found.uri == f"http://localhost:{port}/%DB%B1?a=%D8%A8"
    assert f"Host: localhost:{port}\r\n" in heads[0]
