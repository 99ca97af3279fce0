"""Searches as somebody asks them: of documents that he may see, under all names of entities, noted in the audit log."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import batched
from typing import Literal

from corpora.document import Document
from pipeline.errors import BackendUnavailable
from pipeline.index.backend import SearchBackend
from pipeline.index.highlight import Indexed, passages
from pipeline.index.results import Order, Passage, Results, View
from pipeline.index.shown import indexed
from pipeline.people.audit import Audit
from pipeline.people.principal import Principal, said
from pipeline.query.parser import And, Count, Filter, Query, parse, parse_or_all, parse_to_act
from pipeline.query.units import unit_key
from pipeline.records import Within
from pipeline.registry.indicators import POINTED, Point
from pipeline.review.entities import Entities
from pipeline.search.counted import Counted, Counts, State
from pipeline.search.found import Found
from pipeline.search.tables import row_of
from pipeline.store import beside
from pipeline.store.changes import in_order, last_seq, turns_in_order
from pipeline.store.decisions import Decisions
from pipeline.store.documents import Store
from pipeline.store.shelf import BY_PAGE
from pipeline.store.stored import Labels

_FIRST = View()
_RELAXED = 10
_FEW = 3
"""Matches up to which another spelling may have been meant."""
_BATCH = 200
_LONGEST_ADDRESS = 2000
IN_ORDER = 5000
"""Matches that are sorted for a file; those beyond follow as their texts came."""
_MOST_PERIODS = 2000
_USUAL = ("تفاهم نامه", "مذكرة تفاهم", "agreement")
"""Questions in three languages."""


class Searches:
    """What is asked of the index of a workspace."""

    def __init__(self, store: Store, backend: SearchBackend, entities: Entities, audit: Audit) -> None:
        """Takes what is searched, whose names are known, and where it is noted who asked."""
        self._store, self._backend, self._entities, self._audit = store, backend, entities, audit
        self._counted = Counted()

    def search(
        self,
        who: Principal,
        text: str,
        view: View = _FIRST,
        *,
        operator: Literal["and", "or"] = "and",
        filters: tuple[Filter, ...] = (),
        spelling: bool = False,
        relax: bool = True,
        typed: bool = True,
        narrowed: str = "",
    ) -> Results:
        """The matches of a query; where no document has all its words, ``relaxed`` has those with some.

        With ``spelling`` only what is written as in the query. What nobody ``typed``, but a page asks to show
        something else, is no search that its reader looks back at; ``narrowed`` are the parameters of his filters.
        Raises QuerySyntaxError.
        """
        made = parse_or_all if operator == "and" else parse
        query = self._asked(who, made(text, operator, filters, spelling=spelling))
        results = self._backend.search(query, view)
        by = ({"filters": narrowed[:_LONGEST_ADDRESS]} if narrowed else {}) if typed else {"by": BY_PAGE}
        self._audit.note(who, "search", text, said(query.within), matches=results.total, **by)
        if not relax or query.root in (None, And(())):
            return results
        if results.total <= _FEW:
            results = replace(results, suggestion=self._backend.suggestion(query))
        if results.total or operator == "or":
            return results
        looser = self._asked(who, parse(text, "or", filters))
        if looser == replace(query, operator="or"):
            return results
        found = self._backend.search(looser, View(limit=min(view.limit, _RELAXED), passages=view.passages))
        return replace(results, relaxed=found.hits)

    def load(self, view: View, period: str) -> Results:
        """What a view shows of everything, and counts by period, so that whoever lists all first need not wait.

        Nobody asked for it: it is noted nowhere.
        """
        everything = parse_or_all("*")
        for text in _USUAL:  # tables of the analyzer, and what marks are made with
            self._backend.search(parse_or_all(text), _FIRST)
        self._backend.search(everything, _counted(period))
        return self._backend.search(everything, view)

    def _asked(self, who: Principal, query: Query) -> Query:
        """The query as somebody asks it: with all the names of entities, of documents that he may see."""
        return replace(self._entities.expanded(query), within=who.within())

    def histogram(
        self,
        who: Principal,
        text: str,
        period: str,
        *,
        operator: Literal["and", "or"] = "and",
        filters: tuple[Filter, ...] = (),
    ) -> tuple[tuple[str, int], ...]:
        """How many matches (of everything, where the text is blank) were published in each period, oldest first.

        ``period`` is one of records.PERIODS; undated documents are in none. Raises QuerySyntaxError.
        """
        self._audit.note(who, "count", text, said(who.within()))
        results = self._backend.search(self._asked(who, parse_or_all(text, operator, filters)), _counted(period))
        return tuple(sorted(results.facets[period]))

    def matches(self, who: Principal, text: str, filters: tuple[Filter, ...] = ()) -> Iterator[Document]:
        """All matches of a query (everything, where it is blank), in the order in which their texts came.

        Raises QuerySyntaxError, before the first document is asked for.
        """
        query = parse_to_act(text, filters)
        self._audit.note(who, "export", text, said(who.within()))
        return self._matches(who, query)

    def rows(self, who: Principal, text: str, filters: tuple[Filter, ...] = ()) -> Iterator[list[str]]:
        """All matches of a query as rows of a table (see ``tables.COLUMNS``), with their passages.

        Raises QuerySyntaxError, before the first document is asked for.
        """
        asked, found = self._asked(who, parse_to_act(text)), self.matches(who, text, filters)
        return (row_of(document, self._passages(asked, document)) for document in found)

    def ordered(
        self, who: Principal, text: str, filters: tuple[Filter, ...] = (), order: Order = "relevance", *, spelling: bool
    ) -> Iterator[tuple[Document, Sequence[Passage]]]:
        """All matches with their passages, in an order; beyond the first IN_ORDER as their texts came.

        Raises QuerySyntaxError, before the first document is asked for.
        """
        query = parse_to_act(text, filters, spelling=spelling)
        self._audit.note(who, "export", text, said(who.within()))
        asked, shown = self._asked(who, query), self._asked(who, parse_to_act(text, spelling=spelling))
        keys = self._in_order(who, query, asked, order)
        return ((document, self._passages(shown, document)) for document in self._read(who.within(), keys))

    def _in_order(self, who: Principal, query: Query, asked: Query, order: Order) -> Iterator[str]:
        first = dict[str, None]()
        for offset in range(0, IN_ORDER, _BATCH):
            results = self._backend.search(asked, View(_BATCH, offset, order, passages=False))
            first |= dict.fromkeys(hit.key for hit in results.hits)
            if results.next is None:
                break
        yield from first
        if len(first) >= IN_ORDER:
            found = [key for batch in self._batches(who, query) for key in batch if key not in first]
            with self._store.engine.connect() as connection:
                yield from in_order(connection, found)

    def kept(self, who: Principal, keys: Sequence[str]) -> Iterator[Document]:
        """Some documents by their keys, in their order, of those that he may see."""
        self._audit.note(who, "export", "", said(who.within()))
        return self._read(who.within(), keys)

    def _passages(self, query: Query, document: Document) -> Sequence[Passage]:
        """The passages that a hit of the query shows; none where nothing is looked for."""
        if query.root in (None, And(())):
            return ()
        found = Found.of(query, *self._indexed(document))
        return passages(document.text, found.text, document.body()) if found.text else ()

    def counts(self, who: Principal, unit: str, filters: tuple[Filter, ...] = ()) -> Counts:
        """The counts of a unit in all documents; none for what is no word."""
        key = unit_key(unit)
        if not key:
            return Counts((), {})
        counted = Count(key, 0.0, math.inf)
        asked = Query(unit, And((counted, *filters)) if filters else counted)
        self._audit.note(who, "count", unit, said(who.within()))
        about = who.within(), key, filters
        return self._counted.answer(about, self._state(), lambda: self._count(who, asked, key))

    def indicators(self, who: Principal, unit: str, filters: tuple[Filter, ...] = ()) -> Sequence[Point]:
        """The same, each by itself, oldest first, undated ones last."""
        return self.counts(who, unit, filters).points

    def _state(self) -> State:
        """Numbers of which one is another whenever another document, text or judgement may be found."""
        with self._store.engine.connect() as connection:
            stored = last_seq(connection), Decisions(connection).last()
        return *stored, self._backend.checkpoint(), self._backend.ahead()

    def _count(self, who: Principal, asked: Query, unit: str) -> Counts:
        found, within = [key for batch in self._batches(who, asked) for key in batch], who.within()
        with self._store.engine.connect() as connection:
            turns = turns_in_order(connection, found)
            stories = beside.stories(connection, found)
        return Counts(self._counted.points(within, unit, turns, partial(self._read, within, labels=POINTED)), stories)

    def _matches(self, who: Principal, query: Query) -> Iterator[Document]:
        within = who.within()
        # what people decide moves documents in the index, and is not to move them in a file
        found = [key for batch in self._batches(who, query) for key in batch]
        with self._store.engine.connect() as connection:
            keys = in_order(connection, found)
        yield from self._read(within, keys)

    def _read(self, within: Within, keys: Iterable[str], labels: Labels = None) -> Iterator[Document]:
        for batch in batched(keys, _BATCH):
            documents = self._store.get_some(batch, labels)
            # one that was moved out of sight is there until the index follows
            yield from (one for one in documents if within is None or one.collection in within)

    def keys(self, who: Principal, asked: str | Query) -> Iterator[str]:
        """The keys of all matches of a query, in the order in which they last changed.

        Raises QuerySyntaxError, also where nothing of what was typed can be looked for.
        """
        for batch in self._batches(who, parse_to_act(asked) if isinstance(asked, str) else asked):
            yield from batch

    def number(self, who: Principal, query: Query) -> int:
        """How many documents match a parsed query; who asks often notes it himself."""
        return self._backend.search(self._asked(who, query), View(limit=1, passages=False)).total

    def found(self, who: Principal, query: Query, most: int) -> list[str]:
        """The keys of so many matches of a parsed query at most, in the order in which they last changed."""
        return [key for _, key in self._backend.after(self._asked(who, query), 0, most)]

    def _batches(self, who: Principal, query: Query) -> Iterator[list[str]]:
        """The keys of all matches, a batch at a time."""
        seq, asked = 0, self._asked(who, query)
        while batch := self._backend.after(asked, seq, _BATCH):
            yield [key for _, key in batch]
            seq = batch[-1][0]

    def marks(self, who: Principal, text: str, document: Document, *, spelling: bool = False) -> Found:
        """Where a document has what a query asks for, as a search of it marks it; raises QuerySyntaxError."""
        query = self._asked(who, parse(text, spelling=spelling))
        return Found.of(query, *self._indexed(document))

    def _indexed(self, document: Document) -> tuple[Indexed, int]:
        """A document to be marked: from the index, if that answers and has it, so that it is not analysed again."""
        try:
            stored = self._backend.stored(document.key)
        except BackendUnavailable:
            stored = None
        return indexed(document, stored)


def _counted(period: str) -> View:
    """A view of how many matches each period has."""
    return View(limit=1, facets=(period,), facet_size=_MOST_PERIODS, passages=False)
