"""What somebody asks the archive for, as an address says it: words, filters, order; shared by lists and documents."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from fastapi import Depends, Query

from pipeline.index.results import Order, Results, View
from pipeline.people.principal import Principal
from pipeline.workspace import Workspace
from search_api.cursor import decode, encode
from search_api.pages.shell import Items
from search_api.routes.search import Filters

type How = Literal["list", "table", "cards"]
SIZES: Mapping[How, int] = {"list": 10, "table": 50, "cards": 24}
"""How results are shown → how many of them a page has."""


@dataclass(frozen=True, slots=True)
class Choices:
    """How the reader wants the matches: in which order, grouped, in this spelling only, as a list or a table."""

    cursor: str = ""
    sort: Order | Literal[""] = ""
    group: Literal["none", "near"] = "near"
    spelling: Literal["", "same"] = ""
    view: How = "list"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its filters and choices."""

    q: str
    filters: Filters
    choices: Choices

    @property
    def order(self) -> Order:
        """The order asked for; the newest first where nothing is looked for."""
        return self.choices.sort or ("relevance" if self.has_words else "newest")

    @property
    def has_words(self) -> bool:
        """Whether it asks for more than everything."""
        return self.q.strip() not in ("", "*")

    @property
    def grouped(self) -> bool:
        """Whether near-duplicates are one."""
        return self.choices.group == "near"

    @property
    def same_spelling(self) -> bool:
        """Whether only this spelling is wanted."""
        return self.choices.spelling == "same"

    @property
    def size(self) -> int:
        """Hits of a page of results."""
        return SIZES[self.choices.view]

    @property
    def identity(self) -> str:
        """What ties a cursor to its question."""
        return repr((self.q, "page", self.order, self.choices.group, self.choices.spelling, self.filters))

    @property
    def offset(self) -> int:
        """Hits before the first of the page; raises InvalidCursor."""
        return decode(self.choices.cursor, self.identity) if self.choices.cursor else 0

    def cursor(self, offset: int) -> str:
        """The cursor of a page; "" for the first one."""
        return encode(offset, self.identity) if offset > 0 else ""

    def view(self, offset: int, facets: tuple[str, ...] = (), size: int = 10) -> View:
        """What of the matches a page shows; a table has no passages."""
        shown = self.choices.view != "table"
        return View(self.size, offset, self.order, self.grouped, facets, size, shown)

    def search(
        self, workspace: Workspace, who: Principal, view: View, *, relax: bool = True, narrowed: str = ""
    ) -> Results:
        """The matches; what is not relaxed is asked by a page. Raises QuerySyntaxError."""
        more: dict[str, Any] = {"spelling": self.same_spelling, "relax": relax, "typed": relax, "narrowed": narrowed}
        return workspace.search(who, self.q, view, filters=self.filters, **more)


async def asked_of(filters: Filters, choices: Annotated[Choices, Depends()], q: str = "") -> Asked:
    """The question of a request."""
    return Asked(q, filters, choices)


type AskedDep = Annotated[Asked, Depends(asked_of)]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a document stands in a list of results: which it is, of how many, and the ways from it."""

    number: int
    total: int
    back: str
    previous: str = ""
    next: str = ""

    @classmethod
    def of(cls, asked: Asked, workspace: Workspace, who: Principal, items: Items, n: int, key: str) -> "Place":
        """Of the n-th hit, from 1; 0 where that is not said. Raises QuerySyntaxError."""
        at = n - 1
        page = items.cut("n", "in", "at", "cursor")
        cursor = asked.cursor(at // asked.size * asked.size) if at >= 0 else asked.choices.cursor
        back = f"/{page.with_value('cursor', cursor, keep_cursor=True)}#hit-{key}"
        if at < 0:
            return cls(0, 0, back)
        first = max(0, at - 1)
        results = asked.search(workspace, who, View(3, first, asked.order, asked.grouped, passages=False), relax=False)

        def link(which: int) -> str:
            hits = results.hits[which - first : which - first + 1] if which >= first else ()
            return f"/documents/{hits[0].key}{page.with_value('n', str(which + 1))}" if hits else ""

        return cls(n, results.total, back, link(at - 1), link(at + 1))


type Number = Annotated[int, Query(ge=0, le=10_000_000, description="which hit of the list it is, from 1")]
