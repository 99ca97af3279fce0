"""Facets: the values that matches have, with how many have them, to narrow by or to leave out; and when they are of."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from dataclasses import field as dataclass_field
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse

from extractors.text.aligned import AlignedText
from pipeline.index.results import View
from pipeline.people.principal import Principal
from pipeline.query.parser import Filter
from pipeline.review.entities import Entity
from pipeline.workspace import Workspace
from search_api.deps import WorkspaceDep
from search_api.pages.asked import Asked, AskedDep
from search_api.pages.language import Interface, interface_of
from search_api.pages.levels import LEVELS, Counted, in_order, level, parent, under
from search_api.pages.lists import Paging
from search_api.pages.ranges import dated
from search_api.pages.render import named
from search_api.pages.shell import Items, page
from search_api.principals import WhoDep
from search_api.routes.search import FILTERS, SINGLE, filters_of

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
FACETS = (
    *("org", "person", "place", "unit", "amount", "lang", "collection", "source"),
    *("path", "kind", "size", "flag", "review", "year", "added"),
)
"""In the order in which they are shown."""
NARROWING = (*FILTERS, "exclude", "any", "published", "since", "until")
"""The parameters that are filters."""
SHOWN = 10
_NAMED = ("org", "person", "place")
_FIELDS = {"amount": "currency", "size": "size_band", "path": "folder", "added": "added_on"}
"""Facet → the facet of the index that counts its values, where that has another name."""
COUNTED = 60
"""Values that are counted of each: of those that lie in each other only a level is shown."""
_ALL = 5000
_PAGE = 60
_MOST_BARS = 60


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a facet: as its reader knows it, how many matches have it, and where it leads."""

    text: str
    count: int
    narrow: str
    exclude: str


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet with the first of its values; ``more`` leads to all of them, ``either`` turns «any of these»."""

    name: str
    values: list[Value]
    more: str
    either: str = ""
    is_either: bool = False


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is chosen: the name of its field, its value, and the address without it."""

    field: str
    value: str
    href: str
    excluded: bool = False
    pair: tuple[str, str] = ("", "")
    """The parameter that it is."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Whom facets are shown to, at which address: what their links and names are made from."""

    workspace: Workspace
    who: Principal
    items: Items
    ui: Interface
    _known: dict[str, Any] = dataclass_field(default_factory=dict)
    """Entities that were looked up, by id."""

    def field(self, name: str) -> tuple[str, str]:
        """The facet of the index behind a facet, and the parameter that narrows by it."""
        if name in _NAMED:
            return f"{name}_entity", "entity"
        field = _FIELDS.get(name, name)
        return (self.dated(field) if name in ("year", "added") else field), name

    def dated(self, field: str) -> str:
        """The facet of days, months or years that counts them in the calendar of the reader."""
        calendar = self.ui.calendar
        return field if calendar == "gregorian" else f"{calendar}_{field}"

    def chosen(self, parameter: str) -> list[str]:
        """The values of a parameter that are narrowed by."""
        return [value for key, value in self.items.pairs() if key == parameter]

    def values(self, name: str, counted: Sequence[tuple[str, int]]) -> list[Value]:
        """The values of a facet that are not chosen yet."""
        parameter = self.field(name)[1]
        names = self.names([value for value, _ in counted]) if parameter == "entity" else {}
        return [
            Value(
                names.get(value) or self.text(name, value),
                count,
                "/" + self._narrower(parameter, value),
                "/" + self.items.with_pair("exclude", f"{parameter}:{value}"),
            )
            for value, count in counted
            if not self.items.has(parameter, value) and (parameter != "entity" or value in names)
        ]

    def text(self, name: str, value: str) -> str:
        """A value as its reader knows it, a folder within the one that is chosen."""
        return named(self.ui, name, under(value, self.chosen(name)) if name == "path" else value)

    def _narrower(self, parameter: str, value: str) -> str:
        """The first page with a value: in place of the one that it lies in, beside others else."""
        if parameter in LEVELS and parent(parameter, value) in ("", *self.chosen(parameter)):
            return self.items.with_value(parameter, value)
        return self.items.with_pair(parameter, value)

    def learn(self, identities: Sequence[str]) -> None:
        """Looks up entities, all at once, that are to be named."""
        if missing := [identity for identity in identities if identity not in self._known]:
            self._known.update(self.workspace.entities.named(self.who, missing))

    def names(self, identities: Sequence[str]) -> dict[str, str]:
        """Entities by their ids as they are called; those that are called alike with what tells them apart.

        Where nothing does they are numbered: an id says nothing to a person.
        """
        self.learn(identities)
        held = {identity: self._known[identity] for identity in identities if identity in self._known}
        called = {identity: self.called(entity) for identity, entity in held.items()}
        twice = {name for name, number in Counter(called.values()).items() if number > 1}
        found, alike = dict[str, str](), Counter[str]()
        for identity, entity in held.items():
            name = self._apart(entity) if called[identity] in twice else called[identity]
            alike[name] += 1
            found[identity] = name if alike[name] == 1 else f"{name} ({self.ui.number(alike[name])})"
        return found

    def _apart(self, entity: Entity) -> str:
        """A name with what tells it from the same name of another body."""
        country = self.ui.country(entity.country) if entity.country else ""
        apart = self.ui.called("PLACE", entity.place) or entity.parent or country or entity.english
        return f"{self.called(entity)} ({apart})" if apart else self.called(entity)

    def called(self, entity: Entity) -> str:
        """An entity as the language of the reader calls it."""
        return self.ui.called(entity.label, entity.name, entity.english)


def facets_of(reader: Reader, asked: Asked, counted: Mapping[str, Counted], total: int) -> list[Facet]:
    """The facets of a question that have a value to narrow by; ``total`` is how many matches it has.

    Of a facet of which any value is enough the others are counted as if none of it was chosen: they would be 0.
    """
    found = []
    shown = SHOWN + len(reader.chosen("entity")) + 5
    reader.learn([value for name in _NAMED for value, _ in counted.get(reader.field(name)[0], ())[:shown]])
    for name in FACETS:
        field, parameter = reader.field(name)
        values = counted.get(field, ())
        chosen = reader.chosen(parameter)
        either = parameter in SINGLE or reader.items.has("any", parameter)
        if chosen and either:
            values = _others(reader, asked, field, parameter)
        if name == "collection" and len(values) < 2:
            continue
        values = level(name, values, chosen, total) if name in LEVELS else in_order(name, values)
        rows = reader.values(name, values[: SHOWN + len(chosen) + 5])[:SHOWN]
        turn = reader.items.without("any", parameter) if either else reader.items.with_pair("any", parameter)
        offered = len(chosen) > 0 and parameter not in (*SINGLE, *LEVELS)
        if rows or offered:
            more = f"/facets/{name}{reader.items.without()}"
            found.append(Facet(name, rows, more, "/" + turn if offered else "", either))
    return found


def filters_in(items: Items) -> tuple[Filter, ...]:
    """The filters of an address; raises QuerySyntaxError."""
    given: dict[str, list[str]] = {}
    for name, value in items.pairs():
        if name in (*FILTERS, "exclude", "any"):
            given.setdefault(name, []).append(value)
    single = {name: value for name, value in items.pairs() if name in ("published", "since", "until")}
    return filters_of(**given, **single)  # type: ignore[arg-type]


def _others(reader: Reader, asked: Asked, field: str, parameter: str) -> Counted:
    free = replace(asked, filters=filters_in(reader.items.cut(parameter)))
    view = View(limit=1, facets=(field,), facet_size=SHOWN + 5, passages=False)
    return free.search(reader.workspace, reader.who, view, relax=False).facets.get(field, ())


def chips_of(reader: Reader) -> list[Chip]:
    """The filters that are chosen, in the order of the address."""
    pairs = reader.items.pairs()
    entities = [
        value.removeprefix("entity:") for name, value in pairs if name == "entity" or value.startswith("entity:")
    ]
    names = reader.names(entities) if entities else {}
    found = []
    for name, value in pairs:
        field, held, excluded = name, value, name == "exclude"
        if excluded:
            field, _, held = value.partition(":")
        if field in (*FILTERS, "published", "since", "until") and held:
            text = names.get(held, held) if field == "entity" else shown(reader.ui, field, held)
            href = "/" + reader.items.without(name, value)
            found.append(Chip(reader.ui(f"facet_{field}"), text, href, excluded, (name, value)))
    return found


def shown(ui: Interface, field: str, value: str) -> str:
    """A chosen value as its reader knows it."""
    if field == "published" and value == "none":
        return ui("undated")
    return dated(ui, value) if field in ("since", "until", "published") else named(ui, field, value)


@router.get("/facets/{name}")
def facet_page(
    request: Request,
    workspace: WorkspaceDep,
    who: WhoDep,
    asked: AskedDep,
    name: str,
    find: Annotated[str, Query(max_length=100)] = "",
    at: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> Response:
    """All values of a facet, most frequent first, or those that have some letters."""
    if name not in FACETS:
        return page(request, "problem.html", 404, message="no_page", detail=name)
    items, ui = Items.of(request), interface_of(request)
    reader = Reader(workspace, who, items.cut("find", "at", "cursor"), ui)
    field = reader.field(name)[0]
    results = asked.search(workspace, who, View(limit=1, facets=(field,), facet_size=_ALL, passages=False), relax=False)
    counted: Counted = results.facets.get(field, ())
    most = len(counted) >= _ALL
    wanted = AlignedText.of(find).key.strip()
    if wanted:
        values = [value for value in reader.values(name, counted) if wanted in AlignedText.of(value.text).key]
        part, total = values[at : at + _PAGE], len(values)
    else:
        if name in LEVELS:
            counted = level(name, counted, reader.chosen(name), results.total)
        part, total = reader.values(name, counted[at : at + _PAGE]), len(counted)
    told: dict[str, Any] = {
        "facet": name,
        "values": part,
        "find": find,
        "q": asked.q,
        "kept": items.cut("find", "at", "cursor").pairs(),
        "back": "/" + items.cut("find", "at").without(),
        "paging": Paging.of(items, at, max(0, min(_PAGE, total - at)), _PAGE, total),
        "most": most,
    }
    return page(request, "facet.html", **told)


@dataclass(frozen=True, slots=True)
class Bar:
    """A period of the histogram: its name, how many matches it has, its height in percent, and where it leads."""

    period: str
    count: int
    height: float
    href: str


@dataclass(frozen=True, slots=True)
class Histogram:
    """When the matches are of: a bar a period, the highest count, how many have no date, the other interval."""

    bars: list[Bar]
    most: int
    interval: str
    intervals: list[tuple[str, str]]
    undated: int
    undated_href: str


def histogram_of(items: Items, months: Sequence[tuple[str, int]], total: int, interval: str) -> Histogram:
    """A bar a month, or a year where that is asked for or the months are many; empty periods have no height."""
    undated = total - sum(count for _, count in months)
    periods = _between(months[0][0], months[-1][0]) if months else []
    by_year = interval == "year" or (interval != "month" and len(periods) > _MOST_BARS)
    counts = dict(months)
    if by_year:
        counts = {}
        for month, count in months:
            counts[month[:-3]] = counts.get(month[:-3], 0) + count
        periods = list(dict.fromkeys(period[:-3] for period in periods))
    periods = periods[-_MOST_BARS * 2 :]
    most = max(counts.values(), default=0)
    chosen = "year" if by_year else "month"
    others = items.cut(chosen)
    bars = [
        Bar(period, counts.get(period, 0), 100 * counts.get(period, 0) / most, "/" + others.with_pair(chosen, period))
        for period in periods
    ]
    intervals = [(name, "/" + items.with_value("interval", name)) for name in ("year", "month")]
    return Histogram(bars, most, chosen, intervals, undated, "/" + items.with_value("published", "none"))


def _between(first: str, last: str) -> list[str]:
    """All months between two, both included.

    >>> _between("1404-11", "1405-02")
    ['1404-11', '1404-12', '1405-01', '1405-02']
    >>> _between("hijri:1446-12", "hijri:1447-01")
    ['hijri:1446-12', 'hijri:1447-01']
    """
    said = first[: -len("1404-11")]
    start, end = (int(month[-7:-3]) * 12 + int(month[-2:]) - 1 for month in (first, last))
    return [f"{said}{month // 12:04}-{month % 12 + 1:02}" for month in range(start, end + 1)]
