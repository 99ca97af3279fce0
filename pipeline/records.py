"""Plain values that ingest, store and the wiring share."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from corpora.document import MAIN, Document, Mention, Page, Span
from corpora.unicode import storable

type Within = frozenset[str] | None
"""Names of collections that somebody may see or change; None is all of them, also those to come."""
type Annotate = Callable[[Document], Document]
"""Gives a document with the mentions that extractors find in it."""
MESSAGE_LENGTH = 500
"""Characters of a failure's message; parsers quote what they stumbled over, which may be the whole file."""


@dataclass(frozen=True, slots=True)
class Source:
    """Bytes with an address, before reading.

    ``uri`` is percent-encoded and ends in the file name. ``name`` is the last part of the address, decoded.
    ``line`` says that ``data`` is a line of JSON, ``record`` holds its fields. ``collection`` is where its document
    goes, ``key`` what the store calls it there; "" until the store was asked. ``language`` is what a person says that
    it is in, ``published`` when a feed says that it came out; the source itself knows better.
    """

    uri: str
    name: str
    data: bytes
    source: str = ""
    record: Mapping[str, Any] | None = None
    collection: str = MAIN
    key: str = ""
    line: bool = False
    language: str = ""
    published: str = ""


@dataclass(frozen=True, slots=True)
class ListAsked:
    """What came from the address of a source of news, to be read for the items that it lists.

    ``selector`` is a CSS selector of the items of a page that is no feed.
    """

    uri: str
    data: bytes
    selector: str = ""


@dataclass(frozen=True, slots=True)
class TableAsked:
    """A workbook that somebody brings as a list, to be read for the rows of its first sheet."""

    uri: str
    data: bytes


@dataclass(frozen=True, slots=True)
class WhyAsked:
    """A document as extractors are given it, of which it is asked why a mention, by its id, is found."""

    document: Document
    mention: str

    @property
    def uri(self) -> str:
        """The document's address."""
        return self.document.uri


@dataclass(frozen=True, slots=True)
class PictureAsked:
    """A page of a source's bytes to draw: its number from 1, at most so many pixels wide.

    ``bare`` leaves out what lies on a page of a PDF beside its text: notes, stamps, fields, and pictures, which are
    black. A picture of much of a page stays where somebody can read it: it may be the page itself.
    """

    uri: str
    data: bytes
    number: int
    width: int
    bare: bool = False


VIEWED = ("html", "mail", "text", "record")
"""Kinds of documents whose originals are shown as pages; PDFs and pictures are shown as pictures."""


@dataclass(frozen=True, slots=True)
class ViewAsked:
    """A source's bytes to be shown as a page, by the kind of document that they were read as."""

    uri: str
    data: bytes
    kind: str


@dataclass(frozen=True, slots=True)
class Draft:
    """What an ingestor reads from a source; the rest of a Document is worked out from it."""

    text: str
    kind: str
    title: str = ""
    site: str = ""
    published: str = ""
    language: str = ""
    flags: tuple[str, ...] = ()
    pages: tuple[Page, ...] = ()
    furniture: tuple[Span, ...] = ()
    about: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Extraction:
    """What the extractors found in a version of a document, with its text as it was put right.

    A value has as ``entity`` the key of who it is. ``flags`` and ``published`` are None where nothing but what was read
    tells them.
    """

    version: int
    mentions: tuple[Mention, ...] = ()
    flags: tuple[str, ...] | None = None
    published: str | None = None


@dataclass(frozen=True, slots=True)
class Filing:
    """Where a document stands in the archive, beside what it says.

    ``story`` is the number of its near-duplicates (None where none was given yet), ``run`` the run that read it,
    ``added`` when it came in, as an ISO time in UTC, ``bytes`` how many it was read from (None where nobody counted
    them yet, less than none where they are not kept).
    """

    story: int | None = None
    run: str = ""
    added: str = ""
    bytes: int | None = None


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a source did not become a document, or with the stage ``index`` a document is not found by a search.

    ``blob`` is the digest of its bytes, or "" where none were kept; ``key`` that of the document, or "".
    """

    uri: str
    stage: str
    code: str
    message: str
    blob: str = ""
    at: str = ""
    id: int = 0
    key: str = ""
    data: bytes = field(default=b"", repr=False, compare=False)
    collection: str = MAIN
    run: str = ""
    """The run that met it last; "" where that is not known."""
    source: str = ""
    language: str = ""
    published: str = ""
    """With ``source`` and ``language`` what a person or a feed said of it, which holds when it is read again, too."""
    first_run: str = ""
    """The run that met it first, where ``run`` is one that tried it again; else ""."""
    tries: int = 0
    tried_at: str = ""
    """How often it was tried again, and when last."""
    trace: str = field(default="", repr=False, compare=False)
    """Where in the program it broke, for the log; "" where it did not."""

    def __post_init__(self) -> None:
        """Makes address and message storable: a hostile file chooses both."""
        object.__setattr__(self, "uri", storable(self.uri))
        message = storable(self.message)
        if len(message) > MESSAGE_LENGTH:
            message = message[: MESSAGE_LENGTH - 1] + "…"
        object.__setattr__(self, "message", message)


@dataclass(slots=True)
class IngestReport:
    """How many sources became what."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    failed: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    """Code of a failure → how many."""
    left_out: list[str] = field(default_factory=list)
    """Folders and files that were not read, as they are the workspace's own."""
    run: str = ""
    """The run that it is of, or the job that will be."""

    def add(self, other: "IngestReport") -> None:
        """Counts what another run did too."""
        for name in ("added", "changed", "unchanged", "failed"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.reasons.update(other.reasons)
        self.left_out += other.left_out

    @property
    def seen(self) -> int:
        """All sources that were met."""
        return self.added + self.changed + self.unchanged + self.failed


@dataclass(frozen=True, slots=True)
class State:
    """How the parts of a workspace are: what is wrong with store and index ("" is nothing), and how far they are."""

    store: str
    index: str
    seq: int | None
    """The last change of the store; None where it does not answer."""
    behind: int | None
    """Changes that the index lacks; None where one of both does not answer."""
    troubles: Mapping[str, str] = field(default_factory=dict)
    """What is kept up with the store, and could not be last time → why; it is tried again."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one source may cost; each breach is a failure with its own code."""

    source_bytes: int = 64 * 1024 * 1024
    """Bytes of one file or archive member; JSON lines files are read line by line and may be larger."""
    line_bytes: int = 16 * 1024 * 1024
    """Bytes of one JSON line."""
    archive_members: int = 100_000
    """Members of one archive."""
    archive_ratio: int = 200
    """How many times larger than its compressed form a member may be, past its first MiB."""
    seconds: float = 60.0
    """Wall time that reading and extracting one source may take; of a scan, each of its pages."""
    scan_seconds: float = 3600.0
    """Wall time that all pages of a scan may take together."""
    memory_bytes: int = 2 * 1024 * 1024 * 1024
    """Address space of a reading process."""
    sandbox: Literal["warn", "require"] = "warn"
    """Whether a reading process that cannot be confined is warned of, or reads nothing."""
    heads: tuple[bytes, ...] = ()
    """What the extractor of names was taught beyond what is shipped: files of ``asnad train``, one a language."""


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """What fetching one page may cost, and where it may go."""

    bytes: int
    seconds: float = 30.0
    private: bool = False
    """Whether addresses that only this machine or its network can reach are allowed."""
    allowed: frozenset[str] = frozenset()
    """Hosts, as ``HOST`` or ``HOST:PORT``, that are allowed though they are not public."""
