"""``GET /api/v1/search`` and what goes with it: the histogram, and all matches as a file."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Response
from fastapi.responses import StreamingResponse

from corpora.codec import export_record
from corpora.sentences import Sentence, sentence_of
from pipeline.errors import QuerySyntaxError
from pipeline.exchange.formats import FORMATS
from pipeline.index.results import Order, View
from pipeline.originals.media import disposition
from pipeline.query.dates import days, mended
from pipeline.query.names import UNDATED, VALUE_FIELDS, value_of
from pipeline.query.parser import Days, Exact, Filter, Not, Or, Undated
from pipeline.query.values import EXAMPLES, bettered, value_of_field
from pipeline.search.tables import COLUMNS, file_name
from pipeline.search.workbook import MEDIA_TYPE
from search_api.cursor import decode
from search_api.deps import WorkspaceDep
from search_api.principals import WhoDep
from search_api.routes.documents import Responses
from search_api.schemas.problems import Problem
from search_api.schemas.search import HistogramOut, SearchOut
from search_api.tables import table

router = APIRouter(prefix="/api/v1", tags=["search"])
MOST = 100
type FacetName = Literal[
    "org",
    "person",
    "place",
    "org_entity",
    "person_entity",
    "place_entity",
    "lang",
    "collection",
    "source",
    "kind",
    "flag",
    "unit",
    "review",
    "year",
    "month",
    "jalali_year",
    "jalali_month",
    "hijri_year",
    "hijri_month",
    "added_on",
    "jalali_added_on",
    "hijri_added_on",
    "folder",
    "size_band",
    "currency",
]
_SHOWN: list[FacetName] = ["org", "lang", "source", "year"]
type Values = Annotated[list[str], Query()]
INVALID: Responses = {422: {"model": Problem, "description": "The query, cursor or another parameter is not valid"}}


_EXCLUDE = (
    "FIELD:VALUE that no match may have; FIELD is one of the parameters here, or the name of a facet: folder (path), "
    "size_band (size), currency (amount), added_on (added) and year (also with jalali_ and hijri_ before it)"
)


def filters_of(
    org: Values = [],  # noqa: B006 - FastAPI copies it
    person: Values = [],  # noqa: B006
    place: Values = [],  # noqa: B006
    entity: Values = [],  # noqa: B006
    lang: Values = [],  # noqa: B006
    collection: Values = [],  # noqa: B006
    source: Values = [],  # noqa: B006
    kind: Values = [],  # noqa: B006
    flag: Values = [],  # noqa: B006
    unit: Values = [],  # noqa: B006
    review: Values = [],  # noqa: B006
    year: Values = [],  # noqa: B006
    month: Values = [],  # noqa: B006
    added: Annotated[list[str], Query(description="came in on this day, in this month, or between two")] = [],  # noqa: B006
    path: Annotated[list[str], Query(description="lies in this folder, archive or section of a site")] = [],  # noqa: B006
    size: Annotated[list[str], Query(description="bytes of the file: `10KB..1MB`, `>=1MB`")] = [],  # noqa: B006
    amount: Annotated[list[str], Query(description="names such a sum: `USD`, `IRT>=1000000`")] = [],  # noqa: B006
    published: Annotated[str, Query(max_length=100, description="`none`: documents without a date; or a date")] = "",
    since: Annotated[str, Query(max_length=40, description="published from this day, month or year")] = "",
    until: Annotated[str, Query(max_length=40, description="published until this day, month or year")] = "",
    exclude: Annotated[list[str], Query(description=_EXCLUDE)] = [],  # noqa: B006
    any: Annotated[list[str], Query(description="fields of whose values one is enough")] = [],  # noqa: B006
) -> tuple[Filter, ...]:
    """What every match must have beside the words; each field may be given more than once.

    Of fields of which a document has one value (SINGLE, and ``added``) any of the values given is enough. Raises
    QuerySyntaxError.
    """
    given = {name: value for name, value in locals().items() if name in FILTERS}
    return (*_values(given, any), *map(_excluded, exclude), *_dates(published, since, until))


def _values(given: Mapping[str, Sequence[str]], any_of: Sequence[str]) -> Iterator[Filter]:
    for name in FILTERS:
        values = tuple(_filter(name, value) for value in given[name] if value.strip())
        if len(values) > 1 and (name in (*SINGLE, "added") or name in any_of):
            yield Or(values)
        else:
            yield from values


def _excluded(pair: str) -> Filter:
    name, _, value = pair.partition(":")
    name = _OF_FACETS.get(name, name)
    if name not in FILTERS or not value:
        raise QuerySyntaxError("exclude", 0, detail=_left_out(name), parameter=("exclude", pair))
    try:
        return Not(_filter(name, value))
    except QuerySyntaxError as error:
        better = f"{name}:{error.suggestion}"
        raise QuerySyntaxError("value", 0, better, error.detail, field=name, parameter=("exclude", pair)) from error


def _left_out(name: str) -> Sentence:
    """What is wrong with the field of what is left out."""
    return Sentence("there is no filter {name!r}, there are {filters}", name=name, filters=FILTERS)


def _filter(name: str, value: str) -> Filter:
    """What a value of a parameter asks for; raises QuerySyntaxError."""
    if name not in VALUE_FIELDS:
        return Exact(name, value)
    try:
        return value_of_field(name, value)
    except ValueError as error:
        better = bettered(name, value) or EXAMPLES[name]
        told = sentence_of(error)
        raise QuerySyntaxError("value", 0, better, told, field=name, parameter=(name, value)) from error


def _dates(published: str, since: str, until: str) -> tuple[Filter, ...]:
    """The filters of the day of publication."""
    given = {name: text.strip() for name, text in (("published", published), ("since", since), ("until", until))}
    for name, text in given.items():
        if text and not (name == "published" and value_of(name, text) == UNDATED):
            _days(name, text, text)
    ranged = f"{given['since']}..{given['until']}"
    found: list[Filter] = []
    for name, text in (("published", given["published"]), ("since", ranged if ranged != ".." else "")):
        if text and value_of("published", text) == UNDATED:
            found.append(Undated())
        elif text:
            found.append(Days("published", *_days(name, text, given[name] or given["until"])))
    return tuple(found)


def _days(name: str, text: str, given: str) -> tuple[int, int]:
    """The days that a parameter asks for; raises QuerySyntaxError."""
    try:
        return days(text)
    except ValueError as error:
        better = mended(given) if text == given else ""
        told = sentence_of(error)
        raise QuerySyntaxError("value", 0, better, told, field=name, parameter=(name, given)) from error


FILTERS = (
    "org",
    "person",
    "place",
    "entity",
    "lang",
    "collection",
    "source",
    "kind",
    "flag",
    "unit",
    "review",
    "year",
    "month",
    "added",
    "path",
    "size",
    "amount",
)
"""The names of the parameters of ``filters_of`` that are facets."""
_OF_FACETS = {"folder": "path", "size_band": "size", "currency": "amount"}
_OF_FACETS |= {"added_on": "added", "jalali_added_on": "added", "hijri_added_on": "added"}
_OF_FACETS |= {f"{calendar}_{name}": name for calendar in ("jalali", "hijri") for name in ("year", "month")}
"""Name of a facet of an answer → the parameter that takes its values, where that has another name."""
SINGLE = ("collection", "source", "kind", "year", "month", "size")
type Filters = Annotated[tuple[Filter, ...], Depends(filters_of)]
type Text = Annotated[
    str,
    Query(description="words, phrases, -word, OR, groups, NEAR/5, word*, word~, field:value; everything where empty"),
]


@router.get("/search", responses=INVALID)
def search(
    workspace: WorkspaceDep,
    who: WhoDep,
    filters: Filters,
    q: Text = "",
    limit: Annotated[int, Query(ge=1, le=MOST)] = 10,
    cursor: Annotated[str, Query(description="`next` of the page before")] = "",
    operator: Literal["and", "or"] = "and",
    sort: Order = "relevance",
    group: Annotated[Literal["", "near"], Query(description="near: near-duplicates are one hit with copies")] = "",
    spelling: Annotated[bool, Query(description="only what is spelt as in the query")] = False,
    facets: Annotated[list[FacetName], Query(description="the facets to count")] = _SHOWN,
) -> SearchOut:
    """Finds documents, best first, with marked passages and facet counts."""
    question = repr((q, operator, sort, group, spelling, filters))
    offset = decode(cursor, question) if cursor else 0
    view = View(limit, offset, sort, group == "near", tuple(dict.fromkeys(facets)))
    results = workspace.search(who, q, view, operator=operator, filters=filters, spelling=spelling)
    return SearchOut.of(results, question)


@router.get("/search/histogram", responses=INVALID)
def histogram(
    workspace: WorkspaceDep,
    who: WhoDep,
    filters: Filters,
    q: Text = "",
    operator: Literal["and", "or"] = "and",
    interval: Literal["year", "month"] = "month",
    calendar: Literal["gregorian", "jalali", "hijri"] = "gregorian",
) -> HistogramOut:
    """How many matches were published in each year or month; undated ones are in none. Without ``q``: everything."""
    name = interval if calendar == "gregorian" else f"{calendar}_{interval}"
    return HistogramOut.of(workspace.histogram(who, q, name, operator=operator, filters=filters), calendar)


@router.get(
    "/search/export",
    response_class=StreamingResponse,
    responses={
        **INVALID,
        200: {
            "description": "All matches, a line or row each",
            "content": {"application/x-ndjson": {}, "text/csv": {}, MEDIA_TYPE: {}},
        },
    },
)
def export(
    workspace: WorkspaceDep,
    who: WhoDep,
    filters: Filters,
    q: Text = "",
    format: Literal["jsonl", "csv", "xlsx", "doccano", "label-studio", "prodigy", "conll", "spacy", "ftm"] = "jsonl",
    offsets: Literal["codepoints", "utf16"] = "codepoints",
    judged: bool = False,
) -> Response:
    """All matches however many, in the order in which their texts came, in a file named after the query.

    JSON lines have whole documents with mentions; CSV and XLSX a row a document, with its days in three calendars,
    entities and passages. The formats of other tools (doccano, Label Studio, Prodigy, CoNLL 2003, spaCy's DocBin,
    FollowTheMoney) have ``offsets`` in the unit that is asked for, with ``judged`` only what people judged.
    """
    if format not in ("jsonl", "csv", "xlsx"):
        form = FORMATS[format]
        named = {"Content-Disposition": disposition(file_name(q, form.suffix))}
        pieces = workspace.exchange.export(workspace.matches(who, q, filters), format, offsets, judged=judged)
        return StreamingResponse(pieces, media_type=form.media, headers=named)
    headers = {"Content-Disposition": disposition(file_name(q, format))}
    if format == "jsonl":
        lines = (json.dumps(export_record(one)) + "\n" for one in workspace.matches(who, q, filters))
        return StreamingResponse(lines, media_type="application/x-ndjson", headers=headers)
    return table(format, COLUMNS, workspace.searches.rows(who, q, filters), headers)
