"""Watch lists: monitors that look for a hundred thousand names in every new text, whatever their spelling."""

import csv
import io
import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from corpora.document import Span
from corpora.tabular import delimiter_of
from pipeline.errors import RefusedDecision
from pipeline.index.embedded.backend import LAYOUT
from pipeline.index.highlight import passages
from pipeline.index.phrases import Phrases, Run, runs_of
from pipeline.index.records import IndexRecord, whole_text
from pipeline.index.shown import telling
from pipeline.store import watch_names as kept
from pipeline.store.documents import Store
from pipeline.store.monitors import Monitor
from pipeline.store.watch_names import Entry

log = logging.getLogger(__name__)

MOST = 100_000
"""Names of one list."""
LONGEST = 300
"""Characters of a name."""
_SHOWN = 20
"""Names that one alert tells."""
MADE = LAYOUT
"""What runs were made by: words are cut otherwise where the index has another layout."""


def names_in(data: bytes, column: str = "") -> list[str]:
    """The names of a list in CSV, each once: its first column, or the one that its first row calls so.

    Raises RefusedDecision.

    >>> names_in("نام,سمت\\nزهرا بیگدلی,شهردار\\n".encode(), "نام")
    ['زهرا بیگدلی']
    """
    try:
        text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise RefusedDecision(f"the list is not UTF-8: {error}") from error
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=delimiter_of(text)))
    except csv.Error as error:
        raise RefusedDecision(f"the list is no CSV: {error}") from error
    at = 0
    if column:
        head = [cell.strip() for cell in rows[0]] if rows else []
        if column not in head:
            raise RefusedDecision(f"the list has no column {column!r}, but {', '.join(head) or 'no row'}")
        at, rows = head.index(column), rows[1:]
    names = dict.fromkeys(" ".join(row[at].split()) for row in rows if len(row) > at)
    return _checked([name for name in names if name])


def _checked(names: list[str]) -> list[str]:
    if not names:
        raise RefusedDecision("there is no name in the list")
    if len(names) > MOST:
        raise RefusedDecision(f"a list has {MOST:,} names at most; this one has {len(names):,}")
    long = next((name for name in names if len(name) > LONGEST), "")
    if long:
        raise RefusedDecision(f"a name has {LONGEST} characters at most: {long[:60]}…")
    return names


def entries_of(names: Iterable[str]) -> Iterator[Entry]:
    """Names with the runs that they are found by; raises RefusedDecision for one without a word."""
    for name in names:
        runs = _kept(name)
        if not runs:
            raise RefusedDecision(f"there is no word in {name[:60]!r}")
        yield name, runs


@dataclass(frozen=True, slots=True)
class WatchList:
    """A list ready to be looked for."""

    monitor: Monitor
    names: Sequence[str]
    phrases: Phrases

    @classmethod
    def of(cls, store: Store, monitor: Monitor) -> "WatchList":
        """The list of a monitor; what was made by another analysis is made again, and kept."""
        with store.engine.connect() as connection:
            held = list(kept.entries(connection, monitor.id))
        if monitor.asked.get("made") != MADE:
            log.warning("the names of a watch list are read again", extra={"monitor": monitor.id})
            held = [(name, _kept(name)) for name, _ in held]
            with store.writing() as connection:
                kept.put(connection, monitor.id, held)
                kept.mark(connection, monitor.id, {**monitor.asked, "made": MADE})
        phrases = Phrases()
        for number, (_, runs) in enumerate(held):
            phrases.add(number, [_run(run) for run in runs])
        return cls(monitor, [name for name, _ in held], phrases)

    def found(self, record: IndexRecord) -> tuple[tuple[str, ...], str]:
        """The names that a document has, in the order in which it has them, and a passage around the first ones."""
        if self.monitor.collection not in ("", record.document.collection):
            return (), ""
        places = sorted(self.phrases.found(record).items(), key=lambda pair: (pair[1], pair[0]))
        if not places:
            return (), ""
        document = record.document
        before = len(whole_text(document.title, ""))
        spans = [Span(start - before, end - before) for _, (start, end) in places if start >= before]
        shown = telling(passages(document.text, _apart(spans), document.body()), document.title)
        names = tuple(self.names[number] for number, _ in places[:_SHOWN])
        return names, shown[0].text if shown else ""


def _kept(name: str) -> list[list[str]]:
    """The runs of a name as the store has them."""
    return [[field, *terms] for field, terms in runs_of(name)]


def _run(run: Sequence[str]) -> Run:
    field, *terms = run
    return field, tuple(terms)


def _apart(spans: Sequence[Span]) -> tuple[Span, ...]:
    """Spans in order without those that reach into the one before."""
    found: list[Span] = []
    for span in spans:
        if not found or span.start >= found[-1].end:
            found.append(span)
    return tuple(found)


def is_list(monitor: Monitor) -> bool:
    """Whether a monitor watches for names, and not for a query."""
    return "names" in monitor.asked
