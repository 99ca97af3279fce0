"""Watch lists: monitors that look for a hundred thousand names in every new text, whatever their spelling."""

import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from corpora.document import Span
from pipeline.errors import RefusedDecision
from pipeline.gazetteer.list_files import Tables
from pipeline.index.embedded.backend import LAYOUT
from pipeline.index.highlight import passages
from pipeline.index.phrases import Phrases, Run, runs_of
from pipeline.index.records import IndexRecord, whole_text
from pipeline.index.shown import excerpt
from pipeline.monitors.watch_files import WHY, read_list
from pipeline.store import monitors as kept_monitors
from pipeline.store import watch_names as kept
from pipeline.store.documents import Store
from pipeline.store.monitors import Monitor
from pipeline.store.watch_names import Entry

log = logging.getLogger(__name__)

_SHOWN = 20
"""Names that one alert tells."""
_ASKED = 10
"""Names that one query asks for."""
MADE = LAYOUT
"""What runs were made by: words are cut otherwise where the index has another layout."""


def names_in(data: bytes, column: str = "", file: str = "", tables: Tables | None = None) -> list[str]:
    """The names of a list, all of which must be names; raises RefusedDecision.

    >>> names_in("نام,سمت\\nزهرا بیگدلی,شهردار\\n".encode(), "نام")
    ['زهرا بیگدلی']
    """
    read = read_list(data, file, column, tables)
    for one in read.wrong:
        raise RefusedDecision("row {row} is no name, {why}: {said}", row=one.row, why=WHY[one.why], said=one.said)
    return list(read.names)


def entries_of(names: Iterable[str]) -> Iterator[Entry]:
    """Names with the runs that they are found by; raises RefusedDecision for one without a word."""
    for name in names:
        runs = kept_runs(name)
        if not runs:
            raise RefusedDecision("there is no word in {name!r}", name=name[:60])
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
            held = [(name, kept_runs(name)) for name, _ in held]
            with store.writing() as connection:
                now = kept_monitors.get(connection, monitor.id)
                if now is not None and edition_of(now) == edition_of(monitor):  # nobody has given it other names
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
        names = tuple(self.names[number] for number, _ in places[:_SHOWN])
        return names, excerpt(passages(document.text, _apart(spans), document.body()), document)


def kept_runs(name: str) -> list[list[str]]:
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


def edition_of(monitor: Monitor) -> int:
    """How often the names of a list were replaced."""
    return int(monitor.asked.get("edition", 0))


def any_of(names: Iterable[str]) -> str:
    """A query for any of some names, to mark them in a text as a search for them does.

    >>> any_of(["زهرا بیگدلی", 'شرکت "آب"'])
    '"زهرا بیگدلی" OR "شرکت  آب "'
    """
    quoted = [f'"{name.replace(chr(34), " ")}"' for name in names]
    return " OR ".join(quoted[:_ASKED])


def is_list(monitor: Monitor) -> bool:
    """Whether a monitor watches for names, and not for a query."""
    return "names" in monitor.asked
