"""One suite for every engine behind SearchBackend: same hits, facets, marks, and the same promises about ``seq``."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from corpora.document import Document, Mention, Span
from pipeline.index.embedded import EmbeddedBackend
from pipeline.index.records import IndexRecord, SearchBackend
from pipeline.query import Exact, parse

type Make = Callable[[], SearchBackend]

TEXTS = {
    "a": (
        "fa",
        "2025-08-13",
        "نشست سازمان‌های مردم‌نهاد",
        "نشست ۲۹ سازمان مردمنهاد در یزد برگزار شد و ۱۷۰ تفاهمنامه امضا شد.",
    ),
    "b": ("fa", "2024-02-01", "امضای تفاهم نامه", "استانداری یزد و دانشگاه میبد تفاهم نامه همکاری امضا کردند."),
    "c": ("ar", "2025-05-20", "مذكرة تفاهم", "وقعت وزارة العدل والامانة العامة مذكرة تفاهم لمدة سنتين."),
    "d": ("fa", "", "گزارش هوا", "هوای استان تهران فردا سرد می‌شود."),
}


def record(name: str, seq: int, text: str | None = None) -> IndexRecord:
    language, published, title, body = TEXTS[name]
    body = text or body
    mentions = []
    for organisation in ("استانداری یزد", "دانشگاه میبد", "وزارة العدل"):
        at = body.find(organisation)
        if at >= 0:
            span = Span(at, at + len(organisation))
            mentions.append(Mention(organisation, "ORG", span, organisation, {"name": organisation}, "t", "1"))
    document = Document(
        key=name, id=f"id-{name}", uri=f"file:///{name}", text=body, title=title, language=language, published=published
    )
    return IndexRecord.of(document.with_mentions(mentions), seq)


@pytest.fixture(params=["folder", "memory"])
def make(request: pytest.FixtureRequest, tmp_path: Path) -> Make:
    folder = tmp_path / "index" if request.param == "folder" else None
    return lambda: EmbeddedBackend(folder)


@pytest.fixture
def backend(make: Make) -> Iterator[SearchBackend]:
    engine = make()
    engine.index(record(name, seq) for seq, name in enumerate(TEXTS, 1))
    engine.refresh(len(TEXTS))
    yield engine
    engine.close()


def keys(backend: SearchBackend, query: str, *filters: Exact) -> set[str]:
    return {hit.key for hit in backend.search(parse(query, "and", filters), limit=10).hits}


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("تفاهم‌نامه", {"a", "b"}),
        ("تفاهمنامه ها", {"a", "b"}),
        ('"سازمان هاي مردم نهاد"', {"a"}),
        ("«سازمان‌های مردم‌نهاد»", {"a"}),
        ("الأمانة العامة", {"c"}),
        ("170", {"a"}),
        ("۱۷۰", {"a"}),
        ("یزد -میبد", {"a"}),
        ("هوا OR مذكرة", {"c", "d"}),
        ("-یزد", {"c", "d"}),
        ("title:نشست", {"a"}),
        ('org:"وزارة العدل"', {"c"}),
        ("lang:ar", {"c"}),
        ("year:2025", {"a", "c"}),
        ("year:abc", set()),
        ("میبد یزد", {"b"}),
        ('"میبد یزد"', set()),
        ("است", set()),
        ("أمانة", {"c"}),
        ("الإمانة", {"c"}),
        ("امضا", {"a", "b"}),
        ("ناموجود", set()),
        ("", set()),
    ],
)
def test_what_a_query_finds(backend: SearchBackend, query: str, wanted: set[str]) -> None:
    assert keys(backend, query) == wanted


def test_filters_narrow(backend: SearchBackend) -> None:
    assert keys(backend, "یزد", Exact("org", "دانشگاه میبد")) == {"b"}
    assert keys(backend, "", Exact("lang", "fa"), Exact("year", "2024")) == {"b"}


def test_a_title_match_comes_first(backend: SearchBackend) -> None:
    assert backend.search(parse("تفاهم نامه"), limit=10).hits[0].key == "b"


def test_facets_count_the_matches(backend: SearchBackend) -> None:
    facets = backend.search(parse("یزد OR مذكرة"), limit=1, facets=True).facets
    assert facets["lang"] == (("fa", 2), ("ar", 1))
    assert facets["year"] == (("2025", 2), ("2024", 1))
    assert facets["org"] == (("استانداری یزد", 1), ("دانشگاه میبد", 1), ("وزارة العدل", 1))


def test_paging_meets_every_hit_once(backend: SearchBackend) -> None:
    seen, offset = [], 0
    while True:
        page = backend.search(parse("یزد OR مذكرة OR هوا"), limit=1, offset=offset)
        assert page.total == 4
        seen += [hit.key for hit in page.hits]
        if page.next is None:
            break
        offset = page.next
    assert sorted(seen) == ["a", "b", "c", "d"]


def test_marks_are_of_the_stored_text(backend: SearchBackend) -> None:
    (hit,) = backend.search(parse('"سازمان مردم نهاد"'), limit=1).hits
    body = TEXTS["a"][3]
    assert [body[m.start : m.end] for p in hit.passages for m in p.marks] == ["سازمان مردمنهاد"]
    assert [hit.title[m.start : m.end] for m in hit.title_marks] == ["سازمان‌های مردم‌نهاد"]


def test_a_newer_record_takes_the_place_of_the_older(backend: SearchBackend) -> None:
    backend.index([record("a", 5, "نشست کرمان برگزار شد.")])
    backend.refresh(5)
    assert (keys(backend, "کرمان"), keys(backend, "۱۷۰")) == ({"a"}, set())
    assert backend.search(parse("نشست"), limit=10).total == 1


@pytest.mark.parametrize(
    ("query", "wanted"),
    [("إعلام", {"a", "d"}), ("الأعلام", {"b", "d"}), ("اعلام", {"a", "b", "d"}), ('"رفع أعلام"', {"b"})],
)
def test_a_written_mark_excludes_a_different_one(backend: SearchBackend, query: str, wanted: set[str]) -> None:
    texts = {"a": "وسائل الإعلام في المدينة", "b": "رفع أعلام الدول", "d": "وسائل الاعلام"}
    backend.delete(["c"])
    backend.index(record(name, seq, text) for seq, (name, text) in enumerate(texts.items(), 10))
    backend.refresh(12)
    assert keys(backend, query) == wanted


def test_what_is_deleted_is_gone(backend: SearchBackend) -> None:
    backend.delete(["a", "not there"])
    backend.refresh(6)
    assert keys(backend, "تفاهم‌نامه") == {"b"}


def test_the_checkpoint_is_the_last_refresh(backend: SearchBackend) -> None:
    assert backend.checkpoint() == 4
    backend.index([record("a", 9)])
    assert backend.checkpoint() == 4
    backend.refresh(9)
    assert backend.checkpoint() == 9


def test_an_empty_engine_answers(make: Make) -> None:
    engine = make()
    results = engine.search(parse("نشست"), limit=5, facets=True)
    assert (results.hits, results.total, results.next, engine.checkpoint()) == ((), 0, None, 0)
