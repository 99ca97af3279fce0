"""Every engine finds and counts by folder, file size, day of arrival and amount of money alike."""

from collections.abc import Callable, Iterator

import pytest

from corpora.document import Document, Mention, Span
from pipeline.index.backend import SearchBackend
from pipeline.index.embedded.percolation import Percolator
from pipeline.index.records import ADDED, IndexRecord
from pipeline.index.results import View
from pipeline.query.parser import parse, parse_or_all
from pipeline.query.stored import StoredQuery
from pipeline.records import Filing

MILLIARD = 10**9
HELD: dict[str, tuple[str, int | None, str, tuple[dict[str, object], ...]]] = {
    "report": (
        "file:///srv/%DA%AF%D8%B2%D8%A7%D8%B1%D8%B4%E2%80%8C%D9%87%D8%A7/1404/a.pdf",
        9_999,
        "2026-11-27T10:00:00+00:00",
        ({"amount": 5 * MILLIARD, "currency": "IRT", "modifier": "exact"},),
    ),
    "letter": (
        "file:///srv/%D9%86%D8%A7%D9%85%D9%87.zip!/in/b.docx",
        10_000,
        "2026-11-26T10:00:00+00:00",
        (
            {"amount": 80 * MILLIARD, "currency": "IRR", "modifier": "exact"},
            {"amount": 1_000, "currency": "USD", "modifier": "more_than"},
        ),
    ),
    "page": (
        "https://news.example/politics/2025/12/c",
        2_000_000,
        "2026-10-01T10:00:00+00:00",
        ({"amount": 3_000, "currency": "USD", "modifier": "between", "min": 900, "max": 3_000},),
    ),
    "line": (
        "upload:/0f0f/list.jsonl#7",
        None,
        "",
        (
            {"amount": 7, "currency": "", "unit": "دینار", "modifier": "exact"},
            {"amount": 2_000, "currency": "CAD", "modifier": "exact"},
        ),
    ),
}
ASKED: tuple[tuple[str, set[str]], ...] = (
    ("path:/srv", {"report", "letter"}),
    ("path:/", {"report", "letter"}),
    ('مسیر:"/srv/گزارش ها"', {"report"}),
    ("پوشه:گزارش‌ها", {"report"}),
    ("path:گزارشها/1404/", {"report"}),
    ("path:/گزارشها", set()),
    ("المجلد:نامه.zip", {"letter"}),
    ("path:in", {"letter"}),
    ("path:politics", {"page"}),
    ("path:news.example", {"page"}),
    ("path:2025", set()),
    ("path:list.jsonl", {"line"}),
    ("path:/srv/نا*", {"letter"}),
    ("-path:/srv", {"page", "line"}),
    ("size:<10KB", {"report"}),
    ("size:10KB..2MB", {"letter", "page"}),
    ("حجم:>=۲مگابایت", {"page"}),
    ("الحجم:<=10كيلوبايت", {"report", "letter"}),
    ("size:>999999999999999999999999999999", set()),
    ("-size:>=0", {"line"}),
    ("added:2026-11", {"report", "letter"}),
    ("افزوده:1405-09-06", {"report"}),
    ("الإضافة:2026-10-01..2026-11-26", {"letter", "page"}),
    ("amount:تومان", {"report", "letter"}),
    ("مبلغ:ریال>=50000000000", {"report", "letter"}),
    ("مبلغ:تومان>=6میلیارد", {"letter"}),
    ("amount:IRT=5000000000", {"report"}),
    ("amount:USD>=1000", {"letter", "page"}),
    ("amount:USD<1000", {"page"}),
    ('المبلغ:"دولار أمريكي">=3000', {"page"}),
    ("amount:<100", {"line"}),
    ("amount:دینار", {"line"}),
    ("amount:>=5مليارات", {"report", "letter"}),
    ("-amount:>=0", set()),
    ("count:دلار>=3000", {"page"}),
    ("count:دلار=2000", {"page"}),
    ("مبلغ:دلار", {"letter", "page"}),
    ("المبلغ:الدولار", {"letter", "page"}),
    ("amount:dollars>=1000", {"letter", "page"}),
    ('مبلغ:"دلار کانادا"', {"line"}),
    ('المبلغ:"الدولار الكندي">=2000', {"line"}),
    ('amount:"Canadian dollars"<2000', set()),
    ("amount:C$", {"line"}),
    ("مبلغ:همت<1", {"report", "letter"}),
    ("مبلغ:همت>=1", set()),
    ("count:همت>=1", set()),
)
FOUND_IN = ("folder", "size_band", "currency", *ADDED)


def _record(name: str, seq: int) -> IndexRecord:
    uri, size, came, amounts = HELD[name]
    text = "گزارش مالی " * 3
    spans = [Span(at * 11, at * 11 + 5) for at in range(len(amounts))]
    found = [
        Mention(f"m{at}", "MONEY", span, text[span.start : span.end], amounts[at], "t", "1")
        for at, span in enumerate(spans)
    ]
    document = Document(key=name, id=name, uri=uri, text=text, language="fa").with_mentions(found)
    return IndexRecord.of(document, seq, Filing(seq, "r", came, size))


@pytest.fixture
def filled(make: Callable[[], SearchBackend]) -> Iterator[SearchBackend]:
    engine = make()
    engine.index(_record(name, seq) for seq, name in enumerate(HELD, 1))
    engine.refresh(len(HELD))
    yield engine
    engine.close()


def _keys(engine: SearchBackend, query: str) -> set[str]:
    return {hit.key for hit in engine.search(parse(query), View()).hits}


def test_what_a_query_finds(filled: SearchBackend) -> None:
    assert {query: _keys(filled, query) for query, _ in ASKED} == dict(ASKED)


def test_a_value_of_a_facet_is_what_its_query_finds(filled: SearchBackend) -> None:
    facets = filled.search(parse_or_all(""), View(limit=1, facets=FOUND_IN, facet_size=100)).facets
    assert dict(facets["folder"])["/srv"] == 2
    assert dict(facets["folder"])["/srv/نامه.zip/in"] == 1
    assert dict(facets["size_band"]) == {"0..9999": 1, "10000..99999": 1, "1000000..9999999": 1}
    assert dict(facets["jalali_added_on"])["1405-09"] == 2
    assert dict(facets["currency"]) == {
        **{"IRT": 2, "IRT:1000000000..9999999999.99": 2},
        **{"USD": 2, "USD:0..999.99": 1, "USD:1000..9999.99": 2},
        **{"CAD": 1, "CAD:1000..9999.99": 1},
    }
    names = {
        "folder": "path",
        "size_band": "size",
        "currency": "amount",
        "added_on": "added",
        "jalali_added_on": "added",
        "hijri_added_on": "added",
    }
    for field, counted in facets.items():
        for value, count in counted:
            assert (
                filled.search(
                    parse(f'{names[field]}:"{value}"' if field == "folder" else f"{names[field]}:{value}"), View()
                ).total
                == count
            )


def test_what_is_stored_of_a_filter_means_the_same(filled: SearchBackend) -> None:
    for query, wanted in ASKED:
        root = parse(query).root
        assert root is not None
        if query.startswith("count:"):
            continue  # no filter of an address
        kept = StoredQuery("", (root,))
        again = StoredQuery.of("", kept.record(), kept.grammar)
        assert {hit.key for hit in filled.search(again.parsed(), View()).hits} == wanted


def test_a_monitor_fires_where_a_search_finds() -> None:
    percolator, records = Percolator(), [_record(name, seq) for seq, name in enumerate(HELD, 1)]
    for query, _ in ASKED:
        percolator.put(query, parse(query))
    fired, refused = percolator.matches(records)
    assert refused == []
    assert {query: set(fired.get(query, ())) for query, _ in ASKED} == dict(ASKED)
