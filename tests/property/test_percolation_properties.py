"""The law of monitors: a stored query fires for a document exactly when a search with it finds that document."""

from functools import cache

from hypothesis import given
from hypothesis import strategies as st

from corpora.document import Document
from pipeline.annotate import annotated
from pipeline.errors import QuerySyntaxError
from pipeline.index.embedded.backend import EmbeddedBackend
from pipeline.index.embedded.percolation import Percolator
from pipeline.index.highlight import places
from pipeline.index.records import IndexRecord
from pipeline.index.required import required_terms
from pipeline.index.shown import held
from pipeline.query.parser import Query
from pipeline.query.stored import StoredQuery, filter_of, filter_record
from pipeline.records import Filing
from tests.property.strategies import sentences, texts

OURS = (
    ("fa", "2025-08-13", "نشست سازمان‌های مردم‌نهاد", "نشست ۲۹ سازمان مردمنهاد در یزد برگزار و ۱۷۰ تفاهمنامه امضا شد."),
    ("fa", "2024-02-01", "امضای تفاهم نامه", "استانداری یزد و دانشگاه میبد تفاهم نامه همکاری امضا کردند."),
    ("ar", "2025-05-20", "مذكرة تفاهم", "وقعت وزارة العدل والامانة العامة مذكرة تفاهم لمدة سنتين."),
    ("fa", "", "گزارش هوا", "هوای استان تهران فردا سرد می‌شود و مدرسه‌ها بسته‌اند."),
    ("fa", "2025-10-02", "وزیر علوم", "وزیر علوم از بیش از ۱۲۰ تفاهم‌نامه با دانشگاه تهران سخن گفت."),
)
_ASKED = (
    "یزد",
    "تفاهم نامه",
    "تفاهم‌نامه‌ها",
    "نشست -یزد",
    '"استانداری یزد"',
    "=تفاهمنامه",
    "سازما*",
    "تفاهمنامة~",
    "وزارت OR وزیر",
    "(یزد OR تهران) امضا",
    "نشست NEAR/5 یزد",
    "title:تفاهم",
    "org:یزد",
    'org:"وزارة العدل"',
    "place:تهران",
    "count:تفاهم‌نامه>=100",
    "count:تفاهم‌نامه<150",
    "date:1404..1406",
    "published:2025",
    "published:none",
    "added:2026",
    "path:a.example",
    "path:/",
    "size:<1MB",
    "amount:>=0",
    "مبلغ:تومان>=5میلیارد",
    "lang:ar",
    "lang:fa -published:none",
    "source:press",
    "kind:text",
    "collection:main",
    "-collection:main",
    "year:1404",
    "run:r1",
    "مدرسه",
    "العامة",
    "أمانة",
    "*",
)
_PIECES = st.sampled_from([*_ASKED, "OR", "NEAR/3", "(", ")", "-", "="])
queries = st.one_of(
    st.sampled_from(_ASKED),
    st.lists(_PIECES, min_size=1, max_size=4).map(" ".join),
    sentences.map(lambda text: " ".join(text.split()[:3])),
    texts,
)


@cache
def ours() -> list[IndexRecord]:
    found = []
    for seq, (language, published, title, text) in enumerate(OURS, 1):
        name, uri = f"o{seq}", f"https://a.example/{seq}"
        read = Document(name, name, uri, text, "press", title=title, language=language, published=published)
        document = annotated(read)
        found.append(IndexRecord.of(document, seq, Filing(seq, "r1", "2026-11-20T10:00:00+00:00")))
    return found


def recorded(drawn: list[str]) -> list[IndexRecord]:
    made = [Document(key=f"d{n}", id=f"d{n}", uri=f"file:///{n}", text=text) for n, text in enumerate(drawn)]
    return [IndexRecord.of(document, 100 + n) for n, document in enumerate(made)]


def parsed(text: str, *, spelling: bool) -> Query | None:
    asked = StoredQuery(text, spelling=spelling)
    try:
        return asked.parsed()
    except QuerySyntaxError:
        return None


@given(st.lists(texts, max_size=3), st.lists(st.tuples(queries, st.booleans()), min_size=1, max_size=5))
def test_a_monitor_fires_exactly_where_a_search_finds(drawn: list[str], asked: list[tuple[str, bool]]) -> None:
    records = [*ours(), *recorded(drawn)]
    index, percolator = EmbeddedBackend(None), Percolator()
    index.index(records)
    index.refresh(200)
    stored = {str(n): query for n, (text, spelling) in enumerate(asked) if (query := parsed(text, spelling=spelling))}
    for name, query in stored.items():
        percolator.put(name, query)
    fired, refused = percolator.matches(records)
    assert refused == []
    for name, query in stored.items():
        assert fired.get(name, []) == sorted(key for _, key in index.after(query, 0, 100)), query.text


@given(st.lists(queries, min_size=1, max_size=6))
def test_a_query_that_was_taken_away_or_replaced_fires_no_more(asked: list[str]) -> None:
    percolator, kept = Percolator(), Percolator()
    last = parsed("یزد", spelling=False)
    assert last is not None
    for text in asked:
        query = parsed(text, spelling=False)
        if query is not None:
            percolator.put("one", query)
            percolator.put("other", query)
    percolator.remove("other")
    percolator.put("one", last)
    kept.put("one", last)
    assert percolator.matches(ours()) == kept.matches(ours())
    percolator.remove("one")
    assert percolator.matches(ours()) == ({}, [])


def test_most_queries_are_told_by_a_term() -> None:
    """Else ten thousand of them would be asked of every document."""
    told = [text for text in _ASKED if (query := parsed(text, spelling=False)) and required_terms(query)]
    assert len(told) >= len(_ASKED) * 2 // 3


@given(st.sampled_from(_ASKED))
def test_filters_are_kept_as_json(text: str) -> None:
    query = parsed(text, spelling=False)
    assert query is not None
    asked = StoredQuery("نشست", (filter_of({"field": "lang", "value": "fa"}), filter_of({"not": {"undated": True}})))
    again = StoredQuery.of(asked.text, asked.record(), asked.grammar)
    assert again == asked
    assert [filter_record(one) for one in again.filters] == asked.record()["filters"]


@given(st.one_of(texts, st.sampled_from([text for *_, text in OURS])), st.lists(queries, min_size=1, max_size=6))
def test_a_text_that_is_laid_out_is_marked_as_any(text: str, asked: list[str]) -> None:
    there, _ = held(recorded([text])[0])
    laid_out = there.laid_out()
    for one in asked:
        for spelling in (False, True):
            query = parsed(one, spelling=spelling)
            assert query is None or places(query, laid_out) == places(query, there), one
