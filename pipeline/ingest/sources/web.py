"""Fetches a page of the web politely: what robots.txt allows, within limits of size, time, redirects and addresses."""

import ipaddress
import socket
import time
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin, urlsplit
from urllib.robotparser import RobotFileParser

from pipeline.records import Failure, FetchLimits, Source

if TYPE_CHECKING:
    import httpx

AGENT = "Asnad/0.1"
_REDIRECTS = 5
_ROBOTS_BYTES = 512 * 1024
_PORTS = (80, 443)
_MOVED = (301, 302, 303, 307, 308)


def is_url(path: str) -> bool:
    """Whether a path of the command line is an address of the web."""
    return path.lower().startswith(("http://", "https://"))


class Refused(Exception):
    """Raised where a page may not or cannot be had; ``code`` is one of the failure codes."""

    def __init__(self, code: str, message: str) -> None:
        """Keeps both."""
        super().__init__(message)
        self.code = code


class Fetcher:
    """Fetches pages one by one; asks each host for its robots.txt once."""

    def __init__(self, limits: FetchLimits) -> None:
        """Opens no connection yet."""
        self._limits = limits
        self._robots: dict[str, RobotFileParser] = {}

    @cached_property
    def _client(self) -> "httpx.Client":
        import httpx

        headers = {"User-Agent": AGENT, "Accept": "text/html,application/xhtml+xml,application/pdf,*/*;q=0.5"}
        return httpx.Client(headers=headers, timeout=self._limits.seconds, trust_env=False)

    def __enter__(self) -> "Fetcher":
        return self

    def __exit__(self, *_: object) -> None:
        if "_client" in self.__dict__:
            self._client.close()

    def fetch(self, url: str, source: str = "") -> Source | Failure:
        """The page, under the address that it was found at in the end; or why it cannot be had."""
        import httpx

        try:
            final, data = self._followed(url, time.monotonic() + self._limits.seconds)
        except Refused as error:
            return Failure(url, "read", error.code, str(error))
        except httpx.TimeoutException:
            return Failure(url, "read", "timeout", f"the server did not answer within {self._limits.seconds:g} s")
        except (httpx.HTTPError, httpx.InvalidURL, ValueError, OSError) as error:
            return Failure(url, "read", "unreadable", f"the page cannot be fetched: {error or type(error).__name__}")
        name = unquote(urlsplit(final).path.rstrip("/").rsplit("/", 1)[-1]) or urlsplit(final).netloc
        return Source(final, name, data, source)

    def _followed(self, url: str, deadline: float) -> tuple[str, bytes]:
        for _ in range(_REDIRECTS + 1):
            self._check(url)
            if not self._robots_of(url, deadline).can_fetch(AGENT, url):
                raise Refused("refused", "the site's robots.txt does not allow it")
            status, location, data = self._get(url, deadline, self._limits.bytes)
            if status in _MOVED and location:
                url = urljoin(url, location)
            elif status == 200:
                return url, data
            else:
                raise Refused("unreadable", f"the server answered with status {status}")
        raise Refused("refused", f"it is redirected more than {_REDIRECTS} times")

    def _check(self, url: str) -> None:
        """Refuses what is no public address of the web: a page must not lead into the network of who fetches it."""
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise Refused("refused", f"only http and https are fetched, not {parts.scheme or 'this'}")
        if self._limits.private:
            return
        port = parts.port or (443 if parts.scheme == "https" else 80)
        if port not in _PORTS:
            raise Refused("refused", f"port {port} is not one of the web's")
        for *_, address in socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM):
            _public(str(address[0]))

    def _robots_of(self, url: str, deadline: float) -> RobotFileParser:
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc}"
        if site not in self._robots:
            rules = RobotFileParser()
            status, _, data = self._get(f"{site}/robots.txt", deadline, _ROBOTS_BYTES, cut=True)
            if status == 200:
                rules.parse(data.decode("utf-8", "replace").splitlines())
            elif status >= 500:
                rules.disallow_all = True  # type: ignore[attr-defined]  # RFC 9309, 2.3.1.4: it may not want to be read
            else:
                rules.allow_all = True  # type: ignore[attr-defined]
            self._robots[site] = rules
        return self._robots[site]

    def _get(self, url: str, deadline: float, most: int, *, cut: bool = False) -> tuple[int, str, bytes]:
        """Status, Location and body of an answer; a body over the limit is refused, or ``cut``."""
        with self._client.stream("GET", url) as answer:
            if not self._limits.private:
                _public(str(answer.extensions["network_stream"].get_extra_info("server_addr")[0]))
            data = bytearray()
            for chunk in answer.iter_bytes():
                data += chunk
                if time.monotonic() > deadline:
                    raise Refused("timeout", f"fetching it took longer than {self._limits.seconds:g} s")
                if len(data) > most and not cut:
                    raise Refused("refused", f"the page has more than {most:,} bytes")
                if len(data) > most:
                    break
            return answer.status_code, answer.headers.get("location", ""), bytes(data[:most])


def _public(address: str) -> None:
    if not ipaddress.ip_address(address.split("%")[0]).is_global:
        raise Refused("refused", f"{address} is not a public address; ASNAD_FETCH_PRIVATE=1 allows it")
