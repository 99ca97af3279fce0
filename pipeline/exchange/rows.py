"""Rows of a table as changes: what somebody wrote into the cells beside what stands in the document."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from corpora.document import Span
from extractors.text.characters import ZWNJ
from pipeline.errors import UnreadableExchange
from pipeline.exchange.changes import Change
from pipeline.exchange.marks import UNSEEN, Mark, Marked, Row, digest_of
from pipeline.exchange.offsets import Offsets, Unit
from pipeline.exchange.planning import Trouble

REJECTED = "rejected"
VERDICTS = ("", UNSEEN, "accepted", "corrected", "added", REJECTED)


def seen_of(mark: Mark) -> str:
    """What a cell keeps of how a mention stood when it went out, so that a stale row is known."""
    return f"{mark.seen}:{mark.machine}"


class Rows:
    """The rows of one document beside what stands in it."""

    def __init__(self, text: str, shown: Marked, unit: Unit, labels: Mapping[str, str], *, looked: bool) -> None:
        """``labels`` are ours by theirs; ``looked`` accepts the rows that nobody changed."""
        self._text, self._offsets, self._labels, self._looked = text, Offsets(text, unit), labels, looked
        self._rejected = {one.id for one in shown.rejected}
        every = (*shown.rejected, *shown.marks)  # of two in one place the one that is seen
        self._by_id = {one.id: one for one in every}
        self._by_place = {one.place: one for one in every}

    def changes(self, rows: Iterable[Row]) -> tuple[list[Change], list[Trouble]]:
        """What the rows change, and what of them cannot be taken. What has no row is left as it is."""
        found, troubles = list[Change](), list[Trouble]()
        for row in rows:
            try:
                found.extend(self._change(row))
            except UnreadableExchange as error:
                troubles.append(Trouble(f"{row.where}: {error}"))
        return found, troubles

    def _change(self, row: Row) -> Iterator[Change]:
        verdict = row.verdict.strip().lower()
        if verdict not in VERDICTS:
            raise UnreadableExchange(
                "the verdict {given!r} is none of {known}", given=row.verdict, known=", ".join(VERDICTS[1:])
            )
        mark = self._mark(row)
        base = self._base(row, mark)
        if base is None and (row.mention or verdict == REJECTED):
            raise UnreadableExchange("it is not found there any more")
        if base is None:
            yield Change("add", None, mark)
            return
        gone = base.id in self._rejected
        valued = mark.value is not None and digest_of(mark.value) != base.known
        said = verdict == "accepted" if gone else self._looked or verdict not in ("", UNSEEN)
        if verdict == REJECTED:
            yield from () if gone else (Change("reject", base),)
        elif valued or mark.place != base.place:
            yield Change("correct", base, mark, valued=valued)
        elif said and (gone or base.verdict == UNSEEN):
            yield Change("accept", base)

    def _mark(self, row: Row) -> Mark:
        span = self._span(row)
        if row.surface and _plain(row.surface) != _plain(self._text[span.start : span.end]):
            raise UnreadableExchange("its offsets do not lead to its words; are they counted otherwise (--offsets)?")
        label = row.label.strip()
        return Mark(self._labels.get(label, label), span, row.mention, _value(row.value))

    def _span(self, row: Row) -> Span:
        """Where the words of a row stand: by its offsets, or where it has none by themselves."""
        if not (row.mention or row.start or row.end) and row.surface.strip():
            return self._once(row.surface)
        try:
            start, end = int(row.start), int(row.end)
        except ValueError as error:
            raise UnreadableExchange("{start!r} and {end!r} are no offsets", start=row.start, end=row.end) from error
        return self._offsets.back(start, end)

    def _once(self, words: str) -> Span:
        """Where words stand in the text, whose blanks and ZWNJ a tool may have changed; once, or it is not known."""
        parts = (f"{ZWNJ}?".join(map(re.escape, part.replace(ZWNJ, ""))) for part in words.split())
        found = list(re.finditer(r"\s+".join(parts), self._text))
        if len(found) != 1:
            raise UnreadableExchange(
                "{words!r} stands {number} times in the text: its place is not known", words=words, number=len(found)
            )
        return Span(found[0].start(), found[0].end())

    def _base(self, row: Row, mark: Mark) -> Mark | None:
        """The mention that a row is of, as it stood when the row was written, by its id or else by its place."""
        base = self._by_id.get(row.mention) if row.mention else self._by_place.get(mark.place)
        number, parted, machine = row.seen.partition(":")
        return replace(base, seen=int(number), machine=machine) if base and parted and number.isdecimal() else base


def _plain(surface: str) -> str:
    """Words as a tool leaves them: their line breaks may be others, their ZWNJ gone."""
    return " ".join(surface.replace(ZWNJ, "").split())


def _value(cell: str) -> Mapping[str, Any] | None:
    if not cell.strip():
        return None
    try:
        value = json.loads(cell)
    except (ValueError, RecursionError) as error:
        raise UnreadableExchange("its value is not JSON: {reason}", reason=error) from error
    if not isinstance(value, dict):
        raise UnreadableExchange("its value is not a JSON object")
    return value
