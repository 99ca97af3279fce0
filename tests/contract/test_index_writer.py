"""What every engine promises to who fills it, sentence by sentence as ``backend.py`` says it."""

from dataclasses import replace

import pytest

from corpora.document import Span
from pipeline.errors import BackendUnavailable
from pipeline.index.backend import SearchBackend
from pipeline.index.embedded.backend import EmbeddedBackend
from pipeline.index.shown import indexed
from tests.contract.documents import Make, keys, record


def test_an_older_record_changes_nothing(backend: SearchBackend) -> None:
    """Neither what was committed, nor what was written since, nor within one call."""
    backend.index([record("a", 9, "نشست کرمان برگزار شد."), record("a", 8, "نشست شیراز برگزار شد.")])
    backend.index([record("a", 7, "نشست تبریز برگزار شد.")])
    backend.refresh(9)
    backend.index([record("a", 5, "نشست اهواز برگزار شد."), record("b", 9, "همایش زنجان برگزار شد.")])
    backend.refresh(9)
    assert (keys(backend, "کرمان"), keys(backend, "شیراز تبریز اهواز OR شیراز OR تبریز OR اهواز")) == ({"a"}, set())
    assert keys(backend, "زنجان") == {"b"}
    assert backend.count() == 4


def test_the_same_seq_again_takes_the_place_of_what_was_there(backend: SearchBackend) -> None:
    """What is indexed twice after a crash is there once."""
    backend.index([record("a", 1, "نشست کرمان برگزار شد.")])
    backend.refresh(4)
    assert (keys(backend, "کرمان"), backend.count()) == ({"a"}, 4)


def test_an_older_deletion_deletes_nothing(backend: SearchBackend) -> None:
    backend.index([record("a", 9, "نشست کرمان برگزار شد.")])
    backend.delete([("a", 8)])
    backend.refresh(9)
    backend.delete([("a", 3), ("b", 1)])
    backend.refresh(9)
    assert (keys(backend, "کرمان"), keys(backend, "میبد")) == ({"a"}, {"b"})
    backend.delete([("a", 9)])
    backend.refresh(9)
    assert keys(backend, "کرمان") == set()


def test_what_is_deleted_is_gone(backend: SearchBackend) -> None:
    backend.delete([("a", 5), ("not there", 6)])
    assert keys(backend, "تفاهم‌نامه") == {"a", "b"}
    backend.refresh(6)
    assert keys(backend, "تفاهم‌نامه") == {"b"}


def test_a_document_is_held_as_it_was_indexed(backend: SearchBackend) -> None:
    older = record("a", 5, "نشست کرمان برگزار شد.")
    backend.index([older])
    before = backend.stored("a")
    backend.refresh(5)
    after = backend.stored("a")
    assert before
    assert after
    assert (before.is_of(older.document), after.is_of(older.document)) == (False, True)
    held, made = after.indexed(), indexed(older.document)[0]
    assert (held.text, held.stems) == (made.text, made.stems)
    assert (list(held.starts), list(held.lengths)) == (list(made.starts), list(made.lengths))
    assert after.is_of(replace(older.document, title="گزارش کرمان")) is False
    assert after.is_of(replace(older.document, furniture=(Span(0, 4),))) is False
    assert backend.stored("nowhere") is None


def test_what_is_written_is_seen_after_a_refresh(backend: SearchBackend) -> None:
    backend.index([record("a", 5, "نشست کرمان برگزار شد.")])
    assert (keys(backend, "کرمان"), backend.count()) == (set(), 4)
    backend.refresh(5)
    assert (keys(backend, "کرمان"), backend.count()) == ({"a"}, 4)


def test_a_document_that_the_engine_refuses_does_not_keep_the_others_back(backend: SearchBackend) -> None:
    hostile = replace(record("b", 5), moment=1 << 70)
    (refused,) = backend.index([record("a", 5, "نشست کرمان برگزار شد."), hostile, record("c", 6, "خبر بصرة اليوم")])
    backend.refresh(6)
    assert (refused.key, refused.seq, bool(refused.message)) == ("b", 5, True)
    assert (keys(backend, "کرمان"), keys(backend, "بصرة"), keys(backend, "میبد")) == ({"a"}, {"c"}, {"b"})


def test_the_checkpoint_is_that_of_the_last_refresh(backend: SearchBackend) -> None:
    assert (backend.checkpoint(), backend.ahead()) == (4, 0)
    backend.index([record("a", 9)])
    assert backend.checkpoint() == 4
    backend.refresh(9, ahead=12)
    assert (backend.checkpoint(), backend.ahead()) == (9, 12)
    backend.refresh(10)
    assert (backend.checkpoint(), backend.ahead()) == (10, 0)


def test_what_was_refreshed_is_there_when_it_is_opened_again(make: Make, request: pytest.FixtureRequest) -> None:
    if "memory" in request.node.name:
        pytest.skip("what is in memory ends with it")
    engine = make()
    engine.adopt("6b")
    engine.index([record("a", 5)])
    engine.refresh(5, ahead=6)
    engine.index([record("b", 7)])
    engine.release_writer()
    engine.close()
    again = make()
    assert (again.checkpoint(), again.ahead(), again.origin()) == (5, 6, "6b")
    assert keys(again, "یزد") >= {"a"}
    again.close()


def test_whose_it_is_is_kept_with_the_next_checkpoint(backend: SearchBackend) -> None:
    backend.adopt("2f")
    assert backend.origin() == ""
    backend.refresh(4)
    assert backend.origin() == "2f"


def test_a_writer_that_was_released_is_taken_again(backend: SearchBackend) -> None:
    backend.release_writer()
    backend.release_writer()
    backend.index([record("a", 5, "نشست کرمان برگزار شد.")])
    backend.refresh(5)
    assert keys(backend, "کرمان") == {"a"}


def test_a_reset_leaves_an_empty_index(backend: SearchBackend) -> None:
    assert (backend.damage(), backend.inspect()) == ("", "")
    backend.reset()
    assert (backend.count(), backend.checkpoint(), keys(backend, "یزد")) == (0, 0, set())
    backend.index([record("a", 1)])
    backend.refresh(1)
    assert (keys(backend, "یزد"), backend.checkpoint()) == ({"a"}, 1)


def test_a_rebuild_is_seen_once_it_is_promoted(backend: SearchBackend) -> None:
    fresh = backend.rebuild()
    assert (fresh.count(), fresh.checkpoint()) == (0, 0)
    fresh.adopt("6b")
    fresh.index([record("a", 5, "نشست کرمان برگزار شد.")])
    fresh.refresh(5)
    assert (keys(backend, "کرمان"), backend.count(), backend.checkpoint()) == (set(), 4, 4)
    fresh.promote()
    assert (keys(backend, "کرمان"), backend.count(), backend.checkpoint()) == ({"a"}, 1, 5)
    assert backend.origin() == "6b"
    backend.index([record("b", 6)])
    backend.refresh(6)
    assert keys(backend, "میبد") == {"b"}


def test_a_rebuild_that_is_discarded_leaves_nothing(backend: SearchBackend) -> None:
    fresh = backend.rebuild()
    fresh.index([record("a", 5, "نشست کرمان برگزار شد.")])
    fresh.refresh(5)
    fresh.discard()
    assert (keys(backend, "کرمان"), backend.count(), backend.checkpoint()) == (set(), 4, 4)
    again = backend.rebuild()
    assert (again.count(), again.checkpoint()) == (0, 0)
    again.discard()


def test_what_the_last_promotion_replaced_comes_back_where_the_engine_keeps_it(backend: SearchBackend) -> None:
    if isinstance(backend, EmbeddedBackend):
        with pytest.raises(BackendUnavailable, match="keeps no earlier"):
            backend.roll_back()
        return
    fresh = backend.rebuild()
    fresh.index([record("a", 5, "نشست کرمان برگزار شد.")])
    fresh.refresh(5)
    fresh.promote()
    backend.roll_back()
    assert (keys(backend, "کرمان"), backend.count(), backend.checkpoint()) == (set(), 4, 4)


def test_a_value_that_is_too_long_for_an_engine_costs_its_document_at_most(backend: SearchBackend) -> None:
    """Elasticsearch takes no keyword of more than 32,766 bytes."""
    long = record("b", 5)
    long = replace(long, document=replace(long.document, source="روزنامه " * 8000))
    refused = backend.index([record("a", 5, "نشست کرمان برگزار شد."), long, record("c", 6, "خبر بصرة اليوم")])
    backend.refresh(6)
    assert {each.key for each in refused} <= {"b"}
    assert (keys(backend, "کرمان"), keys(backend, "بصرة")) == ({"a"}, {"c"})
