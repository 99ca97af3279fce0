"""What all pages share: templates, the reader's language, and links that keep the rest of the address."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache, cached_property, lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from fastapi import Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from jinja2 import Environment, FileSystemLoader, select_autoescape
from jinja2.ext import Extension

from corpora.codec import json_text
from corpora.ids import digest
from search_api.pages.direction import line_side
from search_api.pages.language import COOKIE, LANGUAGES, Interface, catalogue, interface_of
from search_api.pages.navigation import sections
from search_api.pages.ranges import edit_said, figured
from search_api.pages.refusals import told
from search_api.pages.render import address, amount, decoded, example, file_name, lit, marked, named, place_of, typed
from search_api.pages.unread import told as why_unread

_INDENT = re.compile("\n {2,}")


class _Thin(Extension):
    """Reads templates with one space in place of an indent: a browser shows the same, and lists have hundreds of lines.

    The one space stays: where the line before is a tag of the template, whose end of line goes, it parts two words.
    """

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:  # noqa: ARG002 - as it is called
        """See Extension."""
        return _INDENT.sub("\n ", source)


_templates = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=select_autoescape(["html"]),
    trim_blocks=True,
    extensions=[_Thin],
)
_templates.filters["marked"] = marked
_templates.filters["json"] = json_text
_templates.filters["example"] = example
_templates.filters["decoded"] = decoded
_templates.filters["typed"] = typed
_templates.filters["address"] = address
_templates.filters["file_name"] = file_name
_templates.globals["named"] = named
_templates.globals["amount"] = amount
_templates.globals["place_of"] = place_of
_templates.globals["told"] = told
_templates.globals["figured"] = figured
_templates.globals["edit_said"] = edit_said
_templates.globals["lit"] = lit
_templates.globals["line_side"] = line_side
_templates.globals["why_unread"] = why_unread


@cache
def static(name: str) -> str:
    """The address of a style, script or picture, with a digest of it: a newer one is another address.

    >>> static("style.css").partition("=")[0]
    '/static/style.css?v'
    """
    held = (Path(__file__).parent / "static" / name).read_bytes()
    return f"/static/{name}?v={digest(held)[:12]}"


_templates.globals["static"] = static
_FIRST = (
    *("base.html", "shell.html", "parts.html", "search.html", "home.html", "shelf_form.html"),
    *("document.html", "document_tools.html", "related.html", "digest.html", "digest_parts.html", "alerts.html"),
)
"""Templates of the pages that most people open first, with what these take from others."""
_VERSION = version("asnad")
YEAR = 365 * 24 * 3600
"""Seconds that a cookie of the interface is kept."""


DONE = "asnad_done"
"""The cookie that says what was done, from the answer to a form to the page that it leads to."""
_TOLD_WITHIN = 60


def load() -> None:
    """Reads the texts of all languages and the templates of the first pages, so that no reader waits for it."""
    for language in LANGUAGES:
        catalogue(language)
    for name in _FIRST:
        _templates.get_template(name)


def load_rest(pause: Callable[[], None]) -> None:
    """Reads all other templates, ten milliseconds each; ``pause`` is called between two."""
    for name in _templates.list_templates(["html"]):
        _templates.get_template(name)
        pause()


def rendered(template: str, ui: Interface, **values: Any) -> str:
    """A template by itself, for what is kept or sent and not asked for by a browser."""
    return _templates.get_template(template).render(ui=ui, **values)


def page(request: Request, template: str, status: int = 200, **values: Any) -> Response:
    """A rendered page in the reader's language; the choice of a language is kept in a cookie."""
    ui = interface_of(request)
    items = Items.of(request)
    switches = [(language, items.with_value(COOKIE, language, keep_cursor=True)) for language in LANGUAGES]
    who, path = getattr(request.state, "who", None), request.url.path
    shared = {"ui": ui, "switches": switches, "path": path, "who": who, "sections": sections(who, path) if who else []}
    shared |= {"address": str(request.url), "today": datetime.now(UTC).date().isoformat(), "version": _VERSION}
    shared["openid"] = getattr(request.app.state, "openid", None) is not None
    said = f"done_{request.cookies.get(DONE, '')}"
    shared["done_said"] = ui(said) if ui.has(said) else ""
    body = _templates.get_template(template).render(**shared, **values)
    response = HTMLResponse(body, status)
    if DONE in request.cookies:
        response.delete_cookie(DONE)
    if request.query_params.get(COOKIE) in LANGUAGES:
        response.set_cookie(COOKIE, ui.language, max_age=YEAR, httponly=True, samesite="lax")
    return response


def done(address: str, what: str) -> Response:
    """Leads to a page that says what was done, once: ``done_WHAT`` of the catalogues, nothing where nothing was.

    It needs no script.
    """
    response = RedirectResponse(address, 303)
    if what:
        response.set_cookie(DONE, what, max_age=_TOLD_WITHIN, httponly=True, samesite="lax")
    return response


class Items:
    """The parameters of an address, without the language; each method gives the address of another page."""

    def __init__(self, items: list[tuple[str, str]]) -> None:
        """Takes pairs, in order."""
        self._items = items

    @classmethod
    def of(cls, request: Request) -> "Items":
        """The parameters of a request."""
        return cls([(name, value) for name, value in request.query_params.multi_items() if name != COOKIE])

    def cut(self, *names: str) -> "Items":
        """The same without the parameters of some names."""
        return Items([item for item in self._items if item[0] not in names])

    def less(self, name: str, value: str) -> "Items":
        """The same without a pair."""
        return Items([item for item in self._items if item != (name, value)])

    def only(self, *names: str) -> "Items":
        """The same with nothing but the parameters of some names."""
        return Items([item for item in self._items if item[0] in names])

    def pairs(self) -> list[tuple[str, str]]:
        """The parameters, in order."""
        return list(self._items)

    def has(self, name: str, value: str) -> bool:
        """Whether the address has the pair."""
        return (name, value) in self._items

    def without(self, name: str = "", value: str = "") -> str:
        """The first page, without a pair."""
        return self._address([item for item in self._items if item != (name, value)])

    def with_pair(self, name: str, value: str) -> str:
        """The first page, with a further pair."""
        return f"{self._before}{_encoded(name, value)}" if name != "cursor" else self.without()

    @cached_property
    def _before(self) -> str:
        """What stands before a further pair: hundreds of links of a page have it."""
        held = self.without()
        return held if held == "?" else f"{held}&"

    def replaced(self, name: str, value: str, better: str) -> str:
        """The first page, with another value in place of one; "" takes it away."""
        kept = [item for item in self._items if item != (name, value)]
        return self._address([*kept, (name, better)] if better else kept)

    def with_value(self, name: str, value: str, *, keep_cursor: bool = False) -> str:
        """The page with one value in place of the others of that name; "" takes them away."""
        kept = [item for item in self._items if item[0] != name]
        return self._address([*kept, (name, value)] if value else kept, keep_cursor=keep_cursor)

    def at(self, cursor: str) -> str:
        """The page that a cursor begins."""
        kept = [item for item in self._items if item[0] != "cursor"]
        return self._address([*kept, ("cursor", cursor)], keep_cursor=True)

    def _address(self, items: list[tuple[str, str]], *, keep_cursor: bool = False) -> str:
        return "?" + "&".join(_encoded(*item) for item in items if keep_cursor or item[0] != "cursor")


@lru_cache(maxsize=4096)
def _encoded(name: str, value: str) -> str:
    """A pair as an address has it: hundreds of links of a page share most of theirs."""
    return urlencode([(name, value)])
