"""An entry as somebody sees it who may not see all of its witnesses."""

from pipeline.registry.entries import Relation, Value
from pipeline.registry.visible import related, seen_by
from tests.registers import at, day, entry, of, party, said, witness

OPEN, SHUT = witness("d1", "main"), witness("d2", "desk")
BOTH = (OPEN, SHUT)


def test_who_may_see_all_sees_the_entry_itself() -> None:
    held = entry(witnesses=BOTH)
    assert seen_by(held, None) is held
    assert seen_by(held, frozenset(("main", "desk"))) is held


def test_an_entry_of_which_no_witness_may_be_seen_is_not_there() -> None:
    assert seen_by(entry(witnesses=BOTH), frozenset(("other",))) is None


def test_what_only_hidden_documents_say_is_gone() -> None:
    held = entry(
        witnesses=BOTH,
        parties=(party("دانشگاه میبد"), party("بنیاد زعفران", document="d2")),
        subject=of("کشت زعفران", "d2"),
        place=Value("یزد", (at("d1"), at("d2"))),
        history=(said("signed", "2025-09-07"), said("terminated", "2026-01-01", "d2")),
        state="terminated",
    )
    shown = seen_by(held, frozenset(("main",)))
    assert shown
    assert [one.name for one in shown.parties] == ["دانشگاه میبد"]
    assert (shown.subject, shown.place) == (None, Value("یزد", (at("d1"),)))
    assert (shown.state, len(shown.history), shown.witnesses) == ("signed", 1, (OPEN,))


def test_another_value_that_a_visible_document_gives_is_shown() -> None:
    number = Value("۱۲", (at("d2"),), others=(("۱۳", (at("d1"),)),))
    shown = seen_by(entry(witnesses=BOTH, number=number), frozenset(("main",)))
    assert shown
    assert shown.number == Value("۱۳", (at("d1"),))


def test_a_value_reckoned_from_a_hidden_one_is_gone_with_it() -> None:
    until = Value(day("2026-09-06").value, (at("d1"),), derived_from=("valid_from", "duration"))
    held = entry(witnesses=BOTH, valid_from=day("2025-09-07"), duration=of("P1Y", "d2"), valid_until=until)
    shown = seen_by(held, frozenset(("main",)))
    assert shown
    assert (shown.valid_from is None, shown.duration, shown.valid_until) == (False, None, None)


def test_relations_lead_to_entries_that_may_be_seen() -> None:
    held = entry(relations=(Relation("implements", "u1"), Relation("follows", "u2")))
    assert related(held, ["u2"]).relations == (Relation("follows", "u2"),)
    assert related(held, ["u1", "u2"]) is held
