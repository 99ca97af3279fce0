"""The law of monitors over the whole grammar, on every engine: it fires exactly where the same query finds.

Queries are drawn from the grammar itself: every field with values in the forms that it takes, every operator, inside
each other; what the parser refuses is no query.
"""

from typing import Literal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.errors import QuerySyntaxError
from pipeline.index.backend import SearchBackend
from pipeline.index.embedded.percolation import Percolator
from pipeline.query.parser import Query, parse
from tests.contract.documents import TEXTS, record

_WORDS = (
    "یزد",
    "تفاهم‌نامه",
    "تفاهم نامه",
    "تفاهمنامة",
    "سازمان",
    "مردم‌نهاد",
    "الأمانة",
    "وزارة",
    "سرد",
    "دانشگاه",
    "پسته",
)
_NAMED = ('"استانداری یزد"', '"وزارة العدل"', "یزد", "وزارت", "احمدی", "تهران", "میبد")
words = st.sampled_from(_WORDS)
_numbers = st.sampled_from(("0", "29", "۳۰", "١٧٠", "1000"))
_signs = st.sampled_from((">=", "<=", ">", "<", "=", ""))
_days = st.sampled_from(
    ("2025", "1404", "2025-08", "2025-08-13", "1404-05-22", "hijri:1447", "2024..2025", "..2025", "2025..")
)


def _in(field: str, values: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return values.map(lambda value: f"{field}:{value}")


_FIELDS = (
    *(_in(field, st.sampled_from(_NAMED)) for field in ("org", "person", "place", "quote", "speaker", "title")),
    *(_in(field, words) for field in ("title", "نهاد", "گفته", "القول")),
    *(_in(field, _days) for field in ("date", "published", "added", "تاریخ", "النشر")),
    st.builds("count:{}{}{}".format, words, _signs, _numbers),
    st.builds("amount:{}{}".format, _signs, _numbers),
    st.builds("size:{}{}KB".format, _signs, _numbers),
    _in("published", st.sampled_from(("none", "ندارد"))),
    _in("lang", st.sampled_from(("fa", "ar", "عربی"))),
    _in("year", st.sampled_from(("2025", "1404", "1402"))),
    _in("month", st.sampled_from(("2025-08", "1404-05"))),
    _in("path", st.sampled_from(("/", "/a", "a"))),
    st.sampled_from(
        ("kind:text", "run:run-a", "source:press", "collection:main", "flag:ocr", "review:unreviewed", "*")
    ),
)
_leaves = st.one_of(
    words,
    words.map("={}".format),
    words.map(lambda word: f"{word[:4]}*"),
    words.map("{}~".format),
    st.lists(words, min_size=2, max_size=3).map(lambda some: f'"{" ".join(some)}"'),
    st.builds("{} NEAR/{} {}".format, words, st.integers(1, 8), words),
    *_FIELDS,
)


def _joined(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    operators = st.sampled_from((" ", " OR ", " AND ", " یا ", " أو ", " و ", " NOT ", " بدون ", " -"))
    return st.one_of(
        st.builds("({}){}({})".format, inner, operators, inner),
        st.builds("{}{}{}".format, inner, operators, inner),
        inner.map("-({})".format),
        inner.map("-{}".format),
    )


queries = st.recursive(_leaves, _joined, max_leaves=6)


def parsed(text: str, operator: Literal["and", "or"], *, spelling: bool) -> Query | None:
    try:
        return parse(text, operator, spelling=spelling)
    except QuerySyntaxError:
        return None


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(queries, st.sampled_from(("and", "or")), st.booleans()), min_size=1, max_size=8))
def test_a_monitor_fires_exactly_where_a_search_finds(
    backend: SearchBackend, asked: list[tuple[str, Literal["and", "or"], bool]]
) -> None:
    percolator, records = Percolator(), [record(name, seq) for seq, name in enumerate(TEXTS, 1)]
    drawn = {str(n): parsed(text, how, spelling=spelling) for n, (text, how, spelling) in enumerate(asked)}
    stored = {name: query for name, query in drawn.items() if query is not None}
    for name, query in stored.items():
        percolator.put(name, query)
    fired, refused = percolator.matches(records)
    assert refused == []
    for name, query in stored.items():
        assert fired.get(name, []) == sorted(key for _, key in backend.after(query, 0, 100)), query.text
