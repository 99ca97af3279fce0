"""Fetches a page of the web politely: what robots.txt allows, within limits of size, time, redirects and addresses."""

import time
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin
from urllib.robotparser import RobotFileParser

from pipeline.ingest.sources.addresses import Refused, WebAddress, is_allowed, without_user
from pipeline.records import Failure, FetchLimits, Source

if TYPE_CHECKING:
    import httpcore

    from pipeline.ingest.sources.connections import Backend

AGENT = "Asnad/0.1"
_REDIRECTS = 5
_ROBOTS_BYTES = 512 * 1024
_ROBOTS_KEPT, _ROBOTS_AWAY = 24 * 3600.0, 600.0
"""Seconds that a site's robots.txt is good for, and those where the site could not say what it allows."""
_PORTS = (80, 443)
_MOVED = (301, 302, 303, 307, 308)
_STEP = 64 * 1024
_ENCODINGS = ("gzip", "x-gzip", "deflate")
_ANY_ZLIB = 47
"""Tells zlib to find out whether a stream is gzip or zlib."""
_HEADERS = {
    "User-Agent": AGENT,
    "Accept": "text/html,application/xhtml+xml,application/pdf,*/*;q=0.5",
    "Accept-Encoding": "gzip",
}


def is_url(path: str) -> bool:
    """Whether a path of the command line is an address of the web."""
    return path.lower().startswith(("http://", "https://"))


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered in the end: status and headers, the body as it came and unpacked, and the way there."""

    uri: str
    status: int
    reason: str
    headers: tuple[tuple[str, str], ...]
    raw: bytes
    data: bytes
    moved: tuple[tuple[int, str], ...] = ()
    """Status and address of each redirect that was followed."""

    def header(self, name: str) -> str:
        """The first header of a name; "" where there is none."""
        return next((value for one, value in self.headers if one.lower() == name), "")

    @property
    def name(self) -> str:
        """The last part of the address, decoded; the host where there is none."""
        address = WebAddress.of(self.uri)
        return unquote(address.target.split("?")[0].rstrip("/").rsplit("/", 1)[-1]) or address.netloc


class Robots:
    """The robots.txt of sites, kept for a while; safe to share between fetchers."""

    def __init__(self) -> None:
        """Knows no site yet."""
        self._kept: dict[str, tuple[float, RobotFileParser]] = {}

    def known(self, site: str) -> RobotFileParser | None:
        """What a site allows, where that was asked lately."""
        until, rules = self._kept.get(site, (0.0, None))
        return rules if time.monotonic() < until else None

    def keep(self, site: str, status: int, data: bytes) -> RobotFileParser:
        """What an answer to the question for robots.txt allows."""
        rules, kept = RobotFileParser(), _ROBOTS_KEPT
        if status == HTTPStatus.OK:
            rules.parse(data.decode("utf-8", "replace").splitlines())
        elif status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            rules.disallow_all = True  # type: ignore[attr-defined]  # RFC 9309, 2.3.1.4: it may not want to be read
            kept = _ROBOTS_AWAY
        else:
            rules.allow_all = True  # type: ignore[attr-defined]
        self._kept[site] = (time.monotonic() + kept, rules)
        return rules

    def delay(self, site: str) -> float:
        """Seconds between two requests that a site asks for; 0 where it asks for none."""
        rules = self.known(site)
        try:
            return float(rules.crawl_delay(AGENT) or 0) if rules else 0.0
        except (TypeError, ValueError):
            return 0.0


class Fetcher:
    """Fetches pages one by one; asks each host for its robots.txt once."""

    def __init__(self, limits: FetchLimits, robots: Robots | None = None) -> None:
        """Opens no connection yet."""
        self._limits = limits
        self._robots = robots or Robots()

    @cached_property
    def _backend(self) -> "Backend":
        from pipeline.ingest.sources.connections import Backend

        return Backend(private=self._limits.private, allowed=self._limits.allowed)

    @cached_property
    def _pool(self) -> "httpcore.ConnectionPool":
        import httpcore

        return httpcore.ConnectionPool(network_backend=self._backend, max_keepalive_connections=4)

    def __enter__(self) -> "Fetcher":
        return self

    def __exit__(self, *_: object) -> None:
        if "_pool" in self.__dict__:
            self._pool.close()

    def sitemaps(self, url: str) -> list[str]:
        """The sitemaps that the robots.txt of a site names, which was asked for a page of it."""
        rules = self._robots.known(WebAddress.of(url).site)
        return list(rules.site_maps() or ()) if rules else []

    def fetch(self, url: str, source: str = "") -> Source | Failure:
        """The page, under the address that it was found at in the end; or why it cannot be had."""
        shown = without_user(url)
        try:
            found = self.ask(url)
        except Refused as error:
            return Failure(shown, "read", error.code, str(error))
        if found.status != HTTPStatus.OK:
            return Failure(shown, "read", "unreadable", f"the server answered with status {found.status}")
        return Source(found.uri, found.name, found.data, source)

    def ask(self, url: str, headers: Mapping[str, str] | None = None) -> Answer:
        """The answer behind all redirects, whatever its status; raises Refused where none can be had, or is allowed."""
        import httpcore

        self._backend.ends_at = time.monotonic() + self._limits.seconds
        try:
            return self._followed(url, headers or {})
        except httpcore.TimeoutException:
            why = f"fetching it took longer than {self._limits.seconds:g} s"
            raise Refused("timeout", why, "timeout") from None
        except (httpcore.NetworkError, httpcore.ProtocolError, ValueError, OSError) as error:
            why = f"the page cannot be fetched: {error or type(error).__name__}"
            raise Refused("unreadable", why, "unreachable") from error

    def _followed(self, url: str, headers: Mapping[str, str]) -> Answer:
        moved: list[tuple[int, str]] = []
        for _ in range(_REDIRECTS + 1):
            address = self._checked(url)
            if not self._robots_of(address).can_fetch(AGENT, str(address)):
                raise Refused("refused", "the site's robots.txt does not allow it", "robots")
            answer = self._get(address, self._limits.bytes, headers)
            if answer.status not in _MOVED or not answer.header("location"):
                return replace(answer, moved=tuple(moved))
            url = urljoin(str(address), answer.header("location"))
            moved.append((answer.status, url))
        raise Refused("refused", f"it is redirected more than {_REDIRECTS} times", "redirects")

    def _checked(self, url: str) -> WebAddress:
        """The address, where it is one of the web; whose machine it names is judged when it is connected to."""
        address = WebAddress.of(url)
        named = is_allowed(address.host, address.port, self._limits.allowed)
        if not self._limits.private and not named and address.port not in _PORTS:
            raise Refused("refused", f"port {address.port} is not one of the web's")
        return address

    def _robots_of(self, address: WebAddress) -> RobotFileParser:
        known = self._robots.known(address.site)
        if known is not None:
            return known
        asked = WebAddress(address.scheme, address.host, address.port, "/robots.txt")
        answer = self._get(asked, _ROBOTS_BYTES, {}, cut=True)
        return self._robots.keep(address.site, answer.status, answer.data)

    def _get(self, address: WebAddress, most: int, headers: Mapping[str, str], *, cut: bool = False) -> Answer:
        """One answer; a body over the limit is refused, or ``cut``."""
        import httpcore

        url = httpcore.URL(
            scheme=address.scheme.encode(),
            host=address.host.encode(),
            port=address.port,
            target=address.target.encode(),
        )
        sent = [("Host", address.netloc), *_HEADERS.items(), *headers.items()]
        with self._pool.stream("GET", url, headers=sent) as answer:
            told = tuple((name.decode("latin-1"), _text(value)) for name, value in answer.headers)
            reason = answer.extensions.get("reason_phrase", b"").decode("latin-1")
            found = Answer(str(address), answer.status, reason, told, b"", b"")
            raw, data = bytearray(), bytearray()
            for piece in _decoded(_heard(answer.iter_stream(), raw), found.header("content-encoding").lower()):
                data += piece
                self._backend.left()
                if len(data) > most and not cut:
                    raise Refused("refused", f"the page has more than {most:,} bytes", "too_large")
                if len(data) > most:
                    break
            return replace(found, raw=bytes(raw), data=bytes(data[:most]))


def _heard(body: Iterator[bytes], raw: bytearray) -> Iterator[bytes]:
    """The pieces of a body, which are also kept as they came."""
    for piece in body:
        raw += piece
        yield piece


def _text(value: bytes) -> str:
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value.decode("latin-1")


def _decoded(body: Iterator[bytes], encoding: str) -> Iterator[bytes]:
    """The pieces of a body, unpacked in bounded steps: what is packed twice, or otherwise, is refused."""
    layers = [name for part in encoding.split(",") if (name := part.strip().lower()) not in ("", "identity")]
    if not layers:
        yield from body
        return
    if len(layers) > 1 or layers[0] not in _ENCODINGS:
        raise Refused("refused", "the page is packed more than once, or in a way that was not asked for", "packed")
    unpacker, whole = zlib.decompressobj(_ANY_ZLIB), True
    try:
        for piece in body:
            step, whole = b"", False
            while piece or len(step) == _STEP:  # what fills a step may have more behind it
                step = unpacker.decompress(piece, _STEP)
                yield step
                piece = unpacker.unconsumed_tail
                if unpacker.eof:
                    piece, unpacker, whole = unpacker.unused_data, zlib.decompressobj(_ANY_ZLIB), True
    except zlib.error as error:
        raise Refused("corrupt", f"the page cannot be unpacked: {error}", "packed") from error
    if not whole:
        raise Refused("corrupt", "the page cannot be unpacked: it is cut off", "packed")
