"""``GET /api/v1/indicators``: how many of something, over time and by the bodies that the sentences name."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request, Response

from pipeline.people.principal import Principal
from pipeline.query.parser import Filter
from pipeline.registry.indicators import BODY_COLUMNS, COLUMNS, OfBody, Point, by_body, record_of
from pipeline.search.counted import Counts
from pipeline.search.workbook import MEDIA_TYPE
from pipeline.workspace import Workspace
from search_api.deps import WorkspaceDep
from search_api.principals import WhoDep
from search_api.routes.search import FILTERS, INVALID, filters_of
from search_api.schemas.counts import BodyOut, PointOut
from search_api.tables import table

router = APIRouter(prefix="/api/v1", tags=["search"])
type Unit = Annotated[str, Query(min_length=1, max_length=200, description="what is counted, as in `count:UNIT`")]
type Body = Annotated[
    str,
    Query(max_length=300, description="only counts whose sentence names it: `value` of `/api/v1/indicators/bodies`"),
]
type Format = Literal["json", "csv", "xlsx"]
_FILES: dict[int | str, dict[str, Any]] = {
    **INVALID,
    200: {"description": "As many as there are", "content": {"text/csv": {}, MEDIA_TYPE: {}}},
}


@dataclass(frozen=True, slots=True)
class Asked:
    """Which counts of a unit are asked for; ``filters`` are those of the address, ``body`` the key of one."""

    filters: tuple[Filter, ...]
    body: str
    folds: bool

    def counts(self, workspace: Workspace, who: Principal, unit: str) -> Counts:
        """The counts of the unit, whatever body is asked for."""
        return workspace.searches.counts(who, unit, self.filters)

    def found(self, counts: Counts) -> Sequence[tuple[Point, int]]:
        """Those asked for, the oldest first, each with how many near-duplicates say it again (none where none fold)."""
        found = counts.told(folds=self.folds)
        return [(point, copies) for point, copies in found if self.body in point.bodies] if self.body else found

    def bodies(self, counts: Counts) -> Sequence[OfBody]:
        """The bodies that the sentences of those name."""
        return by_body(point for point, _ in self.found(counts)) if self.body else counts.bodies(folds=self.folds)


def narrowed(request: Request) -> tuple[Filter, ...]:
    """What an address narrows by; the unit is what is counted, and narrows nothing. Raises QuerySyntaxError."""
    several: dict[str, list[str]] = {}
    given = request.query_params.multi_items()
    for name, value in given:
        if name in (*FILTERS, "exclude", "any") and name != "unit":
            several.setdefault(name, []).append(value)
    single = {name: value for name, value in given if name in ("published", "since", "until")}
    return filters_of(**several, **single)  # type: ignore[arg-type]


def asked_of(
    request: Request,
    body: Body = "",
    group: Annotated[
        Literal["near", "none"], Query(description="near: what near-duplicates say is said once")
    ] = "none",
) -> Asked:
    """Which counts are asked for."""
    return Asked(narrowed(request), body.strip(), group == "near")


type AskedDep = Annotated[Asked, Depends(asked_of)]


@router.get("/indicators", response_model=list[PointOut], responses=_FILES)
def indicators(
    workspace: WorkspaceDep, who: WhoDep, unit: Unit, asked: AskedDep, format: Format = "json"
) -> list[PointOut] | Response:
    """The counts of a unit, oldest first, each with its sentence; the parameters of `/api/v1/search` narrow them."""
    records = [record_of(point) for point, _ in asked.found(asked.counts(workspace, who, unit))]
    if format == "json":
        return [PointOut(**record) for record in records]
    return _table(format, COLUMNS, records, "asnad")


@router.get("/indicators/bodies", response_model=list[BodyOut], responses=_FILES)
def indicators_by_body(
    workspace: WorkspaceDep, who: WhoDep, unit: Unit, asked: AskedDep, format: Format = "json"
) -> list[BodyOut] | Response:
    """The organisations that the sentences of counts name, those of the most counts first, each with the greatest."""
    found = asked.bodies(asked.counts(workspace, who, unit))
    if format == "json":
        return [BodyOut(**one.record()) for one in found]
    return _table(format, BODY_COLUMNS, (one.record() for one in found), "asnad-by-body")


def _table(
    format: Literal["csv", "xlsx"], columns: tuple[str, ...], records: Iterable[Mapping[str, Any]], called: str
) -> Response:
    rows = (["" if record[name] is None else record[name] for name in columns] for record in records)
    return table(format, columns, rows, {"Content-Disposition": f'attachment; filename="{called}.{format}"'})
