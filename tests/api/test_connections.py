"""Who asks nothing is hung up on, who is slow to the end too; a request of two lengths is refused."""

import socket
import threading
import time
from collections.abc import Iterator

import pytest
import uvicorn

from pipeline.settings import Settings
from pipeline.workspace import Workspace
from search_api.app import create_app
from search_api.connections import Connection


class Hasty(Connection):
    head_seconds = 0.4
    body_seconds = 0.4


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    app = create_app(Workspace(Settings(workspace=tmp_path_factory.mktemp("asked"), workers=1)))
    server = uvicorn.Server(uvicorn.Config(app, port=0, http=Hasty, log_config=None, access_log=False))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield server.servers[0].sockets[0].getsockname()[1]
    server.should_exit = True
    thread.join()


def told(port: int, *pieces: bytes, pause: float = 0.0) -> bytes:
    """All that the server says until it hangs up, or for some seconds."""
    with socket.create_connection(("127.0.0.1", port), 5) as client:
        said = b""
        try:
            for piece in pieces:
                client.sendall(piece)
                time.sleep(pause)
            while piece := client.recv(65_536):
                said += piece
        except TimeoutError:
            return b"still open: " + said
        except ConnectionError:
            pass
        return said


def test_who_says_nothing_or_half_a_request_is_hung_up_on(port: int) -> None:
    assert told(port) == b""
    assert told(port, b"GET / HTTP/1.1\r\nHost: loc") == b""
    assert told(port, *[b"GET / HTTP/1.1\r\nHost: localhost\r\n", *[b"X: y\r\n"] * 8], pause=0.1) == b""
    half = b"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: 40\r\n\r\nname="
    assert b"200 OK" not in told(port, half)


def test_who_asks_is_answered_and_may_ask_again(port: int) -> None:
    asked = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
    said = told(port, asked, asked, asked, pause=0.2)
    assert said.count(b"200 OK") == 3
    assert b"still open" not in said
    form = b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 6\r\n\r\n"
    slow = [b"POST /sign-in HTTP/1.1\r\nHost: localhost\r\n" + form, *[b"a"] * 6]
    assert b" 422 " in told(port, *slow, pause=0.2)


def test_a_request_with_two_lengths_is_refused_and_the_rest_not_read(port: int) -> None:
    lengths = b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n"
    smuggled = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
    said = told(port, b"POST /sign-in HTTP/1.1\r\nHost: localhost\r\n" + lengths + smuggled)
    assert said.startswith(b"HTTP/1.1 400 ")
    assert said.count(b"HTTP/1.1 ") == 1
