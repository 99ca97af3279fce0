"""Stable names: document keys, content hashes, mention ids."""

import hashlib
from urllib.parse import SplitResult, quote, urlsplit, urlunsplit

from corpora.document import MAIN, Span


def digest(data: bytes) -> str:
    """The SHA-256 of bytes in hexadecimal: names a blob and a version."""
    return hashlib.sha256(data).hexdigest()


def _short(*parts: str) -> str:
    joined = "\0".join(parts).encode("utf-8", "surrogatepass")
    return hashlib.sha256(joined).hexdigest()[:32]


_PORTS = {"http": 80, "https": 443}


def _netloc(parts: SplitResult) -> str:
    """The host in ASCII, with its port where that is not the scheme's own; without a user name. Raises ValueError."""
    if parts.scheme not in _PORTS:
        return parts.netloc.lower()
    host = (parts.hostname or "").rstrip(".")
    if not host.isascii():
        host = host.encode("idna").decode()
    port = "" if parts.port in (None, _PORTS[parts.scheme]) else f":{parts.port}"
    return (f"[{host}]" if ":" in host else host) + port


def canonical_uri(uri: str) -> str:
    """The same page by one spelling: scheme and host lowered, fragment gone, non-ASCII percent-encoded.

    >>> canonical_uri("HTTPS://Example.IR/خبر/1#top")
    'https://example.ir/%D8%AE%D8%A8%D8%B1/1'
    >>> canonical_uri("file:///a/in.jsonl#12")
    'file:///a/in.jsonl#12'
    >>> canonical_uri("https://خبر.ایران:443"), canonical_uri("http://user:secret@example.ir:8080/")
    ('https://xn--ngblk.xn--mgba3a4f16a/', 'http://example.ir:8080/')
    """
    try:
        parts = urlsplit(uri.strip())
        netloc = _netloc(parts)
    except ValueError:
        return _quoted(uri, "%/:#?&=")
    fragment = parts.fragment if parts.scheme not in ("http", "https") else ""
    return urlunsplit(
        (
            parts.scheme.lower(),
            netloc,
            _quoted(parts.path or ("/" if parts.scheme in _PORTS else ""), "%/:!$&'()*+,;=@~"),
            _quoted(parts.query, "%/:?!$&'()*+,;=@~"),
            _quoted(fragment, "%/:"),
        )
    )


def _quoted(part: str, safe: str) -> str:
    """A part of an address, percent-encoded; half a character, which no encoding has, becomes a question mark."""
    return quote(part, safe=safe, errors="replace")


def key_of_uri(uri: str) -> str:
    """The key of a document that is known by its address."""
    return _short("uri", canonical_uri(uri))


def key_of_id(source: str, given: str) -> str:
    """The key of a document whose JSON line gave an id: unique within its source."""
    return _short("id", source, given)


def key_within(collection: str, key: str) -> str:
    """The key of a document in a collection, from the one that it has in ``main``: two collections share no document.

    >>> key_within("main", "0f"), key_within("press", "0f") == key_within("press", "0f")
    ('0f', True)
    """
    return key if collection == MAIN else _short("collection", collection, key)


def mention_id(key: str, label: str, span: Span, surface: str) -> str:
    """A name that a second extraction gives again, so that a decision finds its mention."""
    return _short(key, label, str(span.start), str(span.end), surface)[:20]


def entity_id(key: str) -> str:
    """The id of the entity that a key leads to until a person says otherwise."""
    return "e" + _short("entity", key)[:15]


def place_of(name: str) -> str:
    """Where the bytes of a digest lie, under the folder of all: in one of 256.

    >>> place_of("ab12")
    'ab/12'
    """
    return f"{name[:2]}/{name[2:]}"


def story_id(key: str) -> int:
    """The number of the story that the document of a key leads."""
    return int.from_bytes(hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=7).digest())
