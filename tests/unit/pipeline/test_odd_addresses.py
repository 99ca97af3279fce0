"""Addresses of private networks in every spelling, to be fetched from and sent to; nobody is asked for them."""

import socket
from typing import Any

import pytest

from pipeline.ingest.sources.web import Fetcher
from pipeline.monitors.sending import Outside, Unsent
from pipeline.records import Failure, FetchLimits

REFUSED = (
    *("2130706433", "0177.0.0.1", "0x7f.1", "0x7f000001", "127.1", "0", "[::1]", "[::ffff:127.0.0.1]"),
    *("[::ffff:7f00:1]", "[::]", "news.example@127.0.0.1", "localhost.", "LocalHost", "127.0.0.1."),
    *("１２７.０.０.１", "①②⑦.⓪.⓪.①", "127。0。0。1", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "[fe80::1%25eth0]"),
    *("[::127.0.0.1]", "0300.0250.0.1", "100.64.0.1", "169.254.169.254", "[fec0::1]", "[fc00::1]", "[ff02::1]"),
    *("224.0.0.1", "255.255.255.255", "%31%32%37.0.0.1", "localhost%2e", r"127.0.0.1:80\@news.example"),
    *(r"news.example\@127.0.0.1", "017700000001", "[2001:0:4136:e378:8000:63bf:80ff:fffe]", "[::ffff:0:7f00:1]"),
    *("xn--127-0-0-1-.localhost", "anything.localhost", "192.0.0.8", "198.18.0.1", "ⓛⓞⓒⓐⓛⓗⓞⓢⓣ"),
    *("ip6-localhost", "0xA9FEA9FE", "10.0.0.1\t", "4294967296", "9.9.9.9.9", "[3fff::1]", "[2001:db8::1]"),
)
PUBLIC = ("8.8.8.8", "172.32.0.1", "11.0.0.1", "[2606:4700:4700::1111]", "192.169.0.1", "press.example.", "9.example")


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Whom the system was asked for; it knows nobody."""
    hosts: list[str] = []

    def nobody(host: str, *_: Any, **__: Any) -> Any:
        hosts.append(host)
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", nobody)
    return hosts


@pytest.mark.parametrize("host", REFUSED)
def test_nothing_private_is_sent_to_or_fetched_however_it_is_written(host: str, asked: list[str]) -> None:
    with pytest.raises(Unsent) as sent:
        Outside().checked(f"http://{host}/")
    assert sent.value.final
    with Fetcher(FetchLimits(1024, 5.0, False)) as fetcher:
        found = fetcher.fetch(f"http://{host}/")
    assert isinstance(found, Failure)
    assert found.code == "refused", found.message
    assert asked == []


@pytest.mark.parametrize("host", PUBLIC)
def test_what_is_public_may_be_asked(host: str) -> None:
    assert Outside().checked(f"http://{host}/").host == host.strip("[]")
