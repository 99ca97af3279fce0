"""Addresses of the web: one reading of them for everybody, and which of the machines behind them are public."""

import ipaddress
import re
import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network
from urllib.parse import quote, urlsplit

from corpora.sentences import Sentence

_SAFE = "%/:!$&'()*+,;=@~"
_PORTS = {"http": 80, "https": 443}
_USER = re.compile(r"(?<=//)[^/?#]*@")
_NEVER = re.compile(r"[\x00-\x20\x7f]")
_NAT64 = IPv6Network("64:ff9b::/96")
_UNICAST = IPv6Network("2000::/3")
"""All of IPv6 that was ever given to anybody."""
_RELAYS = IPv4Network("192.88.99.0/24")
_ASSIGNED = IPv4Network("192.0.0.0/24"), IPv6Network("2001::/23"), IPv6Network("3fff::/20")
"""Kept by IANA for protocols and for texts, some of it later than Python's own table."""
_NUMERIC = re.compile(r"(?:0x[0-9a-f]*|[0-9]+)(?:\.(?:0x[0-9a-f]*|[0-9]+)){0,3}")
"""An IPv4 address as C reads it: one to four numbers, in decimal, octal or hexadecimal."""
_NUMBER = re.compile(r"(?:^|\.)(?:[0-9]+|0x[0-9a-f]*)$")
"""What ends in a number is an address or nothing (WHATWG's URL standard): no name may."""
_HOME = re.compile(r"(?:^|\.)(?:localhost|localdomain|local|internal|home\.arpa|ip6-localhost|ip6-loopback)$")
"""Names that never name a machine on the internet (RFC 6761, 6762 and 8375, and what ICANN and Debian keep for it)."""
_ISATAP = (0x00005EFE, 0x02005EFE)


class Refused(Exception):
    """Raised where a page may not or cannot be had; ``code`` is one of the failure codes.

    ``reason`` says it more closely, for the log of a source: address, private, robots, redirects, too_large, packed.
    """

    def __init__(self, code: str, message: str, reason: str = "address") -> None:
        """Keeps all three."""
        super().__init__(message)
        self.code = code
        self.reason = reason


@dataclass(frozen=True, slots=True)
class WebAddress:
    """An address of the web, read once: what is judged, connected to, asked for and stored are these parts."""

    scheme: str
    host: str
    """In ASCII; an IPv6 address without brackets."""
    port: int
    target: str
    """Path and query."""

    @classmethod
    def of(cls, url: str) -> "WebAddress":
        """Reads an address; raises Refused where it is none of the web's, or readers would differ on its host."""
        if "\\" in url.split("?", 1)[0] or _NEVER.search(url):
            raise Refused("refused", Sentence("the address holds a backslash, a blank or a control character"))
        try:
            parts = urlsplit(url)
            port = parts.port or _PORTS.get(parts.scheme, 0)
            host = _ascii(parts.hostname or "")
        except ValueError as error:
            raise Refused("refused", Sentence("the address cannot be read: {reason}", reason=error)) from error
        if parts.scheme not in _PORTS or not host:
            raise Refused(
                "refused", Sentence("only http and https are fetched, not {scheme}", scheme=parts.scheme or "this")
            )
        if "@" in parts.netloc:
            raise Refused("refused", Sentence("the address holds a user name, which is not sent and not kept"))
        target = quote(parts.path or "/", safe=_SAFE) + (
            f"?{quote(parts.query, safe=_SAFE + '?')}" if parts.query else ""
        )
        return cls(parts.scheme, host, port, target)

    @property
    def netloc(self) -> str:
        """Host and, where it is not the scheme's own, port."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def site(self) -> str:
        """Scheme, host and port."""
        return f"{self.scheme}://{self.netloc}"

    def __str__(self) -> str:
        return self.site + self.target


def _ascii(host: str) -> str:
    """A host name in ASCII; raises ValueError."""
    if "%" in host:
        raise ValueError("its host names an interface, or is percent-encoded")
    return host if host.isascii() else host.encode("idna").decode()


def without_user(url: str) -> str:
    """An address as it may be stored and shown: without user name and password.

    >>> without_user("http://user:secret@example.org/a@b")
    'http://example.org/a@b'
    """
    return _USER.sub("", url)


def is_public(address: str) -> bool:
    """Whether an IP address is one that anybody on the internet means by it; what wraps another is what it wraps.

    >>> [is_public(a) for a in ("9.9.9.9", "127.0.0.1", "::1", "64:ff9b::7f00:1", "2002:7f00:1::", "::127.0.0.1")]
    [True, False, False, False, False, False]
    >>> [is_public(a) for a in ("fec0::1", "224.0.0.1", "192.88.99.1", "64:ff9b:1::1", "64:ff9b::909:909")]
    [False, False, False, False, True]
    """
    ip = ipaddress.ip_address(address.split("%")[0])
    if isinstance(ip, IPv4Address):
        kept = ip in _RELAYS or ip in _ASSIGNED[0]
        return ip.is_global and not ip.is_multicast and not ip.is_reserved and not kept
    inner = _wrapped(ip)
    if inner is not None and not is_public(str(inner)):
        return False
    if ip.ipv4_mapped or ip in _NAT64:
        return True
    return ip.is_global and ip in _UNICAST and not any(ip in net for net in _ASSIGNED[1:])


def is_allowed(host: str, port: int, allowed: frozenset[str]) -> bool:
    """Whether somebody named a host, or one port of it, as one that may be asked though it is not public.

    >>> [is_allowed("news.lan", 8080, frozenset(names)) for names in (["news.lan"], ["news.lan:8080"], ["news.lan:80"])]
    [True, True, False]
    """
    return host in allowed or f"{host}:{port}" in allowed


def may_be_public(host: str) -> bool:
    """Whether a host, as an address of the web writes it, may be one on the internet, as far as it tells itself.

    Names are judged when they are looked up; those that never name anything outside, and addresses in any of the forms
    that a system reads, are judged here.

    >>> [may_be_public(host) for host in ("press.example", "9.9.9.9", "2606:4700::1111")]
    [True, True, True]
    >>> [may_be_public(host) for host in ("127.1", "0x7f.1", "2130706433", "017700000001", "::ffff:10.0.0.1")]
    [False, False, False, False, False]
    >>> [may_be_public(host) for host in ("4294967296", "9.9.9.9.9", "localhost.")]
    [False, False, False]
    """
    name = host.rstrip(".").lower()
    written = _address_of(name)
    if written:
        return is_public(written)
    return not _HOME.search(name) and not _NUMBER.search(name)


def _address_of(name: str) -> str:
    """The IP address that a host is, however it is written; "" of a name."""
    try:
        return str(ipaddress.ip_address(name.split("%")[0]))
    except ValueError:
        pass
    try:
        return socket.inet_ntoa(socket.inet_aton(name)) if _NUMERIC.fullmatch(name) else ""
    except OSError:
        return ""


def not_public(host: str, address: str = "") -> Sentence:
    """Why a host is not asked, and how whoever keeps the archive can allow it."""
    return Sentence(
        "{address} is not a public address; ASNAD_FETCH_ALLOWED={host} or ASNAD_FETCH_PRIVATE=1 allows it",
        address=address or host,
        host=host,
    )


def _wrapped(ip: IPv6Address) -> IPv4Address | None:
    """The IPv4 address that an IPv6 address is another form of."""
    if ip.ipv4_mapped or ip.sixtofour:
        return ip.ipv4_mapped or ip.sixtofour
    low = int(ip) & 0xFFFFFFFF
    is_tunnel = int(ip) >> 32 & 0xFFFFFFFF in _ISATAP
    return IPv4Address(low) if ip in _NAT64 or is_tunnel else None
