"""Whose turn it is to be indexed, and who makes the records meanwhile."""

import os
import signal
from collections.abc import Iterator
from concurrent.futures import wait
from dataclasses import dataclass, field

import pytest

from corpora.document import Document
from pipeline.index.records import IndexRecord
from pipeline.records import Filing
from pipeline.store.changes import Change
from pipeline.sync.making import RecordMaker
from pipeline.sync.turns import Turns


@dataclass
class Decided:
    """Decisions that a store has, by their ``seq``."""

    seqs: list[int] = field(default_factory=list)
    asked: int = 0

    def __call__(self, after: int, until: int, limit: int) -> list[Change]:
        self.asked += 1
        found = [seq for seq in self.seqs if after < seq <= until][:limit]
        return [Change(seq, str(seq), None, "entity") for seq in found]


def taken(turns: Turns, decided: Decided, limit: int = 3) -> list[int]:
    return [change.seq for change in turns.take(decided, limit)]


def test_one_decision_of_many_documents_is_taken_in_its_order() -> None:
    turns, decided = Turns(), Decided(list(range(11, 18)))
    turns.look(20, 10)
    assert (taken(turns, decided), turns.ahead, turns.ended) == ([11, 12, 13], 13, False)
    assert taken(turns, decided) == [14, 15, 16]
    assert (taken(turns, decided), turns.ahead, turns.ended) == ([17], 20, True)
    assert (taken(turns, decided), turns.ahead) == ([], 20)


def test_a_later_decision_does_not_wait_for_the_many_before_it() -> None:
    turns, decided = Turns(), Decided(list(range(1, 1001)))
    turns.look(1000, 0)
    assert taken(turns, decided) == [1, 2, 3]
    decided.seqs.append(1001)
    turns.look(1001, 0)
    assert taken(turns, decided) == [1001, 4, 5, 6]
    assert (turns.ahead, turns.ended) == (6, True)
    decided.seqs += range(1002, 1022)
    turns.look(1021, 6)
    rest = list[int]()
    while more := taken(turns, decided):
        rest += more
    assert rest[:6] == [1002, 1003, 1004, 7, 8, 9]
    assert sorted(rest) == [*range(7, 1001), *range(1002, 1022)]
    assert turns.ahead == 1021


def test_what_others_indexed_needs_no_turn() -> None:
    turns, decided = Turns(), Decided([5, 15, 25])
    turns.look(20, 0)
    turns.look(30, 0)
    turns.look(30, 17)
    assert turns.ahead == 17
    assert (taken(turns, decided), taken(turns, decided), turns.ahead) == ([25], [], 30)
    turns.look(30, 40)  # as after an index that has seen more than the store
    assert turns.ahead == 40


def test_an_archive_that_comes_meanwhile_costs_a_question_each_look() -> None:
    turns, decided = Turns(), Decided()
    for last in range(100, 10_000, 100):
        turns.look(last, 0)
        assert taken(turns, decided) == []
    assert (turns.ahead, decided.asked) == (9900, 99)


TEXTS = ("نشست شورای شهر یزد", "افتتاح کتابخانه در کاشان")


def documents(number: int) -> list[tuple[Document, int, Filing]]:
    text = TEXTS[number % 2]
    return [(Document(key=f"{number:032}", id=str(number), uri=f"file:///{number}", text=text), number + 1, Filing())]


@pytest.fixture
def maker() -> Iterator[RecordMaker]:
    maker = RecordMaker()
    yield maker
    maker.close()


def expected(number: int) -> IndexRecord:
    ((document, seq, filed),) = documents(number)
    return IndexRecord.of(document, seq, filed)


def test_records_are_the_same_here_and_beside(maker: RecordMaker) -> None:
    for number in range(120):
        assert maker.begin(documents(number))() == [expected(number)]
    assert maker._ready is not None
    wait([maker._ready], 60)
    begun = [(number, maker.begin(documents(number))) for number in range(10)]
    assert [records() for _, records in begun] == [[expected(number)] for number, _ in begun]
    assert maker._pool is not None
    assert len(maker._pool._processes) == 1


def test_a_process_that_dies_costs_nothing(maker: RecordMaker) -> None:
    for number in range(120):
        maker.begin(documents(number))
    assert maker._pool is not None
    assert maker._ready is not None
    wait([maker._ready], 60)
    (process,) = maker._pool._processes
    records = maker.begin(documents(1))
    os.kill(process, signal.SIGKILL)
    assert records() == [expected(1)]
    assert maker.begin(documents(2))() == [expected(2)]
