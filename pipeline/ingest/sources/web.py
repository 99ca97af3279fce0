"""Fetches a page of the web politely: what robots.txt allows, within limits of size, time, redirects and addresses."""

import time
import zlib
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin
from urllib.robotparser import RobotFileParser

from pipeline.ingest.sources.addresses import Refused, WebAddress, without_user
from pipeline.records import Failure, FetchLimits, Source

if TYPE_CHECKING:
    import httpcore

    from pipeline.ingest.sources.connections import Backend

AGENT = "Asnad/0.1"
_REDIRECTS = 5
_ROBOTS_BYTES = 512 * 1024
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


class Fetcher:
    """Fetches pages one by one; asks each host for its robots.txt once."""

    def __init__(self, limits: FetchLimits) -> None:
        """Opens no connection yet."""
        self._limits = limits
        self._robots: dict[str, RobotFileParser] = {}

    @cached_property
    def _backend(self) -> "Backend":
        from pipeline.ingest.sources.connections import Backend

        return Backend(private=self._limits.private)

    @cached_property
    def _pool(self) -> "httpcore.ConnectionPool":
        import httpcore

        return httpcore.ConnectionPool(network_backend=self._backend, max_keepalive_connections=4)

    def __enter__(self) -> "Fetcher":
        return self

    def __exit__(self, *_: object) -> None:
        if "_pool" in self.__dict__:
            self._pool.close()

    def fetch(self, url: str, source: str = "") -> Source | Failure:
        """The page, under the address that it was found at in the end; or why it cannot be had."""
        import httpcore

        shown = without_user(url)
        self._backend.ends_at = time.monotonic() + self._limits.seconds
        try:
            final, data = self._followed(url)
        except Refused as error:
            return Failure(shown, "read", error.code, str(error))
        except httpcore.TimeoutException:
            return Failure(shown, "read", "timeout", f"fetching it took longer than {self._limits.seconds:g} s")
        except (httpcore.NetworkError, httpcore.ProtocolError, ValueError, OSError) as error:
            return Failure(shown, "read", "unreadable", f"the page cannot be fetched: {error or type(error).__name__}")
        name = unquote(final.target.split("?")[0].rstrip("/").rsplit("/", 1)[-1]) or final.netloc
        return Source(str(final), name, data, source)

    def _followed(self, url: str) -> tuple[WebAddress, bytes]:
        for _ in range(_REDIRECTS + 1):
            address = self._checked(url)
            if not self._robots_of(address).can_fetch(AGENT, str(address)):
                raise Refused("refused", "the site's robots.txt does not allow it")
            status, location, data = self._get(address, self._limits.bytes)
            if status in _MOVED and location:
                url = urljoin(str(address), location)
            elif status == 200:
                return address, data
            else:
                raise Refused("unreadable", f"the server answered with status {status}")
        raise Refused("refused", f"it is redirected more than {_REDIRECTS} times")

    def _checked(self, url: str) -> WebAddress:
        """The address, where it is one of the web; whose machine it names is judged when it is connected to."""
        address = WebAddress.of(url)
        if not self._limits.private and address.port not in _PORTS:
            raise Refused("refused", f"port {address.port} is not one of the web's")
        return address

    def _robots_of(self, address: WebAddress) -> RobotFileParser:
        if address.site not in self._robots:
            rules = RobotFileParser()
            asked = WebAddress(address.scheme, address.host, address.port, "/robots.txt")
            status, _, data = self._get(asked, _ROBOTS_BYTES, cut=True)
            if status == 200:
                rules.parse(data.decode("utf-8", "replace").splitlines())
            elif status >= 500:
                rules.disallow_all = True  # type: ignore[attr-defined]  # RFC 9309, 2.3.1.4: it may not want to be read
            else:
                rules.allow_all = True  # type: ignore[attr-defined]
            self._robots[address.site] = rules
        return self._robots[address.site]

    def _get(self, address: WebAddress, most: int, *, cut: bool = False) -> tuple[int, str, bytes]:
        """Status, Location and body of an answer; a body over the limit is refused, or ``cut``."""
        import httpcore

        url = httpcore.URL(
            scheme=address.scheme.encode(),
            host=address.host.encode(),
            port=address.port,
            target=address.target.encode(),
        )
        headers = [("Host", address.netloc), *_HEADERS.items()]
        with self._pool.stream("GET", url, headers=headers) as answer:
            told = {name.decode("latin-1").lower(): _text(value) for name, value in answer.headers}
            data = bytearray()
            for piece in _decoded(answer.iter_stream(), told.get("content-encoding", "")):
                data += piece
                self._backend.left()
                if len(data) > most and not cut:
                    raise Refused("refused", f"the page has more than {most:,} bytes")
                if len(data) > most:
                    break
            return answer.status, told.get("location", ""), bytes(data[:most])


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
        raise Refused("refused", "the page is packed more than once, or in a way that was not asked for")
    unpacker = zlib.decompressobj(_ANY_ZLIB)
    try:
        for piece in body:
            step = b""
            while piece or len(step) == _STEP:  # what fills a step may have more behind it
                step = unpacker.decompress(piece, _STEP)
                yield step
                piece = unpacker.unconsumed_tail
                if unpacker.eof:
                    piece, unpacker = unpacker.unused_data, zlib.decompressobj(_ANY_ZLIB)
    except zlib.error as error:
        raise Refused("corrupt", f"the page cannot be unpacked: {error}") from error
