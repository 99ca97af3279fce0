"""Sources of news, their logs, and what was fetched for documents."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from corpora.document import MAIN
from pipeline.originals.originals import Evidence
from pipeline.sources.sources import EVERY, LEAST, MOST, Brought, Line, Preview, Seen, record_of


class SourceOut(BaseModel):
    """A source and how it is; ``why`` says in a word what is wrong with it."""

    id: str
    name: str
    url: str
    kind: str | None
    selector: str | None
    collection: str
    user: str | None
    every: int
    hours: str | None
    at: str
    paused: bool
    next_at: str
    polled_at: str | None
    new_at: str | None
    failures: int
    failing_since: str | None
    trouble: str | None
    state: Literal["fresh", "fine", "paused", "failing", "dead", "silent", "paywalled"]
    why: str | None
    stories: int
    waiting: int

    @classmethod
    def of(cls, seen: Seen) -> "SourceOut":
        """The source as JSON has it."""
        return cls.model_validate(record_of(seen))


class SourcesOut(BaseModel):
    """Sources by name."""

    items: list[SourceOut]


class LineOut(BaseModel):
    """A line of a source's log: what happened, ``times`` in a row ``since`` then."""

    at: str
    since: str
    code: str
    times: int
    detail: dict[str, Any]

    @classmethod
    def of(cls, line: Line) -> "LineOut":
        """The line as JSON has it."""
        return cls(at=line.at, since=line.first_at, code=line.code, times=line.times, detail=dict(line.detail))


class SourceLogOut(BaseModel):
    """A source with its log, the newest line first."""

    source: SourceOut
    log: list[LineOut]

    @classmethod
    def of(cls, seen: Seen, lines: Sequence[Line]) -> "SourceLogOut":
        """Both as JSON has them."""
        return cls(source=SourceOut.of(seen), log=[LineOut.of(line) for line in lines])


class AddressIn(BaseModel):
    """An address that may be a source: of a feed, of any page of a site, of a channel."""

    url: Annotated[str, Field(max_length=2000)]
    selector: Annotated[str, Field(max_length=500, description="CSS selector of the stories on a page")] = ""


class SourceIn(AddressIn):
    """A source to add."""

    name: Annotated[str, Field(max_length=200)] = ""
    collection: Annotated[str, Field(max_length=64)] = MAIN
    every: Annotated[int, Field(ge=LEAST, le=MOST, description="seconds between two looks")] = EVERY
    hours: Annotated[str, Field(max_length=64, description="as in «6-22 Asia/Tehran»")] = ""


class ChangeIn(BaseModel):
    """Whether a source is left alone."""

    paused: bool


class ListedOut(BaseModel):
    """A story as its source lists it."""

    url: str
    title: str
    published: str


class PreviewOut(BaseModel):
    """What an address would bring: where to look, and the first stories; ``others`` are further addresses."""

    url: str
    kind: str
    name: str
    items: list[ListedOut]
    others: list[str]

    @classmethod
    def of(cls, found: Preview) -> "PreviewOut":
        """The preview as JSON has it."""
        items = [ListedOut(url=one.url, title=one.title, published=one.published) for one in found.items]
        return cls(url=found.url, kind=found.kind, name=found.name, items=items, others=list(found.others))


class EvidenceOut(BaseModel):
    """What was fetched for a document, as it came: a WARC file; ``sha256`` is the page's, or ""."""

    id: int
    uri: str
    at: str
    sha256: str
    url: str

    @classmethod
    def of(cls, one: Evidence) -> "EvidenceOut":
        """The evidence as JSON has it."""
        url = f"/api/v1/documents/{one.document}/evidence/{one.id}"
        return cls(id=one.id, uri=one.uri, at=one.at, sha256=one.payload, url=url)


class EvidenceListOut(BaseModel):
    """The last first."""

    items: list[EvidenceOut]


class NotTakenOut(BaseModel):
    """A source of a list that was not taken, and why."""

    url: str
    why: str


class BroughtOut(BaseModel):
    """What a list of sources came to: ids of those that are new, how many were there already, and which are not."""

    added: list[str]
    there: int
    refused: list[NotTakenOut]

    @classmethod
    def of(cls, found: Brought) -> "BroughtOut":
        """The same as JSON has it."""
        refused = [NotTakenOut(url=url, why=str(error)) for url, error in found.refused]
        return cls(added=[one.id for one in found.made], there=found.there, refused=refused)
