"""What every request passes first: where a change may come from, how large it may be, and what browsers are told."""

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from fastapi import HTTPException
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from search_api.problems import problem

_POLICY = (
    "default-src 'self'; img-src 'self' data:; style-src 'self'; script-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"
)
HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}
"""What an answer says where its route says nothing else: pages and answers show what not everybody may see."""
_SHARED = "public, max-age=3600"
"""How long styles, scripts and letters may be kept: they are the same for everybody."""
_FOR_GOOD = "public, max-age=31536000, immutable"
"""The same where the address says which version it is of."""
_SAFE = frozenset(("GET", "HEAD", "OPTIONS"))
_BODY = 1024 * 1024
"""Bytes that the body of a request may have: forms and JSON of people and programs."""
_WORTH = 1024
"""Bytes from which an answer is compressed."""
_EFFORT = 5
"""How hard: at 9 a page of thousands of mentions takes twice the time, and is no smaller."""
_BYTES = re.compile(r"^/api/v1/pages/|/original$|\.woff2$")
_DIGITS = 18
"""Digits of a length that is worth reading."""
_AROUND_A_FILE = 64 * 1024
"""Bytes that the form around an uploaded file may have."""


class Compressed:
    """Sends answers compressed where the browser takes that; pictures and raw bytes as they are."""

    def __init__(self, app: ASGIApp) -> None:
        """Wraps an application."""
        self._app, self._zipped = app, GZipMiddleware(app, minimum_size=_WORTH, compresslevel=_EFFORT)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI."""
        as_it_is = scope["type"] != "http" or _BYTES.search(scope["path"])
        await (self._app if as_it_is else self._zipped)(scope, receive, send)


class Guard:
    """Refuses changes that another site's page asks for and bodies that are too large; adds HEADERS to each answer.

    ``HEAD`` is answered as ``GET``, without the body.
    """

    def __init__(self, app: ASGIApp, upload_bytes: int, upload_paths: frozenset[str]) -> None:
        """Wraps an application; files of so many bytes may come to these addresses."""
        self._app, self._uploads = app, upload_paths
        self._file = upload_bytes + _AROUND_A_FILE

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        answer = _answering(scope, send)
        if scope["method"] not in _SAFE and not is_same_origin(headers, scope.get("scheme", "http")):
            refused = problem(403, "Refused", "a page of another site may not change this archive")
            await refused(scope, receive, answer)
            return
        if "content-length" in headers and "transfer-encoding" in headers:  # a proxy may have believed the other one
            refused = problem(400, "Refused", "a request says how long it is in one way")
            refused.headers["Connection"] = "close"
            await refused(scope, receive, answer)
            return
        limit = self._file if scope["path"] in self._uploads else _BODY
        length = headers.get("content-length", "")
        if length.isdecimal() and (len(length) > _DIGITS or int(length) > limit):
            await problem(413, "Too large", _too_large(limit))(scope, receive, answer)
            return
        if scope["method"] == "HEAD":
            scope = {**scope, "method": "GET"}
        await self._app(scope, _bounded(receive, limit), answer)


def _too_large(limit: int) -> str:
    return f"the body of this request may have {limit:,} bytes at most"


def _answering(scope: Scope, send: Send) -> Send:
    """Adds HEADERS, and leaves the body out where only the head was asked for."""
    only_head = scope["method"] == "HEAD"

    async def answer(message: Message) -> None:
        if message["type"] == "http.response.start":
            told = MutableHeaders(scope=message)
            if scope["path"].startswith("/static/"):
                told.setdefault("Cache-Control", _FOR_GOOD if scope["query_string"].startswith(b"v=") else _SHARED)
            for name, value in HEADERS.items():
                told.setdefault(name, value)
        elif only_head and message["type"] == "http.response.body":
            message = {**message, "body": b""}
        await send(message)

    return answer


def _bounded(receive: Receive, limit: int) -> Receive:
    """Gives a body as it comes, and ends with status 413 once it is longer than its sender may make it."""
    seen = 0

    async def bounded() -> Message:
        nonlocal seen
        message = await receive()
        if message["type"] == "http.request":
            seen += len(message.get("body", b""))
            if seen > limit:
                raise HTTPException(413, _too_large(limit))
        return message

    return bounded


def is_same_origin(headers: Mapping[str, str], scheme: str) -> bool:
    """Whether a request that changes something comes from our own page, or from no page at all.

    Browsers tell by ``Sec-Fetch-Site`` or ``Origin``, old ones by ``Referer``; programs send none of them.
    """
    if headers.get("sec-fetch-site", "none") not in ("none", "same-origin"):
        return False
    told = headers.get("origin") or headers.get("referer")
    if not told:
        return True
    try:
        page = urlsplit(told)
    except ValueError:
        return False
    return (page.scheme, page.netloc) == (scheme, headers.get("host", ""))
