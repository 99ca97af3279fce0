"""A monitor fires for a document exactly when the same query finds it, on every engine."""

import random

import pytest

from pipeline.errors import QuerySyntaxError
from pipeline.index.backend import SearchBackend
from pipeline.index.embedded.percolation import Percolator
from pipeline.query.parser import parse_or_all
from tests.contract.documents import TEXTS, record

ASKED = (
    "یزد",
    "تفاهم نامه",
    "تفاهمنامه‌های",
    "هوای -یزد",
    '"دانشگاه میبد"',
    "=تفاهمنامه",
    "سازما*",
    "میبدد~",
    "نشست NEAR/5 یزد",
    "title:تفاهم",
    "org:یزد",
    "quote:تهران",
    "speaker:احمدی",
    'org:"وزارة العدل"',
    "place:یزد",
    "count:تفاهم‌نامه>=100",
    "count:سازمان<30",
    "date:1404..1406",
    "published:2025",
    "published:none",
    "added:2026-11",
    "lang:ar",
    "collection:main",
    "run:run-a",
    "year:1402",
    "kind:text",
    "الأمانة",
    "*",
    "-lang:fa",
)


def asked() -> list[str]:
    """The queries, and such as are put together of them."""
    chosen = random.Random(5)
    joined = [f"({chosen.choice(ASKED)}) {chosen.choice(('', 'OR', '-'))} ({chosen.choice(ASKED)})" for _ in range(150)]
    return [*ASKED, *joined]


def test_a_monitor_fires_exactly_where_a_search_finds(backend: SearchBackend) -> None:
    percolator, records = Percolator(), [record(name, seq) for seq, name in enumerate(TEXTS, 1)]
    for text in asked():
        try:
            percolator.put(text, parse_or_all(text))
        except QuerySyntaxError:
            continue
    fired, refused = percolator.matches(records)
    assert refused == []
    assert len(fired) > len(ASKED)
    for text in asked():
        try:
            query = parse_or_all(text)
        except QuerySyntaxError:
            continue
        assert fired.get(text, []) == sorted(key for _, key in backend.after(query, 0, 100)), text


def test_all_queries_find_something_of_what_there_is() -> None:
    percolator = Percolator()
    for text in ASKED:
        percolator.put(text, parse_or_all(text))
    fired, _ = percolator.matches([record(name, seq) for seq, name in enumerate(TEXTS, 1)])
    assert sorted(set(ASKED) - set(fired)) == []


@pytest.mark.parametrize("text", ASKED)
def test_what_was_found_alone_is_found_among_others(text: str) -> None:
    """A document may be matched in any batch."""
    percolator = Percolator()
    percolator.put("one", parse_or_all(text))
    records = [record(name, seq) for seq, name in enumerate(TEXTS, 1)]
    apart = [key for one in records for key in percolator.matches([one])[0].get("one", [])]
    assert sorted(apart) == percolator.matches(records)[0].get("one", [])
