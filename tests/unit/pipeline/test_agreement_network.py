"""Which agreements stand in the drawing of one, and where its lines run."""

import pytest

from pipeline.registry.entries import Entry, Relation, Value
from pipeline.registry.network import Network, network, relating_of
from search_api.pages.relations_graph import Drawing


def entry(identity: str, *relations: tuple[str, str], rejected: bool = False) -> Entry:
    made = tuple(Relation(kind, other) for kind, other in relations)
    kind = Value("mou", ())
    return Entry(identity, kind, "", (), "signed", "asserted", (), (), (identity,), relations=made, rejected=rejected)


def around(identity: str, entries: list[Entry], most: int = 7) -> Network:
    by_id = {one.id: one for one in entries}
    return network(by_id[identity], by_id, relating_of(one for one in entries if not one.rejected), most)


CHAIN = [
    entry("a"),
    entry("b", ("implements", "a")),
    entry("c", ("implements", "b")),
    entry("d", ("follows", "c")),
    entry("e"),
]


@pytest.mark.parametrize(
    ("identity", "there"), [("a", "abc"), ("b", "abcd"), ("c", "abcd"), ("d", "bcd"), ("e", "e")], ids=list("abcde")
)
def test_two_steps_from_one_are_drawn(identity: str, there: str) -> None:
    net = around(identity, CHAIN)
    assert "".join(one.id for one in net.entries) == there
    assert sorted(edge.source + edge.target for edge in net.edges) == [
        a + b for a, b in ("ba", "cb", "dc") if b in there and a in there
    ]


def test_what_is_too_much_is_counted() -> None:
    some = [entry("a"), *(entry(f"b{one}", ("implements", "a")) for one in range(9))]
    net = around("a", some, most=4)
    assert len(net.entries) == 5
    assert net.left_out == 5


def test_what_a_person_rejected_is_left_out() -> None:
    net = around(
        "a", [entry("a", ("renews", "c")), entry("b", ("implements", "a"), rejected=True), entry("c", rejected=True)]
    )
    assert [one.id for one in net.entries] == ["a"]


@pytest.mark.parametrize("from_right", [True, False])
def test_lines_of_overlapping_relations_run_in_lanes_of_their_own(from_right: bool) -> None:
    some = [entry("a"), entry("b", ("implements", "a")), entry("c", ("implements", "a"), ("replaces", "b"))]
    net = around("a", some)
    titles = [("تفاهم‌نامه آبخیزداری", "") for _ in net.entries]
    drawn = Drawing.of(net, "a", titles, lambda kind: kind, from_right=from_right)
    lanes = {arrow.path.split("H")[1].partition("V")[0] for arrow in drawn.arrows}
    assert len(drawn.arrows) == 3
    assert len(lanes) == 3
    assert all(0 <= float(lane) <= 360 for lane in lanes)
