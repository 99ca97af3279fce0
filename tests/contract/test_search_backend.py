"""One suite for every engine behind SearchBackend: same hits, facets, marks, and the same promises about ``seq``."""

from dataclasses import replace

import pytest

from corpora.document import Document, Span
from pipeline.index.backend import SearchBackend
from pipeline.index.records import IndexRecord
from pipeline.index.results import FACETS, ORDERS, Order, View
from pipeline.query.parser import Exact, Filter, Not, Or, Query, Undated, parse, parse_or_all
from tests.contract.documents import TEXTS, Make, keys, record


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("محمدرضا", {"a", "b", "c"}),
        ("محمد رضا", {"a", "b", "c"}),
        ('"محمد رضا کریمی"', {"a", "b", "c"}),
        ('"محمدرضا کریمی"', {"a", "b", "c"}),
        ("=محمدرضا", {"a"}),
        ("گل دشت", {"b", "c"}),
        ("گل‌دشت", {"b", "c"}),
        ("رضا", {"b"}),
        ("وزارت نیرو", {"a", "b", "d"}),
        ("#وزارت_نیرو", {"a", "b", "d"}),
        ("کسب‌وکار", {"c", "d"}),
        ("عبد الرحمن", {"d"}),
        ("ظبي", set()),
        ("أبو ظبي", {"d"}),
    ],
)
def test_words_written_together_and_apart_meet(make: Make, query: str, wanted: set[str]) -> None:
    engine = make()
    texts = {
        "a": "آقای محمدرضا کریمی از #وزارت_نیرو",
        "b": "آقای محمد رضا کریمی از گل دشت و وزارت نیرو",
        "c": "آقای محمد‌رضا کریمی در گل‌دشت کسب و کار دارد",
        "d": "هشتگ #وزارت‌نیرو، کسب‌وکار، عبدالرحمن في أبوظبي",
    }
    engine.index(record(name, seq, text) for seq, (name, text) in enumerate(texts.items(), 1))
    engine.refresh(len(texts))
    assert keys(engine, query) == wanted
    marked = {hit.key for hit in engine.search(parse(query), View()).hits if hit.passages[0].marks}
    assert marked == wanted
    engine.close()


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
        ("quote:تهران", {"d"}),
        ("گفته:هواهای", {"d"}),
        ('quote:"استان تهران"', {"d"}),
        ('quote:"تهران فردا"', set()),  # two quotations
        ("quote:نشست", set()),  # said by nobody
        ("speaker:احمدي", {"d"}),
        ('گوینده:"رئیس هواشناسی"', {"d"}),
        ("المتحدث:تهران", set()),
        ("lang:ar", {"c"}),
        ("year:2025", {"a", "c"}),
        ("year:abc", set()),
        ("year:1404", {"a", "c"}),
        ("year:1447", {"a"}),
        ("year:قمری:۱۴۴۶", {"c"}),
        ("month:1404/5", {"a"}),
        ("month:hijri:1447-02", {"a"}),
        ("month:2025-08", {"a"}),
        ("month:1402-11", {"b"}),
        ("تفاهم‌نا*", {"a", "b"}),
        ("استاندا*", {"b"}),
        ("دانشکاه~", {"b"}),
        ("دانشکاه", set()),
        ("=تفاهمنامه", {"a"}),
        ("=والأمانة", set()),
        ("استانداری NEAR/3 میبد", {"b"}),
        ("میبد NEAR/3 استانداری", {"b"}),
        ("استانداری NEAR/2 میبد", set()),
        ('"استانداری یزد" NEAR/2 میبد', {"b"}),
        ("هوا OR (همکاری NEAR/1 نامه)", {"d"}),
        ("date:1404-09", {"c", "d"}),
        ("date:2025-12-22..2026", {"c"}),
        ("date:..2025-05-19", set()),
        ("published:1404-05..1404-06", {"a"}),
        ("published:2024..", {"a", "b", "c"}),
        ("count:تفاهم‌نامه", {"a"}),
        ("count:تفاهم‌نامه>=170", {"a"}),
        ("count:تفاهمنامه>170", set()),
        ("count:تفاهم‌نامه:100..200 یزد", {"a"}),
        ('count:"سازمان مردم نهاد"=29', {"a"}),
        ("count:سازمان<30", {"a"}),
        ("place:یزد", {"a", "b"}),
        ("run:run-b", {"b"}),
        ("یزد -run:run-b", {"a"}),
        ("added:2026-11-02..", {"b", "c", "d"}),
        ("added:..1405-08-10", {"a"}),
        ("-lang:fa", {"c"}),
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
    assert backend.search(parse("تفاهم نامه"), View()).hits[0].key == "b"


def test_facets_count_the_matches(backend: SearchBackend) -> None:
    facets = backend.search(parse("یزد OR مذكرة"), View(limit=1, facets=FACETS)).facets
    assert facets["lang"] == (("fa", 2), ("ar", 1))
    assert facets["year"] == (("2025", 2), ("2024", 1))
    assert facets["org"] == (("استانداری یزد", 1), ("دانشگاه میبد", 1), ("وزارة العدل", 1))


def test_paging_meets_every_hit_once(backend: SearchBackend) -> None:
    seen, offset = [], 0
    while True:
        page = backend.search(parse("یزد OR مذكرة OR هوا"), View(limit=1, offset=offset))
        assert page.total == 4
        seen += [hit.key for hit in page.hits]
        if page.next is None:
            break
        offset = page.next
    assert sorted(seen) == ["a", "b", "c", "d"]


def test_marks_are_of_the_stored_text(backend: SearchBackend) -> None:
    (hit,) = backend.search(parse('"سازمان مردم نهاد"'), View(limit=1)).hits
    body = TEXTS["a"][3]
    assert [body[m.start : m.end] for p in hit.passages for m in p.marks] == ["سازمان مردمنهاد"]
    assert [hit.title[m.start : m.end] for m in hit.title_marks] == ["سازمان‌های مردم‌نهاد"]


def test_a_newer_record_takes_the_place_of_the_older(backend: SearchBackend) -> None:
    backend.index([record("a", 5, "نشست کرمان برگزار شد.")])
    backend.refresh(5)
    assert (keys(backend, "کرمان"), keys(backend, "۱۷۰")) == ({"a"}, set())
    assert backend.search(parse("نشست"), View()).total == 1


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("إعلام", {"a", "d"}),
        ("الأعلام", {"b", "d"}),
        ("اعلام", {"a", "b", "d"}),
        ('"رفع أعلام"', {"b"}),
        ("المَلِك", {"a", "d"}),
        ("مُلْك", {"b", "d"}),
        ("ملك", {"a", "b", "d"}),
    ],
)
def test_a_written_mark_excludes_a_different_one(backend: SearchBackend, query: str, wanted: set[str]) -> None:
    texts = {
        "a": "وسائل الإعلام والمَلِك في المدينة",
        "b": "رفع أعلام الدول والمُلْك لله",
        "d": "وسائل الاعلام والملك",
    }
    backend.delete([("c", 5)])
    backend.index(record(name, seq, text) for seq, (name, text) in enumerate(texts.items(), 10))
    backend.refresh(12)
    assert keys(backend, query) == wanted


def test_an_empty_engine_answers(make: Make) -> None:
    engine = make()
    results = engine.search(parse("نشست"), View(limit=5, facets=FACETS))
    assert (results.hits, results.total, results.next, engine.checkpoint()) == ((), 0, None, 0)


def ranked(backend: SearchBackend, query: str, order: Order = "relevance") -> list[str]:
    return [hit.key for hit in backend.search(parse(query), View(order=order)).hits]


def test_matches_by_date_leave_the_undated_for_last(backend: SearchBackend) -> None:
    query = "یزد OR مذكرة OR هوا"
    assert ranked(backend, query, "newest") == ["a", "c", "b", "d"]
    assert ranked(backend, query, "oldest") == ["b", "c", "a", "d"]
    assert ranked(backend, "published:1990.. OR published:none") == ["a", "c", "b", "d"]  # none is better than another


def test_everything_is_listed_by_any_field(backend: SearchBackend) -> None:
    def listed(order: Order) -> list[str]:
        return [hit.key for hit in backend.search(parse_or_all("*"), View(order=order)).hits]

    by_length = sorted(TEXTS, key=lambda name: len(TEXTS[name][3]))
    assert listed("shortest") == by_length
    assert listed("longest") == by_length[::-1]
    assert listed("title") == ["b", "d", "c", "a"]
    assert listed("changed") == ["d", "c", "b", "a"]
    assert listed("language")[:1] == ["c"], "Arabic stands before Persian, the newest first, what has no date last"
    assert listed("language")[1:] == [name for name in listed("newest") if name != "c"]
    assert listed("kind") == listed("pages") == listed("newest")


@pytest.mark.parametrize("order", [order for order in ORDERS if order not in ("relevance", "recent", "changed")])
def test_what_is_alike_has_one_order_however_it_was_indexed(make: Make, order: Order) -> None:
    """Pages of what is alike neither repeat nor lose a document after a change of another."""
    base = record("a", 1, "نشست شورای شهر")

    def alike(n: int, seq: int) -> IndexRecord:
        dated = base.moment if n % 2 else None
        return replace(base, key=f"alike-{n}", moment=dated, seq=seq, story=n + 10)

    def listed() -> list[str]:
        return [hit.key for hit in engine.search(parse("شورای شهر"), View(limit=20, order=order)).hits]

    engine = make()
    engine.index(alike(n, n + 1) for n in range(12))
    engine.refresh(12)
    before = listed()
    for n in reversed(range(12)):
        engine.index([alike(n, 100 - n)])
        engine.refresh(100 - n)
    assert listed() == before
    assert len(set(before)) == 12
    engine.close()


def test_filters_leave_out_and_take_any(backend: SearchBackend) -> None:
    def found(*filters: Filter) -> set[str]:
        return {hit.key for hit in backend.search(parse_or_all("", "and", filters), View()).hits}

    assert found(Not(Exact("lang", "ar"))) == {"a", "b", "d"}
    assert found(Or((Exact("month", "2024-02"), Exact("month", "2025-05")))) == {"b", "c"}
    assert found(Undated()) == {"d"}
    assert found(Not(Undated()), Exact("lang", "fa")) == {"a", "b"}
    assert {hit.key for hit in backend.search(parse("published:none"), View()).hits} == {"d"}


def test_age_tells_among_like_matches(backend: SearchBackend) -> None:
    texts = {"a": "نشست خبری در شهر", "b": "نشست خبری در شهر"}
    backend.index(record(name, seq, text) for seq, (name, text) in enumerate(texts.items(), 10))
    backend.refresh(11)
    assert ranked(backend, "خبری شهر", "recent") == ["a", "b"]


def test_the_same_spelling_comes_before_any_other(backend: SearchBackend) -> None:
    texts = {
        "a": "نمونه حرف‌های تازه حرف‌های تازه",
        "b": "گزارش بلندی درباره یک خبرنگار حرفه‌ای و کار دشوار او در شهر",
        "d": "خبرنگاران گزارش خبرنگاران خبرنگاران",
    }
    backend.index(record(name, seq, text) for seq, (name, text) in enumerate(texts.items(), 10))
    backend.refresh(12)
    assert ranked(backend, "حرفه‌ای")[0] == "b"
    assert ranked(backend, "حرف‌های")[0] == "a"
    assert ranked(backend, "خبرنگار") == ["b", "d"]
    assert ranked(backend, "خبرنگاران") == ["d", "b"]


STORY = "استاندار یزد در نشست شورای هماهنگی گفت ساخت بیمارستان تازه تا پایان سال به پایان می‌رسد و ۲۰۰ تخت دارد."


def test_near_duplicates_are_one_story_with_its_copies(backend: SearchBackend) -> None:
    texts = {"a": STORY, "b": STORY.replace("یزد در نشست", "یزد امروز در نشست"), "d": "استاندار یزد به میبد رفت."}
    stories = {"a": 7, "b": 7, "d": 8}
    backend.index(record(name, seq, text, stories[name]) for seq, (name, text) in enumerate(texts.items(), 10))
    backend.refresh(12)
    query = parse("استاندار یزد")
    grouped = backend.search(query, View(group=True))
    shown = {hit.key: {copy.key for copy in hit.copies} for hit in grouped.hits}
    assert shown in ({"a": {"b"}, "d": set()}, {"b": {"a"}, "d": set()})
    assert (grouped.total, grouped.next) == (3, None)
    first = backend.search(query, View(limit=1, group=True))
    second = backend.search(query, View(limit=1, offset=first.next or 0, group=True))
    assert {first.hits[0].key, second.hits[0].key} == set(shown)
    assert second.next is None


def test_all_matches_in_the_order_of_change(backend: SearchBackend) -> None:
    query, seq, met = parse("یزد OR مذكرة OR هوا"), 0, []
    while batch := backend.after(query, seq, 3):
        met += [key for _, key in batch]
        seq = batch[-1][0]
    assert met == ["a", "b", "c", "d"]


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("دانشکاه میبد", "دانشگاه میبد"),
        ("تفاهم نامه همکاریی", "تفاهم نامه همکاری"),
        ("استانسرد", "استان سرد"),
        ("یزد دانشگاه", ""),
        ("=دانشکاه", ""),
        ("qwerty", ""),
    ],
)
def test_what_was_probably_meant(backend: SearchBackend, query: str, wanted: str) -> None:
    assert backend.suggestion(parse(query)) == wanted


def test_a_phrase_does_not_cross_what_was_cut_out(make: Make) -> None:
    text = "نشست خبری\nمنوی سایت\nشورای شهر"
    at = text.index("منوی")
    document = Document(key="k", id="k", uri="", text=text, language="fa", furniture=(Span(at, at + 10),))
    engine = make()
    engine.index([IndexRecord.of(document, 1)])
    engine.refresh(1)
    assert (keys(engine, '"نشست خبری"'), keys(engine, '"خبری شورای"')) == ({"k"}, set())


def test_what_ranks_finds_nothing(backend: SearchBackend) -> None:
    """A joint that the query writes puts documents first; it finds neither another field nor a whole phrase."""
    backend.index([record("d", 9, "نشست درباره تفاهم‌نامه تازه")])
    backend.refresh(9)
    assert keys(backend, "title:تفاهم‌نامه") == {"b"}
    assert keys(backend, '"تفاهم‌نامه استانداری"') == set()
    assert keys(backend, "=تفاهم‌نامه") == {"d"}


def test_title_and_text_are_one_document(make: Make) -> None:
    """Words near each other may stand on both sides; a phrase stands in one; marks are where the words are."""
    title, text = "امضای تفاهم‌نامه", "استانداری یزد و دانشگاه میبد تفاهم‌نامه همکاری امضا کردند."
    engine = make()
    engine.index([IndexRecord.of(Document(key="k", id="k", uri="", title=title, text=text, language="fa"), 1)])
    engine.refresh(1)
    assert keys(engine, '"تفاهم‌نامه استانداری"') == set()
    (hit,) = engine.search(parse("امضای NEAR/2 استانداری"), View()).hits
    assert [hit.title[mark.start : mark.end] for mark in hit.title_marks] == ["امضای"]
    assert [text[mark.start : mark.end] for each in hit.passages for mark in each.marks] == ["استانداری"]


def test_counts_follow_what_is_written_also_of_what_was_asked_before(make: Make) -> None:
    engine, view, asked = make(), View(facets=("lang",)), parse("باغ")
    for number, name in enumerate("abc", 1):
        engine.index([record(name, number, "باغ زیتون")])
        engine.refresh(number)
        for _ in range(2):
            assert sum(count for _, count in engine.search(asked, view).facets["lang"]) == number
        assert "lang" not in engine.search(asked, View(facets=("kind",))).facets
    engine.delete([("b", 4)])
    engine.refresh(4)
    assert sum(count for _, count in engine.search(asked, view).facets["lang"]) == 2
    engine.close()


def test_a_facet_has_all_that_matches_have(backend: SearchBackend) -> None:
    facets = backend.search(parse("یزد"), View(facets=FACETS)).facets
    assert facets["unit"] == (("تفاهم‌نامه", 1), ("سازمان مردم‌نهاد", 1))
    assert facets["place"] == (("یزد", 2),)
    assert facets["jalali_month"] == (("1402-11", 1), ("1404-05", 1))
    assert facets["hijri_month"] == (("hijri:1445-07", 1), ("hijri:1447-02", 1))


def test_only_documents_of_the_collections_asked_in_are_found(make: Make) -> None:
    engine = make()
    placed = {"a": "main", "b": "desk", "c": "main", "d": "desk"}
    documents = [(record(name, 0).document, seq) for seq, name in enumerate(TEXTS, 1)]
    engine.index(IndexRecord.of(replace(one, collection=placed[one.key]), seq) for one, seq in documents)
    engine.refresh(len(TEXTS))

    def asked(text: str, *within: str, filters: tuple[Exact, ...] = ()) -> Query:
        return replace(parse_or_all(text, filters=filters), within=frozenset(within))

    view = View(group=True, facets=("collection", "org"))
    for text in ("یزد", "", "-هوا", "collection:desk", "نشست OR امضا", "=یزد", "یز*", "org:یزد"):
        found = engine.search(asked(text, "main"), view)
        assert {hit.key for hit in found.hits} <= {"a", "c"}, text
        assert found.total == len(found.hits)
        assert set(dict(found.facets["collection"])) <= {"main"}
        assert {key for _, key in engine.after(asked(text, "main"), 0, 9)} == {hit.key for hit in found.hits}
        assert engine.search(asked(text), view).total == 0
    assert dict(engine.search(asked("", "main"), view).facets["org"]) == {"وزارة العدل": 1}
    only = engine.search(Query("", None, filters=(Exact("lang", "fa"),), within=frozenset({"desk"})), view)
    assert {hit.key for hit in only.hits} == {"b", "d"}
    assert engine.search(Query("", None, within=frozenset({"desk"})), view).total == 0
    assert {hit.key for hit in engine.search(asked("یزد", "main", "desk"), view).hits} == {"a", "b"}
    assert engine.suggestion(asked("استنداری", "desk")) == "استانداری"
    assert engine.suggestion(asked("استنداری", "main")) == ""
    assert engine.suggestion(asked("دانشگاهمیبد", "main")) == ""
    engine.close()
